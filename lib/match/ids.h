/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_IDS_H
#define PNR_MATCH_IDS_H

#include "core/vector.h"
#include "match/image.h"

/* Entries by their ids: all of an image in the order of the 64-bit hash of their ids, then of their numbers, found by
 * binary search. */

/* Fills row i with the number of an entry, for all entries, whose rows and strings stand in the given sections. False when
 * memory is exhausted. */
bool pnri_ids_order(const pnr_env *env, const pnri_section *entries, const pnri_section *strings, uint8_t *rows,
                    uint32_t count);

/* The first row whose entry may have the id; pnri_ids_next goes on from there. */
uint32_t pnri_ids_first(const pnri_image *image, pnr_slice id);
/* The next entry with the id from *row on, or PNR_NONE; *row is then the one behind it. */
uint32_t pnri_ids_next(const pnri_image *image, pnr_slice id, uint32_t *row);

#endif
