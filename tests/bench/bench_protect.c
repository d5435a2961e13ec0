/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "bench/traffic.h"

/* A flight of some 500 passengers: its bookings stored, encoded, decoded, filtered, scrubbed, masked, and the message
 * redacted. Milliseconds of the whole flight, what is made closed again. */

enum { PASSENGERS = 500, RECORDS = 500 };

static pnr_message *message;
static pnr_record *records[RECORDS];
static uint32_t count;
static pnr_sensitive *table;
static bench_text traffic;

static const pnr_record_options options = { .size = sizeof options, .regime = PNR_REGIME_PNR, .received = 1741600000 };

static pnr_record *stored(uint32_t i)
{
  pnr_record *record = NULL;
  bench_require(pnr_record_from_booking(NULL, message, i, &options, &record, NULL), "store");
  return record;
}

static pnr_slice encoded(uint32_t i)
{
  pnr_slice octets;
  bench_require(pnr_record_encode(records[i], &octets, NULL), "encode");
  return octets;
}

static pnr_record *decoded(uint32_t i)
{
  pnr_record *out = NULL;
  bench_require(pnr_record_decode(NULL, encoded(i), &out, NULL), "decode");
  return out;
}

static pnr_record *filtered(uint32_t i)
{
  pnr_record *out = NULL;
  bench_require(pnr_record_filter(NULL, records[i], PNR_ELEMENTS, &out, NULL, NULL), "filter");
  return out;
}

static pnr_record *scrubbed(uint32_t i)
{
  pnr_record *out = NULL;
  bench_require(pnr_record_scrub(NULL, records[i], table, &out, NULL, NULL), "scrub");
  return out;
}

static pnr_record *masked(uint32_t i)
{
  pnr_record *out = NULL;
  bench_require(pnr_record_mask(NULL, records[i], 20250911, &out, NULL), "mask");
  return out;
}

static pnr_record *only_encoded(uint32_t i)
{
  encoded(i);
  return NULL;
}

typedef pnr_record *(*work)(uint32_t i);
static const struct {
  const char *name;
  work function;
} works[] = { { "store", stored },    { "encode", only_encoded }, { "encode-decode", decoded },
              { "filter", filtered }, { "scrub", scrubbed },      { "mask", masked } };

static double measure(void *state)
{
  const work *function = state;
  double begin = bench_cpu();
  for (uint32_t i = 0; i < count; i++) pnr_record_close((*function)(i));
  return bench_cpu() - begin;
}

static double redact(void *state)
{
  (void)state;
  double begin = bench_cpu();
  bench_require(pnr_redact(message, (uint8_t *)traffic.data, traffic.size, NULL), "redact");
  return bench_cpu() - begin;
}

/* Bookings until there are passengers enough. */
static void open_flight(void)
{
  const bench_traffic flight = { .seed = 5, .flights = 1, .parts = 1, .bookings = RECORDS };
  pnr_reader *reader = NULL;
  uint32_t travellers = 0;
  traffic = bench_pnrgov(&flight, BENCH_EDIFACT, &travellers);
  bench_require(pnr_reader_open(NULL, (const uint8_t *)traffic.data, traffic.size, NULL, &reader, NULL), "open");
  bench_require(pnr_reader_next(reader, &message, NULL), "read");
  pnr_reader_close(reader);
  const pnr_content *content = pnr_message_content(message);
  for (travellers = 0; travellers < PASSENGERS && count < content->booking_count; count++) {
    travellers += content->bookings[count]->traveller_count;
    records[count] = stored(count);
  }
  bench_expect(travellers >= PASSENGERS, "a whole flight");
  bench_row("protect", "passengers", travellers, "passengers", NULL, 0);
  bench_row("protect", "bookings", count, "bookings", NULL, 0);
}

int main(void)
{
  enum { WORKS = sizeof works / sizeof works[0] };
  static bench_case cases[WORKS];
  open_flight();
  bench_require(pnr_sensitive_open(NULL, (pnr_slice){ NULL, 0 }, &table, NULL), "table");
  for (size_t i = 0; i < WORKS; i++) {
    static work functions[WORKS];
    functions[i] = works[i].function;
    cases[i] = (bench_case){ .name = works[i].name, .measure = measure, .state = &functions[i] };
  }
  bench_measure(cases, WORKS);
  for (size_t i = 0; i < WORKS; i++) bench_row("protect", cases[i].name, cases[i].median * 1000, "ms", NULL, 0);
  bench_row("protect", "redact-whole-message", (double)traffic.size / 1e6 / redact(NULL), "MB/s", NULL, 0);
  for (uint32_t i = 0; i < count; i++) pnr_record_close(records[i]);
  pnr_sensitive_close(table);
  pnr_message_close(message);
  free(traffic.data);
  return 0;
}
