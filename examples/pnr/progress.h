/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* A line on stderr that tells how far long work is; only on a terminal, only after half a second. */
typedef struct progress_line {
  const char *work; /* "screening" */
  uint64_t total;
  int64_t due; /* milliseconds of the monotonic clock */
  bool watched;
  bool shown;
} progress_line;

void progress_begin(progress_line *progress, const char *work, uint64_t total);
void progress_step(progress_line *progress, uint64_t done);
/* Takes the line away: at the end, and before anything else is printed. */
void progress_hide(progress_line *progress);

#endif
