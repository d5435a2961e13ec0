/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/link.h"

#include "core/fail.h"
#include "core/slice.h"

static bool are_options(const pnr_exchange *exchange, const pnr_link_options *options)
{
  return exchange != NULL && exchange->size >= sizeof *exchange && pnri_is_unit_name(exchange->unit) &&
         options != NULL && options->size >= sizeof *options && pnri_is_unit_name(options->peer) &&
         (options->frames == 0 || (options->frames >= PNRI_LINK_FIRST_FRAMES && options->frames <= 1024)) &&
         (options->octets == 0 || (options->octets >= PNRI_LINK_FIRST_OCTETS && options->octets <= UINT32_MAX)) &&
         (options->outbox == 0 || (options->outbox >= PNR_EXCHANGE_OBJECT && options->outbox <= INT64_MAX));
}

static bool is_id(pnr_slice id) { return id.size == 0 || id.size == PNR_EXCHANGE_ID; }

static bool is_state(const pnr_link_state *state)
{
  if (state->size < sizeof *state || !is_id(state->incarnation) || !is_id(state->peer_incarnation)) return false;
  if (state->closed.size % PNR_EXCHANGE_ID != 0 || state->closed.size > PNR_LINK_CLOSED * PNR_EXCHANGE_ID) return false;
  for (uint32_t i = 1; i < PNR_STREAMS && state->incarnation.size != 0; i++)
    if (state->next[i] == 0) return false;
  return true;
}

static void know_peer(pnr_link *link, const pnr_link_state *state)
{
  link->has_peer = state->peer_incarnation.size != 0;
  if (link->has_peer) memcpy(link->peer_incarnation, state->peer_incarnation.data, PNR_EXCHANGE_ID);
  link->closed_count = (uint32_t)(state->closed.size / PNR_EXCHANGE_ID);
  if (link->closed_count != 0) memcpy(link->closed, state->closed.data, state->closed.size);
  memcpy(link->marks, state->marks, sizeof link->marks);
  memcpy(link->mark_octets, state->octets, sizeof link->mark_octets);
}

/* Only the peer knows how far this outbox came, and what credit there is: nothing goes before it told. */
static void go_on(pnr_link *link, const pnr_link_state *state)
{
  memcpy(link->incarnation, state->incarnation.data, PNR_EXCHANGE_ID);
  memcpy(link->next, state->next, sizeof link->next);
  memcpy(link->sent, state->sent, sizeof link->sent);
  memcpy(link->said, state->next, sizeof link->said);
  for (uint32_t i = 1; i < PNR_STREAMS; i++) link->confirmed[i] = link->next[i] - 1;
  link->heartbeat_due = 1; /* at once */
}

/* A new incarnation, and the hello that announces it. */
static pnr_status begin(pnr_link *link, pnr_error *error)
{
  pnr_status status = pnri_draw(link->chance, link->incarnation, sizeof link->incarnation);
  if (status != PNR_OK) return pnri_fail(error, (pnr_error){ .status = status });
  for (uint32_t i = 1; i < PNR_STREAMS; i++) link->next[i] = link->said[i] = 1;
  link->is_known = true;
  pnr_hello hello = { .size = sizeof hello, .incarnation = { link->incarnation, PNR_EXCHANGE_ID } };
  pnr_exchange_message message = { .size = sizeof message, .type = PNR_EXCHANGE_HELLO, .hello = &hello };
  return pnri_link_append(link, &message, PNR_STREAM_CONTROL, 0, NULL, error);
}

