/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/date.h"
#include "core/fail.h"
#include "crypto/secret.h"
#include "encoding/octets.h"
#include "match/facts.h"
#include "record/view_cbor.h"
#include "store/lookup.h"

static const char signed_as[] = "libpnr lookup permit 1";
static const uint8_t nonce[PNRI_SEAL_NONCE]; /* each key is used once */

static pnr_slice octets_of(const void *data, size_t size) { return (pnr_slice){ data, size }; }

/* --- What is permitted --- */

static bool are_terms(const pnri_lookup_permit *p)
{
  return pnri_grounds_are_whole(&p->grounds) && pnri_date_is_day(p->from) && pnri_date_is_day(p->until) &&
         p->from <= p->until && p->uses >= 1 && p->uses <= PNR_LOOKUP_USES_MOST && p->threshold >= 1 &&
         p->threshold <= PNR_SCORE_MAX;
}

static bool is_person(const pnr_person *person)
{
  return person != NULL && pnri_facts_fit(person) &&
         (person->name_count != 0 || person->document_count != 0 || person->identifier_count != 0);
}

static void take_terms(const pnr_lookup_terms *terms, pnri_lookup_permit *p)
{
  p->grounds = (pnri_grounds){
    terms->offence, terms->issued, terms->expires, terms->case_reference, terms->decision,
  };
  p->from = terms->from;
  p->until = terms->until;
  p->uses = terms->uses;
  p->threshold = terms->threshold != 0 ? terms->threshold : PNR_THRESHOLD_DEFAULT;
}

/* --- Keys of volumes --- */

/* Opens one wrap, and puts what it holds where the permit reaches so far. */
static pnr_status put_volume(pnri_cbor_writer *keys, uint64_t *count, pnr_slice octets, const pnri_party *party,
                             const pnri_lookup_permit *p)
{
  pnri_volume_wrap wrap;
  pnri_volume_key volume;
  pnr_status status = pnri_volume_wrap_read(octets, &wrap, NULL);
  if (status == PNR_OK && memcmp(wrap.authority, party->public_keys, sizeof wrap.authority) != 0)
    status = PNR_E_PERMIT_PARTY;
  if (status != PNR_OK || wrap.day < p->from || wrap.day > p->until) return status;
  memcpy(volume.identity, wrap.identity, sizeof volume.identity);
  status = pnri_unwrap_key(&wrap.key, party, "lookup", wrap.identity, volume.key);
  if (status == PNR_OK) {
    pnri_cbor_put_octets(keys, octets_of(&volume, sizeof volume));
    status = keys->status;
    ++*count;
  }
  pnri_wipe(&volume, sizeof volume);
  return status;
}

static pnr_status put_volumes(pnri_cbor_writer *keys, uint64_t *count, pnr_slice wraps, const pnri_party *party,
                              const pnri_lookup_permit *p, pnr_error *error)
{
  *count = 0;
  for (size_t at = 0; at < wraps.size;) {
    pnri_cbor_reader cbor;
    pnr_slice wrap;
    pnri_cbor_reader_open(&cbor, octets_of(wraps.data + at, wraps.size - at));
    pnri_cbor_get_whole(&cbor, &wrap);
    pnr_status status = pnri_cbor_fault(&cbor, at, error);
    if (status != PNR_OK) return status;
    status = put_volume(keys, count, wrap, party, p);
    if (status != PNR_OK) return pnri_fail_at(error, status, at);
    at += wrap.size;
  }
  return *count != 0 ? PNR_OK : pnri_fail_at(error, PNR_E_PERMIT_SCOPE, 0);
}

/* --- Issuing --- */

