/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV groups 3 and 4, tickets and payments, and baggage. */
#include "core/date.h"
#include "read/pnrgov.h"

/* --- Tickets --- */

/* C667: 1004 number, 1001 type, 7240 booklets. A ticketless booking has a type only. */
void pnri_pnrgov_tkt(pnri_pnrgov *p, pnri_segment *s)
{
  p->ticket = pnri_ticket_add(p->builder, &p->booking->tickets);
  if (p->ticket == NULL) return;
  p->ticket->number = pnri_segment_text(s, 1, 1);
  p->ticket->type = pnri_segment_text(s, 1, 2);
  pnri_pnrgov_expect(p, s, 1, 3, "1"); /* booklets */
  p->ticket->traveller = pnri_pnrgov_traveller(p);
  p->ticket->offset = s->begin;
}

/* C663: 5025 B base or T total, amount or FREE, IT …, currency. */
void pnri_pnrgov_mon(pnri_pnrgov *p, pnri_segment *s)
{
  for (uint32_t e = 1; p->ticket != NULL && e <= s->element_count; e++) {
    pnr_slice qualifier = pnri_segment_text(s, e, 1);
    bool is_base = pnri_slice_is(qualifier, "B");
    pnr_slice *amount = is_base ? &p->ticket->fare : &p->ticket->total;
    if ((!is_base && !pnri_slice_is(qualifier, "T")) || amount->size != 0) {
      p->keep = true;
      continue;
    }
    pnr_slice value = pnri_segment_text(s, e, 2), currency = pnri_segment_text(s, e, 3);
    bool has_blank = value.size != 0 && memchr(value.data, ' ', value.size) != NULL;
    if (has_blank || value.size == 0) p->keep = true; /* what is joined does not tell where it was parted */
    *amount = pnri_pnrgov_join(p, value, ' ', currency);
  }
}

/* --- FOP --- */

static bool is_number_octet(uint8_t octet) { return (octet >= '0' && octet <= '9') || octet == 'X' || octet == '*'; }

/* The segment as an item, all but the last digits of its longer numbers masked: an item is shown to whoever may see the
 * booking. */
static void keep_masked(pnri_pnrgov *p, pnri_segment *s)
{
  enum { LEAST = 9, SHOWN = 4 }; /* places of a number that is masked, and of it that are shown */
  pnr_slice whole = pnri_segment_whole(s);
  uint8_t *masked = pnri_arena_text(p->arena, whole.size);
  if (masked == NULL) {
    p->builder->failed = 1;
    return;
  }
  memcpy(masked, whole.data, whole.size);
  for (size_t i = 0; i < whole.size; i++) {
    size_t first = i;
    while (i < whole.size && is_number_octet(masked[i])) i++;
    if (i - first >= LEAST) memset(masked + first, 'X', i - first - SHOWN);
  }
  pnri_pnrgov_item(p, "FOP", (pnr_slice){ masked, whole.size }, pnri_pnrgov_traveller(p), PNR_NONE, s->begin, s->end);
}

/* C641: form, old or new, amount, vendor, account, expiry, …, eleventh the holder. */
static void read_payment(pnri_pnrgov *p, pnri_segment *s, uint32_t element)
{
  pnr_payment *payment = pnri_payment_add(p->builder, &p->booking->payments);
  if (payment == NULL) return;
  payment->form = pnri_segment_text(s, element, 1);
  payment->amount = pnri_segment_text(s, element, 3);
  payment->vendor = pnri_segment_text(s, element, 4);
  payment->account_raw = pnri_segment_text(s, element, 5);
  payment->account = pnri_mask_account(p->arena, payment->account_raw);
  if (payment->account.data == NULL && payment->account_raw.size != 0) p->builder->failed = 1;
  payment->expires = pnri_segment_text(s, element, 6);
  payment->holder = pnri_segment_text(s, element, 11);
  payment->traveller = pnri_pnrgov_traveller(p);
  payment->offset = pnri_segment_offset(s, element, 1);
}

void pnri_pnrgov_fop(pnri_pnrgov *p, pnri_segment *s)
{
  for (uint32_t e = 1; e <= s->element_count && !p->builder->failed; e++) {
    if (pnri_segment_has_text(s, s->elements[e - 1], s->elements[e])) read_payment(p, s, e);
  }
  if (!p->builder->failed && pnri_segment_has_unread(s)) keep_masked(p, s);
  pnri_segment_read_all(s);
}

/* --- Baggage --- */

enum {
  TAGS_AT_ONCE = 999,  /* consecutive tags of one segment that are expanded */
  STEPS_OF_A_TAG = 100 /* so that many small segments cannot ask for any amount of memory */
};

typedef struct bags {
  uint32_t pieces;
  uint32_t weight;
  pnr_slice unit;
  pnr_slice pool;
  uint32_t leg;
  uint32_t traveller;
} bags;

static pnr_bag *add_bag(pnri_pnrgov *p, const bags *b, uint64_t offset)
{
  pnr_bag *bag = pnri_bag_add(p->builder, &p->booking->bags);
  if (bag == NULL) return NULL;
  bag->pieces = b->pieces;
  bag->weight = b->weight;
  bag->unit = b->unit;
  bag->pool = b->pool;
  bag->leg = b->leg;
  bag->traveller = b->traveller;
  bag->offset = offset;
  return bag;
}

