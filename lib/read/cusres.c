/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "read/answer.h"
#include "read/paxlst.h"
#include "record/cusres.h"

/* CUSRES: what a government answers to a passenger list, person by person.
 *
 *   BGM 962 · RFF TN · { RFF AF · DTM 189 · DTM 232 · LOC 125 · LOC 87 } · { ERP · RFF AVF · RFF ABO · ERC · FTX }
 *
 * The flight's segments are those of PAXLST and are read by its functions. An answer must never go to somebody else:
 * a reference behind a code begins another answer, also where ERP is missing. */

typedef struct cusres {
  pnri_paxlst list;              /* the flight, and how its segments are read */
  pnri_response_draft *response; /* open, or NULL */
  uint64_t response_offset;      /* where the open response begins */
  uint32_t response_ordinal;
} cusres;

typedef bool (*handler)(cusres *c, uint32_t detail);

/* --- The head --- */

/* C002 1001: a response document, and what some countries send instead. */
static const char response_codes[][4] = { "962", "132", "312" };

static bool read_bgm(cusres *c, uint32_t detail)
{
  (void)detail;
  pnr_content *content = c->list.builder->content;
  if (content->function_code.size != 0) return false;
  content->function_code = pnri_paxlst_text(&c->list, 1, 1);
  for (size_t i = 0; i < sizeof response_codes / sizeof response_codes[0]; i++)
    if (pnri_slice_is(content->function_code, response_codes[i])) content->function = PNR_FUNCTION_RESPONSE;
  if (content->function != PNR_FUNCTION_RESPONSE) pnri_paxlst_note(&c->list, PNR_F_CODE_UNKNOWN, 1, 1);
  return content->function_code.size != 0;
}

static bool read_transaction(cusres *c, uint32_t detail)
{
  (void)detail;
  return pnri_paxlst_put(&c->list.builder->content->transaction, pnri_paxlst_text(&c->list, 1, 2));
}

static bool read_flight(cusres *c, uint32_t detail) { return pnri_paxlst_flight(&c->list, detail); }
static bool read_place(cusres *c, uint32_t role) { return pnri_paxlst_place(&c->list, role); }
static bool read_departure(cusres *c, uint32_t detail) { return pnri_paxlst_departure(&c->list, detail); }
static bool read_arrival(cusres *c, uint32_t detail) { return pnri_paxlst_arrival(&c->list, detail); }

static bool keep(cusres *c, uint32_t detail)
{
  (void)c;
  (void)detail;
  return false;
}

/* --- Responses --- */

/* What the open response still owes: a code, and of a person whom it is about. */
static void end_response(cusres *c)
{
  if (c->response == NULL) return;
  const pnr_response *view = &c->response->view;
  bool has_person = view->locator.size + view->unique_reference.size != 0 || view->level == PNR_LEVEL_HEADER;
  if (view->code.size == 0 || !has_person)
    pnri_answer_missing(c->list.builder, c->response_offset, c->response_ordinal);
  c->response = NULL;
}

static pnri_response_draft *begin_response(cusres *c)
{
  end_response(c);
  c->response = pnri_response_add(c->list.builder);
  if (c->response == NULL) return NULL;
  c->response->view.offset = c->response_offset = c->list.segment->begin;
  c->response_ordinal = c->list.segment->ordinal;
  return c->response;
}

/* One that no ERP announces. */
static pnri_response_draft *begin_misplaced(cusres *c)
{
  pnri_paxlst_note(&c->list, PNR_F_SEGMENT_MISPLACED, 0, 1);
  return begin_response(c);
}

/* ERP C701 1049: 1 is about the message as a whole, 2 about one person. */
static bool read_point(cusres *c, uint32_t detail)
{
  (void)detail;
  pnri_response_draft *response = begin_response(c);
  if (response == NULL) return false;
  pnr_slice level = pnri_paxlst_text(&c->list, 1, 1);
  if (pnri_slice_is(level, "1")) response->view.level = PNR_LEVEL_HEADER;
  if (pnri_slice_is(level, "2")) response->view.level = PNR_LEVEL_PERSON;
  if (response->view.level != PNR_LEVEL_UNKNOWN) return true;
  pnri_paxlst_note(&c->list, level.size != 0 ? PNR_F_CODE_UNKNOWN : PNR_F_VALUE_MISSING, 1, 1);
  return false;
}

enum { LOCATOR, UNIQUE, TRANSACTION, FLIGHT };

static pnr_slice *reference_of(pnr_response *view, uint32_t which)
{
  switch (which) {
  case LOCATOR: return &view->locator;
  case UNIQUE: return &view->unique_reference;
  case TRANSACTION: return &view->transaction;
  default: return &view->flight;
  }
}

/* Behind a code only an answer that names nobody yet takes a person's reference. */
static bool read_reference(cusres *c, uint32_t which)
{
  const pnr_response *view = c->response != NULL ? &c->response->view : NULL;
  bool is_person = which == LOCATOR || which == UNIQUE;
  bool is_answered = view != NULL && view->code.size != 0 && view->locator.size + view->unique_reference.size != 0;
  if (is_person && (view == NULL || is_answered) && begin_misplaced(c) == NULL) return false;
  return pnri_paxlst_put(reference_of(&c->response->view, which), pnri_paxlst_text(&c->list, 1, 2));
}

/* Each country has further codes for persons. Where the level is not known, the code alone tells. */
static uint32_t meaning_of(cusres *c, uint32_t level, pnr_slice code)
{
  for (size_t i = 0; i < PNRI_RESPONSE_CODES; i++) {
    const pnri_response_code *row = &pnri_response_codes[i];
    bool is_level = row->level == level || level == PNR_LEVEL_UNKNOWN;
    if (is_level && pnri_slice_is(code, row->code)) return row->meaning;
  }
  if (level != PNR_LEVEL_PERSON) pnri_paxlst_note(&c->list, PNR_F_CODE_UNKNOWN, 1, 1);
  return PNR_RESPONSE_RAW;
}

