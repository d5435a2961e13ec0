/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "pnr/pnr.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

#define UNB "UNB+UNOA:1+ZX:ZZ+GOV+250310:1015+R'"
#define PAX(ref) "UNH+" ref "+PAXLST:D:12B:UN:IATA'BGM+745'TDT+20+ZX100'UNT+4+" ref "'"
#define OTHER(ref) "UNH+" ref "+CUSDEC:D:05B:UN'BGM+962'UNT+3+" ref "'"

/* Reads all messages of text: "PAXLST 1@0+100" for each, then its findings, then how it ended. */
typedef struct report {
  char text[2048];
  pnr_error error;
} report;

__attribute__((format(printf, 2, 3))) static void add(report *r, const char *format, ...)
{
  size_t size = strlen(r->text);
  va_list values;
  va_start(values, format);
  vsnprintf(r->text + size, sizeof r->text - size, format, values);
  va_end(values);
}

static void add_message(report *r, const pnr_message *message)
{
  const pnr_content *content = pnr_message_content(message);
  add(r, "%s %.*s@%u+%u ", pnr_message_type_name(content->type), (int)content->reference.size,
      (const char *)content->reference.data, (unsigned)content->offset, (unsigned)content->octets);
  for (uint32_t i = 0; i < content->finding_count; i++)
    add(r, "%s@%u+%u ", pnr_finding_name(content->findings[i]->code), (unsigned)content->findings[i]->offset,
        (unsigned)content->findings[i]->length);
  cr_expect(eq(u64, content->octets_recorded + content->octets_in_findings, content->octets));
}

static void read_octets(report *r, const pnr_env *env, const void *octets, size_t size, const pnr_read_options *options)
{
  memset(r, 0, sizeof *r);
  r->error.size = sizeof r->error;
  uint8_t *data = exact_copy(octets, size);
  pnr_reader *reader;
  pnr_message *message;
  pnr_status status = pnr_reader_open(env, data, size, options, &reader, &r->error);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, &r->error)) == PNR_OK) {
    add_message(r, message);
    pnr_message_close(message);
  }
  if (reader != NULL) cr_expect(eq(i32, pnr_reader_next(reader, &message, NULL), status), "the end stays the end");
  add(r, "%d", (int)status);
  pnr_reader_close(reader);
  free(data);
}

typedef struct row {
  const char *name, *text, *wanted;
} row;

