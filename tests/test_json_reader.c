/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "encoding/json.h"
#include "support.h"

#define ROWS(array) (sizeof(array) / sizeof(array)[0])

/* Reads all of text: the status at its end, and the offset of a fault. */
static pnr_status read_all(const char *text, size_t size, uint64_t *offset)
{
  uint8_t *copy = exact_copy(text, size);
  pnri_json_reader json;
  pnri_json_event event;
  pnr_error error = { .size = sizeof error };
  pnr_status status;
  pnri_json_reader_open(&json, (pnr_slice){ copy, size });
  while ((status = pnri_json_next(&json, &event, &error)) == PNR_OK)
    cr_assert(event.offset < size && event.text.size <= size && event.kind != 0);
  *offset = error.offset;
  pnr_error again = { .size = sizeof again };
  cr_expect(eq(i32, pnri_json_next(&json, &event, &again), status), "a fault repeats");
  cr_expect(eq(u64, again.offset, *offset), "a fault repeats");
  free(copy);
  return status;
}

Test(json_reader, accepts_what_the_grammar_allows)
{
  static const char *const texts[] = {
    "{}",
    "[]",
    "\"\"",
    "0",
    "-0",
    "true",
    "false",
    "null",
    " [ 1 , 2 ]\r\n\t",
    "[[],{},[{}]]",
    "{\"a\":{\"b\":[1]}}",
    "1.5",
    "-12.25e+10",
    "1E9",
    "0e-1",
    "0.0",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
    "\"\\ud83d\\ude00\"",
    "\"\x7F\"",
    "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"",
    "{\"a\":1,\"a\":2}",
    "{\"\":0}",
    "\"\\u0000\"",
    "[1,\"a\",null,true]",
  };
  for (size_t i = 0; i < ROWS(texts); i++) {
    uint64_t offset;
    cr_expect(eq(i32, read_all(texts[i], strlen(texts[i]), &offset), PNR_END), "%s", texts[i]);
  }
}

