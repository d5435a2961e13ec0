/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "bench/traffic.h"
#include "exchange/object.h"

/* Two units: a notice with the records of a flight, and one with a single record, written, sealed, opened; and a blind query
 * of 10,000 persons about that flight. Nothing is compressed, nothing goes through a disk. */

enum { RECORDS = 200, PERSONS = 10000, DAY = 86400, TIMES = 20 };
static const uint64_t NOW = 1772366400; /* 2026-03-01T12:00:00Z */

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
static pnr_record *records[RECORDS];
static uint8_t ids[RECORDS][PNR_EXCHANGE_ID], digests[RECORDS][PNR_FINGERPRINT];
static pnr_shared_record shared[RECORDS];
static const pnr_shared_record *shared_list[RECORDS];
static pnr_shared_hit hit;
static const pnr_shared_hit *const hits[] = { &hit };
static pnr_notice notice;
static pnr_exchange_message message;
static pnr_sensitive *table;
static pnr_octets *flight_object, *single_object;
static pnri_cbor_writer flight_body;

static pnr_slice slice_of(const char *text) { return (pnr_slice){ (const uint8_t *)text, strlen(text) }; }

/* --- The units --- */

static void open_unit(unit *u)
{
  pnr_octets *root = NULL;
  bench_require(pnr_root_create(NULL, &root, NULL), "root");
  bench_require(pnr_root_fingerprint(pnr_octets_get(root), u->fingerprint, NULL), "fingerprint");
  bench_require(pnr_keyring_open(NULL, slice_of(u->name), &u->keyring, NULL), "keyring");
  bench_require(pnr_keyring_add_signing(u->keyring, NOW - DAY, NOW + 90 * DAY, NULL), "signing key");
  bench_require(pnr_keyring_add_prekeys(u->keyring, NOW, NULL), "prekeys");
  bench_require(
    pnr_directory_sign(u->keyring, pnr_octets_get(root), 1, NOW - 60, NOW + 30 * DAY, NULL, 0, &u->directory, NULL),
    "directory");
  bench_require(pnr_prekeys_sign(u->keyring, NOW, &u->prekeys, NULL), "prekeys");
  u->provider.size = sizeof u->provider;
  bench_require(pnr_keyring_provider(u->keyring, NOW, &u->provider, NULL), "provider");
  bench_require(pnr_directory_pin(directory, slice_of(u->name), u->fingerprint, NULL), "pin");
  bench_require(pnr_directory_add(directory, pnr_octets_get(u->directory), NOW, NULL), "add");
  bench_require(pnr_directory_add(directory, pnr_octets_get(u->prekeys), NOW, NULL), "add");
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
                         .now = NOW };
}

/* --- The flight --- */

static void share(const pnr_message *read, uint32_t i)
{
  const pnr_record_options options = { .size = sizeof options, .regime = PNR_REGIME_PNR, .received = NOW - DAY };
  pnr_record *stored = NULL, *filtered = NULL;
  bench_require(pnr_record_from_booking(NULL, read, i, &options, &stored, NULL), "store");
  bench_require(pnr_record_filter(NULL, stored, PNR_ELEMENTS, &filtered, NULL, NULL), "filter");
  bench_require(pnr_record_scrub(NULL, filtered, table, &records[i], NULL, NULL), "scrub");
  pnr_record_close(stored);
  pnr_record_close(filtered);
  ids[i][0] = (uint8_t)i;
  bench_require(pnr_record_share(records[i], (pnr_slice){ ids[i], sizeof ids[i] }, 1, &shared[i], digests[i], NULL),
                "share");
  shared_list[i] = &shared[i];
  notice.elements_given |= shared[i].elements;
}

static void open_flight(void)
{
  const bench_traffic flight = { .seed = 5, .flights = 1, .parts = 1, .bookings = RECORDS };
  pnr_reader *reader = NULL;
  pnr_message *read = NULL;
  uint32_t travellers = 0;
  bench_require(pnr_sensitive_open(NULL, (pnr_slice){ NULL, 0 }, &table, NULL), "table");
  bench_text traffic = bench_pnrgov(&flight, BENCH_EDIFACT, &travellers);
  bench_require(pnr_reader_open(NULL, (const uint8_t *)traffic.data, traffic.size, NULL, &reader, NULL), "open");
  bench_require(pnr_reader_next(reader, &read, NULL), "read");
  bench_expect(pnr_message_content(read)->booking_count == RECORDS, "a flight of 200 bookings");
  for (uint32_t i = 0; i < RECORDS; i++) share(read, i);
  pnr_sensitive_close(table);
  pnr_message_close(read);
  pnr_reader_close(reader);
  free(traffic.data);
}

