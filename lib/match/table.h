/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_TABLE_H
#define PNR_MATCH_TABLE_H

#include <stdbool.h>

#include "core/env.h"
#include "pnr/message.h"

/* A hash table from a 32-bit tag to numbers. What the numbers mean, and which of equal tag is meant, its user knows:
 *   size_t at = pnri_table_start(table, tag);
 *   for (uint32_t n; (n = pnri_table_seek(table, tag, &at)) != PNR_NONE; at++) if (is_it(n)) return n;
 *   pnri_table_put(table, at, tag, number);      after pnri_table_reserve */
typedef struct pnri_table {
  const pnr_env *env;
  uint64_t *slots; /* tag << 32 | number + 1; 0 is free */
  size_t capacity; /* 0 or a power of two, never full */
  size_t count;
} pnri_table;

void pnri_table_open(pnri_table *table, const pnr_env *env);
void pnri_table_close(pnri_table *table);
void pnri_table_clear(pnri_table *table);
/* Makes room for one more; false when memory is exhausted. Slots found before are no longer valid. */
bool pnri_table_reserve(pnri_table *table);
/* The next number under tag from slot *at on, which then is its slot; PNR_NONE at the end, *at then is a free slot. */
uint32_t pnri_table_seek(const pnri_table *table, uint32_t tag, size_t *at);
void pnri_table_put(pnri_table *table, size_t at, uint32_t tag, uint32_t number);

/* Gives the number found in slot at another value. */
static inline void pnri_table_replace(pnri_table *table, size_t at, uint32_t number)
{
  table->slots[at] = table->slots[at] >> 32 << 32 | (number + 1);
}

static inline size_t pnri_table_start(const pnri_table *table, uint32_t tag)
{
  return table->capacity != 0 ? tag & (table->capacity - 1) : 0;
}

#endif
