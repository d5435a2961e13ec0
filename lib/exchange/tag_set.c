/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "core/vector.h"
#include "crypto/hash.h"
#include "crypto/secret.h"
#include "encoding/octets.h"
#include "exchange/blind_key.h"
#include "exchange/saved.h"

/* The answering side of a blind query. */

/* Of one key of a traveller. */
typedef struct made_tag {
  uint8_t tag[PNR_BLIND_TAG];
  uint8_t handle[PNR_BLIND_HANDLE];
  uint32_t number, traveller; /* PNR_NONE: made up */
} made_tag;

struct pnr_tag_set {
  const pnr_env *env;
  uint8_t secret[PNR_BLIND_SECRET], salt[PNR_BLIND_SALT], opener[PNR_BLIND_OPENER], commitment[PNR_FINGERPRINT];
  uint8_t probe[PNR_EXCHANGE_ID], carrier[4], flight_number[16];
  pnri_blind_inputs inputs;
  pnri_hash_state records; /* the commitment, until it is finished */
  pnri_vector made;        /* made_tag */
  pnri_vector digests;     /* of PNR_FINGERPRINT octets, in the order of adding */
  pnri_vector tags;        /* octets */
  pnr_flight flight;
  pnr_tags view;
  bool is_finished;
};

pnr_status pnr_blind_secret_create(const pnr_env *env, pnr_octets **out, pnr_error *error)
{
  uint8_t secret[PNR_BLIND_SECRET];
  pnri_cbor_writer octets;
  if (out == NULL) return pnri_fail_argument(error);
  *out = NULL;
  pnr_status status = pnri_oprf_scalar(secret);
  if (status != PNR_OK) return pnri_fail(error, (pnr_error){ .status = status });
  pnri_cbor_writer_open(&octets, env, sizeof secret);
  pnri_cbor_put_encoded(&octets, (pnr_slice){ secret, sizeof secret });
  pnri_wipe(secret, sizeof secret);
  return pnri_octets_of(&octets, out, error);
}

pnr_status pnr_blind_evaluate(const pnr_env *env, pnr_slice secret, pnr_slice elements, pnr_octets **out,
                              pnr_error *error)
{
  uint8_t evaluated[PNR_BLIND_ELEMENT];
  pnri_cbor_writer octets;
  if (out != NULL) *out = NULL;
  if (out == NULL || secret.size != PNR_BLIND_SECRET || elements.size == 0 || elements.size % PNR_BLIND_ELEMENT != 0)
    return pnri_fail_argument(error);
  pnri_cbor_writer_open(&octets, env, elements.size);
  for (size_t at = 0; at < elements.size; at += PNR_BLIND_ELEMENT) {
    pnr_status status = pnri_oprf_evaluate(secret.data, elements.data + at, evaluated);
    if (status != PNR_OK) {
      pnri_cbor_writer_close(&octets);
      return pnri_fail_at(error, status, at);
    }
    pnri_cbor_put_encoded(&octets, (pnr_slice){ evaluated, sizeof evaluated });
  }
  return pnri_octets_of(&octets, out, error);
}

static pnr_tag_set *make(const pnr_env *env)
{
  env = pnri_env(env);
  pnr_tag_set *set = pnri_alloc(env, sizeof *set);
  if (set == NULL) return NULL;
  memset(set, 0, sizeof *set);
  set->env = env;
  pnri_blind_inputs_open(&set->inputs, env);
  pnri_vector_open(&set->made, env, sizeof(made_tag));
  pnri_vector_open(&set->digests, env, PNR_FINGERPRINT);
  pnri_vector_open(&set->tags, env, 1);
  return set;
}

pnr_status pnr_tag_set_open(const pnr_env *env, pnr_slice secret, pnr_tag_set **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || secret.size != PNR_BLIND_SECRET) return pnri_fail_argument(error);
  pnr_tag_set *set = make(env);
  if (set == NULL) return pnri_fail_memory(error);
  memcpy(set->secret, secret.data, sizeof set->secret);
  pnr_status status = pnri_secret_random(set->salt, sizeof set->salt);
  if (status == PNR_OK) status = pnri_secret_random(set->opener, sizeof set->opener);
  if (status == PNR_OK) status = pnri_hash_begin(&set->records, (pnr_slice){ NULL, 0 }, sizeof set->commitment);
  if (status == PNR_OK) {
    pnri_hash_add(&set->records, (pnr_slice){ set->opener, sizeof set->opener });
    *out = set;
    return PNR_OK;
  }
  pnr_tag_set_close(set);
  return pnri_fail(error, (pnr_error){ .status = status });
}

