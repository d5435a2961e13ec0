/* SPDX-License-Identifier: Apache-2.0 */
#include "match/candidates.h"

enum { UNKNOWN_BOUND = UINT16_MAX, JOIN_MOST = 3, JOIN_EDIT_LEAST = 6 };

static void *alloc_zeroes(const pnr_env *env, size_t size)
{
  void *room = pnri_alloc(env, size);
  if (room != NULL) memset(room, 0, size);
  return room;
}

pnr_status pnri_candidates_open(pnri_candidates *c, const pnr_env *env, const pnri_image *image)
{
  *c = (pnri_candidates){ .image = image, .env = env };
  pnri_vector *const numbers[] = { &c->marked, &c->words, &c->parts, &c->tried };
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) pnri_vector_open(numbers[i], env, sizeof(uint32_t));
  pnri_vector_open(&c->lists, env, sizeof(pnri_posting_list));
  pnri_vector_open(&c->found, env, sizeof(pnri_found_form));
  pnri_vector_open(&c->similar, env, sizeof(pnri_similar_word));
  c->marks_size = ((size_t)image->tokens + 1) * sizeof *c->marks;
  c->has_mark_size = ((size_t)image->tokens / 32 + 1) * sizeof *c->has_mark;
  c->seen_size = ((size_t)image->forms / 32 + 1) * sizeof *c->seen;
  c->marks = alloc_zeroes(env, c->marks_size);
  c->has_mark = alloc_zeroes(env, c->has_mark_size);
  c->seen = alloc_zeroes(env, c->seen_size);
  c->chosen = alloc_zeroes(env, c->seen_size);
  c->reach = pnri_alloc(env, sizeof *c->reach << PNRI_TOKENS);
  pnr_status status = pnri_neighbourhood_open(&c->near, env, image);
  bool fits = c->marks != NULL && c->has_mark != NULL && c->seen != NULL && c->chosen != NULL && c->reach != NULL;
  return fits ? status : PNR_E_MEMORY;
}

void pnri_candidates_close(pnri_candidates *c)
{
  if (c->env == NULL) return;
  pnri_vector *const vectors[] = { &c->marked, &c->words, &c->parts, &c->tried, &c->lists, &c->found, &c->similar };
  for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) pnri_vector_close(vectors[i]);
  pnri_free(c->env, c->marks, c->marks_size);
  pnri_free(c->env, c->has_mark, c->has_mark_size);
  pnri_free(c->env, c->seen, c->seen_size);
  pnri_free(c->env, c->chosen, c->seen_size);
  pnri_free(c->env, c->reach, sizeof *c->reach << PNRI_TOKENS);
  pnri_neighbourhood_close(&c->near);
}

/* --- Marks and lists --- */

static uint32_t capped(uint32_t n, uint32_t all) { return n < all ? n : all; }

static bool has_mark(const pnri_candidates *c, uint32_t token)
{
  return token < c->image->tokens && (c->has_mark[token / 32] >> token % 32 & 1) != 0;
}

static bool add_mark(pnri_candidates *c, uint32_t word, const pnri_mark *mark)
{
  pnri_range tokens = pnri_image_word(c->image, word);
  if (tokens.first == tokens.end) return true;
  if (!has_mark(c, tokens.first)) {
    uint32_t *marked = pnri_vector_add(&c->marked, 1);
    if (marked == NULL) return false;
    *marked = word;
  }
  c->near.steps += tokens.end - tokens.first;
  for (uint32_t i = tokens.first; i < tokens.end; i++) {
    c->has_mark[i / 32] |= 1u << i % 32;
    c->marks[i].direct |= mark->direct;
    c->marks[i].part |= mark->part;
    c->marks[i].alone |= mark->alone;
    c->marks[i].needed |= mark->needed;
  }
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
  __builtin_prefetch(c->image->sections[PNRI_S_POSTINGS].data + 4 * (size_t)postings.first);
  pnri_posting_list *list = pnri_vector_add(&c->lists, 1);
  if (list != NULL) *list = (pnri_posting_list){ postings.first, postings.end, (uint16_t)tokens, (uint16_t)needed };
  return list != NULL;
}

