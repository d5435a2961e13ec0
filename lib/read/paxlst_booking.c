/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "read/paxlst.h"

/* What can be said only when the whole message was read. */

/* --- Persons of equal locator --- */

static bool is_before(const pnri_paxlst_person *a, const pnri_paxlst_person *b)
{
  size_t size = a->locator.size < b->locator.size ? a->locator.size : b->locator.size;
  int order = memcmp(a->locator.data, b->locator.data, size);
  return order != 0 ? order < 0 : a->locator.size < b->locator.size;
}

static void merge(pnri_paxlst_person **from, pnri_paxlst_person **to, uint32_t begin, uint32_t middle, uint32_t end)
{
  uint32_t a = begin, b = middle;
  for (uint32_t i = begin; i < end; i++) {
    bool takes_b = a == middle || (b < end && is_before(from[b], from[a]));
    to[i] = takes_b ? from[b++] : from[a++];
  }
}

static uint32_t least(uint64_t a, uint32_t b) { return a < b ? (uint32_t)a : b; }

/* Merges runs of 1, 2, 4 … persons; returns the array that holds the result. Equal ones keep their order. */
static pnri_paxlst_person **sort_by_locator(pnri_paxlst_person **persons, pnri_paxlst_person **spare, uint32_t count)
{
  for (uint64_t run = 1; run < count; run *= 2) {
    for (uint64_t i = 0; i < count; i += 2 * run)
      merge(persons, spare, (uint32_t)i, least(i + run, count), least(i + 2 * run, count));
    pnri_paxlst_person **other = persons;
    persons = spare;
    spare = other;
  }
  return persons;
}

/* Links the persons of each locator in the order in which they stand. */
static void link_persons(pnri_paxlst *p)
{
  uint32_t count = 0;
  size_t room = p->persons.count * sizeof(pnri_paxlst_person *);
  pnri_paxlst_person **persons = pnri_arena_take(p->builder->arena, room);
  pnri_paxlst_person **spare = pnri_arena_take(p->builder->arena, room);
  if (persons == NULL || spare == NULL) {
    p->builder->failed = 1;
    return;
  }
  for (pnri_node *node = p->persons.first; node != NULL; node = node->next) {
    pnri_paxlst_person *person = pnri_node_payload(node);
    if (person->locator.size != 0) persons[count++] = person;
  }
  persons = sort_by_locator(persons, spare, count);
  for (uint32_t i = 0; i < count; i++) {
    bool is_same = i > 0 && pnri_slice_equal(persons[i]->locator, persons[i - 1]->locator);
    persons[i]->is_first = !is_same;
    if (is_same) persons[i - 1]->next = persons[i];
  }
}

/* --- Bookings --- */

static void place_ticket(pnri_paxlst *p, pnri_booking_draft *booking, const pnri_paxlst_person *person)
{
  if (person->ticket == NULL) return;
  pnr_ticket *ticket = pnri_ticket_add(p->builder, &booking->tickets);
  if (ticket == NULL) return;
  ticket->number = person->ticket->number;
  ticket->traveller = person->index;
  ticket->offset = person->ticket->offset;
}

static void add_booking(pnri_paxlst *p, const pnri_paxlst_person *first)
{
  pnri_booking_draft *booking = pnri_booking_add(p->builder);
  if (booking == NULL) return;
  booking->view.locator = first->locator;
  booking->view.offset = first->locator_offset;
  if (p->status == PNR_STATUS_CANCELLED) booking->view.status = PNR_STATUS_CANCELLED;
  for (const pnri_paxlst_person *person = first; person != NULL; person = person->next) {
    pnri_traveller_join(p->builder, person->traveller->view, person->index, booking);
    place_ticket(p, booking, person);
  }
  pnri_booking_close(p->builder, booking);
}

/* --- Ages --- */

/* IATA: an infant has not turned 2, a child not 12, on the day of departure. */
static uint32_t kind_on(pnr_date birth, pnr_date day)
{
  enum { INFANT_AGE = 2, CHILD_AGE = 12, YEAR = 10000 };
  if (day < birth + INFANT_AGE * YEAR) return PNR_KIND_INFANT;
  return day < birth + CHILD_AGE * YEAR ? PNR_KIND_CHILD : PNR_KIND_ADULT;
}

static void find_kind(const pnri_paxlst_person *person, pnr_date day)
{
  pnr_traveller *view = person->traveller->view;
  if (view->kind != PNR_KIND_UNKNOWN || view->person->birth_count == 0) return;
  pnr_date birth = view->person->births[0]->from;
  if (pnri_day(birth) != 0) view->kind = kind_on(birth, day);
}

static pnr_date departure_day(const pnri_paxlst *p)
{
  const pnri_node *legs = p->builder->legs.first;
  const pnr_leg *leg = legs != NULL ? (const pnr_leg *)pnri_node_payload(legs) : NULL;
  return leg != NULL && leg->departs != 0 ? leg->departs : p->reading->reference;
}

void pnri_paxlst_bookings(pnri_paxlst *p)
{
  pnr_date day = departure_day(p);
  link_persons(p);
  for (pnri_node *node = p->persons.first; node != NULL && !p->builder->failed; node = node->next) {
    const pnri_paxlst_person *person = pnri_node_payload(node);
    if (person->is_first) add_booking(p, person);
    find_kind(person, day);
  }
}
