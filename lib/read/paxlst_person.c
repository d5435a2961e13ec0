/* SPDX-License-Identifier: Apache-2.0 */
#include "read/paxlst.h"

#include "core/date.h"
#include "name/title.h"

/* Segment groups 4 and 5: persons and their documents. */

static pnri_person_draft *person_of(pnri_paxlst *p) { return &p->draft->person; }

/* --- NAD --- */

/* A single component is borrowed. */
pnr_slice pnri_paxlst_joined(pnri_paxlst *p, uint32_t element, uint32_t first, uint32_t last)
{
  uint32_t components = pnri_segment_components(p->segment, element), filled = 0;
  if (last > components) last = components;
  size_t size = 0;
  pnr_slice only = { NULL, 0 };
  for (uint32_t c = first; c <= last; c++) {
    pnr_slice next = pnri_paxlst_text(p, element, c);
    if (next.size == 0) continue;
    only = next;
    filled++;
    size += next.size + 1;
  }
  if (filled < 2) return only;
  uint8_t *text = pnri_arena_text(p->builder->arena, size);
  if (text == NULL) {
    p->builder->failed = 1;
    return only;
  }
  size = 0;
  for (uint32_t c = first; c <= last; c++) {
    pnr_slice next = pnri_paxlst_text(p, element, c);
    if (next.size == 0) continue;
    if (size != 0) text[size++] = ' ';
    memcpy(text + size, next.data, next.size);
    size += next.size;
  }
  return (pnr_slice){ text, size };
}

static pnr_slice raw_name(pnri_paxlst *p, pnr_slice surname, pnr_slice given)
{
  if (given.size == 0) return surname;
  uint8_t *text = pnri_arena_text(p->builder->arena, surname.size + 1 + given.size);
  if (text == NULL) {
    p->builder->failed = 1;
    return surname;
  }
  if (surname.size != 0) memcpy(text, surname.data, surname.size);
  text[surname.size] = '/';
  memcpy(text + surname.size + 1, given.data, given.size);
  return (pnr_slice){ text, surname.size + 1 + given.size };
}

/* A name that fills one component only may be parted as in a booking: SURNAME/GIVEN. */
static void part_at_slash(pnr_slice *surname, pnr_slice *given)
{
  const uint8_t *slash = surname->size != 0 ? memchr(surname->data, '/', surname->size) : NULL;
  if (given->size != 0 || slash == NULL) return;
  size_t size = (size_t)(slash - surname->data);
  *given = pnri_slice_trim(pnri_slice_from(*surname, size + 1));
  *surname = pnri_slice_trim((pnr_slice){ surname->data, size });
}

static pnr_slice without_placeholder(pnri_paxlst *p, pnr_slice text, uint32_t element, uint32_t component)
{
  if (text.size == 0 || !pnri_is_placeholder(text)) return text;
  pnri_paxlst_note(p, PNR_F_PLACEHOLDER_NAME, element, component);
  return (pnr_slice){ NULL, 0 };
}

/* True where the name is filled as the implementation guide has it: surname, first given name, the others. The names tell
 * of no other way. */
static bool is_filled_as_told(pnri_paxlst *p, uint32_t element, uint32_t last)
{
  pnr_slice surname = pnri_paxlst_text(p, element, 1), first = pnri_paxlst_text(p, element, 2),
            others = last > 2 ? pnri_paxlst_text(p, element, 3) : (pnr_slice){ NULL, 0 };
  if ((last > 3 && pnri_paxlst_joined(p, element, 4, last).size != 0) || (first.size == 0 && others.size != 0))
    return false;
  if (first.size != 0) return memchr(first.data, ' ', first.size) == NULL;
  return surname.size == 0 || memchr(surname.data, '/', surname.size) == NULL;
}

