/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/agree.h"

#include <assert.h>
#include <sodium.h>

#include "core/env.h"
#include "crypto/ready.h"

static_assert(PNRI_AGREE_SECRET == crypto_scalarmult_curve25519_SCALARBYTES &&
                PNRI_AGREE_PUBLIC == crypto_scalarmult_curve25519_BYTES,
              "sizes");

pnr_status pnri_agree_public(const uint8_t *secret, uint8_t *public_key)
{
  pnr_status status = pnri_crypto_ready();
  if (status != PNR_OK) return status;
  return crypto_scalarmult_curve25519_base(public_key, secret) == 0 ? PNR_OK : PNR_E_CRYPTO;
}

pnr_status pnri_agree(const uint8_t *secret, const uint8_t *peer, uint8_t *shared)
{
  pnr_status status = pnri_crypto_ready();
  if (status == PNR_OK && crypto_scalarmult_curve25519(shared, secret, peer) != 0) status = PNR_E_KEY;
  if (status != PNR_OK) pnri_wipe(shared, PNRI_AGREE_SHARED);
  return status;
}
