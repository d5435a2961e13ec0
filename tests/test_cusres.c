/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "changes.h"
#include "pnr/pnr.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* An answer around some segments, and what was read of it as one line. All persons are invented. */
#define HEAD \
  "UNB+UNOA:4+GOV+ZX+250310:1015+R'UNG+CUSRES+GOV+ZX+250310:1015+1+UN+D:05B'UNH+1+CUSRES:D:05B:UN:IATA+K7+01:F'"
#define TAIL "UNT+9+1'UNE+1+1'UNZ+1+R'"
#define BGM "BGM+962'"
#define FLIGHT "RFF+AF:ZX100'DTM+189:2503101200:201'DTM+232:2503101500:201'LOC+125+AAA'LOC+87+BBB'"
#define PERSON "ERP+2'RFF+AVF:LOC001'RFF+ABO:7'"

typedef struct reading {
  uint8_t *data;
  pnr_reader *reader;
  pnr_message *message;
  const pnr_content *content;
  char line[2048];
  char findings[1024];
} reading;

__attribute__((format(printf, 2, 3))) static void add(reading *r, const char *format, ...)
{
  size_t size = strlen(r->line);
  va_list values;
  va_start(values, format);
  vsnprintf(r->line + size, sizeof r->line - size, format, values);
  va_end(values);
}

static void add_slice(reading *r, const char *before, pnr_slice slice)
{
  if (slice.size != 0) add(r, "%s%.*s", before, (int)slice.size, (const char *)slice.data);
}

static void add_leg(reading *r, const pnr_leg *leg)
{
  add_slice(r, "<", leg->carrier);
  add_slice(r, " ", leg->number);
  add_slice(r, " ", leg->from);
  if (leg->departs != 0) add(r, "@%u:%d", (unsigned)leg->departs, (int)leg->departs_time);
  add_slice(r, "-", leg->to);
  if (leg->arrives != 0) add(r, "@%u:%d", (unsigned)leg->arrives, (int)leg->arrives_time);
  add(r, ">");
}

static void add_response(reading *r, const pnr_response *response)
{
  add(r, "[%s %s", pnr_level_name(response->level), pnr_response_name(response->meaning));
  add_slice(r, " ", response->code);
  add_slice(r, " in ", response->locator);
  add_slice(r, " of ", response->unique_reference);
  add_slice(r, " to ", response->transaction);
  add_slice(r, " on ", response->flight);
  add_slice(r, ": ", response->text);
  for (uint32_t i = 0; i < response->item_count; i++) add_slice(r, " item ", response->items[i]->text);
  add(r, "]");
}

/* Findings as NAME@offset within the segments, those of the frame left out. */
static void add_findings(reading *r)
{
  for (uint32_t i = 0; i < r->content->finding_count; i++) {
    const pnr_finding *finding = r->content->findings[i];
    if (finding->code < PNR_F_SEGMENT_UNKNOWN) continue;
    size_t size = strlen(r->findings);
    snprintf(r->findings + size, sizeof r->findings - size, "%s%s@%d", size != 0 ? " " : "",
             pnr_finding_name(finding->code), (int)finding->offset - (int)strlen(HEAD));
  }
}

static void read_segments(reading *r, const char *segments)
{
  char text[2048];
  memset(r, 0, sizeof *r);
  size_t size = (size_t)snprintf(text, sizeof text, "%s%s%s", HEAD, segments, TAIL);
  r->data = exact_copy(text, size);
  cr_assert(eq(i32, pnr_reader_open(NULL, r->data, size, NULL, &r->reader, NULL), PNR_OK), "%s", segments);
  cr_assert(eq(i32, pnr_reader_next(r->reader, &r->message, NULL), PNR_OK), "%s", segments);
  r->content = pnr_message_content(r->message);
  for (uint32_t i = 0; i < r->content->leg_count; i++) add_leg(r, r->content->legs[i]);
  for (uint32_t i = 0; i < r->content->response_count; i++) add_response(r, r->content->responses[i]);
  for (uint32_t i = 0; i < r->content->item_count; i++)
    if (r->content->items[i]->tag.data[0] != 'U') add_slice(r, " item ", r->content->items[i]->text);
  add_findings(r);
}

