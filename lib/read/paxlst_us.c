/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "read/paxlst.h"

/* The passenger list of the USA before UN/EDIFACT's, still sent by a few. A person is one segment:
 *
 *   CTA · TDT · LOC 5 DTM 136 · LOC PT DTM 132 · … · LOC 8 DTM 132 · UNS+D · PDT · PDT …
 *
 * Places are UN/LOCODEs and stay so: "NZAKL" is Auckland. */

/* --- The journey --- */

/* A stop ends one leg and begins the next, although it is named once. */
bool pnri_paxlst_us_place(pnri_paxlst *p, uint32_t role)
{
  bool goes_on = role != PNRI_PLACE_DEPARTURE && p->leg != NULL && p->leg->from.size != 0 && p->leg->to.size != 0;
  if (goes_on && pnri_paxlst_text(p, 2, 1).size != 0) pnri_paxlst_depart_from(p, p->leg->to);
  return pnri_paxlst_place(p, role);
}

/* DTM+136+date+time+offset from UTC. The offset has no field, so it keeps the segment. */
static bool read_time(pnri_paxlst *p, uint32_t is_arrival)
{
  if (pnri_paxlst_text(p, 1, 2).size != 0) /* or as elsewhere: DTM+136:2503101200:201 */
    return is_arrival ? pnri_paxlst_arrival(p, 0) : pnri_paxlst_departure(p, 0);
  pnr_date date;
  if (!pnri_paxlst_plain_date(p, 2, 1, false, &date)) return false;
  uint64_t read = p->segment->read;
  pnr_slice text = pnri_paxlst_text(p, 3, 1);
  int32_t minutes = pnri_minutes(text);
  if (text.size != 0 && minutes == PNR_TIME_UNKNOWN) {
    pnri_paxlst_note(p, PNR_F_DATE_INVALID, 3, 1);
    p->segment->read = read;
  }
  return is_arrival ? pnri_paxlst_arrives(p, date, minutes) : pnri_paxlst_departs(p, date, minutes);
}

/* It stands behind its place, so it waits for no other one: a second time is an item, not the next leg's. */
bool pnri_paxlst_us_time(pnri_paxlst *p, uint32_t is_arrival)
{
  bool is_told = read_time(p, is_arrival);
  if (!is_told) p->departs = p->arrives = 0;
  return is_told;
}

/* --- CTA: 3139 what for + code : name + number : kind of number, several --- */

bool pnri_paxlst_us_contact(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  enum { FIRST_NUMBER = 3 };
  pnr_slice purpose = pnri_paxlst_text(p, 1, 1), name = pnri_paxlst_text(p, 2, 2);
  if (name.size != 0) {
    pnr_contact *contact = pnri_contact_add(p->builder, &p->builder->contacts);
    if (contact == NULL) return false;
    contact->kind = PNR_CONTACT_REPORTER;
    contact->text = name;
    contact->purpose = purpose;
    contact->offset = p->segment->begin;
  }
  p->has_reporter = true; /* a COM behind it is the same party's */
  for (uint32_t e = FIRST_NUMBER; e <= p->segment->element_count; e++) {
    pnr_slice text = pnri_paxlst_text(p, e, 1), code = pnri_paxlst_text(p, e, 2);
    if (text.size + code.size != 0) pnri_paxlst_communication_add(p, text, code, pnri_segment_offset(p->segment, e, 1));
  }
  return name.size != 0;
}

/* --- PDT ---
 * type/number : expiry : issuer + surname : given : middle : birth : sex + PAX, CRW or ITI + from : to */

