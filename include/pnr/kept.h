/* pnr/kept.h - the clocks of what a unit keeps beside its records: hits, reviews, copies.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_KEPT_H
#define PNR_KEPT_H

#include "pnr/protect.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A record's clock (pnr_retention_at) says nothing about what was made of it. Each of these things has a clock of its own,
 * counted from its own event, and but for a review none outlives the record it is about. Articles are those of Directive
 * (EU) 2016/681. */
enum {
  PNR_KEPT_HIT = 1,       /* nobody has reviewed it: art. 6(5). Since: found. Goes with its record */
  PNR_KEPT_MATCH = 2,     /* review confirmed it: kept until authorities and units were told, art. 12(5). Since: told */
  PNR_KEPT_DISMISSED = 3, /* a false positive, kept so that it does not come again: as long as its record, art. 12(5) */
  PNR_KEPT_REVIEW = 4,    /* who reviewed when, why and with what result, no passenger data: five years, art. 13(6) */
  PNR_KEPT_SENT = 5,      /* own copy of what was given: art. 9, 12(4). Since: its receipt */
  PNR_KEPT_COPY = 6 /* of another unit's record: art. 9, 12. The record's clock, or what that unit says, if sooner */
};

/* How long behind its event. */
typedef struct pnr_kept_policy {
  uint32_t size;   /* sizeof(pnr_kept_policy) */
  uint32_t kind;   /* PNR_KEPT_… */
  uint32_t months; /* 0: not at all; PNR_NEVER: no period of its own. As pnr_retention_policy counts them */
  uint32_t hours;  /* instead of months, where not 0 */
} pnr_kept_policy;

/* The defaults: hits, dismissed hits and copies no period of their own, matches and sent copies none behind their event,
 * reviews 60 months. out->size is set by the caller. PNR_E_ARGUMENT for another kind. */
PNR_API pnr_status pnr_kept_policy_of(uint32_t kind, pnr_kept_policy *out, pnr_error *error);

typedef struct pnr_kept {
  uint32_t size;   /* sizeof(pnr_kept) */
  uint32_t kind;   /* PNR_KEPT_… */
  uint32_t done;   /* PNR_RECORD_MASKED: nothing in it identifies a passenger; else 0 */
  uint64_t since;  /* its event, seconds since 1970-01-01 UTC; 0: has not happened, the period has not begun */
  uint64_t masks;  /* COPY: first second in which the other unit wants it masked; 0: it does not say */
  uint64_t erases; /* COPY: and erased */
} pnr_kept;

/* A pure function. record: the clock of the record it is about; of a review NULL. policy NULL: the kind's default. at is
 * now; a hold (article 12(4)) keeps it as it keeps a record. out->state is PNR_RETENTION_ACTIVE, MASKED or ERASED;
 * out->due PNR_RECORD_MASKED or 0. PNR_E_ARGUMENT where kinds differ, or a record is missing. */
PNR_API pnr_status pnr_kept_at(const pnr_kept *kept, const pnr_retention *record, const pnr_kept_policy *policy,
                               const pnr_hold *holds, uint32_t hold_count, uint64_t at, pnr_retention *out,
                               pnr_error *error);

/* "hit", "match", "dismissed", "review", "sent", "copy". Static; "unknown" for other numbers. */
PNR_API const char *pnr_kept_name(uint32_t kind);

#ifdef __cplusplus
}
#endif
#endif
