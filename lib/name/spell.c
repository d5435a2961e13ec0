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

#include "name/nicknames.inc"
#include "name/spelling.inc"
#include "name/words.inc"

/* Eight octets from anywhere, of which the first size are compared. */
static uint64_t load8(const void *at)
{
  uint64_t octets;
  memcpy(&octets, at, sizeof octets);
  return octets;
}

static uint64_t first_octets(uint32_t size)
{
  static const uint8_t ones[16] = { 255, 255, 255, 255, 255, 255, 255, 255 };
  return load8(ones + 8 - size);
}

/* The rule for the letters at word[at], behind which 8 octets can be read, or NULL. A word that is nothing but a pattern
 * keeps its spelling. */
static const spelling_rule *find_rule(const uint8_t *word, uint32_t size, uint32_t at)
{
  if (word[at] < 'a' || word[at] > 'z') return NULL;
  uint32_t letter = (uint32_t)(word[at] - 'a'), second = UINT32_C(1) << 31;
  if (word[at + 1] >= 'a' && word[at + 1] <= 'z') second |= UINT32_C(1) << (word[at + 1] - 'a');
  if ((spelling_second[letter] & second) == 0) return NULL;
  uint64_t here = load8(word + at);
  for (uint32_t i = spelling_first[letter]; i < spelling_first[letter + 1]; i++) {
    const spelling_rule *rule = &spelling_rules[i];
    if (((load8(rule->pattern) ^ here) & first_octets(rule->size)) != 0) continue;
    if (rule->size > size - at || rule->size == size) continue;
    if (rule->where == AT_START && at != 0) continue;
    if (rule->where == AT_END && at + rule->size != size) continue;
    return rule;
  }
  return NULL;
}

enum { PART_LEAST = 5, PART_MOST = 16, REST_LEAST = 3, WORD_MOST = 64 };

/* Applies the rules and writes doubled letters once. Nothing becomes longer than twice its size. Words of two letters
 * stay as they are: Yi is no I, and Wu no Vu. */
static uint32_t apply_rules(const uint8_t *text, uint32_t size, uint8_t *out)
{
  uint8_t word[WORD_MOST + 8] = { 0 };
  uint32_t used = 0;
  memcpy(size > 2 ? word : out, text, size);
  if (size <= 2) return size;
  for (uint32_t at = 0; at < size;) {
    const spelling_rule *rule = find_rule(word, size, at);
    const uint8_t *from = rule != NULL ? (const uint8_t *)rule->becomes : word + at;
    uint32_t count = rule != NULL ? rule->becomes_size : 1;
    for (uint32_t i = 0; i < count; i++) {
      bool doubled = used > 0 && out[used - 1] == from[i] && from[i] >= 'a' && from[i] <= 'z';
      if (!doubled) out[used++] = from[i];
    }
    at += rule != NULL ? rule->size : 1;
  }
  return used;
}

static const known_word *find_word(const uint8_t *word, uint32_t size)
{
  uint32_t hash = 2166136261u;
  if (size >= sizeof known_words[0].text) return NULL;
  for (uint32_t i = 0; i < size; i++) hash = (hash ^ word[i]) * 16777619u;
  for (uint32_t slot = hash % WORD_SLOTS;; slot = (slot + 1) % WORD_SLOTS) {
    if (word_slots[slot] == 0) return NULL;
    const known_word *known = &known_words[word_slots[slot] - 1];
    if (known->size == size && memcmp(known->text, word, size) == 0) return known;
  }
}

/* Spells a part of a word and returns what is known of it, or NULL. */
static const known_word *spell_part(const uint8_t *word, uint32_t size, uint8_t *out, uint32_t *used)
{
  *used = apply_rules(word, size, out);
  const known_word *known = find_word(out, *used);
  if (known != NULL && known->name_size > 0) {
    memcpy(out, known->name, known->name_size);
    *used = known->name_size;
  }
  return known;
}

/* The known name that begins the word: one whose rest is known too, else the longest; 0: none. Behind "abd" the
 * shortest, for Abdul is followed by Aziz where Abdula(h) seems to be followed by Ziz. */
static uint32_t first_part(const uint8_t *word, uint32_t size, uint8_t *out, uint32_t *used)
{
  uint32_t best = 0;
  bool servant = memcmp(word, "abd", 3) == 0;
  for (uint32_t part = size - REST_LEAST < PART_MOST ? size - REST_LEAST : PART_MOST; part >= PART_LEAST; part--) {
    if (spell_part(word, part, out, used) == NULL) continue;
    if (best == 0 || servant) best = part;
    uint8_t rest[2 * WORD_MOST];
    uint32_t rest_used;
    if (spell_part(word + part, size - part, rest, &rest_used) == NULL) continue;
    best = part;
    break;
  }
  if (best > 0) spell_part(word, best, out, used);
  return best;
}

