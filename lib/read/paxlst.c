/* SPDX-License-Identifier: Apache-2.0 */
#include "read/paxlst.h"

#include "core/date.h"
#include "core/fail.h"

/* --- Helpers of all handlers --- */

void pnri_paxlst_usual(pnri_paxlst *p, uint32_t element, uint32_t component, const char *code, const char *other)
{
  uint64_t read = p->segment->read;
  pnr_slice text = pnri_paxlst_text(p, element, component);
  if (text.size != 0 && !pnri_slice_is(text, code) && !pnri_slice_is(text, other)) p->segment->read = read;
}

bool pnri_paxlst_put(pnr_slice *field, pnr_slice text)
{
  if (field->size != 0) return pnri_slice_equal(*field, text);
  *field = text;
  return text.size != 0;
}

void pnri_paxlst_note(pnri_paxlst *p, uint32_t code, uint32_t element, uint32_t component)
{
  pnri_segment_note(p->segment, code, element, component);
}

/* --- Dates (DTM C507: 2005 : 2380 : 2379) --- */

typedef struct date_format {
  uint32_t size; /* digits */
  char code[4];  /* 2379 that says so; any other one is kept with the segment */
  bool has_century;
  bool has_time;
} date_format;

static const date_format date_formats[] = {
  { 6, "101", false, false },
  { 8, "102", true, false },
  { 10, "201", false, true },
  { 12, "203", true, true },
};

static const date_format *format_of(pnr_slice text)
{
  for (size_t i = 0; i < sizeof date_formats / sizeof date_formats[0]; i++)
    if (text.size == date_formats[i].size) return &date_formats[i];
  return NULL;
}

static pnr_slice part(pnr_slice text, size_t from, size_t size) { return (pnr_slice){ text.data + from, size }; }

/* Month and day 00 stand for unknown. A birth lies before the day of reading, anything else near to it. */
static pnr_date calendar_date(const pnri_paxlst *p, pnr_slice digits, bool has_century, bool birth)
{
  uint32_t year_size = has_century ? 4 : 2;
  uint32_t year = pnri_number(part(digits, 0, year_size));
  uint32_t month = pnri_number(part(digits, year_size, 2)), day = pnri_number(part(digits, year_size + 2, 2));
  if (year == UINT32_MAX || month == UINT32_MAX || day == UINT32_MAX) return 0;
  if (year == 0 && month == 0 && day == 0) return 0; /* zeros fill a date that is not known */
  pnr_date reference = p->reading->reference;
  if (has_century) return pnri_date(year, month, day);
  if (!birth) return pnri_date(pnri_year_near(year, reference), month, day);
  year = pnri_year_of_birth(year, reference);
  pnr_date date = pnri_date(year, month, day);
  return date > reference ? pnri_date(year - 100, month, day) : date;
}

static bool read_date(pnri_paxlst *p, pnr_slice text, const date_format *format, bool birth, pnr_date *date,
                      int32_t *minutes)
{
  *date = calendar_date(p, text, format->has_century, birth);
  if (*date == 0) return false;
  if (!format->has_time) return true;
  if (minutes == NULL) return false;
  *minutes = pnri_minutes(part(text, text.size - 4, 4));
  return *minutes != PNR_TIME_UNKNOWN;
}

bool pnri_paxlst_plain_date(pnri_paxlst *p, uint32_t element, uint32_t component, bool birth, pnr_date *date)
{
  uint64_t read = p->segment->read;
  pnr_slice text = pnri_paxlst_text(p, element, component);
  const date_format *format = format_of(text);
  *date = 0;
  if (format != NULL && read_date(p, text, format, birth, date, NULL)) return true;
  pnri_paxlst_note(p, PNR_F_DATE_INVALID, element, component);
  p->segment->read = read;
  *date = 0;
  return false;
}