static void put_payload(pnri_cbor_writer *cbor, const pnri_lookup_permit *p)
{
  pnri_cbor_put_array(cbor, 16);
  pnri_cbor_put_unsigned(cbor, PNRI_WRAP_FORM);
  pnri_cbor_put_octets(cbor, octets_of(p->number, sizeof p->number));
  pnri_cbor_put_octets(cbor, octets_of(p->authority, sizeof p->authority));
  pnri_cbor_put_octets(cbor, octets_of(p->unit, sizeof p->unit));
  pnri_cbor_put_octets(cbor, octets_of(p->wrap.ephemeral, sizeof p->wrap.ephemeral));
  pnri_cbor_put_octets(cbor, octets_of(p->wrap.wrapped, sizeof p->wrap.wrapped));
  pnri_cbor_put_unsigned(cbor, p->grounds.offence);
  pnri_cbor_put_text(cbor, p->grounds.case_reference);
  pnri_cbor_put_unsigned(cbor, p->grounds.issued);
  pnri_cbor_put_unsigned(cbor, p->grounds.expires);
  pnri_cbor_put_unsigned(cbor, p->from);
  pnri_cbor_put_unsigned(cbor, p->until);
  pnri_cbor_put_unsigned(cbor, p->uses);
  pnri_cbor_put_unsigned(cbor, p->threshold);
  pnri_cbor_put_text(cbor, p->grounds.decision);
  pnri_cbor_put_octets(cbor, p->sealed);
}

static pnr_status put_permit(const pnr_env *env, const pnri_lookup_permit *p, const pnri_party *party, pnr_octets **out)
{
  uint8_t signature[PNRI_SIGNATURE];
  pnri_cbor_writer payload, cbor;
  pnri_cbor_writer_open(&payload, env, SIZE_MAX);
  pnri_cbor_writer_open(&cbor, env, SIZE_MAX);
  put_payload(&payload, p);
  pnr_status status = payload.status;
  if (status == PNR_OK) status = pnri_permit_sign(env, signed_as, party, pnri_cbor_written(&payload), signature);
  if (status == PNR_OK) {
    pnri_cbor_put_array(&cbor, 2);
    pnri_cbor_put_octets(&cbor, pnri_cbor_written(&payload));
    pnri_cbor_put_octets(&cbor, octets_of(signature, sizeof signature));
    status = pnri_octets_of(&cbor, out, NULL);
  }
  pnri_cbor_writer_close(&cbor);
  pnri_cbor_writer_close(&payload);
  return status;
}

/* Draws the permit's number and key, seals what only the unit may see, and signs. */
static pnr_status seal_permit(const pnr_env *env, pnri_lookup_permit *p, const pnri_party *party, const uint8_t *unit,
                              pnr_slice clear, pnr_octets **out)
{
  uint8_t key[PNRI_SEAL_KEY];
  size_t size = clear.size + PNRI_SEAL_TAG;
  uint8_t *sealed = pnri_alloc(env, size);
  if (sealed == NULL) return PNR_E_MEMORY;
  pnr_status status = pnri_secret_random(p->number, sizeof p->number);
  if (status == PNR_OK) status = pnri_secret_random(key, sizeof key);
  if (status == PNR_OK) status = pnri_wrap_key(key, unit, "lookup permit", p->number, &p->wrap);
  if (status == PNR_OK) status = pnri_seal(key, nonce, octets_of(p->number, sizeof p->number), clear, sealed);
  p->sealed = octets_of(sealed, size);
  if (status == PNR_OK) status = put_permit(env, p, party, out);
  pnri_wipe(key, sizeof key);
  pnri_free(env, sealed, size);
  return status;
}

static pnr_status issue(const pnr_env *env, pnri_lookup_permit *p, const pnri_party *party, const uint8_t *unit,
                        const pnr_person *person, pnr_slice wraps, pnr_octets **out, pnr_error *error)
{
  uint64_t count;
  pnri_cbor_writer keys, clear;
  pnri_cbor_writer_open(&keys, env, SIZE_MAX);
  pnri_cbor_writer_open(&clear, env, SIZE_MAX);
  pnr_status status = put_volumes(&keys, &count, wraps, party, p, error);
  if (status == PNR_OK) {
    pnri_cbor_put_array(&clear, 2);
    pnri_view_put(&clear, &pnri_person_view, person);
    pnri_cbor_put_array(&clear, count);
    pnri_cbor_put_encoded(&clear, pnri_cbor_written(&keys));
    status = clear.status;
    if (status == PNR_OK) status = seal_permit(env, p, party, unit, pnri_cbor_written(&clear), out);
    if (status != PNR_OK) pnri_fail_at(error, status, 0);
  }
  pnri_cbor_writer_close(&clear);
  pnri_cbor_writer_close(&keys);
  return status;
}