static void close_reading(reading *r)
{
  pnr_message_close(r->message);
  pnr_reader_close(r->reader);
  free(r->data);
}

typedef struct row {
  const char *name, *segments, *line, *findings;
} row;

static void check_rows(const row *rows, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    reading r;
    read_segments(&r, rows[i].segments);
    cr_expect_str_eq(r.line, rows[i].line, "%s: %s", rows[i].name, r.line);
    cr_expect_str_eq(r.findings, rows[i].findings, "%s: %s", rows[i].name, r.findings);
    cr_expect(eq(u32, r.content->traveller_count, 0), "%s", rows[i].name);
    close_reading(&r);
  }
}

Test(cusres, the_head_and_the_flight_are_those_of_the_list)
{
  reading r;
  read_segments(&r, BGM "RFF+TN:T1'" FLIGHT PERSON "ERC+0Z'");
  const pnr_content *content = r.content;
  cr_expect(eq(u32, content->type, PNR_MESSAGE_CUSRES));
  cr_expect_str_eq(pnr_message_type_name(content->type), "CUSRES");
  cr_expect(eq(u32, content->function, PNR_FUNCTION_RESPONSE));
  cr_expect_str_eq(pnr_function_name(content->function), "response");
  cr_expect(slice_is(content->function_code, "962"));
  cr_expect(slice_is(content->transaction, "T1"));
  cr_expect(slice_is(content->version, "D:05B"));
  cr_expect(slice_is(content->key, "K7"));
  cr_expect(eq(u32, content->transport, PNR_TRANSPORT_AIR));
  cr_expect(eq(u32, content->prepared, 20250310));
  cr_assert(eq(u32, content->response_count, 1));
  cr_expect(eq(u64, content->responses[0]->offset, strlen(HEAD BGM "RFF+TN:T1'" FLIGHT)));
  close_reading(&r);
}

#define YES "[person ok-to-board 0Z in LOC001 of 7]"

Test(cusres, flights_become_legs)
{
  static const row rows[] = {
    { "one", BGM FLIGHT PERSON "ERC+0Z'", "<ZX 100 AAA@20250310:720-BBB@20250310:900>" YES, "" },
    { "two, one with places of no stated role",
      BGM "RFF+AF:ZX100'DTM+189:2503101200:201'DTM+232:2503101500:201'LOC+92+AAA'LOC+92+BBB'RFF+AF:ZX200'"
          "DTM+189:2503101600:201'LOC+125+BBB'LOC+87+CCC'" PERSON "ERC+0Z'",
      "<ZX 100 AAA@20250310:720-BBB@20250310:900><ZX 200 BBB@20250310:960-CCC>" YES, "" },
    { "places without flight", BGM "LOC+125+AAA'LOC+87+BBB'" PERSON "ERC+0Z'", " AAA-BBB>" YES, "" },
    { "a flight without number", BGM "RFF+AF'" PERSON "ERC+0Z'", ">" YES " item RFF+AF", "VALUE_MISSING@8" },
    { "a date that is none", BGM "RFF+AF:ZX100'DTM+189:2513101200:201'" PERSON "ERC+0Z'",
      "<ZX 100>" YES " item DTM+189:2513101200:201", "DATE_INVALID@29" },
    { "no flight at all", BGM PERSON "ERC+0Z'", YES, "" },
  };
  check_rows(rows, ROWS(rows));
}

