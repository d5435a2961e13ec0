/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "pnr/live.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "core/fail.h"
#include "match/ids.h"
#include "match/merge.h"
#include "store/changes.h"
#include "store/pair.h"

enum { TRIES = 100 }; /* of catching up with an image that is replaced all the time */

struct pnr_live {
  const pnr_env *env;
  pnri_pair pair;
  pthread_mutex_t work; /* held while a snapshot is made: one after the other */
  pthread_mutex_t gate; /* held for moments: guards what follows */
  pnr_index *current;
  pnri_place place; /* written under both */
  uint64_t cut;
};

/* --- Snapshots --- */

/* Makes index the newest snapshot, or keeps the one there is where index is NULL. Under work. */
static void publish(pnr_live *live, pnr_index *index, const pnri_place *place)
{
  pthread_mutex_lock(&live->gate);
  pnr_index *before = index != NULL ? live->current : NULL;
  if (index != NULL) live->current = index;
  live->place = *place;
  pthread_mutex_unlock(&live->gate);
  pnr_index_close(before);
}

pnr_index *pnr_live_index(pnr_live *live)
{
  if (live == NULL) return NULL;
  pthread_mutex_lock(&live->gate);
  pnr_index *index = pnri_index_hold(live->current);
  pthread_mutex_unlock(&live->gate);
  return index;
}

uint32_t pnr_live_is_current(pnr_live *live, const pnr_index *snapshot)
{
  if (live == NULL) return 0;
  pthread_mutex_lock(&live->gate);
  uint32_t is_current = live->current == snapshot;
  pthread_mutex_unlock(&live->gate);
  return is_current;
}

pnr_status pnr_live_describe(pnr_live *live, pnr_live_info *info, pnr_error *error)
{
  if (live == NULL || info == NULL || info->size < sizeof info->size) return pnri_fail_argument(error);
  pthread_mutex_lock(&live->gate);
  const pnri_place place = live->place;
  pnr_live_info full = { .size = info->size, .cut = live->cut };
  pthread_mutex_unlock(&live->gate);
  if (place.applies) {
    full.has_journal = 1;
    full.changes = place.changes;
    full.journal_octets = place.end;
    full.unfinished = place.unfinished;
  }
  memcpy(info, &full, info->size < sizeof full ? info->size : sizeof full);
  return PNR_OK;
}

uint32_t pnr_index_find(const pnr_index *index, pnr_slice id)
{
  if (index == NULL) return PNR_NONE;
  for (uint32_t part = 0; part < index->part_count; part++) {
    const uint32_t first = pnri_index_first(index, part);
    const pnri_image *image = &index->parts[part]->image;
    uint32_t row = pnri_ids_first(image, id);
    for (uint32_t entry; (entry = pnri_ids_next(image, id, &row)) != PNR_NONE;)
      if (!pnri_index_hides(index, first + entry)) return first + entry;
  }
  return PNR_NONE;
}

/* --- Catching up with the files --- */

/* The image at the path: the one that the newest snapshot has, where it is still that. */
static pnr_status hold_base(const pnr_live *live, pnri_part **out, pnr_error *error)
{
  pnri_file_id id;
  *out = NULL;
  pnr_status status = pnri_file_identify(live->pair.image, &id, error);
  if (status != PNR_OK) return status;
  pnri_part *base = live->current != NULL ? live->current->parts[0] : NULL;
  if (base == NULL || !pnri_file_same(base->map.id, id)) return pnri_part_map(live->env, live->pair.image, out, error);
  *out = pnri_part_hold(base);
  return PNR_OK;
}

/* The image, and what the journal has beyond the newest snapshot, as both were at one moment: a compaction that ends
 * between the two readings would leave changes in neither. */
