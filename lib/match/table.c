/* SPDX-License-Identifier: Apache-2.0 */
#include "match/table.h"

#include <string.h>

enum { FIRST_CAPACITY = 64 };

void pnri_table_open(pnri_table *table, const pnr_env *env) { *table = (pnri_table){ .env = pnri_env(env) }; }

void pnri_table_close(pnri_table *table)
{
  pnri_free(table->env, table->slots, table->capacity * sizeof *table->slots);
  pnri_table_open(table, table->env);
}

void pnri_table_clear(pnri_table *table)
{
  if (table->count != 0) memset(table->slots, 0, table->capacity * sizeof *table->slots);
  table->count = 0;
}

bool pnri_table_reserve(pnri_table *table)
{
  if (table->count < table->capacity / 2) return true;
  pnri_table larger = { .env = table->env, .capacity = table->capacity == 0 ? FIRST_CAPACITY : 2 * table->capacity };
  if (larger.capacity > SIZE_MAX / 2 / sizeof *larger.slots) return false;
  larger.slots = pnri_alloc(table->env, larger.capacity * sizeof *larger.slots);
  if (larger.slots == NULL) return false;
  memset(larger.slots, 0, larger.capacity * sizeof *larger.slots);
  for (size_t i = 0; i < table->capacity; i++) {
    uint64_t slot = table->slots[i];
    if (slot == 0) continue;
    size_t at = pnri_table_start(&larger, (uint32_t)(slot >> 32));
    while (larger.slots[at] != 0) at = (at + 1) & (larger.capacity - 1);
    larger.slots[at] = slot;
  }
  larger.count = table->count;
  pnri_table_close(table);
  *table = larger;
  return true;
}

uint32_t pnri_table_seek(const pnri_table *table, uint32_t tag, size_t *at)
{
  if (table->capacity == 0) return PNR_NONE;
  for (*at &= table->capacity - 1; table->slots[*at] != 0; *at = (*at + 1) & (table->capacity - 1)) {
    uint64_t slot = table->slots[*at];
    if (slot >> 32 == tag) return (uint32_t)slot - 1;
  }
  return PNR_NONE;
}

void pnri_table_put(pnri_table *table, size_t at, uint32_t tag, uint32_t number)
{
  table->slots[at] = (uint64_t)tag << 32 | (number + 1);
  table->count++;
}
