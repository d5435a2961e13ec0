/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_SUPPORT_H
#define PNR_TESTS_SUPPORT_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pnr/base.h"

/* What several tests need: exact copies, an allocator that fails and looks. */

/* A heap block of exactly this size, so that a sanitizer sees a read past the end. Release with free. */
static inline uint8_t *exact_copy(const void *octets, size_t size)
{
  uint8_t *copy = malloc(size != 0 ? size : 1);
  if (copy != NULL && size != 0) memcpy(copy, octets, size);
  return copy;
}

static inline pnr_slice text_slice(const char *text) { return (pnr_slice){ (const uint8_t *)text, strlen(text) }; }

static inline int slice_is(pnr_slice slice, const char *text)
{
  return slice.size == strlen(text) && (slice.size == 0 || memcmp(slice.data, text, slice.size) == 0);
}

/* Fails the allocation number fail_at (from 1; 0: never) and all after it; counts what is held; notices blocks that
 * come back with another size, or not wiped. */
typedef struct counting_allocator {
  uint64_t count, fail_at, blocks, octets, most; /* most octets at once */
  int not_wiped;
} counting_allocator;

static inline void *counting_allocate(void *user, void *ptr, size_t old_size, size_t new_size)
{
  counting_allocator *state = user;
  if (new_size == 0) {
    for (size_t i = 0; i < old_size; i++)
      if (((const uint8_t *)ptr)[i] != 0) state->not_wiped = 1;
    state->blocks--;
    state->octets -= old_size;
    free(ptr);
    return NULL;
  }
  state->count++;
  if (state->fail_at != 0 && state->count >= state->fail_at) return NULL;
  state->blocks++;
  state->octets += new_size;
  if (state->octets > state->most) state->most = state->octets;
  return malloc(new_size);
}

#endif
