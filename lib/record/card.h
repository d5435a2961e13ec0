/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_CARD_H
#define PNR_RECORD_CARD_H

#include <stdbool.h>

#include "pnr/base.h"

static inline bool pnri_is_digit(uint8_t octet) { return octet >= '0' && octet <= '9'; }

/* The first payment card number in free text: 13 to 19 digits with single spaces or hyphens between them, standing
 * alone, of a card issuer's range and with a right check digit (ISO/IEC 7812-1 annex B). Empty, at the end of text,
 * when there is none. */
pnr_slice pnri_card_find(pnr_slice text);

/* What is shown of a number whose digits are counted: at most the first six and the last four (PCI DSS 3.4). Exchanges the
 * other digits for X. */
void pnri_card_hide(uint8_t *number, size_t size);

#endif