bool pnri_paxlst_name(pnri_paxlst *p, uint32_t element, uint32_t last)
{
  pnr_slice surname = pnri_paxlst_text(p, element, 1), given = pnri_paxlst_joined(p, element, 2, last);
  if (surname.size == 0 && given.size == 0) {
    pnri_paxlst_note(p, PNR_F_NAME_MISSING, element, 1);
    return true;
  }
  pnr_name *name = pnri_name_add(person_of(p), p->builder->arena, &p->builder->failed, PNR_SOURCE_NAD);
  if (name == NULL) return false;
  name->raw = raw_name(p, surname, given);
  name->offset = pnri_segment_offset(p->segment, element, 1);
  part_at_slash(&surname, &given);
  pnri_title_part(given, false, &name->given, &name->title);
  name->surname = without_placeholder(p, surname, element, 1);
  name->given = without_placeholder(p, name->given, element, 2);
  return is_filled_as_told(p, element, last);
}

/* C080, or the unparted C058 of older senders. False where the segment has to be kept to tell how. */
static bool read_name(pnri_paxlst *p)
{
  bool is_older =
    pnri_paxlst_joined(p, 4, 1, PNRI_EVERY).size == 0 && pnri_paxlst_joined(p, 3, 1, PNRI_EVERY).size != 0;
  return pnri_paxlst_name(p, is_older ? 3 : 4, PNRI_EVERY) && !is_older;
}

static void read_address(pnri_paxlst *p)
{
  pnr_slice street = pnri_paxlst_joined(p, 5, 1, PNRI_EVERY), city = pnri_paxlst_text(p, 6, 1),
            region = pnri_paxlst_text(p, 7, 1);
  pnr_slice postcode = pnri_paxlst_text(p, 8, 1), country = pnri_paxlst_text(p, 9, 1);
  if (street.size + city.size + region.size + postcode.size + country.size == 0) return;
  pnri_traveller_draft *traveller = p->draft;
  pnr_contact *contact = pnri_contact_add(p->builder, &traveller->contacts);
  if (contact == NULL) return;
  contact->kind = PNR_CONTACT_ADDRESS;
  contact->text = contact->street = street;
  contact->city = city;
  contact->region = region;
  contact->postcode = postcode;
  contact->country = country;
  contact->traveller = traveller->index;
  contact->offset = p->segment->begin;
}

pnri_traveller_draft *pnri_paxlst_person_add(pnri_paxlst *p, uint32_t kind)
{
  pnri_paxlst_person_end(p);
  p->has_reporter = false;
  pnri_paxlst_person *person = pnri_chain_add(&p->persons, p->builder->arena, sizeof *person);
  pnri_traveller_draft *traveller = pnri_traveller_add(p->builder, NULL);
  if (person == NULL || traveller == NULL) {
    p->builder->failed = 1;
    return NULL;
  }
  person->traveller = traveller->slot;
  person->index = traveller->index;
  p->person = person;
  p->draft = traveller;
  bool is_crew = kind == PNR_KIND_CREW || kind == PNR_KIND_TRANSIT_CREW;
  p->crew += is_crew;
  p->passengers += !is_crew;
  traveller->view.kind = kind;
  traveller->view.status = is_crew ? PNR_STATUS_UNKNOWN : p->status;
  traveller->view.offset = p->segment->begin;
  return traveller;
}

static void keep_ticket(pnri_paxlst *p, const pnri_paxlst_ticket *ticket)
{
  pnr_item *item = pnri_item_add(p->builder, &p->draft->items);
  if (item == NULL) return;
  item->tag = pnri_slice("RFF");
  item->text = ticket->segment;
  item->traveller = p->draft->index;
  item->offset = ticket->offset;
  item->length = ticket->length;
}

void pnri_paxlst_person_end(pnri_paxlst *p)
{
  if (p->person == NULL) return;
  if (p->person->ticket != NULL && p->person->locator.size == 0) keep_ticket(p, p->person->ticket);
  pnri_traveller_close(p->builder, p->draft);
  p->person = NULL;
  p->draft = NULL;
  p->document = NULL;
  p->measured = NULL;
  p->bags = 0;
}

