/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/fail.h"
#include "read/answer.h"
#include "record/contrl.h"

/* CONTRL (ISO 9735-4): what became of an interchange, and where its syntax was wrong.
 *
 *   UCI · { UCM · { UCS · { UCD } } } · { UCF · { UCM · { UCS · { UCD } } } }
 *
 * Every segment is one report; pnri_contrl_layouts says which of its elements holds what. */

typedef struct contrl {
  pnri_builder *builder;
  pnri_segment *segment;     /* in work, and */
  pnr_syntax_report *report; /* its report */
  bool is_whole;             /* the report holds all that the segment says */
  uint32_t open;             /* level of the report before; 0 in front of the first */
  uint32_t position;         /* 0096 of the newest UCS, for the elements under it */
} contrl;

typedef pnri_contrl_layout layout;

static const layout *layout_of(const pnri_segment *segment)
{
  for (size_t i = 0; i < PNRI_CONTRL_LAYOUTS; i++)
    if (pnri_segment_is(segment, pnri_contrl_layouts[i].tag)) return &pnri_contrl_layouts[i];
  return NULL;
}

/* --- Values --- */

static pnr_slice text_at(contrl *c, uint32_t element, uint32_t component)
{
  return element != 0 ? pnri_answer_text(c->segment, element, component) : (pnr_slice){ NULL, 0 };
}

/* 0 where the component is empty or no number. */
static uint32_t number_at(contrl *c, uint32_t element, uint32_t component)
{
  pnr_slice text = text_at(c, element, component);
  if (text.size == 0) return 0;
  uint32_t number = pnri_number(text);
  if (number == UINT32_MAX) pnri_segment_note(c->segment, PNR_F_NUMBER_INVALID, element, component);
  if (number == UINT32_MAX || text.data[0] == '0') c->is_whole = false; /* zeros in front have no place in a number */
  return number != UINT32_MAX ? number : 0;
}

static void require(contrl *c, uint32_t element, bool is_there)
{
  if (element != 0 && !is_there) pnri_answer_missing(c->builder, c->segment->begin, c->segment->ordinal);
}

static uint32_t action_at(contrl *c, uint32_t element)
{
  uint32_t action = number_at(c, element, 1);
  bool is_known =
    action == PNR_RECEIPT_REJECTED || action == PNR_RECEIPT_ACKNOWLEDGED || action == PNR_RECEIPT_RECEIVED;
  if (is_known || action == 0) return action;
  pnri_segment_note(c->segment, PNR_F_CODE_UNKNOWN, element, 1);
  c->is_whole = false;
  return PNR_RECEIPT_UNKNOWN;
}

static uint32_t error_at(contrl *c, uint32_t element)
{
  uint32_t error = number_at(c, element, 1);
  if (error != 0 && pnr_syntax_error_text(error) == NULL) pnri_segment_note(c->segment, PNR_F_CODE_UNKNOWN, element, 1);
  return error;
}

/* S009 behind 0065, as it stands: D:12B:UN:IATA. */
static pnr_slice version_at(contrl *c, uint32_t element)
{
  uint32_t count = pnri_segment_components(c->segment, element);
  size_t size = 0;
  for (uint32_t i = 2; i <= count; i++) size += pnri_answer_text(c->segment, element, i).size;
  if (size == 0) return (pnr_slice){ NULL, 0 };
  uint8_t *text = pnri_arena_text(c->builder->arena, size + count - 2);
  if (text == NULL) {
    c->builder->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  size = 0;
  for (uint32_t i = 2; i <= count; i++) {
    pnr_slice part = pnri_answer_text(c->segment, element, i);
    if (i != 2) text[size++] = ':';
    if (part.size != 0) memcpy(text + size, part.data, part.size);
    size += part.size;
  }
  while (size != 0 && text[size - 1] == ':') size--; /* empty ones at the end are none */
  return (pnr_slice){ text, size };
}

/* --- Reports --- */

static void read_report(contrl *c, const layout *row)
{
  pnr_syntax_report *report = c->report;
  report->level = row->level;
  report->offset = c->segment->begin;
  report->reference = text_at(c, row->reference, 1);
  report->sender = text_at(c, row->sender, 1);
  report->recipient = text_at(c, row->recipient, 1);
  report->type = text_at(c, row->type, 1);
  if (row->type != 0) report->version = version_at(c, row->type);
  report->action = action_at(c, row->action);
  report->error = error_at(c, row->error);
  report->tag = text_at(c, row->service, 1);
  report->element = number_at(c, row->place, 1);
  report->component = number_at(c, row->place, 2);
  report->occurrence = number_at(c, row->place, 3);
  if (row->segment != 0) c->position = number_at(c, row->segment, 1);
  if (row->level >= PNR_SYNTAX_SEGMENT) report->segment = c->position;
  require(c, row->reference, report->reference.size != 0);
  require(c, row->action, text_at(c, row->action, 1).size != 0);
  require(c, row->segment, text_at(c, row->segment, 1).size != 0);
  if (row->level == PNR_SYNTAX_ELEMENT) {
    require(c, row->error, text_at(c, row->error, 1).size != 0);
    require(c, row->place, text_at(c, row->place, 1).size != 0);
  }
}

/* A report in the wrong place says what it says all the same. */
static void check_place(contrl *c, const layout *row)
{
  bool is_second = row->level == PNR_SYNTAX_INTERCHANGE && c->open != 0;
  if (is_second || c->open < row->under) pnri_segment_note(c->segment, PNR_F_SEGMENT_MISPLACED, 0, 1);
  if (row->level < PNR_SYNTAX_SEGMENT || c->open < row->under) c->position = 0;
  c->open = row->level;
}

static void read_segment(contrl *c)
{
  const layout *row = layout_of(c->segment);
  c->is_whole = row != NULL;
  if (row == NULL) {
    pnri_segment_note(c->segment, PNR_F_SEGMENT_UNKNOWN, 0, 1);
  } else {
    c->report = pnri_syntax_report_add(c->builder);
    if (c->report == NULL) return;
    check_place(c, row);
    read_report(c, row);
  }
  if (!c->is_whole || pnri_segment_has_unread(c->segment)) pnri_answer_keep(c->builder, &c->builder->items, c->segment);
}

pnr_status pnri_contrl_read(pnri_reading *reading, pnr_error *error)
{
  pnri_builder *builder = reading->builder;
  contrl c = { .builder = builder };
  pnr_status status;
  builder->content->function = PNR_FUNCTION_RESPONSE;
  while ((status = pnri_interchange_next_segment(reading->interchange, &c.segment, error)) == PNR_OK) {
    read_segment(&c);
    if (builder->failed || builder->findings.failed) return pnri_fail_memory(error);
  }
  if (status != PNR_END) return status;
  if (c.open == 0) pnri_answer_lacks(reading);
  return builder->findings.failed ? pnri_fail_memory(error) : PNR_OK;
}
