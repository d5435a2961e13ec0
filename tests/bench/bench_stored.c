/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/names.h"

/* A million stored travellers (or ENTRIES of the environment) in messages of a flight each, searched for persons who are
 * listed later: some of them under an alias, with and without their birth date, and people who never travelled. */

enum { MILLION = 1000000, FLIGHT = 250, PARTY = 2, QUERIES = 1000, BRUTE = 2, BRUTE_MOST = 2 * MILLION };

static const pnr_purpose purpose = { .size = sizeof(pnr_purpose), .basis = PNR_BASIS_TEST };
static const pnr_search_options options = { .size = sizeof(pnr_search_options) };

/* --- Messages --- */

typedef struct flight {
  bench_listed who[FLIGHT];
  bench_view views[FLIGHT];
  char numbers[FLIGHT][16], phones[FLIGHT / PARTY][16], locators[FLIGHT / PARTY][8], flight_number[8];
  pnr_document documents[FLIGHT];
  const pnr_document *document_list[FLIGHT];
  pnr_contact contacts[FLIGHT / PARTY];
  const pnr_contact *contact_list[FLIGHT / PARTY];
  pnr_booking bookings[FLIGHT / PARTY];
  const pnr_booking *booking_list[FLIGHT / PARTY];
  pnr_traveller travellers[FLIGHT];
  const pnr_traveller *traveller_list[FLIGHT];
  pnr_leg leg;
  const pnr_leg *leg_list[1];
  pnr_content content;
} flight;

static pnr_slice text(const char *words) { return (pnr_slice){ (const uint8_t *)words, strlen(words) }; }

/* Three of four have a document. */
static void make_traveller(flight *f, uint32_t i, uint32_t number, bench_random *random)
{
  f->who[i] = bench_make_traveller(random);
  bench_show(&f->views[i], f->who[i].latin, f->who[i].birth, f->who[i].sex, f->who[i].nationality);
  pnr_person *person = &f->views[i].person;
  if (bench_below(random, 4) != 0) {
    snprintf(f->numbers[i], sizeof f->numbers[i], "P%08u", number);
    f->documents[i] = (pnr_document){ .type = text("P"), .number = text(f->numbers[i]) };
    f->document_list[i] = &f->documents[i];
    person->documents = &f->document_list[i];
    person->document_count = 1;
  }
  f->travellers[i] = (pnr_traveller){ .person = person, .booking = i / PARTY, .adult = PNR_NONE };
  f->traveller_list[i] = &f->travellers[i];
}

static void make_booking(flight *f, uint32_t i, uint32_t number)
{
  snprintf(f->phones[i], sizeof f->phones[i], "+49%09u", number);
  snprintf(f->locators[i], sizeof f->locators[i], "%06X", number);
  f->contacts[i] = (pnr_contact){ .kind = PNR_CONTACT_PHONE, .digits = text(f->phones[i]), .traveller = PNR_NONE };
  f->contact_list[i] = &f->contacts[i];
  f->bookings[i] =
    (pnr_booking){ .locator = text(f->locators[i]), .contacts = &f->contact_list[i], .contact_count = 1 };
  f->booking_list[i] = &f->bookings[i];
}

/* Flight number `number`, always the same. */
static void make_flight(flight *f, uint32_t number)
{
  bench_random random = { number };
  memset(f, 0, sizeof *f);
  for (uint32_t i = 0; i < FLIGHT; i++) make_traveller(f, i, number * FLIGHT + i, &random);
  for (uint32_t i = 0; i < FLIGHT / PARTY; i++) make_booking(f, i, number * (FLIGHT / PARTY) + i);
  snprintf(f->flight_number, sizeof f->flight_number, "%u", 100 + number % 900);
  f->leg = (pnr_leg){ .carrier = text("ZX"),
                      .number = text(f->flight_number),
                      .from = text("QXA"),
                      .to = text("QXB"),
                      .departs = 20200101 + number / 900 % 28 + number / 25200 % 12 * 100,
                      .arrives = 20200101 + number / 900 % 28 + number / 25200 % 12 * 100 };
  f->leg_list[0] = &f->leg;
  f->content = (pnr_content){ .type = PNR_MESSAGE_PNRGOV,
                              .sender = text("ZX"),
                              .legs = f->leg_list,
                              .leg_count = 1,
                              .bookings = f->booking_list,
                              .booking_count = FLIGHT / PARTY,
                              .travellers = f->traveller_list,
                              .traveller_count = FLIGHT };
}

