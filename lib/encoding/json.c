/* SPDX-License-Identifier: Apache-2.0 */
#include "encoding/json.h"

#include <string.h>

#include "core/fail.h"
#include "core/slice.h"
#include "core/utf8.h"

/* What may stand where the parser is. */
enum {
  VALUE,          /* a value must follow */
  FIRST_VALUE,    /* a value, or the end of the array that was just opened */
  FIRST_KEY,      /* a key, or the end of the object that was just opened */
  KEY,            /* a key must follow: behind a comma */
  COMMA_OR_CLOSE, /* behind a value inside an object or array */
  END             /* behind the whole value */
};

void pnri_json_reader_open(pnri_json_reader *json, pnr_slice text)
{
  const uint8_t *data = text.size != 0 ? text.data : (const uint8_t *)"";
  *json = (pnri_json_reader){ .data = data, .next = data, .end = data + text.size, .expected = VALUE };
}

static uint64_t place_of(const pnri_json_reader *json) { return (uint64_t)(json->next - json->data); }

static pnr_status fail_here(const pnri_json_reader *json, pnr_error *error)
{
  return pnri_fail_at(error, PNR_E_SYNTAX, place_of(json));
}

static void skip_space(pnri_json_reader *json)
{
  while (json->next < json->end &&
         (*json->next == ' ' || *json->next == '\n' || *json->next == '\r' || *json->next == '\t'))
    json->next++;
}

static bool is_digit(const pnri_json_reader *json)
{
  return json->next < json->end && *json->next >= '0' && *json->next <= '9';
}

static bool take(pnri_json_reader *json, uint8_t octet)
{
  if (json->next == json->end || *json->next != octet) return false;
  json->next++;
  return true;
}

/* --- Strings --- */

/* The value of four hexadecimal digits at text; UINT32_MAX when they are none. */
static uint32_t hex4(const uint8_t *text, const uint8_t *end)
{
  uint32_t value = 0;
  if (end - text < 4) return UINT32_MAX;
  for (int i = 0; i < 4; i++) {
    uint8_t c = text[i], letter = c | 0x20;
    if (c >= '0' && c <= '9') value = value * 16 + (c - '0');
    else if (letter >= 'a' && letter <= 'f') value = value * 16 + 10 + (letter - 'a');
    else return UINT32_MAX;
  }
  return value;
}

/* The code point of an escape whose backslash stands at text, and its octets; 0 octets when it is none. */
static uint32_t read_escape(const uint8_t *text, const uint8_t *end, uint32_t *code_point)
{
  static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
  if (end - text < 2) return 0;
  const char *name = text[1] != 0 ? strchr(names, text[1]) : NULL;
  if (name != NULL) {
    *code_point = (uint8_t)values[name - names];
    return 2;
  }
  if (text[1] != 'u') return 0;
  uint32_t first = hex4(text + 2, end);
  *code_point = first;
  if (first == UINT32_MAX || (first >= 0xDC00 && first <= 0xDFFF)) return 0;
  if (first < 0xD800 || first > 0xDBFF) return 6;
  if (end - text < 12 || text[6] != '\\' || text[7] != 'u') return 0;
  uint32_t second = hex4(text + 8, end);
  if (second < 0xDC00 || second > 0xDFFF) return 0;
  *code_point = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
  return 12;
}

/* Reads from the opening quote to behind the closing one; false, standing at the fault, where there is none. */
static bool read_string(pnri_json_reader *json, pnri_json_event *event)
{
  if (!take(json, '"')) return false;
  const uint8_t *begin = json->next;
  while (json->next < json->end) {
    uint8_t octet = *json->next;
    uint32_t code_point, used = 1;
    if (octet == '"') {
      event->text = (pnr_slice){ begin, (size_t)(json->next - begin) };
      json->next++;
      return true;
    }
    if (octet < 0x20) return false;
    if (octet == '\\') {
      used = read_escape(json->next, json->end, &code_point);
      event->escaped = true;
    } else if (octet >= 0x80) {
      used = pnri_utf8_get(json->next, (size_t)(json->end - json->next), &code_point);
    }
    if (used == 0) return false;
    json->next += used;
  }
  return false;
}

size_t pnri_json_copy(const pnri_json_event *event, uint8_t *out)
{
  const uint8_t *text = event->text.data, *end = text + event->text.size;
  size_t size = 0;
  while (text < end) {
    uint32_t code_point = 0, used = *text == '\\' ? read_escape(text, end, &code_point) : 0;
    if (used == 0) {
      out[size++] = *text++;
      continue;
    }
    size += pnri_utf8_put(out + size, code_point);
    text += used;
  }
  return size;
}

/* --- Other values --- */

static bool skip_digits(pnri_json_reader *json)
{
  if (!is_digit(json)) return false;
  while (is_digit(json)) json->next++;
  return true;
}

