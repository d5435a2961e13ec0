/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/slice.h"
#include "core/utf8.h"
#include "name/abjad.h"
#include "name/name.h"
#include "name/spell.h"
#include "name/title.h"

#include "name/letters.inc"

enum { WAYS = 3, WORD_SIZE = 2 * PNRI_TOKEN_SIZE };
enum { INSTEAD = 8 }; /* begins what takes the place of the letter before: vowel signs, small kana */

/* A word of the name in a-z and 0-9, as written: before spelling is brought together. */
typedef struct word {
  uint8_t text[WORD_SIZE];
  uint32_t size;
  bool surname;
  bool abjad; /* written without vowels */
  bool indic; /* written with a vowel behind its last consonant */
} word;

typedef struct words {
  word list[PNRI_TOKENS];
  uint32_t count;
  bool open; /* the last word may grow */
  bool cut;
  bool several; /* a letter had several ways to be written */
  uint8_t base; /* the last letter before marks, 0 for none */
} words;

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

/* What a code point becomes in a way of writing: false where it parts words. */
static bool fold_point(words *all, uint32_t point, uint32_t way, uint8_t utf8[4], pnr_slice *out)
{
  uint32_t place = point < 0x20000 ? letter_pages[letter_page[point / 128]][point % 128] : 0;
  if (place == 0) {
    *out = (pnr_slice){ utf8, pnri_utf8_put(utf8, point) };
    return is_word_letter(point);
  }
  const uint8_t *text = letter_ways + (place & 0x7FFF) - 1;
  if (place & 0x8000) {
    all->several = true;
    for (; way > 0; way--) text += 1 + text[0];
  }
  *out = (pnr_slice){ text + 1, text[0] };
  return true;
}

/* A diaeresis or ring that follows its letter folds as the composed letter does (ICAO 9303-3 section 6). */
static pnr_slice mark_after(words *all, uint32_t point, uint32_t way)
{
  const char *more = "";
  if (point == 0x308 && (all->base == 'a' || all->base == 'o' || all->base == 'u')) more = "e";
  if (point == 0x30A && all->base == 'a') more = "a";
  if (*more != 0) all->several = true;
  return pnri_slice(way == 0 ? more : "");
}

static bool is_apostrophe(uint32_t point)
{
  return point == '\'' || point == '`' || point == 0xB4 || (point >= 0x2018 && point <= 0x201B) || point == 0x2032;
}

/* --- Words --- */

static bool is_devanagari(uint32_t point) { return point >= 0x900 && point < 0x980; }

static void word_add(words *all, pnr_slice text, bool surname)
{
  if (!all->open) {
    if (text.size == 0) return;
    if (all->count == PNRI_TOKENS) {
      all->cut = true;
      return;
    }
    all->list[all->count].size = 0;
    all->list[all->count].abjad = all->list[all->count].indic = false;
    all->list[all->count++].surname = surname;
    all->open = true;
  }
  word *last = &all->list[all->count - 1];
  if (text.size > WORD_SIZE - last->size) {
    all->cut = true;
    return;
  }
  if (text.size > 0 && text.data[0] == INSTEAD) {
    text = pnri_slice_from(text, 1);
    if (last->size > 0) last->size--;
  }
  if (text.size > 0) memcpy(last->text + last->size, text.data, text.size);
  last->size += (uint32_t)text.size;
}

/* Adds the words of a part. Octets that are no UTF-8 part words. */
static void words_add(words *all, pnr_slice part, bool surname, uint32_t way)
{
  all->open = false;
  all->base = 0;
  for (size_t i = 0; i < part.size;) {
    uint32_t point, used = pnri_utf8_get(part.data + i, part.size - i, &point);
    i += used > 0 ? used : 1;
    if (used > 0 && is_apostrophe(point)) continue;
    uint8_t utf8[4];
    pnr_slice text;
    if (used == 0 || !fold_point(all, point, way, utf8, &text)) {
      all->open = false;
      all->base = 0;
      continue;
    }
    if (text.size == 0 && all->base != 0) text = mark_after(all, point, way);
    else all->base = text.size == 1 ? text.data[0] : 0;
    word_add(all, text, surname);
    if (all->open && pnri_is_abjad(point)) all->list[all->count - 1].abjad = true;
    if (all->open && is_devanagari(point)) all->list[all->count - 1].indic = true;
  }
  all->open = false;
}

