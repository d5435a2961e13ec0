/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV XML: passengers, who has checked in, and what SSR and DOC_SSR say of them. */
#include "name/title.h"
#include "read/pnrgov_xml.h"

static pnr_slice text_of(const pnri_pnrgov_xml_record *record, uint32_t field)
{
  return pnri_pnrgov_xml_text(record, field);
}

static bool is_true(pnr_slice text)
{
  return pnri_slice_same(text, pnri_slice("true")) || pnri_slice_is(text, "1") || pnri_slice_is(text, "I");
}

static bool is_false(pnr_slice text) { return pnri_slice_is(text, "false") || pnri_slice_is(text, "0"); }

/* Other spellings of either are kept. */
static bool read_indicator(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t field)
{
  pnr_slice text = text_of(record, field);
  bool is_told = is_false(text) || pnri_slice_is(text, "true") || pnri_slice_is(text, "1");
  if (!is_told) pnri_pnrgov_xml_keep(x, record, field);
  return is_true(text);
}

/* --- Names --- */

typedef struct named {
  pnr_slice surname, given, title; /* cleaned */
  pnr_slice raw;
  uint64_t offset;
} named;

static bool has_name(const pnri_pnrgov_xml_record *record)
{
  bool has_any = false;
  for (uint32_t field = 0; field < PNRI_XML_NAMES; field++) has_any |= text_of(record, field).size != 0;
  return has_any;
}

static pnr_slice without_placeholder(pnri_pnrgov_xml *x, pnr_slice name, uint64_t offset)
{
  if (name.size == 0 || !pnri_is_placeholder(name)) return name;
  pnri_pnrgov_note(x->p, PNR_F_PLACEHOLDER_NAME, offset, 0, 0);
  return (pnr_slice){ name.data, 0 };
}

/* Surname with its prefix, given with the middle name, titles apart. */
static named read_name(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record)
{
  named name = { .offset = record->offset };
  for (uint32_t field = PNRI_XML_NAMES; field-- > 0;)
    if (record->values[field].row != NULL) name.offset = record->values[field].offset;
  pnr_slice surname = pnri_pnrgov_join(x->p, text_of(record, PNRI_XML_PREFIX), ' ', text_of(record, PNRI_XML_SURNAME));
  pnr_slice given = pnri_pnrgov_join(x->p, text_of(record, PNRI_XML_GIVEN), ' ', text_of(record, PNRI_XML_MIDDLE));
  name.raw = pnri_pnrgov_join(x->p, surname, '/', given);
  name.surname = pnri_slice_trim(surname);
  name.given = given;
  if (given.size != 0) pnri_title_part(given, true, &name.given, &name.title);
  else if (surname.size != 0) pnri_title_part(name.surname, false, &name.surname, &name.title);
  if (text_of(record, PNRI_XML_TITLE).size != 0) name.title = text_of(record, PNRI_XML_TITLE);
  name.surname = without_placeholder(x, name.surname, name.offset);
  name.given = without_placeholder(x, name.given, name.offset);
  return name;
}

/* The name as the booking spells it, and what its title tells. */
static void add_name(pnri_pnrgov_xml *x, pnri_traveller_draft *draft, const named *name)
{
  if (name->raw.size + name->title.size == 0) {
    pnri_pnrgov_note(x->p, PNR_F_NAME_MISSING, draft->view.offset, 0, 0);
    return;
  }
  bool is_child = false;
  uint32_t sex = pnri_title_sex(name->title, &is_child);
  if (draft->person.view.sex == 0) draft->person.view.sex = sex;
  if (is_child && draft->view.kind == PNR_KIND_UNKNOWN) draft->view.kind = PNR_KIND_CHILD;
  pnr_name *added = pnri_name_add(&draft->person, x->p->arena, &x->p->builder->failed, PNR_SOURCE_TIF);
  if (added == NULL) return;
  added->surname = name->surname;
  added->given = name->given;
  added->title = name->title;
  added->raw = name->raw;
  added->offset = name->offset;
}

/* --- Passenger --- */

