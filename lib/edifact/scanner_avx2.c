/* SPDX-License-Identifier: Apache-2.0 */
#include "edifact/scanner_block.h"

#if defined __x86_64__

#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))

/* Signed, all that is no printable ASCII is below 0x21 when 1 was added. */
TARGET static inline uint64_t find_odd(__m256i octets)
{
  __m256i above = _mm256_add_epi8(octets, _mm256_set1_epi8(1));
  return (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(_mm256_set1_epi8(0x21), above));
}

TARGET static inline __m256i equal(__m256i octets, uint8_t needle)
{
  return _mm256_cmpeq_epi8(octets, _mm256_set1_epi8((char)needle));
}

TARGET static inline pnri_block find_half(const pnri_needles *needles, const uint8_t *data)
{
  __m256i octets = _mm256_loadu_si256((const void *)data);
  __m256i first = _mm256_or_si256(equal(octets, needles->marks[0]), equal(octets, needles->marks[1]));
  __m256i last = _mm256_or_si256(equal(octets, needles->marks[2]), equal(octets, needles->marks[3]));
  return (pnri_block){ (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(first, last)),
                       (uint32_t)_mm256_movemask_epi8(equal(octets, needles->release)), find_odd(octets) };
}

TARGET static inline pnri_block find(const pnri_needles *needles, const uint8_t *data)
{
  pnri_block low = find_half(needles, data), high = find_half(needles, data + 32);
  return (pnri_block){ low.marks | high.marks << 32, low.releases | high.releases << 32, low.odd | high.odd << 32 };
}

TARGET static inline void put(const uint8_t *places, uint32_t base, uint32_t *positions)
{
  __m256i wide = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const void *)places));
  _mm256_storeu_si256((void *)positions, _mm256_add_epi32(wide, _mm256_set1_epi32((int)base)));
}

TARGET static size_t scan(const pnri_service *service, const uint8_t *data, uint32_t size, uint32_t *positions,
                          uint64_t *odd)
{
  return pnri_scan_blocks(service, data, size, positions, odd, find, put);
}

static bool is_usable(void) { return __builtin_cpu_supports("avx2"); }

const pnri_scanner pnri_scanner_avx2 = { "avx2", is_usable, scan };

#else

static bool is_usable(void) { return false; }

const pnri_scanner pnri_scanner_avx2 = { "avx2", is_usable, NULL };

#endif
