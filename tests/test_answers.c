/* SPDX-License-Identifier: Apache-2.0
 *
 * ACKRES and CONTRL. All names are invented. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "changes.h"
#include "pnr/pnr.h"
#include "pnrgov_support.h"

#define ACKRES "UNB+IATA:1+GOV+ZX+250310:1015+R'UNH+1+ACKRES:13:1:IA+ZX100/100325'"
#define CONTRL "UNB+UNOA:4+GOV+ZX+250310:1015+R'UNH+1+CONTRL:4:1:UN'"
#define TAIL "UNT+9+1'UNZ+1+R'"
#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

static void describe_response(line *l, const pnr_response *response)
{
  add(l, "[%s %s", pnr_level_name(response->level), pnr_response_name(response->meaning));
  add_slice(l, " ", response->code);
  add_slice(l, ": ", response->text);
  for (uint32_t i = 0; i < response->item_count; i++) add_slice(l, " item ", response->items[i]->text);
  add(l, "]");
}

/* Findings as NAME@offset behind the head, those of the frame left out. */
static void describe_places(line *l, const pnr_content *content, size_t head)
{
  for (uint32_t i = 0; i < content->finding_count; i++)
    if (content->findings[i]->code >= PNR_F_SEGMENT_UNKNOWN)
      add(l, "%s%s@%d", l->size != 0 ? " " : "", pnr_finding_name(content->findings[i]->code),
          (int)content->findings[i]->offset - (int)head);
}

typedef struct row {
  const char *name, *segments, *line, *findings;
} row;

static void check_rows(const char *head, const row *rows, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    char text[1024];
    reading r;
    line l = { .size = 0 }, findings = { .size = 0 };
    read_octets(&r, NULL, text, (size_t)snprintf(text, sizeof text, "%s%s" TAIL, head, rows[i].segments));
    cr_assert(eq(i32, r.status, PNR_OK), "%s", rows[i].name);
    for (uint32_t n = 0; n < r.content->response_count; n++) describe_response(&l, r.content->responses[n]);
    for (uint32_t n = 0; n < r.content->syntax_report_count; n++) describe_report(&l, r.content->syntax_reports[n]);
    for (uint32_t n = 0; n < r.content->item_count; n++)
      if (!slice_is(r.content->items[n]->tag, "UNB") && !slice_is(r.content->items[n]->tag, "UNH"))
        add_slice(&l, " item ", r.content->items[n]->text);
    describe_places(&findings, r.content, strlen(head));
    cr_expect_str_eq(l.text, rows[i].line, "%s: %s", rows[i].name, l.text);
    cr_expect_str_eq(findings.text, rows[i].findings, "%s: %s", rows[i].name, findings.text);
    cr_expect(eq(u32, r.content->traveller_count, 0), "%s", rows[i].name);
    read_close(&r);
  }
}

/* --- ACKRES --- */

Test(answers, an_ackres_is_a_receipt_or_tells_errors)
{
  static const row rows[] = {
    { "a receipt", "MSG+:23'", "", "" },
    { "its code in the first component", "MSG+23'", "", "" },
    { "an error", "MSG+:23'ERC+114'", "[header error 114]", "" },
    { "in words", "MSG+:23'ERC+114'IFT+3+FLIGHT NOT KNOWN+ASK?+HERE'",
      "[header error 114: FLIGHT NOT KNOWN ASK+HERE item IFT+3+FLIGHT NOT KNOWN+ASK?+HERE]", "" },
    { "two", "MSG+:23'ERC+114'ERC+103'IFT+3+LATE'", "[header error 114][header error 103: LATE]", "" },
    { "whose list is named", "MSG+:23'ERC+114::ZZZ'", "[header error 114 item ERC+114::ZZZ]", "" },
    { "without code", "MSG+:23'ERC'IFT+3+WHY'", "[header error: WHY item ERC]", "VALUE_MISSING@8" },
    { "with two texts", "MSG+:23'ERC+114'IFT+3+A'IFT+3+B'", "[header error 114: A item IFT+3+B]", "" },
    { "with a text of another kind", "MSG+:23'ERC+114'IFT+4:28+A'", "[header error 114: A item IFT+4:28+A]", "" },
    { "without text", "MSG+:23'ERC+114'IFT+3'", "[header error 114 item IFT+3]", "" },
    { "a text of nothing", "MSG+:23'IFT+3+A'", " item IFT+3+A", "SEGMENT_MISPLACED@8" },
    { "another function", "MSG+:22'", "", "CODE_UNKNOWN@5" },
    { "a business function", "MSG+1:23'", " item MSG+1:23", "" },
    { "two functions", "MSG+:23'MSG+:23'", " item MSG+:23", "SEGMENT_MISPLACED@8" },
    { "an empty function", "MSG'", " item MSG", "VALUE_MISSING@0 VALUE_MISSING@-34" },
    { "no function", "ERC+114'", "[header error 114]", "VALUE_MISSING@-34" },
    { "an unknown segment", "MSG+:23'XYZ+1'", " item XYZ+1", "SEGMENT_UNKNOWN@8" },
  };
  check_rows(ACKRES, rows, ROWS(rows));
}

