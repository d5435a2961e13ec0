/* SPDX-License-Identifier: Apache-2.0 */
#include "blind_support.h"
#include "exchange/blind_key.h"
#include "exchange/rule.h"
#include "exchange_forge.h"

Test(exchange_blind, who_travelled_is_found_and_nobody_else)
{
  static const struct {
    const char *surname, *given;
    pnr_date birth;
    const char *number, *issuer;
    uint32_t keys, hits;
  } rows[] = {
    { "Marković", "Jelena", 19800505, "", "", 1, 1 },      /* by name: the booking has MARKOVIC JELENA */
    { "JELENA", "MARKOVIC", 19800505, "", "", 1, 1 },      /* in another order */
    { "de Markovic", "Jelena A", 19800505, "", "", 1, 1 }, /* particles and initials do not count */
    { "Marković", "Jelena", 19800506, "", "", 1, 0 },      /* another day */
    { "Marković", "Jelena", 19800500, "", "", 0, 0 },      /* a day that is not known */
    { "Marković", "", 19800505, "", "", 0, 0 },            /* one token */
    { "Kovač", "Ivo", 19700101, "y-7654321", "HR", 2, 1 }, /* by document alone */
    { "", "", 0, "Y7654321", "SVN", 1, 0 },                /* of another issuer */
    { "", "", 0, "Y7654321", "", 0, 0 },                   /* of an issuer that is not known */
  };
  enum { ROWS = sizeof rows / sizeof rows[0] };
  pnr_blind *blind = NULL;
  pnr_octets *secret = NULL, *evaluated = NULL;
  pnr_tag_set *set = NULL;
  uint32_t hits[ROWS] = { 0 }, number, traveller;
  cr_assert(eq(i32, pnr_blind_open(NULL, &blind, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_blind_secret_create(NULL, &secret, NULL), PNR_OK));
  for (uint32_t i = 0; i < ROWS; i++) {
    somebody s;
    uint32_t added = 99;
    fill(&s, rows[i].surname, rows[i].given, rows[i].birth, rows[i].number, rows[i].issuer);
    cr_expect(eq(i32, pnr_blind_add(blind, &s.person, i, &added, NULL), PNR_OK));
    cr_expect(eq(u32, added, rows[i].keys), "row %u", i);
  }
  cr_assert(
    eq(i32, pnr_blind_evaluate(NULL, pnr_octets_get(secret), pnr_blind_elements(blind), &evaluated, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_blind_finish(blind, pnr_octets_get(evaluated), NULL), PNR_OK));
  const pnr_tags *tags = make_tags(pnr_octets_get(secret), &set, 0);
  cr_assert(eq(i32, pnr_blind_match(blind, tags, NULL), PNR_OK));
  for (uint32_t i = 0; i < pnr_blind_hit_count(blind); i++) {
    const pnr_blind_hit *hit = pnr_blind_hit_get(blind, i);
    hits[hit->label]++;
    cr_expect(eq(i32, pnr_tag_set_find(set, hit->handle, &number, &traveller), PNR_OK));
    cr_expect(number == 77 && traveller == 0);
  }
  for (uint32_t i = 0; i < ROWS; i++) cr_expect(eq(u32, hits[i], rows[i].hits), "row %u", i);
  cr_expect(pnr_blind_hit_get(blind, pnr_blind_hit_count(blind)) == NULL);
  cr_expect(eq(i32, pnr_tag_set_find(set, ID("H1"), &number, &traveller), PNR_END));
  pnr_tag_set_close(set);
  /* The tags of another day's secret mean nothing; masked records give none. */
  pnr_octets *other = NULL;
  cr_assert(eq(i32, pnr_blind_secret_create(NULL, &other, NULL), PNR_OK));
  tags = make_tags(pnr_octets_get(other), &set, 0);
  cr_assert(eq(i32, pnr_blind_match(blind, tags, NULL), PNR_OK));
  cr_expect(eq(u32, pnr_blind_hit_count(blind), 0));
  pnr_tag_set_close(set);
  tags = make_tags(pnr_octets_get(secret), &set, PNR_RECORD_MASKED);
  cr_assert(eq(i32, pnr_blind_match(blind, tags, NULL), PNR_OK));
  cr_expect(eq(u32, pnr_blind_hit_count(blind), 0));
  pnr_tag_set_close(set);
  pnr_octets_close(other);
  pnr_octets_close(secret);
  pnr_octets_close(evaluated);
  pnr_blind_close(blind);
}

Test(exchange_blind, tags_are_padded_ordered_and_fresh)
{
  pnr_octets *secret = NULL;
  pnr_tag_set *sets[2] = { NULL };
  uint8_t first[8];
  cr_assert(eq(i32, pnr_blind_secret_create(NULL, &secret, NULL), PNR_OK));
  for (int i = 0; i < 2; i++) {
    const pnr_tags *tags = make_tags(pnr_octets_get(secret), &sets[i], 0);
    cr_expect(eq(sz, tags->tags.size, 512 * 8));
    for (size_t j = 8; j < tags->tags.size; j += 8)
      cr_assert(memcmp(tags->tags.data + j - 8, tags->tags.data + j, 8) <= 0);
    if (i == 0) memcpy(first, tags->tags.data, 8);
    else cr_expect(memcmp(first, tags->tags.data, 8) != 0);
    cr_expect(slice_is(tags->flight->carrier, "ZX") && tags->flight->day == 20260301);
    cr_expect(eq(sz, pnr_tag_set_opener(sets[i]).size, PNR_BLIND_OPENER));
    pnr_tag_set_close(sets[i]);
  }
  pnr_octets_close(secret);
}

/* The input of a key, octet for octet: other units make the same. */
Test(exchange_blind, keys_have_one_spelling)
{
  static const uint8_t of_document[] = { 0x85, 1,   PNR_NORMALISER, 2,   0x68, 'Y', '7', '6', '5', '4', '3',
                                         '2',  '1', 0x63,           'H', 'R',  'V' };
  static const uint8_t of_name[] = "\x85\x01\x00\x01\x82\x65"
                                   "marta\x65"
                                   "torun\x1A\x01\x2E\x21\xB9";
  somebody s;
  pnri_blind_inputs inputs;
  fill(&s, "Torun", "Marta", 19800505, "Y 765-4321", "HRV");
  pnri_blind_inputs_open(&inputs, NULL);
  cr_assert(eq(i32, pnri_blind_inputs_of(&inputs, &s.person), PNR_OK));
  cr_assert(eq(u32, inputs.count, 2));
  pnr_slice document = pnri_blind_input_at(&inputs, 0), name = pnri_blind_input_at(&inputs, 1);
  cr_expect(document.size == sizeof of_document && memcmp(document.data, of_document, sizeof of_document) == 0);
  cr_expect(name.size == sizeof of_name - 1 && name.data[2] == PNR_NORMALISER);
  cr_expect(memcmp(name.data, of_name, 2) == 0 && memcmp(name.data + 3, of_name + 3, name.size - 3) == 0);
  pnri_blind_inputs_close(&inputs);
}

Test(exchange_blind, commitments_open_to_what_was_asked)
{
  pnr_blind *blind = NULL;
  somebody s;
  cr_assert(eq(i32, pnr_blind_open(NULL, &blind, NULL), PNR_OK));
  fill(&s, "Marković", "Jelena", 19800505, "Y7654321", "HRV");
  cr_assert(eq(i32, pnr_blind_add(blind, &s.person, 0, NULL, NULL), PNR_OK));
  pnr_slice all = pnr_blind_commitments(blind);
  cr_assert(eq(sz, all.size, 2 * PNR_BLIND_COMMITMENT));
  pnr_slice second = { all.data + PNR_BLIND_COMMITMENT, PNR_BLIND_COMMITMENT };
  cr_expect(eq(u32, pnr_blind_is_committed(second, pnr_blind_opener(blind, 1), pnr_blind_input(blind, 1)), 1));
  cr_expect(eq(u32, pnr_blind_is_committed(second, pnr_blind_opener(blind, 1), pnr_blind_input(blind, 0)), 0));
  cr_expect(eq(u32, pnr_blind_is_committed(second, pnr_blind_opener(blind, 0), pnr_blind_input(blind, 1)), 0));
  cr_expect(pnr_blind_input(blind, 2).size == 0 && pnr_blind_opener(blind, 2).size == 0);
  pnr_blind_close(blind);
}

Test(exchange_blind, elements_that_no_honest_unit_sends_are_refused)
{
  static const uint8_t identity[32] = { 0 };
  uint8_t elements[64];
  pnr_blind *blind = NULL;
  somebody s;
  pnr_octets *secret = NULL, *evaluated = NULL;
  pnr_error error = { SIZED(error) };
  cr_assert(eq(i32, pnr_blind_open(NULL, &blind, NULL), PNR_OK));
  fill(&s, "Marković", "Jelena", 19800505, "Y7654321", "HRV");
  cr_assert(eq(i32, pnr_blind_add(blind, &s.person, 0, NULL, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_blind_secret_create(NULL, &secret, NULL), PNR_OK));
  memcpy(elements, pnr_blind_elements(blind).data, 64);
  for (int i = 0; i < 2; i++) {
    if (i == 0) memcpy(elements + 32, identity, 32);
    else memset(elements + 32, 0xFF, 32); /* not canonical */
    cr_expect(eq(i32, pnr_blind_evaluate(NULL, pnr_octets_get(secret), (pnr_slice){ elements, 64 }, &evaluated, &error),
                 PNR_E_KEY));
    cr_expect(eq(u64, error.offset, 32));
    cr_expect(evaluated == NULL);
    cr_expect(eq(i32, pnr_blind_finish(blind, (pnr_slice){ elements, 64 }, &error), PNR_E_KEY));
  }
  cr_expect(eq(i32, pnr_blind_finish(blind, (pnr_slice){ elements, 32 }, &error), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_blind_evaluate(NULL, pnr_octets_get(secret), (pnr_slice){ elements, 63 }, &evaluated, &error),
               PNR_E_ARGUMENT));
  pnr_octets_close(secret);
  pnr_blind_close(blind);
}

/* --- As messages --- */

typedef struct talk {
  two_units units;
  pnr_blind *blind;
  pnr_octets *secret, *evaluated;
  pnr_tag_set *set;
  const pnr_flight *flights[1];
  pnr_probe probe;
  pnr_probe_result result;
  pnr_tags tags;
  pnr_exchange_message messages[3];
} talk;

static void talk_open(talk *t)
{
  somebody s;
  *t = (talk){ .flights = { &flight } };
  two_units_open(&t->units);
  t->units.to_be.guard = NULL;
  fill(&s, "Marković", "Jelena", 19800505, "Y7654321", "HRV");
  cr_assert(eq(i32, pnr_blind_open(NULL, &t->blind, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_blind_add(t->blind, &s.person, 0, NULL, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_blind_secret_create(NULL, &t->secret, NULL), PNR_OK));
  cr_assert(eq(i32,
               pnr_blind_evaluate(NULL, pnr_octets_get(t->secret), pnr_blind_elements(t->blind), &t->evaluated, NULL),
               PNR_OK));
  t->probe = sample_probe(t->flights, 1);
  t->probe.elements = pnr_blind_elements(t->blind);
  t->probe.commitments = pnr_blind_commitments(t->blind);
  t->result =
    (pnr_probe_result){ SIZED(pnr_probe_result), .probe = ID("P1"), .elements = pnr_octets_get(t->evaluated) };
  t->tags = *make_tags(pnr_octets_get(t->secret), &t->set, 0);
  for (uint32_t i = 0; i < 3; i++)
    t->messages[i] = (pnr_exchange_message){ SIZED(pnr_exchange_message), .type = PNR_EXCHANGE_PROBE + i };
  t->messages[0].probe = &t->probe;
  t->messages[1].probe_result = &t->result;
  t->messages[2].tags = &t->tags;
}

static void talk_close(talk *t)
{
  pnr_tag_set_close(t->set);
  pnr_octets_close(t->secret);
  pnr_octets_close(t->evaluated);
  pnr_blind_close(t->blind);
  two_units_close(&t->units);
}

static int32_t rule_of(talk *t, uint32_t i)
{
  pnr_error error = { SIZED(error) };
  pnr_octets *object = NULL;
  pnr_claims claims = { SIZED(claims), .audience = text_slice("BE-PIU") };
  pnr_status status = pnr_exchange_seal(NULL, &t->units.from_nl, &t->messages[i], &claims, &object, NULL, &error);
  pnr_octets_close(object);
  forgery f = usual_forgery(&t->units, t->messages[i].type);
  object = forge(&t->units, &f, &t->messages[i]);
  cr_expect(eq(i32, open_at_be(&t->units, pnr_octets_get(object), &error), status));
  pnr_octets_close(object);
  return status == PNR_E_RULE ? error.cause : status;
}

Test(exchange_blind, messages_of_a_blind_query_keep_the_law_too)
{
  static uint8_t swapped[512 * 8];
  talk t;
  talk_open(&t);
  for (uint32_t i = 0; i < 3; i++) cr_expect(eq(i32, rule_of(&t, i), PNR_OK), "%u", i);
  t.probe.purpose = 0;
  cr_expect(eq(i32, rule_of(&t, 0), PNR_RULE_PURPOSE));
  t.probe.purpose = PNR_FOR_CASE;
  t.probe.offences = 1u << 5;
  cr_expect(eq(i32, rule_of(&t, 0), PNR_RULE_THRESHOLD));
  t.probe.threshold_met = 1;
  t.probe.approved_at = NOW + 301;
  cr_expect(eq(i32, rule_of(&t, 0), PNR_RULE_APPROVED));
  t.probe.approved_at = NOW;
  t.probe.normaliser = PNR_NORMALISER + 1;
  cr_expect(eq(i32, rule_of(&t, 0), PNR_RULE_SCORE));
  t.probe.normaliser = PNR_NORMALISER;
  t.probe.commitments.size -= PNR_BLIND_COMMITMENT;
  cr_expect(eq(i32, rule_of(&t, 0), PNR_RULE_SELECTORS), "a key that is not committed to");
  t.result.elements.size--;
  cr_expect(eq(i32, rule_of(&t, 1), PNR_RULE_GIVEN));
  memcpy(swapped, t.tags.tags.data + 8, sizeof swapped - 8);
  memcpy(swapped + sizeof swapped - 8, t.tags.tags.data, 8);
  t.tags.tags.data = swapped;
  cr_expect(eq(i32, rule_of(&t, 2), PNR_RULE_GIVEN), "an order that tells something");
  talk_close(&t);
}

Test(exchange_blind, every_allocation_may_fail)
{
  somebody s;
  pnr_record *record = stored_record(NOW - DAY, 0);
  fill(&s, "Marković", "Jelena", 19800505, "Y7654321", "HRV");
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t fail_at = 1; status == PNR_E_MEMORY; fail_at++) {
    counting_allocator state = { .count = 0 };
    pnr_env *env = NULL;
    pnr_blind *blind = NULL;
    pnr_octets *secret = NULL, *evaluated = NULL;
    pnr_tag_set *set = NULL;
    const pnr_tags *tags = NULL;
    cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
    state.fail_at = state.count + fail_at;
    status = pnr_blind_open(env, &blind, NULL);
    if (status == PNR_OK) status = pnr_blind_add(blind, &s.person, 0, NULL, NULL);
    if (status == PNR_OK) status = pnr_blind_secret_create(env, &secret, NULL);
    if (status == PNR_OK)
      status = pnr_blind_evaluate(env, pnr_octets_get(secret), pnr_blind_elements(blind), &evaluated, NULL);
    if (status == PNR_OK) status = pnr_blind_finish(blind, pnr_octets_get(evaluated), NULL);
    if (status == PNR_OK) status = pnr_tag_set_open(env, pnr_octets_get(secret), &set, NULL);
    if (status == PNR_OK) status = pnr_tag_set_add(set, record, 1, NULL);
    if (status == PNR_OK) status = pnr_tag_set_finish(set, ID("P1"), &flight, &tags, NULL);
    if (status == PNR_OK) status = pnr_blind_match(blind, tags, NULL);
    if (status == PNR_OK) cr_expect(eq(u32, pnr_blind_hit_count(blind), 2));
    cr_expect(status == PNR_OK || status == PNR_E_MEMORY);
    pnr_blind_close(blind);
    pnr_octets_close(secret);
    pnr_octets_close(evaluated);
    pnr_tag_set_close(set);
    pnr_env_close(env);
    cr_expect(state.blocks == 0 && !state.not_wiped, "%u", (unsigned)fail_at);
  }
  pnr_record_close(record);
}
