/* SPDX-License-Identifier: Apache-2.0 */
#include "name/abjad.h"

#include <string.h>

#include "name/abjad.inc"

enum { NAMES = sizeof abjad_names / sizeof abjad_names[0] };

bool pnri_is_abjad(uint32_t point)
{
  return (point >= 0x590 && point < 0x780) || (point >= 0x8A0 && point < 0x900) ||
         (point >= 0xFB1D && point < 0xFE00) || (point >= 0xFE70 && point < 0xFEFF);
}

/* How a widespread name is read, or NULL. */
static const char *find_name(const uint8_t *word, uint32_t size)
{
  uint32_t low = 0, high = NAMES;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    const char *name = abjad_names[middle][0];
    uint32_t name_size = (uint32_t)strlen(name), shorter = size < name_size ? size : name_size;
    int order = memcmp(word, name, shorter);
    if (order == 0 && size == name_size) return abjad_names[middle][1];
    if (order > 0 || (order == 0 && size > name_size)) low = middle + 1;
    else high = middle;
  }
  return NULL;
}

bool pnri_abjad_known(const uint8_t *word, uint32_t size) { return find_name(word, size) != NULL; }

static bool is_vowel(uint8_t letter)
{
  return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u';
}

/* W and Y are vowels between consonants and at the end. */
static uint8_t half_vowel(const uint8_t *word, uint32_t size, uint32_t at)
{
  bool closed = at + 1 == size || !is_vowel(word[at + 1]), opened = at > 0 && !is_vowel(word[at - 1]);
  if (!closed || !opened) return word[at];
  return word[at] == 'w' ? 'u' : word[at] == 'y' ? 'i' : word[at];
}

/* Two letters that stand for one consonant. */
static bool is_pair(const uint8_t *word, uint32_t size, uint32_t at)
{
  if (at + 1 >= size || word[at + 1] != 'h') return false;
  return word[at] == 's' || word[at] == 'k' || word[at] == 'g' || word[at] == 't' || word[at] == 'd' ||
         word[at] == 'c' || word[at] == 'z';
}

/* Two widespread names written as one, or 0. */
static uint32_t read_both(uint8_t *word, uint32_t size)
{
  enum { FIRST_LEAST = 3, SECOND_LEAST = 3 };
  for (uint32_t first = FIRST_LEAST; first + SECOND_LEAST <= size; first++) {
    const char *name = find_name(word, first), *more = find_name(word + first, size - first);
    if (name == NULL || more == NULL) continue;
    uint32_t name_size = (uint32_t)strlen(name), more_size = (uint32_t)strlen(more);
    memcpy(word, name, name_size);
    memcpy(word + name_size, more, more_size);
    return name_size + more_size;
  }
  return 0;
}

uint32_t pnri_abjad_read(uint8_t *word, uint32_t size)
{
  const char *name = find_name(word, size);
  if (name != NULL) {
    size = (uint32_t)strlen(name);
    memcpy(word, name, size);
    return size;
  }
  for (uint32_t i = 0; i < size; i++)
    if (word[i] >= 0x80) return size; /* a letter without romanisation: the word stays as it is */
  uint32_t both = read_both(word, size);
  if (both > 0) return both;
  uint8_t out[256];
  uint32_t used = 0, run = 1; /* consonants since the last vowel; a word cannot begin with two */
  if (size > sizeof out / 2) return size;
  for (uint32_t i = 0; i < size; i++) {
    uint8_t letter = half_vowel(word, size, i);
    if (is_vowel(letter)) {
      out[used++] = letter;
      run = 0;
      continue;
    }
    uint32_t width = is_pair(word, size, i) ? 2 : 1;
    bool last = i + width == size;
    if (i > 0 && (run >= 2 || (run == 1 && last))) {
      out[used++] = 'a';
      run = 0;
    }
    run++;
    out[used++] = letter;
    if (width == 2) out[used++] = word[++i];
  }
  memcpy(word, out, used);
  return used;
}
