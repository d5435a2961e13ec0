/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/hash.h"
#include "exchange/key_table.h"
#include "exchange/table_rows.h"

/* clang-format off */

static const pnri_wire_row key_entry_rows[] = {
  OCTETS(pnri_key_entry, 1, octets, PNRI_MUST, 0, 32, 32, "the public key"),
  TIME(pnri_key_entry, 2, from, PNRI_MUST, 0, "valid from"),
  TIME(pnri_key_entry, 3, until, PNRI_MUST, 0, "valid until before"),
};
const pnri_wire_table pnri_key_entry_table = PNRI_TABLE("key_entry", pnri_key_entry, key_entry_rows, false);

static const pnri_wire_row revocation_rows[] = {
  OCTETS(pnr_revocation, 1, key, PNRI_MUST, 0, PNR_KEY_ID, PNR_KEY_ID, "id of a signing key or prekey"),
  TIME(pnr_revocation, 2, at, PNRI_MUST, 0, "from then on nothing of it counts"),
};
const pnri_wire_table pnri_revocation_table = PNRI_TABLE("revocation", pnr_revocation, revocation_rows, true);

static const pnri_wire_row directory_rows[] = {
  NUMBER(pnri_directory_document, 1, version, PNRI_MUST, 0, 1, UINT32_MAX, "higher with each directory"),
  OCTETS(pnri_directory_document, 2, root, PNRI_MUST, 0, 32, 32, "public root key"),
  MANY(pnri_directory_document, 3, signing, signing_count, PNRI_MUST, 0, PNRI_SIGNING_MOST, &pnri_key_entry_table,
       "signing keys (Ed25519)"),
  MANY(pnri_directory_document, 4, revocations, revocation_count, 0, 0, PNRI_REVOCATIONS_MOST, &pnri_revocation_table, ""),
  BITS(pnri_directory_document, 5, wire_versions, PNRI_MUST, 0, UINT32_MAX, NULL, "the lowest bit is version 1"),
};
const pnri_wire_table pnri_directory_table = PNRI_TABLE("directory", pnri_directory_document, directory_rows, false);

static const pnri_wire_row prekeys_rows[] = {
  MANY(pnri_prekeys_document, 1, prekeys, prekey_count, PNRI_MUST, 0, PNRI_PREKEYS_MOST, &pnri_key_entry_table,
       "prekeys (X25519), each for one day"),
};
const pnri_wire_table pnri_prekeys_table = PNRI_TABLE("prekeys", pnri_prekeys_document, prekeys_rows, false);

static const pnri_wire_row keyring_rows[] = {
  TEXT(pnri_keyring_document, 1, unit, PNRI_MUST, 0, PNRI_UNIT_NAME, ""),
  MANY(pnri_keyring_document, 2, signing, signing_count, 0, 0, PNRI_SIGNING_MOST, &pnri_key_entry_table, "seeds"),
  MANY(pnri_keyring_document, 3, prekeys, prekey_count, 0, 0, PNRI_PREKEYS_MOST, &pnri_key_entry_table, "private halves"),
};
const pnri_wire_table pnri_keyring_table = PNRI_TABLE("keyring", pnri_keyring_document, keyring_rows, false);

/* clang-format on */

bool pnri_is_unit_name(pnr_slice name)
{
  if (name.size < 2 || name.size > PNRI_UNIT_NAME || name.data == NULL) return false;
  for (size_t i = 0; i < name.size; i++) {
    uint8_t octet = name.data[i];
    if ((octet < 'A' || octet > 'Z') && (octet < '0' || octet > '9') && octet != '-') return false;
  }
  return true;
}

pnr_status pnri_fingerprint(const uint8_t public_key[32], uint8_t fingerprint[PNR_FINGERPRINT])
{
  return pnri_hash((pnr_slice){ NULL, 0 }, (pnr_slice){ public_key, 32 }, fingerprint, PNR_FINGERPRINT);
}

pnr_status pnri_key_id(const uint8_t public_key[32], uint8_t id[PNR_KEY_ID])
{
  uint8_t whole[PNR_FINGERPRINT];
  pnr_status status = pnri_fingerprint(public_key, whole);
  memcpy(id, whole, PNR_KEY_ID);
  return status;
}
