/* SPDX-License-Identifier: Apache-2.0
 *
 * tests/golden/exchange/v1: what this version of the format is, octet for octet, with the keys that open it. A released file
 * there never changes. PNR_GOLDEN=write makes them anew, from fixed keys, times and random octets. Run from the top of the
 * source tree; on a machine of either byte order the files are the same. */
#define _POSIX_C_SOURCE 200809L /* open_memstream */
#include "exchange_forge.h"
#include "pnr/probe.h"

#define FOLDER "tests/golden/exchange/v1/"

static void write_file(const char *path, pnr_slice octets)
{
  FILE *file = fopen(path, "wb");
  cr_assert(file != NULL, "%s", path);
  cr_assert(eq(sz, fwrite(octets.data, 1, octets.size, file), octets.size));
  fclose(file);
}

static void expect_file(const char *name, const char *suffix, pnr_slice octets)
{
  static uint8_t room[1 << 18];
  char path[128];
  const char *mode = getenv("PNR_GOLDEN");
  snprintf(path, sizeof path, FOLDER "%s.%s", name, suffix);
  if (mode != NULL && strcmp(mode, "write") == 0) write_file(path, octets);
  FILE *file = fopen(path, "rb");
  cr_assert(file != NULL, "%s: run from the top of the source tree", path);
  size_t size = fread(room, 1, sizeof room, file);
  fclose(file);
  cr_expect(size == octets.size && memcmp(room, octets.data, size) == 0, "%s", path);
}

/* --- Keys --- */

static void put_hex(FILE *out, const uint8_t *octets, size_t size)
{
  fputc('"', out);
  for (size_t i = 0; i < size; i++) fprintf(out, "%02x", octets[i]);
  fputc('"', out);
}

static void put_keys(FILE *out, const char *name, const pnri_vector *keys)
{
  fprintf(out, " \"%s\": [", name);
  for (size_t i = 0; i < keys->count; i++) {
    const pnri_own_key *key = pnri_own_key_at(keys, i);
    fprintf(out, "%s\n  {\"private\": ", i != 0 ? "," : "");
    put_hex(out, key->secret, 32);
    fprintf(out, ", \"from\": %llu, \"until\": %llu}", (unsigned long long)key->from, (unsigned long long)key->until);
  }
  fprintf(out, "]");
}

static void expect_keys(const char *name, const unit_keys *unit)
{
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  fprintf(out, "{\"root\": ");
  put_hex(out, unit->root, sizeof unit->root);
  fprintf(out, ",\n \"fingerprint\": ");
  put_hex(out, unit->fingerprint, sizeof unit->fingerprint);
  fprintf(out, ",\n");
  put_keys(out, "signing", &unit->keyring->signing);
  fprintf(out, ",\n");
  put_keys(out, "prekeys", &unit->keyring->prekeys);
  fprintf(out, "}\n");
  fclose(out);
  expect_file(name, "keys.json", (pnr_slice){ (const uint8_t *)text, size });
  free(text);
  expect_file(name, "directory", pnr_octets_get(unit->directory));
  expect_file(name, "prekeys", pnr_octets_get(unit->prekeys));
}

/* --- Frames --- */

/* The file of all frames, behind its cover. */
typedef struct collection {
  uint8_t octets[1 << 16];
  size_t size;
  uint32_t count;
} collection;

/* NAME.frame, and NAME.json: the message, and the random octets from which the object was made (id, key, nonce). */
static void expect_frame(const char *name, const pnr_exchange_message *message, pnr_slice object, uint32_t stream,
                         uint64_t sequence, const fixed_chance *chance, collection *all)
{
  pnr_frame frame = { SIZED(frame), .stream = stream, .sequence = sequence, .object = object };
  pnr_octets *octets = NULL, *json = NULL;
  char *text = NULL;
  size_t size = 0;
  cr_assert(eq(i32, pnr_frame_write(NULL, &frame, &octets, NULL), PNR_OK));
  pnr_slice framed = pnr_octets_get(octets);
  expect_file(name, "frame", framed);
  cr_assert(all->size + framed.size <= sizeof all->octets);
  memcpy(all->octets + all->size, framed.data, framed.size);
  all->size += framed.size;
  all->count++;
  cr_assert(eq(i32, pnr_exchange_write_json(NULL, message, &json, NULL), PNR_OK));
  FILE *out = open_memstream(&text, &size);
  fprintf(out, "{\"message\": %.*s", (int)pnr_octets_get(json).size, pnr_octets_get(json).data);
  if (chance != NULL) {
    fprintf(out, ",\n \"random\": ");
    put_hex(out, chance->octets, chance->size);
  }
  fprintf(out, "}\n");
  fclose(out);
  expect_file(name, "json", (pnr_slice){ (const uint8_t *)text, size });
  free(text);
  pnr_octets_close(json);
  pnr_octets_close(octets);
}

