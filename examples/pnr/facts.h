/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FACTS_H
#define FACTS_H

#include <pnr/pnr.h>

/* The traveller of the record to whom the selector leads exactly, by a document, telephone number, e-mail address, card token,
 * frequent flyer number or address; PNR_NONE: to nobody. What stands at the booking is its first traveller's. Case, blanks and
 * punctuation do not count. */
uint32_t fact_traveller(const pnr_content *content, const pnr_selector *selector);

#endif
