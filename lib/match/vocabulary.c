/* SPDX-License-Identifier: Apache-2.0 */
#include "match/vocabulary.h"

#include <string.h>
#include <xxhash.h>

void pnri_vocabulary_open(pnri_vocabulary *vocabulary, const pnr_env *env)
{
  pnri_vector_open(&vocabulary->texts, env, 1);
  pnri_vector_open(&vocabulary->words, env, sizeof(pnri_word_draft));
  pnri_vector_open(&vocabulary->tokens, env, sizeof(pnri_token_draft));
  pnri_table_open(&vocabulary->table, env);
}

void pnri_vocabulary_close(pnri_vocabulary *vocabulary)
{
  pnri_vector_close(&vocabulary->texts);
  pnri_vector_close(&vocabulary->words);
  pnri_vector_close(&vocabulary->tokens);
  pnri_table_close(&vocabulary->table);
}

static bool is_text(const pnri_vocabulary *vocabulary, const pnri_word_draft *word, const pnri_token *token)
{
  return word->size == token->size && memcmp(vocabulary->texts.data + word->text, token->text, token->size) == 0;
}

static uint32_t find_word(pnri_vocabulary *vocabulary, const pnri_token *token)
{
  if (!pnri_table_reserve(&vocabulary->table)) return PNR_NONE;
  uint32_t tag = (uint32_t)XXH3_64bits(token->text, token->size);
  size_t at = pnri_table_start(&vocabulary->table, tag);
  for (uint32_t i; (i = pnri_table_seek(&vocabulary->table, tag, &at)) != PNR_NONE; at++)
    if (is_text(vocabulary, pnri_vocabulary_word(vocabulary, i), token)) return i;
  size_t number = vocabulary->words.count, offset = vocabulary->texts.count;
  if (number >= PNRI_NUMBERS_MOST || offset > UINT32_MAX - PNRI_TOKEN_SIZE) return PNR_NONE;
  uint8_t *text = pnri_vector_add(&vocabulary->texts, token->size);
  pnri_word_draft *word = text != NULL ? pnri_vector_add(&vocabulary->words, 1) : NULL;
  if (word == NULL) return PNR_NONE;
  memcpy(text, token->text, token->size);
  *word = (pnri_word_draft){ (uint32_t)offset, token->size, PNR_NONE };
  pnri_table_put(&vocabulary->table, at, tag, (uint32_t)number);
  return (uint32_t)number;
}

uint32_t pnri_vocabulary_add(pnri_vocabulary *vocabulary, const pnri_token *token)
{
  uint32_t number = find_word(vocabulary, token);
  if (number == PNR_NONE) return PNR_NONE;
  uint32_t style = (uint32_t)token->weight << 16 | (uint32_t)token->flags << 8 | token->size, last = PNR_NONE;
  pnri_word_draft *word = pnri_vector_at(&vocabulary->words, number);
  for (uint32_t i = word->token; i != PNR_NONE; i = pnri_vocabulary_token(vocabulary, i)->next) {
    if (pnri_vocabulary_token(vocabulary, i)->style == style) return i;
    last = i;
  }
  size_t added = vocabulary->tokens.count;
  pnri_token_draft *draft = added < PNRI_NUMBERS_MOST ? pnri_vector_add(&vocabulary->tokens, 1) : NULL;
  if (draft == NULL) return PNR_NONE;
  *draft = (pnri_token_draft){ number, style, PNR_NONE };
  pnri_token_draft *before = last != PNR_NONE ? pnri_vector_at(&vocabulary->tokens, last) : NULL;
  if (before != NULL) before->next = (uint32_t)added;
  else word->token = (uint32_t)added;
  return (uint32_t)added;
}
