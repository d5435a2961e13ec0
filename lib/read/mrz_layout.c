/* SPDX-License-Identifier: Apache-2.0 */
#include "pnr/mrz.h"
#include "read/mrz.h"

/* --- What stands where --- */

#define NOWHERE PNRI_MRZ_NOWHERE

/* Size and place of each field: Doc 9303-5 (TD1), 9303-6 (TD2), 9303-4 (TD3), section 4.2.2 of each, and 9303-7 (visas).
 * A row is { line, begin, end, check digit }. */
const pnri_mrz_layout pnri_mrz_layouts[PNRI_MRZ_LAYOUTS] = {
  /* clang-format off */
  { .name = "TD1", .lines = 3, .width = 30, .has_long_number = true,
    .composite = { { 0, 5, 30 }, { 1, 0, 7 }, { 1, 8, 15 }, { 1, 18, 29 } },
    .composite_line = 1, .composite_check = 29,
    .fields = {
      [PNRI_MRZ_CODE]        = { 0,  0,  2, NOWHERE },
      [PNRI_MRZ_ISSUER]      = { 0,  2,  5, NOWHERE },
      [PNRI_MRZ_NUMBER]      = { 0,  5, 14, 14 },
      [PNRI_MRZ_OPTIONAL]    = { 0, 15, 30, NOWHERE },
      [PNRI_MRZ_BIRTH]       = { 1,  0,  6, 6 },
      [PNRI_MRZ_SEX]         = { 1,  7,  8, NOWHERE },
      [PNRI_MRZ_EXPIRY]      = { 1,  8, 14, 14 },
      [PNRI_MRZ_NATIONALITY] = { 1, 15, 18, NOWHERE },
      [PNRI_MRZ_OPTIONAL_2]  = { 1, 18, 29, NOWHERE },
      [PNRI_MRZ_NAME]        = { 2,  0, 30, NOWHERE },
    } },
  { .name = "TD2", .lines = 2, .width = 36, .has_long_number = true,
    .composite = { { 1, 0, 10 }, { 1, 13, 20 }, { 1, 21, 35 } },
    .composite_line = 1, .composite_check = 35,
    .fields = {
      [PNRI_MRZ_CODE]        = { 0,  0,  2, NOWHERE },
      [PNRI_MRZ_ISSUER]      = { 0,  2,  5, NOWHERE },
      [PNRI_MRZ_NAME]        = { 0,  5, 36, NOWHERE },
      [PNRI_MRZ_NUMBER]      = { 1,  0,  9, 9 },
      [PNRI_MRZ_NATIONALITY] = { 1, 10, 13, NOWHERE },
      [PNRI_MRZ_BIRTH]       = { 1, 13, 19, 19 },
      [PNRI_MRZ_SEX]         = { 1, 20, 21, NOWHERE },
      [PNRI_MRZ_EXPIRY]      = { 1, 21, 27, 27 },
      [PNRI_MRZ_OPTIONAL]    = { 1, 28, 35, NOWHERE },
    } },
  { .name = "TD3", .lines = 2, .width = 44,
    .composite = { { 1, 0, 10 }, { 1, 13, 20 }, { 1, 21, 43 } },
    .composite_line = 1, .composite_check = 43,
    .fields = {
      [PNRI_MRZ_CODE]        = { 0,  0,  2, NOWHERE },
      [PNRI_MRZ_ISSUER]      = { 0,  2,  5, NOWHERE },
      [PNRI_MRZ_NAME]        = { 0,  5, 44, NOWHERE },
      [PNRI_MRZ_NUMBER]      = { 1,  0,  9, 9 },
      [PNRI_MRZ_NATIONALITY] = { 1, 10, 13, NOWHERE },
      [PNRI_MRZ_BIRTH]       = { 1, 13, 19, 19 },
      [PNRI_MRZ_SEX]         = { 1, 20, 21, NOWHERE },
      [PNRI_MRZ_EXPIRY]      = { 1, 21, 27, 27 },
      [PNRI_MRZ_OPTIONAL]    = { 1, 28, 42, 42 },
    } },
  { .name = "MRV-A", .lines = 2, .width = 44, .is_visa = true,
    .composite_line = NOWHERE, .composite_check = NOWHERE,
    .fields = {
      [PNRI_MRZ_CODE]        = { 0,  0,  2, NOWHERE },
      [PNRI_MRZ_ISSUER]      = { 0,  2,  5, NOWHERE },
      [PNRI_MRZ_NAME]        = { 0,  5, 44, NOWHERE },
      [PNRI_MRZ_NUMBER]      = { 1,  0,  9, 9 },
      [PNRI_MRZ_NATIONALITY] = { 1, 10, 13, NOWHERE },
      [PNRI_MRZ_BIRTH]       = { 1, 13, 19, 19 },
      [PNRI_MRZ_SEX]         = { 1, 20, 21, NOWHERE },
      [PNRI_MRZ_EXPIRY]      = { 1, 21, 27, 27 },
      [PNRI_MRZ_OPTIONAL]    = { 1, 28, 44, NOWHERE },
    } },
  { .name = "MRV-B", .lines = 2, .width = 36, .is_visa = true,
    .composite_line = NOWHERE, .composite_check = NOWHERE,
    .fields = {
      [PNRI_MRZ_CODE]        = { 0,  0,  2, NOWHERE },
      [PNRI_MRZ_ISSUER]      = { 0,  2,  5, NOWHERE },
      [PNRI_MRZ_NAME]        = { 0,  5, 36, NOWHERE },
      [PNRI_MRZ_NUMBER]      = { 1,  0,  9, 9 },
      [PNRI_MRZ_NATIONALITY] = { 1, 10, 13, NOWHERE },
      [PNRI_MRZ_BIRTH]       = { 1, 13, 19, 19 },
      [PNRI_MRZ_SEX]         = { 1, 20, 21, NOWHERE },
      [PNRI_MRZ_EXPIRY]      = { 1, 21, 27, 27 },
      [PNRI_MRZ_OPTIONAL]    = { 1, 28, 36, NOWHERE },
    } },
  /* clang-format on */
};

