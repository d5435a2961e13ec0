/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_ROWS_H
#define PNR_RECORD_ROWS_H

#include "core/slice.h"
#include "record/view_cbor.h"

/* The rows of a view as code. Where these are called with the table itself, the compiler unrolls the loop and of each row leaves a
 * comparison at its place in the struct: most fields say nothing, and to walk their rows took longer than to write the rest. */

PNRI_INLINE void pnri_rows_clear(const pnri_field *rows, size_t count, void *at)
{
  static const uint32_t nothing = UINT32_MAX;
#pragma GCC unroll 32
  for (size_t i = 0; i < count; i++)
    if (pnri_field_is_number(rows[i].kind) && pnri_field_unsaid(rows[i].kind) == nothing)
      pnri_field_set(at, rows[i].offset, &nothing, sizeof nothing);
}

/* --- Writing --- */

/* Values at a place of the writer, which is moved behind them; there is room for heads. */
uint8_t *pnri_place_text(pnri_cbor_writer *cbor, uint8_t *place, pnr_slice text);
uint8_t *pnri_place_texts(pnri_cbor_writer *cbor, uint8_t *place, const pnr_slice *texts, uint32_t count);
uint8_t *pnri_place_view(pnri_cbor_writer *cbor, uint8_t *place, const pnri_view *view, const void *at);
uint8_t *pnri_place_views(pnri_cbor_writer *cbor, uint8_t *place, const pnri_view *view, const void *const *at,
                          uint32_t count);

PNRI_INLINE uint8_t *pnri_place_field(const pnri_field *f, pnri_cbor_writer *cbor, uint8_t *place, const void *at)
{
  uint64_t moment;
  switch (f->kind) {
  case PNRI_FIELD_TEXT: return pnri_place_text(cbor, place, pnri_field_text(at, f->offset));
  case PNRI_FIELD_MOMENT:
    memcpy(&moment, (const char *)at + f->offset, sizeof moment);
    return pnri_cbor_head_put(place, PNRI_CBOR_UNSIGNED, moment);
  case PNRI_FIELD_TEXTS:
    return pnri_place_texts(cbor, place, pnri_field_pointer(at, f->offset), pnri_field_number(at, f->count));
  case PNRI_FIELD_ONE: return pnri_place_view(cbor, place, f->views, pnri_field_pointer(at, f->offset));
  case PNRI_FIELD_MANY:
    return pnri_place_views(cbor, place, f->views, pnri_field_pointer(at, f->offset), pnri_field_number(at, f->count));
  default: return pnri_cbor_head_put(place, PNRI_CBOR_UNSIGNED, pnri_field_number(at, f->offset));
  }
}

/* Writes a view as a map. Keys are below 24, so that each is an octet, and so is the head of the map. */
PNRI_INLINE uint8_t *pnri_rows_put(const pnri_field *rows, size_t count, pnri_cbor_writer *cbor, uint8_t *place,
                                   const void *at)
{
  size_t begun = (size_t)(place - cbor->data);
  uint32_t pairs = 0;
  place++;
#pragma GCC unroll 32
  for (size_t i = 0; i < count; i++) {
    if (!pnri_field_is_said(&rows[i], at)) continue;
    *place = rows[i].key;
    place = pnri_place_field(&rows[i], cbor, place + 1, at);
    if (place == NULL) return NULL;
    pairs++;
  }
  cbor->data[begun] = (uint8_t)(PNRI_CBOR_MAP << 5 | pairs);
  return place;
}

/* --- Reading --- */

/* Values that begin at item, into the view: what is behind them, or NULL, and the reader tells why. */
const uint8_t *pnri_get_text(pnri_view_reader *r, const uint8_t *item, pnr_slice *out);
const uint8_t *pnri_get_number(pnri_view_reader *r, const uint8_t *item, void *out);
const uint8_t *pnri_get_date(pnri_view_reader *r, const uint8_t *item, void *out);
const uint8_t *pnri_get_time(pnri_view_reader *r, const uint8_t *item, void *out);
const uint8_t *pnri_get_index(pnri_view_reader *r, const uint8_t *item, void *out, pnri_view_index *greatest);
const uint8_t *pnri_get_moment(pnri_view_reader *r, const uint8_t *item, void *out);
const uint8_t *pnri_get_texts(pnri_view_reader *r, const uint8_t *item, void *out, uint32_t *count);
const uint8_t *pnri_get_view(pnri_view_reader *r, const uint8_t *item, const pnri_view *view, void *out);
const uint8_t *pnri_get_views(pnri_view_reader *r, const uint8_t *item, const pnri_view *view, void *out,
                              uint32_t *count);
