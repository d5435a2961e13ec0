/* SPDX-License-Identifier: Apache-2.0 */
#include "link_support.h"

/* Links: two of them with a line between that cuts, drops, repeats, exchanges and damages what it carries. */

Test(exchange_link, messages_arrive_in_order_once_and_receipts_free_the_outbox)
{
  static uint8_t at_be[512], at_nl[512];
  line l;
  line_open(&l);
  for (uint32_t i = 1; i <= 300; i++) send_note(&l, i % 3 == 0 ? &l.be : &l.nl, i);
  carry(&l, at_be, at_nl, 40);
  for (uint32_t i = 1; i <= 300; i++)
    cr_expect(at_be[i] == (i % 3 != 0) && at_nl[i] == (i % 3 == 0), "%u: %u %u", i, at_be[i], at_nl[i]);
  /* What is left are the last receipts, which are receipted by the sixteen. */
  cr_expect(
    pnr_link_outbox_count(l.nl.link) <= PNRI_LINK_CONTROLS && pnr_link_outbox_count(l.be.link) <= PNRI_LINK_CONTROLS,
    "%u %u", pnr_link_outbox_count(l.nl.link), pnr_link_outbox_count(l.be.link));
  cr_expect(facts_of(&l.be).unopened + facts_of(&l.be).misplaced + facts_of(&l.be).duplicates == 0);
  line_close(&l);
}

Test(exchange_link, octets_may_be_cut_anywhere_and_come_twice)
{
  uint8_t at_be[8] = { 0 };
  line l;
  line_open(&l);
  for (uint32_t i = 1; i <= 3; i++) send_note(&l, &l.nl, i);
  pnr_slice octets = output_of(&l, &l.nl);
  uint8_t *copy = exact_copy(octets.data, octets.size);
  for (int twice = 0; twice < 2; twice++) {
    for (size_t i = 0; i < octets.size; i++) give(&l, &l.be, (pnr_slice){ copy + i, 1 });
    take_all(&l, &l.be, at_be);
  }
  for (uint32_t i = 1; i <= 3; i++) cr_expect(eq(u8, at_be[i], 1));
  cr_expect(eq(u64, facts_of(&l.be).duplicates, 4)); /* the hello, too */
  free(copy);
  line_close(&l);
}

Test(exchange_link, frames_in_any_order_are_delivered_in_theirs)
{
  line l;
  for (uint32_t seed = 0; seed < 4; seed++) {
    uint32_t last[PNR_STREAMS] = { 0 }, count = 0;
    pnr_delivery delivery = { SIZED(delivery) };
    line_open(&l);
    for (uint32_t i = 1; i <= 20; i++) send_note(&l, &l.nl, i);
    frames f = split(output_of(&l, &l.nl));
    cr_assert(eq(u32, f.count, 21));
    give(&l, &l.be, f.frame[0]); /* hello; before it nothing is of a known incarnation */
    for (uint32_t i = 0; i < 20; i++) give(&l, &l.be, f.frame[1 + (i * 7 + seed * 3) % 20]);
    while (pnr_link_next(l.be.link, &delivery) == PNR_OK) {
      uint32_t number = number_of(pnr_received_message(delivery.received));
      cr_expect(number > last[delivery.stream], "%u behind %u", number, last[delivery.stream]);
      last[delivery.stream] = number;
      count++;
      pnr_link_done(l.be.link, PNR_VERDICT_APPLIED, 0, l.clock, NULL);
    }
    cr_expect(eq(u32, count, 20));
    free(f.octets);
    line_close(&l);
  }
}

