/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_DIRECTORY_H
#define PNR_EXCHANGE_DIRECTORY_H

#include "core/vector.h"
#include "exchange/key_table.h"

/* A public key of a unit, as pnr_key shows it. */
typedef struct pnri_public_key {
  pnr_key view;
  uint8_t id[PNR_KEY_ID];
  uint8_t octets[32];
} pnri_public_key;

enum { PNRI_KEYS_MOST = PNRI_SIGNING_MOST + PNRI_PREKEYS_MOST };

/* All that is known of a unit. Of fixed size: a document is taken into a copy, which takes the unit's place when all of them
 * held. */
typedef struct pnri_unit {
  pnr_unit view; /* points into this struct: pnri_unit_show after each copy */
  uint8_t name[PNRI_UNIT_NAME];
  uint8_t fingerprint[PNR_FINGERPRINT];
  uint8_t directory_hash[PNR_FINGERPRINT];
  uint64_t prekeys_issued;
  uint32_t wire_versions;
  uint32_t revocation_count;
  struct {
    uint8_t key[PNR_KEY_ID];
    uint64_t at;
  } revocations[PNRI_REVOCATIONS_MOST];
  uint32_t key_count; /* signing keys first */
  pnri_public_key keys[PNRI_KEYS_MOST];
  const pnr_key *shown[PNRI_KEYS_MOST];
} pnri_unit;

struct pnr_directory {
  const pnr_env *env;
  pnri_vector units; /* pnri_unit *, in the order of pinning */
};

void pnri_unit_show(pnri_unit *unit);

/* NULL for a unit that is not pinned. */
const pnri_unit *pnri_directory_find(const pnr_directory *directory, pnr_slice name);

/* The key of this kind and id. NULL where there is none. */
const pnri_public_key *pnri_unit_key(const pnri_unit *unit, uint32_t kind, const uint8_t id[PNR_KEY_ID]);

/* Whether what was signed with, or sealed to, a key of the unit at the time `used` counts now: PNR_OK, PNR_E_KEY_UNKNOWN,
 * PNR_E_KEY_EXPIRED, PNR_E_KEY_REVOKED. *key is set where the key is known. */
pnr_status pnri_unit_may_use(const pnri_unit *unit, uint32_t kind, const uint8_t id[PNR_KEY_ID], uint64_t used,
                             uint64_t now, const pnri_public_key **key);

/* True when the key, whatever it is of, is revoked now. */
bool pnri_unit_revoked(const pnri_unit *unit, const uint8_t id[PNR_KEY_ID], uint64_t now);

/* The prekey to which is sealed now; NULL where none is valid. */
const pnri_public_key *pnri_unit_prekey(const pnri_unit *unit, uint64_t now);

#endif
