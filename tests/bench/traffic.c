/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/traffic.h"

enum { PASSENGERS = 150 };

const char *const bench_airports[BENCH_LEGS + 1] = { "QXA", "QXB", "QXC", "QXD" };

uint32_t bench_detail(uint64_t seed, uint32_t detail, uint32_t bound)
{
  bench_random random = { seed * 64 + detail };
  return bench_below(&random, bound);
}

unsigned bench_fare(const bench_traveller *t) { return 100 + bench_detail(t->seed, BENCH_FARE, 800); }
unsigned bench_total(const bench_traveller *t) { return 900 + bench_detail(t->seed, BENCH_TOTAL, 300); }
unsigned long bench_ticket(const bench_traveller *t)
{
  return 991000000000 + bench_detail(t->seed, BENCH_TICKET, 999999999);
}
unsigned long bench_document(const bench_traveller *t)
{
  return 10000000 + bench_detail(t->seed, BENCH_DOCUMENT, 89999999);
}
uint64_t bench_on_leg(const bench_traveller *t, uint32_t leg) { return t->seed + leg + 1; }

static uint64_t draw_seed(bench_random *random)
{
  uint64_t high = bench_below(random, UINT32_MAX);
  return high << 32 | bench_below(random, UINT32_MAX);
}

static bench_traveller make_traveller(bench_random *random, uint32_t number)
{
  bench_traveller t = { .person = bench_make_person(random), .number = number };
  t.seed = draw_seed(random);
  return t;
}

static bench_booking make_booking(bench_random *random)
{
  bench_booking booking = { .traveller_count = 1 + bench_below(random, BENCH_TRAVELLERS),
                            .leg_count = 1 + bench_below(random, BENCH_LEGS) };
  booking.seed = draw_seed(random);
  for (uint32_t i = 0; i < booking.traveller_count; i++) booking.travellers[i] = make_traveller(random, i + 1);
  return booking;
}

static uint32_t add_part(bench_text *text, bench_random *random, uint32_t form, const bench_flight *flight,
                         uint32_t bookings)
{
  bench_tree tree = { .text = text, .form = form };
  uint32_t count = 0;
  if (form == BENCH_EDIFACT) bench_edifact_begin(text, flight);
  else bench_tree_begin(&tree, flight);
  for (uint32_t i = 0; i < bookings; i++) {
    bench_booking booking = make_booking(random);
    count += booking.traveller_count;
    if (form == BENCH_EDIFACT) bench_edifact_booking(text, &booking);
    else bench_tree_booking(&tree, &booking);
  }
  if (form == BENCH_EDIFACT) bench_edifact_end(text, flight);
  else bench_tree_end(&tree);
  return count;
}

bench_text bench_pnrgov(const bench_traffic *traffic, uint32_t form, uint32_t *count)
{
  bench_random random = { traffic->seed };
  bench_text text = { NULL, 0, 0 };
  *count = 0;
  bench_flight flight = { .parts = traffic->parts, .bookings = traffic->parts * traffic->bookings };
  for (flight.number = 1; flight.number <= traffic->flights; flight.number++)
    for (flight.part = 1; flight.part <= flight.parts; flight.part++)
      *count += add_part(&text, &random, form, &flight, traffic->bookings);
  return text;
}

static void add_list(bench_text *text, bench_random *random, uint32_t form, uint32_t number)
{
  bench_tree tree = { .text = text, .form = form };
  if (form == BENCH_EDIFACT) bench_edifact_begin_list(text, number);
  else bench_tree_begin_list(&tree, number);
  for (uint32_t i = 0; i < PASSENGERS; i++) {
    bench_traveller t = make_traveller(random, i + 1);
    if (form == BENCH_EDIFACT) bench_edifact_passenger(text, &t);
    else bench_tree_passenger(&tree, &t);
  }
  if (form == BENCH_EDIFACT) bench_edifact_end_list(text, number, PASSENGERS);
  else bench_tree_end_list(&tree, PASSENGERS);
}

bench_text bench_paxlst(uint64_t seed, uint32_t lists, uint32_t form, uint32_t *count)
{
  bench_random random = { seed };
  bench_text text = { NULL, 0, 0 };
  for (uint32_t number = 1; number <= lists; number++) add_list(&text, &random, form, number);
  *count = lists * PASSENGERS;
  return text;
}
