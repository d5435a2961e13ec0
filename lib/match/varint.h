/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_VARINT_H
#define PNR_MATCH_VARINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers in as many octets as they need: seven bits in each, the low ones first, the top bit where more follow. */

enum { PNRI_VARINT_SIZE = 5 };

static inline uint32_t pnri_varint_put(uint8_t out[PNRI_VARINT_SIZE], uint32_t value)
{
  uint32_t size = 0;
  for (; value > 0x7F; value >>= 7) out[size++] = (uint8_t)(value | 0x80);
  out[size++] = (uint8_t)value;
  return size;
}

/* Reads one at *at, which then is behind it; 0 where it does not end within the data. */
static inline uint32_t pnri_varint_get(const uint8_t *data, size_t size, size_t *at)
{
  uint32_t value = 0;
  for (uint32_t shift = 0; shift < 7 * PNRI_VARINT_SIZE && *at < size; shift += 7) {
    uint8_t octet = data[(*at)++];
    value |= (uint32_t)(octet & 0x7F) << shift;
    if (!(octet & 0x80)) return value;
  }
  return 0;
}

#endif
