/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_NAME_WORD_H
#define PNR_NAME_WORD_H

#include "name/name.h"
#include "name/reading.h"

/* The words of a name in a-z and 0-9 as they were written, before their spelling is brought together. */

enum { PNRI_WORD_SIZE = 2 * PNRI_TOKEN_SIZE };

typedef enum pnri_script {
  PNRI_SCRIPT_PLAIN,
  PNRI_SCRIPT_ABJAD,   /* written without vowels */
  PNRI_SCRIPT_INDIC,   /* written with a vowel behind its last consonant */
  PNRI_SCRIPT_GREEK,   /* writes b, d, g and the diphthongs with two letters */
  PNRI_SCRIPT_SYLLABLE /* Han, Hangul: each sign is a word of its own */
} pnri_script;

typedef struct pnri_word {
  uint8_t text[PNRI_WORD_SIZE];
  uint32_t size;
  pnri_script script;
  bool surname;
} pnri_word;

typedef struct pnri_words {
  pnri_word list[PNRI_TOKENS];
  uint32_t count;
  uint32_t ways; /* in which the letters can be written: 1 to 4 */
  bool cut;
  pnri_glossary *glossary; /* that has seen some of them, or NULL */
} pnri_words;

/* Reads the words of a name in one of its ways (0 …). Octets that are no UTF-8 part words. */
void pnri_words_read(pnri_words *all, const pnri_reading *reading, uint32_t way);

void pnri_words_remove(pnri_words *all, uint32_t at);

/* Parts the first octets of a word, which become a word of their own before it. */
void pnri_words_part(pnri_words *all, uint32_t at, uint32_t first);

/* The size to which a text is cut: at most PNRI_TOKEN_SIZE, not within a code point. */
uint32_t pnri_cut_size(const uint8_t *text, uint32_t size);

#endif
