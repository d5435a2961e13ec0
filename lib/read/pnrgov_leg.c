/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV groups 5 to 7 and 9: the legs of a booking, who checked in for them, hotels and cars; and the flight that the
 * message is about. */
#include "core/date.h"
#include "read/pnrgov.h"

/* --- TVL --- */

static bool is_digits(pnr_slice text, size_t size) { return text.size == size && pnri_number(text) != UINT32_MAX; }

/* 9954, days from departure to arrival: 1, +1, -1. */
static bool read_variation(pnr_slice text, int32_t *days)
{
  bool is_back = text.size != 0 && text.data[0] == '-';
  if (is_back || (text.size != 0 && text.data[0] == '+')) text = pnri_slice_from(text, 1);
  uint32_t value = pnri_number(text);
  if (value > 9) return false;
  *days = is_back ? -(int32_t)value : (int32_t)value;
  return true;
}

/* C310: 9916 date, 9918 time of departure, the same of arrival, 9954. An arrival without date is on the day of
 * departure, or on the next where it would come before it. */
static void read_times(pnri_pnrgov *p, pnri_segment *s, pnr_leg *leg)
{
  leg->departs = pnri_pnrgov_date(p, s, 1, 1);
  leg->departs_time = pnri_pnrgov_minutes(p, s, 1, 2);
  pnr_slice third = pnri_segment_text(s, 1, 3), variation = pnri_segment_text(s, 1, 5);
  bool time_in_date = is_digits(third, 4) && pnri_segment_text(s, 1, 4).size == 0;
  if (!time_in_date) leg->arrives = pnri_pnrgov_date(p, s, 1, 3);
  leg->arrives_time = pnri_pnrgov_minutes(p, s, 1, time_in_date ? 3 : 4);
  int32_t days = 0;
  bool has_days = variation.size != 0 && read_variation(variation, &days);
  if (variation.size != 0 && (!has_days || leg->arrives != 0)) p->keep = true;
  if (leg->arrives != 0 || leg->departs == 0) return;
  if (!has_days && leg->arrives_time == PNR_TIME_UNKNOWN) return;
  if (!has_days) days = leg->departs_time != PNR_TIME_UNKNOWN && leg->arrives_time < leg->departs_time;
  leg->arrives = pnri_date_from_days(pnri_date_days(leg->departs) + days);
}

/* 4: C306 marketing and operating carrier. 5: C308 number, class, suffix. */
static void read_tvl(pnri_pnrgov *p, pnri_segment *s, pnr_leg *leg)
{
  read_times(p, s, leg);
  leg->from = pnri_segment_text(s, 2, 1);
  leg->to = pnri_segment_text(s, 3, 1);
  leg->carrier = pnri_segment_text(s, 4, 1);
  leg->operating_carrier = pnri_segment_text(s, 4, 2);
  leg->number = pnri_segment_text(s, 5, 1);
  leg->service_class = pnri_segment_text(s, 5, 2);
  leg->suffix = pnri_segment_text(s, 5, 3);
  leg->offset = s->begin;
  if (pnri_slice_is(leg->number, "ARNK") || pnri_slice_is(leg->carrier, "ARNK")) leg->flags |= PNR_LEG_SURFACE;
  else if (pnri_slice_is(leg->number, "OPEN") || leg->departs == 0) leg->flags |= PNR_LEG_OPEN;
}

/* Level 0: the flight that the message is about. */
void pnri_pnrgov_flight(pnri_pnrgov *p, pnri_segment *s)
{
  pnr_leg *leg = pnri_leg_add(p->builder, &p->builder->legs);
  if (leg == NULL) return;
  leg->transport = PNR_TRANSPORT_AIR;
  read_tvl(p, s, leg);
  leg->flags &= ~(uint32_t)PNR_LEG_OPEN;
  if (p->flight == NULL) p->flight = leg;
}

/* Before version 14 a second TVL without date and places gives the operating flight: TVL+++++972:M. */
static bool is_complement(const pnri_pnrgov *p, pnri_segment *s)
{
  if (p->leg == NULL || (p->leg->flags & PNR_LEG_NON_AIR) != 0 || s->element_count < 5) return false;
  if (pnri_segment_has_text(s, 0, s->elements[3])) return false; /* in front of the fourth element */
  pnr_slice number = pnri_segment_text(s, 5, 1);
  return number.size != 0 && !pnri_slice_is(number, "ARNK") && !pnri_slice_is(number, "OPEN");
}

