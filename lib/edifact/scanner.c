/* SPDX-License-Identifier: Apache-2.0 */
#include "edifact/scanner.h"

const pnri_service pnri_service_default = { ':', '+', 0, '?', '\'' };

/* --- The reference --- */

enum { PLAIN = 0, MARK = 1, RELEASE = 2, ODD = 4 }; /* the mark's bit is added to the number of marks */

/* Class of every octet under these service characters. 0 is never one, so NUL is only odd. */
static void classify(const pnri_service *service, uint8_t classes[256])
{
  for (uint32_t i = 0; i < 256; i++) classes[i] = i < 0x20 || i >= 0x7F ? ODD : PLAIN;
  const uint8_t marks[] = { service->component, service->element, service->repetition, service->terminator };
  for (uint32_t i = 0; i < sizeof marks; i++)
    if (marks[i] != 0) classes[marks[i]] |= MARK;
  if (service->release == 0) return;
  classes[service->release] |= ODD;
  if ((classes[service->release] & MARK) == 0) classes[service->release] |= RELEASE;
}

static size_t scan(const pnri_service *service, const uint8_t *data, uint32_t size, uint32_t *positions, uint64_t *odd)
{
  uint8_t classes[256];
  classify(service, classes);
  size_t count = 0;
  bool is_released = false;
  for (size_t word = 0; word < pnri_scan_words(size); word++) odd[word] = 0;
  for (uint32_t at = 0; at < size; at++) {
    uint8_t octet_class = classes[data[at]];
    if ((octet_class & ODD) != 0) odd[at / PNRI_SCAN_BLOCK] |= UINT64_C(1) << at % PNRI_SCAN_BLOCK;
    if (!is_released && (octet_class & MARK) != 0) positions[count++] = at;
    is_released = !is_released && (octet_class & RELEASE) != 0;
  }
  return count;
}

static bool is_usable(void) { return true; }

const pnri_scanner pnri_scanner_scalar = { "scalar", is_usable, scan };

/* --- The choice --- */

static const pnri_scanner *const scanners[] = { &pnri_scanner_avx512, &pnri_scanner_avx2, &pnri_scanner_sse2,
                                                &pnri_scanner_neon, &pnri_scanner_scalar };

const pnri_scanner *pnri_scanner_at(size_t i) { return i < sizeof scanners / sizeof scanners[0] ? scanners[i] : NULL; }

pnri_scan pnri_scan_fastest(void)
{
  size_t i = 0;
  while (!scanners[i]->is_usable()) i++; /* the last one is */
  return scanners[i]->scan;
}
