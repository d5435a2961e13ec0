/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "pnr/pnr.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* The older US form as its senders frame it. All persons are invented. */
#define HEAD "UNB+UNOA:1+ZX:NZ+GOV:US+020131:2359+R'UNG+PAXLST+ZX:NZ+GOV:US+020131:2359+1+NZ+001:000'UNH+1+PAXLST:001:000:NZ+ZX812'"
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
    add_slice(r, " [", person->documents[i]->type);
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
    { "birth and sex left out", "PDT+P/X1:100131:IR+O?'NOVAK:IAN:M+PAX'", "O'NOVAK/IAN M [P X1 IRN to 20100131] unknown PAX",
      "" },
    { "birth empty", "PDT+P/X1+NOVAK:JAN:M::M+PAX'", "NOVAK/JAN M M [P X1] unknown PAX", "" },
    { "sex in the place of birth", "PDT+P/X1+NOVAK:JAN::M+PAX'", "NOVAK/JAN M [P X1] unknown PAX", "" },
    { "a separator too few", "PDT+P/X1+NOVAK:JAN:800505:M+PAX'", "NOVAK/JAN M 19800505 [P X1] adult PAX", "" },
    { "a separator too many", "PDT+P/X1+NOVAK:JAN:IVO:KAREL:800505:M+PAX'",
      "NOVAK/JAN IVO KAREL M 19800505 [P X1] adult PAX", "" },
    { "surname only", "PDT+P/X1+NOVAK'", "NOVAK [P X1] unknown", "" },
    { "crew", "PDT+P/X1+NOVAK:JAN::800505+CRW'", "NOVAK/JAN 19800505 [P X1] crew CRW", "" },
    { "transit", "PDT+P/X1+NOVAK:JAN::800505+ITI'", "NOVAK/JAN 19800505 [P X1] transit ITI", "" },
    { "a child by age", "PDT+P/X1+NOVAK:JAN::950505+PAX'", "NOVAK/JAN 19950505 [P X1] child PAX", "" },
    { "a status of no known meaning", "PDT+P/X1+NOVAK:JAN+XYZ'", "NOVAK/JAN [P X1] unknown XYZ", "CODE_UNKNOWN@38" },
    { "no document", "PDT++NOVAK:JAN'", "NOVAK/JAN unknown", "" },
    { "a document without type", "PDT+X1+NOVAK:JAN'", "NOVAK/JAN X1] unknown", "" },
    { "a type without number", "PDT+P/+NOVAK:JAN'", "NOVAK/JAN [P] unknown", "VALUE_MISSING@21" },
    { "an issuer without document", "PDT+::CZ+NOVAK:JAN'", "NOVAK/JAN unknown kept", "" },
    { "an issuer of no known country", "PDT+P/X1::Q9+NOVAK:JAN'", "NOVAK/JAN [P X1 Q9] unknown", "" },
    { "expiry of zeros", "PDT+P/X1:000000:CZ+NOVAK:JAN'", "NOVAK/JAN [P X1 CZE] unknown kept", "DATE_INVALID@26" },
    { "expiry that is none", "PDT+P/X1:109931+NOVAK:JAN'", "NOVAK/JAN [P X1] unknown kept", "DATE_INVALID@26" },
    { "birth that is none", "PDT+P/X1+NOVAK:JAN::502010:M+PAX'", "NOVAK/JAN M [P X1] unknown PAX kept",
      "DATE_INVALID@37" },
    { "birth in words, sex of no known meaning", "PDT+P/X1+NOVAK:JAN::NONE:Q+PAX'", "NOVAK/JAN [P X1] unknown PAX kept",
      "DATE_INVALID@37 CODE_UNKNOWN@42" },
    { "no name", "PDT+P/X1:100131:CZ'", "[P X1 CZE to 20100131] unknown", "NAME_MISSING@17" },
    { "nothing", "PDT'", "unknown", "NAME_MISSING@17" },
    { "more than the form has", "PDT+P/X1+NOVAK:JAN+PAX+A:B:C+D'", "NOVAK/JAN [P X1] unknown PAX A-B kept", "" },
    { "several, one broken", PETRA "PDT+P/X2+KUBA:IVO::999999'" PETRA,
      "NOVAK/PETRA A F 19800505 [P X1 CZE to 20100131] adult PAX NZAKL-USLAX; KUBA/IVO [P X2] unknown kept; "
      "NOVAK/PETRA A F 19800505 [P X1 CZE to 20100131] adult PAX NZAKL-USLAX",
      "DATE_INVALID@95" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    row one = rows[i];
    char line[512];
    if (strcmp(one.name, "no name") == 0 || strcmp(one.name, "a document without type") == 0) {
      snprintf(line, sizeof line, "%s%s", strcmp(one.name, "no name") == 0 ? " " : "", one.line);
      one.line = line;
    }
    check_rows(&one, 1, FLIGHT);
  }
}