static void fill_notice(void)
{
  hit = (pnr_shared_hit){ .size = sizeof hit,
                          .score = 9310,
                          .normaliser = PNR_NORMALISER,
                          .score_version = PNR_SCORE,
                          .reviewed_at = NOW - 60,
                          .reviewer = slice_of("reviewer-5") };
  notice.size = sizeof notice;
  notice.purpose = PNR_FOR_ASSESSMENT;
  notice.offences = PNR_TERRORISM_BIT;
  notice.reference = slice_of("NL-OUT-2");
  notice.relevance = slice_of("Arrives at the receiver's airport.");
  notice.urgency = PNR_URGENT;
  notice.handling = PNR_HANDLING_UNIT;
  notice.records = shared_list;
  notice.hits = hits;
  notice.hit_count = 1;
  notice.scrub_table = pnr_record_get(records[0])->scrubbed;
  notice.reviewer = slice_of("reviewer-5");
  notice.reviewed_at = NOW - 30;
  message = (pnr_exchange_message){ .size = sizeof message, .type = PNR_EXCHANGE_NOTICE, .notice = &notice };
}

static void say(uint32_t count)
{
  notice.record_count = count;
  notice.elements_given = 0;
  for (uint32_t i = 0; i < count; i++) notice.elements_given |= shared[i].elements;
}

static pnr_octets *seal(void)
{
  const pnr_claims claims = { .size = sizeof claims, .audience = slice_of(to.name) };
  pnr_octets *object = NULL;
  bench_require(pnr_exchange_seal(NULL, &sender, &message, &claims, &object, NULL, NULL), "seal");
  return object;
}

/* --- Cases --- */

static double measure_seal(void *state)
{
  const uint32_t *count = state;
  say(*count);
  double begin = bench_cpu();
  for (int i = 0; i < TIMES; i++) pnr_octets_close(seal());
  return (bench_cpu() - begin) / TIMES;
}

static double measure_open(void *state)
{
  pnr_octets *const *object = state;
  double begin = bench_cpu();
  for (int i = 0; i < TIMES; i++) {
    pnr_received *received = NULL;
    bench_require(pnr_exchange_open(NULL, &receiver, pnr_octets_get(*object), &received, NULL), "open");
    pnr_received_close(received);
  }
  return (bench_cpu() - begin) / TIMES;
}

static double measure_write(void *state)
{
  (void)state;
  say(RECORDS);
  double begin = bench_cpu();
  for (int i = 0; i < TIMES; i++) {
    pnri_cbor_writer_clear(&flight_body);
    pnri_body_write(&flight_body, &message);
  }
  return (bench_cpu() - begin) / TIMES;
}

static double measure_read(void *state)
{
  (void)state;
  double begin = bench_cpu();
  for (int i = 0; i < TIMES; i++) {
    pnr_received *received = pnri_received_new(pnri_env(NULL));
    bench_require(pnri_body_read(received, pnri_cbor_written(&flight_body), 0, NULL), "read");
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
  for (uint32_t i = 0; i < RECORDS; i++) bench_require(pnr_tag_set_add(set, records[i], i, NULL), "tags");
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

int main(void)
{
  static const uint32_t flight = RECORDS, single = 1;
  union {
    const uint32_t *read;
    void *state;
  } all = { &flight }, one = { &single };
  bench_require(pnr_directory_open(NULL, &directory, NULL), "directory");
  open_unit(&from);
  open_unit(&to);
  sender = exchange_of(&from);
  receiver = exchange_of(&to);
  open_flight();
  fill_notice();
  pnri_cbor_writer_open(&flight_body, NULL, PNRI_BODY_MOST);
  say(1);
  single_object = seal();
  say(RECORDS);
  flight_object = seal();
  bench_case cases[] = {
    { .name = "write-flight", .measure = measure_write },
    { .name = "read-flight", .measure = measure_read },
    { .name = "seal-flight", .measure = measure_seal, .state = all.state },
    { .name = "open-flight", .measure = measure_open, .state = &flight_object },
    { .name = "seal-notice", .measure = measure_seal, .state = one.state },
    { .name = "open-notice", .measure = measure_open, .state = &single_object },
  };
  enum { CASES = sizeof cases / sizeof cases[0] };
  bench_measure(cases, CASES);
  bench_row("exchange", "object-of-flight", (double)pnr_octets_get(flight_object).size, "octets", NULL, 0);
  for (size_t i = 0; i < CASES; i++) bench_row("exchange", cases[i].name, cases[i].median * 1000, "ms", NULL, 0);
  ask_blindly();
  pnr_octets_close(flight_object);
  pnr_octets_close(single_object);
  pnri_cbor_writer_close(&flight_body);
  for (uint32_t i = 0; i < RECORDS; i++) pnr_record_close(records[i]);
  pnr_directory_close(directory);
  close_unit(&from);
  close_unit(&to);
  return 0;
}
