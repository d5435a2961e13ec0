/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV XML: records to views. What speaks of one passenger is in pnrgov_xml_passenger.c. */
#include "core/date.h"
#include "read/pnrgov_xml.h"

static pnr_slice text_of(const pnri_pnrgov_xml_record *record, uint32_t field)
{
  return pnri_pnrgov_xml_text(record, field);
}

/* --- Items --- */

void pnri_pnrgov_xml_item(pnri_pnrgov_xml *x, pnr_slice tag, pnr_slice text, uint64_t offset)
{
  pnri_pnrgov *p = x->p;
  pnri_chain *items = p->booking != NULL ? &p->booking->items : &p->builder->items;
  pnr_item *item = pnri_item_add(p->builder, items);
  if (item == NULL) return;
  item->tag = pnri_arena_copy(p->arena, tag);
  item->text = pnri_arena_copy(p->arena, text);
  if ((item->tag.data == NULL && tag.size != 0) || (item->text.data == NULL && text.size != 0)) p->builder->failed = 1;
  item->traveller = pnri_pnrgov_xml_index(x);
  item->leg = x->leg;
  item->offset = offset;
}

static void add_to_line(pnri_pnrgov_xml *x, pnr_slice text)
{
  if (text.size == 0) return;
  void *room = pnri_vector_add(&x->line, text.size);
  if (room == NULL) x->p->builder->failed = 1;
  else memcpy(room, text.data, text.size);
}

void pnri_pnrgov_xml_keep(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t field)
{
  const pnri_pnrgov_xml_value *value = &record->values[field];
  if (value->row == NULL) return;
  bool in_group = value->row->group != NULL && value->row->group[0] != 0;
  pnr_slice tag = pnri_slice(pnri_pnrgov_xml_record_name(record->kind));
  x->line.count = 0;
  add_to_line(x, tag);
  if (in_group) add_to_line(x, pnri_slice("/"));
  if (in_group) add_to_line(x, pnri_slice(value->row->group));
  if (value->row->name[0] != '#') add_to_line(x, pnri_slice("@"));
  if (value->row->name[0] != '#') add_to_line(x, pnri_slice(value->row->name));
  add_to_line(x, pnri_slice("="));
  add_to_line(x, value->text);
  pnri_pnrgov_xml_item(x, tag, (pnr_slice){ x->line.data, x->line.count }, value->offset);
}

void pnri_pnrgov_xml_expect(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t field, pnr_slice usual)
{
  pnr_slice text = text_of(record, field);
  if (text.size != 0 && !pnri_slice_equal(text, usual)) pnri_pnrgov_xml_keep(x, record, field);
}

void pnri_pnrgov_xml_note(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t code, uint32_t field)
{
  pnri_pnrgov_note(x->p, code, record->values[field].offset, 0, 0);
}

/* --- Values --- */

enum { JOINED_MOST = 4096 }; /* octets to which lines are joined: each joining copies them */

bool pnri_pnrgov_xml_take(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_row *row, pnr_slice text, uint64_t offset)
{
  pnri_pnrgov_xml_record *record = pnri_vector_at(&x->records, x->records.count - 1);
  pnri_pnrgov_xml_value *value = &record->values[row->field];
  if (pnri_slice_is(text, "-")) return false; /* stands for nothing, but was sent */
  bool is_stray = row->field < PNRI_XML_NAMES && record->kind != PNRI_XML_PASSENGER && record->kind != PNRI_XML_DOCS;
  if (value->row != NULL && is_stray) pnri_pnrgov_xml_stray_name(x, record);
  bool may_join = row->joins != 0 && value->text.size < JOINED_MOST;
  if (value->row != NULL && !may_join) return pnri_slice_equal(value->text, text);
  pnr_slice copy = pnri_arena_copy(x->p->arena, text);
  if (copy.data == NULL) {
    x->p->builder->failed = 1;
    return true;
  }
  if (value->row == NULL) *value = (pnri_pnrgov_xml_value){ row, copy, offset };
  else value->text = pnri_pnrgov_join(x->p, value->text, '\n', copy);
  return true;
}

static bool is_time(pnr_slice text) { return text.size >= 5 && text.data[2] == ':'; }

