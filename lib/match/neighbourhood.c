/* SPDX-License-Identifier: Apache-2.0 */
#include "match/neighbourhood.h"

#include <xxhash.h>

static uint64_t pack(const uint8_t *text, uint32_t size)
{
  uint64_t packed = 0;
  for (uint32_t i = 0; i < size; i++) packed |= (uint64_t)text[i] << 8 * i;
  return packed;
}

static uint64_t without_octet(uint64_t packed, uint32_t i)
{
  uint64_t low = ((uint64_t)1 << 8 * i) - 1;
  return (packed & low) | (packed >> 8 & ~low);
}

uint32_t pnri_variants(const uint8_t *text, uint32_t size, uint32_t edits, uint64_t out[PNRI_VARIANTS])
{
  if (size > PNRI_PREFIX) size = PNRI_PREFIX;
  out[0] = pack(text, size);
  uint32_t count = 1, level = 0;
  for (uint32_t deleted = 0; deleted < edits && deleted < size; deleted++) {
    uint32_t level_end = count;
    for (; level < level_end; level++)
      for (uint32_t i = 0; i < size - deleted; i++) {
        uint64_t variant = without_octet(out[level], i);
        uint32_t known = level_end;
        while (known < count && out[known] != variant) known++;
        if (known == count) out[count++] = variant;
      }
  }
  return count;
}

uint32_t pnri_variant_edits(uint32_t size)
{
  uint32_t budget = pnri_edit_budget(size);
  return budget > 1 ? budget : 1;
}

uint64_t pnri_whole_hash(const uint8_t *text, uint32_t size)
{
  enum { WHOLE_SEED = 1 };
  return XXH3_64bits_withSeed(text, size, WHOLE_SEED);
}

pnr_status pnri_neighbourhood_open(pnri_neighbourhood *near, const pnr_env *env, const pnri_image *image)
{
  *near = (pnri_neighbourhood){ .image = image, .steps_most = env->limits.steps };
  near->seen_size = ((size_t)image->words / 32 + 1) * sizeof *near->seen;
  pnri_vector_open(&near->measured, env, sizeof(uint32_t));
  near->seen = pnri_alloc(env, near->seen_size);
  if (near->seen == NULL) return PNR_E_MEMORY;
  memset(near->seen, 0, near->seen_size);
  return PNR_OK;
}

void pnri_neighbourhood_close(pnri_neighbourhood *near)
{
  if (near->measured.env == NULL) return;
  pnri_free(near->measured.env, near->seen, near->seen_size);
  pnri_vector_close(&near->measured);
}

/* --- Buckets ---
 *
 * In a large index nearly each bucket and each word is read from memory. So reading is done by itself, for all buckets and
 * then for some words together, into room that is at hand: the processor waits for all of them at once. */

enum { BUCKET_HEAD = 32, WORDS_TOGETHER = 32 };

/* A form of the asked text, the bucket that has its neighbours, and those of them that come first there. */
typedef struct probe {
  uint64_t hash;
  uint32_t size; /* octets of the form */
  pnri_range bucket;
  uint32_t head[BUCKET_HEAD];
} probe;

static uint32_t variant_size(uint64_t variant)
{
  return variant == 0 ? 0 : (71 - (uint32_t)__builtin_clzll(variant)) / 8; /* no octet of a token is 0 */
}

static pnri_range bucket_of(pnri_neighbourhood *near, uint64_t hash)
{
  size_t limit = near->image->sections[PNRI_S_NEAR_WORDS].words;
  pnri_range bucket =
    pnri_bounds(&near->image->sections[PNRI_S_NEAR_FIRST], pnri_variant_bucket(hash, near->image->near_buckets), 1,
                UINT32_MAX, limit < UINT32_MAX ? (uint32_t)limit : UINT32_MAX);
  near->steps += 1 + (bucket.end - bucket.first) / 8;
  return bucket;
}

static uint32_t neighbour_at(const pnri_neighbourhood *near, uint32_t i)
{
  return pnri_load32(near->image->sections[PNRI_S_NEAR_WORDS].data + 4 * (size_t)i);
}

