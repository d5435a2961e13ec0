/* SPDX-License-Identifier: Apache-2.0 */
#include "store/pair.h"

#include <errno.h>
#include <string.h>

#include "core/fail.h"
#include "core/little.h"
#include "encoding/cbor.h"

/* --- Names --- */

static char *join(const pnr_env *env, const char *path, const char *suffix)
{
  size_t size = strlen(path), more = strlen(suffix) + 1;
  char *name = pnri_alloc(env, size + more);
  if (name == NULL) return NULL;
  memcpy(name, path, size);
  memcpy(name + size, suffix, more);
  return name;
}

pnr_status pnri_pair_open(pnri_pair *pair, const pnr_env *env, const char *path, pnr_error *error)
{
  *pair = (pnri_pair){ env, join(env, path, ""), join(env, path, ".new"), join(env, path, ".journal"),
                       join(env, path, ".journal.new") };
  if (pair->image != NULL && pair->next_image != NULL && pair->journal != NULL && pair->next_journal != NULL)
    return PNR_OK;
  pnri_pair_close(pair);
  return pnri_fail_memory(error);
}

void pnri_pair_close(pnri_pair *pair)
{
  char **const names[] = { &pair->image, &pair->next_image, &pair->journal, &pair->next_journal };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (*names[i] != NULL) pnri_free(pair->env, *names[i], strlen(*names[i]) + 1);
    *names[i] = NULL;
  }
}

/* --- Reading --- */

/* True where the file still begins with what was read of it up to place. */
static bool is_continued(const pnri_file *file, const pnri_place *place)
{
  enum { HEAD_CHECKSUM = PNRI_JOURNAL_HEAD - 8 };
  uint8_t checksum[8];
  size_t count;
  if (place == NULL || !place->is_there || !pnri_file_same(file->id, place->id) || file->size < place->end)
    return false;
  if (place->last == 0) return true;
  return pnri_file_read(file, place->last + HEAD_CHECKSUM, checksum, sizeof checksum, &count, NULL) == PNR_OK &&
         count == sizeof checksum && pnri_load64(checksum) == place->checksum;
}

static pnr_status read_rest(const pnri_pair *pair, const pnri_file *file, pnri_reading *out, pnr_error *error)
{
  uint64_t size = file->size - out->from.end;
  if (size > pair->env->limits.octets || size > SIZE_MAX / 2)
    return pnri_fail(error, (pnr_error){ .status = PNR_E_LIMIT });
  if (size == 0) return PNR_OK;
  uint8_t *room = pnri_vector_add(&out->octets, (size_t)size);
  if (room == NULL) return pnri_fail_memory(error);
  return pnri_file_read(file, out->from.end, room, (size_t)size, &out->octets.count, error);
}

pnr_status pnri_pair_read(const pnri_pair *pair, const pnri_place *place, pnri_reading *out, pnr_error *error)
{
  pnri_file file;
  pnr_error fault = { .size = sizeof fault };
  *out = (pnri_reading){ .from = { .is_there = false } };
  pnri_vector_open(&out->octets, pair->env, 1);
  pnr_status status = pnri_file_open(pair->journal, PNRI_FILE_READ, &file, &fault);
  if (status != PNR_OK && fault.cause == ENOENT) return PNR_OK;
  if (status != PNR_OK) return pnri_fail(error, fault);
  if (is_continued(&file, place)) out->from = *place;
  else out->from = (pnri_place){ .is_there = true, .id = file.id };
  status = read_rest(pair, &file, out, error);
  pnri_file_close(&file);
  if (status != PNR_OK) pnri_reading_close(out);
  return status;
}

void pnri_reading_close(pnri_reading *reading) { pnri_vector_close(&reading->octets); }

/* --- Frames --- */

/* A frame that says which image has the changes before it: the array [generation, sequence]. */
static bool is_announcement(const pnri_journal_frame *frame)
{
  enum { ARRAY_OF_TWO = 0x82 };
  return frame->changes == 1 && frame->body.size > 0 && frame->body.data[0] == ARRAY_OF_TWO;
}

static pnr_status read_announcement(const pnri_journal_frame *frame, uint64_t *made, uint64_t *sequence,
                                    pnr_error *error)
{
  pnri_cbor_reader cbor;
  uint64_t items;
  pnri_cbor_reader_open(&cbor, frame->body);
  pnri_cbor_get_array(&cbor, &items);
  pnri_cbor_get_unsigned(&cbor, UINT64_MAX, made);
  pnri_cbor_get_unsigned(&cbor, UINT64_MAX, sequence);
  if (pnri_cbor_finish(&cbor) == PNR_OK) return PNR_OK;
  return pnri_fail_at(error, PNR_E_JOURNAL_DAMAGED, frame->offset);
}

