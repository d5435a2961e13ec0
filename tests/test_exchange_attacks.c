/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memmem */
#include <zlib.h>

#include "crypto/agree.h"
#include "crypto/seal.h"
#include "crypto/sign.h"
#include "exchange_forge.h"
#include "pnr/link.h"

/* Whatever somebody does to an object: it is refused, nothing of it counts, and the object itself still opens. */

/* X25519 of the one pair that was asked for last, so that flipping bits behind it takes no time. */
typedef struct remembering {
  pnr_key_provider own;
  uint8_t key[PNR_KEY_ID], point[32], shared[32];
  uint64_t from, until;
  int is_known;
} remembering;

static int agree_again(void *user, const uint8_t key[PNR_KEY_ID], const uint8_t point[32], uint8_t shared[32],
                       uint64_t *from, uint64_t *until)
{
  remembering *last = user;
  if (!last->is_known || memcmp(key, last->key, PNR_KEY_ID) != 0 || memcmp(point, last->point, 32) != 0) {
    if (!last->own.agree(last->own.user, key, point, shared, from, until)) return 0;
    if (!last->is_known) {
      memcpy(last->key, key, PNR_KEY_ID);
      memcpy(last->point, point, 32);
      memcpy(last->shared, shared, 32);
      last->from = *from;
      last->until = *until;
      last->is_known = 1;
    }
    return 1;
  }
  memcpy(shared, last->shared, 32);
  *from = last->from;
  *until = last->until;
  return 1;
}

Test(exchange_attacks, every_bit_of_every_object_counts_and_no_octet_can_be_missing)
{
  two_units units;
  samples s;
  pnr_error error;
  two_units_open(&units);
  samples_open(&s);
  for (uint32_t i = 0; i < SAMPLES; i++) {
    remembering last = { .own = units.be.provider };
    pnr_key_provider provider = { .size = sizeof provider, .user = &last, .agree = agree_again };
    pnr_octets *sealed = seal_sample(&units, &s, i, pnr_exchange_type_name(i + 1));
    pnr_slice object = pnr_octets_get(sealed);
    uint8_t *copy = exact_copy(object.data, object.size);
    units.to_be.provider = &provider;
    uint32_t opened = 0;
    for (size_t bit = 0; bit < 8 * object.size; bit++) {
      pnr_received *received = NULL;
      copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
      opened += pnr_exchange_open(NULL, &units.to_be, (pnr_slice){ copy, object.size }, &received, NULL) == PNR_OK;
      opened += received != NULL;
      copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t size = 0; size < object.size; size++)
      opened += open_at_be(&units, (pnr_slice){ object.data, size }, &error) == PNR_OK;
    cr_expect(eq(u32, opened, 0), "%s", pnr_exchange_type_name(i + 1));
    cr_expect(eq(i32, open_at_be(&units, object, &error), PNR_OK));
    cr_expect(eq(i32, open_at_be(&units, object, &error), PNR_E_REPLAYED));
    free(copy);
    pnr_octets_close(sealed);
  }
  samples_close(&s);
  two_units_close(&units);
}

/* --- The golden frames, as somebody on the way may have them --- */

static const char *const golden[] = {
  "request", "reply",     "notice", "recall", "receipt",      "keys", "approval", "feedback", "linked",
  "hello",   "heartbeat", "void",   "probe",  "probe_result", "tags", "deflated", "later",
};

static pnr_slice golden_frame(const char *name)
{
  static uint8_t room[8192];
  char path[96];
  snprintf(path, sizeof path, "tests/golden/exchange/v1/%s.frame", name);
  FILE *file = fopen(path, "rb");
  cr_assert(file != NULL, "%s: run from the top of the source tree", path);
  size_t size = fread(room, 1, sizeof room, file);
  fclose(file);
  cr_assert(size != 0 && size < sizeof room);
  return (pnr_slice){ exact_copy(room, size), size };
}

static size_t object_size(pnr_slice octets)
{
  size_t at = 0;
  pnr_frame frame = { SIZED(pnr_frame) };
  cr_assert(eq(i32, pnr_frame_next(octets, &at, &frame, NULL), PNR_OK));
  return frame.object.size;
}

/* As a file's frame is opened: what is signed equals the hints. */
static uint32_t opens(two_units *units, pnr_slice octets)
{
  size_t at = 0;
  pnr_frame frame = { SIZED(pnr_frame) };
  pnr_received *received = NULL;
  if (pnr_frame_next(octets, &at, &frame, NULL) != PNR_OK) return 0;
  pnr_status status = pnr_exchange_open(NULL, &units->to_be, frame.object, &received, NULL);
  const pnr_claims *claims = received != NULL ? pnr_received_claims(received) : NULL;
  uint32_t is_open = status == PNR_OK && claims->stream == frame.stream && claims->sequence == frame.sequence;
  pnr_received_close(received);
  return is_open;
}

