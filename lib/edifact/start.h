/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EDIFACT_START_H
#define PNR_EDIFACT_START_H

#include <stdbool.h>

#include "edifact/scanner.h"

/* Where an interchange begins, and the service characters that it names or uses. */
typedef struct pnri_start {
  uint64_t offset;      /* of the first UNA, or of the segment where there is none: what stands before is noise */
  uint64_t advice;      /* of the UNA that counts; equal to segment where there is none */
  uint64_t segment;     /* of UNB, UNG or UNH, or of UIB or UIH */
  pnri_service service; /* the repetition separator only where the syntax version has one */
  pnr_slice syntax;     /* UNB 0001 as sent; empty without UNB */
  bool is_inferred;     /* no UNA, and not the default characters */
} pnri_start;

enum { PNRI_ADVICE_SIZE = 9 };

/* The letter that tells a service segment: of UNA, UNB, UNG, UNH, UNT, UNE, UNZ, and of the interactive UIB, UIH, UIT,
 * UIZ (ISO 9735-3), which do the same for a dialogue. 0 for another tag. */
static inline uint8_t pnri_service_letter(const uint8_t tag[3])
{
  if (tag[0] != 'U') return 0;
  if (tag[1] == 'N') return tag[2];
  bool is_interactive = tag[1] == 'I' && (tag[2] == 'B' || tag[2] == 'H' || tag[2] == 'T' || tag[2] == 'Z');
  return is_interactive ? tag[2] : 0;
}

/* Finds the next start at or behind from. With open, the service characters of an interchange that is not closed yet,
 * an UNE or UNZ of it counts too. */
bool pnri_start_find(const uint8_t *data, uint64_t size, uint64_t from, const pnri_service *open, pnri_start *start);

/* True when a start stands exactly at `at`. */
bool pnri_start_at(const uint8_t *data, uint64_t size, uint64_t at, pnri_start *start);

/* The service characters of an UNA's six octets; false where they cannot be meant as such. */
bool pnri_advice_service(const uint8_t *six, pnri_service *service);

#endif
