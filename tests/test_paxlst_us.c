/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "changes.h"
#include "pnr/pnr.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* The older US form as its senders frame it. All persons are invented. */
#define HEAD \
  "UNB+UNOA:1+ZX:NZ+GOV:US+020131:2359+R'UNG+PAXLST+ZX:NZ+GOV:US+020131:2359+1+NZ+001:000'UNH+1+PAXLST:001:000:NZ+ZX812'"
#define TAIL "UNT+9+1'UNE+1+1'UNZ+1+R'"
#define FLIGHT "TDT++ZX812+40+ZX'"
#define PETRA "PDT+P/X1:100131:CZ+NOVAK:PETRA:A:800505:F+PAX+NZAKL:USLAX'"

typedef struct reading {
  uint8_t *data;
  size_t size;
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

static void add_traveller(reading *r, const pnr_traveller *traveller)
{
  const pnr_person *person = traveller->person;
  for (uint32_t i = 0; i < person->name_count; i++) {
    add_slice(r, "", person->names[i]->surname);
    add_slice(r, "/", person->names[i]->given);
  }
  if (person->sex != 0) add(r, " %c", (char)person->sex);
  for (uint32_t i = 0; i < person->birth_count; i++) add(r, " %u", (unsigned)person->births[i]->from);
  for (uint32_t i = 0; i < person->document_count; i++) {
    add(r, " [");
    add_slice(r, "", person->documents[i]->type);
    add_slice(r, " ", person->documents[i]->number);
    add_slice(r, " ", person->documents[i]->issuer);
    if (person->documents[i]->expires != 0) add(r, " to %u", (unsigned)person->documents[i]->expires);
    add(r, "]");
  }
  add(r, " %s", pnr_traveller_kind_name(traveller->kind));
  add_slice(r, " ", traveller->category);
  add_slice(r, " ", traveller->from);
  add_slice(r, "-", traveller->to);
  if (traveller->item_count != 0) add(r, " kept");
}

/* Persons, or where there are none legs and contacts, as one line. */
static void add_all(reading *r)
{
  const pnr_content *content = r->content;
  for (uint32_t i = 0; i < content->traveller_count; i++) {
    add(r, i != 0 ? "; " : "");
    add_traveller(r, content->travellers[i]);
  }
  for (uint32_t i = 0; i < content->leg_count && content->traveller_count == 0; i++) {
    const pnr_leg *leg = content->legs[i];
    add_slice(r, "<", leg->number);
    add_slice(r, " ", leg->from);
    if (leg->departs != 0) add(r, "@%u:%d", (unsigned)leg->departs, (int)leg->departs_time);
    add_slice(r, "-", leg->to);
    if (leg->arrives != 0) add(r, "@%u:%d", (unsigned)leg->arrives, (int)leg->arrives_time);
    add(r, ">");
  }
  for (uint32_t i = 0; i < content->contact_count; i++) {
    add(r, " (%s", pnr_contact_kind_name(content->contacts[i]->kind));
    add_slice(r, " ", content->contacts[i]->purpose);
    add_slice(r, " ", content->contacts[i]->text);
    add(r, ")");
  }
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

static void read_segments(reading *r, const char *before, const char *segments)
{
  char text[2048];
  memset(r, 0, sizeof *r);
  r->size = (size_t)snprintf(text, sizeof text, "%s%s%s%s", HEAD, before, segments, TAIL);
  r->data = exact_copy(text, r->size);
  cr_assert(eq(i32, pnr_reader_open(NULL, r->data, r->size, NULL, &r->reader, NULL), PNR_OK), "%s", segments);
  cr_assert(eq(i32, pnr_reader_next(r->reader, &r->message, NULL), PNR_OK), "%s", segments);
  r->content = pnr_message_content(r->message);
  add_all(r);
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

static void check_rows(const row *rows, size_t count, const char *before)
{
  for (size_t i = 0; i < count; i++) {
    reading r;
    read_segments(&r, before, rows[i].segments);
    cr_expect_str_eq(r.line, rows[i].line, "%s: %s", rows[i].name, r.line);
    cr_expect_str_eq(r.findings, rows[i].findings, "%s: %s", rows[i].name, r.findings);
    close_reading(&r);
  }
}

/* The offsets of the findings count from the TDT of 17 octets. */
Test(paxlst_us, a_person_is_one_segment_and_is_never_lost)
{
  static const row rows[] = {
    { "complete", PETRA, "NOVAK/PETRA A F 19800505 [P X1 CZE to 20100131] adult PAX NZAKL-USLAX", "" },
    { "sex left out", "PDT+P/X1:100131:CZ+NOVAK:PETRA::800505+PAX+NZAKL:USLAX'",
      "NOVAK/PETRA 19800505 [P X1 CZE to 20100131] adult PAX NZAKL-USLAX", "" },
    { "sex not stated", "PDT+P/X1:100131:CZ+NOVAK:PETRA:A:800505:U+PAX'",
      "NOVAK/PETRA A X 19800505 [P X1 CZE to 20100131] adult PAX", "" },
    { "birth and sex left out", "PDT+P/X1:100131:IR+O?'NOVAK:IAN:M+PAX'",
      "O'NOVAK/IAN M [P X1 IRN to 20100131] unknown PAX", "" },
    { "birth empty", "PDT+P/X1+NOVAK:JAN:M::M+PAX'", "NOVAK/JAN M M [P X1] unknown PAX", "" },
    { "sex in the place of birth", "PDT+P/X1+NOVAK:JAN::M+PAX'", "NOVAK/JAN M [P X1] unknown PAX", "" },
    { "a separator too few", "PDT+P/X1+NOVAK:JAN:800505:M+PAX'", "NOVAK/JAN M 19800505 [P X1] adult PAX kept", "" },
    { "a separator too many", "PDT+P/X1+NOVAK:JAN:IVO:KAREL:800505:M+PAX'",
      "NOVAK/JAN IVO KAREL M 19800505 [P X1] adult PAX kept", "" },
    { "surname only", "PDT+P/X1+NOVAK'", "NOVAK [P X1] unknown", "" },
    { "crew", "PDT+P/X1+NOVAK:JAN::800505+CRW'", "NOVAK/JAN 19800505 [P X1] crew CRW", "" },
    { "transit", "PDT+P/X1+NOVAK:JAN::800505+ITI'", "NOVAK/JAN 19800505 [P X1] transit ITI", "" },
    { "a child by age", "PDT+P/X1+NOVAK:JAN::950505+PAX'", "NOVAK/JAN 19950505 [P X1] child PAX", "" },
    { "a status of no known meaning", "PDT+P/X1+NOVAK:JAN+XYZ'", "NOVAK/JAN [P X1] unknown XYZ", "CODE_UNKNOWN@36" },
    { "no document", "PDT++NOVAK:JAN'", "NOVAK/JAN unknown", "" },
    { "a document without type", "PDT+X1+NOVAK:JAN'", "NOVAK/JAN [ X1] unknown", "" },
    { "a type without number", "PDT+P/+NOVAK:JAN'", "NOVAK/JAN [P] unknown", "VALUE_MISSING@21" },
    { "an issuer without document", "PDT+::CZ+NOVAK:JAN'", "NOVAK/JAN unknown kept", "" },
    { "an issuer of no known country", "PDT+P/X1::Q9+NOVAK:JAN'", "NOVAK/JAN [P X1 Q9] unknown", "" },
    { "expiry of zeros", "PDT+P/X1:000000:CZ+NOVAK:JAN'", "NOVAK/JAN [P X1 CZE] unknown kept", "DATE_INVALID@26" },
    { "expiry that is none", "PDT+P/X1:109931+NOVAK:JAN'", "NOVAK/JAN [P X1] unknown kept", "DATE_INVALID@26" },
    { "birth that is none", "PDT+P/X1+NOVAK:JAN::502010:M+PAX'", "NOVAK/JAN M [P X1] unknown PAX kept",
      "DATE_INVALID@37" },
    { "birth in words, sex of no known meaning", "PDT+P/X1+NOVAK:JAN::NONE:Q+PAX'", "NOVAK/JAN [P X1] unknown PAX kept",
      "DATE_INVALID@37 CODE_UNKNOWN@42" },
    { "no name", "PDT+P/X1:100131:CZ'", " [P X1 CZE to 20100131] unknown", "NAME_MISSING@17" },
    { "nothing", "PDT'", " unknown", "NAME_MISSING@17" },
    { "more than the form has", "PDT+P/X1+NOVAK:JAN+PAX+A:B:C+D'", "NOVAK/JAN [P X1] unknown PAX A-B kept", "" },
    { "several, one broken", PETRA "PDT+P/X2+KUBA:IVO::999999'" PETRA,
      "NOVAK/PETRA A F 19800505 [P X1 CZE to 20100131] adult PAX NZAKL-USLAX; KUBA/IVO [P X2] unknown kept; "
      "NOVAK/PETRA A F 19800505 [P X1 CZE to 20100131] adult PAX NZAKL-USLAX",
      "DATE_INVALID@94" },
  };
  check_rows(rows, ROWS(rows), FLIGHT);
}

Test(paxlst_us, stops_part_the_journey_into_legs_with_local_times)
{
  static const row rows[] = {
    { "one leg", FLIGHT "LOC+005+NZAKL:50'DTM+136+020131+1030+M05'LOC+008+USLAX:50'DTM+132+020131+2200+M05'UNS+D'",
      "<812 NZAKL@20020131:630-USLAX@20020131:1320>", "" },
    { "no times", FLIGHT "LOC+5+NZAKL:50'LOC+8+USLAX:50'", "<812 NZAKL-USLAX>", "" },
    { "stops",
      FLIGHT "LOC+5+NZAKL:50'DTM+136+020131+2200+M10'LOC+PT+USHNL:50'DTM+132+020131+1900+P8'LOC+PT+USLAX:50'"
             "DTM+132+020131+2300+P5'LOC+8+USJFK:50'DTM+132+020201+0400+P2'",
      "<812 NZAKL@20020131:1320-USHNL@20020131:1140><812 USHNL-USLAX@20020131:1380><812 USLAX-USJFK@20020201:240>",
      "" },
    { "a stop with both times",
      FLIGHT "LOC+5+NZAKL'DTM+136+020131+2200'LOC+PT+USHNL'DTM+132+020131+1900'"
             "DTM+136+020131+2000'LOC+8+USLAX'DTM+132+020131+2300'",
      "<812 NZAKL@20020131:1320-USHNL@20020131:1140><812 USHNL@20020131:1200-USLAX@20020131:1380>", "" },
    { "a stop first", FLIGHT "LOC+PT+NZAKL'LOC+8+USLAX'", "<812 NZAKL-USLAX>", "" },
    { "the end first", FLIGHT "LOC+8+USLAX'LOC+5+NZAKL'", "<812 NZAKL-USLAX>", "" },
    { "a place without code", FLIGHT "LOC+5+NZAKL'LOC+8+USLAX'LOC+PT'", "<812 NZAKL-USLAX>", "VALUE_MISSING@41" },
    { "a time as elsewhere", FLIGHT "LOC+5+NZAKL'DTM+136:0201311030:201'LOC+8+USLAX'DTM+132:0201312200:201'",
      "<812 NZAKL@20020131:630-USLAX@20020131:1320>", "" },
    { "a date alone", FLIGHT "LOC+5+NZAKL'DTM+136+020131'", "<812 NZAKL@20020131:-1>", "" },
    { "a date that is none", FLIGHT "LOC+5+NZAKL'DTM+136+021331+1030'", "<812 NZAKL>", "DATE_INVALID@37" },
    { "a time that is none", FLIGHT "LOC+5+NZAKL'DTM+136+020131+2560'", "<812 NZAKL@20020131:-1>", "DATE_INVALID@44" },
    { "no date", FLIGHT "LOC+5+NZAKL'DTM+136'", "<812 NZAKL>", "DATE_INVALID@29" },
    { "no flight", "UNS+D'", "", "FLIGHT_MISSING@-30" },
  };
  check_rows(rows, ROWS(rows), "");
}

Test(paxlst_us, the_contact_is_the_reporter)
{
  static const row rows[] = {
    { "name and numbers", "CTA+IC+:DESK SIX+1-555-0100:TE+1-555-0101:FX'" FLIGHT,
      "<812> (reporter IC DESK SIX) (reporter TE 1-555-0100) (reporter FX 1-555-0101)", "" },
    { "numbers alone", "CTA+IC++1-555-0100:TE'" FLIGHT, "<812> (reporter TE 1-555-0100)", "" },
    { "nothing", "CTA'" FLIGHT, "<812>", "" },
    { "numbers in segments of their own", "CTA+IC+:DESK'COM+1-555-0100:TE'" FLIGHT,
      "<812> (reporter IC DESK) (reporter TE 1-555-0100)", "" },
    { "behind a person", FLIGHT PETRA "CTA+IC+:DESK'",
      "NOVAK/PETRA A F 19800505 [P X1 CZE to 20100131] adult PAX NZAKL-USLAX kept", "SEGMENT_MISPLACED@75" },
  };
  check_rows(rows, ROWS(rows), "");
}

#define WHOLE                                                                      \
  "CTA+IC+:DESK+1-555-0100:TE'" FLIGHT                                             \
  "LOC+5+NZAKL:50'DTM+136+020131+2200+M10'LOC+PT+USHNL:50'DTM+132+020131+1900+P8'" \
  "LOC+8+USLAX:50'UNS+D'" PETRA "PDT+P/X2:000000:QQ+KUBA:IVO:Q:991399:Z+XYZ+A:B:C'"

/* 0 where the message opened, else the status. */
static pnr_status read_octets(const pnr_env *env, const uint8_t *data, size_t size, uint32_t *travellers)
{
  pnr_reader *reader;
  pnr_message *message = NULL;
  *travellers = 0;
  pnr_status status = pnr_reader_open(env, data, size, NULL, &reader, NULL);
  if (status != PNR_OK) return status;
  status = pnr_reader_next(reader, &message, NULL);
  if (status == PNR_OK) {
    const pnr_content *content = pnr_message_content(message);
    cr_expect(eq(u64, content->octets, size));
    cr_expect(eq(u64, content->octets_recorded + content->octets_in_findings, content->octets));
    *travellers = content->traveller_count;
  }
  pnr_message_close(message);
  pnr_reader_close(reader);
  return status;
}

Test(paxlst_us, a_list_cut_at_any_octet_gives_the_persons_up_to_there)
{
  static const char text[] = HEAD WHOLE TAIL;
  size_t first = (size_t)(strstr(text, "PDT") - text), second = (size_t)(strstr(text, "PDT+P/X2") - text);
  for (size_t size = strlen(HEAD); size < sizeof text; size++) {
    uint8_t *data = exact_copy(text, size);
    uint32_t travellers, expected = size >= second + 4 ? 2 : size >= first + 4 ? 1 : 0;
    cr_expect(eq(i32, read_octets(NULL, data, size, &travellers), PNR_OK), "%zu", size);
    cr_expect(travellers == expected || size == first + 3 || size == second + 3, "%zu: %u", size, travellers);
    free(data);
  }
}

Test(paxlst_us, no_octet_changes_unseen)
{
  static const char text[] = HEAD WHOLE "UNT+12+1'UNE+1+1'UNZ+1+R'";
  cr_expect(eq(u32, silent_changes(text, sizeof text - 1), 0));
}

Test(paxlst_us, no_allocation_is_taken_for_granted)
{
  static const char text[] = HEAD WHOLE TAIL;
  uint8_t *data = exact_copy(text, sizeof text - 1);
  pnr_status status = PNR_E_MEMORY;
  uint64_t n = 0;
  while (status == PNR_E_MEMORY) {
    counting_allocator state = { .fail_at = 0 };
    pnr_env *env;
    uint32_t travellers;
    cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
    state.fail_at = state.count + ++n;
    status = read_octets(env, data, sizeof text - 1, &travellers);
    pnr_env_close(env);
    cr_expect(status == PNR_OK || status == PNR_E_MEMORY, "allocation %u", (unsigned)n);
    cr_expect(eq(u64, state.blocks, 0), "allocation %u leaks", (unsigned)n);
    cr_expect(state.not_wiped == 0, "allocation %u", (unsigned)n);
  }
  cr_expect(n > 3);
  free(data);
}
