/* SPDX-License-Identifier: Apache-2.0 */
#include "pnr/spool.h"

#include <string.h>

#include "core/fail.h"
#include "core/slice.h"
#include "store/spool_content.h"
#include "store/spool_segment.h"

enum { SEGMENT = 16 << 20, SEGMENT_LEAST = 4096 };

/* A message of the outbox that the segment holds. */
typedef struct kept {
  uint32_t stream;
  uint64_t sequence;
  uint64_t end;
  uint8_t *data; /* until the link has it; else NULL */
  size_t size;
} kept;

struct pnr_spool {
  const pnr_env *env;
  pnri_segment segment;
  uint32_t segment_most;
  pnri_spool_state state;
  pnri_vector outbox; /* kept, in the order of the link's */
  uint64_t voids;     /* of the link's facts, when it was committed last */
};

static kept *kept_at(const pnr_spool *spool, size_t i) { return pnri_vector_at(&spool->outbox, i); }

static void release(const pnr_spool *spool, kept *message)
{
  pnri_free(spool->env, message->data, message->size);
  message->data = NULL;
}

static void forget_outbox(pnr_spool *spool)
{
  for (size_t i = 0; i < spool->outbox.count; i++) release(spool, kept_at(spool, i));
  pnri_vector_cut(&spool->outbox, 0);
}

/* --- Reading --- */

static void drop_below_floors(pnr_spool *spool)
{
  size_t count = 0;
  for (size_t i = 0; i < spool->outbox.count; i++) {
    kept *message = kept_at(spool, i);
    if (message->sequence >= spool->state.floors[message->stream]) *kept_at(spool, count++) = *message;
    else release(spool, message);
  }
  pnri_vector_cut(&spool->outbox, count);
}

static pnr_status keep(pnr_spool *spool, const pnr_link_entry *entry)
{
  kept *room = pnri_vector_add(&spool->outbox, 1);
  if (room == NULL) return PNR_E_MEMORY;
  *room = (kept){ .stream = entry->stream, .sequence = entry->sequence, .end = entry->end, .size = entry->octets.size };
  room->data = pnri_alloc(spool->env, entry->octets.size);
  if (room->data == NULL && room->size != 0) return PNR_E_MEMORY;
  if (room->size != 0) memcpy(room->data, entry->octets.data, room->size);
  return PNR_OK;
}

static pnr_status take_frame(pnr_spool *spool, pnr_slice clear)
{
  pnri_cbor_reader in;
  uint64_t count = 0;
  pnr_link_entry entry;
  pnri_cbor_reader_open(&in, clear);
  pnri_spool_get(&in, &spool->state, &count);
  if (in.status != PNR_OK) return in.status;
  drop_below_floors(spool);
  for (; count != 0; count--) {
    pnri_spool_get_message(&in, &entry);
    pnr_status status = in.status == PNR_OK ? keep(spool, &entry) : in.status;
    if (status != PNR_OK) return status;
  }
  return pnri_cbor_finish(&in);
}

static pnr_status read_segment(pnr_spool *spool, pnr_error *error)
{
  pnr_slice clear;
  pnri_segment_reader reader;
  pnr_status status = pnri_segment_begin(&spool->segment, &reader, error);
  if (status != PNR_OK) return status;
  while ((status = pnri_segment_next(&spool->segment, &reader, &clear, error)) == PNR_OK) {
    uint64_t offset = reader.cursor.at - clear.size;
    status = take_frame(spool, clear);
    if (status == PNR_OK) continue;
    pnri_fail_at(error, status, offset);
    break;
  }
  uint64_t end = reader.cursor.at;
  pnri_segment_end(&spool->segment, &reader);
  return status == PNR_END ? pnri_segment_cut(&spool->segment, end, error) : status;
}

/* --- Opening --- */

pnr_status pnr_spool_create(const pnr_env *env, const char *folder, pnr_error *error)
{
  return folder != NULL ? pnri_segment_create(pnri_env(env), folder, error) : pnri_fail_argument(error);
}

pnr_status pnr_spool_open(const pnr_env *env, const char *folder, const pnr_spool_options *options, pnr_spool **out,
                          pnr_error *error)
{
  static const pnr_spool_options defaults = { .size = sizeof defaults };
  if (out != NULL) *out = NULL;
  if (options == NULL) options = &defaults;
  if (out == NULL || folder == NULL || options->size < sizeof *options ||
      (options->segment != 0 && options->segment < SEGMENT_LEAST))
    return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_spool *spool = pnri_alloc(env, sizeof *spool);
  if (spool == NULL) return pnri_fail_memory(error);
  *spool = (pnr_spool){ .env = env, .segment_most = options->segment != 0 ? options->segment : SEGMENT };
  pnri_vector_open(&spool->outbox, env, sizeof(kept));
  pnr_status status = pnri_segment_open(&spool->segment, env, folder, error);
  if (status != PNR_OK) {
    pnri_free(env, spool, sizeof *spool);
    return status;
  }
  status = read_segment(spool, error);
  if (status == PNR_OK) *out = spool;
  else pnr_spool_close(spool);
  return status;
}