static int32_t minutes_of(pnr_slice text)
{
  uint8_t four[4] = { text.data[0], text.data[1], text.data[3], text.data[4] };
  return pnri_minutes((pnr_slice){ four, 4 });
}

/* Seconds, fractions and zones have no record; ":00" goes without saying. */
static bool is_told(pnr_slice text)
{
  return text.size == 5 || (text.size == 8 && memcmp(text.data + 5, ":00", 3) == 0);
}

pnr_date pnri_pnrgov_xml_date(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t field, uint32_t kind,
                              int32_t *minutes)
{
  enum { DATE = 10 }; /* octets of 2025-03-10 */
  pnr_slice text = text_of(record, field), time = pnri_slice_from(text, DATE + 1);
  if (minutes != NULL) *minutes = PNR_TIME_UNKNOWN;
  if (text.size == 0) return 0;
  bool has_century = false, has_time = text.size > DATE && (text.data[DATE] == 'T' || text.data[DATE] == ' ');
  pnr_date date = pnri_date_iso(has_time ? (pnr_slice){ text.data, DATE } : text);
  if (date == 0) {
    has_time = false;
    date = pnri_pnrgov_parse_date(text, kind, false, x->p->reading->reference, &has_century);
  }
  int32_t found = has_time && is_time(time) ? minutes_of(time) : PNR_TIME_UNKNOWN;
  if (minutes != NULL) *minutes = found;
  if (date == 0) pnri_pnrgov_xml_note(x, record, PNR_F_DATE_INVALID, field);
  if (has_time && text.data[DATE] != 'T') pnri_pnrgov_xml_keep(x, record, field);
  bool is_midnight = minutes == NULL && found == 0; /* a date alone, written as a moment */
  bool is_whole = !has_time || ((minutes != NULL || is_midnight) && found != PNR_TIME_UNKNOWN && is_told(time));
  if (date == 0 || !is_whole) pnri_pnrgov_xml_keep(x, record, field);
  return date;
}

static uint32_t number_of(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t field)
{
  uint32_t number = pnri_number(text_of(record, field));
  if (number != UINT32_MAX || text_of(record, field).size == 0) return number;
  pnri_pnrgov_xml_note(x, record, PNR_F_NUMBER_INVALID, field);
  pnri_pnrgov_xml_keep(x, record, field);
  return number;
}

bool pnri_pnrgov_xml_need_booking(pnri_pnrgov_xml *x, uint64_t offset)
{
  if (x->p->booking == NULL) pnri_pnrgov_open_booking(x->p, offset);
  return x->p->booking != NULL;
}

void pnri_pnrgov_xml_refer(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t field, uint32_t *slot)
{
  pnri_pnrgov *p = x->p;
  pnr_slice reference = text_of(record, field);
  *slot = pnri_pnrgov_xml_index(x);
  if (x->traveller != NULL) {
    /* inside a passenger a reference can only repeat his own, and many put something else there */
    if (!pnri_slice_equal(reference, x->traveller->view.reference)) pnri_pnrgov_xml_keep(x, record, field);
    return;
  }
  if (reference.size == 0) return;
  uint32_t i = pnri_known_by_reference(p, reference);
  if (i != PNR_NONE) {
    if (pnri_known_at(p, i)->draft != NULL) *slot = pnri_known_at(p, i)->draft->index;
    return;
  }
  pnri_pnrgov_xml_keep(x, record, field);
  pnri_pending *pending = pnri_vector_add(&p->pending, 1);
  if (pending == NULL) p->builder->failed = 1;
  else *pending = (pnri_pending){ .slot = slot, .reference = reference, .offset = record->values[field].offset };
}

/* --- Message --- */

/* Called for every booking too, because its locator is chosen by the sender: what was told is not told again. */
static void fill_message(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  pnr_content *content = x->p->builder->content;
  content->sender = text_of(record, PNRI_XML_M_SENDER);
  content->reference = text_of(record, PNRI_XML_M_REFERENCE);
  content->version = pnri_pnrgov_join(x->p, pnri_slice("XML"), ':', text_of(record, PNRI_XML_M_VERSION));
}

