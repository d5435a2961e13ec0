/* pnr/regime.h - what each law lets be done with its data: for which purposes, and who may get them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_REGIME_H
#define PNR_REGIME_H

#include "pnr/kept.h"
#include "pnr/match.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A record says under which law it came (pnr_stored.regime). What may be done with it follows from that law alone: data that
 * came for checks at the border are not searched in a case because they are there. How long: pnr_retention_policy_of. */

enum {                        /* recipients, as bits */
       PNR_TO_OWN = 1,        /* the unit's own officers: consultation */
       PNR_TO_AUTHORITY = 2,  /* competent authorities: Directive (EU) 2016/681, art. 7 */
       PNR_TO_UNIT = 4,       /* units of other member states: art. 9 */
       PNR_TO_EUROPOL = 8,    /* art. 10 */
       PNR_TO_COUNTRY = 16,   /* third countries: art. 11 */
       PNR_TO_BORDER = 32,    /* border authorities: Regulation (EU) 2025/12 */
       PNR_TO_PROCESSING = 64 /* nobody: the record goes into a search index, or into criteria */
};

/* Who may get the data of one regime, purpose by purpose: PNR_TO_… bits; 0 where the law does not know the purpose. */
typedef struct pnr_regime_policy {
  uint32_t size;       /* sizeof(pnr_regime_policy) */
  uint32_t regime;     /* PNR_REGIME_… */
  uint32_t assessment; /* PNR_BASIS_ASSESSMENT */
  uint32_t request;    /* PNR_BASIS_REQUEST */
  uint32_t criteria;   /* PNR_BASIS_CRITERIA */
  uint32_t border;     /* PNR_BASIS_BORDER */
} pnr_regime_policy;

/* The default of a regime, from the table of docs/data-protection.md: national law may differ, and of rail, sea and road there
 * is no other. out->size is set by the caller. PNR_E_ARGUMENT for another regime. */
PNR_API pnr_status pnr_regime_policy_of(uint32_t regime, pnr_regime_policy *out, pnr_error *error);

/* PNR_OK where data of the policy's regime may go to one recipient (one PNR_TO_… bit) for a basis (PNR_BASIS_…).
 * PNR_E_REGIME: the law does not know that purpose, or not that recipient for it. PNR_BASIS_TEST is of invented data, which
 * the unit alone sees and processes. PNR_E_PURPOSE: the basis is none. */
PNR_API pnr_status pnr_regime_allows(const pnr_regime_policy *policy, uint32_t basis, uint32_t recipient,
                                     pnr_error *error);

/* The same for a record. policy NULL: its regime's default; one of another regime is PNR_E_REGIME: regimes are never
 * crossed. */
PNR_API pnr_status pnr_record_allows(const pnr_record *record, const pnr_regime_policy *policy, uint32_t basis,
                                     uint32_t recipient, pnr_error *error);

/* "own", "authority", "unit", "europol", "country", "border", "processing" for one PNR_TO_… bit. Static; "unknown" for
 * other numbers. */
PNR_API const char *pnr_recipient_name(uint32_t recipient);

/* --- What national law says: a table --- */

/* Recipients and clocks of all regimes: the defaults, and what a table says instead. Immutable: many threads may ask the
 * same. */
typedef struct pnr_regimes pnr_regimes;

/* Reads a CSV with a header of regime and any of: assessment, request, criteria, border (recipients parted by blanks, or
 * none); mask, erase, unlinked (6 months, 5 years, never; of erase also 48 hours); hit, match, dismissed, review, sent, copy
 * (the same, and record: no period of its own); remark. An empty cell, a column that is not there and a regime without a
 * row: the default. PNR_E_FORMAT: the first line names no such columns; PNR_E_SYNTAX: a cell or row is not understood, or a
 * regime stands there twice; PNR_E_REGIME_WIDER: of pnr, api-law or api-border a cell allows a recipient, or keeps data in
 * clear or at all, beyond the default, which is the law of the Union; offset, line and column say where. table is not
 * needed after the call. */
PNR_API pnr_status pnr_regimes_open(const pnr_env *env, pnr_slice table, pnr_regimes **out, pnr_error *error);
/* NULL is allowed. */
PNR_API void pnr_regimes_close(pnr_regimes *regimes);

/* What holds for a regime, for the functions that take it. Owned by regimes; regimes NULL: the defaults, static. NULL for
 * another regime or kind. */
PNR_API const pnr_regime_policy *pnr_regimes_policy(const pnr_regimes *regimes, uint32_t regime);
PNR_API const pnr_retention_policy *pnr_regimes_retention(const pnr_regimes *regimes, uint32_t regime);
PNR_API const pnr_kept_policy *pnr_regimes_kept(const pnr_regimes *regimes, uint32_t regime, uint32_t kind);

#ifdef __cplusplus
}
#endif
#endif
