/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_BENCH_PUBLIC_H
#define PNR_TESTS_BENCH_PUBLIC_H

#include "bench/names.h"

/* Published persons with their aliases, where a folder with listed_persons.tsv is given: columns list, entity, kind,
 * name, quality and dob. One Latin alias of each, drawn by a seed, is left out of the list and asked for. */

enum { BENCH_ALIASES = 24 };
typedef struct bench_public {
  const char *names[BENCH_ALIASES]; /* listed */
  uint32_t name_count;
  const char *alias; /* asked for; NULL where there are too few */
} bench_public;

typedef struct bench_published {
  bench_public *persons;
  uint32_t count;
  char *text; /* of the names */
} bench_published;

/* None where folder is NULL or has no such file: says so. */
bench_published bench_publish(const char *folder);

#endif
