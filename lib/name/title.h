/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_NAME_TITLE_H
#define PNR_NAME_TITLE_H

#include <stdbool.h>

#include "pnr/base.h"

/* Parts a title from a given name as reservation systems write it: "PETRA MRS", "PETRAMRS", "MRS PETRA", "MRSPETRA".
 * A title that stands as a word of its own is taken off at either end. A glued one is taken off only at the END, only
 * where a reservation system glues (the field is one booking field: glued = true), and never where what is left would
 * be shorter than two letters or where the whole is a known given name that ends (or begins) so: ALEKSANDR, AMR, BADR.
 * rest and title are parts of given. title is empty when there is none, and rest is then given, trimmed. */
void pnri_title_part(pnr_slice given, bool glued, pnr_slice *rest, pnr_slice *title);

/* How many octets of a word are a title glued to its end, where at least two letters stay, or to its beginning, where
 * three stay; 0: none. Real names may end or begin so: good for one more reading of a name, not for the name. */
size_t pnri_title_behind(pnr_slice word);
size_t pnri_title_before(pnr_slice word);

/* True for a word that is a title. */
bool pnri_is_title(pnr_slice word);

/* True for a word that tells an office or a rank: GENERAL, COL, PROFESSOR, MINISTER. Names may be written so too. */
bool pnri_is_rank(pnr_slice word);

/* 'M', 'F' or 0: the sex that a title tells. is_child is set for MSTR, MISS (not), CHD, INF. */
uint32_t pnri_title_sex(pnr_slice title, bool *is_child);

/* True for what systems write where a name is unknown: FNU, LNU, XXX, TBA, UNKNOWN, NONAME … (whole text, case
 * ignored). */
bool pnri_is_placeholder(pnr_slice text);

#endif