bool pnri_paxlst_person_begin(pnri_paxlst *p, uint32_t kind)
{
  pnri_traveller_draft *traveller = pnri_paxlst_person_add(p, kind);
  if (traveller == NULL) return false;
  traveller->view.category = pnri_paxlst_text(p, 1, 1);
  bool is_told = read_name(p);
  read_address(p);
  return is_told;
}

/* MS is the reporting party. A party of an unknown code is a person where persons stand, or where it has a given name:
 * no person is lost for the sake of a code. */
bool pnri_paxlst_other_party(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  pnr_slice code = pnri_paxlst_text(p, 1, 1);
  bool is_head = p->builder->legs.count == 0 && p->builder->travellers.count == 0;
  bool is_person = !pnri_slice_is(code, "MS") && (!is_head || pnri_segment_components(p->segment, 4) > 1);
  if (!pnri_slice_is(code, "MS")) pnri_paxlst_note(p, PNR_F_CODE_UNKNOWN, 1, 1);
  if (is_person) return pnri_paxlst_person_begin(p, PNR_KIND_UNKNOWN);
  pnri_paxlst_person_end(p);
  p->has_reporter = true;
  pnr_slice name = pnri_paxlst_joined(p, 4, 1, PNRI_EVERY);
  if (name.size == 0) name = pnri_paxlst_text(p, 2, 1);
  pnr_contact *contact = pnri_contact_add(p->builder, &p->builder->contacts);
  if (contact == NULL) return false;
  contact->kind = PNR_CONTACT_REPORTER;
  contact->text = name;
  contact->purpose = code;
  contact->offset = p->segment->begin;
  return true;
}

/* --- COM --- */

/* Level A has no @: some write // for it. */
static pnr_slice email_of(pnri_paxlst *p, pnr_slice text)
{
  size_t at = 0;
  while (at + 1 < text.size && (text.data[at] != '/' || text.data[at + 1] != '/')) at++;
  if (at + 1 >= text.size || memchr(text.data, '@', text.size) != NULL) return text;
  uint8_t *address = pnri_arena_text(p->builder->arena, text.size - 1);
  if (address == NULL) {
    p->builder->failed = 1;
    return text;
  }
  memcpy(address, text.data, at);
  address[at] = '@';
  memcpy(address + at + 1, text.data + at + 2, text.size - at - 2);
  return (pnr_slice){ address, text.size - 1 };
}

/* What a person can be found by. */
static void add_identifier(pnri_paxlst *p, uint32_t kind, pnr_slice value, uint64_t offset)
{
  if (value.size == 0) return;
  pnr_identifier *identifier = pnri_identifier_add(person_of(p), p->builder->arena, &p->builder->failed, kind);
  if (identifier == NULL) return;
  identifier->value = value;
  identifier->offset = offset;
}

void pnri_paxlst_communication_add(pnri_paxlst *p, pnr_slice text, pnr_slice code, uint64_t offset)
{
  pnri_traveller_draft *traveller = p->draft;
  pnr_contact *contact = pnri_contact_add(p->builder, traveller != NULL ? &traveller->contacts : &p->builder->contacts);
  if (contact == NULL) return;
  bool is_email = pnri_slice_is(code, "EM"), is_fax = pnri_slice_is(code, "FX");
  bool is_phone = pnri_slice_is(code, "TE") || pnri_slice_is(code, "AL") || is_fax;
  contact->kind = is_email ? PNR_CONTACT_EMAIL : is_phone ? PNR_CONTACT_PHONE : PNR_CONTACT_OTHER;
  contact->text = is_email ? email_of(p, text) : text;
  contact->purpose = code;
  contact->offset = offset;
  if (is_phone) contact->digits = pnri_phone_digits(p->builder->arena, text);
  if (p->has_reporter && traveller == NULL) contact->kind = PNR_CONTACT_REPORTER;
  if (traveller == NULL) return;
  contact->traveller = traveller->index;
  if (is_phone && !is_fax) add_identifier(p, PNR_IDENTIFIER_PHONE, contact->digits, offset);
  if (is_email) add_identifier(p, PNR_IDENTIFIER_EMAIL, contact->text, offset);
}

