/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_ENCODING_CSV_H
#define PNR_ENCODING_CSV_H

#include <stdbool.h>

#include "pnr/base.h"

/* Pull parser for separated values (RFC 4180): any separator, quotes, CRLF, LF or CR, a byte order mark in front and
 * 0x1A octets at the end. It borrows the octets and allocates nothing. */

enum { PNRI_CSV_FIELDS = 128 }; /* fields of a row that are kept */

typedef struct pnri_csv_field {
  pnr_slice text; /* without the outer quotes */
  bool doubled;   /* quotes inside are still doubled: take pnri_csv_copy */
  uint32_t line;
  uint32_t column;
} pnri_csv_field;

typedef struct pnri_csv_row {
  pnri_csv_field fields[PNRI_CSV_FIELDS];
  uint32_t count; /* fields of the row, also those beyond the array */
  uint32_t line;
  uint64_t offset;
  uint64_t length;     /* without the line's end */
  bool is_broken;      /* a quote that does not close, or text behind one: no fields */
  uint32_t fault_line; /* where the quoting broke */
  uint32_t fault_column;
} pnri_csv_row;

typedef struct pnri_csv {
  const uint8_t *data;
  const uint8_t *next;
  const uint8_t *end;
  const uint8_t *line_start;
  uint32_t line;     /* of next */
  uint8_t separator; /* sniffed from the first line; may be set before the first row is read */
} pnri_csv;

void pnri_csv_open(pnri_csv *csv, const uint8_t *data, size_t size);

/* The next row that is not blank; false behind the last one. A broken row ends with its first line. */
bool pnri_csv_next(pnri_csv *csv, pnri_csv_row *row);

/* Writes the field with single quotes; out has room for text.size octets. Returns the octets written. */
size_t pnri_csv_copy(const pnri_csv_field *field, uint8_t *out);

#endif
