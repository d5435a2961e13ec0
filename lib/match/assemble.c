/* SPDX-License-Identifier: Apache-2.0 */
#include "match/builder.h"
#include "match/ids.h"
#include "match/keys.h"
#include "match/neighbourhood.h"
#include "match/ranges.h"

/* Makes an image of what a builder holds: sizes first, then one block, then each section in its place. */

typedef struct assembly {
  const pnr_index_builder *builder;
  uint8_t *block;
  size_t sizes[PNRI_SECTIONS], offsets[PNRI_SECTIONS], total;
  pnri_vector numbers; /* of uint32_t: final number of each token */
  pnri_vector order;   /* of uint32_t: drafts of forms by their final numbers */
  pnri_vector placed;  /* of uint32_t: final numbers of these drafts */
  uint32_t groups[PNRI_GROUPS + 1];
  pnri_vector near_first; /* of uint32_t: neighbours per bucket, one bucket behind */
} assembly;

static uint32_t power_of_two_from(size_t count)
{
  uint32_t power = 1;
  while (power < count && power < 1u << 30) power *= 2;
  return power;
}

static uint32_t near_buckets(const assembly *a) { return power_of_two_from(a->builder->vocabulary.words.count); }
static uint32_t filter_blocks(const assembly *a) { return power_of_two_from(a->builder->vocabulary.words.count / 8); }

/* The hashes under which a word is found. */
static uint32_t hashes_of(const assembly *a, size_t word, uint64_t hashes[PNRI_VARIANTS + 1])
{
  const pnri_vocabulary *vocabulary = &a->builder->vocabulary;
  const pnri_word_draft *draft = pnri_vocabulary_word(vocabulary, word);
  const uint8_t *text = vocabulary->texts.data + draft->text;
  uint32_t count = pnri_variants(text, draft->size, pnri_variant_edits(draft->size), hashes);
  for (uint32_t i = 0; i < count; i++) hashes[i] = pnri_variant_hash(hashes[i]);
  hashes[count] = pnri_whole_hash(text, draft->size);
  return count + 1;
}

/* Tokens of one word become neighbours, words in their order. */
static bool number_tokens(assembly *a)
{
  const pnri_vocabulary *vocabulary = &a->builder->vocabulary;
  uint32_t *numbers = pnri_vector_add(&a->numbers, vocabulary->tokens.count + 1); /* one more: never none */
  if (numbers == NULL) return false;
  uint32_t next = 0;
  for (size_t word = 0; word < vocabulary->words.count; word++)
    for (uint32_t i = pnri_vocabulary_word(vocabulary, word)->token; i != PNR_NONE;
         i = pnri_vocabulary_token(vocabulary, i)->next)
      numbers[i] = next++;
  return true;
}

static bool count_neighbours(assembly *a, size_t *total)
{
  uint32_t buckets = near_buckets(a);
  uint32_t *first = pnri_vector_add(&a->near_first, (size_t)buckets + 2);
  if (first == NULL) return false;
  memset(first, 0, ((size_t)buckets + 2) * sizeof *first);
  *total = 0;
  for (size_t word = 0; word < a->builder->vocabulary.words.count; word++) {
    uint64_t hashes[PNRI_VARIANTS + 1];
    uint32_t count = hashes_of(a, word, hashes);
    *total += count;
    for (uint32_t i = 0; i < count; i++) first[pnri_variant_bucket(hashes[i], buckets) + 2]++;
  }
  for (uint32_t i = 2; i < buckets + 2; i++) first[i] += first[i - 1];
  return *total < UINT32_MAX;
}

static uint8_t *section_of(const assembly *a, uint32_t section) { return a->block + a->offsets[section]; }

static void put_words(const assembly *a, uint32_t section, const pnri_vector *words)
{
  uint8_t *out = section_of(a, section);
  for (size_t i = 0; i < words->count * words->item_size / 4; i++)
    pnri_store32(out + 4 * i, ((const uint32_t *)(const void *)words->data)[i]);
}

static void put_octets(const assembly *a, uint32_t section, const pnri_vector *octets)
{
  if (octets->count > 0) memcpy(section_of(a, section), octets->data, octets->count);
}

