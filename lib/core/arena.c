/* SPDX-License-Identifier: Apache-2.0 */
#include "core/arena.h"

#include <string.h>

struct pnri_chunk {
  pnri_chunk *older;
  size_t size; /* with this header */
};

enum { FIRST_CHUNK = 4096, LAST_CHUNK = 1 << 19, ALIGNMENT = 8 };

void pnri_arena_open(pnri_arena *arena, const pnr_env *env) { *arena = (pnri_arena){ .env = pnri_env(env) }; }

void pnri_arena_close(pnri_arena *arena)
{
  for (pnri_chunk *chunk = arena->chunks; chunk != NULL;) {
    pnri_chunk *older = chunk->older;
    pnri_free(arena->env, chunk, chunk->size);
    chunk = older;
  }
  *arena = (pnri_arena){ .env = arena->env };
}

/* Opens a chunk with room for need octets: each chunk doubles what is held, within bounds. */
static int add_chunk(pnri_arena *arena, size_t need)
{
  size_t size = arena->held < FIRST_CHUNK ? FIRST_CHUNK : arena->held < LAST_CHUNK ? (size_t)arena->held : LAST_CHUNK;
  if (need > SIZE_MAX - sizeof(pnri_chunk)) return 0;
  if (size < need + sizeof(pnri_chunk)) size = need + sizeof(pnri_chunk);
  if (size > arena->env->limits.memory || arena->held > arena->env->limits.memory - size) return 0;
  pnri_chunk *chunk = pnri_alloc(arena->env, size);
  if (chunk == NULL) return 0;
  *chunk = (pnri_chunk){ arena->chunks, size };
  arena->chunks = chunk;
  arena->next = (uint8_t *)(chunk + 1);
  arena->end = (uint8_t *)chunk + size;
  arena->held += size;
  return 1;
}

void *pnri_arena_take(pnri_arena *arena, size_t size)
{
  if (size > SIZE_MAX - 2 * ALIGNMENT) return NULL;
  size_t padding = (size_t)(-(uintptr_t)arena->next & (ALIGNMENT - 1));
  if (arena->next == NULL || size + padding > (size_t)(arena->end - arena->next)) {
    if (!add_chunk(arena, size + ALIGNMENT)) return NULL;
    padding = (size_t)(-(uintptr_t)arena->next & (ALIGNMENT - 1));
  }
  uint8_t *block = arena->next + padding;
  arena->next = block + size;
  memset(block, 0, size);
  return block;
}

uint8_t *pnri_arena_text(pnri_arena *arena, size_t size)
{
  if (arena->next == NULL || size > (size_t)(arena->end - arena->next)) {
    if (!add_chunk(arena, size)) return NULL;
  }
  uint8_t *block = arena->next;
  arena->next += size;
  return block;
}

void pnri_arena_trim(pnri_arena *arena, const uint8_t *block, size_t size, size_t used)
{
  if (block + size == arena->next) arena->next -= size - used;
}

pnr_slice pnri_arena_copy(pnri_arena *arena, pnr_slice slice)
{
  if (slice.size == 0) return (pnr_slice){ NULL, 0 };
  uint8_t *copy = pnri_arena_text(arena, slice.size);
  if (copy == NULL) return (pnr_slice){ NULL, 0 };
  memcpy(copy, slice.data, slice.size);
  return (pnr_slice){ copy, slice.size };
}

void *pnri_chain_add(pnri_chain *chain, pnri_arena *arena, size_t size)
{
  pnri_node *node = pnri_arena_take(arena, sizeof *node + size);
  if (node == NULL) return NULL;
  if (chain->last != NULL) chain->last->next = node;
  else chain->first = node;
  chain->last = node;
  chain->count++;
  return pnri_node_payload(node);
}

void *pnri_chain_fill(const pnri_chain *chain, pnri_arena *arena, int *failed)
{
  void **array = pnri_arena_take(arena, chain->count * sizeof *array);
  if (array == NULL) {
    *failed = 1;
    return NULL;
  }
  void **slot = array;
  for (pnri_node *node = chain->first; node != NULL; node = node->next) *slot++ = pnri_node_payload(node);
  return array;
}
