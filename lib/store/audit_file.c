/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include "core/fail.h"
#include "core/file.h"
#include "crypto/secret.h"
#include "crypto/sign.h"
#include "store/audit_file.h"
#include "store/audit_frame.h"
#include "store/audit_state.h"

/* What is durable, and when, is told in docs/audit.md: entries first, then the key that comes behind them. So the key file
 * may lag behind, and opening passes the entries between; it is never ahead of what is durable. */

enum { CHECKPOINT_EVERY = 1024, YEARS_KEPT = 5 };

struct pnr_audit {
  const pnr_env *env;
  pnri_folder folder;
  pnri_audit_state state;
  pnri_file lock, file;
  uint32_t sync_every, checkpoint_every;
  uint32_t unsynced, since_checkpoint; /* entries */
  bool is_final;                       /* a write or sync failed */
  uint8_t public_key[PNR_AUDIT_KEY_SIZE];
  uint8_t secret[PNRI_AUDIT_SIGN_SECRET];
  pnri_cbor_writer checkpoint, entry;
  uint8_t checkpoint_memory[PNR_AUDIT_CHECKPOINT_MOST];
  uint8_t frame[PNRI_AUDIT_FRAME_MOST];
};

static pnr_status fail_final(pnr_audit *audit, pnr_status status)
{
  audit->is_final = status != PNR_OK;
  return status;
}

static pnr_slice unit_of(const pnr_audit *audit) { return (pnr_slice){ audit->state.unit, audit->state.unit_size }; }

/* --- Appending --- */

static pnr_status save(pnr_audit *audit, pnr_error *error)
{
  return fail_final(audit, pnri_audit_state_save(&audit->folder, &audit->state, error));
}

static pnr_status sync_file(pnr_audit *audit, pnr_error *error)
{
  if (audit->is_final) return pnri_fail_at(error, PNR_E_AUDIT_FINAL, 0);
  if (audit->unsynced == 0) return PNR_OK;
  pnr_status status = fail_final(audit, pnri_file_sync(&audit->file, error));
  if (status == PNR_OK) audit->unsynced = 0;
  return status;
}

/* An entry that cannot be made leaves all as it was; one that cannot be written ends the writing. */
static pnr_status put(pnr_audit *audit, const pnr_audit_entry *entry, pnr_error *error)
{
  if (audit->is_final) return pnri_fail_at(error, PNR_E_AUDIT_FINAL, 0);
  pnr_status status = pnri_audit_seal(&audit->state.chain, entry, &audit->entry);
  if (status != PNR_OK) return pnri_fail_at(error, status == PNR_E_LIMIT ? PNR_E_ARGUMENT : status, 0);
  pnr_slice octets = pnri_cbor_written(&audit->entry);
  pnri_audit_frame_close(audit->frame, octets.size);
  status = pnri_file_put(&audit->file, (pnr_slice){ audit->frame, PNRI_AUDIT_FRAME_HEAD + octets.size }, error);
  if (status == PNR_OK) status = pnri_audit_pass(&audit->state.chain, octets);
  audit->state.offset = audit->file.size;
  audit->unsynced++;
  audit->since_checkpoint++;
  return fail_final(audit, status);
}

static pnr_status sign(pnr_audit *audit, uint64_t time, pnr_error *error)
{
  pnr_status status = pnri_audit_sign(&audit->state.chain, unit_of(audit), time, audit->secret, &audit->checkpoint);
  return status == PNR_OK ? PNR_OK : pnri_fail_at(error, status, 0);
}

static pnr_status put_checkpoint(pnr_audit *audit, uint64_t time, pnr_error *error)
{
  pnr_status status = sign(audit, time, error);
  pnr_audit_entry entry = { .time = time,
                            .kind = PNR_AUDIT_CHECKPOINT,
                            .checkpoint = pnri_cbor_written(&audit->checkpoint) };
  if (status == PNR_OK) status = put(audit, &entry, error);
  if (status == PNR_OK) status = sync_file(audit, error);
  if (status == PNR_OK) status = save(audit, error);
  if (status == PNR_OK) audit->since_checkpoint = 0;
  return status;
}

/* --- Files of months --- */

