/* SPDX-License-Identifier: Apache-2.0 */
#include "protect/wrap.h"

#include <string.h>

#include "core/fail.h"
#include "core/slice.h"
#include "crypto/hkdf.h"
#include "crypto/secret.h"

static pnr_slice octets(const uint8_t *data, size_t size) { return (pnr_slice){ data, size }; }

/* --- Parties --- */

static pnr_status derive(pnr_slice seed, const char *label, uint8_t *out, size_t size)
{
  return pnri_hkdf((pnr_slice){ NULL, 0 }, seed, pnri_slice(label), out, size);
}

pnr_status pnri_party_open(pnr_slice seed, pnri_party *out)
{
  uint8_t sign[PNRI_SIGN_SEED];
  pnr_status status = seed.size == PNR_SEED ? PNR_OK : PNR_E_ARGUMENT;
  if (status == PNR_OK) status = derive(seed, "libpnr party agree 1", out->agree, sizeof out->agree);
  if (status == PNR_OK) status = derive(seed, "libpnr party sign 1", sign, sizeof sign);
  if (status == PNR_OK) status = pnri_agree_public(out->agree, out->public_keys);
  if (status == PNR_OK) status = pnri_sign_pair(sign, out->public_keys + PNRI_AGREE_PUBLIC, out->sign);
  pnri_wipe(sign, sizeof sign);
  if (status != PNR_OK) pnri_wipe(out, sizeof *out);
  return status;
}

pnr_status pnr_party_public(pnr_slice seed, uint8_t out[PNR_PARTY_PUBLIC], pnr_error *error)
{
  pnri_party party;
  if (out == NULL || seed.data == NULL) return pnri_fail_argument(error);
  pnr_status status = pnri_party_open(seed, &party);
  if (status == PNR_OK) memcpy(out, party.public_keys, PNR_PARTY_PUBLIC);
  pnri_wipe(&party, sizeof party);
  return status == PNR_OK ? PNR_OK : pnri_fail_at(error, status, 0);
}

/* --- Wraps --- */

enum { INFO_MOST = 32 + 3 * 32 };

/* What both sides derive the key from: all that the wrap is about. */
static size_t make_info(uint8_t *info, const char *label, const uint8_t *ephemeral, const uint8_t *party,
                        const uint8_t *record)
{
  static const char prefix[] = "libpnr 1 ";
  size_t size = sizeof prefix - 1, label_size = strlen(label);
  memcpy(info, prefix, size);
  memcpy(info + size, label, label_size);
  size += label_size;
  memcpy(info + size, ephemeral, PNRI_AGREE_PUBLIC);
  memcpy(info + size + 32, party, PNRI_AGREE_PUBLIC);
  memcpy(info + size + 64, record, PNRI_HASH_SIZE);
  return size + 96;
}

static pnr_status derive_key(const uint8_t *secret, const uint8_t *peer, const uint8_t *ephemeral, const uint8_t *party,
                             const char *label, const uint8_t *record, uint8_t *key)
{
  uint8_t shared[PNRI_AGREE_SHARED], info[INFO_MOST];
  size_t size = make_info(info, label, ephemeral, party, record);
  pnr_status status = pnri_agree(secret, peer, shared);
  if (status == PNR_OK)
    status = pnri_hkdf((pnr_slice){ NULL, 0 }, octets(shared, sizeof shared), octets(info, size), key, PNRI_SEAL_KEY);
  pnri_wipe(shared, sizeof shared);
  return status;
}

static const uint8_t nonce[PNRI_SEAL_NONCE]; /* each key is used once */

pnr_status pnri_wrap_key(const uint8_t *key, const uint8_t *party, const char *label, const uint8_t *record,
                         pnri_wrap *out)
{
  uint8_t secret[PNRI_AGREE_SECRET], derived[PNRI_SEAL_KEY];
  pnr_status status = pnri_secret_random(secret, sizeof secret);
  if (status == PNR_OK) status = pnri_agree_public(secret, out->ephemeral);
  if (status == PNR_OK) status = derive_key(secret, party, out->ephemeral, party, label, record, derived);
  if (status == PNR_OK)
    status = pnri_seal(derived, nonce, octets(record, PNRI_HASH_SIZE), octets(key, PNRI_SEAL_KEY), out->wrapped);
  pnri_wipe(secret, sizeof secret);
  pnri_wipe(derived, sizeof derived);
  return status;
}

pnr_status pnri_unwrap_key(const pnri_wrap *wrap, const pnri_party *party, const char *label, const uint8_t *record,
                           uint8_t *key)
{
  uint8_t derived[PNRI_SEAL_KEY];
  pnr_status status =
    derive_key(party->agree, wrap->ephemeral, wrap->ephemeral, party->public_keys, label, record, derived);
  if (status == PNR_OK)
    status = pnri_open(derived, nonce, octets(record, PNRI_HASH_SIZE), octets(wrap->wrapped, PNRI_WRAPPED), key);
  pnri_wipe(derived, sizeof derived);
  return status;
}

void pnri_wrap_begin(pnri_cbor_reader *cbor, uint64_t items)
{
  uint64_t count, form;
  if (pnri_cbor_get_array(cbor, &count) == PNR_OK && count != items) pnri_cbor_refuse(cbor, PNR_E_SYNTAX);
  if (pnri_cbor_get_unsigned(cbor, UINT64_MAX, &form) == PNR_OK && form != PNRI_WRAP_FORM)
    pnri_cbor_refuse(cbor, PNR_E_UNSUPPORTED);
}

void pnri_wrap_get(pnri_cbor_reader *cbor, uint8_t *out, size_t size)
{
  pnr_slice found;
  memset(out, 0, size);
  if (pnri_cbor_get_octets(cbor, &found) != PNR_OK) return;
  if (found.size == size) memcpy(out, found.data, size);
  else pnri_cbor_refuse(cbor, PNR_E_SYNTAX);
}

pnr_status pnri_wrap_read(pnr_slice wrap, uint8_t identity[PNR_IDENTITY], uint8_t authority[PNR_PARTY_PUBLIC],
                          pnri_wrap *out)
{
  pnri_cbor_reader cbor;
  pnri_cbor_reader_open(&cbor, wrap);
  pnri_wrap_begin(&cbor, 5);
  pnri_wrap_get(&cbor, identity, PNR_IDENTITY);
  pnri_wrap_get(&cbor, authority, PNR_PARTY_PUBLIC);
  pnri_wrap_get(&cbor, out->ephemeral, sizeof out->ephemeral);
  pnri_wrap_get(&cbor, out->wrapped, sizeof out->wrapped);
  return pnri_cbor_finish(&cbor);
}