/* --- CONTRL --- */

#define UCI "UCI+R9+ZX+GOV+7'"
#define UCI_LINE "[interchange acknowledged of R9 from ZX to GOV]"
#define UCM "UCM+1+PAXLST:D:12B:UN:IATA+4'"
#define UCM_LINE "[message rejected of 1 is PAXLST D:12B:UN:IATA]"

Test(answers, a_contrl_reports_on_every_part)
{
  static const row rows[] = {
    { "a receipt", "UCI+R9+ZX+GOV+8'", "[interchange received of R9 from ZX to GOV]", "" },
    { "an interchange refused", "UCI+R9+ZX+GOV+4+2+UNB+1:2'",
      "[interchange rejected 2 of R9 from ZX to GOV in UNB element 1 component 2]", "" },
    { "a message", UCI UCM, UCI_LINE UCM_LINE, "" },
    { "with its error", UCI "UCM+1+PNRGOV:13:1:IA+4+29+UNT+2'",
      UCI_LINE "[message rejected 29 of 1 is PNRGOV 13:1:IA in UNT element 2]", "" },
    { "segments and elements", UCI UCM "UCS+4+15'UCS+7'UCD+12+3:2'UCD+39+5:1:2'",
      UCI_LINE UCM_LINE "[segment 15 segment 4][segment segment 7][element 12 segment 7 element 3 component 2]"
                        "[element 39 segment 7 element 5 component 1 occurrence 2]",
      "" },
    { "a group", UCI "UCF+3+ZX+GOV+7'UCM+1+CUSRES+7'",
      UCI_LINE "[group acknowledged of 3 from ZX to GOV][message acknowledged of 1 is CUSRES]", "" },
    { "qualifiers are kept", "UCI+R9+ZX:ZZ+GOV+7'", UCI_LINE " item UCI+R9+ZX:ZZ+GOV+7", "" },
    { "another action", "UCI+R9+ZX+GOV+5'", "[interchange unknown of R9 from ZX to GOV] item UCI+R9+ZX+GOV+5",
      "CODE_UNKNOWN@14" },
    { "another error", UCI UCM "UCS+4+99'", UCI_LINE UCM_LINE "[segment 99 segment 4]", "CODE_UNKNOWN@51" },
    { "zeros in front", UCI UCM "UCS+04'", UCI_LINE UCM_LINE "[segment segment 4] item UCS+04", "" },
    { "no number", UCI UCM "UCS+X'", UCI_LINE UCM_LINE "[segment] item UCS+X", "NUMBER_INVALID@49" },
    { "nothing in it", "UCI'UCM'", "[interchange unknown][message unknown]",
      "VALUE_MISSING@0 VALUE_MISSING@0 VALUE_MISSING@4 VALUE_MISSING@4" },
    { "an element without place", UCI UCM "UCS+4'UCD+13'",
      UCI_LINE UCM_LINE "[segment segment 4][element 13 segment 4]", "VALUE_MISSING@51" },
    { "a segment of nothing", UCI "UCS+4'", UCI_LINE "[segment segment 4]", "SEGMENT_MISPLACED@16" },
    { "an element of nothing", UCI UCM "UCS+4'" UCM "UCD+12+3'",
      UCI_LINE UCM_LINE "[segment segment 4]" UCM_LINE "[element 12 element 3]", "SEGMENT_MISPLACED@80" },
    { "a message of nothing", UCM, UCM_LINE, "SEGMENT_MISPLACED@0" },
    { "two interchanges", UCI UCI, UCI_LINE UCI_LINE, "SEGMENT_MISPLACED@16" },
    { "an unknown segment", UCI "XYZ+1'", UCI_LINE " item XYZ+1", "SEGMENT_UNKNOWN@16" },
    { "no report", "", "", "VALUE_MISSING@-20" },
  };
  check_rows(CONTRL, rows, ROWS(rows));
}

