/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_VECTOR_H
#define PNR_CORE_VECTOR_H

#include <stdbool.h>

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

/* Drops the items from count on and wipes them. count is at most vector->count. */
void pnri_vector_cut(pnri_vector *vector, size_t count);

/* NULL for a vector that never held anything. */
static inline void *pnri_vector_at(const pnri_vector *vector, size_t i)
{
  return vector->data != NULL ? vector->data + i * vector->item_size : NULL;
}

/* Makes room for count further items; false when memory is exhausted. */
bool pnri_vector_grow(pnri_vector *vector, size_t count);

/* Room for count further items, not initialised, counted in; NULL when memory is exhausted. */
static inline void *pnri_vector_add(pnri_vector *vector, size_t count)
{
  if (count > vector->capacity - vector->count && !pnri_vector_grow(vector, count)) return NULL;
  void *room = pnri_vector_at(vector, vector->count);
  vector->count += count;
  return room;
}

#endif
