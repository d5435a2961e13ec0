/* SPDX-License-Identifier: Apache-2.0 */
#include "record/policy.h"

#include <assert.h>

#include "core/arena.h"
#include "core/fail.h"
#include "core/slice.h"
#include "core/vector.h"
#include "encoding/csv_table.h"
#include "pnr/list.h"
#include "pnr/match.h"

struct pnr_policy {
  const pnr_env *env;
  pnri_vector rules; /* of pnr_policy_rule */
  pnri_arena arena;  /* their texts */
};

pnr_status pnr_policy_open(const pnr_env *env, pnr_policy **out, pnr_error *error)
{
  if (out == NULL) return pnri_fail_argument(error);
  env = pnri_env(env);
  *out = pnri_alloc(env, sizeof **out);
  if (*out == NULL) return pnri_fail_memory(error);
  (*out)->env = env;
  pnri_vector_open(&(*out)->rules, env, sizeof(pnr_policy_rule));
  pnri_arena_open(&(*out)->arena, env);
  return PNR_OK;
}

void pnr_policy_close(pnr_policy *policy)
{
  if (policy == NULL) return;
  pnri_vector_close(&policy->rules);
  pnri_arena_close(&policy->arena);
  pnri_free(policy->env, policy, sizeof *policy);
}

uint32_t pnr_policy_count(const pnr_policy *policy) { return policy != NULL ? (uint32_t)policy->rules.count : 0; }

const pnr_policy_rule *pnr_policy_rule_at(const pnr_policy *policy, uint32_t i)
{
  return i < pnr_policy_count(policy) ? pnri_vector_at(&policy->rules, i) : NULL;
}

/* --- Adding --- */

static pnr_status append(pnr_policy *policy, pnr_policy_rule rule)
{
  if (policy->rules.count == PNR_POLICY_RULES_MOST) return PNR_E_LIMIT;
  pnr_slice list = pnri_arena_copy(&policy->arena, rule.list);
  pnr_policy_rule *room = list.data != NULL || rule.list.size == 0 ? pnri_vector_add(&policy->rules, 1) : NULL;
  if (room == NULL) return PNR_E_MEMORY;
  *room = rule;
  room->size = sizeof *room;
  room->list = list;
  return PNR_OK;
}

pnr_status pnr_policy_add(pnr_policy *policy, const pnr_policy_rule *rule, pnr_error *error)
{
  if (policy == NULL || rule == NULL || rule->size < sizeof *rule) return pnri_fail_argument(error);
  if (rule->threshold > PNR_SCORE_MAX || rule->action > PNR_ACTION_FREEZE ||
      rule->corroboration > PNR_CORROBORATION_DOCUMENT || (rule->list.data == NULL && rule->list.size > 0))
    return pnri_fail_argument(error);
  pnr_status status = append(policy, *rule);
  return status == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = status });
}

/* --- Reading --- */

enum { COLUMN_LIST, COLUMN_ACTION, COLUMN_THRESHOLD, COLUMN_CORROBORATION, COLUMN_REMARK, COLUMNS };
static const char *const column_names[COLUMNS] = { "list", "action", "threshold", "corroboration", "remark" };
static_assert((int)COLUMNS <= PNRI_CSV_COLUMNS, "columns");

typedef struct reading {
  pnr_policy *policy;
  pnri_csv_table table;
} reading;

/* The header, one of whose columns says when to hit. */
static bool read_header(pnri_csv_table *table)
{
  if (!pnri_csv_table_header(table)) return false;
  bool decides = table->places[COLUMN_THRESHOLD] != 0 || table->places[COLUMN_CORROBORATION] != 0;
  return decides || pnri_csv_table_fail_row(table, PNR_E_FORMAT);
}

static bool fail_at(reading *r, uint32_t column)
{
  return pnri_csv_table_fail_field(&r->table, PNR_E_SYNTAX, pnri_csv_table_field(&r->table, column));
}

/* "0.85" as 8500, at most four places behind the point; UINT32_MAX for anything else, and above 1. */
static uint32_t read_score(pnr_slice text)
{
  enum { PLACES = 4 };
  uint32_t score = 0, places = 0;
  if (text.size == 0 || (text.data[0] != '0' && text.data[0] != '1')) return UINT32_MAX;
  score = text.data[0] - (uint32_t)'0';
  if (text.size == 2 || (text.size > 2 && text.data[1] != '.') || text.size > 2 + PLACES) return UINT32_MAX;
  for (size_t i = 2; i < text.size; i++, places++) {
    if (text.data[i] < '0' || text.data[i] > '9') return UINT32_MAX;
    score = score * 10 + (text.data[i] - (uint32_t)'0');
  }
  for (; places < PLACES; places++) score *= 10;
  return score <= PNR_SCORE_MAX ? score : UINT32_MAX;
}

