/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "encoding/xml.h"
#include "list/birth.h"
#include "list/list.h"
#include "list/value.h"

/* The Dutch national terrorism list: content.xml of an OpenDocument spreadsheet, one row per person under a header line.
 * Line and column of a finding are the row and the cell of the sheet. */

enum { SURNAME, GIVEN, ALIAS, BIRTH, PLACE, DECISION, NOTICE, COLUMNS };
enum { CELLS = 32, ROWS = 1 << 20 }; /* cells of a row that are looked at; rows that a sheet may have */

/* What a header's cell begins with, in the English and in the Dutch edition. */
static const struct {
  const char *beginning;
  uint32_t column;
} headers[] = {
  { "Surname", SURNAME },      { "Achternaam", SURNAME },
  { "First name", GIVEN },     { "Voorna", GIVEN },
  { "Alias", ALIAS },          { "Date of birth", BIRTH },
  { "Geboortedatum", BIRTH },  { "Place of birth", PLACE },
  { "Geboorteplaats", PLACE }, { "Date of ministerial decision", DECISION },
  { "Datum", DECISION },       { "Link", NOTICE },
};

typedef struct cell {
  size_t text, text_size; /* places in the row's text */
  uint64_t offset;
} cell;

typedef struct nl_reading {
  pnr_list *list;
  pnri_xml *xml;
  pnri_vector text; /* of the row's cells */
  cell cells[CELLS];
  cell current;             /* the open cell */
  uint32_t cell_depth;      /* of the open cell; 0 when none is open */
  uint32_t count;           /* cells of the row so far */
  uint32_t cell_repeated;   /* how often the open cell stands */
  bool has_date;            /* the open cell told a date in its own form: its text is the same again */
  uint32_t row;             /* of the sheet, from 1 */
  uint32_t row_depth;       /* 0 when none is open */
  uint32_t row_repeated;    /* how many rows the open one stands for: empty ones mostly */
  uint32_t places[COLUMNS]; /* cell of each column, from 1; 0 when the header does not name it */
  uint64_t begin;           /* of the row */
} nl_reading;

/* --- Cells --- */

static pnr_slice cell_text(const nl_reading *reading, uint32_t column)
{
  uint32_t place = reading->places[column];
  if (place == 0 || place > reading->count) return (pnr_slice){ NULL, 0 };
  const cell *found = &reading->cells[place - 1];
  if (found->text_size == 0) return (pnr_slice){ NULL, 0 };
  return pnri_slice_trim((pnr_slice){ reading->text.data + found->text, found->text_size });
}

static pnr_slice keep(const nl_reading *reading, uint32_t column)
{
  return pnri_list_text(reading->list, cell_text(reading, column), (pnri_place){ 0 });
}

static void report(const nl_reading *reading, uint32_t column)
{
  const cell *found = &reading->cells[reading->places[column] - 1];
  pnri_list_report(reading->list, PNR_F_LIST_VALUE,
                   (pnri_place){ found->offset, 0, reading->row, reading->places[column] });
}

static void append(nl_reading *reading, pnr_slice text)
{
  uint8_t *room = text.size != 0 ? pnri_vector_add(&reading->text, text.size) : NULL;
  if (room != NULL) memcpy(room, text.data, text.size);
  else if (text.size != 0) reading->list->failed = 1;
}

/* --- Rows --- */

/* True for the header, whose columns it takes. */
static bool read_header(nl_reading *reading)
{
  for (uint32_t i = 0; i < reading->count; i++) {
    const cell *found = &reading->cells[i];
    pnr_slice text = { found->text_size != 0 ? reading->text.data + found->text : NULL, found->text_size };
    text = pnri_slice_trim(text);
    for (size_t row = 0; row < sizeof headers / sizeof headers[0]; row++) {
      pnr_slice beginning = pnri_slice(headers[row].beginning);
      uint32_t *place = &reading->places[headers[row].column];
      if (text.size >= beginning.size && pnri_slice_same((pnr_slice){ text.data, beginning.size }, beginning) &&
          *place == 0)
        *place = i + 1;
    }
  }
  return reading->places[SURNAME] != 0;
}

static void read_names(const nl_reading *reading, pnri_entry_draft *entry)
{
  const pnr_slice none = { NULL, 0 };
  pnri_entry_add_parts(reading->list, entry, PNR_NAME_PRIMARY, keep(reading, SURNAME), keep(reading, GIVEN), none,
                       reading->begin);
  pnr_slice lines = keep(reading, ALIAS), line, name;
  while (pnri_list_part(&lines, '\n', &line))
    while (pnri_list_part(&line, ';', &name))
      pnri_entry_add_full(reading->list, entry, PNR_NAME_ALIAS, name, none, reading->begin);
}

static void read_birth(const nl_reading *reading, pnri_entry_draft *entry)
{
  pnr_slice text = cell_text(reading, BIRTH);
  pnr_birth birth = { 0 };
  if (text.size == 0) return;
  pnr_date date = pnri_list_date_day_first(text);
  bool is_birth = pnri_birth_range(date, date, &birth) || pnri_list_birth(text, &birth);
  birth.offset = reading->begin;
  if (is_birth) pnri_entry_add_birth(reading->list, entry, &birth);
  else report(reading, BIRTH);
}

/* Organisations stand on the list too: they have a name and nothing that only persons have. */
static bool is_person(const nl_reading *reading)
{
  return cell_text(reading, GIVEN).size + cell_text(reading, BIRTH).size + cell_text(reading, PLACE).size != 0;
}

