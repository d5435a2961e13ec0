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

enum { PNRI_IMAGE_VERSION = 9, PNRI_IMAGE_HEADER = 64, PNRI_IMAGE_ROW = 32, PNRI_IMAGE_ALIGNMENT = 64 };

enum {                      /* sections; the comment names the words of a row, or what the octets are */
       PNRI_S_SUMMARY,      /* one row of PNRI_SUMMARY_… */
       PNRI_S_STRINGS,      /* octets of origins: length (varint) and text; offset 0 is the empty string */
       PNRI_S_ORIGINS,      /* row of PNRI_ORIGIN_… */
       PNRI_S_ENTRIES,      /* place of the entry in RECORDS, and one more */
       PNRI_S_RECORDS,      /* octets: see match/listed.h */
       PNRI_S_GROUPS,       /* first form of each group, and one more: see below */
       PNRI_S_FORM_ENTRIES, /* entry */
       PNRI_S_FORM_PLACES,  /* 16 bits per form, two in a word: see below */
       PNRI_S_FORM_TOKENS,  /* token, and above it what it weighs: see below */
       PNRI_S_TOKENS,   /* row of PNRI_TOKEN_…: a text with its flags and weight; those of one word are neighbours */
       PNRI_S_WORDS,    /* row of PNRI_WORD_…, and one more: a word is a distinct text */
       PNRI_S_TEXTS,    /* octets of the words that do not fit there */
       PNRI_S_POSTINGS, /* form; rising within a word */
       PNRI_S_NEAR_FIRST,  /* per bucket: first neighbour, and one more; the number of buckets is a power of two */
       PNRI_S_NEAR_WORDS,  /* neighbour, see match/neighbourhood.h */
       PNRI_S_WORD_FILTER, /* two words per block, a power of two of them: see match/neighbourhood.h */
       PNRI_S_BIRTH_FIRST, /* per bucket: first row, and one more; see match/keys.h */
       PNRI_S_BIRTHS,      /* form */
       PNRI_S_KEY_FIRST,   /* the same of documents and identifiers */
       PNRI_S_KEYS,        /* entry */
       PNRI_S_RANGES,      /* row of PNRI_RANGE_…: ranges of document numbers, see match/ranges.h */
       PNRI_S_IDS,         /* entry, in the order of the hashes of their ids: see match/ids.h */
       PNRI_SECTIONS
};

/* Forms are numbered by groups, and within a group as they were added: those that stand together need the same score to be
 * found. A SHELF is a class of entries (PNRI_UNDATED …), forms without an initial before forms with one; a group is a
 * number of tokens, 1 to PNRI_TOKENS, on a shelf. So the number of a form tells its group, and the place of its tokens. */
enum { PNRI_SHELVES = 2 * 3, PNRI_GROUPS = PNRI_SHELVES * PNRI_TOKENS };

enum { PNRI_SUMMARY_DOCUMENTS, PNRI_SUMMARY_WITHOUT_BASIS, PNRI_SUMMARY_NAMES, PNRI_SUMMARY_ROW };
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
enum { PNRI_TOKEN_WORD, PNRI_TOKEN_STYLE /* weight << 16 | flags << 8 | size */, PNRI_TOKEN_ROW };
enum {
  PNRI_WORD_TOKENS,   /* its first token */
  PNRI_WORD_POSTINGS, /* its first posting */
  PNRI_WORD_TEXT,   /* octets: size and PNRI_WORD_…, least weight of its tokens in tens; then the text, if it fits */
  PNRI_WORD_FAR,    /* else its place in TEXTS */
  PNRI_WORD_ROW = 8 /* 32 octets, which lie within one line of a cache */
};
enum {
  PNRI_WORD_NEAR = 4 * (PNRI_WORD_ROW - PNRI_WORD_TEXT) - 2, /* octets that fit */
  PNRI_WORD_SIZE_MASK = 0x3F,
  PNRI_WORD_IS_KNOWN = 0x40, /* all its tokens are */
  PNRI_WORD_IS_PARTICLE = 0x80
};
enum {
  PNRI_RANGE_TEXT, /* place in RECORDS of the first number, behind which the last one stands */
  PNRI_RANGE_SIZE, /* octets of one of them */
  PNRI_RANGE_ENTRY,
  PNRI_RANGE_HIGHEST,
  PNRI_RANGE_ROW
};
/* Numbers of words, tokens, forms and entries leave room beside them. */
enum { PNRI_NUMBER_BITS = 28, PNRI_NUMBERS_MOST = 1 << PNRI_NUMBER_BITS, PNRI_NUMBER_MASK = PNRI_NUMBERS_MOST - 1 };

/* A token of a form, and beside its number its weight in units, rounded down: what it weighs at least. */
enum { PNRI_WEIGHT_UNIT = 64 };
static inline uint32_t pnri_form_token(uint32_t token, uint32_t weight)
{
  return token | weight / PNRI_WEIGHT_UNIT << PNRI_NUMBER_BITS;
}
static inline uint32_t pnri_form_token_weight(uint32_t row) { return (row >> PNRI_NUMBER_BITS) * PNRI_WEIGHT_UNIT; }

