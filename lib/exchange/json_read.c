/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "encoding/json.h"
#include "exchange/codec.h"
#include "exchange/instant.h"
#include "exchange/object.h"

/* Messages from JSON, by the names of the table. */

typedef struct reading {
  pnri_json_reader json;
  pnri_json_event event; /* the last one */
  pnri_arena *arena;
  pnr_slice text;
  pnr_status status; /* the first fault */
  pnr_error *error;
} reading;

/* Always false. The place is that of the last event. */
static bool refuse(reading *work, pnr_status status)
{
  pnr_error fault = { .status = status, .offset = work->event.offset, .line = 1, .column = 1 };
  if (work->status != PNR_OK) return false;
  for (uint64_t i = 0; i < fault.offset && i < work->text.size; i++) {
    fault.column++;
    if (work->text.data[i] != '\n') continue;
    fault.line++;
    fault.column = 1;
  }
  work->status = pnri_fail(work->error, fault);
  return false;
}

static bool next(reading *work)
{
  pnr_error fault = { .size = sizeof fault };
  pnr_status status = work->status == PNR_OK ? pnri_json_next(&work->json, &work->event, &fault) : work->status;
  if (status == PNR_OK) return true;
  if (status != PNR_END) work->event.offset = fault.offset;
  return refuse(work, status == PNR_END ? PNR_E_SYNTAX : status);
}

static bool next_is(reading *work, uint32_t kind)
{
  return next(work) && (work->event.kind == kind || refuse(work, PNR_E_SYNTAX));
}

/* --- Values of the last event --- */

static bool get_text(reading *work, pnr_slice *out)
{
  if (work->event.kind != PNRI_JSON_STRING) return refuse(work, PNR_E_SYNTAX);
  uint8_t *room = pnri_arena_text(work->arena, work->event.text.size);
  if (room == NULL) return refuse(work, PNR_E_MEMORY);
  *out = (pnr_slice){ room, pnri_json_copy(&work->event, room) };
  return out->size != 0 || refuse(work, PNR_E_SYNTAX);
}

static uint32_t hex_value(uint8_t digit)
{
  if (digit >= '0' && digit <= '9') return digit - (uint32_t)'0';
  if (digit >= 'a' && digit <= 'f') return digit - (uint32_t)'a' + 10;
  return 16;
}

static bool get_octets(reading *work, pnr_slice *out)
{
  pnr_slice digits = work->event.text;
  if (work->event.kind != PNRI_JSON_STRING || work->event.escaped || digits.size == 0 || digits.size % 2 != 0)
    return refuse(work, PNR_E_SYNTAX);
  uint8_t *room = pnri_arena_text(work->arena, digits.size / 2);
  if (room == NULL) return refuse(work, PNR_E_MEMORY);
  for (size_t i = 0; i < digits.size / 2; i++) {
    uint32_t high = hex_value(digits.data[2 * i]), low = hex_value(digits.data[2 * i + 1]);
    if (high > 15 || low > 15) return refuse(work, PNR_E_SYNTAX);
    room[i] = (uint8_t)(high << 4 | low);
  }
  *out = (pnr_slice){ room, digits.size / 2 };
  return true;
}

/* Decimal digits with an optional sign: JSON's fractions and exponents are none of ours. */
static bool get_number(reading *work, int64_t *out)
{
  pnr_slice text = work->event.text;
  bool is_negative = text.size != 0 && text.data[0] == '-';
  int64_t value = 0;
  if (work->event.kind != PNRI_JSON_NUMBER || text.size > 19) return refuse(work, PNR_E_SYNTAX);
  for (size_t i = is_negative; i < text.size; i++) {
    if (text.data[i] < '0' || text.data[i] > '9' || value > (INT64_MAX - 9) / 10) return refuse(work, PNR_E_SYNTAX);
    value = value * 10 + (text.data[i] - '0');
  }
  *out = is_negative ? -value : value;
  return true;
}

