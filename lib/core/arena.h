/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_ARENA_H
#define PNR_CORE_ARENA_H

#include "core/env.h"

/* Memory that is released in one go: chunk after chunk, wiped on close. */
typedef struct pnri_chunk pnri_chunk;
typedef struct pnri_arena {
  const pnr_env *env;
  pnri_chunk *chunks; /* newest first */
  uint8_t *next;
  uint8_t *end;
  uint64_t held; /* octets taken from the allocator */
} pnri_arena;

void pnri_arena_open(pnri_arena *arena, const pnr_env *env);
void pnri_arena_close(pnri_arena *arena);

/* Zeroed and aligned to 8. NULL when memory or limits.memory is exhausted. size 0 gives a valid pointer. */
void *pnri_arena_take(pnri_arena *arena, size_t size);
/* The same, not zeroed and not aligned: for text. */
uint8_t *pnri_arena_text(pnri_arena *arena, size_t size);
/* Gives back the unused tail of the newest pnri_arena_text block. */
void pnri_arena_trim(pnri_arena *arena, const uint8_t *block, size_t size, size_t used);
/* A copy of slice in the arena; data is NULL when memory is exhausted and slice is not empty. */
pnr_slice pnri_arena_copy(pnri_arena *arena, pnr_slice slice);

/* A chain of views while they are collected. Each node's payload is a zeroed view. */
typedef struct pnri_node {
  struct pnri_node *next;
} pnri_node;
typedef struct pnri_chain {
  pnri_node *first;
  pnri_node *last;
  uint32_t count;
} pnri_chain;

/* Appends a zeroed payload of size octets and returns it; NULL when memory is exhausted. */
void *pnri_chain_add(pnri_chain *chain, pnri_arena *arena, size_t size);
static inline void *pnri_node_payload(pnri_node *node) { return node + 1; }
/* An array of pointers to the payloads; NULL for an empty chain, and when memory is exhausted: *failed is then set. */
void *pnri_chain_fill(const pnri_chain *chain, pnri_arena *arena, int *failed);
static inline void *pnri_chain_array(const pnri_chain *chain, pnri_arena *arena, int *failed)
{
  return chain->count != 0 ? pnri_chain_fill(chain, arena, failed) : NULL; /* most chains are empty */
}

#endif
