/* SPDX-License-Identifier: Apache-2.0 */
#include "read/answer.h"

pnr_slice pnri_answer_text(pnri_segment *segment, uint32_t element, uint32_t component)
{
  return pnri_segment_trimmed(segment, element, component);
}

void pnri_answer_usual(pnri_segment *segment, uint32_t element, uint32_t component, const char *code)
{
  uint64_t read = segment->read;
  if (!pnri_slice_is(pnri_answer_text(segment, element, component), code)) segment->read = read;
}

/* Writes the texts where text is not NULL; returns how many octets they take. */
static size_t join(pnri_segment *segment, uint32_t from, uint8_t *text)
{
  size_t size = 0;
  for (uint32_t e = from; e <= segment->element_count; e++)
    for (uint32_t c = 1; c <= pnri_segment_components(segment, e); c++) {
      pnr_slice part = pnri_answer_text(segment, e, c);
      if (part.size == 0) continue;
      if (size != 0 && text != NULL) text[size] = ' ';
      size += size != 0;
      if (text != NULL) memcpy(text + size, part.data, part.size);
      size += part.size;
    }
  return size;
}

pnr_slice pnri_answer_texts(pnri_builder *builder, pnri_segment *segment, uint32_t from)
{
  size_t size = join(segment, from, NULL);
  if (size == 0) return (pnr_slice){ NULL, 0 };
  uint8_t *text = pnri_arena_text(builder->arena, size);
  if (text == NULL) {
    builder->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  return (pnr_slice){ text, join(segment, from, text) };
}

void pnri_answer_keep(pnri_builder *builder, pnri_chain *items, const pnri_segment *segment)
{
  pnr_item *item = pnri_item_add(builder, items);
  if (item == NULL) return;
  item->tag = (pnr_slice){ segment->data + segment->begin, 3 };
  item->text = pnri_segment_whole(segment);
  item->offset = segment->begin;
  item->length = segment->end - segment->begin;
}

void pnri_answer_missing(pnri_builder *builder, uint64_t offset, uint32_t ordinal)
{
  pnri_findings_add(&builder->findings,
                    (pnr_finding){ .code = PNR_F_VALUE_MISSING, .offset = offset, .length = 3, .segment = ordinal });
}

void pnri_answer_lacks(const pnri_reading *reading)
{
  pnri_answer_missing(reading->builder, reading->envelope->heads[PNRI_HEAD_UNH].offset, 1);
}
