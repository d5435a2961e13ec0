/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "pnr/pnr.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* A message around some segments, and what was read of it as one line. All persons are invented. */
#define HEAD "UNB+UNOA:1+ZX+GOV+250310:1015+R'UNH+1+PAXLST:D:12B:UN:IATA"
#define FLIGHT "TDT+20+ZX100+++ZX'LOC+125+AAA'DTM+189:2503101200:201'LOC+87+BBB'DTM+232:2503101500:201'"
#define LIST "BGM+745'" FLIGHT
#define PETRA "NAD+FL+++NOVAK:PETRA:ANNA'"

typedef struct reading {
  uint8_t *data;
  pnr_reader *reader;
  pnr_message *message;
  const pnr_content *content;
  pnr_status status;
  char line[4096];
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
  add(r, "<");
  add_slice(r, "", leg->carrier);
  add_slice(r, "", leg->number);
  add_slice(r, "/", leg->suffix);
  add_slice(r, " ", leg->from);
  if (leg->departs != 0) add(r, "@%u:%d", (unsigned)leg->departs, (int)leg->departs_time);
  add_slice(r, "-", leg->to);
  if (leg->arrives != 0) add(r, "@%u:%d", (unsigned)leg->arrives, (int)leg->arrives_time);
  add(r, ">");
}

static void add_person(reading *r, const pnr_person *person)
{
  for (uint32_t i = 0; i < person->name_count; i++) {
    add_slice(r, i != 0 ? "=" : "", person->names[i]->surname);
    add(r, "/");
    add_slice(r, "", person->names[i]->given);
    add_slice(r, " title ", person->names[i]->title);
  }
  if (person->sex != 0) add(r, " %c", (char)person->sex);
  for (uint32_t i = 0; i < person->birth_count; i++) add(r, " %u", (unsigned)person->births[i]->from);
  for (uint32_t i = 0; i < person->nationality_count; i++) add_slice(r, " ", person->nationalities[i]);
  add_slice(r, " lives ", person->residence);
  add_slice(r, " born ", person->birth_place);
  for (uint32_t i = 0; i < person->identifier_count; i++)
    add(r, " #%u:%.*s", (unsigned)person->identifiers[i]->kind, (int)person->identifiers[i]->value.size,
        (const char *)person->identifiers[i]->value.data);
  for (uint32_t i = 0; i < person->document_count; i++) {
    const pnr_document *document = person->documents[i];
    add(r, " [");
    add_slice(r, "", document->type);
    add_slice(r, " ", document->number);
    add_slice(r, " ", document->issuer);
    if (document->issued != 0) add(r, " from %u", (unsigned)document->issued);
    if (document->expires != 0) add(r, " to %u", (unsigned)document->expires);
    add(r, "]");
  }
}

static void add_traveller(reading *r, const pnr_traveller *traveller)
{
  static const char *const kinds[] = { "?", "adult", "child", "infant", "crew", "transit", "transit crew" };
  static const char *const statuses[] = { "", "", " checked in", " boarded", " not boarded", " cancelled" };
  add_person(r, traveller->person);
  add(r, " %s%s", kinds[traveller->kind], statuses[traveller->status]);
  if (traveller->booking != PNR_NONE) add(r, " in %u", (unsigned)traveller->booking);
  add_slice(r, " ref ", traveller->unique_reference);
  add_slice(r, " seat ", traveller->seat);
  if (traveller->category.size != 2) add_slice(r, " is ", traveller->category);
  add_slice(r, " from ", traveller->from);
  add_slice(r, " to ", traveller->to);
  for (uint32_t i = 0; i < traveller->bag_count; i++) {
    const pnr_bag *bag = traveller->bags[i];
    add_slice(r, " bag ", bag->tag);
    if (bag->tag.size == 0)
      add(r, " bags %u of %u%.*s", bag->pieces, bag->weight, (int)bag->unit.size, (const char *)bag->unit.data);
  }
  for (uint32_t i = 0; i < traveller->contact_count; i++) {
    add(r, " contact %s", pnr_contact_kind_name(traveller->contacts[i]->kind));
    add_slice(r, " ", traveller->contacts[i]->text);
    add_slice(r, " ", traveller->contacts[i]->city);
  }
  for (uint32_t i = 0; i < traveller->item_count; i++) add_slice(r, " item ", traveller->items[i]->text);
}

