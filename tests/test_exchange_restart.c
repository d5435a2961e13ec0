/* SPDX-License-Identifier: Apache-2.0 */
#include "link_support.h"

/* Links that begin again: where they were, from an old copy of that, or with nothing. */

/* What a store has of a link. */
typedef struct stored {
  pnr_link_state state;
  uint8_t incarnation[PNR_EXCHANGE_ID], peer[PNR_EXCHANGE_ID], closed[PNR_LINK_CLOSED * PNR_EXCHANGE_ID];
  pnr_link_entry entries[512];
  uint32_t count;
} stored;

static void own(pnr_slice *slice, uint8_t *room)
{
  if (slice->size == 0) return;
  memcpy(room, slice->data, slice->size);
  slice->data = room;
}

static stored *store(const side *s)
{
  stored *copy = calloc(1, sizeof *copy);
  pnr_link_get_state(s->link, &copy->state);
  own(&copy->state.incarnation, copy->incarnation);
  own(&copy->state.peer_incarnation, copy->peer);
  own(&copy->state.closed, copy->closed);
  copy->count = pnr_link_outbox_count(s->link);
  cr_assert(copy->count <= 512);
  for (uint32_t i = 0; i < copy->count; i++) {
    pnr_link_entry *entry = &copy->entries[i];
    entry->size = sizeof *entry;
    pnr_link_outbox_get(s->link, i, entry);
    entry->octets.data = exact_copy(entry->octets.data, entry->octets.size);
  }
  return copy;
}

static void forget(stored *copy)
{
  for (uint32_t i = 0; i < copy->count; i++) free((void *)copy->entries[i].octets.data);
  free(copy);
}

static const char *peer_of(const line *l, const side *s) { return s == &l->nl ? "BE-PIU" : "NL-PIU"; }

/* The side ends, and begins again with that state; NULL: with none. name: of its random octets. */
static void begin_again(line *l, side *s, const char *name, const pnr_link_state *state)
{
  pnr_link_options options = options_for(peer_of(l, s));
  pnr_exchange exchange = s->exchange;
  options.state = state;
  pnr_link_close(s->link);
  side_open(s, &exchange, name, &options);
}

static void restore(line *l, side *s, const char *name, const stored *copy)
{
  begin_again(l, s, name, &copy->state);
  for (uint32_t i = 0; i < copy->count; i++)
    cr_assert(eq(i32, pnr_link_restore(s->link, &copy->entries[i], NULL), PNR_OK), "entry %u", i);
}

static void connect_again(line *l)
{
  pnr_link_reconnected(l->nl.link, l->clock);
  pnr_link_reconnected(l->be.link, l->clock);
}

/* Carries both ways on a new connection until NL's input fails or the rounds are over. */
static pnr_status carry_to_fault(line *l, uint8_t *at_be, int rounds)
{
  pnr_status status = PNR_OK;
  connect_again(l);
  for (int i = 0; i < rounds && status == PNR_OK; i++) {
    give(l, &l->be, output_of(l, &l->nl));
    take_all(l, &l->be, at_be);
    status = pnr_link_input(l->nl.link, output_of(l, &l->be), l->clock, NULL);
    if (status == PNR_OK) take_all(l, &l->nl, NULL);
    l->clock += 2000;
  }
  return status;
}

/* The same without what the store says of the own outbox. */
static pnr_link_state of_peer(const side *s, uint8_t rooms[3][PNR_LINK_CLOSED * PNR_EXCHANGE_ID])
{
  pnr_link_state state;
  pnr_link_get_state(s->link, &state);
  own(&state.peer_incarnation, rooms[0]);
  own(&state.closed, rooms[1]);
  state.incarnation = (pnr_slice){ NULL, 0 };
  return state;
}

static uint8_t seen_at_be[512], seen_at_nl[512];

static void open_line(line *l)
{
  memset(seen_at_be, 0, sizeof seen_at_be);
  memset(seen_at_nl, 0, sizeof seen_at_nl);
  line_open(l);
}

static void expect_each_once(const uint8_t *seen, uint32_t first, uint32_t last)
{
  for (uint32_t i = first; i <= last; i++) cr_expect(eq(u8, seen[i], 1), "%u", i);
}

/* --- Where it was --- */

