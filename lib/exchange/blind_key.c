/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/blind_key.h"

#include <string.h>

#include "core/date.h"
#include "core/slice.h"
#include "crypto/hash.h"
#include "name/name.h"
#include "pnr/match.h"

enum { VERSION = 1, KIND_NAME = 1, KIND_DOCUMENT = 2, NUMBER_LEAST = 5, NUMBER_MOST = 32, TOKENS_LEAST = 2 };

void pnri_blind_inputs_open(pnri_blind_inputs *inputs, const pnr_env *env)
{
  inputs->count = 0;
  pnri_cbor_writer_open(&inputs->octets, env, PNRI_BLIND_INPUTS * PNRI_BLIND_INPUT_MOST);
}

void pnri_blind_inputs_close(pnri_blind_inputs *inputs) { pnri_cbor_writer_close(&inputs->octets); }

pnr_slice pnri_blind_input_at(const pnri_blind_inputs *inputs, uint32_t i)
{
  size_t begin = i != 0 ? inputs->ends[i - 1] : 0;
  return (pnr_slice){ inputs->octets.data + begin, inputs->ends[i] - begin };
}

/* Counts in what was written behind the last key, unless it is one that is there already. */
static void settle(pnri_blind_inputs *inputs)
{
  size_t begin = inputs->count != 0 ? inputs->ends[inputs->count - 1] : 0;
  if (inputs->octets.status != PNR_OK) return;
  inputs->ends[inputs->count] = inputs->octets.size;
  for (uint32_t i = 0; i < inputs->count; i++) {
    if (!pnri_slice_equal(pnri_blind_input_at(inputs, i), pnri_blind_input_at(inputs, inputs->count))) continue;
    pnri_wipe(inputs->octets.data + begin, inputs->octets.size - begin);
    inputs->octets.size = begin;
    return;
  }
  inputs->count++;
}

static void put_head(pnri_blind_inputs *inputs, uint32_t kind)
{
  pnri_cbor_put_array(&inputs->octets, 5);
  pnri_cbor_put_unsigned(&inputs->octets, VERSION);
  pnri_cbor_put_unsigned(&inputs->octets, PNR_NORMALISER);
  pnri_cbor_put_unsigned(&inputs->octets, kind);
}

/* --- Names --- */

static int compare(pnr_slice a, pnr_slice b)
{
  size_t size = a.size < b.size ? a.size : b.size;
  int order = memcmp(a.data, b.data, size);
  return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

/* The tokens that tell, rising, each once. */
static uint32_t sort_tokens(const pnri_form *form, pnr_slice sorted[PNRI_TOKENS])
{
  uint32_t count = 0;
  for (uint32_t i = 0; i < form->count; i++) {
    const pnri_token *token = &form->tokens[i];
    if (token->size < 2 || (token->flags & PNRI_TOKEN_PARTICLE) != 0) continue;
    pnr_slice text = { token->text, token->size };
    uint32_t at = count;
    while (at > 0 && compare(sorted[at - 1], text) > 0) at--;
    if (at > 0 && compare(sorted[at - 1], text) == 0) continue;
    memmove(&sorted[at + 1], &sorted[at], (count - at) * sizeof *sorted);
    sorted[at] = text;
    count++;
  }
  return count;
}

static void add_form(pnri_blind_inputs *inputs, const pnri_form *form, pnr_date birth)
{
  pnr_slice sorted[PNRI_TOKENS + 1];
  uint32_t count = sort_tokens(form, sorted);
  if (count < TOKENS_LEAST || (form->flags & PNRI_FORM_CUT) != 0 || inputs->count == PNRI_BLIND_INPUTS) return;
  put_head(inputs, KIND_NAME);
  pnri_cbor_put_array(&inputs->octets, count);
  for (uint32_t i = 0; i < count; i++) pnri_cbor_put_text(&inputs->octets, sorted[i]);
  pnri_cbor_put_unsigned(&inputs->octets, birth);
  settle(inputs);
}

static bool is_complete(const pnr_birth *birth)
{
  return birth->from == birth->to && birth->circa == 0 && pnri_month(birth->from) != 0 && pnri_day(birth->from) != 0;
}

static void add_names(pnri_blind_inputs *inputs, const pnr_person *person)
{
  pnri_name name;
  for (uint32_t i = 0; i < person->name_count; i++) {
    const pnr_name *written = person->names[i];
    bool has_parts = written->surname.size != 0 || written->given.size != 0;
    pnri_name_fold(&name, has_parts ? written->surname : written->full, written->given, has_parts);
    for (uint32_t j = 0; j < person->birth_count; j++)
      for (uint32_t k = 0; k < name.count && is_complete(person->births[j]); k++)
        add_form(inputs, &name.forms[k], person->births[j]->from);
  }
  pnri_wipe(&name, sizeof name);
}

/* --- Documents --- */

/* Letters as capitals, and digits; nothing else. */
static size_t clean(pnr_slice text, uint8_t out[NUMBER_MOST])
{
  size_t size = 0;
  for (size_t i = 0; i < text.size; i++) {
    uint8_t octet = text.data[i];
    if (octet >= 'a' && octet <= 'z') octet = (uint8_t)(octet - 32);
    if ((octet < 'A' || octet > 'Z') && (octet < '0' || octet > '9')) continue;
    if (size == NUMBER_MOST) return 0;
    out[size++] = octet;
  }
  return size;
}

static void add_documents(pnri_blind_inputs *inputs, const pnr_person *person)
{
  uint8_t number[NUMBER_MOST];
  for (uint32_t i = 0; i < person->document_count && inputs->count < PNRI_BLIND_INPUTS; i++) {
    pnr_slice issuer = pnr_country_code(person->documents[i]->issuer);
    size_t size = clean(person->documents[i]->number, number);
    if (size < NUMBER_LEAST || issuer.size == 0) continue;
    put_head(inputs, KIND_DOCUMENT);
    pnri_cbor_put_text(&inputs->octets, (pnr_slice){ number, size });
    pnri_cbor_put_text(&inputs->octets, issuer);
    settle(inputs);
  }
  pnri_wipe(number, sizeof number);
}

pnr_status pnri_blind_inputs_of(pnri_blind_inputs *inputs, const pnr_person *person)
{
  pnri_cbor_writer_clear(&inputs->octets);
  inputs->count = 0;
  add_documents(inputs, person);
  add_names(inputs, person);
  return inputs->octets.status;
}

pnr_status pnri_blind_derive(const uint8_t output[PNRI_OPRF_OUTPUT], const char *word,
                             const uint8_t salt[PNR_BLIND_SALT], uint8_t *out, size_t size)
{
  uint8_t hash[16];
  pnri_hash_state state;
  pnr_status status = pnri_hash_begin(&state, (pnr_slice){ output, PNRI_OPRF_OUTPUT }, sizeof hash);
  if (status != PNR_OK) return status;
  pnri_hash_add(&state, pnri_slice(word));
  pnri_hash_add(&state, (pnr_slice){ salt, PNR_BLIND_SALT });
  pnri_hash_end(&state, hash, sizeof hash);
  memcpy(out, hash, size);
  return PNR_OK;
}