void pnr_tag_set_close(pnr_tag_set *set)
{
  if (set == NULL) return;
  pnri_blind_inputs_close(&set->inputs);
  pnri_vector_close(&set->made);
  pnri_vector_close(&set->digests);
  pnri_vector_close(&set->tags);
  pnri_free(set->env, set, sizeof *set);
}

/* --- Travellers --- */

static pnr_status add_person(pnr_tag_set *set, const pnr_person *person, uint32_t number, uint32_t traveller)
{
  uint8_t output[PNRI_OPRF_OUTPUT];
  pnr_status status = pnri_blind_inputs_of(&set->inputs, person);
  for (uint32_t i = 0; i < set->inputs.count && status == PNR_OK; i++) {
    made_tag *made = pnri_vector_add(&set->made, 1);
    if (made == NULL) return PNR_E_MEMORY;
    *made = (made_tag){ .number = number, .traveller = traveller };
    status = pnri_oprf_output(set->secret, pnri_blind_input_at(&set->inputs, i), output);
    if (status == PNR_OK) status = pnri_blind_derive(output, "tag", set->salt, made->tag, sizeof made->tag);
    if (status == PNR_OK) status = pnri_blind_derive(output, "handle", set->salt, made->handle, sizeof made->handle);
  }
  pnri_wipe(output, sizeof output);
  return status;
}

pnr_status pnr_tag_set_add(pnr_tag_set *set, pnr_record *record, uint32_t number, pnr_error *error)
{
  pnr_slice octets;
  if (set == NULL || record == NULL || set->is_finished || number == PNR_NONE) return pnri_fail_argument(error);
  const pnr_stored *stored = pnr_record_get(record);
  if ((stored->done & PNR_RECORD_MASKED) != 0) return PNR_OK;
  size_t before = set->made.count, records = set->digests.count;
  pnr_status status = pnr_record_encode(record, &octets, error);
  uint8_t *digest = status == PNR_OK ? pnri_vector_add(&set->digests, 1) : NULL;
  if (status == PNR_OK)
    status = digest != NULL ? pnri_hash((pnr_slice){ NULL, 0 }, octets, digest, PNR_FINGERPRINT) : PNR_E_MEMORY;
  for (uint32_t i = 0; i < stored->content->traveller_count && status == PNR_OK; i++)
    status = add_person(set, stored->content->travellers[i]->person, number, i);
  if (status != PNR_OK) {
    pnri_vector_cut(&set->made, before);
    pnri_vector_cut(&set->digests, records);
    return pnri_fail(error, (pnr_error){ .status = status });
  }
  pnri_hash_add(&set->records, (pnr_slice){ digest, PNR_FINGERPRINT });
  return PNR_OK;
}

/* --- The set --- */

static int by_tag(const void *a, const void *b) { return memcmp(a, b, PNR_BLIND_TAG); }

/* In place: a heap, so that nothing but the comparison is needed. */
static void sift(made_tag *tags, size_t root, size_t count)
{
  for (size_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && by_tag(&tags[child], &tags[child + 1]) < 0) child++;
    if (by_tag(&tags[root], &tags[child]) >= 0) return;
    made_tag kept = tags[root];
    tags[root] = tags[child];
    tags[child] = kept;
  }
}

static void sort(made_tag *tags, size_t count)
{
  for (size_t i = count / 2; i > 0; i--) sift(tags, i - 1, count);
  for (size_t i = count; i > 1; i--) {
    made_tag kept = tags[0];
    tags[0] = tags[i - 1];
    tags[i - 1] = kept;
    sift(tags, 0, i - 1);
  }
}

/* Each tag once; the first of equal ones keeps its traveller. */
static void unite(pnri_vector *made)
{
  size_t left = 0;
  made_tag *tags = pnri_vector_at(made, 0);
  for (size_t i = 0; i < made->count; i++) {
    if (left != 0 && by_tag(&tags[left - 1], &tags[i]) == 0) continue;
    if (left != i) tags[left] = tags[i];
    left++;
  }
  pnri_vector_cut(made, left);
}