void pnri_pnrgov_xml_begin_passenger(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  if (x->p->booking == NULL) pnri_pnrgov_note(x->p, PNR_F_SEGMENT_MISPLACED, record->offset, 0, 0);
  if (!pnri_pnrgov_xml_need_booking(x, record->offset)) return;
  record->traveller = x->traveller = pnri_pnrgov_add_draft(x->p);
  if (record->traveller != NULL) record->traveller->view.offset = record->offset;
}

static void fill_passenger(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record)
{
  pnr_traveller *view = &record->traveller->view;
  view->reference = text_of(record, PNRI_XML_P_REFERENCE);
  view->unique_reference = text_of(record, PNRI_XML_P_UNIQUE);
  view->category = text_of(record, PNRI_XML_P_TYPE);
  bool has_type = pnri_pnrgov_type(view->category, &view->kind, &record->traveller->person.view.sex);
  if (!has_type && view->category.size != 0) pnri_pnrgov_xml_note(x, record, PNR_F_CODE_UNKNOWN, PNRI_XML_P_TYPE);
  if (view->kind == PNR_KIND_INFANT && record->outer != NULL) view->adult = record->outer->index;
  if (text_of(record, PNRI_XML_P_STATUS).size != 0) {
    pnri_pnrgov_xml_note(x, record, PNR_F_CODE_UNKNOWN, PNRI_XML_P_STATUS);
    pnri_pnrgov_xml_keep(x, record, PNRI_XML_P_STATUS);
  }
  if (!is_false(text_of(record, PNRI_XML_P_INFANT))) pnri_pnrgov_xml_keep(x, record, PNRI_XML_P_INFANT);
}

void pnri_pnrgov_xml_end_passenger(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record, uint64_t end)
{
  (void)end;
  pnri_pnrgov *p = x->p;
  if (record->traveller == NULL) return;
  fill_passenger(x, record);
  named name = read_name(x, record);
  add_name(x, record->traveller, &name);
  pnri_known *known = pnri_known_add(p, record->traveller, record->traveller->view.reference, name.surname, name.given);
  if (known == NULL) return;
  known->has_infant = is_true(text_of(record, PNRI_XML_P_INFANT));
  for (size_t i = record->claims; i < p->claims.count; i++) {
    pnri_claim *claim = pnri_vector_at(&p->claims, i);
    if (claim->count != 0) continue;
    claim->first = (uint32_t)p->known.count - 1;
    claim->count = 1;
  }
}

/* --- Who checked in --- */

/* The index of whom the record names, or PNR_NONE. A name is a better witness than a reference. */
static uint32_t find_known(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, const named *name)
{
  uint32_t i = pnri_known_by_reference(x->p, text_of(record, PNRI_XML_P_REFERENCE));
  if (name->raw.size == 0) return i;
  if (i != PNR_NONE && pnri_known_fits(pnri_known_at(x->p, i), name->surname, name->given) != 0) return i;
  uint32_t level = name->given.size != 0 ? 2 : 1;
  return pnri_known_by_name(x->p, name->surname, name->given, level, PNRI_KNOWN_ANY);
}

/* Who stands in no passenger's record is a traveller all the same. */
static uint32_t add_person(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, const named *name)
{
  pnri_pnrgov *p = x->p;
  if (!pnri_pnrgov_xml_need_booking(x, record->offset)) return PNR_NONE;
  pnri_pnrgov_note(p, PNR_F_SEGMENT_MISPLACED, name->offset, 0, 0);
  pnri_traveller_draft *draft = pnri_pnrgov_add_draft(p);
  if (draft == NULL) return PNR_NONE;
  draft->view.offset = name->offset;
  if (record->kind == PNRI_XML_BOARDING) draft->view.reference = text_of(record, PNRI_XML_P_REFERENCE);
  add_name(x, draft, name);
  pnri_known *known = pnri_known_add(p, draft, draft->view.reference, name->surname, name->given);
  return known != NULL ? (uint32_t)p->known.count - 1 : PNR_NONE;
}