static pnr_status read_both(const pnr_live *live, pnri_part **base, pnri_reading *reading, pnr_error *error)
{
  for (uint32_t i = 0; i < TRIES; i++) {
    pnri_file_id id;
    pnr_status status = hold_base(live, base, error);
    if (status != PNR_OK) return status;
    bool is_same = live->current != NULL && *base == live->current->parts[0];
    status = pnri_pair_read(&live->pair, is_same ? &live->place : NULL, reading, error);
    if (status == PNR_OK) {
      status = pnri_file_identify(live->pair.image, &id, error);
      if (status == PNR_OK && pnri_file_same(id, (*base)->map.id)) return PNR_OK;
      pnri_reading_close(reading);
    }
    pnri_part_leave(*base);
    if (status != PNR_OK) return status;
  }
  return pnri_fail(error, (pnr_error){ .status = PNR_E_LIMIT });
}

static pnr_status collect(void *user, const pnri_journal_frame *frame, pnr_error *error)
{
  pnri_changes *changes = user;
  return pnri_changes_read(changes, frame->body, frame->changes, frame->offset + PNRI_JOURNAL_HEAD, error);
}

/* The snapshot that follows from base, or the newest one where the reading continues it, and the changes. *out is NULL
 * where that is the newest one. */
static pnr_status make_next(const pnr_live *live, pnri_part *base, bool continues, const pnri_changes *changes,
                            pnr_index **out, pnr_error *error)
{
  const pnr_index *current = live->current;
  *out = NULL;
  if (continues && changes->list.count == 0) return PNR_OK;
  if (continues) return pnri_changes_apply(changes, current, out, error);
  bool is_plain =
    current != NULL && base == current->parts[0] && current->part_count == 1 && current->hidden.count == 0;
  if (is_plain && changes->list.count == 0) return PNR_OK;
  pnr_index *bare;
  pnr_status status = pnri_index_of_part(live->env, pnri_part_hold(base), &bare, error);
  if (status != PNR_OK || changes->list.count == 0) {
    *out = bare;
    return status;
  }
  status = pnri_changes_apply(changes, bare, out, error);
  pnr_index_close(bare);
  return status;
}

/* Makes what the files say the newest snapshot. Under work. */
static pnr_status catch_up(pnr_live *live, pnr_error *error)
{
  pnri_part *base;
  pnri_reading reading;
  pnri_changes changes;
  pnri_place place;
  pnr_index *next = NULL;
  pnr_status status = read_both(live, &base, &reading, error);
  if (status != PNR_OK) return status;
  pnri_changes_open(&changes, live->env);
  status = pnri_reading_walk(&reading, pnri_image_generation(base->data), collect, &changes, &place, error);
  if (status == PNR_OK) status = make_next(live, base, reading.from.end != 0, &changes, &next, error);
  if (status == PNR_OK) publish(live, next, &place);
  pnri_changes_close(&changes);
  pnri_reading_close(&reading);
  pnri_part_leave(base);
  return status;
}

/* What looks damaged may be half of what is being written: that is looked at again when nobody writes. Under work. */
static pnr_status catch_up_surely(pnr_live *live, pnr_error *error)
{
  pnri_file lock;
  pnr_status status = catch_up(live, error);
  if (status != PNR_E_JOURNAL_DAMAGED) return status;
  status = pnri_file_lock(live->pair.image, &lock, error);
  if (status != PNR_OK) return status;
  status = catch_up(live, error);
  pnri_file_close(&lock);
  return status;
}

pnr_status pnr_live_refresh(pnr_live *live, pnr_error *error)
{
  if (live == NULL) return pnri_fail_argument(error);
  pthread_mutex_lock(&live->work);
  pnr_status status = catch_up_surely(live, error);
  pthread_mutex_unlock(&live->work);
  return status;
}

/* --- Opening --- */

