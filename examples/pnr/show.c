/* SPDX-License-Identifier: Apache-2.0 */
#include "show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

text_style severity_style(uint32_t severity)
{
  static const text_style styles[] = { STYLE_PLAIN, STYLE_DIM, STYLE_YELLOW, STYLE_RED };
  return styles[severity <= PNR_SEVERITY_ERROR ? severity : 0];
}

static void put_word(pnr_text *text, const char *before, pnr_slice word)
{
  if (slice_is_empty(word)) return;
  if (pnr_text_get(text).size > 0) put_string(text, before);
  put(text, word);
}

void put_display_name(pnr_text *text, const pnr_person *person)
{
  if (person->name_count == 0) return;
  const pnr_name *name = person->names[0];
  bool has_parts = !slice_is_empty(name->surname) || !slice_is_empty(name->given);
  put(text, has_parts ? name->given : name->full);
  if (!slice_is_empty(name->given) && !slice_is_empty(name->surname)) put_string(text, " ");
  put(text, name->surname);
}

void put_birth(pnr_text *text, const pnr_birth *birth)
{
  if (birth->circa != 0) put_string(text, "about ");
  put_date(text, birth->from);
  if (birth->to == birth->from || birth->to == 0) return;
  put_string(text, " to ");
  put_date(text, birth->to);
}

static void put_time(pnr_text *text, int32_t time)
{
  if (time >= 0) put_format(text, " %02" PRId32 ":%02" PRId32, time / 60, time % 60);
}

static void put_leg(pnr_text *text, const pnr_leg *leg, bool times)
{
  put(text, leg->carrier);
  put(text, leg->number);
  put(text, leg->suffix);
  put_word(text, " ", leg->from);
  put_word(text, "-", leg->to);
  if (leg->departs != 0) put_string(text, " ");
  put_date(text, leg->departs);
  if (times) put_time(text, leg->departs_time);
}

void put_journey(pnr_text *text, const pnr_content *content)
{
  for (uint32_t i = 0; i < content->leg_count; i++) {
    if (i > 0) put_string(text, ", ");
    put_leg(text, content->legs[i], false);
  }
}

void put_message_kind(pnr_text *text, const pnr_content *content)
{
  put_string(text, pnr_message_type_name(content->type));
  put_string(text, " ");
  if (content->type == PNR_MESSAGE_MRZ)
    put_clean(text, content->version, 0); /* its layout: a document has no function */
  else put_string(text, pnr_function_name(content->function));
  bool is_only_part = content->part_number <= 1 && content->part_last != 0;
  if (content->part_number > 0 && !is_only_part)
    put_format(text, ", part %" PRIu32 "%s", content->part_number, content->part_last != 0 ? " (last)" : "");
}

uint32_t count_findings(const pnr_content *content, uint32_t severity)
{
  uint32_t count = 0;
  for (uint32_t i = 0; i < content->finding_count; i++) count += content->findings[i]->severity == severity;
  return count;
}

static void show_head(const display *terminal, const char *file, uint32_t number, const pnr_content *content)
{
  pnr_text *line = text_open();
  put_string(line, style_on(terminal, STYLE_BOLD));
  put_clean(line, slice_of(file), 0);
  put_format(line, ", message %" PRIu32 ": ", number);
  put_message_kind(line, content);
  put_string(line, style_off(terminal, STYLE_BOLD));
  output_line(line);
  pnr_text *legs = text_open();
  for (uint32_t i = 0; i < content->leg_count; i++) {
    pnr_text_clear(line);
    pnr_text_clear(legs);
    put_leg(legs, content->legs[i], true);
    put_format(line, "  %s ", pnr_transport_name(content->transport));
    put_string(line, style_on(terminal, STYLE_CYAN));
    put_clean(line, pnr_text_get(legs), 0);
    put_string(line, style_off(terminal, STYLE_CYAN));
    output_line(line);
  }
  pnr_text_close(legs);
  pnr_text_clear(line);
  put_string(line, "  ");
  if (!slice_is_empty(content->sender) || !slice_is_empty(content->recipient)) {
    put_string(line, "from ");
    put_clean(line, content->sender, 0);
    put_string(line, " to ");
    put_clean(line, content->recipient, 0);
    put_string(line, ", ");
  }
  put_format(line, "%" PRIu32 " booking%s, %" PRIu32 " traveller%s", content->booking_count,
             content->booking_count == 1 ? "" : "s", content->traveller_count,
             content->traveller_count == 1 ? "" : "s");
  if (content->response_count != 0)
    put_format(line, ", %" PRIu32 " response%s", content->response_count, content->response_count == 1 ? "" : "s");
  output_line(line);
  pnr_text_close(line);
}

