/* SPDX-License-Identifier: Apache-2.0 */
#include "name/word.h"

#include <string.h>

#include "core/slice.h"
#include "core/utf8.h"
#include "name/abjad.h"
#include "name/hangul.h"

#include "name/letters.inc"

enum { LETTER_WAYS = 3 };
enum { INSTEAD = 8 }; /* begins what takes the place of the letter before: vowel signs, small kana */

/* Words while they are read. */
typedef struct reader {
  pnri_words *all;
  uint32_t way;
  bool surname;
  bool open;    /* the last word may grow */
  uint8_t base; /* the last letter before marks, 0 for none */
} reader;

/* --- Letters --- */

static bool is_word_letter(uint32_t point)
{
  size_t low = 0, high = sizeof word_ranges / sizeof word_ranges[0];
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (point > word_ranges[middle][1]) low = middle + 1;
    else high = middle;
  }
  return low < sizeof word_ranges / sizeof word_ranges[0] && point >= word_ranges[low][0];
}

static void allow_ways(reader *r, uint32_t ways)
{
  if (r->all->ways < ways) r->all->ways = ways;
}

/* What a code point becomes in a way of writing: false where it parts words. */
static bool fold_point(reader *r, uint32_t point, uint8_t utf8[4], pnr_slice *out)
{
  uint32_t place = point < 0x20000 ? letter_pages[letter_page[point / 128]][point % 128] : 0;
  if (place == 0) {
    *out = (pnr_slice){ utf8, pnri_utf8_put(utf8, point) };
    return is_word_letter(point);
  }
  const uint8_t *text = letter_ways + (place & 0x7FFF) - 1;
  if (place & 0x8000) {
    allow_ways(r, LETTER_WAYS);
    for (uint32_t way = r->way < LETTER_WAYS ? r->way : LETTER_WAYS - 1; way > 0; way--) text += 1 + text[0];
  }
  *out = (pnr_slice){ text + 1, text[0] };
  return true;
}

/* A diaeresis or ring that follows its letter folds as the composed letter does (ICAO 9303-3 section 6). */
static pnr_slice mark_after(reader *r, uint32_t point)
{
  const char *more = "";
  if (point == 0x308 && (r->base == 'a' || r->base == 'o' || r->base == 'u')) more = "e";
  if (point == 0x30A && r->base == 'a') more = "a";
  if (*more != 0) allow_ways(r, LETTER_WAYS);
  return pnri_slice(r->way == 0 ? more : "");
}

static bool is_apostrophe(uint32_t point)
{
  return point == '\'' || point == '`' || point == 0xB4 || (point >= 0x2018 && point <= 0x201B) || point == 0x2032;
}

static bool is_han(uint32_t point)
{
  return (point >= 0x3400 && point < 0xA000) || (point >= 0xF900 && point < 0xFB00) ||
         (point >= 0x20000 && point < 0x32400);
}

static pnri_script script_of(uint32_t point)
{
  if (pnri_is_abjad(point)) return PNRI_SCRIPT_ABJAD;
  if (point >= 0x900 && point < 0x980) return PNRI_SCRIPT_INDIC;
  if ((point >= 0x370 && point < 0x400) || (point >= 0x1F00 && point < 0x2000)) return PNRI_SCRIPT_GREEK;
  if (is_han(point) || pnri_is_hangul(point)) return PNRI_SCRIPT_SYLLABLE;
  return PNRI_SCRIPT_PLAIN;
}

/* --- Words --- */

static pnri_word *last_word(reader *r) { return &r->all->list[r->all->count - 1]; }

static void word_add(reader *r, pnr_slice text)
{
  if (!r->open) {
    if (text.size == 0) return;
    if (r->all->count == PNRI_TOKENS) {
      r->all->cut = true;
      return;
    }
    pnri_word *word = &r->all->list[r->all->count++];
    word->size = 0;
    word->script = PNRI_SCRIPT_PLAIN;
    word->surname = r->surname;
    r->open = true;
  }
  pnri_word *last = last_word(r);
  if (text.size > PNRI_WORD_SIZE - last->size) {
    r->all->cut = true;
    return;
  }
  if (text.size > 0 && text.data[0] == INSTEAD) {
    text = pnri_slice_from(text, 1);
    if (last->size > 0) last->size--;
  }
  if (text.size > 0) memcpy(last->text + last->size, text.data, text.size);
  last->size += (uint32_t)text.size;
}