/* C076, up to three times: 3148 address or number, 3155 what it is. */
bool pnri_paxlst_communication(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  bool is_any = false;
  for (uint32_t e = 1; e <= p->segment->element_count; e++) {
    pnr_slice text = pnri_paxlst_text(p, e, 1), code = pnri_paxlst_text(p, e, 2);
    if (text.size + code.size == 0) continue;
    is_any = true;
    pnri_paxlst_communication_add(p, text, code, pnri_segment_offset(p->segment, e, 1));
  }
  return is_any;
}

/* --- What a person is --- */

/* U, unspecified, is a statement too: X. */
bool pnri_paxlst_sex_at(pnri_paxlst *p, uint32_t element, uint32_t component)
{
  pnr_person *view = &person_of(p)->view;
  pnr_slice text = pnri_paxlst_text(p, element, component);
  uint32_t sex = 0;
  if (text.size == 1 && (text.data[0] == 'M' || text.data[0] == 'F' || text.data[0] == 'X')) sex = text.data[0];
  if (pnri_slice_is(text, "U")) sex = 'X';
  if (sex == 0) {
    pnri_paxlst_note(p, text.size != 0 ? PNR_F_CODE_UNKNOWN : PNR_F_VALUE_MISSING, element, component);
    return false;
  }
  if (view->sex != 0) return view->sex == sex;
  view->sex = sex;
  return true;
}

bool pnri_paxlst_sex(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  return pnri_paxlst_sex_at(p, 3, 1);
}

bool pnri_paxlst_birth_add(pnri_paxlst *p, pnr_date date, uint64_t offset)
{
  pnr_birth *birth = pnri_birth_add(person_of(p), p->builder->arena, &p->builder->failed, date, date);
  if (birth == NULL) return false;
  birth->offset = offset;
  return true;
}

bool pnri_paxlst_birth(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  pnr_date date;
  return pnri_paxlst_date(p, true, &date, NULL) &&
         pnri_paxlst_birth_add(p, date, pnri_segment_offset(p->segment, 1, 2));
}

/* LOC C517: 3225 code, or 3224 name in its fourth component. */
bool pnri_paxlst_person_place(pnri_paxlst *p, uint32_t qualifier)
{
  pnr_slice place = pnri_paxlst_text(p, 2, 1);
  if (place.size == 0) place = pnri_paxlst_text(p, 2, 4);
  pnri_traveller_draft *traveller = p->draft;
  pnr_person *view = &traveller->person.view;
  bool is_told = true;
  switch (qualifier) {
  case PNRI_LOC_RESIDENCE: return pnri_paxlst_put(&view->residence, pnri_country_told(place, &is_told)) && is_told;
  case PNRI_LOC_EMBARKATION: return pnri_paxlst_put(&traveller->view.from, place);
  case PNRI_LOC_DEBARKATION: return pnri_paxlst_put(&traveller->view.to, place);
  default: return pnri_paxlst_put(&view->birth_place, place);
  }
}

bool pnri_paxlst_nationality(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  bool is_told = true;
  pnr_slice country = pnri_country_told(pnri_paxlst_text(p, 2, 1), &is_told);
  pnri_nationality_add(person_of(p), p->builder->arena, &p->builder->failed, country);
  return country.size != 0 && is_told;
}

/* EMP C948: CR1 to CR5. It says more than the code of NAD, whose meaning the kind keeps. */
bool pnri_paxlst_crew_category(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  pnr_traveller *view = &p->draft->view;
  if (view->kind != PNR_KIND_CREW && view->kind != PNR_KIND_TRANSIT_CREW) return false;
  bool is_first = !pnri_slice_starts(view->category, "CR");
  pnr_slice category = pnri_paxlst_text(p, 2, 1);
  pnri_paxlst_usual(p, 2, 2, "110", "110");
  pnri_paxlst_usual(p, 2, 3, "111", "111");
  if (category.size == 0 || !is_first) return false;
  view->category = category;
  return true;
}

