/* SPDX-License-Identifier: Apache-2.0 */
#include "match/candidates.h"

#include "match/bound.h"
#include "match/postings.h"

enum { JOIN_MOST = 3, JOIN_EDIT_LEAST = 6 };

static void *alloc_zeroes(const pnr_env *env, size_t size)
{
  void *room = pnri_alloc(env, size);
  if (room != NULL) memset(room, 0, size);
  return room;
}

pnr_status pnri_candidates_open(pnri_candidates *c, const pnr_env *env, const pnri_image *image)
{
  *c = (pnri_candidates){ .image = image, .env = env };
  pnri_vector *const numbers[] = { &c->marked, &c->words, &c->parts, &c->bounded, &c->counted };
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) pnri_vector_open(numbers[i], env, sizeof(uint32_t));
  pnri_vector_open(&c->lists, env, sizeof(pnri_posting_list));
  pnri_vector_open(&c->found, env, sizeof(pnri_found_form));
  pnri_vector_open(&c->similar, env, sizeof(pnri_similar_word));
  c->mark_of_size = (size_t)image->tokens + 1;
  c->bits_size = ((size_t)image->forms / 32 + 1) * sizeof *c->listed;
  c->mark_of = alloc_zeroes(env, c->mark_of_size);
  c->listed = alloc_zeroes(env, c->bits_size);
  c->bounded_bits = alloc_zeroes(env, c->bits_size);
  c->reach = pnri_alloc(env, sizeof *c->reach << PNRI_TOKENS);
  pnr_status status = pnri_neighbourhood_open(&c->near, env, image);
  bool fits = c->mark_of != NULL && c->listed != NULL && c->bounded_bits != NULL && c->reach != NULL;
  return fits ? status : PNR_E_MEMORY;
}

void pnri_candidates_close(pnri_candidates *c)
{
  if (c->env == NULL) return;
  pnri_vector *const vectors[] = { &c->marked,  &c->words, &c->parts, &c->bounded,
                                   &c->counted, &c->lists, &c->found, &c->similar };
  for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) pnri_vector_close(vectors[i]);
  pnri_free(c->env, c->mark_of, c->mark_of_size);
  pnri_free(c->env, c->listed, c->bits_size);
  pnri_free(c->env, c->bounded_bits, c->bits_size);
  pnri_free(c->env, c->reach, sizeof *c->reach << PNRI_TOKENS);
  pnri_neighbourhood_close(&c->near);
}

/* --- Marks and lists --- */

static uint32_t capped(uint32_t n, uint32_t all) { return n < all ? n : all; }

static bool same_mark(const pnri_mark *a, const pnri_mark *b)
{
  return a->direct == b->direct && a->part == b->part && a->alone == b->alone && a->needed == b->needed;
}

/* The number of a mark. Where there are too many, the last one is that of all further ones: it promises everything. */
static uint32_t number_mark(pnri_candidates *c, const pnri_mark *mark)
{
  uint32_t number = 0;
  while (number < c->mark_count && !same_mark(&c->marks[number], mark)) number++;
  if (number < c->mark_count) return number;
  if (number == PNRI_MARKS) return PNRI_MARKS - 1;
  pnri_mark *added = &c->marks[c->mark_count++];
  const uint16_t all = (uint16_t)((1u << c->form->count) - 1);
  *added = number < PNRI_MARKS - 1 ? *mark : (pnri_mark){ all, all, all, PNRI_NEEDED };
  for (uint32_t i = 0; i < PNRI_DEMANDS; i++)
    c->met[i][number] =
      added->part | (added->needed >> i & 1 ? added->direct : 0u) | (added->alone != 0 ? PNRI_MET_ALONE : 0u);
  return number;
}

static bool add_mark(pnri_candidates *c, uint32_t word, const pnri_mark *mark)
{
  pnri_range tokens = pnri_image_word(c->image, word);
  if (tokens.first == tokens.end) return true;
  if (pnri_mark_of(c, tokens.first) == 0) {
    uint32_t *marked = pnri_vector_add(&c->marked, 1);
    if (marked == NULL) return false;
    *marked = word;
  }
  c->near.steps += tokens.end - tokens.first;
  pnri_mark both = c->marks[pnri_mark_of(c, tokens.first)]; /* tokens of a word are marked together */
  both.direct |= mark->direct;
  both.part |= mark->part;
  both.alone |= mark->alone;
  both.needed |= mark->needed;
  memset(c->mark_of + tokens.first, (int)number_mark(c, &both), tokens.end - tokens.first);
  return true;
}

