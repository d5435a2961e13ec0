/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PERSONS_H
#define PERSONS_H

#include "input.h"

/* A table of persons: a header of column names, then one person a line, values parted by tabs. */

enum {
  COLUMN_IGNORED,
  COLUMN_NAME,
  COLUMN_SURNAME,
  COLUMN_GIVEN,
  COLUMN_BIRTH_DATE,
  COLUMN_SEX,
  COLUMN_NATIONALITY,
  COLUMN_BIRTH_PLACE,
  COLUMN_DOCUMENT_TYPE,
  COLUMN_DOCUMENT_NUMBER,
  COLUMN_DOCUMENT_COUNTRY,
  COLUMN_PHONE,
  COLUMN_EMAIL,
  COLUMN_FREQUENT_FLYER,
  COLUMN_KINDS
};
enum { COLUMNS_MAX = 64 };

typedef struct person_table {
  const char *file;
  input_file input;
  size_t next;   /* octet of the next line */
  uint32_t line; /* from 1, the header's */
  uint8_t columns[COLUMNS_MAX];
  size_t column_count;
  int status; /* EXIT_INPUT when something could not be used; it was reported */
} person_table;

/* One row as a person that borrows the table's octets. Do not move it: its parts point to each other. */
typedef struct person_row {
  pnr_person person;
  pnr_name name;
  pnr_birth birth;
  pnr_document document;
  pnr_identifier identifiers[3];
  pnr_slice nationality;
  const pnr_name *names[1];
  const pnr_birth *births[1];
  const pnr_document *documents[1];
  const pnr_identifier *identifier_views[3];
} person_row;

/* Reads the file and its header. False: it cannot be used, which was reported. */
bool persons_open(person_table *persons, const char *path);
/* The next row; false at the end. A value that cannot be understood is reported and left out. */
bool persons_next(person_table *persons, person_row *row);
void persons_close(person_table *persons);

#endif
