/* SPDX-License-Identifier: Apache-2.0 */
#include "core/env.h"

#include <stdlib.h>
#include <string.h>

#include "core/fail.h"

static void *allocate_with_malloc(void *user, void *ptr, size_t old_size, size_t new_size)
{
  (void)user;
  (void)old_size;
  if (new_size != 0) return malloc(new_size);
  free(ptr);
  return NULL;
}

#define DEFAULT_LIMITS                                                                           \
  {                                                                                              \
    sizeof(pnr_limits), 100000, UINT64_C(1) << 30, 10000000, 10000, UINT64_C(8) << 30, 100000000 \
  }

static const pnr_env default_env = { allocate_with_malloc, NULL, DEFAULT_LIMITS };

const pnr_env *pnri_env(const pnr_env *env) { return env != NULL ? env : &default_env; }

void pnri_wipe(void *ptr, size_t size)
{
  if (ptr == NULL) return;
  memset(ptr, 0, size);
  __asm__ __volatile__("" : : "r"(ptr) : "memory");
}

void *pnri_alloc(const pnr_env *env, size_t size) { return size != 0 ? env->allocate(env->user, NULL, 0, size) : NULL; }

void pnri_free(const pnr_env *env, void *ptr, size_t size)
{
  if (ptr == NULL) return;
  pnri_wipe(ptr, size);
  pnri_release(env, ptr, size);
}

void pnri_release(const pnr_env *env, void *ptr, size_t size) { (void)env->allocate(env->user, ptr, size, 0); }

/* An older caller's limits may be shorter than ours: what it does not have stays at the default. */
static pnr_limits complete_limits(const pnr_limits *given)
{
  pnr_limits full = DEFAULT_LIMITS;
  if (given == NULL) return full;
  pnr_limits read = { 0 };
  memcpy(&read, given, given->size < sizeof read ? given->size : sizeof read);
  if (read.travellers != 0) full.travellers = read.travellers;
  if (read.octets != 0) full.octets = read.octets;
  if (read.segments != 0) full.segments = read.segments;
  if (read.findings != 0) full.findings = read.findings;
  if (read.memory != 0) full.memory = read.memory;
  if (read.steps != 0) full.steps = read.steps;
  return full;
}

pnr_status pnr_env_open(pnr_allocator allocator, void *user, const pnr_limits *limits, pnr_env **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || (limits != NULL && limits->size < sizeof limits->size)) return pnri_fail_argument(error);
  pnr_env made = { allocator != NULL ? allocator : allocate_with_malloc, user, complete_limits(limits) };
  pnr_env *env = pnri_alloc(&made, sizeof *env);
  if (env == NULL) return pnri_fail_memory(error);
  *env = made;
  *out = env;
  return PNR_OK;
}

void pnr_env_close(pnr_env *env)
{
  if (env == NULL) return;
  pnr_env copy = *env; /* the block that holds the allocator is released by it */
  pnri_free(&copy, env, sizeof *env);
}
