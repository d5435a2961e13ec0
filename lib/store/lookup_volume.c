/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/date.h"
#include "core/fail.h"
#include "core/little.h"
#include "core/slice.h"
#include "crypto/secret.h"
#include "encoding/octets.h"
#include "pnr/travellers.h"
#include "record/record.h"
#include "record/view_cbor.h"
#include "store/lookup.h"

static pnr_slice octets_of(const void *data, size_t size) { return (pnr_slice){ data, size }; }

/* --- Keys and names --- */

/* BLAKE2b under a key (or none) of a label with its zero, and octets. */
static pnr_status hash_labelled(const uint8_t *key, const char *label, pnr_slice octets, uint8_t *out)
{
  pnri_hash_state state;
  pnr_status status = pnri_hash_begin(&state, octets_of(key, key != NULL ? PNRI_SEAL_KEY : 0), PNRI_HASH_SIZE);
  if (status != PNR_OK) return status;
  pnri_hash_add(&state, octets_of(label, strlen(label) + 1));
  pnri_hash_add(&state, octets);
  pnri_hash_end(&state, out, PNRI_HASH_SIZE);
  return PNR_OK;
}

pnr_status pnri_volume_identity(const uint8_t *salt, pnr_date day, uint8_t identity[PNR_IDENTITY])
{
  uint8_t text[PNRI_VOLUME_SALT + sizeof(uint32_t)];
  memcpy(text, salt, PNRI_VOLUME_SALT);
  pnri_store32(text + PNRI_VOLUME_SALT, day);
  return hash_labelled(NULL, "libpnr lookup volume 1", octets_of(text, sizeof text), identity);
}

pnr_status pnri_volume_record_key(const uint8_t *key, pnr_slice wrap, uint8_t *record_key)
{
  return hash_labelled(key, "libpnr lookup record 1", wrap, record_key);
}

pnr_status pnri_volume_seal(const uint8_t *key, pnr_slice payload, uint8_t seal[PNRI_HASH_SIZE])
{
  return hash_labelled(key, "libpnr lookup seal 1", payload, seal);
}

/* --- Writing --- */

struct pnr_lookup_writer {
  const pnr_env *env;
  uint8_t key[PNRI_SEAL_KEY];
  uint8_t salt[PNRI_VOLUME_SALT];
  uint8_t authority[PNR_PARTY_PUBLIC];
  pnri_wrap wrap;
  pnr_date day;
  uint64_t count;
  pnri_cbor_writer records, clear; /* those that were added; the one that is being added */
  bool is_finished;
};

static pnr_status make_key(pnr_lookup_writer *writer)
{
  uint8_t identity[PNR_IDENTITY];
  pnr_status status = pnri_secret_random(writer->key, sizeof writer->key);
  if (status == PNR_OK) status = pnri_secret_random(writer->salt, sizeof writer->salt);
  if (status == PNR_OK) status = pnri_volume_identity(writer->salt, writer->day, identity);
  return status == PNR_OK ? pnri_wrap_key(writer->key, writer->authority, "lookup", identity, &writer->wrap) : status;
}

pnr_status pnr_lookup_writer_open(const pnr_env *env, const uint8_t authority[PNR_PARTY_PUBLIC], pnr_date day,
                                  pnr_lookup_writer **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || authority == NULL || !pnri_date_is_day(day)) return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_lookup_writer *writer = pnri_alloc(env, sizeof *writer);
  if (writer == NULL) return pnri_fail_memory(error);
  *writer = (pnr_lookup_writer){ .env = env, .day = day };
  memcpy(writer->authority, authority, PNR_PARTY_PUBLIC);
  pnri_cbor_writer_open(&writer->records, env, SIZE_MAX);
  pnri_cbor_writer_open(&writer->clear, env, SIZE_MAX);
  pnr_status status = make_key(writer);
  if (status == PNR_OK) *out = writer;
  else pnr_lookup_writer_close(writer);
  return status == PNR_OK ? PNR_OK : pnri_fail_at(error, status, 0);
}

void pnr_lookup_writer_close(pnr_lookup_writer *writer)
{
  if (writer == NULL) return;
  pnri_cbor_writer_close(&writer->clear);
  pnri_cbor_writer_close(&writer->records);
  pnri_free(writer->env, writer, sizeof *writer);
}