bool pnri_paxlst_date(pnri_paxlst *p, bool birth, pnr_date *date, int32_t *minutes)
{
  uint64_t read = p->segment->read;
  pnr_slice text = pnri_paxlst_text(p, 1, 2);
  const date_format *format = format_of(text);
  int32_t time = PNR_TIME_UNKNOWN;
  *date = 0;
  if (format == NULL || !read_date(p, text, format, birth, date, minutes != NULL ? &time : NULL)) {
    pnri_paxlst_note(p, PNR_F_DATE_INVALID, 1, 2);
    p->segment->read = read;
    return false;
  }
  if (minutes != NULL) *minutes = time;
  uint64_t before = p->segment->read;
  pnri_paxlst_usual(p, 1, 3, format->code, format->code);
  bool is_named = pnri_segment_components(p->segment, 1) > 2 && p->segment->read != before;
  if (format->has_century && minutes == NULL && !is_named) pnri_paxlst_note(p, PNR_F_DATE_CENTURY, 1, 2);
  return true;
}

/* --- Head of the message --- */

static const struct {
  char code[4];
  uint32_t function;
} functions[] = {
  /* BGM 1001 */
  { "745", PNR_FUNCTION_PASSENGERS }, { "250", PNR_FUNCTION_CREW }, { "336", PNR_FUNCTION_MASTER_CREW },
  { "266", PNR_FUNCTION_STATUS },     { "655", PNR_FUNCTION_GATE },
};

static const struct {
  char code[5];
  uint32_t status;
} statuses[] = {
  /* BGM 1004: what it says of the passengers */
  { "CL", PNR_STATUS_BOARDED },       /* the flight is closed with these on it */
  { "CLOB", PNR_STATUS_BOARDED },     /* on board */
  { "CLNB", PNR_STATUS_NOT_BOARDED }, /* not boarded */
  { "XR", PNR_STATUS_CANCELLED },     /* reservation cancelled */
};

static bool read_bgm(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  pnr_content *content = p->builder->content;
  if (content->function_code.size != 0) return false;
  pnr_slice name = pnri_paxlst_text(p, 1, 1), code = pnri_paxlst_text(p, 2, 1);
  for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
    if (pnri_slice_is(name, functions[i].code)) content->function = functions[i].function;
  for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
    if (pnri_slice_is(code, statuses[i].code)) p->status = statuses[i].status;
  content->function_code = code.size != 0 ? code : name;
  if (content->function != PNR_FUNCTION_UNKNOWN) return true;
  pnri_paxlst_note(p, PNR_F_CODE_UNKNOWN, 1, 1);
  return false;
}

static bool read_transaction(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  return pnri_paxlst_put(&p->builder->content->transaction, pnri_paxlst_text(p, 1, 2));
}

/* --- CNT: how many persons the sender counts --- */

/* A part of several may give its own number or that of all parts; and 42 is used for everybody on the list. */
static bool is_count_right(const pnri_paxlst *p, uint64_t count, uint64_t own)
{
  const pnr_content *content = p->builder->content;
  uint64_t all = p->passengers + p->crew;
  bool is_single = content->part_first != 0 && content->part_last != 0;
  return count == own || count == all || (!is_single && count > own);
}

static bool read_count(pnri_paxlst *p, uint32_t is_crew)
{
  pnr_content *content = p->builder->content;
  pnr_slice number = pnri_paxlst_text(p, 1, 2);
  uint32_t count = pnri_number(number);
  bool is_plain = pnri_is_plain_number(number) || pnri_slice_is(number, "0");
  pnri_paxlst_person_end(p);
  if (count == UINT32_MAX) {
    pnri_paxlst_note(p, PNR_F_NUMBER_INVALID, 1, 2);
    return false;
  }
  if (!is_count_right(p, count, is_crew ? p->crew : p->passengers)) pnri_paxlst_note(p, PNR_F_CNT_COUNT, 1, 2);
  bool is_second = content->is_declared != 0;
  content->declared += count;
  content->is_declared = 1;
  return is_plain && !is_second && !is_crew; /* the sum does not tell who was counted */
}