Test(reader, messages_of_other_types_become_findings_of_their_neighbours)
{
  static const row rows[] = {
    { "one", UNB PAX("1") "UNZ+1+R'", "PAXLST 1@0+99 1" },
    { "two", UNB PAX("1") PAX("2") "UNZ+2+R'", "PAXLST 1@0+91 PAXLST 2@91+64 1" },
    { "another behind", UNB PAX("1") OTHER("2") "UNZ+2+R'", "PAXLST 1@0+137 EDI_UNKNOWN_TYPE@91+46 1" },
    { "another in front", UNB OTHER("1") PAX("2") "UNZ+2+R'", "PAXLST 2@0+137 EDI_UNKNOWN_TYPE@0+73 1" },
    { "others around", UNB OTHER("1") OTHER("2") PAX("3") OTHER("4") "UNZ+4+R'",
      "PAXLST 3@0+213 EDI_UNKNOWN_TYPE@0+73 EDI_UNKNOWN_TYPE@73+38 EDI_UNKNOWN_TYPE@167+46 1" },
    { "only others", UNB OTHER("1") OTHER("2") "UNZ+2+R'", "42" },
    { "no type at all", UNB "UNH+1'BGM+745'UNT+3+1'UNZ+1+R'", "42" },
    { "no message", UNB "UNZ+0+R'", "41" },
    { "type in small letters", UNB "UNH+1+paxlst:D:12B'TDT+20+ZX100'UNT+3+1'UNZ+1+R'", "paxlst" },
    { "an unpublished version", UNB "UNH+1+PAXLST:D:00Z'TDT+20+ZX100'UNT+3+1'UNZ+1+R'",
      "PAXLST 1@0+83 EDI_VERSION@35+3 1" },
    { "a version of PNRGOV that nobody published", UNB "UNH+1+PNRGOV:5:1:IA'UNT+2+1'UNZ+1+R'", "EDI_VERSION@35+3" },
    { "a preparation date that is none", "UNB+UNOA:1+A+B+251310:1015+R'" PAX("1") "UNZ+1+R'",
      "PAXLST 1@0+93 DATE_INVALID@0+3 1" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    report r;
    read_octets(&r, NULL, rows[i].text, strlen(rows[i].text), NULL);
    if (strcmp(rows[i].wanted, "paxlst") == 0) cr_expect(strncmp(r.text, "PAXLST 1@", 9) == 0, "%s", rows[i].name);
    else if (strncmp(rows[i].wanted, "EDI_", 4) == 0)
      cr_expect(strstr(r.text, rows[i].wanted) != NULL, "%s", rows[i].name);
    else cr_expect_str_eq(r.text, rows[i].wanted, "%s: %s", rows[i].name, r.text);
  }
}

Test(reader, only_the_format_that_was_asked_for_is_read)
{
  report r;
  pnr_read_options options = { .size = sizeof options, .format = PNR_MESSAGE_PNRGOV };
  static const char text[] = UNB PAX("1") "UNZ+1+R'";
  read_octets(&r, NULL, text, sizeof text - 1, &options);
  cr_expect_str_eq(r.text, "42");
  cr_expect(eq(u64, r.error.offset, 35), "at the first UNH");
  options.format = PNR_MESSAGE_PAXLST;
  read_octets(&r, NULL, text, sizeof text - 1, &options);
  cr_expect_str_eq(r.text, "PAXLST 1@0+99 1");
  options.size = sizeof options.size;
  read_octets(&r, NULL, text, sizeof text - 1, &options);
  cr_expect_str_eq(r.text, "PAXLST 1@0+99 1", "what stands behind size is not looked at");
}

Test(reader, wrong_arguments_are_refused)
{
  static const uint8_t data[] = "x";
  pnr_reader *reader = (pnr_reader *)(uintptr_t)1;
  pnr_message *message = NULL;
  pnr_read_options options = { .size = sizeof options, .format = 99 };
  cr_expect(eq(i32, pnr_reader_open(NULL, NULL, 5, NULL, &reader, NULL), PNR_E_ARGUMENT));
  cr_expect(reader == NULL);
  cr_expect(eq(i32, pnr_reader_open(NULL, data, 1, NULL, NULL, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_reader_open(NULL, data, 1, &options, &reader, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_reader_open(NULL, NULL, 0, NULL, &reader, NULL), PNR_E_EMPTY));
  cr_expect(eq(i32, pnr_reader_open(NULL, data, 1, NULL, &reader, NULL), PNR_E_FORMAT));
  cr_expect(eq(i32, pnr_reader_next(NULL, &message, NULL), PNR_E_ARGUMENT));
  pnr_reader_close(NULL);
}

Test(reader, the_head_of_the_content_comes_from_the_envelope)
{
  static const char text[] = "UNA:+.? 'UNB+UNOA:4+ZX:ZZ+GOV+20250310:1015+R'"
                             "UNH+M1+PAXLST:D:12B:UN:IATA+KEY+02:F'BGM+745'TDT+20+ZX100'UNT+4+M1'UNZ+1+R'";
  pnr_reader *reader;
  pnr_message *message;
  cr_assert(eq(i32, pnr_reader_open(NULL, (const uint8_t *)text, strlen(text), NULL, &reader, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_reader_next(reader, &message, NULL), PNR_OK));
  pnr_reader_close(reader);
  const pnr_content *content = pnr_message_content(message);
  const struct {
    const char *name;
    pnr_slice got;
    const char *wanted;
  } rows[] = {
    { "version", content->version, "D:12B" },
    { "sender", content->sender, "ZX" },
    { "recipient", content->recipient, "GOV" },
    { "reference", content->reference, "M1" },
    { "interchange", content->interchange, "R" },
    { "key", content->key, "KEY" },
    { "UNA", content->items[0]->text, "UNA:+.? '" },
    { "UNB", content->items[1]->text, "UNB+UNOA:4+ZX:ZZ+GOV+20250310:1015+R" },
    { "UNH", content->items[2]->text, "UNH+M1+PAXLST:D:12B:UN:IATA+KEY+02:F" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) cr_expect(slice_is(rows[i].got, rows[i].wanted), "%s", rows[i].name);
  cr_expect(eq(u32, content->prepared, 20250310));
  cr_expect(eq(i32, content->prepared_time, 615));
  cr_expect(eq(u32, content->part_number, 2));
  cr_expect(eq(u32, content->part_first, 0));
  cr_expect(eq(u32, content->part_last, 1));
  pnr_message_close(message);
}

Test(reader, parts_are_told_apart)
{
  static const struct {
    const char *name, *status;
    uint32_t number, first, last;
  } rows[] = {
    { "not numbered", "", 0, 1, 1 },         { "first of several", "+KEY+01:C", 1, 1, 0 },
    { "the only one", "+KEY+1:F", 1, 1, 1 }, { "in between", "+KEY+2", 2, 0, 0 },
    { "last", "+KEY+13:F", 13, 0, 1 },       { "a number that is none", "+KEY+X", 0, 1, 1 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    char text[256];
    snprintf(text, sizeof text, UNB "UNH+1+PAXLST:D:12B:UN%s'TDT+20+ZX100'UNT+3+1'UNZ+1+R'", rows[i].status);
    pnr_reader *reader;
    pnr_message *message;
    cr_assert(eq(i32, pnr_reader_open(NULL, (const uint8_t *)text, strlen(text), NULL, &reader, NULL), PNR_OK));
    cr_assert(eq(i32, pnr_reader_next(reader, &message, NULL), PNR_OK));
    const pnr_content *content = pnr_message_content(message);
    cr_expect(eq(u32, content->part_number, rows[i].number), "%s", rows[i].name);
    cr_expect(eq(u32, content->part_first, rows[i].first), "%s", rows[i].name);
    cr_expect(eq(u32, content->part_last, rows[i].last), "%s", rows[i].name);
    pnr_message_close(message);
    pnr_reader_close(reader);
  }
}

Test(reader, every_failing_allocation_is_told_and_leaks_nothing)
{
  static const char text[] =
    "x" UNB OTHER("1") "UNH+2+PAXLST:D:12B:UN:IATA'BGM+745'NAD+MS+++DESK'COM+12345:TE'"
                       "TDT+20+ZX100'LOC+125+AAA'LOC+87+BBB'NAD+FL+++NOVAK:PETRA:ANNA'RFF+AVF:L1'RFF+YZY:1'"
                       "COM+P//MAIL.TEST:EM'FTX+BAG+++ZX1:3'DOC+P+X1'CNT+42:1'UNT+15+2'" OTHER("3") "UNZ+3+R'";
  uint64_t needed = 0;
  for (uint64_t fail_at = 1; fail_at < 400 && needed == 0; fail_at++) {
    counting_allocator state = { .fail_at = fail_at };
    pnr_env *env = NULL;
    if (pnr_env_open(counting_allocate, &state, NULL, &env, NULL) != PNR_OK) continue;
    report r;
    read_octets(&r, env, text, sizeof text - 1, NULL);
    pnr_env_close(env);
    cr_expect(eq(u64, state.blocks, 0), "allocation %u", (unsigned)fail_at);
    cr_expect(eq(int, state.not_wiped, 0), "allocation %u", (unsigned)fail_at);
    if (r.error.status == PNR_OK) needed = fail_at;
    else cr_expect(eq(i32, r.error.status, PNR_E_MEMORY), "allocation %u: %d", (unsigned)fail_at, (int)r.error.status);
  }
  cr_expect(needed > 5);
}

Test(reader, a_place_is_told_as_line_and_column)
{
  static const char text[] = "ab\r\nc\rd\n";
  static const struct {
    uint64_t offset;
    uint32_t line, column;
  } rows[] = {
    { 0, 1, 1 }, { 2, 1, 3 }, { 4, 2, 1 }, { 5, 2, 2 }, { 6, 3, 1 }, { 8, 4, 1 }, { 99, 4, 1 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    uint32_t line, column;
    pnr_place((const uint8_t *)text, strlen(text), rows[i].offset, &line, &column);
    cr_expect(eq(u32, line, rows[i].line), "offset %u", (unsigned)rows[i].offset);
    cr_expect(eq(u32, column, rows[i].column), "offset %u", (unsigned)rows[i].offset);
  }
}
