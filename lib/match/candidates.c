/* SPDX-License-Identifier: Apache-2.0 */
#include "match/candidates.h"

enum { UNKNOWN_BOUND = UINT16_MAX, JOIN_MOST = 3, JOIN_EDIT_LEAST = 6 };

pnr_status pnri_candidates_open(pnri_candidates *c, const pnr_env *env, const pnri_image *image)
{
  *c = (pnri_candidates){ .image = image, .env = env };
  pnri_vector *const numbers[] = { &c->marked, &c->words, &c->parts };
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) pnri_vector_open(numbers[i], env, sizeof(uint32_t));
  pnri_vector_open(&c->lists, env, sizeof(pnri_posting_list));
  pnri_vector_open(&c->found, env, sizeof(pnri_found_form));
  c->marks_size = ((size_t)image->tokens + 1) * sizeof *c->marks;
  c->seen_size = ((size_t)image->forms / 32 + 1) * sizeof *c->seen;
  c->marks = pnri_alloc(env, c->marks_size);
  c->seen = pnri_alloc(env, c->seen_size);
  c->reach = pnri_alloc(env, sizeof *c->reach << PNRI_TOKENS);
  if (c->marks != NULL) memset(c->marks, 0, c->marks_size);
  if (c->seen != NULL) memset(c->seen, 0, c->seen_size);
  pnr_status status = pnri_neighbourhood_open(&c->near, env, image);
  return c->marks != NULL && c->seen != NULL && c->reach != NULL ? status : PNR_E_MEMORY;
}

void pnri_candidates_close(pnri_candidates *c)
{
  if (c->env == NULL) return;
  pnri_vector *const vectors[] = { &c->marked, &c->words, &c->parts, &c->lists, &c->found };
  for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) pnri_vector_close(vectors[i]);
  pnri_free(c->env, c->marks, c->marks_size);
  pnri_free(c->env, c->seen, c->seen_size);
  pnri_free(c->env, c->reach, sizeof *c->reach << PNRI_TOKENS);
  pnri_neighbourhood_close(&c->near);
}

/* --- Marks and lists --- */

bool pnri_candidates_mark(pnri_candidates *c, uint32_t word, uint32_t direct, uint32_t part)
{
  pnri_range tokens = pnri_image_word(c->image, word);
  if (tokens.first == tokens.end) return true;
  pnri_mark *first = &c->marks[tokens.first];
  if (first->direct == 0 && first->part == 0) {
    uint32_t *marked = pnri_vector_add(&c->marked, 1);
    if (marked == NULL) return false;
    *marked = word;
  }
  c->near.steps += tokens.end - tokens.first;
  for (uint32_t i = tokens.first; i < tokens.end; i++) {
    uint32_t style = pnri_row(c->image, PNRI_S_TOKENS, PNRI_TOKEN_ROW, i, PNRI_TOKEN_STYLE);
    c->marks[i].direct |= (uint16_t)direct;
    c->marks[i].part |= (uint16_t)part;
    c->marks[i].weight = (uint16_t)(style >> 16);
    c->marks[i].names = style >> 8 & PNRI_TOKEN_PARTICLE ? 0 : 1;
  }
  return true;
}

/* Postings from word `from` of a token's row to word `to`, which may lie in a later row. */
static pnri_range postings_of(const pnri_candidates *c, uint32_t token, size_t from, size_t to)
{
  size_t limit = c->image->sections[PNRI_S_POSTINGS].words;
  return pnri_bounds(&c->image->sections[PNRI_S_POSTING_FIRST], (size_t)token * PNRI_POSTING_ROW + from, to - from,
                     UINT32_MAX, limit < UINT32_MAX ? (uint32_t)limit : UINT32_MAX);
}

uint64_t pnri_candidates_volume(const pnri_candidates *c, uint32_t word)
{
  pnri_range tokens = pnri_image_word(c->image, word);
  pnri_range postings =
    postings_of(c, tokens.first, PNRI_POSTING_INITIAL, (size_t)(tokens.end - tokens.first) * PNRI_POSTING_ROW);
  return postings.end - postings.first;
}