/* Finds the first change that the image does not have yet: 0 where the journal belongs to another image. */
static pnr_status find_start(pnri_journal_cursor cursor, uint64_t generation, uint64_t *start, pnr_error *error)
{
  pnri_journal_frame frame;
  pnr_status status;
  *start = cursor.generation == generation ? 1 : 0;
  while ((status = pnri_journal_next(&cursor, &frame, error)) == PNR_OK) {
    uint64_t made, sequence;
    if (!is_announcement(&frame)) continue;
    status = read_announcement(&frame, &made, &sequence, error);
    if (status != PNR_OK) return status;
    if (made == generation) *start = sequence;
  }
  return status == PNR_END ? PNR_OK : status;
}

/* The cursor at the first frame of a reading, and the first change that counts; 0: none does. */
static pnr_status begin_walk(const pnri_reading *reading, uint64_t generation, pnri_journal_cursor *cursor,
                             uint64_t *start, pnr_error *error)
{
  const pnri_place *from = &reading->from;
  const pnr_slice octets = { reading->octets.data, reading->octets.count };
  *cursor = (pnri_journal_cursor){ octets, from->end, 0, from->generation, from->sequence };
  *start = from->applies ? from->sequence : 0;
  if (from->end != 0) return PNR_OK;
  pnr_status status = pnri_journal_get_header(octets, &cursor->generation, error);
  if (status != PNR_OK) return status;
  cursor->at = PNRI_JOURNAL_HEADER;
  cursor->sequence = 1;
  return find_start(*cursor, generation, start, error);
}

pnr_status pnri_reading_walk(const pnri_reading *reading, uint64_t generation, pnri_frame_action *action, void *user,
                             pnri_place *out, pnr_error *error)
{
  pnri_journal_cursor cursor;
  pnri_journal_frame frame;
  uint64_t start;
  *out = reading->from;
  if (!out->is_there) return PNR_OK;
  pnr_status status = begin_walk(reading, generation, &cursor, &start, error);
  out->generation = cursor.generation;
  out->applies = start != 0;
  while (status == PNR_OK && (status = pnri_journal_next(&cursor, &frame, error)) == PNR_OK) {
    out->last = frame.offset;
    out->checksum = frame.checksum;
    if (start == 0 || frame.sequence < start || is_announcement(&frame)) continue;
    out->changes += frame.changes;
    status = action(user, &frame, error);
  }
  out->end = cursor.base + cursor.at;
  out->sequence = cursor.sequence;
  out->unfinished = cursor.octets.size - cursor.at;
  return status == PNR_END ? PNR_OK : status;
}

/* --- Writing --- */

/* Puts a whole journal in the place of the old one. */
static pnr_status write_journal(const pnri_pair *pair, pnr_slice octets, pnr_error *error)
{
  pnri_file file;
  pnr_status status = pnri_file_claim(pair->next_journal, &file, error);
  if (status != PNR_OK) return status;
  status = pnri_file_fill(&file, octets, error);
  if (status == PNR_OK) status = pnri_file_rename(pair->env, pair->next_journal, pair->journal, error);
  else (void)pnri_file_remove(pair->env, pair->next_journal, NULL);
  pnri_file_close(&file);
  return status;
}

static pnr_status begin_journal(const pnri_pair *pair, uint64_t generation, pnri_place *place, pnr_error *error)
{
  uint8_t header[PNRI_JOURNAL_HEADER];
  pnri_journal_put_header(header, generation);
  *place = (pnri_place){ .is_there = false };
  pnr_status status = write_journal(pair, (pnr_slice){ header, sizeof header }, error);
  if (status == PNR_OK) status = pnri_file_identify(pair->journal, &place->id, error);
  if (status != PNR_OK) return status;
  place->is_there = place->applies = true;
  place->generation = generation;
  place->end = PNRI_JOURNAL_HEADER;
  place->sequence = 1;
  return PNR_OK;
}

/* Opens the journal that ends at place, and cuts off what stands behind it. */
static pnr_status open_end(const pnri_pair *pair, const pnri_place *place, pnri_file *file, uint64_t *cut,
                           pnr_error *error)
{
  pnr_status status = pnri_file_open(pair->journal, PNRI_FILE_WRITE, file, error);
  if (status != PNR_OK) return status;
  uint64_t more = file->size > place->end ? file->size - place->end : 0;
  if (!pnri_file_same(file->id, place->id) || file->size < place->end)
    status = pnri_fail_at(error, PNR_E_JOURNAL_DAMAGED, file->size); /* exchanged by somebody without the lock */
  else if (more > 0) status = pnri_file_cut(file, place->end, error);
  if (status != PNR_OK) pnri_file_close(file);
  else *cut += more;
  return status;
}