/* What somebody on the way can do: nothing of it counts, and no mark moves. */
Test(exchange_link, renumbered_damaged_and_foreign_frames_move_nothing)
{
  line l;
  line_open(&l);
  send_note(&l, &l.nl, 1);
  send_note(&l, &l.nl, 3);
  frames f = split(output_of(&l, &l.nl));
  pnr_frame frame = { SIZED(frame) };
  pnr_octets *changed = NULL;
  size_t at = 0;
  give(&l, &l.be, f.frame[0]);
  cr_assert(eq(i32, pnr_frame_next(f.frame[1], &at, &frame, NULL), PNR_OK));
  for (int i = 0; i < 4; i++) {
    pnr_frame other = frame;
    uint8_t *object = exact_copy(frame.object.data, frame.object.size);
    other.object.data = object;
    if (i == 0) other.sequence += 1;
    if (i == 1) other.stream = PNR_STREAM_DATA;
    if (i == 2) object[frame.object.size - 100] ^= 1;
    if (i == 3) other.stream = 0, other.sequence = 0;
    cr_assert(eq(i32, pnr_frame_write(NULL, &other, &changed, NULL), PNR_OK));
    give(&l, &l.be, pnr_octets_get(changed));
    pnr_octets_close(changed);
    free(object);
  }
  pnr_delivery delivery = { SIZED(delivery) };
  cr_expect(eq(i32, pnr_link_next(l.be.link, &delivery), PNR_END));
  cr_expect(eq(u64, facts_of(&l.be).misplaced, 3));
  cr_expect(eq(u64, facts_of(&l.be).unopened, 1));
  pnr_link_state state;
  pnr_link_get_state(l.be.link, &state);
  cr_expect(eq(u64, state.marks[PNR_STREAM_QUERY], 0));
  /* Octets that are no frames: the connection is over, the link is not. */
  cr_expect(eq(i32, pnr_link_input(l.be.link, text_slice("GET / HTTP/1.1"), l.clock, NULL), PNR_E_OBJECT));
  give(&l, &l.be, f.frame[1]);
  cr_expect(eq(i32, pnr_link_next(l.be.link, &delivery), PNR_OK));
  free(f.octets);
  line_close(&l);
}

Test(exchange_link, what_was_lost_goes_again_and_has_one_effect)
{
  static uint8_t at_be[128];
  line l;
  line_open(&l);
  memset(at_be, 0, sizeof at_be);
  for (uint32_t i = 1; i <= 60; i++) {
    send_note(&l, &l.nl, i);
    pnr_slice octets = output_of(&l, &l.nl);
    if (i % 4 == 0) continue; /* lost with its connection */
    give(&l, &l.be, octets);
    take_all(&l, &l.be, at_be);
    if (i % 8 == 5) { /* the receipt is lost */
      l.clock += 2000;
      (void)output_of(&l, &l.be);
    }
    pnr_link_reconnected(l.nl.link, l.clock);
    pnr_link_reconnected(l.be.link, l.clock);
  }
  pnr_link_reconnected(l.nl.link, l.clock);
  pnr_link_reconnected(l.be.link, l.clock);
  carry(&l, at_be, NULL, 20);
  for (uint32_t i = 1; i <= 60; i++) cr_expect(eq(u8, at_be[i], 1), "%u", i);
  line_close(&l);
}

/* --- Credit --- */

Test(exchange_link, a_stalled_receiver_holds_no_more_than_it_gave_credit_for)
{
  static uint8_t at_be[512];
  pnr_link_options of_nl = options_for("BE-PIU"), of_be = options_for("NL-PIU");
  line l;
  of_be.frames = 16;
  line_open_with(&l, &of_nl, &of_be);
  memset(at_be, 0, sizeof at_be);
  for (uint32_t i = 2; i <= 200; i += 2) send_note(&l, &l.nl, i);
  for (int i = 0; i < 50; i++) { /* nobody takes anything */
    give(&l, &l.be, output_of(&l, &l.nl));
    give(&l, &l.nl, output_of(&l, &l.be));
    take_all(&l, &l.nl, NULL);
    l.clock += 100000;
  }
  pnr_link_state state;
  pnr_link_get_state(l.nl.link, &state);
  uint32_t receipts = (uint32_t)(state.next[PNR_STREAM_CONTROL] - 2); /* the hello was taken */
  cr_expect(facts_of(&l.be).held == 16 + receipts && receipts <= 16, "%u and %u", facts_of(&l.be).held, receipts);
  cr_expect(eq(u64, facts_of(&l.be).misplaced, 0));
  cr_expect(l.nl.link->heartbeat_number >= 2 && l.nl.link->heartbeat_number <= 6, "%u",
            (unsigned)l.nl.link->heartbeat_number);
  cr_expect(pnr_link_wake(l.nl.link) > l.clock - 1000000);
  carry(&l, at_be, NULL, 40);
  for (uint32_t i = 2; i <= 200; i += 2) cr_expect(eq(u8, at_be[i], 1), "%u", i);
  line_close(&l);
}

