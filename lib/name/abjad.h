/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_NAME_ABJAD_H
#define PNR_NAME_ABJAD_H

#include <stdbool.h>

#include "pnr/base.h"

/* True for letters of Arabic and Hebrew, which mostly leave vowels out. */
bool pnri_is_abjad(uint32_t point);

/* True for a widespread name in the letters to which such words fold. */
bool pnri_abjad_known(const uint8_t *word, uint32_t size);

/* Adds vowels to a word of such letters in a-z: as the name is commonly read where it is widespread, else by
 * rule. word is at most 32 octets and has room for twice as many. Returns the new size. */
uint32_t pnri_abjad_read(uint8_t *word, uint32_t size);

#endif
