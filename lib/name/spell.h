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

/* Where a word that is no known name is nothing but known names of three letters or more (ALIMUHAMMAD): writes the places
 * where all but the first begin, and returns how many there are, 0 where there are none. The fewest parts are chosen, and
 * of equally many those with the longest ends. */
enum { PNRI_SEAMS = 5, PNRI_SEAM_WORD_LEAST = 8 };
uint32_t pnri_spell_seams(const uint8_t *word, uint32_t size, uint8_t seams[PNRI_SEAMS]);

/* What a spelt word stands for where it is a nickname (bob: robert), or an empty slice. kind becomes that of the name. */
pnr_slice pnri_formal_name(const uint8_t *spelt, uint32_t size, uint32_t *kind);

#endif