static text_style status_style(uint32_t status)
{
  if (status == PNR_STATUS_BOARDED || status == PNR_STATUS_CHECKED_IN) return STYLE_GREEN;
  return status == PNR_STATUS_CANCELLED || status == PNR_STATUS_NOT_BOARDED ? STYLE_YELLOW : STYLE_PLAIN;
}

/* Moves what was written into scratch to the table's next cell. */
static void take_cell(text_table *table, pnr_text *scratch, text_style style)
{
  table_cell(table, pnr_text_get(scratch), style);
  pnr_text_clear(scratch);
}

/* Type and number of each, and who issued it where that is not the holder's own country. */
static void put_documents(pnr_text *text, const pnr_person *person)
{
  for (uint32_t i = 0; i < person->document_count; i++) {
    const pnr_document *document = person->documents[i];
    if (i > 0) put_string(text, ", ");
    if (!slice_is_empty(document->type)) {
      put(text, document->type);
      put_string(text, " ");
    }
    put(text, document->number);
    bool is_own = person->nationality_count > 0 && slice_is_same(document->issuer, person->nationalities[0]);
    if (slice_is_empty(document->issuer) || is_own) continue;
    put_string(text, " ");
    put(text, document->issuer);
  }
}

static void add_traveller(text_table *table, pnr_text *scratch, const pnr_content *content,
                          const pnr_traveller *traveller)
{
  const pnr_person *person = traveller->person;
  if (person->name_count > 0) {
    const pnr_name *name = person->names[0];
    put(scratch, slice_is_empty(name->surname) ? name->full : name->surname);
    put_word(scratch, ", ", name->given);
  }
  take_cell(table, scratch, STYLE_BOLD);
  if (traveller->kind != PNR_KIND_ADULT) put_string(scratch, pnr_traveller_kind_name(traveller->kind));
  take_cell(table, scratch, STYLE_PLAIN);
  if (person->birth_count > 0) put_birth(scratch, person->births[0]);
  take_cell(table, scratch, STYLE_PLAIN);
  if (person->sex != 0) put_format(scratch, "%c", (char)person->sex);
  take_cell(table, scratch, STYLE_PLAIN);
  for (uint32_t i = 0; i < person->nationality_count; i++) put_word(scratch, " ", person->nationalities[i]);
  take_cell(table, scratch, STYLE_PLAIN);
  put_documents(scratch, person);
  take_cell(table, scratch, STYLE_PLAIN);
  table_cell(table, traveller->seat, STYLE_PLAIN);
  put_string(scratch, pnr_travel_status_name(traveller->status));
  take_cell(table, scratch, status_style(traveller->status));
  if (traveller->booking < content->booking_count) put(scratch, content->bookings[traveller->booking]->locator);
  take_cell(table, scratch, STYLE_DIM);
}

static void show_travellers(const display *terminal, const pnr_content *content)
{
  static const table_column columns[] = {
    { "NAME", 20, 0 },      { "KIND", 0, 0 }, { "BORN", 0, 0 },   { "SEX", 0, 1 },     { "NAT", 0, 2 },
    { "DOCUMENTS", 12, 0 }, { "SEAT", 0, 3 }, { "STATUS", 0, 0 }, { "BOOKING", 0, 4 },
  };
  if (content->traveller_count == 0) return;
  text_table *table = table_open(columns, sizeof columns / sizeof columns[0]);
  pnr_text *scratch = text_open();
  for (uint32_t i = 0; i < content->traveller_count; i++)
    add_traveller(table, scratch, content, content->travellers[i]);
  table_print(table, terminal, 2);
  pnr_text_close(scratch);
  table_close(table);
}