static pnr_status append_frame(const pnri_pair *pair, pnri_file *file, pnri_journal_frame *frame, uint64_t generation,
                               pnr_error *error)
{
  size_t size = PNRI_JOURNAL_HEAD + frame->body.size;
  uint8_t *block = pnri_alloc(pair->env, size);
  if (block == NULL) return pnri_fail_memory(error);
  pnri_journal_put_head(block, generation, frame);
  memcpy(block + PNRI_JOURNAL_HEAD, frame->body.data, frame->body.size);
  pnr_status status = pnri_file_append(file, (pnr_slice){ block, size }, error);
  pnri_free(pair->env, block, size);
  return status;
}

pnr_status pnri_pair_append(const pnri_pair *pair, uint64_t generation, pnr_slice body, uint32_t changes,
                            pnri_place *place, uint64_t *cut, pnr_error *error)
{
  pnri_file file;
  if (body.size > UINT32_MAX) return pnri_fail(error, (pnr_error){ .status = PNR_E_LIMIT });
  pnr_status status = place->applies ? PNR_OK : begin_journal(pair, generation, place, error);
  if (status == PNR_OK) status = open_end(pair, place, &file, cut, error);
  if (status != PNR_OK) return status;
  pnri_journal_frame frame = { .offset = place->end, .sequence = place->sequence, .changes = changes, .body = body };
  status = append_frame(pair, &file, &frame, place->generation, error);
  if (status == PNR_OK) {
    place->last = place->end;
    place->checksum = frame.checksum;
    place->end = file.size;
    place->sequence += changes;
    place->changes += changes;
    place->unfinished = 0;
  }
  pnri_file_close(&file);
  return status;
}

pnr_status pnri_pair_announce(const pnri_pair *pair, uint64_t generation, uint64_t made, uint64_t sequence,
                              pnri_place *place, uint64_t *cut, pnr_error *error)
{
  enum { BODY_MOST = 32 };
  pnri_cbor_writer cbor;
  pnri_cbor_writer_open(&cbor, pair->env, BODY_MOST);
  pnri_cbor_put_array(&cbor, 2);
  pnri_cbor_put_unsigned(&cbor, made);
  pnri_cbor_put_unsigned(&cbor, sequence);
  pnr_status status = cbor.status;
  if (status != PNR_OK) pnri_fail(error, (pnr_error){ .status = status });
  else status = pnri_pair_append(pair, generation, pnri_cbor_written(&cbor), 1, place, cut, error);
  if (status == PNR_OK) place->changes--;
  pnri_cbor_writer_close(&cbor);
  return status;
}

/* --- Tidying --- */

/* A journal made anew of the frames that apply. */
typedef struct tidying {
  pnri_vector octets;
  uint64_t generation;
  uint64_t sequence;
} tidying;

static pnr_status copy_frame(void *user, const pnri_journal_frame *frame, pnr_error *error)
{
  tidying *tidy = user;
  pnri_journal_frame copy = { .sequence = tidy->sequence, .changes = frame->changes, .body = frame->body };
  uint8_t *room = pnri_vector_add(&tidy->octets, PNRI_JOURNAL_HEAD + frame->body.size);
  if (room == NULL) return pnri_fail_memory(error);
  pnri_journal_put_head(room, tidy->generation, &copy);
  memcpy(room + PNRI_JOURNAL_HEAD, frame->body.data, frame->body.size);
  tidy->sequence += frame->changes;
  return PNR_OK;
}

static pnr_status tidy_reading(const pnri_pair *pair, const pnri_reading *reading, uint64_t generation,
                               pnr_error *error)
{
  tidying tidy = { .generation = generation, .sequence = 1 };
  pnri_place place;
  pnri_vector_open(&tidy.octets, pair->env, 1);
  uint8_t *header = pnri_vector_add(&tidy.octets, PNRI_JOURNAL_HEADER);
  pnr_status status = header != NULL ? PNR_OK : pnri_fail_memory(error);
  if (header != NULL) pnri_journal_put_header(header, generation);
  if (status == PNR_OK) status = pnri_reading_walk(reading, generation, copy_frame, &tidy, &place, error);
  if (status == PNR_OK && place.is_there) {
    const pnr_slice octets = { tidy.octets.data, tidy.octets.count };
    if (place.changes == 0) status = pnri_file_remove(pair->env, pair->journal, error);
    else if (octets.size != place.end) status = write_journal(pair, octets, error);
  }
  pnri_vector_close(&tidy.octets);
  return status;
}

pnr_status pnri_pair_tidy(const pnri_pair *pair, pnr_error *error)
{
  pnri_file lock;
  pnri_part *part = NULL;
  pnri_reading reading;
  pnr_status status = pnri_file_lock(pair->image, &lock, error);
  if (status != PNR_OK) return status;
  status = pnri_part_map(pair->env, pair->image, &part, error);
  if (status == PNR_OK) status = pnri_pair_read(pair, NULL, &reading, error);
  if (status == PNR_OK) {
    status = tidy_reading(pair, &reading, pnri_image_generation(part->data), error);
    pnri_reading_close(&reading);
  }
  pnri_part_leave(part);
  pnri_file_close(&lock);
  return status;
}
