/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_LIST_TABLE_H
#define PNR_LIST_TABLE_H

#include <stdbool.h>

#include "core/env.h"

/* A hash table from texts to numbers. It keeps 128 bits of hash instead of the texts: a list's author, who alone could
 * look for two texts that collide, can as well write the same text twice. */

typedef struct pnri_key {
  uint64_t low, high;
} pnri_key;

typedef struct pnri_key_table_row {
  pnri_key key;
  uint32_t value;
  uint32_t used;
} pnri_key_table_row;

typedef struct pnri_key_table {
  const pnr_env *env;
  pnri_key_table_row *rows;
  size_t count;
  size_t capacity; /* a power of two, or 0 */
} pnri_key_table;

void pnri_key_table_open(pnri_key_table *table, const pnr_env *env);
void pnri_key_table_close(pnri_key_table *table);

/* The key of several texts and a number; texts of other lengths give other keys. */
pnri_key pnri_key_of(uint32_t number, const pnr_slice *texts, size_t count);

/* The value of key, which is added with value 0 when it is not there. NULL when memory is exhausted. */
uint32_t *pnri_key_table_put(pnri_key_table *table, pnri_key key, bool *is_new);

/* The value of key; 0 when it is not there. */
uint32_t pnri_key_table_get(const pnri_key_table *table, pnri_key key);

#endif
