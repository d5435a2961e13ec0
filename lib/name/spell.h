/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_NAME_SPELL_H
#define PNR_NAME_SPELL_H

#include "pnr/base.h"

/* Writes word (a-z, 0-9) in the one spelling to which the usual romanisations of a sound are brought. out has room for
 * 2 * size octets; returns how many are used. */
uint32_t pnri_spell(const uint8_t *word, uint32_t size, uint8_t *out);

enum { PNRI_WORD_PLAIN, PNRI_WORD_COMMON, PNRI_WORD_WIDESPREAD, PNRI_WORD_PART, PNRI_WORD_PARTICLE };

/* Looks up a spelt word. Brings it in place to the name that it is another romanisation of (never longer than 16
 * octets), and returns its class: PNRI_WORD_…. */
uint32_t pnri_word_class(uint8_t *word, uint32_t *size);

/* Does the same to known names that begin or end a longer word (names written as one: MUHAMMADMAHMUD). word has room
 * for four times its size. */
void pnri_word_parts(uint8_t *word, uint32_t *size);

#endif
