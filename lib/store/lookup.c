/* SPDX-License-Identifier: Apache-2.0 */
#include "store/lookup.h"

#include <string.h>
#include <xxhash.h>

#include "core/fail.h"
#include "core/vector.h"
#include "crypto/secret.h"
#include "match/table.h"
#include "record/view_cbor.h"
#include "store/audit_file.h"

/* The wrap of a masked record. Several may have one identity: equal records that were masked each for itself. */
typedef struct record_wrap {
  uint8_t identity[PNR_IDENTITY];
  pnr_slice octets;
} record_wrap;

struct pnr_lookup {
  const pnr_env *env;
  pnri_arena arena; /* the permit's person, and what hits say */
  pnr_person person;
  uint64_t issued;
  uint32_t threshold;
  pnri_vector keys;  /* pnri_volume_key */
  pnri_vector wraps; /* record_wrap */
  pnri_table places; /* of wraps by their identities */
  uint64_t seed;     /* of their hashes: nobody chooses identities that fall together */
  pnri_vector hits;  /* pnr_lookup_hit */
  pnr_comparer *comparer;
  pnr_lookup_report report;
};

static pnr_slice octets_of(const void *data, size_t size) { return (pnr_slice){ data, size }; }

/* --- The audit trail --- */

static pnr_status tell(pnr_audit *audit, uint32_t kind, const pnri_lookup_permit *p, const pnr_purpose *purpose,
                       uint64_t at, pnr_error *error)
{
  const pnr_audit_event event = {
    .size = sizeof event,
    .kind = kind,
    .time = at,
    .purpose = purpose,
    .approval = p->grounds.decision,
    .record = octets_of(p->number, sizeof p->number),
    .elements = PNR_ELEMENT(4) | PNR_ELEMENT(5) | PNR_ELEMENT(6) | PNR_ELEMENT(8) | PNR_ELEMENT(18),
  };
  pnr_status status = pnr_audit_append(audit, &event, NULL, error);
  return status == PNR_OK ? pnr_audit_sync(audit, error) : status;
}

/* What the permit itself allows, of what was asked. *use: which use this is. */
static pnr_status check_use(const pnri_lookup_permit *p, const pnri_party *party, const pnr_purpose *purpose,
                            uint64_t at, pnr_audit *audit, uint32_t *use, pnr_error *error)
{
  uint64_t used = 0;
  pnr_status status = pnri_grounds_check(&p->grounds, purpose, at);
  if (memcmp(party->public_keys, p->unit, sizeof p->unit) != 0) status = PNR_E_PERMIT_PARTY;
  if (status != PNR_OK) return pnri_fail_at(error, status, 0);
  status = pnri_audit_count(audit, PNR_AUDIT_CONSULTATION, octets_of(p->number, sizeof p->number), p->grounds.issued,
                            &used, error);
  if (status != PNR_OK) return status;
  *use = (uint32_t)used + 1;
  return used < p->uses ? PNR_OK : pnri_fail_at(error, PNR_E_PERMIT_SPENT, 0);
}

/* The use is on record before anything is opened, and so is what was refused; where that cannot be written, it is refused
 * all the same. */
static pnr_status begin_use(const pnri_lookup_permit *p, const pnri_party *party, const pnr_purpose *purpose,
                            uint64_t at, pnr_audit *audit, uint32_t *use, pnr_error *error)
{
  pnr_status status = check_use(p, party, purpose, at, audit, use, error);
  if (status == PNR_OK) return tell(audit, PNR_AUDIT_CONSULTATION, p, purpose, at, error);
  (void)tell(audit, PNR_AUDIT_REFUSAL, p, purpose, at, NULL);
  return status;
}

/* --- Opening --- */

/* The permit's person, and the keys of its volumes. */
static pnr_status read_clear(pnr_lookup *lookup, pnr_slice clear)
{
  uint64_t count, volumes;
  pnri_view_reader reader = { .arena = &lookup->arena };
  pnri_cbor_reader *cbor = &reader.cbor;
  pnr_slice kept = pnri_arena_copy(&lookup->arena, clear); /* the person's texts stand in it */
  if (kept.size != clear.size) return PNR_E_MEMORY;
  pnri_cbor_reader_open(cbor, kept);
  if (pnri_cbor_get_array(cbor, &count) == PNR_OK && count != 2) pnri_cbor_refuse(cbor, PNR_E_SYNTAX);
  pnri_view_get(&reader, &pnri_person_view, &lookup->person);
  pnri_cbor_get_array(cbor, &volumes);
  for (; cbor->status == PNR_OK && volumes != 0; volumes--) {
    pnri_volume_key *key = pnri_vector_add(&lookup->keys, 1);
    if (key == NULL) return PNR_E_MEMORY;
    pnri_wrap_get(cbor, (uint8_t *)key, sizeof *key);
  }
  return pnri_cbor_finish(cbor);
}

