/* SPDX-License-Identifier: Apache-2.0 */
#include "record/copy.h"

#include "core/slice.h"

static bool is_left_out(const pnri_copy *copy, const pnri_field *field)
{
  return ((copy->without >> field->data_class | copy->without_kinds >> field->kind) & 1) != 0;
}

static bool is_kept(pnri_copy *copy, const pnri_field *field, const pnri_view *view, const void *at, pnr_slice *text)
{
  return copy->rule == NULL || copy->rule(copy, field, view, at, text);
}

/* Where the copy has the traveller of that index; PNR_NONE where it does not. */
static uint32_t traveller_in(const pnri_copy *copy, uint32_t index)
{
  if (copy->travellers == NULL) return index;
  uint32_t low = 0, high = copy->traveller_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (copy->travellers[middle] < index) low = middle + 1;
    else high = middle;
  }
  return low < copy->traveller_count && copy->travellers[low] == index ? low : PNR_NONE;
}

static void copy_number(pnri_copy *copy, const pnri_field *f, const pnri_view *view, const void *from, void *to)
{
  uint32_t value = pnri_field_number(from, f->offset), unsaid = pnri_field_unsaid(f->kind);
  bool is_said = value != unsaid && f->key != 0 && !is_left_out(copy, f) &&
                 (copy->keeps_numbers || is_kept(copy, f, view, from, NULL));
  if (!is_said) value = unsaid;
  else if (f->kind == PNRI_FIELD_TRAVELLER) value = traveller_in(copy, value);
  else if (f->kind == PNRI_FIELD_LEG && value >= copy->leg_count) value = PNR_NONE;
  pnri_field_set(to, f->offset, &value, sizeof value);
}

static pnr_slice copied_text(pnri_copy *copy, pnr_slice text)
{
  pnr_slice copied = pnri_arena_copy(copy->arena, text);
  if (copied.size != text.size) copy->failed = true;
  return copied;
}

static void copy_text(pnri_copy *copy, const pnri_field *f, const pnri_view *view, const void *from, void *to)
{
  pnr_slice text = pnri_field_text(from, f->offset);
  const uint8_t *first = text.data;
  if (text.size == 0 || f->key == 0 || is_left_out(copy, f)) return;
  copy->place = (char *)to + f->offset;
  if (!is_kept(copy, f, view, from, &text)) return;
  pnri_field_set_text(to, f->offset, text.data == first ? copied_text(copy, text) : text);
}

/* All or none of them. */
static void copy_texts(pnri_copy *copy, const pnri_field *f, const pnri_view *view, const void *from, void *to)
{
  uint32_t count = pnri_field_number(from, f->count);
  if (count == 0 || is_left_out(copy, f) || !is_kept(copy, f, view, from, NULL)) return;
  const pnr_slice *texts = pnri_field_pointer(from, f->offset);
  pnr_slice *copies = pnri_arena_take(copy->arena, count * sizeof *copies);
  if (copies == NULL) {
    copy->failed = true;
    return;
  }
  for (uint32_t i = 0; i < count; i++) copies[i] = copied_text(copy, texts[i]);
  pnri_field_set(to, f->offset, &copies, sizeof copies);
  pnri_field_set(to, f->count, &count, sizeof count);
}

static void *copied_view(pnri_copy *copy, const pnri_view *view, const void *from)
{
  void *to = pnri_arena_take(copy->arena, view->size);
  if (to == NULL) copy->failed = true;
  else pnri_copy_view(copy, view, from, to);
  return to;
}

static void copy_array(pnri_copy *copy, const pnri_field *f, const void *from, void *to)
{
  uint32_t count = pnri_field_number(from, f->count), kept = 0;
  if (count == 0) return;
  void **views = pnri_arena_take(copy->arena, count * sizeof *views);
  if (views == NULL) copy->failed = true;
  for (uint32_t i = 0; i < count && !copy->failed; i++) {
    const void *one = pnri_field_view(from, f, i);
    if (is_kept(copy, f, f->views, one, NULL)) views[kept++] = copied_view(copy, f->views, one);
  }
  if (copy->failed || kept == 0) return;
  pnri_field_set(to, f->offset, &views, sizeof views);
  pnri_field_set(to, f->count, &kept, sizeof kept);
}

