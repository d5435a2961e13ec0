/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "exchange/codec.h"
#include "exchange/cose.h"
#include "exchange/link.h"

/* --- The outbox --- */

/* What must get through when nothing else does: it has a reserve as large as the rest. */
static bool has_reserve(uint32_t type)
{
  return type == PNR_EXCHANGE_RECALL || type == PNR_EXCHANGE_RECEIPT || type == PNR_EXCHANGE_REPLY ||
         type == PNR_EXCHANGE_HELLO;
}

bool pnri_link_has_room(const pnr_link *link, uint32_t type, size_t size)
{
  uint64_t most = has_reserve(type) ? 2 * link->outbox_most : link->outbox_most;
  return link->outbox_octets <= most && size <= most - link->outbox_octets;
}

/* A copy of the octets goes into the outbox. */
static pnr_status keep(pnr_link *link, pnr_slice octets, pnri_sent entry)
{
  if (!pnri_link_has_room(link, entry.type, octets.size)) return PNR_E_LIMIT;
  pnri_sent *room = pnri_vector_add(&link->outbox, 1);
  uint8_t *data = room != NULL ? pnri_alloc(link->env, octets.size) : NULL;
  if (data == NULL) {
    if (room != NULL) link->outbox.count--;
    return PNR_E_MEMORY;
  }
  memcpy(data, octets.data, octets.size);
  *room = entry;
  room->data = data;
  room->size = octets.size;
  link->outbox_octets += octets.size;
  return PNR_OK;
}

static pnr_status sign(pnr_link *link, const pnr_exchange_message *message, uint32_t stream, uint64_t sequence,
                       uint64_t expires, pnri_cbor_writer *memory, pnr_slice *octets, uint8_t id[PNR_EXCHANGE_ID],
                       pnr_error *error)
{
  pnr_claims claims = {
    .size = sizeof claims, .audience = pnri_link_peer(link), .expires = expires, .stream = stream, .sequence = sequence
  };
  if (stream != 0) claims.incarnation = (pnr_slice){ link->incarnation, PNR_EXCHANGE_ID };
  return pnri_exchange_sign(link->exchange, message, &claims, link->chance, memory, octets, id, error);
}

pnr_status pnri_link_append(pnr_link *link, const pnr_exchange_message *message, uint32_t stream, uint64_t expires,
                            uint8_t id[PNR_EXCHANGE_ID], pnr_error *error)
{
  pnri_cbor_writer memory;
  pnr_slice octets;
  uint64_t sequence = link->next[stream];
  pnri_signed_open(&memory, link->env);
  pnr_status status = sign(link, message, stream, sequence, expires, &memory, &octets, id, error);
  if (status == PNR_OK) {
    pnri_sent entry = {
      .stream = stream, .type = message->type, .sequence = sequence, .end = link->sent[stream] + octets.size
    };
    status = keep(link, octets, entry);
    if (status != PNR_OK) (void)pnri_fail(error, (pnr_error){ .status = status });
  }
  if (status == PNR_OK) {
    link->next[stream]++;
    link->sent[stream] += octets.size;
  }
  pnri_cbor_writer_close(&memory);
  return status;
}

void pnri_link_free_sent(pnr_link *link, uint32_t stream, uint64_t mark)
{
  size_t left = 0, count = link->outbox.count;
  for (size_t i = 0; i < count; i++) {
    pnri_sent *entry = pnri_link_sent(link, i);
    if (entry->stream == stream && entry->sequence <= mark) {
      link->outbox_octets -= entry->size;
      pnri_free(link->env, entry->data, entry->size);
      continue;
    }
    if (left != i) *pnri_link_sent(link, left) = *entry;
    left++;
  }
  pnri_vector_cut(&link->outbox, left);
}

pnr_status pnr_link_send(pnr_link *link, const pnr_exchange_message *message, uint64_t expires,
                         uint8_t id[PNR_EXCHANGE_ID], pnr_error *error)
{
  uint8_t drawn[PNR_EXCHANGE_ID];
  const pnri_type *type = message != NULL && message->size >= sizeof *message ? pnri_type_of(message->type) : NULL;
  if (link == NULL || type == NULL || type->stream == 0 || type->number == PNR_EXCHANGE_HELLO)
    return pnri_fail_argument(error);
  pnr_status status = pnri_link_append(link, message, type->stream, expires, drawn, error);
  if (status == PNR_OK && id != NULL) memcpy(id, drawn, sizeof drawn);
  if (status == PNR_OK && type->number == PNR_EXCHANGE_RECALL)
    status = pnri_link_void(link, message->recall, drawn, error);
  return status;
}

uint32_t pnr_link_outbox_count(const pnr_link *link) { return (uint32_t)link->outbox.count; }

void pnr_link_outbox_get(const pnr_link *link, uint32_t i, pnr_link_entry *entry)
{
  const pnri_sent *sent = pnri_link_sent(link, i);
  *entry = (pnr_link_entry){ .size = sizeof *entry,
                             .stream = sent->stream,
                             .sequence = sent->sequence,
                             .end = sent->end,
                             .octets = { sent->data, sent->size } };
}

/* --- Restoring --- */