/* The pattern without doubled quotes; false when memory is exhausted. */
static bool read_list(reading *r, pnr_slice *out)
{
  const pnri_csv_field *field = pnri_csv_table_field(&r->table, COLUMN_LIST);
  *out = pnri_csv_table_text(&r->table, COLUMN_LIST);
  if (field == NULL || !field->doubled) return true;
  uint8_t *copy = pnri_arena_text(&r->policy->arena, field->text.size);
  if (copy != NULL) *out = pnri_slice_trim((pnr_slice){ copy, pnri_csv_copy(field, copy) });
  else r->table.fault.status = PNR_E_MEMORY;
  return copy != NULL;
}

static bool read_rule(reading *r, pnr_policy_rule *rule)
{
  pnr_slice action = pnri_csv_table_text(&r->table, COLUMN_ACTION);
  pnr_slice threshold = pnri_csv_table_text(&r->table, COLUMN_THRESHOLD);
  pnr_slice corroboration = pnri_csv_table_text(&r->table, COLUMN_CORROBORATION);
  if (!read_list(r, &rule->list)) return false;
  bool is_any = action.size == 0 || pnri_slice_is(action, "*");
  rule->action = is_any ? 0 : pnr_action_number(action);
  if (!is_any && rule->action == 0) return fail_at(r, COLUMN_ACTION);
  rule->threshold = threshold.size > 0 ? read_score(threshold) : 0;
  if (rule->threshold == UINT32_MAX || (threshold.size > 0 && rule->threshold == 0))
    return fail_at(r, COLUMN_THRESHOLD);
  rule->corroboration = corroboration.size > 0 ? pnr_corroboration_number(corroboration) : PNR_CORROBORATION_NONE;
  return rule->corroboration != UINT32_MAX || fail_at(r, COLUMN_CORROBORATION);
}

static bool read_row(reading *r)
{
  pnr_policy_rule rule = { .size = sizeof rule };
  if (!read_rule(r, &rule)) return false;
  pnr_status status = append(r->policy, rule);
  return status == PNR_OK || pnri_csv_table_fail_row(&r->table, status);
}

pnr_status pnr_policy_read(pnr_policy *policy, const uint8_t *data, size_t size, pnr_error *error)
{
  if (policy == NULL || (data == NULL && size > 0)) return pnri_fail_argument(error);
  if (size > policy->env->limits.octets) return pnri_fail(error, (pnr_error){ .status = PNR_E_LIMIT });
  size_t before = policy->rules.count;
  reading r = { .policy = policy };
  pnri_csv_table_open(&r.table, (pnr_slice){ data, size }, column_names, COLUMNS);
  bool fits = read_header(&r.table);
  while (fits && pnri_csv_table_next(&r.table)) fits = read_row(&r);
  if (r.table.fault.status == PNR_OK) return PNR_OK;
  if (policy->rules.count > before) pnri_vector_cut(&policy->rules, before);
  return pnri_fail(error, r.table.fault);
}

/* --- Applying --- */

static bool is_like(pnr_slice pattern, pnr_slice text)
{
  if (pattern.size == 0 || pattern.data[pattern.size - 1] != '*') return pnri_slice_same(pattern, text);
  pnr_slice begin = { pattern.data, pattern.size - 1 };
  return text.size >= begin.size && pnri_slice_same(begin, (pnr_slice){ text.data, begin.size });
}

const pnr_policy_rule *pnri_policy_rule_for(const pnr_policy *policy, pnr_slice owner, pnr_slice source,
                                            uint32_t action)
{
  for (uint32_t i = 0; i < policy->rules.count; i++) {
    const pnr_policy_rule *rule = pnri_vector_at(&policy->rules, i);
    if (rule->action != 0 && rule->action != action) continue;
    if (rule->list.size == 0 || is_like(rule->list, owner) || is_like(rule->list, source)) return rule;
  }
  return NULL;
}

/* True where no entry passes the rule by. */
static bool is_for_all(const pnr_policy_rule *rule)
{
  return rule->action == 0 && (rule->list.size == 0 || pnri_slice_is(rule->list, "*"));
}

uint32_t pnri_policy_least(const pnr_policy *policy, uint32_t threshold)
{
  uint32_t least = PNR_SCORE_MAX;
  for (uint32_t i = 0; i < policy->rules.count; i++) {
    const pnr_policy_rule *rule = pnri_vector_at(&policy->rules, i);
    uint32_t needed = rule->threshold != 0 ? rule->threshold : threshold;
    if (needed < least) least = needed;
    if (is_for_all(rule)) return least;
  }
  return threshold < least ? threshold : least;
}