/* Adds a letter to the open word, or a sign as a word of its own. */
static void letter_add(reader *r, uint32_t point)
{
  uint8_t utf8[4];
  pnr_slice text;
  if (!fold_point(r, point, utf8, &text)) {
    r->open = false;
    r->base = 0;
    return;
  }
  pnri_script script = script_of(point);
  if (script == PNRI_SCRIPT_SYLLABLE) r->open = false;
  if (text.size == 0 && r->base != 0) text = mark_after(r, point);
  else r->base = text.size == 1 ? text.data[0] : 0;
  word_add(r, text);
  if (r->open && script != PNRI_SCRIPT_PLAIN) last_word(r)->script = script;
  if (script == PNRI_SCRIPT_SYLLABLE) r->open = false;
}

/* Adds a syllable as a word of its own. */
static void syllable_add(reader *r, uint32_t point, bool surname)
{
  uint8_t text[PNRI_HANGUL_SIZE];
  r->open = false;
  allow_ways(r, PNRI_HANGUL_WAYS);
  word_add(r, (pnr_slice){ text, pnri_hangul_read(point, r->way, surname, text) });
  if (r->open) last_word(r)->script = PNRI_SCRIPT_SYLLABLE;
  r->open = false;
}

/* Hangul syllables in a row, from octets of part. Returns how many octets they have. */
static size_t syllables_add(reader *r, pnr_slice part)
{
  uint32_t count = 0, point;
  size_t size = 0;
  while (size < part.size) {
    uint32_t used = pnri_utf8_get(part.data + size, part.size - size, &point);
    if (used == 0 || !pnri_is_hangul(point)) break;
    size += used;
    count++;
  }
  bool first = r->all->count == 0;
  for (size_t i = 0, number = 0; i < size; number++) {
    i += pnri_utf8_get(part.data + i, size - i, &point);
    syllable_add(r, point, number == 0 && (count == 1 || (first && count > 2)));
  }
  return size;
}

static void part_add(reader *r, pnr_slice part)
{
  r->open = false;
  r->base = 0;
  for (size_t i = 0; i < part.size;) {
    uint32_t point, used = pnri_utf8_get(part.data + i, part.size - i, &point);
    if (used > 0 && pnri_is_hangul(point)) {
      i += syllables_add(r, pnri_slice_from(part, i));
      continue;
    }
    i += used > 0 ? used : 1;
    if (used > 0 && is_apostrophe(point)) continue;
    if (used > 0) letter_add(r, point);
    else r->open = false, r->base = 0;
  }
}

void pnri_words_remove(pnri_words *all, uint32_t at)
{
  for (uint32_t i = at + 1; i < all->count; i++) all->list[i - 1] = all->list[i];
  all->count--;
}

uint32_t pnri_cut_size(const uint8_t *text, uint32_t size)
{
  if (size <= PNRI_TOKEN_SIZE) return size;
  size = PNRI_TOKEN_SIZE;
  while (size > 0 && (text[size] & 0xC0) == 0x80) size--;
  return size;
}

void pnri_words_part(pnri_words *all, uint32_t at, uint32_t first)
{
  if (all->count == PNRI_TOKENS) return;
  for (uint32_t i = all->count++; i > at; i--) all->list[i] = all->list[i - 1];
  pnri_word *rest = &all->list[at + 1];
  all->list[at].size = first;
  rest->size -= first;
  memmove(rest->text, rest->text + first, rest->size);
}

/* --- Scripts --- */

