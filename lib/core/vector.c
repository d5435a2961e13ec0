/* SPDX-License-Identifier: Apache-2.0 */
#include "core/vector.h"

#include <string.h>

void pnri_vector_open(pnri_vector *vector, const pnr_env *env, size_t item_size)
{
  *vector = (pnri_vector){ .env = pnri_env(env), .item_size = item_size };
}

void pnri_vector_close(pnri_vector *vector)
{
  pnri_free(vector->env, vector->data, vector->capacity * vector->item_size);
  pnri_vector_open(vector, vector->env, vector->item_size);
}

bool pnri_vector_grow(pnri_vector *vector, size_t count)
{
  if (count > SIZE_MAX / 2 / vector->item_size - vector->count) return false;
  size_t capacity = vector->capacity < 8 ? 16 : 2 * vector->capacity;
  if (capacity < vector->count + count) capacity = vector->count + count;
  if (capacity > vector->env->limits.memory / vector->item_size) return false;
  uint8_t *data = pnri_alloc(vector->env, capacity * vector->item_size);
  if (data == NULL) return false;
  if (vector->count != 0) memcpy(data, vector->data, vector->count * vector->item_size);
  pnri_free(vector->env, vector->data, vector->capacity * vector->item_size);
  vector->data = data;
  vector->capacity = capacity;
  return true;
}

void pnri_vector_cut(pnri_vector *vector, size_t count)
{
  if (count < vector->count) pnri_wipe(pnri_vector_at(vector, count), (vector->count - count) * vector->item_size);
  vector->count = count;
}
