/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EDIFACT_SCANNER_H
#define PNR_EDIFACT_SCANNER_H

#include <stdbool.h>

#include "pnr/base.h"

/* The service characters of one interchange (ISO 9735-1 section 7, UNA). 0 stands for: not used. */
typedef struct pnri_service {
  uint8_t component;
  uint8_t element;
  uint8_t repetition;
  uint8_t release;
  uint8_t terminator;
} pnri_service;

extern const pnri_service pnri_service_default; /* :+?' and no repetition */

/* Positions are written several at a time: so many behind the last one may be overwritten. */
enum { PNRI_SCAN_SLACK = 32, PNRI_SCAN_BLOCK = 64 };

/* Words of odd for size octets. */
static inline size_t pnri_scan_words(uint32_t size) { return (size + (size_t)PNRI_SCAN_BLOCK - 1) / PNRI_SCAN_BLOCK; }

/* Writes the positions of all unreleased separators and terminators of data[0..size), in rising order, into positions,
 * which has room for size + PNRI_SCAN_SLACK of them; returns their number. data must not begin behind an odd release.
 * Bit i of odd[w] is set where octet 64 w + i is no printable ASCII character, or a release: all other octets mean
 * themselves. */
typedef size_t (*pnri_scan)(const pnri_service *service, const uint8_t *data, uint32_t size, uint32_t *positions,
                            uint64_t *odd);

/* One way to do it. All give the same; the scalar one is the reference, and can be used everywhere. */
typedef struct pnri_scanner {
  const char *name;
  bool (*is_usable)(void); /* by this machine */
  pnri_scan scan;
} pnri_scanner;

extern const pnri_scanner pnri_scanner_scalar, pnri_scanner_sse2, pnri_scanner_avx2, pnri_scanner_avx512;
extern const pnri_scanner pnri_scanner_neon;

/* All scanners, the fastest first; NULL behind the last. */
const pnri_scanner *pnri_scanner_at(size_t i);
/* The first that this machine can use. */
pnri_scan pnri_scan_fastest(void);

#endif
