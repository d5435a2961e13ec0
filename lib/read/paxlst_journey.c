/* SPDX-License-Identifier: Apache-2.0 */
#include "read/paxlst.h"

/* TDT and the places and times behind it. A leg is a departure and an arrival; several legs may follow one TDT:
 *
 *   TDT · LOC 125 DTM 189 · LOC 87 DTM 232            one leg, in either order, times before or behind their places
 *   TDT · LOC 92 DTM 189 · LOC 92 DTM 232 · LOC 92 …  several: the time tells what a place is, or else its turn
 */

static bool is_digit(uint8_t octet) { return octet >= '0' && octet <= '9'; }
static bool is_letter(uint8_t octet) { return (octet & 0xDF) >= 'A' && (octet & 0xDF) <= 'Z'; }

/* Where a carrier's code ends in "ZX100" or "ZXY100": two characters, one of them a letter, or three letters, in front
 * of a digit. 0 where the text does not look so. */
static size_t carrier_size(pnr_slice text)
{
  if (text.size < 3) return 0;
  const uint8_t *t = text.data;
  bool is_two =
    (is_letter(t[0]) || is_digit(t[0])) && (is_letter(t[1]) || is_digit(t[1])) && !(is_digit(t[0]) && is_digit(t[1]));
  if (is_two && is_digit(t[2])) return 2;
  bool is_three = is_letter(t[0]) && is_letter(t[1]) && is_letter(t[2]);
  return is_three && text.size > 3 && is_digit(t[3]) ? 3 : 0;
}

/* 8028 holds carrier and number; C040 names the carrier again or alone. */
static void fill_number(pnr_leg *journey, pnr_slice text, pnr_slice carrier)
{
  bool is_repeated =
    carrier.size != 0 && text.size > carrier.size && pnri_slice_equal((pnr_slice){ text.data, carrier.size }, carrier);
  size_t size = is_repeated ? carrier.size : carrier.size == 0 ? carrier_size(text) : 0;
  journey->carrier = carrier.size != 0 ? carrier : (pnr_slice){ text.data, size };
  pnr_slice number = pnri_slice_trim(pnri_slice_from(text, size));
  bool has_suffix =
    number.size > 1 && is_letter(number.data[number.size - 1]) && is_digit(number.data[number.size - 2]);
  if (has_suffix) journey->suffix = (pnr_slice){ number.data + --number.size, 1 };
  journey->number = number;
}

/* C220 8067, UN/ECE recommendation 19. */
static uint32_t transport_of(pnr_slice mode)
{
  static const uint32_t transports[] = { PNR_TRANSPORT_UNKNOWN, PNR_TRANSPORT_SEA, PNR_TRANSPORT_RAIL,
                                         PNR_TRANSPORT_ROAD, PNR_TRANSPORT_AIR };
  bool is_short = mode.size == 1 || (mode.size == 2 && mode.data[1] == '0');
  bool is_known = is_short && mode.data[0] >= '1' && mode.data[0] <= '4';
  return is_known ? transports[mode.data[0] - '0'] : PNR_TRANSPORT_UNKNOWN;
}

static pnr_leg *add_leg(pnri_paxlst *p)
{
  pnr_leg *leg = pnri_leg_add(p->builder, &p->builder->legs);
  p->leg = leg;
  if (leg == NULL) return NULL;
  pnr_leg empty = *leg;
  *leg = p->journey;
  leg->departs_time = empty.departs_time;
  leg->arrives_time = empty.arrives_time;
  leg->offset = p->segment->begin;
  return leg;
}

static void begin_journey(pnri_paxlst *p)
{
  pnri_paxlst_person_end(p);
  p->has_reporter = false;
  p->place_role = PNRI_PLACE_NONE;
  p->departs = p->arrives = 0;
  p->journey = (pnr_leg){ .transport = PNR_TRANSPORT_AIR };
}

bool pnri_paxlst_flight(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  pnr_slice number = pnri_paxlst_text(p, 1, 2);
  begin_journey(p);
  fill_number(&p->journey, number, (pnr_slice){ NULL, 0 });
  if (number.size == 0) pnri_paxlst_note(p, PNR_F_VALUE_MISSING, 1, 2);
  return add_leg(p) != NULL && number.size != 0;
}

