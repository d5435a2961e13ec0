/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_BUILDER_H
#define PNR_MATCH_BUILDER_H

#include "match/index.h"
#include "match/keys.h"
#include "match/subject.h"
#include "match/vocabulary.h"
#include "name/glossary.h"

/* Collects entries as rows of the image's sections; what needs all of them is made in finish. */

typedef struct pnri_range_draft {
  uint32_t text; /* place in records */
  uint32_t size; /* of one number */
  uint32_t entry;
} pnri_range_draft;

typedef struct pnri_form_draft {
  uint32_t token; /* place of its first one in form_tokens */
  uint32_t entry;
  uint16_t place; /* as PNRI_S_FORM_PLACES */
  uint16_t group;
} pnri_form_draft;

struct pnr_index_builder {
  const pnr_env *env;
  pnri_vector strings, records; /* octets */
  pnri_vector origins;          /* rows of words */
  pnri_vector entries;          /* of uint32_t: places in records */
  pnri_vector id_hashes;        /* of uint64_t */
  pnri_vector forms;            /* of pnri_form_draft */
  pnri_vector form_tokens;      /* of uint32_t: tokens of the vocabulary */
  pnri_vector births, keys;     /* of pnri_key_draft: of drafts of forms, of entries */
  pnri_vector ranges;           /* of pnri_range_draft */
  pnri_vector first_id;         /* octets: of the first entry of the last sixteen */
  pnri_glossary glossary;
  pnri_vector glossed; /* of uint32_t, two per row of the glossary, the second one of surnames: token plus 1, or 0 */
  pnri_vocabulary vocabulary;
  pnri_table origin_strings, origin_rows;
  pnri_name folded;
  uint32_t without_basis, documents, names;
  pnr_status failed; /* a call failed: the rest is refused */
};

/* Adds an entry of an image: the same entries in the same order make the same image. The status, which stays: later calls are refused. */
pnr_status pnri_index_builder_copy(pnr_index_builder *builder, const pnri_image *image, uint32_t entry);

/* Makes a part of everything that was added, and leaves the builder empty. */
pnr_status pnri_index_builder_part(pnr_index_builder *builder, pnri_part **out, pnr_error *error);

/* Makes the image of everything that was added: one block of the env's memory. PNR_OK or PNR_E_MEMORY. */
pnr_status pnri_assemble(const pnr_index_builder *builder, uint8_t **block, size_t *size);

#endif