Test(exchange_restart, a_link_goes_on_where_it_was)
{
  line l;
  open_line(&l);
  for (uint32_t i = 1; i <= 30; i++) send_note(&l, &l.nl, i);
  give(&l, &l.be, output_of(&l, &l.nl));
  take_all(&l, &l.be, seen_at_be);
  for (uint32_t i = 31; i <= 40; i++) send_note(&l, &l.nl, i);
  stored *of_nl = store(&l.nl), *of_be = store(&l.be);
  restore(&l, &l.nl, "link nl again", of_nl);
  restore(&l, &l.be, "link be again", of_be);
  of_nl->entries[of_nl->count - 1].sequence++;
  cr_expect(eq(i32, pnr_link_restore(l.nl.link, &of_nl->entries[of_nl->count - 1], NULL), PNR_E_ARGUMENT));
  carry(&l, seen_at_be, NULL, 20);
  expect_each_once(seen_at_be, 1, 40);
  cr_expect(eq(u64, facts_of(&l.be).misplaced + facts_of(&l.nl).misplaced, 0));
  forget(of_nl);
  forget(of_be);
  line_close(&l);
}

/* Both sides ask, and neither answer needs what the other one waits for. */
Test(exchange_restart, nothing_is_sent_before_the_peer_told_how_far_it_came)
{
  line l;
  open_line(&l);
  for (uint32_t i = 1; i <= 8; i++) send_note(&l, i % 2 != 0 ? &l.nl : &l.be, i);
  carry(&l, seen_at_be, seen_at_nl, 4);
  stored *of_nl = store(&l.nl), *of_be = store(&l.be);
  restore(&l, &l.nl, "link nl again", of_nl);
  restore(&l, &l.be, "link be again", of_be);
  connect_again(&l);
  cr_expect(facts_of(&l.nl).is_known == 0 && facts_of(&l.be).is_known == 0);
  for (uint32_t i = 9; i <= 40; i++) send_note(&l, i % 2 != 0 ? &l.nl : &l.be, i);
  cr_expect(le(u64, pnr_link_wake(l.nl.link), l.clock));
  frames f = split(output_of(&l, &l.nl));
  pnr_frame frame = { SIZED(frame) };
  size_t at = 0;
  cr_expect(eq(u32, f.count, 1), "the heartbeat");
  cr_expect(pnr_frame_next(f.frame[0], &at, &frame, NULL) == PNR_OK && frame.stream == 0 && frame.sequence == 0);
  cr_expect(eq(sz, output_of(&l, &l.nl).size, 0));
  cr_expect(pnr_link_wake(l.nl.link) > l.clock);
  give(&l, &l.be, f.frame[0]);
  cr_expect(eq(u64, pnr_link_wake(l.be.link), 0));
  carry(&l, seen_at_be, seen_at_nl, 20);
  cr_expect(facts_of(&l.nl).is_known == 1 && facts_of(&l.be).is_known == 1);
  for (uint32_t i = 1; i <= 40; i++) cr_expect(seen_at_be[i] + seen_at_nl[i] == 1, "%u", i);
  free(f.octets);
  forget(of_nl);
  forget(of_be);
  line_close(&l);
}

Test(exchange_restart, an_answer_counts_once_and_for_the_heartbeat_that_it_names)
{
  line l;
  open_line(&l);
  for (uint32_t i = 1; i <= 5; i++) send_note(&l, &l.nl, i);
  carry(&l, seen_at_be, NULL, 4);
  stored *copy = store(&l.nl);
  restore(&l, &l.nl, "link nl again", copy);
  give(&l, &l.be, output_of(&l, &l.nl));
  frames first = split(output_of(&l, &l.be)); /* the answer alone */
  cr_assert(eq(u32, first.count, 1));
  pnr_link_reconnected(l.nl.link, l.clock);
  frames again = split(output_of(&l, &l.nl));
  give(&l, &l.nl, first.frame[0]); /* to the heartbeat before */
  cr_expect(facts_of(&l.nl).is_known == 0 && facts_of(&l.nl).misplaced == 1);
  give(&l, &l.be, again.frame[0]);
  frames second = split(output_of(&l, &l.be));
  give(&l, &l.nl, second.frame[0]);
  cr_expect(facts_of(&l.nl).is_known == 1 && facts_of(&l.nl).misplaced == 1);
  give(&l, &l.nl, second.frame[0]); /* twice */
  cr_expect(eq(u64, facts_of(&l.nl).misplaced, 2));
  free(first.octets);
  free(again.octets);
  free(second.octets);
  forget(copy);
  line_close(&l);
}

/* --- Old copies --- */

/* All that the peer said since is confirmed: nothing of it comes again to tell the old copy. */
Test(exchange_restart, an_old_copy_is_found_out_however_old_it_is)
{
  for (uint32_t since = 1; since <= 200; since = since * 3 + 1) {
    line l;
    open_line(&l);
    for (uint32_t i = 1; i <= 5; i++) send_note(&l, i % 2 != 0 ? &l.nl : &l.be, i);
    carry(&l, seen_at_be, seen_at_nl, 4);
    stored *old = store(&l.nl);
    for (uint32_t i = 6; i <= 5 + since; i++) {
      send_note(&l, i % 2 != 0 ? &l.nl : &l.be, i);
      carry(&l, seen_at_be, seen_at_nl, 2);
    }
    restore(&l, &l.nl, "link nl old", old);
    cr_expect(eq(i32, carry_to_fault(&l, seen_at_be, 600), PNR_E_ROLLBACK), "%u since", since);
    cr_expect(eq(i32, pnr_link_input(l.nl.link, (pnr_slice){ NULL, 0 }, l.clock, NULL), PNR_E_ROLLBACK), "for good");
    forget(old);
    line_close(&l);
  }
}

