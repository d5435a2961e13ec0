/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "spool_support.h"
#include "store/spool_segment.h"

/* --- What is kept --- */

Test(spool, what_was_committed_is_sent_after_a_restart_and_receipts_free_it)
{
  pnr_link_entry before = { SIZED(pnr_link_entry) }, after = { SIZED(pnr_link_entry) };
  world_open();
  cr_expect(eq(u64, facts_of(&w.nl).segment, 1));
  for (uint32_t i = 1; i <= 20; i++) {
    send_note(&w.nl, i);
    if (i % 3 == 0) cr_assert(eq(i32, commit(&w.nl), PNR_OK));
  }
  pnr_link_outbox_get(w.nl.link, 5, &before);
  uint8_t *octets = exact_copy(before.octets.data, before.octets.size);
  reopen(&w.nl);
  cr_expect(eq(u32, facts_of(&w.nl).messages, 19), "the hello and 18: two were not committed");
  cr_expect(eq(u32, pnr_link_outbox_count(w.nl.link), 19));
  pnr_link_outbox_get(w.nl.link, 5, &after);
  cr_expect(after.sequence == before.sequence && after.octets.size == before.octets.size &&
            memcmp(after.octets.data, octets, after.octets.size) == 0);
  free(octets);
  cr_assert(eq(i32, carry(12), PNR_OK));
  for (uint32_t i = 1; i <= 18; i++) cr_expect(eq(u8, w.be.seen[i], 1), "%u", i);
  cr_expect(w.be.seen[19] == 0 && w.be.seen[20] == 0);
  reopen(&w.nl);
  cr_expect(lt(u32, facts_of(&w.nl).messages, 19));
  cr_assert(eq(i32, carry(12), PNR_OK));
  for (uint32_t i = 1; i <= 18; i++) cr_expect(eq(u8, w.be.seen[i], 1), "%u", i);
  world_close();
}

Test(spool, nothing_new_writes_nothing_and_a_full_segment_gives_way)
{
  world_open();
  send_note(&w.nl, 1);
  cr_assert(eq(i32, carry(6), PNR_OK));
  pnr_spool_facts facts = facts_of(&w.nl);
  cr_assert(eq(i32, commit(&w.nl), PNR_OK));
  cr_expect(eq(u64, facts_of(&w.nl).octets, facts.octets));
  for (uint32_t i = 2; i <= 60; i++) {
    send_note(&w.nl, i);
    cr_assert(eq(i32, carry(2), PNR_OK));
  }
  cr_expect(gt(u64, facts_of(&w.nl).segment, facts.segment + 2));
  cr_expect(lt(u64, facts_of(&w.nl).octets, 64000), "of 60 messages");
  cr_expect(access(segment_path(&w.nl, facts.segment), F_OK) != 0, "an old segment is left");
  reopen(&w.nl);
  reopen(&w.be);
  cr_assert(eq(i32, carry(6), PNR_OK));
  for (uint32_t i = 1; i <= 60; i++) cr_expect(eq(u8, w.be.seen[i], 1), "%u", i);
  world_close();
}

Test(spool, what_a_recall_took_back_is_gone_with_its_segment)
{
  world_open();
  cr_assert(eq(i32, carry(4), PNR_OK));
  cr_assert(eq(i32, pnr_link_send(w.nl.link, &w.s.message[2], 0, NULL, NULL), PNR_OK));
  cr_assert(eq(i32, commit(&w.nl), PNR_OK));
  uint64_t segment = facts_of(&w.nl).segment;
  cr_assert(eq(i32, pnr_link_send(w.nl.link, &w.s.message[3], 0, NULL, NULL), PNR_OK));
  cr_assert(eq(i32, commit(&w.nl), PNR_OK));
  cr_expect(eq(u64, facts_of(&w.nl).segment, segment + 1));
  cr_expect(access(segment_path(&w.nl, segment), F_OK) != 0);
  reopen(&w.nl);
  cr_assert(eq(i32, carry(6), PNR_OK));
  world_close();
}

