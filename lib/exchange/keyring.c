/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/keyring.h"

#include "core/fail.h"
#include "core/slice.h"
#include "crypto/agree.h"
#include "crypto/sign.h"
#include "encoding/octets.h"

pnr_status pnr_keyring_open(const pnr_env *env, pnr_slice unit, pnr_keyring **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || !pnri_is_unit_name(unit)) return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_keyring *keyring = pnri_alloc(env, sizeof *keyring);
  if (keyring == NULL) return pnri_fail_memory(error);
  *keyring = (pnr_keyring){ .env = env, .unit_size = unit.size };
  memcpy(keyring->unit, unit.data, unit.size);
  pnri_vector_open(&keyring->signing, env, sizeof(pnri_own_key));
  pnri_vector_open(&keyring->prekeys, env, sizeof(pnri_own_key));
  *out = keyring;
  return PNR_OK;
}

void pnr_keyring_close(pnr_keyring *keyring)
{
  if (keyring == NULL) return;
  pnri_vector_close(&keyring->signing);
  pnri_vector_close(&keyring->prekeys);
  pnri_free(keyring->env, keyring, sizeof *keyring);
}

pnr_slice pnr_keyring_unit(const pnr_keyring *keyring) { return (pnr_slice){ keyring->unit, keyring->unit_size }; }

/* --- Adding and wiping --- */

static pnr_status complete(pnri_own_key *key, bool is_signing)
{
  uint8_t pair[PNRI_SIGN_SECRET];
  pnr_status status =
    is_signing ? pnri_sign_pair(key->secret, key->public_key, pair) : pnri_agree_public(key->secret, key->public_key);
  pnri_wipe(pair, sizeof pair);
  return status == PNR_OK ? pnri_key_id(key->public_key, key->id) : status;
}

static pnr_status add(pnri_vector *keys, const uint8_t secret[32], uint64_t from, uint64_t until, bool is_signing)
{
  pnri_own_key key = { .from = from, .until = until };
  memcpy(key.secret, secret, sizeof key.secret);
  pnr_status status = complete(&key, is_signing);
  pnri_own_key *room = status == PNR_OK ? pnri_vector_add(keys, 1) : NULL;
  if (room != NULL) *room = key;
  else if (status == PNR_OK) status = PNR_E_MEMORY;
  pnri_wipe(&key, sizeof key);
  return status;
}

static pnr_status draw_key(pnri_vector *keys, uint64_t from, uint64_t until, bool is_signing, const pnri_chance *chance)
{
  uint8_t secret[32];
  pnr_status status = pnri_draw(chance, secret, sizeof secret);
  if (status == PNR_OK) status = add(keys, secret, from, until, is_signing);
  pnri_wipe(secret, sizeof secret);
  return status;
}

pnr_status pnri_keyring_add_signing(pnr_keyring *keyring, uint64_t from, uint64_t until, const pnri_chance *chance,
                                    pnr_error *error)
{
  if (keyring == NULL || from == 0 || from >= until || until > INT64_MAX) return pnri_fail_argument(error);
  if (keyring->signing.count == PNRI_SIGNING_MOST) return pnri_fail(error, (pnr_error){ .status = PNR_E_LIMIT });
  pnr_status status = draw_key(&keyring->signing, from, until, true, chance);
  return status == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = status });
}

static bool has_day(const pnr_keyring *keyring, uint64_t from)
{
  for (size_t i = 0; i < keyring->prekeys.count; i++)
    if (pnri_own_key_at(&keyring->prekeys, i)->from == from) return true;
  return false;
}