pnr_status pnr_live_open(const pnr_env *env, const char *path, pnr_live **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || path == NULL) return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_live *live = pnri_alloc(env, sizeof *live);
  if (live == NULL) return pnri_fail_memory(error);
  *live = (pnr_live){ .env = env };
  int cause = pthread_mutex_init(&live->work, NULL);
  if (cause == 0 && (cause = pthread_mutex_init(&live->gate, NULL)) != 0) pthread_mutex_destroy(&live->work);
  if (cause != 0) {
    pnri_free(env, live, sizeof *live);
    return pnri_fail(error, (pnr_error){ .status = PNR_E_FILE, .cause = cause });
  }
  pnr_status status = pnri_pair_open(&live->pair, env, path, error);
  if (status == PNR_OK) status = catch_up_surely(live, error);
  if (status == PNR_OK) *out = live;
  else pnr_live_close(live);
  return status;
}

void pnr_live_close(pnr_live *live)
{
  if (live == NULL) return;
  pnr_index_close(live->current);
  pnri_pair_close(&live->pair);
  pthread_mutex_destroy(&live->gate);
  pthread_mutex_destroy(&live->work);
  pnri_free(live->env, live, sizeof *live);
}

/* --- Changing --- */

/* Takes the lock of the image, and catches up with what was written before. Under work. */
static pnr_status begin_writing(pnr_live *live, pnri_file *lock, pnr_error *error)
{
  for (uint32_t i = 0; i < TRIES; i++) {
    pnr_status status = pnri_file_lock(live->pair.image, lock, error);
    if (status != PNR_OK) return status;
    status = catch_up(live, error);
    if (status == PNR_OK && pnri_file_same(lock->id, live->current->parts[0]->map.id)) return PNR_OK;
    pnri_file_close(lock);
    if (status != PNR_OK) return status;
  }
  return pnri_fail(error, (pnr_error){ .status = PNR_E_LIMIT });
}

/* Appends changes that were tried, and makes what they lead to the newest snapshot. Under work and the lock. */
static pnr_status commit(pnr_live *live, pnr_slice body, uint32_t count, pnr_index *next, pnr_error *error)
{
  pnri_place place = live->place;
  uint64_t cut = 0;
  pnr_status status = pnri_pair_append(&live->pair, pnri_image_generation(live->current->parts[0]->data), body, count,
                                       &place, &cut, error);
  if (cut > 0) {
    pthread_mutex_lock(&live->gate);
    live->cut += cut;
    pthread_mutex_unlock(&live->gate);
  }
  if (status != PNR_OK) {
    pnr_index_close(next);
    return status;
  }
  publish(live, next, &place);
  return PNR_OK;
}

/* Tries the changes of a body on the newest snapshot, then writes them. A body that cannot be read again is the caller's
 * fault. */
static pnr_status change(pnr_live *live, const pnri_cbor_writer *cbor, uint32_t count, pnr_error *error)
{
  pnri_changes changes;
  pnr_index *next;
  const pnr_slice body = pnri_cbor_written(cbor);
  if (cbor->status != PNR_OK) return pnri_fail(error, (pnr_error){ .status = cbor->status });
  if (count == 0) return PNR_OK;
  pnri_changes_open(&changes, live->env);
  pnr_status status = pnri_changes_read(&changes, body, count, 0, error);
  if (status == PNR_E_JOURNAL_DAMAGED) status = pnri_fail_argument(error);
  if (status == PNR_OK) status = pnri_changes_apply(&changes, live->current, &next, error);
  if (status == PNR_OK) status = commit(live, body, count, next, error);
  pnri_changes_close(&changes);
  return status;
}

static uint64_t body_limit(const pnr_env *env)
{
  return env->limits.octets < UINT32_MAX ? env->limits.octets : UINT32_MAX;
}

pnr_status pnr_live_add(pnr_live *live, const pnr_entry *const *entries, uint32_t count, pnr_error *error)
{
  pnri_file lock;
  pnri_cbor_writer cbor;
  if (live == NULL || (entries == NULL && count > 0)) return pnri_fail_argument(error);
  for (uint32_t i = 0; i < count; i++)
    if (entries[i] == NULL || entries[i]->person == NULL || entries[i]->id.size == 0) return pnri_fail_argument(error);
  pnri_cbor_writer_open(&cbor, live->env, (size_t)body_limit(live->env));
  for (uint32_t i = 0; i < count; i++) pnri_changes_put_entry(&cbor, entries[i]);
  pthread_mutex_lock(&live->work);
  pnr_status status = begin_writing(live, &lock, error);
  if (status == PNR_OK) {
    status = change(live, &cbor, count, error);
    pnri_file_close(&lock);
  }
  pthread_mutex_unlock(&live->work);
  pnri_cbor_writer_close(&cbor);
  return status;
}

