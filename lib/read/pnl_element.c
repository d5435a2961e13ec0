/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands behind a name in PNL and ADL: record locators, bags, seats, connections, the group's name. Remarks are in
 * pnl_remark.c. */
#include "core/date.h"
#include "read/pnl.h"

typedef struct element {
  pnri_pnl_message *m;
  const pnri_pnl_people *people;
  const pnri_pnl_piece *piece;
  pnr_slice text;
} element;

static uint32_t traveller_of(const element *e) { return pnri_pnl_index(e->m, e->people->only); }

static void keep(const element *e) { pnri_pnl_keep(e->m, e->piece, e->text, traveller_of(e)); }

/* The element breaks its form: it is kept as sent. */
static void refuse(const element *e)
{
  uint64_t length = e->piece->is_exact ? e->text.size : 0;
  pnri_pnl_note(e->m, PNR_F_PNL_ELEMENT, e->piece->offset, length, e->piece->line);
  keep(e);
}

/* --- .L/ABC123/BA --- */

static bool is_code(pnr_slice text, size_t least, size_t most)
{
  if (text.size < least || text.size > most) return false;
  for (size_t i = 0; i < text.size; i++)
    if (!pnri_pnl_digit(text.data[i]) && (text.data[i] < 'A' || text.data[i] > 'Z')) return false;
  return true;
}

static void read_locator(const element *e)
{
  enum { LONGEST = 20 };
  pnr_slice text = e->text, value = pnri_pnl_take(&text, '/'), carrier = text;
  if (value.size == 0) {
    refuse(e);
    return;
  }
  bool is_whole = is_code(value, 1, LONGEST) && (carrier.size == 0 || is_code(carrier, 2, 3));
  if (!is_whole) refuse(e);
  /* a slash with nothing behind it has no place in the record */
  else if (carrier.size == 0 && value.size != e->text.size) keep(e);
  pnr_locator locator = { .value = value,
                          .carrier = is_whole ? carrier : (pnr_slice){ NULL, 0 },
                          .created_time = PNR_TIME_UNKNOWN,
                          .offset = e->piece->offset };
  pnri_pnrgov_add_locator(&e->m->p, &locator);
}

/* --- .C/SEETHE WORLD --- */

static void read_group_name(const element *e)
{
  pnr_booking *booking = &e->m->p.booking->view;
  if (booking->group_name.size == 0 && e->text.size != 0) booking->group_name = e->text;
  else if (!pnri_slice_equal(booking->group_name, e->text) || e->text.size == 0) keep(e);
}

/* --- .W/K/2/30: kilogram or pound, pieces, weight --- */

static void read_bags(const element *e)
{
  pnr_slice text = e->text, unit = pnri_pnl_take(&text, '/'), pieces = pnri_pnl_take(&text, '/'), weight = text;
  uint32_t count = pnri_number(pieces), heavy = pnri_number(weight);
  bool has_weight = weight.size != 0 && heavy != UINT32_MAX;
  bool has_end = e->text.size != 0 && e->text.data[e->text.size - 1] == '/'; /* which parts nothing */
  bool is_whole = is_code(unit, 1, 3) && count != UINT32_MAX && (has_weight || weight.data == NULL) && !has_end;
  if (!is_whole) {
    refuse(e);
    return;
  }
  pnr_bag *bag = pnri_bag_add(e->m->p.builder, &e->m->p.booking->bags);
  if (bag == NULL) return;
  bag->unit = unit;
  bag->pieces = count;
  bag->weight = has_weight ? heavy : 0;
  bag->traveller = traveller_of(e);
  bag->leg = e->people->leg;
  bag->offset = e->piece->offset;
}

/* --- .S/12A --- */

static bool is_seat(pnr_slice text)
{
  size_t digits = 0;
  while (digits < text.size && pnri_pnl_digit(text.data[digits])) digits++;
  return digits != 0 && digits <= 3 && text.size == digits + 1 && pnri_pnl_letter(text.data[digits]);
}

