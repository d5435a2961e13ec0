/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_SPOOL_SUPPORT_H
#define PNR_TESTS_SPOOL_SUPPORT_H

#include "exchange_samples.h"
#include "pnr/spool.h"
#include "power.h"

/* Two units, each with a spool; the line between them loses what the test wants. Powers fail as in tests/power.h. */

enum { NUMBERS = 8192, SEGMENTS = 4096 };

typedef struct side {
  char folder[32];
  const pnr_exchange *exchange;
  const char *peer;
  pnr_spool *spool;
  pnr_link *link;
  /* What the application made durable in one transaction with the effects. */
  uint8_t seen[NUMBERS];
  pnr_link_state committed;
  uint8_t incarnations[2][PNR_EXCHANGE_ID], closed[PNR_LINK_CLOSED * PNR_EXCHANGE_ID];
} side;

static struct world {
  two_units units;
  samples s;
  side nl, be;
  uint64_t clock;
} w;

static const pnr_spool_options small_segments = { .size = sizeof small_segments, .segment = 4096 };

static inline void make_folder(side *s, const char *name)
{
  snprintf(s->folder, sizeof s->folder, "pnr-spool-%s-XXXXXX", name);
  cr_assert(mkdtemp(s->folder) != NULL, "mkdtemp");
  cr_assert(eq(i32, pnr_spool_create(NULL, s->folder, NULL), PNR_OK));
}

static inline const char *segment_path(const side *s, uint64_t generation)
{
  static char path[96];
  snprintf(path, sizeof path, "%s/%016lx.spool", s->folder, (unsigned long)generation);
  return path;
}

static inline const char *path_in(const side *s, const char *name)
{
  static char path[96];
  snprintf(path, sizeof path, "%s/%s", s->folder, name);
  return path;
}

static inline void remove_folder(const side *s)
{
  for (uint64_t i = 1; i < SEGMENTS; i++) remove(segment_path(s, i));
  remove(path_in(s, "key"));
  remove(path_in(s, "lock"));
  cr_expect(eq(int, rmdir(s->folder), 0), "something is left in the folder");
}

/* 1 unless the power fails while it is opened. */
static inline int side_open(side *s)
{
  const pnr_link_options options = { SIZED(pnr_link_options), .peer = text_slice(s->peer) };
  const pnr_link_state *committed = s->committed.size != 0 ? &s->committed : NULL;
  pnr_error error = { SIZED(pnr_error) };
  pnr_status status = pnr_spool_open(NULL, s->folder, &small_segments, &s->spool, &error);
  if (status != PNR_OK && power.failed) return 0;
  cr_assert(eq(i32, status, PNR_OK), "cause %d, offset %lu", error.cause, (unsigned long)error.offset);
  cr_assert(eq(i32, pnr_spool_link(s->spool, s->exchange, &options, committed, &s->link, NULL), PNR_OK));
  return 1;
}

static inline void side_close(side *s)
{
  pnr_link_close(s->link);
  pnr_spool_close(s->spool);
  s->link = NULL;
  s->spool = NULL;
}

static inline void world_open(void)
{
  memset(&w, 0, sizeof w);
  power.random = 88172645463325252;
  two_units_open(&w.units);
  samples_open(&w.s);
  w.clock = 1000000;
  w.units.from_nl.asked = w.units.to_be.asked = w.s.asked_list;
  w.units.from_nl.asked_count = w.units.to_be.asked_count = 1;
  w.units.to_be.now = NOW;
  w.nl.exchange = &w.units.from_nl;
  w.nl.peer = "BE-PIU";
  w.be.exchange = &w.units.to_be;
  w.be.peer = "NL-PIU";
  make_folder(&w.nl, "nl");
  make_folder(&w.be, "be");
  side_open(&w.nl);
  side_open(&w.be);
}

static inline void world_close(void)
{
  side_close(&w.nl);
  side_close(&w.be);
  remove_folder(&w.nl);
  remove_folder(&w.be);
  samples_close(&w.s);
  two_units_close(&w.units);
}

static inline void send_note(side *from, uint32_t number)
{
  static char text[16]; /* the sample points to it */
  snprintf(text, sizeof text, "N%06u", number);
  w.s.feedback.reference = text_slice(text);
  cr_assert(eq(i32, pnr_link_send(from->link, &w.s.message[7], 0, NULL, NULL), PNR_OK));
}