/* 1 when the link knows, holds or would say anything because of the octets. */
static uint32_t moves(pnr_link *link, pnr_slice octets)
{
  pnr_slice said;
  pnr_link_state state = { SIZED(pnr_link_state) };
  pnr_link_facts facts = { SIZED(pnr_link_facts) };
  pnr_delivery delivery = { SIZED(pnr_delivery) };
  (void)pnr_link_input(link, octets, 1000000, NULL);
  pnr_link_get_state(link, &state);
  pnr_link_get_facts(link, &facts);
  uint32_t moved = state.peer_incarnation.size != 0 || facts.held != 0 || pnr_link_next(link, &delivery) != PNR_END;
  for (uint32_t i = 1; i < PNR_STREAMS; i++) moved |= state.marks[i] != 0;
  cr_assert(eq(i32, pnr_link_output(link, 1000000, &said, NULL), PNR_OK));
  pnr_link_reconnected(link, 1000000); /* drops what was cut */
  return moved;
}

Test(exchange_attacks, every_bit_of_every_golden_frame_counts_and_moves_no_mark, .timeout = 120)
{
  two_units units;
  samples s;
  two_units_open(&units);
  samples_open(&s);
  units.to_be.asked = s.asked_list;
  units.to_be.asked_count = 1;
  units.to_be.now = NOW;
  remembering last = { .own = units.be.provider };
  pnr_key_provider provider = units.be.provider;
  provider.user = &last;
  provider.agree = agree_again;
  for (size_t i = 0; i < sizeof golden / sizeof golden[0]; i++) {
    pnr_link *link = NULL;
    pnr_exchange exchange = units.to_be;
    const pnr_link_options options = { SIZED(pnr_link_options), .peer = text_slice("NL-PIU") };
    pnr_slice frame = golden_frame(golden[i]);
    uint8_t *octets = (uint8_t *)frame.data;
    uint32_t opened = 0, moved = 0;
    last.is_known = 0;
    units.to_be.guard = NULL;
    cr_expect(eq(u32, opens(&units, frame), 1), "%s", golden[i]);
    units.to_be.guard = units.guard;
    units.to_be.provider = &provider;
    cr_assert(eq(i32, pnr_link_open(NULL, &exchange, &options, &link, NULL), PNR_OK));
    exchange.provider = &provider;
    int is_of_link = strcmp(golden[i], "linked") == 0 || strcmp(golden[i], "hello") == 0;
    size_t head = frame.size - object_size(frame); /* hints: an object behind others is whole */
    for (size_t bit = 0; bit < 8 * frame.size; bit++) {
      octets[bit / 8] ^= (uint8_t)(1 << bit % 8);
      units.to_be.guard = bit / 8 < head ? NULL : units.guard;
      opened += opens(&units, frame);
      if (is_of_link) moved += moves(link, frame);
      octets[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t size = 0; size < frame.size; size++) {
      uint8_t *cut = exact_copy(octets, size);
      opened += opens(&units, (pnr_slice){ cut, size });
      if (is_of_link) moved += moves(link, (pnr_slice){ cut, size });
      free(cut);
    }
    units.to_be.provider = &units.be.provider;
    cr_expect(eq(u32, opened, 0), "%s: %u opened", golden[i], opened);
    cr_expect(eq(u32, moved, 0), "%s: %u moved something", golden[i], moved);
    cr_expect(eq(u32, opens(&units, frame), 1), "%s: none of them was remembered", golden[i]);
    pnr_link_close(link);
    free(octets);
  }
  samples_close(&s);
  two_units_close(&units);
}

/* What is inside: anybody can seal to a prekey. */
static pnr_slice inside_of(two_units *units, pnr_slice object, uint8_t room[8192])
{
  pnri_encrypt encrypt;
  uint8_t shared[32];
  uint64_t from, until;
  cr_assert(eq(i32, pnri_encrypt_read(object, &encrypt, NULL), PNR_OK));
  cr_assert(
    units->be.provider.agree(units->be.keyring, encrypt.prekey.data, encrypt.ephemeral.data, shared, &from, &until));
  cr_assert(encrypt.ciphertext.size <= 8192);
  cr_assert(eq(i32, pnri_encrypt_open(&encrypt, text_slice("BE-PIU"), shared, room, NULL), PNR_OK));
  return (pnr_slice){ room, encrypt.ciphertext.size - PNRI_SEAL_TAG };
}

Test(exchange_attacks, every_bit_of_what_was_signed_counts)
{
  static const uint32_t types[] = { PNR_EXCHANGE_RECALL, PNR_EXCHANGE_FEEDBACK };
  two_units units;
  samples s;
  pnr_error error;
  static uint8_t room[8192];
  two_units_open(&units);
  samples_open(&s);
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
    forgery f = usual_forgery(&units, types[i]);
    pnr_octets *sealed = forge(&units, &f, &s.message[types[i] - 1]);
    pnr_slice sign1 = inside_of(&units, pnr_octets_get(sealed), room);
    uint32_t opened = 0;
    for (size_t bit = 0; bit < 8 * sign1.size; bit++) {
      room[bit / 8] ^= (uint8_t)(1 << bit % 8);
      pnr_octets *again = seal_signed(&units, &f, sign1);
      opened += open_at_be(&units, pnr_octets_get(again), &error) == PNR_OK;
      pnr_octets_close(again);
      room[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    cr_expect(eq(u32, opened, 0));
    cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(sealed), &error), PNR_OK));
    units.to_be.guard = NULL; /* the next one has the same id */
    pnr_octets_close(sealed);
  }
  samples_close(&s);
  two_units_close(&units);
}

