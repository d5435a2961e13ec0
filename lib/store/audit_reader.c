/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/fail.h"
#include "core/vector.h"
#include "crypto/hash.h"
#include "store/audit_frame.h"

enum { HASH = PNRI_AUDIT_HASH };

typedef struct anchor {
  uint64_t count;
  uint8_t head[HASH];
} anchor;

struct pnr_audit_reader {
  const pnr_env *env;
  pnr_slice file;
  size_t at;       /* in file */
  uint64_t offset; /* of the frame that is looked at */
  uint64_t steps;  /* left of limits.steps */
  uint32_t files;  /* that were added */
  bool has_key, has_public_key;
  bool is_linked;  /* head is that of the entry before, which was read */
  bool is_told;    /* that entry is a fault already */
  bool failed;     /* a fault found no memory */
  uint64_t key_of; /* sequence of the entry that key seals */
  uint8_t key[HASH];
  uint8_t public_key[HASH];
  uint8_t head[HASH];
  pnri_audit_read entry; /* the last one */
  pnri_vector faults;    /* pnr_audit_fault */
  pnri_vector anchors;   /* anchor */
  pnr_audit_summary summary;
};

const char *pnr_audit_fault_name(uint32_t code)
{
  static const char *const names[] = {
    [PNR_AUDIT_CHANGED] = "CHANGED", [PNR_AUDIT_MISSING] = "MISSING",   [PNR_AUDIT_ORDER] = "ORDER",
    [PNR_AUDIT_DAMAGED] = "DAMAGED", [PNR_AUDIT_UNSIGNED] = "UNSIGNED", [PNR_AUDIT_TRUNCATED] = "TRUNCATED",
    [PNR_AUDIT_FORKED] = "FORKED",
  };
  return code > 0 && code < sizeof names / sizeof names[0] ? names[code] : "UNKNOWN";
}

/* --- Opening --- */

pnr_status pnr_audit_reader_open(const pnr_env *env, const uint8_t *key, const uint8_t *public_key,
                                 pnr_audit_reader **out, pnr_error *error)
{
  if (out == NULL) return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_audit_reader *reader = *out = pnri_alloc(env, sizeof *reader);
  if (reader == NULL) return pnri_fail_memory(error);
  *reader = (pnr_audit_reader){ .env = env, .steps = env->limits.steps, .key_of = 1 };
  reader->has_key = key != NULL;
  reader->has_public_key = public_key != NULL;
  if (key != NULL) memcpy(reader->key, key, HASH);
  if (public_key != NULL) memcpy(reader->public_key, public_key, HASH);
  pnri_vector_open(&reader->faults, env, sizeof(pnr_audit_fault));
  pnri_vector_open(&reader->anchors, env, sizeof(anchor));
  return PNR_OK;
}

void pnr_audit_reader_close(pnr_audit_reader *reader)
{
  if (reader == NULL) return;
  pnri_vector_close(&reader->faults);
  pnri_vector_close(&reader->anchors);
  pnri_free(reader->env, reader, sizeof *reader);
}

pnr_status pnr_audit_reader_anchor(pnr_audit_reader *reader, pnr_slice checkpoint, pnr_error *error)
{
  pnr_audit_checkpoint_view view = { .size = sizeof view };
  if (reader == NULL || reader->files != 0) return pnri_fail_argument(error);
  const uint8_t *public_key = reader->has_public_key ? reader->public_key : NULL;
  pnr_status status = pnr_audit_checkpoint_read(checkpoint, public_key, &view, error);
  if (status != PNR_OK) return status;
  anchor *row = pnri_vector_add(&reader->anchors, 1);
  if (row == NULL) return pnri_fail_memory(error);
  row->count = view.count;
  memcpy(row->head, view.head.data, HASH);
  return PNR_OK;
}

pnr_status pnr_audit_reader_file(pnr_audit_reader *reader, const uint8_t *data, size_t size, pnr_error *error)
{
  if (reader == NULL || (data == NULL && size != 0) || reader->at < reader->file.size) return pnri_fail_argument(error);
  reader->file = (pnr_slice){ data, size };
  reader->at = 0;
  reader->files++;
  return PNR_OK;
}