static uint32_t head_of(const probe *p)
{
  uint32_t count = p->bucket.end - p->bucket.first;
  return count < BUCKET_HEAD ? count : BUCKET_HEAD;
}

enum { TAG_WORD = (PNRI_TAG_LAST << PNRI_TAG_SIZE_BITS) | PNRI_TAG_SIZE }; /* what a tag tells of the word */

/* The tag of neighbours under this hash, without what it tells of the word. */
static uint32_t hash_part(const pnri_neighbourhood *near, uint64_t hash)
{
  return pnri_neighbour(0, 0, 0, hash, near->image->word_bits) >> near->image->word_bits;
}

static uint32_t word_part(uint32_t size, uint32_t last)
{
  return (last & PNRI_TAG_LAST) << PNRI_TAG_SIZE_BITS | (size & PNRI_TAG_SIZE);
}

static uint32_t tag_of(const pnri_neighbourhood *near, uint32_t neighbour)
{
  return neighbour >> near->image->word_bits;
}

static uint32_t word_of(const pnri_neighbourhood *near, uint32_t neighbour)
{
  return neighbour & ((1u << near->image->word_bits) - 1);
}

/* --- Words --- */

enum { BUDGET = UINT8_MAX }; /* as limit: pnri_edit_budget of the shorter text */

typedef struct request {
  const uint8_t *text;
  uint32_t size, limit;
  const pnri_token *token; /* whose similarity is asked for, or NULL */
} request;

/* The edits that are allowed between the asked text and a word of this size. */
static uint32_t limit_for(const request *asked, uint32_t size)
{
  if (asked->limit != BUDGET) return asked->limit;
  return pnri_edit_budget(size < asked->size ? size : asked->size);
}

/* Where two texts share a form from whose beginnings all edits were deleted that they may have, and none with fewer, their
 * ends are equal: false where the last letters tell that they are not. A transposition of the last two letters reaches into
 * the beginning of eight. What shares a form with fewer deletions is found by that. */
static bool may_end_alike(const request *asked, uint32_t size, uint32_t last)
{
  const uint8_t *end = asked->text + asked->size;
  uint32_t shorter = size < asked->size ? size : asked->size;
  if (shorter <= PNRI_PREFIX || (end[-1] & PNRI_TAG_LAST) == last) return true;
  return shorter == PNRI_PREFIX + 1 && (end[-2] & PNRI_TAG_LAST) == last;
}

/* True where a word with this tag can be near by a form of this size. */
static bool may_be_near(const request *asked, uint32_t form_size, uint32_t tag)
{
  uint32_t more = (tag - asked->size) & PNRI_TAG_SIZE, less = (asked->size - tag) & PNRI_TAG_SIZE;
  uint32_t size = more < less ? asked->size + more : asked->size - less, difference = more < less ? more : less;
  if (more >= less && less > asked->size) return false;
  uint32_t limit = limit_for(asked, size), prefix = size < PNRI_PREFIX ? size : PNRI_PREFIX;
  if (difference > limit || prefix > form_size + limit) return false;
  uint32_t asked_prefix = asked->size < PNRI_PREFIX ? asked->size : PNRI_PREFIX;
  if (prefix < form_size + limit && asked_prefix < form_size + limit) return true;
  return may_end_alike(asked, size, tag >> PNRI_TAG_SIZE_BITS & PNRI_TAG_LAST);
}

static bool take_word(pnri_neighbourhood *near, uint32_t word)
{
  uint32_t bit = 1u << word % 32;
  if (word >= near->image->words || (near->seen[word / 32] & bit) != 0) return true;
  uint32_t *room = pnri_vector_add(&near->measured, 1);
  if (room == NULL) return false;
  *room = word;
  near->seen[word / 32] |= bit;
  return true;
}

