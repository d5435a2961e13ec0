/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "exchange/codec.h"
#include "exchange/link.h"

/* What comes in. Nothing is believed of a frame that is not authentic, and nothing counts for it. */

/* --- Held messages --- */

pnri_held *pnri_link_find_held(const pnr_link *link, uint32_t stream, uint64_t sequence)
{
  for (size_t i = 0; i < link->held.count; i++)
    if (pnri_link_held(link, i)->stream == stream && pnri_link_held(link, i)->sequence == sequence)
      return pnri_link_held(link, i);
  return NULL;
}

void pnri_link_drop_held(pnr_link *link, pnri_held *item)
{
  link->held_octets[item->stream] -= item->octets;
  pnr_received_close(item->received);
  *item = *pnri_link_held(link, link->held.count - 1);
  pnri_vector_cut(&link->held, link->held.count - 1);
}

static uint32_t type_of(const pnri_held *item) { return item->received->message.type; }

/* Receipts and what opens a link are not told of one by one: that would never end. */
static bool has_verdict(const pnri_held *item)
{
  return item->status != PNR_OK || (type_of(item) != PNR_EXCHANGE_RECEIPT && type_of(item) != PNR_EXCHANGE_HELLO);
}

/* The item is done: its verdict is told, its mark moves; whoever has it lets it go. PNR_E_MEMORY: nothing changed. */
static pnr_status finish(pnr_link *link, const pnri_held *item, uint32_t verdict, uint32_t rule, uint64_t clock)
{
  if (has_verdict(item)) {
    pnri_pending *pending = pnri_vector_add(&link->pending, 1);
    if (pending == NULL) return PNR_E_MEMORY;
    *pending = (pnri_pending){ .verdict = verdict, .rule = rule };
    memcpy(pending->id, item->received->claims.id.data, PNR_EXCHANGE_ID);
    uint64_t due = link->pending.count >= PNRI_LINK_VERDICTS ? clock : clock + PNRI_LINK_DELAY;
    if (due < link->receipt_due) link->receipt_due = due;
  } else if (++link->controls >= PNRI_LINK_CONTROLS && clock < link->receipt_due) {
    link->receipt_due = clock;
  }
  link->marks[item->stream]++;
  link->mark_octets[item->stream] += item->octets;
  return PNR_OK;
}

/* --- Receipts of the peer --- */

static void take_mark(pnr_link *link, const pnr_mark *mark)
{
  uint32_t stream = mark->stream;
  if (mark->mark >= link->said[stream]) { /* more than ever left from here: an old copy of the outbox */
    link->fault = PNR_E_ROLLBACK;
    return;
  }
  if (mark->mark < link->confirmed[stream]) return; /* of before */
  link->confirmed[stream] = mark->mark;
  pnri_link_free_sent(link, stream, mark->mark);
  if (mark->frames > link->credit_frames[stream]) link->credit_frames[stream] = mark->frames;
  if (mark->octets > link->credit_octets[stream]) link->credit_octets[stream] = mark->octets;
}

static bool is_own(const pnr_link *link, pnr_slice incarnation)
{
  return pnri_slice_equal(incarnation, (pnr_slice){ link->incarnation, PNR_EXCHANGE_ID });
}

static void take_receipt(pnr_link *link, const pnr_receipt *receipt, uint64_t clock)
{
  if (!is_own(link, receipt->incarnation)) return;
  for (uint32_t i = 0; i < receipt->mark_count; i++) take_mark(link, receipt->marks[i]);
  if (link->is_known) link->heartbeat_due = clock + PNRI_LINK_HEARTBEAT;
}

/* The peer knows none or another incarnation. Before the hello that is as it must be. Who went on from a stored state whose
 * hello was confirmed has an old copy; else the peer forgot, or the hello does not count there. */
static void take_stranger(pnr_link *link)
{
  bool is_confirmed = link->confirmed[PNR_STREAM_CONTROL] != 0;
  if (is_confirmed && !link->is_known) link->fault = PNR_E_ROLLBACK;
  else if (is_confirmed || link->is_behind_hello) link->facts.gaps++;
  else link->is_known = true;
}

static bool is_answer(const pnr_link *link, const pnri_held *item)
{
  if (!link->is_asking || item->status != PNR_OK || type_of(item) != PNR_EXCHANGE_RECEIPT) return false;
  const pnr_receipt *receipt = item->received->message.receipt;
  return receipt->verdict_count != 0 &&
         pnri_slice_equal(receipt->verdicts[0]->id, (pnr_slice){ link->heartbeat, PNR_EXCHANGE_ID });
}