static flight made;

/* --- Building --- */

static pnr_index *indexed;
static uint32_t flights;

static void build(void)
{
  static bench_memory counted; /* lives as long as the index */
  pnr_index_builder *builder = NULL;
  pnr_env *env = NULL;
  const pnr_limits limits = { .size = sizeof limits, .memory = UINT64_C(1) << 40 };
  double seconds = 0;
  bench_require(pnr_env_open(bench_allocate, &counted, &limits, &env, NULL), "env");
  bench_require(pnr_index_builder_open(env, &builder, NULL), "builder");
  for (uint32_t i = 0; i < flights; i++) {
    char reference[32];
    make_flight(&made, i);
    snprintf(reference, sizeof reference, "store/%u.edi:1", i);
    double begin = bench_cpu();
    for (uint32_t k = 0; k < FLIGHT; k++)
      bench_require(pnr_index_builder_add_traveller(builder, &made.content, k, text(reference), NULL), "traveller");
    seconds += bench_cpu() - begin;
  }
  double begin = bench_cpu();
  bench_require(pnr_index_builder_finish(builder, &indexed, NULL), "index");
  pnr_index_builder_close(builder);
  seconds += bench_cpu() - begin;
  const pnr_list_info *info = pnr_index_info(indexed);
  bench_row("stored", "travellers", (double)info->entries, "travellers", NULL, 0);
  bench_row("stored", "build", seconds, "s", NULL, 0);
  bench_row("stored", "build-peak", (double)counted.peak, "octets", "image", (double)info->octets);
  bench_row("stored", "image", (double)info->octets / (double)info->entries, "octets/traveller", NULL, 0);
}

/* --- Searching --- */

typedef struct query {
  char name[BENCH_NAME_SIZE];
  bench_listed who;
  bench_view view;
  uint32_t wanted; /* entry; PNR_NONE: nobody */
} query;

typedef struct asking {
  const char *name;
  query all[QUERIES];
  double seconds[QUERIES], medians[BENCH_RUNS], tails[BENCH_RUNS];
  uint32_t runs, found;
  uint64_t candidates;
} asking;

/* Aliases of stored travellers, of whom those without birth date are asked for without. */
static void ask_for_travellers(asking *a, const char *name, uint32_t with_birth)
{
  bench_random random = { 99 };
  a->name = name;
  for (uint32_t i = 0; i < QUERIES; i++) {
    query *q = &a->all[i];
    uint32_t flight_number = bench_below(&random, flights), k = bench_below(&random, FLIGHT);
    make_flight(&made, flight_number);
    q->who = made.who[k];
    q->wanted = flight_number * FLIGHT + k;
    bench_make_alias(&random, q->who.latin, q->name);
    bench_show(&q->view, q->name, with_birth ? q->who.birth : 0, q->who.sex, q->who.nationality);
  }
}

static void ask_for_others(asking *a, const char *name)
{
  bench_random random = { 7 };
  a->name = name;
  for (uint32_t i = 0; i < QUERIES; i++) {
    query *q = &a->all[i];
    q->who = bench_make_listed(&random);
    q->wanted = PNR_NONE;
    bench_show(&q->view, q->who.text, q->who.birth, q->who.sex, q->who.nationality);
  }
}

static double ask(void *state)
{
  asking *a = state;
  pnr_searcher *searcher = NULL;
  double sum = 0;
  bench_require(pnr_searcher_open(NULL, indexed, &searcher, NULL), "searcher");
  a->found = 0;
  a->candidates = 0;
  for (uint32_t i = 0; i < QUERIES; i++) {
    double begin = bench_cpu();
    bench_require(pnr_search(searcher, &a->all[i].view.person, &purpose, &options, NULL), "search");
    a->seconds[i] = bench_cpu() - begin;
    a->candidates += pnr_searcher_count(searcher);
    for (uint32_t k = 0; k < pnr_searcher_count(searcher); k++)
      a->found += pnr_searcher_candidate(searcher, k)->entry == a->all[i].wanted;
  }
  pnr_searcher_close(searcher);
  for (uint32_t i = 0; i < QUERIES; i++) sum += a->seconds[i];
  a->medians[a->runs] = bench_median(a->seconds, QUERIES);
  a->tails[a->runs++] = a->seconds[QUERIES * 99 / 100]; /* sorted by now */
  return sum;
}