static inline uint32_t number_of(const pnr_exchange_message *message)
{
  uint32_t number = 0;
  if (message->feedback == NULL) return 0;
  pnr_slice text = message->feedback->reference;
  for (size_t i = 1; i < text.size; i++) number = number * 10 + (text.data[i] - '0');
  return number;
}

/* The effect, and the marks behind it, in one transaction of the application. */
static inline void store_effect(side *s, uint32_t number)
{
  s->seen[number]++;
  pnr_link_get_state(s->link, &s->committed);
  pnr_slice *ids[] = { &s->committed.incarnation, &s->committed.peer_incarnation };
  for (size_t i = 0; i < 2; i++) {
    if (ids[i]->size == 0) continue;
    memcpy(s->incarnations[i], ids[i]->data, PNR_EXCHANGE_ID);
    ids[i]->data = s->incarnations[i];
  }
  if (s->committed.closed.size == 0) return;
  memcpy(s->closed, s->committed.closed.data, s->committed.closed.size);
  s->committed.closed.data = s->closed;
}

static inline void take_all(side *s)
{
  pnr_delivery delivery = { SIZED(pnr_delivery) };
  while (pnr_link_next(s->link, &delivery) == PNR_OK) {
    uint32_t number = number_of(pnr_received_message(delivery.received));
    cr_assert(eq(i32, pnr_link_done(s->link, PNR_VERDICT_APPLIED, 0, w.clock, NULL), PNR_OK));
    store_effect(s, number);
  }
}

static inline pnr_status commit(side *s) { return pnr_spool_commit(s->spool, s->link, NULL); }

static inline void connect_again(void)
{
  pnr_link_reconnected(w.nl.link, w.clock);
  pnr_link_reconnected(w.be.link, w.clock);
}

/* Commits, and carries what then may leave; the line breaks behind keep octets. */
static inline pnr_status pass(side *from, side *to, size_t keep)
{
  pnr_slice octets;
  cr_assert(eq(i32, pnr_link_output(from->link, w.clock, &octets, NULL), PNR_OK));
  pnr_status status = commit(from);
  if (status != PNR_OK) return status;
  int breaks = octets.size > keep;
  if (breaks) octets.size = keep;
  cr_assert(eq(i32, pnr_link_input(to->link, octets, w.clock, NULL), PNR_OK));
  take_all(to);
  if (breaks) connect_again();
  return PNR_OK;
}

static inline pnr_status carry(int rounds)
{
  pnr_status status = PNR_OK;
  for (int i = 0; i < rounds && status == PNR_OK; i++) {
    status = pass(&w.nl, &w.be, SIZE_MAX);
    if (status == PNR_OK) status = pass(&w.be, &w.nl, SIZE_MAX);
    w.clock += 2000;
  }
  return status;
}

static inline pnr_spool_facts facts_of(const side *s)
{
  pnr_spool_facts facts = { SIZED(pnr_spool_facts) };
  pnr_spool_get_facts(s->spool, &facts);
  return facts;
}

static inline void reopen(side *s)
{
  side_close(s);
  side_open(s);
  pnr_link_reconnected(s->link, w.clock);
}

/* --- Old copies --- */

/* Puts an earlier segment and its key back. */
typedef struct old_copy {
  uint64_t segment;
  uint8_t *data, *key;
  size_t size, key_size;
} old_copy;

static inline old_copy copy_of(const side *s)
{
  old_copy copy = { .segment = facts_of(s).segment };
  copy.data = power_load(segment_path(s, copy.segment), &copy.size);
  copy.key = power_load(path_in(s, "key"), &copy.key_size);
  return copy;
}

static inline void put_back(side *s, const old_copy *copy)
{
  uint64_t segment = facts_of(s).segment;
  side_close(s);
  remove(segment_path(s, segment));
  power_store(segment_path(s, copy->segment), copy->data, copy->size);
  power_store(path_in(s, "key"), copy->key, copy->key_size);
  side_open(s);
}

static inline void begin_empty(side *s)
{
  uint64_t segment = facts_of(s).segment;
  side_close(s);
  remove(segment_path(s, segment));
  remove(path_in(s, "key"));
  cr_assert(eq(i32, pnr_spool_create(NULL, s->folder, NULL), PNR_OK));
  side_open(s);
}

#endif
