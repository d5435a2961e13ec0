/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "bench/person.h"
#include "bench/units.h"
#include "exchange/object.h"

/* Two units: a notice with the records of a flight, and one with a single record, written, sealed, opened; and a blind query
 * of 10,000 persons about that flight. Nothing is compressed, nothing goes through a disk. */

enum { RECORDS = 200, PERSONS = 10000, TIMES = 20 };

static bench_unit from = { .name = "NL-PIU" }, to = { .name = "BE-PIU" };
static pnr_directory *directory;
static pnr_exchange sender, receiver;

typedef struct letter {
  bench_letter notice;
  pnr_octets *object;
  pnri_cbor_writer body;
} letter;

static letter bookings, single, travellers;

static pnr_octets *seal(const letter *l)
{
  const pnr_claims claims = { .size = sizeof claims, .audience = bench_slice(to.name) };
  pnr_octets *object = NULL;
  bench_require(pnr_exchange_seal(NULL, &sender, &l->notice.message, &claims, &object, NULL, NULL), "seal");
  return object;
}

static void open_letter(letter *l, uint32_t count)
{
  bench_letter_fill(&l->notice, count);
  l->object = seal(l);
  pnri_cbor_writer_open(&l->body, NULL, 2 * PNRI_BODY_MOST);
}

static void close_letter(letter *l)
{
  pnr_octets_close(l->object);
  pnri_cbor_writer_close(&l->body);
  bench_letter_close(&l->notice);
}

/* --- Cases --- */

static double measure_seal(void *state)
{
  const letter *l = state;
  double begin = bench_cpu();
  for (int i = 0; i < TIMES; i++) pnr_octets_close(seal(l));
  return (bench_cpu() - begin) / TIMES;
}

static double measure_open(void *state)
{
  const letter *l = state;
  double begin = bench_cpu();
  for (int i = 0; i < TIMES; i++) {
    pnr_received *received = NULL;
    bench_require(pnr_exchange_open(NULL, &receiver, pnr_octets_get(l->object), &received, NULL), "open");
    pnr_received_close(received);
  }
  return (bench_cpu() - begin) / TIMES;
}

static double measure_write(void *state)
{
  letter *l = state;
  double begin = bench_cpu();
  for (int i = 0; i < TIMES; i++) {
    pnri_cbor_writer_clear(&l->body);
    pnri_body_write(&l->body, &l->notice.message);
  }
  return (bench_cpu() - begin) / TIMES;
}

static double measure_read(void *state)
{
  const letter *l = state;
  double begin = bench_cpu();
  for (int i = 0; i < TIMES; i++) {
    pnr_received *received = pnri_received_new(pnri_env(NULL));
    bench_require(pnri_body_read(received, pnri_cbor_written(&l->body), 0, NULL), "read");
    pnr_received_close(received);
  }
  return (bench_cpu() - begin) / TIMES;
}

/* --- A blind query --- */

static void add_persons(pnr_blind *blind)
{
  bench_random random = { 11 };
  for (uint32_t i = 0; i < PERSONS; i++) {
    bench_person invented = bench_make_person(&random);
    pnr_name name = { .kind = PNR_NAME_PRIMARY,
                      .surname = bench_slice(invented.surname),
                      .given = bench_slice(invented.given) };
    pnr_birth birth = { .from = invented.year * 10000 + invented.month * 100 + invented.day };
    const pnr_name *names[] = { &name };
    const pnr_birth *births[] = { &birth };
    birth.to = birth.from;
    pnr_person person = { .names = names, .name_count = 1, .births = births, .birth_count = 1 };
    bench_require(pnr_blind_add(blind, &person, i, NULL, NULL), "add");
  }
}

