/* SPDX-License-Identifier: Apache-2.0 */
#include "write/json_writer.h"

#include <string.h>

#include "core/date.h"
#include "core/slice.h"
#include "core/utf8.h"
#include "record/card.h"

static void put_word(pnri_json *json, const char *word) { pnri_text_put(json->text, word, strlen(word)); }

static void begin_value(pnri_json *json)
{
  if (json->comma) put_word(json, ",");
  json->comma = true;
}

void pnri_json_open(pnri_json *json, char bracket)
{
  begin_value(json);
  pnri_text_put(json->text, &bracket, 1);
  json->comma = false;
}

void pnri_json_close(pnri_json *json, char bracket)
{
  pnri_text_put(json->text, &bracket, 1);
  json->comma = true;
}

void pnri_json_key(pnri_json *json, const char *key)
{
  begin_value(json);
  put_word(json, "\"");
  put_word(json, key);
  put_word(json, "\":");
  json->comma = false;
}

void pnri_json_open_member(pnri_json *json, const char *key, char bracket)
{
  pnri_json_key(json, key);
  pnri_json_open(json, bracket);
}

/* --- Strings --- */

static void put_escape(pnri_json *json, uint8_t octet)
{
  static const char digits[] = "0123456789abcdef";
  switch (octet) {
  case '"': put_word(json, "\\\""); break;
  case '\\': put_word(json, "\\\\"); break;
  case '\n': put_word(json, "\\n"); break;
  case '\r': put_word(json, "\\r"); break;
  case '\t': put_word(json, "\\t"); break;
  default: {
    char escape[] = { '\\', 'u', '0', '0', digits[octet >> 4], digits[octet & 15] };
    pnri_text_put(json->text, escape, sizeof escape);
  }
  }
}

static bool is_plain(uint8_t octet) { return octet >= 0x20 && octet < 0x80 && octet != '"' && octet != '\\'; }

/* Characters that need no escape go out in runs. */
static void put_characters(pnri_json *json, pnr_slice value)
{
  size_t run = 0;
  for (size_t i = 0; i < value.size;) {
    uint32_t code_point, used = is_plain(value.data[i]) ? 1 : 0;
    if (used == 0 && value.data[i] >= 0x80) used = pnri_utf8_get(value.data + i, value.size - i, &code_point);
    if (used != 0) {
      i += used;
      continue;
    }
    pnri_text_put(json->text, value.data + run, i - run);
    if (value.data[i] >= 0x80) put_word(json, "\xEF\xBF\xBD");
    else put_escape(json, value.data[i]);
    run = ++i;
  }
  if (run < value.size) pnri_text_put(json->text, value.data + run, value.size - run);
}

void pnri_json_text(pnri_json *json, pnr_slice value)
{
  begin_value(json);
  put_word(json, "\"");
  put_characters(json, value);
  put_word(json, "\"");
}

void pnri_json_word(pnri_json *json, const char *value) { pnri_json_text(json, pnri_slice(value)); }

/* --- Numbers and dates --- */

void pnri_json_number(pnri_json *json, uint64_t value)
{
  char digits[20];
  size_t at = sizeof digits;
  do {
    digits[--at] = (char)('0' + value % 10);
    value /= 10;
  } while (value != 0);
  begin_value(json);
  pnri_text_put(json->text, digits + at, sizeof digits - at);
}

void pnri_json_integer(pnri_json *json, int64_t value)
{
  if (value >= 0) {
    pnri_json_number(json, (uint64_t)value);
    return;
  }
  begin_value(json);
  put_word(json, "-");
  json->comma = false;
  pnri_json_number(json, UINT64_C(0) - (uint64_t)value);
}

/* --- Members --- */

void pnri_json_text_member(pnri_json *json, const char *key, pnr_slice value)
{
  if (value.size == 0) return;
  pnri_json_key(json, key);
  pnri_json_text(json, value);
}

