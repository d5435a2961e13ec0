/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_INDEX_H
#define PNR_MATCH_INDEX_H

#include "core/file.h"
#include "match/image.h"

struct pnr_index {
  const pnr_env *env;
  const uint8_t *data;
  size_t size;
  uint8_t *owned; /* data, where the index was built here */
  pnri_map map;   /* data, where it is a file */
  pnri_image image;
  pnr_list_info info;
};

/* An index over a block of env's memory, which it releases; the block stays the caller's when the call fails. */
pnr_status pnri_index_own(const pnr_env *env, uint8_t *block, size_t size, pnr_index **out, pnr_error *error);

#endif
