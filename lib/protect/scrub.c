/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "core/fail.h"
#include "core/slice.h"
#include "protect/removals.h"
#include "protect/sensitive.h"
#include "record/record.h"

/* Article 13(4) of Directive (EU) 2016/681: what reveals sensitive data is deleted, value and code. */

typedef struct scrubbing {
  const pnr_sensitive *table;
  pnr_removals *removals;
} scrubbing;

static void count(const scrubbing *s, uint32_t group)
{
  pnri_removals_count(s->removals, PNR_REMOVED_SENSITIVE, 0, group, "");
}

static uint32_t group_in(const scrubbing *s, const void *at, size_t offset)
{
  return pnri_sensitive_in(s->table, pnri_field_text(at, offset), false);
}

/* A remark by its code, a segment as a whole: what stands beside a code in it tells of the same. */
static uint32_t group_of_view(const scrubbing *s, const pnri_view *view, const void *at)
{
  if (view == &pnri_remark_view) return group_in(s, at, offsetof(pnr_remark, code));
  if (view == &pnri_item_view) {
    uint32_t group = group_in(s, at, offsetof(pnr_item, tag));
    return group != 0 ? group : group_in(s, at, offsetof(pnr_item, text));
  }
  if (view != &pnri_history_view) return 0;
  uint32_t group = group_in(s, at, offsetof(pnr_history, segment));
  return group != 0 ? group : group_in(s, at, offsetof(pnr_history, text));
}

/* Lines and sentences; the segments of an LTS. */
static bool is_end(uint8_t octet)
{
  return octet == '\n' || octet == '\r' || octet == '.' || octet == ';' || octet == '\'';
}

static bool says_something(const uint8_t *text, size_t size)
{
  for (size_t i = 0; i < size; i++)
    if ((text[i] >= '0' && text[i] <= '9') || text[i] >= 'A') return true;
  return false;
}

/* Free text without the lines and sentences that hold a word of the table. False where nothing is left. */
static bool scrub_text(pnri_copy *copy, pnr_slice *text)
{
  const scrubbing *s = copy->user;
  if (pnri_sensitive_in(s->table, *text, false) == 0) return true;
  uint8_t *left = pnri_arena_text(copy->arena, text->size);
  if (left == NULL) {
    copy->failed = true;
    return false;
  }
  size_t size = 0;
  for (size_t begin = 0, end; begin < text->size; begin = end) {
    end = begin;
    while (end < text->size && !is_end(text->data[end])) end++;
    if (end < text->size) end++;
    pnr_slice line = { text->data + begin, end - begin };
    uint32_t group = pnri_sensitive_in(s->table, line, false);
    if (group != 0) {
      count(s, group);
      continue;
    }
    memcpy(left + size, line.data, line.size);
    size += line.size;
  }
  /* Two words of a phrase in two lines. */
  uint32_t group = pnri_sensitive_in(s->table, (pnr_slice){ left, size }, false);
  if (group != 0) count(s, group);
  if (group != 0 || !says_something(left, size)) size = 0;
  pnri_arena_trim(copy->arena, left, text->size, size);
  *text = (pnr_slice){ left, size };
  return size != 0;
}

/* A name of a group tells who travels together; a contact is no text, but codes are put there too. */
static bool keep_value(const scrubbing *s, pnr_slice text, bool only_codes)
{
  uint32_t group = pnri_sensitive_in(s->table, text, only_codes);
  if (group != 0) count(s, group);
  return group == 0;
}

static bool keep(pnri_copy *copy, const pnri_field *field, const pnri_view *view, const void *at, pnr_slice *text)
{
  const scrubbing *s = copy->user;
  if (field->kind == PNRI_FIELD_MANY) {
    uint32_t group = group_of_view(s, view, at);
    if (group != 0) count(s, group);
    return group == 0;
  }
  if (text == NULL) return true;
  if (view == &pnri_remark_view && field->offset == offsetof(pnr_remark, text)) return scrub_text(copy, text);
  bool is_group = view == &pnri_booking_view && field->offset == offsetof(pnr_booking, group_name);
  if (is_group) return keep_value(s, *text, false);
  return view != &pnri_contact_view || keep_value(s, *text, true);
}

pnr_status pnr_record_scrub(const pnr_env *env, const pnr_record *record, const pnr_sensitive *table, pnr_record **out,
                            pnr_removals **removals, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (removals != NULL) *removals = NULL;
  if (record == NULL || table == NULL || out == NULL) return pnri_fail_argument(error);
  scrubbing work = { table, removals != NULL ? pnri_removals_new(env) : NULL };
  if (removals != NULL && work.removals == NULL) return pnri_fail_memory(error);
  pnri_copy how = { .rule = keep, .user = &work, .leg_count = UINT32_MAX };
  pnr_status status = pnri_record_copy(env, record, &how, out, error);
  if (removals != NULL && pnri_removals_finish(work.removals, status != PNR_OK, removals, error) != PNR_OK)
    status = PNR_E_MEMORY;
  if (status == PNR_OK) {
    (*out)->stored.done |= PNR_RECORD_SCRUBBED;
    (*out)->stored.scrubbed = table->version;
    return PNR_OK;
  }
  pnr_record_close(*out);
  *out = NULL;
  return status;
}
