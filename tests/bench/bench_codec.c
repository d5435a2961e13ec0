/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/comparators.h"
#include "bench/records.h"
#include "record/record.h"

/* A stored record encoded and decoded, against protobuf-c with the same fields: nanoseconds of each. */

enum { RECORDS = 64, TIMES = 40, ARENA = 1 << 20 };

typedef struct set {
  pnr_record *records[RECORDS];
  pnr_slice octets[RECORDS];
  bench_protobuf *messages[RECORDS];
} set;

static bench_protobuf *(*open_message)(const pnri_view *view, const void *stored);
static size_t (*pack)(bench_protobuf *opened);
static uint32_t (*unpack)(bench_protobuf *opened);
static void (*close_message)(bench_protobuf *opened);

/* --- The same arena for both --- */

static _Alignas(16) uint8_t arena[ARENA];
static size_t used, kept; /* kept: what holds the environment itself */

static void *take(void *user, void *ptr, size_t old_size, size_t new_size)
{
  (void)user;
  (void)ptr;
  (void)old_size;
  size_t begin = used;
  if (new_size == 0) return NULL;
  used += (new_size + 15) / 16 * 16;
  return used <= ARENA ? arena + begin : NULL;
}

static pnr_env *env;

/* --- Cases --- */

static double per_record(double begin) { return (bench_cpu() - begin) / (TIMES * RECORDS); }

static double measure_encode(void *state)
{
  set *all = state;
  double begin = bench_cpu();
  for (int k = 0; k < TIMES; k++)
    for (uint32_t i = 0; i < RECORDS; i++)
      bench_require(pnr_record_encode(all->records[i], &all->octets[i], NULL), "encode");
  return per_record(begin);
}

static double measure_decode(void *state)
{
  set *all = state;
  double begin = bench_cpu();
  for (int k = 0; k < TIMES; k++)
    for (uint32_t i = 0; i < RECORDS; i++) {
      pnr_record *record = NULL;
      used = kept;
      bench_require(pnr_record_decode(env, all->octets[i], &record, NULL), "decode");
      pnr_record_close(record);
    }
  return per_record(begin);
}

static double measure_pack(void *state)
{
  set *all = state;
  double begin = bench_cpu();
  for (int k = 0; k < TIMES; k++)
    for (uint32_t i = 0; i < RECORDS; i++) bench_expect(pack(all->messages[i]) != 0, "protobuf-c packs");
  return per_record(begin);
}

static double measure_unpack(void *state)
{
  set *all = state;
  double begin = bench_cpu();
  for (int k = 0; k < TIMES; k++)
    for (uint32_t i = 0; i < RECORDS; i++) bench_expect(unpack(all->messages[i]) != 0, "protobuf-c unpacks");
  return per_record(begin);
}

/* --- Both kinds of records --- */

static bool find_protobuf(const char *program)
{
  static const char library[] = "with_protobuf";
  bench_function found = bench_comparator(program, library, "bench_protobuf_open");
  if (found == NULL) return false;
  memcpy(&open_message, &found, sizeof found);
  found = bench_comparator(program, library, "bench_protobuf_pack");
  memcpy(&pack, &found, sizeof found);
  found = bench_comparator(program, library, "bench_protobuf_unpack");
  memcpy(&unpack, &found, sizeof found);
  found = bench_comparator(program, library, "bench_protobuf_close");
  memcpy(&close_message, &found, sizeof found);
  return true;
}

static void row(const char *what, const char *of, const bench_case *own, const bench_case *other)
{
  char name[40], against[40];
  snprintf(name, sizeof name, "%s-%s", what, of);
  snprintf(against, sizeof against, "%s", other != NULL ? other->name : "");
  bench_row("codec", name, own->median * 1e9, "ns", other != NULL ? against : NULL,
            other != NULL ? other->median * 1e9 : 0);
}

static void measure(set *all, const char *of, bool has_protobuf)
{
  double octets = 0, packed = 0;
  bench_case cases[] = {
    { .name = "encode", .measure = measure_encode, .state = all },
    { .name = "decode", .measure = measure_decode, .state = all },
    { .name = "protobuf-c-pack", .measure = measure_pack, .state = all },
    { .name = "protobuf-c-unpack", .measure = measure_unpack, .state = all },
  };
  for (uint32_t i = 0; i < RECORDS; i++) {
    bench_require(pnr_record_encode(all->records[i], &all->octets[i], NULL), "encode");
    octets += (double)all->octets[i].size;
    if (has_protobuf) all->messages[i] = open_message(&pnri_stored_view, pnr_record_get(all->records[i]));
    if (has_protobuf) packed += (double)pack(all->messages[i]);
  }
  bench_measure(cases, has_protobuf ? 4 : 2);
  row("encode", of, &cases[0], has_protobuf ? &cases[2] : NULL);
  row("decode", of, &cases[1], has_protobuf ? &cases[3] : NULL);
  char name[40];
  snprintf(name, sizeof name, "octets-%s", of);
  bench_row("codec", name, octets / RECORDS, "octets", has_protobuf ? "protobuf-c" : NULL, packed / RECORDS);
  for (uint32_t i = 0; i < RECORDS; i++) {
    if (has_protobuf) close_message(all->messages[i]);
    pnr_record_close(all->records[i]);
  }
}

int main(int count, char **arguments)
{
  static set all;
  (void)count;
  bool has_protobuf = find_protobuf(arguments[0]);
  bench_require(pnr_env_open(take, NULL, NULL, &env, NULL), "arena");
  kept = used;
  for (uint32_t i = 0; i < RECORDS; i++) all.records[i] = bench_short_record(i);
  measure(&all, "record", has_protobuf);
  bench_flight_records(all.records, RECORDS);
  measure(&all, "booking", has_protobuf);
  return 0;
}
