/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include "name/name.h"
#include "support.h"

/* Random names that have much in common, and what lib/name/name.h promises about each pair of them. */

static uint64_t state;

static uint32_t below(uint32_t bound) /* xorshift64 */
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t)(state >> 33) % bound;
}

typedef struct text {
  char words[8][24];
  uint32_t count;
} text;

static void random_word(char *word)
{
  static const char *const syllables[] = {
    "ab", "da", "mo", "li", "ra", "khu", "es", "vi", "nor", "sha", "j", "tz", "e"
  };
  static const char *const known[] = {
    "al",           "bin", "de",    "muhammad",    "ivan", "maria",  "j",
    "abd",          "din", "anna",  "m",           "bob",  "robert", "\xEA\xB9\x80\xEC\xA7\x80\xED\x9B\x88",
    "\xED\x9B\x88", "kim", "jihun", "\xE7\x8E\x8B"
  };
  word[0] = 0;
  if (below(4) == 0) {
    strcpy(word, known[below(sizeof known / sizeof known[0])]);
    return;
  }
  for (uint32_t i = 1 + below(4); i > 0; i--) strcat(word, syllables[below(sizeof syllables / sizeof syllables[0])]);
}

static text random_text(void)
{
  text t = { .count = 1 + below(5) };
  for (uint32_t i = 0; i < t.count; i++) random_word(t.words[i]);
  return t;
}

static void drop_word(text *t, uint32_t at)
{
  for (uint32_t i = at + 1; i < t->count; i++) memcpy(t->words[i - 1], t->words[i], sizeof t->words[i]);
  t->count--;
}

static void change(text *t)
{
  uint32_t at = below(t->count), size = (uint32_t)strlen(t->words[at]);
  switch (below(7)) {
  case 0: t->words[at][below(size)] = (char)('a' + below(26)); break;
  case 1: t->words[at][size - 1] = size > 1 ? 0 : t->words[at][0]; break;
  case 2: t->words[at][1] = 0; break;
  case 3: random_word(t->words[at]); break;
  case 4:
    if (t->count > 1) drop_word(t, at);
    break;
  case 5:
    if (at + 1 < t->count && size + strlen(t->words[at + 1]) < sizeof t->words[0]) {
      memcpy(t->words[at] + size, t->words[at + 1], sizeof t->words[0] - size);
      drop_word(t, at + 1);
    }
    break;
  default:
    if (at + 1 < t->count) {
      char other[24];
      memcpy(other, t->words[at], sizeof other);
      memcpy(t->words[at], t->words[at + 1], sizeof other);
      memcpy(t->words[at + 1], other, sizeof other);
    }
    break;
  }
}

static void fold(pnri_name *name, const text *t)
{
  char line[8 * 25] = "";
  for (uint32_t i = 0; i < t->count; i++) {
    if (i > 0) strcat(line, " ");
    strcat(line, t->words[i]);
  }
  pnri_name_fold(name, text_slice(line), (pnr_slice){ NULL, 0 }, false);
}

static bool joins(const pnri_form *many, uint32_t first, uint32_t count, const pnri_token *one)
{
  uint8_t joined[3 * PNRI_TOKEN_SIZE];
  uint32_t size = 0;
  for (uint32_t i = first; i < first + count; i++) {
    memcpy(joined + size, many->tokens[i].text, many->tokens[i].size);
    size += many->tokens[i].size;
  }
  uint32_t limit = size < 6 ? 0 : 1;
  return pnri_osa(joined, size, one->text, one->size, limit) <= limit;
}

static bool abbreviates(const pnri_token *one, const pnri_token *first, uint32_t count)
{
  uint8_t text[2 * PNRI_TOKEN_SIZE];
  for (uint32_t letters = 1; letters <= (count == 2 ? first[1].size - 1u : 1u); letters++)
    if (pnri_abbreviation(first, count, letters, text) == one->size && memcmp(text, one->text, one->size) == 0)
      return first->size >= PNRI_ABBREVIATED_LEAST;
  return false;
}