/* What the unit calls the record. */
static pnr_slice name_of(const pnr_stored *stored)
{
  bool has_name = stored->reference.size != 0 || stored->content->booking_count == 0;
  return has_name ? stored->reference : stored->content->bookings[0]->locator;
}

/* Up to a multiple of PAD: how long it is tells little of how many travel. So many zeroes are put that their own head has
 * three octets. */
static void put_pad(pnri_cbor_writer *cbor)
{
  enum { PAD = 512, LEAST = 256, HEAD = 3 };
  static const uint8_t zeroes[LEAST + PAD];
  size_t over = (cbor->size + HEAD + LEAST) % PAD;
  pnri_cbor_put_octets(cbor, octets_of(zeroes, over == 0 ? LEAST : LEAST + PAD - over));
}

static void put_persons(pnri_cbor_writer *cbor, const pnr_stored *stored, const pnr_travellers *travellers)
{
  const pnr_entry *const *entries = pnr_travellers_entries(travellers);
  uint32_t count = pnr_travellers_count(travellers);
  pnri_cbor_writer_clear(cbor);
  pnri_cbor_put_array(cbor, 3);
  pnri_cbor_put_text(cbor, name_of(stored));
  pnri_cbor_put_array(cbor, count);
  for (uint32_t i = 0; i < count; i++) pnri_view_put(cbor, &pnri_person_view, entries[i]->person);
  put_pad(cbor);
}

/* Seals what stands in clear as the next record. */
static pnr_status seal_record(pnr_lookup_writer *writer, const uint8_t *identity, pnr_slice wrap)
{
  uint8_t key[PNRI_SEAL_KEY], nonce[PNRI_SEAL_NONCE_WIDE];
  pnr_slice clear = pnri_cbor_written(&writer->clear);
  size_t size = clear.size + PNRI_SEAL_TAG;
  uint8_t *sealed = pnri_alloc(writer->env, size);
  if (sealed == NULL) return PNR_E_MEMORY;
  pnr_status status = pnri_volume_record_key(writer->key, wrap, key);
  if (status == PNR_OK) status = pnri_secret_random(nonce, sizeof nonce);
  if (status == PNR_OK) status = pnri_seal_wide(key, nonce, octets_of(identity, PNR_IDENTITY), clear, sealed);
  if (status == PNR_OK) {
    pnri_cbor_put_array(&writer->records, 3);
    pnri_cbor_put_octets(&writer->records, octets_of(identity, PNR_IDENTITY));
    pnri_cbor_put_octets(&writer->records, octets_of(nonce, sizeof nonce));
    pnri_cbor_put_octets(&writer->records, octets_of(sealed, size));
    status = writer->records.status;
  }
  if (status == PNR_OK) writer->count++;
  pnri_wipe(key, sizeof key);
  pnri_free(writer->env, sealed, size);
  return status;
}

/* Whether the three belong together. */
static pnr_status check_record(const pnr_lookup_writer *writer, const pnr_record *masked, pnr_slice wrap,
                               uint8_t *identity)
{
  uint8_t authority[PNR_PARTY_PUBLIC], named[PNR_IDENTITY];
  pnri_wrap key;
  pnr_status status = pnr_record_identity(masked, identity, NULL);
  if (status == PNR_OK && pnri_wrap_read(wrap, named, authority, &key) != PNR_OK) status = PNR_E_ARGUMENT;
  if (status == PNR_OK &&
      (memcmp(named, identity, PNR_IDENTITY) != 0 || memcmp(authority, writer->authority, sizeof authority) != 0))
    status = PNR_E_ARGUMENT;
  return status;
}

static pnr_status add_record(pnr_lookup_writer *writer, const pnr_regime_policy *law, const pnr_record *record,
                             const pnr_record *masked, pnr_slice wrap)
{
  uint8_t identity[PNR_IDENTITY];
  pnr_travellers *travellers = NULL;
  pnr_status status = check_record(writer, masked, wrap, identity);
  if (status == PNR_OK) status = pnr_record_allows(record, law, PNR_BASIS_REQUEST, PNR_TO_OWN, NULL);
  if (status != PNR_OK) return status;
  status = pnr_travellers_open(writer->env, &record->message.content, octets_of(NULL, 0), &travellers, NULL);
  if (status == PNR_OK && pnr_travellers_left_out(travellers) != 0) status = PNR_E_LIMIT;
  if (status == PNR_OK && pnr_travellers_count(travellers) != 0) {
    put_persons(&writer->clear, &record->stored, travellers);
    status = writer->clear.status;
    if (status == PNR_OK) status = seal_record(writer, identity, wrap);
    pnri_cbor_writer_clear(&writer->clear);
  }
  pnr_travellers_close(travellers);
  return status;
}