Test(cusres, codes_have_a_meaning_by_level)
{
  static const row rows[] = {
    { "may board", BGM PERSON "ERC+0Z'FTX+AAP+++OK TO BOARD'", "[person ok-to-board 0Z in LOC001 of 7: OK TO BOARD]",
      "" },
    { "may not", BGM PERSON "ERC+1Z'FTX+AAP+++NO BOARD, ASK?: 123'",
      "[person do-not-board 1Z in LOC001 of 7: NO BOARD, ASK: 123]", "" },
    { "selectee", BGM PERSON "ERC+2Z'", "[person selectee 2Z in LOC001 of 7]", "" },
    { "insufficient", BGM PERSON "ERC+4Z'", "[person insufficient 4Z in LOC001 of 7]", "" },
    { "a code of the country's own", BGM PERSON "ERC+0A'", "[person raw 0A in LOC001 of 7]", "" },
    { "a small letter says nothing", BGM PERSON "ERC+0z'", "[person raw 0z in LOC001 of 7]", "" },
    { "a header's code about a person", BGM PERSON "ERC+0'", "[person raw 0 in LOC001 of 7]", "" },
    { "accepted", BGM "ERP+1'ERC+0'", "[header accepted 0]", "" },
    { "error", BGM "ERP+1'RFF+TN:T2'RFF+AF:ZX100'ERC+1'FTX+AAP+++LINE 1:LINE 2'",
      "[header error 1 to T2 on ZX100: LINE 1 LINE 2 item FTX+AAP+++LINE 1:LINE 2]", "" },
    { "a person's code in the header", BGM "ERP+1'ERC+0Z'", "[header raw 0Z]", "CODE_UNKNOWN@18" },
    { "no level", BGM "ERP'RFF+ABO:7'ERC+0Z'", "[unknown ok-to-board 0Z of 7 item ERP]", "VALUE_MISSING@8" },
    { "a level of no known meaning", BGM "ERP+3'RFF+ABO:7'ERC+0A'", "[unknown raw 0A of 7 item ERP+3]",
      "CODE_UNKNOWN@12 CODE_UNKNOWN@28" },
    { "a code list is kept", BGM PERSON "ERC+0Z:110:111'", "[person ok-to-board 0Z in LOC001 of 7 item ERC+0Z:110:111]",
      "" },
    { "no code", BGM PERSON "FTX+AAP+++WHY'", "[person unknown in LOC001 of 7: WHY]", "VALUE_MISSING@8" },
    { "an empty code", BGM PERSON "ERC'", "[person unknown in LOC001 of 7 item ERC]", "VALUE_MISSING@8" },
  };
  check_rows(rows, ROWS(rows));
}

Test(cusres, an_answer_never_goes_to_somebody_else)
{
  static const row rows[] = {
    { "several", BGM PERSON "ERC+0Z'ERP+2'RFF+ABO:8'RFF+AVF:LOC002'ERC+1Z'ERP+2'RFF+ABO:9'ERC+0Z'",
      YES "[person do-not-board 1Z in LOC002 of 8][person ok-to-board 0Z of 9]", "" },
    { "one without code", BGM PERSON "ERP+2'RFF+ABO:8'ERC+0Z'",
      "[person unknown in LOC001 of 7][person ok-to-board 0Z of 8]", "VALUE_MISSING@8" },
    { "one without ERP", BGM PERSON "ERC+0Z'RFF+AVF:LOC002'RFF+ABO:8'ERC+1Z'",
      YES "[unknown do-not-board 1Z in LOC002 of 8]", "SEGMENT_MISPLACED@46" },
    { "the code before the references", BGM "ERP+2'ERC+1Z'RFF+ABO:7'", "[person do-not-board 1Z of 7]", "" },
    { "two codes about the same", BGM PERSON "ERC+0A'FTX+AAP+++A'ERC+1Z'FTX+AAP+++B'",
      "[person raw 0A in LOC001 of 7: A][person do-not-board 1Z in LOC001 of 7: B]", "" },
    { "about nobody", BGM "ERP+2'ERC+1Z'", "[person do-not-board 1Z]", "VALUE_MISSING@8" },
    { "a code alone", BGM "ERC+1Z'", "[unknown do-not-board 1Z]", "SEGMENT_MISPLACED@8 VALUE_MISSING@8" },
    { "two locators", BGM PERSON "RFF+AVF:LOC002'ERC+0Z'", "[person ok-to-board 0Z in LOC001 of 7 item RFF+AVF:LOC002]",
      "" },
    { "the same locator twice", BGM PERSON "RFF+AVF:LOC001'ERC+0Z'", YES, "" },
  };
  check_rows(rows, ROWS(rows));
}