/* The article and "abd al" are written in one with what follows. */
static void read_abjad(pnri_words *all, uint32_t at)
{
  enum { ARTICLE = 2, SERVANT = 5, REST_LEAST = 3 };
  pnri_word *w = &all->list[at];
  if (!pnri_abjad_known(w->text, w->size)) {
    if (w->size >= SERVANT + REST_LEAST && memcmp(w->text, "abdal", SERVANT) == 0)
      pnri_words_part(all, at, SERVANT - ARTICLE);
    else if (w->size >= ARTICLE + REST_LEAST && memcmp(w->text, "al", ARTICLE) == 0) pnri_words_part(all, at, ARTICLE);
  }
  uint32_t size = pnri_cut_size(w->text, w->size);
  if (size < w->size) all->cut = true;
  w->size = pnri_abjad_read(w->text, size);
}

static bool is_vowel(uint8_t letter) { return memchr("aeiou", letter, 5) != NULL; }

/* The size of a word without the "a" of its last consonant (a long one is "aa"): it is not spoken unless two consonants
 * stand before it. */
static uint32_t spoken_size(const uint8_t *text, uint32_t size)
{
  if (size < 4 || text[size - 1] != 'a' || is_vowel(text[size - 2])) return size;
  uint32_t at = size - 2; /* the last consonant; its h belongs to it */
  if (text[at] == 'h' && !is_vowel(text[at - 1])) at--;
  return is_vowel(text[at - 1]) ? size - 1 : size;
}

/* ELOT 743: two letters of Greek that stand for one sound. Only at the beginning: */
static const char *const greek_starts[][2] = { { "mp", "b" }, { "nt", "d" }, { "gk", "g" } };
/* and anywhere, behind the letter that begins them: */
static const char *const greek_pairs[][2] = { { "gg", "ng" }, { "gx", "nx" }, { "au", "av" }, { "ay", "av" },
                                              { "eu", "ev" }, { "ey", "ev" }, { "oy", "ou" } };

static void read_greek(pnri_word *w)
{
  for (size_t i = 0; i < sizeof greek_starts / sizeof greek_starts[0]; i++) {
    if (w->size < 3 || memcmp(w->text, greek_starts[i][0], 2) != 0) continue;
    w->text[0] = (uint8_t)greek_starts[i][1][0];
    memmove(w->text + 1, w->text + 2, --w->size - 1);
  }
  for (uint32_t at = 0; at + 1 < w->size; at++)
    for (size_t i = 0; i < sizeof greek_pairs / sizeof greek_pairs[0]; i++)
      if (memcmp(w->text + at, greek_pairs[i][0], 2) == 0) memcpy(w->text + at, greek_pairs[i][1], 2);
}

/* Digits that stand among letters were misread or mistyped for those that look like them. */
static void read_digits(pnri_word *w)
{
  enum { LETTERS_LEAST = 2 };
  static const char looks[] = "oi   s    "; /* as 0, 1 and 5 do */
  uint32_t letters = 0;
  for (uint32_t i = 0; i < w->size; i++) letters += w->text[i] > '9';
  for (uint32_t i = 0; i < w->size && letters >= LETTERS_LEAST; i++)
    if (w->text[i] >= '0' && w->text[i] <= '9' && looks[w->text[i] - '0'] != ' ')
      w->text[i] = (uint8_t)looks[w->text[i] - '0'];
}

static void read_scripts(pnri_words *all)
{
  for (uint32_t i = 0; i < all->count; i++) {
    pnri_word *w = &all->list[i];
    switch (w->script) {
    case PNRI_SCRIPT_ABJAD: read_abjad(all, i); break;
    case PNRI_SCRIPT_INDIC: w->size = spoken_size(w->text, w->size); break;
    case PNRI_SCRIPT_GREEK: read_greek(w); break;
    default: read_digits(w); break;
    }
  }
}

void pnri_words_read(pnri_words *all, const pnri_reading *reading, uint32_t way)
{
  all->count = 0;
  all->ways = 1;
  all->cut = false;
  reader r = { .all = all, .way = way };
  for (uint32_t i = 0; i < reading->count; i++) {
    r.surname = reading->surname[i];
    part_add(&r, reading->pieces[i]);
  }
  read_scripts(all);
}
