/* SPDX-License-Identifier: Apache-2.0 */
#include "name/reading.h"

#include <string.h>

#include "core/slice.h"

static const uint8_t *find(pnr_slice text, uint8_t octet)
{
  return text.size > 0 ? memchr(text.data, octet, text.size) : NULL;
}

static pnr_slice until(pnr_slice text, const uint8_t *end)
{
  return (pnr_slice){ text.data, (size_t)(end - text.data) };
}

static pnr_slice behind(pnr_slice text, const uint8_t *end) { return pnri_slice_from(text, (size_t)(end - text.data)); }

static bool is_blank(uint8_t octet) { return octet == ' ' || octet == '\t'; }

/* --- Several names --- */

/* How many words a text has, at most two of interest. */
static uint32_t count_words(pnr_slice text)
{
  uint32_t words = 0;
  for (size_t i = 0; i < text.size; i++) words += !is_blank(text.data[i]) && (i == 0 || is_blank(text.data[i - 1]));
  return words;
}

/* Octets of "a.k.a.", "aka" or "alias" that stands as a word at the beginning of text, or 0. */
static size_t also_known(pnr_slice text)
{
  static const char *const words[] = { "a.k.a.", "aka", "alias" };
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    size_t size = strlen(words[i]);
    if (text.size <= size || !is_blank(text.data[size])) continue;
    if (pnri_slice_same((pnr_slice){ text.data, size }, pnri_slice(words[i]))) return size;
  }
  return 0;
}

/* Octets of a separator at text[at], or 0. */
static size_t separator(pnr_slice text, size_t at, bool commas)
{
  if (text.data[at] == ';' || (commas && text.data[at] == ',')) return 1;
  if (at == 0 || !is_blank(text.data[at - 1]) || (text.data[at] | 32) != 'a') return 0;
  return also_known(pnri_slice_from(text, at));
}

static bool has_commas(pnr_slice text)
{
  const uint8_t *first = find(text, ',');
  return first != NULL && find(behind(text, first + 1), ',') != NULL;
}

/* Parts a text into names of two words or more; 0 where it is one name. */
static uint32_t part_names(pnr_slice text, pnr_slice out[PNRI_READINGS])
{
  bool commas = find(text, ';') == NULL && has_commas(text);
  uint32_t count = 0;
  size_t begin = 0;
  if (text.size == 0) return 0;
  for (size_t at = 0; at <= text.size; at++) {
    size_t size = at < text.size ? separator(text, at, commas) : 0;
    if (size == 0 && at < text.size) continue;
    pnr_slice piece = pnri_slice_trim((pnr_slice){ text.data + begin, at - begin });
    if (piece.size > 0) {
      if (count_words(piece) < 2) return 0;
      if (count < PNRI_READINGS) out[count++] = piece;
    }
    begin = at + size;
    if (size > 0) at = begin - 1;
  }
  return count > 1 ? count : 0;
}

/* --- One name --- */

static void add_piece(pnri_reading *reading, pnr_slice text, bool surname)
{
  if (text.size == 0 || reading->count == PNRI_READING_PIECES) return;
  reading->surname[reading->count] = surname;
  reading->pieces[reading->count++] = text;
}

/* Adds a piece to a reading whose surname ends at the first comma. */
static void add_parted(pnri_reading *reading, pnr_slice text, bool *surname)
{
  const uint8_t *comma = *surname ? find(text, ',') : NULL;
  if (comma == NULL) {
    add_piece(reading, text, *surname);
    return;
  }
  add_piece(reading, until(text, comma), true);
  add_piece(reading, behind(text, comma + 1), false);
  *surname = false;
}

static pnri_reading read_whole(pnr_slice text)
{
  pnri_reading reading = { .count = 0 };
  bool surname = find(text, ',') != NULL;
  add_parted(&reading, text, &surname);
  return reading;
}

/* The name without what stands in its first parentheses. False when there are none, or less than two other words: a lone
 * name with a remark tells nobody apart. */
static bool read_without(pnr_slice text, pnri_reading *reading)
{
  const uint8_t *open = find(text, '('), *close = open != NULL ? find(behind(text, open), ')') : NULL;
  if (close == NULL) return false;
  pnr_slice before = until(text, open), after = behind(text, close + 1);
  bool surname = find(before, ',') != NULL || find(after, ',') != NULL;
  *reading = (pnri_reading){ .count = 0 };
  add_parted(reading, before, &surname);
  add_parted(reading, after, &surname);
  return count_words(before) + count_words(after) >= 2;
}

uint32_t pnri_readings_find(pnr_slice text, pnri_reading out[PNRI_READINGS])
{
  pnr_slice names[PNRI_READINGS] = { text };
  uint32_t parted = part_names(text, names), count = 0;
  if (parted == 0) {
    names[0] = text;
    parted = 1;
  }
  for (uint32_t i = 0; i < parted; i++) out[count++] = read_whole(names[i]);
  for (uint32_t i = 0; i < parted && count < PNRI_READINGS; i++) count += read_without(names[i], &out[count]);
  return count;
}