static bool keep(pnri_paxlst *p, uint32_t detail)
{
  (void)p;
  (void)detail;
  return false;
}

/* --- The table --- */

enum { ANYWHERE, NEEDS_PERSON, NEEDS_DOCUMENT, OUTSIDE_PERSON };

typedef struct row {
  char tag[4];
  char qualifier[4]; /* element 1 component 1; "": the tag has none, or any does */
  uint32_t place;
  pnri_paxlst_handler handle;
  uint32_t detail;
} row;

/* PAXLST message implementation guide, segment groups 0 to 5. The first row that fits counts; a tag's last row may take
 * any qualifier. */
static const row rows[] = {
  { "BGM", "", ANYWHERE, read_bgm, 0 },
  { "RFF", "TN", OUTSIDE_PERSON, read_transaction, 0 },

  { "NAD", "FL", ANYWHERE, pnri_paxlst_person_begin, PNR_KIND_UNKNOWN },
  { "NAD", "FM", ANYWHERE, pnri_paxlst_person_begin, PNR_KIND_CREW },
  { "NAD", "DDU", ANYWHERE, pnri_paxlst_person_begin, PNR_KIND_TRANSIT },
  { "NAD", "DDT", ANYWHERE, pnri_paxlst_person_begin, PNR_KIND_TRANSIT_CREW },
  { "NAD", "", ANYWHERE, pnri_paxlst_other_party, 0 },
  { "COM", "", ANYWHERE, pnri_paxlst_communication, 0 },

  { "TDT", "", ANYWHERE, pnri_paxlst_journey, 0 },
  { "LOC", "125", OUTSIDE_PERSON, pnri_paxlst_place, PNRI_PLACE_DEPARTURE },
  { "LOC", "87", OUTSIDE_PERSON, pnri_paxlst_place, PNRI_PLACE_ARRIVAL },
  { "LOC", "92", OUTSIDE_PERSON, pnri_paxlst_place, PNRI_PLACE_NONE },
  { "LOC", "130", ANYWHERE, keep, 0 },
  { "LOC", "172", ANYWHERE, keep, 0 },
  { "LOC", "188", ANYWHERE, keep, 0 },
  { "DTM", "189", OUTSIDE_PERSON, pnri_paxlst_departure, 0 },
  { "DTM", "232", OUTSIDE_PERSON, pnri_paxlst_arrival, 0 },
  { "DTM", "554", ANYWHERE, keep, 0 },

  { "ATT", "2", NEEDS_PERSON, pnri_paxlst_sex, 0 },
  { "DTM", "329", NEEDS_PERSON, pnri_paxlst_birth, 0 },
  { "LOC", "174", NEEDS_PERSON, pnri_paxlst_person_place, PNRI_LOC_RESIDENCE },
  { "LOC", "178", NEEDS_PERSON, pnri_paxlst_person_place, PNRI_LOC_EMBARKATION },
  { "LOC", "179", NEEDS_PERSON, pnri_paxlst_person_place, PNRI_LOC_DEBARKATION },
  { "LOC", "180", NEEDS_PERSON, pnri_paxlst_person_place, PNRI_LOC_BIRTH },
  { "LOC", "22", ANYWHERE, keep, 0 },
  { "NAT", "2", NEEDS_PERSON, pnri_paxlst_nationality, 0 },
  { "EMP", "1", NEEDS_PERSON, pnri_paxlst_crew_category, 0 },
  { "RFF", "AVF", NEEDS_PERSON, pnri_paxlst_reference, PNRI_REFERENCE_LOCATOR },
  { "RFF", "ABO", NEEDS_PERSON, pnri_paxlst_reference, PNRI_REFERENCE_UNIQUE },
  { "RFF", "SEA", NEEDS_PERSON, pnri_paxlst_reference, PNRI_REFERENCE_SEAT },
  { "RFF", "CR", NEEDS_PERSON, pnri_paxlst_reference, PNRI_REFERENCE_FREQUENT_FLYER },
  { "RFF", "YZY", NEEDS_PERSON, pnri_paxlst_reference, PNRI_REFERENCE_TICKET },
  { "RFF", "AEA", ANYWHERE, keep, 0 },
  { "MEA", "CT", NEEDS_PERSON, pnri_paxlst_measure, 0 },
  { "MEA", "WT", NEEDS_PERSON, pnri_paxlst_measure, 1 },
  { "FTX", "BAG", NEEDS_PERSON, pnri_paxlst_bag, 0 },
  { "FTX", "", ANYWHERE, keep, 0 },
  { "GEI", "", ANYWHERE, keep, 0 },

  /* The older US form. */
  { "LOC", "5", OUTSIDE_PERSON, pnri_paxlst_us_place, PNRI_PLACE_DEPARTURE },
  { "LOC", "005", OUTSIDE_PERSON, pnri_paxlst_us_place, PNRI_PLACE_DEPARTURE },
  { "LOC", "8", OUTSIDE_PERSON, pnri_paxlst_us_place, PNRI_PLACE_ARRIVAL },
  { "LOC", "008", OUTSIDE_PERSON, pnri_paxlst_us_place, PNRI_PLACE_ARRIVAL },
  { "LOC", "PT", OUTSIDE_PERSON, pnri_paxlst_us_place, PNRI_PLACE_NONE },
  { "DTM", "136", OUTSIDE_PERSON, pnri_paxlst_us_time, 0 },
  { "DTM", "132", OUTSIDE_PERSON, pnri_paxlst_us_time, 1 },
  { "CTA", "", OUTSIDE_PERSON, pnri_paxlst_us_contact, 0 },
  { "UNS", "", ANYWHERE, keep, 0 },
  { "PDT", "", ANYWHERE, pnri_paxlst_us_person, 0 },

  { "DOC", "", NEEDS_PERSON, pnri_paxlst_document, 0 },
  { "DTM", "36", NEEDS_DOCUMENT, pnri_paxlst_document_date, 0 },
  { "DTM", "182", NEEDS_DOCUMENT, pnri_paxlst_document_date, 1 },
  { "LOC", "91", NEEDS_DOCUMENT, pnri_paxlst_document_issuer, 0 },

  { "CNT", "42", ANYWHERE, read_count, 0 },
  { "CNT", "41", ANYWHERE, read_count, 1 },
};

