/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_NAME_GLOSSARY_H
#define PNR_NAME_GLOSSARY_H

#include "core/vector.h"
#include "name/name.h"
#include "name/spell.h"

/* What a word as it was written becomes, and a memory of that: lists have far fewer words than names. */
typedef struct pnri_gloss {
  uint8_t word[23];
  uint8_t size;
  pnri_token token; /* without what the name tells of it */
  bool cut;
  uint8_t seam_count; /* as pnri_spell_seams, where it is remembered */
  uint8_t seams[PNRI_SEAMS];
} pnri_gloss;

struct pnri_glossary {
  pnri_vector rows; /* of pnri_gloss */
  uint32_t *slots;  /* row plus 1, at the word's hash or the next free slot; 0 is free */
  size_t capacity;  /* 0 or a power of two, twice the rows at least */
  size_t rows_most;
};

/* Remembers at most so many words. */
void pnri_glossary_open(pnri_glossary *glossary, const pnr_env *env, size_t rows_most);
void pnri_glossary_close(pnri_glossary *glossary);

/* What the word becomes, its seams apart: from memory, and remembered as far as there is room, or made in room. glossary may be NULL. Valid
 * until the next call. */
const pnri_gloss *pnri_glossary_look(pnri_glossary *glossary, const uint8_t *word, uint32_t size, pnri_gloss *room);

/* pnri_spell_seams of the word, which may have been looked for before. glossary may be NULL. */
uint32_t pnri_glossary_seams(const pnri_glossary *glossary, const uint8_t *word, uint32_t size,
                             uint8_t seams[PNRI_SEAMS]);

/* Sets weight and flags of a token by what is known of it. */
void pnri_weigh(pnri_token *token, uint32_t kind);

#endif
