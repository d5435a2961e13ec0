/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/hkdf.h"

#include <sodium.h>
#include <string.h>

#include "core/env.h"
#include "crypto/ready.h"

enum { BLOCK = crypto_auth_hmacsha256_BYTES };

/* HMAC of three parts: what expand needs; extract has one. */
static void authenticate(pnr_slice key, const pnr_slice *parts, uint8_t *out)
{
  static const uint8_t none[1];
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.size != 0 ? key.data : none, key.size);
  for (int i = 0; i < 3; i++) crypto_auth_hmacsha256_update(&state, parts[i].data, parts[i].size);
  crypto_auth_hmacsha256_final(&state, out);
  pnri_wipe(&state, sizeof state);
}

/* Section 2.3: T(i) = HMAC(key, T(i - 1) | info | i). */
static void expand(const uint8_t *key, pnr_slice info, uint8_t *out, size_t size)
{
  uint8_t block[BLOCK];
  size_t last = 0;
  for (uint8_t i = 1; size > 0; i++) {
    const pnr_slice parts[] = { { block, last }, info, { &i, 1 } };
    authenticate((pnr_slice){ key, BLOCK }, parts, block);
    last = BLOCK;
    size_t used = size < BLOCK ? size : BLOCK;
    memcpy(out, block, used);
    out += used;
    size -= used;
  }
  pnri_wipe(block, sizeof block);
}

pnr_status pnri_hkdf(pnr_slice salt, pnr_slice secret, pnr_slice info, uint8_t *out, size_t size)
{
  uint8_t key[BLOCK];
  const pnr_slice parts[] = { secret, { NULL, 0 }, { NULL, 0 } };
  if (size > PNRI_HKDF_MOST) return PNR_E_ARGUMENT;
  pnr_status status = pnri_crypto_ready();
  if (status != PNR_OK) return status;
  authenticate(salt, parts, key); /* without a salt the key is empty, which HMAC fills up with zeroes: section 2.2 */
  expand(key, info, out, size);
  pnri_wipe(key, sizeof key);
  return PNR_OK;
}