/* Size and flags of a word, and above them the least weight of its tokens. */
static uint32_t word_style(const pnri_vocabulary *vocabulary, const pnri_word_draft *draft)
{
  uint32_t flags = PNRI_TOKEN_KNOWN | PNRI_TOKEN_PARTICLE, weight = UINT16_MAX;
  for (uint32_t i = draft->token; i != PNR_NONE; i = pnri_vocabulary_token(vocabulary, i)->next) {
    uint32_t style = pnri_vocabulary_token(vocabulary, i)->style;
    flags &= style >> 8;
    if (style >> 16 < weight) weight = style >> 16;
  }
  uint32_t tens = weight / 10 < UINT8_MAX ? weight / 10 : UINT8_MAX;
  return tens << 8 | (flags & PNRI_TOKEN_KNOWN ? PNRI_WORD_IS_KNOWN : 0u) |
         (flags & PNRI_TOKEN_PARTICLE ? PNRI_WORD_IS_PARTICLE : 0u) | draft->size;
}

/* Writes a word's text into its row, or behind the far texts so far; returns the octets of these. */
static uint32_t put_text(const assembly *a, uint8_t *row, const pnri_word_draft *draft, uint32_t far)
{
  const pnri_vocabulary *vocabulary = &a->builder->vocabulary;
  const uint8_t *text = vocabulary->texts.data + draft->text;
  uint8_t *near = row + 4 * PNRI_WORD_TEXT;
  pnri_store32(near, word_style(vocabulary, draft));
  if (draft->size <= PNRI_WORD_NEAR) {
    memcpy(near + 2, text, draft->size);
    return far;
  }
  pnri_store32(row + 4 * PNRI_WORD_FAR, far);
  memcpy(section_of(a, PNRI_S_TEXTS) + far, text, draft->size);
  return far + draft->size;
}

static size_t count_far(const assembly *a)
{
  const pnri_vocabulary *vocabulary = &a->builder->vocabulary;
  size_t far = 0;
  for (size_t word = 0; word < vocabulary->words.count; word++) {
    uint32_t size = pnri_vocabulary_word(vocabulary, word)->size;
    if (size > PNRI_WORD_NEAR) far += size;
  }
  return far;
}

static void put_tokens(const assembly *a)
{
  const pnri_vocabulary *vocabulary = &a->builder->vocabulary;
  uint8_t *tokens = section_of(a, PNRI_S_TOKENS), *row = section_of(a, PNRI_S_WORDS);
  uint32_t next = 0, far = 0;
  for (size_t word = 0; word < vocabulary->words.count; word++, row += 4 * PNRI_WORD_ROW) {
    const pnri_word_draft *draft = pnri_vocabulary_word(vocabulary, word);
    pnri_store32(row + 4 * PNRI_WORD_TOKENS, next);
    far = put_text(a, row, draft, far);
    for (uint32_t i = draft->token; i != PNR_NONE; i = pnri_vocabulary_token(vocabulary, i)->next) {
      uint8_t *token = tokens + (size_t)next++ * PNRI_TOKEN_ROW * 4;
      pnri_store32(token + 4 * PNRI_TOKEN_WORD, (uint32_t)word);
      pnri_store32(token + 4 * PNRI_TOKEN_STYLE, pnri_vocabulary_token(vocabulary, i)->style);
    }
  }
  pnri_store32(row + 4 * PNRI_WORD_TOKENS, next);
}

/* --- Forms --- */

static const pnri_form_draft *draft_of(const assembly *a, size_t draft)
{
  return pnri_vector_at(&a->builder->forms, draft);
}

static uint32_t number_at(const pnri_vector *numbers, size_t i)
{
  return *(const uint32_t *)pnri_vector_at(numbers, i);
}