/* The first entry of a file: the trail's first one, or one that signs all before it, so that these files may go. */
static pnr_status put_first(pnr_audit *audit, uint64_t time, pnr_error *error)
{
  pnr_audit_entry entry = { .time = time, .kind = PNR_AUDIT_BEGUN, .unit = unit_of(audit) };
  entry.public_key = (pnr_slice){ audit->public_key, sizeof audit->public_key };
  if (audit->state.chain.count != 0) {
    pnr_status status = sign(audit, time, error);
    if (status != PNR_OK) return status;
    entry.kind = PNR_AUDIT_MONTH;
    entry.checkpoint = pnri_cbor_written(&audit->checkpoint);
  }
  pnr_status status = put(audit, &entry, error);
  return status == PNR_OK ? sync_file(audit, error) : status;
}

/* The month's file; made where state says that nothing is in it yet. */
static pnr_status open_month(pnr_audit *audit, pnr_error *error)
{
  pnr_error cause = { .size = sizeof cause };
  const char *path = pnri_audit_folder_month(&audit->folder, audit->state.month);
  pnr_status status = pnri_file_open(path, PNRI_FILE_WRITE, &audit->file, &cause);
  if (status == PNR_OK) return PNR_OK;
  if (cause.cause != ENOENT) return pnri_fail(error, cause);
  if (audit->state.offset != 0) return pnri_fail_at(error, PNR_E_AUDIT_CUT, 0);
  status = pnri_file_replace(audit->env, path, audit->folder.next, (pnr_slice){ NULL, 0 }, error);
  return status == PNR_OK ? pnri_file_open(path, PNRI_FILE_WRITE, &audit->file, error) : status;
}

/* The key file names the new month before its file is there. */
static pnr_status turn(pnr_audit *audit, uint32_t month, uint64_t time, pnr_error *error)
{
  pnr_status status = sync_file(audit, error);
  if (status != PNR_OK) return status;
  audit->state.month = month;
  audit->state.offset = 0;
  status = save(audit, error);
  if (status != PNR_OK) return status;
  pnri_file_close(&audit->file);
  status = fail_final(audit, open_month(audit, error));
  if (status == PNR_OK) status = put_first(audit, time, error);
  return fail_final(audit, status);
}

/* A time before the file's month is written there: files follow each other as entries do. */
static pnr_status turn_if_later(pnr_audit *audit, uint64_t time, pnr_error *error)
{
  uint32_t month = pnri_audit_month(time);
  if (month == 0) return pnri_fail_argument(error);
  return month > audit->state.month && !audit->is_final ? turn(audit, month, time, error) : PNR_OK;
}

/* --- Opening --- */

/* Passes the entries behind the one that the key file knows; *end is behind the last sound one. */
static pnr_status pass_entries(pnr_audit *audit, pnr_slice file, size_t *end)
{
  pnr_slice octets;
  pnri_audit_read entry;
  pnri_audit_chain *chain = &audit->state.chain;
  for (*end = (size_t)audit->state.offset; pnri_audit_frame_at(file, *end, &octets);) {
    bool fits = pnri_audit_get(octets, &entry, NULL) == PNR_OK && entry.view.sequence == chain->count + 1 &&
                memcmp(entry.head.data, chain->head, PNRI_AUDIT_HASH) == 0 && pnri_audit_is_sealed(&entry, chain->key);
    if (!fits) break;
    pnr_status status = pnri_audit_pass(chain, octets);
    if (status != PNR_OK) return status;
    *end += PNRI_AUDIT_FRAME_HEAD + octets.size;
  }
  return PNR_OK;
}

static pnr_status pass_file(pnr_audit *audit, size_t *tail, pnr_error *error)
{
  pnri_map map;
  size_t end = 0;
  pnr_status status = pnri_file_map(pnri_audit_folder_month(&audit->folder, audit->state.month), &map, error);
  if (status != PNR_OK) return status;
  bool is_cut = map.size < audit->state.offset;
  if (!is_cut) status = pass_entries(audit, (pnr_slice){ map.data, map.size }, &end);
  size_t size = map.size;
  *tail = size - end;
  pnri_file_unmap(&map);
  if (is_cut) return pnri_fail_at(error, PNR_E_AUDIT_CUT, size);
  audit->state.offset = end;
  return status == PNR_OK ? PNR_OK : pnri_fail_at(error, status, end);
}

/* What stands behind the last sound entry was never durable. How much it was is kept before it is cut, so that another
 * interruption does not forget it. */