void pnr_spool_close(pnr_spool *spool)
{
  if (spool == NULL) return;
  forget_outbox(spool);
  pnri_vector_close(&spool->outbox);
  pnri_segment_close(&spool->segment);
  pnri_free(spool->env, spool, sizeof *spool);
}

void pnr_spool_get_facts(const pnr_spool *spool, pnr_spool_facts *facts)
{
  const pnr_spool_facts known = { .size = sizeof known,
                                  .messages = (uint32_t)spool->outbox.count,
                                  .segment = spool->segment.generation,
                                  .octets = spool->segment.file.size,
                                  .cut = spool->segment.cut };
  *facts = known;
}

/* --- The link --- */

static bool is_among(pnr_slice id, pnr_slice closed)
{
  for (size_t at = 0; at < closed.size; at += PNR_EXCHANGE_ID)
    if (memcmp(id.data, closed.data + at, PNR_EXCHANGE_ID) == 0) return true;
  return false;
}

/* Of another incarnation than the spool's, which is one that came before it. */
static bool is_later(const pnr_link_state *state, const pnr_link_state *committed)
{
  if (committed->peer_incarnation.size == 0) return false;
  return state->peer_incarnation.size == 0 || is_among(state->peer_incarnation, committed->closed);
}

/* The application is ahead of the spool where the commit behind its last effect was interrupted, and where the spool is an
 * old copy or a new one. */
static void take_committed(pnr_link_state *state, const pnr_link_state *committed)
{
  if (is_later(state, committed)) {
    state->peer_incarnation = committed->peer_incarnation;
    state->closed = committed->closed;
    memcpy(state->marks, committed->marks, sizeof state->marks);
    memcpy(state->octets, committed->octets, sizeof state->octets);
    return;
  }
  if (!pnri_slice_equal(state->peer_incarnation, committed->peer_incarnation)) return;
  for (uint32_t i = PNR_STREAM_CONTROL; i < PNR_STREAMS; i++) {
    if (committed->marks[i] <= state->marks[i]) continue;
    state->marks[i] = committed->marks[i];
    state->octets[i] = committed->octets[i];
  }
}

static pnr_status restore(pnr_spool *spool, pnr_link *link, pnr_error *error)
{
  for (size_t i = 0; i < spool->outbox.count; i++) {
    kept *message = kept_at(spool, i);
    const pnr_link_entry entry = { .size = sizeof entry,
                                   .stream = message->stream,
                                   .sequence = message->sequence,
                                   .end = message->end,
                                   .octets = { message->data, message->size } };
    pnr_status status = pnr_link_restore(link, &entry, error);
    if (status != PNR_OK) return status;
  }
  for (size_t i = 0; i < spool->outbox.count; i++) release(spool, kept_at(spool, i));
  return PNR_OK;
}

pnr_status pnr_spool_link(pnr_spool *spool, const pnr_exchange *exchange, const pnr_link_options *options,
                          const pnr_link_state *committed, pnr_link **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (spool == NULL || out == NULL || options == NULL || options->size < sizeof *options || options->state != NULL ||
      (committed != NULL && committed->size < sizeof *committed))
    return pnri_fail_argument(error);
  for (size_t i = 0; i < spool->outbox.count; i++)
    if (kept_at(spool, i)->data == NULL) return pnri_fail_argument(error); /* a link has it already */
  pnr_link_options going_on = *options;
  pnr_link_state state = spool->state.view;
  state.size = sizeof state;
  if (committed != NULL) take_committed(&state, committed);
  if (state.incarnation.size != 0 || state.peer_incarnation.size != 0) going_on.state = &state;
  pnr_status status = pnr_link_open(spool->env, exchange, &going_on, out, error);
  if (status != PNR_OK) return status;
  status = restore(spool, *out, error);
  if (status == PNR_OK) return PNR_OK;
  pnr_link_close(*out);
  *out = NULL;
  return status;
}

/* --- Committing --- */

/* What the link has and the segment has not. */
typedef struct news {
  uint32_t first; /* of the outbox: it and all behind it */
  uint32_t count;
} news;

static void get_entry(const pnr_link *link, uint32_t i, pnr_link_entry *entry)
{
  *entry = (pnr_link_entry){ .size = sizeof *entry };
  pnr_link_outbox_get(link, i, entry);
}

