/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_COSE_H
#define PNR_EXCHANGE_COSE_H

#include "encoding/cbor.h"
#include "exchange/chance.h"
#include "pnr/exchange.h"

/* The two COSE structures of the exchange (RFC 9052), in the one form that docs/exchange.md allows: every header is
 * protected, nothing is left to choose. */

enum { /* typ (RFC 9596): what is signed or sealed, with its wire version */
       PNRI_TYP_SEALED = 0,
       PNRI_TYP_MESSAGE,
       PNRI_TYP_DIRECTORY,
       PNRI_TYP_PREKEYS,
       PNRI_TYPS
};

enum { /* bits of claims (RFC 8392, RFC 9597), in the order of their keys */
       PNRI_CLAIM_ISSUER = 1,
       PNRI_CLAIM_AUDIENCE = 2,
       PNRI_CLAIM_EXPIRES = 4,
       PNRI_CLAIM_ISSUED = 8,
       PNRI_CLAIM_ID = 16,
       PNRI_CLAIM_INCARNATION = 32,
       PNRI_CLAIM_STREAM = 64,
       PNRI_CLAIM_SEQUENCE = 128
};

/* --- COSE_Sign1 --- */

typedef struct pnri_sign1 {
  pnr_claims claims; /* with the key's id; all borrowed */
  uint32_t said;     /* bits of the claims that are there */
  pnr_slice headers; /* protected, as they were signed */
  pnr_slice payload;
  pnr_slice signature;
} pnri_sign1;

/* Signs a payload where it stands: at the end of memory, which has PNRI_SIGN1_BEFORE octets to spare before place, where the
 * payload begins. *out, in memory, is 18([headers, {}, payload, signature]). */
enum { PNRI_SIGN1_BEFORE = 1024 };
pnr_status pnri_sign1_around(pnri_cbor_writer *memory, size_t place, uint32_t typ, const pnr_claims *claims,
                             uint32_t said, const pnr_key_provider *provider, pnr_slice *out, pnr_error *error);
/* Appends 18([headers, {}, payload, signature]) signed by the provider's signing key. PNR_E_KEY_UNKNOWN where it does not
 * sign. */
pnr_status pnri_sign1_write(pnri_cbor_writer *cbor, uint32_t typ, const pnr_claims *claims, uint32_t said,
                            pnr_slice payload, const pnr_key_provider *provider, pnr_error *error);

/* Reads one, in a sequence. What it says is not to be believed before pnri_sign1_verify. base: offset of the reader's first
 * octet, for errors. PNR_E_OBJECT, PNR_E_OBJECT_VERSION. */
pnr_status pnri_sign1_read(pnri_cbor_reader *cbor, uint64_t base, uint32_t typ, pnri_sign1 *out, pnr_error *error);

/* PNR_OK, PNR_E_FORGED, PNR_E_MEMORY. */
pnr_status pnri_sign1_verify(const pnr_env *env, const pnri_sign1 *sign1, const uint8_t public_key[32],
                             pnr_error *error);

/* --- COSE_Encrypt --- */

/* Appends 96([headers, {}, ciphertext, [[recipient, {}, h'']]]) of clear, for the audience's prekey. Draws a key pair and a
 * nonce: 32 octets, then 12. */
pnr_status pnri_encrypt_write(pnri_cbor_writer *cbor, pnr_slice audience, const uint8_t prekey_id[PNR_KEY_ID],
                              const uint8_t prekey[32], pnr_slice clear, const pnri_chance *chance, pnr_error *error);

typedef struct pnri_encrypt {
  pnr_slice headers;
  pnr_slice nonce;
  pnr_slice ciphertext;
  pnr_slice recipient; /* its protected headers */
  pnr_slice prekey;    /* PNR_KEY_ID octets */
  pnr_slice ephemeral; /* 32 octets */
} pnri_encrypt;

pnr_status pnri_encrypt_read(pnr_slice object, pnri_encrypt *out, pnr_error *error);

/* Decrypts into clear, which has room for the ciphertext less PNRI_SEAL_TAG octets. shared: of X25519; wiped by the caller.
 * PNR_E_FORGED. */
pnr_status pnri_encrypt_open(const pnri_encrypt *encrypt, pnr_slice audience, const uint8_t shared[32], uint8_t *clear,
                             pnr_error *error);

#endif
