/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "core/charset.h"
#include "core/env.h"
#include "core/slice.h"
#include "edifact/interchange.h"
#include "edifact/start.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* --- What was read, as text --- */

enum { REPORT_SIZE = 4096 };

typedef struct report {
  char segments[REPORT_SIZE]; /* "[ref]BGM+745 DTM+36:300101" for each message */
  char findings[REPORT_SIZE]; /* "EDI_SKIPPED@0+3 " for each finding */
  size_t segments_size, findings_size;
  uint64_t messages, lost, covered;
  pnr_status status;
  pnr_error error;
} report;

static void add(char *text, size_t *size, const void *octets, size_t count)
{
  if (*size + count >= REPORT_SIZE) count = REPORT_SIZE - 1 - *size;
  if (count != 0) memcpy(text + *size, octets, count);
  *size += count;
  text[*size] = 0;
}

static void add_segment(report *r, pnri_segment *segment)
{
  add(r->segments, &r->segments_size, " ", 1);
  add(r->segments, &r->segments_size, segment->tag, 3);
  for (uint32_t e = 0; e <= segment->element_count; e++) {
    if (e != 0) add(r->segments, &r->segments_size, "+", 1);
    for (uint32_t c = 1; c <= pnri_segment_components(segment, e); c++) {
      if (c > 1 || e == 0) add(r->segments, &r->segments_size, ":", 1);
      pnr_slice text = pnri_segment_text(segment, e, c);
      add(r->segments, &r->segments_size, text.data, text.size);
    }
  }
}

static void add_findings(report *r, const pnri_findings *findings)
{
  for (pnri_node *node = findings->chain.first; node != NULL; node = node->next) {
    const pnr_finding *finding = pnri_node_payload(node);
    char text[128];
    int size = snprintf(text, sizeof text, "%s@%u+%u ", pnr_finding_name(finding->code), (unsigned)finding->offset,
                        (unsigned)finding->length);
    add(r->findings, &r->findings_size, text, (size_t)size);
    if (finding->lost != 0) r->lost += finding->length;
  }
}

static pnr_status read_message(report *r, const pnr_env *env, pnri_interchange *interchange)
{
  pnri_arena arena;
  pnri_findings findings;
  pnri_envelope envelope;
  pnri_segment *segment;
  pnri_arena_open(&arena, env);
  pnri_findings_open(&findings, &arena);
  pnr_status status = pnri_interchange_next_message(interchange, &arena, &findings, &envelope, &r->error);
  if (status == PNR_OK) {
    r->messages++;
    add(r->segments, &r->segments_size, "[", 1);
    add(r->segments, &r->segments_size, envelope.reference.data, envelope.reference.size);
    add(r->segments, &r->segments_size, "]", 1);
    cr_expect(eq(u64, envelope.offset, r->covered), "messages lie one behind the other");
    while ((status = pnri_interchange_next_segment(interchange, &segment, &r->error)) == PNR_OK)
      add_segment(r, segment);
    if (status == PNR_END) status = pnri_interchange_finish_message(interchange, &r->covered, &r->error);
    add_findings(r, &findings);
    if (findings.failed && status == PNR_OK) status = PNR_E_MEMORY;
  }
  pnri_arena_close(&arena);
  return status;
}

static void read_octets(report *r, const pnr_env *env, const void *octets, size_t size)
{
  memset(r, 0, sizeof *r);
  r->error.size = sizeof r->error;
  uint8_t *data = exact_copy(octets, size);
  pnri_interchange *interchange;
  r->status = pnri_interchange_open(env, data, size, &interchange, &r->error);
  if (r->status == PNR_OK) {
    while ((r->status = read_message(r, env, interchange)) == PNR_OK) continue;
    pnri_interchange_close(interchange);
  }
  free(data);
}

static void read_text(report *r, const char *text) { read_octets(r, NULL, text, strlen(text)); }

typedef struct row {
  const char *name, *text, *segments, *findings;
} row;

static void check_rows(const row *rows, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    report r;
    read_text(&r, rows[i].text);
    cr_expect(eq(i32, r.status, PNR_END), "%s", rows[i].name);
    cr_expect_str_eq(r.segments, rows[i].segments, "%s: %s", rows[i].name, r.segments);
    cr_expect_str_eq(r.findings, rows[i].findings, "%s: %s", rows[i].name, r.findings);
    cr_expect(eq(u64, r.covered, strlen(rows[i].text)), "%s: every octet belongs to a message", rows[i].name);
  }
}
#define CHECK(rows) check_rows(rows, ROWS(rows))

#define UNB "UNB+UNOA:1+A+B+250310:1015+R'"
#define UNH "UNH+1+PAXLST:D:12B:UN'"
#define HEAD UNB UNH /* 51 octets */

/* --- Service characters --- */

