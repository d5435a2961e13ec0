/* pnr/unmask.h - masking that an approving authority can undo.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_UNMASK_H
#define PNR_UNMASK_H

#include "pnr/keys.h"
#include "pnr/regime.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Article 12(3) of Directive (EU) 2016/681: full data after six months only where a court or another authority has approved
 * it. The record as it was is sealed under a random key of its own, and that key to the authority: the unit keeps no copy.
 * What the unit stores is the masked record, the sealed one, and the wrap. The authority opens the wrap and answers with a
 * permit: the key, sealed to the unit, for one record, one case, some elements, until a day, signed. Destroying the wrap
 * erases. docs/data-protection.md describes the octets. */

/* --- Keys --- */

enum { PNR_PARTY_PUBLIC = 64 }; /* octets: an X25519 key to seal to, an Ed25519 key that signs */

/* The public keys of who has the seed (PNR_SEED random octets): of the authority, of the unit. */
PNR_API pnr_status pnr_party_public(pnr_slice seed, uint8_t out[PNR_PARTY_PUBLIC], pnr_error *error);

/* --- Masking: the unit --- */

/* As pnr_record_mask, with the record itself sealed to the authority. sealed and wrap are to be stored beside the masked
 * record, and closed. PNR_E_ARGUMENT where the record is masked already, PNR_E_KEY where authority is no key. Sealing
 * draws random octets: only the masked record is the same each time. */
PNR_API pnr_status pnr_record_mask_sealed(const pnr_env *env, const pnr_record *record, pnr_date at,
                                          const uint8_t authority[PNR_PARTY_PUBLIC], pnr_record **out,
                                          pnr_octets **sealed, pnr_octets **wrap, pnr_error *error);

enum { PNR_IDENTITY = 32 }; /* octets */

/* The BLAKE2b-256 of a masked record's stored form: what its wrap and permits call it. */
PNR_API pnr_status pnr_record_identity(const pnr_record *masked, uint8_t identity[PNR_IDENTITY], pnr_error *error);

/* --- Permitting: the authority --- */

typedef struct pnr_permit_terms {
  uint32_t size;            /* sizeof(pnr_permit_terms) */
  uint32_t offence;         /* PNR_OFFENCE_TERRORISM, or 1 to 26: a category of Annex II */
  uint32_t elements;        /* PNR_ELEMENT bits that may be seen */
  uint64_t issued;          /* seconds since 1970-01-01 UTC */
  uint64_t expires;         /* first second in which it permits nothing; at most PNR_PERMIT_DAYS behind issued */
  pnr_slice case_reference; /* mandatory; PNR_REFERENCE_MOST octets at most, as the next one */
  pnr_slice decision;       /* mandatory: the authority's own reference */
} pnr_permit_terms;

enum { PNR_PERMIT_DAYS = 90 };

/* A permit for the record of this wrap, given to the unit. PNR_E_FORGED where the wrap is not sealed to this authority. */
PNR_API pnr_status pnr_permit_issue(const pnr_env *env, pnr_slice authority_seed, pnr_slice wrap,
                                    const pnr_permit_terms *terms, const uint8_t unit[PNR_PARTY_PUBLIC],
                                    pnr_octets **out, pnr_error *error);

/* --- Unmasking: the unit --- */

/* What an unmasking was permitted by, for the audit trail (PNR_AUDIT_UNMASKING), which gets an entry before the record is
 * shown to anybody. Slices are of the permit. */
typedef struct pnr_unmasked {
  uint32_t size; /* sizeof(pnr_unmasked), set by the caller */
  uint32_t elements;
  uint64_t expires;
  pnr_slice decision;
} pnr_unmasked;

/* The record with the elements that were permitted; masked is what was stored. purpose: PNR_BASIS_REQUEST with the case and
 * offence of the permit (PNR_E_PURPOSE otherwise). PNR_E_REGIME: the record's law knows no such purpose (pnr/regime.h).
 * PNR_E_EXPIRED: `at` (seconds since 1970-01-01 UTC) is before the permit or behind it. PNR_E_FORGED: permit, sealed record
 * and masked record do not belong to one another, to this authority or to this unit. Nothing is kept: closing the record masks again. told may be NULL. */
PNR_API pnr_status pnr_record_unmask(const pnr_env *env, const pnr_record *masked, pnr_slice sealed, pnr_slice permit,
                                     const uint8_t authority[PNR_PARTY_PUBLIC], pnr_slice unit_seed,
                                     const pnr_purpose *purpose, uint64_t at, pnr_record **out, pnr_unmasked *told,
                                     pnr_error *error);
/* The same, where national law says what the record's regime allows: law as for pnr_record_allows. */
PNR_API pnr_status pnr_record_unmask_with(const pnr_env *env, const pnr_regime_policy *law, const pnr_record *masked,
                                          pnr_slice sealed, pnr_slice permit, const uint8_t authority[PNR_PARTY_PUBLIC],
                                          pnr_slice unit_seed, const pnr_purpose *purpose, uint64_t at,
                                          pnr_record **out, pnr_unmasked *told, pnr_error *error);

#ifdef __cplusplus
}
#endif
#endif
