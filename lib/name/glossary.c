/* SPDX-License-Identifier: Apache-2.0 */
#include "name/glossary.h"

#include <string.h>

#include "name/word.h"

enum { FIRST_CAPACITY = 1 << 10 };

/* --- What words become --- */

enum { WEIGHT_PARTICLE = 60, WEIGHT_PART = 300, WEIGHT_WIDESPREAD = 350, WEIGHT_COMMON = 600, WEIGHT_FULL = 1000 };

static uint32_t token_weight(const pnri_token *token, uint32_t kind)
{
  static const uint16_t by_size[] = { 100, 150, 500, 750, 900, WEIGHT_FULL };
  static const uint16_t by_kind[] = {
    [PNRI_WORD_PLAIN] = WEIGHT_FULL, [PNRI_WORD_COMMON] = WEIGHT_COMMON,     [PNRI_WORD_WIDESPREAD] = WEIGHT_WIDESPREAD,
    [PNRI_WORD_PART] = WEIGHT_PART,  [PNRI_WORD_PARTICLE] = WEIGHT_PARTICLE,
  };
  uint32_t weight = token->text[0] >= 0x80 ? WEIGHT_FULL : by_size[token->size < 5 ? token->size : 5];
  return weight < by_kind[kind] ? weight : by_kind[kind];
}

void pnri_weigh(pnri_token *token, uint32_t kind)
{
  if (kind == PNRI_WORD_PARTICLE) token->flags |= PNRI_TOKEN_PARTICLE;
  else if (kind == PNRI_WORD_COMMON || kind == PNRI_WORD_WIDESPREAD) token->flags |= PNRI_TOKEN_KNOWN;
  token->weight = (uint16_t)token_weight(token, kind);
}

static void make_gloss(const uint8_t *word, uint32_t size, pnri_gloss *gloss)
{
  uint8_t spelt[PNRI_SPELL_ROOM];
  uint32_t kind, whole = pnri_spell(word, size, spelt, &kind), kept = pnri_cut_size(spelt, whole);
  *gloss = (pnri_gloss){ .size = (uint8_t)size, .token = { .size = (uint8_t)kept }, .cut = kept < whole };
  memcpy(gloss->token.text, spelt, kept);
  pnri_weigh(&gloss->token, kind);
}

/* --- Remembering --- */

void pnri_glossary_open(pnri_glossary *glossary, const pnr_env *env, size_t rows_most)
{
  *glossary = (pnri_glossary){ .rows_most = rows_most };
  pnri_vector_open(&glossary->rows, env, sizeof(pnri_gloss));
}

void pnri_glossary_close(pnri_glossary *glossary)
{
  pnri_free(glossary->rows.env, glossary->slots, glossary->capacity * sizeof *glossary->slots);
  pnri_vector_close(&glossary->rows);
}

static const pnri_gloss *row_at(const pnri_glossary *glossary, size_t i) { return pnri_vector_at(&glossary->rows, i); }

static uint32_t hash_of(const uint8_t *word, uint32_t size)
{
  uint32_t hash = 2166136261u;
  for (uint32_t i = 0; i < size; i++) hash = (hash ^ word[i]) * 16777619u;
  return hash ^ hash >> 15;
}

/* The slot of the word, or the free one where it goes. */
static uint32_t *find_slot(const pnri_glossary *glossary, const uint8_t *word, uint32_t size)
{
  size_t at = hash_of(word, size) & (glossary->capacity - 1);
  for (;; at = (at + 1) & (glossary->capacity - 1)) {
    if (glossary->slots[at] == 0) return &glossary->slots[at];
    const pnri_gloss *row = row_at(glossary, glossary->slots[at] - 1);
    if (row->size == size && memcmp(row->word, word, size) == 0) return &glossary->slots[at];
  }
}

/* Makes room for one more row. False where there is none. */
static bool reserve(pnri_glossary *glossary)
{
  if (glossary->rows.count >= glossary->rows_most) return false;
  if (2 * (glossary->rows.count + 1) <= glossary->capacity) return true;
  pnri_glossary larger = *glossary;
  larger.capacity = glossary->capacity == 0 ? FIRST_CAPACITY : 2 * glossary->capacity;
  larger.slots = pnri_alloc(glossary->rows.env, larger.capacity * sizeof *larger.slots);
  if (larger.slots == NULL) return false;
  memset(larger.slots, 0, larger.capacity * sizeof *larger.slots);
  for (size_t i = 0; i < larger.rows.count; i++) {
    const pnri_gloss *row = row_at(&larger, i);
    *find_slot(&larger, row->word, row->size) = (uint32_t)i + 1;
  }
  pnri_free(glossary->rows.env, glossary->slots, glossary->capacity * sizeof *glossary->slots);
  *glossary = larger;
  return true;
}

static bool is_remembered(const pnri_glossary *glossary, uint32_t size)
{
  return glossary != NULL && size <= sizeof((pnri_gloss *)NULL)->word;
}

static const pnri_gloss *find_row(const pnri_glossary *glossary, const uint8_t *word, uint32_t size)
{
  uint32_t known = glossary->capacity != 0 ? *find_slot(glossary, word, size) : 0;
  return known != 0 ? row_at(glossary, known - 1) : NULL;
}

const pnri_gloss *pnri_glossary_look(pnri_glossary *glossary, const uint8_t *word, uint32_t size, pnri_gloss *room)
{
  const pnri_gloss *known = is_remembered(glossary, size) ? find_row(glossary, word, size) : NULL;
  if (known != NULL) return known;
  make_gloss(word, size, room);
  pnri_gloss *row = is_remembered(glossary, size) && reserve(glossary) ? pnri_vector_add(&glossary->rows, 1) : NULL;
  if (row == NULL) return room;
  memcpy(room->word, word, size);
  room->token.origin = (uint32_t)glossary->rows.count;
  room->seam_count = (uint8_t)pnri_spell_seams(word, size, room->seams);
  *row = *room;
  *find_slot(glossary, word, size) = room->token.origin;
  return row;
}

uint32_t pnri_glossary_seams(const pnri_glossary *glossary, const uint8_t *word, uint32_t size,
                             uint8_t seams[PNRI_SEAMS])
{
  const pnri_gloss *known = is_remembered(glossary, size) ? find_row(glossary, word, size) : NULL;
  if (known == NULL) return pnri_spell_seams(word, size, seams);
  memcpy(seams, known->seams, sizeof known->seams);
  return known->seam_count;
}
