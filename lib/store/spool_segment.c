/* SPDX-License-Identifier: Apache-2.0 */
#include "store/spool_segment.h"

#include <errno.h>
#include <string.h>
#include <xxhash.h>

#include "core/fail.h"
#include "core/little.h"
#include "crypto/secret.h"

#define KEY_FILE "key"
#define LOCK_FILE "lock"

/* What "key" holds: version 4, zero 4, generation 8, key, XXH3 of all before it 8. */
enum { VERSION = 1, AT_GENERATION = 8, AT_KEY = 16, AT_CHECKSUM = AT_KEY + PNRI_SEAL_KEY, KEY_SIZE = AT_CHECKSUM + 8 };

enum { BESIDE = 16, AROUND = PNRI_SEAL_NONCE_WIDE + PNRI_SEAL_TAG };

static const char *path_of(pnri_folder *folder, uint64_t generation)
{
  static const char digit[] = "0123456789abcdef";
  char name[] = "0000000000000000.spool";
  for (int place = 15; place >= 0; place--, generation /= 16) name[place] = digit[generation % 16];
  return pnri_folder_file(folder, name);
}

/* --- Frames --- */

static void put_beside(uint8_t out[BESIDE], uint64_t generation, uint64_t sequence)
{
  pnri_store64(out, generation);
  pnri_store64(out + 8, sequence);
}

static size_t frame_size(pnr_slice clear) { return PNRI_JOURNAL_HEAD + AROUND + clear.size; }

/* out has room for frame_size. */
static pnr_status put_frame(uint64_t generation, const uint8_t *key, uint64_t sequence, pnr_slice clear, uint8_t *out)
{
  uint8_t beside[BESIDE], *nonce = out + PNRI_JOURNAL_HEAD;
  put_beside(beside, generation, sequence);
  pnr_status status = pnri_secret_random(nonce, PNRI_SEAL_NONCE_WIDE);
  if (status == PNR_OK)
    status = pnri_seal_wide(key, nonce, (pnr_slice){ beside, BESIDE }, clear, nonce + PNRI_SEAL_NONCE_WIDE);
  pnri_journal_frame frame = { .sequence = sequence, .changes = 1, .body = { nonce, AROUND + clear.size } };
  if (status == PNR_OK) pnri_journal_put_head(out, generation, &frame);
  return status;
}

/* A segment of no frame, or of the one that holds clear, into a block of the caller's. */
static pnr_status make_segment(const pnr_env *env, uint64_t generation, const uint8_t *key, const pnr_slice *clear,
                               pnr_slice *out, uint8_t **block, pnr_error *error)
{
  size_t size = PNRI_JOURNAL_HEADER + (clear != NULL ? frame_size(*clear) : 0);
  *block = pnri_alloc(env, size);
  if (*block == NULL) return pnri_fail_memory(error);
  *out = (pnr_slice){ *block, size };
  pnri_journal_put_header(*block, generation);
  if (clear == NULL) return PNR_OK;
  pnr_status status = put_frame(generation, key, 1, *clear, *block + PNRI_JOURNAL_HEADER);
  if (status == PNR_OK) return PNR_OK;
  pnri_free(env, *block, size);
  return pnri_fail_at(error, status, 0);
}

/* --- The key file --- */

static pnr_status save_key(pnri_folder *folder, uint64_t generation, const uint8_t *key, pnr_error *error)
{
  uint8_t octets[KEY_SIZE] = { 0 };
  pnri_store32(octets, VERSION);
  pnri_store64(octets + AT_GENERATION, generation);
  memcpy(octets + AT_KEY, key, PNRI_SEAL_KEY);
  pnri_store64(octets + AT_CHECKSUM, XXH3_64bits(octets, AT_CHECKSUM));
  pnr_status status = pnri_folder_write(folder, KEY_FILE, (pnr_slice){ octets, sizeof octets }, error);
  pnri_wipe(octets, sizeof octets);
  return status;
}

static pnr_status load_key(pnri_segment *segment, pnr_error *error)
{
  pnri_map map;
  pnr_error cause = { .size = sizeof cause };
  if (pnri_file_map(pnri_folder_file(&segment->folder, KEY_FILE), &map, &cause) != PNR_OK)
    return pnri_fail(error, (pnr_error){ .status = PNR_E_SPOOL_STATE, .cause = cause.cause });
  const uint8_t *data = map.data;
  bool is_whole = map.size == KEY_SIZE && pnri_load64(data + AT_CHECKSUM) == XXH3_64bits(data, AT_CHECKSUM) &&
                  pnri_load32(data) == VERSION;
  if (is_whole) {
    segment->generation = pnri_load64(data + AT_GENERATION);
    memcpy(segment->key, data + AT_KEY, PNRI_SEAL_KEY);
  }
  pnri_file_unmap(&map);
  return is_whole ? PNR_OK : pnri_fail_at(error, PNR_E_SPOOL_STATE, 0);
}

