/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "core/slice.h"
#include "core/utf8.h"
#include "edifact/interchange.h"
#include "edifact/writer.h"

/* Any octets as an EDIFACT message: its segments are written, by value and as copies, and read again. Both must be the
 * same segments. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
  if (!holds) abort();
}

static void add(pnri_vector *vector, const void *octets, size_t size)
{
  if (size == 0) return;
  void *room = pnri_vector_add(vector, size);
  demand(room != NULL);
  memcpy(room, octets, size);
}

/* Where a value stands and what it is; empty ones are not noted. */
static void note_value(pnri_vector *notes, uint32_t element, uint32_t repetition, uint32_t component, pnr_slice text)
{
  uint64_t place[] = { element, repetition, component, text.size };
  if (text.size == 0) return;
  add(notes, place, sizeof place);
  add(notes, text.data, text.size);
}

static void put_value(pnri_writer *writer, uint32_t element, uint32_t component, bool repeats, pnr_slice text)
{
  if (component == 1 && element != 0) pnri_put_element(writer, text);
  else if (repeats) pnri_put_repetition(writer, text);
  else pnri_put_component(writer, text);
}

/* Notes the segment's values, and writes them where there is a writer. */
static void take_segment(pnri_segment *segment, pnri_vector *notes, pnri_writer *writer)
{
  char tag[4] = { (char)segment->tag[0], (char)segment->tag[1], (char)segment->tag[2], 0 };
  add(notes, tag, 3);
  if (writer != NULL) pnri_put_segment(writer, tag);
  for (uint32_t e = 0; e <= segment->element_count; e++) {
    uint32_t repetition = 0, first = 1;
    for (uint32_t c = 1; c <= pnri_segment_components(segment, e); c++) {
      bool repeats = c > 1 && pnri_value_is_repeat(segment, pnri_segment_value(segment, e, c));
      repetition += repeats;
      if (repeats) first = c;
      pnr_slice text = pnri_segment_text(segment, e, c);
      note_value(notes, e, repetition, c - first, text);
      if (writer != NULL) put_value(writer, e, c, repeats, text);
    }
  }
}

/* Reads the first message. by_value and by_copy may be NULL. */
static void read_message(const uint8_t *data, size_t size, pnri_vector *notes, pnri_writer *by_value,
                         pnri_writer *by_copy)
{
  pnri_arena arena;
  pnri_findings findings;
  pnri_envelope envelope;
  pnri_interchange *interchange;
  pnri_segment *segment;
  if (pnri_interchange_open(NULL, data, size, &interchange, NULL) != PNR_OK) return;
  pnri_arena_open(&arena, NULL);
  pnri_findings_open(&findings, &arena);
  if (pnri_interchange_next_message(interchange, &arena, &findings, &envelope, NULL) == PNR_OK)
    while (pnri_interchange_next_segment(interchange, &segment, NULL) == PNR_OK) {
      take_segment(segment, notes, by_value);
      if (by_copy != NULL) pnri_put_copy(by_copy, pnri_segment_whole(segment), segment->service);
    }
  pnri_arena_close(&arena);
  pnri_interchange_close(interchange);
}

static void open_message(pnri_writer *writer, pnri_vector *octets, const pnr_envelope *envelope)
{
  const pnri_message_head head = { .reference = pnri_slice("1"), .type = pnri_slice("X") };
  pnri_vector_open(octets, NULL, 1);
  pnri_writer_open(writer, octets, envelope);
  pnri_writer_begin_message(writer, &head);
}

/* Ends the message; where it could be written it must read as the notes say. */
static void check_message(pnri_writer *writer, pnri_vector *octets, const pnri_vector *notes)
{
  pnri_vector again;
  pnri_vector_open(&again, NULL, 1);
  pnri_writer_end_message(writer);
  if (pnri_writer_close(writer, NULL) == PNR_OK) {
    read_message(octets->data, octets->count, &again, NULL, NULL);
    demand(again.count == notes->count);
    demand(again.count == 0 || memcmp(again.data, notes->data, again.count) == 0);
  } else {
    demand(octets->count == 0);
  }
  pnri_vector_close(&again);
  pnri_vector_close(octets);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const pnr_envelope envelope = { .size = sizeof envelope,
                                  .syntax = pnri_slice("UNOW"),
                                  .sender = pnri_slice("A"),
                                  .recipient = pnri_slice("B"),
                                  .interchange = pnri_slice("R"),
                                  .prepared = 20250310 };
  pnri_vector notes, values, copies;
  pnri_writer by_value, by_copy;
  pnri_vector_open(&notes, NULL, 1);
  open_message(&by_value, &values, &envelope);
  open_message(&by_copy, &copies, &envelope);
  read_message(data, size, &notes, &by_value, &by_copy);
  check_message(&by_value, &values, &notes);
  /* Where octets are of no one character set, a segment as a whole may be decoded otherwise than its values. */
  bool is_one_set = pnri_utf8_valid((pnr_slice){ data, size }) == size;
  if (is_one_set) check_message(&by_copy, &copies, &notes);
  else pnri_vector_close(&copies);
  pnri_vector_close(&notes);
  return 0;
}