/* What the record spells in another way than the passenger's own. */
static void keep_other_spelling(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t known,
                                const named *name)
{
  const pnri_traveller_draft *draft = pnri_known_at(x->p, known)->draft;
  const pnri_node *node = draft != NULL ? draft->person.names.first : NULL;
  const pnr_name *own = node != NULL ? (const pnr_name *)pnri_node_payload(node) : NULL;
  bool is_same = own != NULL && pnri_slice_equal(own->raw, name->raw) && pnri_slice_equal(own->title, name->title);
  for (uint32_t field = 0; field < PNRI_XML_NAMES && !is_same; field++) pnri_pnrgov_xml_keep(x, record, field);
}

/* The index of the person, a new one where nobody fits; PNR_NONE where the record names nobody. */
static uint32_t person_of(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record)
{
  named name = { .offset = record->offset };
  bool is_named = has_name(record);
  if (is_named) name = read_name(x, record);
  uint32_t i = find_known(x, record, &name);
  if (i == PNR_NONE && is_named) return add_person(x, record, &name);
  if (i != PNR_NONE && is_named) keep_other_spelling(x, record, i, &name);
  return i;
}

static void clear_name(pnri_pnrgov_xml_record *record)
{
  for (uint32_t field = 0; field < PNRI_XML_NAMES; field++)
    record->values[field] = (pnri_pnrgov_xml_value){ .row = NULL };
}

static void add_seat(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t known)
{
  pnr_seat *seat = pnri_seat_add(x->p->builder, &x->p->booking->seats);
  if (seat == NULL) return;
  seat->number = text_of(record, PNRI_XML_P_SEAT);
  if (known != PNR_NONE && pnri_known_at(x->p, known)->draft != NULL)
    seat->traveller = pnri_known_at(x->p, known)->draft->index;
  seat->assigned = 1;
  seat->leg = x->leg;
  seat->offset = record->values[PNRI_XML_P_SEAT].offset;
  if (x->leg == PNR_NONE) return;
  seat->from = x->p->leg->from;
  seat->to = x->p->leg->to;
}

static void board(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record, bool has_boarding)
{
  uint32_t known = person_of(x, record);
  clear_name(record);
  if (x->p->builder->failed || x->p->status != PNR_OK || !pnri_pnrgov_xml_need_booking(x, record->offset)) return;
  pnr_slice reference = text_of(record, PNRI_XML_P_REFERENCE);
  bool is_own = known != PNR_NONE && pnri_slice_equal(reference, pnri_known_at(x->p, known)->reference);
  if (reference.size != 0 && !is_own) {
    pnri_pnrgov_xml_note(x, record, PNR_F_REFERENCE_UNKNOWN, PNRI_XML_P_REFERENCE);
    pnri_pnrgov_xml_keep(x, record, PNRI_XML_P_REFERENCE);
  }
  pnri_check_in *check_in = pnri_vector_add(&x->p->check_ins, 1);
  if (check_in == NULL) x->p->builder->failed = 1;
  else *check_in = (pnri_check_in){ x->leg, known, has_boarding };
  if (text_of(record, PNRI_XML_P_SEAT).size != 0) add_seat(x, record, known);
}

/* A check-in that names nobody, also not in a record inside of it, is everybody's. */
void pnri_pnrgov_xml_end_boarding(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record, uint64_t end)
{
  (void)end;
  bool names_any = has_name(record) || text_of(record, PNRI_XML_P_REFERENCE).size != 0;
  if (names_any || record->inner != PNRI_XML_BOARDING) board(x, record, names_any);
}

void pnri_pnrgov_xml_stray_name(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  if (!has_name(record) || x->p->builder->failed || x->p->status != PNR_OK) return;
  if (record->kind == PNRI_XML_BOARDING) {
    board(x, record, true);
    return;
  }
  person_of(x, record);
  clear_name(record);
}

/* --- SSR --- */

/* The octets of an element as sent, for what its claim cannot tell. */
static pnr_slice octets_of(const pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint64_t end)
{
  return (pnr_slice){ x->data + record->offset, (size_t)(end - record->offset) };
}

static void add_claim(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, const pnri_claim *claim)
{
  pnri_claim *added = pnri_vector_add(&x->p->claims, 1);
  if (added == NULL) {
    x->p->builder->failed = 1;
    return;
  }
  *added = *claim;
  added->offset = record->offset;
  added->leg = x->leg;
}

