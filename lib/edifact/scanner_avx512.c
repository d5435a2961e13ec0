/* SPDX-License-Identifier: Apache-2.0 */
#include "edifact/scanner_block.h"

#if defined __x86_64__

#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vbmi,avx512vbmi2,popcnt,bmi")))

TARGET static inline __m512i octets_of(uint8_t octet) { return _mm512_set1_epi8((char)octet); }

TARGET static inline pnri_block find(const pnri_needles *needles, __m512i octets)
{
  __mmask64 first = _mm512_cmpeq_epi8_mask(octets, octets_of(needles->marks[0])) |
                    _mm512_cmpeq_epi8_mask(octets, octets_of(needles->marks[1]));
  __mmask64 last = _mm512_cmpeq_epi8_mask(octets, octets_of(needles->marks[2])) |
                   _mm512_cmpeq_epi8_mask(octets, octets_of(needles->marks[3]));
  __m512i printable = _mm512_sub_epi8(octets, octets_of(0x20));
  return (pnri_block){ first | last, _mm512_cmpeq_epi8_mask(octets, octets_of(needles->release)),
                       _mm512_cmpge_epu8_mask(printable, octets_of(0x7F - 0x20)) };
}

/* The places of the marks are moved together, then written 16 at a time: two rows are enough for nearly every block. */
TARGET static inline uint32_t *put_positions(uint64_t marks, uint32_t base, uint32_t *positions)
{
  const __m512i all =
    _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39,
                    38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14,
                    13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  enum { ROW = 16, USUAL_ROWS = 2 };
  uint32_t count = (uint32_t)_mm_popcnt_u64(marks);
  __m512i places = _mm512_maskz_compress_epi8(marks, all), from = _mm512_set1_epi32((int)base);
  __m256i low = _mm512_castsi512_si256(places);
  _mm512_storeu_si512(positions, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm256_castsi256_si128(low)), from));
  _mm512_storeu_si512(positions + ROW, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm256_extracti128_si256(low, 1)), from));
  if (count <= USUAL_ROWS * ROW) return positions + count;
  __m256i high = _mm512_extracti64x4_epi64(places, 1);
  _mm512_storeu_si512(positions + 2 * ROW, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm256_castsi256_si128(high)), from));
  _mm512_storeu_si512(positions + 3 * ROW,
                      _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm256_extracti128_si256(high, 1)), from));
  return positions + count;
}

TARGET static size_t scan(const pnri_service *service, const uint8_t *data, uint32_t size, uint32_t *positions,
                          uint64_t *odd)
{
  enum { AHEAD = 1024 };
  const pnri_needles needles = pnri_needles_of(service);
  uint32_t *next = positions;
  uint64_t carry = 0;
  for (uint32_t base = 0; base < size; base += PNRI_SCAN_BLOCK) {
    _mm_prefetch((const void *)((uintptr_t)data + base + AHEAD), _MM_HINT_T0); /* the scan is faster than memory */
    uint64_t inside = size - base < PNRI_SCAN_BLOCK ? (UINT64_C(1) << (size - base)) - 1 : UINT64_MAX;
    pnri_block block = find(&needles, _mm512_maskz_loadu_epi8(inside, data + base));
    next = put_positions(pnri_block_marks(&needles, &block, inside, &carry, odd++), base, next);
  }
  return (size_t)(next - positions);
}

static bool is_usable(void) { return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2"); }

const pnri_scanner pnri_scanner_avx512 = { "avx512", is_usable, scan };

#else

static bool is_usable(void) { return false; }

const pnri_scanner pnri_scanner_avx512 = { "avx512", is_usable, NULL };

#endif
