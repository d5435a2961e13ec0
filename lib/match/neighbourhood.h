/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_NEIGHBOURHOOD_H
#define PNR_MATCH_NEIGHBOURHOOD_H

#include "core/vector.h"
#include "match/image.h"
#include "pnr/message.h"

/* Finds the words of a vocabulary within a few edits of a text, all of them.
 *
 * Two texts within k edits (OSA) share a form that is left when at most k letters are deleted from each, and so do their
 * first PNRI_PREFIX octets: a transposition is one deletion on both sides, and where fewer letters of one prefix have a
 * partner in the other, as many deletions suffice there. The forms of every word are hashed into buckets; a text looks
 * into the buckets of its own forms and measures what it finds there. */

enum {
  PNRI_PREFIX = 7,            /* at most 8: a form is a 64-bit number */
  PNRI_VARIANTS = 1 + 7 + 21, /* no, one and two deletions */
};
_Static_assert(PNRI_EDITS == 2, "PNRI_VARIANTS counts two deletions");
_Static_assert(PNRI_CUT_LEAST >= (int)PNRI_PREFIX, "what was cut is found by its first octets");

/* The forms of text with at most edits letters deleted, as numbers, each once. Returns how many. */
uint32_t pnri_variants(const uint8_t *text, uint32_t size, uint32_t edits, uint64_t out[PNRI_VARIANTS]);
/* Deletions under which a word of this size stands in an index: its edit budget, and one at least, for joined tokens. */
uint32_t pnri_variant_edits(uint32_t size);

/* The hash of a whole word, of any size: under it only that word is found. */
uint64_t pnri_whole_hash(const uint8_t *text, uint32_t size);

/* Where the neighbours of a form lie. */
static inline uint64_t pnri_variant_hash(uint64_t variant)
{
  variant = (variant ^ variant >> 32) * UINT64_C(0x9E3779B97F4A7C15);
  variant = (variant ^ variant >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
  return variant ^ variant >> 32;
}
static inline uint32_t pnri_variant_bucket(uint64_t hash, uint32_t buckets) { return (uint32_t)hash & (buckets - 1); }

/* A neighbour: in its low bits, as many as the image's words need, the word; above them its TAG: the last bits of the word's
 * size, those of its last letter, and as much of the form's hash as fits. So few words are looked at in vain. */
enum { PNRI_TAG_SIZE = 7, PNRI_TAG_SIZE_BITS = 3, PNRI_TAG_LAST = 31, PNRI_TAG_LAST_BITS = 5 };
static inline uint32_t pnri_neighbour(uint32_t word, uint32_t size, uint32_t last, uint64_t hash, uint32_t word_bits)
{
  uint32_t tag = (uint32_t)(hash >> 40) << PNRI_TAG_LAST_BITS | (last & PNRI_TAG_LAST);
  return word | (tag << PNRI_TAG_SIZE_BITS | (size & PNRI_TAG_SIZE)) << word_bits;
}

/* A filter of all words: blocks of 64 bits, of which each word sets three bits in one, told by pnri_whole_hash. */
static inline uint64_t pnri_filter_bits(uint64_t hash)
{
  return (uint64_t)1 << (hash >> 58) | (uint64_t)1 << (hash >> 52 & 63) | (uint64_t)1 << (hash >> 46 & 63);
}
static inline uint32_t pnri_filter_block(uint64_t hash, uint32_t blocks) { return (uint32_t)hash & (blocks - 1); }

/* Working memory of look-ups in one image. */
typedef struct pnri_neighbourhood {
  const pnri_image *image;
  uint32_t *seen;       /* a bit per word; zero between calls */
  size_t seen_size;     /* octets */
  pnri_vector measured; /* words with a bit in seen */
  uint64_t steps;       /* words and buckets looked at, and what the user adds */
  uint64_t steps_most;
} pnri_neighbourhood;

/* True when so many further steps may be taken. */
static inline bool pnri_neighbourhood_allows(const pnri_neighbourhood *near, uint64_t further)
{
  return near->steps <= near->steps_most && further <= near->steps_most - near->steps;
}

pnr_status pnri_neighbourhood_open(pnri_neighbourhood *near, const pnr_env *env, const pnri_image *image);
void pnri_neighbourhood_close(pnri_neighbourhood *near);

/* The word with this text; PNR_NONE where there is none, or the steps are spent. */
uint32_t pnri_neighbourhood_word(pnri_neighbourhood *near, const uint8_t *text, uint32_t size);
/* Appends to found (of uint32_t) every word within limit edits (0 or 1) of text, each once.
 * False when memory is exhausted, or the steps are spent: pnri_neighbourhood_allows then says no to 0. */
bool pnri_neighbourhood_find(pnri_neighbourhood *near, const uint8_t *text, uint32_t size, uint32_t limit,
                             pnri_vector *found);

/* A word that is similar to a token. */
typedef struct pnri_similar_word {
  uint32_t word;
  uint16_t similarity; /* no token of the word has more */
  uint16_t weight;     /* and none less */
} pnri_similar_word;

/* Appends to found (of pnri_similar_word) every word with a token whose pnri_token_similarity with this one is above 0. False
 * as above. */
bool pnri_neighbourhood_similar(pnri_neighbourhood *near, const pnri_token *token, pnri_vector *found);

/* Appends to found (of uint32_t) every longer word that begins with text, which has PNRI_PREFIX octets at least. False as
 * above. */
bool pnri_neighbourhood_longer(pnri_neighbourhood *near, const uint8_t *text, uint32_t size, pnri_vector *found);

#endif