static uint32_t token_style(const pnri_image *image, uint32_t token)
{
  return pnri_row(image, PNRI_S_TOKENS, PNRI_TOKEN_ROW, token, PNRI_TOKEN_STYLE);
}

static bool is_particle_style(uint32_t style) { return (style >> 8 & PNRI_TOKEN_PARTICLE) != 0; }

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

/* --- Bounds --- */

static bool has_initials(uint32_t shelf) { return shelf % 2 != 0; }

static void share_form(pnri_candidates *c)
{
  c->share = (pnri_share){ .rest_weight = c->form->weight };
  for (uint32_t i = 0; i < c->form->count; i++) {
    c->share.rest_names += (c->form->tokens[i].flags & PNRI_TOKEN_PARTICLE) == 0;
    c->share.initials += pnri_is_initial(&c->form->tokens[i]);
  }
}

static pnri_share share_of(const pnri_candidates *c, const pnri_reach *reach)
{
  return (pnri_share){ reach->weight, c->share.rest_weight - reach->weight, reach->names,
                       c->share.rest_names - reach->names, c->share.initials };
}

static const pnri_reach *reach_of(pnri_candidates *c, uint32_t tokens)
{
  pnri_reach *reach = &c->reach[tokens];
  if (reach->bound != UNKNOWN_BOUND) return reach;
  *reach = (pnri_reach){ .bound = (uint16_t)pnri_form_bound(c->form, tokens) };
  for (uint32_t i = 0; i < c->form->count; i++) {
    if (!(tokens >> i & 1)) continue;
    reach->weight = (uint16_t)(reach->weight + c->form->tokens[i].weight);
    if ((c->form->tokens[i].flags & PNRI_TOKEN_PARTICLE) == 0) reach->names++;
  }
  pnri_share asked = share_of(c, reach), perfect = { asked.weight, 0, PNRI_TOKENS, 0, 0 };
  reach->plain = (uint16_t)capped(reach->bound, pnri_share_bound(&asked, &perfect));
  return reach;
}

static uint32_t reach_on(pnri_candidates *c, uint32_t shelf, uint32_t tokens)
{
  const pnri_reach *reach = reach_of(c, tokens);
  return has_initials(shelf) ? reach->bound : reach->plain;
}

/* The tokens by falling volume of what would be read for them. */
static void order_tokens(const pnri_candidates *c, uint32_t order[PNRI_TOKENS])
{
  uint64_t volume[PNRI_TOKENS] = { 0 };
  for (size_t i = 0; i < c->lists.count; i++) {
    const pnri_posting_list *list = pnri_vector_at(&c->lists, i);
    for (uint32_t rest = list->tokens; rest != 0; rest &= rest - 1)
      volume[__builtin_ctz(rest)] += list->end - list->first;
  }
  for (uint32_t i = 0; i < c->form->count; i++) {
    uint32_t at = i;
    for (; at > 0 && volume[order[at - 1]] < volume[i]; at--) order[at] = order[at - 1];
    order[at] = i;
  }
}

/* Chooses the tokens that need not be looked for on each shelf: the most voluminous ones, as long as all of them together
 * stay below what is necessary there. */
static void choose_skipped(pnri_candidates *c)
{
  uint32_t order[PNRI_TOKENS];
  order_tokens(c, order);
  for (uint32_t shelf = 0; shelf < PNRI_SHELVES; shelf++) {
    uint32_t skipped = 0;
    for (uint32_t i = 0; i < c->form->count; i++)
      if (reach_on(c, shelf, skipped | 1u << order[i]) < c->necessary[shelf / 2]) skipped |= 1u << order[i];
    c->skipped[shelf] = skipped;
  }
}

/* --- Forms --- */

/* A listed form as it is bounded: what each token is marked with, and its style. */
typedef struct listed_form {
  uint32_t count;
  pnri_mark marks[PNRI_TOKENS];
  uint32_t styles[PNRI_TOKENS];
} listed_form;

