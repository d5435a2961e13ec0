/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_FULL_RECORD_H
#define PNR_TESTS_FULL_RECORD_H

#include <stdio.h>
#include <stdlib.h>

#include "record/record.h"

/* A record in which every field of the table says something, each text another one: what a field is forgotten in shows. */

enum { FULL_TEXTS = 512, FULL_SIZE = 8 };

typedef struct full_text {
  const pnri_field *field;
  char text[FULL_SIZE + 1];
} full_text;

typedef struct full_record {
  pnr_record *record;
  full_text texts[FULL_TEXTS];
  uint32_t count;
  uint32_t each; /* views in an array */
} full_record;

/* Codes and tags that a reader knows: what is none is no part of a record that makes sense. */
static inline const char *full_code(const pnri_field *f)
{
  if (strcmp(f->name, "item.tag") == 0) return "IFT";
  if (strcmp(f->name, "remark.code") == 0) return "OTHS";
  if (strcmp(f->name, "history.segment") == 0) return "TIF";
  return strcmp(f->name, "history.action") == 0 || strcmp(f->name, "remark.status") == 0 ? "HK" : NULL;
}

/* Letters of a number, so that no text looks like a code or stands in another one. */
static inline pnr_slice full_new_text(full_record *full, const pnri_field *f)
{
  if (full_code(f) != NULL) return (pnr_slice){ (const uint8_t *)full_code(f), strlen(full_code(f)) };
  full_text *slot = &full->texts[full->count];
  slot->field = f;
  uint32_t number = full->count++ * 7919u;
  for (int i = 0; i < FULL_SIZE; i++, number /= 7) slot->text[i] = (char)('K' + (int)(number % 7) + (i & 1 ? 8 : 0));
  snprintf(slot->text + 4, sizeof slot->text - 4, "%04X", full->count);
  return (pnr_slice){ (const uint8_t *)slot->text, FULL_SIZE };
}

static inline void full_fill(full_record *full, const pnri_view *view, void *at);

static inline void *full_new(full_record *full, const pnri_view *view)
{
  void *one = pnri_arena_take(&full->record->message.arena, view->size);
  full_fill(full, view, one);
  return one;
}

static inline void full_fill_array(full_record *full, const pnri_field *f, void *at)
{
  uint32_t count = f->views == &pnri_booking_view ? 1 : full->each;
  void **views = pnri_arena_take(&full->record->message.arena, count * sizeof *views);
  for (uint32_t i = 0; i < count; i++) views[i] = full_new(full, f->views);
  pnri_field_set(at, f->offset, &views, sizeof views);
  pnri_field_set(at, f->count, &count, sizeof count);
}

static inline void full_fill_value(full_record *full, const pnri_field *f, void *at)
{
  uint32_t number = f->kind == PNRI_FIELD_DATE ? 20250310 : f->kind >= PNRI_FIELD_TRAVELLER ? 0 : 3, one = 1;
  pnr_slice text = { NULL, 0 };
  if (pnri_field_is_number(f->kind)) pnri_field_set(at, f->offset, &number, sizeof number);
  if (f->kind == PNRI_FIELD_TEXT) {
    text = full_new_text(full, f);
    pnri_field_set(at, f->offset, &text, sizeof text);
  }
  if (f->kind == PNRI_FIELD_TEXTS) {
    pnr_slice *texts = pnri_arena_take(&full->record->message.arena, sizeof *texts);
    *texts = full_new_text(full, f);
    pnri_field_set(at, f->offset, &texts, sizeof texts);
    pnri_field_set(at, f->count, &one, sizeof one);
  }
}

static inline void full_fill(full_record *full, const pnri_view *view, void *at)
{
  view->clear(at);
  for (const pnri_field *f = view->fields; f->kind != PNRI_FIELD_END; f++) {
    if (f->key == 0) continue;
    if (f->kind == PNRI_FIELD_MANY) full_fill_array(full, f, at);
    else if (f->kind == PNRI_FIELD_ONE) {
      void *one = full_new(full, f->views);
      pnri_field_set(at, f->offset, &one, sizeof one);
    } else {
      full_fill_value(full, f, at);
    }
  }
}

/* Closed with pnr_record_close(full->record). */
static inline int full_open(full_record *full, uint32_t each)
{
  memset(full, 0, sizeof *full);
  full->each = each;
  full->record = pnri_record_new(NULL);
  if (full->record == NULL) return 0;
  full_fill(full, &pnri_content_view, &full->record->message.content);
  full->record->stored.regime = PNR_REGIME_PNR;
  full->record->stored.received = UINT64_C(1741600000);
  return pnri_record_settle(full->record, NULL) == PNR_OK;
}

#endif
