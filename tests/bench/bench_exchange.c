/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "bench/person.h"
#include "bench/records.h"
#include "exchange/object.h"

/* Two units: a notice with the records of a flight, and one with a single record, written, sealed, opened; and a blind query
 * of 10,000 persons about that flight. Nothing is compressed, nothing goes through a disk. */

enum { RECORDS = 200, PERSONS = 10000, TIMES = 20 };

typedef struct unit {
  const char *name;
  uint8_t fingerprint[PNR_FINGERPRINT];
  pnr_keyring *keyring;
  pnr_key_provider provider;
  pnr_octets *directory, *prekeys;
} unit;

static unit from = { .name = "NL-PIU" }, to = { .name = "BE-PIU" };
static pnr_directory *directory;
static pnr_exchange sender, receiver;
static pnr_shared_hit hit;
static const pnr_shared_hit *const hits[] = { &hit };

/* A notice with the first `count` of its records. */
typedef struct letter {
  pnr_record *records[RECORDS];
  uint8_t ids[RECORDS][PNR_EXCHANGE_ID], digests[RECORDS][PNR_FINGERPRINT];
  pnr_shared_record shared[RECORDS];
  const pnr_shared_record *list[RECORDS];
  pnr_notice notice;
  pnr_exchange_message message;
  pnr_octets *object;
  pnri_cbor_writer body;
} letter;

static letter bookings, single, travellers;

static pnr_slice slice_of(const char *text) { return (pnr_slice){ (const uint8_t *)text, strlen(text) }; }

/* --- The units --- */

static void open_unit(unit *u)
{
  pnr_octets *root = NULL;
  bench_require(pnr_root_create(NULL, &root, NULL), "root");
  bench_require(pnr_root_fingerprint(pnr_octets_get(root), u->fingerprint, NULL), "fingerprint");
  bench_require(pnr_keyring_open(NULL, slice_of(u->name), &u->keyring, NULL), "keyring");
  bench_require(pnr_keyring_add_signing(u->keyring, BENCH_NOW - BENCH_A_DAY, BENCH_NOW + 90 * BENCH_A_DAY, NULL),
                "signing key");
  bench_require(pnr_keyring_add_prekeys(u->keyring, BENCH_NOW, NULL), "prekeys");
  bench_require(pnr_directory_sign(u->keyring, pnr_octets_get(root), 1, BENCH_NOW - 60, BENCH_NOW + 30 * BENCH_A_DAY,
                                   NULL, 0, &u->directory, NULL),
                "directory");
  bench_require(pnr_prekeys_sign(u->keyring, BENCH_NOW, &u->prekeys, NULL), "prekeys");
  u->provider.size = sizeof u->provider;
  bench_require(pnr_keyring_provider(u->keyring, BENCH_NOW, &u->provider, NULL), "provider");
  bench_require(pnr_directory_pin(directory, slice_of(u->name), u->fingerprint, NULL), "pin");
  bench_require(pnr_directory_add(directory, pnr_octets_get(u->directory), BENCH_NOW, NULL), "add");
  bench_require(pnr_directory_add(directory, pnr_octets_get(u->prekeys), BENCH_NOW, NULL), "add");
  pnr_octets_close(root);
}

static void close_unit(unit *u)
{
  pnr_keyring_close(u->keyring);
  pnr_octets_close(u->directory);
  pnr_octets_close(u->prekeys);
}

static pnr_exchange exchange_of(const unit *u)
{
  return (pnr_exchange){ .size = sizeof(pnr_exchange),
                         .unit = slice_of(u->name),
                         .provider = &u->provider,
                         .directory = directory,
                         .now = BENCH_NOW };
}

/* --- Notices --- */