/* A second code of one ERP is a second answer about the same. */
static bool read_code(cusres *c, uint32_t detail)
{
  (void)detail;
  pnr_slice code = pnri_paxlst_text(&c->list, 1, 1);
  if (c->response == NULL && begin_misplaced(c) == NULL) return false;
  if (code.size == 0) return false;
  if (c->response->view.code.size != 0) {
    pnr_response first = c->response->view;
    if (begin_response(c) == NULL) return false;
    pnr_response *view = &c->response->view;
    view->level = first.level;
    view->locator = first.locator;
    view->unique_reference = first.unique_reference;
    view->transaction = first.transaction;
    view->flight = first.flight;
  }
  c->response->view.code = code;
  c->response->view.meaning = meaning_of(c, c->response->view.level, code);
  return true;
}

/* FTX AAP: C108 in element 4. */
static bool read_text(cusres *c, uint32_t detail)
{
  (void)detail;
  pnri_paxlst_usual(&c->list, 1, 1, "AAP", "AAP");
  pnr_slice text = pnri_paxlst_joined(&c->list, 4, 1, PNRI_EVERY);
  bool is_parted = pnri_segment_components(c->list.segment, 4) > 1; /* the text does not tell where */
  return pnri_paxlst_put(&c->response->view.text, text) && !is_parted;
}

/* --- The table --- */

enum { ANYWHERE, IN_HEAD, IN_RESPONSE };

typedef struct row {
  char tag[4];
  const char *qualifier; /* element 1 component 1; NULL: the tag has none, or any does */
  uint32_t place;
  handler handle;
  uint32_t detail;
} row;

/* The first row that fits counts. */
static const row rows[] = {
  { "BGM", NULL, IN_HEAD, read_bgm, 0 },
  { "RFF", "TN", IN_HEAD, read_transaction, 0 },
  { "RFF", "AF", IN_HEAD, read_flight, 0 },
  { "DTM", "189", IN_HEAD, read_departure, 0 },
  { "DTM", "232", IN_HEAD, read_arrival, 0 },
  { "LOC", "125", IN_HEAD, read_place, PNRI_PLACE_DEPARTURE },
  { "LOC", "87", IN_HEAD, read_place, PNRI_PLACE_ARRIVAL },
  { "LOC", "92", IN_HEAD, read_place, PNRI_PLACE_NONE },

  { "ERP", NULL, ANYWHERE, read_point, 0 },
  { "RFF", "AVF", ANYWHERE, read_reference, LOCATOR },
  { "RFF", "ABO", ANYWHERE, read_reference, UNIQUE },
  { "RFF", "TN", IN_RESPONSE, read_reference, TRANSACTION },
  { "RFF", "AF", IN_RESPONSE, read_reference, FLIGHT },
  { "ERC", NULL, ANYWHERE, read_code, 0 },
  { "FTX", NULL, IN_RESPONSE, read_text, 0 },
  { "FTX", NULL, IN_HEAD, keep, 0 },
};

static bool may_stand_here(const cusres *c, uint32_t place)
{
  return place == ANYWHERE || (place == IN_RESPONSE) == (c->response != NULL);
}

/* The row of the segment; NULL with the finding that fits when there is none. */
static const row *find_row(cusres *c)
{
  uint32_t code = PNR_F_SEGMENT_UNKNOWN;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    if (!pnri_segment_is(c->list.segment, rows[i].tag)) continue;
    if (code == PNR_F_SEGMENT_UNKNOWN) code = PNR_F_CODE_UNKNOWN;
    if (rows[i].qualifier != NULL && !pnri_slice_is(pnri_paxlst_text(&c->list, 1, 1), rows[i].qualifier)) continue;
    if (may_stand_here(c, rows[i].place)) return &rows[i];
    code = PNR_F_SEGMENT_MISPLACED;
  }
  pnri_paxlst_note(&c->list, code, code == PNR_F_CODE_UNKNOWN ? 1 : 0, 1);
  return NULL;
}

static pnr_status read_segment(cusres *c, pnr_error *error)
{
  pnri_builder *builder = c->list.builder;
  const row *found = find_row(c);
  bool is_recorded = found != NULL && found->handle(c, found->detail);
  if (!is_recorded || pnri_segment_has_unread(c->list.segment))
    pnri_answer_keep(builder, c->response != NULL ? &c->response->items : &builder->items, c->list.segment);
  if (builder->failed || builder->findings.failed) return pnri_fail_memory(error);
  if (builder->responses.count > c->list.reading->env->limits.travellers)
    return pnri_fail_at(error, PNR_E_LIMIT, c->list.segment->begin);
  return PNR_OK;
}

pnr_status pnri_cusres_read(pnri_reading *reading, pnr_error *error)
{
  pnri_builder *builder = reading->builder;
  cusres c = { .list = { .reading = reading, .builder = builder } };
  c.list.departs_time = c.list.arrives_time = PNR_TIME_UNKNOWN;
  c.list.journey.transport = builder->content->transport = PNR_TRANSPORT_AIR;
  pnr_status status;
  while ((status = pnri_interchange_next_segment(reading->interchange, &c.list.segment, error)) == PNR_OK) {
    status = read_segment(&c, error);
    if (status != PNR_OK) return status;
  }
  if (status != PNR_END) return status;
  end_response(&c);
  if (builder->responses.count == 0) pnri_answer_lacks(reading);
  return builder->failed || builder->findings.failed ? pnri_fail_memory(error) : PNR_OK;
}
