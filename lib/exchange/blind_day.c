/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "core/vector.h"
#include "crypto/hash.h"
#include "crypto/oprf.h"
#include "encoding/octets.h"
#include "exchange/saved.h"
#include "pnr/blind.h"

/* What the answering side remembers of one asking unit and one day. Saved: [1, until, secret, [[case, keys], …], [hash, …]];
 * a hash of 16 octets for the elements of each probe that was counted. */

enum { PARTS = 5, SECONDS = 86400, CASE_MOST = 64, HASH = PNRI_HASH_LEAST };

typedef struct counted_case {
  uint8_t text[CASE_MOST];
  uint32_t size;
  uint32_t keys;
} counted_case;

struct pnr_blind_day {
  const pnr_env *env;
  uint64_t until;
  uint8_t secret[PNR_BLIND_SECRET];
  pnri_vector cases;  /* counted_case */
  pnri_vector hashes; /* of HASH octets */
};

static pnr_blind_day *make(const pnr_env *env)
{
  env = pnri_env(env);
  pnr_blind_day *day = pnri_alloc(env, sizeof *day);
  if (day == NULL) return NULL;
  *day = (pnr_blind_day){ .env = env };
  pnri_vector_open(&day->cases, env, sizeof(counted_case));
  pnri_vector_open(&day->hashes, env, HASH);
  return day;
}

void pnr_blind_day_close(pnr_blind_day *day)
{
  if (day == NULL) return;
  pnri_vector_close(&day->cases);
  pnri_vector_close(&day->hashes);
  pnri_free(day->env, day, sizeof *day);
}

pnr_status pnr_blind_day_open(const pnr_env *env, uint64_t now, pnr_blind_day **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || now > INT64_MAX) return pnri_fail_argument(error);
  pnr_blind_day *day = make(env);
  if (day == NULL) return pnri_fail_memory(error);
  day->until = now - now % SECONDS + SECONDS;
  pnr_status status = pnri_oprf_scalar(day->secret);
  if (status == PNR_OK) {
    *out = day;
    return PNR_OK;
  }
  pnr_blind_day_close(day);
  return pnri_fail(error, (pnr_error){ .status = status });
}

pnr_slice pnr_blind_day_secret(const pnr_blind_day *day) { return (pnr_slice){ day->secret, sizeof day->secret }; }

static counted_case *case_at(const pnr_blind_day *day, size_t i) { return pnri_vector_at(&day->cases, i); }

/* --- Counting --- */

static counted_case *find_case(const pnr_blind_day *day, pnr_slice reference)
{
  for (size_t i = 0; i < day->cases.count; i++)
    if (pnri_slice_equal((pnr_slice){ case_at(day, i)->text, case_at(day, i)->size }, reference))
      return case_at(day, i);
  return NULL;
}

static bool was_counted(const pnr_blind_day *day, const uint8_t hash[HASH])
{
  for (size_t i = 0; i < day->hashes.count; i++)
    if (memcmp(pnri_vector_at(&day->hashes, i), hash, HASH) == 0) return true;
  return false;
}

static uint64_t keys_of_day(const pnr_blind_day *day)
{
  uint64_t keys = 0;
  for (size_t i = 0; i < day->cases.count; i++) keys += case_at(day, i)->keys;
  return keys;
}

/* PNR_E_MEMORY: nothing changed. */
static pnr_status count(pnr_blind_day *day, counted_case *found, pnr_slice reference, uint32_t keys,
                        const uint8_t hash[HASH])
{
  uint8_t *room = pnri_vector_add(&day->hashes, 1);
  if (room == NULL) return PNR_E_MEMORY;
  if (found == NULL) {
    found = pnri_vector_add(&day->cases, 1);
    if (found == NULL) {
      pnri_vector_cut(&day->hashes, day->hashes.count - 1);
      return PNR_E_MEMORY;
    }
    *found = (counted_case){ .size = (uint32_t)reference.size };
    memcpy(found->text, reference.data, reference.size);
  }
  memcpy(room, hash, HASH);
  found->keys += keys;
  return PNR_OK;
}