pnr_status pnri_keyring_add_prekeys(pnr_keyring *keyring, uint64_t now, const pnri_chance *chance, pnr_error *error)
{
  if (keyring == NULL || now < PNRI_DAY || now > INT64_MAX / 2) return pnri_fail_argument(error);
  uint64_t today = now - now % PNRI_DAY;
  pnr_status status = PNR_OK;
  for (uint64_t i = 0; i < PNR_PREKEY_AHEAD && status == PNR_OK; i++) {
    uint64_t from = today + i * PNRI_DAY;
    if (has_day(keyring, from)) continue;
    status = keyring->prekeys.count == PNRI_PREKEYS_MOST
               ? PNR_E_LIMIT
               : draw_key(&keyring->prekeys, from, from + PNRI_DAY, false, chance);
  }
  return status == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = status });
}

pnr_status pnr_keyring_add_signing(pnr_keyring *keyring, uint64_t from, uint64_t until, pnr_error *error)
{
  return pnri_keyring_add_signing(keyring, from, until, &pnri_chance_system, error);
}

pnr_status pnr_keyring_add_prekeys(pnr_keyring *keyring, uint64_t now, pnr_error *error)
{
  return pnri_keyring_add_prekeys(keyring, now, &pnri_chance_system, error);
}

/* Drops the keys that ended `kept` seconds ago, and keeps the order of the others. */
static uint32_t drop_ended(pnri_vector *keys, uint64_t now, uint64_t kept)
{
  size_t left = 0, count = keys->count;
  for (size_t i = 0; i < count; i++) {
    pnri_own_key *key = pnri_vector_at(keys, i);
    if (key->until <= now && now - key->until >= kept) continue;
    if (left != i) memcpy(pnri_vector_at(keys, left), key, sizeof *key);
    left++;
  }
  pnri_vector_cut(keys, left);
  return (uint32_t)(count - left);
}

uint32_t pnr_keyring_expire(pnr_keyring *keyring, uint64_t now)
{
  return drop_ended(&keyring->prekeys, now, PNRI_PREKEY_KEPT) + drop_ended(&keyring->signing, now, 0);
}

/* --- Saving and loading --- */

typedef struct entries {
  pnri_key_entry entry[PNRI_PREKEYS_MOST];
  const pnri_key_entry *at[PNRI_PREKEYS_MOST];
} entries;

static void list_secrets(const pnri_vector *keys, entries *list)
{
  for (size_t i = 0; i < keys->count; i++) {
    const pnri_own_key *key = pnri_own_key_at(keys, i);
    list->entry[i] = (pnri_key_entry){ { key->secret, sizeof key->secret }, key->from, key->until };
    list->at[i] = &list->entry[i];
  }
}

pnr_status pnr_keyring_save(const pnr_keyring *keyring, pnr_octets **out, pnr_error *error)
{
  enum { MOST = 16384 };
  entries signing, prekeys;
  pnri_cbor_writer cbor;
  if (out != NULL) *out = NULL;
  if (keyring == NULL || out == NULL) return pnri_fail_argument(error);
  list_secrets(&keyring->signing, &signing);
  list_secrets(&keyring->prekeys, &prekeys);
  pnri_keyring_document document = { .unit = pnr_keyring_unit(keyring),
                                     .signing = signing.at,
                                     .signing_count = (uint32_t)keyring->signing.count,
                                     .prekeys = prekeys.at,
                                     .prekey_count = (uint32_t)keyring->prekeys.count };
  pnri_cbor_writer_open(&cbor, keyring->env, MOST);
  pnri_table_write(&pnri_keyring_table, &document, &cbor);
  return pnri_octets_of(&cbor, out, error);
}

static pnr_status add_all(pnr_keyring *keyring, const pnri_keyring_document *document)
{
  pnr_status status = PNR_OK;
  for (uint32_t i = 0; i < document->signing_count && status == PNR_OK; i++) {
    const pnri_key_entry *entry = document->signing[i];
    status = add(&keyring->signing, entry->octets.data, entry->from, entry->until, true);
  }
  for (uint32_t i = 0; i < document->prekey_count && status == PNR_OK; i++) {
    const pnri_key_entry *entry = document->prekeys[i];
    status = add(&keyring->prekeys, entry->octets.data, entry->from, entry->until, false);
  }
  return status;
}