static void end_message(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  pnr_content *content = x->p->builder->content;
  fill_message(x, record);
  content->prepared = pnri_pnrgov_xml_date(x, record, PNRI_XML_M_PREPARED, PNRI_DATE_NEAR, &content->prepared_time);
  if (text_of(record, PNRI_XML_M_CONTACT).size == 0) return;
  pnr_contact *contact = pnri_contact_add(x->p->builder, &x->p->builder->contacts);
  if (contact == NULL) return;
  contact->kind = PNR_CONTACT_REPORTER;
  contact->text = text_of(record, PNRI_XML_M_CONTACT);
  contact->offset = record->values[PNRI_XML_M_CONTACT].offset;
}

static void end_bookings(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  pnr_content *content = x->p->builder->content;
  if (text_of(record, PNRI_XML_M_DECLARED).size == 0) return;
  uint32_t declared = number_of(x, record, PNRI_XML_M_DECLARED);
  if (declared == UINT32_MAX) return;
  content->declared += declared;
  content->is_declared = 1;
  x->p->declared_at = record->values[PNRI_XML_M_DECLARED].offset;
}

/* --- Flights --- */

/* Called for every booking too, because travellers' status hangs on the flight that the message is about. */
static void fill_leg(const pnri_pnrgov_xml_record *record)
{
  pnr_leg *leg = record->leg;
  leg->carrier = text_of(record, PNRI_XML_F_CARRIER);
  leg->number = text_of(record, PNRI_XML_F_NUMBER);
  leg->suffix = text_of(record, PNRI_XML_F_SUFFIX);
  leg->from = text_of(record, PNRI_XML_F_FROM);
  leg->to = text_of(record, PNRI_XML_F_TO);
  leg->operating_carrier = text_of(record, PNRI_XML_F_OPERATING);
  leg->operating_number = text_of(record, PNRI_XML_F_OPERATING_NUMBER);
  leg->service_class = text_of(record, PNRI_XML_F_CLASS);
  leg->status = text_of(record, PNRI_XML_F_STATUS);
  leg->aircraft = text_of(record, PNRI_XML_F_AIRCRAFT);
}

static void date_leg(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record)
{
  pnr_leg *leg = record->leg;
  leg->departs = pnri_pnrgov_xml_date(x, record, PNRI_XML_F_DEPARTS, PNRI_DATE_NEAR, &leg->departs_time);
  leg->arrives = pnri_pnrgov_xml_date(x, record, PNRI_XML_F_ARRIVES, PNRI_DATE_NEAR, &leg->arrives_time);
  uint32_t days = pnri_number(text_of(record, PNRI_XML_F_DAYS));
  if (days == UINT32_MAX || leg->departs == 0 || pnri_day(leg->departs) == 0) {
    pnri_pnrgov_xml_keep(x, record, PNRI_XML_F_DAYS);
    return;
  }
  enum { MOST = 9 }; /* days that a flight may last */
  pnr_date arrives = days <= MOST ? pnri_date_from_days(pnri_date_days(leg->departs) + (int32_t)days) : 0;
  if (leg->arrives == 0) leg->arrives = arrives;
  if (leg->arrives != arrives) pnri_pnrgov_xml_keep(x, record, PNRI_XML_F_DAYS);
}

static void begin_flight(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  pnri_pnrgov *p = x->p;
  bool is_leg = record->kind == PNRI_XML_FLIGHT_LEG;
  if (!is_leg && !pnri_pnrgov_xml_need_booking(x, record->offset)) return;
  record->leg = pnri_leg_add(p->builder, is_leg ? &p->builder->legs : &p->booking->legs);
  if (record->leg == NULL) return;
  record->leg->transport = PNR_TRANSPORT_AIR;
  record->leg->offset = record->offset;
  if (is_leg) {
    if (p->flight == NULL) p->flight = record->leg;
    return;
  }
  x->leg = p->leg_index = p->booking->legs.count - 1;
  p->leg = record->leg;
}

