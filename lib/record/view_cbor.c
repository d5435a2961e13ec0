/* SPDX-License-Identifier: Apache-2.0 */
#include "record/view_cbor.h"

#include "core/date.h"
#include "core/utf8.h"

enum { MINUTES_OF_A_DAY = 1440 };

/* --- Writing --- */

/* Octets that are no UTF-8 are no text of CBOR: a byte string keeps them. */
static void put_text(pnri_cbor_writer *cbor, pnr_slice text)
{
  if (pnri_utf8_valid(text) == text.size) pnri_cbor_put_text(cbor, text);
  else pnri_cbor_put_octets(cbor, text);
}

static void put_texts(pnri_cbor_writer *cbor, const pnri_field *f, const void *at)
{
  const pnr_slice *texts = pnri_field_pointer(at, f->offset);
  uint32_t count = pnri_field_number(at, f->count);
  pnri_cbor_put_array(cbor, count);
  for (uint32_t i = 0; i < count; i++) put_text(cbor, texts[i]);
}

static void put_array(pnri_cbor_writer *cbor, const pnri_field *f, const void *at)
{
  uint32_t count = pnri_field_number(at, f->count);
  pnri_cbor_put_array(cbor, count);
  for (uint32_t i = 0; i < count; i++) pnri_view_put(cbor, f->views, pnri_field_view(at, f, i));
}

static void put_moment(pnri_cbor_writer *cbor, const pnri_field *f, const void *at)
{
  uint64_t moment;
  memcpy(&moment, (const char *)at + f->offset, sizeof moment);
  pnri_cbor_put_unsigned(cbor, moment);
}

/* Recursive, but only as deep as views nest. */
void pnri_view_put(pnri_cbor_writer *cbor, const pnri_view *view, const void *at)
{
  uint64_t pairs = 0;
  for (const pnri_field *f = view->fields; f->kind != PNRI_FIELD_END; f++) pairs += pnri_field_is_said(f, at);
  pnri_cbor_put_map(cbor, pairs);
  for (const pnri_field *f = view->fields; f->kind != PNRI_FIELD_END; f++) {
    if (!pnri_field_is_said(f, at)) continue;
    pnri_cbor_put_unsigned(cbor, f->key);
    switch (f->kind) {
    case PNRI_FIELD_TEXT: put_text(cbor, pnri_field_text(at, f->offset)); break;
    case PNRI_FIELD_MOMENT: put_moment(cbor, f, at); break;
    case PNRI_FIELD_TEXTS: put_texts(cbor, f, at); break;
    case PNRI_FIELD_ONE: pnri_view_put(cbor, f->views, pnri_field_pointer(at, f->offset)); break;
    case PNRI_FIELD_MANY: put_array(cbor, f, at); break;
    default: pnri_cbor_put_unsigned(cbor, pnri_field_number(at, f->offset));
    }
  }
}

/* --- Reading --- */

static pnr_status refuse(pnri_view_reader *r) { return pnri_cbor_refuse(&r->cbor, PNR_E_SYNTAX); }

static void *take(pnri_view_reader *r, size_t size)
{
  void *block = r->cbor.status == PNR_OK ? pnri_arena_take(r->arena, size) : NULL;
  if (block == NULL) pnri_cbor_refuse(&r->cbor, PNR_E_MEMORY);
  return block;
}

static pnr_slice get_text(pnri_view_reader *r)
{
  pnr_slice text;
  if (pnri_cbor_kind(&r->cbor) == PNRI_CBOR_OCTETS) {
    pnri_cbor_get_octets(&r->cbor, &text);
    if (pnri_utf8_valid(text) == text.size) refuse(r);
  } else {
    pnri_cbor_get_text(&r->cbor, &text);
  }
  pnr_slice copy = pnri_arena_copy(r->arena, text);
  if (copy.size != text.size) pnri_cbor_refuse(&r->cbor, PNR_E_MEMORY);
  return copy;
}

static bool is_date(uint64_t value)
{
  pnr_date date = (pnr_date)value;
  return date != 0 && pnri_date(pnri_year(date), pnri_month(date), pnri_day(date)) == date;
}

/* Keeps the greatest index, and where it stands. */
static void note_index(pnri_view_reader *r, uint64_t index, uint64_t *count, const uint8_t **item)
{
  if (index < *count) return;
  *count = index + 1;
  *item = r->cbor.item;
}