static pnr_status open_permit(pnr_lookup *lookup, const pnri_lookup_permit *p, const pnri_party *party)
{
  static const uint8_t nonce[PNRI_SEAL_NONCE];
  uint8_t key[PNRI_SEAL_KEY];
  size_t size = p->sealed.size - PNRI_SEAL_TAG;
  uint8_t *clear = pnri_alloc(lookup->env, size);
  if (clear == NULL) return PNR_E_MEMORY;
  pnr_status status = pnri_unwrap_key(&p->wrap, party, "lookup permit", p->number, key);
  if (status == PNR_OK) status = pnri_open(key, nonce, octets_of(p->number, sizeof p->number), p->sealed, clear);
  if (status == PNR_OK) status = read_clear(lookup, octets_of(clear, size));
  pnri_wipe(key, sizeof key);
  pnri_free(lookup->env, clear, size);
  return status;
}

static pnr_lookup *new_lookup(const pnr_env *env)
{
  pnr_lookup *lookup = pnri_alloc(env, sizeof *lookup);
  if (lookup == NULL) return NULL;
  *lookup = (pnr_lookup){ .env = env };
  pnri_arena_open(&lookup->arena, env);
  pnri_vector_open(&lookup->keys, env, sizeof(pnri_volume_key));
  pnri_vector_open(&lookup->wraps, env, sizeof(record_wrap));
  pnri_vector_open(&lookup->hits, env, sizeof(pnr_lookup_hit));
  pnri_table_open(&lookup->places, env);
  return lookup;
}

static pnr_status fill(pnr_lookup *lookup, const pnri_lookup_permit *p, const pnri_party *party, uint32_t use)
{
  lookup->issued = p->grounds.issued;
  lookup->threshold = p->threshold;
  lookup->report = (pnr_lookup_report){ .expires = p->grounds.expires,
                                        .use = use,
                                        .uses = p->uses,
                                        .from = p->from,
                                        .until = p->until,
                                        .decision = pnri_arena_copy(&lookup->arena, p->grounds.decision) };
  if (lookup->report.decision.data == NULL) return PNR_E_MEMORY;
  pnr_status status = pnri_secret_random(&lookup->seed, sizeof lookup->seed);
  if (status == PNR_OK) status = pnr_comparer_open(lookup->env, &lookup->comparer, NULL);
  return status == PNR_OK ? open_permit(lookup, p, party) : status;
}

void pnr_lookup_close(pnr_lookup *lookup)
{
  if (lookup == NULL) return;
  pnr_comparer_close(lookup->comparer);
  pnri_table_close(&lookup->places);
  pnri_vector_close(&lookup->hits);
  pnri_vector_close(&lookup->wraps);
  pnri_vector_close(&lookup->keys);
  pnri_arena_close(&lookup->arena);
  pnri_free(lookup->env, lookup, sizeof *lookup);
}

pnr_status pnri_lookup_begin(const pnr_env *env, const pnri_lookup_permit *p, const pnri_party *party, uint32_t use,
                             pnr_lookup **out)
{
  *out = new_lookup(env);
  if (*out == NULL) return PNR_E_MEMORY;
  pnr_status status = fill(*out, p, party, use);
  if (status == PNR_OK) return PNR_OK;
  pnr_lookup_close(*out);
  *out = NULL;
  return status;
}

pnr_status pnr_lookup_open(const pnr_env *env, pnr_slice permit, const uint8_t authority[PNR_PARTY_PUBLIC],
                           pnr_slice unit_seed, const pnr_purpose *purpose, uint64_t at, pnr_audit *audit,
                           pnr_lookup **out, pnr_error *error)
{
  pnri_party party;
  pnri_lookup_permit p;
  uint32_t use = 0;
  if (out != NULL) *out = NULL;
  if (out == NULL || authority == NULL || unit_seed.data == NULL || purpose == NULL || audit == NULL ||
      purpose->size < sizeof *purpose || (permit.data == NULL && permit.size != 0))
    return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_status status = pnri_lookup_permit_read(env, permit, authority, &p, error);
  if (status != PNR_OK) return status;
  status = pnri_party_open(unit_seed, &party);
  if (status != PNR_OK) return pnri_fail_at(error, status, 0);
  status = begin_use(&p, &party, purpose, at, audit, &use, error);
  if (status == PNR_OK) {
    status = pnri_lookup_begin(env, &p, &party, use, out);
    if (status != PNR_OK) pnri_fail_at(error, status, 0);
  }
  pnri_wipe(&party, sizeof party);
  return status;
}

