/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include <stdlib.h>

enum { COLUMNS_MAX = 16, GAP = 2 };

typedef struct cell_text {
  size_t begin, size; /* in table->octets */
  size_t width;
  text_style style;
} cell_text;

struct text_table {
  const table_column *headings;
  size_t columns;
  pnr_text *octets;
  cell_text *cells;
  size_t count, room;
};

text_table *table_open(const table_column *columns, size_t count)
{
  text_table *opened = memory_grow(NULL, sizeof *opened);
  *opened =
    (text_table){ .headings = columns, .columns = count < COLUMNS_MAX ? count : COLUMNS_MAX, .octets = text_open() };
  return opened;
}

void table_cell(text_table *table, pnr_slice value, text_style style)
{
  if (table->count == table->room) {
    table->room = table->room > 0 ? table->room * 2 : 256;
    table->cells = memory_grow(table->cells, table->room * sizeof *table->cells);
  }
  size_t begin = pnr_text_get(table->octets).size;
  put(table->octets, value);
  table->cells[table->count++] = (cell_text){ begin, value.size, text_width(value), style };
}

/* The width of each column's widest cell; 0 for a column without any value. */
static void measure(const text_table *table, size_t *widths)
{
  for (size_t column = 0; column < table->columns; column++) {
    widths[column] = 0;
    for (size_t i = column; i < table->count; i += table->columns)
      if (table->cells[i].width > widths[column]) widths[column] = table->cells[i].width;
    size_t heading = text_width(slice_of(table->headings[column].heading));
    if (widths[column] > 0 && heading > widths[column]) widths[column] = heading;
  }
}

static size_t least_width(const text_table *table, const size_t *widths, size_t column)
{
  size_t least = table->headings[column].least;
  return least > 0 && least < widths[column] ? least : widths[column];
}

/* Leaves columns out, highest rank first, until the least widths of the others fit. */
static void leave_out(const text_table *table, size_t room, size_t *widths)
{
  for (;;) {
    size_t total = 0, first = table->columns;
    for (size_t column = 0; column < table->columns; column++) {
      if (widths[column] == 0) continue;
      total += least_width(table, widths, column) + GAP;
      int rank = table->headings[column].rank;
      if (rank > 0 && (first == table->columns || rank > table->headings[first].rank)) first = column;
    }
    if (total <= room + GAP || first == table->columns) return;
    widths[first] = 0;
  }
}

/* Takes from the widest columns that may be cut until the row fits. */
static void narrow(const text_table *table, size_t room, size_t *widths)
{
  for (;;) {
    size_t total = 0, widest = table->columns;
    for (size_t column = 0; column < table->columns; column++) {
      if (widths[column] > 0) total += widths[column] + GAP;
      if (least_width(table, widths, column) == widths[column]) continue;
      if (widest == table->columns || widths[column] > widths[widest]) widest = column;
    }
    if (total <= room + GAP || widest == table->columns) return;
    widths[widest]--;
  }
}

static void put_blanks(pnr_text *line, size_t count)
{
  while (count-- > 0) put_string(line, " ");
}

static void put_cell(pnr_text *line, const display *terminal, pnr_slice value, text_style style, size_t width,
                     bool last)
{
  size_t taken = text_width(value) < width ? text_width(value) : width;
  put_string(line, style_on(terminal, style));
  put_clean(line, value, width);
  put_string(line, style_off(terminal, style));
  if (!last) put_blanks(line, width - taken + GAP);
}

void table_print(text_table *table, const display *terminal, size_t indent)
{
  size_t widths[COLUMNS_MAX], last = 0;
  pnr_text *line = text_open();
  measure(table, widths);
  if (terminal->width > indent) {
    leave_out(table, terminal->width - indent, widths);
    narrow(table, terminal->width - indent, widths);
  }
  for (size_t column = 0; column < table->columns; column++)
    if (widths[column] > 0) last = column;
  put_blanks(line, indent);
  for (size_t column = 0; column <= last; column++)
    if (widths[column] > 0)
      put_cell(line, terminal, slice_of(table->headings[column].heading), STYLE_DIM, widths[column], column == last);
  output_line(line);
  pnr_slice octets = pnr_text_get(table->octets);
  for (size_t row = 0; row + table->columns <= table->count; row += table->columns) {
    pnr_text_clear(line);
    put_blanks(line, indent);
    for (size_t column = 0; column <= last; column++) {
      const cell_text *cell = &table->cells[row + column];
      pnr_slice value = { cell->size > 0 ? octets.data + cell->begin : NULL, cell->size };
      if (widths[column] > 0) put_cell(line, terminal, value, cell->style, widths[column], column == last);
    }
    output_line(line);
  }
  pnr_text_close(line);
  pnr_text_clear(table->octets);
  table->count = 0;
}

void table_close(text_table *table)
{
  if (table == NULL) return;
  pnr_text_close(table->octets);
  free(table->cells);
  free(table);
}
