/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_IMAGE_H
#define PNR_MATCH_IMAGE_H

#include <stdbool.h>
#include <string.h>

#include "core/little.h"
#include "name/name.h"
#include "pnr/match.h"

/* The index as one block of octets, the same on every machine: little-endian 32-bit words, no pointers. docs/matching.md
 * tells the layout. Nothing in it is trusted: every read is bounded, and what lies outside reads as 0 or as empty. */

enum { PNRI_IMAGE_VERSION = 5, PNRI_IMAGE_HEADER = 64, PNRI_IMAGE_ROW = 32, PNRI_IMAGE_ALIGNMENT = 64 };

enum {                     /* sections; the comment names the words of a row, or what the octets are */
       PNRI_S_SUMMARY,     /* one row of PNRI_SUMMARY_… */
       PNRI_S_STRINGS,     /* octets: length (base 128, low first) and text; offset 0 is the empty string */
       PNRI_S_ORIGINS,     /* row of PNRI_ORIGIN_… */
       PNRI_S_ENTRIES,     /* row of PNRI_ENTRY_…, and one more row that ends the last name range */
       PNRI_S_NAMES,       /* row of PNRI_NAME_…, and one more */
       PNRI_S_FACTS,       /* see match/facts.h */
       PNRI_S_FORMS,       /* row of PNRI_FORM_…, and one more */
       PNRI_S_FORM_TOKENS, /* token */
       PNRI_S_TOKENS, /* row of PNRI_TOKEN_…: a text with its flags and weight; those of one word are neighbours */
       PNRI_S_WORDS,  /* row of PNRI_WORD_…, and one more: a word is a distinct text */
       PNRI_S_TEXTS,  /* octets of the words */
       PNRI_S_POSTING_FIRST, /* row of PNRI_POSTING_… per token, and one more */
       PNRI_S_POSTINGS,      /* form; per token those with a token of one octet, then the others, both rising */
       PNRI_S_NEAR_FIRST,    /* per bucket: first neighbour, and one more; the number of buckets is a power of two */
       PNRI_S_NEAR_WORDS,    /* neighbour, see match/neighbourhood.h */
       PNRI_S_WORD_FILTER,   /* two words per block, a power of two of them: see match/neighbourhood.h */
       PNRI_S_KEY_FIRST,     /* per bucket: first key, and one more; the number of buckets is a power of two */
       PNRI_S_KEYS,          /* row of PNRI_KEY_…: documents, identifiers, birth dates */
       PNRI_S_RANGES,        /* row of PNRI_RANGE_…: ranges of document numbers, see match/ranges.h */
       PNRI_S_IDS,           /* entry, in the order of the hashes of their ids: see match/ids.h */
       PNRI_SECTIONS
};

enum { PNRI_SUMMARY_DOCUMENTS, PNRI_SUMMARY_WITHOUT_BASIS, PNRI_SUMMARY_ROW };
enum {
  PNRI_ORIGIN_SOURCE,
  PNRI_ORIGIN_OWNER,
  PNRI_ORIGIN_BASIS,
  PNRI_ORIGIN_WARNING,
  PNRI_ORIGIN_ACTION,
  PNRI_ORIGIN_FROM,
  PNRI_ORIGIN_UNTIL,
  PNRI_ORIGIN_ROW
};
enum { PNRI_ENTRY_ID, PNRI_ENTRY_ORIGIN, PNRI_ENTRY_NAMES, PNRI_ENTRY_FACTS, PNRI_ENTRY_ROW };
enum { PNRI_NAME_TEXT, PNRI_NAME_ENTRY, PNRI_NAME_FORMS /* kind << 28 | first form */, PNRI_NAME_ROW };
enum { PNRI_FORM_TOKENS, PNRI_FORM_NAME /* flags << 28 | name */, PNRI_FORM_SHARE, PNRI_FORM_ROW };
/* PNRI_FORM_SHARE: 1 where it has a token of one octet << 24 | names, without particles << 16 | weight */
enum { PNRI_TOKEN_TEXT, PNRI_TOKEN_STYLE /* weight << 16 | flags << 8 | size */, PNRI_TOKEN_ROW };
enum { PNRI_POSTING_INITIAL, PNRI_POSTING_PLAIN, PNRI_POSTING_ROW }; /* where those two begin */
enum { PNRI_WORD_TOKENS, PNRI_WORD_TEXT, PNRI_WORD_ROW };
enum {
  PNRI_RANGE_TEXT, /* place in FACTS of the first number, behind which the last one stands */
  PNRI_RANGE_SIZE, /* octets of one of them */
  PNRI_RANGE_ENTRY,
  PNRI_RANGE_HIGHEST,
  PNRI_RANGE_ROW
};
enum { PNRI_KEY_TAG, PNRI_KEY_ENTRY, PNRI_KEY_ROW };
enum { PNRI_PACKED_BITS = 28, PNRI_PACKED_MASK = (1 << PNRI_PACKED_BITS) - 1 };