static text_style response_style(uint32_t meaning)
{
  if (meaning == PNR_RESPONSE_OK_TO_BOARD || meaning == PNR_RESPONSE_ACCEPTED) return STYLE_GREEN;
  return meaning == PNR_RESPONSE_DO_NOT_BOARD || meaning == PNR_RESPONSE_ERROR ? STYLE_RED : STYLE_YELLOW;
}

static void show_responses(const display *terminal, const pnr_content *content)
{
  static const table_column columns[] = {
    { "ABOUT", 0, 2 }, { "BOOKING", 0, 0 }, { "REFERENCE", 0, 0 },
    { "CODE", 0, 0 },  { "MEANING", 0, 0 }, { "TEXT", 20, 1 },
  };
  if (content->response_count == 0) return;
  text_table *table = table_open(columns, sizeof columns / sizeof columns[0]);
  for (uint32_t i = 0; i < content->response_count; i++) {
    const pnr_response *response = content->responses[i];
    table_cell(table, slice_of(pnr_level_name(response->level)), STYLE_DIM);
    table_cell(table, response->locator, STYLE_PLAIN);
    table_cell(table, response->unique_reference, STYLE_BOLD);
    table_cell(table, response->code, STYLE_PLAIN);
    table_cell(table, slice_of(pnr_response_name(response->meaning)), response_style(response->meaning));
    table_cell(table, response->text, STYLE_PLAIN);
  }
  table_print(table, terminal, 2);
  table_close(table);
}

/* Where an error is, as far as it is said: "UNB", "segment 4, element 2, component 1". */
static void put_syntax_place(pnr_text *text, const pnr_syntax_report *report)
{
  put(text, report->tag);
  const struct {
    const char *word;
    uint32_t number;
  } places[] = { { "segment", report->segment }, { "element", report->element }, { "component", report->component } };
  for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
    if (places[i].number == 0) continue;
    if (pnr_text_get(text).size != 0) put_string(text, ", ");
    put_format(text, "%s %" PRIu32, places[i].word, places[i].number);
  }
}

static void show_syntax_reports(const display *terminal, const pnr_content *content)
{
  static const table_column columns[] = {
    { "ABOUT", 0, 0 },   { "REFERENCE", 0, 0 }, { "TYPE", 0, 2 },
    { "RECEIPT", 0, 0 }, { "WHERE", 0, 1 },     { "ERROR", 20, 0 },
  };
  if (content->syntax_report_count == 0) return;
  text_table *table = table_open(columns, sizeof columns / sizeof columns[0]);
  pnr_text *scratch = text_open();
  for (uint32_t i = 0; i < content->syntax_report_count; i++) {
    const pnr_syntax_report *report = content->syntax_reports[i];
    table_cell(table, slice_of(pnr_syntax_level_name(report->level)), STYLE_DIM);
    table_cell(table, report->reference, STYLE_BOLD);
    table_cell(table, report->type, STYLE_PLAIN);
    bool is_receipt = report->level < PNR_SYNTAX_SEGMENT;
    table_cell(table, slice_of(is_receipt ? pnr_receipt_name(report->action) : ""),
               report->action == PNR_RECEIPT_REJECTED ? STYLE_RED : STYLE_GREEN);
    put_syntax_place(scratch, report);
    take_cell(table, scratch, STYLE_PLAIN);
    const char *meaning = pnr_syntax_error_text(report->error);
    if (report->error != 0) put_format(scratch, "%" PRIu32, report->error);
    if (meaning != NULL) put_format(scratch, " %s", meaning);
    take_cell(table, scratch, STYLE_PLAIN);
  }
  table_print(table, terminal, 2);
  pnr_text_close(scratch);
  table_close(table);
}

