/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/directory.h"

#include "core/fail.h"
#include "core/slice.h"
#include "crypto/hash.h"
#include "exchange/cose.h"
#include "exchange/keyring.h"

pnr_status pnr_directory_open(const pnr_env *env, pnr_directory **out, pnr_error *error)
{
  if (out == NULL) return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_directory *directory = *out = pnri_alloc(env, sizeof *directory);
  if (directory == NULL) return pnri_fail_memory(error);
  directory->env = env;
  pnri_vector_open(&directory->units, env, sizeof(pnri_unit *));
  return PNR_OK;
}

static pnri_unit *unit_at(const pnr_directory *directory, size_t i)
{
  return ((pnri_unit **)pnri_vector_at(&directory->units, 0))[i];
}

void pnr_directory_close(pnr_directory *directory)
{
  if (directory == NULL) return;
  for (size_t i = 0; i < directory->units.count; i++)
    pnri_free(directory->env, unit_at(directory, i), sizeof(pnri_unit));
  pnri_vector_close(&directory->units);
  pnri_free(directory->env, directory, sizeof *directory);
}

/* --- Looking up --- */

static pnri_unit *find(const pnr_directory *directory, pnr_slice name)
{
  for (size_t i = 0; i < directory->units.count; i++)
    if (pnri_slice_equal(unit_at(directory, i)->view.name, name)) return unit_at(directory, i);
  return NULL;
}

const pnri_unit *pnri_directory_find(const pnr_directory *directory, pnr_slice name)
{
  return directory != NULL ? find(directory, name) : NULL;
}

uint32_t pnr_directory_count(const pnr_directory *directory) { return (uint32_t)directory->units.count; }

const pnr_unit *pnr_directory_unit(const pnr_directory *directory, uint32_t i)
{
  return i < directory->units.count ? &unit_at(directory, i)->view : NULL;
}

const pnri_public_key *pnri_unit_key(const pnri_unit *unit, uint32_t kind, const uint8_t id[PNR_KEY_ID])
{
  for (uint32_t i = 0; i < unit->key_count; i++)
    if (unit->keys[i].view.kind == kind && memcmp(unit->keys[i].id, id, PNR_KEY_ID) == 0) return &unit->keys[i];
  return NULL;
}

bool pnri_unit_revoked(const pnri_unit *unit, const uint8_t id[PNR_KEY_ID], uint64_t now)
{
  for (uint32_t i = 0; i < unit->revocation_count; i++)
    if (memcmp(unit->revocations[i].key, id, PNR_KEY_ID) == 0 && unit->revocations[i].at <= now) return true;
  return false;
}

pnr_status pnri_unit_may_use(const pnri_unit *unit, uint32_t kind, const uint8_t id[PNR_KEY_ID], uint64_t used,
                             uint64_t now, const pnri_public_key **key)
{
  *key = pnri_unit_key(unit, kind, id);
  if (pnri_unit_revoked(unit, id, now)) return PNR_E_KEY_REVOKED; /* also where a newer directory left it out */
  if (*key == NULL) return PNR_E_KEY_UNKNOWN;
  if (unit->view.until <= now || used < (*key)->view.from || used >= (*key)->view.until) return PNR_E_KEY_EXPIRED;
  return PNR_OK;
}

const pnri_public_key *pnri_unit_prekey(const pnri_unit *unit, uint64_t now)
{
  const pnri_public_key *key;
  for (uint32_t i = 0; i < unit->key_count; i++)
    if (unit->keys[i].view.kind == PNR_KEY_PREKEY &&
        pnri_unit_may_use(unit, PNR_KEY_PREKEY, unit->keys[i].id, now, now, &key) == PNR_OK)
      return key;
  return NULL;
}

/* --- Units --- */

void pnri_unit_show(pnri_unit *unit)
{
  unit->view.name.data = unit->name;
  unit->view.fingerprint = (pnr_slice){ unit->fingerprint, sizeof unit->fingerprint };
  unit->view.keys = unit->shown;
  unit->view.key_count = unit->key_count;
  for (uint32_t i = 0; i < unit->key_count; i++) {
    pnri_public_key *key = &unit->keys[i];
    key->view.id = (pnr_slice){ key->id, sizeof key->id };
    key->view.octets = (pnr_slice){ key->octets, sizeof key->octets };
    key->view.revoked = 0;
    for (uint32_t j = 0; j < unit->revocation_count; j++)
      if (memcmp(unit->revocations[j].key, key->id, PNR_KEY_ID) == 0) key->view.revoked = unit->revocations[j].at;
    unit->shown[i] = &key->view;
  }
}

