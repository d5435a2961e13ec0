/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/traffic.h"

/* A flight's bookings masked with a lookup: adding one to a volume, an authority's permit, and looking for one of the
 * travellers among all, microseconds of each record. */

enum { RECORDS = 192, ISSUED = 1760000000 };

static const uint8_t court[PNR_SEED] = { 1 }, unit[PNR_SEED] = { 2 };
static const pnr_slice court_seed = { court, PNR_SEED }, unit_seed = { unit, PNR_SEED };
static uint8_t court_keys[PNR_PARTY_PUBLIC], unit_keys[PNR_PARTY_PUBLIC];

static pnr_record *records[RECORDS], *masked[RECORDS];
static pnr_octets *wraps[RECORDS], *volume, *volume_wrap;
static uint32_t travellers;
static pnr_lookup *lookup;

static void store(void)
{
  const bench_traffic flight = { .seed = 5, .flights = 1, .parts = 1, .bookings = RECORDS };
  const pnr_record_options options = { .size = sizeof options, .regime = PNR_REGIME_PNR, .received = 1741600000 };
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  bench_text traffic = bench_pnrgov(&flight, BENCH_EDIFACT, &travellers);
  bench_require(pnr_reader_open(NULL, (const uint8_t *)traffic.data, traffic.size, NULL, &reader, NULL), "open");
  bench_require(pnr_reader_next(reader, &message, NULL), "read");
  for (uint32_t i = 0; i < RECORDS; i++) {
    pnr_octets *sealed = NULL;
    bench_require(pnr_record_from_booking(NULL, message, i, &options, &records[i], NULL), "store");
    bench_require(pnr_record_mask_sealed(NULL, records[i], 20250911, court_keys, &masked[i], &sealed, &wraps[i], NULL),
                  "mask");
    pnr_octets_close(sealed);
  }
  pnr_message_close(message);
  pnr_reader_close(reader);
  free(traffic.data);
}

static double write_volume(void *state)
{
  (void)state;
  pnr_lookup_writer *writer = NULL;
  pnr_octets_close(volume);
  pnr_octets_close(volume_wrap);
  double begin = bench_cpu();
  bench_require(pnr_lookup_writer_open(NULL, court_keys, 20250911, &writer, NULL), "writer");
  for (uint32_t i = 0; i < RECORDS; i++)
    bench_require(pnr_lookup_writer_add(writer, NULL, records[i], masked[i], pnr_octets_get(wraps[i]), NULL), "add");
  bench_require(pnr_lookup_writer_finish(writer, &volume, &volume_wrap, NULL), "finish");
  pnr_lookup_writer_close(writer);
  return bench_cpu() - begin;
}

static double search(void *state)
{
  (void)state;
  double begin = bench_cpu();
  bench_require(pnr_lookup_search(lookup, pnr_octets_get(volume), ISSUED, NULL), "search");
  return bench_cpu() - begin;
}

static void open_lookup(void)
{
  static char folder[256];
  static const char *const names[] = { "key", "lock", "2025-10.audit" };
  uint8_t key[PNR_AUDIT_KEY_SIZE], public_key[PNR_AUDIT_KEY_SIZE];
  const char *place = getenv("TMPDIR");
  const uint8_t text[] = "A";
  const pnr_slice word = { text, 1 };
  const pnr_purpose why = {
    .size = sizeof why, .basis = PNR_BASIS_REQUEST, .offence = 1, .case_reference = word, .officer = word
  };
  const pnr_lookup_terms terms = { .size = sizeof terms,
                                   .offence = 1,
                                   .issued = ISSUED,
                                   .expires = ISSUED + 1,
                                   .from = 20250911,
                                   .until = 20250911,
                                   .uses = 1,
                                   .case_reference = word,
                                   .decision = word,
                                   .person = pnr_record_get(records[0])->content->travellers[0]->person };
  pnr_octets *permit = NULL;
  pnr_audit *audit = NULL;
  snprintf(folder, sizeof folder, "%s/pnr-bench-XXXXXX", place != NULL ? place : "/tmp");
  bench_expect(mkdtemp(folder) != NULL, "a folder");
  bench_require(pnr_audit_create(NULL, folder, word, ISSUED, key, public_key, NULL), "trail");
  bench_require(pnr_audit_open(NULL, folder, NULL, ISSUED, &audit, NULL), "trail");
  bench_require(pnr_lookup_permit(NULL, court_seed, pnr_octets_get(volume_wrap), &terms, unit_keys, &permit, NULL),
                "permit");
  bench_require(
    pnr_lookup_open(NULL, pnr_octets_get(permit), court_keys, unit_seed, &why, ISSUED, audit, &lookup, NULL), "look");
  for (uint32_t i = 0; i < RECORDS; i++)
    bench_require(pnr_lookup_wraps(lookup, pnr_octets_get(wraps[i]), NULL), "wraps");
  pnr_audit_close(audit);
  pnr_octets_close(permit);
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, names[i]);
    remove(path);
  }
  rmdir(folder);
}

static void measure(const char *name, double (*function)(void *))
{
  bench_case one = { .name = name, .measure = function };
  bench_measure(&one, 1);
  bench_row("lookup", name, one.median * 1e6 / RECORDS, "us/record", NULL, 0);
}

int main(void)
{
  bench_require(pnr_party_public(court_seed, court_keys, NULL), "party");
  bench_require(pnr_party_public(unit_seed, unit_keys, NULL), "party");
  store();
  measure("add", write_volume);
  open_lookup();
  measure("search", search);
  bench_expect(pnr_lookup_count(lookup) >= 1, "he is found");
  bench_row("lookup", "travellers", travellers, "travellers", NULL, 0);
  bench_row("lookup", "volume", (double)pnr_octets_get(volume).size / RECORDS, "octets/record", NULL, 0);
  pnr_lookup_close(lookup);
  pnr_octets_close(volume);
  pnr_octets_close(volume_wrap);
  for (uint32_t i = 0; i < RECORDS; i++) {
    pnr_octets_close(wraps[i]);
    pnr_record_close(masked[i]);
    pnr_record_close(records[i]);
  }
  return 0;
}