static void tell(pnr_audit_reader *reader, uint32_t code, uint64_t sequence, uint64_t count)
{
  if (reader->summary.faults++ >= reader->env->limits.findings) return;
  pnr_audit_fault *fault = pnri_vector_add(&reader->faults, 1);
  if (fault == NULL) {
    reader->failed = true;
    return;
  }
  *fault = (pnr_audit_fault){ code, reader->files != 0 ? reader->files - 1 : 0, sequence, count, reader->offset };
}

static bool spend(pnr_audit_reader *reader, uint64_t steps)
{
  if (steps > reader->steps) return false;
  reader->steps -= steps;
  return true;
}

/* --- One entry against what came before --- */

/* Looks at the seal with the key of the entry's own sequence; there the key stays when it fits. PNR_E_LIMIT when the steps
 * do not reach. */
static pnr_status check_seal(pnr_audit_reader *reader, uint64_t sequence, bool *sealed)
{
  uint8_t key[HASH];
  uint64_t times = sequence - reader->key_of;
  if (!spend(reader, times)) return PNR_E_LIMIT;
  memcpy(key, reader->key, HASH);
  pnr_status status = pnri_audit_evolve(key, times);
  *sealed = status == PNR_OK && pnri_audit_is_sealed(&reader->entry, key);
  if (*sealed) {
    memcpy(reader->key, key, HASH);
    reader->key_of = sequence;
    reader->summary.sealed++;
  }
  pnri_wipe(key, sizeof key);
  return status;
}

static bool names_head(const pnr_audit_reader *reader)
{
  return memcmp(reader->entry.head.data, reader->head, HASH) == 0;
}

/* The checkpoint in an entry is that of the trail up to the entry before, and its signature holds. */
static bool is_signed(const pnr_audit_reader *reader)
{
  pnr_audit_checkpoint_view view = { .size = sizeof view };
  const pnri_audit_read *entry = &reader->entry;
  pnr_status status = pnr_audit_checkpoint_read(entry->view.checkpoint, reader->public_key, &view, NULL);
  return status == PNR_OK && view.count == entry->view.sequence - 1 &&
         memcmp(view.head.data, entry->head.data, HASH) == 0;
}

static void check_signature(pnr_audit_reader *reader, uint64_t sequence)
{
  uint32_t kind = reader->entry.view.kind;
  if ((kind != PNR_AUDIT_CHECKPOINT && kind != PNR_AUDIT_MONTH) || !reader->has_public_key) return;
  if (is_signed(reader)) reader->summary.signed_to = sequence - 1;
  else tell(reader, PNR_AUDIT_UNSIGNED, sequence, 0);
}

/* The first entry of all: number 1, or that of a month before which files were dropped. */
static void begin(pnr_audit_reader *reader)
{
  const pnr_audit_entry *view = &reader->entry.view;
  if (!reader->has_public_key && view->public_key.size == HASH) {
    memcpy(reader->public_key, view->public_key.data, HASH);
    reader->has_public_key = true;
  }
  reader->summary.first = view->sequence;
  if (view->sequence == 1) reader->is_linked = true; /* to a head of zeroes */
  else if (view->kind != PNR_AUDIT_MONTH || !is_signed(reader)) tell(reader, PNR_AUDIT_MISSING, 1, view->sequence - 1);
}

/* The entry names the one before by its hash, which is another one when that was changed. */
static void check_link(pnr_audit_reader *reader, uint64_t sequence)
{
  if (reader->is_linked && !reader->is_told && !names_head(reader)) tell(reader, PNR_AUDIT_CHANGED, sequence - 1, 0);
}

static void check_anchors(pnr_audit_reader *reader, uint64_t sequence)
{
  for (size_t i = 0; i < reader->anchors.count; i++) {
    const anchor *row = (const anchor *)pnri_vector_at(&reader->anchors, 0) + i;
    if (row->count == sequence && memcmp(row->head, reader->head, HASH) != 0)
      tell(reader, PNR_AUDIT_FORKED, sequence, 0);
  }
}

/* The entry takes its place in the trail: what follows is held against it. */
static pnr_status settle(pnr_audit_reader *reader, pnr_slice octets, uint64_t sequence, bool changed)
{
  pnr_status status = pnri_hash((pnr_slice){ NULL, 0 }, octets, reader->head, HASH);
  reader->is_told = changed;
  reader->is_linked = true;
  reader->summary.last = sequence;
  check_anchors(reader, sequence);
  return status;
}