/* How many travellers the open booking says it has, as far as it was read; UINT32_MAX where it does not say so. */
static uint32_t number_of_booking(const pnri_pnrgov_xml *x)
{
  for (size_t i = x->records.count; i > 0; i--) {
    const pnri_pnrgov_xml_record *record = pnri_vector_at(&x->records, i - 1);
    if (record->kind == PNRI_XML_BOOKING) return pnri_number(text_of(record, PNRI_XML_B_TRAVELLERS));
  }
  return UINT32_MAX;
}

static void end_flight(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  pnr_leg *leg = record->leg;
  fill_leg(record);
  bool is_dated = leg->departs != 0; /* a flight leg whose bookings stand in it */
  if (!is_dated) date_leg(x, record);
  bool is_flight = record->kind == PNRI_XML_FLIGHT;
  if (is_flight && (pnri_slice_is(leg->number, "ARNK") || pnri_slice_is(leg->carrier, "ARNK")))
    leg->flags |= PNR_LEG_SURFACE;
  else if (is_flight && (pnri_slice_is(leg->number, "OPEN") || leg->departs == 0)) leg->flags |= PNR_LEG_OPEN;
  pnri_pnrgov_confirm(leg);
  uint32_t party = number_of(x, record, PNRI_XML_F_PARTY);
  if (party == UINT32_MAX) return;
  uint32_t own = is_flight ? number_of_booking(x) : UINT32_MAX;
  uint32_t *declared = is_flight ? &x->p->booking->view.declared_travellers : NULL;
  if (declared != NULL && own == UINT32_MAX && *declared == 0) *declared = party;
  else if (declared == NULL || party != (own != UINT32_MAX ? own : *declared))
    pnri_pnrgov_xml_keep(x, record, PNRI_XML_F_PARTY);
}

/* --- Bookings --- */

static void begin_booking(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  for (size_t i = 0; i + 1 < x->records.count; i++) {
    pnri_pnrgov_xml_record *around = pnri_vector_at(&x->records, i);
    if (around->kind == PNRI_XML_MESSAGE) fill_message(x, around);
    if (around->kind != PNRI_XML_FLIGHT_LEG || around->leg == NULL) continue;
    fill_leg(around);
    if (around->leg->departs == 0) date_leg(x, around);
  }
  x->traveller = NULL;
  x->leg = PNR_NONE;
  pnri_pnrgov_open_booking(x->p, record->offset);
}

/* Infants whom only a document or an SSR names become travellers later. */
static uint32_t infants_to_come(const pnri_pnrgov_xml *x)
{
  uint32_t count = 0;
  for (size_t i = 0; i < x->p->claims.count; i++) {
    const pnri_claim *claim = pnri_vector_at(&x->p->claims, i);
    count += claim->is_infant || claim->kind == PNRI_CLAIM_INFT;
  }
  return count;
}

static void end_booking(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record, uint64_t end)
{
  if (x->p->booking == NULL) return;
  pnr_booking *booking = &x->p->booking->view;
  booking->length = end - booking->offset;
  int32_t created_time = PNR_TIME_UNKNOWN;
  booking->created = pnri_pnrgov_xml_date(x, record, PNRI_XML_B_CREATED, PNRI_DATE_NEAR, &created_time);
  if (created_time > 0) pnri_pnrgov_xml_keep(x, record, PNRI_XML_B_CREATED);
  booking->changed = pnri_pnrgov_xml_date(x, record, PNRI_XML_B_CHANGED, PNRI_DATE_NEAR, &booking->changed_time);
  uint32_t declared = number_of(x, record, PNRI_XML_B_TRAVELLERS), count = x->p->booking->travellers.count;
  if (declared == UINT32_MAX) return;
  if (booking->declared_travellers == 0) booking->declared_travellers = declared;
  else if (booking->declared_travellers != declared) pnri_pnrgov_xml_keep(x, record, PNRI_XML_B_TRAVELLERS);
  if (declared < count || declared > count + infants_to_come(x))
    pnri_pnrgov_xml_note(x, record, PNR_F_BOOKING_COUNT, PNRI_XML_B_TRAVELLERS);
}