bool pnri_pnl_add_seat(pnri_pnl_message *m, const pnri_pnl_people *people, uint32_t known, pnr_slice number,
                       uint64_t offset, bool is_assigned)
{
  pnr_seat *seat = is_seat(number) ? pnri_seat_add(m->p.builder, &m->p.booking->seats) : NULL;
  if (seat == NULL) return false;
  seat->number = number;
  seat->traveller = pnri_pnl_index(m, known);
  seat->leg = people->leg;
  seat->assigned = is_assigned;
  seat->offset = offset;
  if (seat->traveller == PNR_NONE) return true;
  pnr_traveller *view = &pnri_known_at(&m->p, known)->draft->view;
  if (is_assigned || view->seat.size == 0) view->seat = number;
  return true;
}

static void read_seat(const element *e)
{
  if (!pnri_pnl_add_seat(e->m, e->people, e->people->only, e->text, e->piece->offset, true)) refuse(e);
}

/* --- .I/BA117Y15LHR, .O/BA117Y15JFKLAX1030HK --- */

/* The next octets of text where they are all digits or all letters; empty where they are not. */
static pnr_slice take_run(pnr_slice *text, size_t least, size_t most, bool digits)
{
  size_t size = 0;
  while (size < text->size && size < most) {
    uint8_t octet = text->data[size];
    if (digits ? !pnri_pnl_digit(octet) : octet < 'A' || octet > 'Z') break;
    size++;
  }
  if (size < least) return (pnr_slice){ text->data, 0 };
  pnr_slice run = { text->data, size };
  *text = (pnr_slice){ text->data + size, text->size - size };
  return run;
}

/* The day of this number next to the flight. */
static pnr_date near_day(uint32_t day, pnr_date flight)
{
  if (flight == 0) return 0;
  int32_t base = pnri_date_days(flight);
  for (int32_t distance = 0; distance <= 16; distance++)
    for (int32_t sign = -1; sign <= 1; sign += 2) {
      pnr_date date = pnri_date_from_days(base + sign * distance);
      if (pnri_day(date) == day) return date;
    }
  return 0;
}

static bool has_leg(const element *e, const pnr_leg *leg)
{
  enum { COMPARED = 32 };
  uint32_t looked = 0;
  for (pnri_node *node = e->m->p.booking->legs.first; node != NULL && looked++ < COMPARED; node = node->next) {
    const pnr_leg *known = pnri_node_payload(node);
    if (pnri_slice_equal(known->carrier, leg->carrier) && pnri_slice_equal(known->number, leg->number) &&
        pnri_slice_equal(known->service_class, leg->service_class) && pnri_slice_equal(known->from, leg->from) &&
        pnri_slice_equal(known->to, leg->to) && known->departs == leg->departs)
      return true;
  }
  return false;
}

static pnr_slice destination_of(const element *e)
{
  if (e->people->party->section == PNR_NONE) return (pnr_slice){ NULL, 0 };
  return ((const pnri_pnl_section *)pnri_vector_at(&e->m->sections, e->people->party->section))->to;
}

/* What connections and marketing flights have in common: BA117Y15LHRJFK, of which the second place may be absent. */
typedef struct designator {
  pnr_slice carrier, number, service_class, day, first, second, rest;
} designator;

static bool read_designator(pnr_slice text, designator *d)
{
  size_t carrier = text.size > 2 && pnri_pnl_letter(text.data[2]) ? 3 : 2;
  *d = (designator){ .carrier = { text.data, carrier } };
  if (text.size <= carrier || !is_code(d->carrier, 2, 3)) return false;
  text = pnri_slice_from(text, carrier);
  d->number = take_run(&text, 1, 4, true);
  d->service_class = take_run(&text, 1, 1, false);
  d->day = take_run(&text, 2, 2, true);
  d->first = take_run(&text, 3, 3, false);
  d->second = take_run(&text, 3, 3, false);
  d->rest = text;
  return d->number.size != 0 && d->day.size != 0 && d->first.size != 0;
}

/* Where a connection meets the journey when it names one place only: the flight itself, or, where it is numbered, the
 * connection that stands before it. A name stands before every element. */
static pnr_slice meeting_place(const element *e, bool is_inbound)
{
  const pnri_pnl_piece *before = e->piece - 1;
  const pnr_leg *flight = e->m->p.flight;
  bool is_next = e->piece->code.size > 1 && before->code.size != 0 && before->code.data[0] == e->piece->code.data[0];
  designator d;
  if (is_next && read_designator(pnri_pnl_text(e->m, before), &d))
    return is_inbound || d.second.size == 0 ? d.first : d.second;
  if (!is_inbound) return destination_of(e);
  return flight != NULL ? flight->from : (pnr_slice){ NULL, 0 };
}

