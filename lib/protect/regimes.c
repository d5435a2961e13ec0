/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "core/date.h"
#include "core/env.h"
#include "core/fail.h"
#include "core/slice.h"
#include "encoding/csv_table.h"
#include "protect/retention.h"

/* A table of regimes: what national law says of purposes, recipients and clocks. What the law of the Union decides alone, it
 * may narrow and not widen. */

enum { REGIME, ASSESSMENT, REQUEST, CRITERIA, BORDER, MASK, ERASE, UNLINKED, KEPT, REMARK = KEPT + 6, COLUMNS };
enum { REGIMES = PNR_REGIME_ROAD + 1, KINDS = PNR_KEPT_COPY + 1 };
static const char *const column_names[COLUMNS] = { "regime",    "assessment", "request",  "criteria", "border",
                                                   "mask",      "erase",      "unlinked", "hit",      "match",
                                                   "dismissed", "review",     "sent",     "copy",     "remark" };
static_assert((int)COLUMNS <= PNRI_CSV_COLUMNS, "columns");

typedef struct rules {
  pnr_regime_policy policy;
  pnr_retention_policy retention;
  pnr_kept_policy kept[KINDS];
  bool is_given; /* a row was read */
} rules;

struct pnr_regimes {
  const pnr_env *env;
  rules rows[REGIMES]; /* by regime */
};

/* --- Cells --- */

typedef struct reading {
  pnr_regimes *regimes;
  pnri_csv_table table;
} reading;

static bool fail_at(reading *r, uint32_t column, pnr_status status)
{
  return pnri_csv_table_fail_field(&r->table, status, pnri_csv_table_field(&r->table, column));
}

/* The next word of a cell; empty behind the last one. */
static pnr_slice next_word(pnr_slice *rest)
{
  while (rest->size != 0 && rest->data[0] == ' ') *rest = pnri_slice_from(*rest, 1);
  pnr_slice word = { rest->data, 0 };
  while (word.size < rest->size && rest->data[word.size] != ' ') word.size++;
  *rest = pnri_slice_from(*rest, word.size);
  return word;
}

static const char *const recipients[] = { "own", "authority", "unit", "europol", "country", "border", "processing" };
enum { RECIPIENTS = sizeof recipients / sizeof recipients[0] };

const char *pnr_recipient_name(uint32_t recipient)
{
  for (uint32_t i = 0; i < RECIPIENTS; i++)
    if (recipient == UINT32_C(1) << i) return recipients[i];
  return "unknown";
}

/* 0 for a word that is none. */
static uint32_t recipient_of(pnr_slice word)
{
  for (uint32_t i = 0; i < RECIPIENTS; i++)
    if (pnri_slice_same(word, pnri_slice(recipients[i]))) return UINT32_C(1) << i;
  return 0;
}

/* Leaves what is there where the cell is empty. */
static bool read_recipients(reading *r, uint32_t column, uint32_t *bits)
{
  uint32_t found = 0;
  pnr_slice cell = pnri_csv_table_text(&r->table, column);
  if (cell.size == 0) return true;
  if (pnri_slice_same(cell, pnri_slice("none"))) cell.size = 0;
  for (pnr_slice word; (word = next_word(&cell)).size != 0;) {
    uint32_t bit = recipient_of(word);
    if (bit == 0) return fail_at(r, column, PNR_E_SYNTAX);
    found |= bit;
  }
  *bits = found;
  return true;
}

enum { PERIOD_MOST = 9999, MONTHS_OF_YEAR = 12 };

/* "6 months", "1 year", "48 hours"; hours NULL: not those. endless: what stands for no end. */
static bool read_period(reading *r, uint32_t column, const char *endless, uint32_t *months, uint32_t *hours)
{
  pnr_slice cell = pnri_csv_table_text(&r->table, column), rest = cell;
  if (cell.size == 0) return true;
  uint32_t number = pnri_number(next_word(&rest));
  pnr_slice unit = next_word(&rest);
  if (unit.size > 1 && (unit.data[unit.size - 1] | 32) == 's') unit.size--;
  bool is_months = pnri_slice_same(unit, pnri_slice("month")), is_years = pnri_slice_same(unit, pnri_slice("year"));
  bool is_hours = hours != NULL && number != 0 && pnri_slice_same(unit, pnri_slice("hour"));
  bool is_endless = pnri_slice_same(cell, pnri_slice(endless));
  if (!is_endless && (number > PERIOD_MOST || next_word(&rest).size != 0 || (!is_months && !is_years && !is_hours)))
    return fail_at(r, column, PNR_E_SYNTAX);
  if (hours != NULL) *hours = is_hours ? number : 0;
  *months = is_endless ? PNR_NEVER : is_hours ? 0 : is_years ? number * MONTHS_OF_YEAR : number;
  return true;
}

/* --- What the Union's law decides alone --- */

/* Directive (EU) 2016/681, art. 1(2), 7, 9 to 12, with C-817/19; Regulations (EU) 2025/12 and 2025/13. */
static bool is_of_union(uint32_t regime)
{
  return regime == PNR_REGIME_PNR || regime == PNR_REGIME_API_LAW || regime == PNR_REGIME_API_BORDER;
}

/* The latest end that a period may have, in hours: to be compared with another one only. */
static uint64_t length_of(uint32_t months, uint32_t hours)
{
  enum { HOURS_OF_MONTH = 28 * 24 };
  return hours != 0 ? hours : months == PNR_NEVER ? UINT64_MAX : (uint64_t)months * HOURS_OF_MONTH;
}

static bool is_wider(uint32_t bits, uint32_t usual) { return (bits & ~usual) != 0; }

