/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "progress.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_AFTER = 500, THEN_EVERY = 100 }; /* milliseconds */

static struct {
  const char *work;
  int64_t due; /* milliseconds of the monotonic clock */
  bool is_watched;
  bool is_shared; /* standard output is a terminal too */
  bool is_shown;
} progress;

static int64_t now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

void progress_begin(const char *work)
{
  progress.work = work;
  progress.is_watched = isatty(STDERR_FILENO) != 0;
  progress.is_shared = isatty(STDOUT_FILENO) != 0;
  progress.due = now() + FIRST_AFTER;
}

void progress_step(uint64_t count, uint64_t part, uint64_t whole)
{
  if (!progress.is_watched || now() < progress.due) return;
  progress.due = now() + THEN_EVERY;
  progress.is_shown = true;
  fprintf(stderr, "\r%" PRIu64 " %s", count, progress.work);
  if (whole > 0) fprintf(stderr, ", %" PRIu64 " %%", part * 100 / whole);
  fputs("\033[K", stderr);
}

void progress_hide(void)
{
  if (progress.is_shown) fputs("\r\033[K", stderr);
  progress.is_shown = false;
}

void progress_make_way(void)
{
  if (progress.is_shared) progress_hide();
}
