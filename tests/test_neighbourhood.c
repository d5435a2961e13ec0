/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "draw.h"
#include "match/index.h"
#include "match/neighbourhood.h"
#include "pnr/match.h"
#include "support.h"

/* Looking words up against measuring every word: few letters, so that words lie close together, and sizes on both sides of
 * where a form ends. */

enum { WORDS = 700, SIZE_MOST = 13, ASKED = 300 };

static char letter(void) { return "mtno"[draw(4)]; }

/* A word of its own, or one of the first known with up to three edits, often at its end. */
static void make_word(char words[][SIZE_MOST + 4], uint32_t known)
{
  char *word = words[known];
  uint32_t size = 1 + draw(SIZE_MOST);
  if (known < 40) {
    for (uint32_t i = 0; i < size; i++) word[i] = letter();
    word[size] = '\0';
    return;
  }
  strcpy(word, words[draw(known)]);
  for (uint32_t edits = 1 + draw(3); edits > 0; edits--) {
    size_t length = strlen(word), at = draw(3) == 0 && length > 2 ? length - 1 - draw(2) : draw((uint32_t)length);
    uint32_t kind = draw(4);
    if (kind == 0 || length < 2) word[at] = letter();
    else if (kind == 1 && length < SIZE_MOST) memmove(word + at + 1, word + at, length - at + 1), word[at] = letter();
    else if (kind == 2) memmove(word + at, word + at + 1, length - at);
    else if (at + 1 < length) {
      char first = word[at];
      word[at] = word[at + 1], word[at + 1] = first;
    }
  }
}

static pnr_index *build(char words[][SIZE_MOST + 4])
{
  pnr_index_builder *builder;
  pnr_index *index;
  cr_assert_eq(pnr_index_builder_open(NULL, &builder, NULL), PNR_OK, "open");
  for (uint32_t i = 0; i < WORDS; i++) {
    make_word(words, i);
    const pnr_name name = { .kind = PNR_NAME_PRIMARY, .full = text_slice(words[i]) };
    const pnr_name *names[] = { &name };
    const pnr_person person = { .names = names, .name_count = 1 };
    const pnr_entry entry = { .id = text_slice(words[i]), .person = &person };
    cr_assert_eq(pnr_index_builder_add(builder, &entry, NULL), PNR_OK, "add");
  }
  cr_assert_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_OK, "finish");
  pnr_index_builder_close(builder);
  return index;
}

/* Whether a vector of rows that begin with a word has this one, once. */
static bool has(const pnri_vector *found, uint32_t word)
{
  uint32_t times = 0;
  for (size_t i = 0; i < found->count; i++) times += *(const uint32_t *)pnri_vector_at(found, i) == word;
  cr_assert_leq(times, 1);
  return times == 1;
}

static void check_near(pnri_neighbourhood *near, pnr_slice asked, uint32_t limit, pnri_vector *found)
{
  found->count = 0;
  cr_assert(pnri_neighbourhood_find(near, asked.data, (uint32_t)asked.size, limit, found));
  for (uint32_t word = 0; word < near->image->words; word++) {
    pnr_slice text = pnri_image_word_text(near->image, word);
    bool is_near = pnri_osa(asked.data, (uint32_t)asked.size, text.data, (uint32_t)text.size, limit) <= limit;
    cr_assert_eq(has(found, word), is_near, "%.*s, %.*s, %u", (int)asked.size, (const char *)asked.data, (int)text.size,
                 (const char *)text.data, limit);
  }
}

static void check_similar(pnri_neighbourhood *near, pnr_slice asked, pnri_vector *found)
{
  pnri_token token = { .size = (uint8_t)asked.size };
  memcpy(token.text, asked.data, asked.size);
  found->count = 0;
  cr_assert(pnri_neighbourhood_similar(near, &token, found));
  for (uint32_t word = 0; word < near->image->words; word++) {
    pnr_slice text = pnri_image_word_text(near->image, word);
    pnri_token other = { .size = (uint8_t)text.size };
    memcpy(other.text, text.data, text.size);
    bool is_similar = pnri_token_similarity(&token, &other) > 0;
    cr_assert_eq(has(found, word), is_similar, "%.*s, %.*s", (int)asked.size, (const char *)asked.data, (int)text.size,
                 (const char *)text.data);
  }
}

Test(neighbourhood, every_word_within_the_edits_is_found_wherever_they_stand)
{
  static char words[WORDS][SIZE_MOST + 4];
  pnri_vector near_words, similar_words;
  pnri_neighbourhood near;
  draw_state = 20;
  pnr_index *index = build(words);
  const pnri_image *image = &index->parts[0]->image;
  pnri_vector_open(&near_words, pnri_env(NULL), sizeof(uint32_t));
  pnri_vector_open(&similar_words, pnri_env(NULL), sizeof(pnri_similar_word));
  cr_assert_eq(pnri_neighbourhood_open(&near, pnri_env(NULL), image), PNR_OK, "open");
  near.steps_most = UINT64_MAX;
  for (uint32_t i = 0; i < ASKED; i++) {
    pnr_slice asked = pnri_image_word_text(image, draw(image->words));
    for (uint32_t limit = 0; limit < 2; limit++) check_near(&near, asked, limit, &near_words);
    check_similar(&near, asked, &similar_words);
  }
  pnri_neighbourhood_close(&near);
  pnri_vector_close(&near_words);
  pnri_vector_close(&similar_words);
  pnr_index_close(index);
}
