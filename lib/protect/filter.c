/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "core/fail.h"
#include "protect/element.h"
#include "protect/removals.h"
#include "record/record.h"

typedef struct filtering {
  uint32_t elements; /* that are kept */
  pnr_removals *removals;
} filtering;

static uint32_t lowest(uint32_t elements)
{
  uint32_t element = 1;
  while ((elements & PNR_ELEMENT(element)) == 0) element++;
  return element;
}

static void count_removed(filtering *work, uint32_t elements, const pnri_view *view, const void *at)
{
  if (elements != 0) {
    pnri_removals_count(work->removals, PNR_REMOVED_NOT_ASKED, lowest(elements), 0, "");
    return;
  }
  const char *known = NULL;
  if (view == &pnri_item_view) pnri_element_of_tag(pnri_field_text(at, offsetof(pnr_item, tag)), &known);
  pnri_removals_count(work->removals, PNR_REMOVED_BEYOND, 0, 0, known != NULL ? known : "other");
}

/* Travellers and the booking itself hold the record together; their values are asked for one by one. */
static bool is_frame(const pnri_view *view) { return view == &pnri_traveller_view || view == &pnri_booking_view; }

static bool keep(pnri_copy *copy, const pnri_field *field, const pnri_view *view, const void *at, pnr_slice *text)
{
  filtering *work = copy->user;
  (void)text;
  if (field->kind == PNRI_FIELD_MANY) {
    uint32_t elements = pnri_elements_of_view(view, at);
    if (is_frame(view) || (elements & work->elements) != 0) return true;
    count_removed(work, elements, view, at);
    return false;
  }
  uint32_t elements = pnri_elements_of_field(field, view, at);
  bool is_technical = field->data_class == PNRI_CLASS_TECHNICAL;
  if (is_technical || (elements & work->elements) != 0) return true;
  count_removed(work, elements, view, at);
  return false;
}

/* Indices that name a leg which was removed name none. */
static bool keeps_legs(uint32_t elements)
{
  return (elements & (PNR_ELEMENT(1) | PNR_ELEMENT(3) | PNR_ELEMENT(7) | PNR_ELEMENT(10) | PNR_ELEMENT(15))) != 0;
}

pnr_status pnr_record_filter(const pnr_env *env, const pnr_record *record, uint32_t elements, pnr_record **out,
                             pnr_removals **removals, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (removals != NULL) *removals = NULL;
  if (record == NULL || out == NULL || (elements & ~PNR_ELEMENTS) != 0) return pnri_fail_argument(error);
  filtering work = { elements, removals != NULL ? pnri_removals_new(env) : NULL };
  if (removals != NULL && work.removals == NULL) return pnri_fail_memory(error);
  pnri_copy how = { .rule = keep, .user = &work, .leg_count = keeps_legs(elements) ? UINT32_MAX : 0 };
  pnr_status status = pnri_record_copy(env, record, &how, out, error);
  if (removals != NULL && pnri_removals_finish(work.removals, status != PNR_OK, removals, error) != PNR_OK)
    status = PNR_E_MEMORY;
  if (status == PNR_OK) {
    (*out)->stored.done |= PNR_RECORD_FILTERED;
    return PNR_OK;
  }
  pnr_record_close(*out);
  *out = NULL;
  return status;
}

/* --- What a record has --- */

/* Recursive, but only as deep as views nest. */
static uint32_t elements_said(const pnri_view *view, const void *at)
{
  uint32_t elements = 0;
  for (const pnri_field *f = view->fields; f->kind != PNRI_FIELD_END; f++) {
    if (!pnri_field_is_said(f, at)) continue;
    if (f->kind == PNRI_FIELD_ONE) elements |= elements_said(f->views, pnri_field_pointer(at, f->offset));
    else if (f->kind != PNRI_FIELD_MANY && f->data_class != PNRI_CLASS_TECHNICAL)
      elements |= pnri_elements_of_field(f, view, at);
    for (uint32_t i = 0; f->kind == PNRI_FIELD_MANY && i < pnri_field_number(at, f->count); i++)
      elements |= elements_said(f->views, pnri_field_view(at, f, i));
  }
  return elements;
}

uint32_t pnr_record_elements(const pnr_record *record)
{
  return record != NULL ? elements_said(&pnri_content_view, &record->message.content) : 0;
}