/* The place of a form within its entry: what its name's kind takes away (PNRI_KIND_…), which name, which form of it. */
enum { PNRI_KIND_FULL, PNRI_KIND_WEAK, PNRI_KIND_MISUSED };
enum { PNRI_PLACE_FORM_BITS = 3, PNRI_PLACE_NAME_BITS = 11, PNRI_PLACE_NAMES = 1 << PNRI_PLACE_NAME_BITS };

typedef struct pnri_section {
  const uint8_t *data;
  size_t size;  /* octets */
  size_t words; /* whole ones */
} pnri_section;

typedef struct pnri_range {
  uint32_t first, end;
} pnri_range;

typedef struct pnri_group {
  uint32_t first; /* form */
  uint32_t token; /* place of its first token in FORM_TOKENS */
} pnri_group;

typedef struct pnri_image {
  pnri_section sections[PNRI_SECTIONS];
  uint32_t entries, forms, tokens, words;
  uint32_t near_buckets, filter_blocks; /* powers of two */
  uint32_t word_bits;                   /* of a neighbour */
  pnri_group groups[PNRI_GROUPS + 1];   /* rising */
} pnri_image;

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

/* Bits that hold each of so many numbers, 1 to PNRI_NUMBER_BITS. */
static inline uint32_t pnri_number_bits(size_t count)
{
  uint32_t bits = 1;
  while (bits < PNRI_NUMBER_BITS && count > (size_t)1 << bits) bits++;
  return bits;
}

/* The group of a form. */
uint32_t pnri_image_group(const pnri_image *image, uint32_t form);
static inline uint32_t pnri_group_shelf(uint32_t group) { return group / PNRI_TOKENS; }
static inline uint32_t pnri_group_tokens(uint32_t group) { return group % PNRI_TOKENS + 1; }
/* The place in FORM_TOKENS of the first token of a form of the group. */
static inline size_t pnri_group_place(const pnri_image *image, uint32_t group, uint32_t form)
{
  return image->groups[group].token + (size_t)(form - image->groups[group].first) * pnri_group_tokens(group);
}
static inline uint32_t pnri_form_entry(const pnri_image *image, uint32_t form)
{
  return pnri_word(&image->sections[PNRI_S_FORM_ENTRIES], form);
}
static inline uint32_t pnri_form_place(const pnri_image *image, uint32_t form)
{
  return pnri_word(&image->sections[PNRI_S_FORM_PLACES], form / 2) >> 16 * (form % 2) & 0xFFFF;
}

/* The tokens of a word. */
static inline pnri_range pnri_image_word(const pnri_image *image, uint32_t word)
{
  return pnri_bounds(&image->sections[PNRI_S_WORDS], (size_t)word * PNRI_WORD_ROW + PNRI_WORD_TOKENS, PNRI_WORD_ROW,
                     UINT32_MAX, image->tokens);
}

static inline pnri_range pnri_image_postings(const pnri_image *image, uint32_t word)
{
  size_t limit = image->sections[PNRI_S_POSTINGS].words;
  return pnri_bounds(&image->sections[PNRI_S_WORDS], (size_t)word * PNRI_WORD_ROW + PNRI_WORD_POSTINGS, PNRI_WORD_ROW,
                     UINT32_MAX, limit < UINT32_MAX ? (uint32_t)limit : UINT32_MAX);
}
/* Size and flags of a word; the least weight of its tokens stands above them. */
static inline uint32_t pnri_image_word_style(const pnri_image *image, uint32_t word)
{
  return pnri_row(image, PNRI_S_WORDS, PNRI_WORD_ROW, word, PNRI_WORD_TEXT) & 0xFFFF;
}

/* The string at offset of octets as those of PNRI_S_STRINGS. Borrowed. */
pnr_slice pnri_string_at(const pnri_section *strings, uint32_t offset);
/* Borrowed from the image. */
static inline pnr_slice pnri_image_string(const pnri_image *image, uint32_t offset)
{
  return pnri_string_at(&image->sections[PNRI_S_STRINGS], offset);
}
pnr_slice pnri_image_word_text(const pnri_image *image, uint32_t word);

/* What a row has of a word's text, taken out of the image. */
typedef struct pnri_word_row {
  uint32_t word;
  uint8_t octets[4 * (PNRI_WORD_ROW - PNRI_WORD_TEXT)];
} pnri_word_row;
void pnri_image_read_word(const pnri_image *image, uint32_t word, pnri_word_row *out);
/* The text is borrowed from the row, or from the image. */
pnr_slice pnri_row_text(const pnri_image *image, const pnri_word_row *row);
/* As pnri_image_word_style. */
static inline uint32_t pnri_row_style(const pnri_word_row *row) { return pnri_load32(row->octets) & 0xFFFF; }
void pnri_image_token(const pnri_image *image, uint32_t token, pnri_token *out);
/* Makes the form as pnri_name_fold had made it, but for its flags. */
void pnri_image_load_form(const pnri_image *image, uint32_t form, pnri_form *out);

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
