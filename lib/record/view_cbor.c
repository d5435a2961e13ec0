/* SPDX-License-Identifier: Apache-2.0 */
#include "record/view_cbor.h"

#include "core/date.h"
#include "core/utf8.h"
#include "record/rows.h"

enum { MINUTES_OF_A_DAY = 1440 };

/* --- Writing --- */

/* Octets that are no UTF-8 are no text of CBOR: a byte string keeps them. */
uint8_t *pnri_place_text(pnri_cbor_writer *cbor, uint8_t *place, pnr_slice text)
{
  place = pnri_cbor_room(cbor, place, text.size);
  if (place == NULL) return NULL;
  uint8_t *behind = pnri_cbor_head_put(place, PNRI_CBOR_TEXT, text.size);
  if (!pnri_copy_ascii(behind, text) && pnri_utf8_valid(text) != text.size)
    (void)pnri_cbor_head_put(place, PNRI_CBOR_OCTETS, text.size);
  return behind + text.size;
}

uint8_t *pnri_place_texts(pnri_cbor_writer *cbor, uint8_t *place, const pnr_slice *texts, uint32_t count)
{
  place = pnri_cbor_head_put(place, PNRI_CBOR_ARRAY, count);
  for (uint32_t i = 0; i < count && place != NULL; i++) place = pnri_place_text(cbor, place, texts[i]);
  return place;
}

/* Recursive, but only as deep as views nest. */
uint8_t *pnri_place_view(pnri_cbor_writer *cbor, uint8_t *place, const pnri_view *view, const void *at)
{
  place = pnri_cbor_room(cbor, place, 0);
  if (place != NULL) place = view->put(cbor, place, at);
  return place != NULL ? pnri_cbor_room(cbor, place, 0) : NULL;
}

uint8_t *pnri_place_views(pnri_cbor_writer *cbor, uint8_t *place, const pnri_view *view, const void *const *at,
                          uint32_t count)
{
  place = pnri_cbor_head_put(place, PNRI_CBOR_ARRAY, count);
  for (uint32_t i = 0; i < count && place != NULL; i++) place = pnri_place_view(cbor, place, view, at[i]);
  return place;
}

void pnri_view_put(pnri_cbor_writer *cbor, const pnri_view *view, const void *at)
{
  uint8_t *place = pnri_cbor_begin_place(cbor);
  if (place != NULL) pnri_cbor_end_place(cbor, view->put(cbor, place, at));
}

/* --- Reading --- */

void pnri_view_reader_open(pnri_view_reader *r, pnr_slice octets, pnri_arena *arena)
{
  pnri_cbor_reader_open(&r->cbor, octets);
  r->arena = arena;
  r->traveller = r->leg = (pnri_view_index){ 0, NULL };
}

static const uint8_t *fail(pnri_view_reader *r, const uint8_t *item, pnr_status status)
{
  r->cbor.item = item;
  r->cbor.status = status;
  return NULL;
}

/* The reader of CBOR knows whether it is any. */
const uint8_t *pnri_view_refuse(pnri_view_reader *r, const uint8_t *item)
{
  pnri_cbor_item any;
  pnri_cbor_reader alone;
  pnri_cbor_reader_open(&alone, (pnr_slice){ item, (size_t)(r->cbor.end - item) });
  pnr_status status = pnri_cbor_next(&alone, &any);
  return fail(r, item, status != PNR_OK ? status : PNR_E_SYNTAX);
}

/* The head of an item of that type; *argument is 0 where it is not. */
static inline const uint8_t *get_head(pnri_view_reader *r, const uint8_t *item, uint32_t major, uint64_t *argument)
{
  const uint8_t *end = r->cbor.end;
  const uint8_t *next = item != end && *item >> 5 == major ? pnri_cbor_head_get(item, end, argument) : NULL;
  if (next != NULL) return next;
  *argument = 0;
  return pnri_view_refuse(r, item);
}

static inline void keep(void *out, uint64_t value)
{
  uint32_t number = (uint32_t)value;
  memcpy(out, &number, sizeof number);
}

const uint8_t *pnri_get_number(pnri_view_reader *r, const uint8_t *item, void *out)
{
  uint64_t value;
  const uint8_t *next = get_head(r, item, PNRI_CBOR_UNSIGNED, &value);
  if (next == NULL) return NULL;
  if (value == 0 || value > UINT32_MAX) return pnri_view_refuse(r, item);
  keep(out, value);
  return next;
}

static bool is_date(uint64_t value)
{
  pnr_date date = (pnr_date)value;
  return value <= UINT32_MAX && date != 0 && pnri_date(pnri_year(date), pnri_month(date), pnri_day(date)) == date;
}

const uint8_t *pnri_get_date(pnri_view_reader *r, const uint8_t *item, void *out)
{
  uint64_t value;
  const uint8_t *next = get_head(r, item, PNRI_CBOR_UNSIGNED, &value);
  if (next == NULL) return NULL;
  if (!is_date(value)) return pnri_view_refuse(r, item);
  keep(out, value);
  return next;
}

const uint8_t *pnri_get_time(pnri_view_reader *r, const uint8_t *item, void *out)
{
  uint64_t value;
  const uint8_t *next = get_head(r, item, PNRI_CBOR_UNSIGNED, &value);
  if (next == NULL) return NULL;
  if (value >= MINUTES_OF_A_DAY) return pnri_view_refuse(r, item);
  keep(out, value);
  return next;
}