static pnr_status recover(pnr_audit *audit, uint64_t time, pnr_error *error)
{
  size_t tail = 0;
  pnr_status status = pass_file(audit, &tail, error);
  if (status == PNR_OK) status = pnri_file_sync(&audit->file, error);
  if (status != PNR_OK) return status;
  bool is_told = !audit->state.is_open && tail == 0 && audit->state.cut == 0;
  audit->state.cut += tail; /* counts a tail twice that an interruption left uncut, and never too little */
  audit->state.is_open = true;
  status = save(audit, error);
  if (status == PNR_OK && tail != 0) status = pnri_file_cut(&audit->file, audit->state.offset, error);
  if (status == PNR_OK && audit->state.offset == 0) status = put_first(audit, time, error);
  if (status != PNR_OK || is_told) return status;
  const pnr_audit_entry entry = { .time = time, .kind = PNR_AUDIT_RECOVERED, .count = audit->state.cut };
  status = put(audit, &entry, error);
  if (status == PNR_OK) status = sync_file(audit, error);
  audit->state.cut = 0;
  return status == PNR_OK ? save(audit, error) : status;
}

static pnr_status open_files(pnr_audit *audit, pnr_error *error)
{
  pnr_error cause = { .size = sizeof cause };
  const char *path = pnri_folder_file(&audit->folder, PNRI_AUDIT_LOCK_FILE);
  if (pnri_file_try_lock(path, &audit->lock, &cause) != PNR_OK) {
    if (cause.cause == EWOULDBLOCK) cause.status = PNR_E_AUDIT_BUSY;
    return pnri_fail(error, cause);
  }
  pnr_status status = pnri_audit_state_load(&audit->folder, &audit->state, error);
  if (status != PNR_OK) return status;
  status = pnri_sign_pair(audit->state.seed, audit->public_key, audit->secret);
  return status == PNR_OK ? open_month(audit, error) : pnri_fail_at(error, status, 0);
}

static void release(pnr_audit *audit)
{
  pnri_file_close(&audit->file);
  pnri_file_close(&audit->lock);
  pnri_folder_close(&audit->folder);
  pnri_free(audit->env, audit, sizeof *audit);
}

static uint32_t or_default(uint32_t value, uint32_t otherwise) { return value != 0 ? value : otherwise; }

pnr_status pnr_audit_open(const pnr_env *env, const char *folder, const pnr_audit_options *options, uint64_t time,
                          pnr_audit **out, pnr_error *error)
{
  static const pnr_audit_options defaults = { .size = sizeof defaults };
  if (out != NULL) *out = NULL;
  if (options == NULL) options = &defaults;
  if (out == NULL || folder == NULL || options->size < sizeof *options || pnri_audit_month(time) == 0)
    return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_audit *audit = pnri_alloc(env, sizeof *audit);
  if (audit == NULL) return pnri_fail_memory(error);
  *audit = (pnr_audit){ .env = env, .lock = { .descriptor = -1 }, .file = { .descriptor = -1 } };
  audit->sync_every = or_default(options->sync_every, 1);
  audit->checkpoint_every = or_default(options->checkpoint_every, CHECKPOINT_EVERY);
  pnri_cbor_writer_borrow(&audit->checkpoint, audit->checkpoint_memory, sizeof audit->checkpoint_memory);
  pnri_cbor_writer_borrow(&audit->entry, audit->frame + PNRI_AUDIT_FRAME_HEAD, PNRI_AUDIT_ENTRY_MOST);
  pnr_status status = pnri_folder_open(&audit->folder, env, folder, error);
  if (status == PNR_OK) status = open_files(audit, error);
  if (status == PNR_OK) status = recover(audit, time, error);
  if (status == PNR_OK) *out = audit;
  else release(audit);
  return status;
}

void pnr_audit_close(pnr_audit *audit)
{
  if (audit == NULL) return;
  if (sync_file(audit, NULL) == PNR_OK) {
    audit->state.is_open = false;
    (void)save(audit, NULL);
  }
  release(audit);
}

/* --- Counting --- */

static pnr_status count_file(pnr_slice file, uint32_t kind, const uint8_t *record, uint64_t *count, pnr_error *error)
{
  size_t at = 0;
  pnr_slice octets;
  pnri_audit_read entry;
  for (; pnri_audit_frame_at(file, at, &octets); at += PNRI_AUDIT_FRAME_HEAD + octets.size) {
    if (pnri_audit_get(octets, &entry, NULL) != PNR_OK) break;
    bool is_meant = entry.view.kind == kind && entry.view.record.size == PNR_AUDIT_RECORD_SIZE &&
                    memcmp(entry.view.record.data, record, PNR_AUDIT_RECORD_SIZE) == 0;
    *count += is_meant;
  }
  return at == file.size ? PNR_OK : pnri_fail_at(error, PNR_E_AUDIT_CUT, at);
}