/* It would have more to say than there are used sequences: what is behind them would be taken, and the mark above all of it
 * would confirm what nobody got. */
Test(exchange_restart, an_old_copy_uses_no_sequence_again)
{
  line l;
  open_line(&l);
  for (uint32_t i = 1; i <= 5; i++) send_note(&l, &l.nl, i);
  carry(&l, seen_at_be, NULL, 4);
  stored *old = store(&l.nl);
  for (uint32_t i = 6; i <= 10; i++) send_note(&l, &l.nl, i);
  carry(&l, seen_at_be, NULL, 4);
  restore(&l, &l.nl, "link nl old", old);
  for (uint32_t i = 101; i <= 130; i++) send_note(&l, &l.nl, i);
  cr_expect(eq(i32, carry_to_fault(&l, seen_at_be, 20), PNR_E_ROLLBACK));
  for (uint32_t i = 101; i <= 130; i++) cr_expect(eq(u8, seen_at_be[i], 0), "%u", i);
  cr_expect(eq(u64, facts_of(&l.be).duplicates, 0));
  forget(old);
  line_close(&l);
}

Test(exchange_restart, an_old_copy_of_an_incarnation_that_was_closed_is_found_out)
{
  uint8_t rooms[3][PNR_LINK_CLOSED * PNR_EXCHANGE_ID];
  line l;
  open_line(&l);
  send_note(&l, &l.nl, 1);
  carry(&l, seen_at_be, NULL, 20);
  stored *old = store(&l.nl);
  pnr_link_state peer = of_peer(&l.nl, rooms);
  begin_again(&l, &l.nl, "link nl new", &peer);
  send_note(&l, &l.nl, 2);
  carry(&l, seen_at_be, NULL, 20);
  restore(&l, &l.nl, "link nl old", old);
  cr_expect(eq(i32, carry_to_fault(&l, seen_at_be, 20), PNR_E_ROLLBACK));
  expect_each_once(seen_at_be, 1, 2);
  forget(old);
  line_close(&l);
}

/* The new incarnation knows of the peer what the application stored with its effects: both directions go on. */
Test(exchange_restart, behind_an_old_copy_a_new_incarnation_goes_on_both_ways)
{
  uint8_t rooms[3][PNR_LINK_CLOSED * PNR_EXCHANGE_ID];
  line l;
  open_line(&l);
  for (uint32_t i = 1; i <= 40; i++) {
    send_note(&l, i % 2 != 0 ? &l.nl : &l.be, i);
    carry(&l, seen_at_be, seen_at_nl, 2);
  }
  pnr_link_state peer = of_peer(&l.nl, rooms);
  begin_again(&l, &l.nl, "link nl new", &peer);
  connect_again(&l);
  for (uint32_t i = 41; i <= 80; i++) send_note(&l, i % 2 != 0 ? &l.nl : &l.be, i);
  carry(&l, seen_at_be, seen_at_nl, 20);
  for (uint32_t i = 1; i <= 80; i++) cr_expect(seen_at_be[i] == i % 2 && seen_at_nl[i] == 1 - i % 2, "%u", i);
  cr_expect(facts_of(&l.nl).gaps + facts_of(&l.be).gaps == 0);
  line_close(&l);
}

/* With nothing: it is not understood what the peer sends, and the peer says so. */
Test(exchange_restart, who_forgot_everything_is_told_of_by_the_peer)
{
  line l;
  open_line(&l);
  send_note(&l, &l.be, 1);
  carry(&l, seen_at_be, seen_at_nl, 20);
  begin_again(&l, &l.nl, "link nl new", NULL);
  connect_again(&l);
  send_note(&l, &l.nl, 2);
  send_note(&l, &l.be, 3);
  for (int i = 0; i < 4; i++, l.clock += PNRI_LINK_HEARTBEAT) carry(&l, seen_at_be, seen_at_nl, 2);
  cr_expect(seen_at_be[2] == 1 && seen_at_nl[3] == 0);
  cr_expect(facts_of(&l.be).gaps != 0 && facts_of(&l.nl).gaps == 0);
  /* So BE begins a new one, too. */
  uint8_t rooms[3][PNR_LINK_CLOSED * PNR_EXCHANGE_ID];
  pnr_link_state peer = of_peer(&l.be, rooms);
  begin_again(&l, &l.be, "link be new", &peer);
  connect_again(&l);
  send_note(&l, &l.be, 3);
  send_note(&l, &l.nl, 4);
  carry(&l, seen_at_be, seen_at_nl, 20);
  cr_expect(seen_at_nl[3] == 1 && seen_at_be[4] == 1);
  line_close(&l);
}