/* Direct marks that cannot help to satisfy the demand are left out. */
static void read_marks(const pnri_candidates *c, size_t place, uint32_t demand, listed_form *listed)
{
  static const pnri_mark none = { 0, 0, 0, 0 };
  for (uint32_t i = 0; i < listed->count; i++) {
    uint32_t token = pnri_word(&c->image->sections[PNRI_S_FORM_TOKENS], place + i);
    listed->marks[i] = has_mark(c, token) ? c->marks[token] : none;
    if (!(listed->marks[i].needed >> demand & 1)) listed->marks[i].direct = 0;
  }
}

static void read_styles(const pnri_candidates *c, size_t place, listed_form *listed)
{
  for (uint32_t i = 0; i < listed->count; i++)
    listed->styles[i] = token_style(c->image, pnri_word(&c->image->sections[PNRI_S_FORM_TOKENS], place + i));
}

/* Whether a group of adjacent listed tokens is as long as asked token k, and two of them are marked as its parts, or one
 * that needs no other. */
static bool has_group(const pnri_candidates *c, const listed_form *listed, uint32_t k)
{
  uint32_t wanted = c->form->tokens[k].size;
  for (uint32_t count = 2; count <= JOIN_MOST; count++)
    for (uint32_t at = 0; at + count <= listed->count; at++) {
      uint32_t size = 0, parts = 0;
      for (uint32_t i = at; i < at + count; i++) {
        size += listed->styles[i] & 0xFF;
        parts += (listed->marks[i].part >> k & 1) + (listed->marks[i].alone >> k & 1);
      }
      if (parts >= 2 && size <= wanted + 1 && wanted <= size + 1) return true;
    }
  return false;
}

/* Of the tokens that may have one, those that have such a group. */
static uint32_t joined_tokens(const pnri_candidates *c, const listed_form *listed, uint32_t tokens)
{
  uint32_t joined = 0;
  for (uint32_t rest = tokens; rest != 0; rest &= rest - 1) {
    uint32_t k = (uint32_t)__builtin_ctz(rest);
    if (has_group(c, listed, k)) joined |= 1u << k;
  }
  return joined;
}

/* What a listed form brings, its tokens that may be met apart from the others: those marked for themselves, or as parts of
 * joined ones. open: any of them may belong to a group with these. */
static pnri_share share_listed(const listed_form *listed, uint32_t joined, bool open)
{
  pnri_share share = { .weight = 0 };
  for (uint32_t i = 0; i < listed->count; i++) {
    uint32_t style = listed->styles[i], name = !is_particle_style(style);
    bool marked = open || listed->marks[i].direct != 0 || (listed->marks[i].part & joined) != 0;
    *(marked ? &share.weight : &share.rest_weight) += style >> 16;
    *(marked ? &share.names : &share.rest_names) += name;
    share.initials += name != 0 && (style & 0xFF) == 1;
  }
  return share;
}

/* Bounds the score with a listed form by what its marks add up to; 0 below necessary. */
static uint32_t bound_form(pnri_candidates *c, uint32_t form, uint32_t group, uint32_t demand)
{
  uint32_t necessary = c->necessary[demand], shelf = pnri_group_shelf(group), direct = 0, once = 0, twice = 0,
           alone = 0;
  size_t place = pnri_group_place(c->image, group, form);
  listed_form listed = { .count = pnri_group_tokens(group) };
  read_marks(c, place, demand, &listed);
  for (uint32_t i = 0; i < listed.count; i++) {
    const pnri_mark *mark = &listed.marks[i];
    direct |= mark->direct;
    twice |= once & mark->part;
    once |= mark->part;
    alone |= mark->alone;
  }
  twice |= alone;
  if (reach_on(c, shelf, direct | twice) < necessary) return 0;
  read_styles(c, place, &listed);
  uint32_t joined = joined_tokens(c, &listed, twice), set = direct | joined, reach = reach_on(c, shelf, set);
  if (reach < necessary) return 0;
  pnri_share asked = share_of(c, reach_of(c, set)), brought = share_listed(&listed, joined, (alone & joined) != 0);
  uint32_t bound = capped(reach, pnri_share_bound(&asked, &brought));
  return bound < necessary ? 0 : bound;
}

