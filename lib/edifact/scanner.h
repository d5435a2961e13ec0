/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EDIFACT_SCANNER_H
#define PNR_EDIFACT_SCANNER_H

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

/* Writes the positions of all unreleased separators and terminators of data[from..to) into positions, which has room
 * for to - from of them, in rising order; returns their number. from must not stand behind an odd release.
 * The scalar form is the reference that every other form must equal. */
size_t pnri_scan(const pnri_service *service, const uint8_t *data, uint32_t from, uint32_t to, uint32_t *positions);

#endif