/* RFC 8259 section 6: no zero in front, no lone point. */
static bool read_number(pnri_json_reader *json, pnri_json_event *event)
{
  const uint8_t *begin = json->next;
  (void)take(json, '-');
  if (!take(json, '0') && !skip_digits(json)) return false;
  if (take(json, '.') && !skip_digits(json)) return false;
  if (take(json, 'e') || take(json, 'E')) {
    if (!take(json, '+')) (void)take(json, '-');
    if (!skip_digits(json)) return false;
  }
  event->text = (pnr_slice){ begin, (size_t)(json->next - begin) };
  return true;
}

static bool read_word(pnri_json_reader *json, pnri_json_event *event)
{
  static const struct {
    const char *word;
    uint32_t kind;
  } words[] = { { "true", PNRI_JSON_TRUE }, { "false", PNRI_JSON_FALSE }, { "null", PNRI_JSON_NULL } };
  size_t i = 0;
  while (i < 3 && words[i].word[0] != (char)*json->next) i++;
  if (i == 3) return false;
  for (const char *letter = words[i].word; *letter != 0; letter++)
    if (!take(json, (uint8_t)*letter)) return false;
  event->kind = words[i].kind;
  return true;
}

/* --- Structure --- */

static bool in_object(const pnri_json_reader *json) { return (json->objects >> (json->depth - 1) & 1) != 0; }

static void end_value(pnri_json_reader *json) { json->expected = json->depth != 0 ? COMMA_OR_CLOSE : END; }

static pnr_status open_level(pnri_json_reader *json, pnri_json_event *event, bool is_object, pnr_error *error)
{
  if (json->depth == PNRI_JSON_DEPTH) return pnri_fail_at(error, PNR_E_LIMIT, place_of(json));
  json->next++;
  json->objects &= ~(UINT64_C(1) << json->depth);
  json->objects |= (uint64_t)is_object << json->depth;
  json->depth++;
  json->expected = is_object ? FIRST_KEY : FIRST_VALUE;
  event->kind = is_object ? PNRI_JSON_OBJECT : PNRI_JSON_ARRAY;
  return PNR_OK;
}

static pnr_status close_level(pnri_json_reader *json, pnri_json_event *event)
{
  event->kind = in_object(json) ? PNRI_JSON_OBJECT_END : PNRI_JSON_ARRAY_END;
  json->next++;
  event->depth = --json->depth;
  end_value(json);
  return PNR_OK;
}

static pnr_status read_value(pnri_json_reader *json, pnri_json_event *event, pnr_error *error)
{
  uint8_t octet = *json->next;
  if (octet == '{' || octet == '[') return open_level(json, event, octet == '{', error);
  bool is_read;
  if (octet == '"') {
    event->kind = PNRI_JSON_STRING;
    is_read = read_string(json, event);
  } else if (octet == '-' || is_digit(json)) {
    event->kind = PNRI_JSON_NUMBER;
    is_read = read_number(json, event);
  } else {
    is_read = read_word(json, event);
  }
  if (!is_read) return fail_here(json, error);
  end_value(json);
  return PNR_OK;
}

static pnr_status read_key(pnri_json_reader *json, pnri_json_event *event, pnr_error *error)
{
  event->kind = PNRI_JSON_KEY;
  if (!read_string(json, event)) return fail_here(json, error);
  skip_space(json);
  if (!take(json, ':')) return fail_here(json, error);
  json->expected = VALUE;
  return PNR_OK;
}

static bool may_close(const pnri_json_reader *json)
{
  if (json->depth == 0) return false;
  return *json->next == (in_object(json) ? '}' : ']') &&
         (json->expected == COMMA_OR_CLOSE || json->expected == FIRST_KEY || json->expected == FIRST_VALUE);
}

static pnr_status read_event(pnri_json_reader *json, pnri_json_event *event, pnr_error *error)
{
  skip_space(json);
  if (json->next < json->end && json->expected == COMMA_OR_CLOSE && take(json, ',')) {
    json->expected = in_object(json) ? KEY : VALUE;
    skip_space(json);
  }
  if (json->next == json->end) return json->expected == END ? PNR_END : fail_here(json, error);
  *event = (pnri_json_event){ .depth = json->depth, .offset = place_of(json) };
  if (may_close(json)) return close_level(json, event);
  switch (json->expected) {
  case FIRST_KEY:
  case KEY: return read_key(json, event, error);
  case VALUE:
  case FIRST_VALUE: return read_value(json, event, error);
  default: return fail_here(json, error);
  }
}

pnr_status pnri_json_next(pnri_json_reader *json, pnri_json_event *event, pnr_error *error)
{
  pnri_json_reader before = *json;
  pnr_error fault = { .size = sizeof fault };
  pnr_status status = read_event(json, event, &fault);
  if (status == PNR_OK || status == PNR_END) return status;
  *json = before; /* so that the fault repeats */
  return pnri_fail(error, fault);
}