enum { ROWS = sizeof rows / sizeof rows[0] };

static bool may_stand_here(const pnri_paxlst *p, uint32_t place)
{
  switch (place) {
  case NEEDS_PERSON: return p->person != NULL;
  case NEEDS_DOCUMENT: return p->document != NULL;
  case OUTSIDE_PERSON: return p->person == NULL;
  default: return true;
  }
}

static uint32_t bucket_of(const char *tag)
{
  return ((uint32_t)tag[0] * 5 + (uint32_t)tag[1] * 3 + (uint32_t)tag[2]) % PNRI_PAXLST_BUCKETS;
}

/* The rows of a bucket, in the order of the table. */
static void link_rows(pnri_paxlst *p)
{
  _Static_assert(sizeof rows / sizeof rows[0] <= PNRI_PAXLST_ROWS, "there is room for them");
  memset(p->first_rows, ROWS, sizeof p->first_rows);
  for (uint32_t i = ROWS; i-- > 0;) {
    uint8_t *first = &p->first_rows[bucket_of(rows[i].tag)];
    p->next_rows[i] = *first;
    *first = (uint8_t)i;
  }
}

/* One that is longer than those of the rows has no end here, so it is that of none. */
static void read_qualifier(pnri_paxlst *p, char qualifier[4])
{
  pnr_slice text = pnri_paxlst_text(p, 1, 1);
  if (text.size != 0) memcpy(qualifier, text.data, text.size < 4 ? text.size : 4);
}

