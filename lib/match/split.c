/* SPDX-License-Identifier: Apache-2.0 */
#include "match/candidates.h"

/* Listed tokens that are written apart: which two or three words of the vocabulary, joined, are within one edit of a
 * token? Where the joined text has one edit, it lies within one of the parts, so that the other parts are equal to words;
 * or it exchanges the two letters on both sides of a seam, and then all parts are equal once these are exchanged back. A
 * part of which the edit leaves nothing is a word of one letter; the other parts then make the token without it and are
 * found so. */

enum {
  EDIT_LEAST = 5, /* with an edit, the token has at least so many octets: the joined text has 6 */
  FEW = 300       /* postings that are read sooner than further words are looked up */
};

/* Words that a part may be: places in candidates->parts. */
typedef struct part {
  uint32_t first, count;
  bool known;
} part;

typedef struct splitting {
  pnri_candidates *candidates;
  uint32_t token; /* set of one */
  uint8_t text[PNRI_TOKEN_SIZE];
  uint32_t size;
  uint32_t edits;                                                  /* allowed: 0 or 1 */
  bool failed;                                                     /* memory is exhausted, or the steps are spent */
  part prefix[PNRI_TOKEN_SIZE], suffix[PNRI_TOKEN_SIZE];           /* equal words, before and from a seam on */
  part near_prefix[PNRI_TOKEN_SIZE], near_suffix[PNRI_TOKEN_SIZE]; /* with an edit; looked up when asked for */
} splitting;

static part find(splitting *s, uint32_t from, uint32_t to, uint32_t edits)
{
  pnri_vector *parts = &s->candidates->parts;
  part found = { (uint32_t)parts->count, 0, true };
  if (s->failed) return found;
  if (!pnri_neighbourhood_find(&s->candidates->near, s->text + from, to - from, edits, parts)) s->failed = true;
  found.count = (uint32_t)parts->count - found.first;
  return found;
}

static part near_prefix(splitting *s, uint32_t seam)
{
  if (!s->near_prefix[seam].known) s->near_prefix[seam] = find(s, 0, seam, 1);
  return s->near_prefix[seam];
}

static part near_suffix(splitting *s, uint32_t seam)
{
  if (!s->near_suffix[seam].known) s->near_suffix[seam] = find(s, seam, s->size, 1);
  return s->near_suffix[seam];
}

static uint32_t word_of(const splitting *s, const part *words, uint32_t i)
{
  return *(const uint32_t *)pnri_vector_at(&s->candidates->parts, words->first + i);
}

static uint64_t volume_of(const splitting *s, const part *words)
{
  uint64_t volume = 0;
  for (uint32_t i = 0; i < words->count; i++) volume += pnri_candidates_volume(s->candidates, word_of(s, words, i));
  return volume;
}

/* Marks the words of all parts. Every form that joins one word of each has all of them: it suffices to list those of the
 * rarest part. */
static void add_parts(splitting *s, const part *parts, uint32_t count)
{
  uint32_t rarest = 0;
  uint64_t least = UINT64_MAX;
  for (uint32_t i = 0; i < count; i++) {
    if (parts[i].count == 0) return;
    uint64_t volume = volume_of(s, &parts[i]);
    if (volume >= least) continue;
    least = volume;
    rarest = i;
  }
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t k = 0; k < parts[i].count && !s->failed; k++) {
      uint32_t word = word_of(s, &parts[i], k);
      if (!pnri_candidates_mark_part(s->candidates, word, s->token)) s->failed = true;
      if (i == rarest && !pnri_candidates_list(s->candidates, word, s->token, PNRI_NEEDED)) s->failed = true;
    }
}

/* The word that octets from to to are, or none: where few forms have it, all of them are looked at whatever its further
 * parts are, and these need not be found. */
static part find_frequent(splitting *s, uint32_t from, uint32_t to)
{
  part found = find(s, from, to, 0);
  if (s->edits == 0 || found.count == 0 || s->failed || volume_of(s, &found) > FEW) return found;
  uint32_t word = word_of(s, &found, 0);
  if (!pnri_candidates_mark_alone(s->candidates, word, s->token)) s->failed = true;
  else if (!pnri_candidates_list(s->candidates, word, s->token, PNRI_NEEDED)) s->failed = true;
  found.count = 0;
  return found;
}

