/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_LIST_COLUMNS_H
#define PNR_LIST_COLUMNS_H

#include "list/list.h"

/* Separated values under a header line: cells by the names of their columns, wherever those stand. */

typedef struct pnri_columns {
  pnr_list *list;
  pnri_csv csv;
  pnri_csv_row row;
  const char *const *names; /* of the columns that a reader knows, by number */
  uint32_t count;
  uint32_t width;                   /* fields of the header */
  uint32_t places[PNRI_CSV_FIELDS]; /* field of each column, from 1; 0 when the header does not name it */
} pnri_columns;

void pnri_columns_open(pnri_columns *table, pnr_list *list, pnr_slice source, const char *const *names, uint32_t count);

/* Takes the next row as the header and tells how many columns of it are known. Some lists have lines of their own in
 * front: readers try again. */
uint32_t pnri_columns_read_header(pnri_columns *table);
bool pnri_columns_has(const pnri_columns *table, uint32_t column);
/* A finding for each column of the header that is not known or stands twice. */
void pnri_columns_report_others(pnri_columns *table);
/* The error for a source without a header; table stands behind the row that was none. */
pnr_status pnri_columns_fail(const pnri_columns *table, pnr_error *error);

/* The next row; false behind the last one. */
bool pnri_columns_next(pnri_columns *table);
/* False when the row is broken or has another number of fields than the header: it became a finding. Fields beyond the
 * header's are forgiven where they are all empty. */
bool pnri_columns_is_whole(pnri_columns *table);

/* The field of a column; NULL when it is missing or blank. */
const pnri_csv_field *pnri_cell(const pnri_columns *table, uint32_t column);
/* Its text with single quotes, for reading a value from it. */
pnr_slice pnri_cell_text(pnri_columns *table, uint32_t column);
/* Its text, kept in the list. */
pnr_slice pnri_cell_keep(pnri_columns *table, uint32_t column);
/* A value that cannot be understood. */
void pnri_cell_report(pnri_columns *table, uint32_t column);

#endif
