/* SPDX-License-Identifier: Apache-2.0 */
#include "match/candidates.h"

/* Listed tokens that are written apart: which two or three words of the vocabulary, joined, are within one edit of a
 * token? Where the joined text has one edit, it lies within one of the parts, so that the other parts are equal to words;
 * or it exchanges the two letters on both sides of a seam, and then all parts are equal once these are exchanged back. A
 * part of which the edit leaves nothing is a word of one letter; the other parts then make the token without it and are
 * found so. */

enum { EDIT_LEAST = 5 }; /* with an edit, the token has at least so many octets: the joined text has 6 */

typedef struct splitting {
  pnri_candidates *candidates;
  uint32_t token;              /* set of one */
  uint8_t text[PNRI_TOKEN_SIZE];
  uint32_t size;
  uint32_t edits;              /* allowed: 0 or 1 */
  bool failed;
  bool is_prefix[PNRI_TOKEN_SIZE + 1], is_suffix[PNRI_TOKEN_SIZE + 1]; /* text before, from here on is a word */
} splitting;

static void find(splitting *s, uint32_t from, uint32_t to, uint32_t edits, pnri_vector *found)
{
  found->count = 0;
  if (s->failed) return;
  if (!pnri_neighbourhood_find(&s->candidates->near, s->text + from, to - from, edits, found)) s->failed = true;
}

static bool is_word(splitting *s, uint32_t from, uint32_t to)
{
  find(s, from, to, 0, &s->candidates->words);
  return s->candidates->words.count > 0;
}

static uint64_t volume_of(const splitting *s, const pnri_vector *words)
{
  uint64_t volume = 0;
  for (size_t i = 0; i < words->count; i++)
    volume += pnri_candidates_volume(s->candidates, *(const uint32_t *)pnri_vector_at(words, i));
  return volume;
}

/* Every form that joins one word of each part has all of them: it suffices to list those of the rarest part. */
static void add_parts(splitting *s, const pnri_vector *const *parts, uint32_t count)
{
  uint32_t rarest = 0;
  uint64_t least = UINT64_MAX;
  for (uint32_t i = 0; i < count; i++) {
    if (parts[i]->count == 0) return;
    uint64_t volume = volume_of(s, parts[i]);
    if (volume >= least) continue;
    least = volume;
    rarest = i;
  }
  for (uint32_t i = 0; i < count; i++)
    for (size_t k = 0; k < parts[i]->count && !s->failed; k++) {
      uint32_t word = *(const uint32_t *)pnri_vector_at(parts[i], k);
      if (!pnri_candidates_mark(s->candidates, word, 0, s->token)) s->failed = true;
      if (i == rarest && !pnri_candidates_list(s->candidates, word, s->token)) s->failed = true;
    }
}

/* Two parts, with seam i; the edits that each may have. */
static void add_two(splitting *s, uint32_t i, uint32_t left_edits, uint32_t right_edits)
{
  pnri_candidates *c = s->candidates;
  find(s, 0, i, left_edits, &c->left);
  if (c->left.count == 0) return;
  find(s, i, s->size, right_edits, &c->right);
  add_parts(s, (const pnri_vector *const[]){ &c->left, &c->right }, 2);
}

static void add_three(splitting *s, uint32_t i, uint32_t j, uint32_t left_edits, uint32_t middle_edits,
                      uint32_t right_edits)
{
  pnri_candidates *c = s->candidates;
  find(s, i, j, middle_edits, &c->middle);
  if (c->middle.count == 0) return;
  find(s, 0, i, left_edits, &c->left);
  find(s, j, s->size, right_edits, &c->right);
  add_parts(s, (const pnri_vector *const[]){ &c->left, &c->middle, &c->right }, 3);
}

static void exchange_at(splitting *s, uint32_t seam)
{
  uint8_t before = s->text[seam - 1];
  s->text[seam - 1] = s->text[seam];
  s->text[seam] = before;
}

static void split_in_two(splitting *s)
{
  for (uint32_t i = 1; i < s->size && !s->failed; i++) {
    if (s->edits == 0) {
      if (s->is_prefix[i] && s->is_suffix[i]) add_two(s, i, 0, 0);
      continue;
    }
    if (s->is_prefix[i]) add_two(s, i, 0, 1);
    if (s->is_suffix[i]) add_two(s, i, 1, 0);
    exchange_at(s, i);
    add_two(s, i, 0, 0);
    exchange_at(s, i);
  }
}

static void split_in_three(splitting *s)
{
  for (uint32_t i = 1; i + 1 < s->size; i++)
    for (uint32_t j = i + 1; j < s->size && !s->failed; j++) {
      bool left = s->is_prefix[i], right = s->is_suffix[j];
      if (left && right) add_three(s, i, j, 0, s->edits, 0);
      if (s->edits == 0 || (!left && !right)) continue;
      if (is_word(s, i, j)) {
        if (left) add_three(s, i, j, 0, 0, 1);
        if (right) add_three(s, i, j, 1, 0, 0);
      }
      for (uint32_t seam = i; seam <= j; seam += j - i) {
        if (!(seam == i ? right : left)) continue;
        exchange_at(s, seam);
        add_three(s, i, j, 0, 0, 0);
        exchange_at(s, seam);
      }
    }
}

bool pnri_candidates_split(pnri_candidates *candidates, uint32_t i)
{
  const pnri_token *token = &candidates->form->tokens[i];
  splitting s = { .candidates = candidates, .token = 1u << i, .size = token->size,
                  .edits = token->size >= EDIT_LEAST ? 1 : 0 };
  memcpy(s.text, token->text, token->size);
  for (uint32_t at = 1; at < s.size; at++) {
    s.is_prefix[at] = is_word(&s, 0, at);
    s.is_suffix[at] = is_word(&s, at, s.size);
  }
  split_in_two(&s);
  if (!s.failed) split_in_three(&s);
  return !s.failed;
}
