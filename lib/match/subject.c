/* SPDX-License-Identifier: Apache-2.0 */
#include "match/subject.h"

void pnri_subject_open(pnri_subject *subject, const pnr_env *env)
{
  *subject = (pnri_subject){ .person = NULL };
  pnri_vector_open(&subject->names, env, sizeof(pnri_name));
  pnri_vector_open(&subject->octets, env, 1);
}

void pnri_subject_close(pnri_subject *subject)
{
  pnri_vector_close(&subject->names);
  pnri_vector_close(&subject->octets);
}

void pnri_fold_view(pnri_name *out, const pnr_name *name, pnri_glossary *glossary)
{
  bool parts = name->surname.size > 0 || name->given.size > 0;
  pnri_name_fold_many(out, parts ? name->surname : name->full, name->given, parts, glossary);
}

pnr_status pnri_subject_set(pnri_subject *subject, const pnr_person *person)
{
  subject->person = person;
  subject->names.count = 0;
  subject->octets.count = 0;
  subject->named = false;
  for (uint32_t i = 0; i < person->name_count; i++) {
    pnri_name *name = pnri_vector_add(&subject->names, 1);
    if (name == NULL) return PNR_E_MEMORY;
    pnri_fold_view(name, person->names[i], subject->glossary);
    subject->named = subject->named || name->count > 0;
  }
  pnr_status status = pnri_facts_add(&subject->octets, person);
  subject->facts = (pnri_facts){ subject->octets.data, subject->octets.count };
  return status;
}

static bool put(pnri_vector *octets, pnr_slice text)
{
  if (text.size == 0) return true;
  uint8_t *room = pnri_vector_add(octets, text.size);
  if (room != NULL) memcpy(room, text.data, text.size);
  return room != NULL;
}

bool pnri_written_name(pnri_vector *octets, const pnr_name *name)
{
  static const uint8_t space = ' ';
  if (name->full.size > 0) return put(octets, name->full);
  bool both = name->given.size > 0 && name->surname.size > 0;
  return put(octets, name->given) && put(octets, (pnr_slice){ &space, both ? 1 : 0 }) && put(octets, name->surname);
}

bool pnri_meeting_better(const pnri_meeting *a, const pnri_meeting *b)
{
  if (a->score != b->score) return a->score > b->score;
  if (a->left != b->left) return a->left < b->left;
  if (a->right != b->right) return a->right < b->right;
  if (a->left_form != b->left_form) return a->left_form < b->left_form;
  return a->right_form < b->right_form;
}

void pnri_meet(const pnri_subject *left, const pnri_name *right, uint32_t right_number, uint32_t right_kind,
               pnri_meeting *best)
{
  for (uint32_t i = 0; i < left->names.count; i++) {
    pnri_meeting met = { .left = i, .right = right_number };
    met.name_score = pnri_name_score(pnri_subject_name(left, i), right, &met.left_form, &met.right_form, NULL);
    met.score = pnri_kind_score(met.name_score, left->person->names[i]->kind, right_kind);
    if (pnri_meeting_better(&met, best)) *best = met;
  }
}
