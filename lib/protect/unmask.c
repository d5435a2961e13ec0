/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "crypto/secret.h"
#include "encoding/octets.h"
#include "pnr/regime.h"
#include "protect/permit.h"
#include "record/record.h"
#include "record/view_cbor.h"

/* Article 12(3) of Directive (EU) 2016/681. Everything is bound to the identity of the masked record, the BLAKE2b-256 of its
 * stored form: a permit for one record opens no other.
 *
 *   sealed  [1, identity, nonce, record under XChaCha20-Poly1305]
 *   wrap    [1, identity, authority, ephemeral, key]
 *   permit  [payload, signature], payload [1, identity, unit, ephemeral, key, offence, case, elements, issued, expires,
 *           decision] */

enum { FORM = PNRI_WRAP_FORM };
static const char signed_as[] = "libpnr permit 1";

static pnr_slice octets(const uint8_t *data, size_t size) { return (pnr_slice){ data, size }; }

/* It is encoded in a writer of its own: the record stays as it is. */
static pnr_status identify(const pnr_env *env, const pnr_record *record, uint8_t *identity)
{
  pnri_cbor_writer cbor;
  pnri_cbor_writer_open(&cbor, env, SIZE_MAX);
  pnri_view_put(&cbor, &pnri_stored_view, &record->stored);
  pnr_status status = cbor.status;
  if (status == PNR_OK) status = pnri_hash((pnr_slice){ NULL, 0 }, pnri_cbor_written(&cbor), identity, PNR_IDENTITY);
  pnri_cbor_writer_close(&cbor);
  return status;
}

pnr_status pnr_record_identity(const pnr_record *masked, uint8_t identity[PNR_IDENTITY], pnr_error *error)
{
  if (masked == NULL || identity == NULL) return pnri_fail_argument(error);
  pnr_status status = identify(masked->message.arena.env, masked, identity);
  return status == PNR_OK ? PNR_OK : pnri_fail_at(error, status, 0);
}

/* --- Masking --- */

static void put_sealed(pnri_cbor_writer *cbor, const uint8_t *identity, const uint8_t *nonce, pnr_slice sealed)
{
  pnri_cbor_put_array(cbor, 4);
  pnri_cbor_put_unsigned(cbor, FORM);
  pnri_cbor_put_octets(cbor, octets(identity, PNRI_HASH_SIZE));
  pnri_cbor_put_octets(cbor, octets(nonce, PNRI_SEAL_NONCE_WIDE));
  pnri_cbor_put_octets(cbor, sealed);
}

/* The record's stored form under the key. */
static pnr_status seal_record(const pnr_env *env, const pnr_record *record, const uint8_t *key, const uint8_t *identity,
                              pnr_octets **out)
{
  uint8_t nonce[PNRI_SEAL_NONCE_WIDE];
  pnri_cbor_writer clear, cbor;
  pnri_cbor_writer_open(&clear, env, SIZE_MAX);
  pnri_cbor_writer_open(&cbor, env, SIZE_MAX);
  pnri_view_put(&clear, &pnri_stored_view, &record->stored);
  pnr_slice text = pnri_cbor_written(&clear);
  size_t size = text.size + PNRI_SEAL_TAG;
  uint8_t *sealed = clear.status == PNR_OK ? pnri_alloc(env, size) : NULL;
  pnr_status status = clear.status != PNR_OK ? clear.status : sealed == NULL ? PNR_E_MEMORY : PNR_OK;
  if (status == PNR_OK) status = pnri_secret_random(nonce, sizeof nonce);
  if (status == PNR_OK) status = pnri_seal_wide(key, nonce, octets(identity, PNRI_HASH_SIZE), text, sealed);
  if (status == PNR_OK) {
    put_sealed(&cbor, identity, nonce, octets(sealed, size));
    status = pnri_octets_of(&cbor, out, NULL);
  }
  pnri_free(env, sealed, size);
  pnri_cbor_writer_close(&cbor);
  pnri_cbor_writer_close(&clear);
  return status;
}

static pnr_status put_wrap(const pnr_env *env, const uint8_t *identity, const uint8_t *authority, const pnri_wrap *wrap,
                           pnr_octets **out)
{
  pnri_cbor_writer cbor;
  pnri_cbor_writer_open(&cbor, env, SIZE_MAX);
  pnri_cbor_put_array(&cbor, 5);
  pnri_cbor_put_unsigned(&cbor, FORM);
  pnri_cbor_put_octets(&cbor, octets(identity, PNRI_HASH_SIZE));
  pnri_cbor_put_octets(&cbor, octets(authority, PNR_PARTY_PUBLIC));
  pnri_cbor_put_octets(&cbor, octets(wrap->ephemeral, sizeof wrap->ephemeral));
  pnri_cbor_put_octets(&cbor, octets(wrap->wrapped, sizeof wrap->wrapped));
  return pnri_octets_of(&cbor, out, NULL);
}