Test(edifact, the_service_string_advice_is_read_in_all_its_forms)
{
  static const row rows[] = {
    { "usual", "UNA:+.? '" HEAD "FTX+A:B?+C'UNT+3+1'UNZ+1+R'", "[1] FTX+A:B+C", "" },
    { "none", HEAD "FTX+A:B?+C'UNT+3+1'UNZ+1+R'", "[1] FTX+A:B+C", "" },
    { "other characters, no line breaks",
      "UNA;*,\\ |UNB*UNOA;1*A*B*250310;1015*R|UNH*1*X|FTX*A;B\\*C'?|UNT*3*1|UNZ*1*R|", "[1] FTX+A:B*C'?", "" },
    { "terminator is a line break", "UNA:+.? \nUNB+UNOA:1+A+B+1:1+R\r\nUNH+1+X\r\n\r\nFTX+A\r\nUNT+3+1\r\nUNZ+1+R\r\n",
      "[1] FTX+A", "" },
    { "terminator is a quotation mark", "UNA:+.? \"UNB+UNOA:1+A+B+1:1+R\"UNH+1+X\"FTX+O'A\"UNT+3+1\"UNZ+1+R\"",
      "[1] FTX+O'A", "" },
    { "no release", "UNA:+.  '" HEAD "FTX+A?+B'UNT+3+1'UNZ+1+R'", "[1] FTX+A?+B", "" },
    { "white space behind it", "UNA:+.? '\r\n   " HEAD "UNT+2+1'UNZ+1+R'", "[1]", "" },
    { "twice", "UNA:+.? 'UNA:+.? '" HEAD "UNT+2+1'UNZ+1+R'", "[1]", "EDI_UNA@0+9 " },
    { "two equal characters", "UNA::.? '" HEAD "UNT+2+1'UNZ+1+R'", "[1]", "EDI_UNA@0+9 " },
    { "a letter among them", "UNAx+.? '" HEAD "UNT+2+1'UNZ+1+R'", "[1]", "EDI_UNA@0+9 " },
    { "one too few", "UNA:+.?'" HEAD "UNT+2+1'UNZ+1+R'", "[1]", "EDI_UNA@0+8 " },
    { "a word that begins so", "UNABLE TO ROUTE\nUNA:+.? '" HEAD "UNT+2+1'UNZ+1+R'", "[1]", "EDI_SKIPPED@0+15 " },
    { "reserved place is no repetition before version 4", "UNA:+.?*'" HEAD "FTX+A*B'UNT+3+1'UNZ+1+R'", "[1] FTX+A*B",
      "" },
    { "repetition from version 4 on", "UNA:+.?*'UNB+UNOA:4+A+B+1:1+R'" UNH "FTX+A*B'UNT+3+1'UNZ+1+R'", "[1] FTX+A:B",
      "" },
    { "repetition of version 4 without advice", "UNB+UNOA:4+A+B+1:1+R'" UNH "FTX+A*B'UNT+3+1'UNZ+1+R'", "[1] FTX+A:B",
      "" },
    { "repetition switched off", "UNA:+.? 'UNB+UNOA:4+A+B+1:1+R'" UNH "FTX+A*B'UNT+3+1'UNZ+1+R'", "[1] FTX+A*B", "" },
    { "inferred", "UNB.UNOA:1.A.B.1:1.R-UNH.1.PAXLST:D:12B-FTX.A:B-UNT.3.1-UNZ.1.R-", "[1] FTX+A:B",
      "EDI_SERVICE_CHARACTERS@0+4 " },
    { "inferred from UNH", "UNH*1*PAXLST;D;12B|BGM*745|FTX*A;B|UNT*4*1|", "[1] BGM+745 FTX+A:B",
      "EDI_SERVICE_CHARACTERS@0+4 EDI_NO_UNB@0+18 " },
    { "line break as terminator inferred", "UNB+UNOA:1+A+B+1:1+R\nUNH+1+X\nFTX+A\nUNT+3+1\nUNZ+1+R\n", "[1] FTX+A",
      "EDI_SERVICE_CHARACTERS@0+4 " },
    { "a second interchange like the first",
      "UNA;*,\\ |UNB*UNOA;1*A*B*1;1*R|UNH*1*X|UNT*2*1|UNZ*1*R|"
      "UNB*UNOA;1*A*B*1;1*S|UNH*2*X|UNT*2*2|UNZ*1*S|",
      "[1][2]", "" },
    { "a second one with characters of its own",
      HEAD "UNT+2+1'UNZ+1+R'UNA;*,\\ |UNB*UNOA;1*A*B*1;1*S|UNH*2*X|FTX*A|"
           "UNT*3*2|UNZ*1*S|",
      "[1][2] FTX+A", "" },
  };
  CHECK(rows);
}

/* --- Segments --- */