/* Recursive, but only as deep as views nest. */
void pnri_copy_view(pnri_copy *copy, const pnri_view *view, const void *from, void *to)
{
  for (const pnri_field *f = view->fields; f->kind != PNRI_FIELD_END && !copy->failed; f++) {
    if (f->kind == PNRI_FIELD_TEXT) copy_text(copy, f, view, from, to);
    else if (pnri_field_is_number(f->kind)) copy_number(copy, f, view, from, to);
    else if (f->key == 0) continue;
    else if (f->kind == PNRI_FIELD_TEXTS) copy_texts(copy, f, view, from, to);
    else if (f->kind == PNRI_FIELD_MANY) copy_array(copy, f, from, to);
    else if (f->kind == PNRI_FIELD_MOMENT) {
      pnri_field_set(to, f->offset, (const char *)from + f->offset, sizeof(uint64_t));
    } else {
      void *one = copied_view(copy, f->views, pnri_field_pointer(from, f->offset));
      pnri_field_set(to, f->offset, &one, sizeof one);
    }
  }
}

/* --- Visiting --- */

/* Recursive, but only as deep as views nest. */
static bool has_class(const pnri_view *view, uint32_t classes)
{
  for (const pnri_field *f = view->fields; f->kind != PNRI_FIELD_END; f++) {
    if (f->views != NULL && has_class(f->views, classes)) return true;
    if (f->views == NULL && (classes >> f->data_class & 1) != 0) return true;
  }
  return false;
}

/* Recursive, but only as deep as views nest. */
void pnri_view_texts(const pnri_view *view, const void *at, uint32_t classes, pnri_text_visit visit, void *user)
{
  for (const pnri_field *f = view->fields; f->kind != PNRI_FIELD_END; f++) {
    if ((f->views == NULL && (classes >> f->data_class & 1) == 0) || f->key == 0) continue;
    if (f->kind == PNRI_FIELD_TEXT) {
      pnr_slice text = pnri_field_text(at, f->offset);
      if (text.size != 0) visit(user, text);
    } else if (f->kind == PNRI_FIELD_ONE) {
      pnri_view_texts(f->views, pnri_field_pointer(at, f->offset), classes, visit, user);
    } else if (f->kind == PNRI_FIELD_MANY) {
      uint32_t count = pnri_field_number(at, f->count);
      if (count == 0 || !has_class(f->views, classes)) continue;
      for (uint32_t i = 0; i < count; i++) pnri_view_texts(f->views, pnri_field_view(at, f, i), classes, visit, user);
    } else if (f->kind == PNRI_FIELD_TEXTS) {
      uint32_t count = pnri_field_number(at, f->count);
      for (uint32_t i = 0; i < count; i++) visit(user, ((const pnr_slice *)pnri_field_pointer(at, f->offset))[i]);
    }
  }
}

/* --- Equality --- */

static bool is_equal_texts(const pnri_field *f, const void *a, const void *b)
{
  const pnr_slice *x = pnri_field_pointer(a, f->offset), *y = pnri_field_pointer(b, f->offset);
  uint32_t count = pnri_field_number(a, f->count);
  if (count != pnri_field_number(b, f->count)) return false;
  for (uint32_t i = 0; i < count; i++)
    if (!pnri_slice_equal(x[i], y[i])) return false;
  return true;
}

static bool is_equal_array(const pnri_field *f, const void *a, const void *b)
{
  uint32_t count = pnri_field_number(a, f->count);
  if (count != pnri_field_number(b, f->count)) return false;
  for (uint32_t i = 0; i < count; i++)
    if (!pnri_view_equal(f->views, pnri_field_view(a, f, i), pnri_field_view(b, f, i))) return false;
  return true;
}

static bool is_equal_field(const pnri_field *f, const void *a, const void *b)
{
  if (pnri_field_is_number(f->kind)) return pnri_field_number(a, f->offset) == pnri_field_number(b, f->offset);
  switch (f->kind) {
  case PNRI_FIELD_TEXT: return pnri_slice_equal(pnri_field_text(a, f->offset), pnri_field_text(b, f->offset));
  case PNRI_FIELD_TEXTS: return is_equal_texts(f, a, b);
  case PNRI_FIELD_MANY: return is_equal_array(f, a, b);
  case PNRI_FIELD_MOMENT:
    return memcmp((const char *)a + f->offset, (const char *)b + f->offset, sizeof(uint64_t)) == 0;
  default: return pnri_view_equal(f->views, pnri_field_pointer(a, f->offset), pnri_field_pointer(b, f->offset));
  }
}

/* Recursive, but only as deep as views nest. */
bool pnri_view_equal(const pnri_view *view, const void *a, const void *b)
{
  for (const pnri_field *f = view->fields; f->kind != PNRI_FIELD_END; f++)
    if (f->key != 0 && !is_equal_field(f, a, b)) return false;
  return true;
}
