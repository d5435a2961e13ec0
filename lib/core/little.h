/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_LITTLE_H
#define PNR_CORE_LITTLE_H

#include <stdint.h>
#include <string.h>

/* Little-endian words of images, at any address and on any machine. */

static inline uint32_t pnri_load32(const uint8_t *at)
{
  uint32_t value;
  memcpy(&value, at, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  value = __builtin_bswap32(value);
#endif
  return value;
}

static inline void pnri_store32(uint8_t *at, uint32_t value)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  value = __builtin_bswap32(value);
#endif
  memcpy(at, &value, sizeof value);
}

static inline uint64_t pnri_load64(const uint8_t *at) { return pnri_load32(at) | (uint64_t)pnri_load32(at + 4) << 32; }

static inline void pnri_store64(uint8_t *at, uint64_t value)
{
  pnri_store32(at, (uint32_t)value);
  pnri_store32(at + 4, (uint32_t)(value >> 32));
}

#endif