static void read_row(nl_reading *reading)
{
  if (reading->places[SURNAME] == 0) {
    (void)read_header(reading);
    return;
  }
  if (!is_person(reading)) return;
  pnri_place place = { reading->begin, 0, reading->row, 1 };
  pnri_entry_draft *entry = pnri_entry_numbered(reading->list, reading->list->row_count++, place);
  if (entry == NULL) return;
  entry->has_several = true;
  const pnr_slice programme[] = { keep(reading, NOTICE), keep(reading, DECISION) };
  entry->view.programme = pnri_list_join(reading->list, programme, 2, " ");
  entry->person.view.birth_place = keep(reading, PLACE);
  read_names(reading, entry);
  read_birth(reading, entry);
}

/* --- The document --- */

static pnr_slice without_prefix(pnr_slice name)
{
  size_t at = name.size;
  while (at > 0 && name.data[at - 1] != ':') at--;
  return pnri_slice_from(name, at);
}

static void on_start(nl_reading *reading, const pnri_xml_event *event)
{
  pnr_slice name = without_prefix(event->name);
  if (reading->cell_depth != 0) {
    bool is_gap = pnri_slice_is(name, "s") || pnri_slice_is(name, "tab");
    bool is_line =
      (pnri_slice_is(name, "p") && reading->text.count != reading->current.text) || pnri_slice_is(name, "line-break");
    if (is_gap && !reading->has_date) append(reading, pnri_slice(" "));
    if (is_line && !reading->has_date) append(reading, pnri_slice("\n"));
  } else if (reading->row_depth == 0 && pnri_slice_is(name, "table-row")) {
    reading->row_depth = event->depth;
    reading->row++;
    reading->count = 0;
    reading->text.count = 0;
    reading->begin = event->offset;
    reading->row_repeated = 1;
  } else if (reading->row_depth != 0 &&
             (pnri_slice_is(name, "table-cell") || pnri_slice_is(name, "covered-table-cell"))) {
    reading->cell_depth = event->depth;
    reading->current = (cell){ .text = reading->text.count, .offset = event->offset };
    reading->cell_repeated = 1;
    reading->has_date = false;
  }
}

/* A cell's own attributes, or those of a row that stands for several. */
static void on_attribute(nl_reading *reading, const pnri_xml_event *event)
{
  pnr_slice name = without_prefix(event->name);
  if (reading->cell_depth != 0 && event->depth == reading->cell_depth) {
    if (pnri_slice_is(name, "number-columns-repeated")) reading->cell_repeated = pnri_number(event->text);
    if (!pnri_slice_is(name, "date-value")) return;
    pnr_slice date = event->text;
    if (date.size > 10) date.size = 10; /* a time behind it says nothing */
    append(reading, date);
    reading->has_date = true;
  } else if (reading->row_depth != 0 && event->depth == reading->row_depth) {
    uint32_t count = pnri_slice_is(name, "number-rows-repeated") ? pnri_number(event->text) : 0;
    if (count != 0 && count <= ROWS) reading->row_repeated = count;
  }
}

static void on_finish(nl_reading *reading, const pnri_xml_event *event)
{
  if (reading->cell_depth != 0 && event->depth == reading->cell_depth) {
    reading->current.text_size = reading->text.count - reading->current.text;
    for (uint32_t i = 0; i < reading->cell_repeated && reading->count < CELLS; i++)
      reading->cells[reading->count++] = reading->current;
    reading->cell_depth = 0;
  } else if (reading->row_depth != 0 && event->depth == reading->row_depth) {
    read_row(reading);
    reading->row += reading->row_repeated - 1;
    reading->row_depth = 0;
  }
}

static pnr_status read_events(nl_reading *reading, pnr_error *error)
{
  pnri_xml_event event;
  pnr_status status = pnri_xml_next(reading->xml, &event, error);
  while (status == PNR_OK && !reading->list->failed) {
    if (event.kind == PNRI_XML_START) on_start(reading, &event);
    if (event.kind == PNRI_XML_ATTRIBUTE) on_attribute(reading, &event);
    if (event.kind == PNRI_XML_TEXT && reading->cell_depth != 0 && !reading->has_date) append(reading, event.text);
    if (event.kind == PNRI_XML_FINISH) on_finish(reading, &event);
    status = pnri_xml_next(reading->xml, &event, error);
  }
  return status == PNR_END ? PNR_OK : status;
}

/* A sheet that breaks off has told what stands before; one without a header is another sheet. */
static pnr_status judge(nl_reading *reading, pnr_slice source, pnr_status status, pnr_error *fault)
{
  bool has_header = reading->places[SURNAME] != 0;
  if (status == PNR_E_SYNTAX && has_header) {
    uint64_t begin = reading->row_depth != 0 ? reading->begin : fault->offset;
    pnri_list_report_lost(reading->list, (pnri_place){ begin, source.size - begin, reading->row, reading->count + 1 });
    return PNR_OK;
  }
  if (status == PNR_OK && !has_header) {
    *fault = (pnr_error){ .status = PNR_E_FORMAT };
    return PNR_E_FORMAT;
  }
  if (status == PNR_E_MEMORY) reading->list->failed = 1;
  return status;
}

pnr_status pnri_list_read_nl(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error)
{
  (void)name;
  nl_reading reading = { .list = list };
  pnr_error fault = { .size = sizeof fault };
  pnr_status status = pnri_xml_open(list->arena.env, source.data, source.size, &reading.xml, error);
  if (status != PNR_OK) return status;
  pnri_vector_open(&reading.text, list->arena.env, 1);
  status = judge(&reading, source, read_events(&reading, &fault), &fault);
  pnri_vector_close(&reading.text);
  pnri_xml_close(reading.xml);
  return status == PNR_OK ? PNR_OK : pnri_fail(error, fault);
}
