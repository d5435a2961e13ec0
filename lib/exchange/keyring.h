/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_KEYRING_H
#define PNR_EXCHANGE_KEYRING_H

#include "core/vector.h"
#include "exchange/chance.h"
#include "exchange/key_table.h"

/* A key with both halves. */
typedef struct pnri_own_key {
  uint8_t id[PNR_KEY_ID];
  uint8_t secret[32]; /* seed of Ed25519, scalar of X25519 */
  uint8_t public_key[32];
  uint64_t from, until;
} pnri_own_key;

struct pnr_keyring {
  const pnr_env *env;
  uint8_t unit[PNRI_UNIT_NAME];
  size_t unit_size;
  pnri_vector signing; /* pnri_own_key, in the order of adding */
  pnri_vector prekeys;
};

enum { PNRI_DAY = 86400, PNRI_PREKEY_KEPT = 3 * PNRI_DAY };

/* pnr_keyring_add_signing and pnr_keyring_add_prekeys with a source of their own: 32 octets for each key. */
pnr_status pnri_keyring_add_signing(pnr_keyring *keyring, uint64_t from, uint64_t until, const pnri_chance *chance,
                                    pnr_error *error);
pnr_status pnri_keyring_add_prekeys(pnr_keyring *keyring, uint64_t now, const pnri_chance *chance, pnr_error *error);

static inline const pnri_own_key *pnri_own_key_at(const pnri_vector *keys, size_t i)
{
  return (const pnri_own_key *)pnri_vector_at(keys, i);
}

#endif
