/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_BENCH_H
#define PNR_TESTS_BENCH_H

#include <stddef.h>
#include <stdint.h>

#include "pnr/pnr.h"

/* What the measuring programs share: a clock, a seeded generator of traffic and persons, and a digest of messages. */

/* Seconds of a clock that only moves forward. */
double bench_now(void);

/* Median of count seconds; sorts them. */
double bench_median(double *seconds, size_t count);

/* Prints a row of the table and of the CSV file: value in unit, and its ratio to `against` where that is not NULL. */
void bench_row(const char *area, const char *name, double value, const char *unit, const char *against, double other);

/* Ends the program with a message where status is not PNR_OK. */
void bench_require(pnr_status status, const char *call);

/* Text under construction. */
typedef struct bench_text {
  char *data;
  size_t size;
  size_t capacity;
} bench_text;

void bench_add(bench_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Numbers that are the same on every machine. */
typedef struct bench_random {
  uint64_t state;
} bench_random;

uint32_t bench_below(bench_random *random, uint32_t bound);

/* An invented person. Common names are common here too: ranks follow a power law, as those of real names do. */
typedef struct bench_person {
  char surname[24];
  char given[24];
  char second[24]; /* second given name, or empty */
  uint32_t year, month, day;
  char sex;
  const char *nationality;
} bench_person;

bench_person bench_make_person(bench_random *random);
/* The person with one slip of the pen in the surname, as a listed person travels. */
bench_person bench_misspell(bench_random *random, bench_person person);

/* Interchanges of at least `octets` octets: PNRGOV full pushes of 100 bookings of about 3 KB each, or PAXLST lists of
 * 150 passengers. *count is the number of travellers. */
bench_text bench_pnrgov(uint64_t seed, size_t octets, uint32_t *count);
bench_text bench_paxlst(uint64_t seed, size_t octets, uint32_t *count);

/* Mixes every field of every view of a message into digest: proof that all of it was read. */
uint64_t bench_digest(uint64_t digest, const pnr_content *content);

#endif
