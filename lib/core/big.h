/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_BIG_H
#define PNR_CORE_BIG_H

#include <stdint.h>
#include <string.h>

/* Big-endian numbers, as they stand in what is sent, at any address and on any machine. */

static inline uint32_t pnri_load_big16(const uint8_t *at) { return (uint32_t)at[0] << 8 | at[1]; }

static inline uint32_t pnri_load_big32(const uint8_t *at)
{
  uint32_t value;
  memcpy(&value, at, sizeof value);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  value = __builtin_bswap32(value);
#endif
  return value;
}

static inline uint64_t pnri_load_big64(const uint8_t *at)
{
  return (uint64_t)pnri_load_big32(at) << 32 | pnri_load_big32(at + 4);
}

static inline void pnri_store_big16(uint8_t *at, uint32_t value)
{
  at[0] = (uint8_t)(value >> 8);
  at[1] = (uint8_t)value;
}

static inline void pnri_store_big32(uint8_t *at, uint32_t value)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  value = __builtin_bswap32(value);
#endif
  memcpy(at, &value, sizeof value);
}

static inline void pnri_store_big64(uint8_t *at, uint64_t value)
{
  pnri_store_big32(at, (uint32_t)(value >> 32));
  pnri_store_big32(at + 4, (uint32_t)value);
}

#endif