static pnr_status seal_all(const pnr_env *env, const pnr_record *record, const pnr_record *masked,
                           const uint8_t *authority, pnr_octets **sealed, pnr_octets **wrap)
{
  uint8_t key[PNRI_SEAL_KEY], identity[PNRI_HASH_SIZE];
  pnri_wrap wrapped;
  pnr_status status = identify(env, masked, identity);
  if (status == PNR_OK) status = pnri_secret_random(key, sizeof key);
  if (status == PNR_OK) status = pnri_wrap_key(key, authority, "wrap", identity, &wrapped);
  if (status == PNR_OK) status = put_wrap(env, identity, authority, &wrapped, wrap);
  if (status == PNR_OK) status = seal_record(env, record, key, identity, sealed);
  pnri_wipe(key, sizeof key);
  return status;
}

pnr_status pnr_record_mask_sealed(const pnr_env *env, const pnr_record *record, pnr_date at,
                                  const uint8_t authority[PNR_PARTY_PUBLIC], pnr_record **out, pnr_octets **sealed,
                                  pnr_octets **wrap, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (sealed != NULL) *sealed = NULL;
  if (wrap != NULL) *wrap = NULL;
  if (record == NULL || authority == NULL || out == NULL || sealed == NULL || wrap == NULL ||
      (record->stored.done & PNR_RECORD_MASKED) != 0)
    return pnri_fail_argument(error);
  pnr_status status = pnr_record_mask(env, record, at, out, error);
  if (status != PNR_OK) return status;
  status = seal_all(pnri_env(env), record, *out, authority, sealed, wrap);
  if (status == PNR_OK) return PNR_OK;
  pnr_record_close(*out);
  pnr_octets_close(*sealed);
  pnr_octets_close(*wrap);
  *out = NULL;
  *sealed = *wrap = NULL;
  return pnri_fail_at(error, status, 0);
}

/* --- Permitting --- */

typedef struct permit {
  uint8_t identity[PNRI_HASH_SIZE];
  uint8_t unit[PNRI_AGREE_PUBLIC];
  pnri_wrap wrap;
  pnr_permit_terms terms;
} permit;

static pnri_grounds grounds_of(const pnr_permit_terms *terms)
{
  return (pnri_grounds){ terms->offence, terms->issued, terms->expires, terms->case_reference, terms->decision };
}

static bool are_terms(const pnr_permit_terms *terms)
{
  const pnri_grounds grounds = grounds_of(terms);
  return terms->elements != 0 && (terms->elements & ~PNR_ELEMENTS) == 0 && pnri_grounds_are_whole(&grounds);
}

static void put_payload(pnri_cbor_writer *cbor, const permit *p)
{
  pnri_cbor_put_array(cbor, 11);
  pnri_cbor_put_unsigned(cbor, FORM);
  pnri_cbor_put_octets(cbor, octets(p->identity, sizeof p->identity));
  pnri_cbor_put_octets(cbor, octets(p->unit, sizeof p->unit));
  pnri_cbor_put_octets(cbor, octets(p->wrap.ephemeral, sizeof p->wrap.ephemeral));
  pnri_cbor_put_octets(cbor, octets(p->wrap.wrapped, sizeof p->wrap.wrapped));
  pnri_cbor_put_unsigned(cbor, p->terms.offence);
  pnri_cbor_put_text(cbor, p->terms.case_reference);
  pnri_cbor_put_unsigned(cbor, p->terms.elements);
  pnri_cbor_put_unsigned(cbor, p->terms.issued);
  pnri_cbor_put_unsigned(cbor, p->terms.expires);
  pnri_cbor_put_text(cbor, p->terms.decision);
}

static pnr_status put_permit(const pnr_env *env, const permit *p, const pnri_party *party, pnr_octets **out)
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
    pnri_cbor_put_octets(&cbor, octets(signature, sizeof signature));
    status = pnri_octets_of(&cbor, out, NULL);
  }
  pnri_cbor_writer_close(&cbor);
  pnri_cbor_writer_close(&payload);
  return status;
}

