/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>

#include "encoding/xml.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* Renders the events of a document: <name =name:value text /name. Returns the status that ended it. */
static pnr_status render(const pnr_env *env, const char *text, size_t size, char *out, pnr_error *error)
{
  uint8_t *input = exact_copy(text, size);
  pnri_xml *xml = NULL;
  pnri_xml_event event;
  *out = 0;
  pnr_status status = pnri_xml_open(env, input, size, &xml, error);
  while (status == PNR_OK && (status = pnri_xml_next(xml, &event, error)) == PNR_OK) {
    static const char *const marks[] = { "?", "<", "=", "", "/" };
    out += sprintf(out, "%s%.*s", marks[event.kind], (int)event.name.size, (const char *)event.name.data);
    out += sprintf(out, "%s%.*s ", event.kind == PNRI_XML_ATTRIBUTE ? ":" : "", (int)event.text.size,
                   (const char *)event.text.data);
  }
  pnri_xml_close(xml);
  free(input);
  return status;
}

Test(xml, events_follow_the_document)
{
  static const struct {
    const char *name, *text, *expected;
    pnr_status status;
    uint64_t offset;
  } rows[] = {
    { "elements", "<a><b>x</b><c/></a>", "<a <b x /b <c /c /a ", PNR_END, 0 },
    { "attributes", "<a p=\"1\" q='&lt;2'/>", "<a =p:1 =q:<2 /a ", PNR_END, 0 },
    { "mark and declaration", "\xEF\xBB\xBF<?xml version=\"1.0\"?><a>\xC5\x88</a>", "<a \xC5\x88 /a ", PNR_END, 0 },
    { "Latin-1", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xE9</a>", "<a \xC3\xA9 /a ", PNR_END, 0 },
    { "comments say nothing", "<a><!-- x --><b/></a>", "<a <b /b /a ", PNR_END, 0 },
    { "an unknown encoding", "<?xml version=\"1.0\" encoding=\"x-klingon\"?><a/>", "", PNR_E_UNSUPPORTED, 30 },
    { "a document type", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "", PNR_E_UNSUPPORTED, 12 },
    { "an entity of nobody", "<a>x&b;</a>", "<a x ", PNR_E_SYNTAX, 4 },
    { "a wrong end", "<a><b></a>", "<a <b ", PNR_E_SYNTAX, 8 },
    { "cut", "<a><b>x</b>", "<a <b x /b ", PNR_E_SYNTAX, 11 },
    { "no document", "hello", "", PNR_E_SYNTAX, 0 },
    { "nothing", "", "", PNR_E_SYNTAX, 0 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    char out[256];
    pnr_error error = { .size = sizeof error };
    pnr_status status = render(NULL, rows[i].text, strlen(rows[i].text), out, &error);
    cr_expect(eq(i32, status, rows[i].status), "%s", rows[i].name);
    cr_expect_str_eq(out, rows[i].expected, "%s", rows[i].name);
    if (status != PNR_END) cr_expect(eq(u64, error.offset, rows[i].offset), "%s", rows[i].name);
  }
}

Test(xml, elements_in_each_other_are_bounded)
{
  char text[4 * (PNRI_XML_DEPTH + 1)], out[1024];
  for (size_t i = 0; i <= PNRI_XML_DEPTH; i++) memcpy(text + 3 * i, "<a>", 3);
  pnr_error error = { .size = sizeof error };
  cr_expect(eq(i32, render(NULL, text, 3 * (PNRI_XML_DEPTH + 1), out, &error), PNR_E_LIMIT));
  cr_expect(eq(u64, error.offset, 3 * PNRI_XML_DEPTH));
}

Test(xml, places_are_lines_and_octets_of_columns)
{
  static const char text[] = "<a>\n \xC5\x88<b/>\n</a>";
  pnri_xml *xml = NULL;
  cr_assert(eq(i32, pnri_xml_open(NULL, (const uint8_t *)text, strlen(text), &xml, NULL), PNR_OK));
  static const struct {
    uint64_t offset;
    uint32_t line, column;
  } rows[] = { { 0, 1, 1 }, { 7, 2, 4 }, { 12, 3, 1 }, { 5, 2, 2 }, { 1, 1, 2 }, { 16, 3, 5 } };
  for (size_t i = 0; i < ROWS(rows); i++) {
    uint32_t line = 0, column = 0;
    pnri_xml_place(xml, rows[i].offset, &line, &column);
    cr_expect(eq(u32, line, rows[i].line), "offset %u", (uint32_t)rows[i].offset);
    cr_expect(eq(u32, column, rows[i].column), "offset %u", (uint32_t)rows[i].offset);
  }
  pnri_xml_close(xml);
}

/* A document of many slices of input, so that names and texts move and expat's own buffers grow. */
static char *long_document(size_t *size)
{
  enum { ELEMENTS = 2000 };
  char *text = malloc(64 * ELEMENTS + 32), *end = text + sprintf(text, "<list>");
  for (int i = 0; i < ELEMENTS; i++) end += sprintf(end, "<entry number=\"%d\">name %d &amp; more</entry>\n", i, i);
  end += sprintf(end, "</list>");
  *size = (size_t)(end - text);
  return text;
}

Test(xml, a_document_of_many_slices_is_read_whole)
{
  size_t size = 0, out_size = 1 << 18;
  char *text = long_document(&size), *out = malloc(out_size);
  cr_expect(eq(i32, render(NULL, text, size, out, NULL), PNR_END));
  cr_expect(strstr(out, "<entry =number:1999 ") != NULL, "the last entry");
  free(out);
  free(text);
}

Test(xml, every_failed_allocation_ends_cleanly_and_leaves_nothing)
{
  size_t size = 0;
  char *text = long_document(&size), *out = malloc(1 << 18);
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t n = 1; status == PNR_E_MEMORY && n < 1000; n++) {
    counting_allocator state = { 0 };
    pnr_env *env = NULL;
    cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
    state.fail_at = state.count + n;
    status = render(env, text, size, out, NULL);
    state.fail_at = 0;
    pnr_env_close(env);
    cr_expect(eq(u64, state.blocks, 0), "allocation %u", (uint32_t)n);
    cr_expect(eq(u64, state.octets, 0), "allocation %u", (uint32_t)n);
    cr_expect(not(state.not_wiped), "allocation %u", (uint32_t)n);
  }
  cr_expect(eq(i32, status, PNR_END));
  free(out);
  free(text);
}

Test(xml, the_memory_limit_holds_for_expat_too)
{
  size_t size = 1 << 20;
  char *text = malloc(size), out[256];
  memset(text, 'x', size);
  memcpy(text, "<a p='", 6);
  pnr_limits limits = { .size = sizeof limits, .memory = 200000 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK));
  cr_expect(eq(i32, render(env, text, size, out, NULL), PNR_E_MEMORY));
  pnr_env_close(env);
  free(text);
}
