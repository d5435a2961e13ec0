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

typedef struct request {
  const uint8_t *text;
  uint32_t size, limit;
} request;

static bool is_near(const pnri_image *image, const request *asked, uint32_t word)
{
  pnr_slice text = pnri_image_word_text(image, word);
  uint32_t size = (uint32_t)text.size, limit = asked->limit;
  if (size == 0) return false;
  if (limit == PNRI_BUDGET) limit = pnri_edit_budget(size < asked->size ? size : asked->size);
  return pnri_osa(asked->text, asked->size, text.data, size, limit) <= limit;
}

/* Measures the word unless that was done before. False when memory is exhausted. */
static bool measure(pnri_neighbourhood *near, const request *asked, uint32_t word, pnri_vector *found)
{
  uint32_t bit = 1u << word % 32;
  if (word >= near->image->words || (near->seen[word / 32] & bit) != 0) return true;
  uint32_t *measured = pnri_vector_add(&near->measured, 1);
  if (measured == NULL) return false;
  *measured = word;
  near->seen[word / 32] |= bit;
  near->steps++;
  if (!is_near(near->image, asked, word)) return true;
  uint32_t *room = pnri_vector_add(found, 1);
  if (room != NULL) *room = word;
  return room != NULL;
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

static bool has_tag(const pnri_neighbourhood *near, uint32_t i, uint64_t hash)
{
  uint32_t tag = pnri_word(&near->image->sections[PNRI_S_NEAR_TAGS], i / 2) >> 16 * (i % 2) & 0xFFFF;
  return tag == pnri_variant_tag(hash);
}

static bool look_into(pnri_neighbourhood *near, const request *asked, uint64_t variant, pnri_vector *found)
{
  const pnri_section *words = &near->image->sections[PNRI_S_NEAR_WORDS];
  uint64_t hash = pnri_variant_hash(variant);
  pnri_range bucket = bucket_of(near, hash);
  if (!pnri_neighbourhood_allows(near, 0)) return false;
  for (uint32_t i = bucket.first; i < bucket.end; i++)
    if (has_tag(near, i, hash) && !measure(near, asked, pnri_word(words, i), found)) return false;
  return true;
}

uint32_t pnri_neighbourhood_word(pnri_neighbourhood *near, const uint8_t *text, uint32_t size)
{
  if (near->image->near_buckets == 0) return PNR_NONE;
  uint64_t hash = pnri_whole_hash(text, size);
  pnri_range bucket = bucket_of(near, hash);
  for (uint32_t i = bucket.first; i < bucket.end && pnri_neighbourhood_allows(near, 0); i++) {
    if (!has_tag(near, i, hash)) continue;
    uint32_t word = pnri_word(&near->image->sections[PNRI_S_NEAR_WORDS], i);
    pnr_slice known = pnri_image_word_text(near->image, word);
    if (known.size == size && memcmp(known.data, text, size) == 0) return word;
  }
  return PNR_NONE;
}

bool pnri_neighbourhood_find(pnri_neighbourhood *near, const uint8_t *text, uint32_t size, uint32_t limit,
                             pnri_vector *found)
{
  if (limit == 0) {
    uint32_t word = pnri_neighbourhood_word(near, text, size);
    uint32_t *room = word != PNR_NONE ? pnri_vector_add(found, 1) : NULL;
    if (room != NULL) *room = word;
    return (word == PNR_NONE || room != NULL) && pnri_neighbourhood_allows(near, 0);
  }
  request asked = { text, size, limit };
  uint64_t variants[PNRI_VARIANTS];
  uint32_t edits = limit == PNRI_BUDGET ? pnri_edit_budget(size) : limit;
  uint32_t count = near->image->near_buckets > 0 ? pnri_variants(text, size, edits, variants) : 0;
  bool fits = true;
  for (uint32_t i = 0; fits && i < count; i++) fits = look_into(near, &asked, variants[i], found);
  for (size_t i = 0; i < near->measured.count; i++) {
    uint32_t word = *(const uint32_t *)pnri_vector_at(&near->measured, i);
    near->seen[word / 32] &= ~(1u << word % 32);
  }
  near->measured.count = 0;
  return fits;
}

bool pnri_neighbourhood_longer(pnri_neighbourhood *near, const uint8_t *text, uint32_t size, pnri_vector *found)
{
  if (near->image->near_buckets == 0) return true;
  uint64_t hash = pnri_variant_hash(pack(text, PNRI_PREFIX));
  pnri_range bucket = bucket_of(near, hash);
  for (uint32_t i = bucket.first; i < bucket.end; i++) {
    if (!has_tag(near, i, hash)) continue;
    uint32_t word = pnri_word(&near->image->sections[PNRI_S_NEAR_WORDS], i);
    pnr_slice known = pnri_image_word_text(near->image, word);
    near->steps++;
    if (known.size <= size || memcmp(known.data, text, size) != 0) continue;
    uint32_t *room = pnri_vector_add(found, 1);
    if (room == NULL) return false;
    *room = word;
  }
  return pnri_neighbourhood_allows(near, 0);
}
