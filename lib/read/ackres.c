/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "read/answer.h"

/* ACKRES: what a government answers to a PNRGOV.
 *
 *   MSG 23 · { ERC · IFT }
 *
 * Each ERC is an error of the message as a whole, and the IFT behind it says it in words. Without any ERC the message
 * is a receipt. */

typedef struct ackres {
  pnri_builder *builder;
  pnri_segment *segment;         /* in work */
  pnri_response_draft *response; /* that of the newest ERC, or NULL */
} ackres;

/* Handlers return false when the segment says something that has no field: it is then kept as an item. */

/* C302: 1225 is the second component; some senders put it into the first. */
static bool read_function(ackres *a)
{
  pnr_content *content = a->builder->content;
  if (content->function_code.size != 0) {
    pnri_segment_note(a->segment, PNR_F_SEGMENT_MISPLACED, 0, 1);
    return false;
  }
  uint32_t component = 2;
  content->function_code = pnri_answer_text(a->segment, 1, 2);
  if (content->function_code.size == 0) content->function_code = pnri_answer_text(a->segment, 1, component = 1);
  if (pnri_slice_is(content->function_code, "23")) content->function = PNR_FUNCTION_RESPONSE;
  else if (content->function_code.size != 0) pnri_segment_note(a->segment, PNR_F_CODE_UNKNOWN, 1, component);
  else pnri_answer_missing(a->builder, a->segment->begin, a->segment->ordinal);
  return content->function_code.size != 0;
}

/* C901 9321. */
static bool read_error(ackres *a)
{
  a->response = pnri_response_add(a->builder);
  if (a->response == NULL) return false;
  pnr_response *view = &a->response->view;
  view->level = PNR_LEVEL_HEADER;
  view->meaning = PNR_RESPONSE_ERROR;
  view->offset = a->segment->begin;
  view->code = pnri_answer_text(a->segment, 1, 1);
  if (view->code.size == 0) pnri_answer_missing(a->builder, a->segment->begin, a->segment->ordinal);
  return view->code.size != 0;
}

/* Texts begin in element 2; C346 before them is 3 for literal text. */
static bool read_text(ackres *a)
{
  if (a->response == NULL) {
    pnri_segment_note(a->segment, PNR_F_SEGMENT_MISPLACED, 0, 1);
    return false;
  }
  if (a->response->view.text.size != 0) return false;
  pnri_answer_usual(a->segment, 1, 1, "3");
  a->response->view.text = pnri_answer_texts(a->builder, a->segment, 2);
  bool is_parted = pnri_segment_components(a->segment, 2) > 1 || a->segment->element_count > 2;
  return a->response->view.text.size != 0 && !is_parted; /* the text does not tell where */
}

static const struct {
  char tag[4];
  bool (*handle)(ackres *a);
} rows[] = { { "MSG", read_function }, { "ERC", read_error }, { "IFT", read_text } };

static bool read_segment(ackres *a)
{
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (pnri_segment_is(a->segment, rows[i].tag)) return rows[i].handle(a);
  pnri_segment_note(a->segment, PNR_F_SEGMENT_UNKNOWN, 0, 1);
  return false;
}

pnr_status pnri_ackres_read(pnri_reading *reading, pnr_error *error)
{
  pnri_builder *builder = reading->builder;
  ackres a = { .builder = builder };
  pnr_status status;
  while ((status = pnri_interchange_next_segment(reading->interchange, &a.segment, error)) == PNR_OK) {
    bool is_recorded = read_segment(&a);
    if (!is_recorded || pnri_segment_has_unread(a.segment))
      pnri_answer_keep(builder, a.response != NULL ? &a.response->items : &builder->items, a.segment);
    if (builder->failed || builder->findings.failed) return pnri_fail_memory(error);
  }
  if (status != PNR_END) return status;
  if (builder->content->function_code.size == 0) pnri_answer_lacks(reading);
  return builder->findings.failed ? pnri_fail_memory(error) : PNR_OK;
}
