/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_POSTINGS_H
#define PNR_MATCH_POSTINGS_H

#include "match/candidates.h"

/* Reads the lists, and tries what may satisfy the demand: the forms of a list whose tokens can do that alone, and those that
 * two lists have. Of lists whose tokens all together cannot, on a shelf, no form is tried that no other list has.
 * PNR_OK, PNR_E_MEMORY, or PNR_E_LIMIT when the steps are spent. */
pnr_status pnri_postings_read(pnri_candidates *candidates, const pnri_demand *demand);

#endif
