/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_IDS_H
#define PNR_MATCH_IDS_H

#include "match/listed.h"

/* Entries by their ids: all of an image in the order of the 64-bit hash of their ids, then of their numbers, found by
 * binary search. */

uint64_t pnri_id_hash(pnr_slice id);

/* Fills row i with the number of an entry, for all entries, whose ids have these hashes. False when memory is exhausted. */
bool pnri_ids_order(const pnr_env *env, const uint64_t *hashes, uint8_t *rows, uint32_t count);

/* The first row whose entry may have the id; pnri_ids_next goes on from there. */
uint32_t pnri_ids_first(const pnri_image *image, pnr_slice id);
/* The next entry with the id from *row on, or PNR_NONE; *row is then the one behind it. */
uint32_t pnri_ids_next(const pnri_image *image, pnr_slice id, uint32_t *row);

#endif