bool pnri_candidates_mark(pnri_candidates *c, uint32_t word, uint32_t direct, uint32_t needed)
{
  return add_mark(c, word, &(pnri_mark){ .direct = (uint16_t)direct, .needed = (uint16_t)needed });
}

bool pnri_candidates_mark_part(pnri_candidates *c, uint32_t word, uint32_t part)
{
  return add_mark(c, word, &(pnri_mark){ .part = (uint16_t)part });
}

bool pnri_candidates_mark_alone(pnri_candidates *c, uint32_t word, uint32_t part)
{
  return add_mark(c, word, &(pnri_mark){ .part = (uint16_t)part, .alone = (uint16_t)part });
}

uint64_t pnri_candidates_volume(const pnri_candidates *c, uint32_t word)
{
  pnri_range postings = pnri_image_postings(c->image, word);
  return postings.end - postings.first;
}

bool pnri_candidates_list(pnri_candidates *c, uint32_t word, uint32_t tokens, uint32_t needed)
{
  pnri_range postings = pnri_image_postings(c->image, word);
  if (postings.first == postings.end) return true;
  pnri_posting_list *list = pnri_vector_add(&c->lists, 1);
  if (list == NULL) return false;
  uint32_t form = pnri_word(&c->image->sections[PNRI_S_POSTINGS], postings.first);
  *list = (pnri_posting_list){ postings.first, postings.end, form, (uint16_t)tokens, (uint16_t)needed };
  return true;
}

/* The demands that a form can satisfy where tokens of such a weight are matched by one of this weight, or more. */
static uint32_t needed_for(const pnri_candidates *c, uint32_t weight, uint32_t listed_weight, uint32_t similarity)
{
  uint32_t others = c->form->weight - weight, least = capped(listed_weight, weight), needed = 0;
  uint32_t low = pnri_match_bound(others, least, similarity), high = pnri_match_bound(others, weight, similarity);
  uint32_t bound = low > high ? low : high;
  for (uint32_t i = 0; i < PNRI_DEMANDS; i++)
    if (bound >= c->necessary[i]) needed |= 1u << i;
  return needed;
}

/* Marks and lists a word that the tokens of a set meet. Particles meet only particles, of equal text, and stand otherwise in
 * groups alone: the text of a token tells whether it is one. */
static bool add_word(pnri_candidates *c, uint32_t word, uint32_t tokens, uint32_t needed, bool particles)
{
  bool is_particle = (pnri_image_word_style(c->image, word) & PNRI_WORD_IS_PARTICLE) != 0;
  if (needed == 0 || (is_particle && !particles)) return true;
  return pnri_candidates_mark(c, word, tokens, needed) && pnri_candidates_list(c, word, tokens, needed);
}

static bool add_words(pnri_candidates *c, uint32_t tokens)
{
  bool fits = true;
  for (size_t i = 0; fits && i < c->words.count; i++)
    fits = add_word(c, *(const uint32_t *)pnri_vector_at(&c->words, i), tokens, PNRI_NEEDED, false);
  return fits;
}

/* The words that token i may meet as it stands. */
static bool look_up_token(pnri_candidates *c, uint32_t i)
{
  const pnri_token *token = &c->form->tokens[i];
  if (token->flags & PNRI_TOKEN_PARTICLE) {
    uint32_t word = pnri_neighbourhood_word(&c->near, token->text, token->size);
    if (word == PNR_NONE) return pnri_neighbourhood_allows(&c->near, 0);
    return add_word(c, word, 1u << i, PNRI_NEEDED, true);
  }
  c->similar.count = 0;
  bool fits = pnri_neighbourhood_similar(&c->near, token, &c->similar);
  for (size_t k = 0; fits && k < c->similar.count; k++) {
    const pnri_similar_word *found = pnri_vector_at(&c->similar, k);
    uint32_t needed = needed_for(c, token->weight, found->weight, found->similarity);
    fits = add_word(c, found->word, 1u << i, needed, false);
  }
  return fits;
}

/* The words that count tokens from i on may meet when they are written as one. */
static bool look_up_joined(pnri_candidates *c, uint32_t i, uint32_t count)
{
  uint8_t text[JOIN_MOST * PNRI_TOKEN_SIZE];
  uint32_t size = 0;
  for (uint32_t k = i; k < i + count; k++) {
    memcpy(text + size, c->form->tokens[k].text, c->form->tokens[k].size);
    size += c->form->tokens[k].size;
  }
  if (size > PNRI_TOKEN_SIZE + 1) return true;
  uint32_t limit = size < JOIN_EDIT_LEAST ? 0 : 1;
  c->words.count = 0;
  return pnri_neighbourhood_find(&c->near, text, size, limit, &c->words) && add_words(c, ((1u << count) - 1) << i);
}

