/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/guard.h"
#include "exchange/instant.h"
#include "exchange/padding.h"
#include "exchange_samples.h"

static pnr_status open_octets(two_units *units, pnr_slice object, pnr_received **out, pnr_error *error)
{
  uint8_t *copy = exact_copy(object.data, object.size);
  pnr_status status = pnr_exchange_open(NULL, &units->to_be, (pnr_slice){ copy, object.size }, out, error);
  free(copy); /* not needed after the call */
  return status;
}

/* The JSON of two messages is all that they say. */
static void expect_same(const pnr_exchange_message *a, const pnr_exchange_message *b)
{
  pnr_octets *left = NULL, *right = NULL;
  cr_assert(eq(i32, pnr_exchange_write_json(NULL, a, &left, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_exchange_write_json(NULL, b, &right, NULL), PNR_OK));
  pnr_slice x = pnr_octets_get(left), y = pnr_octets_get(right);
  cr_expect(x.size == y.size && memcmp(x.data, y.data, x.size) == 0, "%.*s\n%.*s", (int)x.size, x.data, (int)y.size,
            y.data);
  pnr_octets_close(left);
  pnr_octets_close(right);
}

Test(exchange, every_message_is_what_it_was_when_it_is_opened)
{
  two_units units;
  samples s;
  two_units_open(&units);
  samples_open(&s);
  for (uint32_t i = 0; i < SAMPLES; i++) {
    pnr_octets *object = seal_sample(&units, &s, i, pnr_exchange_type_name(i + 1));
    pnr_received *received = NULL;
    pnr_error error = { SIZED(pnr_error) };
    pnr_status status = open_octets(&units, pnr_octets_get(object), &received, &error);
    cr_expect(eq(i32, status, PNR_OK), "%s: offset %u, field %u, rule %d", pnr_exchange_type_name(i + 1),
              (unsigned)error.offset, error.element, error.cause);
    if (received != NULL) {
      const pnr_claims *claims = pnr_received_claims(received);
      expect_same(&s.message[i], pnr_received_message(received));
      cr_expect(slice_is(claims->issuer, "NL-PIU") && slice_is(claims->audience, "BE-PIU") && claims->issued == NOW);
      cr_expect(eq(u32, pnr_received_finding_count(received), 0));
    }
    pnr_received_close(received);
    pnr_octets_close(object);
  }
  samples_close(&s);
  two_units_close(&units);
}

Test(exchange, json_is_read_as_it_is_written)
{
  samples s;
  samples_open(&s);
  for (uint32_t i = 0; i < SAMPLES; i++) {
    pnr_octets *text = NULL;
    pnr_received *read = NULL;
    pnr_error error = { SIZED(pnr_error) };
    cr_assert(eq(i32, pnr_exchange_write_json(NULL, &s.message[i], &text, NULL), PNR_OK));
    pnr_slice written = pnr_octets_get(text);
    uint8_t *copy = exact_copy(written.data, written.size);
    pnr_status status = pnr_exchange_read_json(NULL, (pnr_slice){ copy, written.size }, &read, &error);
    free(copy);
    cr_expect(eq(i32, status, PNR_OK), "column %u of %.*s", error.column, (int)written.size, written.data);
    if (read != NULL) expect_same(&s.message[i], pnr_received_message(read));
    pnr_received_close(read);
    pnr_octets_close(text);
  }
  samples_close(&s);
}

/* --- Lengths --- */

Test(exchange, lengths_are_padded_to_few_values)
{
  static const size_t rows[][2] = { { 1, 1 },       { 2, 2 },       { 8, 8 },       { 9, 10 },          { 100, 104 },
                                    { 1000, 1024 }, { 1025, 1088 }, { 4097, 4352 }, { 999999, 1015808 } };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    cr_expect(eq(sz, pnri_padme(rows[i][0]), rows[i][1]), "%zu", rows[i][0]);
  for (size_t size = 5; size < 70000; size += size < 10000 ? 1 : 97) {
    size_t pad = pnri_pad_size(size, false), reply = pnri_pad_size(size, true);
    size_t head = pad < 24 ? 1 : pad < 256 ? 2 : 3, reply_head = reply < 24 ? 1 : reply < 256 ? 2 : 3;
    size_t padded = size - 1 + head + pad, filled = size - 1 + reply_head + reply;
    cr_assert(eq(sz, pnri_padme(padded), padded), "%zu", size);
    cr_assert(padded >= size && padded <= size + size / 8 + 4, "%zu", size);
    cr_assert(filled % 4096 == 0 && filled >= size && filled < size + 4096 + 4096, "%zu", size);
  }
}

/* Requests that say little more or less are of one length. */
Test(exchange, what_a_message_says_does_not_show_in_the_length_of_its_object)
{
  two_units units;
  samples s;
  two_units_open(&units);
  samples_open(&s);
  pnr_octets *longer = seal_sample(&units, &s, 0, "a"), *shorter = NULL;
  s.request.contact = text_slice("c");
  shorter = seal_sample(&units, &s, 0, "b");
  cr_expect(eq(sz, pnr_octets_get(longer).size, pnr_octets_get(shorter).size));
  pnr_octets_close(longer);
  pnr_octets_close(shorter);
  longer = seal_sample(&units, &s, 1, "a");
  s.reply.outcome = PNR_OUTCOME_NONE;
  s.reply.record_count = s.reply.hit_count = s.reply.elements_given = 0;
  shorter = seal_sample(&units, &s, 1, "b");
  cr_expect(eq(sz, pnr_octets_get(longer).size, pnr_octets_get(shorter).size), "no data is as long as data");
  pnr_octets_close(longer);
  pnr_octets_close(shorter);
  samples_close(&s);
  two_units_close(&units);
}

/* --- Ids that were received --- */

Test(exchange, ids_are_remembered_until_they_are_over)
{
  pnr_guard *guard = NULL;
  uint8_t keys[6][PNRI_GUARD_KEY];
  char name[] = "0";
  for (int i = 0; i < 6; i++, name[0]++)
    cr_assert(eq(i32, pnri_guard_key(text_slice(name), ID("A1"), keys[i]), PNR_OK));
  cr_assert(eq(i32, pnr_guard_open(NULL, 4, &guard, NULL), PNR_OK));
  for (uint32_t i = 0; i < 4; i++) {
    cr_expect(eq(i32, pnri_guard_check(guard, keys[i], 100), PNR_OK));
    pnri_guard_keep(guard, keys[i], 200 + i);
    cr_expect(eq(i32, pnri_guard_check(guard, keys[i], 100), PNR_E_REPLAYED));
  }
  cr_expect(eq(i32, pnri_guard_check(guard, keys[4], 199), PNR_E_LIMIT), "full, and nothing is over");
  cr_expect(eq(i32, pnri_guard_check(guard, keys[4], 201), PNR_OK), "two are over");
  pnri_guard_keep(guard, keys[4], 300);
  pnri_guard_keep(guard, keys[5], 300);
  cr_expect(eq(i32, pnri_guard_check(guard, keys[0], 201), PNR_E_LIMIT));
  for (int i = 2; i < 6; i++) cr_expect(eq(i32, pnri_guard_check(guard, keys[i], 201), PNR_E_REPLAYED));
  cr_expect(eq(i32, pnri_guard_check(guard, keys[0], 400), PNR_OK));
  pnr_guard_close(guard);
  cr_expect(eq(i32, pnr_guard_open(NULL, 0, &guard, NULL), PNR_E_ARGUMENT));
  pnr_guard_close(NULL);
}

/* --- Frames and covers --- */

Test(exchange, frames_are_found_again_and_damage_is_seen)
{
  pnr_frame given = { SIZED(given), .stream = 3, .sequence = UINT64_C(1) << 40, .object = text_slice("object") };
  pnr_frame frame = { SIZED(frame) };
  pnr_octets *octets = NULL;
  pnr_error error = { SIZED(error) };
  size_t at = 0;
  cr_assert(eq(i32, pnr_frame_write(NULL, &given, &octets, NULL), PNR_OK));
  pnr_slice one = pnr_octets_get(octets);
  cr_assert(eq(i32, pnr_frame_next(one, &at, &frame, NULL), PNR_OK));
  cr_expect(frame.stream == 3 && frame.sequence == given.sequence && slice_is(frame.object, "object") &&
            at == one.size);
  cr_expect(eq(i32, pnr_frame_next(one, &at, &frame, NULL), PNR_END));
  uint32_t taken = 0;
  for (size_t bit = 0; bit < 8 * one.size; bit++) {
    uint8_t *copy = exact_copy(one.data, one.size);
    copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
    at = 0;
    pnr_status status = pnr_frame_next((pnr_slice){ copy, one.size }, &at, &frame, &error);
    /* Stream and sequence are hints: what is signed counts. */
    taken += status == PNR_OK && frame.stream == 3 && frame.sequence == given.sequence;
    cr_expect(status == PNR_OK || (status == PNR_E_OBJECT && at == 0 && error.offset < one.size));
    free(copy);
  }
  cr_expect(eq(u32, taken, 0));
  for (size_t size = 1; size < one.size; size++) {
    at = 0;
    cr_expect(eq(i32, pnr_frame_next((pnr_slice){ one.data, size }, &at, &frame, &error), PNR_E_OBJECT));
  }
  pnr_octets_close(octets);
  given.object.size = 0;
  cr_expect(eq(i32, pnr_frame_write(NULL, &given, &octets, NULL), PNR_E_ARGUMENT));
  cr_expect(octets == NULL);
}

Test(exchange, a_cover_is_text_of_one_form)
{
  static const char expected[] = "PNR exchange file, version 1\nFrom: NL-PIU\nTo: BE-PIU\nObjects: 12\n"
                                 "Made: 2026-03-01T12:00:00Z\n"
                                 "What follows is sealed for the receiver. Open it with: pnr frame show\n\n";
  pnr_cover given = { SIZED(given), .objects = 12, .from = text_slice("NL-PIU"), .to = text_slice("BE-PIU"),
                      .made = NOW };
  pnr_cover cover = { SIZED(cover) };
  pnr_octets *octets = NULL;
  size_t at = 0;
  cr_assert(eq(i32, pnr_cover_write(NULL, &given, &octets, NULL), PNR_OK));
  pnr_slice text = pnr_octets_get(octets);
  cr_expect(slice_is(text, expected));
  cr_assert(eq(i32, pnr_cover_read(text, &at, &cover, NULL), PNR_OK));
  cr_expect(cover.objects == 12 && slice_is(cover.from, "NL-PIU") && slice_is(cover.to, "BE-PIU") && cover.made == NOW);
  cr_expect(eq(sz, at, text.size));
  for (size_t size = 0; size < text.size; size++)
    cr_expect(eq(i32, pnr_cover_read((pnr_slice){ text.data, size }, &at, &cover, NULL), PNR_E_FORMAT), "%zu", size);
  static const char *const others[] = {
    "PNR exchange file, version 2\n",
    "PNR exchange file, version 1\nTo: BE-PIU\n",
    "PNR exchange file, version 1\nFrom: nl\nTo: BE-PIU\nObjects: 1\nMade: 2026-03-01T12:00:00Z\n",
  };
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    cr_expect(eq(i32, pnr_cover_read(text_slice(others[i]), &at, &cover, NULL), PNR_E_FORMAT), "%zu", i);
  pnr_octets_close(octets);
}

Test(exchange, instants_are_written_and_read)
{
  static const struct {
    uint64_t time;
    const char *text;
  } rows[] = { { 0, "1970-01-01T00:00:00Z" },
               { NOW, "2026-03-01T12:00:00Z" },
               { 951868799, "2000-02-29T23:59:59Z" },
               { UINT64_C(253402300799), "9999-12-31T23:59:59Z" } };
  static const char *const wrong[] = { "1969-12-31T23:59:59Z", "2026-03-01 12:00:00Z", "2026-02-30T12:00:00Z",
                                       "2026-03-01T24:00:00Z", "2026-03-01T12:60:00Z", "2026-03-01T12:00:60Z",
                                       "2026-03-01T12:00:00",  "2026-03-01T+1:00:00Z", "" };
  uint64_t time;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    uint8_t text[PNRI_INSTANT];
    pnri_instant_put(text, rows[i].time);
    cr_expect(memcmp(text, rows[i].text, sizeof text) == 0, "%.20s", text);
    cr_expect(pnri_instant_get(text_slice(rows[i].text), &time) && time == rows[i].time, "%s", rows[i].text);
  }
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
    cr_expect(pnri_instant_get(text_slice(wrong[i]), &time) == false, "%s", wrong[i]);
  cr_expect(eq(u32, pnri_months_later(20250831, 6), 20260228));
  cr_expect(eq(u32, pnri_months_later(20240229, 60), 20290228));
  cr_expect(eq(u32, pnri_months_later(20251231, 2), 20260228));
  cr_expect(eq(u32, pnri_months_later(99991231, 60), 99991231));
}

