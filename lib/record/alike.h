/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_ALIKE_H
#define PNR_RECORD_ALIKE_H

#include <stdbool.h>

#include "pnr/person.h"

/* Whether two persons may be, or cannot be, the same one: what joining travellers rests on. docs/joining.md has the
 * rules. */

enum { PNRI_ALIKE_NAMES = 8 }; /* names of a person that are compared */

enum { PNRI_NAMES_DIFFER, PNRI_NAMES_SHORTENED, PNRI_NAMES_SAME };

/* The best of all pairs of their names: same letters in surname and in given names; or the same surname, and the given
 * names of one are the first ones of the other. */
uint32_t pnri_names_alike(const pnr_person *a, const pnr_person *b);

/* True when an exact birth date is the same. */
bool pnri_births_agree(const pnr_person *a, const pnr_person *b);
/* True when both have exact birth dates and none is the same. */
bool pnri_births_differ(const pnr_person *a, const pnr_person *b);

/* True for two views of one document: number, issuer and type, the latter where both say it. */
bool pnri_is_same_document(const pnr_document *a, const pnr_document *b);
bool pnri_documents_agree(const pnr_person *a, const pnr_person *b);
/* True when they have passports of one issuer whose numbers differ in more than one place. */
bool pnri_documents_differ(const pnr_person *a, const pnr_person *b);

/* A hash of the document's number and issuer; 0 where it names no document. */
uint64_t pnri_document_key(const pnr_document *document);

/* Hashes of the surnames that a name may have, at most PNRI_SURNAMES; returns how many. */
enum { PNRI_SURNAMES = 8 };
uint32_t pnri_surname_keys(const pnr_name *name, uint64_t keys[PNRI_SURNAMES]);

#endif
