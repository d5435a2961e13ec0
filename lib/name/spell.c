/* SPDX-License-Identifier: Apache-2.0 */
#include "name/spell.h"

#include <stdbool.h>
#include <string.h>

enum { AT_ANY, AT_START, AT_END };
enum {
  WORD_PLAIN = PNRI_WORD_PLAIN,
  WORD_COMMON = PNRI_WORD_COMMON,
  WORD_WIDESPREAD = PNRI_WORD_WIDESPREAD,
  WORD_PART = PNRI_WORD_PART,
  WORD_PARTICLE = PNRI_WORD_PARTICLE
};

typedef struct spelling_rule {
  char pattern[9], becomes[6];
  uint8_t size, becomes_size, where;
} spelling_rule;

typedef struct known_word {
  char text[17], name[17]; /* name: empty when text is the name itself */
  uint8_t size, name_size, kind;
} known_word;

#include "name/spelling.inc"
#include "name/words.inc"

/* The rule for the letters at word[at], or NULL. A word that is nothing but a pattern keeps its spelling. */
static const spelling_rule *find_rule(const uint8_t *word, uint32_t size, uint32_t at)
{
  if (word[at] < 'a' || word[at] > 'z') return NULL;
  uint32_t letter = (uint32_t)(word[at] - 'a');
  for (uint32_t i = spelling_first[letter]; i < spelling_first[letter + 1]; i++) {
    const spelling_rule *rule = &spelling_rules[i];
    if (rule->size > size - at || rule->size == size) continue;
    if (rule->where == AT_START && at != 0) continue;
    if (rule->where == AT_END && at + rule->size != size) continue;
    if (memcmp(word + at, rule->pattern, rule->size) == 0) return rule;
  }
  return NULL;
}

uint32_t pnri_spell(const uint8_t *word, uint32_t size, uint8_t *out)
{
  uint32_t used = 0;
  for (uint32_t at = 0; at < size;) {
    const spelling_rule *rule = find_rule(word, size, at);
    const uint8_t *from = rule != NULL ? (const uint8_t *)rule->becomes : word + at;
    uint32_t count = rule != NULL ? rule->becomes_size : 1;
    for (uint32_t i = 0; i < count; i++) {
      bool doubled = used > 0 && out[used - 1] == from[i] && from[i] >= 'a';
      if (!doubled) out[used++] = from[i];
    }
    at += rule != NULL ? rule->size : 1;
  }
  return used;
}

static const known_word *find_word(const uint8_t *word, uint32_t size)
{
  uint32_t hash = 2166136261u;
  for (uint32_t i = 0; i < size; i++) hash = (hash ^ word[i]) * 16777619u;
  for (uint32_t slot = hash % WORD_SLOTS;; slot = (slot + 1) % WORD_SLOTS) {
    const known_word *known = &known_words[slot];
    if (known->size == 0) return NULL;
    if (known->size == size && memcmp(known->text, word, size) == 0) return known;
  }
}

uint32_t pnri_word_class(uint8_t *word, uint32_t *size)
{
  const known_word *known = find_word(word, *size);
  if (known == NULL) return PNRI_WORD_PLAIN;
  if (known->name_size > 0) {
    memcpy(word, known->name, known->name_size);
    *size = known->name_size;
  }
  return known->kind;
}

enum { PART_LEAST = 5, REST_LEAST = 3 };

/* Puts the name of a known word in the place of word[at..at+size). */
static void replace_part(uint8_t *word, uint32_t *size, uint32_t at, const known_word *known)
{
  uint32_t behind = at + known->size;
  memmove(word + at + known->name_size, word + behind, *size - behind);
  memcpy(word + at, known->name, known->name_size);
  *size = *size - known->size + known->name_size;
}

void pnri_word_parts(uint8_t *word, uint32_t *size)
{
  uint32_t at = 0;
  bool found = true;
  while (found) {
    found = false;
    for (uint32_t part = *size - at; part-- > PART_LEAST && !found;) {
      if (part + REST_LEAST > *size - at) continue;
      const known_word *known = find_word(word + at, part);
      if (known == NULL) continue;
      if (known->name_size > 0) replace_part(word, size, at, known);
      at += known->name_size > 0 ? known->name_size : part;
      found = true;
    }
  }
  for (uint32_t part = *size - at; part >= PART_LEAST; part--) {
    if (at == 0 && part + REST_LEAST > *size) continue;
    const known_word *known = find_word(word + *size - part, part);
    if (known == NULL) continue;
    if (known->name_size > 0) replace_part(word, size, *size - part, known);
    return;
  }
}