/* The message of signed octets of the own unit; NULL where they are none. */
static pnr_received *read_signed(const pnr_link *link, pnr_slice octets, pnri_sign1 *sign1, pnr_status *status)
{
  pnri_cbor_reader cbor, payload;
  uint64_t items, encoding, size;
  pnr_slice body;
  pnr_received *received = pnri_received_new(link->env);
  if (received == NULL) {
    *status = PNR_E_MEMORY;
    return NULL;
  }
  pnri_cbor_reader_open(&cbor, octets);
  *status = pnri_sign1_read(&cbor, 0, PNRI_TYP_MESSAGE, sign1, NULL);
  pnri_cbor_reader_open(&payload, sign1->payload);
  bool is_plain =
    *status == PNR_OK && pnri_cbor_finish(&cbor) == PNR_OK && pnri_cbor_get_array(&payload, &items) == PNR_OK &&
    pnri_cbor_get_unsigned(&payload, PNRI_PLAIN, &encoding) == PNR_OK &&
    pnri_cbor_get_unsigned(&payload, UINT32_MAX, &size) == PNR_OK && pnri_cbor_get_octets(&payload, &body) == PNR_OK;
  if (is_plain) *status = pnri_body_read(received, body, 0, NULL);
  else if (*status == PNR_OK) *status = PNR_E_OBJECT;
  if (*status == PNR_OK) return received;
  pnr_received_close(received);
  return NULL;
}

pnr_status pnr_link_restore(pnr_link *link, const pnr_link_entry *entry, pnr_error *error)
{
  pnri_sign1 sign1;
  pnr_status status;
  if (link == NULL || entry == NULL || entry->size < sizeof *entry || entry->stream == 0 ||
      entry->stream >= PNR_STREAMS)
    return pnri_fail_argument(error);
  pnr_received *received = read_signed(link, entry->octets, &sign1, &status);
  if (received == NULL)
    return pnri_fail(error, (pnr_error){ .status = status == PNR_E_MEMORY ? status : PNR_E_ARGUMENT });
  const pnr_claims *claims = &sign1.claims;
  bool is_own = claims->stream == entry->stream && claims->sequence == entry->sequence &&
                entry->sequence < link->next[entry->stream] && entry->end <= link->sent[entry->stream] &&
                pnri_slice_equal(claims->incarnation, (pnr_slice){ link->incarnation, PNR_EXCHANGE_ID });
  pnri_sent restored = { .stream = entry->stream,
                         .type = received->message.type,
                         .sequence = entry->sequence,
                         .end = entry->end,
                         .was_sent = true };
  pnr_received_close(received);
  if (!is_own) return pnri_fail_argument(error);
  status = keep(link, entry->octets, restored);
  if (status == PNR_OK && entry->sequence <= link->confirmed[entry->stream])
    link->confirmed[entry->stream] = entry->sequence - 1;
  return status == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = status });
}

/* --- Recalled before it was sent --- */

static bool holds(const pnr_shared_record *const *records, uint32_t count, const pnr_recall *recall)
{
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t j = 0; j < recall->record_count; j++)
      if (records[i]->version <= recall->records[j]->version &&
          pnri_slice_equal(records[i]->id, recall->records[j]->id))
        return true;
  return false;
}

static bool is_recalled(const pnr_exchange_message *message, const pnr_recall *recall)
{
  if (message->type == PNR_EXCHANGE_NOTICE)
    return holds(message->notice->records, message->notice->record_count, recall);
  return message->type == PNR_EXCHANGE_REPLY && holds(message->reply->records, message->reply->record_count, recall);
}

/* Everything of the stream behind it was not sent either: its place among the octets moves. */
static void replace(pnr_link *link, pnri_sent *entry, uint8_t *data, size_t size)
{
  uint64_t less = entry->size - size;
  for (size_t i = 0; i < link->outbox.count; i++) {
    pnri_sent *other = pnri_link_sent(link, i);
    if (other->stream == entry->stream && other->sequence >= entry->sequence) other->end -= less;
  }
  link->sent[entry->stream] -= less;
  link->outbox_octets -= less;
  pnri_free(link->env, entry->data, entry->size);
  entry->data = data;
  entry->size = size;
  entry->type = PNR_EXCHANGE_VOID;
  link->facts.voids++;
}

static pnr_status void_entry(pnr_link *link, pnri_sent *entry, const uint8_t id[PNR_EXCHANGE_ID], pnr_error *error)
{
  pnr_void_message nothing = { .size = sizeof nothing, .recall = { id, PNR_EXCHANGE_ID } };
  pnr_exchange_message message = { .size = sizeof message, .type = PNR_EXCHANGE_VOID, .void_message = &nothing };
  pnri_cbor_writer memory;
  pnr_slice octets;
  pnri_signed_open(&memory, link->env);
  pnr_status status = sign(link, &message, entry->stream, entry->sequence, 0, &memory, &octets, NULL, error);
  uint8_t *data = status == PNR_OK ? pnri_alloc(link->env, octets.size) : NULL;
  if (data != NULL) {
    memcpy(data, octets.data, octets.size);
    replace(link, entry, data, octets.size);
  } else if (status == PNR_OK) {
    status = pnri_fail_memory(error);
  }
  pnri_cbor_writer_close(&memory);
  return status;
}

pnr_status pnri_link_void(pnr_link *link, const pnr_recall *recall, const uint8_t id[PNR_EXCHANGE_ID], pnr_error *error)
{
  pnr_status status = PNR_OK;
  for (size_t i = 0; i < link->outbox.count && status == PNR_OK; i++) {
    pnri_sent *entry = pnri_link_sent(link, i);
    pnri_sign1 sign1;
    if (entry->was_sent || (entry->type != PNR_EXCHANGE_NOTICE && entry->type != PNR_EXCHANGE_REPLY)) continue;
    pnr_received *received = read_signed(link, (pnr_slice){ entry->data, entry->size }, &sign1, &status);
    if (received == NULL) return pnri_fail(error, (pnr_error){ .status = status });
    if (is_recalled(&received->message, recall)) status = void_entry(link, entry, id, error);
    pnr_received_close(received);
  }
  return status;
}