/* The longest known name that ends the word, behind what else there is; 0: none. */
static uint32_t last_part(const uint8_t *word, uint32_t size, uint8_t *out, uint32_t *used)
{
  for (uint32_t part = size - REST_LEAST < PART_MOST ? size - REST_LEAST : PART_MOST; part >= PART_LEAST; part--) {
    uint8_t name[2 * PART_MOST];
    uint32_t name_used, rest = size - part;
    if (spell_part(word + rest, part, name, &name_used) == NULL) continue;
    spell_part(word, rest, out, used);
    memcpy(out + *used, name, name_used);
    *used += name_used;
    return part;
  }
  return 0;
}

/* Spells a word that is no known name by the known names within it. */
static uint32_t spell_parts(const uint8_t *word, uint32_t size, uint8_t out[PNRI_SPELL_ROOM])
{
  uint32_t total = 0, used;
  while (size >= PART_LEAST + REST_LEAST) {
    uint32_t part = first_part(word, size, out + total, &used);
    if (part == 0) break;
    total += used;
    word += part;
    size -= part;
  }
  bool ended = size >= PART_LEAST + REST_LEAST && last_part(word, size, out + total, &used) > 0;
  if (!ended) spell_part(word, size, out + total, &used);
  return total + used;
}

uint32_t pnri_spell(const uint8_t *word, uint32_t size, uint8_t out[PNRI_SPELL_ROOM], uint32_t *kind)
{
  uint32_t used;
  if (size > WORD_MOST) size = WORD_MOST;
  const known_word *known = spell_part(word, size, out, &used);
  if (known == NULL && size >= PART_LEAST + REST_LEAST) {
    used = spell_parts(word, size, out);
    known = find_word(out, used);
  }
  *kind = known != NULL ? known->kind : PNRI_WORD_PLAIN;
  return used;
}

pnr_slice pnri_formal_name(const uint8_t *spelt, uint32_t size, uint32_t *kind)
{
  char text[sizeof nicknames[0].text] = { 0 };
  size_t low = 0, high = sizeof nicknames / sizeof nicknames[0];
  if (size >= sizeof text) return (pnr_slice){ NULL, 0 };
  memcpy(text, spelt, size);
  while (low < high) { /* rows stand in the order of their texts */
    size_t middle = (low + high) / 2;
    int order = memcmp(nicknames[middle].text, text, sizeof text);
    if (order == 0) {
      pnr_slice name = { (const uint8_t *)nicknames[middle].name, strlen(nicknames[middle].name) };
      const known_word *known = find_word(name.data, (uint32_t)name.size);
      *kind = known != NULL ? known->kind : PNRI_WORD_PLAIN;
      return name;
    }
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return (pnr_slice){ NULL, 0 };
}

/* The fewest known names that make the first octets of a word; 0: none. from: where the last of them begins. */
typedef struct cover {
  uint8_t parts, from;
} cover;

uint32_t pnri_spell_seams(const uint8_t *word, uint32_t size, uint8_t seams[PNRI_SEAMS])
{
  enum { SEAM_PART_LEAST = 3 };
  cover covers[WORD_MOST + 1] = { { 0, 0 } };
  uint8_t spelt[2 * PART_MOST];
  uint32_t used;
  if (size < PNRI_SEAM_WORD_LEAST || size > WORD_MOST) return 0;
  for (uint32_t from = 0; from + SEAM_PART_LEAST <= size; from++) {
    if (from > 0 && covers[from].parts == 0) continue;
    uint32_t parts = covers[from].parts + 1u;
    for (uint32_t part = SEAM_PART_LEAST; part <= PART_MOST && from + part <= size; part++) {
      cover *end = &covers[from + part];
      if ((end->parts != 0 && end->parts <= parts) || spell_part(word + from, part, spelt, &used) == NULL) continue;
      *end = (cover){ (uint8_t)parts, (uint8_t)from };
    }
  }
  uint32_t count = covers[size].parts;
  if (count < 2 || count > PNRI_SEAMS + 1) return 0;
  for (uint32_t i = count - 1, at = size; i > 0; i--) seams[i - 1] = (uint8_t)(at = covers[at].from);
  return count - 1;
}
