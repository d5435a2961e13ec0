/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_ENCODING_CSV_TABLE_H
#define PNR_ENCODING_CSV_TABLE_H

#include "encoding/csv.h"

/* Separated values that decide something, as policies, scopes and regimes do: a header that names known columns only, in any order,
 * and rows as wide as it. The first thing that cannot be understood ends the reading, with its place. */

enum { PNRI_CSV_COLUMNS = 16 }; /* that a table may have */

typedef struct pnri_csv_table {
  const uint8_t *data;
  const char *const *names;          /* of its columns, by number */
  uint32_t count;                    /* of names */
  uint32_t width;                    /* fields of the header */
  uint32_t places[PNRI_CSV_COLUMNS]; /* field of each column, from 1; 0: the header does not name it */
  pnri_csv csv;
  pnri_csv_row row;
  pnr_error fault; /* PNR_OK, or the first one */
} pnri_csv_table;

/* Borrows the octets. */
void pnri_csv_table_open(pnri_csv_table *table, pnr_slice octets, const char *const *names, uint32_t count);

/* Reads the header; false with PNR_E_FORMAT where a column is not known or stands twice: it might have said something. */
bool pnri_csv_table_header(pnri_csv_table *table);
/* The next row; false behind the last one, and with PNR_E_SYNTAX where it is broken or not as wide as the header. */
bool pnri_csv_table_next(pnri_csv_table *table);

/* The field of a column in the row; NULL where the header does not name it. */
const pnri_csv_field *pnri_csv_table_field(const pnri_csv_table *table, uint32_t column);
/* Its text without blanks around it; empty where there is none. */
pnr_slice pnri_csv_table_text(const pnri_csv_table *table, uint32_t column);

/* Keep a fault with its place, and give false. */
bool pnri_csv_table_fail_row(pnri_csv_table *table, pnr_status status);
bool pnri_csv_table_fail_field(pnri_csv_table *table, pnr_status status, const pnri_csv_field *field);

#endif
