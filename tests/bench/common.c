/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench/bench.h"

double bench_now(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

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

void bench_add(bench_text *text, const char *format, ...)
{
  if (text->capacity - text->size < 1024) {
    text->capacity = text->capacity != 0 ? 2 * text->capacity : 1 << 16;
    text->data = realloc(text->data, text->capacity);
    if (text->data == NULL) bench_require(PNR_E_MEMORY, "text");
  }
  va_list arguments;
  va_start(arguments, format);
  text->size += (size_t)vsnprintf(text->data + text->size, 1024, format, arguments);
  va_end(arguments);
}

uint32_t bench_below(bench_random *random, uint32_t bound)
{
  /* splitmix64 */
  uint64_t z = random->state += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return (uint32_t)(((z ^ (z >> 31)) >> 32) * bound >> 32);
}
