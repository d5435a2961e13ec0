/* SPDX-License-Identifier: Apache-2.0 */
#include "match/ranges.h"

/* One row as it is read: the size of its numbers and where the first and the last of them stand. */
typedef struct range {
  uint32_t size;
  const uint8_t *first, *last; /* NULL in a damaged image */
} range;

static range read_range(const pnri_section *records, uint32_t text, uint32_t size)
{
  size_t at = text;
  if (at > records->size || 2 * (size_t)size > records->size - at) return (range){ .size = size };
  return (range){ size, records->data + at, records->data + at + size };
}

/* --- Making --- */

static uint32_t field(const uint8_t *rows, uint32_t row, uint32_t number)
{
  return pnri_load32(rows + 4 * ((size_t)row * PNRI_RANGE_ROW + number));
}

static range row_of(const pnri_section *records, const uint8_t *rows, uint32_t row)
{
  return read_range(records, field(rows, row, PNRI_RANGE_TEXT), field(rows, row, PNRI_RANGE_SIZE));
}

/* By size and first number, then as they were added. */
static bool is_before(const pnri_section *records, const uint8_t *rows, uint32_t a, uint32_t b)
{
  range left = row_of(records, rows, a), right = row_of(records, rows, b);
  if (left.size != right.size) return left.size < right.size;
  int order = memcmp(left.first, right.first, left.size);
  return order != 0 ? order < 0 : field(rows, a, PNRI_RANGE_TEXT) < field(rows, b, PNRI_RANGE_TEXT);
}

static void exchange(uint8_t *rows, uint32_t a, uint32_t b)
{
  uint8_t moved[4 * PNRI_RANGE_ROW], *left = rows + sizeof moved * a, *right = rows + sizeof moved * b;
  memcpy(moved, left, sizeof moved);
  memcpy(left, right, sizeof moved);
  memcpy(right, moved, sizeof moved);
}

/* Lets the row at root sink to its place in a heap with the last row on top. */
static void sink(const pnri_section *records, uint8_t *rows, uint32_t root, uint32_t end)
{
  for (uint32_t child; (child = 2 * root + 1) < end; root = child) {
    if (child + 1 < end && is_before(records, rows, child, child + 1)) child++;
    if (!is_before(records, rows, root, child)) return;
    exchange(rows, root, child);
  }
}

void pnri_ranges_order(const pnri_section *records, uint8_t *rows, uint32_t count)
{
  for (uint32_t root = count / 2; root > 0; root--) sink(records, rows, root - 1, count);
  for (uint32_t end = count; end > 1; end--) {
    exchange(rows, 0, end - 1);
    sink(records, rows, 0, end - 1);
  }
  for (uint32_t row = 0, highest = 0; row < count; row++) {
    range best = row_of(records, rows, highest), here = row_of(records, rows, row);
    if (best.size != here.size || memcmp(best.last, here.last, here.size) <= 0) highest = row;
    pnri_store32(rows + 4 * ((size_t)row * PNRI_RANGE_ROW + PNRI_RANGE_HIGHEST), highest);
  }
}

/* --- Searching --- */

static range range_at(const pnri_image *image, uint32_t row)
{
  uint32_t text = pnri_row(image, PNRI_S_RANGES, PNRI_RANGE_ROW, row, PNRI_RANGE_TEXT);
  return read_range(&image->sections[PNRI_S_RECORDS], text,
                    pnri_row(image, PNRI_S_RANGES, PNRI_RANGE_ROW, row, PNRI_RANGE_SIZE));
}

uint32_t pnri_ranges_upto(const pnri_image *image, pnr_slice number)
{
  size_t rows = image->sections[PNRI_S_RANGES].words / PNRI_RANGE_ROW;
  uint32_t low = 0, high = rows < UINT32_MAX ? (uint32_t)rows : UINT32_MAX;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    range here = range_at(image, middle);
    bool is_above = here.size != number.size ? here.size > number.size
                                             : here.first == NULL || memcmp(here.first, number.data, here.size) > 0;
    if (is_above) high = middle;
    else low = middle + 1;
  }
  return low;
}

bool pnri_ranges_reach(const pnri_image *image, uint32_t end, pnr_slice number)
{
  if (end == 0) return false;
  range highest = range_at(image, pnri_row(image, PNRI_S_RANGES, PNRI_RANGE_ROW, end - 1, PNRI_RANGE_HIGHEST));
  return highest.size == number.size && highest.last != NULL && memcmp(highest.last, number.data, number.size) >= 0;
}

bool pnri_ranges_hold(const pnri_image *image, uint32_t row, pnr_slice number)
{
  range here = range_at(image, row);
  if (here.size != number.size || here.first == NULL) return false;
  return pnri_number_within((pnr_slice){ here.first, 2 * (size_t)here.size }, number);
}
