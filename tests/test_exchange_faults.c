/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "spool_support.h"

/* Everything at once: a line that delays, cuts, repeats, exchanges and damages frames, applications that stand still, power
 * cuts and kills on both sides, old copies of a spool, recalls in any order. Each message that was committed has one effect, what
 * was recalled stays erased, and at the end nothing waits for anything. PNR_FAULT_RUNS says how many runs there are. */

enum { MESSAGES = 1000, FLYING = 1 << 20, AHEAD = 40 };
enum { NOTE, NOTICE, RECALL };

/* One message; its number is its name, and that of the record of a notice. */
typedef struct told {
  uint8_t kind, is_of_be;
  uint8_t is_durable, is_gone; /* a power cut came before its commit */
  uint16_t about;              /* of a recall: the notice */
} told;

/* Octets under way. */
typedef struct way {
  uint8_t octets[FLYING];
  size_t size;
} way;

static struct run {
  told told[MESSAGES + 1];
  uint32_t count;
  uint8_t held[MESSAGES + 1], recalled[MESSAGES + 1]; /* records at BE, durable */
  way to_be, to_nl;
  uint32_t stalled[2]; /* steps for which NL, BE take nothing */
  uint32_t seed;
  old_copy copy; /* of one side's spool, when so many messages were told */
  side *copied;
  uint32_t told_then;
} r;

static struct counts {
  uint32_t cuts, flips, repeats, exchanges, stalls, powers, copies;
} happened;

static uint32_t dice(uint32_t below) { return power_random(below); }
static int is_nl(const side *s) { return s == &w.nl; }
static side *other(const side *s) { return is_nl(s) ? &w.be : &w.nl; }
static way *way_from(const side *s) { return is_nl(s) ? &r.to_be : &r.to_nl; }

/* --- Messages --- */

static pnr_slice record_id(uint32_t number)
{
  static uint8_t id[PNR_EXCHANGE_ID];
  id[0] = (uint8_t)number;
  id[1] = (uint8_t)(number >> 8);
  return (pnr_slice){ id, sizeof id };
}

static uint32_t record_number(pnr_slice id) { return (uint32_t)(id.data[0] | id.data[1] << 8); }

static void tell(side *from, uint32_t number)
{
  static const uint32_t samples_of[] = { [NOTE] = 7, [NOTICE] = 2, [RECALL] = 3 };
  static char text[16];
  const told *t = &r.told[number];
  snprintf(text, sizeof text, "N%06u", number);
  w.s.feedback.reference = w.s.notice.reference = w.s.recall.reference = text_slice(text);
  w.s.record.id = w.s.recalled.id = record_id(t->kind == RECALL ? t->about : number);
  cr_assert(eq(i32, pnr_link_send(from->link, &w.s.message[samples_of[t->kind]], 0, NULL, NULL), PNR_OK));
}

/* NL tells of records and recalls them, often before it tells of them. */
static void tell_new(side *from)
{
  if (r.count == MESSAGES || pnr_link_outbox_count(from->link) > 60) return;
  told *t = &r.told[++r.count];
  uint32_t choice = is_nl(from) ? dice(8) : 0;
  *t = (told){ .is_of_be = !is_nl(from) };
  if (choice == 1 || choice == 2) t->kind = NOTICE;
  if (choice == 3) {
    uint32_t first = r.count > AHEAD ? r.count - AHEAD : 1, about = first + dice(AHEAD + 10);
    t->kind = RECALL;
    t->about = (uint16_t)(about < MESSAGES ? about : MESSAGES);
  }
  tell(from, r.count);
}

static uint32_t name_of(const pnr_exchange_message *message)
{
  pnr_slice text = { NULL, 0 };
  uint32_t number = 0;
  if (message->feedback != NULL) text = message->feedback->reference;
  if (message->notice != NULL) text = message->notice->reference;
  if (message->recall != NULL) text = message->recall->reference;
  for (size_t i = 1; i < text.size; i++) number = number * 10 + (text.data[i] - '0');
  return number;
}

