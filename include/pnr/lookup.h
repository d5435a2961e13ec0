/* pnr/lookup.h - masked records found by name, where an authority has approved of looking for somebody.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_LOOKUP_H
#define PNR_LOOKUP_H

#include "pnr/audit.h"
#include "pnr/regime.h"
#include "pnr/unmask.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Article 12(3) of Directive (EU) 2016/681 again: who is looked for among masked records, and why, is for a court or another
 * authority to decide. While records are masked (pnr_record_mask_sealed), what a search compares of their travellers is
 * sealed beside them, in volumes: one for what is masked in one go, on one day. The key of a volume is random and sealed to
 * the authority; the unit keeps no copy and reads nothing in it. For one person, case and time the authority gives a permit
 * with the keys of some volumes. The unit then learns which masked records that person may stand in, and how well he
 * fits: no name, no value. To see them, it asks for a permit of pnr/unmask.h.
 *
 * What stands of a record in a volume opens with the volume's key and the record's own wrap together. So destroying that
 * wrap erases there too, wherever copies of the volume are; destroying the volume's wrap erases all of it.
 * docs/data-protection.md describes the octets, and what is not protected. */

/* --- Sealing: the unit, while it masks --- */

/* A volume that is being written. Its key is in memory until it is finished. One thread at a time. */
typedef struct pnr_lookup_writer pnr_lookup_writer;

/* day: of masking, complete. PNR_E_KEY where authority is no key. env may be NULL. */
PNR_API pnr_status pnr_lookup_writer_open(const pnr_env *env, const uint8_t authority[PNR_PARTY_PUBLIC], pnr_date day,
                                          pnr_lookup_writer **out, pnr_error *error);

/* Adds the travellers of a record as pnr_travellers_open gives them, at once with masking it: record is as it was, masked
 * and wrap are what pnr_record_mask_sealed made of it for the same authority (PNR_E_ARGUMENT otherwise). Copies what it
 * needs. law: as for pnr_record_allows (pnr/regime.h); PNR_E_REGIME: it knows no such request for the record, so it cannot be
 * found. PNR_E_LIMIT: a traveller has more identifiers than an index takes. After either, the writer is as it was. */
PNR_API pnr_status pnr_lookup_writer_add(pnr_lookup_writer *writer, const pnr_regime_policy *law,
                                         const pnr_record *record, const pnr_record *masked, pnr_slice wrap,
                                         pnr_error *error);

/* The volume and its wrap, to be stored apart, and closed; the key is wiped. PNR_END, and NULL in both, where nothing was
 * added. Nothing can be added any more. */
PNR_API pnr_status pnr_lookup_writer_finish(pnr_lookup_writer *writer, pnr_octets **volume, pnr_octets **wrap,
                                            pnr_error *error);
PNR_API void pnr_lookup_writer_close(pnr_lookup_writer *writer);

/* --- Permitting: the authority --- */

typedef struct pnr_lookup_terms {
  uint32_t size;    /* sizeof(pnr_lookup_terms) */
  uint32_t offence; /* PNR_OFFENCE_TERRORISM, or 1 to 26: a category of Annex II */
  uint64_t issued;  /* seconds since 1970-01-01 UTC */
  uint64_t expires; /* first second in which it permits nothing; at most PNR_PERMIT_DAYS behind issued */
  pnr_date from;    /* the first and the last day of masking whose volumes may be opened */
  pnr_date until;
  uint32_t uses;            /* how often the unit may look, 1 to PNR_LOOKUP_USES_MOST */
  uint32_t threshold;       /* the least score that is told, 1 to 10,000; 0: PNR_THRESHOLD_DEFAULT */
  pnr_slice case_reference; /* mandatory; PNR_REFERENCE_MOST octets at most, as the next one */
  pnr_slice decision;       /* mandatory: the authority's own reference */
  const pnr_person *person; /* who is looked for: by at least a name, a document or an identifier */
} pnr_lookup_terms;

enum { PNR_LOOKUP_USES_MOST = 1000 };

/* A permit for the volumes whose wraps are given, one behind the other, as far as their days are within the terms.
 * PNR_E_PERMIT_SCOPE: none is. PNR_E_PERMIT_PARTY: one is sealed to another authority. PNR_E_FORGED, PNR_E_SYNTAX: one is
 * damaged; error->offset is where it begins. The permit tells nobody but the unit who is looked for. */