/* Reads the message of these segments behind UNH. */
static void read_segments(reading *r, const char *status, const char *segments)
{
  memset(r, 0, sizeof *r);
  char text[4096];
  unsigned count = 2;
  for (const char *c = segments; *c != 0; c++) count += *c == '\'' && (c == segments || c[-1] != '?');
  int size = snprintf(text, sizeof text, HEAD "%s'%sUNT+%u+1'UNZ+1+R'", status, segments, count);
  r->data = exact_copy(text, (size_t)size);
  r->status = pnr_reader_open(NULL, r->data, (size_t)size, NULL, &r->reader, NULL);
  if (r->status == PNR_OK) r->status = pnr_reader_next(r->reader, &r->message, NULL);
  cr_assert(eq(i32, r->status, PNR_OK), "%s", segments);
  r->content = pnr_message_content(r->message);
  for (uint32_t i = 0; i < r->content->leg_count; i++) add_leg(r, r->content->legs[i]);
  for (uint32_t i = 0; i < r->content->traveller_count; i++) {
    if (r->line[0] != 0) add(r, "; ");
    add_traveller(r, r->content->travellers[i]);
  }
  for (uint32_t i = 0; i < r->content->item_count; i++)
    if (r->content->items[i]->tag.data[0] != 'U' || r->content->items[i]->tag.data[2] == 'S')
      add_slice(r, "; item ", r->content->items[i]->text);
  for (uint32_t i = 0; i < r->content->finding_count; i++) {
    if (i != 0) strcat(r->findings, " ");
    strcat(r->findings, pnr_finding_name(r->content->findings[i]->code));
  }
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

static void check_rows(const row *rows, size_t count, const char *prefix)
{
  for (size_t i = 0; i < count; i++) {
    reading r;
    read_segments(&r, "", rows[i].segments);
    size_t skip = strncmp(r.line, prefix, strlen(prefix)) == 0 ? strlen(prefix) : 0;
    cr_expect_str_eq(r.line + skip, rows[i].line, "%s: %s", rows[i].name, r.line + skip);
    cr_expect_str_eq(r.findings, rows[i].findings, "%s: %s", rows[i].name, r.findings);
    close_reading(&r);
  }
}

#define LEG "<ZX100 AAA@20250310:720-BBB@20250310:900>"

Test(paxlst, legs_are_made_of_places_and_times_in_any_order)
{
  static const row rows[] = {
    { "usual", LIST, LEG, "" },
    { "arrival first",
      "BGM+745'TDT+20+ZX100+++ZX'LOC+87+BBB'DTM+232:2503101500:201'LOC+125+AAA'DTM+189:2503101200:201'", LEG, "" },
    { "times first", "BGM+745'TDT+20+ZX100+++ZX'DTM+189:2503101200:201'LOC+125+AAA'DTM+232:2503101500:201'LOC+87+BBB'",
      LEG, "" },
    { "times last", "BGM+745'TDT+20+ZX100+++ZX'LOC+125+AAA'LOC+87+BBB'DTM+189:2503101200:201'DTM+232:2503101500:201'",
      LEG, "" },
    { "no departure time", "BGM+745'TDT+20+ZX100+++ZX'LOC+125+AAA'LOC+87+BBB'DTM+232:2503101500:201'",
      "<ZX100 AAA-BBB@20250310:900>", "" },
    { "other places, one stop twice",
      "BGM+745'TDT+20+ZX100'LOC+92+AAA'DTM+189:2503101200:201'LOC+92+CCC'DTM+232:2503101300:201'LOC+92+CCC'"
      "DTM+189:2503101400:201'LOC+92+BBB'DTM+232:2503101500:201'",
      "<ZX100 AAA@20250310:720-CCC@20250310:780><ZX100 CCC@20250310:840-BBB@20250310:900>", "" },
    { "other places, one stop once with both times",
      "BGM+745'TDT+20+ZX100'LOC+92+AAA'DTM+189:2503101200:201'LOC+92+CCC'DTM+232:2503101300:201'DTM+189:2503101400:201'"
      "LOC+92+BBB'DTM+232:2503101500:201'",
      "<ZX100 AAA@20250310:720-CCC@20250310:780><ZX100 CCC@20250310:840-BBB@20250310:900>", "" },
    { "other places, arrival first",
      "BGM+745'TDT+20+ZX100'LOC+92+BBB'DTM+232:2503101500:201'LOC+92+AAA'DTM+189:2503101200:201'", LEG, "" },
    { "other places, then the border", "BGM+745'TDT+20+ZX100'LOC+92+AAA'LOC+92+CCC'LOC+125+CCC'LOC+87+BBB'",
      "<ZX100 AAA-CCC><ZX100 CCC-BBB>", "" },
    { "two flights", "BGM+745'TDT+20+ZX100'LOC+92+AAA'LOC+92+CCC'TDT+20+ZX0200A'LOC+125+CCC'LOC+87+BBB'",
      "<ZX100 AAA-CCC><ZX0200/A CCC-BBB>", "" },
    { "three letters of carrier", "BGM+745'TDT+20+ZXY100'LOC+125+AAA'LOC+87+BBB'", "<ZXY100 AAA-BBB>", "" },
    { "a digit in the carrier", "BGM+745'TDT+20+9Z100'LOC+125+AAA'LOC+87+BBB'", "<9Z100 AAA-BBB>", "" },
    { "a full year", "BGM+745'TDT+20+ZX100'LOC+125+AAA'DTM+189:202503101200:203'", "<ZX100 AAA@20250310:720>", "" },
    { "a date alone", "BGM+745'TDT+20+ZX100'LOC+125+AAA'DTM+189:250310:101'", "<ZX100 AAA@20250310:-1>", "" },
    { "blanks around", "BGM+745'TDT+20+ZX100'LOC+125+ AAA'DTM+189: 2503101200:201'",
      "<ZX100 AAA@20250310:720>; item LOC+125+ AAA; item DTM+189: 2503101200:201", "" },
    { "a date that is none", "BGM+745'TDT+20+ZX100'LOC+125+AAA'DTM+189:2513101200:201'",
      "<ZX100 AAA>; item DTM+189:2513101200:201", "DATE_INVALID" },
    { "a format that is not the date's", "BGM+745'TDT+20+ZX100'LOC+125+AAA'DTM+189:2503101200:999'",
      "<ZX100 AAA@20250310:720>; item DTM+189:2503101200:999", "" },
    { "no place", "BGM+745'TDT+20+ZX100'LOC+125'", "<ZX100>; item LOC+125", "VALUE_MISSING" },
    { "no flight", "BGM+745'" PETRA, "NOVAK/PETRA ANNA ?", "FLIGHT_MISSING" },
    { "place without flight", "BGM+745'LOC+125+AAA'LOC+87+BBB'", "< AAA-BBB>", "" },
    { "a time too many", LIST "DTM+189:2503111200:201'", LEG "; item DTM+189:2503111200:201", "" },
    { "other places of the journey", LIST "LOC+130+CCC'", LEG "; item LOC+130+CCC", "" },
    { "a place of no known role", LIST "LOC+999+CCC'", LEG "; item LOC+999+CCC", "CODE_UNKNOWN" },
  };
  check_rows(rows, ROWS(rows), "");
}

Test(paxlst, a_person_is_read_whatever_is_wrong_with_it)
{
  static const row rows[] = {
    { "complete",
      LIST PETRA "ATT+2++F'DTM+329:800505'LOC+178+AAA'LOC+179+BBB'LOC+174+CZE'LOC+180+PRG'NAT+2+CZE'RFF+AVF:LOC001'"
                 "RFF+ABO:7'RFF+SEA:012C'RFF+CR:ZX99'DOC+P:110:111+X1'DTM+36:300101'DTM+182:200102'LOC+91+CZE'",
      "; NOVAK/PETRA ANNA F 19800505 CZE lives CZE born PRG #3:ZX99 [P X1 CZE from 20200102 to 20300101] adult in 0 ref 7 "
      "seat 012C from AAA to BBB",
      "" },
    { "documents first", LIST PETRA "DOC+P+X1'LOC+91+CZE'DTM+36:300101'NAT+2+CZE'ATT+2++F'DTM+329:800505'",
      "; NOVAK/PETRA ANNA F 19800505 CZE [P X1 CZE to 20300101] adult", "" },
    { "several documents", LIST PETRA "DOC+P+X1'LOC+91+CZE'DOC+V+V1'LOC+91+USA'",
      "; NOVAK/PETRA ANNA [P X1 CZE] [V V1 USA] ?", "" },
    { "one name only", LIST "NAD+FL+++ONLYONE'", "; ONLYONE/ ?", "" },
    { "names in one component", LIST "NAD+FL+++NOVAK/PETRA'", "; NOVAK/PETRA ? item NAD+FL+++NOVAK/PETRA", "" },
    { "names in the older place", LIST "NAD+FL++NOVAK PETRA'", "; NOVAK PETRA/ ? item NAD+FL++NOVAK PETRA", "" },
    { "no name", LIST "NAD+FL'NAT+2+CZE'", ";  CZE ?", "NAME_MISSING" },
    { "given name unknown", LIST "NAD+FL+++NOVAK:FNU'", "; NOVAK/ ?", "PLACEHOLDER_NAME" },
    { "title", LIST "NAD+FL+++NOVAK:PETRA MRS'", "; NOVAK/PETRA title MRS ? item NAD+FL+++NOVAK:PETRA MRS", "" },
    { "five components", LIST "NAD+FL+++NOVAK:A:B:C:D'", "; NOVAK/A B C D ? item NAD+FL+++NOVAK:A:B:C:D", "" },
    { "released apostrophe", LIST "NAD+FL+++O?'NOVAK:PETRA'", "; O'NOVAK/PETRA ?", "" },
    { "address", LIST "NAD+FL+++NOVAK:PETRA+1 LONG ST+BRNO+JM+60200+CZE'",
      "; NOVAK/PETRA ? contact address 1 LONG ST BRNO", "" },
    { "a birth date that is none", LIST PETRA "DTM+329:800532'", "; NOVAK/PETRA ANNA ? item DTM+329:800532",
      "DATE_INVALID" },
    { "a birth date of letters", LIST PETRA "DTM+329:UNKNOWN'", "; NOVAK/PETRA ANNA ? item DTM+329:UNKNOWN",
      "DATE_INVALID" },
    { "day unknown", LIST PETRA "DTM+329:800500'", "; NOVAK/PETRA ANNA 19800500 ?", "" },
    { "a century nobody asked for", LIST PETRA "DTM+329:19800505'", "; NOVAK/PETRA ANNA 19800505 adult",
      "DATE_CENTURY" },
    { "a century with its format", LIST PETRA "DTM+329:19800505:102'", "; NOVAK/PETRA ANNA 19800505 adult", "" },
    { "nobody is born tomorrow", LIST PETRA "DTM+329:250311'", "; NOVAK/PETRA ANNA 19250311 adult", "" },
    { "sex unspecified", LIST PETRA "ATT+2++U'", "; NOVAK/PETRA ANNA X ?", "" },
    { "sex unknown", LIST PETRA "ATT+2++Q'", "; NOVAK/PETRA ANNA ? item ATT+2++Q", "CODE_UNKNOWN" },
    { "another attribute", LIST PETRA "ATT+3++M'", "; NOVAK/PETRA ANNA ? item ATT+3++M", "CODE_UNKNOWN" },
    { "two sexes", LIST PETRA "ATT+2++F'ATT+2++M'", "; NOVAK/PETRA ANNA F ? item ATT+2++M", "" },
    { "birth place in words", LIST PETRA "LOC+180+:::BRNO CZ'", "; NOVAK/PETRA ANNA born BRNO CZ ?", "" },
    { "document without type", LIST PETRA "DOC++X1'", "; NOVAK/PETRA ANNA [ X1] ?", "" },
    { "document without number", LIST PETRA "DOC+P'", "; NOVAK/PETRA ANNA [P] ?", "VALUE_MISSING" },
    { "no document at all", LIST PETRA "DOC++'DTM+36:300101'", "; NOVAK/PETRA ANNA ? item DOC++ item DTM+36:300101",
      "VALUE_MISSING SEGMENT_MISPLACED" },
    { "another code list", LIST PETRA "DOC+P:110:ZZZ+X1'", "; NOVAK/PETRA ANNA [P X1] ? item DOC+P:110:ZZZ+X1", "" },
    { "an unknown code of NAD", LIST "NAD+VT+++NOVAK:PETRA'", "; NOVAK/PETRA ?", "CODE_UNKNOWN" },
    { "an unknown segment", LIST PETRA "XYZ+1'", "; NOVAK/PETRA ANNA ? item XYZ+1", "SEGMENT_UNKNOWN" },
    { "segments without field", LIST PETRA "GEI+4+173'GEI+4'RFF+AEA:9'LOC+22+CCC'FTX+AAI+++X'",
      "; NOVAK/PETRA ANNA ? item GEI+4+173 item GEI+4 item RFF+AEA:9 item LOC+22+CCC item FTX+AAI+++X", "" },
    { "a document's place before the document", LIST PETRA "LOC+91+CZE'", "; NOVAK/PETRA ANNA ? item LOC+91+CZE",
      "SEGMENT_MISPLACED" },
    { "phone and e-mail", LIST PETRA "COM+123 4567:TE+P//MAIL.TEST:EM+555:FX'",
      "; NOVAK/PETRA ANNA #1:1234567 #2:P@MAIL.TEST ? contact phone 123 4567 contact email P@MAIL.TEST contact phone 555",
      "" },
  };
  check_rows(rows, ROWS(rows), LEG);
}

Test(paxlst, kinds_of_persons_are_told_by_code_and_age)
{
  static const row rows[] = {
    { "crew", LIST "NAD+FM+++NOVAK:PETRA'EMP+1+CR1:110:111'", "; NOVAK/PETRA crew is CR1", "" },
    { "transit", LIST "NAD+DDU+++NOVAK:PETRA'", "; NOVAK/PETRA transit is DDU", "" },
    { "transit crew", LIST "NAD+DDT+++NOVAK:PETRA'", "; NOVAK/PETRA transit crew is DDT", "" },
    { "infant", LIST PETRA "DTM+329:230311'", "; NOVAK/PETRA ANNA 20230311 infant", "" },
    { "no infant any more", LIST PETRA "DTM+329:230310'", "; NOVAK/PETRA ANNA 20230310 child", "" },
    { "no child any more", LIST PETRA "DTM+329:130310'", "; NOVAK/PETRA ANNA 20130310 adult", "" },
    { "crew category of a passenger", LIST PETRA "EMP+1+CR1'", "; NOVAK/PETRA ANNA ? item EMP+1+CR1", "" },
  };
  check_rows(rows, ROWS(rows), LEG);
}

Test(paxlst, persons_of_one_locator_share_a_booking)
{
  reading r;
  read_segments(&r, "",
                LIST PETRA "RFF+AVF:B'RFF+YZY:1111'NAD+FL+++DVORAK:JAN'RFF+AVF:A'NAD+FL+++KUBA:IVO'RFF+YZY:2222'"
                           "NAD+FL+++NOVAK:EMA'RFF+AVF:B'RFF+AVF:C'");
  cr_expect_str_eq(r.line + strlen(LEG),
                   "; NOVAK/PETRA ANNA ? in 0; DVORAK/JAN ? in 1; KUBA/IVO ? item RFF+YZY:2222; "
                   "NOVAK/EMA ? in 0 item RFF+AVF:C",
                   "%s", r.line);
  cr_assert(eq(u32, r.content->booking_count, 2));
  const pnr_booking *booking = r.content->bookings[0];
  cr_expect(slice_is(booking->locator, "B") && slice_is(r.content->bookings[1]->locator, "A"));
  cr_assert(eq(u32, booking->traveller_count, 2));
  cr_expect(eq(u32, booking->travellers[0], 0));
  cr_expect(eq(u32, booking->travellers[1], 3));
  cr_assert(eq(u32, booking->ticket_count, 1));
  cr_expect(slice_is(booking->tickets[0]->number, "1111"));
  cr_expect(eq(u32, booking->tickets[0]->traveller, 0));
  close_reading(&r);
}

Test(paxlst, bags_are_counted_weighed_and_expanded)
{
  static const row rows[] = {
    { "measures", LIST PETRA "MEA+CT++:3'MEA+WT++KGM:40'", "; NOVAK/PETRA ANNA ? bags 3 of 40KGM", "" },
    { "value first", LIST PETRA "MEA+CT++3'MEA+WT++40:KGM'", "; NOVAK/PETRA ANNA ? bags 3 of 40KGM", "" },
    { "a fraction", LIST PETRA "MEA+WT++KGM:40.5'", "; NOVAK/PETRA ANNA ? bags 0 of 40KGM item MEA+WT++KGM:40.5", "" },
    { "no number", LIST PETRA "MEA+CT++:X'", "; NOVAK/PETRA ANNA ? item MEA+CT++:X", "NUMBER_INVALID" },
    { "no value", LIST PETRA "MEA+CT'", "; NOVAK/PETRA ANNA ? item MEA+CT", "VALUE_MISSING" },
    { "another measure", LIST PETRA "MEA+XX++KGM:3'", "; NOVAK/PETRA ANNA ? item MEA+XX++KGM:3", "CODE_UNKNOWN" },
    { "tags in a row", LIST PETRA "FTX+BAG+++ZX009:3'", "; NOVAK/PETRA ANNA ? bag ZX009 bag ZX010 bag ZX011", "" },
    { "several", LIST PETRA "FTX+BAG+++ZX1:2:ZX9'", "; NOVAK/PETRA ANNA ? bag ZX1 bag ZX2 bag ZX9", "" },
    { "digits that run over", LIST PETRA "FTX+BAG+++ZX9:2'", "; NOVAK/PETRA ANNA ? bag ZX9 item FTX+BAG+++ZX9:2",
      "BAG_COUNT" },
    { "a count that is a tag", LIST PETRA "FTX+BAG+++ZX1:2000'", "; NOVAK/PETRA ANNA ? bag ZX1 bag 2000", "" },
    { "no tag", LIST PETRA "FTX+BAG'", "; NOVAK/PETRA ANNA ? item FTX+BAG", "" },
  };
  check_rows(rows, ROWS(rows), LEG);
  reading r;
  read_segments(&r, "", LIST PETRA "FTX+BAG+++ZX0001:999'FTX+BAG+++ZX5000:2'");
  cr_expect(eq(u32, r.content->travellers[0]->bag_count, 1000), "999, and one for the row that is too much");
  cr_expect_str_eq(r.findings, "BAG_COUNT");
  cr_expect(slice_is(r.content->travellers[0]->bags[998]->tag, "ZX0999"));
  cr_expect(slice_is(r.content->travellers[0]->bags[998]->carrier, "ZX"));
  cr_expect(eq(u32, r.content->travellers[0]->bags[0]->pieces, 999));
  close_reading(&r);
}

Test(paxlst, the_head_tells_function_status_transport_and_reporter)
{
  static const struct {
    const char *name, *segments;
    uint32_t function, status, transport;
    const char *code, *findings;
  } rows[] = {
    { "passengers", "BGM+745'TDT+20+ZX1'" PETRA, PNR_FUNCTION_PASSENGERS, PNR_STATUS_BOOKED, PNR_TRANSPORT_AIR, "745",
      "" },
    { "flight closed", "BGM+745+CL'TDT+20+ZX1'" PETRA, PNR_FUNCTION_PASSENGERS, PNR_STATUS_BOARDED, PNR_TRANSPORT_AIR,
      "CL", "" },
    { "on board", "BGM+266+CLOB'TDT+20+ZX1'" PETRA, PNR_FUNCTION_STATUS, PNR_STATUS_BOARDED, PNR_TRANSPORT_AIR, "CLOB",
      "" },
    { "not boarded", "BGM+266+CLNB'TDT+20+ZX1'" PETRA, PNR_FUNCTION_STATUS, PNR_STATUS_NOT_BOARDED, PNR_TRANSPORT_AIR,
      "CLNB", "" },
    { "cancelled", "BGM+745+XR'TDT+20+ZX1'" PETRA, PNR_FUNCTION_PASSENGERS, PNR_STATUS_CANCELLED, PNR_TRANSPORT_AIR,
      "XR", "" },
    { "crew", "BGM+250'TDT+20+ZX1'" PETRA, PNR_FUNCTION_CREW, PNR_STATUS_BOOKED, PNR_TRANSPORT_AIR, "250", "" },
    { "master crew list", "BGM+336+G'TDT+20+ZXMCL+++ZX'" PETRA, PNR_FUNCTION_MASTER_CREW, PNR_STATUS_BOOKED,
      PNR_TRANSPORT_AIR, "G", "" },
    { "gate pass", "BGM+655'TDT+20+ZX1'" PETRA, PNR_FUNCTION_GATE, PNR_STATUS_BOOKED, PNR_TRANSPORT_AIR, "655", "" },
    { "unknown", "BGM+999'TDT+20+ZX1'" PETRA, PNR_FUNCTION_UNKNOWN, PNR_STATUS_BOOKED, PNR_TRANSPORT_AIR, "999",
      "CODE_UNKNOWN" },
    { "ferry", "BGM+745'TDT+20+77+1'" PETRA, PNR_FUNCTION_PASSENGERS, PNR_STATUS_BOOKED, PNR_TRANSPORT_SEA, "745", "" },
    { "train", "BGM+745'TDT+20+77+2'" PETRA, PNR_FUNCTION_PASSENGERS, PNR_STATUS_BOOKED, PNR_TRANSPORT_RAIL, "745",
      "" },
    { "coach", "BGM+745'TDT+20+77+3'" PETRA, PNR_FUNCTION_PASSENGERS, PNR_STATUS_BOOKED, PNR_TRANSPORT_ROAD, "745",
      "" },
    { "unknown mode", "BGM+745'TDT+20+77+9'" PETRA, PNR_FUNCTION_PASSENGERS, PNR_STATUS_BOOKED, PNR_TRANSPORT_UNKNOWN,
      "745", "CODE_UNKNOWN" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    reading r;
    read_segments(&r, "", rows[i].segments);
    cr_expect(eq(u32, r.content->function, rows[i].function), "%s", rows[i].name);
    cr_expect(eq(u32, r.content->transport, rows[i].transport), "%s", rows[i].name);
    cr_expect(eq(u32, r.content->legs[0]->transport, rows[i].transport), "%s", rows[i].name);
    cr_expect(slice_is(r.content->function_code, rows[i].code), "%s", rows[i].name);
    cr_expect(eq(u32, r.content->travellers[0]->status, rows[i].status), "%s", rows[i].name);
    cr_expect_str_eq(r.findings, rows[i].findings, "%s", rows[i].name);
    close_reading(&r);
  }
  reading r;
  read_segments(&r, "", "BGM+745'RFF+TN:T1'NAD+MS+++HELPDESK'COM+123 456:TE'NAD+CA+++SHIP AGENT'" LIST);
  cr_expect(slice_is(r.content->transaction, "T1"));
  cr_assert(eq(u32, r.content->contact_count, 3));
  cr_expect(eq(u32, r.content->contacts[1]->kind, PNR_CONTACT_REPORTER));
  cr_expect(slice_is(r.content->contacts[0]->text, "HELPDESK") && slice_is(r.content->contacts[1]->digits, "123456"));
  cr_expect(eq(u32, r.content->traveller_count, 0), "a party before the journey without given name is no person");
  close_reading(&r);
}

Test(paxlst, counts_are_compared_with_the_persons)
{
  static const struct {
    const char *name, *status, *segments, *findings;
    uint32_t declared;
  } rows[] = {
    { "right", "", LIST PETRA "CNT+42:1'", "", 1 },
    { "wrong", "", LIST PETRA "CNT+42:8'", "CNT_COUNT", 8 },
    { "crew", "", LIST "NAD+FM+++NOVAK:PETRA'CNT+41:1'", "", 1 },
    { "crew counted as passengers", "", LIST "NAD+FM+++NOVAK:PETRA'CNT+42:1'", "", 1 },
    { "both", "", LIST PETRA "NAD+FM+++DVORAK:JAN'NAD+FM+++KUBA:IVO'CNT+42:1'CNT+41:2'", "", 3 },
    { "a part gives the total", "+K+1:C", LIST PETRA "CNT+42:8'", "", 8 },
    { "a part gives less than it holds", "+K+1:C", LIST PETRA PETRA "CNT+42:1'", "CNT_COUNT", 1 },
    { "no number", "", LIST PETRA "CNT+42:X'", "NUMBER_INVALID", 0 },
    { "another count", "", LIST PETRA "CNT+3:2'", "CODE_UNKNOWN", 0 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    reading r;
    read_segments(&r, rows[i].status, rows[i].segments);
    cr_expect_str_eq(r.findings, rows[i].findings, "%s: %s", rows[i].name, r.findings);
    cr_expect(eq(u32, r.content->declared, rows[i].declared), "%s", rows[i].name);
    close_reading(&r);
  }
}

Test(paxlst, a_wrong_date_is_found_at_its_place)
{
  reading r;
  read_segments(&r, "", LIST PETRA "DTM+329:800532'");
  cr_assert(eq(u32, r.content->finding_count, 1));
  const pnr_finding *finding = r.content->findings[0];
  cr_expect(eq(u64, finding->length, 6));
  cr_expect(memcmp(r.data + finding->offset, "800532", 6) == 0);
  cr_expect(eq(u32, finding->severity, PNR_SEVERITY_ERROR));
  cr_expect(eq(u32, finding->segment, 9));
  close_reading(&r);
}

Test(paxlst, the_number_of_travellers_is_limited)
{
  static const char text[] = HEAD "'" LIST PETRA PETRA PETRA "UNT+10+1'UNZ+1+R'";
  pnr_limits limits = { .size = sizeof limits, .travellers = 2 };
  pnr_env *env;
  cr_assert(eq(i32, pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK));
  pnr_reader *reader;
  pnr_message *message;
  pnr_error error = { .size = sizeof error };
  cr_assert(eq(i32, pnr_reader_open(env, (const uint8_t *)text, strlen(text), NULL, &reader, &error), PNR_OK));
  cr_expect(eq(i32, pnr_reader_next(reader, &message, &error), PNR_E_LIMIT));
  const char *third = strstr(strstr(strstr(text, "NAD") + 1, "NAD") + 1, "NAD");
  cr_expect(eq(u64, error.offset, (uint64_t)(third - text)));
  cr_expect(message == NULL);
  pnr_reader_close(reader);
  pnr_env_close(env);
}
