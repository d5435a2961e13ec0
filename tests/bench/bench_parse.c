/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/bench.h"
#include "edifact/scanner.h"

/* Octets to complete messages, every field of every view read, against memcpy of the same octets in the same run. */

enum { RUNS = 5, MEGABYTE = 1000000, WINDOW = 1 << 16 };

typedef struct job {
  bench_text text;
  uint32_t travellers; /* that the generator wrote */
  uint64_t result;     /* keeps the compiler from leaving the work out */
} job;

/* Seconds of this process alone: others may use the machine meanwhile. */
static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double time_copy(job *work)
{
  static uint8_t *target;
  if (target == NULL) target = calloc(1, work->text.size);
  if (target == NULL) bench_require(PNR_E_MEMORY, "copy");
  double begin = now();
  memcpy(target, work->text.data, work->text.size);
  double seconds = now() - begin;
  work->result += target[work->text.size / 2];
  return seconds;
}

static double time_scan(job *work)
{
  static uint32_t positions[WINDOW + PNRI_SCAN_SLACK];
  static uint64_t odd[WINDOW / PNRI_SCAN_BLOCK];
  pnri_scan scan = pnri_scan_fastest();
  const uint8_t *data = (const uint8_t *)work->text.data;
  double begin = now();
  for (size_t at = 0; at < work->text.size; at += WINDOW) {
    size_t size = work->text.size - at < WINDOW ? work->text.size - at : WINDOW;
    work->result += scan(&pnri_service_default, data + at, (uint32_t)size, positions, odd);
  }
  return now() - begin;
}

static double time_messages(job *work, int is_digested)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_status status;
  uint32_t travellers = 0;
  double begin = now();
  bench_require(pnr_reader_open(NULL, (const uint8_t *)work->text.data, work->text.size, NULL, &reader, NULL),
                "reader");
  while ((status = pnr_reader_next(reader, &message, NULL)) == PNR_OK) {
    const pnr_content *content = pnr_message_content(message);
    travellers += content->traveller_count;
    if (is_digested) work->result = bench_digest(work->result, content);
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  double seconds = now() - begin;
  bench_require(status == PNR_END ? PNR_OK : status, "message");
  if (travellers != work->travellers) {
    fprintf(stderr, "bench: %u travellers written, %u read\n", work->travellers, travellers);
    exit(1);
  }
  return seconds;
}

static double time_digest(job *work) { return time_messages(work, 1); }
static double time_read(job *work) { return time_messages(work, 0); }

static double speed(job *work, double (*measure)(job *))
{
  double seconds[RUNS];
  for (int i = 0; i < RUNS; i++) seconds[i] = measure(work);
  return (double)work->text.size / MEGABYTE / bench_median(seconds, RUNS);
}

int main(void)
{
  job pnrgov = { .text = { NULL, 0, 0 } }, paxlst = pnrgov;
  pnrgov.text = bench_pnrgov(1, 64 * MEGABYTE, &pnrgov.travellers);
  paxlst.text = bench_paxlst(2, 32 * MEGABYTE, &paxlst.travellers);
  double copied = speed(&pnrgov, time_copy), complete = speed(&pnrgov, time_digest);
  bench_row("memory", "memcpy", copied, "MB/s", NULL, 0);
  bench_row("edifact", "scan", speed(&pnrgov, time_scan), "MB/s", "memcpy", copied);
  bench_row("read", "pnrgov-complete", complete, "MB/s", "memcpy", copied);
  bench_row("read", "pnrgov-unread", speed(&pnrgov, time_read), "MB/s", "memcpy", copied);
  bench_row("read", "pnrgov-travellers", complete * MEGABYTE / (double)pnrgov.text.size * pnrgov.travellers, "1/s",
            NULL, 0);
  bench_row("read", "paxlst-complete", speed(&paxlst, time_digest), "MB/s", "memcpy", copied);
  fprintf(stderr, "digest %016llx\n", (unsigned long long)(pnrgov.result ^ paxlst.result));
  free(pnrgov.text.data);
  free(paxlst.text.data);
  return 0;
}