/* Checks one match against guarantees 2 and 3; returns the tokens of a that it uses, but for initials. */
static uint32_t check_match(const pnri_form *a, const pnri_form *b, const pnri_match *match)
{
  cr_assert(match->a_first + match->a_count <= a->count && match->b_first + match->b_count <= b->count);
  const pnri_token *one_a = &a->tokens[match->a_first], *one_b = &b->tokens[match->b_first];
  if (match->kind == PNRI_MATCH_JOINED) {
    bool a_joins = match->a_count > 1;
    cr_assert(a_joins != (match->b_count > 1) && match->a_count <= 3 && match->b_count <= 3);
    if (a_joins) cr_assert(joins(a, match->a_first, match->a_count, one_b));
    else cr_assert(joins(b, match->b_first, match->b_count, one_a));
  } else if (match->kind == PNRI_MATCH_ABBREVIATED) {
    bool a_is_whole = match->a_count > 1;
    cr_assert(a_is_whole != (match->b_count > 1) && match->a_count <= PNRI_ABBREVIATED_MOST);
    cr_assert(a_is_whole ? abbreviates(one_b, one_a, match->a_count) : abbreviates(one_a, one_b, match->b_count));
    return 1u << match->a_first;
  } else if (match->kind == PNRI_MATCH_CUT) {
    const pnri_token *cut = one_a->size < one_b->size ? one_a : one_b, *whole = cut == one_a ? one_b : one_a;
    cr_assert(match->a_count == 1 && match->b_count == 1 && cut->size >= PNRI_CUT_LEAST && cut->size < whole->size);
    cr_assert_eq(memcmp(cut->text, whole->text, cut->size), 0);
  } else {
    cr_assert(match->a_count == 1 && match->b_count == 1);
    if (match->kind == PNRI_MATCH_INITIAL) {
      cr_assert((one_a->size == 1) != (one_b->size == 1) && one_a->text[0] == one_b->text[0]);
      return 0;
    }
    uint32_t similarity = pnri_token_similarity(one_a, one_b);
    bool equal = match->kind == PNRI_MATCH_EQUAL || match->kind == PNRI_MATCH_NICKNAME;
    cr_assert(equal ? similarity == 10000 : similarity > 0 && similarity < 10000);
    bool nickname = ((one_a->flags ^ one_b->flags) & PNRI_TOKEN_NICKNAME) != 0;
    if (equal) cr_assert_eq(match->kind == PNRI_MATCH_NICKNAME, nickname);
  }
  return ((1u << match->a_count) - 1) << match->a_first;
}

static pnri_share share_of(const pnri_form *form, uint32_t mask)
{
  pnri_share share = { .initials = 0 };
  for (uint32_t i = 0; i < form->count; i++) {
    const pnri_token *token = &form->tokens[i];
    uint32_t name = (token->flags & PNRI_TOKEN_PARTICLE) == 0;
    *(mask >> i & 1 ? &share.weight : &share.rest_weight) += token->weight;
    *(mask >> i & 1 ? &share.names : &share.rest_names) += name;
    share.initials += name != 0 && token->size == 1;
  }
  return share;
}

static uint32_t check_pair(const pnri_form *a, const pnri_form *b)
{
  pnri_alignment alignment, again;
  uint32_t score = pnri_form_score(a, b, &alignment), mask = 0, other_mask = 0, firm = 0;
  cr_assert_leq(score, 10000);
  cr_assert_eq(pnri_form_score(a, b, &again), score);
  cr_assert_eq(pnri_form_score(b, a, &again), score);
  cr_assert_eq(again.count, alignment.count);
  for (uint32_t i = 0; i < alignment.count; i++) {
    uint32_t used = check_match(a, b, &alignment.matches[i]);
    firm += used != 0;
    mask |= used;
    if (used != 0) other_mask |= check_match(b, a, &again.matches[i]);
  }
  cr_assert(score == 0 || firm > 0);
  cr_assert_leq(score, pnri_form_bound(a, mask));
  cr_assert_leq(score, pnri_form_bound(a, (1u << a->count) - 1));
  pnri_share share = share_of(a, mask), other = share_of(b, other_mask);
  cr_assert_leq(score, pnri_share_bound(&share, &other));
  if (share.initials == 0 && other.initials == 0)
    cr_assert_leq(pnri_share_bound(&share, &other), pnri_form_bound(a, mask));
  uint32_t bound = pnri_share_bound(&share, &other);
  if (bound > 0 && other.initials == 0) cr_assert_lt(other.rest_weight, pnri_share_rest(&share, bound));
  return score;
}

Test(name_properties, pairs_of_names_keep_the_promises)
{
  state = 88172645463325252u;
  uint32_t high = 0, some = 0;
  pnri_name a, b;
  for (uint32_t round = 0; round < 150000; round++) {
    text left = random_text(), right = left;
    if (round % 5 == 0) right = random_text();
    for (uint32_t i = below(4); i > 0; i--) change(&right);
    fold(&a, &left);
    fold(&b, &right);
    for (uint32_t i = 0; i < a.count; i++)
      for (uint32_t j = 0; j < b.count; j++) {
        uint32_t score = check_pair(&a.forms[i], &b.forms[j]);
        high += score > 8000;
        some += score > 0;
      }
  }
  cr_expect_gt(high, 30000); /* the generator makes pairs of all kinds */
  cr_expect_gt(some, 80000);
}

