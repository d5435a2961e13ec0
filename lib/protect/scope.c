/* SPDX-License-Identifier: Apache-2.0 */
#include "pnr/scope.h"

#include <assert.h>

#include "core/arena.h"
#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "core/vector.h"
#include "encoding/csv_table.h"

enum { CARRIER, NUMBER, FROM, TO, TEXTS, ROUTE = TEXTS, FIRST_DAY, LAST_DAY, REMARK, COLUMNS };
static const char *const column_names[COLUMNS] = { "carrier", "number",    "from",     "to",
                                                   "route",   "first_day", "last_day", "remark" };
static_assert((int)COLUMNS <= PNRI_CSV_COLUMNS, "columns");

typedef struct selection {
  pnr_slice texts[TEXTS]; /* empty: any */
  uint32_t route;         /* PNR_ROUTE_…; 0: any */
  pnr_date first, last;   /* 0: any */
} selection;

struct pnr_scope {
  const pnr_env *env;
  pnri_vector rows; /* of selection */
  pnri_arena arena; /* their texts */
};

/* --- Reading --- */

typedef struct reading {
  pnr_scope *scope;
  pnri_csv_table table;
} reading;

/* The header, one of whose columns selects flights by more than the day. */
static bool read_header(pnri_csv_table *table)
{
  bool selects = false;
  if (!pnri_csv_table_header(table)) return false;
  for (uint32_t i = 0; i <= ROUTE; i++) selects = selects || table->places[i] != 0;
  return selects || pnri_csv_table_fail_row(table, PNR_E_FORMAT);
}

static bool fail_at(reading *r, uint32_t column)
{
  return pnri_csv_table_fail_field(&r->table, PNR_E_SYNTAX, pnri_csv_table_field(&r->table, column));
}

/* Empty where the cell agrees with all. */
static pnr_slice cell_of(const reading *r, uint32_t column)
{
  pnr_slice text = pnri_csv_table_text(&r->table, column);
  return pnri_slice_is(text, "*") ? (pnr_slice){ NULL, 0 } : text;
}

static bool is_word(pnr_slice text)
{
  for (size_t i = 0; i < text.size; i++)
    if (text.data[i] <= ' ' || text.data[i] == '"' || text.data[i] == '*' || text.data[i] >= 0x7F) return false;
  return true;
}

static bool read_texts(reading *r, selection *row)
{
  for (uint32_t i = 0; i < TEXTS; i++) {
    pnr_slice text = cell_of(r, i);
    if (!is_word(text)) return fail_at(r, i);
    row->texts[i] = pnri_arena_copy(&r->scope->arena, text);
    if (text.size != 0 && row->texts[i].data == NULL) return pnri_csv_table_fail_row(&r->table, PNR_E_MEMORY);
  }
  return true;
}

static bool read_day(reading *r, uint32_t column, pnr_date *day)
{
  pnr_slice text = cell_of(r, column);
  *day = pnri_date_iso(text);
  return text.size == 0 || (text.size == 10 && *day != 0) || fail_at(r, column);
}

static bool read_route(reading *r, uint32_t *route)
{
  pnr_slice text = cell_of(r, ROUTE);
  *route = PNR_ROUTE_UNKNOWN;
  if (text.size == 0) return true;
  for (uint32_t i = PNR_ROUTE_DOMESTIC; i <= PNR_ROUTE_OUTSIDE_EU; i++)
    if (pnri_slice_same(text, pnri_slice(pnr_route_name(i)))) *route = i;
  return *route != PNR_ROUTE_UNKNOWN || fail_at(r, ROUTE);
}

static bool read_row(reading *r)
{
  selection row = { .route = 0 };
  if (r->scope->rows.count == PNR_SCOPE_ROWS_MOST) return pnri_csv_table_fail_row(&r->table, PNR_E_LIMIT);
  if (!read_texts(r, &row) || !read_route(r, &row.route) || !read_day(r, FIRST_DAY, &row.first) ||
      !read_day(r, LAST_DAY, &row.last))
    return false;
  selection *room = pnri_vector_add(&r->scope->rows, 1);
  if (room == NULL) return pnri_csv_table_fail_row(&r->table, PNR_E_MEMORY);
  *room = row;
  return true;
}

