/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_BENCH_H
#define PNR_TESTS_BENCH_H

#include <stddef.h>
#include <stdint.h>

#include "pnr/pnr.h"

/* What the measuring programs share: clocks, cases and their rows, a seeded source of numbers, and a digest of
 * messages. Persons are in person.h, traffic is in traffic.h. */

enum { BENCH_RUNS = 5 };

/* Seconds of a clock that only moves forward, and of this process alone: others may use the machine meanwhile. */
double bench_now(void);
double bench_cpu(void);

/* Median of count seconds; sorts them. */
double bench_median(double *seconds, size_t count);

/* Something to measure: measure(state) does it once and returns its seconds. */
typedef struct bench_case {
  const char *name;
  double (*measure)(void *state);
  void *state;
  double seconds[BENCH_RUNS];
  double median;
} bench_case;

/* Fills the medians: all cases in turn, BENCH_RUNS times, every other time backwards. */
void bench_measure(bench_case *cases, size_t count);

/* Prints a row of the table and of the CSV file: value in unit, and its ratio to `against` where that is not NULL. */
void bench_row(const char *area, const char *name, double value, const char *unit, const char *against, double other);

/* Ends the program with a message where status is not PNR_OK, or where what must hold does not. */
void bench_require(pnr_status status, const char *call);
void bench_expect(int holds, const char *what);

/* Text under construction. Behind its end there is room for what readers of whole words may touch. */
enum { BENCH_SLACK = 1024 };
typedef struct bench_text {
  char *data;
  size_t size;
  size_t capacity;
} bench_text;

/* Less than BENCH_SLACK octets at a time. */
void bench_add(bench_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void bench_append(bench_text *text, pnr_slice octets);

/* The lines of a text, without their ends. */
typedef struct bench_lines {
  pnr_slice *at;
  size_t count;
} bench_lines;

bench_lines bench_cut(const bench_text *text);

/* Numbers that are the same on every machine. */
typedef struct bench_random {
  uint64_t state;
} bench_random;

uint32_t bench_below(bench_random *random, uint32_t bound);

/* An allocator that counts; user is a bench_memory. */
typedef struct bench_memory {
  size_t now, peak;
} bench_memory;

void *bench_allocate(void *user, void *ptr, size_t old_size, size_t new_size);

/* A function of a comparator that is a library of its own, beside the program; NULL where that was not built, because
 * its package is not installed. Says so. */
typedef void (*bench_function)(void);
bench_function bench_comparator(const char *program, const char *library, const char *function);

/* Mixes every field of every view of a message into digest: proof that all of it was read. */
uint64_t bench_digest(uint64_t digest, const pnr_content *content);

#endif