static void end_locator(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  if (!pnri_pnrgov_xml_need_booking(x, record->offset)) return;
  pnr_locator locator = { .carrier = text_of(record, PNRI_XML_L_CARRIER),
                          .value = text_of(record, PNRI_XML_L_VALUE),
                          .type = text_of(record, PNRI_XML_L_TYPE),
                          .created_time = PNR_TIME_UNKNOWN,
                          .offset = record->offset };
  if (locator.value.size == 0) {
    pnri_pnrgov_xml_keep(x, record, PNRI_XML_L_CARRIER);
    pnri_pnrgov_xml_keep(x, record, PNRI_XML_L_TYPE);
    return;
  }
  if (x->leg != PNR_NONE && x->p->leg->locator.size == 0) x->p->leg->locator = locator.value;
  pnri_pnrgov_add_locator(x->p, &locator);
}

/* Who holds the booking: system, office and agent, as EDIFACT's ORG writes them. */
static void end_source(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  if (!pnri_pnrgov_xml_need_booking(x, record->offset)) return;
  pnr_slice *agency = &x->p->booking->view.agency;
  for (uint32_t field = PNRI_XML_A_VENDOR; field <= PNRI_XML_A_AGENT && agency->size != 0; field++)
    pnri_pnrgov_xml_keep(x, record, field);
  if (agency->size != 0) return;
  *agency = pnri_pnrgov_join(x->p, text_of(record, PNRI_XML_A_VENDOR), ':', text_of(record, PNRI_XML_A_OFFICE));
  *agency = pnri_pnrgov_join(x->p, *agency, ':', text_of(record, PNRI_XML_A_AGENT));
}

static bool is_email(pnr_slice text) { return text.size != 0 && memchr(text.data, '@', text.size) != NULL; }

/* A phone number, or an e-mail address in its place, before which some write E+. */
static void add_reach(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t field, pnr_slice purpose)
{
  pnr_slice text = text_of(record, field);
  if (text.size == 0) return;
  uint32_t kind = field == PNRI_XML_C_EMAIL || is_email(text) ? PNR_CONTACT_EMAIL : PNR_CONTACT_PHONE;
  if (kind == PNR_CONTACT_EMAIL && pnri_slice_starts(text, "E+")) {
    text = pnri_slice_from(text, 2);
    pnri_pnrgov_xml_keep(x, record, field);
  }
  pnri_pnrgov_add_contact(x->p, kind, purpose, text, pnri_pnrgov_xml_index(x), record->values[field].offset);
}

static void end_contact(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  if (!pnri_pnrgov_xml_need_booking(x, record->offset)) return;
  pnr_slice purpose = text_of(record, PNRI_XML_C_PURPOSE);
  add_reach(x, record, PNRI_XML_C_PHONE, purpose);
  add_reach(x, record, PNRI_XML_C_EMAIL, purpose);
  size_t size = 0;
  for (uint32_t field = PNRI_XML_C_STREET; field <= PNRI_XML_C_COUNTRY; field++) size += text_of(record, field).size;
  bool is_reach = text_of(record, PNRI_XML_C_PHONE).size + text_of(record, PNRI_XML_C_EMAIL).size != 0;
  if (size == 0) {
    if (!is_reach) pnri_pnrgov_xml_keep(x, record, PNRI_XML_C_PURPOSE);
    return;
  }
  pnr_contact *contact =
    pnri_pnrgov_add_contact(x->p, PNR_CONTACT_ADDRESS, is_reach ? (pnr_slice){ NULL, 0 } : purpose,
                            text_of(record, PNRI_XML_C_STREET), pnri_pnrgov_xml_index(x), record->offset);
  if (contact == NULL) return;
  contact->street = text_of(record, PNRI_XML_C_STREET);
  contact->city = text_of(record, PNRI_XML_C_CITY);
  contact->region = text_of(record, PNRI_XML_C_REGION);
  contact->postcode = text_of(record, PNRI_XML_C_POSTCODE);
  contact->country = text_of(record, PNRI_XML_C_COUNTRY);
}

/* --- Baggage, tickets, payments --- */

static bool is_weight(pnr_slice unit)
{
  static const char *const units[] = { "700", "701", "KGM", "LBR", "KG", "LB", "K", "L" };
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
    if (pnri_slice_same(unit, pnri_slice(units[i]))) return true;
  return false;
}