/* --- Twins: the same content with another head --- */

/* Where the heads of arrays, tags, maps and strings are; what strings hold is not looked into. */
static size_t heads_of(pnr_slice cbor, size_t heads[64])
{
  size_t count = 0;
  for (size_t at = 0; at < cbor.size && count < 64;) {
    uint32_t information = cbor.data[at] & 0x1Fu, major = cbor.data[at] >> 5;
    size_t more = information < 24 ? 0 : (size_t)1 << (information - 24), argument = more == 0 ? information : 0;
    for (size_t i = 1; i <= more; i++) argument = argument << 8 | cbor.data[at + i];
    heads[count++] = at;
    at += 1 + more + (major == 2 || major == 3 ? argument : 0);
  }
  return count;
}

/* The same with the next longer form of one head; to be released with free. */
static pnr_slice lengthen(pnr_slice cbor, size_t at)
{
  uint32_t information = cbor.data[at] & 0x1Fu;
  size_t more = information < 24 ? 0 : (size_t)1 << (information - 24), longer = more == 0 ? 1 : 2 * more;
  uint8_t *twin = calloc(1, cbor.size + longer);
  memcpy(twin, cbor.data, at);
  twin[at] = (uint8_t)((cbor.data[at] & 0xE0u) | (more == 0 ? 24 : information + 1));
  if (more == 0) twin[at + 1] = (uint8_t)information;
  else memcpy(twin + at + 1 + longer - more, cbor.data + at + 1, more);
  memcpy(twin + at + 1 + longer, cbor.data + at + 1 + more, cbor.size - at - 1 - more);
  return (pnr_slice){ twin, cbor.size + longer - more };
}

/* Neither the seal nor the signature covers these heads. */
Test(exchange_attacks, what_is_sealed_signed_and_framed_has_one_spelling)
{
  two_units units;
  samples s;
  pnr_error error;
  size_t heads[64];
  static uint8_t room[8192];
  two_units_open(&units);
  samples_open(&s);
  units.to_be.guard = NULL;
  pnr_octets *sealed = seal_sample(&units, &s, 7, "feedback");
  pnr_slice object = pnr_octets_get(sealed);
  size_t count = heads_of(object, heads);
  cr_expect(eq(sz, count, 10));
  for (size_t i = 0; i < count; i++) {
    pnr_slice twin = lengthen(object, heads[i]);
    cr_expect(eq(i32, open_at_be(&units, twin, &error), PNR_E_OBJECT), "head %zu of the seal", i);
    free((void *)twin.data);
  }
  forgery f = usual_forgery(&units, PNR_EXCHANGE_FEEDBACK);
  pnr_slice sign1 = inside_of(&units, object, room);
  count = heads_of(sign1, heads);
  cr_expect(eq(sz, count, 6));
  for (size_t i = 0; i < count; i++) {
    pnr_slice twin = lengthen(sign1, heads[i]);
    pnr_octets *again = seal_signed(&units, &f, twin);
    cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(again), &error), PNR_E_OBJECT), "head %zu of the signed", i);
    pnr_octets_close(again);
    free((void *)twin.data);
  }
  pnr_slice frame = golden_frame("linked");
  count = heads_of(frame, heads);
  cr_expect(eq(sz, count, 5));
  for (size_t i = 0; i < count; i++) {
    size_t at = 0;
    pnr_frame read = { SIZED(read) };
    pnr_slice twin = lengthen(frame, heads[i]);
    if ((twin.data[heads[i]] & 0x1F) > 27) { /* there is no longer form */
      free((void *)twin.data);
      continue;
    }
    cr_expect(eq(i32, pnr_frame_next(twin, &at, &read, NULL), PNR_E_OBJECT), "head %zu of the frame", i);
    free((void *)twin.data);
  }
  free((void *)frame.data);
  cr_expect(eq(i32, open_at_be(&units, object, &error), PNR_OK));
  pnr_octets_close(sealed);
  samples_close(&s);
  two_units_close(&units);
}