/* Numbers forms by groups, in each as they were added. */
static bool number_forms(assembly *a)
{
  size_t count = a->builder->forms.count;
  uint32_t next[PNRI_GROUPS + 1] = { 0 };
  uint32_t *order = pnri_vector_add(&a->order, count + 1), *placed = pnri_vector_add(&a->placed, count + 1);
  if (order == NULL || placed == NULL) return false; /* one more: never none */
  for (size_t i = 0; i < count; i++) next[draft_of(a, i)->group + 1]++;
  for (uint32_t i = 0; i < PNRI_GROUPS; i++) next[i + 1] += next[i];
  memcpy(a->groups, next, sizeof next);
  for (size_t i = 0; i < count; i++) {
    placed[i] = next[draft_of(a, i)->group]++;
    order[placed[i]] = (uint32_t)i;
  }
  return true;
}

static uint32_t tokens_of(const pnri_form_draft *draft) { return draft->group % PNRI_TOKENS + 1; }

/* Words of a form, those that stand twice in it once. */
static uint32_t posted_words(const assembly *a, const pnri_form_draft *draft, uint32_t out[PNRI_TOKENS])
{
  uint32_t count = 0;
  for (uint32_t i = 0; i < tokens_of(draft); i++) {
    uint32_t token = number_at(&a->builder->form_tokens, draft->token + (size_t)i), known = 0;
    uint32_t word = pnri_vocabulary_token(&a->builder->vocabulary, token)->word;
    while (known < count && out[known] != word) known++;
    if (known == count) out[count++] = word;
  }
  return count;
}

static void put_forms(const assembly *a)
{
  size_t count = a->builder->forms.count;
  uint8_t *entries = section_of(a, PNRI_S_FORM_ENTRIES), *places = section_of(a, PNRI_S_FORM_PLACES);
  uint8_t *tokens = section_of(a, PNRI_S_FORM_TOKENS);
  for (size_t form = 0; form < count; form++) {
    const pnri_form_draft *draft = draft_of(a, number_at(&a->order, form));
    pnri_store32(entries + 4 * form, draft->entry);
    places[2 * form] = (uint8_t)draft->place;
    places[2 * form + 1] = (uint8_t)(draft->place >> 8);
    for (uint32_t i = 0; i < tokens_of(draft); i++, tokens += 4) {
      uint32_t token = number_at(&a->builder->form_tokens, draft->token + (size_t)i);
      uint32_t weight = pnri_vocabulary_token(&a->builder->vocabulary, token)->style >> 16;
      pnri_store32(tokens, pnri_form_token(number_at(&a->numbers, token), weight));
    }
  }
  for (uint32_t i = 0; i <= PNRI_GROUPS; i++) pnri_store32(section_of(a, PNRI_S_GROUPS) + 4 * i, a->groups[i]);
}

/* Counts what each word has, and fills from the ends, which so become the beginnings. */
static void put_postings(const assembly *a)
{
  size_t words = a->builder->vocabulary.words.count, forms = a->builder->forms.count;
  uint8_t *first = section_of(a, PNRI_S_WORDS) + 4 * PNRI_WORD_POSTINGS, *postings = section_of(a, PNRI_S_POSTINGS);
  uint32_t posted[PNRI_TOKENS], sum = 0;
  for (size_t i = 0; i < forms; i++)
    for (uint32_t k = posted_words(a, draft_of(a, i), posted); k > 0; k--) {
      uint8_t *count = first + 4 * PNRI_WORD_ROW * (size_t)posted[k - 1];
      pnri_store32(count, pnri_load32(count) + 1);
    }
  for (size_t word = 0; word <= words; word++) {
    sum += pnri_load32(first + 4 * PNRI_WORD_ROW * word);
    pnri_store32(first + 4 * PNRI_WORD_ROW * word, sum);
  }
  for (size_t form = forms; form > 0; form--)
    for (uint32_t k = posted_words(a, draft_of(a, number_at(&a->order, form - 1)), posted); k > 0; k--) {
      uint8_t *end = first + 4 * PNRI_WORD_ROW * (size_t)posted[k - 1];
      uint32_t place = pnri_load32(end) - 1;
      pnri_store32(end, place);
      pnri_store32(postings + 4 * (size_t)place, (uint32_t)(form - 1));
    }
}

static size_t count_postings(const assembly *a)
{
  uint32_t posted[PNRI_TOKENS];
  size_t total = 0;
  for (size_t form = 0; form < a->builder->forms.count; form++) total += posted_words(a, draft_of(a, form), posted);
  return total;
}

