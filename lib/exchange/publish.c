/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "crypto/sign.h"
#include "encoding/octets.h"
#include "exchange/cose.h"
#include "exchange/keyring.h"

/* What a unit publishes about its keys. */

enum { DOCUMENT_MOST = 16384 };

/* --- The root key --- */

pnr_status pnr_root_create(const pnr_env *env, pnr_octets **out, pnr_error *error)
{
  uint8_t seed[PNR_SEED];
  pnri_cbor_writer cbor;
  if (out == NULL) return pnri_fail_argument(error);
  *out = NULL;
  pnr_status status = pnri_draw(&pnri_chance_system, seed, sizeof seed);
  if (status != PNR_OK) return pnri_fail(error, (pnr_error){ .status = status });
  pnri_cbor_writer_open(&cbor, env, sizeof seed);
  pnri_cbor_put_encoded(&cbor, (pnr_slice){ seed, sizeof seed });
  pnri_wipe(seed, sizeof seed);
  return pnri_octets_of(&cbor, out, error);
}

typedef struct root {
  uint8_t public_key[PNRI_SIGN_PUBLIC];
  uint8_t secret[PNRI_SIGN_SECRET];
} root;

static pnr_status open_root(pnr_slice seed, root *out, pnr_error *error)
{
  if (seed.data == NULL || seed.size != PNR_SEED) return pnri_fail_argument(error);
  pnr_status status = pnri_sign_pair(seed.data, out->public_key, out->secret);
  return status == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = status });
}

pnr_status pnr_root_fingerprint(pnr_slice seed, uint8_t fingerprint[PNR_FINGERPRINT], pnr_error *error)
{
  root opened;
  if (fingerprint == NULL) return pnri_fail_argument(error);
  pnr_status status = open_root(seed, &opened, error);
  if (status == PNR_OK) status = pnri_fingerprint(opened.public_key, fingerprint);
  pnri_wipe(&opened, sizeof opened);
  return status;
}

static int sign_with_root(void *user, const uint8_t key[PNR_KEY_ID], pnr_slice octets, uint8_t signature[64])
{
  const root *opened = user;
  (void)key;
  return pnri_sign(opened->secret, octets, signature) == PNR_OK;
}

/* --- Documents --- */

typedef struct entries {
  pnri_key_entry entry[PNRI_PREKEYS_MOST];
  const pnri_key_entry *at[PNRI_PREKEYS_MOST];
  uint32_t count;
} entries;

/* The public halves of the keys that have not ended. */
static void list_public(const pnri_vector *keys, uint64_t now, entries *list)
{
  list->count = 0;
  for (size_t i = 0; i < keys->count; i++) {
    const pnri_own_key *key = pnri_own_key_at(keys, i);
    if (key->until <= now) continue;
    list->entry[list->count] = (pnri_key_entry){ { key->public_key, sizeof key->public_key }, key->from, key->until };
    list->at[list->count] = &list->entry[list->count];
    list->count++;
  }
}

static pnr_status sign_document(const pnr_env *env, uint32_t typ, const pnri_wire_table *table, const void *document,
                                const pnr_claims *claims, uint32_t said, const pnr_key_provider *provider,
                                pnr_octets **out, pnr_error *error)
{
  pnri_cbor_writer payload, cbor;
  pnr_status status = pnri_table_check(table, document, error);
  if (status != PNR_OK) return status;
  pnri_cbor_writer_open(&payload, env, DOCUMENT_MOST);
  pnri_cbor_writer_open(&cbor, env, 2 * DOCUMENT_MOST);
  pnri_table_write(table, document, &payload);
  status = payload.status != PNR_OK
             ? pnri_fail(error, (pnr_error){ .status = payload.status })
             : pnri_sign1_write(&cbor, typ, claims, said, pnri_cbor_written(&payload), provider, error);
  pnri_cbor_writer_close(&payload);
  if (status == PNR_OK) return pnri_octets_of(&cbor, out, error);
  pnri_cbor_writer_close(&cbor);
  return status;
}

pnr_status pnr_directory_sign(const pnr_keyring *keyring, pnr_slice root_seed, uint32_t version, uint64_t now,
                              uint64_t until, const pnr_revocation *const *revocations, uint32_t count,
                              pnr_octets **out, pnr_error *error)
{
  root opened;
  entries signing;
  uint8_t fingerprint[PNR_FINGERPRINT];
  if (out != NULL) *out = NULL;
  if (keyring == NULL || out == NULL || (revocations == NULL && count != 0) || now == 0 || until <= now)
    return pnri_fail_argument(error);
  pnr_status status = open_root(root_seed, &opened, error);
  if (status != PNR_OK) return status;
  pnr_key_provider provider = { .size = sizeof provider, .user = &opened, .sign = sign_with_root };
  list_public(&keyring->signing, now, &signing);
  status = pnri_fingerprint(opened.public_key, fingerprint);
  memcpy(provider.signing_key, fingerprint, PNR_KEY_ID);
  pnri_directory_document document = { .version = version,
                                       .root = { opened.public_key, sizeof opened.public_key },
                                       .signing = signing.at,
                                       .signing_count = signing.count,
                                       .revocations = revocations,
                                       .revocation_count = count,
                                       .wire_versions = 1u << (PNR_EXCHANGE_VERSION - 1) };
  pnr_claims claims = { .issuer = pnr_keyring_unit(keyring), .issued = now, .expires = until };
  if (status == PNR_OK)
    status = sign_document(keyring->env, PNRI_TYP_DIRECTORY, &pnri_directory_table, &document, &claims,
                           PNRI_CLAIM_ISSUER | PNRI_CLAIM_EXPIRES | PNRI_CLAIM_ISSUED, &provider, out, error);
  pnri_wipe(&opened, sizeof opened);
  return status;
}

pnr_status pnr_prekeys_sign(pnr_keyring *keyring, uint64_t now, pnr_octets **out, pnr_error *error)
{
  entries prekeys;
  pnr_key_provider provider = { .size = sizeof provider };
  if (out != NULL) *out = NULL;
  if (keyring == NULL || out == NULL || now == 0) return pnri_fail_argument(error);
  pnr_status status = pnr_keyring_provider(keyring, now, &provider, error);
  if (status != PNR_OK) return status;
  list_public(&keyring->prekeys, now, &prekeys);
  pnri_prekeys_document document = { prekeys.at, prekeys.count };
  pnr_claims claims = { .issuer = pnr_keyring_unit(keyring), .issued = now };
  return sign_document(keyring->env, PNRI_TYP_PREKEYS, &pnri_prekeys_table, &document, &claims,
                       PNRI_CLAIM_ISSUER | PNRI_CLAIM_ISSUED, &provider, out, error);
}