Test(exchange_link, the_outbox_has_an_end_and_a_reserve_for_what_must_get_through)
{
  pnr_link_options of_nl = options_for("BE-PIU"), of_be = options_for("NL-PIU");
  line l;
  pnr_status status = PNR_OK;
  of_nl.outbox = PNR_EXCHANGE_OBJECT;
  line_open_with(&l, &of_nl, &of_be);
  uint32_t count = 0;
  while (status == PNR_OK && count < 5000) {
    status = pnr_link_send(l.nl.link, &l.s.message[2], 0, NULL, NULL);
    count++;
  }
  cr_expect(eq(i32, status, PNR_E_LIMIT));
  cr_expect(facts_of(&l.nl).outbox <= PNR_EXCHANGE_OBJECT);
  cr_expect(eq(i32, pnr_link_send(l.nl.link, &l.s.message[0], 0, NULL, NULL), PNR_E_LIMIT));
  cr_expect(eq(i32, pnr_link_send(l.nl.link, &l.s.message[1], 0, NULL, NULL), PNR_OK), "a reply");
  /* A request waits until there is room for its reply. */
  cr_expect(eq(i32, pnr_link_send(l.be.link, &l.s.message[0], 0, NULL, NULL), PNR_OK));
  give(&l, &l.nl, output_of(&l, &l.be));
  pnr_delivery delivery = { SIZED(delivery) };
  cr_expect(eq(i32, pnr_link_next(l.nl.link, &delivery), PNR_END));
  line_close(&l);
}

/* The peer sends, asks and comes again, but confirms nothing: what is kept for it has an end. */
Test(exchange_link, a_peer_that_confirms_nothing_costs_no_more_memory_than_the_options_say)
{
  counting_allocator state = { .count = 0 };
  pnr_env *env = NULL;
  uint64_t half = 0;
  pnr_link_options of_nl = options_for("BE-PIU"), of_be = options_for("NL-PIU");
  line l;
  of_nl.outbox = PNR_EXCHANGE_OBJECT;
  line_open_with(&l, &of_nl, &of_be);
  pnr_link_close(l.nl.link);
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_link_open(env, &l.nl.exchange, &of_nl, &l.nl.link, NULL), PNR_OK));
  for (uint32_t i = 0; i < 1200; i++) {
    for (int k = 0; k < 2; k++) (void)pnr_link_send(l.nl.link, &l.s.message[k == 0 ? 2 : 1], 0, NULL, NULL);
    if (pnr_link_outbox_count(l.be.link) < 100) send_note(&l, &l.be, i);
    (void)output_of(&l, &l.nl); /* nobody reads it */
    give(&l, &l.nl, output_of(&l, &l.be));
    take_all(&l, &l.nl, NULL);
    l.clock += 200000;
    if (i % 10 == 0) pnr_link_reconnected(l.nl.link, l.clock);
    if (i % 10 == 0) pnr_link_reconnected(l.be.link, l.clock);
    if (i == 600) half = state.most;
  }
  cr_expect(facts_of(&l.nl).outbox <= 2 * PNR_EXCHANGE_OBJECT);
  cr_expect(state.most == half && state.most < 6 * (uint64_t)PNR_EXCHANGE_OBJECT, "%lu, %lu", (unsigned long)half,
            (unsigned long)state.most);
  pnr_link_close(l.nl.link);
  l.nl.link = NULL;
  pnr_env_close(env);
  cr_expect(eq(u64, state.blocks, 0));
  line_close(&l);
}

/* --- Recalls --- */

Test(exchange_link, a_recall_overtakes_data_and_leaves_nothing_of_what_was_not_sent)
{
  line l;
  pnr_delivery delivery = { SIZED(delivery) };
  uint32_t notices = 0, recalls = 0, first = 0;
  line_open(&l);
  send_note(&l, &l.nl, 2);
  give(&l, &l.be, output_of(&l, &l.nl)); /* this one is on its way */
  for (uint32_t i = 4; i <= 10; i += 2) send_note(&l, &l.nl, i);
  uint64_t before = facts_of(&l.nl).outbox;
  cr_assert(eq(i32, pnr_link_send(l.nl.link, &l.s.message[3], 0, NULL, NULL), PNR_OK));
  cr_expect(facts_of(&l.nl).outbox < before);
  send_note(&l, &l.nl, 12); /* another version would be; this is sent again all the same */
  give(&l, &l.be, output_of(&l, &l.nl));
  while (pnr_link_next(l.be.link, &delivery) == PNR_OK) {
    uint32_t type = pnr_received_message(delivery.received)->type;
    if (first == 0) first = type;
    notices += type == PNR_EXCHANGE_NOTICE;
    recalls += type == PNR_EXCHANGE_RECALL;
    pnr_link_done(l.be.link, PNR_VERDICT_APPLIED, 0, l.clock, NULL);
  }
  cr_expect(eq(u32, first, PNR_EXCHANGE_RECALL));
  cr_expect(notices == 2 && recalls == 1, "%u %u", notices, recalls);
  pnr_link_state state, own;
  pnr_link_get_state(l.be.link, &state);
  pnr_link_get_state(l.nl.link, &own);
  cr_expect(eq(u64, state.marks[PNR_STREAM_DATA], 6)); /* the voids had their verdict */
  cr_expect(eq(u64, state.octets[PNR_STREAM_DATA], own.sent[PNR_STREAM_DATA]));
  line_close(&l);
}