static void put_finding(pnr_text *line, const display *terminal, const pnr_finding *finding)
{
  text_style style = severity_style(finding->severity);
  put_format(line, "%s%s %s%s: %s", style_on(terminal, style), pnr_severity_name(finding->severity),
             pnr_finding_name(finding->code), style_off(terminal, style), pnr_finding_text(finding->code));
  if (finding->code == PNR_F_MORE) put_format(line, " (%" PRIu64 ")", finding->length);
}

static int by_offset(const void *left, const void *right)
{
  const pnr_finding *a = *(const pnr_finding *const *)left, *b = *(const pnr_finding *const *)right;
  return a->offset != b->offset ? (a->offset > b->offset) - (a->offset < b->offset)
                                : (a->code > b->code) - (a->code < b->code);
}

void show_findings(const display *terminal, const input_file *input, const char *file, const pnr_content *content)
{
  text_place place;
  pnr_text *line = text_open();
  size_t size = content->finding_count * sizeof(const pnr_finding *);
  const pnr_finding **sorted = memory_grow(NULL, size);
  if (size > 0) memcpy(sorted, content->findings, size);
  qsort(sorted, content->finding_count, sizeof *sorted, by_offset);
  place_begin(&place, input);
  for (uint32_t i = 0; i < content->finding_count; i++) {
    place_move(&place, sorted[i]->offset);
    pnr_text_clear(line);
    if (file != NULL) {
      put_clean(line, slice_of(file), 0);
      put_format(line, ":%" PRIu32 ":%" PRIu32 ": ", place.line, place.column);
    } else {
      put_format(line, "  line %" PRIu32 ", column %" PRIu32 ": ", place.line, place.column);
    }
    put_finding(line, terminal, sorted[i]);
    output_line(line);
  }
  free(sorted);
  pnr_text_close(line);
}

void show_message(const display *terminal, const input_file *input, const char *file, uint32_t number,
                  const pnr_content *content)
{
  show_head(terminal, file, number, content);
  show_travellers(terminal, content);
  show_responses(terminal, content);
  show_syntax_reports(terminal, content);
  show_findings(terminal, input, NULL, content);
  pnr_text *blank = text_open();
  output_line(blank);
  pnr_text_close(blank);
}

text_table *summary_open(void)
{
  static const table_column columns[] = {
    { "FILE", 18, 0 },   { "MESSAGE", 19, 0 },  { "JOURNEY", 14, 0 }, { "BOOKINGS", 0, 2 },
    { "PERSONS", 0, 0 }, { "DOCUMENTS", 0, 3 }, { "FINDINGS", 0, 0 }, { "ERRORS", 0, 1 },
  };
  return table_open(columns, sizeof columns / sizeof columns[0]);
}

void summary_add(text_table *table, const char *file, const pnr_content *content)
{
  pnr_text *scratch = text_open();
  uint32_t documents = 0;
  for (uint32_t i = 0; i < content->traveller_count; i++) documents += content->travellers[i]->person->document_count;
  uint32_t errors = count_findings(content, PNR_SEVERITY_ERROR);
  uint32_t warnings = count_findings(content, PNR_SEVERITY_WARNING);
  table_cell(table, slice_of(input_base_name(file)), STYLE_BOLD);
  put_message_kind(scratch, content);
  take_cell(table, scratch, STYLE_PLAIN);
  put_journey(scratch, content);
  take_cell(table, scratch, STYLE_CYAN);
  put_format(scratch, "%" PRIu32, content->booking_count);
  take_cell(table, scratch, STYLE_PLAIN);
  put_format(scratch, "%" PRIu32, content->traveller_count);
  take_cell(table, scratch, STYLE_PLAIN);
  put_format(scratch, "%" PRIu32, documents);
  take_cell(table, scratch, STYLE_PLAIN);
  put_format(scratch, "%" PRIu32, content->finding_count);
  take_cell(table, scratch, warnings > 0 ? STYLE_YELLOW : STYLE_DIM);
  put_format(scratch, "%" PRIu32, errors);
  take_cell(table, scratch, errors > 0 ? STYLE_RED : STYLE_DIM);
  pnr_text_close(scratch);
}