Test(answers, codes_of_a_contrl_have_texts)
{
  for (uint32_t error = 0; error < 64; error++) {
    bool is_code = error == 2 || error == 7 || (error >= 12 && error <= 40);
    bool has_text = pnr_syntax_error_text(error) != NULL;
    cr_expect(has_text == is_code, "%u", error);
  }
  cr_expect_str_eq(pnr_syntax_error_text(29), "control count is not the number received");
  cr_expect_str_eq(pnr_syntax_level_name(99), "unknown");
  cr_expect_str_eq(pnr_receipt_name(5), "unknown");
  cr_expect(eq(u32, pnr_view_size(PNR_VIEW_SYNTAX_REPORT), sizeof(pnr_syntax_report)));
}

/* --- Both --- */

static const char *const wholes[] = {
  ACKRES "MSG+:23'ERC+114'IFT+3+FLIGHT NOT KNOWN'ERC+103:1:2'IFT+4+A+B'XYZ+1'UNT+8+1'UNZ+1+R'",
  CONTRL UCI UCM "UCS+4+15'UCD+12+3:2'UCF+3+A:B+C+7+18+UNG+2:1'UCM+2+PNRGOV:13:1:IA+8'UCS+07+X'UNT+9+1'UNZ+1+R'",
};

Test(answers, heads_formats_and_json)
{
  static const struct {
    const char *word;
    uint32_t type;
    const char *json;
  } rows[] = {
    { "ACKRES", PNR_MESSAGE_ACKRES,
      "\"responses\":[{\"level\":\"header\",\"meaning\":\"error\",\"code\":\"114\",\"text\":\"FLIGHT NOT KNOWN\"}," },
    { "CONTRL", PNR_MESSAGE_CONTRL,
      "\"syntax_reports\":[{\"level\":\"interchange\",\"action\":\"acknowledged\",\"reference\":\"R9\",\"sender\":\"ZX\","
      "\"recipient\":\"GOV\"},{\"level\":\"message\",\"action\":\"rejected\",\"reference\":\"1\",\"type\":\"PAXLST\","
      "\"version\":\"D:12B:UN:IATA\"},{\"level\":\"segment\",\"error\":15,"
      "\"error_text\":\"not supported in this position\",\"segment\":4},{\"level\":\"element\",\"error\":12,"
      "\"error_text\":\"invalid value\",\"segment\":4,\"element\":3,\"component\":2}," },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_text *json = NULL;
    reading r;
    read_octets(&r, NULL, wholes[i], strlen(wholes[i]));
    cr_assert(eq(i32, r.status, PNR_OK));
    cr_expect(eq(u32, r.content->type, rows[i].type));
    cr_expect_str_eq(pnr_message_type_name(r.content->type), rows[i].word);
    cr_expect(eq(u32, r.content->function, PNR_FUNCTION_RESPONSE), "%s", rows[i].word);
    cr_assert(eq(i32, pnr_text_open(NULL, &json, NULL), PNR_OK));
    cr_assert(eq(i32, pnr_json_message(json, r.message, text_slice(""), NULL), PNR_OK));
    pnr_text_add(json, (pnr_slice){ (const uint8_t *)"", 1 }, NULL);
    cr_expect(strstr((const char *)pnr_text_get(json).data, rows[i].json) != NULL, "%s",
              (const char *)pnr_text_get(json).data);
    pnr_text_close(json);
    for (uint32_t format = PNR_MESSAGE_PNRGOV; format <= PNR_MESSAGE_CONTRL; format++) {
      if (format == PNR_MESSAGE_PNRGOV_XML || format == PNR_MESSAGE_MRZ || format == PNR_MESSAGE_PNL) continue;
      pnr_read_options options = { .size = sizeof options, .format = format };
      pnr_reader *reader = NULL;
      pnr_message *message = NULL;
      cr_assert(eq(i32, pnr_reader_open(NULL, r.data, r.size, &options, &reader, NULL), PNR_OK));
      pnr_status expected = format == rows[i].type ? PNR_OK : PNR_E_UNSUPPORTED;
      cr_expect(eq(i32, pnr_reader_next(reader, &message, NULL), expected), "%s as %u", rows[i].word, format);
      pnr_message_close(message);
      pnr_reader_close(reader);
    }
    read_close(&r);
  }
}