/* Makes a new segment count: it is whole and durable before the key file names it. */
static pnr_status settle(pnri_folder *folder, uint64_t generation, const uint8_t *key, const pnr_slice *clear,
                         pnr_error *error)
{
  pnr_slice octets;
  uint8_t *block;
  pnr_status status = make_segment(folder->env, generation, key, clear, &octets, &block, error);
  if (status != PNR_OK) return status;
  status = pnri_file_replace(folder->env, path_of(folder, generation), folder->next, octets, error);
  pnri_free(folder->env, block, octets.size);
  return status == PNR_OK ? save_key(folder, generation, key, error) : status;
}

/* --- Making, opening --- */

static pnr_status make_files(pnri_folder *folder, pnr_error *error)
{
  pnri_file_id id;
  pnr_error cause = { .size = sizeof cause };
  uint8_t key[PNRI_SEAL_KEY];
  if (pnri_file_identify(pnri_folder_file(folder, KEY_FILE), &id, &cause) == PNR_OK)
    return pnri_fail(error, (pnr_error){ .status = PNR_E_FILE, .cause = EEXIST });
  if (cause.cause != ENOENT) return pnri_fail(error, cause);
  pnr_status status = pnri_folder_write(folder, LOCK_FILE, (pnr_slice){ NULL, 0 }, error);
  if (status != PNR_OK) return status;
  status = pnri_secret_random(key, sizeof key);
  status = status == PNR_OK ? settle(folder, 1, key, NULL, error) : pnri_fail_at(error, status, 0);
  pnri_wipe(key, sizeof key);
  return status;
}

pnr_status pnri_segment_create(const pnr_env *env, const char *folder, pnr_error *error)
{
  pnri_folder made;
  pnr_status status = pnri_folder_open(&made, env, folder, error);
  if (status != PNR_OK) return status;
  status = make_files(&made, error);
  pnri_folder_close(&made);
  return status;
}

static pnr_status open_files(pnri_segment *segment, pnr_error *error)
{
  pnri_folder *folder = &segment->folder;
  pnr_error cause = { .size = sizeof cause };
  if (pnri_file_try_lock(pnri_folder_file(folder, LOCK_FILE), &segment->lock, &cause) != PNR_OK) {
    if (cause.cause == EWOULDBLOCK) cause.status = PNR_E_SPOOL_BUSY;
    return pnri_fail(error, cause);
  }
  pnr_status status = load_key(segment, error);
  if (status == PNR_OK) status = pnri_file_remove(folder->env, path_of(folder, segment->generation - 1), error);
  if (status == PNR_OK) status = pnri_file_remove(folder->env, path_of(folder, segment->generation + 1), error);
  return status == PNR_OK ? pnri_file_open(path_of(folder, segment->generation), PNRI_FILE_WRITE, &segment->file, error)
                          : status;
}

pnr_status pnri_segment_open(pnri_segment *segment, const pnr_env *env, const char *folder, pnr_error *error)
{
  *segment = (pnri_segment){ .lock = { .descriptor = -1 }, .file = { .descriptor = -1 } };
  pnr_status status = pnri_folder_open(&segment->folder, env, folder, error);
  if (status == PNR_OK) status = open_files(segment, error);
  if (status != PNR_OK) pnri_segment_close(segment);
  return status;
}

void pnri_segment_close(pnri_segment *segment)
{
  pnri_file_close(&segment->file);
  pnri_file_close(&segment->lock);
  pnri_folder_close(&segment->folder);
  pnri_wipe(segment->key, sizeof segment->key);
}

/* --- Reading --- */

pnr_status pnri_segment_begin(pnri_segment *segment, pnri_segment_reader *reader, pnr_error *error)
{
  uint64_t generation;
  *reader = (pnri_segment_reader){ .clear = NULL };
  pnr_status status = pnri_file_map(path_of(&segment->folder, segment->generation), &reader->map, error);
  if (status != PNR_OK) return status;
  pnr_slice octets = { reader->map.data, reader->map.size };
  status = pnri_journal_get_header(octets, &generation, error);
  if (status == PNR_OK && generation != segment->generation) status = pnri_fail_at(error, PNR_E_JOURNAL_DAMAGED, 0);
  reader->cursor =
    (pnri_journal_cursor){ .octets = octets, .at = PNRI_JOURNAL_HEADER, .generation = generation, .sequence = 1 };
  if (status != PNR_OK) pnri_segment_end(segment, reader);
  return status;
}