Test(json_reader, refuses_everything_else_at_the_octet_that_is_wrong)
{
  static const struct {
    const char *text;
    uint64_t offset;
  } rows[] = {
    { "", 0 },
    { "  ", 2 },
    { "[1,]", 3 },
    { "{\"a\":1,}", 7 },
    { "[,1]", 1 },
    { "[1 2]", 3 },
    { "{\"a\" 1}", 5 },
    { "{1:2}", 1 },
    { "{\"a\":}", 5 },
    { "{\"a\",1}", 4 },
    { "[}", 1 },
    { "{]", 1 },
    { "[1}", 2 },
    { "01", 1 },
    { "-", 1 },
    { "1.", 2 },
    { ".5", 0 },
    { "1e", 2 },
    { "+1", 0 },
    { "1e+", 3 },
    { "tru", 3 },
    { "True", 0 },
    { "nul", 3 },
    { "nan", 1 },
    { "'a'", 0 },
    { "\"a", 2 },
    { "\"\\x\"", 1 },
    { "\"\\u12\"", 1 },
    { "\"\\ud83d\"", 1 },
    { "\"\\ude00\"", 1 },
    { "\"\\ud83dx\"", 1 },
    { "\"\\ud83d\\u0041\"", 1 },
    { "\"\n\"", 1 },
    { "\"\t\"", 1 },
    { "\"\xFF\"", 1 },
    { "\"\xC0\x80\"", 1 },
    { "\"\xED\xA0\x80\"", 1 },
    { "1 1", 2 },
    { "{} x", 3 },
    { "// a", 0 },
    { "[1,\n//\n2]", 4 },
    { "\xEF\xBB\xBF{}", 0 },
    { "]", 0 },
    { "}", 0 },
    { "[", 1 },
    { "{\"a\"", 4 },
    { "{\"a\":", 5 },
    { "{\"a\":1", 6 },
    { "[1", 2 },
    { "[1,", 3 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    uint64_t offset;
    cr_expect(eq(i32, read_all(rows[i].text, strlen(rows[i].text), &offset), PNR_E_SYNTAX), "%s", rows[i].text);
    cr_expect(eq(u64, offset, rows[i].offset), "%s", rows[i].text);
  }
}

Test(json_reader, tells_kind_depth_text_and_place_of_each_event)
{
  static const char text[] = " {\"a\": [1, {\"b\": null}], \"c\\n\": \"d\"} ";
  static const struct {
    uint32_t kind, depth;
    const char *text;
    uint64_t offset;
    bool escaped;
  } rows[] = {
    { PNRI_JSON_OBJECT, 0, "", 1, false },     { PNRI_JSON_KEY, 1, "a", 2, false },
    { PNRI_JSON_ARRAY, 1, "", 7, false },      { PNRI_JSON_NUMBER, 2, "1", 8, false },
    { PNRI_JSON_OBJECT, 2, "", 11, false },    { PNRI_JSON_KEY, 3, "b", 12, false },
    { PNRI_JSON_NULL, 3, "", 17, false },      { PNRI_JSON_OBJECT_END, 2, "", 21, false },
    { PNRI_JSON_ARRAY_END, 1, "", 22, false }, { PNRI_JSON_KEY, 1, "c\\n", 25, true },
    { PNRI_JSON_STRING, 1, "d", 32, false },   { PNRI_JSON_OBJECT_END, 0, "", 35, false },
  };
  pnri_json_reader json;
  pnri_json_event event;
  pnri_json_reader_open(&json, text_slice(text));
  for (size_t i = 0; i < ROWS(rows); i++) {
    cr_assert(eq(i32, pnri_json_next(&json, &event, NULL), PNR_OK), "event %zu", i);
    cr_expect(eq(u32, event.kind, rows[i].kind), "event %zu", i);
    cr_expect(eq(u32, event.depth, rows[i].depth), "event %zu", i);
    cr_expect(slice_is(event.text, rows[i].text), "event %zu", i);
    cr_expect(eq(u64, event.offset, rows[i].offset), "event %zu", i);
    cr_expect(event.escaped == rows[i].escaped, "event %zu", i);
  }
  cr_expect(eq(i32, pnri_json_next(&json, &event, NULL), PNR_END));
}

Test(json_reader, strings_are_decoded_within_their_own_length)
{
  static const struct {
    const char *text, *decoded;
  } rows[] = {
    { "\"plain\"", "plain" },
    { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t" },
    { "\"\\u00e9\\u20AC\"", "\xC3\xA9\xE2\x82\xAC" },
    { "\"\\ud83d\\ude00!\"", "\xF0\x9F\x98\x80!" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnri_json_reader json;
    pnri_json_event event;
    pnri_json_reader_open(&json, text_slice(rows[i].text));
    cr_assert(eq(i32, pnri_json_next(&json, &event, NULL), PNR_OK));
    uint8_t *out = malloc(event.text.size);
    size_t size = pnri_json_copy(&event, out);
    cr_expect(size == strlen(rows[i].decoded) && memcmp(out, rows[i].decoded, size) == 0, "%s", rows[i].text);
    free(out);
  }
}

Test(json_reader, depth_is_bounded)
{
  char text[2 * PNRI_JSON_DEPTH + 4];
  uint64_t offset;
  memset(text, '[', PNRI_JSON_DEPTH);
  memset(text + PNRI_JSON_DEPTH, ']', PNRI_JSON_DEPTH);
  cr_expect(eq(i32, read_all(text, 2 * PNRI_JSON_DEPTH, &offset), PNR_END));
  memset(text, '[', PNRI_JSON_DEPTH + 1);
  cr_expect(eq(i32, read_all(text, PNRI_JSON_DEPTH + 1, &offset), PNR_E_LIMIT));
  cr_expect(eq(u64, offset, PNRI_JSON_DEPTH));
}
