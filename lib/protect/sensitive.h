/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PROTECT_SENSITIVE_H
#define PNR_PROTECT_SENSITIVE_H

#include "core/arena.h"
#include "core/vector.h"
#include "pnr/protect.h"

enum { PNRI_WORD_SIZE = 32 }; /* octets of a folded word or of two; longer ones are cut */

/* What a word is looked up by. */
typedef struct pnri_sensitive_key {
  uint8_t text[PNRI_WORD_SIZE]; /* folded: a-z and 0-9, two words with a blank between them; zeroes behind it */
  uint8_t size;
  uint8_t group;
  bool is_start; /* stands for all words that begin so */
  bool is_code;
} pnri_sensitive_key;

struct pnr_sensitive {
  pnri_arena arena;
  pnri_vector rows; /* const pnr_sensitive_row * */
  pnri_vector keys; /* pnri_sensitive_key, sorted */
  uint32_t version;
};

/* Rows of the library's own table. */
typedef struct pnri_sensitive_rows {
  uint32_t group;
  bool is_code;
  const char *words; /* parted by blanks */
} pnri_sensitive_rows;
extern const pnri_sensitive_rows pnri_sensitive_own[];
extern const uint32_t pnri_sensitive_own_count;

/* The group of the first code or word of the table in the text, 0 for none. Only codes where only_codes. */
uint32_t pnri_sensitive_in(const pnr_sensitive *table, pnr_slice text, bool only_codes);

#endif