Test(edifact, values_are_cut_released_and_trimmed)
{
  static const row rows[] = {
    { "empty ones stay", HEAD "FTX++:A::B+'UNT+3+1'UNZ+1+R'", "[1] FTX++:A::B+", "" },
    { "a tag with components", HEAD "FTX:1:2+A'UNT+3+1'UNZ+1+R'", "[1] FTX:1:2+A", "" },
    { "released release", HEAD "FTX+A??+B??:C'UNT+3+1'UNZ+1+R'", "[1] FTX+A?+B?:C", "" },
    { "released terminator", HEAD "FTX+O?'A'UNT+3+1'UNZ+1+R'", "[1] FTX+O'A", "" },
    { "trailing blanks", HEAD "FTX+A  :B '  \r\n UNT+3+1'UNZ+1+R'", "[1] FTX+A:B", "" },
    { "folded lines", HEAD "FTX+AB\r\nC'UN\nT+\r\n3+1'UNZ+1+R'", "[1] FTX+ABC", "EDI_LINE_BREAK@57+1 " },
    { "a release in front of a fold", HEAD "FTX+AB?\nC'UNT+3+1'UNZ+1+R'", "[1] FTX+ABC", "EDI_LINE_BREAK@58+1 " },
    { "control characters",
      HEAD "FTX+A\x01\x02"
           "B\x7F'UNT+3+1'UNZ+1+R'",
      "[1] FTX+AB", "EDI_CONTROL@56+2 EDI_CONTROL@59+1 " },
    { "a tag with a blank behind", HEAD "FTX +A'SRC 'UNT+4+1'UNZ+1+R'", "[1] FTX+A SRC", "" },
  };
  CHECK(rows);
}

Test(edifact, a_terminator_that_nobody_released_is_text)
{
  static const row rows[] = {
    { "behind a bare tag", HEAD "TIF'SSREQX+1'UNT+3+1'UNZ+1+R'", "[1] TIF+1",
      "EDI_TERMINATOR_IN_TEXT@54+1 EDI_SKIPPED@54+7 " },
    { "in a name", HEAD "TIF+O'NOVAK+PETRA'UNT+3+1'UNZ+1+R'", "[1] TIF+O'NOVAK+PETRA", "EDI_TERMINATOR_IN_TEXT@56+1 " },
    { "counted as two by its sender", HEAD "TIF+O'NOVAK'UNT+4+1'UNZ+1+R'", "[1] TIF+O'NOVAK",
      "EDI_TERMINATOR_IN_TEXT@56+1 EDI_UNT_COUNT@67+1 " },
    { "a piece of its own", HEAD "LTS+TEXT'\nL'UNT+3+1'UNZ+1+R'", "[1] LTS+TEXT'L",
      "EDI_TERMINATOR_IN_TEXT@59+1 EDI_LINE_BREAK@60+1 " },
    { "several", HEAD "FTX+a'b'c'UNT+3+1'UNZ+1+R'", "[1] FTX+a'b'c",
      "EDI_TERMINATOR_IN_TEXT@56+1 EDI_TERMINATOR_IN_TEXT@58+1 " },
    { "a run of empty segments", HEAD "FTX+A'''\r\n'UNT+3+1'UNZ+1+R'", "[1] FTX+A", "EDI_EMPTY_SEGMENT@57+5 " },
    { "control characters between segments", HEAD "FTX+A'\x02\r\n\x03UNT+3+1'UNZ+1+R'", "[1] FTX+A",
      "EDI_SKIPPED@57+4 " },
  };
  CHECK(rows);
}

Test(edifact, what_is_cut_off_is_delivered_with_a_finding)
{
  static const row rows[] = {
    { "in a value", HEAD "FTX+A:B", "[1] FTX+A:B", "EDI_UNTERMINATED@51+7 EDI_NO_UNT@58+0 EDI_NO_UNZ@58+0 " },
    { "behind a release", HEAD "FTX+A?", "[1] FTX+A?",
      "EDI_UNTERMINATED@51+6 EDI_RELEASE_AT_END@56+1 EDI_NO_UNT@57+0 EDI_NO_UNZ@57+0 " },
    { "in a tag", HEAD "FTX+A'UN", "[1] FTX+A", "EDI_NO_UNT@57+0 EDI_SKIPPED@57+2 EDI_NO_UNZ@59+0 " },
    { "last terminator", HEAD "UNT+2+1'UNZ+1+R", "[1]", "EDI_UNTERMINATED@59+7 " },
    { "last terminator, line break behind", HEAD "UNT+2+1'UNZ+1+R\r\n", "[1]", "EDI_UNTERMINATED@59+7 " },
    { "by another interchange", HEAD "FTX+A\nUNA:+.? 'UNB+UNOA:1+A+B+1:1+S'UNH+2+X'UNT+2+2'UNZ+1+S'", "[1] FTX+A[2]",
      "EDI_UNTERMINATED@51+5 EDI_NO_UNT@57+0 EDI_NO_UNZ@57+0 " },
    { "by another UNB on a line of its own", HEAD "FTX+A\nUNB+UNOA:1+A+B+1:1+S'UNH+2+X'UNT+2+2'UNZ+1+S'",
      "[1] FTX+A[2]", "EDI_UNTERMINATED@51+5 EDI_NO_UNT@57+0 EDI_NO_UNZ@57+0 " },
  };
  CHECK(rows);
}