const uint8_t *pnri_get_index(pnri_view_reader *r, const uint8_t *item, void *out, pnri_view_index *greatest)
{
  uint64_t value;
  const uint8_t *next = get_head(r, item, PNRI_CBOR_UNSIGNED, &value);
  if (next == NULL) return NULL;
  if (value >= PNR_NONE) return pnri_view_refuse(r, item);
  if (value >= greatest->count) *greatest = (pnri_view_index){ value + 1, item };
  keep(out, value);
  return next;
}

const uint8_t *pnri_get_moment(pnri_view_reader *r, const uint8_t *item, void *out)
{
  uint64_t moment;
  const uint8_t *next = get_head(r, item, PNRI_CBOR_UNSIGNED, &moment);
  if (next == NULL) return NULL;
  if (moment >= PNRI_MOMENTS) return pnri_view_refuse(r, item);
  memcpy(out, &moment, sizeof moment);
  return next;
}

/* Not empty; a byte string only where it is no UTF-8. */
const uint8_t *pnri_get_text(pnri_view_reader *r, const uint8_t *item, pnr_slice *out)
{
  uint64_t size;
  bool is_text = item == r->cbor.end || *item >> 5 != PNRI_CBOR_OCTETS;
  const uint8_t *next = get_head(r, item, is_text ? PNRI_CBOR_TEXT : PNRI_CBOR_OCTETS, &size);
  if (next == NULL) return NULL;
  if (size == 0 || size > (size_t)(r->cbor.end - next)) return pnri_view_refuse(r, item);
  pnr_slice text = { next, (size_t)size };
  bool is_valid = pnri_is_ascii(text) || pnri_utf8_valid(text) == text.size;
  *out = text;
  return is_valid == is_text ? next + size : pnri_view_refuse(r, item);
}

/* The number of an array's items: not 0, and no more than there are octets left, so that its memory is bounded. */
static inline const uint8_t *get_count(pnri_view_reader *r, const uint8_t *item, uint32_t *out)
{
  uint64_t count;
  const uint8_t *next = get_head(r, item, PNRI_CBOR_ARRAY, &count);
  *out = (uint32_t)count;
  if (next == NULL) return NULL;
  if (count == 0 || count >= UINT32_MAX || count > (size_t)(r->cbor.end - next)) return pnri_view_refuse(r, item);
  return next;
}

const uint8_t *pnri_get_texts(pnri_view_reader *r, const uint8_t *item, void *out, uint32_t *count)
{
  const uint8_t *next = get_count(r, item, count);
  pnr_slice *texts = next != NULL ? pnri_arena_take(r->arena, *count * sizeof *texts) : NULL;
  if (texts == NULL) return next != NULL ? fail(r, item, PNR_E_MEMORY) : NULL;
  memcpy(out, &texts, sizeof texts);
  for (uint32_t i = 0; i < *count && next != NULL; i++) next = pnri_get_text(r, next, &texts[i]);
  return next;
}

/* Recursive, but only as deep as views nest. Into a view that is there already, or a new one. */
const uint8_t *pnri_get_view(pnri_view_reader *r, const uint8_t *item, const pnri_view *view, void *out)
{
  void *one;
  memcpy(&one, out, sizeof one);
  if (one == NULL) {
    one = pnri_arena_take(r->arena, view->size);
    memcpy(out, &one, sizeof one);
  }
  return one != NULL ? view->get(r, item, one) : fail(r, item, PNR_E_MEMORY);
}

const uint8_t *pnri_get_views(pnri_view_reader *r, const uint8_t *item, const pnri_view *view, void *out,
                              uint32_t *count)
{
  const uint8_t *next = get_count(r, item, count);
  void **views = next != NULL ? pnri_arena_take(r->arena, *count * sizeof *views) : NULL;
  if (views == NULL) return next != NULL ? fail(r, item, PNR_E_MEMORY) : NULL;
  memcpy(out, &views, sizeof views);
  for (uint32_t i = 0; i < *count && next != NULL; i++) next = pnri_get_view(r, next, view, &views[i]);
  return next;
}

const uint8_t *pnri_get_pairs(pnri_view_reader *r, const uint8_t *item, uint64_t *pairs)
{
  const uint8_t *next = get_head(r, item, PNRI_CBOR_MAP, pairs);
  return next == NULL || *pairs <= (size_t)(r->cbor.end - next) / 2 ? next : pnri_view_refuse(r, item);
}

pnr_status pnri_view_get(pnri_view_reader *r, const pnri_view *view, void *at)
{
  if (r->cbor.status != PNR_OK) return r->cbor.status;
  const uint8_t *next = view->get(r, r->cbor.next, at);
  return next != NULL ? pnri_cbor_pass(&r->cbor, next) : r->cbor.status;
}

pnr_status pnri_view_check_indices(pnri_view_reader *r, uint64_t travellers, uint64_t legs)
{
  if (r->cbor.status != PNR_OK) return r->cbor.status;
  if (r->traveller.count > travellers) r->cbor.item = r->traveller.item;
  else if (r->leg.count > legs) r->cbor.item = r->leg.item;
  else return PNR_OK;
  return pnri_cbor_refuse(&r->cbor, PNR_E_SYNTAX);
}