/* Inbound connections end where the flight begins, onward ones begin where it ends. */
static void read_connection(const element *e)
{
  const pnr_leg *flight = e->m->p.flight;
  designator d;
  if (!read_designator(e->text, &d)) {
    refuse(e);
    return;
  }
  bool is_inbound = e->piece->code.data[0] == 'I';
  pnr_leg leg = { .carrier = d.carrier,
                  .number = d.number,
                  .service_class = d.service_class,
                  .departs_time = PNR_TIME_UNKNOWN,
                  .arrives_time = PNR_TIME_UNKNOWN,
                  .offset = e->piece->offset };
  leg.from = d.second.size != 0 || is_inbound ? d.first : meeting_place(e, false);
  leg.to = d.second.size != 0 ? d.second : is_inbound ? meeting_place(e, true) : d.first;
  leg.departs = near_day(pnri_number(d.day), flight != NULL ? flight->departs : 0);
  /* the code's digit, times and statuses have no field of their own */
  if (d.rest.size != 0 || leg.departs == 0 || e->piece->code.size != 1) keep(e);
  if (has_leg(e, &leg)) return;
  pnr_leg *added = pnri_leg_add(e->m->p.builder, &e->m->p.booking->legs);
  if (added != NULL) *added = leg;
}

/* --- .M/QQ4567Y15LHRJFKHK: the flight as another carrier sold it --- */

static bool is_same_journey(const pnr_leg *leg, const designator *d)
{
  return leg->departs != 0 && pnri_day(leg->departs) == pnri_number(d->day) && pnri_slice_equal(leg->from, d->first) &&
         pnri_slice_equal(leg->to, d->second);
}

static void read_marketing(const element *e)
{
  pnr_leg *leg = e->people->flight;
  designator d;
  if (!read_designator(e->text, &d) || leg == NULL) {
    refuse(e);
    return;
  }
  bool is_known = leg->operating_carrier.size != 0;
  bool is_told = pnri_slice_equal(leg->carrier, d.carrier) && pnri_slice_equal(leg->number, d.number) &&
                 pnri_slice_equal(leg->service_class, d.service_class);
  if (!is_same_journey(leg, &d) || d.rest.size != 0 || (is_known && !is_told)) keep(e);
  if (is_known) return;
  leg->operating_carrier = leg->carrier;
  leg->operating_number = leg->number;
  leg->carrier = d.carrier;
  leg->number = d.number;
  if (d.service_class.size != 0) leg->service_class = d.service_class;
}

/* --- All elements --- */

/* .N/ joins names of one booking, which the locator does already. */
static const struct {
  char code;
  void (*handler)(const element *e);
} handlers[] = {
  { 'L', read_locator },    { 'C', read_group_name }, { 'W', read_bags }, { 'S', read_seat },
  { 'I', read_connection }, { 'O', read_connection }, { 'N', keep },      { 'M', read_marketing },
};

void pnri_pnl_read_element(pnri_pnl_message *m, const pnri_pnl_people *people, const pnri_pnl_piece *piece)
{
  element e = { .m = m, .people = people, .piece = piece, .text = pnri_pnl_text(m, piece) };
  if (e.text.data == NULL && m->p.builder->failed) return;
  bool is_remark = pnri_slice_is(piece->code, "R") || pnri_slice_is(piece->code, "RN");
  if (is_remark) {
    if (piece->code.size != 1) refuse(&e); /* a continuation of nothing */
    else pnri_pnl_remark(m, people, piece, e.text);
    return;
  }
  bool has_number = piece->code.size == 2 && pnri_pnl_digit(piece->code.data[1]);
  for (size_t i = 0; i < sizeof handlers / sizeof handlers[0]; i++) {
    if (piece->code.data[0] != (uint8_t)handlers[i].code) continue;
    if (piece->code.size != 1 && (!has_number || handlers[i].handler != read_connection)) break;
    handlers[i].handler(&e);
    return;
  }
  refuse(&e);
}
