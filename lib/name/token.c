/* SPDX-License-Identifier: Apache-2.0 */
#include "name/name.h"

#include <string.h>

uint32_t pnri_edit_budget(uint32_t shorter_size) { return shorter_size < 3 ? 0 : shorter_size < 6 ? 1 : PNRI_EDITS; }

typedef struct core {
  const uint8_t *a, *b;
  uint32_t a_size, b_size;
} core;

/* What is left of two texts without the prefix and suffix that they share. */
static core strip_shared(const uint8_t *a, uint32_t a_size, const uint8_t *b, uint32_t b_size)
{
  uint32_t shorter = a_size < b_size ? a_size : b_size, prefix = 0, suffix = 0;
  while (prefix < shorter && a[prefix] == b[prefix]) prefix++;
  while (suffix < shorter - prefix && a[a_size - 1 - suffix] == b[b_size - 1 - suffix]) suffix++;
  return (core){ a + prefix, b + prefix, a_size - prefix - suffix, b_size - prefix - suffix };
}

/* Hyyrö's bit-parallel form of the optimal string alignment distance; a_size is 1 to 64. */
static uint32_t osa_bits(const uint8_t *a, uint32_t a_size, const uint8_t *b, uint32_t b_size)
{
  uint64_t places[256];
  for (uint32_t i = 0; i < b_size; i++) places[b[i]] = 0;
  for (uint32_t i = 0; i < a_size; i++) places[a[i]] = 0;
  for (uint32_t i = 0; i < a_size; i++) places[a[i]] |= (uint64_t)1 << i;
  uint64_t plus = UINT64_MAX, minus = 0, diagonal = 0, before = 0, top = (uint64_t)1 << (a_size - 1);
  uint32_t distance = a_size;
  for (uint32_t i = 0; i < b_size; i++) {
    uint64_t here = places[b[i]];
    uint64_t swapped = ((~diagonal & here) << 1) & before;
    diagonal = (((here & plus) + plus) ^ plus) | here | minus | swapped;
    uint64_t up = minus | ~(diagonal | plus), down = diagonal & plus;
    if (up & top) distance++;
    if (down & top) distance--;
    up = up << 1 | 1;
    down <<= 1;
    plus = down | ~(diagonal | up);
    minus = up & diagonal;
    before = here;
  }
  return distance;
}

uint32_t pnri_osa(const uint8_t *a, uint32_t a_size, const uint8_t *b, uint32_t b_size, uint32_t limit)
{
  uint32_t difference = a_size > b_size ? a_size - b_size : b_size - a_size;
  if (difference > limit) return limit + 1;
  core left = strip_shared(a, a_size, b, b_size);
  uint32_t distance;
  if (left.a_size == 0 || left.b_size == 0) distance = left.a_size + left.b_size;
  else distance = osa_bits(left.a, left.a_size, left.b, left.b_size);
  return distance <= limit ? distance : limit + 1;
}

/* --- What an edit costs: FULL, or less where people and transliterations differ. --- */

enum { FULL = 100, HALF = 50, VOWEL = 35, TWO_NAMES = 50, LOSS_RATE = 220 };

/* What stands at exchange_costs[letter]: the consonants that romanisations or ears take for it. */
static const char *const confused[26] = {
  ['b' - 'a'] = "pv",   ['c' - 'a'] = "kszht", ['d' - 'a'] = "t",    ['f' - 'a'] = "v",   ['g' - 'a'] = "hjk",
  ['h' - 'a'] = "cgjk", ['i' - 'a'] = "j",     ['j' - 'a'] = "ghiz", ['k' - 'a'] = "cgh", ['m' - 'a'] = "n",
  ['n' - 'a'] = "m",    ['p' - 'a'] = "b",     ['s' - 'a'] = "cz",   ['t' - 'a'] = "cd",  ['v' - 'a'] = "bfu",
  ['u' - 'a'] = "v",    ['z' - 'a'] = "cjs",
};

static bool is_vowel(uint8_t letter)
{
  return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u';
}

static uint32_t exchange_cost(uint8_t a, uint8_t b)
{
  if (a == b) return 0;
  if (is_vowel(a) && is_vowel(b)) return VOWEL;
  if (a < 'a' || a > 'z' || confused[a - 'a'] == NULL || b == 0) return FULL;
  return strchr(confused[a - 'a'], b) != NULL ? HALF : FULL;
}

static uint32_t gap_cost(uint8_t letter) { return is_vowel(letter) || letter == 'h' ? HALF : FULL; }

/* The least cost that turns one text into the other. Sizes are at most PNRI_TOKEN_SIZE. */
static uint32_t edit_cost(const core *left)
{
  uint32_t rows[3][PNRI_TOKEN_SIZE + 1], *older = rows[0], *above = rows[1], *row = rows[2];
  above[0] = 0;
  for (uint32_t j = 0; j < left->b_size; j++) above[j + 1] = above[j] + gap_cost(left->b[j]);
  for (uint32_t i = 0; i < left->a_size; i++) {
    row[0] = above[0] + gap_cost(left->a[i]);
    for (uint32_t j = 0; j < left->b_size; j++) {
      uint32_t best = above[j] + exchange_cost(left->a[i], left->b[j]);
      uint32_t without_a = above[j + 1] + gap_cost(left->a[i]), without_b = row[j] + gap_cost(left->b[j]);
      if (without_a < best) best = without_a;
      if (without_b < best) best = without_b;
      if (i > 0 && j > 0 && left->a[i] == left->b[j - 1] && left->a[i - 1] == left->b[j]) {
        uint32_t swapped = older[j - 1] + HALF;
        if (swapped < best) best = swapped;
      }
      row[j + 1] = best;
    }
    uint32_t *free_row = older;
    older = above;
    above = row;
    row = free_row;
  }
  return above[left->b_size];
}

/* Antonio and Antonia, Ivanov and Ivan-ova: where the last letters are different vowels, they tell sex. */
static bool ends_differ(const pnri_token *a, const pnri_token *b)
{
  uint8_t last_a = a->text[a->size - 1], last_b = b->text[b->size - 1];
  return last_a != last_b && (last_a == 'a' || last_b == 'a') && is_vowel(last_a) && is_vowel(last_b);
}

uint32_t pnri_token_similarity(const pnri_token *a, const pnri_token *b)
{
  if (a->size == b->size && memcmp(a->text, b->text, a->size) == 0) return 10000;
  uint32_t shorter = a->size < b->size ? a->size : b->size, longer = a->size + b->size - shorter;
  uint32_t budget = pnri_edit_budget(shorter);
  if (longer - shorter > budget || a->text[0] >= 0x80 || b->text[0] >= 0x80) return 0;
  if ((a->flags | b->flags) & PNRI_TOKEN_SYLLABLE) return 0;
  core left = strip_shared(a->text, a->size, b->text, b->size);
  if (left.a_size > 0 && left.b_size > 0 && osa_bits(left.a, left.a_size, left.b, left.b_size) > budget) return 0;
  uint32_t cost = edit_cost(&left) + (ends_differ(a, b) ? HALF : 0);
  if (a->flags & b->flags & PNRI_TOKEN_KNOWN) cost += TWO_NAMES;
  uint32_t loss = cost * LOSS_RATE / (longer + 1);
  return loss < 9000 ? 10000 - loss : 1000;
}
