/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_OBJECT_H
#define PNR_EXCHANGE_OBJECT_H

#include "core/findings.h"
#include "core/vector.h"
#include "encoding/cbor.h"
#include "exchange/chance.h"
#include "exchange/table.h"

enum {
  PNRI_BODY_MOST = 1048576, /* octets of a message */
  PNRI_INFLATED_TIMES = 64, /* most by which deflated octets may grow */
  PNRI_PLAIN = 0,           /* encodings of the body */
  PNRI_DEFLATED_BODY = 1
};

/* pnr_exchange_seal with a source of random octets: the id (16, where the claims have none), then 32 and 12 as
 * pnri_encrypt_write draws them. */
pnr_status pnri_exchange_seal(const pnr_env *env, const pnr_exchange *exchange, const pnr_exchange_message *message,
                              const pnr_claims *claims, const pnri_chance *chance, pnr_octets **out,
                              uint8_t id[PNR_EXCHANGE_ID], pnr_error *error);

/* The two halves of it. A signed message, a COSE_Sign1, may be kept and sealed as often as it is sent. It lies in memory, an empty
 * writer that pnri_signed_open opens. */
void pnri_signed_open(pnri_cbor_writer *memory, const pnr_env *env);
pnr_status pnri_exchange_sign(const pnr_exchange *exchange, const pnr_exchange_message *message,
                              const pnr_claims *claims, const pnri_chance *chance, pnri_cbor_writer *memory,
                              pnr_slice *signed_message, uint8_t id[PNR_EXCHANGE_ID], pnr_error *error);
pnr_status pnri_exchange_encrypt(const pnr_env *env, const pnr_exchange *exchange, pnr_slice audience,
                                 pnr_slice signed_message, const pnri_chance *chance, pnr_octets **out,
                                 pnr_error *error);

/* What was received, or read from JSON. */
struct pnr_received {
  const pnr_env *env;
  pnri_arena arena;
  pnri_findings findings;
  const pnr_finding *const *shown; /* the findings as an array */
  uint8_t *clear;                  /* what was decrypted: texts point into it */
  size_t clear_size;
  pnri_vector inflated; /* octets; the same where the body was deflated */
  pnr_claims claims;
  pnr_exchange_message message;
};

/* pnr_exchange_open for a link. *out is set, with its claims, wherever signature, issuer and audience hold: then a failure is
 * one of the message, not of whoever sent it. Otherwise it is NULL. */
pnr_status pnri_exchange_open(const pnr_env *env, const pnr_exchange *exchange, pnr_slice object, pnr_received **out,
                              pnr_error *error);

pnr_received *pnri_received_new(const pnr_env *env);
/* Makes the findings an array; PNR_E_MEMORY. */
pnr_status pnri_received_settle(pnr_received *received, pnr_error *error);

/* Reads a body, [type, message], into received->message; base: offset for errors. */
pnr_status pnri_body_read(pnr_received *received, pnr_slice body, uint64_t base, pnr_error *error);
void pnri_body_write(pnri_cbor_writer *cbor, const pnr_exchange_message *message);

/* Octets of the records in it, and a few more for each: most of what the body will take. */
size_t pnri_body_expected(const pnr_exchange_message *message);

/* Whether exactly the pointer of its type is set, and all values are those of the table. */
pnr_status pnri_message_check(const pnr_exchange_message *message, pnr_error *error);

#endif
