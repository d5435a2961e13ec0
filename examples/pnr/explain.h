/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "output.h"

enum { SIDE_FOR, SIDE_AGAINST, SIDE_NOTE, SIDES };

/* Two persons who met, and why. */
typedef struct explanation {
  pnr_comparer *comparer;             /* puts folded words back into those that were written; not the reasons' own */
  pnr_slice left, right;              /* the names that met, as written */
  const char *left_name, *right_name; /* what they are: "the traveller's name", "the listed name" */
  const pnr_reason *const *reasons;
  uint32_t reason_count;
} explanation;

/* "0.9310  PETRA NOVAK may be Petra Nováková": how a hit begins, without the end of the line. */
void put_match(const display *terminal, pnr_text *text, pnr_slice name, const pnr_candidate *hit);
/* Members of a hit as JSON: what is said of the document that met, if anything; the reasons. */
void json_document_status(pnr_text *text, const pnr_candidate *hit);
void json_reasons(pnr_text *text, const pnr_candidate *hit);

/* Prints what stands in line behind a label, as one line of a block, and clears it; nothing where line is empty. */
void print_labelled(const display *terminal, pnr_text *line, const char *label, text_style style);
/* Prints what the reasons say in plain words as up to three lines of a block, for, against and note:
 * "PETRA = Petra; NOVAK ~ Nováková (2 edits); born on the same day (1980-05-05)". line is empty before and after. */
void print_reasons(const display *terminal, pnr_text *line, const explanation *why);

#endif