static bool read_ticket(pnri_paxlst *p, pnr_slice number)
{
  if (p->person->ticket != NULL || number.size == 0) return false;
  pnri_paxlst_ticket *ticket = pnri_arena_take(p->builder->arena, sizeof *ticket);
  if (ticket == NULL) {
    p->builder->failed = 1;
    return false;
  }
  *ticket = (pnri_paxlst_ticket){ number, pnri_segment_whole(p->segment), p->segment->begin,
                                  p->segment->end - p->segment->begin };
  p->person->ticket = ticket;
  return true;
}

bool pnri_paxlst_reference(pnri_paxlst *p, uint32_t reference)
{
  pnr_slice text = pnri_paxlst_text(p, 1, 2);
  pnr_traveller *view = &p->draft->view;
  switch (reference) {
  case PNRI_REFERENCE_LOCATOR:
    if (p->person->locator.size == 0) p->person->locator_offset = pnri_segment_offset(p->segment, 1, 2);
    return pnri_paxlst_put(&p->person->locator, text);
  case PNRI_REFERENCE_UNIQUE: return pnri_paxlst_put(&view->unique_reference, text);
  case PNRI_REFERENCE_SEAT: return pnri_paxlst_put(&view->seat, text);
  case PNRI_REFERENCE_TICKET: return read_ticket(p, text);
  default:
    add_identifier(p, PNR_IDENTIFIER_FREQUENT_FLYER, text, pnri_segment_offset(p->segment, 1, 2));
    return text.size != 0;
  }
}

/* --- Bags --- */

static pnr_bag *add_bag(pnri_paxlst *p)
{
  pnri_traveller_draft *traveller = p->draft;
  pnr_bag *bag = pnri_bag_add(p->builder, &traveller->bags);
  if (bag == NULL) return NULL;
  bag->traveller = traveller->index;
  bag->offset = p->segment->begin;
  return bag;
}

/* C174: 6411 unit, 6314 value; some senders write the value first. A fraction is kept with the segment only. */
bool pnri_paxlst_measure(pnri_paxlst *p, uint32_t is_weight)
{
  pnr_slice unit = pnri_paxlst_text(p, 3, 1), value = pnri_paxlst_text(p, 3, 2);
  if (value.size == 0 || (unit.size != 0 && unit.data[0] >= '0' && unit.data[0] <= '9')) {
    pnr_slice other = unit;
    unit = value;
    value = other;
  }
  size_t whole = 0;
  while (whole < value.size && value.data[whole] != '.' && value.data[whole] != ',') whole++;
  uint32_t number = pnri_number((pnr_slice){ value.data, whole });
  if (number == UINT32_MAX) {
    pnri_paxlst_note(p, value.size != 0 ? PNR_F_NUMBER_INVALID : PNR_F_VALUE_MISSING, 3, 2);
    return false;
  }
  if (p->measured == NULL) p->measured = add_bag(p);
  pnr_bag *bag = p->measured;
  if (bag == NULL) return false;
  uint32_t *field = is_weight ? &bag->weight : &bag->pieces;
  if (*field != 0) return false;
  *field = number;
  if (is_weight) bag->unit = unit;
  bool is_plain = pnri_is_plain_number(value) || pnri_slice_is(value, "0"); /* there is a bag, so 0 is said */
  return is_plain && (is_weight || unit.size == 0);
}

enum { MOST_BAGS = 999 }; /* of one person */