static void ask_blindly(void)
{
  static const uint8_t probe[PNR_EXCHANGE_ID] = { 1 };
  const pnr_flight flight = {
    .size = sizeof flight, .day = 20260301, .carrier = bench_slice("ZX"), .number = bench_slice("100")
  };
  pnr_blind *blind = NULL;
  pnr_octets *secret = NULL, *evaluated = NULL;
  pnr_tag_set *set = NULL;
  const pnr_tags *tags = NULL;
  double seconds[BENCH_RUNS];
  bench_require(pnr_blind_open(NULL, &blind, NULL), "blind");
  bench_require(pnr_blind_secret_create(NULL, &secret, NULL), "secret");
  double begin = bench_cpu();
  add_persons(blind);
  bench_require(pnr_blind_evaluate(NULL, pnr_octets_get(secret), pnr_blind_elements(blind), &evaluated, NULL),
                "evaluate");
  bench_require(pnr_blind_finish(blind, pnr_octets_get(evaluated), NULL), "finish");
  double keys = (double)pnr_blind_elements(blind).size / PNR_BLIND_ELEMENT;
  bench_row("exchange", "blind-keys", keys, "keys", NULL, 0);
  bench_row("exchange", "blind-prepare", (bench_cpu() - begin) / keys * 1e6, "us/key", NULL, 0);
  begin = bench_cpu();
  bench_require(pnr_tag_set_open(NULL, pnr_octets_get(secret), &set, NULL), "set");
  for (uint32_t i = 0; i < RECORDS; i++)
    bench_require(pnr_tag_set_add(set, bookings.notice.records[i], i, NULL), "tags");
  bench_require(pnr_tag_set_finish(set, (pnr_slice){ probe, sizeof probe }, &flight, &tags, NULL), "tags");
  bench_row("exchange", "blind-tags-of-flight", (bench_cpu() - begin) * 1000, "ms", NULL, 0);
  for (int i = 0; i < BENCH_RUNS; i++) {
    begin = bench_cpu();
    bench_require(pnr_blind_match(blind, tags, NULL), "match");
    seconds[i] = bench_cpu() - begin;
  }
  bench_row("exchange", "blind-match", bench_median(seconds, BENCH_RUNS) * 1000, "ms", NULL, 0);
  pnr_tag_set_close(set);
  pnr_octets_close(evaluated);
  pnr_octets_close(secret);
  pnr_blind_close(blind);
}

static void rows(const char *of, const letter *l, const bench_case *cases)
{
  static const char *const what[] = { "write", "read", "seal", "open" };
  char name[40];
  snprintf(name, sizeof name, "object-%s", of);
  bench_row("exchange", name, (double)pnr_octets_get(l->object).size, "octets", NULL, 0);
  for (int i = 0; i < 4; i++) {
    snprintf(name, sizeof name, "%s-%s", what[i], of);
    bench_row("exchange", name, cases[i].median * 1000, "ms", NULL, 0);
  }
  snprintf(name, sizeof name, "seal+open-%s", of);
  bench_row("exchange", name, (cases[2].median + cases[3].median) * 1000, "ms", NULL, 0);
}

int main(void)
{
  letter *const all[] = { &travellers, &bookings, &single };
  static const char *const of[] = { "200-travellers", "200-bookings", "notice" };
  bench_case cases[12];
  bench_require(pnr_directory_open(NULL, &directory, NULL), "directory");
  bench_unit_open(&from, directory);
  bench_unit_open(&to, directory);
  sender = bench_exchange_of(&from, directory);
  receiver = bench_exchange_of(&to, directory);
  for (uint32_t i = 0; i < RECORDS; i++) travellers.notice.records[i] = bench_short_record(i);
  bench_flight_records(bookings.notice.records, RECORDS);
  bench_flight_records(single.notice.records, 1);
  for (int i = 0; i < 3; i++) {
    open_letter(all[i], i < 2 ? RECORDS : 1);
    cases[4 * i] = (bench_case){ .measure = measure_write, .state = all[i] };
    cases[4 * i + 1] = (bench_case){ .measure = measure_read, .state = all[i] };
    cases[4 * i + 2] = (bench_case){ .measure = measure_seal, .state = all[i] };
    cases[4 * i + 3] = (bench_case){ .measure = measure_open, .state = all[i] };
    pnri_body_write(&all[i]->body, &all[i]->notice.message);
  }
  bench_measure(cases, 12);
  for (int i = 0; i < 3; i++) rows(of[i], all[i], &cases[4 * i]);
  ask_blindly();
  for (int i = 0; i < 3; i++) close_letter(all[i]);
  pnr_directory_close(directory);
  bench_unit_close(&from);
  bench_unit_close(&to);
  return 0;
}
