/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_KEY_TABLE_H
#define PNR_EXCHANGE_KEY_TABLE_H

#include "exchange/codec.h"

/* What is signed about keys, and what a keyring saves, as structs of the table. */

enum { PNRI_SIGNING_MOST = 8, PNRI_PREKEYS_MOST = 32, PNRI_REVOCATIONS_MOST = 64, PNRI_UNIT_NAME = 32 };

/* A key: its public half in a directory, the private one in a keyring. */
typedef struct pnri_key_entry {
  pnr_slice octets; /* 32 */
  uint64_t from;
  uint64_t until;
} pnri_key_entry;

typedef struct pnri_directory_document {
  uint32_t version;
  pnr_slice root; /* public key */
  const pnri_key_entry *const *signing;
  uint32_t signing_count;
  const pnr_revocation *const *revocations;
  uint32_t revocation_count;
  uint32_t wire_versions; /* bits: the lowest one is version 1 */
} pnri_directory_document;

typedef struct pnri_prekeys_document {
  const pnri_key_entry *const *prekeys;
  uint32_t prekey_count;
} pnri_prekeys_document;

typedef struct pnri_keyring_document {
  pnr_slice unit;
  const pnri_key_entry *const *signing;
  uint32_t signing_count;
  const pnri_key_entry *const *prekeys;
  uint32_t prekey_count;
} pnri_keyring_document;

extern const pnri_wire_table pnri_key_entry_table, pnri_revocation_table, pnri_directory_table, pnri_prekeys_table,
  pnri_keyring_table;

/* 2 to PNRI_UNIT_NAME capital letters, digits and hyphens. */
bool pnri_is_unit_name(pnr_slice name);

/* PNR_KEY_ID octets of the hash of a public key; all of it is the fingerprint of a root key. */
pnr_status pnri_key_id(const uint8_t public_key[32], uint8_t id[PNR_KEY_ID]);
pnr_status pnri_fingerprint(const uint8_t public_key[32], uint8_t fingerprint[PNR_FINGERPRINT]);

#endif