pnr_status pnr_scope_open(const pnr_env *env, pnr_slice table, pnr_scope **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || (table.data == NULL && table.size > 0)) return pnri_fail_argument(error);
  env = pnri_env(env);
  if (table.size > env->limits.octets) return pnri_fail(error, (pnr_error){ .status = PNR_E_LIMIT });
  pnr_scope *scope = pnri_alloc(env, sizeof *scope);
  if (scope == NULL) return pnri_fail_memory(error);
  scope->env = env;
  pnri_vector_open(&scope->rows, env, sizeof(selection));
  pnri_arena_open(&scope->arena, env);
  reading r = { .scope = scope };
  pnri_csv_table_open(&r.table, table, column_names, COLUMNS);
  bool fits = read_header(&r.table);
  while (fits && pnri_csv_table_next(&r.table)) fits = read_row(&r);
  if (r.table.fault.status != PNR_OK) {
    pnr_scope_close(scope);
    return pnri_fail(error, r.table.fault);
  }
  *out = scope;
  return PNR_OK;
}

uint32_t pnr_scope_count(const pnr_scope *scope) { return scope != NULL ? (uint32_t)scope->rows.count : 0; }

void pnr_scope_close(pnr_scope *scope)
{
  if (scope == NULL) return;
  pnri_vector_close(&scope->rows);
  pnri_arena_close(&scope->arena);
  pnri_free(scope->env, scope, sizeof *scope);
}

/* --- Asking --- */

static pnr_slice without_zeros(pnr_slice number)
{
  while (number.size > 1 && number.data[0] == '0') number = (pnr_slice){ number.data + 1, number.size - 1 };
  return number;
}

static uint32_t worse(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* What a cell says of a leg: is_known where the leg says something, is_same where it agrees. */
static uint32_t judge(bool is_known, bool is_same)
{
  if (!is_known) return PNR_SCOPE_UNKNOWN;
  return is_same ? PNR_SCOPE_INSIDE : PNR_SCOPE_OUTSIDE;
}

static uint32_t judge_leg(const selection *row, const pnr_leg *leg, uint32_t route)
{
  const pnr_slice texts[TEXTS] = { leg->carrier, without_zeros(leg->number), leg->from, leg->to };
  bool is_day = pnri_month(leg->departs) != 0 && pnri_day(leg->departs) != 0;
  uint32_t found = PNR_SCOPE_INSIDE;
  for (uint32_t i = 0; i < TEXTS; i++)
    if (row->texts[i].size != 0)
      found = worse(found, judge(texts[i].size != 0, pnri_slice_same(without_zeros(row->texts[i]), texts[i])));
  if (row->route != 0) found = worse(found, judge(route != PNR_ROUTE_UNKNOWN, route == row->route));
  if (row->first != 0) found = worse(found, judge(is_day, leg->departs >= row->first));
  if (row->last != 0) found = worse(found, judge(is_day, leg->departs <= row->last));
  return found;
}

static uint32_t route_of(const pnr_places *places, const pnr_leg *leg)
{
  pnr_leg_places known = { .size = sizeof known };
  bool is_told = places != NULL && pnr_places_leg(places, leg, &known, NULL) == PNR_OK;
  return is_told ? known.route : PNR_ROUTE_UNKNOWN;
}

pnr_status pnr_scope_of(const pnr_scope *scope, const pnr_content *content, const pnr_places *places, uint32_t *out,
                        pnr_error *error)
{
  if (scope == NULL || content == NULL || out == NULL) return pnri_fail_argument(error);
  uint32_t best = content->leg_count == 0 && scope->rows.count != 0 ? PNR_SCOPE_UNKNOWN : PNR_SCOPE_OUTSIDE;
  if ((uint64_t)content->leg_count * scope->rows.count > scope->env->limits.steps)
    return pnri_fail(error, (pnr_error){ .status = PNR_E_LIMIT });
  for (uint32_t i = 0; i < content->leg_count; i++) {
    uint32_t route = route_of(places, content->legs[i]);
    for (size_t k = 0; k < scope->rows.count && best != PNR_SCOPE_INSIDE; k++) {
      uint32_t found = judge_leg(pnri_vector_at(&scope->rows, k), content->legs[i], route);
      if (found > best) best = found;
    }
  }
  *out = best;
  return PNR_OK;
}
