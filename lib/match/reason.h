/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_REASON_H
#define PNR_MATCH_REASON_H

#include "core/arena.h"
#include "match/subject.h"

/* How two persons met, complete enough to say why. */
typedef struct pnri_verdict {
  const pnri_form *left, *right; /* the forms that met; NULL when no names did */
  uint32_t left_kind, right_kind;
  uint32_t name_score; /* before the kinds */
  uint32_t score;
  pnri_evidence evidence;
} pnri_verdict;

typedef struct pnri_reasons {
  const pnr_reason *const *list;
  uint32_t count;
} pnri_reasons;

/* Writes the reasons into the arena: NAME, what the tokens did, then all else. The points of NAME and of what follows the
 * tokens add up to the score; those of the tokens share the name score out, and what is missing from it. False when
 * memory is exhausted. */
bool pnri_reasons_make(pnri_arena *arena, const pnri_verdict *verdict, pnri_reasons *out);

#endif
