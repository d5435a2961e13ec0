/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "inbox.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "folders.h"
#include "input.h"
#include "keys.h"
#include "marks.h"
#include "output.h"
#include "staged.h"

struct inbox {
  const char *folder;
  char *recalled; /* the folder of recalled records */
  marks known;    /* that .marks has */
  staged arrived; /* until the spool has them */
};

/* --- Marks of recalled records --- */

static char *mark_path(const inbox *open, pnr_slice id)
{
  pnr_text *name = text_open();
  put_hex(name, id);
  char *path = folder_path(open->recalled, "", pnr_text_get(name), "");
  pnr_text_close(name);
  return path;
}

/* 0: none. */
static uint32_t recalled_version(const inbox *open, pnr_slice id)
{
  uint32_t version = 0;
  char *path = mark_path(open, id);
  FILE *file = fopen(path, "r");
  if (file != NULL && fscanf(file, "%10" SCNu32, &version) != 1)
    version = UINT32_MAX; /* better none than a wrong one */
  if (file != NULL) fclose(file);
  free(path);
  return version;
}

static bool mark_recalled(const inbox *open, const pnr_recalled *record)
{
  if (recalled_version(open, record->id) >= record->version) return true;
  char *path = mark_path(open, record->id), text[16];
  snprintf(text, sizeof text, "%" PRIu32 "\n", record->version);
  bool is_done = folder_write(path, slice_of(text));
  free(path);
  return is_done;
}

static bool is_recalled(const inbox *open, const pnr_shared_record *record)
{
  return recalled_version(open, record->id) >= record->version;
}

/* --- Messages without their recalled records --- */

typedef struct kept {
  pnr_exchange_message message;
  pnr_reply reply;
  pnr_notice notice;
  pnr_recall recall;
  const pnr_shared_record **records;
  const pnr_shared_hit **hits;
  pnr_shared_hit *moved; /* hits, at their records' new places */
  const pnr_recalled **list;
  pnr_recalled *changed;
  uint32_t left, gone; /* records */
  uint32_t hits_left;
  uint32_t elements; /* of the records that are left */
} kept;

static void kept_close(kept *out)
{
  free(out->records);
  free(out->hits);
  free(out->moved);
  free(out->list);
  free(out->changed);
}

/* A hit says by number whose record it is about. */
static void keep_records(const inbox *open, kept *out, const pnr_shared_record *const *records, uint32_t count,
                         const pnr_shared_hit *const *hits, uint32_t hit_count)
{
  uint32_t *places = memory_grow(NULL, (count + 1) * sizeof *places);
  out->records = memory_grow(NULL, (count + 1) * sizeof *out->records);
  out->hits = memory_grow(NULL, (hit_count + 1) * sizeof *out->hits);
  out->moved = memory_grow(NULL, (hit_count + 1) * sizeof *out->moved);
  for (uint32_t i = 0; i < count; i++) {
    places[i] = UINT32_MAX;
    if (is_recalled(open, records[i])) out->gone++;
    else {
      places[i] = out->left;
      out->records[out->left++] = records[i];
    }
  }
  for (uint32_t i = 0; i < hit_count; i++) {
    if (hits[i]->record >= count || places[hits[i]->record] == UINT32_MAX) continue;
    pnr_shared_hit *hit = &out->moved[out->hits_left];
    *hit = *hits[i];
    hit->record = places[hit->record];
    out->hits[out->hits_left++] = hit;
  }
  free(places);
}

/* Replacements that were recalled themselves, later. */
static void keep_replacements(const inbox *open, kept *out, const pnr_recall *recall)
{
  out->list = memory_grow(NULL, (recall->record_count + 1) * sizeof *out->list);
  out->changed = memory_grow(NULL, (recall->record_count + 1) * sizeof *out->changed);
  out->records = memory_grow(NULL, (recall->record_count + 1) * sizeof *out->records);
  for (uint32_t i = 0; i < recall->record_count; i++) {
    out->changed[i] = *recall->records[i];
    out->list[i] = &out->changed[i];
    if (out->changed[i].replacement == NULL) continue;
    if (is_recalled(open, out->changed[i].replacement)) {
      out->changed[i].replacement = NULL;
      out->gone++;
    } else {
      out->records[out->left++] = out->changed[i].replacement;
    }
  }
}