/* The first column that is; COLUMNS for none. */
static uint32_t wider_column(const rules *row, uint32_t regime)
{
  const pnr_regime_policy *policy = pnri_regime_usual(regime), *own = &row->policy;
  const pnr_retention_policy *clock = pnri_retention_usual(regime), *kept = &row->retention;
  if (!is_of_union(regime)) return COLUMNS;
  if (is_wider(own->assessment, policy->assessment)) return ASSESSMENT;
  if (is_wider(own->request, policy->request)) return REQUEST;
  if (is_wider(own->criteria, policy->criteria)) return CRITERIA;
  if (is_wider(own->border, policy->border)) return BORDER;
  if (kept->mask_months > clock->mask_months) return MASK;
  if (length_of(kept->erase_months, kept->erase_hours) > length_of(clock->erase_months, clock->erase_hours))
    return ERASE;
  return kept->unlinked_months > clock->unlinked_months ? UNLINKED : COLUMNS;
}

/* --- Rows --- */

static uint32_t regime_of(pnr_slice word)
{
  for (uint32_t regime = PNR_REGIME_PNR; regime < REGIMES; regime++)
    if (pnri_slice_same(word, pnri_slice(pnr_regime_name(regime)))) return regime;
  return 0;
}

static bool read_cells(reading *r, rules *row)
{
  for (uint32_t kind = 1; kind < KINDS; kind++)
    if (!read_period(r, KEPT + kind - 1, "record", &row->kept[kind].months, &row->kept[kind].hours)) return false;
  return read_recipients(r, ASSESSMENT, &row->policy.assessment) && read_recipients(r, REQUEST, &row->policy.request) &&
         read_recipients(r, CRITERIA, &row->policy.criteria) && read_recipients(r, BORDER, &row->policy.border) &&
         read_period(r, MASK, "never", &row->retention.mask_months, NULL) &&
         read_period(r, ERASE, "never", &row->retention.erase_months, &row->retention.erase_hours) &&
         read_period(r, UNLINKED, "never", &row->retention.unlinked_months, NULL);
}

static bool read_row(reading *r)
{
  uint32_t regime = regime_of(pnri_csv_table_text(&r->table, REGIME));
  rules *row = &r->regimes->rows[regime];
  if (regime == 0 || row->is_given) return fail_at(r, REGIME, PNR_E_SYNTAX);
  row->is_given = true;
  if (!read_cells(r, row)) return false;
  uint32_t wider = wider_column(row, regime);
  return wider == COLUMNS || fail_at(r, wider, PNR_E_REGIME_WIDER);
}

static void set_usual(pnr_regimes *regimes)
{
  for (uint32_t regime = PNR_REGIME_PNR; regime < REGIMES; regime++) {
    rules *row = &regimes->rows[regime];
    *row = (rules){ .policy = *pnri_regime_usual(regime), .retention = *pnri_retention_usual(regime) };
    for (uint32_t kind = 1; kind < KINDS; kind++) row->kept[kind] = *pnri_kept_usual(kind);
  }
}

pnr_status pnr_regimes_open(const pnr_env *env, pnr_slice table, pnr_regimes **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || (table.data == NULL && table.size > 0)) return pnri_fail_argument(error);
  env = pnri_env(env);
  if (table.size > env->limits.octets) return pnri_fail(error, (pnr_error){ .status = PNR_E_LIMIT });
  pnr_regimes *regimes = pnri_alloc(env, sizeof *regimes);
  if (regimes == NULL) return pnri_fail_memory(error);
  regimes->env = env;
  set_usual(regimes);
  reading r = { .regimes = regimes };
  pnri_csv_table_open(&r.table, table, column_names, COLUMNS);
  bool fits = pnri_csv_table_header(&r.table);
  if (fits && r.table.places[REGIME] == 0) fits = pnri_csv_table_fail_row(&r.table, PNR_E_FORMAT);
  while (fits && pnri_csv_table_next(&r.table)) fits = read_row(&r);
  if (r.table.fault.status != PNR_OK) {
    pnr_regimes_close(regimes);
    return pnri_fail(error, r.table.fault);
  }
  *out = regimes;
  return PNR_OK;
}

void pnr_regimes_close(pnr_regimes *regimes)
{
  if (regimes != NULL) pnri_free(regimes->env, regimes, sizeof *regimes);
}

/* --- Asking --- */

static const rules *row_of(const pnr_regimes *regimes, uint32_t regime)
{
  return regime >= PNR_REGIME_PNR && regime < REGIMES ? &regimes->rows[regime] : NULL;
}

const pnr_regime_policy *pnr_regimes_policy(const pnr_regimes *regimes, uint32_t regime)
{
  const rules *row = regimes != NULL ? row_of(regimes, regime) : NULL;
  return regimes == NULL ? pnri_regime_usual(regime) : row != NULL ? &row->policy : NULL;
}

const pnr_retention_policy *pnr_regimes_retention(const pnr_regimes *regimes, uint32_t regime)
{
  const rules *row = regimes != NULL ? row_of(regimes, regime) : NULL;
  return regimes == NULL ? pnri_retention_usual(regime) : row != NULL ? &row->retention : NULL;
}

const pnr_kept_policy *pnr_regimes_kept(const pnr_regimes *regimes, uint32_t regime, uint32_t kind)
{
  const rules *row = regimes != NULL ? row_of(regimes, regime) : NULL;
  if (pnri_kept_usual(kind) == NULL || pnri_regime_usual(regime) == NULL) return NULL;
  return row != NULL ? &row->kept[kind] : pnri_kept_usual(kind);
}