static bool read_document(pnri_paxlst *p)
{
  pnr_slice text = pnri_paxlst_text(p, 1, 1), issuer = pnri_paxlst_text(p, 1, 3);
  bool has_expiry = pnri_segment_components(p->segment, 1) > 1 && pnri_paxlst_text(p, 1, 2).size != 0;
  if (text.size == 0) return issuer.size == 0 && !has_expiry;
  pnr_document *document =
    pnri_person_document_add(&p->draft->person, p->builder->arena, &p->builder->failed, PNR_SOURCE_NAD);
  if (document == NULL) return false;
  const uint8_t *slash = memchr(text.data, '/', text.size);
  size_t size = slash != NULL ? (size_t)(slash - text.data) : 0;
  document->type = (pnr_slice){ text.data, size };
  document->number = slash != NULL ? pnri_slice_from(text, size + 1) : text;
  if (document->number.size == 0) pnri_paxlst_note(p, PNR_F_VALUE_MISSING, 1, 1);
  bool is_told = true;
  document->issuer = pnri_country_told(issuer, &is_told);
  document->offset = p->segment->begin;
  return (!has_expiry || pnri_paxlst_plain_date(p, 1, 2, false, &document->expires)) && is_told;
}

/* Where a sender puts birth and sex among the components of the name; 0: nowhere. */
typedef struct layout {
  uint32_t birth, sex;
} layout;

static pnr_slice peek(pnri_paxlst *p, uint32_t element, uint32_t component)
{
  uint64_t read = p->segment->read;
  pnr_slice text = pnri_paxlst_text(p, element, component);
  p->segment->read = read;
  return text;
}

/* By the book; a separator too few, or one too many; no birth. A letter in the place of the middle name is its initial,
 * whatever it is: nothing but the end of the name may be left out without its separators. */
static layout find_layout(pnri_paxlst *p)
{
  static const layout layouts[] = { { 4, 5 }, { 3, 4 }, { 5, 6 } }, without_birth = { 0, 4 };
  for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
    pnr_slice birth = peek(p, 2, layouts[i].birth);
    if (birth.size != 0 && birth.data[0] >= '0' && birth.data[0] <= '9') return layouts[i];
  }
  pnr_slice sex = peek(p, 2, without_birth.sex);
  bool is_sex = sex.size == 1 && memchr("MFUX", sex.data[0], 4) != NULL;
  return is_sex && peek(p, 2, layouts[0].sex).size == 0 ? without_birth : layouts[0];
}

static const struct {
  char code[4];
  uint32_t kind;
} kinds[] = {
  { "PAX", PNR_KIND_UNKNOWN }, /* adult, child or infant */
  { "CRW", PNR_KIND_CREW },
  { "ITI", PNR_KIND_TRANSIT }, /* in transit to a third country */
};

static uint32_t kind_of(pnri_paxlst *p, pnr_slice code)
{
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (pnri_slice_is(code, kinds[i].code)) return kinds[i].kind;
  if (code.size != 0) pnri_paxlst_note(p, PNR_F_CODE_UNKNOWN, 3, 1);
  return PNR_KIND_UNKNOWN;
}

bool pnri_paxlst_us_person(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  pnr_slice code = pnri_paxlst_text(p, 3, 1);
  pnri_traveller_draft *traveller = pnri_paxlst_person_add(p, kind_of(p, code));
  if (traveller == NULL) return false;
  traveller->view.category = code;
  traveller->view.from = pnri_paxlst_text(p, 4, 1);
  traveller->view.to = pnri_paxlst_text(p, 4, 2);
  layout columns = find_layout(p);
  bool is_recorded = pnri_paxlst_name(p, 2, (columns.birth != 0 ? columns.birth : columns.sex) - 1);
  is_recorded = read_document(p) && is_recorded;
  pnr_date date;
  if (columns.birth != 0 && pnri_paxlst_text(p, 2, columns.birth).size != 0)
    is_recorded = pnri_paxlst_plain_date(p, 2, columns.birth, true, &date) &&
                  pnri_paxlst_birth_add(p, date, pnri_segment_offset(p->segment, 2, columns.birth)) && is_recorded &&
                  columns.birth == 4;
  if (pnri_paxlst_text(p, 2, columns.sex).size != 0) is_recorded = pnri_paxlst_sex_at(p, 2, columns.sex) && is_recorded;
  return is_recorded;
}