/* What is left of the elements that were given. */
static uint32_t elements_of(const kept *out, uint32_t given)
{
  uint32_t elements = 0;
  for (uint32_t i = 0; i < out->left; i++) elements |= out->records[i]->elements;
  return elements & given;
}

/* The message as it may be kept; borrows from it. Views of the library are copied as far as this program knows them. */
static void keep(const inbox *open, const pnr_exchange_message *message, kept *out)
{
  *out = (kept){ .message = *message };
  out->message.size = sizeof out->message;
  if (message->reply != NULL) {
    out->reply = *message->reply;
    keep_records(open, out, out->reply.records, out->reply.record_count, out->reply.hits, out->reply.hit_count);
    out->reply.records = out->records, out->reply.record_count = out->left;
    out->reply.hits = out->hits, out->reply.hit_count = out->hits_left;
    out->elements = out->reply.elements_given = elements_of(out, out->reply.elements_given);
    out->message.reply = &out->reply;
  } else if (message->notice != NULL) {
    out->notice = *message->notice;
    keep_records(open, out, out->notice.records, out->notice.record_count, out->notice.hits, out->notice.hit_count);
    if (out->hits_left == 0) out->left = 0; /* nothing tells any more why it came */
    out->notice.records = out->records, out->notice.record_count = out->left;
    out->notice.hits = out->hits, out->notice.hit_count = out->hits_left;
    out->elements = out->notice.elements_given = elements_of(out, out->notice.elements_given);
    out->message.notice = &out->notice;
  } else if (message->recall != NULL) {
    out->recall = *message->recall;
    keep_replacements(open, out, message->recall);
    out->recall.records = out->list;
    out->elements = out->recall.elements_given = elements_of(out, out->recall.elements_given);
    out->message.recall = &out->recall;
  }
}

/* Nothing is left of what it was sent for. A recall is kept for what it says. */
static bool is_empty(const kept *out) { return out->gone != 0 && out->left == 0 && out->message.recall == NULL; }

/* NULL, with a complaint. */
static pnr_octets *json_of(const inbox *open, const pnr_exchange_message *message)
{
  pnr_octets *json = NULL;
  pnr_error error = { .size = sizeof error };
  if (pnr_exchange_write_json(NULL, message, &json, &error) != PNR_OK) complain_error(open->folder, &error, NULL, 0);
  return json;
}

static bool write_message(const inbox *open, const char *name, const pnr_exchange_message *message)
{
  pnr_octets *json = json_of(open, message);
  char *path = folder_path(open->folder, "", slice_of(name), "");
  bool is_done = json != NULL && folder_write(path, pnr_octets_get(json));
  pnr_octets_close(json);
  free(path);
  return is_done;
}

/* --- Recalls --- */

/* Exchanges the message for what is left of it. Whoever takes a message away renames it, and gets all of it or what is left, but
 * not both: meanwhile it has a name that nobody takes. */
static bool replace(const inbox *open, const char *name, const kept *left)
{
  char *held = memory_grow(NULL, strlen(name) + 2);
  sprintf(held, ".%s", name);
  bool is_held = name[0] != '.', is_there = true, is_done = true;
  if (is_held) is_done = name_claim(open->folder, name, held, &is_there);
  const char *now = is_held ? held : name;
  if (is_done && is_there) {
    is_done = is_empty(left) ? name_remove(open->folder, now) : write_message(open, now, &left->message);
    if (is_done && is_held && !is_empty(left)) is_done = name_change(open->folder, held, name);
  }
  free(held);
  return is_done;
}

/* A file that cannot be read as a message is not one of ours: it stays. */
static bool erase_from(const inbox *open, const char *name, uint32_t *erased)
{
  input_file input;
  pnr_received *read = NULL;
  pnr_error error = { .size = sizeof error };
  bool is_done = true;
  char *path = folder_path(open->folder, "", slice_of(name), "");
  if (input_read(&input, path, &error) &&
      pnr_exchange_read_json(NULL, (pnr_slice){ input.data, input.size }, &read, &error) == PNR_OK) {
    kept left;
    keep(open, pnr_received_message(read), &left);
    *erased += left.gone;
    if (left.gone != 0) is_done = replace(open, name, &left);
    kept_close(&left);
  }
  pnr_received_close(read);
  input_free(&input);
  free(path);
  return is_done;
}