bool pnri_paxlst_journey(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  begin_journey(p);
  pnri_paxlst_usual(p, 1, 1, "20", "20");
  pnr_slice number = pnri_paxlst_text(p, 2, 1);
  uint64_t read = p->segment->read;
  pnr_slice mode = pnri_paxlst_text(p, 3, 1);
  if (mode.size != 0) {
    p->journey.transport = transport_of(mode);
    if (p->journey.transport == PNR_TRANSPORT_UNKNOWN) {
      pnri_paxlst_note(p, PNR_F_CODE_UNKNOWN, 3, 1);
      p->segment->read = read;
    }
  }
  p->builder->content->transport = p->journey.transport;
  fill_number(&p->journey, number, pnri_paxlst_text(p, 5, 1));
  return add_leg(p) != NULL;
}

/* --- Places --- */

bool pnri_paxlst_depart_from(pnri_paxlst *p, pnr_slice place)
{
  if (p->leg == NULL || p->leg->from.size != 0) add_leg(p);
  if (p->leg == NULL) return false;
  p->leg->from = place;
  if (p->departs != 0 && p->leg->departs == 0) {
    p->leg->departs = p->departs;
    p->leg->departs_time = p->departs_time;
    p->departs = 0;
  }
  return true;
}

static bool set_arrival(pnri_paxlst *p, pnr_slice place)
{
  if (p->leg == NULL || p->leg->to.size != 0) add_leg(p);
  if (p->leg == NULL) return false;
  p->leg->to = place;
  if (p->arrives != 0 && p->leg->arrives == 0) {
    p->leg->arrives = p->arrives;
    p->leg->arrives_time = p->arrives_time;
    p->arrives = 0;
  }
  return true;
}

/* A place of no stated role arrives where a departure waits for it, otherwise it departs; its time may correct that. */
bool pnri_paxlst_place(pnri_paxlst *p, uint32_t role)
{
  pnr_slice place = pnri_paxlst_text(p, 2, 1);
  if (place.size == 0) {
    pnri_paxlst_note(p, PNR_F_VALUE_MISSING, 2, 1);
    return false;
  }
  if (role == PNRI_PLACE_NONE) {
    bool is_awaited = p->leg != NULL && p->leg->from.size != 0 && p->leg->to.size == 0;
    role = is_awaited ? PNRI_PLACE_OTHER_ARRIVAL : PNRI_PLACE_OTHER_DEPARTURE;
  }
  p->place_role = role;
  p->place = place;
  bool is_departure = role == PNRI_PLACE_DEPARTURE || role == PNRI_PLACE_OTHER_DEPARTURE;
  return is_departure ? pnri_paxlst_depart_from(p, place) : set_arrival(p, place);
}

/* --- Times --- */

bool pnri_paxlst_departs(pnri_paxlst *p, pnr_date date, int32_t minutes)
{
  bool goes_on = p->place_role == PNRI_PLACE_OTHER_ARRIVAL && p->leg != NULL && p->leg->departs != 0;
  if (goes_on) pnri_paxlst_depart_from(p, p->place); /* the place was an arrival, and the next leg departs from it */
  p->place_role = PNRI_PLACE_NONE;
  if (p->leg != NULL && p->leg->departs == 0) {
    p->leg->departs = date;
    p->leg->departs_time = minutes;
    return true;
  }
  p->departs = date; /* waits for the place that may follow */
  p->departs_time = minutes;
  return false;
}

bool pnri_paxlst_arrives(pnri_paxlst *p, pnr_date date, int32_t minutes)
{
  bool was_arrival =
    p->place_role == PNRI_PLACE_OTHER_DEPARTURE && p->leg != NULL && p->leg->departs == 0 && p->leg->to.size == 0;
  if (was_arrival) { /* the leg's places come in the other order */
    p->leg->to = p->leg->from;
    p->leg->from = (pnr_slice){ NULL, 0 };
    p->place_role = PNRI_PLACE_NONE;
  }
  if (p->leg != NULL && p->leg->arrives == 0) {
    p->leg->arrives = date;
    p->leg->arrives_time = minutes;
    return true;
  }
  p->arrives = date; /* waits for the place that may follow */
  p->arrives_time = minutes;
  return false;
}

bool pnri_paxlst_departure(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  pnr_date date;
  int32_t minutes;
  return pnri_paxlst_date(p, false, &date, &minutes) && pnri_paxlst_departs(p, date, minutes);
}

bool pnri_paxlst_arrival(pnri_paxlst *p, uint32_t detail)
{
  (void)detail;
  pnr_date date;
  int32_t minutes;
  return pnri_paxlst_date(p, false, &date, &minutes) && pnri_paxlst_arrives(p, date, minutes);
}
