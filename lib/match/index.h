/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_INDEX_H
#define PNR_MATCH_INDEX_H

#include "core/vector.h"
#include "match/part.h"
#include "pnr/message.h"

/* What is searched: an image, and where it was changed since, further ones of what was added, the newest last. Entries are
 * numbered through all parts. */

enum { PNRI_PARTS = 3 };

struct pnr_index {
  const pnr_env *env;
  pnr_index *self; /* for holders of a const one */
  atomic_uint holders;
  pnri_part *parts[PNRI_PARTS];
  uint32_t part_count;
  pnri_vector hidden; /* of uint32_t, rising: numbers of entries that are no longer listed */
  pnr_list_info info;
};

/* An index over count parts, 1 to PNRI_PARTS. Takes the parts over, and what hidden (or NULL) holds, unless the call
 * fails. PNR_E_LIMIT: together there are too many entries. */
pnr_status pnri_index_compose(const pnr_env *env, pnri_part *const *parts, uint32_t count, pnri_vector *hidden,
                              pnr_index **out, pnr_error *error);

/* An index over one part alone, which is left when the call fails. */
pnr_status pnri_index_of_part(const pnr_env *env, pnri_part *part, pnr_index **out, pnr_error *error);

pnr_index *pnri_index_hold(const pnr_index *index);

/* The number that a part's entry 0 has in the index. */
static inline uint32_t pnri_index_first(const pnr_index *index, uint32_t part)
{
  uint32_t first = 0;
  for (uint32_t i = 0; i < part; i++) first += index->parts[i]->image.entries;
  return first;
}

/* The image in which an entry stands; *entry becomes its number there. */
static inline const pnri_image *pnri_entry_image(const pnr_index *index, uint32_t *entry)
{
  uint32_t part = 0;
  while (part + 1 < index->part_count && *entry >= index->parts[part]->image.entries)
    *entry -= index->parts[part++]->image.entries;
  return &index->parts[part]->image;
}

/* True for an entry that is no longer listed. */
static inline bool pnri_index_hides(const pnr_index *index, uint32_t entry)
{
  size_t low = 0, high = index->hidden.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    uint32_t here = *(const uint32_t *)pnri_vector_at(&index->hidden, middle);
    if (here == entry) return true;
    if (here < entry) low = middle + 1;
    else high = middle;
  }
  return false;
}

#endif