static pnri_unit *copy_of(const pnr_env *env, const pnri_unit *unit)
{
  pnri_unit *copy = pnri_alloc(env, sizeof *copy);
  if (copy == NULL) return NULL;
  *copy = *unit;
  pnri_unit_show(copy);
  return copy;
}

pnr_status pnr_directory_pin(pnr_directory *directory, pnr_slice name, const uint8_t fingerprint[PNR_FINGERPRINT],
                             pnr_error *error)
{
  if (directory == NULL || fingerprint == NULL || !pnri_is_unit_name(name)) return pnri_fail_argument(error);
  pnri_unit *known = find(directory, name);
  if (known != NULL) {
    bool is_same = memcmp(known->fingerprint, fingerprint, PNR_FINGERPRINT) == 0;
    return is_same ? PNR_OK : pnri_fail(error, (pnr_error){ .status = PNR_E_PINNED });
  }
  pnri_unit *unit = pnri_alloc(directory->env, sizeof *unit);
  pnri_unit **room = unit != NULL ? pnri_vector_add(&directory->units, 1) : NULL;
  if (room == NULL) {
    pnri_free(directory->env, unit, sizeof *unit);
    return pnri_fail_memory(error);
  }
  memset(unit, 0, sizeof *unit);
  unit->view.name.size = name.size;
  memcpy(unit->name, name.data, name.size);
  memcpy(unit->fingerprint, fingerprint, PNR_FINGERPRINT);
  pnri_unit_show(unit);
  *room = unit;
  return PNR_OK;
}

/* --- Documents taken into a unit --- */

/* A document while it is looked at. */
typedef struct intake {
  const pnr_env *env;
  pnri_arena arena;
  pnri_findings findings;
  pnr_slice octets; /* the document */
  pnri_sign1 sign1;
  uint64_t now;
} intake;

/* Replaces the keys of one kind; those of the other stay. PNR_E_CRYPTO. */
static pnr_status take_keys(pnri_unit *unit, uint32_t kind, const pnri_key_entry *const *entries, uint32_t count)
{
  pnri_public_key others[PNRI_KEYS_MOST];
  uint32_t other_count = 0, left = 0;
  for (uint32_t i = 0; i < unit->key_count; i++)
    if (unit->keys[i].view.kind != kind) others[other_count++] = unit->keys[i];
  for (uint32_t pass = PNR_KEY_SIGNING; pass <= PNR_KEY_PREKEY; pass++) {
    if (pass != kind) {
      memcpy(&unit->keys[left], others, other_count * sizeof *others);
      left += other_count;
      continue;
    }
    for (uint32_t i = 0; i < count; i++) {
      pnri_public_key *key = &unit->keys[left++];
      *key = (pnri_public_key){ .view = { .kind = kind, .from = entries[i]->from, .until = entries[i]->until } };
      memcpy(key->octets, entries[i]->octets.data, sizeof key->octets);
      pnr_status status = pnri_key_id(key->octets, key->id);
      if (status != PNR_OK) return status;
    }
  }
  unit->key_count = left;
  return PNR_OK;
}

static bool are_ordered(const pnri_key_entry *const *entries, uint32_t count)
{
  for (uint32_t i = 0; i < count; i++)
    if (entries[i]->from >= entries[i]->until) return false;
  return true;
}

static const void *read_payload(intake *in, const pnri_wire_table *table, pnr_status *status)
{
  pnri_table_reader reader = { .arena = &in->arena, .findings = &in->findings };
  pnri_cbor_reader_open(&reader.cbor, in->sign1.payload);
  const void *document = pnri_table_read(&reader, table, status);
  if (*status == PNR_OK && pnri_cbor_finish(&reader.cbor) != PNR_OK) *status = PNR_E_OBJECT;
  return document;
}