typedef struct pnri_section {
  const uint8_t *data;
  size_t size;  /* octets */
  size_t words; /* whole ones */
} pnri_section;

typedef struct pnri_image {
  pnri_section sections[PNRI_SECTIONS];
  uint32_t entries, names, forms, tokens, words;
  uint32_t near_buckets, filter_blocks, key_buckets; /* powers of two */
} pnri_image;

typedef struct pnri_range {
  uint32_t first, end;
} pnri_range;

static inline uint32_t pnri_word(const pnri_section *section, size_t i)
{
  return i < section->words ? pnri_load32(section->data + 4 * i) : 0;
}

static inline uint32_t pnri_row(const pnri_image *image, uint32_t section, uint32_t row_size, uint32_t row,
                                uint32_t field)
{
  return pnri_word(&image->sections[section], (size_t)row * row_size + field);
}

/* What words at and at + step of a section bound: empty where they do not rise or pass limit. */
static inline pnri_range pnri_bounds(const pnri_section *section, size_t at, size_t step, uint32_t mask, uint32_t limit)
{
  pnri_range range = { pnri_word(section, at) & mask, pnri_word(section, at + step) & mask };
  if (range.end > limit || range.first > range.end) range.first = range.end = 0;
  return range;
}

/* Bits that hold the number of each word, at most PNRI_PACKED_BITS. */
static inline uint32_t pnri_word_bits(uint32_t words)
{
  uint32_t bits = 1;
  while (bits < PNRI_PACKED_BITS && words > 1u << bits) bits++;
  return bits;
}

/* Names of an entry, forms of a name (at most PNRI_FORMS), tokens of a form (at most PNRI_TOKENS) as places in
 * FORM_TOKENS, tokens of a word. */
pnri_range pnri_image_names(const pnri_image *image, uint32_t entry);
pnri_range pnri_image_forms(const pnri_image *image, uint32_t name);
static inline pnri_range pnri_image_form(const pnri_image *image, uint32_t form)
{
  const pnri_section *tokens = &image->sections[PNRI_S_FORM_TOKENS];
  uint32_t limit = tokens->words < UINT32_MAX ? (uint32_t)tokens->words : UINT32_MAX;
  pnri_range range = pnri_bounds(&image->sections[PNRI_S_FORMS], (size_t)form * PNRI_FORM_ROW + PNRI_FORM_TOKENS,
                                 PNRI_FORM_ROW, UINT32_MAX, limit);
  if (range.end - range.first > PNRI_TOKENS) range.end = range.first + PNRI_TOKENS;
  return range;
}
static inline pnri_range pnri_image_word(const pnri_image *image, uint32_t word)
{
  return pnri_bounds(&image->sections[PNRI_S_WORDS], (size_t)word * PNRI_WORD_ROW + PNRI_WORD_TOKENS, PNRI_WORD_ROW,
                     UINT32_MAX, image->tokens);
}

/* The string at offset of octets as those of PNRI_S_STRINGS. Borrowed. */
pnr_slice pnri_string_at(const pnri_section *strings, uint32_t offset);
/* Borrowed from the image. */
static inline pnr_slice pnri_image_string(const pnri_image *image, uint32_t offset)
{
  return pnri_string_at(&image->sections[PNRI_S_STRINGS], offset);
}
static inline pnr_slice pnri_image_id(const pnri_image *image, uint32_t entry)
{
  return pnri_image_string(image, pnri_row(image, PNRI_S_ENTRIES, PNRI_ENTRY_ROW, entry, PNRI_ENTRY_ID));
}
pnr_slice pnri_image_word_text(const pnri_image *image, uint32_t word);
void pnri_image_token(const pnri_image *image, uint32_t token, pnri_token *out);
/* Makes the form or the name as pnri_name_fold had made it. */
void pnri_image_load_form(const pnri_image *image, uint32_t form, pnri_form *out);
void pnri_image_load_name(const pnri_image *image, uint32_t name, pnri_name *out);

/* Lays sections of sizes[] octets out: their offsets, and the size of the whole. False when that is too large. */
bool pnri_image_plan(const size_t sizes[PNRI_SECTIONS], size_t offsets[PNRI_SECTIONS], size_t *total);
/* Writes header and directory over the first octets of a block whose sections are filled and paddings zero. */
void pnri_image_seal(uint8_t *block, const size_t sizes[PNRI_SECTIONS], const size_t offsets[PNRI_SECTIONS],
                     size_t total);

/* What tells images apart: the checksum of the header, and so of all checksums. Of an image that was opened. */
uint64_t pnri_image_generation(const uint8_t *data);

/* Reads header and directory. */
pnr_status pnri_image_open(pnri_image *image, const uint8_t *data, size_t size, pnr_error *error);
/* Recomputes every checksum and follows every number. */
pnr_status pnri_image_verify(const pnri_image *image, const uint8_t *data, pnr_error *error);

#endif
