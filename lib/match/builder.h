/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_BUILDER_H
#define PNR_MATCH_BUILDER_H

#include "match/index.h"
#include "match/subject.h"
#include "match/vocabulary.h"

/* Collects entries as rows of the image's sections; what needs all of them is made in finish. */

typedef struct pnri_key_draft {
  uint64_t hash;
  uint32_t entry;
} pnri_key_draft;

typedef struct pnri_range_draft {
  uint32_t text; /* place in facts, in words */
  uint32_t size; /* of one number */
  uint32_t entry;
} pnri_range_draft;

struct pnr_index_builder {
  const pnr_env *env;
  pnri_vector strings, facts;                 /* octets */
  pnri_vector origins, entries, names, forms; /* rows of words */
  pnri_vector form_tokens;                    /* of uint32_t: tokens of the vocabulary */
  pnri_vector keys;                           /* of pnri_key_draft */
  pnri_vector ranges;                         /* of pnri_range_draft */
  pnri_vector written;                        /* octets of one name */
  pnri_vocabulary vocabulary;
  pnri_table origin_strings, origin_rows;
  pnri_name folded;
  uint32_t without_basis, documents;
  pnr_status failed; /* a call failed: the rest is refused */
};

static inline uint32_t pnri_key_tag(uint64_t hash) { return (uint32_t)(hash >> 32); }
static inline uint32_t pnri_key_bucket(uint64_t hash, uint32_t buckets) { return (uint32_t)hash & (buckets - 1); }

/* Adds an entry of an image as it stands there: nothing is folded again, and the same entries in the same order make the
 * same image. The status, which stays: later calls are refused. */
pnr_status pnri_index_builder_copy(pnr_index_builder *builder, const pnri_image *image, uint32_t entry);

/* Makes a part of everything that was added, and leaves the builder empty. */
pnr_status pnri_index_builder_part(pnr_index_builder *builder, pnri_part **out, pnr_error *error);

/* Makes the image of everything that was added: one block of the env's memory. PNR_OK or PNR_E_MEMORY. */
pnr_status pnri_assemble(const pnr_index_builder *builder, uint8_t **block, size_t *size);

#endif
