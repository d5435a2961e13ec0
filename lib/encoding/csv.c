/* SPDX-License-Identifier: Apache-2.0 */
#include "encoding/csv.h"

#include <string.h>

static bool is_line_end(uint8_t octet) { return octet == '\n' || octet == '\r'; }

/* The separator that the line uses most, outside quotes. */
static uint8_t sniff(const uint8_t *text, const uint8_t *end)
{
  uint32_t commas = 0, semicolons = 0, tabs = 0;
  bool quoted = false;
  for (; text < end && (quoted || !is_line_end(*text)); text++) {
    if (*text == '"') quoted = !quoted;
    if (quoted) continue;
    commas += *text == ',';
    semicolons += *text == ';';
    tabs += *text == '\t';
  }
  if (tabs > commas && tabs > semicolons) return '\t';
  return semicolons > commas ? ';' : ',';
}

/* Steps over one line end of any kind, which stands at next. */
static void take_line_end(pnri_csv *csv)
{
  bool is_pair = csv->next[0] == '\r' && csv->end - csv->next > 1 && csv->next[1] == '\n';
  csv->next += is_pair ? 2 : 1;
  csv->line_start = csv->next;
  csv->line++;
}

void pnri_csv_open(pnri_csv *csv, const uint8_t *data, size_t size)
{
  *csv = (pnri_csv){ .data = data, .next = data, .end = data, .line_start = data, .line = 1, .separator = ',' };
  /* 0x1A is the end-of-file character of older systems. */
  while (size > 0 && (data[size - 1] == 0x1A || is_line_end(data[size - 1]))) size--;
  if (size == 0) return;
  csv->end = data + size;
  if (size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) csv->line_start = csv->next += 3;
  while (csv->next < csv->end && is_line_end(*csv->next)) take_line_end(csv);
  csv->separator = sniff(csv->next, csv->end);
}

static uint32_t column_of(const pnri_csv *csv) { return (uint32_t)(csv->next - csv->line_start) + 1; }

/* Behind a closing quote only a separator, a line end or the end may follow. */
static bool ends_field(const pnri_csv *csv, const uint8_t *at)
{
  return at == csv->end || *at == csv->separator || is_line_end(*at);
}

/* Reads from the opening quote to behind the closing one; false, standing at the fault, where the quoting is broken.
 * Tab-separated text needs no quotes, so there they may not hold line ends. */
static bool read_quoted(pnri_csv *csv, pnri_csv_field *field)
{
  const uint8_t *begin = ++csv->next;
  while (csv->next < csv->end) {
    uint8_t octet = *csv->next;
    if (is_line_end(octet)) {
      if (csv->separator == '\t') return false;
      take_line_end(csv);
    } else if (octet != '"') {
      csv->next++;
    } else if (csv->end - csv->next > 1 && csv->next[1] == '"') {
      field->doubled = true;
      csv->next += 2;
    } else {
      field->text = (pnr_slice){ begin, (size_t)(csv->next - begin) };
      csv->next++;
      return ends_field(csv, csv->next);
    }
  }
  return false;
}

static void read_plain(pnri_csv *csv, pnri_csv_field *field)
{
  const uint8_t *begin = csv->next;
  while (!ends_field(csv, csv->next)) csv->next++;
  field->text = (pnr_slice){ begin, (size_t)(csv->next - begin) };
}

static bool read_field(pnri_csv *csv, pnri_csv_field *field)
{
  *field = (pnri_csv_field){ .line = csv->line, .column = column_of(csv) };
  if (csv->next < csv->end && *csv->next == '"') {
    const uint8_t *begin = csv->next;
    if (read_quoted(csv, field)) return true;
    if (csv->separator != '\t') return false;
    csv->next = begin; /* a quote is a character like any other there */
    field->doubled = false;
  }
  read_plain(csv, field);
  return true;
}

/* Notes the fault and goes back to the end of the row's first line: one lost quote must not swallow the rows behind. A
 * quote that never closes is itself the fault. */
static void break_row(pnri_csv *csv, pnri_csv_row *row, const pnri_csv_field *field, const uint8_t *line_start)
{
  bool is_open = csv->next == csv->end;
  row->is_broken = true;
  row->count = 0;
  row->fault_line = is_open ? field->line : csv->line;
  row->fault_column = is_open ? field->column : column_of(csv);
  csv->next = csv->data + row->offset;
  csv->line = row->line;
  csv->line_start = line_start;
  while (csv->next < csv->end && !is_line_end(*csv->next)) csv->next++;
}

static void read_row(pnri_csv *csv, pnri_csv_row *row)
{
  const uint8_t *line_start = csv->line_start;
  for (;;) {
    pnri_csv_field field;
    if (!read_field(csv, &field)) {
      break_row(csv, row, &field, line_start);
      return;
    }
    if (row->count < PNRI_CSV_FIELDS) row->fields[row->count] = field;
    row->count++;
    if (csv->next == csv->end || *csv->next != csv->separator) return;
    csv->next++;
  }
}

bool pnri_csv_next(pnri_csv *csv, pnri_csv_row *row)
{
  while (csv->next < csv->end && is_line_end(*csv->next)) take_line_end(csv);
  if (csv->next == csv->end) return false;
  row->count = 0;
  row->line = csv->line;
  row->offset = (uint64_t)(csv->next - csv->data);
  row->is_broken = false;
  read_row(csv, row);
  row->length = (uint64_t)(csv->next - csv->data) - row->offset;
  if (csv->next < csv->end) take_line_end(csv);
  return true;
}

size_t pnri_csv_copy(const pnri_csv_field *field, uint8_t *out)
{
  size_t size = 0;
  for (size_t i = 0; i < field->text.size; i++) {
    out[size++] = field->text.data[i];
    if (field->doubled && field->text.data[i] == '"') i++;
  }
  return size;
}