/* The wrap's key, opened by the authority. */
static pnr_status open_wrap(pnr_slice wrap, const pnri_party *party, uint8_t *identity, uint8_t *key)
{
  uint8_t authority[PNR_PARTY_PUBLIC];
  pnri_wrap found;
  pnr_status status = pnri_wrap_read(wrap, identity, authority, &found);
  if (status != PNR_OK) return status;
  if (memcmp(authority, party->public_keys, sizeof authority) != 0) return PNR_E_FORGED;
  return pnri_unwrap_key(&found, party, "wrap", identity, key);
}

pnr_status pnr_permit_issue(const pnr_env *env, pnr_slice authority_seed, pnr_slice wrap, const pnr_permit_terms *terms,
                            const uint8_t unit[PNR_PARTY_PUBLIC], pnr_octets **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || unit == NULL || terms == NULL || terms->size < sizeof *terms || !are_terms(terms) ||
      authority_seed.data == NULL || (wrap.data == NULL && wrap.size != 0))
    return pnri_fail_argument(error);
  uint8_t key[PNRI_SEAL_KEY];
  pnri_party party;
  permit p = { .terms = *terms };
  memcpy(p.unit, unit, sizeof p.unit);
  pnr_status status = pnri_party_open(authority_seed, &party);
  if (status == PNR_OK) status = open_wrap(wrap, &party, p.identity, key);
  if (status == PNR_OK) status = pnri_wrap_key(key, unit, "permit", p.identity, &p.wrap);
  if (status == PNR_OK) status = put_permit(pnri_env(env), &p, &party, out);
  pnri_wipe(key, sizeof key);
  pnri_wipe(&party, sizeof party);
  return status == PNR_OK ? PNR_OK : pnri_fail_at(error, status, 0);
}

/* --- Unmasking --- */

static pnr_status read_payload(pnr_slice payload, permit *p)
{
  uint64_t offence, elements;
  pnri_cbor_reader cbor;
  pnri_cbor_reader_open(&cbor, payload);
  pnri_wrap_begin(&cbor, 11);
  pnri_wrap_get(&cbor, p->identity, sizeof p->identity);
  pnri_wrap_get(&cbor, p->unit, sizeof p->unit);
  pnri_wrap_get(&cbor, p->wrap.ephemeral, sizeof p->wrap.ephemeral);
  pnri_wrap_get(&cbor, p->wrap.wrapped, sizeof p->wrap.wrapped);
  pnri_cbor_get_unsigned(&cbor, UINT32_MAX, &offence);
  pnri_cbor_get_text(&cbor, &p->terms.case_reference);
  pnri_cbor_get_unsigned(&cbor, UINT32_MAX, &elements);
  pnri_cbor_get_unsigned(&cbor, UINT64_MAX, &p->terms.issued);
  pnri_cbor_get_unsigned(&cbor, UINT64_MAX, &p->terms.expires);
  pnri_cbor_get_text(&cbor, &p->terms.decision);
  p->terms.offence = (uint32_t)offence;
  p->terms.elements = (uint32_t)elements;
  if (pnri_cbor_finish(&cbor) != PNR_OK) return cbor.status;
  return are_terms(&p->terms) ? PNR_OK : PNR_E_SYNTAX;
}

/* Reads a permit that this authority has signed. */
static pnr_status open_permit(const pnr_env *env, pnr_slice text, const uint8_t *authority, permit *p)
{
  uint8_t signature[PNRI_SIGNATURE];
  uint64_t count;
  pnr_slice payload;
  pnri_cbor_reader cbor;
  pnri_cbor_reader_open(&cbor, text);
  if (pnri_cbor_get_array(&cbor, &count) == PNR_OK && count != 2) pnri_cbor_refuse(&cbor, PNR_E_SYNTAX);
  pnri_cbor_get_octets(&cbor, &payload);
  pnri_wrap_get(&cbor, signature, sizeof signature);
  if (pnri_cbor_finish(&cbor) != PNR_OK) return cbor.status;
  pnr_status status = pnri_permit_verify(env, signed_as, authority, payload, signature);
  return status == PNR_OK ? read_payload(payload, p) : status;
}

