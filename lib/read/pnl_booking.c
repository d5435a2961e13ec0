/* SPDX-License-Identifier: Apache-2.0
 *
 * The bookings of a PNL or ADL: which parties belong together, and what each of them gives to their booking. */
#include "core/fail.h"
#include "read/pnl.h"

static pnri_pnl_party *party_at(const pnri_pnl_message *m, uint32_t i) { return pnri_vector_at(&m->parties, i); }

static const pnri_pnl_piece *piece_at(const pnri_pnl_message *m, const pnri_pnl_party *party, uint32_t i)
{
  return pnri_vector_at(&m->pieces, party->first_piece + i);
}

/* The first element of this code behind the name, or NULL. */
static const pnri_pnl_piece *find_piece(const pnri_pnl_message *m, const pnri_pnl_party *party, const char *code)
{
  for (uint32_t i = 1; i < party->piece_count; i++)
    if (pnri_slice_is(piece_at(m, party, i)->code, code)) return piece_at(m, party, i);
  return NULL;
}

/* --- Which parties are one booking? --- */

/* Parties by locator, or by the mark of their group (-A2), which holds within a destination and class. Who is deleted
 * has a booking of his own. The table is probed from place to place; a bucket holds a party and the kind of its key. */
enum { BY_LOCATOR, BY_MARK, KINDS };

static uint32_t hash_of(pnr_slice text, uint32_t more)
{
  uint32_t hash = UINT32_C(2166136261) ^ more;
  for (size_t i = 0; i < text.size; i++) hash = (hash ^ text.data[i]) * UINT32_C(16777619);
  return hash ^ hash >> 15;
}

static bool is_same_key(const pnri_pnl_party *a, const pnri_pnl_party *b, uint32_t kind)
{
  if (a->is_deleted != b->is_deleted) return false;
  if (kind == BY_LOCATOR) return pnri_slice_equal(a->locator, b->locator);
  return a->section == b->section && pnri_slice_equal(a->mark, b->mark);
}

/* The bucket of the party's key, which is empty where no party had it before; NULL when the steps are spent. */
static uint32_t *find_bucket(pnri_pnl_message *m, const pnri_pnl_party *party, uint32_t kind)
{
  uint32_t *buckets = pnri_vector_at(&m->buckets, 0), mask = (uint32_t)m->buckets.count - 1;
  uint32_t hash =
    kind == BY_LOCATOR ? hash_of(party->locator, party->is_deleted) : hash_of(party->mark, party->section);
  for (uint32_t slot = hash & mask; pnri_known_spend(&m->p); slot = (slot + 1) & mask) {
    if (buckets[slot] == PNR_NONE) return &buckets[slot];
    if (buckets[slot] % KINDS == kind && is_same_key(party_at(m, buckets[slot] / KINDS), party, kind))
      return &buckets[slot];
  }
  return NULL;
}

/* The party becomes one of the booking that its key found. A locator that the booking lacks is now its own too. */
static void follow(pnri_pnl_message *m, pnri_pnl_party *party, uint32_t i, uint32_t first)
{
  pnri_pnl_party *head = party_at(m, first);
  party->first = first;
  party_at(m, head->last)->next = i;
  head->last = i;
  if (head->locator.size == 0) head->locator = party->locator;
}

/* By mark only where the two do not have locators that differ. */
static void join_party(pnri_pnl_message *m, uint32_t i)
{
  pnri_pnl_party *party = party_at(m, i);
  uint32_t *by_locator = party->locator.size != 0 ? find_bucket(m, party, BY_LOCATOR) : NULL;
  uint32_t *by_mark = party->mark.size != 0 ? find_bucket(m, party, BY_MARK) : NULL;
  if (by_locator != NULL && *by_locator != PNR_NONE) {
    follow(m, party, i, party_at(m, *by_locator / KINDS)->first);
  } else if (by_mark != NULL && *by_mark != PNR_NONE) {
    const pnri_pnl_party *head = party_at(m, party_at(m, *by_mark / KINDS)->first);
    if (head->locator.size == 0 || party->locator.size == 0) follow(m, party, i, head->first);
  }
  if (by_locator != NULL && *by_locator == PNR_NONE) *by_locator = i * KINDS + BY_LOCATOR;
  if (by_mark != NULL && *by_mark == PNR_NONE) *by_mark = i * KINDS + BY_MARK;
}

