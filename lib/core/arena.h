/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_ARENA_H
#define PNR_CORE_ARENA_H

#include "core/env.h"

/* Wiped chunks that a closed arena leaves to the next one, so that not every message of a reader asks the system for
 * its memory. Each owner (the reader, and every arena that shares) may be in a thread of its own. */
typedef struct pnri_spare pnri_spare;

/* With one owner; NULL when memory is exhausted. */
pnri_spare *pnri_spare_open(const pnr_env *env);
/* An owner leaves; the last one releases the chunks. spare may be NULL. */
void pnri_spare_leave(pnri_spare *spare);

/* Memory that is released in one go: chunk after chunk, wiped on close. What is not taken yet holds zeroes. */
typedef struct pnri_chunk pnri_chunk;
typedef struct pnri_arena {
  const pnr_env *env;
  pnri_spare *spare;       /* or NULL */
  pnri_chunk *chunks;      /* newest first */
  pnri_chunk *unused;      /* from spare */
  struct pnri_node *nodes; /* of chains that became arrays */
  uint8_t *next;
  size_t first;  /* octets of the first chunk */
  size_t room;   /* behind next, in the newest chunk */
  uint64_t held; /* octets of chunks */
} pnri_arena;

void pnri_arena_open(pnri_arena *arena, const pnr_env *env);
/* So much will be taken, or a little less: that is the first chunk's size. Before anything is taken. */
void pnri_arena_expect(pnri_arena *arena, size_t size);
/* Takes its first chunks from spare, and leaves its own there in the end. Before anything is taken. */
void pnri_arena_share(pnri_arena *arena, pnri_spare *spare);
const pnr_env *pnri_spare_env(const pnri_spare *spare);
void pnri_arena_close(pnri_arena *arena);

/* What pnri_arena_take does where the newest chunk has no room. */
void *pnri_arena_take_elsewhere(pnri_arena *arena, size_t size);

/* Zeroed and aligned to 8. NULL when memory or limits.memory is exhausted. size 0 gives a valid pointer. */
static inline void *pnri_arena_take(pnri_arena *arena, size_t size)
{
  size_t padding = (size_t)(-(uintptr_t)arena->next & 7);
  if (arena->room <= padding || size >= arena->room - padding) return pnri_arena_take_elsewhere(arena, size);
  uint8_t *block = arena->next + padding;
  arena->next = block + size;
  arena->room -= padding + size;
  return block;
}
/* The same, not aligned: for text. */
uint8_t *pnri_arena_text(pnri_arena *arena, size_t size);
/* Gives back the unused tail of the newest pnri_arena_text block. */
void pnri_arena_trim(pnri_arena *arena, uint8_t *block, size_t size, size_t used);
/* A copy of slice in the arena; data is NULL when memory is exhausted and slice is not empty. */
pnr_slice pnri_arena_copy(pnri_arena *arena, pnr_slice slice);

/* A chain of views while they are collected. Its nodes are used again once the chain is an array. */
typedef struct pnri_node {
  struct pnri_node *next;
  void *payload;
} pnri_node;
typedef struct pnri_chain {
  pnri_node *first;
  pnri_node *last;
  uint32_t count;
} pnri_chain;

static inline void *pnri_node_payload(const pnri_node *node) { return node->payload; }

static inline pnri_node *pnri_node_take(pnri_arena *arena)
{
  pnri_node *node = arena->nodes;
  if (node == NULL) return (pnri_node *)pnri_arena_take(arena, sizeof *node);
  arena->nodes = node->next;
  return node;
}

/* Appends a zeroed payload of size octets and returns it; NULL when memory is exhausted. */
static inline void *pnri_chain_add(pnri_chain *chain, pnri_arena *arena, size_t size)
{
  pnri_node *node = pnri_node_take(arena);
  void *payload = pnri_arena_take(arena, size);
  if (node == NULL || payload == NULL) return NULL;
  *node = (pnri_node){ NULL, payload };
  if (chain->last != NULL) chain->last->next = node;
  else chain->first = node;
  chain->last = node;
  chain->count++;
  return payload;
}

/* Gives the nodes back; the count stays. */
static inline void pnri_chain_release(pnri_chain *chain, pnri_arena *arena)
{
  if (chain->last == NULL) return;
  chain->last->next = arena->nodes;
  arena->nodes = chain->first;
  chain->first = chain->last = NULL;
}

/* An array of pointers to the payloads; NULL for an empty chain, and when memory is exhausted: *failed is then set. */
void *pnri_chain_fill(const pnri_chain *chain, pnri_arena *arena, int *failed);
static inline void *pnri_chain_array(const pnri_chain *chain, pnri_arena *arena, int *failed)
{
  return chain->count != 0 ? pnri_chain_fill(chain, arena, failed) : NULL; /* most chains are empty */
}

/* The same as the chain's last use: its nodes are given back. */
static inline void *pnri_chain_freeze(pnri_chain *chain, pnri_arena *arena, int *failed)
{
  void *array = pnri_chain_array(chain, arena, failed);
  pnri_chain_release(chain, arena);
  return array;
}

#endif