/* --- JSON that is none of ours --- */

Test(exchange, json_with_other_names_values_or_shapes_is_refused_with_its_place)
{
  static const struct {
    const char *text;
    uint32_t column;
  } rows[] = {
    { "", 1 },
    { "[]", 1 },
    { "{}", 2 },
    { "{\"letter\":{}}", 2 },
    { "{\"feedback\":[]}", 13 },
    { "{\"feedback\":{\"colour\":1}}", 14 },
    { "{\"feedback\":{\"use\":\"sport\"}}", 20 },
    { "{\"feedback\":{\"use\":3}}", 20 },
    { "{\"feedback\":{\"use\":\"arrest\",\"use\":\"none\"}}", 29 },
    { "{\"feedback\":{\"answered\":\"0\"}}", 25 },
    { "{\"feedback\":{\"answered\":\"0G\"}}", 25 },
    { "{\"feedback\":{\"reference\":\"\"}}", 26 },
    { "{\"feedback\":{\"usefulness\":1.5}}", 27 },
    { "{\"feedback\":{\"usefulness\":-1}}", 27 },
    { "{\"feedback\":{\"usefulness\":99999999999}}", 27 },
    { "{\"feedback\":{\"purged_at\":\"yesterday\"}}", 26 },
    { "{\"feedback\":{}} {}", 17 },
    { "{\"feedback\":{},\"recall\":{}}", 16 },
    { "{\"request\":{\"offences\":[\"sport\"]}}", 25 },
    { "{\"request\":{\"elements\":[\"\"]}}", 0 },
    { "{\"request\":{\"related\":[]}}", 24 },
    { "{\"request\":{\"window_from\":\"20260301\"}}", 27 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnr_received *read = NULL;
    pnr_error error = { SIZED(error) };
    pnr_status status = pnr_exchange_read_json(NULL, text_slice(rows[i].text), &read, &error);
    if (rows[i].column == 0) { /* read; the table does not allow it */
      cr_expect(eq(i32, status, PNR_OK), "%s", rows[i].text);
    } else {
      cr_expect(eq(i32, status, PNR_E_SYNTAX), "%s", rows[i].text);
      cr_expect(read == NULL && error.line == 1 && error.column == rows[i].column, "%s: %u", rows[i].text,
                error.column);
    }
    pnr_received_close(read);
  }
}