/* The head of a map, and the number of its pairs. */
const uint8_t *pnri_get_pairs(pnri_view_reader *r, const uint8_t *item, uint64_t *pairs);
/* NULL: what is there is not what the table allows. */
const uint8_t *pnri_view_refuse(pnri_view_reader *r, const uint8_t *item);

PNRI_INLINE const uint8_t *pnri_get_field(const pnri_field *f, pnri_view_reader *r, const uint8_t *item, void *at)
{
  void *out = (char *)at + f->offset, *count = (char *)at + f->count;
  switch (f->kind) {
  case PNRI_FIELD_TEXT: return pnri_get_text(r, item, out);
  case PNRI_FIELD_NUMBER: return pnri_get_number(r, item, out);
  case PNRI_FIELD_DATE: return pnri_get_date(r, item, out);
  case PNRI_FIELD_TIME: return pnri_get_time(r, item, out);
  case PNRI_FIELD_TRAVELLER: return pnri_get_index(r, item, out, &r->traveller);
  case PNRI_FIELD_LEG: return pnri_get_index(r, item, out, &r->leg);
  case PNRI_FIELD_MOMENT: return pnri_get_moment(r, item, out);
  case PNRI_FIELD_TEXTS: return pnri_get_texts(r, item, out, count);
  case PNRI_FIELD_ONE: return pnri_get_view(r, item, f->views, out);
  default: return pnri_get_views(r, item, f->views, out, count);
  }
}

/* Reads a view from a map. Its keys rise, and so do those of the rows: each is looked for once. */
PNRI_INLINE const uint8_t *pnri_rows_get(const pnri_field *rows, size_t count, pnri_view_reader *r, const uint8_t *item,
                                         void *at)
{
  uint64_t pairs;
  const uint8_t *next = pnri_get_pairs(r, item, &pairs), *end = r->cbor.end;
  if (next == NULL) return NULL;
  uint32_t key = pairs != 0 && next != end ? *next : 0;
  pnri_rows_clear(rows, count, at);
#pragma GCC unroll 32
  for (size_t i = 0; i < count; i++) {
    if (rows[i].key == 0) continue;
    if (key == rows[i].key) {
      item = next + 1;
      next = pnri_get_field(&rows[i], r, item, at);
      if (next == NULL) return NULL;
      pairs--;
      key = pairs != 0 && next != end ? *next : 0;
    } else if (rows[i].kind == PNRI_FIELD_ONE || rows[i].kind == PNRI_FIELD_MOMENT) {
      return pnri_view_refuse(r, pairs != 0 ? next : item); /* these are always said */
    }
  }
  return pairs == 0 ? next : pnri_view_refuse(r, next);
}

/* The code of a table view_fields, and a view of it. */
#define PNRI_ROWS(view) (sizeof view##_fields / sizeof view##_fields[0] - 1)
#define PNRI_ROWS_CODE(view)                                                                  \
  static void clear_##view(void *at) { pnri_rows_clear(view##_fields, PNRI_ROWS(view), at); } \
  static uint8_t *put_##view(pnri_cbor_writer *cbor, uint8_t *place, const void *at)          \
  {                                                                                           \
    return pnri_rows_put(view##_fields, PNRI_ROWS(view), cbor, place, at);                    \
  }                                                                                           \
  static const uint8_t *get_##view(pnri_view_reader *r, const uint8_t *item, void *at)        \
  {                                                                                           \
    return pnri_rows_get(view##_fields, PNRI_ROWS(view), r, item, at);                        \
  }
/* clang-format off */
#define PNRI_ROWS_VIEW(view, size, offset) { #view, view##_fields, size, offset, clear_##view, put_##view, get_##view }
/* clang-format on */

#endif