/* --- Headers, claims and time --- */

static const struct {
  const char *name;
  uint32_t type;
  pnr_status status;
  forgery changed; /* what is not 0 replaces the usual */
} claim_rows[] = {
  { "for another unit", 8, PNR_E_AUDIENCE, { .audience = "FR-PIU" } },
  { "sealed to itself", 8, PNR_E_KEY_UNKNOWN, { .seal_to = "NL-PIU" } },
  { "signed as a directory", 8, PNR_E_OBJECT_VERSION, { .typ = PNRI_TYP_DIRECTORY } },
  { "signed as prekeys", 8, PNR_E_OBJECT_VERSION, { .typ = PNRI_TYP_PREKEYS } },
  { "expired", 8, PNR_E_EXPIRED, { .issued = NOW - DAY, .expires = NOW + 60 - 300 } },
  { "expires at once", 8, PNR_E_EXPIRED, { .expires = NOW } },
  { "lives for more than 30 days", 8, PNR_E_EXPIRED, { .expires = NOW + 30 * DAY + 1 } },
  { "not of this time", 8, PNR_E_EXPIRED, { .issued = NOW + 361 } },
  { "no expiry", 8, PNR_E_OBJECT, { .said = USUAL & ~(uint32_t)PNRI_CLAIM_EXPIRES } },
  { "a recall that expires", 4, PNR_E_OBJECT, { .said = USUAL, .expires = NOW + DAY } },
  { "no id", 8, PNR_E_OBJECT, { .said = USUAL & ~(uint32_t)PNRI_CLAIM_ID } },
  { "no issuer", 8, PNR_E_KEY_UNKNOWN, { .said = USUAL & ~(uint32_t)PNRI_CLAIM_ISSUER } },
  { "no audience", 8, PNR_E_OBJECT, { .said = USUAL & ~(uint32_t)PNRI_CLAIM_AUDIENCE } },
  { "no time", 8, PNR_E_KEY_EXPIRED, { .said = USUAL & ~(uint32_t)PNRI_CLAIM_ISSUED } },
  { "half of a link", 8, PNR_E_OBJECT, { .said = USUAL | PNRI_CLAIM_INCARNATION, .sequence = 1 } },
  { "sequence 0", 8, PNR_E_OBJECT, { .said = USUAL | 224 } },
};

static void change(forgery *f, const forgery *changed)
{
  if (changed->audience != NULL) f->audience = changed->audience;
  if (changed->seal_to != NULL) f->seal_to = changed->seal_to;
  if (changed->typ != 0) f->typ = changed->typ;
  if (changed->said != 0) f->said = changed->said;
  if (changed->issued != 0) f->issued = changed->issued;
  if (changed->expires != 0) f->expires = changed->expires;
  f->sequence = changed->sequence;
}

Test(exchange_attacks, what_is_signed_around_a_message_must_hold)
{
  two_units units;
  samples s;
  pnr_error error;
  two_units_open(&units);
  samples_open(&s);
  for (size_t i = 0; i < sizeof claim_rows / sizeof claim_rows[0]; i++) {
    forgery f = usual_forgery(&units, claim_rows[i].type);
    change(&f, &claim_rows[i].changed);
    pnr_octets *object = forge(&units, &f, &s.message[claim_rows[i].type - 1]);
    cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), claim_rows[i].status), "%s",
              claim_rows[i].name);
    pnr_octets_close(object);
  }
  forgery f = usual_forgery(&units, PNR_EXCHANGE_FEEDBACK);
  f.said |= PNRI_CLAIM_INCARNATION | PNRI_CLAIM_STREAM | PNRI_CLAIM_SEQUENCE;
  f.sequence = 1;
  pnr_octets *object = forge(&units, &f, &s.message[7]);
  cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), PNR_OK), "a link's claims are all there");
  pnr_octets_close(object);
  samples_close(&s);
  two_units_close(&units);
}