static bool add_list(pnri_candidates *c, pnri_range postings, uint32_t tokens, bool initial)
{
  if (postings.first == postings.end) return true;
  pnri_posting_list *list = pnri_vector_add(&c->lists, 1);
  if (list != NULL) *list = (pnri_posting_list){ postings.first, postings.end, tokens, initial };
  return list != NULL;
}

bool pnri_candidates_list(pnri_candidates *c, uint32_t word, uint32_t tokens)
{
  pnri_range range = pnri_image_word(c->image, word);
  bool fits = true;
  for (uint32_t i = range.first; fits && i < range.end; i++)
    fits = add_list(c, postings_of(c, i, PNRI_POSTING_INITIAL, PNRI_POSTING_PLAIN), tokens, true) &&
           add_list(c, postings_of(c, i, PNRI_POSTING_PLAIN, PNRI_POSTING_ROW), tokens, false);
  return fits;
}

static bool add_words(pnri_candidates *c, uint32_t tokens)
{
  bool fits = true;
  for (size_t i = 0; fits && i < c->words.count; i++) {
    uint32_t word = *(const uint32_t *)pnri_vector_at(&c->words, i);
    fits = pnri_candidates_mark(c, word, tokens, 0) && pnri_candidates_list(c, word, tokens);
  }
  return fits;
}

/* The words that token i may meet as it stands. */
static bool look_up_token(pnri_candidates *c, uint32_t i)
{
  const pnri_token *token = &c->form->tokens[i];
  c->words.count = 0;
  return pnri_neighbourhood_find(&c->near, token->text, token->size, PNRI_BUDGET, &c->words) && add_words(c, 1u << i);
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
    fits = look_up_token(c, i);
    for (uint32_t count = 2; fits && count <= JOIN_MOST && i + count <= c->form->count; count++)
      fits = look_up_joined(c, i, count);
    fits = fits && pnri_candidates_split(c, i) && look_up_abbreviations(c, i);
    fits = fits && look_up_longer(c, i);
  }
  return fits;
}

/* --- Bounds --- */

/* The least of n and all; a damaged image may count more in parts than in the whole. */
static uint32_t capped(uint32_t n, uint32_t all) { return n < all ? n : all; }

static void share_form(pnri_candidates *c)
{
  c->share = (pnri_share){ .rest_weight = c->form->weight };
  for (uint32_t i = 0; i < c->form->count; i++) {
    c->share.rest_names += (c->form->tokens[i].flags & PNRI_TOKEN_PARTICLE) == 0;
    c->share.has_initial = c->share.has_initial || c->form->tokens[i].size == 1;
  }
}

static pnri_share share_of(const pnri_candidates *c, const pnri_reach *reach)
{
  return (pnri_share){ reach->weight, c->share.rest_weight - reach->weight, reach->names,
                       c->share.rest_names - reach->names, c->share.has_initial };
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
  pnri_share asked = share_of(c, reach), perfect = { asked.weight, 0, asked.names, 0, false };
  reach->plain = (uint16_t)capped(reach->bound, pnri_share_bound(&asked, &perfect));
  return reach;
}

/* The tokens that need not be looked for among forms with initials, or without: the most voluminous ones, as long as all
 * of them together stay below necessary. */
static uint32_t choose_skipped(pnri_candidates *c, uint32_t necessary, bool initial)
{
  uint64_t volume[PNRI_TOKENS] = { 0 };
  for (size_t i = 0; i < c->lists.count; i++) {
    const pnri_posting_list *list = pnri_vector_at(&c->lists, i);
    for (uint32_t k = 0; k < c->form->count; k++)
      if (list->initial == initial && (list->tokens >> k & 1)) volume[k] += list->end - list->first;
  }
  uint32_t skipped = 0, tried = 0;
  for (uint32_t n = 0; n < c->form->count; n++) {
    uint32_t most = PNRI_TOKENS;
    for (uint32_t k = 0; k < c->form->count; k++)
      if (!(tried >> k & 1) && (most == PNRI_TOKENS || volume[k] > volume[most])) most = k;
    tried |= 1u << most;
    const pnri_reach *reach = reach_of(c, skipped | 1u << most);
    if ((initial ? reach->bound : reach->plain) < necessary) skipped |= 1u << most;
  }
  return skipped;
}

