/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "exchange/codec.h"
#include "exchange/link.h"

/* What goes out, and when. */

/* --- Frames --- */

static pnr_status put_frame(pnr_link *link, pnr_slice signed_message, uint32_t stream, uint64_t sequence,
                            pnr_error *error)
{
  pnr_octets *object = NULL, *octets = NULL;
  pnr_status status = pnri_exchange_encrypt(link->env, link->exchange, pnri_link_peer(link), signed_message,
                                            link->chance, &object, error);
  if (status != PNR_OK) return status;
  pnr_frame frame = { .size = sizeof frame, .stream = stream, .sequence = sequence, .object = pnr_octets_get(object) };
  status = pnr_frame_write(link->env, &frame, &octets, error);
  pnr_octets_close(object);
  if (status != PNR_OK) return status;
  pnr_slice whole = pnr_octets_get(octets);
  uint8_t *room = pnri_vector_add(&link->output, whole.size);
  if (room != NULL) memcpy(room, whole.data, whole.size);
  pnr_octets_close(octets);
  return room != NULL ? PNR_OK : pnri_fail_memory(error);
}

/* --- Receipts --- */

static void fill_marks(const pnr_link *link, pnr_mark marks[PNR_STREAMS], const pnr_mark *list[PNR_STREAMS])
{
  for (uint32_t stream = 1; stream < PNR_STREAMS; stream++) {
    marks[stream - 1] = (pnr_mark){ .size = sizeof(pnr_mark),
                                    .stream = stream,
                                    .mark = link->marks[stream],
                                    .frames = link->marks[stream] + link->frames,
                                    .octets = link->mark_octets[stream] + link->octets };
    list[stream - 1] = &marks[stream - 1];
  }
}

/* A message of no stream: it goes now, or is lost. */
static pnr_status put_loose(pnr_link *link, const pnr_exchange_message *message, uint8_t id[PNR_EXCHANGE_ID],
                            pnr_error *error)
{
  pnri_cbor_writer memory;
  pnr_slice octets;
  pnr_claims claims = { .size = sizeof claims,
                        .audience = pnri_link_peer(link),
                        .expires = link->exchange->now + PNR_EXCHANGE_SKEW };
  pnri_signed_open(&memory, link->env);
  pnr_status status = pnri_exchange_sign(link->exchange, message, &claims, link->chance, &memory, &octets, id, error);
  if (status == PNR_OK) status = put_frame(link, octets, 0, 0, error);
  pnri_cbor_writer_close(&memory);
  return status;
}

/* The peer asked: a receipt that names its heartbeat. Without marks where nothing was heard of it. */
static pnr_status put_answer(pnr_link *link, pnr_error *error)
{
  pnr_mark marks[PNR_STREAMS];
  const pnr_mark *mark_list[PNR_STREAMS];
  pnr_object_verdict heard = { .size = sizeof heard,
                               .verdict = PNR_VERDICT_APPLIED,
                               .id = { link->asked, PNR_EXCHANGE_ID } };
  const pnr_object_verdict *verdict_list[] = { &heard };
  pnr_receipt receipt = { .size = sizeof receipt, .verdicts = verdict_list, .verdict_count = 1 };
  pnr_exchange_message message = { .size = sizeof message, .type = PNR_EXCHANGE_RECEIPT, .receipt = &receipt };
  fill_marks(link, marks, mark_list);
  if (link->has_peer) {
    receipt.incarnation = (pnr_slice){ link->peer_incarnation, PNR_EXCHANGE_ID };
    receipt.marks = mark_list;
    receipt.mark_count = PNR_STREAMS - 1;
  }
  pnr_status status = put_loose(link, &message, NULL, error);
  if (status == PNR_OK) link->is_asked = false;
  return status;
}

/* All verdicts since the last one, all marks, all credit. */
static pnr_status put_receipt(pnr_link *link, pnr_error *error)
{
  pnr_mark marks[PNR_STREAMS];
  const pnr_mark *mark_list[PNR_STREAMS];
  pnr_object_verdict verdicts[PNRI_LINK_VERDICTS];
  const pnr_object_verdict *verdict_list[PNRI_LINK_VERDICTS];
  uint32_t count = link->pending.count < PNRI_LINK_VERDICTS ? (uint32_t)link->pending.count : PNRI_LINK_VERDICTS;
  fill_marks(link, marks, mark_list);
  for (uint32_t i = 0; i < count; i++) {
    const pnri_pending *pending = pnri_vector_at(&link->pending, i);
    verdicts[i] = (pnr_object_verdict){ .size = sizeof verdicts[i],
                                        .verdict = pending->verdict,
                                        .id = { pending->id, PNR_EXCHANGE_ID },
                                        .rule = pending->rule };
    verdict_list[i] = &verdicts[i];
  }
  pnr_receipt receipt = { .size = sizeof receipt,
                          .verdicts = verdict_list,
                          .verdict_count = count,
                          .incarnation = { link->peer_incarnation, PNR_EXCHANGE_ID },
                          .marks = mark_list,
                          .mark_count = PNR_STREAMS - 1 };
  if (link->audit_count != 0) {
    receipt.audit_count = link->audit_count;
    receipt.audit_head = (pnr_slice){ link->audit_head, sizeof link->audit_head };
    receipt.audit_time = link->audit_time;
  }
  pnr_exchange_message message = { .size = sizeof message, .type = PNR_EXCHANGE_RECEIPT, .receipt = &receipt };
  pnr_status status = pnri_link_append(link, &message, PNR_STREAM_CONTROL, 0, NULL, error);
  if (status != PNR_OK) return status;
  size_t left = link->pending.count - count;
  if (left != 0) memmove(link->pending.data, pnri_vector_at(&link->pending, count), left * sizeof(pnri_pending));
  pnri_vector_cut(&link->pending, left);
  if (left == 0) link->receipt_due = UINT64_MAX;
  link->controls = 0;
  return PNR_OK;
}