/* --- Incarnations --- */

Test(exchange_restart, a_closed_incarnation_never_comes_back)
{
  uint8_t at_be[8] = { 0 };
  line l;
  line_open(&l);
  send_note(&l, &l.nl, 1);
  frames old = split(output_of(&l, &l.nl));
  give(&l, &l.be, old.frame[0]);
  give(&l, &l.be, old.frame[1]);
  pnr_delivery delivery = { SIZED(delivery) };
  cr_assert(eq(i32, pnr_link_next(l.be.link, &delivery), PNR_OK)); /* and is not done yet */
  begin_again(&l, &l.nl, "link nl again", NULL);
  send_note(&l, &l.nl, 3);
  frames new = split(output_of(&l, &l.nl));
  give(&l, &l.be, new.frame[1]); /* before its hello */
  cr_expect(eq(u64, facts_of(&l.be).misplaced, 1));
  give(&l, &l.be, new.frame[0]);
  give(&l, &l.be, old.frame[0]); /* the old hello */
  give(&l, &l.be, old.frame[1]);
  cr_expect(eq(u64, facts_of(&l.be).misplaced, 3));
  cr_expect(eq(u32, number_of(pnr_received_message(delivery.received)), 1)); /* still there */
  cr_expect(eq(i32, pnr_link_done(l.be.link, PNR_VERDICT_APPLIED, 0, l.clock, NULL), PNR_OK));
  give(&l, &l.be, new.frame[1]);
  take_all(&l, &l.be, at_be);
  cr_expect(at_be[3] == 1 && at_be[1] == 0);
  /* Nor behind a restart of the receiver. */
  stored *of_be = store(&l.be);
  cr_expect(eq(sz, of_be->state.closed.size, PNR_EXCHANGE_ID));
  restore(&l, &l.be, "link be again", of_be);
  give(&l, &l.be, old.frame[0]);
  give(&l, &l.be, old.frame[1]);
  cr_expect(eq(u64, facts_of(&l.be).misplaced, 2));
  give(&l, &l.be, new.frame[1]);
  cr_expect(eq(u64, facts_of(&l.be).duplicates, 1));
  free(old.octets);
  free(new.octets);
  forget(of_be);
  line_close(&l);
}

Test(exchange_restart, of_many_closed_incarnations_the_oldest_are_forgotten_and_no_new_one_is_refused)
{
  enum { MANY = PNR_LINK_CLOSED + 6 };
  char name[32];
  line l;
  open_line(&l);
  for (uint32_t i = 1; i <= MANY; i++) {
    snprintf(name, sizeof name, "link nl %u", i);
    begin_again(&l, &l.nl, name, NULL);
    send_note(&l, &l.nl, i);
    give(&l, &l.be, output_of(&l, &l.nl));
    take_all(&l, &l.be, seen_at_be);
  }
  expect_each_once(seen_at_be, 1, MANY);
  pnr_link_state state;
  pnr_link_get_state(l.be.link, &state);
  cr_expect(eq(sz, state.closed.size, PNR_LINK_CLOSED * PNR_EXCHANGE_ID));
  line_close(&l);
}

Test(exchange_restart, a_state_that_is_none_is_refused)
{
  static const uint8_t octets[(PNR_LINK_CLOSED + 1) * PNR_EXCHANGE_ID];
  static const struct {
    const char *name;
    size_t own, peer, closed;
    uint64_t next;
  } rows[] = {
    { "half an incarnation", 8, 0, 0, 1 },
    { "half a peer", 16, 8, 0, 1 },
    { "half of one that is closed", 16, 16, 24, 1 },
    { "too many that are closed", 16, 16, sizeof octets, 1 },
    { "no next sequence", 16, 16, 0, 0 },
  };
  line l;
  open_line(&l);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnr_link *link;
    pnr_link_state state = { SIZED(state), .incarnation = { octets, rows[i].own },
                             .peer_incarnation = { octets, rows[i].peer }, .closed = { octets, rows[i].closed } };
    for (uint32_t stream = 1; stream < PNR_STREAMS; stream++) state.next[stream] = rows[i].next;
    pnr_link_options options = options_for("BE-PIU");
    options.state = &state;
    cr_expect(eq(i32, pnr_link_open(NULL, &l.nl.exchange, &options, &link, NULL), PNR_E_ARGUMENT), "%s", rows[i].name);
    cr_expect(link == NULL);
  }
  line_close(&l);
}