void pnri_segment_end(const pnri_segment *segment, pnri_segment_reader *reader)
{
  pnri_free(segment->folder.env, reader->clear, reader->room);
  pnri_file_unmap(&reader->map);
  *reader = (pnri_segment_reader){ .clear = NULL };
}

static bool make_room(const pnri_segment *segment, pnri_segment_reader *reader, size_t size)
{
  if (size <= reader->room) return true;
  pnri_free(segment->folder.env, reader->clear, reader->room);
  reader->clear = pnri_alloc(segment->folder.env, size);
  reader->room = reader->clear != NULL ? size : 0;
  return reader->clear != NULL;
}

pnr_status pnri_segment_next(pnri_segment *segment, pnri_segment_reader *reader, pnr_slice *clear, pnr_error *error)
{
  uint8_t beside[BESIDE];
  pnri_journal_frame frame;
  pnr_status status = pnri_journal_next(&reader->cursor, &frame, error);
  if (status != PNR_OK) return status;
  if (frame.body.size < AROUND) return pnri_fail_at(error, PNR_E_JOURNAL_DAMAGED, frame.offset);
  size_t size = frame.body.size - AROUND;
  if (!make_room(segment, reader, size + 1)) return pnri_fail_memory(error);
  put_beside(beside, segment->generation, frame.sequence);
  pnr_slice sealed = { frame.body.data + PNRI_SEAL_NONCE_WIDE, size + PNRI_SEAL_TAG };
  status = pnri_open_wide(segment->key, frame.body.data, (pnr_slice){ beside, BESIDE }, sealed, reader->clear);
  if (status != PNR_OK) return pnri_fail_at(error, status, frame.offset);
  segment->frames = frame.sequence;
  *clear = (pnr_slice){ reader->clear, size };
  return PNR_OK;
}

pnr_status pnri_segment_cut(pnri_segment *segment, uint64_t size, pnr_error *error)
{
  segment->cut = segment->file.size - size;
  if (segment->cut != 0) return pnri_file_cut(&segment->file, size, error);
  return pnri_file_sync(&segment->file, error); /* who was killed may have left a frame that is whole and not durable */
}

/* --- Writing --- */

static pnr_status fail_final(pnri_segment *segment, pnr_status status)
{
  segment->is_final = status != PNR_OK;
  return status;
}

pnr_status pnri_segment_append(pnri_segment *segment, pnr_slice clear, pnr_error *error)
{
  if (segment->is_final) return pnri_fail_at(error, PNR_E_SPOOL_FINAL, 0);
  if (clear.size > UINT32_MAX - AROUND) return pnri_fail_at(error, PNR_E_LIMIT, 0);
  size_t size = frame_size(clear);
  uint8_t *frame = pnri_alloc(segment->folder.env, size);
  if (frame == NULL) return pnri_fail_memory(error);
  pnr_status status = put_frame(segment->generation, segment->key, segment->frames + 1, clear, frame);
  if (status == PNR_OK) {
    status = pnri_file_put(&segment->file, (pnr_slice){ frame, size }, error);
    if (status == PNR_OK) status = pnri_file_sync(&segment->file, error);
    fail_final(segment, status);
    segment->frames++;
  } else {
    pnri_fail_at(error, status, 0);
  }
  pnri_free(segment->folder.env, frame, size);
  return status;
}

pnr_status pnri_segment_replace(pnri_segment *segment, pnr_slice clear, pnr_error *error)
{
  uint8_t key[PNRI_SEAL_KEY];
  pnri_file file;
  pnri_folder *folder = &segment->folder;
  uint64_t generation = segment->generation + 1;
  if (segment->is_final) return pnri_fail_at(error, PNR_E_SPOOL_FINAL, 0);
  if (clear.size > UINT32_MAX - AROUND) return pnri_fail_at(error, PNR_E_LIMIT, 0);
  pnr_status status = pnri_secret_random(key, sizeof key);
  if (status != PNR_OK) return pnri_fail_at(error, status, 0);
  status = settle(folder, generation, key, &clear, error);
  if (status == PNR_OK) status = pnri_file_open(path_of(folder, generation), PNRI_FILE_WRITE, &file, error);
  if (fail_final(segment, status) == PNR_OK) {
    pnri_file_close(&segment->file);
    segment->file = file;
    segment->generation = generation;
    segment->frames = 1;
    memcpy(segment->key, key, sizeof key);
    status = pnri_file_remove(folder->env, path_of(folder, generation - 1), error);
  }
  pnri_wipe(key, sizeof key);
  return status;
}