/* The tag that follows `steps` behind this one, leading zeros kept; empty when the digits run over. */
static pnr_slice tag_behind(pnri_paxlst *p, pnr_slice tag, uint32_t steps)
{
  if (steps == 0) return tag;
  uint8_t *text = pnri_arena_text(p->builder->arena, tag.size);
  if (text == NULL) {
    p->builder->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  memcpy(text, tag.data, tag.size);
  for (size_t i = tag.size; i > 0 && steps != 0 && text[i - 1] >= '0' && text[i - 1] <= '9'; i--) {
    uint32_t sum = (uint32_t)(text[i - 1] - '0') + steps;
    text[i - 1] = (uint8_t)('0' + sum % 10);
    steps = sum / 10;
  }
  return steps == 0 ? (pnr_slice){ text, tag.size } : (pnr_slice){ NULL, 0 };
}

static bool expand_bags(pnri_paxlst *p, pnr_slice tag, uint32_t count)
{
  bool is_designator =
    tag.size > 2 && tag.data[0] >= 'A' && tag.data[1] >= 'A' && tag.data[2] >= '0' && tag.data[2] <= '9';
  for (uint32_t i = 0; i < count; i++) {
    pnr_slice next = tag_behind(p, tag, i);
    if (next.size == 0) return false;
    pnr_bag *bag = add_bag(p);
    if (bag == NULL) return false;
    bag->tag = next;
    bag->pieces = count;
    if (is_designator) bag->carrier = (pnr_slice){ tag.data, 2 };
  }
  return true;
}

/* C108: pairs of first tag and number of consecutive tags; a tag alone counts once. */
bool pnri_paxlst_bag(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  enum { COUNT_DIGITS = 3 };
  uint32_t components = pnri_segment_components(p->segment, 4);
  bool is_right = components != 0;
  for (uint32_t c = 1; c <= components; c++) {
    pnr_slice tag = pnri_paxlst_text(p, 4, c);
    if (tag.size == 0) continue;
    uint64_t read = p->segment->read;
    pnr_slice text = pnri_paxlst_text(p, 4, c + 1);
    uint32_t count = pnri_number(text);
    bool is_count = count != UINT32_MAX && text.size <= COUNT_DIGITS;
    if (is_count) c++;
    else p->segment->read = read;
    if (!is_count || count == 0) count = 1;
    bool is_too_much = p->bags + count > MOST_BAGS || count > p->bag_budget;
    if (is_too_much) count = p->bag_budget != 0;
    p->bags += count;
    p->bag_budget -= count;
    bool is_complete = expand_bags(p, tag, count) && !is_too_much;
    if (!is_complete) pnri_paxlst_note(p, PNR_F_BAG_COUNT, 4, c);
    is_right = is_right && is_complete && (!is_count || pnri_is_plain_number(text));
  }
  return is_right;
}

/* --- Documents --- */

/* C002: 1001 type, 1131 code list, 3055 agency; C503: 1004 number. */
bool pnri_paxlst_document(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  p->document = NULL;
  pnr_slice type = pnri_paxlst_text(p, 1, 1), number = pnri_paxlst_text(p, 2, 1);
  if (type.size + number.size == 0) {
    pnri_paxlst_note(p, PNR_F_VALUE_MISSING, 2, 1);
    return false;
  }
  if (number.size == 0) pnri_paxlst_note(p, PNR_F_VALUE_MISSING, 2, 1);
  pnri_paxlst_usual(p, 1, 2, "110", "110");
  pnri_paxlst_usual(p, 1, 3, "111", "111");
  pnr_document *document =
    pnri_person_document_add(person_of(p), p->builder->arena, &p->builder->failed, PNR_SOURCE_NAD);
  if (document == NULL) return false;
  document->type = type;
  document->number = number;
  document->offset = p->segment->begin;
  p->document = document;
  return true;
}

bool pnri_paxlst_document_date(pnri_paxlst *p, uint32_t is_issue)
{
  pnr_date date;
  if (!pnri_paxlst_date(p, false, &date, NULL)) return false;
  pnr_date *field = is_issue ? &p->document->issued : &p->document->expires;
  if (*field != 0) return *field == date;
  *field = date;
  return true;
}

bool pnri_paxlst_document_issuer(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  bool is_told = true;
  pnr_slice issuer = pnri_country_told(pnri_paxlst_text(p, 2, 1), &is_told);
  return pnri_paxlst_put(&p->document->issuer, issuer) && is_told;
}
