/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_AFTER = 500, THEN_EVERY = 100 }; /* milliseconds */

static int64_t now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

void progress_begin(progress_line *progress, const char *work, uint64_t total)
{
  *progress = (progress_line){ .work = work, .total = total, .watched = isatty(STDERR_FILENO) != 0 };
  if (progress->watched) progress->due = now() + FIRST_AFTER;
}

void progress_step(progress_line *progress, uint64_t done)
{
  if (!progress->watched || now() < progress->due) return;
  progress->due = now() + THEN_EVERY;
  progress->shown = true;
  if (progress->total > 0)
    fprintf(stderr, "\r%s %" PRIu64 " of %" PRIu64 " (%" PRIu64 " %%)\033[K", progress->work, done, progress->total,
            done * 100 / progress->total);
  else fprintf(stderr, "\r%s %" PRIu64 "\033[K", progress->work, done);
}

void progress_hide(progress_line *progress)
{
  if (!progress->shown) return;
  fputs("\r\033[K", stderr);
  progress->shown = false;
}