static bool bound_pending(pnri_candidates *c)
{
  bool fits = true;
  for (uint32_t i = 0; fits && i < c->pending_count; i++) {
    const pnri_pending_form *pending = &c->pending[i];
    uint32_t bound = bound_form(c, pending->form, pending->group, pending->demand);
    if (bound == 0) continue;
    pnri_found_form *found = pnri_vector_add(&c->found, 1);
    if (found != NULL) *found = (pnri_found_form){ pending->form, bound };
    fits = found != NULL;
  }
  c->pending_count = 0;
  return fits;
}

/* Asks for memory that is read soon: most of these reads miss the caches of a large index. */
static void fetch(const pnri_section *section, size_t word)
{
  if (word < section->words) __builtin_prefetch(section->data + 4 * word);
}

/* Takes a form into found, unless it was seen before or cannot satisfy the demand: some at a time, so that their tokens come
 * from memory together. False when memory is exhausted. */
static bool try_form(pnri_candidates *c, uint32_t form, uint32_t group, uint32_t demand)
{
  uint32_t bit = 1u << form % 32;
  if (c->seen[form / 32] & bit) return true;
  uint32_t *tried = pnri_vector_add(&c->tried, 1);
  if (tried == NULL) return false;
  *tried = form;
  c->seen[form / 32] |= bit;
  fetch(&c->image->sections[PNRI_S_FORM_TOKENS], pnri_group_place(c->image, group, form));
  c->pending[c->pending_count++] = (pnri_pending_form){ form, (uint16_t)group, (uint16_t)demand };
  return c->pending_count < PNRI_PENDING || bound_pending(c);
}

static uint32_t posting_at(const pnri_candidates *c, uint32_t i)
{
  return pnri_word(&c->image->sections[PNRI_S_POSTINGS], i);
}

/* The first posting from at on whose form is not below the given one. */
static uint32_t seek_posting(const pnri_candidates *c, uint32_t at, uint32_t end, uint32_t form)
{
  uint32_t step = 1;
  while (step < end - at && posting_at(c, at + step - 1) < form) {
    at += step;
    step *= 2;
  }
  uint32_t low = at, high = step < end - at ? at + step - 1 : end;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (posting_at(c, middle) < form) low = middle + 1;
    else high = middle;
  }
  return low;
}

static bool is_chosen(const pnri_candidates *c, uint32_t form)
{
  return c->choosing && (c->chosen[form / 32] >> form % 32 & 1) != 0;
}

/* Tries the chosen ones among the postings of a shelf that is skipped. */
static pnr_status read_chosen(pnri_candidates *c, uint32_t first, uint32_t end)
{
  if (!c->choosing) return PNR_OK;
  c->near.steps += end - first;
  for (uint32_t i = first; i < end; i++) {
    uint32_t form = posting_at(c, i);
    if (form >= c->image->forms || !is_chosen(c, form)) continue;
    if (!try_form(c, form, pnri_image_group(c->image, form), PNRI_FAVOURED)) return PNR_E_MEMORY;
  }
  return PNR_OK;
}

static bool is_skipped(const pnri_candidates *c, const pnri_posting_list *list, uint32_t shelf)
{
  return (list->tokens & ~c->skipped[shelf]) == 0 || !(list->needed >> shelf / 2 & 1);
}

/* Tries the forms of a list, on the shelves where it is skipped those that are chosen. */
static pnr_status read_list(pnri_candidates *c, const pnri_posting_list *list)
{
  const pnri_image *image = c->image;
  uint32_t group = 0, group_end = 0, shelf = 0;
  for (uint32_t i = list->first; i < list->end;) {
    uint32_t form = posting_at(c, i);
    c->near.steps++;
    if (!pnri_neighbourhood_allows(&c->near, 0)) return PNR_E_LIMIT;
    if (form >= image->forms) return PNR_OK; /* a damaged image */
    if (form >= group_end || form < image->groups[group].first) {
      group = pnri_image_group(image, form);
      group_end = image->groups[group + 1].first;
      shelf = pnri_group_shelf(group);
      if (is_skipped(c, list, shelf)) {
        uint32_t next = seek_posting(c, i, list->end, image->groups[(shelf + 1) * PNRI_TOKENS].first);
        if (next == i) next++;
        if (read_chosen(c, i, next) != PNR_OK) return PNR_E_MEMORY;
        i = next;
        group_end = 0;
        continue;
      }
    }
    if (!try_form(c, form, group, is_chosen(c, form) ? PNRI_FAVOURED : shelf / 2)) return PNR_E_MEMORY;
    i++;
  }
  return PNR_OK;
}