/* --- What is found by hashes --- */

static void put_in_filter(const assembly *a, uint64_t hash)
{
  uint8_t *block = section_of(a, PNRI_S_WORD_FILTER) + 8 * (size_t)pnri_filter_block(hash, filter_blocks(a));
  pnri_store64(block, pnri_load64(block) | pnri_filter_bits(hash));
}

static void put_neighbours(const assembly *a)
{
  const pnri_vector *words = &a->builder->vocabulary.words;
  uint32_t buckets = near_buckets(a), *first = (uint32_t *)(void *)a->near_first.data;
  uint32_t word_bits = pnri_number_bits(words->count);
  uint8_t *neighbours = section_of(a, PNRI_S_NEAR_WORDS);
  for (uint32_t word = 0; word < words->count; word++) {
    uint64_t hashes[PNRI_VARIANTS + 1];
    const pnri_word_draft *draft = pnri_vocabulary_word(&a->builder->vocabulary, word);
    uint32_t count = hashes_of(a, word, hashes);
    uint32_t last = a->builder->vocabulary.texts.data[draft->text + draft->size - 1];
    for (uint32_t i = 0; i < count; i++) {
      size_t place = first[pnri_variant_bucket(hashes[i], buckets) + 1]++;
      pnri_store32(neighbours + 4 * place, pnri_neighbour(word, draft->size, last, hashes[i], word_bits));
    }
    put_in_filter(a, hashes[count - 1]);
  }
  uint8_t *out = section_of(a, PNRI_S_NEAR_FIRST);
  for (size_t i = 0; i <= buckets; i++) pnri_store32(out + 4 * i, first[i]);
}

/* Drafts of forms become their final numbers. */
static void put_births(const assembly *a)
{
  const pnri_vector *births = &a->builder->births;
  for (size_t i = 0; i < births->count; i++) {
    pnri_key_draft *key = pnri_vector_at(births, i);
    key->number = number_at(&a->placed, key->number);
  }
  pnri_keys_put(births, a->builder->forms.count, section_of(a, PNRI_S_BIRTH_FIRST), section_of(a, PNRI_S_BIRTHS));
}

static void put_keys(const assembly *a)
{
  const pnri_vector *keys = &a->builder->keys;
  pnri_keys_put(keys, a->builder->entries.count, section_of(a, PNRI_S_KEY_FIRST), section_of(a, PNRI_S_KEYS));
}

static void put_ranges(const assembly *a)
{
  const pnri_vector *ranges = &a->builder->ranges, *records = &a->builder->records;
  const pnri_section section = { records->data, records->count, records->count / 4 };
  uint8_t *rows = section_of(a, PNRI_S_RANGES);
  for (size_t i = 0; i < ranges->count; i++) {
    const pnri_range_draft *draft = pnri_vector_at(ranges, i);
    uint8_t *row = rows + 4 * PNRI_RANGE_ROW * i;
    pnri_store32(row + 4 * PNRI_RANGE_TEXT, draft->text);
    pnri_store32(row + 4 * PNRI_RANGE_SIZE, draft->size);
    pnri_store32(row + 4 * PNRI_RANGE_ENTRY, draft->entry);
  }
  pnri_ranges_order(&section, rows, (uint32_t)ranges->count);
}

static bool put_ids(const assembly *a)
{
  const pnr_index_builder *b = a->builder;
  return pnri_ids_order(b->env, pnri_vector_at(&b->id_hashes, 0), section_of(a, PNRI_S_IDS),
                        (uint32_t)b->entries.count);
}

/* --- The whole --- */