static void fill_notice(letter *l, uint32_t count)
{
  hit = (pnr_shared_hit){ .size = sizeof hit,
                          .score = 9310,
                          .normaliser = PNR_NORMALISER,
                          .score_version = PNR_SCORE,
                          .reviewed_at = BENCH_NOW - 60,
                          .reviewer = slice_of("reviewer-5") };
  l->notice = (pnr_notice){ .size = sizeof l->notice,
                            .purpose = PNR_FOR_ASSESSMENT,
                            .offences = PNR_TERRORISM_BIT,
                            .reference = slice_of("NL-OUT-2"),
                            .relevance = slice_of("Arrives at the receiver's airport."),
                            .urgency = PNR_URGENT,
                            .handling = PNR_HANDLING_UNIT,
                            .records = l->list,
                            .record_count = count,
                            .hits = hits,
                            .hit_count = 1,
                            .scrub_table = pnr_record_get(l->records[0])->scrubbed,
                            .reviewer = slice_of("reviewer-5"),
                            .reviewed_at = BENCH_NOW - 30 };
  for (uint32_t i = 0; i < count; i++) {
    l->ids[i][0] = (uint8_t)i;
    bench_require(pnr_record_share(l->records[i], (pnr_slice){ l->ids[i], sizeof l->ids[i] }, 1, &l->shared[i],
                                   l->digests[i], NULL),
                  "share");
    l->list[i] = &l->shared[i];
    l->notice.elements_given |= l->shared[i].elements;
  }
  l->message = (pnr_exchange_message){ .size = sizeof l->message, .type = PNR_EXCHANGE_NOTICE, .notice = &l->notice };
}

static pnr_octets *seal(const letter *l)
{
  const pnr_claims claims = { .size = sizeof claims, .audience = slice_of(to.name) };
  pnr_octets *object = NULL;
  bench_require(pnr_exchange_seal(NULL, &sender, &l->message, &claims, &object, NULL, NULL), "seal");
  return object;
}

static void open_letter(letter *l, uint32_t count)
{
  fill_notice(l, count);
  l->object = seal(l);
  pnri_cbor_writer_open(&l->body, NULL, 2 * PNRI_BODY_MOST);
}

static void close_letter(letter *l)
{
  pnr_octets_close(l->object);
  pnri_cbor_writer_close(&l->body);
  for (uint32_t i = 0; i < RECORDS; i++) pnr_record_close(l->records[i]);
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
    pnri_body_write(&l->body, &l->message);
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
                      .surname = slice_of(invented.surname),
                      .given = slice_of(invented.given) };
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
    .size = sizeof flight, .day = 20260301, .carrier = slice_of("ZX"), .number = slice_of("100")
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
  for (uint32_t i = 0; i < RECORDS; i++) bench_require(pnr_tag_set_add(set, bookings.records[i], i, NULL), "tags");
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
  open_unit(&from);
  open_unit(&to);
  sender = exchange_of(&from);
  receiver = exchange_of(&to);
  for (uint32_t i = 0; i < RECORDS; i++) travellers.records[i] = bench_short_record(i);
  bench_flight_records(bookings.records, RECORDS);
  bench_flight_records(single.records, 1);
  for (int i = 0; i < 3; i++) {
    open_letter(all[i], i < 2 ? RECORDS : 1);
    cases[4 * i] = (bench_case){ .measure = measure_write, .state = all[i] };
    cases[4 * i + 1] = (bench_case){ .measure = measure_read, .state = all[i] };
    cases[4 * i + 2] = (bench_case){ .measure = measure_seal, .state = all[i] };
    cases[4 * i + 3] = (bench_case){ .measure = measure_open, .state = all[i] };
    pnri_body_write(&all[i]->body, &all[i]->message);
  }
  bench_measure(cases, 12);
  for (int i = 0; i < 3; i++) rows(of[i], all[i], &cases[4 * i]);
  ask_blindly();
  for (int i = 0; i < 3; i++) close_letter(all[i]);
  pnr_directory_close(directory);
  close_unit(&from);
  close_unit(&to);
  return 0;
}