pnr_status pnr_lookup_writer_add(pnr_lookup_writer *writer, const pnr_regime_policy *law, const pnr_record *record,
                                 const pnr_record *masked, pnr_slice wrap, pnr_error *error)
{
  if (writer == NULL || writer->is_finished || record == NULL || masked == NULL ||
      (record->stored.done & PNR_RECORD_MASKED) != 0 || (masked->stored.done & PNR_RECORD_MASKED) == 0 ||
      wrap.data == NULL)
    return pnri_fail_argument(error);
  pnr_status status = add_record(writer, law, record, masked, wrap);
  return status == PNR_OK ? PNR_OK : pnri_fail_at(error, status, 0);
}

static pnr_status put_volume(pnr_lookup_writer *writer, pnr_octets **out)
{
  uint8_t seal[PNRI_HASH_SIZE];
  pnri_cbor_writer payload, cbor;
  pnri_cbor_writer_open(&payload, writer->env, SIZE_MAX);
  pnri_cbor_writer_open(&cbor, writer->env, SIZE_MAX);
  pnri_cbor_put_array(&payload, 4);
  pnri_cbor_put_unsigned(&payload, PNRI_WRAP_FORM);
  pnri_cbor_put_octets(&payload, octets_of(writer->salt, sizeof writer->salt));
  pnri_cbor_put_unsigned(&payload, writer->day);
  pnri_cbor_put_array(&payload, writer->count);
  pnri_cbor_put_encoded(&payload, pnri_cbor_written(&writer->records));
  pnr_status status = payload.status;
  if (status == PNR_OK) status = pnri_volume_seal(writer->key, pnri_cbor_written(&payload), seal);
  if (status == PNR_OK) {
    pnri_cbor_put_array(&cbor, 2);
    pnri_cbor_put_octets(&cbor, pnri_cbor_written(&payload));
    pnri_cbor_put_octets(&cbor, octets_of(seal, sizeof seal));
    status = pnri_octets_of(&cbor, out, NULL);
  }
  pnri_cbor_writer_close(&cbor);
  pnri_cbor_writer_close(&payload);
  return status;
}

static pnr_status put_wrap(const pnr_lookup_writer *writer, pnr_octets **out)
{
  pnri_cbor_writer cbor;
  pnri_cbor_writer_open(&cbor, writer->env, SIZE_MAX);
  pnri_cbor_put_array(&cbor, 6);
  pnri_cbor_put_unsigned(&cbor, PNRI_WRAP_FORM);
  pnri_cbor_put_octets(&cbor, octets_of(writer->salt, sizeof writer->salt));
  pnri_cbor_put_unsigned(&cbor, writer->day);
  pnri_cbor_put_octets(&cbor, octets_of(writer->authority, sizeof writer->authority));
  pnri_cbor_put_octets(&cbor, octets_of(writer->wrap.ephemeral, sizeof writer->wrap.ephemeral));
  pnri_cbor_put_octets(&cbor, octets_of(writer->wrap.wrapped, sizeof writer->wrap.wrapped));
  return pnri_octets_of(&cbor, out, NULL);
}

pnr_status pnr_lookup_writer_finish(pnr_lookup_writer *writer, pnr_octets **volume, pnr_octets **wrap, pnr_error *error)
{
  if (volume != NULL) *volume = NULL;
  if (wrap != NULL) *wrap = NULL;
  if (writer == NULL || volume == NULL || wrap == NULL || writer->is_finished) return pnri_fail_argument(error);
  if (writer->count == 0) return PNR_END;
  pnr_status status = put_volume(writer, volume);
  if (status == PNR_OK) status = put_wrap(writer, wrap);
  if (status != PNR_OK) {
    pnr_octets_close(*volume);
    *volume = NULL;
    return pnri_fail_at(error, status, 0);
  }
  writer->is_finished = true;
  pnri_wipe(writer->key, sizeof writer->key);
  return PNR_OK;
}

/* --- Reading --- */