pnr_status pnr_keyring_load(const pnr_env *env, pnr_slice octets, pnr_keyring **out, pnr_error *error)
{
  pnri_arena arena;
  pnri_findings findings;
  pnr_error fault = { .size = sizeof fault };
  if (out != NULL) *out = NULL;
  if (out == NULL || (octets.data == NULL && octets.size != 0)) return pnri_fail_argument(error);
  pnri_arena_open(&arena, pnri_env(env));
  pnri_findings_open(&findings, &arena);
  pnri_table_reader reader = { .arena = &arena, .findings = &findings, .error = &fault };
  pnri_cbor_reader_open(&reader.cbor, octets);
  pnr_status status;
  const pnri_keyring_document *document = pnri_table_read(&reader, &pnri_keyring_table, &status);
  if (status == PNR_OK && pnri_cbor_finish(&reader.cbor) != PNR_OK) status = PNR_E_SYNTAX;
  if (status == PNR_OK && !pnri_is_unit_name(document->unit)) status = PNR_E_SYNTAX;
  if (status == PNR_OK) status = pnr_keyring_open(env, document->unit, out, NULL);
  if (status == PNR_OK) status = add_all(*out, document);
  pnri_arena_close(&arena);
  if (status == PNR_OK) return PNR_OK;
  pnr_keyring_close(*out);
  *out = NULL;
  return pnri_fail_at(error, status == PNR_E_OBJECT ? PNR_E_SYNTAX : status, fault.offset);
}

/* --- As provider --- */

static const pnri_own_key *find(const pnri_vector *keys, const uint8_t id[PNR_KEY_ID])
{
  for (size_t i = 0; i < keys->count; i++)
    if (memcmp(pnri_own_key_at(keys, i)->id, id, PNR_KEY_ID) == 0) return pnri_own_key_at(keys, i);
  return NULL;
}

static int sign(void *user, const uint8_t id[PNR_KEY_ID], pnr_slice octets, uint8_t signature[64])
{
  const pnr_keyring *keyring = user;
  const pnri_own_key *key = find(&keyring->signing, id);
  uint8_t public_key[PNRI_SIGN_PUBLIC], secret[PNRI_SIGN_SECRET];
  bool is_signed = key != NULL && pnri_sign_pair(key->secret, public_key, secret) == PNR_OK &&
                   pnri_sign(secret, octets, signature) == PNR_OK;
  pnri_wipe(secret, sizeof secret);
  return is_signed;
}

static int agree(void *user, const uint8_t id[PNR_KEY_ID], const uint8_t point[32], uint8_t shared[32], uint64_t *from,
                 uint64_t *until)
{
  const pnr_keyring *keyring = user;
  const pnri_own_key *key = find(&keyring->prekeys, id);
  if (key == NULL || pnri_agree(key->secret, point, shared) != PNR_OK) return 0;
  *from = key->from;
  *until = key->until;
  return 1;
}

pnr_status pnr_keyring_provider(pnr_keyring *keyring, uint64_t now, pnr_key_provider *provider, pnr_error *error)
{
  const pnri_own_key *newest = NULL;
  if (keyring == NULL || provider == NULL || provider->size != sizeof *provider) return pnri_fail_argument(error);
  *provider = (pnr_key_provider){ .size = sizeof *provider, .user = keyring, .sign = sign, .agree = agree };
  for (size_t i = 0; i < keyring->signing.count; i++) {
    const pnri_own_key *key = pnri_own_key_at(&keyring->signing, i);
    if (key->from <= now && now < key->until && (newest == NULL || key->from >= newest->from)) newest = key;
  }
  if (newest == NULL) return pnri_fail(error, (pnr_error){ .status = PNR_E_KEY_UNKNOWN });
  memcpy(provider->signing_key, newest->id, PNR_KEY_ID);
  return PNR_OK;
}