static void read_keys(pnri_pnl_message *m, pnri_pnl_party *party)
{
  const pnri_pnl_piece *locator = find_piece(m, party, "L");
  if (locator != NULL) {
    pnr_slice text = *(const pnr_slice *)pnri_vector_at(&m->fragments, locator->first);
    party->locator = pnri_pnl_take(&text, '/');
  }
  party->mark = pnri_pnl_group_mark(pnri_pnl_text(m, piece_at(m, party, 0)));
}

static void join_parties(pnri_pnl_message *m)
{
  uint32_t count = (uint32_t)m->parties.count;
  size_t room = 16;
  while (room < (size_t)2 * KINDS * count) room *= 2;
  uint32_t *buckets = pnri_vector_add(&m->buckets, room);
  if (buckets == NULL) {
    m->p.builder->failed = 1;
    return;
  }
  for (size_t i = 0; i < room; i++) buckets[i] = PNR_NONE;
  for (uint32_t i = 0; i < count && !m->p.builder->failed; i++) {
    party_at(m, i)->first = party_at(m, i)->last = i;
    read_keys(m, party_at(m, i));
    join_party(m, i);
  }
}

/* --- Reading them --- */

/* The flight to the section's place, once in each booking. */
static void add_flight(pnri_pnl_message *m, pnri_pnl_people *people)
{
  uint32_t number = people->party->section;
  pnri_pnl_section none = { .booking = PNR_NONE };
  pnri_pnl_section *section = number != PNR_NONE ? pnri_vector_at(&m->sections, number) : &none;
  people->leg = PNR_NONE;
  if (m->p.flight == NULL) return;
  if (section->booking != m->p.booking->index) {
    pnr_leg *leg = section->flight = pnri_leg_add(m->p.builder, &m->p.booking->legs);
    if (leg == NULL) return;
    *leg = *m->p.flight;
    leg->to = section->to;
    leg->service_class = section->service_class;
    section->booking = m->p.booking->index;
    section->leg = m->p.booking->legs.count - 1;
  }
  people->leg = section->leg;
  people->flight = section->flight;
}

static void read_party(pnri_pnl_message *m, const pnri_pnl_party *party)
{
  pnri_pnl_people people = { .party = party };
  add_flight(m, &people);
  const pnri_pnl_piece *name = piece_at(m, party, 0);
  pnri_pnl_read_name(m, name, pnri_pnl_text(m, name), find_piece(m, party, "C") != NULL, &people);
  for (uint32_t i = people.first; i < people.first + people.count && party->action.size != 0; i++) {
    uint32_t traveller = pnri_pnl_index(m, i);
    if (traveller == PNR_NONE) continue;
    pnri_pnl_add_item(m, &m->p.booking->items, pnri_slice("ACTION"), party->action, traveller, name->offset);
  }
  for (uint32_t i = 1; i < party->piece_count && !m->p.builder->failed; i++)
    pnri_pnl_read_element(m, &people, piece_at(m, party, i));
}

pnr_status pnri_pnl_bookings(pnri_pnl_message *m, pnr_error *error)
{
  join_parties(m);
  for (uint32_t i = 0; i < m->parties.count; i++) {
    if (m->p.builder->failed || m->p.builder->findings.failed) return pnri_fail_memory(error);
    const pnri_pnl_party *party = party_at(m, i);
    if (party->first != i) continue;
    const pnri_pnl_piece *name = piece_at(m, party, 0);
    pnri_pnrgov_open_booking(&m->p, name->offset);
    if (m->p.booking == NULL) return pnri_fail_memory(error);
    if (party->is_deleted) m->p.booking->view.status = PNR_STATUS_CANCELLED;
    for (uint32_t n = i; n != PNR_NONE && !m->p.builder->failed; n = party_at(m, n)->next) {
      read_party(m, party_at(m, n));
      if (m->p.status != PNR_OK) return pnri_fail_at(error, m->p.status, name->offset);
    }
  }
  return PNR_OK;
}

void pnri_pnl_measure_bookings(pnri_pnl_message *m)
{
  pnri_node *node = m->p.builder->bookings.first;
  for (uint32_t i = 0; i < m->parties.count && node != NULL; i++) {
    if (party_at(m, i)->first != i) continue;
    pnr_booking *booking = ((const pnri_booking_slot *)pnri_node_payload(node))->view;
    booking->length = party_at(m, i)->end - booking->offset;
    node = node->next;
  }
}
