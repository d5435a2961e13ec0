/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/units.h"

/* Two units on a TCP connection over loopback, each a thread with its link and its spool: how many records a second arrive for good,
 * and how long a notice takes from being submitted to being delivered, with its spool and without. */

enum { BATCHES = 400, NOTICES = 1000, SYNCS = 400, CHUNK = 1 << 16, PERCENT = 100 };

typedef struct side {
  bench_unit unit;
  pnr_exchange exchange;
  char folder[64];
  pnr_spool *spool; /* NULL: nothing is kept */
  pnr_link *link;
  int socket;
  FILE *store;    /* of what was delivered; NULL: none */
  bool is_stored; /* since the last sync */
} side;

static side nl = { .unit = { .name = "NL-PIU" } }, be = { .unit = { .name = "BE-PIU" } };
static pnr_directory *directory;
static bench_letter batch, notice;
static uint32_t expected;
static double submitted[NOTICES], delivered[NOTICES];
static atomic_uint arrived;

static uint64_t clock_now(void) { return (uint64_t)(bench_now() * 1e6); }

/* --- Sides --- */

static void open_side(side *s, const side *peer, bool is_kept)
{
  pnr_link_options options = { .size = sizeof options, .peer = bench_slice(peer->unit.name) };
  s->spool = NULL;
  s->store = NULL;
  if (!is_kept) {
    bench_require(pnr_link_open(NULL, &s->exchange, &options, &s->link, NULL), "link");
    return;
  }
  snprintf(s->folder, sizeof s->folder, "pnr-bench-%.2s-XXXXXX", s->unit.name);
  bench_expect(mkdtemp(s->folder) != NULL, "a folder for a spool");
  bench_require(pnr_spool_create(NULL, s->folder, NULL), "spool");
  bench_require(pnr_spool_open(NULL, s->folder, NULL, &s->spool, NULL), "spool");
  bench_require(pnr_spool_link(s->spool, &s->exchange, &options, NULL, &s->link, NULL), "link");
}

static void close_side(side *s)
{
  char command[96];
  pnr_link_close(s->link);
  pnr_spool_close(s->spool);
  close(s->socket);
  if (s->store != NULL) fclose(s->store);
  if (s->spool == NULL) return;
  snprintf(command, sizeof command, "rm -rf %s", s->folder);
  bench_expect(system(command) == 0, "the folder is removed");
}