/* Of a card number, at most the first six and the last four digits are shown (PCI DSS 3.4). */
static void put_masked(pnri_json *json, pnr_slice number)
{
  uint32_t digits = 0, seen = 0;
  for (size_t i = 0; i < number.size; i++) digits += pnri_is_digit(number.data[i]);
  for (size_t i = 0; i < number.size; i++) {
    uint8_t octet = number.data[i];
    if (pnri_is_digit(octet)) {
      if (seen >= 6 && seen + 4 < digits) octet = 'X';
      seen++;
    }
    pnri_text_put(json->text, &octet, 1);
  }
}

void pnri_json_raw_member(pnri_json *json, const char *key, pnr_slice value)
{
  if (value.size == 0) return;
  pnri_json_key(json, key);
  begin_value(json);
  put_word(json, "\"");
  for (pnr_slice rest = value; rest.size > 0;) {
    pnr_slice number = pnri_card_find(rest);
    put_characters(json, (pnr_slice){ rest.data, (size_t)(number.data - rest.data) });
    put_masked(json, number);
    rest = pnri_slice_from(rest, (size_t)(number.data - rest.data) + number.size);
  }
  put_word(json, "\"");
}

void pnri_json_word_member(pnri_json *json, const char *key, const char *value)
{
  pnri_json_key(json, key);
  pnri_json_word(json, value);
}

void pnri_json_number_member(pnri_json *json, const char *key, uint64_t value)
{
  if (value == 0) return;
  pnri_json_key(json, key);
  pnri_json_number(json, value);
}

void pnri_json_index_member(pnri_json *json, const char *key, uint32_t value)
{
  if (value == PNR_NONE) return;
  pnri_json_key(json, key);
  pnri_json_number(json, value);
}

void pnri_json_flag_member(pnri_json *json, const char *key, bool value)
{
  pnri_json_key(json, key);
  begin_value(json);
  put_word(json, value ? "true" : "false");
}

enum { TIME_SIZE = PNRI_DATE_SIZE + 6 };

/* 1980-05-05T12:00, or the date alone. */
static size_t put_time(uint8_t out[TIME_SIZE], pnr_date date, int32_t minutes)
{
  size_t size = pnri_date_put(out, date);
  if (size != PNRI_DATE_SIZE || minutes < 0) return size;
  out[10] = 'T';
  pnri_digits_put(out + 11, (uint32_t)minutes / 60, 2);
  out[13] = ':';
  pnri_digits_put(out + 14, (uint32_t)minutes % 60, 2);
  return TIME_SIZE;
}

/* A time of no day or of one that is known in part: "departs_time":"12:00". */
static void put_lone_time(pnri_json *json, const char *key, int32_t minutes)
{
  enum { KEY_SIZE = 16, CLOCK = 11 }; /* of the longest key; where the time stands behind its date */
  static const char suffix[] = "_time";
  char name[KEY_SIZE + sizeof suffix];
  uint8_t text[TIME_SIZE];
  size_t size = strlen(key) < KEY_SIZE ? strlen(key) : KEY_SIZE;
  memcpy(name, key, size);
  memcpy(name + size, suffix, sizeof suffix);
  put_time(text, 20000101, minutes);
  pnri_json_text_member(json, name, (pnr_slice){ text + CLOCK, TIME_SIZE - CLOCK });
}

void pnri_json_time_member(pnri_json *json, const char *key, pnr_date date, int32_t minutes)
{
  uint8_t text[TIME_SIZE];
  size_t size = date != 0 ? put_time(text, date, minutes) : 0;
  if (size != 0) pnri_json_text_member(json, key, (pnr_slice){ text, size });
  if (size != TIME_SIZE && minutes >= 0) put_lone_time(json, key, minutes);
}

void pnri_json_utc_member(pnri_json *json, const char *key, pnr_date date, int32_t minutes)
{
  uint8_t text[TIME_SIZE + 1];
  if (date == 0 || minutes < 0) return;
  put_time(text, date, minutes);
  text[TIME_SIZE] = 'Z';
  pnri_json_text_member(json, key, (pnr_slice){ text, sizeof text });
}