static pnr_status examine(pnr_audit_reader *reader, pnr_slice octets)
{
  uint64_t next = reader->summary.last + 1, sequence = reader->entry.view.sequence;
  bool is_first = reader->summary.entries++ == 0, sealed = true;
  pnr_status status = PNR_OK;
  if (is_first) begin(reader);
  /* It names the entry before and has not the next number: the number is what was changed. */
  bool changed = sequence != next && reader->is_linked && names_head(reader);
  if (changed) sequence = next;
  if (sequence < next) {
    tell(reader, PNR_AUDIT_ORDER, sequence, 0);
    return PNR_OK;
  }
  if (sequence > next && !is_first) {
    tell(reader, PNR_AUDIT_MISSING, next, sequence - next);
    reader->is_linked = reader->is_told = false;
  }
  if (!changed && reader->has_key) status = check_seal(reader, sequence, &sealed);
  if (status != PNR_OK) return status;
  changed = changed || !sealed;
  if (changed) tell(reader, PNR_AUDIT_CHANGED, sequence, 0);
  else check_link(reader, sequence);
  check_signature(reader, sequence);
  return settle(reader, octets, sequence, changed);
}

/* --- Walking --- */

static void tell_damage(pnr_audit_reader *reader)
{
  tell(reader, PNR_AUDIT_DAMAGED, reader->summary.last + 1, reader->at - reader->offset);
  reader->is_linked = false;
}

/* Octets that are no frame, up to the next one or the end. */
static bool pass_damage(pnr_audit_reader *reader)
{
  pnr_slice entry;
  do {
    if (!spend(reader, 1)) return false;
    reader->at++;
  } while (reader->at < reader->file.size && !pnri_audit_frame_at(reader->file, reader->at, &entry));
  tell_damage(reader);
  return true;
}

/* The next entry, or PNR_END with the file. */
static pnr_status find(pnr_audit_reader *reader, pnr_slice *octets)
{
  while (reader->at < reader->file.size) {
    reader->offset = reader->at;
    if (!pnri_audit_frame_at(reader->file, reader->at, octets)) {
      if (!pass_damage(reader)) return PNR_E_LIMIT;
      continue;
    }
    reader->at += PNRI_AUDIT_FRAME_HEAD + octets->size;
    if (pnri_audit_get(*octets, &reader->entry, NULL) == PNR_OK) return PNR_OK;
    tell_damage(reader);
  }
  return PNR_END;
}

pnr_status pnr_audit_reader_next(pnr_audit_reader *reader, const pnr_audit_entry **out, pnr_error *error)
{
  pnr_slice octets;
  if (out != NULL) *out = NULL;
  if (reader == NULL || out == NULL || reader->files == 0) return pnri_fail_argument(error);
  pnr_status status = find(reader, &octets);
  if (status == PNR_OK) status = examine(reader, octets);
  if (reader->failed) status = PNR_E_MEMORY;
  if (status == PNR_OK) *out = &reader->entry.view;
  return status == PNR_OK || status == PNR_END ? status : pnri_fail_at(error, status, reader->offset);
}

pnr_status pnr_audit_reader_finish(pnr_audit_reader *reader, pnr_error *error)
{
  if (reader == NULL || reader->at < reader->file.size) return pnri_fail_argument(error);
  uint64_t last = reader->summary.last;
  reader->offset = reader->file.size;
  for (size_t i = 0; i < reader->anchors.count; i++) {
    const anchor *row = (const anchor *)pnri_vector_at(&reader->anchors, 0) + i;
    if (row->count > last) tell(reader, PNR_AUDIT_TRUNCATED, last + 1, row->count - last);
  }
  return reader->failed ? pnri_fail_memory(error) : PNR_OK;
}

const pnr_audit_summary *pnr_audit_reader_summary(const pnr_audit_reader *reader)
{
  return reader != NULL ? &reader->summary : NULL;
}

const pnr_audit_fault *pnr_audit_reader_fault(const pnr_audit_reader *reader, uint64_t i)
{
  if (reader == NULL || i >= reader->faults.count) return NULL;
  return (const pnr_audit_fault *)pnri_vector_at(&reader->faults, 0) + i;
}