static void connect_sides(void)
{
  int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in place = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
  socklen_t size = sizeof place;
  nl.socket = socket(AF_INET, SOCK_STREAM, 0);
  bool is_good = bind(listener, (struct sockaddr *)&place, size) == 0 && listen(listener, 1) == 0 &&
                 getsockname(listener, (struct sockaddr *)&place, &size) == 0 &&
                 connect(nl.socket, (struct sockaddr *)&place, size) == 0 &&
                 (be.socket = accept(listener, NULL, NULL)) >= 0;
  bench_expect(is_good, "a connection over loopback");
  setsockopt(nl.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  setsockopt(be.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  close(listener);
}

/* Takes what is there, after so many milliseconds at most. False: the other side is gone. */
static bool take(side *s, int milliseconds)
{
  static _Thread_local uint8_t octets[CHUNK];
  struct pollfd wanted = { s->socket, POLLIN, 0 };
  if (poll(&wanted, 1, milliseconds) <= 0) return true;
  ssize_t size = recv(s->socket, octets, sizeof octets, 0);
  if (size <= 0) return false;
  bench_require(pnr_link_input(s->link, (pnr_slice){ octets, (size_t)size }, clock_now(), NULL), "input");
  return true;
}

/* What was delivered is durable, then the link, and then all goes out that there is credit for. */
static void give(side *s)
{
  pnr_slice octets;
  do {
    bench_require(pnr_link_output(s->link, clock_now(), &octets, NULL), "output");
    if (s->is_stored) bench_expect(fflush(s->store) == 0 && fdatasync(fileno(s->store)) == 0, "durable");
    s->is_stored = false;
    if (s->spool != NULL) bench_require(pnr_spool_commit(s->spool, s->link, NULL), "commit");
    for (size_t done = 0; done < octets.size;) {
      ssize_t size = send(s->socket, octets.data + done, octets.size - done, MSG_NOSIGNAL);
      if (size <= 0) return;
      done += (size_t)size;
    }
  } while (octets.size != 0);
}

static void store(side *s, const pnr_notice *got)
{
  for (uint32_t i = 0; i < got->record_count; i++)
    bench_expect(fwrite(got->records[i]->octets.data, got->records[i]->octets.size, 1, s->store) == 1, "stored");
  s->is_stored = true;
}

/* All that was delivered; notices are counted. */
static uint32_t drain(side *s, uint32_t count)
{
  pnr_delivery delivery = { .size = sizeof delivery };
  while (pnr_link_next(s->link, &delivery) == PNR_OK) {
    const pnr_notice *got = pnr_received_message(delivery.received)->notice;
    if (got != NULL && expected == NOTICES) delivered[count] = bench_now();
    if (got != NULL && s->store != NULL) store(s, got);
    bench_require(pnr_link_done(s->link, PNR_VERDICT_APPLIED, 0, clock_now(), NULL), "done");
    count += got != NULL;
  }
  return count;
}

/* --- The receiver --- */

static void *receive(void *user)
{
  side *s = user;
  for (uint32_t count = 0; count < expected;) {
    if (!take(s, 1)) break;
    count = drain(s, count);
    give(s);
    atomic_store(&arrived, count);
  }
  return NULL;
}

static pthread_t start(uint32_t count, bool is_kept)
{
  pthread_t thread;
  expected = count;
  atomic_store(&arrived, 0);
  open_side(&nl, &be, is_kept);
  open_side(&be, &nl, is_kept);
  connect_sides();
  if (is_kept && count == BATCHES) be.store = tmpfile();
  bench_expect(pthread_create(&thread, NULL, receive, &be) == 0, "a thread");
  return thread;
}

static void finish(pthread_t thread)
{
  pthread_join(thread, NULL);
  close_side(&nl);
  close_side(&be);
}

/* --- Cases --- */

/* As fast as the outbox takes them, at most so many batches ahead of their receipts. */
static void measure_stream(void)
{
  enum { AHEAD = 48 };
  pthread_t thread = start(BATCHES, true);
  double begin = bench_now(), processor = bench_cpu();
  for (uint32_t sent = 0; atomic_load(&arrived) < BATCHES;) {
    for (uint32_t i = 0; i < AHEAD && sent < BATCHES && pnr_link_outbox_count(nl.link) < AHEAD; i++, sent++)
      bench_require(pnr_link_send(nl.link, &batch.message, 0, NULL, NULL), "send");
    give(&nl);
    take(&nl, pnr_link_outbox_count(nl.link) < AHEAD && sent < BATCHES ? 0 : 1);
    (void)drain(&nl, 0);
  }
  double seconds = bench_now() - begin;
  double records = (double)BATCHES * BENCH_LETTER_MOST;
  bench_row("link", "records", records / seconds, "records/s", NULL, 0);
  bench_row("link", "processor-time", (bench_cpu() - processor) / records * 1e6, "us/record", NULL, 0);
  finish(thread);
}

static int compare(const void *left, const void *right)
{
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static double part(double *seconds, int count, int percent)
{
  qsort(seconds, (size_t)count, sizeof *seconds, compare);
  return seconds[(count - 1) * percent / PERCENT];
}

/* One by one, each when the one before has arrived. */
static double measure_notices(const char *name, bool is_kept)
{
  char row[40];
  double taken[NOTICES];
  pthread_t thread = start(NOTICES, is_kept);
  for (uint32_t i = 0; i < NOTICES; i++) {
    submitted[i] = bench_now();
    bench_require(pnr_link_send(nl.link, &notice.message, 0, NULL, NULL), "send");
    do {
      give(&nl);
      take(&nl, 1);
      (void)drain(&nl, 0);
    } while (atomic_load(&arrived) <= i);
  }
  finish(thread);
  for (uint32_t i = 0; i < NOTICES; i++) taken[i] = delivered[i] - submitted[i];
  double last = part(taken, NOTICES, 99);
  snprintf(row, sizeof row, "%s-median", name);
  bench_row("link", row, part(taken, NOTICES, 50) * 1000, "ms", NULL, 0);
  return last;
}

/* The disk alone, with as many octets as a notice in a spool. */
static double measure_disk(void)
{
  static const uint8_t octets[1024];
  double taken[SYNCS];
  FILE *file = tmpfile();
  bench_expect(file != NULL, "a file");
  for (int i = 0; i < SYNCS; i++) {
    bench_expect(write(fileno(file), octets, sizeof octets) == sizeof octets, "written");
    double begin = bench_now();
    bench_expect(fdatasync(fileno(file)) == 0, "synced");
    taken[i] = bench_now() - begin;
  }
  fclose(file);
  double last = part(taken, SYNCS, 99);
  bench_row("link", "fdatasync-median", part(taken, SYNCS, 50) * 1000, "ms", NULL, 0);
  bench_row("link", "fdatasync-p99", last * 1000, "ms", NULL, 0);
  return last;
}

int main(void)
{
  bench_require(pnr_directory_open(NULL, &directory, NULL), "directory");
  bench_unit_open(&nl.unit, directory);
  bench_unit_open(&be.unit, directory);
  nl.exchange = bench_exchange_of(&nl.unit, directory);
  be.exchange = bench_exchange_of(&be.unit, directory);
  for (uint32_t i = 0; i < BENCH_LETTER_MOST; i++) batch.records[i] = bench_short_record(i);
  notice.records[0] = bench_short_record(0);
  bench_letter_fill(&batch, BENCH_LETTER_MOST);
  bench_letter_fill(&notice, 1);
  measure_stream();
  bench_row("link", "notice-p99", measure_notices("notice", false) * 1000, "ms", NULL, 0);
  double synced = measure_notices("notice-synced", true), disk = measure_disk();
  bench_row("link", "notice-synced-p99", synced * 1000, "ms", "1ms+3xfdatasync-p99", 1 + 3 * disk * 1000);
  bench_letter_close(&batch);
  bench_letter_close(&notice);
  pnr_directory_close(directory);
  bench_unit_close(&nl.unit);
  bench_unit_close(&be.unit);
  return 0;
}