static pnr_slice word_slice(const word *w) { return (pnr_slice){ w->text, w->size }; }

static void word_remove(words *all, uint32_t at)
{
  for (uint32_t i = at + 1; i < all->count; i++) all->list[i - 1] = all->list[i];
  all->count--;
}

/* The size to which a text is cut: at most PNRI_TOKEN_SIZE, not within a code point. */
static uint32_t cut_size(const uint8_t *text, uint32_t size)
{
  if (size <= PNRI_TOKEN_SIZE) return size;
  size = PNRI_TOKEN_SIZE;
  while (size > 0 && (text[size] & 0xC0) == 0x80) size--;
  return size;
}

/* Parts the first octets of a word, which become a word of their own before it. */
static void word_part(words *all, uint32_t at, uint32_t first)
{
  if (all->count == PNRI_TOKENS) return;
  for (uint32_t i = all->count++; i > at; i--) all->list[i] = all->list[i - 1];
  word *rest = &all->list[at + 1];
  all->list[at].size = first;
  rest->size -= first;
  memmove(rest->text, rest->text + first, rest->size);
}

/* Reads words written without vowels. The article and "abd al" are written in one with what follows. */
static void read_abjads(words *all)
{
  enum { ARTICLE = 2, SERVANT = 5, REST_LEAST = 3 };
  for (uint32_t i = 0; i < all->count; i++) {
    word *w = &all->list[i];
    if (!w->abjad) continue;
    if (!pnri_abjad_known(w->text, w->size)) {
      if (w->size >= SERVANT + REST_LEAST && memcmp(w->text, "abdal", SERVANT) == 0)
        word_part(all, i, SERVANT - ARTICLE);
      else if (w->size >= ARTICLE + REST_LEAST && memcmp(w->text, "al", ARTICLE) == 0) word_part(all, i, ARTICLE);
    }
    uint32_t size = cut_size(w->text, w->size);
    if (size < w->size) all->cut = true;
    w->size = pnri_abjad_read(w->text, size);
  }
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

static void read_indics(words *all)
{
  for (uint32_t i = 0; i < all->count; i++) {
    word *w = &all->list[i];
    if (w->indic) w->size = spoken_size(w->text, w->size);
  }
}

static void drop_placeholders(words *all)
{
  for (uint32_t i = all->count; i > 0; i--)
    if (pnri_is_placeholder(word_slice(&all->list[i - 1]))) word_remove(all, i - 1);
}

/* --- Titles --- */

/* Takes titles off: words that are one, and glued ones. False when there are none, or nothing would be left. */
static bool remove_titles(words *all)
{
  bool changed = false;
  for (uint32_t i = all->count; i > 0; i--) {
    word *w = &all->list[i - 1];
    if (w->text[0] >= 0x80) continue;
    if (all->count > 1 && pnri_is_title(word_slice(w))) {
      word_remove(all, i - 1);
      changed = true;
      continue;
    }
    size_t behind = pnri_title_behind(word_slice(w)), before = behind == 0 ? pnri_title_before(word_slice(w)) : 0;
    w->size -= (uint32_t)(behind + before);
    memmove(w->text, w->text + before, w->size);
    if (behind + before > 0) changed = true;
  }
  return changed && all->count > 0;
}

/* --- Forms --- */

enum { WEIGHT_PARTICLE = 60, WEIGHT_PART = 300, WEIGHT_WIDESPREAD = 500, WEIGHT_COMMON = 700, WEIGHT_FULL = 1000 };

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

static void make_token(const word *w, pnri_token *token, pnri_form *form)
{
  uint8_t spelt[PNRI_SPELL_ROOM];
  uint32_t kind, whole = pnri_spell(w->text, w->size, spelt, &kind), size = cut_size(spelt, whole);
  if (size < whole) form->flags |= PNRI_FORM_CUT;
  *token = (pnri_token){ .size = (uint8_t)size };
  memcpy(token->text, spelt, size);
  if (kind == PNRI_WORD_PARTICLE) token->flags |= PNRI_TOKEN_PARTICLE;
  else if (kind == PNRI_WORD_COMMON || kind == PNRI_WORD_WIDESPREAD) token->flags |= PNRI_TOKEN_KNOWN;
  if (w->surname) token->flags |= PNRI_TOKEN_SURNAME;
  token->weight = (uint16_t)token_weight(token, kind);
}

static bool token_is(const pnri_token *token, const char *text)
{
  return token->size == strlen(text) && memcmp(token->text, text, token->size) == 0;
}

/* Abd al-Rahman, Abdul Rahman; Salah al-Din, Salahuddin: the article in the middle is not kept. */
static void drop_articles(pnri_form *form)
{
  uint32_t kept = 0;
  for (uint32_t i = 0; i < form->count; i++) {
    const pnri_token *token = &form->tokens[i];
    bool inside = kept > 0 && (token_is(&form->tokens[kept - 1], "abd") ||
                               (i + 1 < form->count && token_is(&form->tokens[i + 1], "din")));
    if (inside && i + 1 < form->count && token_is(token, "al")) continue;
    form->tokens[kept++] = *token;
  }
  for (uint32_t i = kept; i < form->count; i++) form->tokens[i] = (pnri_token){ .size = 0 };
  form->count = kept;
}

static bool same_tokens(const pnri_form *a, const pnri_form *b)
{
  if (a->count != b->count) return false;
  for (uint32_t i = 0; i < a->count; i++)
    if (a->tokens[i].size != b->tokens[i].size || memcmp(a->tokens[i].text, b->tokens[i].text, a->tokens[i].size) != 0)
      return false;
  return true;
}

/* Adds the words as a form, unless an earlier form has the same tokens. */
static void form_add(pnri_name *name, const words *all, uint32_t flags)
{
  if (all->count == 0 || name->count == PNRI_FORMS) return;
  pnri_form *form = &name->forms[name->count];
  *form = (pnri_form){ .count = all->count, .flags = flags | (all->cut ? PNRI_FORM_CUT : 0u) };
  for (uint32_t i = 0; i < all->count; i++) make_token(&all->list[i], &form->tokens[i], form);
  drop_articles(form);
  for (uint32_t i = 0; i < form->count; i++) form->weight += form->tokens[i].weight;
  for (uint32_t i = 0; i < name->count; i++)
    if (same_tokens(&name->forms[i], form)) return;
  name->count++;
}

void pnri_name_fold(pnri_name *name, pnr_slice surname, pnr_slice given, bool parts)
{
  name->count = 0;
  bool parted = parts;
  if (!parts && surname.size > 0) {
    const uint8_t *comma = memchr(surname.data, ',', surname.size);
    if (comma != NULL) {
      size_t at = (size_t)(comma - surname.data);
      given = pnri_slice_from(surname, at + 1);
      surname.size = at;
      parted = true;
    }
  }
  bool several = true;
  for (uint32_t way = 0; way < WAYS && several; way++) {
    words all;
    all.count = 0;
    all.cut = all.several = false;
    words_add(&all, surname, parted, way);
    words_add(&all, given, false, way);
    several = all.several;
    read_abjads(&all);
    read_indics(&all);
    drop_placeholders(&all);
    form_add(name, &all, 0);
    if (remove_titles(&all)) form_add(name, &all, PNRI_FORM_TITLE_REMOVED);
  }
}