/* The effect, and the verdict. */
static uint32_t apply(side *s, const pnr_exchange_message *message)
{
  if (message->notice != NULL) {
    uint32_t record = record_number(message->notice->records[0]->id);
    if (r.recalled[record]) return PNR_VERDICT_RECALLED;
    r.held[record] = 1;
  }
  if (message->recall != NULL) {
    uint32_t record = record_number(message->recall->records[0]->id);
    r.recalled[record] = 1;
    r.held[record] = 0;
  }
  uint32_t number = name_of(message);
  if (number == 0) return PNR_VERDICT_APPLIED; /* what links say of themselves */
  s->seen[number]++;
  cr_assert(le(u8, s->seen[number], 1), "seed %u: message %u again", r.seed, number);
  return PNR_VERDICT_APPLIED;
}

/* With the effect the application stores how far the link came. */
static void take(side *s)
{
  pnr_delivery delivery = { SIZED(pnr_delivery) };
  uint32_t *stalled = &r.stalled[!is_nl(s)];
  if (*stalled != 0) {
    --*stalled;
    return;
  }
  while (pnr_link_next(s->link, &delivery) == PNR_OK) {
    uint32_t verdict = apply(s, pnr_received_message(delivery.received));
    cr_assert(eq(i32, pnr_link_done(s->link, verdict, 0, w.clock, NULL), PNR_OK));
    store_effect(s, 0);
  }
}

/* --- The line --- */

static void break_line(void)
{
  r.to_be.size = r.to_nl.size = 0;
  connect_again();
}

/* Exchanges two frames that follow each other, where two whole ones are there. */
static void exchange_frames(uint8_t *octets, size_t size)
{
  pnr_frame frame = { SIZED(pnr_frame) };
  size_t first = 0;
  if (pnr_frame_next((pnr_slice){ octets, size }, &first, &frame, NULL) != PNR_OK) return;
  size_t both = first;
  if (pnr_frame_next((pnr_slice){ octets, size }, &both, &frame, NULL) != PNR_OK) return;
  uint8_t *copy = malloc(both);
  memcpy(copy, octets + first, both - first);
  memcpy(copy + both - first, octets, first);
  memcpy(octets, copy, both);
  free(copy);
  happened.exchanges++;
}

static pnr_status put_in(side *to, const uint8_t *octets, size_t size)
{
  uint8_t *copy = exact_copy(octets, size);
  pnr_status status = pnr_link_input(to->link, (pnr_slice){ copy, size }, w.clock, NULL);
  free(copy);
  return status;
}

/* Brings some of what is under way. PNR_E_ROLLBACK of the link is handed on. */
static pnr_status bring(side *to, int is_good)
{
  way *under = way_from(other(to));
  size_t size = under->size;
  uint32_t fault = is_good || size == 0 ? UINT32_MAX : dice(60);
  if (fault < 20) size = dice((uint32_t)size + 1); /* the rest comes later */
  if (fault == 20 && size != 0) {
    under->octets[dice((uint32_t)size)] ^= (uint8_t)(1 << dice(8));
    happened.flips++;
  }
  if (fault == 21) exchange_frames(under->octets, under->size);
  pnr_status status = put_in(to, under->octets, size);
  if (status == PNR_OK && fault == 22) {
    status = put_in(to, under->octets, size);
    happened.repeats++;
  }
  if (status == PNR_E_ROLLBACK) return status;
  memmove(under->octets, under->octets + size, under->size - size);
  under->size -= size;
  happened.cuts += fault == 23;
  if (status != PNR_OK || fault == 23) break_line();
  return PNR_OK;
}

