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
  for (size_t i = 0; i < text.size; i++) {
    uint8_t octet = text.data[i];
    bool is_letter = octet >= 'A' && octet <= 'Z', is_digit = octet >= '0' && octet <= '9';
    if (!is_letter && !is_digit && octet != ':') return false;
  }
  return text.size <= CODE_MOST;
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

static bool keep(pnri_copy *copy, const pnri_field *field, const pnri_view *view, const void *at, pnr_slice *text)
{
  const masking *m = copy->user;
  size_t size;
  if (field->kind == PNRI_FIELD_MANY)
    return view == &pnri_traveller_view ? at == m->content->travellers[0] : !is_dropped(view);
  if (text == NULL) return true;
  bool is_of_codes = view == &pnri_remark_view || view == &pnri_history_view;
  if (is_of_codes && !is_code(*text)) return false;
  if (view == &pnri_traveller_view && !is_common(m->content, field)) return false;
  return text->size < PNRI_TRACE_LEAST || pnri_traces_find(&m->traces, *text, 0, &size) == text->size;
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
  bool is_day = at != 0 && pnri_day(at) != 0 && pnri_date(pnri_year(at), pnri_month(at), pnri_day(at)) == at;
  if (record == NULL || out == NULL || !is_day) return pnri_fail_argument(error);
  pnri_copy how = { .leg_count = UINT32_MAX };
  if ((record->stored.done & PNR_RECORD_MASKED) != 0) return pnri_record_copy(env, record, &how, out, error);
  masking m = { .content = &record->message.content };
  pnri_traces_open(&m.traces, env);
  pnri_traces_add(&m.traces, &pnri_content_view, m.content, false);
  pnri_traces_index(&m.traces);
  how.rule = keep;
  how.without_kinds = 1u << PNRI_FIELD_TRAVELLER;
  how.keeps_numbers = true;
  how.without = ~((1u << PNRI_CLASS_NAME) - 1);
  how.user = &m;
  pnr_status status = m.traces.failed ? pnri_fail_memory(error) : pnri_record_copy(env, record, &how, out, error);
  pnri_traces_close(&m.traces);
  if (status != PNR_OK) return status;
  clear_numbers(&m, *out);
  (*out)->stored.done |= PNR_RECORD_MASKED;
  (*out)->stored.masked = at;
  return PNR_OK;
}