static void read_complement(pnri_pnrgov *p, pnri_segment *s)
{
  pnr_slice carrier = pnri_segment_text(s, 4, 1);
  if (p->leg->operating_number.size != 0) {
    p->keep = true;
    return;
  }
  p->leg->operating_number = pnri_segment_text(s, 5, 1);
  if (carrier.size == 0) return;
  if (p->leg->operating_carrier.size == 0) p->leg->operating_carrier = carrier;
  else if (!pnri_slice_equal(p->leg->operating_carrier, carrier)) p->keep = true;
}

static pnr_leg *add_leg(pnri_pnrgov *p, uint64_t offset)
{
  p->leg = pnri_leg_add(p->builder, &p->booking->legs);
  if (p->leg == NULL) return NULL;
  p->leg_index = p->booking->legs.count - 1;
  p->leg->offset = offset;
  return p->leg;
}

/* Group 5. */
void pnri_pnrgov_tvl(pnri_pnrgov *p, pnri_segment *s)
{
  if (is_complement(p, s)) {
    read_complement(p, s);
    return;
  }
  if (add_leg(p, s->begin) == NULL) return;
  p->leg->transport = PNR_TRANSPORT_AIR;
  read_tvl(p, s, p->leg);
  if (p->leg->departs != 0 || p->leg->from.size + p->leg->to.size + p->leg->number.size != 0) return;
  if ((p->leg->flags & PNR_LEG_SURFACE) == 0) pnri_segment_note(s, PNR_F_VALUE_MISSING, 0, 0);
}

/* Group 9: MSG says what it is (C302 4025: 8 hotel …), TVL when and where. */
void pnri_pnrgov_service(pnri_pnrgov *p, pnri_segment *s)
{
  pnr_slice business = pnri_segment_text(s, 1, 1), code = pnri_segment_text(s, 1, 2);
  if (add_leg(p, s->begin) == NULL) return;
  p->leg->flags = PNR_LEG_NON_AIR;
  p->leg->kind = business.size != 0 ? business : code;
  if (business.size != 0 && code.size != 0) p->keep = true;
}

void pnri_pnrgov_service_tvl(pnri_pnrgov *p, pnri_segment *s)
{
  bool is_filled = p->leg == NULL || (p->leg->flags & PNR_LEG_NON_AIR) == 0 || p->leg->offset == s->begin ||
                   p->leg->from.size + p->leg->to.size + p->leg->carrier.size + p->leg->number.size != 0 ||
                   p->leg->departs != 0;
  if (is_filled) {
    p->group = PNRI_GROUP_LEG;
    pnri_pnrgov_tvl(p, s);
    return;
  }
  uint64_t offset = p->leg->offset;
  read_tvl(p, s, p->leg);
  p->leg->flags = PNR_LEG_NON_AIR;
  p->leg->offset = offset;
  pnri_pnrgov_confirm(p->leg); /* RPI may stand in front */
}

/* --- What follows TVL --- */

static void set_once(pnri_pnrgov *p, pnr_slice *field, pnr_slice value)
{
  if (field->size == 0) *field = value;
  else if (!pnri_slice_equal(*field, value)) p->keep = true;
}

/* TRA: C306 operating carrier, C308 its number. */
void pnri_pnrgov_tra(pnri_pnrgov *p, pnri_segment *s)
{
  set_once(p, &p->leg->operating_carrier, pnri_segment_text(s, 1, 1));
  set_once(p, &p->leg->operating_number, pnri_segment_text(s, 2, 1));
}

static const char *const held[] = {
  "HK", "HL", "HN", "HS", "KK", "KL", "TK", "TL", "RR", "LK", "SS", "DK", "GK", "PK"
};
static const char *const cancelled[] = { "UN", "UC", "US", "NO", "XX", "XK", "XL", "HX", "XR" };

static bool is_one_of(pnr_slice code, const char *const *codes, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (pnri_slice_is(code, codes[i])) return true;
  return false;
}
#define IS_ONE_OF(code, codes) is_one_of(code, codes, sizeof codes / sizeof codes[0])

void pnri_pnrgov_confirm(pnr_leg *leg)
{
  if (IS_ONE_OF(leg->status, held) && (leg->flags & (PNR_LEG_OPEN | PNR_LEG_SURFACE)) == 0)
    leg->flags |= PNR_LEG_CONFIRMED;
}

/* RPI: 6060 travellers on this leg, 4405 status. */
void pnri_pnrgov_rpi(pnri_pnrgov *p, pnri_segment *s)
{
  pnr_slice number = pnri_segment_text(s, 1, 1);
  uint32_t count = pnri_number(number), *declared = &p->booking->view.declared_travellers;
  if (*declared == 0 && count != UINT32_MAX) *declared = count;
  else if (number.size != 0 && count != *declared) p->keep = true;
  if (number.size != 0 && !pnri_is_plain_number(number)) p->keep = true;
  set_once(p, &p->leg->status, pnri_segment_text(s, 2, 1));
  pnri_pnrgov_confirm(p->leg);
}