/* What the peer says of the own incarnation now, and not at some time before: it names the heartbeat. */
static void take_answer(pnr_link *link, const pnr_receipt *receipt, uint64_t clock)
{
  link->is_asking = false;
  link->heartbeat_due = clock + PNRI_LINK_HEARTBEAT;
  if (!is_own(link, receipt->incarnation)) {
    take_stranger(link);
    return;
  }
  for (uint32_t i = 0; i < receipt->mark_count; i++)
    link->facts.gaps += receipt->marks[i]->mark < link->confirmed[receipt->marks[i]->stream];
  take_receipt(link, receipt, clock);
  link->is_known |= link->fault == PNR_OK;
}

static void take_question(pnr_link *link, const pnri_held *item)
{
  link->is_asked = true;
  memcpy(link->asked, item->received->claims.id.data, sizeof link->asked);
}

/* Of no stream: it needs neither order nor credit, and nobody keeps it. False: it says nothing here. */
static bool take_loose(pnr_link *link, const pnri_held *item, uint64_t clock)
{
  bool is_question = item->status == PNR_OK && type_of(item) == PNR_EXCHANGE_HEARTBEAT;
  if (is_question) take_question(link, item);
  else if (is_answer(link, item)) take_answer(link, item->received->message.receipt, clock);
  else return false;
  return true;
}

/* --- The order of a stream --- */

static void verdict_of(pnr_status status, uint32_t rule, uint32_t *verdict, uint32_t *told)
{
  *told = 0;
  switch (status) {
  case PNR_E_EXPIRED:
  case PNR_E_KEY_EXPIRED: *verdict = PNR_VERDICT_EXPIRED; break;
  case PNR_OK: *verdict = PNR_VERDICT_APPLIED; break;
  default:
    *verdict = PNR_VERDICT_REFUSED;
    *told = status == PNR_E_RULE ? rule : PNR_RULE_FORMAT;
    break;
  }
}

/* Does what needs nobody's effect, as far as the stream is in order. */
static pnr_status advance(pnr_link *link, uint32_t stream, uint64_t clock)
{
  pnri_held *item;
  pnr_status status = PNR_OK;
  while (status == PNR_OK && (item = pnri_link_find_held(link, stream, link->marks[stream] + 1)) != NULL) {
    uint32_t verdict, rule;
    uint32_t type = type_of(item);
    bool is_own = item->status != PNR_OK || type == PNR_EXCHANGE_VOID || type == PNR_EXCHANGE_HELLO;
    if (item->status == PNR_OK && type == PNR_EXCHANGE_RECEIPT && !item->is_read) {
      item->is_read = true;
      take_receipt(link, item->received->message.receipt, clock);
    }
    if (!is_own) break;
    verdict_of(item->status, item->rule, &verdict, &rule);
    status = finish(link, item, verdict, rule, clock);
    if (status == PNR_OK) pnri_link_drop_held(link, item);
  }
  return status;
}

/* --- Frames --- */

static bool is_closed(const pnr_link *link, pnr_slice incarnation)
{
  for (uint32_t i = 0; i < link->closed_count; i++)
    if (memcmp(link->closed[i], incarnation.data, PNR_EXCHANGE_ID) == 0) return true;
  return false;
}

/* The oldest gives way: by then its hello has expired. */
static void close_incarnation(pnr_link *link)
{
  if (link->closed_count == PNR_LINK_CLOSED)
    memmove(link->closed[0], link->closed[1], --link->closed_count * sizeof link->closed[0]);
  memcpy(link->closed[link->closed_count++], link->peer_incarnation, PNR_EXCHANGE_ID);
}

/* The old incarnation is closed for good; what it left unfinished is forgotten. False where the message announces none. */
static bool begin_incarnation(pnr_link *link, const pnri_held *item)
{
  const pnr_claims *claims = &item->received->claims;
  bool announces = item->status == PNR_OK && type_of(item) == PNR_EXCHANGE_HELLO && item->sequence == 1 &&
                   pnri_slice_equal(item->received->message.hello->incarnation, claims->incarnation);
  if (!announces || is_closed(link, claims->incarnation)) return false;
  if (link->has_peer) close_incarnation(link);
  while (link->held.count != 0) pnri_link_drop_held(link, pnri_link_held(link, 0));
  memset(link->held_octets, 0, sizeof link->held_octets);
  link->is_stale = link->is_delivering;
  memset(link->marks, 0, sizeof link->marks);
  memset(link->mark_octets, 0, sizeof link->mark_octets);
  memcpy(link->peer_incarnation, claims->incarnation.data, PNR_EXCHANGE_ID);
  link->has_peer = true;
  return true;
}