/* Bounds the score with a listed form by what its marks add up to. Joined listed tokens need two of them at least. */
static uint32_t bound_form(pnri_candidates *c, uint32_t form, uint32_t necessary)
{
  const pnri_section *tokens = &c->image->sections[PNRI_S_FORM_TOKENS];
  pnri_range range = pnri_image_form(c->image, form);
  uint32_t direct = 0, once = 0, twice = 0, weight = 0, names = 0;
  for (uint32_t i = range.first; i < range.end; i++) {
    uint32_t token = pnri_word(tokens, i);
    if (token >= c->image->tokens) continue;
    const pnri_mark *mark = &c->marks[token];
    direct |= mark->direct;
    twice |= once & mark->part;
    once |= mark->part;
    weight += mark->weight;
    names += mark->names;
  }
  const pnri_reach *reach = reach_of(c, direct | twice);
  if (reach->bound < necessary) return 0;
  uint32_t listed = pnri_row(c->image, PNRI_S_FORMS, PNRI_FORM_ROW, form, PNRI_FORM_SHARE);
  uint32_t all_weight = listed & 0xFFFF, all_names = listed >> 16 & 0xFF;
  pnri_share a = share_of(c, reach);
  pnri_share b = { weight, all_weight - capped(weight, all_weight), names, all_names - capped(names, all_names),
                   listed >> 24 != 0 };
  return capped(reach->bound, pnri_share_bound(&a, &b));
}

static bool add_found(pnri_candidates *c, uint32_t form, uint32_t bound)
{
  pnri_found_form *found = pnri_vector_add(&c->found, 1);
  if (found != NULL) *found = (pnri_found_form){ form, bound };
  return found != NULL;
}

/* Takes a form into found, unless it was seen before or cannot reach necessary. False when memory is exhausted. */
static bool try_form(pnri_candidates *c, uint32_t form, uint32_t necessary)
{
  uint32_t bit = 1u << form % 32;
  if (form >= c->image->forms || (c->seen[form / 32] & bit)) return true;
  c->seen[form / 32] |= bit;
  uint32_t bound = bound_form(c, form, necessary);
  return bound < necessary || add_found(c, form, bound);
}

/* Asks for the memory of forms that come soon: these reads miss the caches of a large index. */
static void fetch_row(const pnri_candidates *c, uint32_t form)
{
  const pnri_section *forms = &c->image->sections[PNRI_S_FORMS];
  size_t at = (size_t)form * PNRI_FORM_ROW;
  if (at < forms->words) __builtin_prefetch(forms->data + 4 * at);
}

static void fetch_tokens(const pnri_candidates *c, uint32_t form)
{
  const pnri_section *tokens = &c->image->sections[PNRI_S_FORM_TOKENS];
  size_t at = pnri_row(c->image, PNRI_S_FORMS, PNRI_FORM_ROW, form, PNRI_FORM_TOKENS);
  if (at < tokens->words) __builtin_prefetch(tokens->data + 4 * at);
}

static pnr_status read_list(pnri_candidates *c, const pnri_posting_list *list, uint32_t necessary)
{
  const pnri_section *postings = &c->image->sections[PNRI_S_POSTINGS];
  c->near.steps += list->end - list->first;
  bool fits = true;
  for (uint32_t i = list->first; fits && i < list->end; i++) {
    fetch_row(c, pnri_word(postings, (size_t)i + 16));
    fetch_tokens(c, pnri_word(postings, (size_t)i + 8));
    fits = try_form(c, pnri_word(postings, i), necessary);
  }
  return fits ? PNR_OK : PNR_E_MEMORY;
}

