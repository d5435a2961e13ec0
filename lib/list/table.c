/* SPDX-License-Identifier: Apache-2.0 */
#include "list/table.h"

#include <string.h>
#include <xxhash.h>

void pnri_key_table_open(pnri_key_table *table, const pnr_env *env) { *table = (pnri_key_table){ .env = env }; }

void pnri_key_table_close(pnri_key_table *table)
{
  pnri_free(table->env, table->rows, table->capacity * sizeof *table->rows);
  pnri_key_table_open(table, table->env);
}

static pnri_key mix(pnri_key key, const void *octets, size_t size)
{
  XXH128_hash_t hash = XXH3_128bits_withSeed(octets, size, key.low ^ size);
  return (pnri_key){ hash.low64, hash.high64 ^ (key.high * UINT64_C(0x9E3779B97F4A7C15) + key.low) };
}

pnri_key pnri_key_of(uint32_t number, const pnr_slice *texts, size_t count)
{
  pnri_key key = { number, count };
  for (size_t i = 0; i < count; i++)
    key = mix(key, texts[i].size != 0 ? texts[i].data : (const uint8_t *)"", texts[i].size);
  return key;
}

/* The row of key, or the unused one where it belongs. There is always an unused one. */
static pnri_key_table_row *row_of(const pnri_key_table *table, pnri_key key)
{
  size_t i = (size_t)(key.low & (table->capacity - 1));
  while (table->rows[i].used && (table->rows[i].key.low != key.low || table->rows[i].key.high != key.high))
    i = (i + 1) & (table->capacity - 1);
  return &table->rows[i];
}

static bool grow(pnri_key_table *table)
{
  size_t capacity = table->capacity == 0 ? 256 : 2 * table->capacity;
  if (capacity > table->env->limits.memory / sizeof *table->rows) return false;
  pnri_key_table wider = { table->env, pnri_alloc(table->env, capacity * sizeof *wider.rows), table->count, capacity };
  if (wider.rows == NULL) return false;
  memset(wider.rows, 0, capacity * sizeof *wider.rows);
  for (size_t i = 0; i < table->capacity; i++)
    if (table->rows[i].used) *row_of(&wider, table->rows[i].key) = table->rows[i];
  pnri_key_table_close(table);
  *table = wider;
  return true;
}

uint32_t *pnri_key_table_put(pnri_key_table *table, pnri_key key, bool *is_new)
{
  if (table->count >= table->capacity / 2 && !grow(table)) return NULL;
  pnri_key_table_row *row = row_of(table, key);
  *is_new = !row->used;
  if (*is_new) {
    *row = (pnri_key_table_row){ .key = key, .used = 1 };
    table->count++;
  }
  return &row->value;
}

uint32_t pnri_key_table_get(const pnri_key_table *table, pnri_key key)
{
  return table->capacity != 0 ? row_of(table, key)->value : 0;
}