/* The flight for which the request is made. */
static const pnr_leg *usual_leg(const pnri_pnrgov_xml *x) { return x->leg != PNR_NONE ? x->p->leg : x->p->flight; }

static void expect_usual(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record)
{
  const pnr_leg *leg = usual_leg(x);
  pnr_slice none = { NULL, 0 };
  pnri_pnrgov_xml_expect(x, record, PNRI_XML_S_QUANTITY, pnri_slice("1"));
  pnri_pnrgov_xml_expect(x, record, PNRI_XML_S_CARRIER, leg != NULL ? leg->carrier : none);
  pnri_pnrgov_xml_expect(x, record, PNRI_XML_S_FROM, leg != NULL ? leg->from : none);
  pnri_pnrgov_xml_expect(x, record, PNRI_XML_S_TO, leg != NULL ? leg->to : none);
}

static void claim_text(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t kind, uint64_t end)
{
  pnri_claim claim = { .kind = kind,
                       .text = text_of(record, PNRI_XML_S_TEXT),
                       .whole = octets_of(x, record, end),
                       .text_offset = record->values[PNRI_XML_S_TEXT].offset };
  claim.is_infant = pnri_docs_look_infant(claim.text);
  if (x->traveller == NULL) claim.reference = text_of(record, PNRI_XML_S_REFERENCE);
  add_claim(x, record, &claim);
}

static pnr_remark *add_remark(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record)
{
  pnr_remark *remark = pnri_remark_add(x->p->builder, &x->p->booking->remarks);
  if (remark == NULL) return NULL;
  remark->code = text_of(record, PNRI_XML_S_CODE);
  remark->status = text_of(record, PNRI_XML_S_STATUS);
  remark->text = text_of(record, PNRI_XML_S_TEXT);
  remark->leg = x->leg;
  remark->offset = record->offset;
  pnri_pnrgov_xml_refer(x, record, PNRI_XML_S_REFERENCE, &remark->traveller);
  return remark;
}

static void request_seat(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record)
{
  pnr_seat *seat = pnri_seat_add(x->p->builder, &x->p->booking->seats);
  if (seat == NULL) return;
  seat->number = text_of(record, PNRI_XML_S_TEXT);
  seat->from = text_of(record, PNRI_XML_S_FROM);
  seat->to = text_of(record, PNRI_XML_S_TO);
  seat->leg = x->leg;
  seat->offset = record->values[PNRI_XML_S_TEXT].offset;
  pnri_pnrgov_xml_expect(x, record, PNRI_XML_S_CODE, pnri_slice("SEAT"));
  pnri_pnrgov_xml_refer(x, record, PNRI_XML_S_REFERENCE, &seat->traveller);
}

static void add_contact(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record)
{
  uint32_t traveller = PNR_NONE;
  uint32_t i = pnri_known_by_reference(x->p, text_of(record, PNRI_XML_S_REFERENCE));
  if (x->traveller != NULL) traveller = x->traveller->index;
  else if (i != PNR_NONE && pnri_known_at(x->p, i)->draft != NULL) traveller = pnri_known_at(x->p, i)->draft->index;
  x->p->keep = false;
  pnr_contact *contact =
    pnri_pnrgov_keyword_contact(x->p, text_of(record, PNRI_XML_S_CODE), text_of(record, PNRI_XML_S_TEXT), traveller,
                                record->values[PNRI_XML_S_TEXT].offset);
  if (x->p->keep) pnri_pnrgov_xml_keep(x, record, PNRI_XML_S_TEXT);
  if (contact != NULL) pnri_pnrgov_xml_refer(x, record, PNRI_XML_S_REFERENCE, &contact->traveller);
}

