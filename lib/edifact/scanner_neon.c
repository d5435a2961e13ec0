/* SPDX-License-Identifier: Apache-2.0 */
#include "edifact/scanner_block.h"

#if defined __aarch64__ && defined __ARM_NEON && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

#include <arm_neon.h>

/* Each octet of the four vectors is all ones or 0; one bit of each, the first octet's lowest. */
static inline uint64_t bits_of(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d)
{
  static const uint8_t bits[16] = { 1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128 };
  uint8x16_t own = vld1q_u8(bits);
  uint8x16_t low = vpaddq_u8(vandq_u8(a, own), vandq_u8(b, own)), high = vpaddq_u8(vandq_u8(c, own), vandq_u8(d, own));
  uint8x16_t all = vpaddq_u8(low, high);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

static inline uint8x16_t is_mark(const pnri_needles *needles, uint8x16_t octets)
{
  uint8x16_t first =
    vorrq_u8(vceqq_u8(octets, vdupq_n_u8(needles->marks[0])), vceqq_u8(octets, vdupq_n_u8(needles->marks[1])));
  uint8x16_t last =
    vorrq_u8(vceqq_u8(octets, vdupq_n_u8(needles->marks[2])), vceqq_u8(octets, vdupq_n_u8(needles->marks[3])));
  return vorrq_u8(first, last);
}

static inline uint8x16_t is_odd(uint8x16_t octets)
{
  return vcgeq_u8(vsubq_u8(octets, vdupq_n_u8(0x20)), vdupq_n_u8(0x7F - 0x20));
}

static inline pnri_block find(const pnri_needles *needles, const uint8_t *data)
{
  uint8x16_t a = vld1q_u8(data), b = vld1q_u8(data + 16), c = vld1q_u8(data + 32), d = vld1q_u8(data + 48);
  uint8x16_t release = vdupq_n_u8(needles->release);
  return (pnri_block){
    .marks = bits_of(is_mark(needles, a), is_mark(needles, b), is_mark(needles, c), is_mark(needles, d)),
    .releases = bits_of(vceqq_u8(a, release), vceqq_u8(b, release), vceqq_u8(c, release), vceqq_u8(d, release)),
    .odd = bits_of(is_odd(a), is_odd(b), is_odd(c), is_odd(d)),
  };
}

static inline void put(const uint8_t *places, uint32_t base, uint32_t *positions)
{
  uint16x8_t wide = vmovl_u8(vld1_u8(places));
  uint32x4_t from = vdupq_n_u32(base);
  vst1q_u32(positions, vaddw_u16(from, vget_low_u16(wide)));
  vst1q_u32(positions + 4, vaddw_u16(from, vget_high_u16(wide)));
}

static size_t scan(const pnri_service *service, const uint8_t *data, uint32_t size, uint32_t *positions, uint64_t *odd)
{
  return pnri_scan_blocks(service, data, size, positions, odd, find, put);
}

static bool is_usable(void) { return true; }

const pnri_scanner pnri_scanner_neon = { "neon", is_usable, scan };

#else

static bool is_usable(void) { return false; }

const pnri_scanner pnri_scanner_neon = { "neon", is_usable, NULL };

#endif
