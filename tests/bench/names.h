/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_BENCH_NAMES_H
#define PNR_TESTS_BENCH_NAMES_H

#include "bench/bench.h"

/* Names of a list as large as one likes, and of those who travel: of many cultures, each with names that everybody
 * bears and a long tail that its syllables make. */

enum { BENCH_NAME_SIZE = 128, BENCH_WORDS = 64 };

/* Words parted by blanks, once they were cut. */
typedef struct bench_words {
  const char *at[BENCH_WORDS];
  uint8_t sizes[BENCH_WORDS];
  uint32_t count;
} bench_words;

/* How a kind of names is drawn: rank r has the weight 1 / (r + flat); the first ranks are known names. */
typedef struct bench_stock {
  const char *known;
  const char *begins, *vowels, *ends, *endings; /* of syllables, and of the whole; - is nothing */
  uint32_t ranks, flat;
} bench_stock;

enum { BENCH_LATIN, BENCH_CYRILLIC, BENCH_ARABIC };
typedef struct bench_culture {
  uint32_t share;      /* of list entries, in hundredths */
  uint32_t travellers; /* of travellers, in hundredths */
  const char *nationalities;
  /* G and H stand for given names, P for a father's name as Russians write it, S and T for surnames. */
  const char *patterns;
  bench_stock given, surname;
  uint32_t script; /* in which some entries are written */
} bench_culture;

enum { BENCH_CULTURES = 12 };
extern const bench_culture bench_cultures[BENCH_CULTURES];

typedef struct bench_listed {
  char text[BENCH_NAME_SIZE]; /* as the list writes it */
  char latin[BENCH_NAME_SIZE];
  pnr_date birth; /* 0 when not known */
  uint32_t sex;
  char nationality[4];
} bench_listed;

bench_listed bench_make_listed(bench_random *random);
bench_listed bench_make_traveller(bench_random *random);
/* The same person's name as somebody else writes it: another romanisation, a slip, another order, a part less, parts
 * joined, initials, titles. */
void bench_make_alias(bench_random *random, const char *latin, char alias[BENCH_NAME_SIZE]);

/* A person as the library wants it. */
typedef struct bench_view {
  pnr_name name;
  pnr_birth birth;
  pnr_slice nationality;
  const pnr_name *name_at[1];
  const pnr_birth *birth_at[1];
  pnr_person person;
} bench_view;

/* Borrows text and nationality, which end with NUL; the view must not be moved afterwards. */
void bench_show(bench_view *view, const char *text, pnr_date birth, uint32_t sex, const char *nationality);

#endif