/* --- Wraps of records --- */

static uint32_t tag_of(const pnr_lookup *lookup, const uint8_t *identity)
{
  return (uint32_t)XXH3_64bits_withSeed(identity, PNR_IDENTITY, lookup->seed);
}

static pnr_status add_wrap(pnr_lookup *lookup, pnr_slice octets)
{
  uint8_t authority[PNR_PARTY_PUBLIC];
  pnri_wrap key;
  record_wrap *wrap = pnri_vector_add(&lookup->wraps, 1);
  if (wrap == NULL || !pnri_table_reserve(&lookup->places)) return PNR_E_MEMORY;
  wrap->octets = octets;
  pnr_status status = pnri_wrap_read(octets, wrap->identity, authority, &key);
  if (status != PNR_OK) return status;
  uint32_t tag = tag_of(lookup, wrap->identity);
  size_t at = pnri_table_start(&lookup->places, tag);
  while (pnri_table_seek(&lookup->places, tag, &at) != PNR_NONE) at++;
  pnri_table_put(&lookup->places, at, tag, (uint32_t)(lookup->wraps.count - 1));
  return PNR_OK;
}

pnr_status pnr_lookup_wraps(pnr_lookup *lookup, pnr_slice wraps, pnr_error *error)
{
  if (lookup == NULL || (wraps.data == NULL && wraps.size != 0)) return pnri_fail_argument(error);
  for (size_t at = 0; at < wraps.size;) {
    pnri_cbor_reader cbor;
    pnr_slice wrap;
    pnri_cbor_reader_open(&cbor, octets_of(wraps.data + at, wraps.size - at));
    pnri_cbor_get_whole(&cbor, &wrap);
    pnr_status status = pnri_cbor_fault(&cbor, at, error);
    if (status != PNR_OK) return status;
    size_t count = lookup->wraps.count;
    status = add_wrap(lookup, wrap);
    if (status != PNR_OK) {
      if (lookup->wraps.count > count) pnri_vector_cut(&lookup->wraps, count);
      return pnri_fail_at(error, status, at);
    }
    at += wrap.size;
  }
  return PNR_OK;
}

/* --- Searching --- */

static const uint8_t *key_of(const pnr_lookup *lookup, const uint8_t *identity)
{
  for (size_t i = 0; i < lookup->keys.count; i++) {
    const pnri_volume_key *key = pnri_vector_at(&lookup->keys, i);
    if (memcmp(key->identity, identity, PNR_IDENTITY) == 0) return key->key;
  }
  return NULL;
}

/* Opens what is sealed with the wrap to which it belongs; PNR_END where that is not there. clear has room for it. */
static pnr_status open_record(const pnr_lookup *lookup, const uint8_t *key, const pnri_volume_record *record,
                              uint8_t *clear)
{
  uint8_t record_key[PNRI_SEAL_KEY];
  uint32_t tag = tag_of(lookup, record->identity);
  size_t at = pnri_table_start(&lookup->places, tag);
  pnr_status status = PNR_END;
  for (uint32_t n; status == PNR_END && (n = pnri_table_seek(&lookup->places, tag, &at)) != PNR_NONE; at++) {
    const record_wrap *wrap = pnri_vector_at(&lookup->wraps, n);
    if (memcmp(wrap->identity, record->identity, PNR_IDENTITY) != 0) continue;
    status = pnri_volume_record_key(key, wrap->octets, record_key);
    if (status == PNR_OK)
      status =
        pnri_open_wide(record_key, record->nonce, octets_of(record->identity, PNR_IDENTITY), record->sealed, clear);
    if (status == PNR_E_FORGED) status = PNR_END; /* of an equal record, whose own wrap is another one */
  }
  pnri_wipe(record_key, sizeof record_key);
  return status;
}

static pnr_status add_hit(pnr_lookup *lookup, const pnri_volume *volume, const pnri_volume_record *record,
                          pnr_slice reference, uint32_t score)
{
  pnr_lookup_hit *hit = pnri_vector_add(&lookup->hits, 1);
  if (hit == NULL) return PNR_E_MEMORY;
  *hit = (pnr_lookup_hit){ .identity = pnri_arena_copy(&lookup->arena, octets_of(record->identity, PNR_IDENTITY)),
                           .reference = pnri_arena_copy(&lookup->arena, reference),
                           .score = score,
                           .day = volume->day };
  bool is_whole = hit->identity.data != NULL && hit->reference.size == reference.size;
  return is_whole ? PNR_OK : PNR_E_MEMORY;
}