Test(answers, versions_that_were_never_published_are_told)
{
  static const struct {
    const char *version;
    int is_published;
  } rows[] = {
    { "ACKRES:10:1:IA", 1 }, { "ACKRES:22:1:IA", 1 }, { "ACKRES:9:1:IA", 0 },   { "ACKRES:D:05B:UN", 0 },
    { "CONTRL:2:2:UN", 1 },  { "CONTRL:3:1:UN", 1 },  { "CONTRL:4:1:UN", 1 },   { "CONTRL:D:3:UN", 1 },
    { "CONTRL:5:1:UN", 0 },  { "CONTRL:4:3:UN", 0 },  { "CONTRL:D:05B:UN", 0 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    char text[256];
    reading r;
    read_octets(&r, NULL, text,
                (size_t)snprintf(text, sizeof text, "UNB+UNOA:1+A+B+250310:1015+R'UNH+1+%s'%sUNZ+1+R'", rows[i].version,
                                 "UNT+2+1'"));
    cr_assert(eq(i32, r.status, PNR_OK), "%s", rows[i].version);
    uint32_t told = 0;
    for (uint32_t f = 0; f < r.content->finding_count; f++) told += r.content->findings[f]->code == PNR_F_EDI_VERSION;
    cr_expect(eq(u32, told, rows[i].is_published ? 0 : 1), "%s", rows[i].version);
    read_close(&r);
  }
}

Test(answers, a_cut_keeps_what_stood_before)
{
  for (size_t i = 0; i < ROWS(wholes); i++) {
    uint32_t before = 0;
    for (size_t size = strlen(i == 0 ? ACKRES : CONTRL); size <= strlen(wholes[i]); size++) {
      reading r;
      read_octets(&r, NULL, wholes[i], size);
      cr_assert(eq(i32, r.status, PNR_OK), "%zu", size);
      uint32_t count = r.content->response_count + r.content->syntax_report_count;
      cr_expect(count >= before, "%zu", size);
      cr_expect(eq(u64, r.content->octets_recorded + r.content->octets_in_findings, size));
      before = count;
      read_close(&r);
    }
    cr_expect(eq(u32, before, i == 0 ? 2 : 7));
  }
}

Test(answers, no_octet_changes_unseen)
{
  for (size_t i = 0; i < ROWS(wholes); i++)
    cr_expect(eq(u32, silent_changes(wholes[i], strlen(wholes[i])), 0), "%s", wholes[i]);
}

Test(answers, every_allocation_may_fail)
{
  for (size_t i = 0; i < ROWS(wholes); i++)
    for (uint64_t n = 1;; n++) {
      counting_allocator state = { .fail_at = n };
      pnr_env *env = NULL;
      pnr_status status = pnr_env_open(counting_allocate, &state, NULL, &env, NULL);
      if (status == PNR_OK) {
        reading r;
        read_octets(&r, env, wholes[i], strlen(wholes[i]));
        status = r.status;
        read_close(&r);
      }
      pnr_env_close(env);
      cr_assert(eq(u64, state.blocks, 0), "allocation %llu", (unsigned long long)n);
      cr_assert(eq(int, state.not_wiped, 0));
      if (status == PNR_OK) break;
      cr_assert(eq(i32, status, PNR_E_MEMORY), "allocation %llu", (unsigned long long)n);
    }
}