static bool get_word(reading *work, const pnri_wire_row *row, uint32_t *place)
{
  if (work->event.kind != PNRI_JSON_STRING || work->event.escaped) return refuse(work, PNR_E_SYNTAX);
  for (*place = 0; row->words[*place] != NULL; (*place)++)
    if (pnri_slice_is(work->event.text, row->words[*place])) return true;
  return refuse(work, PNR_E_SYNTAX);
}

static bool get_bits(reading *work, const pnri_wire_row *row, uint64_t *out)
{
  uint32_t place;
  *out = 0;
  if (work->event.kind != PNRI_JSON_ARRAY) return refuse(work, PNR_E_SYNTAX);
  while (next(work) && work->event.kind != PNRI_JSON_ARRAY_END) {
    if (!get_word(work, row, &place)) return false;
    *out |= UINT64_C(1) << place;
  }
  return work->status == PNR_OK;
}

/* --- Structs --- */

static bool get_struct(reading *work, const pnri_wire_table *table, const void **out);

/* Items of an array as they come; the array of their number behind the last one. */
static bool get_array(reading *work, const pnri_wire_row *row, void *view)
{
  pnri_vector items;
  size_t size = row->kind == PNRI_IS_TEXTS ? sizeof(pnr_slice) : sizeof(void *);
  bool is_read = work->event.kind == PNRI_JSON_ARRAY || refuse(work, PNR_E_SYNTAX);
  pnri_vector_open(&items, work->arena->env, size);
  while (is_read && (is_read = next(work)) && work->event.kind != PNRI_JSON_ARRAY_END) {
    void *room = items.count < row->most ? pnri_vector_add(&items, 1) : NULL;
    if (room == NULL) is_read = refuse(work, items.count < row->most ? PNR_E_MEMORY : PNR_E_LIMIT);
    else if (row->kind == PNRI_IS_TEXTS) is_read = get_text(work, room);
    else is_read = get_struct(work, row->inner, room);
  }
  void *array = is_read && items.count != 0 ? pnri_arena_take(work->arena, items.count * size) : NULL;
  if (is_read && array == NULL) is_read = refuse(work, items.count != 0 ? PNR_E_MEMORY : PNR_E_SYNTAX);
  if (is_read) {
    memcpy(array, items.data, items.count * size);
    pnri_row_set(view, row, &array, sizeof array);
    pnri_row_set_count(view, row, (uint32_t)items.count);
  }
  pnri_vector_close(&items);
  return is_read;
}

static bool get_named_number(reading *work, const pnri_wire_row *row, uint64_t *out)
{
  uint32_t place = 0;
  int64_t number = 0;
  bool is_read = true;
  if (row->kind == PNRI_IS_BITS) return get_bits(work, row, out);
  if (work->event.kind == PNRI_JSON_TRUE) {
    *out = 1;
  } else if (row->words != NULL) {
    is_read = get_word(work, row, &place);
    *out = place + 1;
  } else if ((is_read = get_number(work, &number))) {
    if (row->kind != PNRI_IS_SIGNED && number < 0) return refuse(work, PNR_E_SYNTAX);
    if (row->kind != PNRI_IS_LONG && (number < INT32_MIN || number > UINT32_MAX)) return refuse(work, PNR_E_SYNTAX);
    *out = (uint64_t)number;
  }
  return is_read;
}

static bool get_clock(reading *work, const pnri_wire_row *row, uint64_t *out)
{
  pnr_slice text = work->event.text;
  if (work->event.kind != PNRI_JSON_STRING || work->event.escaped) return refuse(work, PNR_E_SYNTAX);
  if (row->kind == PNRI_IS_TIME) return pnri_instant_get(text, out) || refuse(work, PNR_E_SYNTAX);
  *out = pnri_date_iso(text);
  return *out != 0 || refuse(work, PNR_E_SYNTAX);
}

