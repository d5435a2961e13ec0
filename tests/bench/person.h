/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_BENCH_PERSON_H
#define PNR_TESTS_BENCH_PERSON_H

#include "bench/bench.h"

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

#endif