static pnr_status read_lists(pnri_candidates *c)
{
  pnr_status status = PNR_OK;
  for (size_t i = 0; status == PNR_OK && i < c->lists.count; i++) status = read_list(c, pnri_vector_at(&c->lists, i));
  return status;
}

static pnr_status read_favoured(pnri_candidates *c, const pnri_demand *demand)
{
  bool fits = true;
  for (size_t i = 0; fits && i < demand->favoured_count; i++) {
    uint32_t form = demand->favoured[i];
    if (c->choosing) c->chosen[form / 32] |= 1u << form % 32;
    else fits = try_form(c, form, pnri_image_group(c->image, form), PNRI_FAVOURED);
  }
  return fits ? PNR_OK : PNR_E_MEMORY;
}

/* Favoured forms stand in the lists too, all of which are read for them where that is less work than to try each. */
static bool is_chosen_by_lists(const pnri_candidates *c, const pnri_demand *demand)
{
  enum { POSTINGS_FOR_FORM = 16 };
  uint64_t volume = 0;
  for (size_t i = 0; i < c->lists.count; i++) {
    const pnri_posting_list *list = pnri_vector_at(&c->lists, i);
    volume += list->end - list->first;
  }
  return volume / POSTINGS_FOR_FORM < demand->favoured_count;
}

static pnr_status read_all(pnri_candidates *c, const pnri_demand *demand)
{
  if (!pnri_neighbourhood_allows(&c->near, demand->favoured_count)) return PNR_E_LIMIT;
  c->near.steps += demand->favoured_count;
  c->choosing = is_chosen_by_lists(c, demand);
  choose_skipped(c);
  pnr_status status = read_favoured(c, demand);
  if (status == PNR_OK) status = read_lists(c);
  if (status == PNR_OK && !bound_pending(c)) status = PNR_E_MEMORY;
  for (size_t i = 0; c->choosing && i < demand->favoured_count; i++) c->chosen[demand->favoured[i] / 32] = 0;
  return status;
}

/* --- Finding --- */

/* Takes back the bits of the forms that were seen, one by one where that is less work. */
static void clear_seen(pnri_candidates *c)
{
  if (c->tried.count > c->seen_size / 16) memset(c->seen, 0, c->seen_size);
  else
    for (size_t i = 0; i < c->tried.count; i++) c->seen[*(const uint32_t *)pnri_vector_at(&c->tried, i) / 32] = 0;
  c->tried.count = 0;
}

static void clear_marks(pnri_candidates *c)
{
  for (size_t i = 0; i < c->marked.count; i++) {
    pnri_range tokens = pnri_image_word(c->image, *(const uint32_t *)pnri_vector_at(&c->marked, i));
    for (uint32_t k = tokens.first; k < tokens.end; k++) {
      c->marks[k] = (pnri_mark){ 0, 0, 0, 0 };
      c->has_mark[k / 32] = 0;
    }
  }
  c->marked.count = 0;
}

static void start(pnri_candidates *c, const pnri_form *form, const pnri_demand *demand)
{
  c->form = form;
  c->found.count = c->lists.count = 0;
  c->pending_count = 0;
  memset(c->reach, 0xFF, sizeof *c->reach << form->count);
  memcpy(c->necessary, demand->necessary, sizeof c->necessary);
  if (demand->favoured_count == 0) c->necessary[PNRI_FAVOURED] = UINT32_MAX;
  share_form(c);
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
  if (form->count == 0 || reach_of(c, (1u << form->count) - 1)->bound < least_necessary(c)) return PNR_OK;
  pnr_status status = PNR_OK;
  if (look_up(c)) {
    status = read_all(c, demand);
    clear_seen(c);
  } else {
    status = pnri_neighbourhood_allows(&c->near, 0) ? PNR_E_MEMORY : PNR_E_LIMIT;
  }
  clear_marks(c);
  return status;
}