/* Random tags up to 512 or a doubling of it: how many travellers there are does not show. */
static pnr_status pad(pnr_tag_set *set)
{
  size_t count = 512;
  while (count < set->made.count) count *= 2;
  size_t missing = count - set->made.count;
  made_tag *made = missing != 0 ? pnri_vector_add(&set->made, missing) : NULL;
  if (missing != 0 && made == NULL) return PNR_E_MEMORY;
  pnr_status status = PNR_OK;
  for (size_t i = 0; i < missing && status == PNR_OK; i++) {
    made[i] = (made_tag){ .number = PNR_NONE };
    status = pnri_secret_random(made[i].tag, sizeof made[i].tag);
  }
  return status;
}

static void show(pnr_tag_set *set, pnr_slice probe, const pnr_flight *flight)
{
  memcpy(set->probe, probe.data, sizeof set->probe);
  memcpy(set->carrier, flight->carrier.data, flight->carrier.size);
  memcpy(set->flight_number, flight->number.data, flight->number.size);
  set->flight = (pnr_flight){ .size = sizeof set->flight,
                              .day = flight->day,
                              .carrier = { set->carrier, flight->carrier.size },
                              .number = { set->flight_number, flight->number.size } };
  set->view = (pnr_tags){ .size = sizeof set->view,
                          .probe = { set->probe, sizeof set->probe },
                          .flight = &set->flight,
                          .salt = { set->salt, sizeof set->salt },
                          .tags = { set->tags.data, set->tags.count },
                          .commitment = { set->commitment, sizeof set->commitment } };
}

pnr_status pnr_tag_set_finish(pnr_tag_set *set, pnr_slice probe, const pnr_flight *flight, const pnr_tags **tags,
                              pnr_error *error)
{
  if (tags != NULL) *tags = NULL;
  if (set == NULL || tags == NULL || flight == NULL || flight->size < sizeof *flight || set->is_finished ||
      probe.size != PNR_EXCHANGE_ID || flight->carrier.size >= sizeof set->carrier ||
      flight->number.size > sizeof set->flight_number)
    return pnri_fail_argument(error);
  if (set->made.count != 0) sort(pnri_vector_at(&set->made, 0), set->made.count);
  unite(&set->made);
  pnr_status status = pad(set);
  uint8_t *octets = status == PNR_OK ? pnri_vector_add(&set->tags, set->made.count * PNR_BLIND_TAG) : NULL;
  if (octets == NULL) return pnri_fail(error, (pnr_error){ .status = status != PNR_OK ? status : PNR_E_MEMORY });
  sort(pnri_vector_at(&set->made, 0), set->made.count);
  for (size_t i = 0; i < set->made.count; i++)
    memcpy(octets + i * PNR_BLIND_TAG, ((made_tag *)pnri_vector_at(&set->made, i))->tag, PNR_BLIND_TAG);
  pnri_hash_end(&set->records, set->commitment, sizeof set->commitment);
  set->is_finished = true;
  show(set, probe, flight);
  *tags = &set->view;
  return PNR_OK;
}

pnr_status pnr_tag_set_find(const pnr_tag_set *set, pnr_slice handle, uint32_t *number, uint32_t *traveller)
{
  if (set == NULL || number == NULL || traveller == NULL || handle.size != PNR_BLIND_HANDLE) return PNR_E_ARGUMENT;
  for (size_t i = 0; i < set->made.count; i++) {
    const made_tag *made = pnri_vector_at(&set->made, i);
    if (made->number == PNR_NONE || !pnri_secret_equal(made->handle, handle.data, PNR_BLIND_HANDLE)) continue;
    *number = made->number;
    *traveller = made->traveller;
    return PNR_OK;
  }
  return PNR_END;
}

pnr_slice pnr_tag_set_opener(const pnr_tag_set *set) { return (pnr_slice){ set->opener, sizeof set->opener }; }

pnr_slice pnr_tag_set_digest(const pnr_tag_set *set, uint32_t i)
{
  return i < set->digests.count ? (pnr_slice){ pnri_vector_at(&set->digests, i), PNR_FINGERPRINT }
                                : (pnr_slice){ NULL, 0 };
}

