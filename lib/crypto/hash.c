/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/hash.h"

#include <assert.h>
#include <sodium.h>

#include "core/env.h"
#include "crypto/ready.h"

static_assert(sizeof(pnri_hash_state) >= sizeof(crypto_generichash_blake2b_state) &&
                _Alignof(pnri_hash_state) >= _Alignof(crypto_generichash_blake2b_state),
              "the state fits");
static_assert(PNRI_HASH_LEAST == crypto_generichash_blake2b_BYTES_MIN &&
                PNRI_HASH_MOST == crypto_generichash_blake2b_BYTES_MAX,
              "sizes");

/* libsodium lets shorter keys pass than its documentation names; ours are not. */
static pnr_status check(pnr_slice key, size_t size)
{
  if (size < PNRI_HASH_LEAST || size > PNRI_HASH_MOST) return PNR_E_ARGUMENT;
  if (key.size != 0 &&
      (key.size < crypto_generichash_blake2b_KEYBYTES_MIN || key.size > crypto_generichash_blake2b_KEYBYTES_MAX))
    return PNR_E_ARGUMENT;
  return pnri_crypto_ready();
}

pnr_status pnri_hash(pnr_slice key, pnr_slice octets, uint8_t *out, size_t size)
{
  pnr_status status = check(key, size);
  if (status != PNR_OK) return status;
  int failed = crypto_generichash_blake2b(out, size, octets.data, octets.size, key.data, key.size);
  return failed == 0 ? PNR_OK : PNR_E_CRYPTO;
}

static crypto_generichash_blake2b_state *inner(pnri_hash_state *state)
{
  return (crypto_generichash_blake2b_state *)(void *)state->octets;
}

pnr_status pnri_hash_begin(pnri_hash_state *state, pnr_slice key, size_t size)
{
  pnr_status status = check(key, size);
  if (status != PNR_OK) return status;
  return crypto_generichash_blake2b_init(inner(state), key.data, key.size, size) == 0 ? PNR_OK : PNR_E_CRYPTO;
}

void pnri_hash_add(pnri_hash_state *state, pnr_slice octets)
{
  (void)crypto_generichash_blake2b_update(inner(state), octets.data, octets.size); /* fails never */
}

void pnri_hash_end(pnri_hash_state *state, uint8_t *out, size_t size)
{
  (void)crypto_generichash_blake2b_final(inner(state), out, size); /* fails when called twice */
  pnri_wipe(state, sizeof *state);
}