void pnri_pnrgov_apd(pnri_pnrgov *p, pnri_segment *s) { set_once(p, &p->leg->aircraft, pnri_segment_text(s, 1, 1)); }

/* RCI of a leg: the locator that its carrier gave the booking. */
void pnri_pnrgov_leg_rci(pnri_pnrgov *p, pnri_segment *s)
{
  set_once(p, &p->leg->locator, pnri_segment_text(s, 1, 2));
  pnri_pnrgov_locators(p, s);
}

/* --- Groups 6 and 7 --- */

/* Somebody got a boarding reference; TIF behind it names him. 2: boarding reference, …, fourth 9944. */
void pnri_pnrgov_tri(pnri_pnrgov *p, pnri_segment *s)
{
  p->keep = true; /* the boarding reference has no field */
  pnr_slice reference = pnri_segment_text(s, 2, 4);
  pnri_check_in *check_in = pnri_vector_add(&p->check_ins, 1);
  if (check_in == NULL) {
    p->builder->failed = 1;
    return;
  }
  uint32_t known = pnri_known_by_reference(p, reference);
  *check_in = (pnri_check_in){ p->leg != NULL ? p->leg_index : PNR_NONE, known, true };
  pnri_boarding_begin(p);
}

/* The seat that was given at check-in: 1 number, 5 cabin. */
void pnri_pnrgov_ssd(pnri_pnrgov *p, pnri_segment *s)
{
  pnr_slice number = pnri_segment_text(s, 1, 1);
  if (number.size == 0) return;
  pnr_seat *seat = pnri_seat_add(p->builder, &p->booking->seats);
  if (seat == NULL) return;
  const pnri_check_in *check_in = pnri_vector_at(&p->check_ins, p->check_ins.count - 1);
  seat->number = number;
  seat->leg = check_in->leg;
  seat->traveller = pnri_pnrgov_traveller(p);
  seat->assigned = 1;
  seat->offset = s->begin;
  if (p->leg == NULL) return;
  seat->from = p->leg->from;
  seat->to = p->leg->to;
}

void pnri_pnrgov_no_show(pnri_pnrgov *p, pnr_slice text)
{
  static const char *const words[] = { "NOSHO", "NOSHOW", "NO SHOW", "NO-SHOW" };
  if (!IS_ONE_OF(pnri_slice_trim(text), words)) return;
  pnri_check_in *no_show = pnri_vector_add(&p->no_shows, 1);
  if (no_show == NULL) {
    p->builder->failed = 1;
    return;
  }
  bool in_leg = p->group >= PNRI_GROUP_LEG && p->group <= PNRI_GROUP_BOARDING;
  bool in_traveller = p->group >= PNRI_GROUP_TRAVELLER && p->group <= PNRI_GROUP_PAYMENT && p->known_in_group != 0;
  *no_show = (pnri_check_in){ in_leg ? p->leg_index : PNR_NONE, in_traveller ? p->first_known : PNR_NONE, false };
  if (p->group != PNRI_GROUP_BOARDING) return;
  const pnri_check_in *last = pnri_vector_at(&p->check_ins, p->check_ins.count - 1);
  no_show->known = last->known;
}

/* --- The leg that the message is about --- */

static bool differ(pnr_slice a, pnr_slice b) { return a.size != 0 && b.size != 0 && !pnri_slice_equal(a, b); }

static bool same_number(pnr_slice a, pnr_slice b)
{
  while (a.size > 1 && a.data[0] == '0') a = pnri_slice_from(a, 1);
  while (b.size > 1 && b.data[0] == '0') b = pnri_slice_from(b, 1);
  return a.size != 0 && pnri_slice_equal(a, b);
}

/* The same flight: places and day agree, and the number or the hour does. Codeshares give the number as either. */
static bool is_flight(const pnr_leg *flight, const pnr_leg *leg)
{
  if ((leg->flags & PNR_LEG_NON_AIR) != 0 || differ(leg->from, flight->from) || differ(leg->to, flight->to))
    return false;
  if (leg->departs != flight->departs || leg->departs == 0) return false;
  if (same_number(leg->number, flight->number) || same_number(leg->operating_number, flight->number)) return true;
  return leg->departs_time != PNR_TIME_UNKNOWN && leg->departs_time == flight->departs_time && leg->from.size != 0;
}