/* CHLD: the birth date of a child. */
static void read_child(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, pnri_traveller_draft *draft)
{
  if (draft->view.kind == PNR_KIND_UNKNOWN) draft->view.kind = PNR_KIND_CHILD;
  pnr_slice text = text_of(record, PNRI_XML_S_TEXT);
  while (text.size != 0 && (text.data[0] == '/' || text.data[0] == ' ')) text = pnri_slice_from(text, 1);
  bool has_century = false;
  pnr_date date = pnri_pnrgov_parse_date(text, PNRI_DATE_BIRTH, true, x->p->reading->reference, &has_century);
  if (date == 0 || draft->person.births.count != 0) return;
  pnr_birth *birth = pnri_birth_add(&draft->person, x->p->arena, &x->p->builder->failed, date, date);
  if (birth != NULL) birth->offset = record->values[PNRI_XML_S_TEXT].offset;
}

/* A remark, which tells all; and what the traveller can be found by. */
static void read_remark(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record)
{
  pnr_slice code = text_of(record, PNRI_XML_S_CODE);
  uint32_t i = pnri_known_by_reference(x->p, text_of(record, PNRI_XML_S_REFERENCE));
  pnri_traveller_draft *draft = i != PNR_NONE ? pnri_known_at(x->p, i)->draft : NULL;
  if (x->traveller != NULL) draft = x->traveller;
  add_remark(x, record);
  if (draft == NULL) return;
  if (pnri_slice_starts(code, "FQT"))
    pnri_pnrgov_frequent_flyer(x->p, draft, text_of(record, PNRI_XML_S_TEXT), text_of(record, PNRI_XML_S_CARRIER),
                               record->values[PNRI_XML_S_TEXT].offset);
  else if (pnri_slice_is(code, "CHLD")) read_child(x, record, draft);
}

static const struct {
  char code[5]; /* or how it begins */
  uint32_t claim;
  bool is_seat, is_contact;
} requests[] = {
  { "DOCS", PNRI_CLAIM_DOCS, false, false },
  { "DOCO", PNRI_CLAIM_DOCO, false, false },
  { "DOCA", PNRI_CLAIM_DOCA, false, false },
  { "INFT", PNRI_CLAIM_INFT, false, false },
  { "SEAT", 0, true, false },
  { "RQST", 0, true, false },
  { "NSS", 0, true, false },
  { "SMS", 0, true, false },
  { "CTC", 0, false, true },
};

void pnri_pnrgov_xml_end_ssr(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record, uint64_t end)
{
  if (!pnri_pnrgov_xml_need_booking(x, record->offset)) return;
  size_t i = 0, count = sizeof requests / sizeof requests[0];
  while (i < count && !pnri_slice_starts(text_of(record, PNRI_XML_S_CODE), requests[i].code)) i++;
  expect_usual(x, record);
  if (i == count || text_of(record, PNRI_XML_S_TEXT).size == 0) {
    read_remark(x, record);
    return;
  }
  pnri_pnrgov_xml_expect(x, record, PNRI_XML_S_STATUS, pnri_slice("HK"));
  if (requests[i].claim != 0) claim_text(x, record, requests[i].claim, end);
  else if (requests[i].is_seat) request_seat(x, record);
  else add_contact(x, record);
}

/* --- DOC_SSR --- */

static const struct {
  const char *name;
  uint32_t claim;
} documents[PNRI_XML_RECORDS] = {
  [PNRI_XML_DOCS] = { "DOCS", PNRI_CLAIM_DOCS },
  [PNRI_XML_DOCO] = { "DOCO", PNRI_CLAIM_DOCO },
  [PNRI_XML_DOCA] = { "DOCA", PNRI_CLAIM_DOCA },
};

/* What goes without saying is not told again; without a document inside everything is. */
void pnri_pnrgov_xml_end_doc_ssr(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record, uint64_t end)
{
  (void)end;
  const char *name = documents[record->inner].name;
  pnri_pnrgov_xml_expect(x, record, PNRI_XML_S_CODE, pnri_slice(name != NULL ? name : ""));
  pnri_pnrgov_xml_expect(x, record, PNRI_XML_S_STATUS, pnri_slice(name != NULL ? "HK" : ""));
  expect_usual(x, record);
  uint32_t traveller = PNR_NONE;
  if (name == NULL || x->traveller != NULL) pnri_pnrgov_xml_refer(x, record, PNRI_XML_S_REFERENCE, &traveller);
}