static pnr_status read_favoured(pnri_candidates *c, const pnri_favoured *favoured)
{
  if (!pnri_neighbourhood_allows(&c->near, favoured->count)) return PNR_E_LIMIT;
  c->near.steps += favoured->count;
  bool fits = true;
  for (size_t i = 0; fits && i < favoured->count; i++) fits = try_form(c, favoured->forms[i], favoured->necessary);
  return fits ? PNR_OK : PNR_E_MEMORY;
}

/* Takes out the lists that need not be read; returns the postings of the others. */
static uint64_t drop_skipped(pnri_candidates *c, uint32_t necessary)
{
  const uint32_t skipped[] = { choose_skipped(c, necessary, false), choose_skipped(c, necessary, true) };
  size_t kept = 0;
  uint64_t volume = 0;
  for (size_t i = 0; i < c->lists.count; i++) {
    const pnri_posting_list *list = pnri_vector_at(&c->lists, i);
    if ((list->tokens & ~skipped[list->initial]) == 0) continue;
    volume += list->end - list->first;
    *(pnri_posting_list *)pnri_vector_at(&c->lists, kept++) = *list;
  }
  c->lists.count = kept;
  return volume;
}

static pnr_status read_lists(pnri_candidates *c, uint32_t necessary)
{
  for (size_t i = 0; i < c->lists.count; i++) {
    const pnri_posting_list *list = pnri_vector_at(&c->lists, i);
    if (!pnri_neighbourhood_allows(&c->near, list->end - list->first)) return PNR_E_LIMIT;
    pnr_status status = read_list(c, list, necessary);
    if (status != PNR_OK) return status;
  }
  return PNR_OK;
}

/* Takes back the bits of the forms that were seen, one by one where that is less work. */
static void clear_seen(pnri_candidates *c, uint64_t volume, const pnri_favoured *favoured)
{
  const pnri_section *postings = &c->image->sections[PNRI_S_POSTINGS];
  for (size_t i = 0; i < favoured->count; i++)
    if (favoured->forms[i] < c->image->forms) c->seen[favoured->forms[i] / 32] = 0;
  if (volume > c->seen_size / 16) {
    memset(c->seen, 0, c->seen_size);
    return;
  }
  for (size_t i = 0; i < c->lists.count; i++) {
    const pnri_posting_list *list = pnri_vector_at(&c->lists, i);
    for (uint32_t k = list->first; k < list->end; k++) {
      uint32_t form = pnri_word(postings, k);
      if (form < c->image->forms) c->seen[form / 32] = 0;
    }
  }
}

static void clear_marks(pnri_candidates *c)
{
  for (size_t i = 0; i < c->marked.count; i++) {
    pnri_range tokens = pnri_image_word(c->image, *(const uint32_t *)pnri_vector_at(&c->marked, i));
    for (uint32_t k = tokens.first; k < tokens.end; k++) c->marks[k] = (pnri_mark){ 0, 0, 0, 0 };
  }
  c->marked.count = 0;
}

pnr_status pnri_candidates_find(pnri_candidates *c, const pnri_form *form, uint32_t necessary,
                                const pnri_favoured *favoured)
{
  c->form = form;
  c->found.count = c->lists.count = 0;
  memset(c->reach, 0xFF, sizeof *c->reach << form->count);
  share_form(c);
  uint32_t most = form->count > 0 ? reach_of(c, (1u << form->count) - 1)->bound : 0;
  if (most < necessary && (favoured->count == 0 || most < favoured->necessary)) return PNR_OK;
  pnr_status status = PNR_OK;
  if (look_up(c)) {
    uint64_t volume = drop_skipped(c, necessary);
    status = read_favoured(c, favoured);
    if (status == PNR_OK) status = read_lists(c, necessary);
    clear_seen(c, volume, favoured);
  } else {
    status = pnri_neighbourhood_allows(&c->near, 0) ? PNR_E_MEMORY : PNR_E_LIMIT;
  }
  clear_marks(c);
  return status;
}
