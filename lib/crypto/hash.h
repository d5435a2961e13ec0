/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CRYPTO_HASH_H
#define PNR_CRYPTO_HASH_H

#include "pnr/base.h"

/* BLAKE2b (RFC 7693), with a key or without. */

enum { PNRI_HASH_SIZE = 32, PNRI_HASH_LEAST = 16, PNRI_HASH_MOST = 64, PNRI_HASH_KEY = 32 };

/* size: octets of the hash, PNRI_HASH_LEAST to PNRI_HASH_MOST. key: empty, or 16 to 64 octets. PNR_E_ARGUMENT beyond. */
pnr_status pnri_hash(pnr_slice key, pnr_slice octets, uint8_t *out, size_t size);

/* The same over octets that come in parts. Wiped by pnri_hash_end. */
typedef struct pnri_hash_state {
  _Alignas(64) uint8_t octets[384]; /* libsodium's state */
} pnri_hash_state;

pnr_status pnri_hash_begin(pnri_hash_state *state, pnr_slice key, size_t size);
void pnri_hash_add(pnri_hash_state *state, pnr_slice octets);
void pnri_hash_end(pnri_hash_state *state, uint8_t *out, size_t size);

#endif