pnr_status pnri_link_open(const pnr_env *env, const pnr_exchange *exchange, const pnr_link_options *options,
                          const pnri_chance *chance, pnr_link **out, pnr_error *error)
{
  enum { FRAMES = 64, OCTETS = 4 << 20, OUTBOX = 64 << 20 };
  if (out != NULL) *out = NULL;
  if (out == NULL || !are_options(exchange, options) || (options->state != NULL && !is_state(options->state)))
    return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_link *link = pnri_alloc(env, sizeof *link);
  if (link == NULL) return pnri_fail_memory(error);
  *link = (pnr_link){ .env = env, .exchange = exchange, .chance = chance, .receipt_due = UINT64_MAX };
  link->peer_size = options->peer.size;
  memcpy(link->peer, options->peer.data, options->peer.size);
  link->frames = options->frames != 0 ? options->frames : FRAMES;
  link->octets = options->octets != 0 ? options->octets : OCTETS;
  link->outbox_most = options->outbox != 0 ? options->outbox : OUTBOX;
  link->now = exchange->now;
  for (uint32_t i = 1; i < PNR_STREAMS; i++) {
    link->credit_frames[i] = PNRI_LINK_FIRST_FRAMES;
    link->credit_octets[i] = PNRI_LINK_FIRST_OCTETS;
  }
  pnri_vector_open(&link->outbox, env, sizeof(pnri_sent));
  pnri_vector_open(&link->held, env, sizeof(pnri_held));
  pnri_vector_open(&link->pending, env, sizeof(pnri_pending));
  pnri_vector_open(&link->input, env, 1);
  pnri_vector_open(&link->output, env, 1);
  pnr_status status = PNR_OK;
  const pnr_link_state *state = options->state;
  if (state != NULL) know_peer(link, state);
  if (state != NULL && state->incarnation.size != 0) go_on(link, state);
  else status = begin(link, error);
  if (status == PNR_OK) *out = link;
  else pnr_link_close(link);
  return status;
}

pnr_status pnr_link_open(const pnr_env *env, const pnr_exchange *exchange, const pnr_link_options *options,
                         pnr_link **out, pnr_error *error)
{
  return pnri_link_open(env, exchange, options, &pnri_chance_system, out, error);
}

void pnr_link_close(pnr_link *link)
{
  if (link == NULL) return;
  for (size_t i = 0; i < link->outbox.count; i++)
    pnri_free(link->env, pnri_link_sent(link, i)->data, pnri_link_sent(link, i)->size);
  for (size_t i = 0; i < link->held.count; i++) pnr_received_close(pnri_link_held(link, i)->received);
  if (link->is_delivering) pnr_received_close(link->current.received);
  pnri_vector_close(&link->outbox);
  pnri_vector_close(&link->held);
  pnri_vector_close(&link->pending);
  pnri_vector_close(&link->input);
  pnri_vector_close(&link->output);
  pnri_free(link->env, link, sizeof *link);
}

void pnr_link_get_state(const pnr_link *link, pnr_link_state *state)
{
  *state = (pnr_link_state){ .size = sizeof *state, .incarnation = { link->incarnation, PNR_EXCHANGE_ID } };
  if (link->has_peer) state->peer_incarnation = (pnr_slice){ link->peer_incarnation, PNR_EXCHANGE_ID };
  if (link->closed_count != 0)
    state->closed = (pnr_slice){ link->closed[0], link->closed_count * (size_t)PNR_EXCHANGE_ID };
  memcpy(state->next, link->next, sizeof state->next);
  memcpy(state->sent, link->sent, sizeof state->sent);
  memcpy(state->marks, link->marks, sizeof state->marks);
  memcpy(state->octets, link->mark_octets, sizeof state->octets);
}

void pnr_link_get_facts(const pnr_link *link, pnr_link_facts *facts)
{
  *facts = link->facts;
  facts->size = sizeof *facts;
  facts->held = (uint32_t)link->held.count;
  facts->outbox = link->outbox_octets;
  facts->is_known = link->is_known;
}

void pnr_link_checkpoint(pnr_link *link, uint64_t count, const uint8_t head[32], uint64_t time)
{
  link->audit_count = count;
  link->audit_time = time;
  memcpy(link->audit_head, head, sizeof link->audit_head);
}

void pnr_link_reconnected(pnr_link *link, uint64_t clock)
{
  for (size_t i = 0; i < link->outbox.count; i++) pnri_link_sent(link, i)->is_sent = false;
  pnri_vector_cut(&link->input, 0);
  if (link->has_peer) link->receipt_due = clock; /* tells the peer what it need not send again */
  if (!link->is_known || link->is_asking) link->heartbeat_due = clock;
}
