/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_NAME_READING_H
#define PNR_NAME_READING_H

#include <stdbool.h>

#include "pnr/base.h"

/* What one text may mean: lists write several names of a person in one field, and remarks into it. */

enum {
  PNRI_READINGS = 6,      /* of a text; further ones are left out */
  PNRI_READING_PIECES = 4 /* of a reading */
};

/* One name as pieces of the text, in their order. */
typedef struct pnri_reading {
  pnr_slice pieces[PNRI_READING_PIECES];
  bool surname[PNRI_READING_PIECES]; /* the piece stands where the writer gives the surname */
  uint32_t count;
} pnri_reading;

/* Finds the readings of a name without parts, at least one:
 * - Where semicolons, "a.k.a." or, two or more of them, commas part it, and each piece has two words or more, each piece.
 * - Otherwise the whole.
 * - Of each of these that has something in parentheses, also what is left without it.
 * A comma within a reading parts surname from given name; the first one counts. Returns how many. */
uint32_t pnri_readings_find(pnr_slice text, pnri_reading out[PNRI_READINGS]);

#endif