pnr_status pnr_blind_day_count(pnr_blind_day *day, const pnr_probe *probe, uint32_t of_case, uint32_t of_day,
                               pnr_error *error)
{
  uint8_t hash[HASH];
  if (day == NULL || probe == NULL || probe->size < sizeof *probe || probe->elements.size == 0 ||
      probe->elements.size % PNR_BLIND_ELEMENT != 0 || probe->elements.size / PNR_BLIND_ELEMENT > PNR_BLIND_KEYS ||
      probe->case_reference.size == 0 || probe->case_reference.size > CASE_MOST)
    return pnri_fail_argument(error);
  uint32_t keys = (uint32_t)(probe->elements.size / PNR_BLIND_ELEMENT);
  pnr_status status = pnri_hash((pnr_slice){ NULL, 0 }, probe->elements, hash, sizeof hash);
  if (status != PNR_OK) return pnri_fail(error, (pnr_error){ .status = status });
  if (was_counted(day, hash)) return PNR_OK;
  counted_case *found = find_case(day, probe->case_reference);
  uint64_t asked = (found != NULL ? found->keys : 0) + (uint64_t)keys;
  if (asked > of_case || keys_of_day(day) + keys > of_day)
    return pnri_fail(error, (pnr_error){ .status = PNR_E_QUOTA });
  status = count(day, found, probe->case_reference, keys, hash);
  return status == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = status });
}

/* --- Saving and loading --- */

pnr_status pnr_blind_day_save(const pnr_blind_day *day, pnr_octets **out, pnr_error *error)
{
  pnri_cbor_writer cbor;
  if (out != NULL) *out = NULL;
  if (day == NULL || out == NULL) return pnri_fail_argument(error);
  pnri_cbor_writer_open(&cbor, day->env, SIZE_MAX);
  pnri_saved_begin(&cbor, PARTS, day->until);
  pnri_cbor_put_octets(&cbor, pnr_blind_day_secret(day));
  pnri_cbor_put_array(&cbor, day->cases.count);
  for (size_t i = 0; i < day->cases.count; i++) {
    const counted_case *counted = case_at(day, i);
    pnri_cbor_put_array(&cbor, 2);
    pnri_cbor_put_text(&cbor, (pnr_slice){ counted->text, counted->size });
    pnri_cbor_put_unsigned(&cbor, counted->keys);
  }
  pnri_cbor_put_array(&cbor, day->hashes.count);
  for (size_t i = 0; i < day->hashes.count; i++)
    pnri_cbor_put_octets(&cbor, (pnr_slice){ pnri_vector_at(&day->hashes, i), HASH });
  return pnri_octets_of(&cbor, out, error);
}

static pnr_status read_cases(pnr_blind_day *day, pnri_cbor_reader *in)
{
  uint64_t count = 0;
  pnri_cbor_get_array(in, &count);
  for (uint64_t i = 0; i < count && in->status == PNR_OK; i++) {
    pnr_slice reference;
    uint32_t keys;
    pnri_saved_array(in, 2);
    pnri_cbor_get_text(in, &reference);
    pnri_saved_number(in, &keys);
    if (in->status != PNR_OK) break;
    if (reference.size == 0 || reference.size > CASE_MOST) return pnri_cbor_refuse(in, PNR_E_SYNTAX);
    counted_case *room = pnri_vector_add(&day->cases, 1);
    if (room == NULL) return PNR_E_MEMORY;
    *room = (counted_case){ .size = (uint32_t)reference.size, .keys = keys };
    memcpy(room->text, reference.data, reference.size);
  }
  return in->status;
}

static pnr_status read_hashes(pnr_blind_day *day, pnri_cbor_reader *in)
{
  uint64_t count = 0;
  pnri_cbor_get_array(in, &count);
  for (uint64_t i = 0; i < count && in->status == PNR_OK; i++) {
    uint8_t hash[HASH] = { 0 };
    pnri_saved_octets(in, hash, sizeof hash);
    uint8_t *room = in->status == PNR_OK ? pnri_vector_add(&day->hashes, 1) : NULL;
    if (room == NULL) return in->status == PNR_OK ? PNR_E_MEMORY : in->status;
    memcpy(room, hash, sizeof hash);
  }
  return in->status;
}

pnr_status pnr_blind_day_load(const pnr_env *env, pnr_slice octets, uint64_t now, pnr_blind_day **out, pnr_error *error)
{
  pnri_cbor_reader in;
  if (out != NULL) *out = NULL;
  if (out == NULL || (octets.data == NULL && octets.size != 0)) return pnri_fail_argument(error);
  pnr_blind_day *day = make(env);
  if (day == NULL) return pnri_fail_memory(error);
  pnr_status status = pnri_saved_open(&in, octets, PARTS, now, &day->until);
  if (status == PNR_OK) {
    pnri_saved_octets(&in, day->secret, sizeof day->secret);
    status = read_cases(day, &in);
  }
  if (status == PNR_OK) status = read_hashes(day, &in);
  status = pnri_saved_end(&in, status, error);
  if (status == PNR_OK) *out = day;
  else pnr_blind_day_close(day);
  return status;
}
