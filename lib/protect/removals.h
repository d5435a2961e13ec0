/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PROTECT_REMOVALS_H
#define PNR_PROTECT_REMOVALS_H

#include <stdbool.h>

#include "core/arena.h"
#include "pnr/protect.h"

/* What was removed, counted while a record is copied. */
struct pnr_removals {
  pnri_arena arena;
  pnri_chain chain; /* payload: pnr_removal */
  const pnr_removal *const *rows;
  bool failed;
};

/* NULL when memory is exhausted. */
pnr_removals *pnri_removals_new(const pnr_env *env);

/* One more of these. code, static, is not copied. removals may be NULL: nobody asked. */
void pnri_removals_count(pnr_removals *removals, uint32_t reason, uint32_t element, uint32_t group, const char *code);

/* Makes the rows, ordered, and hands them over; *out is NULL where there are none, or failed. */
pnr_status pnri_removals_finish(pnr_removals *removals, bool failed, pnr_removals **out, pnr_error *error);

#endif