Test(exchange_attacks, nobody_passes_on_what_was_sealed_to_him)
{
  two_units units;
  samples s;
  pnr_error error;
  static uint8_t room[8192];
  two_units_open(&units);
  samples_open(&s);
  pnr_octets *object = seal_sample(&units, &s, 7, "feedback");
  pnr_slice sign1 = inside_of(&units, pnr_octets_get(object), room);
  forgery f = usual_forgery(&units, PNR_EXCHANGE_FEEDBACK);
  f.seal_to = "NL-PIU"; /* BE seals to NL what NL signed for BE */
  pnr_octets *passed = seal_signed(&units, &f, sign1);
  pnr_exchange to_nl = units.to_be;
  to_nl.unit = text_slice("NL-PIU");
  to_nl.provider = &units.nl.provider;
  pnr_received *received = NULL;
  cr_expect(eq(i32, pnr_exchange_open(NULL, &to_nl, pnr_octets_get(passed), &received, &error), PNR_E_AUDIENCE));
  /* The receiver's name is part of the key: the right prekey alone does not open. */
  to_nl.unit = text_slice("FR-PIU");
  cr_expect(eq(i32, pnr_exchange_open(NULL, &to_nl, pnr_octets_get(passed), &received, &error), PNR_E_FORGED));
  cr_expect(received == NULL);
  pnr_octets_close(passed);
  pnr_octets_close(object);
  samples_close(&s);
  two_units_close(&units);
}

/* Signs what a forger wrote: one octet of the headers is another one. */
static pnr_status open_with_header(two_units *units, pnr_slice sign1, const char *was, size_t size, size_t at,
                                   uint8_t now)
{
  pnr_error error;
  pnri_cbor_reader in;
  pnri_cbor_writer what;
  uint64_t items;
  pnr_slice headers, empty, payload;
  forgery f = usual_forgery(units, PNR_EXCHANGE_FEEDBACK);
  uint8_t *copy = exact_copy(sign1.data, sign1.size), *place = memmem(copy, sign1.size, was, size);
  cr_assert(place != NULL);
  place[at] = now;
  pnri_cbor_reader_open(&in, (pnr_slice){ copy, sign1.size });
  pnri_cbor_get_tag(&in, 18);
  pnri_cbor_get_array(&in, &items);
  pnri_cbor_get_octets(&in, &headers);
  pnri_cbor_get_whole(&in, &empty);
  cr_assert(eq(i32, pnri_cbor_get_octets(&in, &payload), PNR_OK));
  pnri_cbor_writer_open(&what, NULL, 8192);
  pnri_cbor_put_array(&what, 4);
  pnri_cbor_put_text(&what, text_slice("Signature1"));
  pnri_cbor_put_octets(&what, headers);
  pnri_cbor_put_octets(&what, (pnr_slice){ NULL, 0 });
  pnri_cbor_put_octets(&what, payload);
  cr_assert(units->nl.provider.sign(units->nl.keyring, units->nl.provider.signing_key, pnri_cbor_written(&what),
                                    copy + sign1.size - PNRI_SIGNATURE));
  pnr_octets *object = seal_signed(units, &f, (pnr_slice){ copy, sign1.size });
  pnr_status status = open_at_be(units, pnr_octets_get(object), &error);
  pnr_octets_close(object);
  pnri_cbor_writer_close(&what);
  free(copy);
  return status;
}

/* The issuer himself signs older algorithms, versions, and headers that are none: a signature that holds is not enough. */
Test(exchange_attacks, nothing_is_negotiated_downwards)
{
  static const struct {
    const char *name, *was;
    size_t size, at;
    uint8_t now;
    pnr_status status;
  } rows[] = {
    { "as it is", "pnr-message.v1+cose", 19, 13, '1', PNR_OK },
    { "algorithm -8", "\x01\x32\x04\x48", 4, 1, 0x27, PNR_E_OBJECT },
    { "another header in the place of the key's id", "\x01\x32\x04\x48", 4, 2, 0x05, PNR_E_OBJECT },
    { "version 0", "pnr-message.v1+cose", 19, 13, '0', PNR_E_OBJECT_VERSION },
    { "version 2", "pnr-message.v1+cose", 19, 13, '2', PNR_E_OBJECT_VERSION },
    { "another typ", "pnr-message.v1+cose", 19, 0, 'q', PNR_E_OBJECT },
  };
  two_units units;
  samples s;
  static uint8_t room[8192];
  two_units_open(&units);
  samples_open(&s);
  units.to_be.guard = NULL;
  pnr_octets *sealed = seal_sample(&units, &s, 7, "feedback");
  pnr_slice sign1 = inside_of(&units, pnr_octets_get(sealed), room);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    cr_expect(
      eq(i32, open_with_header(&units, sign1, rows[i].was, rows[i].size, rows[i].at, rows[i].now), rows[i].status),
      "%s", rows[i].name);
  pnr_octets_close(sealed);
  samples_close(&s);
  two_units_close(&units);
}

