/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_VECTOR_H
#define PNR_CORE_VECTOR_H

#include "core/env.h"

/* A growing array of items of one size. Growing takes a new block and wipes the old one. */
typedef struct pnri_vector {
  const pnr_env *env;
  uint8_t *data;
  size_t item_size;
  size_t count;
  size_t capacity;
} pnri_vector;

void pnri_vector_open(pnri_vector *vector, const pnr_env *env, size_t item_size);
void pnri_vector_close(pnri_vector *vector);

/* Room for count further items, not initialised, counted in; NULL when memory is exhausted. */
void *pnri_vector_add(pnri_vector *vector, size_t count);

/* Drops the items from count on and wipes them. count is at most vector->count. */
void pnri_vector_cut(pnri_vector *vector, size_t count);

/* NULL for a vector that never held anything. */
static inline void *pnri_vector_at(const pnri_vector *vector, size_t i)
{
  return vector->data != NULL ? vector->data + i * vector->item_size : NULL;
}

#endif
