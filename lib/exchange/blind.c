/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "core/vector.h"
#include "crypto/hash.h"
#include "crypto/secret.h"
#include "exchange/blind_key.h"

/* The asking side of a blind query. */

typedef struct asked_key {
  uint32_t label;
  uint32_t size; /* of its input */
  size_t at;     /* and where it begins */
  uint8_t blind[PNRI_OPRF_SCALAR];
  uint8_t opener[PNR_BLIND_OPENER];
  uint8_t output[PNRI_OPRF_OUTPUT];
} asked_key;

typedef struct kept_hit {
  pnr_blind_hit view;
  uint8_t handle[PNR_BLIND_HANDLE];
} kept_hit;

struct pnr_blind {
  const pnr_env *env;
  pnri_blind_inputs person;                  /* of the one that is added */
  pnri_vector keys;                          /* asked_key */
  pnri_vector inputs, elements, commitments; /* octets */
  pnri_vector hits;                          /* kept_hit */
  bool is_finished;
};

pnr_status pnr_blind_open(const pnr_env *env, pnr_blind **out, pnr_error *error)
{
  if (out == NULL) return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_blind *blind = *out = pnri_alloc(env, sizeof *blind);
  if (blind == NULL) return pnri_fail_memory(error);
  *blind = (pnr_blind){ .env = env };
  pnri_blind_inputs_open(&blind->person, env);
  pnri_vector_open(&blind->keys, env, sizeof(asked_key));
  pnri_vector_open(&blind->inputs, env, 1);
  pnri_vector_open(&blind->elements, env, 1);
  pnri_vector_open(&blind->commitments, env, 1);
  pnri_vector_open(&blind->hits, env, sizeof(kept_hit));
  return PNR_OK;
}

void pnr_blind_close(pnr_blind *blind)
{
  if (blind == NULL) return;
  pnri_blind_inputs_close(&blind->person);
  pnri_vector_close(&blind->keys);
  pnri_vector_close(&blind->inputs);
  pnri_vector_close(&blind->elements);
  pnri_vector_close(&blind->commitments);
  pnri_vector_close(&blind->hits);
  pnri_free(blind->env, blind, sizeof *blind);
}

static asked_key *key_at(const pnr_blind *blind, size_t i) { return (asked_key *)pnri_vector_at(&blind->keys, i); }

static pnr_slice input_of(const pnr_blind *blind, const asked_key *key)
{
  return (pnr_slice){ blind->inputs.data + key->at, key->size };
}

static pnr_status commit(pnr_slice opener, pnr_slice input, uint8_t out[PNR_BLIND_COMMITMENT])
{
  pnri_hash_state state;
  pnr_status status = pnri_hash_begin(&state, opener, PNR_BLIND_COMMITMENT);
  if (status != PNR_OK) return status;
  pnri_hash_add(&state, input);
  pnri_hash_end(&state, out, PNR_BLIND_COMMITMENT);
  return PNR_OK;
}

static pnr_status add_key(pnr_blind *blind, pnr_slice input, uint32_t label)
{
  asked_key *key = pnri_vector_add(&blind->keys, 1);
  uint8_t *octets = pnri_vector_add(&blind->inputs, input.size);
  uint8_t *element = pnri_vector_add(&blind->elements, PNR_BLIND_ELEMENT);
  uint8_t *commitment = pnri_vector_add(&blind->commitments, PNR_BLIND_COMMITMENT);
  if (key == NULL || octets == NULL || element == NULL || commitment == NULL) return PNR_E_MEMORY;
  *key = (asked_key){ .label = label, .size = (uint32_t)input.size, .at = blind->inputs.count - input.size };
  memcpy(octets, input.data, input.size);
  pnr_status status = pnri_oprf_scalar(key->blind);
  if (status == PNR_OK) status = pnri_secret_random(key->opener, sizeof key->opener);
  if (status == PNR_OK) status = pnri_oprf_blind(input, key->blind, element);
  if (status == PNR_OK) status = commit((pnr_slice){ key->opener, sizeof key->opener }, input, commitment);
  return status;
}

/* Back to so many keys: a person is added wholly or not at all. */
static void cut(pnr_blind *blind, size_t keys, size_t inputs)
{
  pnri_vector_cut(&blind->keys, keys);
  pnri_vector_cut(&blind->inputs, inputs);
  pnri_vector_cut(&blind->elements, keys * PNR_BLIND_ELEMENT);
  pnri_vector_cut(&blind->commitments, keys * PNR_BLIND_COMMITMENT);
}