/* What one side has to say is committed, and then under way. */
static pnr_status say(side *from)
{
  pnr_slice octets;
  way *under = way_from(from);
  cr_assert(eq(i32, pnr_link_output(from->link, w.clock, &octets, NULL), PNR_OK));
  store_effect(from, 0);
  pnr_status status = commit(from);
  if (status != PNR_OK) return status;
  for (uint32_t i = 1; i <= r.count; i++)
    if (r.told[i].is_of_be != is_nl(from) && !r.told[i].is_gone) r.told[i].is_durable = 1;
  cr_assert(le(sz, under->size + octets.size, FLYING));
  memcpy(under->octets + under->size, octets.data, octets.size);
  under->size += octets.size;
  return PNR_OK;
}

/* PNR_E_FILE: the power failed. */
static pnr_status step(int is_good)
{
  pnr_status status = PNR_OK;
  for (int i = 0; i < 2 && status == PNR_OK; i++) {
    side *from = i == 0 ? &w.nl : &w.be;
    status = say(from);
    if (status == PNR_OK) status = bring(other(from), is_good);
    if (status == PNR_OK) take(other(from));
  }
  w.clock += is_good ? 2000 : dice(3000);
  return status;
}

/* --- Powers and copies --- */

static void close_both(int killed)
{
  side_close(&w.nl);
  side_close(&w.be);
  power_returns(killed);
  r.to_be.size = r.to_nl.size = 0;
}

/* What was not durable may be gone: it is told by nobody any more. */
static void begin_again(void)
{
  do {
    power_fails_after(dice(4) == 0 ? 1 + dice(4) : 0);
    if (side_open(&w.nl) && side_open(&w.be)) break;
    close_both(0);
  } while (1);
  power_fails_after(0);
  connect_again();
  for (uint32_t i = 1; i <= r.count; i++) r.told[i].is_gone |= !r.told[i].is_durable;
}

static int has_effect(uint32_t number)
{
  const told *t = &r.told[number];
  return t->is_of_be ? w.nl.seen[number] : w.be.seen[number] || (t->kind == NOTICE && r.recalled[number]);
}

/* The files of that side's spool are those of the copy. */
static void replace_spool(side *s, const old_copy *copy)
{
  for (uint64_t i = 1; i < SEGMENTS; i++) remove(segment_path(s, i));
  remove(path_in(s, "key"));
  if (copy == NULL) {
    cr_assert(eq(i32, pnr_spool_create(NULL, s->folder, NULL), PNR_OK));
    return;
  }
  power_store(segment_path(s, copy->segment), copy->data, copy->size);
  power_store(path_in(s, "key"), copy->key, copy->key_size);
}

static void forget_copy(void)
{
  free(r.copy.data);
  free(r.copy.key);
  r.copied = NULL;
}

/* The side finds out that it is an old copy; then it begins with an empty spool, and tells again what the other one does not have. */
static void put_copy_back(void)
{
  side *s = r.copied;
  pnr_status status = PNR_OK;
  close_both(0);
  replace_spool(s, &r.copy);
  begin_again();
  for (uint32_t more = dice(30); more != 0; more--) tell_new(s);
  for (uint32_t i = 0; i < 3000 && status == PNR_OK; i++) status = step(0);
  cr_assert(eq(i32, status, PNR_E_ROLLBACK), "seed %u", r.seed);
  close_both(0);
  replace_spool(s, NULL);
  close_both(0);
  begin_again();
  for (uint32_t i = 1; i <= r.count; i++) {
    if (r.told[i].is_of_be == is_nl(s) || r.told[i].is_gone || has_effect(i)) continue;
    tell(s, i);
    r.told[i].is_durable = 0;
  }
  forget_copy();
  happened.copies++;
}

/* Something came behind the copy, and had its effect. */
static int is_copy_old(void)
{
  for (uint32_t i = r.told_then + 1; i <= r.count; i++)
    if (r.told[i].is_of_be != is_nl(r.copied) && r.told[i].kind == NOTE && has_effect(i)) return 1;
  return 0;
}

