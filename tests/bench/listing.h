/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_BENCH_LISTING_H
#define PNR_TESTS_BENCH_LISTING_H

#include "bench/public.h"

/* The list that is searched, and what is asked of it. Entries are drawn from a seed each time anew, so that a list may
 * be longer than memory would hold; published persons come behind the drawn ones. */

enum { BENCH_BATCH = 4096, BENCH_QUERIES = 2000 };

typedef struct bench_query {
  char text[2 * BENCH_NAME_SIZE];
  char plain[2 * BENCH_NAME_SIZE]; /* for others: capitals and single blanks */
  char nationality[4];
  bench_view view;
  uint32_t wanted;                 /* entry; PNR_NONE when nobody is */
  uint32_t first_line, line_count; /* its names as others have them */
} bench_query;

typedef struct bench_queries {
  const char *name;
  bench_query *all;
  uint32_t count;
} bench_queries;

typedef struct bench_listing {
  uint32_t drawn;
  bench_published published;
  uint32_t has_lines; /* names are collected for others, who have one line for each */
  bench_text names;
  bench_lines lines;
  uint32_t *entry_of_line;
  bench_queries aliases; /* of drawn entries */
  bench_queries public_aliases;
  bench_queries travellers; /* Europeans who are not listed, three of ten without birth date */
} bench_listing;

/* folder may be NULL. */
void bench_list(bench_listing *listing, uint32_t drawn, const char *folder, uint32_t has_lines);

/* Calls visit with all entries in their order, some at a time. The entries and what they point to last for the call. */
typedef void (*bench_visitor)(void *user, uint32_t first, const pnr_entry *entries, uint32_t count);
void bench_visit(const bench_listing *listing, bench_visitor visit, void *user);
static inline uint32_t bench_entry_count(const bench_listing *listing)
{
  return listing->drawn + listing->published.count;
}

#endif
