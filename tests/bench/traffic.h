/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_BENCH_TRAFFIC_H
#define PNR_TESTS_BENCH_TRAFFIC_H

#include "bench/person.h"

/* Invented traffic, drawn once and written in three forms that hold the same values: UN/EDIFACT as carriers send it,
 * XML (PNRGOV XML; for PAXLST, which has none, elements named alike), and JSON with the members of that XML. */

enum { BENCH_EDIFACT, BENCH_XML, BENCH_JSON };

/* Values that say nothing more than that they differ from one traveller, leg or booking to the next. */
enum {
  BENCH_HOUSE,
  BENCH_POSTCODE,
  BENCH_PHONE,
  BENCH_AGENT,
  BENCH_FARE,
  BENCH_TOTAL,
  BENCH_TAX,
  BENCH_CARD,
  BENCH_BOARDING,
  BENCH_WEIGHT,
  BENCH_TAG,
  BENCH_DAY,
  BENCH_LOCATOR,
  BENCH_TICKET,
  BENCH_DOCUMENT
};
enum { BENCH_TRAVELLERS = 4, BENCH_LEGS = 3, BENCH_CHANGES = 5 };

typedef struct bench_traveller {
  bench_person person;
  uint32_t number; /* within its booking or list, from 1 */
  uint64_t seed;
} bench_traveller;

typedef struct bench_booking {
  bench_traveller travellers[BENCH_TRAVELLERS];
  uint32_t traveller_count;
  uint32_t leg_count;
  uint64_t seed;
} bench_booking;

/* A number below bound, always the same for the same seed and detail. */
uint32_t bench_detail(uint64_t seed, uint32_t detail, uint32_t bound);
unsigned bench_fare(const bench_traveller *t);
unsigned bench_total(const bench_traveller *t);
unsigned long bench_ticket(const bench_traveller *t);
unsigned long bench_document(const bench_traveller *t);
/* The seed of a traveller's details on one leg. */
uint64_t bench_on_leg(const bench_traveller *t, uint32_t leg);
extern const char *const bench_airports[BENCH_LEGS + 1];

/* How much, and in how many pieces. A flight's bookings come in parts, each a message; a list is one message. */
typedef struct bench_traffic {
  uint64_t seed;
  uint32_t flights;
  uint32_t parts;
  uint32_t bookings; /* in each part */
} bench_traffic;

/* EDIFACT has an interchange for each flight; XML and JSON have a document for each message, on a line of its own.
 * *count is the number of travellers. */
bench_text bench_pnrgov(const bench_traffic *traffic, uint32_t form, uint32_t *count);
bench_text bench_paxlst(uint64_t seed, uint32_t lists, uint32_t form, uint32_t *count);

/* --- The forms --- */

typedef struct bench_flight {
  uint32_t number; /* from 1 */
  uint32_t part;   /* from 1 */
  uint32_t parts;
  uint32_t bookings; /* in all parts */
} bench_flight;

void bench_edifact_begin(bench_text *text, const bench_flight *flight);
void bench_edifact_booking(bench_text *text, const bench_booking *booking);
void bench_edifact_end(bench_text *text, const bench_flight *flight);
void bench_edifact_begin_list(bench_text *text, uint32_t number);
void bench_edifact_passenger(bench_text *text, const bench_traveller *t);
void bench_edifact_end_list(bench_text *text, uint32_t number, uint32_t passengers);

/* A tree under construction, as XML or as JSON. */
enum { BENCH_DEPTH = 12 };
typedef struct bench_tree {
  bench_text *text;
  uint32_t form;
  uint32_t depth;
  uint8_t is_array[BENCH_DEPTH]; /* JSON: what is open is an array */
  uint8_t is_used[BENCH_DEPTH];  /* something stands in it already */
} bench_tree;

void bench_tree_begin(bench_tree *tree, const bench_flight *flight);
void bench_tree_booking(bench_tree *tree, const bench_booking *booking);
void bench_tree_end(bench_tree *tree);
void bench_tree_begin_list(bench_tree *tree, uint32_t number);
void bench_tree_passenger(bench_tree *tree, const bench_traveller *t);
void bench_tree_end_list(bench_tree *tree, uint32_t passengers);

#endif