static void end_bag(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  if (!pnri_pnrgov_xml_need_booking(x, record->offset)) return;
  pnr_bag *bag = pnri_bag_add(x->p->builder, &x->p->booking->bags);
  if (bag == NULL) return;
  bag->tag = text_of(record, PNRI_XML_G_TAG);
  bag->carrier = text_of(record, PNRI_XML_G_CARRIER);
  bag->destination = text_of(record, PNRI_XML_G_DESTINATION);
  bag->unit = text_of(record, PNRI_XML_G_UNIT);
  bag->pool = text_of(record, PNRI_XML_G_POOL);
  uint32_t quantity = number_of(x, record, PNRI_XML_G_QUANTITY);
  if (quantity != UINT32_MAX) *(is_weight(bag->unit) ? &bag->weight : &bag->pieces) = quantity;
  if (pnri_number(text_of(record, PNRI_XML_G_TAGS)) != 1) pnri_pnrgov_xml_keep(x, record, PNRI_XML_G_TAGS);
  bag->traveller = pnri_pnrgov_xml_index(x);
  bag->leg = x->leg;
  bag->offset = record->offset;
}

static void end_ticket(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  if (!pnri_pnrgov_xml_need_booking(x, record->offset)) return;
  pnr_ticket *ticket = pnri_ticket_add(x->p->builder, &x->p->booking->tickets);
  if (ticket == NULL) return;
  ticket->number = text_of(record, PNRI_XML_T_NUMBER);
  ticket->type = text_of(record, PNRI_XML_T_TYPE);
  ticket->issued = pnri_pnrgov_xml_date(x, record, PNRI_XML_T_ISSUED, PNRI_DATE_NEAR, NULL);
  ticket->fare =
    pnri_pnrgov_join(x->p, text_of(record, PNRI_XML_T_FARE), ' ', text_of(record, PNRI_XML_T_FARE_CURRENCY));
  ticket->total =
    pnri_pnrgov_join(x->p, text_of(record, PNRI_XML_T_TOTAL), ' ', text_of(record, PNRI_XML_T_TOTAL_CURRENCY));
  ticket->traveller = pnri_pnrgov_xml_index(x);
  ticket->offset = record->offset;
}

static void end_payment(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  if (!pnri_pnrgov_xml_need_booking(x, record->offset)) return;
  pnr_payment *payment = pnri_payment_add(x->p->builder, &x->p->booking->payments);
  if (payment == NULL) return;
  payment->form = text_of(record, PNRI_XML_Y_FORM);
  payment->amount =
    pnri_pnrgov_join(x->p, text_of(record, PNRI_XML_Y_AMOUNT), ' ', text_of(record, PNRI_XML_Y_CURRENCY));
  payment->vendor = text_of(record, PNRI_XML_Y_VENDOR);
  payment->account_raw = text_of(record, PNRI_XML_Y_ACCOUNT);
  payment->account = pnri_mask_account(x->p->arena, payment->account_raw);
  if (payment->account.data == NULL && payment->account_raw.size != 0) x->p->builder->failed = 1;
  payment->expires = text_of(record, PNRI_XML_Y_EXPIRES);
  payment->holder = text_of(record, PNRI_XML_Y_HOLDER);
  payment->traveller = pnri_pnrgov_xml_index(x);
  payment->offset = record->offset;
}

static void end_loyalty(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  if (x->traveller == NULL || text_of(record, PNRI_XML_Q_MEMBER).size == 0) {
    pnri_pnrgov_xml_keep(x, record, PNRI_XML_Q_PROGRAM);
    pnri_pnrgov_xml_keep(x, record, PNRI_XML_Q_MEMBER);
    return;
  }
  pnr_identifier *identifier =
    pnri_identifier_add(&x->traveller->person, x->p->arena, &x->p->builder->failed, PNR_IDENTIFIER_FREQUENT_FLYER);
  if (identifier == NULL) return;
  identifier->value = text_of(record, PNRI_XML_Q_MEMBER);
  identifier->issuer = text_of(record, PNRI_XML_Q_PROGRAM);
  identifier->offset = record->offset;
}