static void expect_message(two_units *units, const char *name, const pnr_exchange_message *message, pnr_claims claims,
                           collection *all)
{
  fixed_chance chance = { .name = name };
  pnri_chance source = { draw_fixed, &chance };
  pnr_octets *object = NULL;
  claims.size = sizeof claims;
  claims.audience = text_slice("BE-PIU");
  cr_assert(eq(i32, pnri_exchange_seal(NULL, &units->from_nl, message, &claims, &source, &object, NULL, NULL), PNR_OK));
  expect_frame(name, message, pnr_octets_get(object), claims.stream, claims.sequence, &chance, all);
  pnr_octets_close(object);
}

/* A receipt that is deflated, and a field of a later version: readers must take them, nobody needs to write them. */
static void expect_forged(two_units *units, const char *name, const pnr_exchange_message *message, pnr_slice body,
                          uint64_t encoding, uint64_t size, collection *all)
{
  pnri_cbor_writer payload;
  forgery f = usual_forgery(units, message->type);
  f.id = name;
  pnri_cbor_writer_open(&payload, NULL, 4096);
  put_payload(&payload, encoding, size, body, (pnr_slice){ NULL, 0 });
  f.payload = pnri_cbor_written(&payload);
  pnr_octets *object = forge(units, &f, message);
  expect_frame(name, message, pnr_octets_get(object), 0, 0, NULL, all);
  pnr_octets_close(object);
  pnri_cbor_writer_close(&payload);
}

static void expect_later(two_units *units, samples *s, collection *all)
{
  pnri_cbor_writer body;
  pnri_cbor_writer_open(&body, NULL, 4096);
  pnri_body_write(&body, &s->message[7]);
  body.data[2]++; /* one pair more */
  pnri_cbor_put_unsigned(&body, 64);
  pnri_cbor_put_text(&body, text_slice("of a later version"));
  expect_forged(units, "later", &s->message[7], pnri_cbor_written(&body), 0, body.size, all);
  pnri_cbor_writer_close(&body);
}

/* What links and blind queries say. The octets of the latter are no keys of anybody: a pattern. */
static void expect_others(two_units *units, collection *all)
{
  static uint8_t pattern[512 * 8];
  pnr_hello hello = { SIZED(hello), .incarnation = ID("I1") };
  pnr_void_message nothing = { SIZED(nothing), .recall = ID("C1") };
  pnr_heartbeat heartbeat = { SIZED(heartbeat), .number = 3 };
  pnr_flight flight = { SIZED(flight), .day = 20260301, .carrier = text_slice("ZX"), .number = text_slice("100") };
  const pnr_flight *flights[] = { &flight };
  for (size_t i = 0; i < sizeof pattern; i++) pattern[i] = (uint8_t)(i / 16);
  pnr_probe probe = sample_probe(flights, 1);
  probe.elements = (pnr_slice){ pattern, 64 };
  probe.commitments = (pnr_slice){ pattern, 32 };
  pnr_probe_result result = { SIZED(result), .probe = ID("P1"), .elements = { pattern, 64 } };
  pnr_tags tags = { SIZED(tags),
                    .probe = ID("P1"),
                    .flight = &flight,
                    .salt = { pattern, 16 },
                    .tags = { pattern, 512 * 8 },
                    .commitment = { pattern, 32 } };
  const pnr_exchange_message messages[] = {
    { SIZED(pnr_exchange_message), .type = PNR_EXCHANGE_HELLO, .hello = &hello },
    { SIZED(pnr_exchange_message), .type = PNR_EXCHANGE_VOID, .void_message = &nothing },
    { SIZED(pnr_exchange_message), .type = PNR_EXCHANGE_HEARTBEAT, .heartbeat = &heartbeat },
    { SIZED(pnr_exchange_message), .type = PNR_EXCHANGE_PROBE, .probe = &probe },
    { SIZED(pnr_exchange_message), .type = PNR_EXCHANGE_PROBE_RESULT, .probe_result = &result },
    { SIZED(pnr_exchange_message), .type = PNR_EXCHANGE_TAGS, .tags = &tags },
  };
  for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
    pnr_claims link = { .stream = PNR_STREAM_CONTROL, .sequence = 1, .incarnation = ID("I1") };
    const char *name = pnr_exchange_type_name(messages[i].type);
    expect_message(units, name, &messages[i], i == 0 ? link : (pnr_claims){ .size = 0 }, all);
  }
}

