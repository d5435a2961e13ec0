/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "pnr/protect.h"
#include "protect/traces.h"
#include "record/record.h"

/* Article 12(2) of Directive (EU) 2016/681. The class of each field (lib/record/field.c) names the letter by which it is
 * masked; what stands here is where the class alone does not tell. */

typedef struct masking {
  const pnr_content *content; /* of the record that is masked */
  pnri_traces traces;
  pnri_vector places; /* void *: texts of the copy that are long enough to hold a masked value */
} masking;

/* Views of which nothing would be left but their number (how many names, contacts or documents somebody has), or a tag. */
static bool is_dropped(const pnri_view *view)
{
  return view == &pnri_item_view || view == &pnri_name_view || view == &pnri_birth_view ||
         view == &pnri_document_view || view == &pnri_identifier_view || view == &pnri_contact_view;
}

/* Codes as sent: what is longer or has other characters is no code, and may be part of a name. */
static bool is_code(pnr_slice text)
{
  enum { CODE_MOST = 5 };
  if (text.size > CODE_MOST) return false;
  for (size_t i = 0; i < text.size; i++) {
    uint8_t octet = text.data[i];
    bool is_letter = octet >= 'A' && octet <= 'Z', is_digit = octet >= '0' && octet <= '9';
    if (!is_letter && !is_digit && octet != ':') return false;
  }
  return true;
}

/* What all travellers have in common: one who stands for all has nothing else. */
static bool is_common(const pnr_content *content, const pnri_field *field)
{
  for (uint32_t i = 1; i < content->traveller_count; i++) {
    const void *a = content->travellers[0], *b = content->travellers[i];
    bool is_same = field->kind == PNRI_FIELD_TEXT
                     ? pnri_slice_equal(pnri_field_text(a, field->offset), pnri_field_text(b, field->offset))
                     : pnri_field_number(a, field->offset) == pnri_field_number(b, field->offset);
    if (!is_same) return false;
  }
  return true;
}

static void note_place(masking *m, pnri_copy *copy)
{
  void **place = pnri_vector_add(&m->places, 1);
  if (place != NULL) *place = copy->place;
  else copy->failed = true;
}

static bool keep(pnri_copy *copy, const pnri_field *field, const pnri_view *view, const void *at, pnr_slice *text)
{
  masking *m = copy->user;
  if (field->kind == PNRI_FIELD_MANY)
    return view == &pnri_traveller_view ? at == m->content->travellers[0] : !is_dropped(view);
  if (text == NULL) return true;
  if ((view == &pnri_remark_view || view == &pnri_history_view) && !is_code(*text)) return false;
  if (view == &pnri_traveller_view && !is_common(m->content, field)) return false;
  if (text->size >= PNRI_TRACE_LEAST) note_place(m, copy);
  return true;
}

/* A text of the copy in which a masked value stands goes. */
static void clear_place(const masking *m, void *place)
{
  size_t size;
  uint8_t *octets;
  pnr_slice text = pnri_field_text(place, 0);
  if (pnri_traces_find(&m->traces, text, 0, &size) == text.size) return;
  memcpy(&octets, &text.data, sizeof octets);
  pnri_wipe(octets, text.size);
  pnri_field_set_text(place, 0, (pnr_slice){ NULL, 0 });
}

static void **place_at(const masking *m, size_t i) { return pnri_vector_at(&m->places, i); }

/* Masked values are known when everything was copied; they are looked for in what stayed. False when memory is exhausted. */
static bool clear_texts(masking *m)
{
  for (size_t i = 0; i < m->places.count; i++) pnri_traces_expect(&m->traces, pnri_field_text(*place_at(m, i), 0));
  if (m->places.count == 0) return true;
  pnri_traces_add(&m->traces, &pnri_content_view, m->content, false);
  pnri_traces_index(&m->traces);
  if (m->traces.failed) return false;
  for (size_t i = 0; i < m->places.count; i++) clear_place(m, *place_at(m, i));
  return true;
}

/* Numbers of the one traveller, as texts above. */
static void clear_numbers(const masking *m, pnr_record *masked)
{
  void *traveller;
  if (masked->message.content.traveller_count == 0) return;
  memcpy(&traveller, &masked->message.content.travellers[0], sizeof traveller);
  for (const pnri_field *f = pnri_traveller_view.fields; f->kind != PNRI_FIELD_END; f++) {
    if (f->key == 0 || !pnri_field_is_number(f->kind) || is_common(m->content, f)) continue;
    uint32_t unsaid = pnri_field_unsaid(f->kind);
    pnri_field_set(traveller, f->offset, &unsaid, sizeof unsaid);
  }
}

pnr_status pnr_record_mask(const pnr_env *env, const pnr_record *record, pnr_date at, pnr_record **out,
                           pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (record == NULL || out == NULL || !pnri_date_is_day(at)) return pnri_fail_argument(error);
  pnri_copy how = { .leg_count = UINT32_MAX };
  if ((record->stored.done & PNR_RECORD_MASKED) != 0) return pnri_record_copy(env, record, &how, out, error);
  masking m = { .content = &record->message.content };
  pnri_traces_open(&m.traces, env);
  pnri_vector_open(&m.places, env, sizeof(void *));
  how.rule = keep;
  how.without_kinds = 1u << PNRI_FIELD_TRAVELLER;
  how.keeps_numbers = true;
  how.without = ~((1u << PNRI_CLASS_NAME) - 1);
  how.user = &m;
  pnr_status status = pnri_record_copy(env, record, &how, out, error);
  if (status == PNR_OK && !clear_texts(&m)) status = pnri_fail_memory(error);
  pnri_vector_close(&m.places);
  pnri_traces_close(&m.traces);
  if (status != PNR_OK) {
    pnr_record_close(*out);
    *out = NULL;
    return status;
  }
  clear_numbers(&m, *out);
  (*out)->stored.done |= PNR_RECORD_MASKED;
  (*out)->stored.masked = at;
  return PNR_OK;
}
