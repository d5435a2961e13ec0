/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/codec.h"

#include "core/fail.h"

/* --- Writing --- */

static void put_texts(const pnri_wire_row *row, const void *view, pnri_cbor_writer *cbor)
{
  const pnr_slice *texts = (const pnr_slice *)pnri_row_pointer(view, row);
  uint32_t count = pnri_row_count(view, row);
  pnri_cbor_put_array(cbor, count);
  for (uint32_t i = 0; i < count; i++) pnri_cbor_put_text(cbor, texts[i]);
}

static void put_value(const pnri_wire_row *row, const void *view, pnri_cbor_writer *cbor)
{
  switch (row->kind) {
  case PNRI_IS_SIGNED: pnri_cbor_put_integer(cbor, (int64_t)pnri_row_number(view, row)); break;
  case PNRI_IS_TEXT: pnri_cbor_put_text(cbor, pnri_row_slice(view, row)); break;
  case PNRI_IS_OCTETS: pnri_cbor_put_octets(cbor, pnri_row_slice(view, row)); break;
  case PNRI_IS_TEXTS: put_texts(row, view, cbor); break;
  case PNRI_IS_ONE: pnri_table_write(row->inner, pnri_row_pointer(view, row), cbor); break;
  case PNRI_IS_MANY:
    pnri_cbor_put_array(cbor, pnri_row_count(view, row));
    for (uint32_t i = 0; i < pnri_row_count(view, row); i++)
      pnri_table_write(row->inner, pnri_row_item(view, row, i), cbor);
    break;
  default: pnri_cbor_put_unsigned(cbor, pnri_row_number(view, row)); break;
  }
}

void pnri_table_write(const pnri_wire_table *table, const void *view, pnri_cbor_writer *cbor)
{
  uint32_t count = 0;
  for (uint32_t i = 0; i < table->count; i++) count += pnri_row_says(table, view, &table->rows[i]);
  pnri_cbor_put_map(cbor, count);
  for (uint32_t i = 0; i < table->count; i++) {
    const pnri_wire_row *row = &table->rows[i];
    if (!pnri_row_says(table, view, row)) continue;
    pnri_cbor_put_unsigned(cbor, row->key);
    put_value(row, view, cbor);
  }
}

/* --- Reading --- */

static uint64_t place_of(const pnri_table_reader *reader)
{
  return reader->base + (uint64_t)(reader->cbor.item - reader->cbor.data);
}

/* What CBOR calls syntax, limit or unsupported is all one here: not an object of this format. */
static pnr_status refuse(pnri_table_reader *reader, const pnri_wire_row *row)
{
  (void)pnri_cbor_refuse(&reader->cbor, PNR_E_OBJECT);
  return pnri_fail(
    reader->error,
    (pnr_error){ .status = PNR_E_OBJECT, .offset = place_of(reader), .element = row != NULL ? row->key : 0 });
}

static pnr_status read_number(pnri_table_reader *reader, const pnri_wire_row *row, void *view)
{
  bool is_wide = row->kind == PNRI_IS_LONG || row->kind == PNRI_IS_TIME;
  uint64_t value = 0;
  int64_t number = 0;
  if (row->kind == PNRI_IS_SIGNED) {
    (void)pnri_cbor_get_integer(&reader->cbor, &number);
    if (number < INT32_MIN || number > INT32_MAX) return refuse(reader, row);
    value = (uint64_t)number;
  } else {
    (void)pnri_cbor_get_unsigned(&reader->cbor, is_wide ? INT64_MAX : UINT32_MAX, &value);
  }
  if (reader->cbor.status != PNR_OK) return refuse(reader, row);
  pnri_row_set_number(view, row, value);
  return PNR_OK;
}

static pnr_status read_slice(pnri_table_reader *reader, const pnri_wire_row *row, void *view)
{
  pnr_slice value;
  if (row->kind == PNRI_IS_TEXT) (void)pnri_cbor_get_text(&reader->cbor, &value);
  else (void)pnri_cbor_get_octets(&reader->cbor, &value);
  if (reader->cbor.status != PNR_OK) return refuse(reader, row);
  pnri_row_set(view, row, &value, sizeof value);
  return PNR_OK;
}

/* The head of an array that the row allows, so that what is taken for it is bounded. */
static pnr_status read_count(pnri_table_reader *reader, const pnri_wire_row *row, void *view, uint32_t *count)
{
  uint64_t items;
  *count = 0;
  if (pnri_cbor_get_array(&reader->cbor, &items) != PNR_OK || items > row->most) return refuse(reader, row);
  *count = (uint32_t)items;
  pnri_row_set_count(view, row, *count);
  return PNR_OK;
}

