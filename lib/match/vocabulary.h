/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_VOCABULARY_H
#define PNR_MATCH_VOCABULARY_H

#include "core/vector.h"
#include "match/image.h"
#include "match/table.h"
#include "name/name.h"

/* The distinct tokens of all names while an index is built. A WORD is a distinct text, a TOKEN a text with its flags and
 * weight. Both are numbered as they come, so that the same entries in the same order give the same numbers, and frequent
 * ones lie close together. */

typedef struct pnri_word_draft {
  uint32_t text; /* offset in texts */
  uint32_t size;
  uint32_t token; /* its first token, the others follow by next */
} pnri_word_draft;

typedef struct pnri_token_draft {
  uint32_t word;
  uint32_t style; /* as PNRI_TOKEN_STYLE */
  uint32_t next;  /* of the same word; PNR_NONE */
} pnri_token_draft;

typedef struct pnri_vocabulary {
  pnri_vector texts, words, tokens;
  pnri_table table; /* of words */
} pnri_vocabulary;

void pnri_vocabulary_open(pnri_vocabulary *vocabulary, const pnr_env *env);
void pnri_vocabulary_close(pnri_vocabulary *vocabulary);

/* The number of the token, added where it is new; PNR_NONE when memory is exhausted. */
uint32_t pnri_vocabulary_add(pnri_vocabulary *vocabulary, const pnri_token *token);

static inline const pnri_word_draft *pnri_vocabulary_word(const pnri_vocabulary *vocabulary, size_t i)
{
  return pnri_vector_at(&vocabulary->words, i);
}
static inline const pnri_token_draft *pnri_vocabulary_token(const pnri_vocabulary *vocabulary, size_t i)
{
  return pnri_vector_at(&vocabulary->tokens, i);
}

#endif