static bool is_current(const pnr_link *link, pnr_slice incarnation)
{
  return link->has_peer && pnri_slice_equal(incarnation, (pnr_slice){ link->peer_incarnation, PNR_EXCHANGE_ID });
}

/* A message on another stream than that of its type is not of the format. */
static void check_stream(pnri_held *item)
{
  const pnri_type *type = item->status == PNR_OK ? pnri_type_of(type_of(item)) : NULL;
  if (type == NULL) return;
  bool is_placed = type->number == PNR_EXCHANGE_VOID ? item->stream > PNR_STREAM_RECALL : type->stream == item->stream;
  if (!is_placed) item->status = PNR_E_OBJECT;
}

/* Keeps an authentic message of the current incarnation. *is_kept false: it is to be closed. */
static pnr_status hold(pnr_link *link, pnri_held *item, uint64_t clock, bool *is_kept)
{
  uint32_t stream = item->stream;
  *is_kept = false;
  bool is_current_one = link->is_delivering && !link->is_stale && link->current.stream == stream &&
                        link->current.sequence == item->sequence;
  if (item->sequence <= link->marks[stream] || is_current_one ||
      pnri_link_find_held(link, stream, item->sequence) != NULL) {
    link->facts.duplicates++;
    link->receipt_due = clock; /* the receipt was lost */
    return PNR_OK;
  }
  if (item->sequence - link->marks[stream] > link->frames || link->held_octets[stream] + item->octets > link->octets) {
    link->facts.misplaced++;
    return PNR_OK;
  }
  check_stream(item);
  pnri_held *room = pnri_vector_add(&link->held, 1);
  if (room == NULL) return PNR_E_MEMORY;
  *room = *item;
  *is_kept = true;
  link->held_octets[stream] += item->octets;
  return advance(link, stream, clock);
}

/* What is signed must be what the frame says, of the peer, on a stream that there is. */
static bool is_placed(const pnr_link *link, const pnr_frame *frame, const pnr_claims *claims)
{
  return pnri_slice_equal(claims->issuer, pnri_link_peer(link)) && claims->stream == frame->stream &&
         claims->sequence == frame->sequence &&
         (claims->sequence == 0 || (claims->stream >= PNR_STREAM_CONTROL && claims->stream < PNR_STREAMS));
}

static pnr_status take_frame(pnr_link *link, const pnr_frame *frame, uint64_t clock)
{
  pnr_error fault = { .size = sizeof fault };
  pnr_exchange exchange = *link->exchange;
  pnri_held item = { .received = NULL };
  bool is_kept = false;
  exchange.guard = NULL;
  item.status = pnri_exchange_open(link->env, &exchange, frame->object, &item.received, &fault);
  if (item.received == NULL) {
    link->facts.unopened += item.status != PNR_E_MEMORY;
    return item.status == PNR_E_MEMORY ? PNR_E_MEMORY : PNR_OK;
  }
  const pnr_claims *claims = &item.received->claims;
  item.rule = (uint32_t)fault.cause;
  item.stream = claims->stream;
  item.sequence = claims->sequence;
  item.octets = item.received->clear_size;
  pnr_status status = PNR_OK;
  if (!is_placed(link, frame, claims)) link->facts.misplaced++;
  else if (claims->sequence == 0) link->facts.misplaced += !take_loose(link, &item, clock);
  else if (!is_current(link, claims->incarnation) && !begin_incarnation(link, &item)) link->facts.misplaced++;
  else status = hold(link, &item, clock, &is_kept);
  if (!is_kept) pnr_received_close(item.received);
  return status;
}

/* --- Octets --- */

/* The head of a CBOR item: its argument, and the octets it took. 0: more are needed. */
static size_t head_size(pnr_slice octets, uint64_t *argument)
{
  if (octets.size == 0) return 0;
  uint32_t information = octets.data[0] & 0x1Fu;
  size_t size = information < 24 ? 0 : information < 28 ? (size_t)1 << (information - 24) : 0;
  if (octets.size < 1 + size) return 0;
  *argument = size == 0 ? information : 0;
  for (size_t i = 0; i < size; i++) *argument = *argument << 8 | octets.data[1 + i];
  return 1 + size;
}

/* Octets of the frame that begins here; 0: not all of its head is there. pnr_frame_next looks at it more closely. */
static size_t frame_size(pnr_slice octets, bool *is_frame)
{
  static const uint8_t majors[] = { 4, 0, 0, 0, 2 };
  uint64_t argument = 0;
  size_t at = 0;
  *is_frame = true;
  for (size_t i = 0; i < sizeof majors; i++) {
    size_t head = head_size(pnri_slice_from(octets, at), &argument);
    if (at < octets.size && octets.data[at] >> 5 != majors[i]) *is_frame = false;
    if (head == 0 || !*is_frame) return 0;
    at += head;
  }
  *is_frame = argument <= PNR_EXCHANGE_OBJECT;
  return *is_frame ? at + (size_t)argument : 0;
}

