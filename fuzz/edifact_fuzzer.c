/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "core/env.h"
#include "edifact/interchange.h"

/* Any octets as an EDIFACT interchange. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
  if (!holds) abort();
}

/* Where all was read, values count as read but for those whose blanks were cut off, and for what has no bit. */
static bool is_told(const pnri_segment *segment)
{
  for (uint32_t i = 0; i < segment->value_count; i++) {
    pnr_slice raw = pnri_segment_raw(segment, i);
    if (raw.size != 0 && (raw.data[raw.size - 1] == ' ' || raw.data[raw.size - 1] == '\t')) return false;
  }
  return segment->value_count <= PNRI_OWN_BITS;
}

static uint64_t read_segment(pnri_segment *segment)
{
  uint64_t sum = pnri_segment_whole(segment).size + pnri_segment_rest(segment).size;
  for (uint32_t e = 0; e <= segment->element_count; e++)
    for (uint32_t c = 1; c <= pnri_segment_components(segment, e); c++) {
      pnr_slice text = pnri_segment_text(segment, e, c);
      for (size_t i = 0; i < text.size; i++) sum += text.data[i];
      sum += pnri_segment_offset(segment, e, c);
    }
  demand(pnri_segment_has_unread(segment) != is_told(segment));
  return sum;
}

static pnr_status read_message(pnri_interchange *interchange, uint64_t *at, uint64_t *sum)
{
  pnri_arena arena;
  pnri_findings findings;
  pnri_envelope envelope;
  pnri_segment *segment;
  pnri_arena_open(&arena, NULL);
  pnri_findings_open(&findings, &arena);
  pnr_status status = pnri_interchange_next_message(interchange, &arena, &findings, &envelope, NULL);
  if (status == PNR_OK) {
    demand(envelope.offset == *at);
    while ((status = pnri_interchange_next_segment(interchange, &segment, NULL)) == PNR_OK)
      *sum += read_segment(segment);
    demand(status == PNR_END);
    status = pnri_interchange_finish_message(interchange, at, NULL);
    demand(status == PNR_OK && *at >= envelope.offset);
  }
  pnri_arena_close(&arena);
  return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnri_interchange *interchange;
  if (pnri_interchange_open(NULL, data, size, &interchange, NULL) != PNR_OK) return 0;
  uint64_t at = 0, sum = 0, messages = 0;
  while (read_message(interchange, &at, &sum) == PNR_OK) messages++;
  demand(messages == 0 || at == size);
  pnri_interchange_close(interchange);
  return 0;
}