static void get_day(pnri_cbor_reader *cbor, pnr_date *day)
{
  uint64_t number;
  *day = 0;
  if (pnri_cbor_get_unsigned(cbor, UINT32_MAX, &number) != PNR_OK) return;
  *day = (pnr_date)number;
  if (!pnri_date_is_day(*day)) pnri_cbor_refuse(cbor, PNR_E_SYNTAX);
}

/* Salt and day, by which a volume and its wrap are the same one. */
static void get_identity(pnri_cbor_reader *cbor, uint8_t *identity, pnr_date *day)
{
  uint8_t salt[PNRI_VOLUME_SALT];
  pnri_wrap_get(cbor, salt, sizeof salt);
  get_day(cbor, day);
  pnr_status status = pnri_volume_identity(salt, *day, identity);
  if (status != PNR_OK) pnri_cbor_refuse(cbor, status);
}

pnr_status pnri_volume_wrap_read(pnr_slice octets, pnri_volume_wrap *out, pnr_error *error)
{
  pnri_cbor_reader cbor;
  pnri_cbor_reader_open(&cbor, octets);
  pnri_wrap_begin(&cbor, 6);
  get_identity(&cbor, out->identity, &out->day);
  pnri_wrap_get(&cbor, out->authority, sizeof out->authority);
  pnri_wrap_get(&cbor, out->key.ephemeral, sizeof out->key.ephemeral);
  pnri_wrap_get(&cbor, out->key.wrapped, sizeof out->key.wrapped);
  pnri_cbor_finish(&cbor);
  return pnri_cbor_fault(&cbor, 0, error);
}

pnr_status pnri_volume_open(pnr_slice octets, pnri_volume *out, pnr_error *error)
{
  uint64_t count;
  pnri_cbor_reader cbor;
  pnri_cbor_reader_open(&cbor, octets);
  if (pnri_cbor_get_array(&cbor, &count) == PNR_OK && count != 2) pnri_cbor_refuse(&cbor, PNR_E_SYNTAX);
  pnri_cbor_get_octets(&cbor, &out->payload);
  pnri_wrap_get(&cbor, out->seal, sizeof out->seal);
  pnri_cbor_finish(&cbor);
  pnr_status status = pnri_cbor_fault(&cbor, 0, error);
  if (status != PNR_OK) return status;
  out->base = out->payload.size != 0 ? (uint64_t)(out->payload.data - octets.data) : 0;
  pnri_cbor_reader_open(&out->cbor, out->payload);
  pnri_wrap_begin(&out->cbor, 4);
  get_identity(&out->cbor, out->identity, &out->day);
  pnri_cbor_get_array(&out->cbor, &out->records);
  return pnri_cbor_fault(&out->cbor, out->base, error);
}

pnr_status pnri_volume_next(pnri_volume *volume, pnri_volume_record *out, pnr_error *error)
{
  uint64_t count;
  pnri_cbor_reader *cbor = &volume->cbor;
  if (volume->records == 0) {
    pnri_cbor_finish(cbor);
    pnr_status status = pnri_cbor_fault(cbor, volume->base, error);
    return status == PNR_OK ? PNR_END : status;
  }
  volume->records--;
  if (pnri_cbor_get_array(cbor, &count) == PNR_OK && count != 3) pnri_cbor_refuse(cbor, PNR_E_SYNTAX);
  pnri_wrap_get(cbor, out->identity, sizeof out->identity);
  pnri_wrap_get(cbor, out->nonce, sizeof out->nonce);
  if (pnri_cbor_get_octets(cbor, &out->sealed) == PNR_OK && out->sealed.size <= PNRI_SEAL_TAG)
    pnri_cbor_refuse(cbor, PNR_E_SYNTAX);
  return pnri_cbor_fault(cbor, volume->base, error);
}

pnr_status pnr_lookup_volume(pnr_slice octets, uint8_t identity[PNR_IDENTITY], pnr_date *day, pnr_error *error)
{
  pnri_volume volume;
  pnri_volume_wrap wrap;
  if ((octets.data == NULL && octets.size != 0) || identity == NULL || day == NULL) return pnri_fail_argument(error);
  pnr_status status = pnri_volume_wrap_read(octets, &wrap, NULL);
  bool is_wrap = status == PNR_OK;
  if (!is_wrap) status = pnri_volume_open(octets, &volume, error);
  if (status != PNR_OK) return status;
  memcpy(identity, is_wrap ? wrap.identity : volume.identity, PNR_IDENTITY);
  *day = is_wrap ? wrap.day : volume.day;
  return PNR_OK;
}