/* Takes the words that share the form into measured, each once. False when memory is exhausted. */
static bool gather(pnri_neighbourhood *near, const request *asked, const probe *p)
{
  uint32_t hash = hash_part(near, p->hash), head = head_of(p), matching[BUCKET_HEAD], count = 0;
  for (uint32_t i = 0; i < head; i++) {
    matching[count] = p->head[i];
    count += (tag_of(near, p->head[i]) & ~(uint32_t)TAG_WORD) == hash;
  }
  bool fits = true;
  for (uint32_t i = 0; fits && i < count; i++)
    if (may_be_near(asked, p->size, tag_of(near, matching[i]))) fits = take_word(near, word_of(near, matching[i]));
  for (uint32_t i = p->bucket.first + head; fits && i < p->bucket.end; i++) {
    uint32_t neighbour = neighbour_at(near, i), tag = tag_of(near, neighbour);
    if ((tag & ~(uint32_t)TAG_WORD) == hash && may_be_near(asked, p->size, tag))
      fits = take_word(near, word_of(near, neighbour));
  }
  return fits;
}

static uint32_t measured_at(const pnri_neighbourhood *near, size_t i)
{
  return *(const uint32_t *)pnri_vector_at(&near->measured, i);
}

static bool add_near(const request *asked, const pnri_word_row *row, pnr_slice text, pnri_vector *found)
{
  uint32_t size = (uint32_t)text.size;
  if (size == 0 || pnri_osa(asked->text, asked->size, text.data, size, asked->limit) > asked->limit) return true;
  uint32_t *room = pnri_vector_add(found, 1);
  if (room != NULL) *room = row->word;
  return room != NULL;
}

static bool add_similar(const request *asked, const pnri_word_row *row, pnr_slice text, pnri_vector *found)
{
  uint32_t style = pnri_row_style(row);
  pnri_token token = { .size = (uint8_t)text.size, .flags = style & PNRI_WORD_IS_KNOWN ? PNRI_TOKEN_KNOWN : 0 };
  if (text.size == 0) return true;
  memcpy(token.text, text.data, text.size);
  uint32_t similarity = pnri_token_similarity(asked->token, &token);
  if (similarity == 0) return true;
  pnri_similar_word *room = pnri_vector_add(found, 1);
  if (room != NULL) *room = (pnri_similar_word){ row->word, (uint16_t)similarity, (uint16_t)(style / 256 * 10) };
  return room != NULL;
}

/* Appends the measured words that are near. False when memory is exhausted. */
static bool measure(pnri_neighbourhood *near, const request *asked, pnri_vector *found)
{
  bool fits = true;
  near->steps += near->measured.count;
  for (size_t first = 0; fits && first < near->measured.count; first += WORDS_TOGETHER) {
    pnri_word_row rows[WORDS_TOGETHER];
    size_t rest = near->measured.count - first, count = rest < WORDS_TOGETHER ? rest : WORDS_TOGETHER;
    for (size_t i = 0; i < count; i++) pnri_image_read_word(near->image, measured_at(near, first + i), &rows[i]);
    for (size_t i = 0; fits && i < count; i++) {
      pnr_slice text = pnri_row_text(near->image, &rows[i]);
      fits = asked->token != NULL ? add_similar(asked, &rows[i], text, found) : add_near(asked, &rows[i], text, found);
    }
  }
  return fits;
}

static uint32_t find_buckets(pnri_neighbourhood *near, const request *asked, uint32_t edits,
                             probe probes[PNRI_VARIANTS])
{
  uint64_t variants[PNRI_VARIANTS];
  if (near->image->near_buckets == 0) return 0;
  uint32_t count = pnri_variants(asked->text, asked->size, edits, variants);
  for (uint32_t i = 0; i < count; i++) {
    probes[i].hash = pnri_variant_hash(variants[i]);
    probes[i].size = variant_size(variants[i]);
    probes[i].bucket = bucket_of(near, probes[i].hash);
  }
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t k = head_of(&probes[i]); k > 0; k--)
      probes[i].head[k - 1] = neighbour_at(near, probes[i].bucket.first + k - 1);
  return count;
}