/* Both are in the order in which messages were sent: the segment's may have some that are freed, the link's some new ones
 * at the end. */
static news compare(const pnr_spool *spool, const pnr_link *link)
{
  news found = { .first = 0, .count = pnr_link_outbox_count(link) };
  pnr_link_entry entry;
  for (size_t i = 0; i < spool->outbox.count && found.first < found.count; i++) {
    const kept *message = kept_at(spool, i);
    get_entry(link, found.first, &entry);
    if (message->stream == entry.stream && message->sequence == entry.sequence) found.first++;
  }
  found.count -= found.first;
  return found;
}

static void set_floors(pnri_spool_state *state, const pnr_link *link)
{
  pnr_link_entry entry;
  memcpy(state->floors, state->view.next, sizeof state->floors);
  for (uint32_t i = 0; i < pnr_link_outbox_count(link); i++) {
    get_entry(link, i, &entry);
    if (entry.sequence < state->floors[entry.stream]) state->floors[entry.stream] = entry.sequence;
  }
}

/* Remembers what the segment holds now; there is room. */
static void remember(pnr_spool *spool, const pnr_link *link, const pnri_spool_state *state, const news *found)
{
  pnr_link_entry entry;
  kept *room = pnri_vector_add(&spool->outbox, found->count);
  for (uint32_t i = 0; i < found->count; i++) {
    get_entry(link, found->first + i, &entry);
    room[i] = (kept){ .stream = entry.stream, .sequence = entry.sequence, .end = entry.end };
  }
  memcpy(spool->state.floors, state->floors, sizeof state->floors);
  pnri_spool_state_copy(&spool->state, &state->view);
  drop_below_floors(spool);
}

static pnr_status write_frame(pnr_spool *spool, const pnr_link *link, const pnri_spool_state *state, const news *found,
                              bool anew, pnr_error *error)
{
  pnri_cbor_writer out;
  pnr_link_entry entry;
  pnri_cbor_writer_open(&out, spool->env, UINT32_MAX / 2);
  pnri_spool_put(&out, state, found->count);
  for (uint32_t i = 0; i < found->count; i++) {
    get_entry(link, found->first + i, &entry);
    pnri_spool_put_message(&out, &entry);
  }
  pnr_status status = out.status;
  if (status != PNR_OK) pnri_fail_at(error, status, 0);
  else if (anew) status = pnri_segment_replace(&spool->segment, pnri_cbor_written(&out), error);
  else status = pnri_segment_append(&spool->segment, pnri_cbor_written(&out), error);
  pnri_cbor_writer_close(&out);
  return status;
}

static bool has_room(pnri_vector *vector, size_t count)
{
  return count <= vector->capacity - vector->count || pnri_vector_grow(vector, count);
}

static bool is_same_state(const pnri_spool_state *a, const pnri_spool_state *b)
{
  return pnri_slice_equal(a->view.peer_incarnation, b->view.peer_incarnation) &&
         memcmp(a->view.next, b->view.next, sizeof a->view.next) == 0 &&
         memcmp(a->view.marks, b->view.marks, sizeof a->view.marks) == 0 &&
         memcmp(a->floors, b->floors, sizeof a->floors) == 0;
}

/* Another outbox than the segment's, one of whose messages gave way to a recall, or a segment that is full of what is
 * needed no more. */
static bool begins_anew(const pnr_spool *spool, const pnri_spool_state *state, const pnr_link_facts *facts)
{
  uint64_t used = spool->segment.file.size;
  return !pnri_slice_equal(state->view.incarnation, spool->state.view.incarnation) || facts->voids != spool->voids ||
         (used >= spool->segment_most && used / 2 > facts->outbox);
}

pnr_status pnr_spool_commit(pnr_spool *spool, const pnr_link *link, pnr_error *error)
{
  if (spool == NULL || link == NULL) return pnri_fail_argument(error);
  pnr_link_facts facts = { .size = sizeof facts };
  pnr_link_get_facts(link, &facts);
  pnri_spool_state state = { .view = { .size = sizeof state.view } };
  pnr_link_get_state(link, &state.view);
  set_floors(&state, link);
  news found = compare(spool, link);
  bool anew = begins_anew(spool, &state, &facts);
  if (anew) found = (news){ .count = pnr_link_outbox_count(link) };
  else if (found.count == 0 && is_same_state(&state, &spool->state)) return PNR_OK;
  if (!has_room(&spool->outbox, found.count)) return pnri_fail_memory(error);
  pnr_status status = write_frame(spool, link, &state, &found, anew, error);
  if (status != PNR_OK) return status;
  if (anew) forget_outbox(spool);
  remember(spool, link, &state, &found);
  spool->voids = facts.voids;
  return PNR_OK;
}