/* --- Octets inside the message --- */

#define ANSWERED \
  "\x01\x50"     \
  "A1A1A1A1A1A1A1A1"
#define REST "\x02\x61r\x03\x01"
#define BODY(text)                            \
  {                                           \
    (const uint8_t *)(text), sizeof(text) - 1 \
  }
static const struct {
  const char *name;
  pnr_slice body;
  pnr_status status;
} bodies[] = {
  { "canonical", BODY("\x82\x08\xA3" ANSWERED REST), PNR_OK },
  { "a long head of the array", BODY("\x98\x02\x08\xA3" ANSWERED REST), PNR_E_OBJECT },
  { "a long type", BODY("\x82\x18\x08\xA3" ANSWERED REST), PNR_E_OBJECT },
  { "a long head of the map", BODY("\x82\x08\xB8\x03" ANSWERED REST), PNR_E_OBJECT },
  { "a map without end", BODY("\x82\x08\xBF" ANSWERED REST "\xFF"), PNR_E_OBJECT },
  { "a long key", BODY("\x82\x08\xA3\x18" ANSWERED REST), PNR_E_OBJECT },
  { "a long number", BODY("\x82\x08\xA3" ANSWERED "\x02\x61r\x03\x18\x01"), PNR_E_OBJECT },
  { "keys in another order", BODY("\x82\x08\xA3\x02\x61r" ANSWERED "\x03\x01"), PNR_E_OBJECT },
  { "a key twice", BODY("\x82\x08\xA4" ANSWERED "\x02\x61r\x03\x01\x03\x01"), PNR_E_OBJECT },
  { "a number that says nothing", BODY("\x82\x08\xA4" ANSWERED REST "\x04\x00"), PNR_E_OBJECT },
  { "a text that says nothing", BODY("\x82\x08\xA3" ANSWERED "\x02\x60\x03\x01"), PNR_E_OBJECT },
  { "a text of octets", BODY("\x82\x08\xA3" ANSWERED "\x02\x41r\x03\x01"), PNR_E_OBJECT },
  { "a floating-point number", BODY("\x82\x08\xA3" ANSWERED "\x02\x61r\x03\xF9\x3C\x00"), PNR_E_OBJECT },
  { "a tag", BODY("\x82\x08\xA3" ANSWERED "\x02\x61r\x03\xC1\x01"), PNR_E_OBJECT },
  { "null", BODY("\x82\x08\xA3" ANSWERED "\x02\x61r\x03\xF6"), PNR_E_OBJECT },
  { "a number beyond its range", BODY("\x82\x08\xA3" ANSWERED "\x02\x61r\x03\x06"), PNR_E_OBJECT },
  { "a control character", BODY("\x82\x08\xA3" ANSWERED "\x02\x61\x07\x03\x01"), PNR_E_OBJECT },
  { "no UTF-8", BODY("\x82\x08\xA3" ANSWERED "\x02\x61\xFF\x03\x01"), PNR_E_OBJECT },
  { "a mandatory field is missing", BODY("\x82\x08\xA2" ANSWERED "\x02\x61r"), PNR_E_OBJECT },
  { "octets behind the message", BODY("\x82\x08\xA3" ANSWERED REST "\x00"), PNR_E_OBJECT },
  { "a third item", BODY("\x83\x08\xA3" ANSWERED REST "\x00"), PNR_E_OBJECT },
  { "a type that is none", BODY("\x82\x18\x20\xA3" ANSWERED REST), PNR_E_OBJECT },
  { "a type of 64 bits", BODY("\x82\x1B\x00\x00\x00\x01\x00\x00\x00\x08\xA3" ANSWERED REST), PNR_E_OBJECT },
  { "a field of this version that is none", BODY("\x82\x08\xA4" ANSWERED REST "\x18\x3F\x01"), PNR_E_OBJECT },
  { "a negative key", BODY("\x82\x08\xA4" ANSWERED REST "\x20\x01"), PNR_E_OBJECT },
  { "a field of a later version", BODY("\x82\x08\xA4" ANSWERED REST "\x18\x40\xA1\x01\x81\x02"), PNR_OK },
  { "a later field that is not canonical", BODY("\x82\x08\xA4" ANSWERED REST "\x18\x40\x18\x01"), PNR_E_OBJECT },
  { "nothing", BODY("\x80"), PNR_E_OBJECT },
};

