/* SPDX-License-Identifier: Apache-2.0 */
#include "protect/removals.h"

#include "core/fail.h"
#include "core/slice.h"

pnr_removals *pnri_removals_new(const pnr_env *env)
{
  env = pnri_env(env);
  pnr_removals *removals = pnri_alloc(env, sizeof *removals);
  if (removals == NULL) return NULL;
  *removals = (pnr_removals){ .rows = NULL };
  pnri_arena_open(&removals->arena, env);
  return removals;
}

/* Reasons, elements, groups and codes are few: there are no more rows than the tables have. */
void pnri_removals_count(pnr_removals *removals, uint32_t reason, uint32_t element, uint32_t group, const char *code)
{
  if (removals == NULL) return;
  pnr_slice text = pnri_slice(code);
  for (pnri_node *node = removals->chain.first; node != NULL; node = node->next) {
    pnr_removal *row = pnri_node_payload(node);
    if (row->reason != reason || row->element != element || row->group != group || !pnri_slice_equal(row->code, text))
      continue;
    row->count++;
    return;
  }
  pnr_removal *row = pnri_chain_add(&removals->chain, &removals->arena, sizeof *row);
  if (row == NULL) removals->failed = true;
  else *row = (pnr_removal){ reason, element, group, 1, text };
}

static bool is_before(const pnr_removal *a, const pnr_removal *b)
{
  if (a->reason != b->reason) return a->reason < b->reason;
  if (a->element != b->element) return a->element < b->element;
  if (a->group != b->group) return a->group < b->group;
  size_t size = a->code.size < b->code.size ? a->code.size : b->code.size;
  int order = size != 0 ? memcmp(a->code.data, b->code.data, size) : 0;
  return order != 0 ? order < 0 : a->code.size < b->code.size;
}

static void sort(const pnr_removal **rows, uint32_t count)
{
  for (uint32_t i = 1; i < count; i++)
    for (uint32_t k = i; k > 0 && is_before(rows[k], rows[k - 1]); k--) {
      const pnr_removal *row = rows[k];
      rows[k] = rows[k - 1];
      rows[k - 1] = row;
    }
}

pnr_status pnri_removals_finish(pnr_removals *removals, bool failed, pnr_removals **out, pnr_error *error)
{
  int is_short = 0;
  const pnr_removal **rows = pnri_chain_array(&removals->chain, &removals->arena, &is_short);
  bool is_whole = !failed && !removals->failed && !is_short;
  if (is_whole && rows != NULL) {
    sort(rows, removals->chain.count);
    removals->rows = rows;
    *out = removals;
  } else {
    pnr_removals_close(removals);
  }
  return failed || is_whole ? PNR_OK : pnri_fail_memory(error);
}

uint32_t pnr_removals_count(const pnr_removals *removals) { return removals != NULL ? removals->chain.count : 0; }

const pnr_removal *pnr_removals_get(const pnr_removals *removals, uint32_t i)
{
  return i < pnr_removals_count(removals) ? removals->rows[i] : NULL;
}

void pnr_removals_close(pnr_removals *removals)
{
  if (removals == NULL) return;
  const pnr_env *env = removals->arena.env;
  pnri_arena_close(&removals->arena);
  pnri_free(env, removals, sizeof *removals);
}
