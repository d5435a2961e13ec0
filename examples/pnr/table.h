/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TABLE_H
#define TABLE_H

#include "output.h"

/* Rows of cells, printed with their columns aligned. Columns without any value are left out. */
typedef struct text_table text_table;

/* What a column does where the terminal is too narrow for all of them. */
typedef struct table_column {
  const char *heading;
  size_t least; /* cells may be cut to this width; 0: never */
  int rank;     /* columns of high rank are left out first; 0: never */
} table_column;

/* columns: static, count of them. */
text_table *table_open(const table_column *columns, size_t count);
/* Fills the next cell; the row after the last column begins by itself. The value is copied. */
void table_cell(text_table *table, pnr_slice value, text_style style);
/* Prints indent blanks before each row and empties the table. */
void table_print(text_table *table, const display *terminal, size_t indent);
void table_close(text_table *table);

#endif