pnr_status pnr_live_remove(pnr_live *live, const pnr_slice *ids, uint32_t count, pnr_error *error)
{
  pnri_file lock;
  pnri_cbor_writer cbor;
  uint32_t known = 0;
  if (live == NULL || (ids == NULL && count > 0)) return pnri_fail_argument(error);
  pnri_cbor_writer_open(&cbor, live->env, (size_t)body_limit(live->env));
  pthread_mutex_lock(&live->work);
  pnr_status status = begin_writing(live, &lock, error);
  if (status == PNR_OK) {
    for (uint32_t i = 0; i < count; i++) {
      if (pnr_index_find(live->current, ids[i]) == PNR_NONE) continue;
      pnri_changes_put_removal(&cbor, ids[i]);
      known++;
    }
    status = change(live, &cbor, known, error);
    pnri_file_close(&lock);
  }
  pthread_mutex_unlock(&live->work);
  pnri_cbor_writer_close(&cbor);
  return status;
}

/* --- Replacing the image --- */

/* A new image between its making and its renaming, claimed so that only one is made at a time. */
typedef struct replacement {
  pnr_slice image;
  pnri_file file;
} replacement;

static pnr_status claim(const pnri_pair *pair, replacement *out, pnr_error *error)
{
  out->image = (pnr_slice){ NULL, 0 };
  return pnri_file_claim(pair->next_image, &out->file, error);
}

static pnr_status fill(replacement *with, pnr_slice image, pnr_error *error)
{
  with->image = image;
  return pnri_file_fill(&with->file, image, error);
}

/* Renames the new image over the old one, or drops it. Ends the claim. */
static pnr_status settle(const pnri_pair *pair, replacement *with, bool keep, pnr_error *error)
{
  pnr_status status = keep ? pnri_file_rename(pair->env, pair->next_image, pair->image, error) : PNR_OK;
  if (!keep || status != PNR_OK) (void)pnri_file_remove(pair->env, pair->next_image, NULL);
  pnri_file_close(&with->file);
  return status;
}

/* Announces the new image in the journal and renames it, unless the list was replaced meanwhile. From the rename on the
 * journal has only what came behind `from`; before it, everything. Under work. */
static pnr_status exchange(pnr_live *live, const pnr_index *merged_from, const pnri_place *from, replacement *with,
                           pnr_error *error)
{
  pnri_file lock;
  pnr_status status = begin_writing(live, &lock, error);
  if (status != PNR_OK) {
    (void)settle(&live->pair, with, false, NULL);
    return status;
  }
  pnri_place place = live->place;
  uint64_t cut = 0;
  bool is_same =
    live->current->parts[0] == merged_from->parts[0] && pnri_file_same(place.id, from->id) && place.applies;
  if (is_same)
    status = pnri_pair_announce(&live->pair, place.generation, pnri_image_generation(with->image.data), from->sequence,
                                &place, &cut, error);
  bool keep = is_same && status == PNR_OK;
  if (is_same && status == PNR_OK) publish(live, NULL, &place);
  pnr_status settled = settle(&live->pair, with, keep, error);
  pnri_file_close(&lock);
  return status == PNR_OK ? settled : status;
}