pnr_status pnri_audit_count(pnr_audit *audit, uint32_t kind, pnr_slice record, uint64_t since, uint64_t *count,
                            pnr_error *error)
{
  uint8_t hash[PNR_AUDIT_RECORD_SIZE];
  *count = 0;
  pnr_status status = pnri_audit_record(audit->state.record_key, record, hash);
  if (status != PNR_OK) return pnri_fail_at(error, status, 0);
  uint32_t month = pnri_audit_month(since);
  if (month < audit->state.first_month) month = audit->state.first_month;
  for (; month <= audit->state.month && status == PNR_OK; month = pnri_audit_month_after(month)) {
    pnri_map map;
    pnr_error cause = { .size = sizeof cause };
    status = pnri_file_map(pnri_audit_folder_month(&audit->folder, month), &map, &cause);
    if (status == PNR_OK) {
      status = count_file((pnr_slice){ map.data, map.size }, kind, hash, count, error);
      pnri_file_unmap(&map);
    } else {
      status = cause.cause == ENOENT ? PNR_OK : pnri_fail(error, cause); /* a month without entries has no file */
    }
  }
  return status;
}

/* --- Making a trail --- */

static pnr_status make_state(pnri_audit_state *state, pnr_slice unit, uint64_t time)
{
  *state = (pnri_audit_state){ .unit_size = (uint32_t)unit.size, .month = pnri_audit_month(time) };
  state->first_month = state->month;
  memcpy(state->unit, unit.data, unit.size);
  pnr_status status = pnri_secret_random(state->chain.key, sizeof state->chain.key);
  if (status == PNR_OK) status = pnri_secret_random(state->record_key, sizeof state->record_key);
  if (status == PNR_OK) status = pnri_secret_random(state->seed, sizeof state->seed);
  return status;
}

static pnr_status check_empty(pnri_folder *folder, pnr_error *error)
{
  pnri_file_id id;
  pnr_error cause = { .size = sizeof cause };
  pnr_status status = pnri_file_identify(pnri_folder_file(folder, PNRI_AUDIT_KEY_FILE), &id, &cause);
  if (status == PNR_OK) return pnri_fail(error, (pnr_error){ .status = PNR_E_FILE, .cause = EEXIST });
  return cause.cause == ENOENT ? PNR_OK : pnri_fail(error, cause);
}

static pnr_status make_files(pnri_folder *folder, const pnri_audit_state *state, pnr_error *error)
{
  pnr_status status = check_empty(folder, error);
  if (status != PNR_OK) return status;
  status = pnri_folder_write(folder, PNRI_AUDIT_LOCK_FILE, (pnr_slice){ NULL, 0 }, error);
  return status == PNR_OK ? pnri_audit_state_save(folder, state, error) : status;
}

/* Opening writes the first entry; the key file then holds the second key. */
pnr_status pnr_audit_create(const pnr_env *env, const char *folder, pnr_slice unit, uint64_t time, uint8_t *key,
                            uint8_t *public_key, pnr_error *error)
{
  pnri_folder made;
  pnri_audit_state state;
  pnr_audit *audit;
  if (folder == NULL || key == NULL || public_key == NULL || unit.size == 0 || unit.size > PNR_AUDIT_TEXT_MOST ||
      pnri_audit_month(time) == 0)
    return pnri_fail_argument(error);
  pnr_status status = pnri_folder_open(&made, pnri_env(env), folder, error);
  if (status != PNR_OK) return status;
  status = make_state(&state, unit, time);
  if (status == PNR_OK) status = make_files(&made, &state, error);
  else status = pnri_fail_at(error, status, 0);
  bool made_key = status == PNR_OK;
  if (status == PNR_OK) status = pnr_audit_open(env, folder, NULL, time, &audit, error);
  if (status == PNR_OK) {
    memcpy(key, state.chain.key, PNR_AUDIT_KEY_SIZE);
    memcpy(public_key, audit->public_key, PNR_AUDIT_KEY_SIZE);
    pnr_audit_close(audit);
  } else if (made_key) {
    (void)pnri_file_remove(made.env, pnri_folder_file(&made, PNRI_AUDIT_KEY_FILE), NULL); /* nobody has the first key */
  }
  pnri_wipe(&state, sizeof state);
  pnri_folder_close(&made);
  return status;
}

/* --- What callers ask for --- */

pnr_status pnr_audit_sync(pnr_audit *audit, pnr_error *error)
{
  return audit != NULL ? sync_file(audit, error) : pnri_fail_argument(error);
}

