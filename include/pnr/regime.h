/* pnr/regime.h - what each law lets be done with its data: for which purposes, and who may get them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_REGIME_H
#define PNR_REGIME_H

#include "pnr/match.h"
#include "pnr/record.h"

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

#ifdef __cplusplus
}
#endif
#endif
