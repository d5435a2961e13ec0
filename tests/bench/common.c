/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/bench.h"

static double seconds_of(clockid_t clock)
{
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double bench_now(void) { return seconds_of(CLOCK_MONOTONIC); }
double bench_cpu(void) { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

static int compare_seconds(const void *left, const void *right)
{
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

double bench_median(double *seconds, size_t count)
{
  qsort(seconds, count, sizeof *seconds, compare_seconds);
  return count % 2 != 0 ? seconds[count / 2] : (seconds[count / 2 - 1] + seconds[count / 2]) / 2;
}

void bench_measure(bench_case *cases, size_t count)
{
  for (size_t run = 0; run < BENCH_RUNS; run++)
    for (size_t i = 0; i < count; i++) {
      bench_case *one = &cases[run % 2 == 0 ? i : count - 1 - i];
      one->seconds[run] = one->measure(one->state);
    }
  for (size_t i = 0; i < count; i++) cases[i].median = bench_median(cases[i].seconds, BENCH_RUNS);
}

void bench_row(const char *area, const char *name, double value, const char *unit, const char *against, double other)
{
  if (against != NULL) printf("%s,%s,%.4g,%s,%s,%.4g\n", area, name, value, unit, against, value / other);
  else printf("%s,%s,%.4g,%s,,\n", area, name, value, unit);
  fflush(stdout);
}

void bench_require(pnr_status status, const char *call)
{
  if (status == PNR_OK) return;
  fprintf(stderr, "bench: %s: %s\n", call, pnr_status_text(status));
  exit(1);
}

void bench_expect(int holds, const char *what)
{
  if (holds) return;
  fprintf(stderr, "bench: not as it must be: %s\n", what);
  exit(1);
}

/* Room for size more octets, and for the slack behind them. */
static void make_room(bench_text *text, size_t size)
{
  if (text->capacity - text->size >= size + BENCH_SLACK) return;
  text->capacity = 2 * text->capacity + size + (1 << 16);
  text->data = realloc(text->data, text->capacity);
  if (text->data == NULL) bench_require(PNR_E_MEMORY, "text");
}

void bench_add(bench_text *text, const char *format, ...)
{
  make_room(text, BENCH_SLACK);
  va_list arguments;
  va_start(arguments, format);
  text->size += (size_t)vsnprintf(text->data + text->size, BENCH_SLACK, format, arguments);
  va_end(arguments);
}

void bench_append(bench_text *text, pnr_slice octets)
{
  make_room(text, octets.size);
  memcpy(text->data + text->size, octets.data, octets.size);
  text->size += octets.size;
}

bench_lines bench_cut(const bench_text *text)
{
  bench_lines lines = { NULL, 0 };
  size_t count = 0;
  for (size_t i = 0; i < text->size; i++) count += text->data[i] == '\n';
  lines.at = calloc(count + 1, sizeof *lines.at);
  if (lines.at == NULL) bench_require(PNR_E_MEMORY, "lines");
  for (const char *at = text->data; lines.count < count; lines.count++) {
    const char *end = memchr(at, '\n', (size_t)(text->data + text->size - at));
    lines.at[lines.count] = (pnr_slice){ (const uint8_t *)at, (size_t)(end - at) };
    at = end + 1;
  }
  return lines;
}

uint32_t bench_below(bench_random *random, uint32_t bound)
{
  /* splitmix64 */
  uint64_t z = random->state += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return (uint32_t)(((z ^ (z >> 31)) >> 32) * bound >> 32);
}

void *bench_allocate(void *user, void *ptr, size_t old_size, size_t new_size)
{
  bench_memory *memory = user;
  void *block = new_size != 0 ? malloc(new_size) : NULL;
  if (new_size == 0) free(ptr);
  memory->now += new_size - old_size;
  if (memory->now > memory->peak) memory->peak = memory->now;
  return block;
}

bench_function bench_comparator(const char *program, const char *library, const char *function)
{
  char path[4096];
  const char *slash = strrchr(program, '/');
  int folder = slash != NULL ? (int)(slash - program) : 1;
  snprintf(path, sizeof path, "%.*s/%s.so", folder, slash != NULL ? program : ".", library);
  void *handle = dlopen(path, RTLD_NOW);
  if (handle == NULL) {
    fprintf(stderr, "bench: no %s here, see make bench-deps\n", library);
    return NULL;
  }
  bench_function found = NULL;
  void *symbol = dlsym(handle, function);
  memcpy(&found, &symbol, sizeof found);
  return found;
}