/* The root in the document is the pinned one, named in the header, and signed it. */
static pnr_status check_root(const intake *in, const pnri_unit *unit, const pnri_directory_document *document)
{
  uint8_t fingerprint[PNR_FINGERPRINT];
  pnr_status status = pnri_fingerprint(document->root.data, fingerprint);
  if (status != PNR_OK) return status;
  if (memcmp(fingerprint, unit->fingerprint, sizeof fingerprint) != 0 ||
      memcmp(in->sign1.claims.key.data, fingerprint, PNR_KEY_ID) != 0)
    return PNR_E_PINNED;
  return pnri_sign1_verify(in->env, &in->sign1, document->root.data, NULL);
}

/* A higher version, or the same document again. */
static pnr_status check_version(const intake *in, pnri_unit *unit, uint32_t version)
{
  uint8_t hash[PNR_FINGERPRINT];
  pnr_status status = pnri_hash((pnr_slice){ NULL, 0 }, in->octets, hash, sizeof hash);
  if (status != PNR_OK) return status;
  bool is_again = version == unit->view.version && memcmp(hash, unit->directory_hash, sizeof hash) == 0;
  if (version <= unit->view.version && !is_again) return PNR_E_ROLLBACK;
  memcpy(unit->directory_hash, hash, sizeof hash);
  return PNR_OK;
}

static pnr_status take_directory(intake *in, pnri_unit *unit)
{
  enum { SAID = PNRI_CLAIM_ISSUER | PNRI_CLAIM_EXPIRES | PNRI_CLAIM_ISSUED };
  pnr_status status;
  const pnri_directory_document *document = read_payload(in, &pnri_directory_table, &status);
  if (document == NULL || status != PNR_OK) return status;
  if (in->sign1.said != SAID || !are_ordered(document->signing, document->signing_count)) return PNR_E_OBJECT;
  if ((status = check_root(in, unit, document)) != PNR_OK) return status;
  if (in->sign1.claims.issued > in->now + PNR_EXCHANGE_SKEW || in->sign1.claims.expires <= in->now)
    return PNR_E_EXPIRED;
  if ((status = check_version(in, unit, document->version)) != PNR_OK) return status;
  unit->view.version = document->version;
  unit->view.until = in->sign1.claims.expires;
  unit->wire_versions = document->wire_versions;
  unit->revocation_count = document->revocation_count;
  for (uint32_t i = 0; i < document->revocation_count; i++) {
    memcpy(unit->revocations[i].key, document->revocations[i]->key.data, PNR_KEY_ID);
    unit->revocations[i].at = document->revocations[i]->at;
  }
  return take_keys(unit, PNR_KEY_SIGNING, document->signing, document->signing_count);
}

/* One day each, and not further ahead than they are published. */
static bool are_prekeys(const intake *in, const pnri_prekeys_document *document)
{
  uint64_t last = in->sign1.claims.issued + PNR_PREKEY_AHEAD * PNRI_DAY;
  for (uint32_t i = 0; i < document->prekey_count; i++) {
    const pnri_key_entry *entry = document->prekeys[i];
    if (entry->until - entry->from > PNRI_DAY || entry->from > last) return false;
  }
  return are_ordered(document->prekeys, document->prekey_count);
}

static pnr_status take_prekeys(intake *in, pnri_unit *unit)
{
  enum { SAID = PNRI_CLAIM_ISSUER | PNRI_CLAIM_ISSUED };
  const pnri_public_key *key;
  pnr_status status =
    pnri_unit_may_use(unit, PNR_KEY_SIGNING, in->sign1.claims.key.data, in->sign1.claims.issued, in->now, &key);
  if (status == PNR_OK) status = pnri_sign1_verify(in->env, &in->sign1, key->octets, NULL);
  if (status != PNR_OK) return status;
  const pnri_prekeys_document *document = read_payload(in, &pnri_prekeys_table, &status);
  if (document == NULL || status != PNR_OK) return status;
  if (in->sign1.said != SAID || !are_prekeys(in, document)) return PNR_E_OBJECT;
  if (in->sign1.claims.issued > in->now + PNR_EXCHANGE_SKEW) return PNR_E_EXPIRED;
  if (in->sign1.claims.issued < unit->prekeys_issued) return PNR_E_ROLLBACK;
  unit->prekeys_issued = in->sign1.claims.issued;
  return take_keys(unit, PNR_KEY_PREKEY, document->prekeys, document->prekey_count);
}