/* A deflate stream of one stored block (RFC 1951 section 3.2.4): the same on every machine and version of zlib. */
static void expect_deflated(two_units *units, samples *s, collection *all)
{
  pnri_cbor_writer body, stream;
  uint8_t head[5] = { 1 };
  pnri_cbor_writer_open(&body, NULL, 4096);
  pnri_cbor_writer_open(&stream, NULL, 4096);
  pnri_body_write(&body, &s->message[4]);
  head[1] = (uint8_t)body.size;
  head[2] = (uint8_t)(body.size >> 8);
  head[3] = (uint8_t)~head[1];
  head[4] = (uint8_t)~head[2];
  pnri_cbor_put_encoded(&stream, (pnr_slice){ head, sizeof head });
  pnri_cbor_put_encoded(&stream, pnri_cbor_written(&body));
  expect_forged(units, "deflated", &s->message[4], pnri_cbor_written(&stream), 1, body.size, all);
  pnri_cbor_writer_close(&body);
  pnri_cbor_writer_close(&stream);
}

static void expect_collection(const collection *all)
{
  static uint8_t room[1 << 17];
  pnr_cover cover = { SIZED(cover), .objects = all->count, .from = text_slice("NL-PIU"), .to = text_slice("BE-PIU"),
                      .made = NOW };
  pnr_octets *octets = NULL;
  cr_assert(eq(i32, pnr_cover_write(NULL, &cover, &octets, NULL), PNR_OK));
  pnr_slice text = pnr_octets_get(octets);
  memcpy(room, text.data, text.size);
  memcpy(room + text.size, all->octets, all->size);
  expect_file("all", "pnr", (pnr_slice){ room, text.size + all->size });
  pnr_octets_close(octets);
}

Test(exchange_golden, objects_are_these_octets_and_no_others)
{
  static collection all;
  static uint8_t published[2048];
  two_units units;
  samples s;
  two_units_open(&units);
  samples_open(&s);
  units.from_nl.asked = s.asked_list;
  units.from_nl.asked_count = 1;
  pnr_slice first = pnr_octets_get(units.nl.directory), second = pnr_octets_get(units.nl.prekeys);
  memcpy(published, first.data, first.size);
  memcpy(published + first.size, second.data, second.size);
  s.keys.octets = (pnr_slice){ published, first.size + second.size };
  expect_keys("NL-PIU", &units.nl);
  expect_keys("BE-PIU", &units.be);
  expect_message(&units, "request", &s.message[0], (pnr_claims){ .id = ID("Q1") }, &all);
  for (uint32_t i = 1; i < SAMPLES; i++)
    expect_message(&units, pnr_exchange_type_name(i + 1), &s.message[i], (pnr_claims){ .size = 0 }, &all);
  pnr_claims link = { .stream = 3, .sequence = 7, .incarnation = ID("I1"), .expires = NOW + 3600 };
  expect_message(&units, "linked", &s.message[2], link, &all);
  expect_others(&units, &all);
  expect_deflated(&units, &s, &all);
  expect_later(&units, &s, &all);
  expect_collection(&all);
  samples_close(&s);
  two_units_close(&units);
}

/* --- The same files as a stranger gets them --- */

static pnr_slice read_file(const char *path)
{
  static uint8_t room[1 << 18];
  FILE *file = fopen(path, "rb");
  cr_assert(file != NULL, "%s", path);
  size_t size = fread(room, 1, sizeof room, file);
  fclose(file);
  return (pnr_slice){ room, size };
}

Test(exchange_golden, the_file_of_all_objects_is_opened_once)
{
  two_units units;
  samples s;
  pnr_cover cover = { SIZED(cover) };
  pnr_frame frame = { SIZED(frame) };
  size_t at = 0;
  uint32_t opened = 0;
  two_units_open(&units);
  samples_open(&s);
  units.to_be.asked = s.asked_list;
  units.to_be.asked_count = 1;
  pnr_slice file = read_file(FOLDER "all.pnr");
  cr_assert(eq(i32, pnr_cover_read(file, &at, &cover, NULL), PNR_OK));
  for (int round = 0; round < 2; round++) {
    size_t next = at;
    while (pnr_frame_next(file, &next, &frame, NULL) == PNR_OK) {
      pnr_received *received = NULL;
      pnr_error error = { SIZED(error) };
      pnr_status status = pnr_exchange_open(NULL, &units.to_be, frame.object, &received, &error);
      cr_expect(eq(i32, status, round == 0 ? PNR_OK : PNR_E_REPLAYED), "object %u, field %u, rule %d", opened,
                error.element, error.cause);
      if (received != NULL) {
        cr_expect(eq(u64, pnr_received_claims(received)->sequence, frame.sequence));
        opened++;
      }
      pnr_received_close(received);
    }
    cr_expect(eq(sz, next, file.size));
  }
  cr_expect(eq(u32, opened, cover.objects));
  samples_close(&s);
  two_units_close(&units);
}