static void maybe_copy(void)
{
  if (r.copied != NULL && is_copy_old() && dice(3) == 0) put_copy_back();
  if (r.copied != NULL || dice(2) == 0) return;
  side *s = dice(2) == 0 ? &w.nl : &w.be;
  if (pnr_link_outbox_count(s->link) == 0 || say(s) != PNR_OK) return;
  r.copy = copy_of(s);
  r.copied = s;
  r.told_then = r.count;
}

/* --- A run --- */

static void run_session(void)
{
  power_fails_after(dice(2) == 0 ? 1 + dice(80) : 0);
  for (uint32_t steps = 5 + dice(60); steps != 0; steps--) {
    for (uint32_t more = dice(3); more != 0; more--) tell_new(dice(3) == 0 ? &w.be : &w.nl);
    if (dice(80) == 0) {
      r.stalled[dice(2)] = dice(60);
      happened.stalls++;
    }
    if (step(0) != PNR_OK) return;
  }
}

/* On a good line everything gets through. */
static void settle(void)
{
  power_fails_after(0);
  memset(r.stalled, 0, sizeof r.stalled);
  break_line();
  for (uint32_t i = 0; i < 400; i++) cr_assert(eq(i32, step(1), PNR_OK));
  for (uint32_t i = 1; i <= r.count; i++) {
    const told *t = &r.told[i];
    int is_void = t->kind == NOTICE && r.recalled[i];
    cr_assert(has_effect(i) || is_void || !t->is_durable, "seed %u: message %u of kind %u", r.seed, i, t->kind);
    if (t->kind == NOTICE) cr_assert(eq(int, r.recalled[i] && r.held[i], 0), "seed %u: record %u", r.seed, i);
    if (t->kind == RECALL && has_effect(i)) cr_assert(r.recalled[t->about], "seed %u", r.seed);
  }
  pnr_link_facts facts[2] = { { SIZED(pnr_link_facts) }, { SIZED(pnr_link_facts) } };
  pnr_link_get_facts(w.nl.link, &facts[0]);
  pnr_link_get_facts(w.be.link, &facts[1]);
  for (int i = 0; i < 2; i++) cr_assert(facts[i].held == 0 && facts[i].gaps == 0 && facts[i].outbox < 16384);
}

static void run_once(uint32_t seed)
{
  memset(&r, 0, sizeof r);
  r.seed = seed;
  world_open();
  power.random = seed * UINT64_C(2654435761) + 88172645463325252;
  while (r.count < MESSAGES) {
    run_session();
    happened.powers += (uint32_t)power.failed;
    if (!power.failed && dice(3) != 0) {
      power_fails_after(0);
      maybe_copy();
      continue;
    }
    close_both(dice(3) == 0);
    begin_again();
  }
  settle();
  if (r.copied != NULL) forget_copy();
  world_close();
  power_returns(0);
}

Test(exchange_faults, each_committed_message_has_one_effect_and_what_was_recalled_stays_erased, .timeout = 3600)
{
  const char *wish = getenv("PNR_FAULT_RUNS");
  uint32_t runs = wish != NULL ? (uint32_t)strtoul(wish, NULL, 10) : 5;
  memset(&happened, 0, sizeof happened);
  for (uint32_t seed = 1; seed <= runs; seed++) run_once(seed);
  fprintf(
    stderr,
    "faults: %u runs of %d messages: %u cuts, %u flips, %u repeats, %u exchanges, %u stalls, %u power cuts, %u old "
    "copies\n",
    runs, MESSAGES, happened.cuts, happened.flips, happened.repeats, happened.exchanges, happened.stalls,
    happened.powers, happened.copies);
  cr_expect(happened.cuts != 0 && happened.flips != 0 && happened.repeats != 0 && happened.exchanges != 0 &&
            happened.stalls != 0 && happened.powers != 0 && happened.copies != 0);
}