/* --- Envelopes --- */

Test(edifact, envelopes_may_be_repeated_nested_and_missing)
{
  static const row rows[] = {
    { "two messages", UNB "UNH+1+X'UNT+2+1'UNH+2+X'FTX+A'UNT+3+2'UNZ+2+R'", "[1][2] FTX+A", "" },
    { "a group", UNB "UNG+X+A+B+1:1+G'UNH+1+X'UNT+2+1'UNH+2+X'UNT+2+2'UNE+2+G'UNZ+1+R'", "[1][2]", "" },
    { "two groups", UNB "UNG+X+A+B+1:1+G'UNH+1+X'UNT+2+1'UNE+1+G'UNG+X+A+B+1:1+H'UNH+2+X'UNT+2+2'UNE+1+H'UNZ+2+R'",
      "[1][2]", "" },
    { "UNZ counts messages though there is a group",
      UNB "UNG+X+A+B+1:1+G'UNH+1+X'UNT+2+1'UNH+2+X'UNT+2+2'UNE+2+G'UNZ+2+R'", "[1][2]", "EDI_UNZ_COUNT@89+1 " },
    { "no UNB", "UNH+1+X'UNT+2+1'UNH+2+X'UNT+2+2'", "[1][2]", "EDI_NO_UNB@0+7 " },
    { "no UNB but UNZ", "UNH+1+X'UNT+2+1'UNZ+1+R'", "[1]", "EDI_NO_UNB@0+7 EDI_SEGMENT_OUTSIDE@16+8 " },
    { "no UNT", UNB "UNH+1+X'FTX+A'UNH+2+X'UNT+2+2'UNZ+2+R'", "[1] FTX+A[2]", "EDI_NO_UNT@43+0 " },
    { "no UNT and no UNZ", HEAD, "[1]", "EDI_NO_UNT@51+0 EDI_NO_UNZ@51+0 " },
    { "no UNE", UNB "UNG+X+A+B+1:1+G'UNH+1+X'UNT+2+1'UNZ+1+R'", "[1]", "EDI_NO_UNE@61+0 " },
    { "no UNE between groups", UNB "UNG+X+A+B+1:1+G'UNH+1+X'UNT+2+1'UNG+X+A+B+1:1+H'UNH+2+X'UNT+2+2'UNE+1+H'UNZ+2+R'",
      "[1][2]", "EDI_NO_UNE@61+0 " },
    { "no UNZ between interchanges", HEAD "UNT+2+1'UNB+UNOA:1+A+B+1:1+S'UNH+2+X'UNT+2+2'UNZ+1+S'", "[1][2]",
      "EDI_NO_UNZ@59+0 " },
    { "an interchange without message", UNB "UNZ+0+R'UNB+UNOA:1+A+B+1:1+S'UNH+2+X'UNT+2+2'UNZ+1+S'", "[2]",
      "EDI_SEGMENT_OUTSIDE@0+28 " },
    { "and one behind", HEAD "UNT+2+1'UNZ+1+R'UNB+UNOA:1+A+B+1:1+S'UNZ+1+S'", "[1]",
      "EDI_UNZ_COUNT@92+1 EDI_SEGMENT_OUTSIDE@67+20 " },
    { "wrong counts and references", UNB "UNG+X+A+B+1:1+G'UNH+1+X'UNT+9+8'UNE+7+6'UNZ+5+4'", "[1]",
      "EDI_UNT_COUNT@57+1 EDI_UNT_REFERENCE@59+1 EDI_UNE_COUNT@65+1 EDI_UNE_REFERENCE@67+1 EDI_UNZ_COUNT@73+1 "
      "EDI_UNZ_REFERENCE@75+1 " },
    { "no counts at all", UNB "UNH+1+X'UNT'UNZ'", "[1]",
      "EDI_UNT_COUNT@40+0 EDI_UNT_REFERENCE@40+0 EDI_UNZ_COUNT@44+0 EDI_UNZ_REFERENCE@44+0 " },
    { "more than a trailer may hold", HEAD "UNT+2+1+X'UNZ+1+R'", "[1]", "EDI_SEGMENT_OUTSIDE@55+5 " },
    { "segments outside", UNB "FTX+A'FTX+B'UNH+1+X'UNT+2+1'FTX+C'UNZ+1+R'", "[1]",
      "EDI_SEGMENT_OUTSIDE@29+12 EDI_SEGMENT_OUTSIDE@57+6 " },
    { "text around", "QU TEST\r\n\x02" HEAD "UNT+2+1'UNZ+1+R'\x03\r\nEND", "[1]",
      "EDI_SKIPPED@0+10 EDI_SKIPPED@77+6 " },
    { "text between", HEAD "UNT+2+1'-- text --UNZ+1+R'more UNB+UNOA:1+A+B+1:1+S'UNH+2+X'UNT+2+2'UNZ+1+S'", "[1][2]",
      "EDI_SKIPPED@59+10 EDI_SKIPPED@77+4 " },
  };
  CHECK(rows);
}

