/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_NAME_HANGUL_H
#define PNR_NAME_HANGUL_H

#include <stdbool.h>

#include "pnr/base.h"

/* Korean syllables: each is composed of an initial, a vowel and perhaps a final (Unicode 3.12), and each of these is
 * romanised in four ways: Revised Romanisation, McCune-Reischauer without its marks, as passports of the south are
 * usually written, and as the north writes. */

enum { PNRI_HANGUL_WAYS = 4, PNRI_HANGUL_SIZE = 8 };

bool pnri_is_hangul(uint32_t point);

/* Writes a syllable in a way. Widespread surnames are written as people write them: Kim, Lee, Park. Returns the size. */
uint32_t pnri_hangul_read(uint32_t point, uint32_t way, bool surname, uint8_t out[PNRI_HANGUL_SIZE]);

#endif