static pnr_status take_octets(pnr_link *link, uint64_t clock, size_t *used)
{
  bool is_frame = true;
  pnr_status status = PNR_OK;
  *used = 0;
  while (status == PNR_OK) {
    pnr_slice rest = pnri_slice_from((pnr_slice){ link->input.data, link->input.count }, *used);
    size_t size = frame_size(rest, &is_frame), at = 0;
    if (!is_frame) return PNR_E_OBJECT;
    if (size == 0 || size > rest.size) return PNR_OK;
    pnr_frame frame = { .size = sizeof frame };
    status = pnr_frame_next((pnr_slice){ rest.data, size }, &at, &frame, NULL);
    if (status == PNR_OK) status = take_frame(link, &frame, clock);
    if (status == PNR_OK) *used += size;
  }
  return status;
}

pnr_status pnr_link_input(pnr_link *link, pnr_slice octets, uint64_t clock, pnr_error *error)
{
  size_t used;
  if (link == NULL || (octets.data == NULL && octets.size != 0)) return pnri_fail_argument(error);
  if (link->exchange->now < link->now) return pnri_fail(error, (pnr_error){ .status = PNR_E_EXPIRED });
  if (link->fault != PNR_OK) return pnri_fail(error, (pnr_error){ .status = link->fault });
  link->now = link->exchange->now;
  uint8_t *room = pnri_vector_add(&link->input, octets.size);
  if (octets.size != 0 && room == NULL) return pnri_fail_memory(error);
  if (octets.size != 0) memcpy(room, octets.data, octets.size);
  pnr_status status = take_octets(link, clock, &used);
  size_t left = link->input.count - used;
  if (used != 0 && left != 0) memmove(link->input.data, link->input.data + used, left);
  pnri_vector_cut(&link->input, status == PNR_E_OBJECT ? 0 : left); /* behind damage nothing can be found */
  if (status == PNR_OK) status = link->fault;
  return status == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = status });
}

/* --- Delivering --- */

static bool may_deliver(const pnr_link *link, const pnri_held *item)
{
  return type_of(item) != PNR_EXCHANGE_REQUEST || pnri_link_has_room(link, PNR_EXCHANGE_REPLY, PNR_EXCHANGE_OBJECT);
}

/* Takes the item out of the others: the application has it. */
static void deliver(pnr_link *link, pnri_held *item)
{
  link->current = *item;
  link->is_delivering = true;
  *item = *pnri_link_held(link, link->held.count - 1);
  pnri_vector_cut(&link->held, link->held.count - 1);
}

pnr_status pnr_link_next(pnr_link *link, pnr_delivery *delivery)
{
  if (link == NULL || delivery == NULL || delivery->size < sizeof *delivery) return PNR_E_ARGUMENT;
  for (uint32_t stream = 1; stream < PNR_STREAMS && !link->is_delivering; stream++) {
    pnri_held *item = pnri_link_find_held(link, stream, link->marks[stream] + 1);
    if (item != NULL && may_deliver(link, item)) deliver(link, item);
  }
  if (!link->is_delivering) return PNR_END;
  *delivery = (pnr_delivery){ .size = sizeof *delivery,
                              .stream = link->current.stream,
                              .sequence = link->current.sequence,
                              .received = link->current.received };
  return PNR_OK;
}

pnr_status pnr_link_done(pnr_link *link, uint32_t verdict, uint32_t rule, uint64_t clock, pnr_error *error)
{
  bool is_verdict = verdict == PNR_VERDICT_APPLIED || verdict == PNR_VERDICT_RECALLED || verdict == PNR_VERDICT_REFUSED;
  if (link == NULL || !link->is_delivering || !is_verdict || (verdict == PNR_VERDICT_REFUSED) != (rule != 0) ||
      rule > 255)
    return pnri_fail_argument(error);
  uint32_t stream = link->current.stream;
  pnr_status status = link->is_stale ? PNR_OK : finish(link, &link->current, verdict, rule, clock);
  if (status == PNR_OK) {
    if (!link->is_stale) link->held_octets[stream] -= link->current.octets;
    pnr_received_close(link->current.received);
    link->is_delivering = link->is_stale = false;
    status = advance(link, stream, clock);
  }
  return status == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = status });
}
