/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "core/vector.h"
#include "crypto/hash.h"
#include "crypto/secret.h"
#include "encoding/octets.h"
#include "exchange/blind_key.h"
#include "exchange/saved.h"

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

/* Keeps what is asked; its blind, opener and element follow. NULL: no memory. */
static asked_key *keep_key(pnr_blind *blind, pnr_slice input, uint32_t label, uint8_t **element)
{
  asked_key *key = pnri_vector_add(&blind->keys, 1);
  uint8_t *octets = pnri_vector_add(&blind->inputs, input.size);
  *element = pnri_vector_add(&blind->elements, PNR_BLIND_ELEMENT);
  if (key == NULL || octets == NULL || *element == NULL) return NULL;
  *key = (asked_key){ .label = label, .size = (uint32_t)input.size, .at = blind->inputs.count - input.size };
  memcpy(octets, input.data, input.size);
  return key;
}

static pnr_status commit_key(pnr_blind *blind, const asked_key *key)
{
  uint8_t *commitment = pnri_vector_add(&blind->commitments, PNR_BLIND_COMMITMENT);
  if (commitment == NULL) return PNR_E_MEMORY;
  return commit((pnr_slice){ key->opener, sizeof key->opener }, input_of(blind, key), commitment);
}

static pnr_status add_key(pnr_blind *blind, pnr_slice input, uint32_t label)
{
  uint8_t *element;
  asked_key *key = keep_key(blind, input, label, &element);
  if (key == NULL) return PNR_E_MEMORY;
  pnr_status status = pnri_oprf_scalar(key->blind);
  if (status == PNR_OK) status = pnri_secret_random(key->opener, sizeof key->opener);
  if (status == PNR_OK) status = pnri_oprf_blind(input, key->blind, element);
  return status == PNR_OK ? commit_key(blind, key) : status;
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

/* --- Saving and loading: [1, until, [[label, input, blind, opener, element], …]] --- */

enum { PARTS = 3, KEY_PARTS = 5 };

pnr_status pnr_blind_save(const pnr_blind *blind, uint64_t until, pnr_octets **out, pnr_error *error)
{
  pnri_cbor_writer cbor;
  if (out != NULL) *out = NULL;
  if (blind == NULL || out == NULL) return pnri_fail_argument(error);
  pnri_cbor_writer_open(&cbor, blind->env, SIZE_MAX);
  pnri_saved_begin(&cbor, PARTS, until);
  pnri_cbor_put_array(&cbor, blind->keys.count);
  for (size_t i = 0; i < blind->keys.count; i++) {
    const asked_key *key = key_at(blind, i);
    pnri_cbor_put_array(&cbor, KEY_PARTS);
    pnri_cbor_put_unsigned(&cbor, key->label);
    pnri_cbor_put_octets(&cbor, input_of(blind, key));
    pnri_cbor_put_octets(&cbor, (pnr_slice){ key->blind, sizeof key->blind });
    pnri_cbor_put_octets(&cbor, (pnr_slice){ key->opener, sizeof key->opener });
    pnri_cbor_put_octets(&cbor, (pnr_slice){ blind->elements.data + i * PNR_BLIND_ELEMENT, PNR_BLIND_ELEMENT });
  }
  return pnri_octets_of(&cbor, out, error);
}

static pnr_status read_key(pnr_blind *blind, pnri_cbor_reader *in)
{
  uint32_t label;
  pnr_slice input;
  uint8_t *element;
  pnri_saved_array(in, KEY_PARTS);
  pnri_saved_number(in, &label);
  if (pnri_cbor_get_octets(in, &input) != PNR_OK) return in->status;
  if (input.size == 0 || input.size > PNRI_BLIND_INPUT_MOST) return pnri_cbor_refuse(in, PNR_E_SYNTAX);
  asked_key *key = keep_key(blind, input, label, &element);
  if (key == NULL) return PNR_E_MEMORY;
  pnri_saved_octets(in, key->blind, sizeof key->blind);
  pnri_saved_octets(in, key->opener, sizeof key->opener);
  pnri_saved_octets(in, element, PNR_BLIND_ELEMENT);
  return in->status == PNR_OK ? commit_key(blind, key) : in->status;
}

pnr_status pnr_blind_load(const pnr_env *env, pnr_slice octets, uint64_t now, pnr_blind **out, pnr_error *error)
{
  pnri_cbor_reader in;
  uint64_t until, count = 0;
  if (out != NULL) *out = NULL;
  if (out == NULL || (octets.data == NULL && octets.size != 0)) return pnri_fail_argument(error);
  pnr_status status = pnr_blind_open(env, out, error);
  if (status != PNR_OK) return status;
  status = pnri_saved_open(&in, octets, PARTS, now, &until);
  pnri_cbor_get_array(&in, &count);
  if (status == PNR_OK && count > PNR_BLIND_KEYS) status = pnri_cbor_refuse(&in, PNR_E_SYNTAX);
  for (uint64_t i = 0; i < count && status == PNR_OK; i++) status = read_key(*out, &in);
  status = pnri_saved_end(&in, status, error);
  if (status == PNR_OK) return PNR_OK;
  pnr_blind_close(*out);
  *out = NULL;
  return status;
}