/* Makes the new image of a snapshot while nobody waits, then puts it in place. Settles the claim. */
static pnr_status replace_merged(pnr_live *live, const pnr_index *index, const pnri_place *place, replacement *with,
                                 pnr_error *error)
{
  pnri_part *merged = NULL;
  pnr_status status = pnri_merge(index, &merged, error);
  if (status == PNR_OK) status = fill(with, (pnr_slice){ merged->data, merged->size }, error);
  if (status == PNR_OK) {
    pthread_mutex_lock(&live->work);
    status = exchange(live, index, place, with, error);
    pthread_mutex_unlock(&live->work);
  } else {
    (void)settle(&live->pair, with, false, NULL);
  }
  pnri_part_leave(merged);
  return status;
}

/* Compacts what the newest snapshot has. Settles the claim. */
static pnr_status compact(pnr_live *live, replacement *with, pnr_error *error)
{
  pnr_status status = pnr_live_refresh(live, error);
  pthread_mutex_lock(&live->gate);
  pnr_index *index = pnri_index_hold(live->current);
  const pnri_place place = live->place;
  pthread_mutex_unlock(&live->gate);
  if (status == PNR_OK && place.applies && place.changes > 0) status = replace_merged(live, index, &place, with, error);
  else (void)settle(&live->pair, with, false, NULL);
  pnr_index_close(index);
  return status;
}

pnr_status pnr_live_compact(pnr_live *live, pnr_error *error)
{
  replacement with;
  if (live == NULL) return pnri_fail_argument(error);
  pnr_status status = claim(&live->pair, &with, error);
  if (status == PNR_OK) status = compact(live, &with, error);
  if (status == PNR_OK) status = pnri_pair_tidy(&live->pair, error);
  return status == PNR_OK ? pnr_live_refresh(live, error) : status;
}

/* --- Another list --- */

/* Renames the new image under the lock of the one it replaces. Where both are the same to the octet, generation does not
 * tell them apart: then the journal ends and the image stays. */
static pnr_status replace_locked(const pnri_pair *pair, replacement *with, pnr_error *error)
{
  pnri_file lock;
  pnri_part *old = NULL;
  pnr_error fault = { .size = sizeof fault };
  pnr_status status = pnri_file_lock(pair->image, &lock, &fault);
  if (status != PNR_OK && fault.cause != ENOENT) {
    (void)settle(pair, with, false, NULL);
    return pnri_fail(error, fault);
  }
  bool is_there = status == PNR_OK;
  bool is_same = is_there && pnri_part_map(pair->env, pair->image, &old, NULL) == PNR_OK &&
                 old->size == with->image.size && memcmp(old->data, with->image.data, old->size) == 0;
  pnri_part_leave(old);
  status = is_same ? pnri_file_remove(pair->env, pair->journal, error) : PNR_OK;
  pnr_status settled = settle(pair, with, !is_same, error);
  if (is_there) pnri_file_close(&lock);
  return status == PNR_OK ? settled : status;
}

/* Puts an image in place: fills the claimed file, and settles it. */
static pnr_status replace(const pnri_pair *pair, pnr_slice image, pnr_error *error)
{
  replacement with;
  pnr_status status = claim(pair, &with, error);
  if (status != PNR_OK) return status;
  status = fill(&with, image, error);
  if (status == PNR_OK) return replace_locked(pair, &with, error);
  (void)settle(pair, &with, false, NULL);
  return status;
}

pnr_status pnr_live_create(const pnr_env *env, const pnr_index *index, const char *path, pnr_error *error)
{
  pnri_pair pair;
  pnri_part *merged = NULL;
  if (index == NULL || path == NULL) return pnri_fail_argument(error);
  pnr_slice image = pnr_index_image(index);
  pnr_status status = pnri_pair_open(&pair, pnri_env(env), path, error);
  if (status != PNR_OK) return status;
  if (image.size == 0) {
    status = pnri_merge(index, &merged, error);
    if (status == PNR_OK) image = (pnr_slice){ merged->data, merged->size };
  }
  if (status == PNR_OK) status = replace(&pair, image, error);
  if (status == PNR_OK) status = pnri_pair_tidy(&pair, error);
  pnri_part_leave(merged);
  pnri_pair_close(&pair);
  return status;
}