static pnr_octets *forge_body(two_units *units, uint64_t encoding, uint64_t size, pnr_slice body, pnr_slice pad)
{
  pnri_cbor_writer payload;
  forgery f = usual_forgery(units, PNR_EXCHANGE_FEEDBACK);
  pnri_cbor_writer_open(&payload, NULL, 4 << 20);
  put_payload(&payload, encoding, size, body, pad);
  f.payload = pnri_cbor_written(&payload);
  pnr_octets *object = forge(units, &f, NULL);
  pnri_cbor_writer_close(&payload);
  return object;
}

static pnr_status open_body(two_units *units, uint64_t encoding, uint64_t size, pnr_slice body, pnr_slice pad)
{
  pnr_error error;
  pnr_octets *object = forge_body(units, encoding, size, body, pad);
  pnr_status status = open_at_be(units, pnr_octets_get(object), &error);
  pnr_octets_close(object);
  return status;
}

Test(exchange_attacks, a_message_has_one_spelling)
{
  two_units units;
  const pnr_slice empty = { NULL, 0 };
  two_units_open(&units);
  units.to_be.guard = NULL; /* all have one id */
  for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
    cr_expect(eq(i32, open_body(&units, 0, bodies[i].body.size, bodies[i].body, empty), bodies[i].status), "%s",
              bodies[i].name);
  const pnr_slice body = bodies[0].body;
  cr_expect(eq(i32, open_body(&units, 0, body.size + 1, body, empty), PNR_E_OBJECT), "another size");
  cr_expect(eq(i32, open_body(&units, 2, body.size, body, empty), PNR_E_OBJECT), "another encoding");
  cr_expect(eq(i32, open_body(&units, 0, body.size, body, text_slice("x")), PNR_E_OBJECT), "a pad that says something");
  cr_expect(eq(i32, open_body(&units, 0, body.size, body, (pnr_slice){ (const uint8_t *)"\0\0", 2 }), PNR_OK));
  two_units_close(&units);
}

Test(exchange_attacks, fields_of_later_versions_are_told_and_dropped)
{
  static const uint8_t with_field[] = "\x82\x08\xA4" ANSWERED REST "\x18\x40\xA1\x01\x81\x02";
  two_units units;
  pnr_received *received = NULL;
  two_units_open(&units);
  pnr_octets *object = forge_body(&units, 0, sizeof with_field - 1, (pnr_slice){ with_field, sizeof with_field - 1 },
                                  (pnr_slice){ NULL, 0 });
  cr_assert(eq(i32, pnr_exchange_open(NULL, &units.to_be, pnr_octets_get(object), &received, NULL), PNR_OK));
  cr_assert(eq(u32, pnr_received_finding_count(received), 1));
  const pnr_finding *finding = pnr_received_finding(received, 0);
  cr_expect(eq(u32, finding->code, PNR_F_EXCHANGE_DROPPED));
  cr_expect(eq(u32, finding->lost, 1));
  cr_expect(eq(u64, finding->length, 6)); /* the key and its value */
  cr_expect(pnr_received_finding(received, 1) == NULL);
  pnr_received_close(received);
  pnr_octets_close(object);
  /* Bounded: 4,096 octets in one field. */
  static uint8_t large[6000] = "\x82\x08\xA4" ANSWERED REST "\x18\x40\x59\x10\x00";
  size_t begin = sizeof "\x82\x08\xA4" ANSWERED REST "\x18\x40" - 1;
  units.to_be.guard = NULL;
  cr_expect(eq(i32,
               open_body(&units, 0, begin + 3 + 4096, (pnr_slice){ large, begin + 3 + 4096 }, (pnr_slice){ NULL, 0 }),
               PNR_E_OBJECT));
  large[begin + 1] = 0x0F;
  large[begin + 2] = 0xFD;
  cr_expect(
    eq(i32, open_body(&units, 0, begin + 4096, (pnr_slice){ large, begin + 4096 }, (pnr_slice){ NULL, 0 }), PNR_OK));
  two_units_close(&units);
}

/* --- Deflated bodies --- */

