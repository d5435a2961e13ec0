/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_SLICE_H
#define PNR_CORE_SLICE_H

#include <stdbool.h>
#include <string.h>

#include "pnr/base.h"

/* Inlined without exception: then the length of a literal is a constant, and its comparison an instruction or two. */
#define PNRI_INLINE static inline __attribute__((always_inline))

/* A slice of a string literal or other NUL-terminated text. */
PNRI_INLINE pnr_slice pnri_slice(const char *text) { return (pnr_slice){ (const uint8_t *)text, strlen(text) }; }

static inline bool pnri_slice_equal(pnr_slice a, pnr_slice b)
{
  return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

PNRI_INLINE bool pnri_slice_is(pnr_slice a, const char *text)
{
  if (__builtin_constant_p(strlen(text)))
    return a.size == strlen(text) && (a.size == 0 || memcmp(a.data, text, strlen(text)) == 0);
  for (size_t i = 0; i < a.size; i++) /* a word of a table: most differ at once */
    if (text[i] == 0 || a.data[i] != (uint8_t)text[i]) return false;
  return text[a.size] == 0;
}

PNRI_INLINE bool pnri_slice_starts(pnr_slice a, const char *text)
{
  size_t size = strlen(text);
  return a.size >= size && memcmp(a.data, text, size) == 0;
}

/* True when both are equal but for the case of ASCII letters. */
static inline bool pnri_slice_same(pnr_slice a, pnr_slice b)
{
  if (a.size != b.size) return false;
  for (size_t i = 0; i < a.size; i++) {
    uint8_t x = a.data[i], y = b.data[i];
    if (x >= 'a' && x <= 'z') x = (uint8_t)(x - 32);
    if (y >= 'a' && y <= 'z') y = (uint8_t)(y - 32);
    if (x != y) return false;
  }
  return true;
}

/* Without the first count octets; empty when there are fewer. */
static inline pnr_slice pnri_slice_from(pnr_slice a, size_t count)
{
  return count < a.size ? (pnr_slice){ a.data + count, a.size - count } : (pnr_slice){ NULL, 0 };
}

static inline pnr_slice pnri_slice_trim(pnr_slice a)
{
  while (a.size > 0 && (a.data[0] == ' ' || a.data[0] == '\t')) a = (pnr_slice){ a.data + 1, a.size - 1 };
  while (a.size > 0 && (a.data[a.size - 1] == ' ' || a.data[a.size - 1] == '\t')) a.size--;
  return a;
}

#endif