static bool find_equal(pnri_candidates *c, const uint8_t *text, uint32_t size)
{
  return size > PNRI_TOKEN_SIZE || pnri_neighbourhood_find(&c->near, text, size, 0, &c->words);
}

/* The words that abbreviate token i and those behind it. */
static bool look_up_abbreviations(pnri_candidates *c, uint32_t i)
{
  uint8_t text[2 * PNRI_TOKEN_SIZE];
  const pnri_token *first = &c->form->tokens[i];
  bool fits = true;
  c->words.count = 0;
  if (first->size < PNRI_ABBREVIATED_LEAST || i + 1 == c->form->count) return true;
  for (uint32_t letters = 1; fits && letters < first[1].size; letters++)
    fits = find_equal(c, text, pnri_abbreviation(first, 2, letters, text));
  for (uint32_t count = 3; fits && count <= PNRI_ABBREVIATED_MOST && i + count <= c->form->count; count++)
    fits = find_equal(c, text, pnri_abbreviation(first, count, 1, text));
  return fits && add_words(c, 1u << i);
}

/* The longer words of which token i may be what was left when they were cut. */
static bool look_up_longer(pnri_candidates *c, uint32_t i)
{
  const pnri_token *token = &c->form->tokens[i];
  c->words.count = 0;
  if (token->size < PNRI_CUT_LEAST) return true;
  return pnri_neighbourhood_longer(&c->near, token->text, token->size, &c->words) && add_words(c, 1u << i);
}

static bool look_up(pnri_candidates *c)
{
  bool fits = true;
  for (uint32_t i = 0; fits && i < c->form->count; i++) {
    bool particle = (c->form->tokens[i].flags & PNRI_TOKEN_PARTICLE) != 0;
    fits = look_up_token(c, i);
    for (uint32_t count = 2; fits && count <= JOIN_MOST && i + count <= c->form->count; count++)
      fits = look_up_joined(c, i, count);
    if (particle) continue; /* stands for itself, or in a group */
    fits = fits && pnri_candidates_split(c, i) && look_up_abbreviations(c, i) && look_up_longer(c, i);
  }
  return fits;
}

/* --- Finding --- */

static void clear_bounded(pnri_candidates *c)
{
  for (size_t i = 0; i < c->bounded.count; i++)
    c->bounded_bits[*(const uint32_t *)pnri_vector_at(&c->bounded, i) / 32] = 0;
  c->bounded.count = 0;
}

static void clear_marks(pnri_candidates *c)
{
  for (size_t i = 0; i < c->marked.count; i++) {
    pnri_range tokens = pnri_image_word(c->image, *(const uint32_t *)pnri_vector_at(&c->marked, i));
    memset(c->mark_of + tokens.first, 0, tokens.end - tokens.first);
  }
  c->marked.count = 0;
}

static void start(pnri_candidates *c, const pnri_form *form, const pnri_demand *demand)
{
  c->form = form;
  c->found.count = c->lists.count = 0;
  c->mark_count = 0;
  number_mark(c, &(pnri_mark){ 0, 0, 0, 0 });
  memcpy(c->necessary, demand->necessary, sizeof c->necessary);
  if (demand->favoured_count == 0) c->necessary[PNRI_FAVOURED] = UINT32_MAX;
  pnri_bound_start(c);
}

/* The least score that is looked for anywhere. */
static uint32_t least_necessary(const pnri_candidates *c)
{
  uint32_t least = c->necessary[0];
  for (uint32_t i = 1; i < PNRI_DEMANDS; i++) least = capped(least, c->necessary[i]);
  return least;
}

pnr_status pnri_candidates_find(pnri_candidates *c, const pnri_form *form, const pnri_demand *demand)
{
  start(c, form, demand);
  if (form->count == 0 || pnri_bound_most(c, (1u << form->count) - 1) < least_necessary(c)) return PNR_OK;
  pnr_status status = PNR_OK;
  if (look_up(c)) {
    status = pnri_postings_read(c, demand);
    clear_bounded(c);
  } else {
    status = pnri_neighbourhood_allows(&c->near, 0) ? PNR_E_MEMORY : PNR_E_LIMIT;
  }
  clear_marks(c);
  return status;
}
