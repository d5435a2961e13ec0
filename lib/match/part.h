/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_PART_H
#define PNR_MATCH_PART_H

#include <stdatomic.h>

#include "core/file.h"
#include "match/image.h"

/* The legal basis of a stored traveller's entry, by which he is told from a listed person. */
#define PNRI_TRAVELLER_BASIS "Directive (EU) 2016/681, article 6(2)(b)"

/* One image and the memory in which it stands. Several indexes may hold it; the last one that leaves releases it. */
typedef struct pnri_part {
  const pnr_env *env;
  const uint8_t *data;
  size_t size;
  uint8_t *owned; /* data, where it is a block of env's memory */
  pnri_map map;   /* data, where it is a file */
  pnri_image image;
  bool has_travellers; /* an entry is a stored traveller (pnr/travellers.h) */
  atomic_uint holders;
} pnri_part;

/* Each with one holder. Data that was given stays the caller's when the call fails. */
pnr_status pnri_part_borrow(const pnr_env *env, const uint8_t *data, size_t size, pnri_part **out, pnr_error *error);
pnr_status pnri_part_own(const pnr_env *env, uint8_t *block, size_t size, pnri_part **out, pnr_error *error);
pnr_status pnri_part_map(const pnr_env *env, const char *path, pnri_part **out, pnr_error *error);

pnri_part *pnri_part_hold(pnri_part *part);
/* part may be NULL. */
void pnri_part_leave(pnri_part *part);

#endif
