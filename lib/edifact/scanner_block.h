/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EDIFACT_SCANNER_BLOCK_H
#define PNR_EDIFACT_SCANNER_BLOCK_H

#include "edifact/scanner.h"

/* What the scanners that look at 64 octets at once share. Each finds, with the instructions of its machine, three
 * bitmaps of a block; bit i is octet i. */
typedef struct pnri_block {
  uint64_t marks;    /* separators and terminators */
  uint64_t releases; /* release characters */
  uint64_t odd;      /* those, and what is no printable ASCII character */
} pnri_block;

/* The octets to look for. A mark that is not used is another one once more. */
typedef struct pnri_needles {
  uint8_t marks[4];
  uint8_t release;   /* any where releases is 0 */
  uint64_t has_mark; /* all bits, or none where no mark or release is in use */
  uint64_t has_release;
} pnri_needles;

/* Row m: the places of the bits that are set in m, in rising order; what follows them means nothing. */
extern const uint8_t pnri_bit_places[256][9];

static inline pnri_needles pnri_needles_of(const pnri_service *service)
{
  uint8_t marks[] = { service->component, service->element, service->repetition, service->terminator }, any = 0;
  for (uint32_t i = 0; i < 4; i++)
    if (marks[i] != 0) any = marks[i];
  pnri_needles needles = { .release = service->release,
                           .has_mark = any != 0 ? UINT64_MAX : 0,
                           .has_release = service->release != 0 ? UINT64_MAX : 0 };
  for (uint32_t i = 0; i < 4; i++) needles.marks[i] = marks[i] != 0 ? marks[i] : any;
  return needles;
}

/* A release releases the octet behind it, which may be a release. *carry: that is the first one of this block; and of
 * the next one afterwards. */
static inline uint64_t pnri_released(uint64_t releases, uint64_t *carry)
{
  uint64_t released = *carry, left = releases & ~released;
  *carry = left >> 63;
  while (left != 0) {
    uint64_t release = left & -left;
    *carry = release >> 63;
    released |= release << 1;
    left &= ~(release | release << 1);
  }
  return released;
}

/* Octet i of the result: how many bits are set in octets 0 to i of bits. */
static inline uint64_t pnri_running_counts(uint64_t bits)
{
  bits -= bits >> 1 & UINT64_C(0x5555555555555555);
  bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
  bits = (bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
  return bits * UINT64_C(0x0101010101010101);
}

/* Finds the bitmaps of 64 octets, writes eight places as positions from base on. */
typedef pnri_block (*pnri_find)(const pnri_needles *needles, const uint8_t *data);
typedef void (*pnri_put)(const uint8_t *places, uint32_t base, uint32_t *positions);

/* One block's positions; returns where the next one's go. */
static inline __attribute__((always_inline)) uint32_t *pnri_put_positions(uint64_t marks, uint32_t base,
                                                                          uint32_t *positions, pnri_put put)
{
  uint64_t counts = pnri_running_counts(marks);
  put(pnri_bit_places[marks & 0xFF], base, positions);
  for (uint32_t i = 1; i < 8; i++)
    put(pnri_bit_places[marks >> 8 * i & 0xFF], base + 8 * i, positions + (counts >> 8 * (i - 1) & 0xFF));
  return positions + (counts >> 56);
}

/* The marks of a block that are inside and not released; writes its word of odd. */
static inline __attribute__((always_inline)) uint64_t pnri_block_marks(const pnri_needles *needles,
                                                                       const pnri_block *block, uint64_t inside,
                                                                       uint64_t *carry, uint64_t *odd)
{
  uint64_t marks = block->marks & needles->has_mark & inside;
  uint64_t releases = block->releases & needles->has_release & ~marks;
  *odd = (block->odd | (block->releases & needles->has_release)) & inside;
  if ((releases | *carry) != 0) marks &= ~pnri_released(releases, carry);
  return marks;
}

/* The scan of a machine that can find and put. Inlined into a function of its own, with them. */
static inline __attribute__((always_inline)) size_t pnri_scan_blocks(const pnri_service *service, const uint8_t *data,
                                                                     uint32_t size, uint32_t *positions, uint64_t *odd,
                                                                     pnri_find find, pnri_put put)
{
  const pnri_needles needles = pnri_needles_of(service);
  uint32_t *next = positions;
  uint64_t carry = 0;
  for (uint32_t base = 0; base < size; base += PNRI_SCAN_BLOCK) {
    uint8_t last[PNRI_SCAN_BLOCK] = { 0 };
    const uint8_t *octets = data + base;
    uint64_t inside = UINT64_MAX;
    if (size - base < PNRI_SCAN_BLOCK) {
      for (uint32_t i = base; i < size; i++) last[i - base] = data[i];
      octets = last;
      inside = (UINT64_C(1) << (size - base)) - 1;
    }
    pnri_block block = find(&needles, octets);
    next = pnri_put_positions(pnri_block_marks(&needles, &block, inside, &carry, odd++), base, next, put);
  }
  return (size_t)(next - positions);
}

#endif