pnr_status pnr_blind_add(pnr_blind *blind, const pnr_person *person, uint32_t label, uint32_t *added, pnr_error *error)
{
  if (added != NULL) *added = 0;
  if (blind == NULL || person == NULL || blind->is_finished) return pnri_fail_argument(error);
  size_t keys = blind->keys.count, inputs = blind->inputs.count;
  pnr_status status = pnri_blind_inputs_of(&blind->person, person);
  uint32_t count = blind->person.count;
  if (status == PNR_OK && count > PNR_BLIND_KEYS - keys) status = PNR_E_LIMIT;
  for (uint32_t i = 0; i < count && status == PNR_OK; i++)
    status = add_key(blind, pnri_blind_input_at(&blind->person, i), label);
  if (status != PNR_OK) {
    cut(blind, keys, inputs);
    return pnri_fail(error, (pnr_error){ .status = status });
  }
  if (added != NULL) *added = count;
  return PNR_OK;
}

pnr_slice pnr_blind_elements(const pnr_blind *blind)
{
  return (pnr_slice){ blind->elements.data, blind->elements.count };
}

pnr_slice pnr_blind_commitments(const pnr_blind *blind)
{
  return (pnr_slice){ blind->commitments.data, blind->commitments.count };
}

pnr_slice pnr_blind_input(const pnr_blind *blind, uint32_t i)
{
  return i < blind->keys.count ? input_of(blind, key_at(blind, i)) : (pnr_slice){ NULL, 0 };
}

pnr_slice pnr_blind_opener(const pnr_blind *blind, uint32_t i)
{
  return i < blind->keys.count ? (pnr_slice){ key_at(blind, i)->opener, PNR_BLIND_OPENER } : (pnr_slice){ NULL, 0 };
}

uint32_t pnr_blind_is_committed(pnr_slice commitment, pnr_slice opener, pnr_slice input)
{
  uint8_t expected[PNR_BLIND_COMMITMENT];
  return commitment.size == sizeof expected && opener.size == PNR_BLIND_OPENER &&
         commit(opener, input, expected) == PNR_OK && memcmp(expected, commitment.data, sizeof expected) == 0;
}

/* --- What came back --- */

pnr_status pnr_blind_finish(pnr_blind *blind, pnr_slice elements, pnr_error *error)
{
  if (blind == NULL || elements.size != blind->elements.count) return pnri_fail_argument(error);
  for (size_t i = 0; i < blind->keys.count; i++) {
    asked_key *key = key_at(blind, i);
    size_t at = i * PNR_BLIND_ELEMENT;
    pnr_status status = pnri_oprf_finalize(input_of(blind, key), key->blind, elements.data + at, key->output);
    if (status != PNR_OK) return pnri_fail_at(error, status, at);
  }
  blind->is_finished = true;
  return PNR_OK;
}

/* True where the tag is among the rising ones. */
static bool holds(pnr_slice tags, const uint8_t tag[PNR_BLIND_TAG])
{
  size_t low = 0, high = tags.size / PNR_BLIND_TAG;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = memcmp(tags.data + middle * PNR_BLIND_TAG, tag, PNR_BLIND_TAG);
    if (order == 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}

/* Handles stand in the hits themselves: their views point there when no more are added. */
static void show_hits(pnr_blind *blind)
{
  for (size_t i = 0; i < blind->hits.count; i++) {
    kept_hit *hit = pnri_vector_at(&blind->hits, i);
    hit->view.handle = (pnr_slice){ hit->handle, sizeof hit->handle };
  }
}

pnr_status pnr_blind_match(pnr_blind *blind, const pnr_tags *tags, pnr_error *error)
{
  uint8_t tag[PNR_BLIND_TAG];
  if (blind == NULL || tags == NULL || tags->size < sizeof *tags || !blind->is_finished ||
      tags->salt.size != PNR_BLIND_SALT || tags->tags.size % PNR_BLIND_TAG != 0)
    return pnri_fail_argument(error);
  pnri_vector_cut(&blind->hits, 0);
  for (size_t i = 0; i < blind->keys.count; i++) {
    const asked_key *key = key_at(blind, i);
    pnr_status status = pnri_blind_derive(key->output, "tag", tags->salt.data, tag, sizeof tag);
    if (status != PNR_OK) return pnri_fail(error, (pnr_error){ .status = status });
    if (!holds(tags->tags, tag)) continue;
    kept_hit *hit = pnri_vector_add(&blind->hits, 1);
    if (hit == NULL) return pnri_fail_memory(error);
    hit->view = (pnr_blind_hit){ .label = key->label };
    status = pnri_blind_derive(key->output, "handle", tags->salt.data, hit->handle, sizeof hit->handle);
    if (status != PNR_OK) return pnri_fail(error, (pnr_error){ .status = status });
  }
  show_hits(blind);
  return PNR_OK;
}

uint32_t pnr_blind_hit_count(const pnr_blind *blind) { return (uint32_t)blind->hits.count; }

const pnr_blind_hit *pnr_blind_hit_get(const pnr_blind *blind, uint32_t i)
{
  const kept_hit *hit = i < blind->hits.count ? pnri_vector_at(&blind->hits, i) : NULL;
  return hit != NULL ? &hit->view : NULL;
}
