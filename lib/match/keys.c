/* SPDX-License-Identifier: Apache-2.0 */
#include "match/keys.h"

#include "pnr/message.h"

enum { KEYS_IN_BUCKET = 4 };

static uint32_t count_buckets(size_t keys)
{
  uint32_t power = 1;
  while (power < keys / KEYS_IN_BUCKET && power < 1u << 30) power *= 2;
  return power;
}

static uint32_t bucket_of(uint64_t hash, uint32_t buckets) { return (uint32_t)hash & (buckets - 1); }

static uint32_t row_of(uint64_t hash, uint32_t number, uint32_t bits)
{
  return (uint32_t)(hash >> 32) << bits | number;
}

size_t pnri_keys_first_size(size_t keys) { return 4 * ((size_t)count_buckets(keys) + 1); }

void pnri_keys_put(const pnri_vector *keys, size_t numbers, uint8_t *first, uint8_t *rows)
{
  uint32_t buckets = count_buckets(keys->count), bits = pnri_number_bits(numbers), sum = 0;
  for (size_t i = 0; i < keys->count; i++) {
    uint8_t *count = first + 4 * (size_t)bucket_of(((const pnri_key_draft *)pnri_vector_at(keys, i))->hash, buckets);
    pnri_store32(count, pnri_load32(count) + 1);
  }
  for (size_t i = 0; i <= buckets; i++) { /* counts become ends */
    sum += pnri_load32(first + 4 * i);
    pnri_store32(first + 4 * i, sum);
  }
  for (size_t i = keys->count; i > 0; i--) { /* ends become beginnings */
    const pnri_key_draft *key = pnri_vector_at(keys, i - 1);
    uint8_t *end = first + 4 * (size_t)bucket_of(key->hash, buckets);
    uint32_t place = pnri_load32(end) - 1;
    pnri_store32(end, place);
    pnri_store32(rows + 4 * (size_t)place, row_of(key->hash, key->number, bits));
  }
}

pnri_range pnri_keys_find(const pnri_image *image, uint32_t first, uint64_t hash)
{
  const pnri_section *firsts = &image->sections[first], *rows = &image->sections[first + 1];
  uint32_t power = 1;
  while (power < 1u << 30 && 2 * (size_t)power + 1 <= firsts->words) power *= 2;
  return pnri_bounds(firsts, bucket_of(hash, power), 1, UINT32_MAX,
                     rows->words < UINT32_MAX ? (uint32_t)rows->words : UINT32_MAX);
}

uint32_t pnri_keys_at(const pnri_image *image, uint32_t first, uint32_t row, uint64_t hash, uint32_t numbers)
{
  uint32_t bits = pnri_number_bits(numbers), found = pnri_word(&image->sections[first + 1], row);
  uint32_t number = found & ((1u << bits) - 1);
  return found == row_of(hash, number, bits) && number < numbers ? number : PNR_NONE;
}
