/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "match/reason.h"
#include "name/glossary.h"

enum { WORDS_REMEMBERED = 1 << 14 };

struct pnr_comparer {
  const pnr_env *env;
  pnri_subject left, right;
  pnri_glossary glossary; /* who is compared with many comes again and again */
  pnri_arena arena;
  pnri_reasons reasons;
};

pnr_status pnr_comparer_open(const pnr_env *env, pnr_comparer **out, pnr_error *error)
{
  if (out == NULL) return pnri_fail_argument(error);
  env = pnri_env(env);
  *out = pnri_alloc(env, sizeof **out);
  if (*out == NULL) return pnri_fail_memory(error);
  **out = (pnr_comparer){ .env = env };
  pnri_subject_open(&(*out)->left, env);
  pnri_subject_open(&(*out)->right, env);
  pnri_glossary_open(&(*out)->glossary, env, WORDS_REMEMBERED);
  (*out)->left.glossary = (*out)->right.glossary = &(*out)->glossary;
  pnri_arena_open(&(*out)->arena, env);
  return PNR_OK;
}

void pnr_comparer_close(pnr_comparer *comparer)
{
  if (comparer == NULL) return;
  pnri_subject_close(&comparer->left);
  pnri_subject_close(&comparer->right);
  pnri_glossary_close(&comparer->glossary);
  pnri_arena_close(&comparer->arena);
  pnri_free(comparer->env, comparer, sizeof *comparer);
}

static void judge(const pnri_subject *left, const pnri_subject *right, pnri_verdict *verdict)
{
  pnri_meeting best = { .score = 0 };
  *verdict = (pnri_verdict){ .left = NULL };
  bool named = left->named && right->named;
  for (uint32_t i = 0; named && i < right->names.count; i++)
    pnri_meet(left, pnri_subject_name(right, i), i, right->person->names[i]->kind, &best);
  if (named && best.score > 0) {
    verdict->left = &pnri_subject_name(left, best.left)->forms[best.left_form];
    verdict->right = &pnri_subject_name(right, best.right)->forms[best.right_form];
    verdict->left_kind = left->person->names[best.left]->kind;
    verdict->right_kind = right->person->names[best.right]->kind;
    verdict->name_score = best.name_score;
  }
  pnri_evidence_find(&left->facts, &right->facts, &verdict->evidence);
  verdict->score = pnri_person_score(best.score, named, &verdict->evidence);
}

pnr_status pnr_person_compare(pnr_comparer *comparer, const pnr_person *left, const pnr_person *right, uint32_t *score,
                              pnr_error *error)
{
  if (comparer == NULL || left == NULL || right == NULL || score == NULL) return pnri_fail_argument(error);
  *score = 0;
  comparer->reasons = (pnri_reasons){ NULL, 0 };
  pnri_arena_close(&comparer->arena);
  pnr_status status = pnri_subject_set(&comparer->left, left);
  if (status == PNR_OK) status = pnri_subject_set(&comparer->right, right);
  if (status != PNR_OK) return pnri_fail(error, (pnr_error){ .status = status });
  pnri_verdict verdict;
  judge(&comparer->left, &comparer->right, &verdict);
  if (!pnri_reasons_make(&comparer->arena, &verdict, &comparer->reasons)) return pnri_fail_memory(error);
  *score = verdict.score;
  return PNR_OK;
}

pnr_status pnr_name_compare(pnr_comparer *comparer, pnr_slice left, pnr_slice right, uint32_t *score, pnr_error *error)
{
  const pnr_name left_name = { .kind = PNR_NAME_PRIMARY, .source = PNR_SOURCE_CALLER, .full = left };
  const pnr_name right_name = { .kind = PNR_NAME_PRIMARY, .source = PNR_SOURCE_CALLER, .full = right };
  const pnr_name *left_names[] = { &left_name }, *right_names[] = { &right_name };
  const pnr_person left_person = { .names = left_names, .name_count = 1 };
  const pnr_person right_person = { .names = right_names, .name_count = 1 };
  pnr_status status = pnr_person_compare(comparer, &left_person, &right_person, score, error);
  if (comparer != NULL) comparer->left.person = comparer->right.person = NULL;
  return status;
}

uint32_t pnr_comparer_reason_count(const pnr_comparer *comparer)
{
  return comparer != NULL ? comparer->reasons.count : 0;
}

const pnr_reason *pnr_comparer_reason(const pnr_comparer *comparer, uint32_t i)
{
  return comparer != NULL && i < comparer->reasons.count ? comparer->reasons.list[i] : NULL;
}
