/* pnr/assembler.h - the parts of a split message, put together again.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_ASSEMBLER_H
#define PNR_ASSEMBLER_H

#include "pnr/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A long list comes in parts: messages with a number each (UNH S010; PART of PNL), in any order, between parts of other
 * lists, some of them twice or never. Parts belong together that have the same type, sender (UNB), common access
 * reference (UNH 0068) and flight; where they have no such reference, also the same function. docs/parts.md tells more.
 *
 * An assembler keeps what the parts said about themselves, never a message or its octets: nothing that was given to it
 * is used after the call. It has no clock: the caller says when a part came, in any unit that rises. */
typedef struct pnr_assembler pnr_assembler;

enum { PNR_PART_MAX = 999 }; /* the highest part number that can be meant */

/* One part. Parts of one number and the same content are one part; those of other content stand behind each other. */
typedef struct pnr_part {
  uint32_t number;   /* from 1; 0 when it has none, or one above PNR_PART_MAX */
  uint32_t is_first; /* marked as first (C), or number 1 */
  uint32_t is_last;  /* marked as last (F; ENDPNL) */
  uint32_t copies;   /* how often it came, at least 1 */
  uint32_t bookings;
  uint32_t travellers;
  uint64_t token; /* what the caller called the first copy */
} pnr_part;

/* What is wrong with the parts. The same findings in whatever order they came. */
typedef struct pnr_part_finding {
  uint32_t code;     /* PNR_F_PART_… */
  uint32_t severity; /* PNR_SEVERITY_… */
  uint32_t part;     /* its number; 0 when it is about all of them */
  uint32_t count;    /* of PART_REPEATED: how often it came; of PART_TOTAL: how many there are; else 0 */
} pnr_part_finding;

/* One transmission. */
typedef struct pnr_assembly {
  uint32_t type;        /* PNR_MESSAGE_… */
  uint32_t function;    /* PNR_FUNCTION_… of the first part that came */
  pnr_slice sender;     /* owned by the assembler, like all that follows */
  pnr_slice key;        /* UNH 0068; empty when there is none */
  pnr_slice carrier;    /* of the flight that the parts are about */
  pnr_slice number;     /* its number, as the first part that came writes it */
  pnr_slice from;       /* where it begins */
  pnr_slice to;         /* where it ends */
  pnr_date departs;     /* 0 when no part says it */
  uint32_t total;       /* how many parts there are, from the one marked as last; 0 as long as that is missing */
  uint32_t is_complete; /* 1: every part is there, and none came with two contents */
  uint32_t is_declared; /* 1: the parts say how many bookings (EQN) or persons (CNT) there are */
  uint64_t declared;    /* in all parts */
  uint64_t bookings;    /* in those that are there, copies not counted */
  uint64_t travellers;
  uint64_t first_at; /* when the earliest and the latest part came, as the caller said */
  uint64_t last_at;
  const pnr_part *const *parts; /* by number: the order of the whole */
  const uint32_t *missing;      /* numbers up to total, and up to the highest one that came */
  const pnr_part_finding *const *findings;
  uint32_t part_count;
  uint32_t missing_count;
  uint32_t finding_count;
} pnr_assembly;

/* env may be NULL. Its limit of memory bounds what all open transmissions hold. */
PNR_API pnr_status pnr_assembler_open(const pnr_env *env, pnr_assembler **out, pnr_error *error);

/* Takes note of a message that came at `at` and that the caller calls `token`. *out is its transmission, valid until
 * that is removed, whose members change with the next part; NULL for a message that is no part of several. A part with
 * new content, once its transmission was complete, begins another one with the same key: the next push. On failure
 * (PNR_E_MEMORY, PNR_E_LIMIT) nothing was noted. out may be NULL. */
PNR_API pnr_status pnr_assembler_add(pnr_assembler *assembler, const pnr_message *message, uint64_t token, uint64_t at,
                                     const pnr_assembly **out, pnr_error *error);

/* The transmission behind `after` in the order in which their first parts came, or the first one for NULL. NULL when
 * there is none left. */
PNR_API const pnr_assembly *pnr_assembler_next(const pnr_assembler *assembler, const pnr_assembly *after);

/* The same, passing by those whose latest part came at `before` or later: what is left was given up by its sender. */
PNR_API const pnr_assembly *pnr_assembler_expired(const pnr_assembler *assembler, const pnr_assembly *after,
                                                  uint64_t before);

/* Forgets one of its transmissions and wipes it; ask for the next one before. A part that comes later begins a new
 * transmission: keep a complete one as long as copies may come. */
PNR_API void pnr_assembler_remove(pnr_assembler *assembler, const pnr_assembly *assembly);

PNR_API void pnr_assembler_close(pnr_assembler *assembler);

#ifdef __cplusplus
}
#endif
#endif
