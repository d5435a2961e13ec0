/* SPDX-License-Identifier: Apache-2.0 */
#include "edifact/scanner_block.h"

#if defined __x86_64__ /* which always has SSE2 */

#include <emmintrin.h>

/* Signed, all that is no printable ASCII is below 0x21 when 1 was added. */
static inline uint64_t find_odd(__m128i octets)
{
  __m128i above = _mm_add_epi8(octets, _mm_set1_epi8(1));
  return (uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(above, _mm_set1_epi8(0x21)));
}

static inline __m128i equal(__m128i octets, uint8_t needle)
{
  return _mm_cmpeq_epi8(octets, _mm_set1_epi8((char)needle));
}

static inline pnri_block find(const pnri_needles *needles, const uint8_t *data)
{
  pnri_block block = { 0, 0, 0 };
  for (uint32_t i = 0; i < PNRI_SCAN_BLOCK; i += 16) {
    __m128i octets = _mm_loadu_si128((const void *)(data + i));
    __m128i first = _mm_or_si128(equal(octets, needles->marks[0]), equal(octets, needles->marks[1]));
    __m128i last = _mm_or_si128(equal(octets, needles->marks[2]), equal(octets, needles->marks[3]));
    block.marks |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(first, last)) << i;
    block.releases |= (uint64_t)(uint32_t)_mm_movemask_epi8(equal(octets, needles->release)) << i;
    block.odd |= find_odd(octets) << i;
  }
  return block;
}

static inline void put(const uint8_t *places, uint32_t base, uint32_t *positions)
{
  __m128i zero = _mm_setzero_si128(), from = _mm_set1_epi32((int)base);
  __m128i wide = _mm_unpacklo_epi8(_mm_loadl_epi64((const void *)places), zero);
  _mm_storeu_si128((void *)positions, _mm_add_epi32(_mm_unpacklo_epi16(wide, zero), from));
  _mm_storeu_si128((void *)(positions + 4), _mm_add_epi32(_mm_unpackhi_epi16(wide, zero), from));
}

static size_t scan(const pnri_service *service, const uint8_t *data, uint32_t size, uint32_t *positions, uint64_t *odd)
{
  return pnri_scan_blocks(service, data, size, positions, odd, find, put);
}

static bool is_usable(void) { return true; }

const pnri_scanner pnri_scanner_sse2 = { "sse2", is_usable, scan };

#else

static bool is_usable(void) { return false; }

const pnri_scanner pnri_scanner_sse2 = { "sse2", is_usable, NULL };

#endif
