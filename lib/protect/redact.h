/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PROTECT_REDACT_H
#define PNR_PROTECT_REDACT_H

#include "core/slice.h"

/* Octets of one message as sent. What is not on a list of what identifies nobody is blanked: so what a sender put in a wrong
 * place, and what nobody has heard of, is blanked too. */
typedef struct pnri_octets {
  uint8_t *data;
  size_t size;
} pnri_octets;

/* Exchanges letters and digits for X, but not those of the ends of lines and other marks. */
void pnri_blank(uint8_t *octets, size_t size);

/* service: content.service. */
void pnri_redact_edifact(pnri_octets octets, pnr_slice service);
void pnri_redact_xml(pnri_octets octets);
void pnri_redact_teletype(pnri_octets octets);

#endif
