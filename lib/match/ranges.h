/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_RANGES_H
#define PNR_MATCH_RANGES_H

#include "match/facts.h"

/* Ranges of document numbers in an image, found by binary search. Rows stand in the order of size and first number;
 * each knows the row, up to itself, whose last number is the highest of its size: where even that one is too low, no
 * earlier row holds the number. */

/* Orders the rows, whose text, size and entry are there, and fills in PNRI_RANGE_HIGHEST. */
void pnri_ranges_order(const pnri_section *records, uint8_t *rows, uint32_t count);

/* Rows that begin at or below the cleaned number, or with shorter ones: only these can hold it. */
uint32_t pnri_ranges_upto(const pnri_image *image, pnr_slice number);
/* True when any row before end can hold the number. Call for end, end - 1 … until it is false. */
bool pnri_ranges_reach(const pnri_image *image, uint32_t end, pnr_slice number);
/* True when row itself holds it. */
bool pnri_ranges_hold(const pnri_image *image, uint32_t row, pnr_slice number);

#endif