/* --- Check digits: Doc 9303-3 section 4.9 --- */

typedef struct check_sum {
  uint32_t count, sum;
  bool is_wrong; /* a character of no value */
} check_sum;

static void add(check_sum *check, uint8_t symbol)
{
  static const uint8_t weights[] = { 7, 3, 1 };
  uint32_t value = 0;
  if (symbol >= '0' && symbol <= '9') value = (uint32_t)(symbol - '0');
  else if (symbol >= 'A' && symbol <= 'Z') value = (uint32_t)(symbol - 'A') + 10;
  else if (symbol != '<') check->is_wrong = true;
  check->sum += value * weights[check->count++ % 3];
}

static bool is_right(const check_sum *check, uint8_t digit)
{
  return !check->is_wrong && digit == '0' + check->sum % 10;
}

uint32_t pnr_mrz_check_digit(pnr_slice field)
{
  check_sum check = { 0 };
  for (size_t i = 0; i < field.size; i++) add(&check, field.data[i]);
  return check.is_wrong ? PNR_NONE : check.sum % 10;
}

bool pnri_mrz_is_long(const pnri_mrz_layout *layout, const pnri_mrz_grid *grid)
{
  const pnri_mrz_field *number = &layout->fields[PNRI_MRZ_NUMBER];
  const uint8_t *line = grid->at[number->line];
  return layout->has_long_number && line[number->begin] != '<' && line[number->check] == '<' &&
         line[layout->fields[PNRI_MRZ_OPTIONAL].begin] != '<';
}

pnri_mrz_span pnri_mrz_span_of(const pnri_mrz_layout *layout, const pnri_mrz_grid *grid, pnri_mrz_field_kind kind,
                               bool with_filler)
{
  const pnri_mrz_field *field = &layout->fields[kind];
  pnri_mrz_span span = { .line = field->line, .check = field->end != 0 ? field->check : NOWHERE };
  for (uint8_t i = field->begin; i < field->end; i++) span.at[span.count++] = i;
  if (kind != PNRI_MRZ_NUMBER || !pnri_mrz_is_long(layout, grid)) return span;
  const pnri_mrz_field *rest = &layout->fields[PNRI_MRZ_OPTIONAL];
  if (with_filler) span.at[span.count++] = field->check;
  for (span.check = rest->begin; span.check + 1 < rest->end && grid->at[rest->line][span.check + 1] != '<';
       span.check++)
    span.at[span.count++] = span.check;
  return span;
}

/* Where a field is empty, its check digit may be too (Doc 9303-4 section 4.2.2 says so of the personal number). */
bool pnri_mrz_span_holds(const pnri_mrz_grid *grid, const pnri_mrz_span *span)
{
  if (span->check == NOWHERE) return true;
  const uint8_t *line = grid->at[span->line];
  check_sum check = { 0 };
  bool is_empty = true;
  for (uint8_t i = 0; i < span->count; i++) {
    add(&check, line[span->at[i]]);
    is_empty = is_empty && line[span->at[i]] == '<';
  }
  return is_right(&check, line[span->check]) || (is_empty && line[span->check] == '<');
}

bool pnri_mrz_composite_holds(const pnri_mrz_layout *layout, const pnri_mrz_grid *grid)
{
  if (layout->composite_check == NOWHERE) return true;
  check_sum check = { 0 };
  for (uint32_t r = 0; r < PNRI_MRZ_RANGES; r++) {
    const pnri_mrz_range *range = &layout->composite[r];
    for (uint8_t i = range->begin; i < range->end; i++) add(&check, grid->at[range->line][i]);
  }
  return is_right(&check, grid->at[layout->composite_line][layout->composite_check]);
}
