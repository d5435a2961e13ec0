/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_BENCH_UNITS_H
#define PNR_TESTS_BENCH_UNITS_H

#include "bench/bench.h"
#include "bench/records.h"

/* Two units that know each other, and what they tell: notices with records. */

pnr_slice bench_slice(const char *text);

typedef struct bench_unit {
  const char *name;
  uint8_t fingerprint[PNR_FINGERPRINT];
  pnr_keyring *keyring;
  pnr_key_provider provider;
  pnr_octets *directory, *prekeys;
} bench_unit;

/* directory learns the keys of the unit, which has a name. */
void bench_unit_open(bench_unit *unit, pnr_directory *directory);
void bench_unit_close(bench_unit *unit);
pnr_exchange bench_exchange_of(const bench_unit *unit, pnr_directory *directory);

/* A notice with all its records, which are the letter's. */
enum { BENCH_LETTER_MOST = 256 };
typedef struct bench_letter {
  pnr_record *records[BENCH_LETTER_MOST];
  uint8_t ids[BENCH_LETTER_MOST][PNR_EXCHANGE_ID], digests[BENCH_LETTER_MOST][PNR_FINGERPRINT];
  pnr_shared_record shared[BENCH_LETTER_MOST];
  const pnr_shared_record *list[BENCH_LETTER_MOST];
  pnr_shared_hit hit;
  const pnr_shared_hit *hits[1];
  pnr_notice notice;
  pnr_exchange_message message;
} bench_letter;

/* The records are there; the letter is not moved. */
void bench_letter_fill(bench_letter *letter, uint32_t count);
void bench_letter_close(bench_letter *letter);

#endif