static pnr_status keep_up(pnr_audit *audit, uint64_t time, pnr_error *error)
{
  bool is_due = audit->checkpoint_every != PNR_AUDIT_NEVER && audit->since_checkpoint >= audit->checkpoint_every;
  if (is_due) return put_checkpoint(audit, time, error);
  bool is_full = audit->sync_every != PNR_AUDIT_NEVER && audit->unsynced >= audit->sync_every;
  return is_full ? sync_file(audit, error) : PNR_OK;
}

pnr_status pnr_audit_append(pnr_audit *audit, const pnr_audit_event *event, uint64_t *sequence, pnr_error *error)
{
  uint8_t record[PNR_AUDIT_RECORD_SIZE];
  if (sequence != NULL) *sequence = 0;
  if (audit == NULL || event == NULL || event->size < sizeof *event) return pnri_fail_argument(error);
  pnr_status status = pnri_audit_check(event);
  if (status != PNR_OK) return pnri_fail_at(error, status, 0);
  status = turn_if_later(audit, event->time, error);
  if (status != PNR_OK) return status;
  pnr_audit_entry entry = pnri_audit_entry(event);
  if (event->record.size != 0) {
    status = pnri_audit_record(audit->state.record_key, event->record, record);
    if (status != PNR_OK) return pnri_fail_at(error, status, 0);
    entry.record = (pnr_slice){ record, sizeof record };
  }
  status = put(audit, &entry, error);
  if (status != PNR_OK) return status;
  if (sequence != NULL) *sequence = audit->state.chain.count;
  return keep_up(audit, event->time, error);
}

pnr_status pnr_audit_checkpoint(pnr_audit *audit, uint64_t time, pnr_slice *out, pnr_error *error)
{
  if (out != NULL) *out = (pnr_slice){ NULL, 0 };
  if (audit == NULL) return pnri_fail_argument(error);
  pnr_status status = turn_if_later(audit, time, error);
  if (status == PNR_OK) status = put_checkpoint(audit, time, error);
  if (status == PNR_OK && out != NULL) *out = pnri_cbor_written(&audit->checkpoint);
  return status;
}

/* Files from the first month up to, not with, `end`: how many there are, or all removed. */
static pnr_status each_old_file(pnr_audit *audit, uint32_t end, bool remove, uint64_t *count, pnr_error *error)
{
  pnr_status status = PNR_OK;
  *count = 0;
  for (uint32_t month = audit->state.first_month; month < end && status == PNR_OK;
       month = pnri_audit_month_after(month)) {
    pnri_file_id id;
    const char *path = pnri_audit_folder_month(&audit->folder, month);
    if (pnri_file_identify(path, &id, NULL) != PNR_OK) continue;
    ++*count;
    if (remove) status = pnri_file_remove(audit->env, path, error);
  }
  return status;
}

pnr_status pnr_audit_drop(pnr_audit *audit, uint64_t time, pnr_error *error)
{
  uint64_t count;
  if (audit == NULL || pnri_audit_month(time) < YEARS_KEPT * 100) return pnri_fail_argument(error);
  uint32_t end = pnri_audit_month(time) - YEARS_KEPT * 100; /* its last days are younger */
  if (end > audit->state.month) end = audit->state.month;
  pnr_status status = each_old_file(audit, end, false, &count, error);
  if (status != PNR_OK || count == 0) return status;
  const pnr_audit_entry entry = { .time = time, .kind = PNR_AUDIT_DROPPED, .count = count };
  status = turn_if_later(audit, time, error);
  if (status == PNR_OK) status = put(audit, &entry, error);
  if (status == PNR_OK) status = sync_file(audit, error);
  if (status == PNR_OK) status = each_old_file(audit, end, true, &count, error);
  if (status != PNR_OK) return status;
  audit->state.first_month = end;
  return save(audit, error);
}

pnr_status pnr_audit_record(const pnr_env *env, const char *folder, pnr_slice record, uint8_t *out, pnr_error *error)
{
  pnri_folder found;
  pnri_audit_state state;
  if (folder == NULL || out == NULL || record.size == 0) return pnri_fail_argument(error);
  pnr_status status = pnri_folder_open(&found, pnri_env(env), folder, error);
  if (status != PNR_OK) return status;
  status = pnri_audit_state_load(&found, &state, error);
  if (status == PNR_OK) {
    status = pnri_audit_record(state.record_key, record, out);
    if (status != PNR_OK) pnri_fail_at(error, status, 0);
  }
  pnri_wipe(&state, sizeof state);
  pnri_folder_close(&found);
  return status;
}
