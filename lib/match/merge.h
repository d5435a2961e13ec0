/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_MERGE_H
#define PNR_MATCH_MERGE_H

#include "match/index.h"

/* One part of all that an index lists: the same octets as of an index that was built of these entries in their order.
 * The parts of the index are verified first, so that damage does not get a checksum that holds. */
pnr_status pnri_merge(const pnr_index *index, pnri_part **out, pnr_error *error);

#endif
