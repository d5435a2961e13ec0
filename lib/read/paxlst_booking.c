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

/* Tells every person with a locator who was the first with it. */
static void find_first(pnri_paxlst *p)
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
    persons[i]->first = is_same ? persons[i - 1]->first : persons[i];
  }
}

/* --- Bookings --- */

static void join_booking(pnri_paxlst *p, pnri_paxlst_person *person)
{
  if (person->first == person) {
    person->booking = pnri_booking_add(p->builder);
    if (person->booking == NULL) return;
    person->booking->view.locator = person->locator;
    person->booking->view.offset = person->locator_offset;
    if (p->status == PNR_STATUS_CANCELLED) person->booking->view.status = PNR_STATUS_CANCELLED;
  }
  person->booking = person->first->booking;
  if (person->booking == NULL) return;
  pnri_traveller_draft **link = pnri_chain_add(&person->booking->travellers, p->builder->arena, sizeof *link);
  if (link == NULL) {
    p->builder->failed = 1;
    return;
  }
  *link = person->draft;
  person->draft->view.booking = person->booking->index;
}

static void place_ticket(pnri_paxlst *p, const pnri_paxlst_person *person)
{
  if (person->ticket.size == 0) return;
  if (person->booking == NULL) {
    pnr_item *item = pnri_item_add(p->builder, &person->draft->items);
    if (item == NULL) return;
    item->tag = pnri_slice("RFF");
    item->text = person->ticket_segment;
    item->traveller = person->draft->index;
    item->offset = person->ticket_offset;
    item->length = person->ticket_length;
    return;
  }
  pnr_ticket *ticket = pnri_ticket_add(p->builder, &person->booking->tickets);
  if (ticket == NULL) return;
  ticket->number = person->ticket;
  ticket->traveller = person->draft->index;
  ticket->offset = person->ticket_offset;
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
  pnr_traveller *view = &person->draft->view;
  const pnri_node *births = person->draft->person.births.first;
  if (view->kind != PNR_KIND_UNKNOWN || births == NULL) return;
  const pnr_birth *birth = (const pnr_birth *)(births + 1);
  if (pnri_day(birth->from) != 0) view->kind = kind_on(birth->from, day);
}

static pnr_date departure_day(const pnri_paxlst *p)
{
  const pnri_node *legs = p->builder->legs.first;
  const pnr_leg *leg = legs != NULL ? (const pnr_leg *)(legs + 1) : NULL;
  return leg != NULL && leg->departs != 0 ? leg->departs : p->reading->reference;
}

void pnri_paxlst_bookings(pnri_paxlst *p)
{
  pnr_date day = departure_day(p);
  find_first(p);
  for (pnri_node *node = p->persons.first; node != NULL && !p->builder->failed; node = node->next) {
    pnri_paxlst_person *person = pnri_node_payload(node);
    if (person->first != NULL) join_booking(p, person);
    place_ticket(p, person);
    find_kind(person, day);
  }
}