static bool measure(assembly *a)
{
  const pnr_index_builder *b = a->builder;
  size_t near = 0, words = b->vocabulary.words.count, forms = b->forms.count;
  if (!number_tokens(a) || !number_forms(a) || !count_neighbours(a, &near)) return false;
  const size_t sizes[PNRI_SECTIONS] = {
    [PNRI_S_SUMMARY] = 4 * PNRI_SUMMARY_ROW,
    [PNRI_S_STRINGS] = b->strings.count,
    [PNRI_S_ORIGINS] = 4 * PNRI_ORIGIN_ROW * b->origins.count,
    [PNRI_S_ENTRIES] = 4 * (b->entries.count + 1),
    [PNRI_S_RECORDS] = b->records.count,
    [PNRI_S_GROUPS] = 4 * (PNRI_GROUPS + 1),
    [PNRI_S_FORM_ENTRIES] = 4 * forms,
    [PNRI_S_FORM_PLACES] = (forms + 1) / 2 * 4,
    [PNRI_S_FORM_TOKENS] = 4 * b->form_tokens.count,
    [PNRI_S_TOKENS] = 4 * PNRI_TOKEN_ROW * b->vocabulary.tokens.count,
    [PNRI_S_WORDS] = 4 * PNRI_WORD_ROW * (words + 1),
    [PNRI_S_TEXTS] = count_far(a),
    [PNRI_S_POSTINGS] = 4 * count_postings(a),
    [PNRI_S_NEAR_FIRST] = 4 * ((size_t)near_buckets(a) + 1),
    [PNRI_S_NEAR_WORDS] = 4 * near,
    [PNRI_S_WORD_FILTER] = 8 * (size_t)filter_blocks(a),
    [PNRI_S_BIRTH_FIRST] = pnri_keys_first_size(b->births.count),
    [PNRI_S_BIRTHS] = pnri_keys_rows_size(b->births.count),
    [PNRI_S_KEY_FIRST] = pnri_keys_first_size(b->keys.count),
    [PNRI_S_KEYS] = pnri_keys_rows_size(b->keys.count),
    [PNRI_S_RANGES] = 4 * PNRI_RANGE_ROW * b->ranges.count,
    [PNRI_S_IDS] = 4 * b->entries.count,
  };
  memcpy(a->sizes, sizes, sizeof sizes);
  return pnri_image_plan(a->sizes, a->offsets, &a->total) && a->total <= b->env->limits.memory;
}

/* False when memory is exhausted. */
static bool fill(const assembly *a)
{
  const pnr_index_builder *b = a->builder;
  uint8_t *summary = section_of(a, PNRI_S_SUMMARY);
  pnri_store32(summary + 4 * PNRI_SUMMARY_DOCUMENTS, b->documents);
  pnri_store32(summary + 4 * PNRI_SUMMARY_WITHOUT_BASIS, b->without_basis);
  pnri_store32(summary + 4 * PNRI_SUMMARY_NAMES, b->names);
  put_octets(a, PNRI_S_STRINGS, &b->strings);
  put_octets(a, PNRI_S_RECORDS, &b->records);
  put_words(a, PNRI_S_ORIGINS, &b->origins);
  put_words(a, PNRI_S_ENTRIES, &b->entries);
  pnri_store32(section_of(a, PNRI_S_ENTRIES) + 4 * b->entries.count, (uint32_t)b->records.count);
  put_tokens(a);
  put_forms(a);
  put_postings(a);
  put_neighbours(a);
  put_births(a);
  put_keys(a);
  put_ranges(a);
  return put_ids(a);
}

pnr_status pnri_assemble(const pnr_index_builder *builder, uint8_t **block, size_t *size)
{
  assembly a = { .builder = builder };
  pnri_vector_open(&a.numbers, builder->env, sizeof(uint32_t));
  pnri_vector_open(&a.order, builder->env, sizeof(uint32_t));
  pnri_vector_open(&a.placed, builder->env, sizeof(uint32_t));
  pnri_vector_open(&a.near_first, builder->env, sizeof(uint32_t));
  if (measure(&a)) a.block = pnri_alloc(builder->env, a.total);
  if (a.block != NULL) {
    memset(a.block, 0, a.total);
    if (fill(&a)) {
      pnri_image_seal(a.block, a.sizes, a.offsets, a.total);
    } else {
      pnri_free(builder->env, a.block, a.total);
      a.block = NULL;
    }
  }
  pnri_vector_close(&a.numbers);
  pnri_vector_close(&a.order);
  pnri_vector_close(&a.placed);
  pnri_vector_close(&a.near_first);
  *block = a.block;
  *size = a.total;
  return a.block != NULL ? PNR_OK : PNR_E_MEMORY;
}