/* Marks first: what stops in between comes again, and finds the rest. */
static bool apply_recall(const inbox *open, const pnr_recall *recall, uint32_t *erased)
{
  name_list all = { .count = 0 };
  bool is_done = true;
  for (uint32_t i = 0; is_done && i < recall->record_count; i++) is_done = mark_recalled(open, recall->records[i]);
  is_done = is_done && names_sync(open->recalled) && names_read(&all, open->folder, ".json");
  for (size_t i = 0; is_done && i < all.count; i++) is_done = erase_from(open, all.names[i], erased);
  names_clear(&all);
  return is_done;
}

/* --- The folder --- */

/* What links say of themselves, and what keeps a place. */
static bool is_of_link(const pnr_exchange_message *message)
{
  return message->hello != NULL || message->receipt != NULL || message->heartbeat != NULL ||
         message->void_message != NULL;
}

static bool keep_message(inbox *open, const pnr_delivery *delivery, const pnr_link_state *state,
                         const pnr_exchange_message *message)
{
  char id[2 * PNR_EXCHANGE_ID + 1];
  pnr_octets *json = json_of(open, message);
  hex_write(id, pnr_received_claims(delivery->received)->id);
  bool is_done = json != NULL && staged_write(&open->arrived, delivery, state, id, pnr_octets_get(json));
  pnr_octets_close(json);
  return is_done;
}

bool inbox_take(inbox *open, const pnr_delivery *delivery, const pnr_link_state *state, inbox_effect *effect)
{
  const pnr_exchange_message *message = pnr_received_message(delivery->received);
  kept left;
  *effect = (inbox_effect){ .verdict = PNR_VERDICT_APPLIED };
  if (is_of_link(message)) return true;
  if (message->recall != NULL && !apply_recall(open, message->recall, &effect->erased)) return false;
  keep(open, message, &left);
  effect->kept = left.left;
  effect->elements = left.elements;
  bool is_done = true;
  if (is_empty(&left)) effect->verdict = PNR_VERDICT_RECALLED;
  else is_done = keep_message(open, delivery, state, &left.message);
  kept_close(&left);
  return is_done;
}

bool inbox_sync(inbox *open, const pnr_link_state *state)
{
  if (state->peer_incarnation.size != 0 && !marks_same(&open->known, state)) {
    if (!marks_write(open->folder, state)) return false;
    marks_copy(&open->known, state);
  }
  return names_sync(open->folder);
}

bool inbox_show(inbox *open) { return staged_show(&open->arrived); }

static bool ends_with(const char *name, const char *end)
{
  return strlen(name) >= strlen(end) && strcmp(name + strlen(name) - strlen(end), end) == 0;
}

/* A message that was being replaced: .ID.json */
static bool is_held(const char *name)
{
  size_t digits = name[0] == '.' ? strspn(name + 1, "0123456789abcdef") : 0;
  return digits == (size_t)2 * PNR_EXCHANGE_ID && strcmp(name + 1 + digits, ".json") == 0;
}

/* A recall whose work was interrupted comes again, and finds the message where it was. */
static bool settle(const inbox *open, const char *name)
{
  if (ends_with(name, ".new")) return name_remove(open->folder, name); /* of an interrupted write */
  return !is_held(name) || name_change(open->folder, name, name + 1);
}

inbox *inbox_open(const char *folder, const pnr_link_state *state)
{
  name_list all = { .count = 0 };
  inbox *open = memory_grow(NULL, sizeof *open);
  *open = (inbox){ .folder = folder, .recalled = folder_path(folder, "", slice_of("recalled"), "") };
  bool is_good = staged_open(&open->arrived, folder, state) && folder_make(open->recalled) &&
                 marks_read(&open->known, folder) && names_read(&all, folder, "");
  for (size_t i = 0; is_good && i < all.count; i++) is_good = settle(open, all.names[i]);
  names_clear(&all);
  if (is_good) return open;
  inbox_close(open);
  return NULL;
}

void inbox_close(inbox *open)
{
  if (open == NULL) return;
  staged_close(&open->arrived);
  free(open->recalled);
  free(open);
}