static void read_sex(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, pnri_docs *docs)
{
  pnr_slice text = text_of(record, PNRI_XML_D_SEX);
  if (text.size == 0 || pnri_docs_sex(text, docs)) return;
  pnri_pnrgov_xml_keep(x, record, PNRI_XML_D_SEX); /* in full */
  if (pnri_slice_same(text, pnri_slice("male"))) docs->sex = 'M';
  else if (pnri_slice_same(text, pnri_slice("female"))) docs->sex = 'F';
  else pnri_pnrgov_xml_note(x, record, PNR_F_CODE_UNKNOWN, PNRI_XML_D_SEX);
}

static void read_docs(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, pnri_docs *docs)
{
  docs->type = text_of(record, PNRI_XML_D_TYPE);
  docs->number = text_of(record, PNRI_XML_D_NUMBER);
  docs->issuer = text_of(record, PNRI_XML_D_ISSUER);
  docs->nationality = text_of(record, PNRI_XML_D_NATIONALITY);
  docs->place = text_of(record, PNRI_XML_D_PLACE);
  docs->birth_place = text_of(record, PNRI_XML_D_BIRTH_PLACE);
  docs->birth = pnri_pnrgov_xml_date(x, record, PNRI_XML_D_BIRTH, PNRI_DATE_BIRTH, NULL);
  docs->expires = pnri_pnrgov_xml_date(x, record, PNRI_XML_D_EXPIRES, PNRI_DATE_NEAR, NULL);
  docs->issued = pnri_pnrgov_xml_date(x, record, PNRI_XML_D_ISSUED, PNRI_DATE_NEAR, NULL);
  docs->is_infant = read_indicator(x, record, PNRI_XML_D_INFANT);
  read_sex(x, record, docs);
  docs->surname = pnri_pnrgov_join(x->p, text_of(record, PNRI_XML_PREFIX), ' ', text_of(record, PNRI_XML_SURNAME));
  docs->given = text_of(record, PNRI_XML_GIVEN);
  docs->second_given = text_of(record, PNRI_XML_MIDDLE);
  docs->raw = pnri_pnrgov_join(x->p, docs->surname, '/', docs->given);
  docs->raw = pnri_pnrgov_join(x->p, docs->raw, '/', docs->second_given);
  pnri_pnrgov_xml_keep(x, record, PNRI_XML_TITLE);
}

static void read_address(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, pnri_docs *docs)
{
  docs->type = text_of(record, PNRI_XML_C_PURPOSE);
  docs->country = text_of(record, PNRI_XML_C_COUNTRY);
  docs->street = text_of(record, PNRI_XML_C_STREET);
  docs->city = text_of(record, PNRI_XML_C_CITY);
  docs->region = text_of(record, PNRI_XML_C_REGION);
  docs->postcode = text_of(record, PNRI_XML_C_POSTCODE);
  docs->is_infant = read_indicator(x, record, PNRI_XML_C_INFANT);
}

/* DOCS, DOCO, DOCA: whose they are is known at the booking's end. */
void pnri_pnrgov_xml_end_docs(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record, uint64_t end)
{
  if (!pnri_pnrgov_xml_need_booking(x, record->offset)) return;
  pnri_docs *docs = pnri_arena_take(x->p->arena, sizeof *docs);
  if (docs == NULL) {
    x->p->builder->failed = 1;
    return;
  }
  if (record->kind == PNRI_XML_DOCA) read_address(x, record, docs);
  else read_docs(x, record, docs);
  pnri_claim claim = { .kind = documents[record->kind].claim,
                       .docs = docs,
                       .text = docs->street,
                       .text_offset = record->offset,
                       .whole = octets_of(x, record, end) };
  claim.is_infant = docs->is_infant;
  const pnri_pnrgov_xml_record *around = pnri_vector_at(&x->records, x->records.count - 2);
  if (x->traveller == NULL && around->kind == PNRI_XML_DOC_SSR) claim.reference = text_of(around, PNRI_XML_S_REFERENCE);
  add_claim(x, record, &claim);
}