/* --- Verdicts --- */

static pnr_octets *receipt_of(line *l)
{
  pnr_delivery delivery = { SIZED(delivery) };
  pnr_octets *json = NULL;
  l->clock += 2000;
  give(l, &l->nl, output_of(l, &l->be));
  while (pnr_link_next(l->nl.link, &delivery) == PNR_OK) {
    if (json == NULL) pnr_exchange_write_json(NULL, pnr_received_message(delivery.received), &json, NULL);
    pnr_link_done(l->nl.link, PNR_VERDICT_APPLIED, 0, l->clock, NULL);
  }
  return json;
}

static bool tells(const pnr_octets *json, const char *text)
{
  pnr_slice octets = pnr_octets_get(json);
  size_t size = strlen(text);
  for (size_t i = 0; i + size <= octets.size; i++)
    if (memcmp(octets.data + i, text, size) == 0) return true;
  return false;
}

Test(exchange_link, each_message_has_its_verdict_and_moves_the_mark)
{
  static const uint8_t head[32] = { 7 };
  line l;
  line_open(&l);
  pnr_link_checkpoint(l.be.link, 12, head, NOW);
  send_note(&l, &l.nl, 1);
  give(&l, &l.be, output_of(&l, &l.nl));
  pnr_delivery delivery = { SIZED(delivery) };
  cr_assert(eq(i32, pnr_link_next(l.be.link, &delivery), PNR_OK));
  cr_expect(eq(i32, pnr_link_done(l.be.link, PNR_VERDICT_REFUSED, 0, l.clock, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_link_done(l.be.link, PNR_VERDICT_REFUSED, PNR_RULE_CASE, l.clock, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_link_done(l.be.link, PNR_VERDICT_APPLIED, 0, l.clock, NULL), PNR_E_ARGUMENT),
            "nothing delivered");
  pnr_octets *json = receipt_of(&l);
  cr_expect(tells(json, "\"verdict\":\"refused\",\"rule\":5") && tells(json, "\"stream\":\"query\",\"mark\":1") &&
              tells(json, "\"audit_count\":12,\"audit_head\":\"07"),
            "%.*s", (int)pnr_octets_get(json).size, pnr_octets_get(json).data);
  pnr_octets_close(json);
  /* Expired on the way; against a rule of the receiver. Nobody is asked. */
  cr_assert(eq(i32, pnr_link_send(l.nl.link, &l.s.message[7], NOW + 60, NULL, NULL), PNR_OK));
  l.be.exchange.now = NOW + 361;
  give(&l, &l.be, output_of(&l, &l.nl));
  cr_expect(eq(i32, pnr_link_next(l.be.link, &delivery), PNR_END));
  l.nl.exchange.now = l.be.exchange.now;
  json = receipt_of(&l);
  cr_expect(tells(json, "\"verdict\":\"expired\"") && tells(json, "\"stream\":\"query\",\"mark\":2"));
  pnr_octets_close(json);
  l.be.exchange.asked_count = 0;
  cr_assert(eq(i32, pnr_link_send(l.nl.link, &l.s.message[1], 0, NULL, NULL), PNR_OK));
  give(&l, &l.be, output_of(&l, &l.nl));
  json = receipt_of(&l);
  cr_expect(tells(json, "\"verdict\":\"refused\",\"rule\":16") && tells(json, "\"stream\":\"query\",\"mark\":3"));
  pnr_octets_close(json);
  line_close(&l);
}

Test(exchange_link, a_wall_clock_that_moves_back_is_an_error)
{
  line l;
  line_open(&l);
  l.be.exchange.now = NOW + 10;
  cr_expect(eq(i32, pnr_link_input(l.be.link, (pnr_slice){ NULL, 0 }, l.clock, NULL), PNR_OK));
  l.be.exchange.now = NOW + 9;
  cr_expect(eq(i32, pnr_link_input(l.be.link, (pnr_slice){ NULL, 0 }, l.clock, NULL), PNR_E_EXPIRED));
  line_close(&l);
}

/* --- A bad line --- */

static uint32_t random_of(uint32_t *state)
{
  *state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
  return *state >> 8;
}

/* Gives what a bad line makes of the octets. False: the connection ended. */
static bool give_badly(line *l, side *to, pnr_slice octets, uint32_t *seed)
{
  uint8_t *copy = exact_copy(octets.data, octets.size);
  uint32_t dice = random_of(seed) % 16;
  size_t size = octets.size;
  bool holds = true;
  if (dice == 0) size = size != 0 ? random_of(seed) % size : 0; /* cut */
  if (dice == 1 && size != 0) copy[random_of(seed) % size] ^= (uint8_t)(1 << random_of(seed) % 8);
  size_t first = size != 0 ? random_of(seed) % size : 0; /* in two pieces */
  if (pnr_link_input(to->link, (pnr_slice){ copy, first }, l->clock, NULL) != PNR_OK ||
      pnr_link_input(to->link, (pnr_slice){ copy + first, size - first }, l->clock, NULL) != PNR_OK)
    holds = false;
  if (holds && dice == 2)
    holds = pnr_link_input(to->link, (pnr_slice){ copy, size }, l->clock, NULL) == PNR_OK; /* twice */
  free(copy);
  return holds && dice != 0;
}

Test(exchange_link, on_a_bad_line_each_message_has_exactly_one_effect)
{
  enum { MESSAGES = 200, ROUNDS = 400 };
  static uint8_t at_be[MESSAGES + 1], at_nl[MESSAGES + 1];
  for (uint32_t run = 1; run <= 5; run++) {
    uint32_t seed = run * 77777, sent = 0;
    line l;
    line_open(&l);
    memset(at_be, 0, sizeof at_be);
    memset(at_nl, 0, sizeof at_nl);
    for (uint32_t i = 0; i < ROUNDS; i++) {
      for (uint32_t j = random_of(&seed) % 3; j > 0 && sent < MESSAGES; j--) {
        sent++;
        send_note(&l, sent % 3 == 0 ? &l.be : &l.nl, sent);
      }
      bool holds = give_badly(&l, &l.be, output_of(&l, &l.nl), &seed);
      if (random_of(&seed) % 4 != 0) take_all(&l, &l.be, at_be);
      holds = holds && give_badly(&l, &l.nl, output_of(&l, &l.be), &seed);
      if (random_of(&seed) % 4 != 0) take_all(&l, &l.nl, at_nl);
      l.clock += random_of(&seed) % 3000;
      if (holds) continue;
      pnr_link_reconnected(l.nl.link, l.clock);
      pnr_link_reconnected(l.be.link, l.clock);
    }
    pnr_link_reconnected(l.nl.link, l.clock);
    pnr_link_reconnected(l.be.link, l.clock);
    carry(&l, at_be, at_nl, 30);
    for (uint32_t i = 1; i <= MESSAGES; i++)
      cr_expect(at_be[i] + at_nl[i] == 1, "run %u, message %u: %u and %u times", run, i, at_be[i], at_nl[i]);
    line_close(&l);
  }
}

/* --- Memory --- */

Test(exchange_link, every_allocation_may_fail)
{
  two_units units;
  samples s;
  two_units_open(&units);
  samples_open(&s);
  pnr_link_options of_nl = options_for("BE-PIU"), of_be = options_for("NL-PIU");
  units.to_be.now = NOW;
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t fail_at = 1; status == PNR_E_MEMORY; fail_at++) {
    counting_allocator state = { .count = 0 };
    pnr_env *env = NULL;
    pnr_link *nl = NULL, *be = NULL;
    pnr_slice octets = { NULL, 0 };
    pnr_delivery delivery = { SIZED(delivery) };
    cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
    state.fail_at = state.count + fail_at;
    status = pnr_link_open(env, &units.from_nl, &of_nl, &nl, NULL);
    if (status == PNR_OK) status = pnr_link_open(env, &units.to_be, &of_be, &be, NULL);
    if (status == PNR_OK) status = pnr_link_send(nl, &s.message[2], 0, NULL, NULL);
    if (status == PNR_OK) status = pnr_link_send(nl, &s.message[3], 0, NULL, NULL);
    if (status == PNR_OK) status = pnr_link_output(nl, 1000000, &octets, NULL);
    if (status == PNR_OK) status = pnr_link_input(be, octets, 1000000, NULL);
    while (status == PNR_OK && pnr_link_next(be, &delivery) == PNR_OK)
      status = pnr_link_done(be, PNR_VERDICT_APPLIED, 0, 1000000, NULL);
    if (status == PNR_OK) status = pnr_link_output(be, 1002000, &octets, NULL);
    if (status == PNR_OK) status = pnr_link_input(nl, octets, 1002000, NULL);
    cr_expect(status == PNR_OK || status == PNR_E_MEMORY, "%u: %d", (unsigned)fail_at, status);
    pnr_link_close(nl);
    pnr_link_close(be);
    pnr_env_close(env);
    cr_expect(state.blocks == 0 && !state.not_wiped, "%u", (unsigned)fail_at);
  }
  samples_close(&s);
  two_units_close(&units);
}