Test(name_properties, a_name_equals_itself_as_far_as_it_tells)
{
  state = 4101842887655102017u;
  pnri_name name;
  for (uint32_t round = 0; round < 50000; round++) {
    text t = random_text();
    fold(&name, &t);
    for (uint32_t i = 0; i < name.count; i++) {
      const pnri_form *form = &name.forms[i];
      bool counts = false;
      uint32_t weight = 0;
      for (uint32_t k = 0; k < form->count; k++) {
        counts = counts || form->tokens[k].size >= 2;
        weight += form->tokens[k].weight;
      }
      cr_assert_eq(weight, form->weight);
      uint32_t all = pnri_form_bound(form, (1u << form->count) - 1);
      if (counts) cr_assert(pnri_form_score(form, form, NULL) == all && all < 10000);
      if (weight >= 700) cr_assert_geq(all, 6000);
    }
  }
}

Test(name_properties, bound_never_falls_when_tokens_are_added)
{
  state = 2685821657736338717u;
  pnri_name name;
  for (uint32_t round = 0; round < 20000; round++) {
    text t = random_text();
    fold(&name, &t);
    if (name.count == 0) continue;
    const pnri_form *form = &name.forms[0];
    for (uint32_t mask = 0; mask < 1u << form->count; mask++)
      for (uint32_t bit = 0; bit < form->count; bit++)
        cr_assert_leq(pnri_form_bound(form, mask), pnri_form_bound(form, mask | 1u << bit));
    cr_assert_eq(pnri_form_bound(form, 0), 0);
  }
}

/* The definition of the optimal string alignment distance. */
static uint32_t plain_osa(const uint8_t *a, uint32_t a_size, const uint8_t *b, uint32_t b_size)
{
  uint32_t cells[PNRI_TOKEN_SIZE + 1][PNRI_TOKEN_SIZE + 1];
  for (uint32_t i = 0; i <= a_size; i++)
    for (uint32_t j = 0; j <= b_size; j++) {
      if (i == 0 || j == 0) {
        cells[i][j] = i + j;
        continue;
      }
      uint32_t best = cells[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
      if (cells[i - 1][j] + 1 < best) best = cells[i - 1][j] + 1;
      if (cells[i][j - 1] + 1 < best) best = cells[i][j - 1] + 1;
      bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped && cells[i - 2][j - 2] + 1 < best) best = cells[i - 2][j - 2] + 1;
      cells[i][j] = best;
    }
  return cells[a_size][b_size];
}

Test(name_properties, distance_and_similarity_are_as_defined)
{
  state = 1181783497276652981u;
  for (uint32_t round = 0; round < 300000; round++) {
    pnri_token a = { .size = (uint8_t)(1 + below(round % 3 == 0 ? PNRI_TOKEN_SIZE : 9)), .weight = 1000 }, b = a;
    for (uint32_t i = 0; i < a.size; i++) a.text[i] = (uint8_t)("aeiouhksbz"[below(round % 2 == 0 ? 3 : 10)]);
    memcpy(b.text, a.text, a.size);
    for (uint32_t i = below(4); i > 0; i--) b.text[below(b.size)] = (uint8_t)('a' + below(26));
    if (below(3) == 0 && b.size > 1) b.text[--b.size] = 0;
    if (below(3) == 0) a.flags = b.flags = PNRI_TOKEN_KNOWN;
    uint32_t distance = plain_osa(a.text, a.size, b.text, b.size), limit = below(4);
    cr_assert_eq(pnri_osa(a.text, a.size, b.text, b.size, limit), distance <= limit ? distance : limit + 1);
    uint32_t similarity = pnri_token_similarity(&a, &b);
    cr_assert_eq(similarity, pnri_token_similarity(&b, &a));
    cr_assert_eq(similarity == 10000, distance == 0);
    cr_assert_leq(similarity, 10000);
    uint32_t budget = pnri_edit_budget(a.size < b.size ? a.size : b.size);
    cr_assert_eq(similarity > 0, distance == 0 || distance <= budget);
  }
  for (uint32_t size = 1; size <= PNRI_TOKEN_SIZE; size++) {
    cr_assert_leq(pnri_edit_budget(size - 1), pnri_edit_budget(size));
    cr_assert_leq(pnri_edit_budget(size), PNRI_EDITS);
  }
}