/* The row of the segment; NULL with the finding that fits when there is none. */
static const row *find_row(pnri_paxlst *p)
{
  uint32_t code = PNR_F_SEGMENT_UNKNOWN;
  bool has_qualifier = false;
  char tag[sizeof rows[0].tag] = { 0 }, qualifier[sizeof rows[0].qualifier] = { 0 };
  memcpy(tag, p->segment->tag, sizeof p->segment->tag);
  for (uint32_t i = p->first_rows[bucket_of(tag)]; i < ROWS; i = p->next_rows[i]) {
    if (memcmp(rows[i].tag, tag, sizeof tag) != 0) continue;
    if (rows[i].qualifier[0] != 0) {
      if (!has_qualifier) read_qualifier(p, qualifier);
      has_qualifier = true;
      if (code == PNR_F_SEGMENT_UNKNOWN) code = PNR_F_CODE_UNKNOWN;
      if (memcmp(qualifier, rows[i].qualifier, sizeof qualifier) != 0) continue;
    }
    if (may_stand_here(p, rows[i].place)) return &rows[i];
    code = PNR_F_SEGMENT_MISPLACED;
  }
  pnri_paxlst_note(p, code, code == PNR_F_CODE_UNKNOWN ? 1 : 0, 1);
  return NULL;
}

static void keep_segment(pnri_paxlst *p)
{
  pnri_traveller_draft *traveller = p->draft;
  pnr_item *item = pnri_item_add(p->builder, traveller != NULL ? &traveller->items : &p->builder->items);
  if (item == NULL) return;
  item->tag = (pnr_slice){ p->segment->data + p->segment->begin, 3 };
  item->text = pnri_segment_whole(p->segment);
  item->offset = p->segment->begin;
  item->length = p->segment->end - p->segment->begin;
  if (traveller != NULL) item->traveller = traveller->index;
}

static pnr_status read_segment(pnri_paxlst *p, pnr_error *error)
{
  const row *found = find_row(p);
  bool is_recorded = found != NULL && found->handle(p, found->detail);
  if (!is_recorded || pnri_segment_has_unread(p->segment)) keep_segment(p);
  if (p->builder->failed || p->builder->findings.failed) return pnri_fail_memory(error);
  if (p->builder->travellers.count > p->reading->env->limits.travellers)
    return pnri_fail_at(error, PNR_E_LIMIT, p->segment->begin);
  return PNR_OK;
}

static void check_content(pnri_paxlst *p)
{
  const pnri_envelope *envelope = p->reading->envelope;
  if (p->builder->legs.count == 0)
    pnri_findings_add(&p->builder->findings, (pnr_finding){ .code = PNR_F_FLIGHT_MISSING,
                                                            .length = 3,
                                                            .segment = 1,
                                                            .offset = envelope->heads[PNRI_HEAD_UNH].offset });
}

pnr_status pnri_paxlst_read(pnri_reading *reading, pnr_error *error)
{
  enum { STEPS_OF_A_BAG = 100 };
  pnri_paxlst p = { .reading = reading, .builder = reading->builder, .status = PNR_STATUS_BOOKED };
  p.bag_budget = reading->env->limits.steps / STEPS_OF_A_BAG;
  p.departs_time = p.arrives_time = PNR_TIME_UNKNOWN;
  link_rows(&p);
  p.journey.transport = reading->builder->content->transport = PNR_TRANSPORT_AIR;
  pnr_status status;
  while ((status = pnri_interchange_next_segment(reading->interchange, &p.segment, error)) == PNR_OK) {
    status = read_segment(&p, error);
    if (status != PNR_OK) return status;
  }
  if (status != PNR_END) return status;
  pnri_paxlst_person_end(&p);
  check_content(&p);
  pnri_paxlst_bookings(&p);
  return p.builder->failed ? pnri_fail_memory(error) : PNR_OK;
}
