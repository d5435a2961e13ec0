/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/sign.h"

#include <assert.h>
#include <sodium.h>

#include "crypto/ready.h"

static_assert(PNRI_SIGN_SEED == crypto_sign_ed25519_SEEDBYTES &&
                PNRI_SIGN_PUBLIC == crypto_sign_ed25519_PUBLICKEYBYTES &&
                PNRI_SIGN_SECRET == crypto_sign_ed25519_SECRETKEYBYTES && PNRI_SIGNATURE == crypto_sign_ed25519_BYTES,
              "sizes");

pnr_status pnri_sign_pair(const uint8_t *seed, uint8_t *public_key, uint8_t *secret)
{
  pnr_status status = pnri_crypto_ready();
  if (status != PNR_OK) return status;
  return crypto_sign_ed25519_seed_keypair(public_key, secret, seed) == 0 ? PNR_OK : PNR_E_CRYPTO;
}

pnr_status pnri_sign(const uint8_t *secret, pnr_slice message, uint8_t *signature)
{
  pnr_status status = pnri_crypto_ready();
  if (status != PNR_OK) return status;
  int failed = crypto_sign_ed25519_detached(signature, NULL, message.data, message.size, secret);
  return failed == 0 ? PNR_OK : PNR_E_CRYPTO;
}

pnr_status pnri_sign_verify(const uint8_t *public_key, pnr_slice message, const uint8_t *signature)
{
  pnr_status status = pnri_crypto_ready();
  if (status != PNR_OK) return status;
  int failed = crypto_sign_ed25519_verify_detached(signature, message.data, message.size, public_key);
  return failed == 0 ? PNR_OK : PNR_E_FORGED;
}
