/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_SAME_ANSWERS_H
#define PNR_TESTS_SAME_ANSWERS_H

#include "pnr/match.h"
#include "support.h"

/* Whether two searchers gave the same answer to one question, entry numbers apart: NULL, or what differs. */

static inline int same_text(pnr_slice a, pnr_slice b)
{
  return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static inline const char *differing_reason(const pnr_candidate *a, const pnr_candidate *b)
{
  if (a->reason_count != b->reason_count) return "number of reasons";
  for (uint32_t i = 0; i < a->reason_count; i++) {
    const pnr_reason *x = a->reasons[i], *y = b->reasons[i];
    if (x->code != y->code || x->points != y->points || x->value != y->value) return "reason";
    if (!same_text(x->left, y->left) || !same_text(x->right, y->right)) return "text of a reason";
  }
  return NULL;
}

static inline const char *differing_candidate(const pnr_candidate *a, const pnr_candidate *b)
{
  if (a->score != b->score) return "score";
  if (!same_text(a->entry_id, b->entry_id)) return "entry_id";
  if (!same_text(a->asked_name, b->asked_name) || !same_text(a->listed_name, b->listed_name)) return "name";
  if (!same_text(a->source, b->source) || !same_text(a->owner, b->owner)) return "source or owner";
  if (!same_text(a->basis, b->basis) || !same_text(a->warning, b->warning)) return "basis or warning";
  if (a->action != b->action || a->listed_kind != b->listed_kind || a->listed_birth != b->listed_birth)
    return "action, kind or birth";
  return differing_reason(a, b);
}

static inline const char *differing_answer(const pnr_searcher *a, const pnr_searcher *b)
{
  if (pnr_searcher_count(a) != pnr_searcher_count(b)) return "number of candidates";
  for (uint32_t i = 0; i < pnr_searcher_count(a); i++) {
    const char *what = differing_candidate(pnr_searcher_candidate(a, i), pnr_searcher_candidate(b, i));
    if (what != NULL) return what;
  }
  return NULL;
}

#endif
