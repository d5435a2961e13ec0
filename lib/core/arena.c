/* SPDX-License-Identifier: Apache-2.0 */
#include "core/arena.h"

#include <stdatomic.h>
#include <string.h>

struct pnri_chunk {
  pnri_chunk *older;
  size_t size;   /* with this header */
  uint8_t *used; /* end of what was taken from it; set when it is no longer the newest */
};

enum { FIRST_CHUNK = 4096, LAST_CHUNK = 1 << 19, ALIGNMENT = 8, SPARE_MOST = 1 << 20 };

static void free_wiped(const pnr_env *env, pnri_chunk *chunk)
{
  size_t size = chunk->size;
  pnri_wipe(chunk, sizeof *chunk);
  pnri_release(env, chunk, size);
}

static void free_all(const pnr_env *env, pnri_chunk *chunks)
{
  while (chunks != NULL) {
    pnri_chunk *older = chunks->older;
    free_wiped(env, chunks);
    chunks = older;
  }
}

/* --- Spare chunks --- */

/* The list changes hands as a whole, so nobody ever looks at a chunk that another thread may take. */
struct pnri_spare {
  const pnr_env *env;
  _Atomic(pnri_chunk *) chunks;
  atomic_uint owners;
};

pnri_spare *pnri_spare_open(const pnr_env *env)
{
  pnri_spare *spare = pnri_alloc(env, sizeof *spare);
  if (spare == NULL) return NULL;
  spare->env = env;
  atomic_init(&spare->chunks, NULL);
  atomic_init(&spare->owners, 1);
  return spare;
}

void pnri_spare_leave(pnri_spare *spare)
{
  if (spare == NULL || atomic_fetch_sub(&spare->owners, 1) != 1) return;
  free_all(spare->env, atomic_load(&spare->chunks));
  pnri_free(spare->env, spare, sizeof *spare);
}

const pnr_env *pnri_spare_env(const pnri_spare *spare) { return spare->env; }

/* Leaves the chunks there unless others lie there already. */
static void leave_chunks(pnri_spare *spare, pnri_chunk *chunks)
{
  pnri_chunk *none = NULL;
  if (!atomic_compare_exchange_strong(&spare->chunks, &none, chunks)) free_all(spare->env, chunks);
}

/* --- Arena --- */

void pnri_arena_open(pnri_arena *arena, const pnr_env *env)
{
  *arena = (pnri_arena){ .env = pnri_env(env), .first = FIRST_CHUNK };
}

void pnri_arena_expect(pnri_arena *arena, size_t size)
{
  arena->first = size < LAST_CHUNK ? (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : LAST_CHUNK;
}

void pnri_arena_share(pnri_arena *arena, pnri_spare *spare)
{
  arena->spare = spare;
  atomic_fetch_add(&spare->owners, 1);
  arena->unused = atomic_exchange(&spare->chunks, NULL);
}

/* Wipes what was used of a chunk; it then holds zeroes behind its header. */
static void wipe_chunk(pnri_chunk *chunk)
{
  uint8_t *first = (uint8_t *)(chunk + 1);
  pnri_wipe(first, (size_t)(chunk->used - first));
  chunk->used = first;
}

/* The oldest chunks come first again, so that each arena is filled alike. */
void pnri_arena_close(pnri_arena *arena)
{
  size_t kept = 0;
  pnri_chunk *left = arena->unused;
  for (const pnri_chunk *chunk = left; chunk != NULL; chunk = chunk->older) kept += chunk->size;
  if (arena->chunks != NULL) arena->chunks->used = arena->next;
  for (pnri_chunk *chunk = arena->chunks, *older; chunk != NULL; chunk = older) {
    older = chunk->older;
    wipe_chunk(chunk);
    if (arena->spare == NULL || chunk->size > SPARE_MOST - kept) {
      free_wiped(arena->env, chunk);
      continue;
    }
    kept += chunk->size;
    chunk->older = left;
    left = chunk;
  }
  if (left != NULL) leave_chunks(arena->spare, left);
  pnri_spare_leave(arena->spare);
  pnri_arena_open(arena, arena->env);
}

static pnri_chunk *unused_chunk(pnri_arena *arena, size_t least)
{
  pnri_chunk **link = &arena->unused;
  while (*link != NULL && (*link)->size < least) link = &(*link)->older;
  pnri_chunk *chunk = *link;
  if (chunk != NULL) *link = chunk->older;
  return chunk;
}

static pnri_chunk *new_chunk(pnri_arena *arena, size_t size)
{
  pnri_chunk *chunk = pnri_alloc(arena->env, size);
  if (chunk == NULL) return NULL;
  memset(chunk, 0, size);
  chunk->size = size;
  return chunk;
}

/* Opens a chunk with room for more than need octets: each chunk doubles what is held, within bounds. */
static int add_chunk(pnri_arena *arena, size_t need)
{
  enum { HEAD = sizeof(pnri_chunk) + ALIGNMENT };
  uint64_t limit = arena->env->limits.memory;
  size_t size = arena->held == 0 ? arena->first : arena->held < LAST_CHUNK ? (size_t)arena->held : LAST_CHUNK;
  if (need > SIZE_MAX - 2 * HEAD) return 0;
  if (size < need + HEAD) size = (need + HEAD + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  if (size > limit || arena->held > limit - size) return 0;
  pnri_chunk *chunk = unused_chunk(arena, size);
  if (chunk == NULL) chunk = new_chunk(arena, size);
  if (chunk == NULL) return 0;
  if (arena->chunks != NULL) arena->chunks->used = arena->next;
  chunk->older = arena->chunks;
  arena->chunks = chunk;
  arena->next = (uint8_t *)(chunk + 1);
  arena->room = chunk->size - sizeof *chunk;
  arena->held += chunk->size;
  return 1;
}

void *pnri_arena_take_elsewhere(pnri_arena *arena, size_t size)
{
  return add_chunk(arena, size) ? pnri_arena_take(arena, size) : NULL;
}

uint8_t *pnri_arena_text(pnri_arena *arena, size_t size)
{
  if (size >= arena->room && !add_chunk(arena, size)) return NULL;
  uint8_t *block = arena->next;
  arena->next += size;
  arena->room -= size;
  return block;
}

void pnri_arena_trim(pnri_arena *arena, uint8_t *block, size_t size, size_t used)
{
  if (block + size != arena->next) return;
  memset(block + used, 0, size - used);
  arena->next -= size - used;
  arena->room += size - used;
}

pnr_slice pnri_arena_copy(pnri_arena *arena, pnr_slice slice)
{
  if (slice.size == 0) return (pnr_slice){ NULL, 0 };
  uint8_t *copy = pnri_arena_text(arena, slice.size);
  if (copy == NULL) return (pnr_slice){ NULL, 0 };
  memcpy(copy, slice.data, slice.size);
  return (pnr_slice){ copy, slice.size };
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