Test(spool, an_effect_whose_commit_was_interrupted_comes_again_unless_the_application_says_that_it_is_done)
{
  world_open();
  cr_assert(eq(i32, carry(4), PNR_OK));
  send_note(&w.nl, 1);
  cr_assert(eq(i32, pass(&w.nl, &w.be, SIZE_MAX), PNR_OK));
  cr_assert(eq(u8, w.be.seen[1], 1));
  reopen(&w.be); /* hands its marks back */
  pnr_link_reconnected(w.nl.link, w.clock);
  cr_assert(eq(i32, carry(4), PNR_OK));
  cr_expect(eq(u8, w.be.seen[1], 1));
  send_note(&w.nl, 2);
  cr_assert(eq(i32, pass(&w.nl, &w.be, SIZE_MAX), PNR_OK));
  w.be.committed.size = 0; /* has none to hand back */
  reopen(&w.be);
  pnr_link_reconnected(w.nl.link, w.clock);
  cr_assert(eq(i32, carry(4), PNR_OK));
  cr_expect(eq(u8, w.be.seen[2], 2));
  world_close();
}

/* The application keeps what it did: it hands back more than the old copy, or a new spool, knows. */
Test(spool, behind_an_old_copy_an_empty_spool_goes_on_under_a_new_incarnation_both_ways)
{
  world_open();
  cr_assert(eq(i32, carry(4), PNR_OK));
  old_copy copy = copy_of(&w.nl);
  for (uint32_t i = 1; i <= 40; i++) {
    send_note(i % 2 != 0 ? &w.nl : &w.be, i);
    cr_assert(eq(i32, carry(2), PNR_OK));
  }
  put_back(&w.nl, &copy);
  connect_again();
  pnr_slice octets;
  cr_assert(eq(i32, pass(&w.nl, &w.be, SIZE_MAX), PNR_OK));
  cr_assert(eq(i32, pnr_link_output(w.be.link, w.clock, &octets, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_link_input(w.nl.link, octets, w.clock, NULL), PNR_E_ROLLBACK));
  begin_empty(&w.nl);
  connect_again();
  for (uint32_t i = 41; i <= 80; i++) send_note(i % 2 != 0 ? &w.nl : &w.be, i);
  cr_assert(eq(i32, carry(12), PNR_OK));
  reopen(&w.nl);
  reopen(&w.be);
  connect_again();
  for (uint32_t i = 81; i <= 90; i++) send_note(i % 2 != 0 ? &w.nl : &w.be, i);
  cr_assert(eq(i32, carry(12), PNR_OK));
  for (uint32_t i = 1; i <= 90; i++) cr_expect(w.be.seen[i] == i % 2 && w.nl.seen[i] == 1 - i % 2, "%u", i);
  free(copy.data);
  free(copy.key);
  world_close();
}

/* BE begins anew while NL's spool was away, and again: what the application stored with its effects is of the later one. */
Test(spool, an_old_copy_of_what_was_received_knows_less_than_the_application)
{
  world_open();
  cr_assert(eq(i32, carry(4), PNR_OK));
  old_copy copy = copy_of(&w.nl);
  begin_empty(&w.be);
  connect_again();
  send_note(&w.be, 1);
  cr_assert(eq(i32, carry(12), PNR_OK));
  cr_assert(eq(u8, w.nl.seen[1], 1));
  put_back(&w.nl, &copy);
  pnr_link_state state = { SIZED(pnr_link_state) };
  pnr_link_get_state(w.nl.link, &state);
  cr_expect(eq(int, memcmp(state.peer_incarnation.data, w.nl.committed.peer_incarnation.data, PNR_EXCHANGE_ID), 0));
  cr_expect(eq(sz, state.closed.size, PNR_EXCHANGE_ID));
  cr_expect(eq(u64, state.marks[PNR_STREAM_QUERY], 1));
  /* And the other way round: what was stored before is no reason to forget the later one. */
  pnr_link_state earlier = w.nl.committed;
  earlier.peer_incarnation = state.closed;
  earlier.closed.size = 0;
  uint8_t incarnation[PNR_EXCHANGE_ID];
  memcpy(incarnation, state.closed.data, sizeof incarnation);
  earlier.peer_incarnation.data = incarnation;
  cr_assert(eq(i32, commit(&w.nl), PNR_OK));
  w.nl.committed = earlier;
  reopen(&w.nl);
  pnr_link_get_state(w.nl.link, &state);
  cr_expect(memcmp(state.peer_incarnation.data, incarnation, sizeof incarnation) != 0);
  cr_expect(eq(u64, state.marks[PNR_STREAM_QUERY], 1));
  free(copy.data);
  free(copy.key);
  world_close();
}

/* --- Power cuts --- */

/* Sends and receives until the power fails or the session ends; all up to *durable was committed. */
static void run_session(uint32_t *number, uint32_t *durable)
{
  uint32_t steps = 1 + power_random(8);
  for (uint32_t i = 0; i < steps; i++) {
    for (uint32_t more = power_random(3); more != 0; more--) send_note(&w.nl, ++*number);
    if (commit(&w.nl) != PNR_OK) return;
    *durable = *number;
    if (pass(&w.nl, &w.be, power_random(4) == 0 ? power_random(2000) : SIZE_MAX) != PNR_OK) return;
    if (pass(&w.be, &w.nl, SIZE_MAX) != PNR_OK) return;
    w.clock += 2000;
  }
}

/* All but the last ones before a cut must come; those may. */
static void expect_effects(const uint8_t *must, uint32_t number, uint32_t seed)
{
  for (uint32_t i = 1; i <= number; i++)
    cr_assert(w.be.seen[i] <= 1 && w.be.seen[i] >= must[i], "seed %u, message %u: %u times", seed, i, w.be.seen[i]);
}

Test(spool, thousand_power_cuts_lose_nothing_that_was_committed_and_repeat_nothing, .timeout = 300)
{
  static uint8_t must[NUMBERS];
  uint32_t cuts = 0, number = 0, durable = 0;
  world_open();
  for (uint32_t seed = 0; cuts < 1000; seed++) {
    power.random = (seed + 1) * UINT64_C(2654435761) + 88172645463325252;
    cr_assert(lt(u32, number + 32, NUMBERS));
    uint32_t first = durable = number;
    power_fails_after(1 + power_random(40));
    run_session(&number, &durable);
    for (uint32_t i = first + 1; i <= durable; i++) must[i] = 1;
    cuts += (uint32_t)power.failed;
    do {
      side_close(&w.nl);
      side_close(&w.be);
      power_returns(power_random(3) == 0);
      power_fails_after(power_random(4) == 0 ? 1 + power_random(4) : 0);
    } while (!side_open(&w.nl) || !side_open(&w.be));
    power_fails_after(0);
    connect_again();
    if (seed % 16 != 0) continue;
    cr_assert(eq(i32, carry(60), PNR_OK));
    expect_effects(must, number, seed);
  }
  cr_assert(eq(i32, carry(30), PNR_OK));
  expect_effects(must, number, UINT32_MAX);
  world_close();
}

/* --- Damage --- */

static pnr_status open_status(const side *s, pnr_error *error, uint32_t *messages)
{
  pnr_spool *spool;
  pnr_spool_facts facts = { SIZED(pnr_spool_facts) };
  *error = (pnr_error){ SIZED(pnr_error) };
  pnr_status status = pnr_spool_open(NULL, s->folder, NULL, &spool, error);
  if (status != PNR_OK) return status;
  pnr_spool_get_facts(spool, &facts);
  *messages = facts.messages;
  pnr_spool_close(spool);
  return PNR_OK;
}

static int is_one_of(pnr_status status, pnr_status a, pnr_status b) { return status == a || status == b; }

Test(spool, a_segment_cut_or_changed_anywhere_gives_whole_commits_or_an_error_with_its_place)
{
  uint32_t messages = 0;
  size_t size, last;
  pnr_error error;
  world_open();
  for (uint32_t i = 1; i <= 4; i++) {
    last = facts_of(&w.nl).octets;
    send_note(&w.nl, i);
    cr_assert(eq(i32, commit(&w.nl), PNR_OK));
  }
  uint64_t segment = facts_of(&w.nl).segment;
  side_close(&w.nl);
  const char *path = segment_path(&w.nl, segment);
  uint8_t *data = power_load(path, &size);
  for (size_t at = 0; at < size; at += at < last && at > 64 ? 7 : 1) {
    power_store(path, data, at);
    pnr_status status = open_status(&w.nl, &error, &messages);
    if (at < PNRI_JOURNAL_HEADER) cr_assert(eq(i32, status, PNR_E_JOURNAL_DAMAGED), "cut at %zu", at);
    else
      cr_assert(status == PNR_OK && messages <= 4 && (messages == 4) == (at >= last), "cut at %zu: %u", at, messages);
    data[at] ^= 0x20;
    power_store(path, data, size);
    data[at] ^= 0x20;
    status = open_status(&w.nl, &error, &messages);
    if (at < last)
      cr_assert(is_one_of(status, PNR_E_JOURNAL_DAMAGED, PNR_E_JOURNAL_VERSION) &&
                  error.offset <= (at < PNRI_JOURNAL_HEADER ? PNRI_JOURNAL_HEADER : at),
                "octet %zu", at);
    else cr_assert(status == PNR_OK && messages == 4, "octet %zu of the last commit", at);
  }
  power_store(path, data, size);
  cr_expect(open_status(&w.nl, &error, &messages) == PNR_OK && messages == 5);
  free(data);
  power_returns(0);
  side_open(&w.nl);
  world_close();
}

Test(spool, a_segment_of_another_key_is_refused)
{
  size_t size;
  uint32_t messages;
  pnr_error error;
  world_open();
  send_note(&w.nl, 1);
  send_note(&w.be, 1);
  cr_assert(commit(&w.nl) == PNR_OK && commit(&w.be) == PNR_OK);
  cr_assert(eq(u64, facts_of(&w.nl).segment, facts_of(&w.be).segment));
  side_close(&w.nl);
  side_close(&w.be);
  uint8_t *data = power_load(segment_path(&w.be, 2), &size);
  power_store(segment_path(&w.nl, 2), data, size);
  free(data);
  cr_expect(eq(i32, open_status(&w.nl, &error, &messages), PNR_E_FORGED));
  cr_expect(eq(u64, error.offset, PNRI_JOURNAL_HEADER));
  power_returns(0);
  world_close();
}

Test(spool, a_missing_or_damaged_key_a_second_user_and_wrong_arguments_are_told)
{
  size_t size;
  uint32_t messages;
  pnr_error error;
  const pnr_spool_options tiny = { SIZED(pnr_spool_options), .segment = 4095 };
  pnr_link_state state = { SIZED(pnr_link_state) };
  const pnr_link_options with_state = { SIZED(pnr_link_options), .peer = text_slice("BE-PIU"), .state = &state };
  const pnr_link_options options = { SIZED(pnr_link_options), .peer = text_slice("BE-PIU") };
  pnr_spool *spool;
  pnr_link *link;
  world_open();
  cr_expect(eq(i32, open_status(&w.nl, &error, &messages), PNR_E_SPOOL_BUSY));
  cr_expect(eq(i32, pnr_spool_create(NULL, w.nl.folder, &error), PNR_E_FILE));
  cr_expect(eq(i32, error.cause, EEXIST));
  cr_expect(eq(i32, pnr_spool_link(w.nl.spool, w.nl.exchange, &with_state, NULL, &link, NULL), PNR_E_ARGUMENT));
  cr_assert(eq(i32, commit(&w.nl), PNR_OK));
  reopen(&w.nl);
  cr_expect(eq(i32, pnr_spool_link(w.nl.spool, w.nl.exchange, &options, NULL, &link, NULL), PNR_E_ARGUMENT),
            "a link has the outbox already");
  side_close(&w.nl);
  cr_expect(eq(i32, pnr_spool_open(NULL, w.nl.folder, &tiny, &spool, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_spool_open(NULL, NULL, NULL, &spool, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_spool_commit(NULL, NULL, NULL), PNR_E_ARGUMENT));
  uint8_t *key = power_load(path_in(&w.nl, "key"), &size);
  for (size_t at = 0; at < size; at++) {
    key[at] ^= 1;
    power_store(path_in(&w.nl, "key"), key, size);
    key[at] ^= 1;
    cr_expect(eq(i32, open_status(&w.nl, &error, &messages), PNR_E_SPOOL_STATE), "octet %zu", at);
  }
  remove(path_in(&w.nl, "key"));
  cr_expect(eq(i32, open_status(&w.nl, &error, &messages), PNR_E_SPOOL_STATE));
  cr_expect(eq(i32, error.cause, ENOENT));
  power_store(path_in(&w.nl, "key"), key, size);
  free(key);
  side_open(&w.nl);
  world_close();
}

Test(spool, a_failed_write_is_final)
{
  world_open();
  cr_assert(eq(i32, commit(&w.nl), PNR_OK));
  send_note(&w.nl, 1);
  power_fails_after(1);
  cr_expect(eq(i32, commit(&w.nl), PNR_E_FILE));
  power.failed = 0;
  cr_expect(eq(i32, commit(&w.nl), PNR_E_SPOOL_FINAL));
  side_close(&w.nl);
  power_returns(0);
  side_open(&w.nl);
  cr_assert(eq(i32, commit(&w.nl), PNR_OK));
  world_close();
}

/* --- Memory --- */

Test(spool, every_allocation_may_fail_and_nothing_is_left_or_unwiped)
{
  world_open();
  for (uint32_t i = 1; i <= 3; i++) send_note(&w.nl, i);
  cr_assert(eq(i32, commit(&w.nl), PNR_OK));
  side_close(&w.nl);
  const pnr_link_options options = { SIZED(pnr_link_options), .peer = text_slice("BE-PIU") };
  pnr_status status = PNR_E_MEMORY;
  for (size_t n = 1; status == PNR_E_MEMORY; n++) {
    cr_assert(lt(sz, n, 4000));
    counting_allocator counting = { .fail_at = n };
    pnr_env *env;
    pnr_spool *spool = NULL;
    pnr_link *link = NULL;
    if ((status = pnr_env_open(counting_allocate, &counting, NULL, &env, NULL)) != PNR_OK) continue;
    status = pnr_spool_open(env, w.nl.folder, NULL, &spool, NULL);
    if (status == PNR_OK) status = pnr_spool_link(spool, w.nl.exchange, &options, NULL, &link, NULL);
    if (status == PNR_OK) status = pnr_link_send(link, &w.s.message[7], 0, NULL, NULL);
    if (status == PNR_OK) status = pnr_spool_commit(spool, link, NULL);
    pnr_link_close(link);
    pnr_spool_close(spool);
    pnr_env_close(env);
    cr_assert(counting.blocks == 0 && counting.octets == 0, "allocation %zu", n);
    cr_assert(eq(int, counting.not_wiped, 0), "allocation %zu", n);
  }
  cr_expect(eq(i32, status, PNR_OK));
  power_returns(0);
  side_open(&w.nl);
  world_close();
}