/* The best score of a record's travellers, and what the unit calls it. */
static pnr_status compare_record(pnr_lookup *lookup, pnri_view_reader *reader, pnr_slice *reference, uint32_t *best)
{
  uint64_t count;
  pnr_slice pad;
  pnri_cbor_reader *cbor = &reader->cbor;
  *best = 0;
  if (pnri_cbor_get_array(cbor, &count) == PNR_OK && count != 3) pnri_cbor_refuse(cbor, PNR_E_SYNTAX);
  pnri_cbor_get_text(cbor, reference);
  pnri_cbor_get_array(cbor, &count);
  for (uint64_t i = 0; cbor->status == PNR_OK && i < count; i++) {
    pnr_person person = { .sex = 0 };
    uint32_t score;
    if (pnri_view_get(reader, &pnri_person_view, &person) != PNR_OK) break;
    pnr_status status = pnr_person_compare(lookup->comparer, &lookup->person, &person, &score, NULL);
    if (status != PNR_OK) return status;
    if (score > *best) *best = score;
  }
  pnri_cbor_get_octets(cbor, &pad);
  return pnri_cbor_finish(cbor);
}

static pnr_status search_clear(pnr_lookup *lookup, const pnri_volume *volume, const pnri_volume_record *record,
                               pnr_slice clear)
{
  uint32_t score;
  pnr_slice reference;
  pnri_arena arena;
  pnri_view_reader reader = { .arena = &arena };
  pnri_arena_open(&arena, lookup->env);
  pnri_cbor_reader_open(&reader.cbor, clear);
  pnr_status status = compare_record(lookup, &reader, &reference, &score);
  if (status == PNR_OK && score >= lookup->threshold) status = add_hit(lookup, volume, record, reference, score);
  pnri_arena_close(&arena);
  return status;
}

static pnr_status search_record(pnr_lookup *lookup, const uint8_t *key, const pnri_volume *volume,
                                const pnri_volume_record *record)
{
  size_t size = record->sealed.size - PNRI_SEAL_TAG;
  uint8_t *clear = pnri_alloc(lookup->env, size);
  if (clear == NULL) return PNR_E_MEMORY;
  pnr_status status = open_record(lookup, key, record, clear);
  if (status == PNR_OK) {
    lookup->report.records++;
    status = search_clear(lookup, volume, record, octets_of(clear, size));
  } else if (status == PNR_END) {
    lookup->report.erased++;
    status = PNR_OK;
  }
  pnri_free(lookup->env, clear, size);
  return status;
}

static pnr_status search_volume(pnr_lookup *lookup, pnri_volume *volume, pnr_error *error)
{
  uint8_t seal[PNRI_HASH_SIZE];
  pnri_volume_record record;
  const uint8_t *key = key_of(lookup, volume->identity);
  if (key == NULL) return pnri_fail_at(error, PNR_E_PERMIT_SCOPE, 0);
  pnr_status status = pnri_volume_seal(key, volume->payload, seal);
  if (status == PNR_OK && !pnri_secret_equal(seal, volume->seal, sizeof seal)) status = PNR_E_FORGED;
  if (status != PNR_OK) return pnri_fail_at(error, status, 0);
  while ((status = pnri_volume_next(volume, &record, error)) == PNR_OK) {
    status = search_record(lookup, key, volume, &record);
    if (status != PNR_OK) return pnri_fail_at(error, status, volume->base);
  }
  return status == PNR_END ? PNR_OK : status;
}

pnr_status pnr_lookup_search(pnr_lookup *lookup, pnr_slice octets, uint64_t at, pnr_error *error)
{
  pnri_volume volume;
  if (lookup == NULL || (octets.data == NULL && octets.size != 0)) return pnri_fail_argument(error);
  if (at < lookup->issued || at >= lookup->report.expires) return pnri_fail_at(error, PNR_E_EXPIRED, 0);
  pnr_status status = pnri_volume_open(octets, &volume, error);
  if (status != PNR_OK) return status;
  size_t hits = lookup->hits.count;
  const pnr_lookup_report before = lookup->report;
  status = search_volume(lookup, &volume, error);
  if (status == PNR_OK) {
    lookup->report.volumes++;
    return PNR_OK;
  }
  if (lookup->hits.count > hits) pnri_vector_cut(&lookup->hits, hits);
  lookup->report = before;
  return status;
}

uint32_t pnr_lookup_count(const pnr_lookup *lookup) { return lookup != NULL ? (uint32_t)lookup->hits.count : 0; }

const pnr_lookup_hit *pnr_lookup_get(const pnr_lookup *lookup, uint32_t i)
{
  return i < pnr_lookup_count(lookup) ? pnri_vector_at(&lookup->hits, i) : NULL;
}

const pnr_lookup_report *pnr_lookup_report_get(const pnr_lookup *lookup)
{
  return lookup != NULL ? &lookup->report : NULL;
}
