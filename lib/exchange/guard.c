/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/guard.h"

#include <string.h>

#include "core/env.h"
#include "core/fail.h"
#include "core/little.h"
#include "crypto/hash.h"

/* A hash table of fixed size, at most half full, with linear probing. A slot whose time is over is free for those who look
 * for room, not for those who look for a key, until the table is swept. Keys are parts of hashes already. */
typedef struct slot {
  uint8_t key[PNRI_GUARD_KEY];
  uint64_t until; /* 0: never used since the last sweep */
} slot;

struct pnr_guard {
  const pnr_env *env;
  slot *slots;
  slot *spare; /* to sweep into */
  size_t size; /* slots; a power of two */
  uint32_t used;
  uint32_t most;
  uint64_t swept; /* when */
};

pnr_status pnr_guard_open(const pnr_env *env, uint32_t most, pnr_guard **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || most == 0 || most > UINT32_MAX / 4) return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_guard *guard = pnri_alloc(env, sizeof *guard);
  if (guard == NULL) return pnri_fail_memory(error);
  *guard = (pnr_guard){ .env = env, .size = 16, .most = most };
  while (guard->size / 2 < most) guard->size *= 2;
  guard->slots = pnri_alloc(env, guard->size * sizeof(slot));
  guard->spare = pnri_alloc(env, guard->size * sizeof(slot));
  if (guard->slots == NULL || guard->spare == NULL) {
    pnr_guard_close(guard);
    return pnri_fail_memory(error);
  }
  memset(guard->slots, 0, guard->size * sizeof(slot));
  memset(guard->spare, 0, guard->size * sizeof(slot));
  *out = guard;
  return PNR_OK;
}

void pnr_guard_close(pnr_guard *guard)
{
  if (guard == NULL) return;
  pnri_free(guard->env, guard->slots, guard->size * sizeof(slot));
  pnri_free(guard->env, guard->spare, guard->size * sizeof(slot));
  pnri_free(guard->env, guard, sizeof *guard);
}

pnr_status pnri_guard_key(pnr_slice issuer, pnr_slice id, uint8_t key[PNRI_GUARD_KEY])
{
  pnri_hash_state state;
  pnr_status status = pnri_hash_begin(&state, (pnr_slice){ NULL, 0 }, PNRI_GUARD_KEY);
  if (status != PNR_OK) return status;
  pnri_hash_add(&state, id); /* of one length: no other pair gives the same octets */
  pnri_hash_add(&state, issuer);
  pnri_hash_end(&state, key, PNRI_GUARD_KEY);
  return PNR_OK;
}

/* The slot of the key, or the free one where it belongs. */
static slot *find(const pnr_guard *guard, slot *slots, const uint8_t key[PNRI_GUARD_KEY])
{
  size_t at = (size_t)pnri_load64(key) & (guard->size - 1);
  while (slots[at].until != 0 && memcmp(slots[at].key, key, PNRI_GUARD_KEY) != 0) at = (at + 1) & (guard->size - 1);
  return &slots[at];
}

static void sweep(pnr_guard *guard, uint64_t now)
{
  slot *old = guard->slots;
  guard->used = 0;
  for (size_t i = 0; i < guard->size; i++) {
    if (old[i].until <= now) continue;
    *find(guard, guard->spare, old[i].key) = old[i];
    guard->used++;
  }
  memset(old, 0, guard->size * sizeof(slot));
  guard->slots = guard->spare;
  guard->spare = old;
  guard->swept = now;
}

pnr_status pnri_guard_check(pnr_guard *guard, const uint8_t key[PNRI_GUARD_KEY], uint64_t now)
{
  const slot *known = find(guard, guard->slots, key);
  if (known->until > now) return PNR_E_REPLAYED;
  /* A sweep costs as much as the table is long: once a second at most, however many come. */
  if (guard->used == guard->most && now > guard->swept) sweep(guard, now);
  return guard->used < guard->most ? PNR_OK : PNR_E_LIMIT;
}

void pnri_guard_keep(pnr_guard *guard, const uint8_t key[PNRI_GUARD_KEY], uint64_t until)
{
  slot *room = find(guard, guard->slots, key);
  if (room->until == 0) guard->used++;
  memcpy(room->key, key, PNRI_GUARD_KEY);
  room->until = until;
}