Test(cusres, what_has_no_field_is_kept)
{
  static const row rows[] = {
    { "another document", "BGM+999'" PERSON "ERC+0Z'", YES, "CODE_UNKNOWN@4" },
    { "responses of other countries", "BGM+312'" PERSON "ERC+0Z'", YES, "" },
    { "no document name", "BGM'" PERSON "ERC+0Z'", YES " item BGM", "CODE_UNKNOWN@0" },
    { "two documents", BGM BGM PERSON "ERC+0Z'", YES " item BGM+962", "" },
    { "more of a transaction", BGM "RFF+TN:T1:::2'" PERSON "ERC+0Z'", YES " item RFF+TN:T1:::2", "" },
    { "another reference", BGM "RFF+ZZZ:1'" PERSON "RFF+ZZZ:2'ERC+0Z'",
      "[person ok-to-board 0Z in LOC001 of 7 item RFF+ZZZ:2] item RFF+ZZZ:1", "CODE_UNKNOWN@12 CODE_UNKNOWN@53" },
    { "a text of another kind", BGM PERSON "ERC+0Z'FTX+ZZZ+++A'FTX+AAP+++B'",
      "[person ok-to-board 0Z in LOC001 of 7: A item FTX+ZZZ+++A item FTX+AAP+++B]", "" },
    { "a text in the head", BGM "FTX+AAP+++A'" PERSON "ERC+0Z'", YES " item FTX+AAP+++A", "" },
    { "a place behind the answers", BGM PERSON "ERC+0Z'LOC+125+AAA'",
      "[person ok-to-board 0Z in LOC001 of 7 item LOC+125+AAA]", "SEGMENT_MISPLACED@46" },
    { "an unknown segment", BGM "XYZ+1'" PERSON "ERC+0Z'", YES " item XYZ+1", "SEGMENT_UNKNOWN@8" },
    { "a time of no known meaning", BGM "DTM+999:250310:101'" PERSON "ERC+0Z'", YES " item DTM+999:250310:101",
      "CODE_UNKNOWN@12" },
    { "nothing", "", "", "VALUE_MISSING@-35" },
  };
  check_rows(rows, ROWS(rows));
}

#define WHOLE \
  BGM "RFF+TN:T1:::2'" FLIGHT "ERP+1'ERC+0'" PERSON "ERC+1Z'FTX+AAP+++NO:BOARD'ERC+0A'RFF+ABO:8'ERC+2Z:1'XYZ+1'"

