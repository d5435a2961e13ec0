/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_NAME_SPELL_H
#define PNR_NAME_SPELL_H

#include "pnr/base.h"

enum { PNRI_WORD_PLAIN, PNRI_WORD_COMMON, PNRI_WORD_WIDESPREAD, PNRI_WORD_PART, PNRI_WORD_PARTICLE };
enum { PNRI_SPELL_ROOM = 256 };

/* Writes a word (a-z, 0-9 or other octets; at most 64) in the one spelling to which the usual romanisations of a name
 * are brought, known names within a longer word too (MUHAMMADJAFAR). Returns how many octets of out are used; kind
 * becomes what is known of the whole word: PNRI_WORD_…. */
uint32_t pnri_spell(const uint8_t *word, uint32_t size, uint8_t out[PNRI_SPELL_ROOM], uint32_t *kind);

#endif
