/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLACES_H
#define PLACES_H

#include "input.h"
#include "output.h"

/* Tables of places on their way into one. */
typedef struct places_tables {
  pnr_places_builder *builder;
  uint32_t tables;
  int status; /* EXIT_INPUT once something could not be read */
} places_tables;

void tables_open(places_tables *tables);
/* Reads a table and reports what is wrong with it. */
void tables_add(places_tables *tables, const char *path);
/* NULL when no table could be read. Closes the tables; their status stays. */
pnr_places *tables_finish(places_tables *tables);

/* Opens an image, or a table as if it had been compiled; NULL when it is neither: that was told. */
pnr_places *places_load(const char *path, int *status);

#endif