/* --- A sequence of documents --- */

/* Units that documents were taken into, until all of them held. */
typedef struct staging {
  pnr_directory *directory;
  pnri_vector copies; /* pnri_unit * */
  uint64_t now;
} staging;

static pnri_unit *stage(staging *work, pnr_slice name, pnr_status *status)
{
  for (size_t i = 0; i < work->copies.count; i++) {
    pnri_unit *copy = *(pnri_unit **)pnri_vector_at(&work->copies, i);
    if (pnri_slice_equal(copy->view.name, name)) return copy;
  }
  const pnri_unit *known = find(work->directory, name);
  *status = known != NULL ? PNR_E_MEMORY : PNR_E_PINNED;
  pnri_unit *copy = known != NULL ? copy_of(work->directory->env, known) : NULL;
  pnri_unit **room = copy != NULL ? pnri_vector_add(&work->copies, 1) : NULL;
  if (room == NULL) {
    pnri_free(work->directory->env, copy, sizeof *copy);
    return NULL;
  }
  *status = PNR_OK;
  return *room = copy;
}

/* The next document of the sequence. Its kind is told by its typ: what is no directory must be prekeys. */
static pnr_status take_next(staging *work, pnri_cbor_reader *cbor)
{
  intake in = { .env = work->directory->env, .now = work->now };
  pnri_cbor_reader again = *cbor;
  const uint8_t *begin = cbor->next;
  bool is_directory = pnri_sign1_read(&again, 0, PNRI_TYP_DIRECTORY, &in.sign1, NULL) == PNR_OK;
  pnr_status status = is_directory ? PNR_OK : pnri_sign1_read(cbor, 0, PNRI_TYP_PREKEYS, &in.sign1, NULL);
  if (status != PNR_OK) return status;
  if (is_directory) *cbor = again;
  in.octets = (pnr_slice){ begin, (size_t)(cbor->next - begin) };
  pnri_unit *unit = stage(work, in.sign1.claims.issuer, &status);
  if (unit == NULL) return status;
  pnri_arena_open(&in.arena, in.env);
  pnri_findings_open(&in.findings, &in.arena);
  status = is_directory ? take_directory(&in, unit) : take_prekeys(&in, unit);
  pnri_arena_close(&in.arena);
  pnri_unit_show(unit);
  return status;
}

/* All held: the copies take the places of the units. What is left in copies is released. */
static void commit(staging *work)
{
  for (size_t i = 0; i < work->copies.count; i++) {
    pnri_unit **copy = pnri_vector_at(&work->copies, i);
    for (size_t j = 0; j < work->directory->units.count; j++) {
      pnri_unit **unit = pnri_vector_at(&work->directory->units, j);
      if (!pnri_slice_equal((*unit)->view.name, (*copy)->view.name)) continue;
      pnri_unit *old = *unit;
      *unit = *copy;
      *copy = old;
      break;
    }
  }
}

pnr_status pnr_directory_add(pnr_directory *directory, pnr_slice octets, uint64_t now, pnr_error *error)
{
  if (directory == NULL || octets.data == NULL || octets.size == 0) return pnri_fail_argument(error);
  staging work = { .directory = directory, .now = now };
  pnri_cbor_reader cbor;
  pnri_vector_open(&work.copies, directory->env, sizeof(pnri_unit *));
  pnri_cbor_reader_open(&cbor, octets);
  pnr_status status = PNR_OK;
  uint64_t place = 0;
  while (status == PNR_OK && cbor.next < cbor.end) {
    place = (uint64_t)(cbor.next - cbor.data);
    status = take_next(&work, &cbor);
  }
  if (status == PNR_OK) commit(&work);
  for (size_t i = 0; i < work.copies.count; i++)
    pnri_free(directory->env, *(pnri_unit **)pnri_vector_at(&work.copies, i), sizeof(pnri_unit));
  pnri_vector_close(&work.copies);
  return status == PNR_OK ? PNR_OK : pnri_fail_at(error, status, place);
}