static void print_of(const asking *a, const char *what, double value, const char *unit)
{
  char name[64];
  snprintf(name, sizeof name, "%s-%s", a->name, what);
  bench_row("stored", name, value, unit, NULL, 0);
}

static void measure(asking *a)
{
  bench_case one = { .name = a->name, .measure = ask, .state = a };
  bench_measure(&one, 1);
  print_of(a, "median", bench_median(a->medians, BENCH_RUNS) * 1e6, "us");
  print_of(a, "p99", bench_median(a->tails, BENCH_RUNS) * 1e6, "us");
  print_of(a, "rate", QUERIES / one.median, "1/s");
  print_of(a, "candidates", (double)a->candidates / QUERIES, "each");
  if (a->all[0].wanted != PNR_NONE) print_of(a, "recall", (double)a->found / QUERIES, "share");
}

/* --- Equal to comparing with everybody --- */

/* The person as which a traveller is indexed: with the telephone number of the booking. */
static pnr_person whole_person(const flight *f, uint32_t i, pnr_identifier *phone, const pnr_identifier **list)
{
  pnr_person whole = *f->travellers[i].person;
  *phone = (pnr_identifier){ .kind = PNR_IDENTIFIER_PHONE, .value = f->contacts[i / PARTY].digits };
  *list = phone;
  whole.identifiers = list;
  whole.identifier_count = 1;
  return whole;
}

static void expect_equal_to_brute_force(asking *a)
{
  uint64_t expected[BRUTE] = { 0 }, found[BRUTE] = { 0 };
  pnr_comparer *comparer = NULL;
  pnr_searcher *searcher = NULL;
  bench_require(pnr_comparer_open(NULL, &comparer, NULL), "comparer");
  bench_require(pnr_searcher_open(NULL, indexed, &searcher, NULL), "searcher");
  for (uint32_t i = 0; i < flights; i++) {
    make_flight(&made, i);
    for (uint32_t k = 0; k < FLIGHT * BRUTE; k++) {
      pnr_identifier phone;
      const pnr_identifier *list;
      uint32_t score;
      pnr_person whole = whole_person(&made, k / BRUTE, &phone, &list);
      bench_require(pnr_person_compare(comparer, &a->all[k % BRUTE].view.person, &whole, &score, NULL), "compare");
      if (score >= PNR_THRESHOLD_DEFAULT) expected[k % BRUTE] += (uint64_t)score * (i * FLIGHT + k / BRUTE + 1);
    }
  }
  for (uint32_t k = 0; k < BRUTE; k++) {
    bench_require(pnr_search(searcher, &a->all[k].view.person, &purpose, &options, NULL), "search");
    for (uint32_t i = 0; i < pnr_searcher_count(searcher); i++) {
      const pnr_candidate *candidate = pnr_searcher_candidate(searcher, i);
      found[k] += (uint64_t)candidate->score * (candidate->entry + 1);
    }
    bench_expect(found[k] == expected[k] && found[k] > 0, "equal to brute force");
  }
  bench_row("stored", "equal-to-brute-force", BRUTE, "queries", NULL, 0);
  pnr_searcher_close(searcher);
  pnr_comparer_close(comparer);
}

int main(void)
{
  static asking dated, undated, others;
  const char *wanted = getenv("ENTRIES");
  uint32_t entries = wanted != NULL && *wanted != '\0' ? (uint32_t)strtoul(wanted, NULL, 10) : MILLION;
  flights = entries / FLIGHT > 0 ? entries / FLIGHT : 1;
  build();
  ask_for_travellers(&dated, "listed-with-birth", 1);
  ask_for_travellers(&undated, "listed-without-birth", 0);
  ask_for_others(&others, "others");
  measure(&dated);
  measure(&undated);
  measure(&others);
  if (entries <= BRUTE_MOST) expect_equal_to_brute_force(&undated);
  pnr_index_close(indexed);
  return 0;
}
