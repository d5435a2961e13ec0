/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "output.h"

enum { SIDE_FOR, SIDE_AGAINST, SIDE_NOTE, SIDES };

/* Appends what the candidate's reasons on one side say in plain words, parted by semicolons:
 * "PETRA = Petra; NOVAK ~ Nováková (2 edits); born on the same day". */
void put_reasons(pnr_text *text, pnr_comparer *comparer, const pnr_candidate *candidate, int side);

#endif
