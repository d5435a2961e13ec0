/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_LINK_SUPPORT_H
#define PNR_TESTS_LINK_SUPPORT_H

#include "exchange/link.h"
#include "exchange_forge.h"

/* Two links and a line between them. */

typedef struct side {
  pnr_exchange exchange;
  fixed_chance chance;
  pnri_chance source;
  pnr_link *link;
} side;

typedef struct line {
  two_units units;
  samples s;
  side nl, be;
  uint64_t clock;
} line;

static inline pnr_link_options options_for(const char *peer)
{
  return (pnr_link_options){ SIZED(pnr_link_options), .peer = text_slice(peer) };
}

static inline void side_open(side *side, const pnr_exchange *exchange, const char *name,
                             const pnr_link_options *options)
{
  side->exchange = *exchange;
  side->chance = (fixed_chance){ .name = name };
  side->source = (pnri_chance){ draw_fixed, &side->chance };
  cr_assert(eq(i32, pnri_link_open(NULL, &side->exchange, options, &side->source, &side->link, NULL), PNR_OK));
}

static inline void line_open_with(line *l, const pnr_link_options *of_nl, const pnr_link_options *of_be)
{
  two_units_open(&l->units);
  samples_open(&l->s);
  l->clock = 1000000;
  l->units.from_nl.asked = l->units.to_be.asked = l->s.asked_list;
  l->units.from_nl.asked_count = l->units.to_be.asked_count = 1;
  l->units.to_be.now = NOW;
  side_open(&l->nl, &l->units.from_nl, "link nl", of_nl);
  side_open(&l->be, &l->units.to_be, "link be", of_be);
}

static inline void line_open(line *l)
{
  pnr_link_options of_nl = options_for("BE-PIU"), of_be = options_for("NL-PIU");
  line_open_with(l, &of_nl, &of_be);
}

static inline void line_close(line *l)
{
  pnr_link_close(l->nl.link);
  pnr_link_close(l->be.link);
  samples_close(&l->s);
  two_units_close(&l->units);
}

static inline pnr_slice output_of(line *l, side *from)
{
  pnr_slice octets;
  pnr_error error = { SIZED(error) };
  cr_assert(eq(i32, pnr_link_output(from->link, l->clock, &octets, &error), PNR_OK));
  return octets;
}

static inline void give(line *l, side *to, pnr_slice octets)
{
  uint8_t *copy = exact_copy(octets.data, octets.size);
  cr_assert(eq(i32, pnr_link_input(to->link, (pnr_slice){ copy, octets.size }, l->clock, NULL), PNR_OK));
  free(copy);
}

static inline void send_note(line *l, side *from, uint32_t number)
{
  static char text[16]; /* the samples point to it */
  snprintf(text, sizeof text, "N%06u", number);
  l->s.notice.reference = text_slice(text);
  l->s.feedback.reference = text_slice(text);
  const pnr_exchange_message *message = &l->s.message[number % 2 == 0 ? 2 : 7];
  cr_assert(eq(i32, pnr_link_send(from->link, message, 0, NULL, NULL), PNR_OK));
}

/* The number in the message; 0 for a receipt. */
static inline uint32_t number_of(const pnr_exchange_message *message)
{
  pnr_slice text = { NULL, 0 };
  uint32_t number = 0;
  if (message->notice != NULL) text = message->notice->reference;
  if (message->feedback != NULL) text = message->feedback->reference;
  for (size_t i = 1; i < text.size; i++) number = number * 10 + (text.data[i] - '0');
  return number;
}

/* All that is due; counts how often each number came. */
static inline void take_all(line *l, side *to, uint8_t *seen)
{
  pnr_delivery delivery = { SIZED(delivery) };
  while (pnr_link_next(to->link, &delivery) == PNR_OK) {
    const pnr_exchange_message *message = pnr_received_message(delivery.received);
    if (seen != NULL && message->type != PNR_EXCHANGE_RECEIPT) seen[number_of(message)]++;
    cr_assert(eq(i32, pnr_link_done(to->link, PNR_VERDICT_APPLIED, 0, l->clock, NULL), PNR_OK));
  }
}

/* Carries what there is, both ways, until nothing moves for a while. */
static inline void carry(line *l, uint8_t *at_be, uint8_t *at_nl, int rounds)
{
  for (int i = 0; i < rounds; i++) {
    give(l, &l->be, output_of(l, &l->nl));
    take_all(l, &l->be, at_be);
    give(l, &l->nl, output_of(l, &l->be));
    take_all(l, &l->nl, at_nl);
    l->clock += 2000;
  }
}

static inline pnr_link_facts facts_of(const side *side)
{
  pnr_link_facts facts = { SIZED(facts) };
  pnr_link_get_facts(side->link, &facts);
  return facts;
}

/* --- One frame at a time --- */

typedef struct frames {
  uint8_t *octets;
  pnr_slice frame[64];
  uint32_t count;
} frames;

static inline frames split(pnr_slice octets)
{
  frames f = { .octets = exact_copy(octets.data, octets.size) };
  pnr_frame frame = { SIZED(frame) };
  for (size_t at = 0, from = 0; f.count < 64; from = at) {
    if (pnr_frame_next((pnr_slice){ f.octets, octets.size }, &at, &frame, NULL) != PNR_OK) break;
    f.frame[f.count++] = (pnr_slice){ f.octets + from, at - from };
  }
  return f;
}

#endif