Test(edifact, the_envelope_tells_sender_and_reference)
{
  static const char text[] = "UNA:+.? 'UNB+UNOA:1+AIR?+1:ZZ+GOV+250310:1015+REF'UNG+PAXLST+X+Y+1:1+G'"
                             "UNH+M1+PAXLST:D:12B:UN:IATA+KEY+02:F'UNT+2+M1'UNE+1+G'UNZ+1+REF'";
  pnri_interchange *interchange;
  pnri_arena arena;
  pnri_findings findings;
  pnri_envelope envelope;
  pnr_slice type;
  pnri_arena_open(&arena, NULL);
  pnri_findings_open(&findings, &arena);
  cr_assert(eq(i32, pnri_interchange_open(NULL, (const uint8_t *)text, strlen(text), &interchange, NULL), PNR_OK));
  cr_expect(pnri_interchange_upcoming(interchange, &type) && slice_is(type, "PAXLST"));
  cr_assert(eq(i32, pnri_interchange_next_message(interchange, &arena, &findings, &envelope, NULL), PNR_OK));
  const struct {
    const char *name;
    pnr_slice got;
    const char *wanted;
  } rows[] = {
    { "sender", envelope.sender, "AIR+1" },
    { "recipient", envelope.recipient, "GOV" },
    { "interchange", envelope.interchange, "REF" },
    { "date", envelope.prepared_date, "250310" },
    { "time", envelope.prepared_time, "1015" },
    { "reference", envelope.reference, "M1" },
    { "type", envelope.type, "PAXLST" },
    { "version", envelope.version, "D" },
    { "release", envelope.release, "12B" },
    { "agency", envelope.agency, "UN" },
    { "key", envelope.key, "KEY" },
    { "part", envelope.part, "02" },
    { "flag", envelope.part_flag, "F" },
    { "UNA", envelope.heads[PNRI_HEAD_UNA].text, "UNA:+.? '" },
    { "UNB", envelope.heads[PNRI_HEAD_UNB].text, "UNB+UNOA:1+AIR?+1:ZZ+GOV+250310:1015+REF" },
    { "UNG", envelope.heads[PNRI_HEAD_UNG].text, "UNG+PAXLST+X+Y+1:1+G" },
    { "UNH", envelope.heads[PNRI_HEAD_UNH].text, "UNH+M1+PAXLST:D:12B:UN:IATA+KEY+02:F" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) cr_expect(slice_is(rows[i].got, rows[i].wanted), "%s", rows[i].name);
  uint64_t end = 0;
  cr_expect(eq(i32, pnri_interchange_finish_message(interchange, &end, NULL), PNR_OK));
  cr_expect(eq(u64, end, strlen(text)));
  cr_expect(pnri_interchange_upcoming(interchange, &type) == false);
  pnri_interchange_close(interchange);
  pnri_interchange_close(NULL);
  pnri_arena_close(&arena);
}

/* --- Reading a segment --- */

/* The first segment of a message around `text`. */
typedef struct opened {
  pnri_interchange *interchange;
  pnri_arena arena;
  pnri_findings findings;
  pnri_envelope envelope;
  pnri_segment *segment;
} opened;

static void open_segment(opened *o, const char *text)
{
  pnri_arena_open(&o->arena, NULL);
  pnri_findings_open(&o->findings, &o->arena);
  cr_assert(eq(i32, pnri_interchange_open(NULL, (const uint8_t *)text, strlen(text), &o->interchange, NULL), PNR_OK));
  cr_assert(
    eq(i32, pnri_interchange_next_message(o->interchange, &o->arena, &o->findings, &o->envelope, NULL), PNR_OK));
  cr_assert(eq(i32, pnri_interchange_next_segment(o->interchange, &o->segment, NULL), PNR_OK));
}

static void close_segment(opened *o)
{
  pnri_interchange_close(o->interchange);
  pnri_arena_close(&o->arena);
}

Test(edifact, segments_that_nobody_asked_for_are_told)
{
  static const char text[] = HEAD "FTX+A'FTX+B'FTX+\x01'UNT+5+1'UNZ+1+R'";
  opened o;
  open_segment(&o, text);
  uint64_t end = 0;
  cr_assert(eq(i32, pnri_interchange_finish_message(o.interchange, &end, NULL), PNR_OK));
  cr_expect(eq(u64, end, strlen(text)));
  cr_expect(eq(u32, o.findings.chain.count, 2), "the two behind the one that was read");
  const pnr_finding *first = pnri_node_payload(o.findings.chain.first);
  cr_expect(eq(u32, first->code, PNR_F_EDI_SEGMENT_OUTSIDE));
  cr_expect(eq(u64, first->offset, 57));
  cr_expect(eq(u32, first->lost, 1));
  cr_expect(eq(i32, pnri_interchange_next_message(o.interchange, &o.arena, &o.findings, &o.envelope, NULL), PNR_END));
  close_segment(&o);
}

Test(edifact, a_segment_knows_which_components_nobody_read)
{
  opened o;
  open_segment(&o, HEAD "FTX+A::B+?'C'UNT+3+1'UNZ+1+R'");
  cr_expect(pnri_segment_has_unread(o.segment));
  pnri_segment_text(o.segment, 1, 1);
  pnri_segment_text(o.segment, 2, 1);
  cr_expect(pnri_segment_has_unread(o.segment));
  pnri_segment_text(o.segment, 1, 3);
  cr_expect(pnri_segment_has_unread(o.segment) == false, "empty components need not be read");
  cr_expect(slice_is(pnri_segment_whole(o.segment), "FTX+A::B+?'C"));
  cr_expect(slice_is(pnri_segment_rest(o.segment), "A::B+?'C"));
  cr_expect(eq(u64, pnri_segment_offset(o.segment, 1, 3), 58));
  cr_expect(eq(u64, pnri_segment_offset(o.segment, 7, 1), 51), "an absent one stands at the segment");
  cr_expect(eq(sz, pnri_segment_text(o.segment, 3, 1).size, 0));
  cr_expect(eq(sz, pnri_segment_text(o.segment, 1, 0).size, 0));
  cr_expect(eq(u32, pnri_segment_components(o.segment, 1), 3));
  cr_expect(eq(u32, pnri_segment_components(o.segment, 3), 0));
  close_segment(&o);
  open_segment(&o, HEAD "FTX+A? 'UNT+3+1'UNZ+1+R'");
  cr_expect(slice_is(pnri_segment_text(o.segment, 1, 1), "A"));
  cr_expect(slice_is(pnri_segment_whole(o.segment), "FTX+A? "), "a release keeps what it releases");
  close_segment(&o);
  open_segment(&o, HEAD "FTX+A'UNT+3+1'UNZ+1+R'");
  pnri_segment_read_all(o.segment);
  cr_expect(pnri_segment_has_unread(o.segment) == false);
  close_segment(&o);
}

Test(edifact, more_components_than_bits_count_as_unread)
{
  char text[512] = HEAD "FTX";
  for (int i = 0; i < 100; i++) strcat(text, "+A");
  strcat(text, "\x01'UNT+3+1'UNZ+1+R'");
  opened o;
  open_segment(&o, text);
  for (uint32_t e = 1; e <= 64; e++) pnri_segment_text(o.segment, e, 1);
  cr_expect(pnri_segment_has_unread(o.segment), "one that was read does not stand for the others");
  pnri_segment_read_all(o.segment);
  cr_expect(pnri_segment_has_unread(o.segment) == false);
  pnri_segment_note_all(o.segment);
  cr_expect(eq(u32, o.findings.chain.count, 1), "and the control character in the last one is told");
  close_segment(&o);
}

/* --- Character sets --- */

static const struct {
  const char *name, *syntax, *octets, *text, *findings;
} charset_rows[] = {
  { "Latin-1", "UNOC", "M\xDCLLER", "MÜLLER", "" },
  { "Latin-2", "UNOD", "NOV\xC1K \xD8", "NOVÁK Ř", "" },
  { "Cyrillic", "UNOE", "\xB8\xD2\xD0\xDD", "Иван", "" },
  { "Greek", "UNOF", "\xC6\xF9\xDE", "Ζωή", "" },
  { "Latin-3", "UNOG", "\xDE", "Ŝ", "" },
  { "Latin-4", "UNOH", "\xA6", "Ļ", "" },
  { "Arabic", "UNOI", "\xC7\xC8", "اب", "" },
  { "Hebrew", "UNOJ", "\xE0\xE1", "אב", "" },
  { "Latin-5", "UNOK", "\xDD\xFE", "İş", "" },
  { "not in the part", "UNOF", "A\xFF", "A\xEF\xBF\xBD", "EDI_CHARSET" },
  { "UTF-8 declared", "UNOW", "NOV\xC3\x81K", "NOVÁK", "" },
  { "UTF-8 declared, Latin-1 sent", "UNOY", "M\xDCLLER", "MÜLLER", "EDI_CHARSET" },
  { "UTF-8 under level A", "UNOA", "NOV\xC3\x81K", "NOVÁK", "EDI_CHARSET" },
  { "Latin-1 under an airline's level", "IATB", "M\xDCLLER", "MÜLLER", "EDI_CHARSET" },
  { "UTF-8 with octets that no part has", "UNOC", "\xC5\x98", "Ř", "EDI_CHARSET" },
  { "folded inside a character", "UNOA", "NOV\xC3\n\x81K", "NOVÁK", "EDI_LINE_BREAK EDI_CHARSET" },
};

Test(edifact, octets_become_UTF_8_as_the_syntax_identifier_says)
{
  for (size_t i = 0; i < ROWS(charset_rows); i++) {
    char text[256], wanted[64], findings[128] = "";
    snprintf(text, sizeof text, "UNB+%s:3+A+B+1:1+R'UNH+1+X'FTX+%s'FTX+%s'UNT+4+1'UNZ+1+R'", charset_rows[i].syntax,
             charset_rows[i].octets, charset_rows[i].octets);
    snprintf(wanted, sizeof wanted, "[1] FTX+%s FTX+%s", charset_rows[i].text, charset_rows[i].text);
    report r;
    read_text(&r, text);
    for (char *word = strtok(r.findings, " "); word != NULL; word = strtok(NULL, " ")) {
      if (findings[0] != 0) strcat(findings, " ");
      strncat(findings, word, strcspn(word, "@"));
    }
    cr_expect_str_eq(r.segments, wanted, "%s: %s", charset_rows[i].name, r.segments);
    cr_expect_str_eq(findings, charset_rows[i].findings, "%s: %s (once per message)", charset_rows[i].name, findings);
  }
  cr_expect(eq(u32, pnri_iso_8859(0, 0xC0), 0));
  cr_expect(eq(u32, pnri_iso_8859(10, 0xC0), 0));
  cr_expect(eq(u32, pnri_iso_8859(1, 0x85), 0));
  cr_expect(eq(u32, pnri_iso_8859(9, 'A'), 'A'));
}

/* --- Input that is none, limits, memory, time --- */

Test(edifact, what_holds_no_message_is_refused)
{
  static const struct {
    const char *name, *text;
    size_t size;
    pnr_status status;
    uint64_t offset;
  } rows[] = {
    { "nothing", "", 0, PNR_E_EMPTY, 0 },
    { "white space", " \r\n\t", 4, PNR_E_EMPTY, 0 },
    { "text", "UNABLE TO ROUTE UNH", 19, PNR_E_FORMAT, 0 },
    { "binary", "\xFF\xD8\xFF\xE0\0\x10JFIF", 10, PNR_E_FORMAT, 0 },
    { "an advice alone", "UNA:+.? '", 9, PNR_E_FORMAT, 0 },
    { "a tag at the end", "....UNB", 7, PNR_E_FORMAT, 0 },
    { "one character for elements and segments", "UNH'1'PAXLST:D'UNT'2'1'", 23, PNR_E_FORMAT, 0 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    report r;
    read_octets(&r, NULL, rows[i].text, rows[i].size);
    cr_expect(eq(i32, r.status, rows[i].status), "%s", rows[i].name);
    cr_expect(eq(i32, r.error.status, rows[i].status), "%s", rows[i].name);
    cr_expect(eq(u64, r.error.offset, rows[i].offset), "%s", rows[i].name);
  }
  pnri_interchange *interchange;
  cr_expect(eq(i32, pnri_interchange_open(NULL, NULL, 0, &interchange, NULL), PNR_E_EMPTY));
}

Test(edifact, limits_end_the_reading_at_a_place)
{
  static const struct {
    const char *name;
    pnr_limits limits;
    uint64_t offset;
  } rows[] = {
    { "octets", { .size = sizeof(pnr_limits), .octets = 20 }, 20 },
    { "segments", { .size = sizeof(pnr_limits), .segments = 2 }, 57 },
    { "findings before the first message", { .size = sizeof(pnr_limits), .findings = 1 }, 0 },
  };
  static const char text[] = HEAD "FTX+A'FTX+B'UNT+4+1'UNZ+1+R'";
  static const char faults[] = "x" UNB UNB UNB HEAD;
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_env *env;
    cr_assert(eq(i32, pnr_env_open(NULL, NULL, &rows[i].limits, &env, NULL), PNR_OK));
    report r;
    bool is_early = rows[i].limits.findings != 0;
    read_octets(&r, env, is_early ? faults : text, is_early ? sizeof faults - 1 : sizeof text - 1);
    cr_expect(eq(i32, r.status, PNR_E_LIMIT), "%s", rows[i].name);
    if (!is_early) cr_expect(eq(u64, r.error.offset, rows[i].offset), "%s", rows[i].name);
    pnr_env_close(env);
  }
}

Test(edifact, every_failing_allocation_is_told_and_leaks_nothing)
{
  static const char text[] = "x" UNB "UNZ+7+R'" HEAD "FTX+A?+B\xDC\n'UNT+3+1'junk UNH+2+X'UNT+2+2'UNZ+2+R'";
  uint64_t needed = 0;
  for (uint64_t fail_at = 1; fail_at < 200; fail_at++) {
    counting_allocator state = { .fail_at = fail_at };
    pnr_env env = { counting_allocate, &state, pnri_env(NULL)->limits };
    report r;
    read_octets(&r, &env, text, sizeof text - 1);
    cr_expect(eq(u64, state.blocks, 0), "allocation %u", (unsigned)fail_at);
    cr_expect(eq(int, state.not_wiped, 0), "allocation %u", (unsigned)fail_at);
    if (r.status == PNR_END) {
      needed = fail_at;
      break;
    }
    cr_expect(eq(i32, r.status, PNR_E_MEMORY), "allocation %u", (unsigned)fail_at);
  }
  cr_expect(needed > 5);
}

Test(edifact, a_message_cut_at_every_octet_is_read_up_to_there)
{
  static const char text[] = "UNA:+.? '" HEAD "FTX+A?'B:C'\r\nTIF+O'NOVAK'UNT+4+1'UNZ+1+R'";
  for (size_t size = 0; size < sizeof text; size++) {
    report r;
    read_octets(&r, NULL, text, size);
    bool has_start = size >= 13; /* UNA and UNB+ */
    cr_expect(eq(i32, r.status, size == 0 ? PNR_E_EMPTY : has_start ? PNR_END : PNR_E_FORMAT), "cut at %zu", size);
    if (r.messages != 0) cr_expect(eq(u64, r.covered, size), "cut at %zu", size);
    cr_expect(r.lost <= size, "cut at %zu", size);
  }
}

/* A repeated piece that once took more than linear time, or might. */
/* The scanner looks at a window of some thousand octets at a time: whatever stands at its end, nothing may be missed. */
Test(edifact, another_interchange_is_found_wherever_a_window_ends)
{
  enum { FIRST = 1900, LAST = 4400, LONGEST = 128 };
  static const char begin[] = HEAD "FTX+", end[] = "\n" HEAD "BGM+745'UNT+3+1'UNZ+1+R'";
  char *text = malloc(LAST + sizeof begin + sizeof end);
  cr_assert(text != NULL);
  for (size_t filling = FIRST; filling<LAST; filling += filling % 2048> LONGEST ? 7 : 1) {
    size_t size = sizeof begin - 1;
    memcpy(text, begin, size);
    memset(text + size, 'X', filling);
    memcpy(text + size + filling, end, sizeof end - 1);
    report r;
    read_octets(&r, NULL, text, size + filling + sizeof end - 1);
    cr_expect(eq(u32, r.messages, 2), "%zu octets in front", filling);
  }
  free(text);
}

Test(edifact, a_million_of_anything_is_read_in_one_go)
{
  static const struct {
    const char *name, *head, *piece, *tail;
  } rows[] = {
    { "terminators", HEAD, "'", "" },
    { "joined pieces", HEAD "FTX+", "'a", "'" },
    { "separators", HEAD "FTX", "+", "'" },
    { "releases", HEAD "FTX+", "?", "'" },
    { "control characters", HEAD "FTX+",
      "\x01"
      "a",
      "'" },
    { "advices", "", "UNA:+.? '", "x" },
    { "starts of lines", HEAD "FTX+", "\nUNB+UNA:\nUNH+", "'" },
    { "messages", UNB, "UNH+1+X'", "" },
    { "interchanges", HEAD "UNT+2+1'", "UNB+UNOA:1'", "" },
    { "changing service characters", "", "UNA:+.?*'UNB+UNOA:4'UNH+1+X'UNA:+.? 'UNB+UNOA:1'UNH+1+X'", "" },
    { "words like tags", HEAD "UNT+2+1'", "UNB-UNH-", "" },
  };
  enum { SIZE = 1 << 20 };
  char *text = malloc(SIZE + 256);
  for (size_t i = 0; i < ROWS(rows); i++) {
    size_t size = strlen(rows[i].head), piece = strlen(rows[i].piece);
    memcpy(text, rows[i].head, size);
    for (; size < SIZE; size += piece) memcpy(text + size, rows[i].piece, piece);
    memcpy(text + size, rows[i].tail, strlen(rows[i].tail));
    size += strlen(rows[i].tail);
    report r;
    read_octets(&r, NULL, text, size);
    cr_expect(r.status == PNR_END || r.status == PNR_E_FORMAT, "%s: %d", rows[i].name, (int)r.status);
  }
  free(text);
}
