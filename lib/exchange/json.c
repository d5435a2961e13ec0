/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "encoding/octets.h"
#include "exchange/codec.h"
#include "exchange/instant.h"
#include "exchange/object.h"

/* Messages as JSON, written from the table. exchange/json_read.c reads it. */

static void put(pnri_cbor_writer *out, const char *text) { pnri_cbor_put_encoded(out, pnri_slice(text)); }

static void put_number(pnri_cbor_writer *out, int64_t value)
{
  uint8_t digits[20];
  size_t first = sizeof digits;
  uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  do {
    digits[--first] = (uint8_t)('0' + left % 10);
    left /= 10;
  } while (left != 0);
  if (value < 0) digits[--first] = '-';
  pnri_cbor_put_encoded(out, (pnr_slice){ digits + first, sizeof digits - first });
}

static uint8_t hex_digit(uint32_t value) { return (uint8_t)(value < 10 ? '0' + value : 'a' + value - 10); }

static void put_hex(pnri_cbor_writer *out, pnr_slice octets)
{
  put(out, "\"");
  for (size_t i = 0; i < octets.size; i++) {
    uint8_t digits[2] = { hex_digit(octets.data[i] >> 4), hex_digit(octets.data[i] & 15) };
    pnri_cbor_put_encoded(out, (pnr_slice){ digits, 2 });
  }
  put(out, "\"");
}

/* Text of the table holds no control character but line ends. */
static void put_text(pnri_cbor_writer *out, pnr_slice text)
{
  put(out, "\"");
  for (size_t i = 0; i < text.size; i++) {
    uint8_t octet = text.data[i];
    if (octet == '\n') {
      put(out, "\\n");
      continue;
    }
    if (octet == '"' || octet == '\\') put(out, "\\");
    pnri_cbor_put_encoded(out, (pnr_slice){ &text.data[i], 1 });
  }
  put(out, "\"");
}

static void put_word(pnri_cbor_writer *out, const char *word)
{
  put(out, "\"");
  put(out, word);
  put(out, "\"");
}

static void put_bits(const pnri_wire_row *row, uint32_t value, pnri_cbor_writer *out)
{
  bool is_first = true;
  put(out, "[");
  for (uint32_t bit = 0; bit < 32; bit++) {
    if ((value >> bit & 1) == 0) continue;
    if (!is_first) put(out, ",");
    put_word(out, row->words[bit]);
    is_first = false;
  }
  put(out, "]");
}

static void put_struct(const pnri_wire_table *table, const void *view, pnri_cbor_writer *out);

static void put_array(const pnri_wire_row *row, const void *view, pnri_cbor_writer *out)
{
  uint32_t count = pnri_row_count(view, row);
  put(out, "[");
  for (uint32_t i = 0; i < count; i++) {
    if (i != 0) put(out, ",");
    if (row->kind == PNRI_IS_TEXTS) put_text(out, ((const pnr_slice *)pnri_row_pointer(view, row))[i]);
    else put_struct(row->inner, pnri_row_item(view, row, i), out);
  }
  put(out, "]");
}

static void put_time(pnri_cbor_writer *out, uint64_t time)
{
  uint8_t text[PNRI_INSTANT];
  pnri_instant_put(text, time);
  put_text(out, (pnr_slice){ text, sizeof text });
}

static void put_date(pnri_cbor_writer *out, pnr_date date)
{
  uint8_t text[PNRI_DATE_SIZE];
  put_text(out, (pnr_slice){ text, pnri_date_put(text, date) });
}

static bool is_flag(const pnri_wire_row *row) { return row->words == NULL && row->least == 1 && row->most == 1; }

static void put_value(const pnri_wire_row *row, const void *view, pnri_cbor_writer *out)
{
  switch (row->kind) {
  case PNRI_IS_TEXT: put_text(out, pnri_row_slice(view, row)); break;
  case PNRI_IS_OCTETS: put_hex(out, pnri_row_slice(view, row)); break;
  case PNRI_IS_TEXTS:
  case PNRI_IS_MANY: put_array(row, view, out); break;
  case PNRI_IS_ONE: put_struct(row->inner, pnri_row_pointer(view, row), out); break;
  case PNRI_IS_TIME: put_time(out, pnri_row_number(view, row)); break;
  case PNRI_IS_DATE: put_date(out, (pnr_date)pnri_row_number(view, row)); break;
  case PNRI_IS_BITS: put_bits(row, (uint32_t)pnri_row_number(view, row), out); break;
  case PNRI_IS_NUMBER:
    if (row->words != NULL) put_word(out, row->words[pnri_row_number(view, row) - 1]);
    else if (is_flag(row)) put(out, "true");
    else put_number(out, (int64_t)pnri_row_number(view, row));
    break;
  default: put_number(out, (int64_t)pnri_row_number(view, row)); break;
  }
}

static void put_struct(const pnri_wire_table *table, const void *view, pnri_cbor_writer *out)
{
  bool is_first = true;
  put(out, "{");
  for (uint32_t i = 0; i < table->count; i++) {
    const pnri_wire_row *row = &table->rows[i];
    if (!pnri_row_says(table, view, row)) continue;
    if (!is_first) put(out, ",");
    put_word(out, row->name);
    put(out, ":");
    put_value(row, view, out);
    is_first = false;
  }
  put(out, "}");
}

pnr_status pnr_exchange_write_json(const pnr_env *env, const pnr_exchange_message *message, pnr_octets **out,
                                   pnr_error *error)
{
  enum { TIMES = 8 }; /* how much longer JSON can be than the message itself */
  const void *view;
  pnri_cbor_writer text;
  if (out == NULL) return pnri_fail_argument(error);
  *out = NULL;
  pnr_status status = pnri_message_check(message, error);
  if (status != PNR_OK) return status;
  const pnri_type *type = pnri_type_of(message->type);
  memcpy(&view, (const uint8_t *)message + type->at, sizeof view);
  pnri_cbor_writer_open(&text, env, (size_t)TIMES * PNRI_BODY_MOST);
  put(&text, "{");
  put_word(&text, type->name);
  put(&text, ":");
  put_struct(type->table, view, &text);
  put(&text, "}");
  return pnri_octets_of(&text, out, error);
}