static void add_two(splitting *s, part left, part right) { add_parts(s, (const part[]){ left, right }, 2); }

static void add_three(splitting *s, part left, part middle, part right)
{
  add_parts(s, (const part[]){ left, middle, right }, 3);
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
      add_two(s, s->prefix[i], s->suffix[i]);
      continue;
    }
    if (s->prefix[i].count > 0) add_two(s, s->prefix[i], near_suffix(s, i));
    if (s->suffix[i].count > 0) add_two(s, near_prefix(s, i), s->suffix[i]);
    exchange_at(s, i);
    part left = find(s, 0, i, 0);
    if (left.count > 0) add_two(s, left, find(s, i, s->size, 0));
    exchange_at(s, i);
  }
}

/* Three parts with seams i and j of which one is exchanged; the part on the far side of the other seam is known. */
static void exchange_in_three(splitting *s, uint32_t i, uint32_t j)
{
  if (s->suffix[j].count > 0) {
    exchange_at(s, i);
    part middle = find(s, i, j, 0);
    if (middle.count > 0) add_three(s, find(s, 0, i, 0), middle, s->suffix[j]);
    exchange_at(s, i);
  }
  if (s->prefix[i].count > 0) {
    exchange_at(s, j);
    part middle = find(s, i, j, 0);
    if (middle.count > 0) add_three(s, s->prefix[i], middle, find(s, j, s->size, 0));
    exchange_at(s, j);
  }
}

/* Three parts with seams i and j, an edit in one of them. */
static void edit_in_three(splitting *s, uint32_t i, uint32_t j)
{
  part left = s->prefix[i], right = s->suffix[j], middle = find_frequent(s, i, j);
  if (left.count > 0 && right.count > 0) add_three(s, left, find(s, i, j, 1), right);
  if (middle.count == 0) return;
  if (left.count > 0) add_three(s, left, middle, near_suffix(s, j));
  if (right.count > 0) add_three(s, near_prefix(s, i), middle, right);
}

static void split_in_three(splitting *s)
{
  for (uint32_t i = 1; i + 1 < s->size; i++)
    for (uint32_t j = i + 1; j < s->size && !s->failed; j++) {
      bool left = s->prefix[i].count > 0, right = s->suffix[j].count > 0;
      if (!left && !right) continue;
      if (s->edits == 0) {
        if (left && right) add_three(s, s->prefix[i], find(s, i, j, 0), s->suffix[j]);
        continue;
      }
      edit_in_three(s, i, j);
      exchange_in_three(s, i, j);
    }
}

/* A word that begins the token may abbreviate it and those behind it, or be cut from it. */
static void add_beginning(splitting *s, uint32_t seam)
{
  part found = find(s, 0, seam, 0);
  if (seam < PNRI_ABBREVIATED_LEAST || found.count == 0 || s->failed) return;
  uint32_t word = word_of(s, &found, 0);
  if (!pnri_candidates_mark(s->candidates, word, s->token, PNRI_NEEDED)) s->failed = true;
  else if (!pnri_candidates_list(s->candidates, word, s->token, PNRI_NEEDED)) s->failed = true;
}

bool pnri_candidates_split(pnri_candidates *candidates, uint32_t i)
{
  const pnri_token *token = &candidates->form->tokens[i];
  splitting s = {
    .candidates = candidates, .token = 1u << i, .size = token->size, .edits = token->size >= EDIT_LEAST ? 1 : 0
  };
  memcpy(s.text, token->text, token->size);
  candidates->parts.count = 0;
  for (uint32_t seam = 1; seam < s.size && !s.failed; seam++) {
    add_beginning(&s, seam);
    s.prefix[seam] = find_frequent(&s, 0, seam);
    s.suffix[seam] = find_frequent(&s, seam, s.size);
  }
  split_in_two(&s);
  if (!s.failed) split_in_three(&s);
  return !s.failed;
}