static const pnr_leg *find_flight(const pnri_pnrgov *p, uint32_t *index)
{
  *index = PNR_NONE;
  if (p->flight == NULL) return NULL;
  uint32_t i = 0;
  for (pnri_node *node = p->booking->legs.first; node != NULL; node = node->next, i++) {
    const pnr_leg *leg = pnri_node_payload(node);
    if (!is_flight(p->flight, leg)) continue;
    *index = i;
    return leg;
  }
  return NULL;
}

static uint32_t status_of_leg(const pnr_leg *leg)
{
  if (IS_ONE_OF(leg->status, cancelled)) return PNR_STATUS_CANCELLED;
  return IS_ONE_OF(leg->status, held) ? PNR_STATUS_BOOKED : PNR_STATUS_UNKNOWN;
}

/* Where the flight is not among the legs, the first leg that tells. */
static uint32_t status_of_any(const pnri_pnrgov *p)
{
  uint32_t status = PNR_STATUS_UNKNOWN;
  for (pnri_node *node = p->booking->legs.first; node != NULL && status == PNR_STATUS_UNKNOWN; node = node->next) {
    const pnr_leg *leg = pnri_node_payload(node);
    if ((leg->flags & PNR_LEG_NON_AIR) == 0) status = status_of_leg(leg);
  }
  return status;
}

static void set_status(pnri_pnrgov *p, uint32_t known, uint32_t status)
{
  pnri_traveller_draft *draft = pnri_known_at(p, known)->draft;
  if (draft != NULL) draft->view.status = status;
}

/* A check-in date that names nobody is everybody's. */
static void settle_check_ins(pnri_pnrgov *p, uint32_t flight)
{
  bool names_any = false;
  for (size_t n = 0; n < p->check_ins.count; n++) {
    const pnri_check_in *check_in = pnri_vector_at(&p->check_ins, n);
    if (flight != PNR_NONE && check_in->leg != flight) continue;
    if (check_in->has_boarding) names_any = true;
    if (check_in->known != PNR_NONE) set_status(p, check_in->known, PNR_STATUS_CHECKED_IN);
  }
  for (size_t n = 0; n < p->check_ins.count && !names_any; n++) {
    const pnri_check_in *check_in = pnri_vector_at(&p->check_ins, n);
    if (flight != PNR_NONE && check_in->leg != flight) continue;
    for (uint32_t i = 0; i < p->known.count; i++) set_status(p, i, PNR_STATUS_CHECKED_IN);
    break;
  }
}

/* Said of nobody, it is said of the whole booking: once is enough. */
static void settle_no_shows(pnri_pnrgov *p, uint32_t flight)
{
  bool all = false;
  for (size_t n = 0; n < p->no_shows.count && !all; n++) {
    const pnri_check_in *no_show = pnri_vector_at(&p->no_shows, n);
    if (no_show->leg != PNR_NONE && no_show->leg != flight) continue;
    all = no_show->known == PNR_NONE;
    if (!all) set_status(p, no_show->known, PNR_STATUS_NOT_BOARDED);
  }
  for (uint32_t i = 0; i < p->known.count && all; i++) set_status(p, i, PNR_STATUS_NOT_BOARDED);
}

static void settle_seats(pnri_pnrgov *p, uint32_t flight)
{
  for (uint32_t assigned = 0; assigned < 2; assigned++)
    for (pnri_node *node = p->booking->seats.first; node != NULL; node = node->next) {
      const pnr_seat *seat = pnri_node_payload(node);
      if (seat->assigned != assigned || seat->traveller == PNR_NONE) continue;
      bool is_here = seat->leg != PNR_NONE
                       ? seat->leg == flight
                       : p->flight != NULL && seat->from.size != 0 && pnri_slice_equal(seat->from, p->flight->from) &&
                           pnri_slice_equal(seat->to, p->flight->to);
      pnri_traveller_draft *draft = is_here ? pnri_pnrgov_draft(p, seat->traveller) : NULL;
      if (draft != NULL && (assigned != 0 || draft->view.seat.size == 0)) draft->view.seat = seat->number;
    }
}

void pnri_pnrgov_settle_legs(pnri_pnrgov *p)
{
  uint32_t flight = PNR_NONE;
  const pnr_leg *leg = find_flight(p, &flight);
  uint32_t status = leg != NULL ? status_of_leg(leg) : status_of_any(p);
  if (p->booking->view.status == PNR_STATUS_CANCELLED) status = PNR_STATUS_CANCELLED;
  for (uint32_t i = 0; i < p->known.count; i++) {
    pnri_traveller_draft *draft = pnri_known_at(p, i)->draft;
    if (draft != NULL) draft->view.status = status;
  }
  if (status != PNR_STATUS_CANCELLED) settle_check_ins(p, flight);
  if (status != PNR_STATUS_CANCELLED) settle_no_shows(p, flight);
  settle_seats(p, flight);
}