Test(cusres, json_tells_all_and_only_a_reader_of_answers_reads_them)
{
  static const char text[] = HEAD WHOLE TAIL;
  static const char expected[] =
    "\"travellers\":[],\"responses\":[{\"level\":\"header\",\"meaning\":\"accepted\",\"code\":\"0\"},"
    "{\"level\":\"person\",\"meaning\":\"do-not-board\",\"code\":\"1Z\",\"text\":\"NO BOARD\",\"locator\":\"LOC001\","
    "\"unique_reference\":\"7\",\"items\":[{\"tag\":\"FTX\",\"text\":\"FTX+AAP+++NO:BOARD\"}]},"
    "{\"level\":\"person\",\"meaning\":\"raw\",\"code\":\"0A\",\"locator\":\"LOC001\","
    "\"unique_reference\":\"7\"},{\"level\":\"unknown\",\"meaning\":\"selectee\",\"code\":\"2Z\",\"unique_reference\":\"8\","
    "\"items\":[{\"tag\":\"ERC\",\"text\":\"ERC+2Z:1\"},{\"tag\":\"XYZ\",\"text\":\"XYZ+1\"}]}]";
  uint8_t *data = exact_copy(text, sizeof text - 1);
  pnr_read_options options = { .size = sizeof options, .format = PNR_MESSAGE_CUSRES };
  pnr_reader *reader;
  pnr_message *message;
  pnr_text *json;
  cr_assert(eq(i32, pnr_reader_open(NULL, data, sizeof text - 1, &options, &reader, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_reader_next(reader, &message, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_text_open(NULL, &json, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_json_message(json, message, text_slice(""), NULL), PNR_OK));
  char copy[8192];
  pnr_slice slice = pnr_text_get(json);
  cr_assert(slice.size < sizeof copy);
  memcpy(copy, slice.data, slice.size);
  copy[slice.size] = 0;
  cr_expect(strstr(copy, expected) != NULL, "%s", copy);
  pnr_text_close(json);
  pnr_message_close(message);
  pnr_reader_close(reader);
  options.format = PNR_MESSAGE_PAXLST;
  cr_assert(eq(i32, pnr_reader_open(NULL, data, sizeof text - 1, &options, &reader, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_reader_next(reader, &message, NULL), PNR_E_UNSUPPORTED));
  pnr_reader_close(reader);
  free(data);
}

Test(cusres, names_and_views_are_told)
{
  cr_expect_str_eq(pnr_level_name(PNR_LEVEL_UNKNOWN), "unknown");
  cr_expect_str_eq(pnr_level_name(99), "unknown");
  cr_expect_str_eq(pnr_response_name(PNR_RESPONSE_UNKNOWN), "unknown");
  cr_expect_str_eq(pnr_response_name(99), "unknown");
  cr_expect(eq(u32, pnr_view_size(PNR_VIEW_RESPONSE), sizeof(pnr_response)));
  int has_responses = PNR_HAS(PNR_VIEW_CONTENT, pnr_content, response_count);
  cr_expect(has_responses);
}

static pnr_status read_octets(const pnr_env *env, const uint8_t *data, size_t size, uint32_t *responses,
                              pnr_error *error)
{
  pnr_reader *reader;
  pnr_message *message = NULL;
  *responses = 0;
  pnr_status status = pnr_reader_open(env, data, size, NULL, &reader, error);
  if (status != PNR_OK) return status;
  status = pnr_reader_next(reader, &message, error);
  if (status == PNR_OK) {
    const pnr_content *content = pnr_message_content(message);
    cr_expect(eq(u64, content->octets, size));
    cr_expect(eq(u64, content->octets_recorded + content->octets_in_findings, content->octets));
    *responses = content->response_count;
  }
  pnr_message_close(message);
  pnr_reader_close(reader);
  return status;
}

Test(cusres, a_message_cut_at_any_octet_gives_the_answers_up_to_there)
{
  static const char text[] = HEAD WHOLE TAIL;
  uint32_t before = 0, responses = 0;
  for (size_t size = strlen(HEAD); size < sizeof text; size++) {
    uint8_t *data = exact_copy(text, size);
    cr_expect(eq(i32, read_octets(NULL, data, size, &responses, NULL), PNR_OK), "%zu", size);
    cr_expect(responses >= before, "%zu: %u", size, responses);
    before = responses;
    free(data);
  }
  cr_expect(eq(u32, responses, 4));
}

Test(cusres, no_octet_changes_unseen)
{
  static const char text[] = HEAD WHOLE "UNT+20+1'UNE+1+1'UNZ+1+R'";
  cr_expect(eq(u32, silent_changes(text, sizeof text - 1), 0));
}

Test(cusres, the_number_of_answers_is_limited)
{
  static const char text[] = HEAD BGM PERSON "ERC+0Z'ERP+2'RFF+ABO:8'ERC+0Z'ERP+2'RFF+ABO:9'ERC+0Z'" TAIL;
  pnr_limits limits = { .size = sizeof limits, .travellers = 2 };
  pnr_error error = { .size = sizeof error };
  pnr_env *env;
  uint32_t responses;
  uint8_t *data = exact_copy(text, sizeof text - 1);
  cr_assert(eq(i32, pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK));
  cr_expect(eq(i32, read_octets(env, data, sizeof text - 1, &responses, &error), PNR_E_LIMIT));
  cr_expect(eq(u64, error.offset, (uint64_t)(strstr(text, "ERP+2'RFF+ABO:9") - text)));
  pnr_env_close(env);
  free(data);
}

Test(cusres, no_allocation_is_taken_for_granted)
{
  static const char text[] = HEAD WHOLE TAIL;
  uint8_t *data = exact_copy(text, sizeof text - 1);
  pnr_status status = PNR_E_MEMORY;
  uint64_t n = 0;
  while (status == PNR_E_MEMORY) {
    counting_allocator state = { .fail_at = 0 };
    pnr_env *env;
    uint32_t responses;
    cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
    state.fail_at = state.count + ++n;
    status = read_octets(env, data, sizeof text - 1, &responses, NULL);
    pnr_env_close(env);
    cr_expect(status == PNR_OK || status == PNR_E_MEMORY, "allocation %u", (unsigned)n);
    cr_expect(eq(u64, state.blocks, 0), "allocation %u leaks", (unsigned)n);
    cr_expect(state.not_wiped == 0, "allocation %u", (unsigned)n);
  }
  cr_expect(n > 3);
  free(data);
}
