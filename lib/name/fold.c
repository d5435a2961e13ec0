/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/slice.h"
#include "name/glossary.h"
#include "name/name.h"
#include "name/reading.h"
#include "name/spell.h"
#include "name/title.h"
#include "name/word.h"

static pnr_slice word_slice(const pnri_word *w) { return (pnr_slice){ w->text, w->size }; }

static void drop_placeholders(pnri_words *all)
{
  for (uint32_t i = all->count; i > 0; i--)
    if (pnri_is_placeholder(word_slice(&all->list[i - 1]))) pnri_words_remove(all, i - 1);
}

/* --- Titles --- */

/* Takes titles off: words that are one, and glued ones. False when there are none, or nothing would be left. */
static bool remove_titles(pnri_words *all)
{
  bool changed = false;
  for (uint32_t i = all->count; i > 0; i--) {
    pnri_word *w = &all->list[i - 1];
    if (w->text[0] >= 0x80) continue;
    bool title = all->count > 1 && pnri_is_title(word_slice(w)), rank = all->count > 2 && pnri_is_rank(word_slice(w));
    if (title || rank) {
      pnri_words_remove(all, i - 1);
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

/* --- Initials --- */

/* True for two or three letters without a vowel that are no word of their own: JC, KLM. */
static bool are_initials(const pnri_word *w)
{
  uint8_t spelt[PNRI_SPELL_ROOM];
  uint32_t kind;
  if (w->size < 2 || w->size > 3 || w->script != PNRI_SCRIPT_PLAIN) return false;
  for (uint32_t i = 0; i < w->size; i++)
    if (w->text[i] < 'a' || w->text[i] > 'z' || memchr("aeiouy", w->text[i], 6) != NULL) return false;
  pnri_spell(w->text, w->size, spelt, &kind);
  return kind == PNRI_WORD_PLAIN;
}

/* Writes initials apart that stand together. False when there are none. */
static bool split_initials(pnri_words *all)
{
  bool changed = false;
  for (uint32_t i = all->count; i > 0; i--) {
    if (!are_initials(&all->list[i - 1])) continue;
    changed = true;
    for (uint32_t at = i - 1; all->list[at].size > 1 && all->count < PNRI_TOKENS; at++) pnri_words_part(all, at, 1);
  }
  return changed;
}

/* Writes known names apart that stand together. False when there are none. */
static bool split_known(pnri_words *all)
{
  bool changed = false;
  for (uint32_t i = all->count; i > 0; i--) {
    const pnri_word *w = &all->list[i - 1];
    uint8_t seams[PNRI_SEAMS];
    bool plain = w->script == PNRI_SCRIPT_PLAIN && w->size >= PNRI_SEAM_WORD_LEAST;
    uint32_t count = plain ? pnri_glossary_seams(all->glossary, w->text, w->size, seams) : 0;
    if (count == 0 || all->count + count > PNRI_TOKENS) continue;
    for (uint32_t k = count; k > 0; k--) pnri_words_part(all, i - 1, seams[k - 1]);
    changed = true;
  }
  return changed;
}

/* Leaves one of words that are all the same: who has one name only is booked with it as surname and given name. */
static bool drop_repeated(pnri_words *all)
{
  if (all->count < 2) return false;
  for (uint32_t i = 1; i < all->count; i++)
    if (!pnri_slice_equal(word_slice(&all->list[0]), word_slice(&all->list[i]))) return false;
  all->count = 1;
  return true;
}

/* --- Forms --- */

enum { WEIGHT_SYLLABLE = 250 };

static void make_token(const pnri_words *all, const pnri_word *w, pnri_token *token, pnri_form *form)
{
  pnri_gloss room;
  const pnri_gloss *gloss = pnri_glossary_look(all->glossary, w->text, w->size, &room);
  if (gloss->cut) form->flags |= PNRI_FORM_CUT;
  *token = gloss->token;
  if (w->surname) token->flags |= PNRI_TOKEN_SURNAME;
  if (w->script != PNRI_SCRIPT_SYLLABLE) return;
  token->origin = 0;
  token->flags |= PNRI_TOKEN_SYLLABLE;
  if (token->weight > WEIGHT_SYLLABLE) token->weight = WEIGHT_SYLLABLE;
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

/* Weighs the form and keeps it, unless an earlier one has the same tokens. */
static void form_keep(pnri_name *name)
{
  pnri_form *form = &name->forms[name->count];
  form->weight = 0;
  for (uint32_t i = 0; i < form->count; i++) form->weight += form->tokens[i].weight;
  for (uint32_t i = 0; i < name->count; i++)
    if (same_tokens(&name->forms[i], form)) return;
  name->count++;
}

/* Writes the names that nicknames stand for in their places. False when there are none. */
static bool write_formal(pnri_form *form)
{
  bool changed = false;
  for (uint32_t i = 0; i < form->count; i++) {
    pnri_token *token = &form->tokens[i];
    uint32_t kind;
    pnr_slice formal = pnri_formal_name(token->text, token->size, &kind);
    if (formal.size == 0) continue;
    uint8_t surname = token->flags & PNRI_TOKEN_SURNAME;
    *token = (pnri_token){ .size = (uint8_t)formal.size };
    memcpy(token->text, formal.data, formal.size);
    pnri_weigh(token, kind);
    token->flags |= surname | PNRI_TOKEN_NICKNAME;
    changed = true;
  }
  return changed;
}

/* Adds the words as a form, and as another one where there are nicknames. */
static void form_add(pnri_name *name, const pnri_words *all, uint32_t flags)
{
  if (all->count == 0 || name->count == PNRI_FORMS) return;
  pnri_form *form = &name->forms[name->count];
  *form = (pnri_form){ .count = all->count, .flags = flags | (all->cut ? PNRI_FORM_CUT : 0u) };
  for (uint32_t i = 0; i < all->count; i++) make_token(all, &all->list[i], &form->tokens[i], form);
  drop_articles(form);
  pnri_form formal = *form;
  form_keep(name);
  if (name->count == PNRI_FORMS || !write_formal(&formal)) return;
  name->forms[name->count] = formal;
  form_keep(name);
}

/* Folds a reading in one way and adds its forms. Returns in how many ways it can be folded. */
static uint32_t add_reading(pnri_name *name, const pnri_reading *reading, uint32_t way, pnri_glossary *glossary)
{
  pnri_words all;
  pnri_words_read(&all, reading, way);
  all.glossary = glossary;
  if (way >= all.ways) return all.ways;
  drop_placeholders(&all);
  form_add(name, &all, 0);
  if (remove_titles(&all)) form_add(name, &all, PNRI_FORM_TITLE_REMOVED);
  if (split_initials(&all)) form_add(name, &all, 0);
  if (drop_repeated(&all)) form_add(name, &all, 0);
  if (split_known(&all)) form_add(name, &all, 0);
  return all.ways;
}

void pnri_name_fold_many(pnri_name *name, pnr_slice surname, pnr_slice given, bool parts, pnri_glossary *glossary)
{
  pnri_reading readings[PNRI_READINGS];
  uint32_t count = 1, ways = 1;
  if (parts) readings[0] = (pnri_reading){ { surname, given }, { true, false }, 2 };
  else count = pnri_readings_find(surname, readings);
  name->count = 0;
  for (uint32_t way = 0; way < ways; way++)
    for (uint32_t i = 0; i < count; i++) {
      uint32_t more = add_reading(name, &readings[i], way, glossary);
      if (more > ways) ways = more;
    }
}

void pnri_name_fold(pnri_name *name, pnr_slice surname, pnr_slice given, bool parts)
{
  pnri_name_fold_many(name, surname, given, parts, NULL);
}
