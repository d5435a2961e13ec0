/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/fail.h"
#include "core/utf8.h"
#include "exchange/codec.h"

/* Text that a terminal or a log shows as it is: no control characters of ASCII or Latin-1 but line ends. */
static bool is_plain(pnr_slice text)
{
  for (size_t at = 0; at < text.size;) {
    uint32_t point;
    uint32_t used = pnri_utf8_get(text.data + at, text.size - at, &point);
    if (used == 0 || (point < 0x20 && point != '\n') || (point >= 0x7F && point < 0xA0)) return false;
    at += used;
  }
  return true;
}

static bool is_text(pnr_slice text, uint32_t most)
{
  return text.data != NULL && text.size != 0 && text.size <= most && is_plain(text);
}

static bool are_texts(const void *view, const pnri_wire_row *row)
{
  const pnr_slice *texts = (const pnr_slice *)pnri_row_pointer(view, row);
  uint32_t count = pnri_row_count(view, row);
  if (texts == NULL || count > row->most) return false;
  for (uint32_t i = 0; i < count; i++)
    if (!is_text(texts[i], PNRI_TEXT_MOST)) return false;
  return true;
}

static bool is_date(uint64_t value, bool must_be_complete)
{
  if (value > 99991231) return false;
  pnr_date date = (pnr_date)value;
  if (must_be_complete && (pnri_month(date) == 0 || pnri_day(date) == 0)) return false;
  return pnri_date(pnri_year(date), pnri_month(date), pnri_day(date)) == date;
}

static bool is_number(const void *view, const pnri_wire_row *row)
{
  uint64_t value = pnri_row_number(view, row);
  int64_t number = (int64_t)value;
  switch (row->kind) {
  case PNRI_IS_SIGNED: return number >= -(int64_t)row->most && number <= (int64_t)row->most;
  case PNRI_IS_DATE: return is_date(value, row->least != 0);
  case PNRI_IS_BITS: return (value & ~(uint64_t)row->most) == 0;
  case PNRI_IS_TIME:
  case PNRI_IS_LONG: return value <= INT64_MAX;
  default: return value >= row->least && value <= row->most;
  }
}

/* A value that is there, without what is inside of ONE and MANY. */
static bool is_allowed(const void *view, const pnri_wire_row *row)
{
  pnr_slice slice;
  switch (row->kind) {
  case PNRI_IS_TEXT: return is_text(pnri_row_slice(view, row), row->most);
  case PNRI_IS_OCTETS:
    slice = pnri_row_slice(view, row);
    return slice.data != NULL && slice.size >= row->least && slice.size <= row->most;
  case PNRI_IS_TEXTS: return are_texts(view, row);
  case PNRI_IS_ONE:
  case PNRI_IS_MANY: return pnri_row_pointer(view, row) != NULL && pnri_row_count(view, row) <= row->most;
  default: return is_number(view, row);
  }
}

static pnr_status refuse(const pnri_wire_row *row, pnr_error *error)
{
  return pnri_fail(
    error,
    (pnr_error){ .status = row->rule != 0 ? PNR_E_RULE : PNR_E_ARGUMENT, .element = row->key, .cause = row->rule });
}

static pnr_status check_inner(const pnri_wire_row *row, const void *view, pnr_error *error)
{
  uint32_t count = pnri_row_count(view, row);
  pnr_status status = PNR_OK;
  for (uint32_t i = 0; i < count && status == PNR_OK; i++) {
    const void *item = pnri_row_item(view, row, i);
    status = item != NULL ? pnri_table_check(row->inner, item, error) : refuse(row, error);
  }
  return status;
}

pnr_status pnri_table_check_own(const pnri_wire_table *table, const void *view, pnr_error *error)
{
  uint32_t size;
  if (table->is_sized) {
    memcpy(&size, view, sizeof size);
    if (size < sizeof size) return pnri_fail_argument(error);
  }
  for (uint32_t i = 0; i < table->count; i++) {
    const pnri_wire_row *row = &table->rows[i];
    bool says = pnri_row_says(table, view, row);
    if ((says && !is_allowed(view, row)) || (!says && row->must != 0)) return refuse(row, error);
  }
  return PNR_OK;
}

pnr_status pnri_table_check(const pnri_wire_table *table, const void *view, pnr_error *error)
{
  pnr_status status = pnri_table_check_own(table, view, error);
  for (uint32_t i = 0; i < table->count && status == PNR_OK; i++) {
    const pnri_wire_row *row = &table->rows[i];
    if (row->inner != NULL && pnri_row_says(table, view, row)) status = check_inner(row, view, error);
  }
  return status;
}