static bool get_value(reading *work, const pnri_wire_row *row, void *view)
{
  pnr_slice slice;
  uint64_t number = 0;
  const void *inner;
  bool is_read;
  switch (row->kind) {
  case PNRI_IS_TEXT:
  case PNRI_IS_OCTETS:
    is_read = row->kind == PNRI_IS_TEXT ? get_text(work, &slice) : get_octets(work, &slice);
    if (is_read) pnri_row_set(view, row, &slice, sizeof slice);
    return is_read;
  case PNRI_IS_TEXTS:
  case PNRI_IS_MANY: return get_array(work, row, view);
  case PNRI_IS_ONE:
    is_read = get_struct(work, row->inner, &inner);
    if (is_read) pnri_row_set(view, row, &inner, sizeof inner);
    return is_read;
  case PNRI_IS_TIME:
  case PNRI_IS_DATE: is_read = get_clock(work, row, &number); break;
  default: is_read = get_named_number(work, row, &number); break;
  }
  if (is_read) pnri_row_set_number(view, row, number);
  return is_read;
}

/* The row of the last event, a key. Each name once. */
static const pnri_wire_row *row_of(reading *work, const pnri_wire_table *table, const void *view)
{
  for (uint32_t i = 0; i < table->count; i++) {
    const pnri_wire_row *row = &table->rows[i];
    if (!work->event.escaped && pnri_slice_is(work->event.text, row->name) && !pnri_row_says(table, view, row))
      return row;
  }
  (void)refuse(work, PNR_E_SYNTAX);
  return NULL;
}

static bool get_struct(reading *work, const pnri_wire_table *table, const void **out)
{
  uint32_t size = table->size;
  if (work->event.kind != PNRI_JSON_OBJECT) return refuse(work, PNR_E_SYNTAX);
  void *view = pnri_arena_take(work->arena, table->size);
  if (view == NULL) return refuse(work, PNR_E_MEMORY);
  if (table->is_sized) memcpy(view, &size, sizeof size);
  while (next(work) && work->event.kind != PNRI_JSON_OBJECT_END) {
    const pnri_wire_row *row = row_of(work, table, view);
    if (row == NULL || !next(work) || !get_value(work, row, view)) return false;
  }
  *out = view;
  return work->status == PNR_OK;
}

/* {"type":{…}} and nothing behind it. */
static void get_message(reading *work, pnr_exchange_message *message)
{
  const void *view;
  pnri_json_event behind;
  pnr_error fault = { .size = sizeof fault };
  if (!next_is(work, PNRI_JSON_OBJECT) || !next_is(work, PNRI_JSON_KEY)) return;
  const pnri_type *type = work->event.escaped ? NULL : pnri_type_named(work->event.text);
  if (type == NULL) {
    (void)refuse(work, PNR_E_SYNTAX);
    return;
  }
  if (!next(work) || !get_struct(work, type->table, &view) || !next_is(work, PNRI_JSON_OBJECT_END)) return;
  if (pnri_json_next(&work->json, &behind, &fault) != PNR_END) {
    work->event.offset = fault.offset;
    (void)refuse(work, PNR_E_SYNTAX);
    return;
  }
  *message = (pnr_exchange_message){ .size = sizeof *message, .type = type->number };
  memcpy((uint8_t *)message + type->at, &view, sizeof view);
}

pnr_status pnr_exchange_read_json(const pnr_env *env, pnr_slice text, pnr_received **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || (text.data == NULL && text.size != 0)) return pnri_fail_argument(error);
  pnr_received *received = pnri_received_new(pnri_env(env));
  if (received == NULL) return pnri_fail_memory(error);
  reading work = { .arena = &received->arena, .text = text, .error = error };
  pnri_json_reader_open(&work.json, text);
  get_message(&work, &received->message);
  if (work.status != PNR_OK) pnr_received_close(received);
  else *out = received;
  return work.status;
}
