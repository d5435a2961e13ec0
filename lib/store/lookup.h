/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_STORE_LOOKUP_H
#define PNR_STORE_LOOKUP_H

#include "pnr/lookup.h"
#include "protect/permit.h"
#include "protect/wrap.h"

/* A volume of the lookup, and what opens it. docs/data-protection.md, "Looking up masked records".
 *
 *   volume  [payload, seal], payload [1, salt, day, [[identity, nonce, sealed] …]]
 *   wrap    [1, salt, day, authority, ephemeral, key]
 *   sealed  [reference, [person …], pad] under a key of the volume's key and the record's wrap
 *   permit  [payload, signature], payload [1, number, authority, unit, ephemeral, key, offence, case, issued, expires, from,
 *           until, uses, threshold, decision, sealed]
 *   sealed  [person, [identity of a volume and its key …]] under the permit's key */

enum { PNRI_VOLUME_SALT = 16, PNRI_PERMIT_NUMBER = 32 };

/* --- Volumes --- */

/* BLAKE2b-256 of salt and day: what a volume's key is bound to. */
pnr_status pnri_volume_identity(const uint8_t *salt, pnr_date day, uint8_t identity[PNR_IDENTITY]);

/* The key of what a volume has of a record with that wrap. */
pnr_status pnri_volume_record_key(const uint8_t *key, pnr_slice wrap, uint8_t *record_key);
/* A keyed hash of all that the volume says. */
pnr_status pnri_volume_seal(const uint8_t *key, pnr_slice payload, uint8_t seal[PNRI_HASH_SIZE]);

typedef struct pnri_volume_wrap {
  uint8_t identity[PNR_IDENTITY];
  uint8_t authority[PNR_PARTY_PUBLIC];
  pnr_date day;
  pnri_wrap key;
} pnri_volume_wrap;
pnr_status pnri_volume_wrap_read(pnr_slice octets, pnri_volume_wrap *out, pnr_error *error);

/* Reads a volume. Slices are borrowed from its octets. */
typedef struct pnri_volume {
  uint8_t identity[PNR_IDENTITY];
  uint8_t seal[PNRI_HASH_SIZE];
  pnr_date day;
  uint64_t records;
  pnr_slice payload;
  uint64_t base; /* offset of the payload */
  pnri_cbor_reader cbor;
} pnri_volume;

typedef struct pnri_volume_record {
  uint8_t identity[PNR_IDENTITY];
  uint8_t nonce[PNRI_SEAL_NONCE_WIDE];
  pnr_slice sealed;
} pnri_volume_record;

pnr_status pnri_volume_open(pnr_slice octets, pnri_volume *out, pnr_error *error);
/* PNR_END behind the last one. */
pnr_status pnri_volume_next(pnri_volume *volume, pnri_volume_record *out, pnr_error *error);

/* --- Permits --- */

/* One volume that a permit opens. */
typedef struct pnri_volume_key {
  uint8_t identity[PNR_IDENTITY];
  uint8_t key[PNRI_SEAL_KEY];
} pnri_volume_key;

typedef struct pnri_lookup_permit {
  uint8_t number[PNRI_PERMIT_NUMBER]; /* random: what the audit trail calls the permit */
  uint8_t authority[PNR_PARTY_PUBLIC];
  uint8_t unit[PNRI_AGREE_PUBLIC];
  pnri_wrap wrap; /* of its key */
  pnri_grounds grounds;
  pnr_date from, until;
  uint32_t uses, threshold;
  pnr_slice sealed;
} pnri_lookup_permit;

/* Reads a permit that this authority has signed; slices are borrowed. PNR_E_PERMIT_PARTY, PNR_E_FORGED and those of CBOR. */
pnr_status pnri_lookup_permit_read(const pnr_env *env, pnr_slice octets, const uint8_t *authority,
                                   pnri_lookup_permit *out, pnr_error *error);

/* Opens what the permit seals, once its use is on record. */
pnr_status pnri_lookup_begin(const pnr_env *env, const pnri_lookup_permit *permit, const pnri_party *party,
                             uint32_t use, pnr_lookup **out);

#endif