static void get_number(pnri_view_reader *r, const pnri_field *f, void *at)
{
  uint64_t value;
  if (pnri_cbor_get_unsigned(&r->cbor, UINT32_MAX, &value) != PNR_OK) return;
  if (value == pnri_field_unsaid(f->kind) || (f->kind == PNRI_FIELD_TIME && value >= MINUTES_OF_A_DAY) ||
      (f->kind == PNRI_FIELD_DATE && !is_date(value)))
    refuse(r);
  if (f->kind == PNRI_FIELD_TRAVELLER) note_index(r, value, &r->travellers, &r->traveller_item);
  if (f->kind == PNRI_FIELD_LEG) note_index(r, value, &r->legs, &r->leg_item);
  uint32_t number = (uint32_t)value;
  pnri_field_set(at, f->offset, &number, sizeof number);
}

static void get_moment(pnri_view_reader *r, const pnri_field *f, void *at)
{
  uint64_t moment;
  pnri_cbor_get_unsigned(&r->cbor, PNRI_MOMENTS - 1, &moment);
  pnri_field_set(at, f->offset, &moment, sizeof moment);
}

/* The number of an array's items: not 0, and no more than there are octets left, so that its memory is bounded. */
static uint32_t get_count(pnri_view_reader *r)
{
  uint64_t count;
  if (pnri_cbor_get_array(&r->cbor, &count) != PNR_OK) return 0;
  if (count == 0 || count >= UINT32_MAX || count > (size_t)(r->cbor.end - r->cbor.next)) refuse(r);
  return r->cbor.status == PNR_OK ? (uint32_t)count : 0;
}

static void get_texts(pnri_view_reader *r, const pnri_field *f, void *at)
{
  uint32_t count = get_count(r);
  pnr_slice *texts = take(r, count * sizeof *texts);
  for (uint32_t i = 0; texts != NULL && i < count; i++) texts[i] = get_text(r);
  pnri_field_set(at, f->offset, &texts, sizeof texts);
  pnri_field_set(at, f->count, &count, sizeof count);
}

static void *get_one(pnri_view_reader *r, const pnri_view *view)
{
  void *one = take(r, view->size);
  if (one != NULL) pnri_view_get(r, view, one);
  return one;
}

static void get_array(pnri_view_reader *r, const pnri_field *f, void *at)
{
  uint32_t count = get_count(r);
  void **views = take(r, count * sizeof *views);
  for (uint32_t i = 0; views != NULL && i < count && r->cbor.status == PNR_OK; i++) views[i] = get_one(r, f->views);
  pnri_field_set(at, f->offset, &views, sizeof views);
  pnri_field_set(at, f->count, &count, sizeof count);
}

static void get_field(pnri_view_reader *r, const pnri_field *f, void *at)
{
  pnr_slice text;
  void *one;
  switch (f->kind) {
  case PNRI_FIELD_TEXT:
    text = get_text(r);
    if (text.size == 0) refuse(r);
    pnri_field_set_text(at, f->offset, text);
    break;
  case PNRI_FIELD_MOMENT: get_moment(r, f, at); break;
  case PNRI_FIELD_TEXTS: get_texts(r, f, at); break;
  case PNRI_FIELD_ONE:
    one = get_one(r, f->views);
    pnri_field_set(at, f->offset, &one, sizeof one);
    break;
  case PNRI_FIELD_MANY: get_array(r, f, at); break;
  default: get_number(r, f, at);
  }
}

static bool is_always_said(const pnri_field *f)
{
  return f->key != 0 && (f->kind == PNRI_FIELD_ONE || f->kind == PNRI_FIELD_MOMENT);
}

/* The first field from f on that may have the key. */
static const pnri_field *pass(pnri_view_reader *r, const pnri_field *f, uint64_t key)
{
  for (; f->kind != PNRI_FIELD_END && f->key < key; f++)
    if (is_always_said(f)) refuse(r);
  return f;
}

/* Recursive, but only as deep as views nest. */
pnr_status pnri_view_get(pnri_view_reader *r, const pnri_view *view, void *at)
{
  uint64_t pairs = 0, key = 0;
  const pnri_field *f = view->fields;
  pnri_view_clear(view, at);
  pnri_cbor_get_map(&r->cbor, &pairs);
  for (; pairs > 0 && r->cbor.status == PNR_OK; pairs--) {
    if (pnri_cbor_get_unsigned(&r->cbor, UINT8_MAX, &key) != PNR_OK) break;
    f = pass(r, f, key);
    if (f->kind == PNRI_FIELD_END || f->key != key || key == 0) refuse(r);
    else if (r->cbor.status == PNR_OK) get_field(r, f++, at);
  }
  pass(r, f, UINT64_MAX);
  return r->cbor.status;
}

pnr_status pnri_view_check_indices(pnri_view_reader *r, uint64_t travellers, uint64_t legs)
{
  if (r->cbor.status != PNR_OK) return r->cbor.status;
  if (r->travellers > travellers) r->cbor.item = r->traveller_item;
  else if (r->legs > legs) r->cbor.item = r->leg_item;
  else return PNR_OK;
  return refuse(r);
}
