/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PROTECT_WRAP_H
#define PNR_PROTECT_WRAP_H

#include "crypto/agree.h"
#include "crypto/hash.h"
#include "crypto/seal.h"
#include "crypto/sign.h"
#include "encoding/cbor.h"
#include "pnr/unmask.h"

/* One key, sealed to one party for one record: an ephemeral X25519 agreement, HKDF-SHA-256, ChaCha20-Poly1305 under a key
 * that is used once. */

enum { PNRI_WRAPPED = PNRI_SEAL_KEY + PNRI_SEAL_TAG };

typedef struct pnri_wrap {
  uint8_t ephemeral[PNRI_AGREE_PUBLIC];
  uint8_t wrapped[PNRI_WRAPPED];
} pnri_wrap;

/* Private keys of a party, from its seed. To be wiped. */
typedef struct pnri_party {
  uint8_t agree[PNRI_AGREE_SECRET];
  uint8_t sign[PNRI_SIGN_SECRET];
  uint8_t public_keys[PNR_PARTY_PUBLIC];
} pnri_party;

pnr_status pnri_party_open(pnr_slice seed, pnri_party *out);

/* label: what the key is for ("wrap", "permit"). record: its identity. */
pnr_status pnri_wrap_key(const uint8_t *key, const uint8_t *party, const char *label, const uint8_t *record,
                         pnri_wrap *out);
pnr_status pnri_unwrap_key(const pnri_wrap *wrap, const pnri_party *party, const char *label, const uint8_t *record,
                           uint8_t *key);

/* The wrap of a masked record: [1, identity, authority, ephemeral, key]. PNR_E_SYNTAX, PNR_E_UNSUPPORTED. */
pnr_status pnri_wrap_read(pnr_slice octets, uint8_t identity[PNR_IDENTITY], uint8_t authority[PNR_PARTY_PUBLIC],
                          pnri_wrap *out);

/* An array of so many items whose first one is the number of the form, 1; anything else is refused. */
enum { PNRI_WRAP_FORM = 1 };
void pnri_wrap_begin(pnri_cbor_reader *cbor, uint64_t items);
/* A byte string of exactly size octets; anything else is refused. */
void pnri_wrap_get(pnri_cbor_reader *cbor, uint8_t *out, size_t size);

#endif