static void end_remark(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record)
{
  if (!pnri_pnrgov_xml_need_booking(x, record->offset)) return;
  pnr_remark *remark = pnri_remark_add(x->p->builder, &x->p->booking->remarks);
  if (remark == NULL) return;
  remark->code = pnri_slice("OSI");
  remark->text = text_of(record, PNRI_XML_S_TEXT);
  remark->leg = x->leg;
  remark->offset = record->offset;
  pnri_pnrgov_xml_keep(x, record, PNRI_XML_S_CARRIER);
  pnri_pnrgov_xml_refer(x, record, PNRI_XML_S_REFERENCE, &remark->traveller);
}

/* --- Records --- */

typedef void (*begin_handler)(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record);
typedef void (*end_handler)(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record);
typedef void (*long_end_handler)(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record, uint64_t end);

static const struct {
  begin_handler begin;
  end_handler end;
  long_end_handler end_at; /* where it matters how far the element reaches */
} kinds[PNRI_XML_RECORDS] = {
  [PNRI_XML_MESSAGE] = { .end = end_message },
  [PNRI_XML_BOOKINGS] = { .end = end_bookings },
  [PNRI_XML_FLIGHT_LEG] = { .begin = begin_flight, .end = end_flight },
  [PNRI_XML_BOOKING] = { .begin = begin_booking, .end_at = end_booking },
  [PNRI_XML_LOCATOR] = { .end = end_locator },
  [PNRI_XML_SOURCE] = { .end = end_source },
  [PNRI_XML_CONTACT] = { .end = end_contact },
  [PNRI_XML_PASSENGER] = { .begin = pnri_pnrgov_xml_begin_passenger, .end_at = pnri_pnrgov_xml_end_passenger },
  [PNRI_XML_BOARDING] = { .end_at = pnri_pnrgov_xml_end_boarding },
  [PNRI_XML_FLIGHT] = { .begin = begin_flight, .end = end_flight },
  [PNRI_XML_LOYALTY] = { .end = end_loyalty },
  [PNRI_XML_BAG] = { .end = end_bag },
  [PNRI_XML_SSR] = { .end_at = pnri_pnrgov_xml_end_ssr },
  [PNRI_XML_REMARK] = { .end = end_remark },
  [PNRI_XML_TICKET] = { .end = end_ticket },
  [PNRI_XML_PAYMENT] = { .end = end_payment },
  [PNRI_XML_DOC_SSR] = { .end_at = pnri_pnrgov_xml_end_doc_ssr },
  [PNRI_XML_DOCS] = { .end_at = pnri_pnrgov_xml_end_docs },
  [PNRI_XML_DOCO] = { .end_at = pnri_pnrgov_xml_end_docs },
  [PNRI_XML_DOCA] = { .end_at = pnri_pnrgov_xml_end_docs },
};

void pnri_pnrgov_xml_begin_record(pnri_pnrgov_xml *x, uint32_t kind, uint64_t offset)
{
  pnri_pnrgov_xml_record *record = pnri_vector_add(&x->records, 1);
  if (record == NULL) {
    x->p->builder->failed = 1;
    return;
  }
  *record = (pnri_pnrgov_xml_record){
    .kind = kind, .offset = offset, .outer = x->traveller, .outer_leg = x->leg, .claims = x->p->claims.count
  };
  if (kinds[kind].begin != NULL) kinds[kind].begin(x, record);
}

void pnri_pnrgov_xml_end_record(pnri_pnrgov_xml *x, uint64_t end)
{
  pnri_pnrgov_xml_record *record = pnri_vector_at(&x->records, x->records.count - 1);
  bool is_stray =
    record->kind != PNRI_XML_PASSENGER && record->kind != PNRI_XML_DOCS && record->kind != PNRI_XML_BOARDING;
  if (is_stray) pnri_pnrgov_xml_stray_name(x, record);
  if (!x->p->builder->failed && x->p->status == PNR_OK) {
    if (kinds[record->kind].end != NULL) kinds[record->kind].end(x, record);
    else kinds[record->kind].end_at(x, record, end);
  }
  x->traveller = record->outer;
  x->leg = record->outer_leg;
  if (--x->records.count == 0) return;
  pnri_pnrgov_xml_record *around = pnri_vector_at(&x->records, x->records.count - 1);
  around->inner = record->kind;
}
