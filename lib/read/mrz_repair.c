/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "read/mrz.h"

/* What an OCR confuses. The first letter of a digit is what the digit may have been as well. */
static const struct {
  uint8_t letter, digit;
} confusions[] = {
  { 'O', '0' }, { 'I', '1' }, { 'Z', '2' }, { 'S', '5' }, { 'G', '6' },
  { 'B', '8' }, { 'D', '0' }, { 'Q', '0' }, { 'L', '1' },
};
enum { CONFUSIONS = sizeof confusions / sizeof confusions[0], BOTH_WAYS = 6 };

static bool is_digit(uint8_t symbol) { return symbol >= '0' && symbol <= '9'; }

/* The digit that an OCR took for this letter, where only digits may stand; the symbol itself where there is none. */
static uint8_t as_digit(uint8_t symbol)
{
  for (uint32_t i = 0; i < CONFUSIONS; i++)
    if (confusions[i].letter == symbol) return confusions[i].digit;
  return symbol;
}

/* The number of places in the span where `from` stands. */
static uint32_t count_symbol(const uint8_t *line, const pnri_mrz_span *span, uint8_t from)
{
  uint32_t count = 0;
  for (uint8_t i = 0; i < span->count; i++) count += line[span->at[i]] == from;
  return count;
}

enum { EVERY_PLACE = -1 };

/* Puts `to` for `from` at the which-th place of it, or at all. */
static void replace(uint8_t *line, const pnri_mrz_span *span, uint8_t from, uint8_t to, int32_t which)
{
  int32_t seen = 0;
  for (uint8_t i = 0; i < span->count; i++) {
    if (line[span->at[i]] != from) continue;
    if (which == EVERY_PLACE || seen == which) line[span->at[i]] = to;
    seen++;
  }
}

/* Tries one confusion, at each single place and at all of them; the ways that make the check digit right are counted,
 * the last one is kept in *found. */
static uint32_t try_confusion(const pnri_mrz_grid *grid, const pnri_mrz_span *span, uint8_t from, uint8_t to,
                              pnri_mrz_grid *found)
{
  uint32_t ways = 0;
  int32_t places = (int32_t)count_symbol(grid->at[span->line], span, from);
  for (int32_t which = places > 1 ? EVERY_PLACE : 0; which < places; which++) {
    pnri_mrz_grid trial = *grid;
    replace(trial.at[span->line], span, from, to, which);
    if (!pnri_mrz_span_holds(&trial, span)) continue;
    ways++;
    *found = trial;
  }
  return ways;
}

/* Where letters and digits may stand, one confusion alone must explain the check digit. */
static bool repair_mixed(pnri_mrz_grid *grid, const pnri_mrz_span *span)
{
  pnri_mrz_grid found;
  uint32_t ways = 0;
  for (uint32_t i = 0; i < CONFUSIONS; i++) {
    ways += try_confusion(grid, span, confusions[i].letter, confusions[i].digit, &found);
    if (i < BOTH_WAYS) ways += try_confusion(grid, span, confusions[i].digit, confusions[i].letter, &found);
  }
  if (ways == 1) *grid = found;
  return ways == 1;
}

static bool is_date(pnri_mrz_field_kind kind) { return kind == PNRI_MRZ_BIRTH || kind == PNRI_MRZ_EXPIRY; }

static bool has_letter(const uint8_t *line, const pnri_mrz_span *span)
{
  for (uint8_t i = 0; i < span->count; i++)
    if (!is_digit(line[span->at[i]]) && line[span->at[i]] != '<') return true;
  return false;
}

/* True where the field needs no repair, or exactly one is possible, which is then made. */
static bool repair_field(const pnri_mrz_zone *zone, pnri_mrz_field_kind kind, pnri_mrz_repair *repair)
{
  const pnri_mrz_layout *layout = zone->layout;
  pnri_mrz_span span = pnri_mrz_span_of(layout, &zone->grid, kind, false);
  uint8_t *line = repair->grid.at[span.line];
  if (span.check == PNRI_MRZ_NOWHERE) return true;
  bool has_letters = is_date(kind) && has_letter(line, &span), holds = pnri_mrz_span_holds(&repair->grid, &span);
  if (!holds && kind == PNRI_MRZ_NUMBER) {
    pnri_mrz_span other = pnri_mrz_span_of(layout, &zone->grid, kind, true);
    holds = pnri_mrz_span_holds(&repair->grid, &other);
  }
  if (holds && !has_letters) return true;
  repair->is_field[kind] = true;
  line[span.check] = as_digit(line[span.check]);
  for (uint8_t i = 0; is_date(kind) && i < span.count; i++) line[span.at[i]] = as_digit(line[span.at[i]]);
  if (is_date(kind) && has_letter(line, &span)) return false;
  if (pnri_mrz_span_holds(&repair->grid, &span)) return true;
  return !is_date(kind) && repair_mixed(&repair->grid, &span);
}

bool pnri_mrz_find_repair(const pnri_mrz_zone *zone, pnri_mrz_repair *repair)
{
  const pnri_mrz_layout *layout = zone->layout;
  *repair = (pnri_mrz_repair){ .grid = zone->grid };
  for (uint32_t kind = 0; kind < PNRI_MRZ_FIELDS; kind++)
    if (!repair_field(zone, (pnri_mrz_field_kind)kind, repair)) return false;
  if (!pnri_mrz_composite_holds(layout, &repair->grid)) {
    uint8_t *check = &repair->grid.at[layout->composite_line][layout->composite_check];
    repair->is_composite = true;
    *check = as_digit(*check);
    if (!pnri_mrz_composite_holds(layout, &repair->grid)) return false;
  }
  return memcmp(&repair->grid, &zone->grid, sizeof repair->grid) != 0;
}