/* The record that was sealed under the key. */
static pnr_status open_sealed(const pnr_env *env, pnr_slice text, const uint8_t *identity, const uint8_t *key,
                              pnr_record **out)
{
  uint8_t found[PNRI_HASH_SIZE], nonce[PNRI_SEAL_NONCE_WIDE];
  pnr_slice sealed;
  pnri_cbor_reader cbor;
  pnri_cbor_reader_open(&cbor, text);
  pnri_wrap_begin(&cbor, 4);
  pnri_wrap_get(&cbor, found, sizeof found);
  pnri_wrap_get(&cbor, nonce, sizeof nonce);
  pnri_cbor_get_octets(&cbor, &sealed);
  if (pnri_cbor_finish(&cbor) != PNR_OK) return cbor.status;
  if (memcmp(found, identity, sizeof found) != 0 || sealed.size <= PNRI_SEAL_TAG) return PNR_E_FORGED;
  size_t size = sealed.size - PNRI_SEAL_TAG;
  uint8_t *clear = pnri_alloc(env, size);
  if (clear == NULL) return PNR_E_MEMORY;
  pnr_status status = pnri_open_wide(key, nonce, octets(identity, PNRI_HASH_SIZE), sealed, clear);
  if (status == PNR_OK) status = pnr_record_decode(env, octets(clear, size), out, NULL);
  pnri_free(env, clear, size);
  return status;
}

/* Proves that the sealed record is the one that was masked: masking it again gives the same. */
static pnr_status check_same(const pnr_env *env, const pnr_record *record, const pnr_record *masked)
{
  pnr_record *again = NULL;
  pnr_status status = pnr_record_mask(env, record, masked->stored.masked, &again, NULL);
  if (status == PNR_OK && pnr_record_equal(again, masked) == 0) status = PNR_E_FORGED;
  pnr_record_close(again);
  return status;
}

static pnr_status unmask(const pnr_env *env, const pnr_record *masked, pnr_slice sealed, const permit *p,
                         pnr_slice unit_seed, pnr_record **out)
{
  uint8_t key[PNRI_SEAL_KEY], identity[PNRI_HASH_SIZE];
  pnri_party party;
  pnr_record *record = NULL;
  pnr_status status = pnri_party_open(unit_seed, &party);
  if (status == PNR_OK) status = identify(env, masked, identity);
  if (status == PNR_OK &&
      (memcmp(identity, p->identity, sizeof identity) != 0 || memcmp(party.public_keys, p->unit, sizeof p->unit) != 0))
    status = PNR_E_FORGED;
  if (status == PNR_OK) status = pnri_unwrap_key(&p->wrap, &party, "permit", identity, key);
  if (status == PNR_OK) status = open_sealed(env, sealed, identity, key, &record);
  if (status == PNR_OK) status = check_same(env, record, masked);
  if (status == PNR_OK) status = pnr_record_filter(env, record, p->terms.elements, out, NULL, NULL);
  pnr_record_close(record);
  pnri_wipe(key, sizeof key);
  pnri_wipe(&party, sizeof party);
  return status;
}

pnr_status pnr_record_unmask_with(const pnr_env *env, const pnr_regime_policy *law, const pnr_record *masked,
                                  pnr_slice sealed, pnr_slice text, const uint8_t authority[PNR_PARTY_PUBLIC],
                                  pnr_slice unit_seed, const pnr_purpose *purpose, uint64_t at, pnr_record **out,
                                  pnr_unmasked *told, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || masked == NULL || authority == NULL || purpose == NULL || purpose->size < sizeof *purpose ||
      (masked->stored.done & PNR_RECORD_MASKED) == 0 || unit_seed.data == NULL ||
      (told != NULL && told->size < sizeof *told) || (text.data == NULL && text.size != 0) ||
      (sealed.data == NULL && sealed.size != 0))
    return pnri_fail_argument(error);
  env = pnri_env(env);
  permit p = { .unit = { 0 } };
  pnr_status status = open_permit(env, text, authority, &p);
  const pnri_grounds grounds = grounds_of(&p.terms);
  if (status == PNR_OK) status = pnri_grounds_check(&grounds, purpose, at);
  if (status == PNR_OK) status = pnr_record_allows(masked, law, purpose->basis, PNR_TO_OWN, NULL);
  if (status == PNR_OK) status = unmask(env, masked, sealed, &p, unit_seed, out);
  if (status != PNR_OK) return pnri_fail_at(error, status, 0);
  if (told != NULL) *told = (pnr_unmasked){ told->size, p.terms.elements, p.terms.expires, p.terms.decision };
  return PNR_OK;
}

pnr_status pnr_record_unmask(const pnr_env *env, const pnr_record *masked, pnr_slice sealed, pnr_slice text,
                             const uint8_t authority[PNR_PARTY_PUBLIC], pnr_slice unit_seed, const pnr_purpose *purpose,
                             uint64_t at, pnr_record **out, pnr_unmasked *told, pnr_error *error)
{
  return pnr_record_unmask_with(env, NULL, masked, sealed, text, authority, unit_seed, purpose, at, out, told, error);
}
