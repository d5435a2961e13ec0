/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_SUBJECT_H
#define PNR_MATCH_SUBJECT_H

#include "match/score.h"

/* A person made ready to be compared: names folded, facts cleaned. */
typedef struct pnri_subject {
  const pnr_person *person; /* borrowed */
  pnri_vector names;        /* of pnri_name, one per name of person */
  pnri_vector octets;       /* of its facts */
  pnri_facts facts;
  bool named;              /* a name has a form */
  pnri_glossary *glossary; /* for names that come again and again, or NULL */
} pnri_subject;

void pnri_subject_open(pnri_subject *subject, const pnr_env *env);
void pnri_subject_close(pnri_subject *subject);
/* PNR_E_MEMORY, or PNR_E_LIMIT for a person with too many facts. */
pnr_status pnri_subject_set(pnri_subject *subject, const pnr_person *person);
static inline const pnri_name *pnri_subject_name(const pnri_subject *subject, size_t i)
{
  return pnri_vector_at(&subject->names, i);
}

/* Folds a name as it is compared. glossary may be NULL. */
void pnri_fold_view(pnri_name *out, const pnr_name *name, pnri_glossary *glossary);
/* A name as people write it: full, or given and surname with a space between. Appends nothing to an empty vector for an
 * empty name. False when memory is exhausted. */
bool pnri_written_name(pnri_vector *octets, const pnr_name *name);

/* Two names of two persons, and how well they met. */
typedef struct pnri_meeting {
  uint32_t name_score;      /* as pnri_name_score gives it */
  uint32_t score;           /* after pnri_kind_score */
  uint32_t left, left_form; /* numbers of names and forms; they decide between equal scores */
  uint32_t right, right_form;
} pnri_meeting;

/* True when a replaces b: a higher score, or the same score with lower numbers. */
bool pnri_meeting_better(const pnri_meeting *a, const pnri_meeting *b);
/* Meets every name of left with one name of the other person; *best is replaced where that is better. */
void pnri_meet(const pnri_subject *left, const pnri_name *right, uint32_t right_number, uint32_t right_kind,
               pnri_meeting *best);

#endif