static size_t deflate_raw(const uint8_t *octets, size_t size, uint8_t *out, size_t room)
{
  z_stream stream = { .zalloc = NULL };
  cr_assert(deflateInit2(&stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  stream.next_in = (Bytef *)octets;
  stream.avail_in = (uInt)size;
  stream.next_out = out;
  stream.avail_out = (uInt)room;
  cr_assert(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  deflateEnd(&stream);
  return room - stream.avail_out;
}

/* {1: verdicts} with `count` of them: a receipt that deflates well. */
static size_t receipt_body(uint8_t *out, uint32_t count)
{
  pnri_cbor_writer body;
  pnri_cbor_writer_open(&body, NULL, 1 << 20);
  pnri_cbor_put_array(&body, 2);
  pnri_cbor_put_unsigned(&body, PNR_EXCHANGE_RECEIPT);
  pnri_cbor_put_map(&body, 1);
  pnri_cbor_put_unsigned(&body, 1);
  pnri_cbor_put_array(&body, count);
  for (uint32_t i = 0; i < count; i++)
    pnri_cbor_put_encoded(&body, (pnr_slice){ (const uint8_t *)"\xA2\x01\x50"
                                                               "O1O1O1O1O1O1O1O1"
                                                               "\x02\x01",
                                              21 });
  size_t size = body.size;
  memcpy(out, body.data, size);
  pnri_cbor_writer_close(&body);
  return size;
}

Test(exchange_attacks, what_is_deflated_is_as_large_as_it_says_and_not_64_times_larger)
{
  static uint8_t body[32768], deflated[32768], zeroes[1 << 21], bomb[4096];
  two_units units;
  const pnr_slice empty = { NULL, 0 };
  two_units_open(&units);
  units.to_be.guard = NULL;
  size_t size = receipt_body(body, 12), packed = deflate_raw(body, size, deflated, sizeof deflated);
  pnr_slice good = { deflated, packed };
  cr_expect(eq(i32, open_body(&units, 1, size, good, empty), PNR_OK));
  cr_expect(eq(i32, open_body(&units, 1, size + 1, good, empty), PNR_E_OBJECT));
  cr_expect(eq(i32, open_body(&units, 1, size - 1, good, empty), PNR_E_LIMIT));
  cr_expect(eq(i32, open_body(&units, 1, size, (pnr_slice){ deflated, packed - 1 }, empty), PNR_E_OBJECT), "cut");
  size = receipt_body(body, 1024);
  packed = deflate_raw(body, size, deflated, sizeof deflated);
  cr_expect(packed * 64 < size);
  cr_expect(eq(i32, open_body(&units, 1, size, (pnr_slice){ deflated, packed }, empty), PNR_E_LIMIT), "64 times");
  packed = deflate_raw(zeroes, sizeof zeroes, bomb, sizeof bomb);
  cr_expect(eq(i32, open_body(&units, 1, sizeof zeroes, (pnr_slice){ bomb, packed }, empty), PNR_E_LIMIT), "1 MiB");
  cr_expect(eq(i32, open_body(&units, 1, 64 * packed, (pnr_slice){ bomb, packed }, empty), PNR_E_LIMIT), "a bomb");
  /* Where somebody outside chose the text, lengths would tell it. */
  packed = deflate_raw(bodies[0].body.data, bodies[0].body.size, deflated, sizeof deflated);
  cr_expect(eq(i32, open_body(&units, 1, bodies[0].body.size, (pnr_slice){ deflated, packed }, empty), PNR_E_OBJECT));
  two_units_close(&units);
}

Test(exchange_attacks, an_object_has_a_largest_size)
{
  static uint8_t large[PNR_EXCHANGE_OBJECT + 1];
  two_units units;
  pnr_error error;
  two_units_open(&units);
  cr_expect(eq(i32, open_at_be(&units, (pnr_slice){ large, sizeof large }, &error), PNR_E_LIMIT));
  cr_expect(eq(i32, open_at_be(&units, (pnr_slice){ large, sizeof large - 1 }, &error), PNR_E_OBJECT));
  cr_expect(eq(i32, open_at_be(&units, (pnr_slice){ large, 0 }, &error), PNR_E_OBJECT));
  two_units_close(&units);
}

/* Points of small order give every private key the same secret. */
Test(exchange_attacks, ephemeral_keys_of_small_order_are_refused)
{
  two_units units;
  samples s;
  pnr_error error;
  two_units_open(&units);
  samples_open(&s);
  pnr_octets *object = seal_sample(&units, &s, 7, "feedback");
  pnr_slice octets = pnr_octets_get(object);
  pnri_encrypt encrypt;
  cr_assert(eq(i32, pnri_encrypt_read(octets, &encrypt, NULL), PNR_OK));
  uint8_t *copy = exact_copy(octets.data, octets.size);
  memset(copy + (encrypt.ephemeral.data - octets.data), 0, 32);
  cr_expect(eq(i32, open_at_be(&units, (pnr_slice){ copy, octets.size }, &error), PNR_E_KEY_UNKNOWN));
  copy[encrypt.ephemeral.data - octets.data] = 1;
  cr_expect(eq(i32, open_at_be(&units, (pnr_slice){ copy, octets.size }, &error), PNR_E_KEY_UNKNOWN));
  free(copy);
  pnr_octets_close(object);
  samples_close(&s);
  two_units_close(&units);
}
