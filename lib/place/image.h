/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PLACE_IMAGE_H
#define PNR_PLACE_IMAGE_H

#include "core/file.h"
#include "core/little.h"
#include "core/zone.h"
#include "pnr/places.h"

/* A table of places as one block of octets, the same on every machine: a header, rows ordered by key, mode and day, the
 * rules of clocks, and the keys' texts. Little-endian words, no pointers. All of it is checked when it is opened. */

enum { PNRI_PLACE_VERSION = 1, PNRI_PLACE_HEADER = 64, PNRI_PLACE_KEY_SIZE = 64 };

/* Words of a row. */
enum {
  PNRI_PLACE_KEY,     /* offset of its text: one octet of size, then the text in capitals */
  PNRI_PLACE_MODE,    /* PNR_TRANSPORT_…; 0: any */
  PNRI_PLACE_FROM,    /* first day, local; 0: always */
  PNRI_PLACE_COUNTRY, /* offset of three letters among the texts; PNRI_PLACE_NOTHING: not known */
  PNRI_PLACE_CLOCK,   /* rule, or PNRI_PLACE_BY_KEY | offset of the key whose rule holds, or PNRI_PLACE_NOTHING */
  PNRI_PLACE_ROW
};
#define PNRI_PLACE_NOTHING UINT32_MAX
#define PNRI_PLACE_BY_KEY UINT32_C(0x80000000)

/* Words of a rule. */
enum {
  PNRI_RULE_STANDARD,
  PNRI_RULE_DAYLIGHT,
  PNRI_RULE_BEGINS, /* kind, month << 8, week << 16; then the day; then the minutes */
  PNRI_RULE_ENDS = PNRI_RULE_BEGINS + 3,
  PNRI_RULE_ROW = PNRI_RULE_ENDS + 3
};

struct pnr_places {
  const pnr_env *env;
  const uint8_t *data;
  size_t size;
  uint32_t rows, rules;
  const uint8_t *row_words, *rule_words, *texts;
  uint32_t text_size;
  uint8_t *owned; /* what data is, where it was built */
  pnri_map map;   /* or where it was mapped */
};

static inline uint32_t pnri_place_word(const pnr_places *places, uint32_t row, uint32_t field)
{
  return pnri_load32(places->row_words + 4 * ((size_t)row * PNRI_PLACE_ROW + field));
}

/* The key at a text's offset. */
static inline pnr_slice pnri_place_key(const pnr_places *places, uint32_t offset)
{
  return (pnr_slice){ places->texts + offset + 1, places->texts[offset] };
}

pnri_zone pnri_place_rule(const pnr_places *places, uint32_t rule);
void pnri_place_put_rule(uint8_t *words, const pnri_zone *zone);

/* Below 0, 0 or above 0 as the row stands before, at or behind this key, mode and day. */
int pnri_place_compare(pnr_slice key, uint32_t mode, pnr_date from, pnr_slice other_key, uint32_t other_mode,
                       pnr_date other_from);

/* Octets of an image with so many rows, rules and octets of text; 0 when that is too much. */
size_t pnri_place_image_size(size_t rows, size_t rules, size_t text_size);
/* Writes the header of a block whose rows, rules and texts are filled. */
void pnri_place_seal(uint8_t *block, size_t size, uint32_t rows, uint32_t rules, uint32_t text_size);
/* Fills places from the octets after checking all of them. */
pnr_status pnri_place_open(pnr_places *places, const uint8_t *data, size_t size, pnr_error *error);

#endif