/* --- Streams --- */

/* first: the oldest of the stream. What stood before it was marked, and behind its mark every peer takes so much: two
 * sides that both start again, and know of no receipt, would wait for each other otherwise. */
static bool has_credit(const pnr_link *link, const pnri_sent *first, const pnri_sent *entry)
{
  uint64_t frames = first->sequence - 1 + PNRI_LINK_FIRST_FRAMES;
  uint64_t octets = first->end - first->size + PNRI_LINK_FIRST_OCTETS;
  if (frames < link->credit_frames[entry->stream]) frames = link->credit_frames[entry->stream];
  if (octets < link->credit_octets[entry->stream]) octets = link->credit_octets[entry->stream];
  return entry->sequence <= frames && entry->end <= octets;
}

/* All of the stream that the peer has credit for, in its order. */
static pnr_status put_stream(pnr_link *link, uint32_t stream, pnr_error *error)
{
  const pnri_sent *first = NULL;
  for (size_t i = 0; i < link->outbox.count && link->output.count < PNRI_LINK_BATCH; i++) {
    pnri_sent *entry = pnri_link_sent(link, i);
    if (entry->stream != stream) continue;
    if (first == NULL) first = entry;
    if (entry->is_sent) continue;
    if (!has_credit(link, first, entry)) break;
    pnr_status status = put_frame(link, (pnr_slice){ entry->data, entry->size }, entry->stream, entry->sequence, error);
    if (status != PNR_OK) return status;
    entry->is_sent = entry->was_sent = true;
    if (entry->sequence >= link->said[stream]) link->said[stream] = entry->sequence + 1;
  }
  return PNR_OK;
}

/* The hello went on this connection, and is not confirmed. */
static bool has_said_hello(const pnr_link *link)
{
  for (size_t i = 0; i < link->outbox.count; i++)
    if (pnri_link_sent(link, i)->type == PNR_EXCHANGE_HELLO) return pnri_link_sent(link, i)->is_sent;
  return false;
}

/* Asks how far the peer came: a receipt, or credit, may have been lost on the way. */
static pnr_status put_heartbeat(pnr_link *link, uint64_t clock, pnr_error *error)
{
  pnr_heartbeat heartbeat = { .size = sizeof heartbeat, .number = link->heartbeat_number + 1 };
  pnr_exchange_message message = { .size = sizeof message, .type = PNR_EXCHANGE_HEARTBEAT, .heartbeat = &heartbeat };
  pnr_status status = put_loose(link, &message, link->heartbeat, error);
  if (status != PNR_OK) return status;
  link->is_asking = true;
  link->is_behind_hello = has_said_hello(link);
  link->heartbeat_number++;
  link->heartbeat_due = clock + PNRI_LINK_HEARTBEAT;
  return PNR_OK;
}

static bool may_ask(const pnr_link *link) { return !link->is_known || link->outbox.count != 0; }

static pnr_status put_streams(pnr_link *link, uint64_t clock, pnr_error *error)
{
  pnr_status status = PNR_OK;
  while (status == PNR_OK && link->receipt_due <= clock && pnri_link_has_room(link, PNR_EXCHANGE_RECEIPT, 8192))
    status = put_receipt(link, error);
  for (uint32_t stream = 1; stream < PNR_STREAMS && status == PNR_OK; stream++)
    status = put_stream(link, stream, error);
  return status;
}

pnr_status pnr_link_output(pnr_link *link, uint64_t clock, pnr_slice *octets, pnr_error *error)
{
  if (link == NULL || octets == NULL) return pnri_fail_argument(error);
  *octets = (pnr_slice){ NULL, 0 };
  pnri_vector_cut(&link->output, 0);
  pnr_status status = PNR_OK;
  if (link->heartbeat_due == 0) link->heartbeat_due = clock + PNRI_LINK_HEARTBEAT;
  if (link->is_asked) status = put_answer(link, error);
  if (status == PNR_OK && link->is_known) status = put_streams(link, clock, error);
  if (status == PNR_OK && may_ask(link) && link->heartbeat_due <= clock) status = put_heartbeat(link, clock, error);
  if (status != PNR_OK && link->output.count == 0) return status; /* else what there is goes first */
  *octets = (pnr_slice){ link->output.data, link->output.count };
  return PNR_OK;
}

/* True when something of a stream has credit and was not sent. */
static bool has_something(const pnr_link *link)
{
  bool is_blocked[PNR_STREAMS] = { false };
  const pnri_sent *first[PNR_STREAMS] = { NULL };
  for (size_t i = 0; i < link->outbox.count; i++) {
    const pnri_sent *entry = pnri_link_sent(link, i);
    if (first[entry->stream] == NULL) first[entry->stream] = entry;
    if (entry->is_sent || is_blocked[entry->stream]) continue;
    if (has_credit(link, first[entry->stream], entry)) return true;
    is_blocked[entry->stream] = true;
  }
  return false;
}

uint64_t pnr_link_wake(const pnr_link *link)
{
  if (link->is_asked || (link->is_known && has_something(link))) return 0;
  uint64_t heartbeat = may_ask(link) ? link->heartbeat_due : UINT64_MAX;
  uint64_t receipt = link->is_known ? link->receipt_due : UINT64_MAX;
  return receipt < heartbeat ? receipt : heartbeat;
}