static bool find_near(pnri_neighbourhood *near, const request *asked, pnri_vector *found)
{
  probe probes[PNRI_VARIANTS];
  uint32_t edits = limit_for(asked, asked->size);
  uint32_t count = find_buckets(near, asked, edits, probes);
  bool fits = pnri_neighbourhood_allows(near, 0);
  for (uint32_t i = 0; fits && i < count; i++) fits = gather(near, asked, &probes[i]);
  fits = fits && measure(near, asked, found) && pnri_neighbourhood_allows(near, 0);
  for (size_t i = 0; i < near->measured.count; i++) near->seen[measured_at(near, i) / 32] = 0;
  near->measured.count = 0;
  return fits;
}

/* False for most texts that are no words. */
static bool may_be_word(pnri_neighbourhood *near, uint64_t hash)
{
  const pnri_section *filter = &near->image->sections[PNRI_S_WORD_FILTER];
  if (near->image->filter_blocks == 0) return false;
  size_t at = 2 * (size_t)pnri_filter_block(hash, near->image->filter_blocks);
  uint64_t bits = pnri_filter_bits(hash), block = pnri_word(filter, at) | (uint64_t)pnri_word(filter, at + 1) << 32;
  near->steps++;
  return (block & bits) == bits;
}

uint32_t pnri_neighbourhood_word(pnri_neighbourhood *near, const uint8_t *text, uint32_t size)
{
  uint64_t hash = pnri_whole_hash(text, size);
  if (near->image->near_buckets == 0 || !may_be_word(near, hash)) return PNR_NONE;
  pnri_range bucket = bucket_of(near, hash);
  uint32_t tag = hash_part(near, hash) | word_part(size, text[size - 1]);
  for (uint32_t i = bucket.first; i < bucket.end && pnri_neighbourhood_allows(near, 0); i++) {
    uint32_t neighbour = pnri_word(&near->image->sections[PNRI_S_NEAR_WORDS], i);
    if (tag_of(near, neighbour) != tag) continue;
    pnr_slice known = pnri_image_word_text(near->image, word_of(near, neighbour));
    if (known.size == size && memcmp(known.data, text, size) == 0) return word_of(near, neighbour);
  }
  return PNR_NONE;
}

bool pnri_neighbourhood_find(pnri_neighbourhood *near, const uint8_t *text, uint32_t size, uint32_t limit,
                             pnri_vector *found)
{
  if (limit > 0) return find_near(near, &(request){ text, size, limit, NULL }, found);
  uint32_t word = pnri_neighbourhood_word(near, text, size);
  uint32_t *room = word != PNR_NONE ? pnri_vector_add(found, 1) : NULL;
  if (room != NULL) *room = word;
  return (word == PNR_NONE || room != NULL) && pnri_neighbourhood_allows(near, 0);
}

bool pnri_neighbourhood_similar(pnri_neighbourhood *near, const pnri_token *token, pnri_vector *found)
{
  if (pnri_edit_budget(token->size) > 0)
    return find_near(near, &(request){ token->text, token->size, BUDGET, token }, found);
  uint32_t word = pnri_neighbourhood_word(near, token->text, token->size);
  if (word == PNR_NONE) return pnri_neighbourhood_allows(near, 0);
  pnri_word_row row;
  pnri_image_read_word(near->image, word, &row);
  return add_similar(&(request){ token->text, token->size, 0, token }, &row, pnri_row_text(near->image, &row), found);
}

bool pnri_neighbourhood_longer(pnri_neighbourhood *near, const uint8_t *text, uint32_t size, pnri_vector *found)
{
  if (near->image->near_buckets == 0) return true;
  uint64_t hash = pnri_variant_hash(pack(text, PNRI_PREFIX));
  pnri_range bucket = bucket_of(near, hash);
  for (uint32_t i = bucket.first; i < bucket.end; i++) {
    uint32_t neighbour = pnri_word(&near->image->sections[PNRI_S_NEAR_WORDS], i), word = word_of(near, neighbour);
    if ((tag_of(near, neighbour) & ~(uint32_t)TAG_WORD) != hash_part(near, hash)) continue;
    pnr_slice known = pnri_image_word_text(near->image, word);
    near->steps++;
    if (known.size <= size || memcmp(known.data, text, size) != 0) continue;
    uint32_t *room = pnri_vector_add(found, 1);
    if (room == NULL) return false;
    *room = word;
  }
  return pnri_neighbourhood_allows(near, 0);
}