/* --- Saving and loading: [1, until, opener, [digest, …], [[handle, number, traveller], …]] --- */

enum { PARTS = 5, HANDLE_PARTS = 3 };

static size_t count_handles(const pnr_tag_set *set)
{
  size_t count = 0;
  for (size_t i = 0; i < set->made.count; i++)
    count += ((const made_tag *)pnri_vector_at(&set->made, i))->number != PNR_NONE;
  return count;
}

pnr_status pnr_tag_set_save(const pnr_tag_set *set, uint64_t until, pnr_octets **out, pnr_error *error)
{
  pnri_cbor_writer cbor;
  if (out != NULL) *out = NULL;
  if (set == NULL || out == NULL || !set->is_finished) return pnri_fail_argument(error);
  pnri_cbor_writer_open(&cbor, set->env, SIZE_MAX);
  pnri_saved_begin(&cbor, PARTS, until);
  pnri_cbor_put_octets(&cbor, pnr_tag_set_opener(set));
  pnri_cbor_put_array(&cbor, set->digests.count);
  for (size_t i = 0; i < set->digests.count; i++) pnri_cbor_put_octets(&cbor, pnr_tag_set_digest(set, (uint32_t)i));
  pnri_cbor_put_array(&cbor, count_handles(set));
  for (size_t i = 0; i < set->made.count; i++) {
    const made_tag *made = pnri_vector_at(&set->made, i);
    if (made->number == PNR_NONE) continue;
    pnri_cbor_put_array(&cbor, HANDLE_PARTS);
    pnri_cbor_put_octets(&cbor, (pnr_slice){ made->handle, sizeof made->handle });
    pnri_cbor_put_unsigned(&cbor, made->number);
    pnri_cbor_put_unsigned(&cbor, made->traveller);
  }
  return pnri_octets_of(&cbor, out, error);
}

static pnr_status read_digests(pnr_tag_set *set, pnri_cbor_reader *in)
{
  uint64_t count = 0;
  pnri_cbor_get_array(in, &count);
  for (uint64_t i = 0; i < count && in->status == PNR_OK; i++) {
    uint8_t *digest = pnri_vector_add(&set->digests, 1);
    if (digest == NULL) return PNR_E_MEMORY;
    pnri_saved_octets(in, digest, PNR_FINGERPRINT);
  }
  return in->status;
}

static pnr_status read_handles(pnr_tag_set *set, pnri_cbor_reader *in)
{
  uint64_t count = 0;
  pnri_cbor_get_array(in, &count);
  for (uint64_t i = 0; i < count && in->status == PNR_OK; i++) {
    made_tag *made = pnri_vector_add(&set->made, 1);
    if (made == NULL) return PNR_E_MEMORY;
    *made = (made_tag){ .number = PNR_NONE };
    pnri_saved_array(in, HANDLE_PARTS);
    pnri_saved_octets(in, made->handle, sizeof made->handle);
    pnri_saved_number(in, &made->number);
    if (in->status == PNR_OK && made->number == PNR_NONE) return pnri_cbor_refuse(in, PNR_E_SYNTAX);
    pnri_saved_number(in, &made->traveller);
  }
  return in->status;
}

pnr_status pnr_tag_set_load(const pnr_env *env, pnr_slice octets, uint64_t now, pnr_tag_set **out, pnr_error *error)
{
  pnri_cbor_reader in;
  uint64_t until;
  if (out != NULL) *out = NULL;
  if (out == NULL || (octets.data == NULL && octets.size != 0)) return pnri_fail_argument(error);
  pnr_tag_set *set = make(env);
  if (set == NULL) return pnri_fail_memory(error);
  set->is_finished = true;
  pnr_status status = pnri_saved_open(&in, octets, PARTS, now, &until);
  if (status == PNR_OK) {
    pnri_saved_octets(&in, set->opener, sizeof set->opener);
    status = read_digests(set, &in);
  }
  if (status == PNR_OK) status = read_handles(set, &in);
  status = pnri_saved_end(&in, status, error);
  if (status == PNR_OK) *out = set;
  else pnr_tag_set_close(set);
  return status;
}