static pnr_status read_texts(pnri_table_reader *reader, const pnri_wire_row *row, void *view)
{
  uint32_t count;
  pnr_status status = read_count(reader, row, view, &count);
  if (status != PNR_OK) return status;
  pnr_slice *texts = pnri_arena_take(reader->arena, count * sizeof *texts);
  if (texts == NULL) return pnri_fail_memory(reader->error);
  for (uint32_t i = 0; i < count; i++)
    if (pnri_cbor_get_text(&reader->cbor, &texts[i]) != PNR_OK) return refuse(reader, row);
  pnri_row_set(view, row, &texts, sizeof texts);
  return PNR_OK;
}

static pnr_status read_many(pnri_table_reader *reader, const pnri_wire_row *row, void *view)
{
  uint32_t count;
  pnr_status status = read_count(reader, row, view, &count);
  if (status != PNR_OK) return status;
  const void **items = pnri_arena_take(reader->arena, count * sizeof *items);
  if (items == NULL) return pnri_fail_memory(reader->error);
  for (uint32_t i = 0; i < count; i++)
    if ((items[i] = pnri_table_read(reader, row->inner, &status)) == NULL) return status;
  pnri_row_set(view, row, &items, sizeof items);
  return PNR_OK;
}

static pnr_status read_one(pnri_table_reader *reader, const pnri_wire_row *row, void *view)
{
  pnr_status status = PNR_OK;
  const void *item = pnri_table_read(reader, row->inner, &status);
  if (item != NULL) pnri_row_set(view, row, &item, sizeof item);
  return status;
}

static pnr_status read_value(pnri_table_reader *reader, const pnri_wire_table *table, const pnri_wire_row *row,
                             void *view)
{
  pnr_status status;
  switch (row->kind) {
  case PNRI_IS_TEXT:
  case PNRI_IS_OCTETS: status = read_slice(reader, row, view); break;
  case PNRI_IS_TEXTS: status = read_texts(reader, row, view); break;
  case PNRI_IS_ONE: status = read_one(reader, row, view); break;
  case PNRI_IS_MANY: status = read_many(reader, row, view); break;
  default: status = read_number(reader, row, view); break;
  }
  /* One content has one spelling: what says nothing is left out. */
  if (status == PNR_OK && !pnri_row_says(table, view, row)) return refuse(reader, row);
  return status;
}

/* What a later version added: read past, bounded, and told. */
static pnr_status drop(pnri_table_reader *reader)
{
  pnr_slice whole;
  uint64_t place = place_of(reader);
  if (pnri_cbor_get_whole(&reader->cbor, &whole) != PNR_OK || whole.size > PNRI_OPEN_MOST) return refuse(reader, NULL);
  uint64_t end = reader->base + (uint64_t)(reader->cbor.next - reader->cbor.data);
  pnri_findings_add(reader->findings,
                    (pnr_finding){ .code = PNR_F_EXCHANGE_DROPPED, .offset = place, .length = end - place, .lost = 1 });
  return reader->findings->failed ? pnri_fail_memory(reader->error) : PNR_OK;
}

static pnr_status read_pair(pnri_table_reader *reader, const pnri_wire_table *table, void *view)
{
  uint64_t key;
  if (pnri_cbor_get_unsigned(&reader->cbor, UINT32_MAX, &key) != PNR_OK) return refuse(reader, NULL);
  if (key >= PNRI_KEY_OPEN) return drop(reader);
  for (uint32_t i = 0; i < table->count; i++)
    if (table->rows[i].key == key) return read_value(reader, table, &table->rows[i], view);
  return refuse(reader, NULL);
}

/* What the struct says against its rows; inner ones were checked when they were read. A value of no rule is not the format's. */
static pnr_status check_read(pnri_table_reader *reader, const pnri_wire_table *table, const void *view, uint64_t place)
{
  pnr_error fault = { .size = sizeof fault };
  if (pnri_table_check_own(table, view, &fault) == PNR_OK) return PNR_OK;
  if (fault.status == PNR_E_ARGUMENT) fault.status = PNR_E_OBJECT;
  fault.offset = place;
  return pnri_fail(reader->error, fault);
}

const void *pnri_table_read(pnri_table_reader *reader, const pnri_wire_table *table, pnr_status *status)
{
  uint64_t pairs;
  uint32_t size = table->size;
  *status = PNR_OK;
  if (pnri_cbor_get_map(&reader->cbor, &pairs) != PNR_OK) {
    *status = refuse(reader, NULL);
    return NULL;
  }
  uint64_t place = place_of(reader);
  void *view = pnri_arena_take(reader->arena, table->size);
  if (view == NULL) {
    *status = pnri_fail_memory(reader->error);
    return NULL;
  }
  if (table->is_sized) memcpy(view, &size, sizeof size);
  for (uint64_t i = 0; i < pairs && *status == PNR_OK; i++) *status = read_pair(reader, table, view);
  if (*status == PNR_OK) *status = check_read(reader, table, view, place);
  return *status == PNR_OK ? view : NULL;
}
