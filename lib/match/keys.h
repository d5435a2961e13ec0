/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_KEYS_H
#define PNR_MATCH_KEYS_H

#include "core/vector.h"
#include "match/image.h"

/* What is found by a hash: forms by birth dates, entries by documents and identifiers. A table is two sections: per bucket
 * its first row, and one more; and rows, in each the number that is found in as many low bits as all numbers need, and more
 * of the hash above it. Few others are found too. */

typedef struct pnri_key_draft {
  uint64_t hash;
  uint32_t number;
} pnri_key_draft;

/* --- Making --- */

/* Octets of the two sections. */
size_t pnri_keys_first_size(size_t keys);
static inline size_t pnri_keys_rows_size(size_t keys) { return 4 * keys; }
/* Fills both, which hold zeroes. keys: of pnri_key_draft; numbers is how many numbers there are. */
void pnri_keys_put(const pnri_vector *keys, size_t numbers, uint8_t *first, uint8_t *rows);

/* --- Searching --- */

/* Rows under the hash, in the section behind `first`. */
pnri_range pnri_keys_find(const pnri_image *image, uint32_t first, uint64_t hash);
/* The number in a row of the section behind `first` among so many numbers, or PNR_NONE where the row is another hash's. */
uint32_t pnri_keys_at(const pnri_image *image, uint32_t first, uint32_t row, uint64_t hash, uint32_t numbers);

#endif
