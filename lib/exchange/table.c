/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/table.h"

#include <string.h>

#include "core/slice.h"

/* clang-format off */
#define TYPE(number, name, table, deflated, padded, forever, stream, meaning) \
  { PNR_EXCHANGE_##number, #name, &pnri_##table##_table, offsetof(pnr_exchange_message, table), deflated, padded, forever, stream, meaning }
static const pnri_type types[] = {
  TYPE(REQUEST, request, request, false, false, false, PNR_STREAM_QUERY, "asks for data of persons, with reasons"),
  TYPE(REPLY, reply, reply, false, true, false, PNR_STREAM_QUERY, "answers one request"),
  TYPE(NOTICE, notice, notice, false, false, false, PNR_STREAM_DATA, "tells of persons that were identified, unasked"),
  TYPE(RECALL, recall, recall, false, false, true, PNR_STREAM_RECALL, "wants records of the issuer erased or rectified"),
  TYPE(RECEIPT, receipt, receipt, true, false, false, PNR_STREAM_CONTROL, "says what became of objects"),
  TYPE(KEYS, keys, key_message, true, false, false, PNR_STREAM_CONTROL, "carries a signed directory and prekeys"),
  TYPE(APPROVAL, approval, approval, false, false, false, PNR_STREAM_QUERY, "permits full data for a request that was sent before"),
  TYPE(FEEDBACK, feedback, feedback, false, false, false, PNR_STREAM_QUERY, "says what data were good for"),
  TYPE(HELLO, hello, hello, false, false, false, PNR_STREAM_CONTROL, "begins an incarnation of a link"),
  TYPE(VOID, void, void_message, false, false, false, 0, "keeps the place of what was recalled before it was sent"),
  TYPE(HEARTBEAT, heartbeat, heartbeat, false, false, false, 0, "asks for a receipt; of no stream"),
  TYPE(PROBE, probe, probe, false, false, false, PNR_STREAM_QUERY, "asks about persons without naming them (docs/blind-query.md)"),
  TYPE(PROBE_RESULT, probe_result, probe_result, false, false, false, PNR_STREAM_QUERY, "gives the keys of a probe back, evaluated"),
  TYPE(TAGS, tags, tags, false, false, false, PNR_STREAM_QUERY, "holds the travellers of one flight, for a probe"),
};
/* clang-format on */
enum { TYPES = sizeof types / sizeof types[0] };

const pnri_type *pnri_type_at(uint32_t i) { return i < TYPES ? &types[i] : NULL; }

const pnri_type *pnri_type_of(uint32_t number)
{
  for (uint32_t i = 0; i < TYPES; i++)
    if (types[i].number == number) return &types[i];
  return NULL;
}

const pnri_type *pnri_type_named(pnr_slice name)
{
  for (uint32_t i = 0; i < TYPES; i++)
    if (pnri_slice_is(name, types[i].name)) return &types[i];
  return NULL;
}

static bool is_wide(const pnri_wire_row *row) { return row->kind == PNRI_IS_LONG || row->kind == PNRI_IS_TIME; }

uint64_t pnri_row_number(const void *view, const pnri_wire_row *row)
{
  uint64_t wide;
  uint32_t narrow;
  int32_t number;
  if (is_wide(row)) {
    memcpy(&wide, pnri_row_place(view, row), sizeof wide);
  } else if (row->kind == PNRI_IS_SIGNED) {
    memcpy(&number, pnri_row_place(view, row), sizeof number);
    wide = (uint64_t)(int64_t)number;
  } else {
    memcpy(&narrow, pnri_row_place(view, row), sizeof narrow);
    wide = narrow;
  }
  return wide;
}

const void *pnri_row_pointer(const void *view, const pnri_wire_row *row)
{
  const void *pointer;
  memcpy(&pointer, pnri_row_place(view, row), sizeof pointer);
  return pointer;
}

uint32_t pnri_row_count(const void *view, const pnri_wire_row *row)
{
  uint32_t count;
  if (row->kind == PNRI_IS_ONE) return pnri_row_pointer(view, row) != NULL;
  memcpy(&count, (const uint8_t *)view + row->count, sizeof count);
  return count;
}

const void *pnri_row_item(const void *view, const pnri_wire_row *row, uint32_t i)
{
  const void *array = pnri_row_pointer(view, row);
  return row->kind == PNRI_IS_ONE ? array : ((const void *const *)array)[i];
}

static size_t width_of(const pnri_wire_row *row)
{
  switch (row->kind) {
  case PNRI_IS_NUMBER:
  case PNRI_IS_SIGNED:
  case PNRI_IS_DATE:
  case PNRI_IS_BITS: return sizeof(uint32_t);
  case PNRI_IS_LONG:
  case PNRI_IS_TIME: return sizeof(uint64_t);
  case PNRI_IS_TEXT:
  case PNRI_IS_OCTETS: return sizeof(pnr_slice);
  default: return sizeof(void *);
  }
}

/* True when the struct, which may be an older and shorter one, has the field. */
static bool holds(const pnri_wire_table *table, const void *view, const pnri_wire_row *row)
{
  uint32_t size;
  if (!table->is_sized) return true;
  memcpy(&size, view, sizeof size);
  bool has_count = row->kind != PNRI_IS_TEXTS && row->kind != PNRI_IS_MANY ? true : row->count + sizeof size <= size;
  return has_count && row->at + width_of(row) <= size;
}

bool pnri_row_says(const pnri_wire_table *table, const void *view, const pnri_wire_row *row)
{
  if (!holds(table, view, row)) return false;
  switch (row->kind) {
  case PNRI_IS_TEXT:
  case PNRI_IS_OCTETS: return pnri_row_slice(view, row).size != 0;
  case PNRI_IS_TEXTS:
  case PNRI_IS_ONE:
  case PNRI_IS_MANY: return pnri_row_count(view, row) != 0;
  default: return pnri_row_number(view, row) != 0;
  }
}

void pnri_row_set(void *view, const pnri_wire_row *row, const void *value, size_t size)
{
  memcpy((uint8_t *)view + row->at, value, size);
}

void pnri_row_set_number(void *view, const pnri_wire_row *row, uint64_t value)
{
  uint32_t narrow = (uint32_t)value;
  if (is_wide(row)) pnri_row_set(view, row, &value, sizeof value);
  else pnri_row_set(view, row, &narrow, sizeof narrow);
}

void pnri_row_set_count(void *view, const pnri_wire_row *row, uint32_t count)
{
  memcpy((uint8_t *)view + row->count, &count, sizeof count);
}