pnr_status pnr_lookup_permit(const pnr_env *env, pnr_slice authority_seed, pnr_slice wraps,
                             const pnr_lookup_terms *terms, const uint8_t unit[PNR_PARTY_PUBLIC], pnr_octets **out,
                             pnr_error *error)
{
  pnri_party party;
  pnri_lookup_permit p = { .uses = 0 };
  if (out != NULL) *out = NULL;
  if (out == NULL || unit == NULL || terms == NULL || terms->size < sizeof *terms || !is_person(terms->person) ||
      authority_seed.data == NULL || (wraps.data == NULL && wraps.size != 0))
    return pnri_fail_argument(error);
  take_terms(terms, &p);
  if (!are_terms(&p)) return pnri_fail_argument(error);
  pnr_status status = pnri_party_open(authority_seed, &party);
  if (status != PNR_OK) return pnri_fail_at(error, status, 0);
  memcpy(p.authority, party.public_keys, sizeof p.authority);
  memcpy(p.unit, unit, sizeof p.unit);
  status = issue(pnri_env(env), &p, &party, unit, terms->person, wraps, out, error);
  pnri_wipe(&party, sizeof party);
  return status;
}

/* --- Reading --- */

static void get_number(pnri_cbor_reader *cbor, uint32_t *out)
{
  uint64_t number;
  pnri_cbor_get_unsigned(cbor, UINT32_MAX, &number);
  *out = (uint32_t)number;
}

static pnr_status read_payload(pnr_slice payload, uint64_t base, pnri_lookup_permit *p, pnr_error *error)
{
  pnri_cbor_reader cbor;
  pnri_cbor_reader_open(&cbor, payload);
  pnri_wrap_begin(&cbor, 16);
  pnri_wrap_get(&cbor, p->number, sizeof p->number);
  pnri_wrap_get(&cbor, p->authority, sizeof p->authority);
  pnri_wrap_get(&cbor, p->unit, sizeof p->unit);
  pnri_wrap_get(&cbor, p->wrap.ephemeral, sizeof p->wrap.ephemeral);
  pnri_wrap_get(&cbor, p->wrap.wrapped, sizeof p->wrap.wrapped);
  get_number(&cbor, &p->grounds.offence);
  pnri_cbor_get_text(&cbor, &p->grounds.case_reference);
  pnri_cbor_get_unsigned(&cbor, UINT64_MAX, &p->grounds.issued);
  pnri_cbor_get_unsigned(&cbor, UINT64_MAX, &p->grounds.expires);
  get_number(&cbor, &p->from);
  get_number(&cbor, &p->until);
  get_number(&cbor, &p->uses);
  get_number(&cbor, &p->threshold);
  pnri_cbor_get_text(&cbor, &p->grounds.decision);
  pnri_cbor_get_octets(&cbor, &p->sealed);
  if (pnri_cbor_finish(&cbor) == PNR_OK && (!are_terms(p) || p->sealed.size <= PNRI_SEAL_TAG))
    pnri_cbor_refuse(&cbor, PNR_E_SYNTAX);
  return pnri_cbor_fault(&cbor, base, error);
}

pnr_status pnri_lookup_permit_read(const pnr_env *env, pnr_slice octets, const uint8_t *authority,
                                   pnri_lookup_permit *out, pnr_error *error)
{
  uint8_t signature[PNRI_SIGNATURE];
  uint64_t count;
  pnr_slice payload;
  pnri_cbor_reader cbor;
  pnri_cbor_reader_open(&cbor, octets);
  if (pnri_cbor_get_array(&cbor, &count) == PNR_OK && count != 2) pnri_cbor_refuse(&cbor, PNR_E_SYNTAX);
  pnri_cbor_get_octets(&cbor, &payload);
  pnri_wrap_get(&cbor, signature, sizeof signature);
  pnri_cbor_finish(&cbor);
  pnr_status status = pnri_cbor_fault(&cbor, 0, error);
  if (status == PNR_OK)
    status = read_payload(payload, payload.size != 0 ? (uint64_t)(payload.data - octets.data) : 0, out, error);
  if (status != PNR_OK) return status;
  if (memcmp(out->authority, authority, sizeof out->authority) != 0) return pnri_fail_at(error, PNR_E_PERMIT_PARTY, 0);
  status = pnri_permit_verify(env, signed_as, authority, payload, signature);
  return status == PNR_OK ? PNR_OK : pnri_fail_at(error, status, 0);
}