static uint32_t read_number(pnri_pnrgov *p, pnri_segment *s, uint32_t element, uint32_t component)
{
  pnr_slice text = pnri_segment_text(s, element, component);
  uint32_t number = pnri_number(text);
  if (text.size != 0 && !pnri_is_plain_number(text)) p->keep = true;
  return number != UINT32_MAX ? number : 0;
}

/* C675: 6060 pieces, 6314 weight, 5463 unit. */
static void read_weight(pnri_pnrgov *p, pnri_segment *s, uint32_t element, bags *b)
{
  b->pieces = read_number(p, s, element, 1);
  b->weight = read_number(p, s, element, 2);
  b->unit = pnri_segment_text(s, element, 3);
}

/* tag + step as a decimal of the same width. NULL data when memory is exhausted. */
static pnr_slice next_tag(pnri_pnrgov *p, pnr_slice tag, uint32_t step)
{
  uint8_t *text = pnri_arena_text(p->arena, tag.size);
  if (text == NULL) {
    p->builder->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  memcpy(text, tag.data, tag.size);
  for (size_t i = tag.size; i-- > 0 && step != 0;) {
    uint32_t digit = (uint32_t)(text[i] - '0') + step;
    text[i] = (uint8_t)('0' + digit % 10);
    step = digit / 10;
  }
  return (pnr_slice){ text, tag.size };
}

static bool is_decimal(pnr_slice text)
{
  for (size_t i = 0; i < text.size; i++)
    if (text.data[i] < '0' || text.data[i] > '9') return false;
  return text.size != 0;
}

/* How many tags begin with this one: as sent where that many can be meant and expanded, else 1 with a finding. */
static uint32_t count_tags(pnri_pnrgov *p, pnri_segment *s, uint32_t element, pnr_slice tag, uint32_t *room)
{
  pnr_slice text = pnri_segment_text(s, element, 3);
  if (text.size == 0) return 1;
  uint32_t count = pnri_number(text);
  bool may = count != 0 && count <= *room && is_decimal(tag) &&
             p->steps + (uint64_t)count * STEPS_OF_A_TAG <= p->arena->env->limits.steps;
  if (!pnri_is_plain_number(text)) p->keep = true;
  if (!may) {
    p->keep = true;
    uint32_t code = count == UINT32_MAX ? PNR_F_NUMBER_INVALID : PNR_F_BAG_COUNT;
    if (count == UINT32_MAX || count > *room) pnri_segment_note(s, code, element, 3);
    return 1;
  }
  *room -= count;
  p->steps += (uint64_t)count * STEPS_OF_A_TAG;
  return count;
}

/* C358: carrier, first tag, number of consecutive tags, destination. */
static bool read_tags(pnri_pnrgov *p, pnri_segment *s, uint32_t element, const bags *b, uint32_t *room)
{
  pnr_slice carrier = pnri_segment_text(s, element, 1), destination = pnri_segment_text(s, element, 4);
  pnr_slice tag = pnri_segment_trimmed(s, element, 2);
  if (carrier.size + tag.size + destination.size == 0) return false;
  uint32_t count = count_tags(p, s, element, tag, room);
  for (uint32_t i = 0; i < count; i++) {
    pnr_bag *bag = add_bag(p, b, pnri_segment_offset(s, element, 1));
    if (bag == NULL) return true;
    bag->tag = i == 0 ? tag : next_tag(p, tag, i);
    bag->carrier = carrier;
    bag->destination = destination;
  }
  return true;
}

static bool is_pool(pnr_slice text) { return pnri_slice_is(text, "HP") || pnri_slice_is(text, "MP"); }

/* 2 and 3 weights, 4 pool, from 5 on tags. The pool moves up where the second weight is left out. */
void pnri_pnrgov_tbd(pnri_pnrgov *p, pnri_segment *s)
{
  bags b = { .traveller = pnri_pnrgov_traveller(p) };
  b.leg = p->group == PNRI_GROUP_BOARDING && p->leg != NULL ? p->leg_index : PNR_NONE;
  read_weight(p, s, 2, &b);
  for (uint32_t e = 3; e <= 4; e++) {
    uint64_t read = s->read;
    pnr_slice pool = pnri_segment_text(s, e, 1);
    if (is_pool(pool) && b.pool.size == 0) b.pool = pool;
    else s->read = read;
  }
  uint32_t room = TAGS_AT_ONCE;
  bool has_tags = false;
  for (uint32_t e = 5; e <= s->element_count && !p->builder->failed; e++) has_tags |= read_tags(p, s, e, &b, &room);
  if (!has_tags && (b.pieces != 0 || b.weight != 0 || b.pool.size != 0)) add_bag(p, &b, s->begin);
}

/* Excess baggage: 1 currency and rate, which have no field; from 2 on weights. */
void pnri_pnrgov_ebd(pnri_pnrgov *p, pnri_segment *s)
{
  bags b = { .traveller = pnri_pnrgov_traveller(p), .leg = PNR_NONE };
  read_weight(p, s, 2, &b);
  if (b.pieces != 0 || b.weight != 0) add_bag(p, &b, s->begin);
  else p->keep = true;
}
