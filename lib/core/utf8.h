/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_UTF8_H
#define PNR_CORE_UTF8_H

#include <stdbool.h>
#include <string.h>

#include "pnr/base.h"

/* Reads one code point from text[0..size), size > 0. Returns the octets used, 1 to 4, or 0 where no valid sequence
 * (RFC 3629: no surrogates, no overlong forms) begins. */
uint32_t pnri_utf8_get(const uint8_t *text, size_t size, uint32_t *code_point);

/* Writes a valid code point into out and returns the octets used, 1 to 4. */
uint32_t pnri_utf8_put(uint8_t out[4], uint32_t code_point);

/* Index of the first octet that begins no valid sequence; text.size when there is none. */
size_t pnri_utf8_valid(pnr_slice text);

/* --- ASCII, which most text is --- */

/* The octets of a word, or words that overlap, that are none of ASCII. */
#define PNRI_BEYOND_ASCII UINT64_C(0x8080808080808080)

static inline uint64_t pnri_word_at(const uint8_t *at)
{
  uint64_t word;
  memcpy(&word, at, sizeof word);
  return word;
}

/* True where all of the text is ASCII. */
static inline bool pnri_is_ascii(pnr_slice text)
{
  const uint8_t *data = text.data;
  size_t size = text.size;
  uint32_t first, last;
  if (size >= 8) {
    uint64_t all = pnri_word_at(data + size - 8);
    for (; size >= 8; data += 8, size -= 8) all |= pnri_word_at(data);
    return (all & PNRI_BEYOND_ASCII) == 0;
  }
  if (size >= 4) {
    memcpy(&first, data, sizeof first);
    memcpy(&last, data + size - sizeof last, sizeof last);
    return ((first | last) & (uint32_t)PNRI_BEYOND_ASCII) == 0;
  }
  return size == 0 || (data[0] | data[size / 2] | data[size - 1]) < 0x80;
}

/* Copies the text to out, and tells whether all of it is ASCII. */
static inline bool pnri_copy_ascii(uint8_t *out, pnr_slice text)
{
  const uint8_t *data = text.data;
  size_t size = text.size;
  uint64_t all = 0;
  if (size >= 8) {
    for (size_t i = 0; i + 8 <= size; i += 8) {
      all |= pnri_word_at(data + i);
      memcpy(out + i, data + i, 8);
    }
    all |= pnri_word_at(data + size - 8);
    memcpy(out + size - 8, data + size - 8, 8);
  } else if (size >= 4) {
    uint32_t first, last;
    memcpy(&first, data, sizeof first);
    memcpy(&last, data + size - sizeof last, sizeof last);
    memcpy(out, &first, sizeof first);
    memcpy(out + size - sizeof last, &last, sizeof last);
    all = first | last;
  } else if (size != 0) {
    uint8_t first = data[0], middle = data[size / 2], last = data[size - 1];
    out[0] = first;
    out[size / 2] = middle;
    out[size - 1] = last;
    all = (uint64_t)(first | middle | last);
  }
  return (all & PNRI_BEYOND_ASCII) == 0;
}

#endif
