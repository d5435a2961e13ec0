/* pnr/join.h - the same traveller in several messages: one person with all its witnesses.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_JOIN_H
#define PNR_JOIN_H

#include "pnr/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Why a traveller is the same person as the witnesses before it. A name alone is never enough, and nothing joins what
 * contradicts: two exact birth dates of which none agrees, or two passports of one issuer whose numbers differ in more
 * than one character. docs/joining.md has the whole rule. */
enum {
  PNR_JOIN_FIRST = 0,      /* it is the first witness */
  PNR_JOIN_DOCUMENT = 1,   /* same document: number, issuer and type; and the same birth date or name */
  PNR_JOIN_NAME_BIRTH = 2, /* same name and same exact birth date */
  PNR_JOIN_LOCATOR = 3     /* same name in a booking of the same locator, in two messages */
};

/* A traveller of one of the messages. */
typedef struct pnr_witness {
  uint32_t message;   /* index into the messages that were joined */
  uint32_t traveller; /* index into its content->travellers */
  uint32_t basis;     /* PNR_JOIN_… */
} pnr_witness;

/* One person. Its names, births, documents and identifiers are those of all witnesses, each once for every source. */
typedef struct pnr_joined {
  const pnr_person *person;
  const pnr_witness *const *witnesses; /* at least one; in the order of messages and travellers */
  uint32_t witness_count;
} pnr_joined;

typedef struct pnr_join pnr_join;

/* Joins the travellers of these messages: those of one flight, or a few of several kinds about one journey. Every traveller
 * is in exactly one of the persons. Borrows the messages until it is closed. Fails with PNR_E_ARGUMENT, PNR_E_LIMIT
 * (pnr_limits.travellers of all messages together, steps) and PNR_E_MEMORY. env may be NULL. */
PNR_API pnr_status pnr_join_open(const pnr_env *env, const pnr_message *const *messages, uint32_t count, pnr_join **out,
                                 pnr_error *error);
PNR_API uint32_t pnr_join_count(const pnr_join *join);
/* Person i, 0 to pnr_join_count - 1, in the order of their first witnesses; NULL beyond. Owned by join. */
PNR_API const pnr_joined *pnr_join_get(const pnr_join *join, uint32_t i);
/* NULL is allowed. */
PNR_API void pnr_join_close(pnr_join *join);

/* "first", "document", "name-birth", "locator"; "unknown" for other numbers. Static. */
PNR_API const char *pnr_join_basis_name(uint32_t basis);

#ifdef __cplusplus
}
#endif
#endif