PNR_API pnr_status pnr_lookup_permit(const pnr_env *env, pnr_slice authority_seed, pnr_slice wraps,
                                     const pnr_lookup_terms *terms, const uint8_t unit[PNR_PARTY_PUBLIC],
                                     pnr_octets **out, pnr_error *error);

/* --- Looking: the unit --- */

/* One use of a permit, over as many volumes as it has keys for. All that it holds is wiped on close. One thread at a time. */
typedef struct pnr_lookup pnr_lookup;

/* Begins a use at `at` (seconds since 1970-01-01 UTC). It is in the audit trail, durably, before anything is opened:
 * PNR_AUDIT_CONSULTATION with the decision as approval, and the permit as record; what a permit refuses is
 * PNR_AUDIT_REFUSAL. Uses are counted in the trail, so it must be the one of the uses before.
 * purpose: PNR_BASIS_REQUEST of an officer with the case and offence of the permit (PNR_E_PURPOSE otherwise).
 * PNR_E_EXPIRED: at is before the permit or behind it. PNR_E_PERMIT_SPENT: it was used as often as it allows.
 * PNR_E_PERMIT_PARTY: it is of another authority, or for another unit. PNR_E_FORGED, PNR_E_SYNTAX: it was changed.
 * The audit is borrowed for the call. */
PNR_API pnr_status pnr_lookup_open(const pnr_env *env, pnr_slice permit, const uint8_t authority[PNR_PARTY_PUBLIC],
                                   pnr_slice unit_seed, const pnr_purpose *purpose, uint64_t at, pnr_audit *audit,
                                   pnr_lookup **out, pnr_error *error);

/* The wraps of masked records, one behind the other: those of all volumes that will be searched, in any order, in one call
 * or several. Borrowed until close. A record whose wrap is not among them is not found: it was erased. */
PNR_API pnr_status pnr_lookup_wraps(pnr_lookup *lookup, pnr_slice wraps, pnr_error *error);

/* Compares the permit's person with everybody in the volume, as pnr_person_compare does, and keeps the records in which
 * somebody reaches the threshold. Complete: the same records that pnr_search finds among the unmasked ones. One record at a
 * time is in clear. PNR_E_PERMIT_SCOPE: the permit does not open this volume. PNR_E_EXPIRED: of `at`. PNR_E_FORGED,
 * PNR_E_SYNTAX: the volume was changed; nothing of it is kept. */
PNR_API pnr_status pnr_lookup_search(pnr_lookup *lookup, pnr_slice volume, uint64_t at, pnr_error *error);

/* A masked record in which the person may stand: a candidate for review, as of any search. View PNR_VIEW_LOOKUP_HIT. */
typedef struct pnr_lookup_hit {
  pnr_slice identity;  /* of the masked record, as pnr_record_identity has it */
  pnr_slice reference; /* what the unit calls the record; its locator where it has no name */
  uint32_t score;      /* the best of its travellers */
  pnr_date day;        /* of masking */
} pnr_lookup_hit;

/* In the order of volumes and of records within them. Owned by the lookup; NULL when i is out of range. */
PNR_API uint32_t pnr_lookup_count(const pnr_lookup *lookup);
PNR_API const pnr_lookup_hit *pnr_lookup_get(const pnr_lookup *lookup, uint32_t i);

/* What was done so far, and by what right. View PNR_VIEW_LOOKUP_REPORT. */
typedef struct pnr_lookup_report {
  uint64_t volumes; /* that were searched */
  uint64_t records; /* that were compared */
  uint64_t erased;  /* records that no wrap opens any more */
  uint64_t expires; /* of the permit */
  uint32_t use;     /* which one this is, from 1 */
  uint32_t uses;    /* that the permit allows */
  pnr_date from;
  pnr_date until;
  pnr_slice decision;
} pnr_lookup_report;

/* Owned by the lookup. */
PNR_API const pnr_lookup_report *pnr_lookup_report_get(const pnr_lookup *lookup);
PNR_API void pnr_lookup_close(pnr_lookup *lookup);

/* --- Which volume it is --- */

/* What tells a volume from every other one, and its day, without any key: of a volume or of its wrap. PNR_E_SYNTAX,
 * PNR_E_UNSUPPORTED. */
PNR_API pnr_status pnr_lookup_volume(pnr_slice octets, uint8_t identity[PNR_IDENTITY], pnr_date *day, pnr_error *error);

#ifdef __cplusplus
}
#endif
#endif
