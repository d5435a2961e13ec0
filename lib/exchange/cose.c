/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/cose.h"

#include <string.h>

#include "core/fail.h"
#include "core/slice.h"
#include "crypto/agree.h"
#include "crypto/hkdf.h"
#include "crypto/seal.h"
#include "crypto/sign.h"

enum { /* RFC 9052 section 3.1, RFC 9053, RFC 9596, RFC 9597, RFC 9864 */
       LABEL_ALGORITHM = 1,
       LABEL_CONTENT_TYPE = 3,
       LABEL_KEY = 4,
       LABEL_NONCE = 5,
       LABEL_CLAIMS = 15,
       LABEL_TYP = 16,
       LABEL_EPHEMERAL = -1,
       ED25519 = -19,
       CHACHA20_POLY1305 = 24,
       ECDH_ES_HKDF_256 = -25,
       TAG_SIGN1 = 18,
       TAG_ENCRYPT = 96,
       CONTENT_SIGN1 = 18, /* application/cose; cose-type="cose-sign1" */
       KEY_TYPE = 1,
       KEY_CURVE = -1,
       KEY_X = -2,
       OKP = 1,
       X25519 = 4,
       KEY_BITS = 256
};

static const char typ_begin[] = "pnr-";
static const char *const typs[PNRI_TYPS] = {
  [PNRI_TYP_SEALED] = "pnr-sealed.v1+cose",
  [PNRI_TYP_MESSAGE] = "pnr-message.v1+cose",
  [PNRI_TYP_DIRECTORY] = "pnr-directory.v1+cose",
  [PNRI_TYP_PREKEYS] = "pnr-prekeys.v1+cose",
};

static const struct {
  int64_t key;
  uint32_t bit;
} claim_keys[] = {
  { 1, PNRI_CLAIM_ISSUER },      { 3, PNRI_CLAIM_AUDIENCE },
  { 4, PNRI_CLAIM_EXPIRES },     { 6, PNRI_CLAIM_ISSUED },
  { 7, PNRI_CLAIM_ID },          { -65537, PNRI_CLAIM_INCARNATION },
  { -65538, PNRI_CLAIM_STREAM }, { -65539, PNRI_CLAIM_SEQUENCE },
};
enum { CLAIMS = sizeof claim_keys / sizeof claim_keys[0], SMALL = 4096, HEADERS_MOST = 512 };

static pnr_status settle(const pnri_cbor_writer *cbor, pnr_error *error)
{
  return cbor->status == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = cbor->status });
}

/* --- Signing --- */

static void put_claim(pnri_cbor_writer *cbor, const pnr_claims *claims, uint32_t bit)
{
  switch (bit) {
  case PNRI_CLAIM_ISSUER: pnri_cbor_put_text(cbor, claims->issuer); break;
  case PNRI_CLAIM_AUDIENCE: pnri_cbor_put_text(cbor, claims->audience); break;
  case PNRI_CLAIM_EXPIRES: pnri_cbor_put_unsigned(cbor, claims->expires); break;
  case PNRI_CLAIM_ISSUED: pnri_cbor_put_unsigned(cbor, claims->issued); break;
  case PNRI_CLAIM_ID: pnri_cbor_put_octets(cbor, claims->id); break;
  case PNRI_CLAIM_INCARNATION: pnri_cbor_put_octets(cbor, claims->incarnation); break;
  case PNRI_CLAIM_STREAM: pnri_cbor_put_unsigned(cbor, claims->stream); break;
  default: pnri_cbor_put_unsigned(cbor, claims->sequence); break;
  }
}

static void put_claims(pnri_cbor_writer *cbor, const pnr_claims *claims, uint32_t said)
{
  size_t begun = pnri_cbor_begin(cbor);
  uint64_t count = 0;
  for (size_t i = 0; i < CLAIMS; i++) {
    if ((said & claim_keys[i].bit) == 0) continue;
    pnri_cbor_put_integer(cbor, claim_keys[i].key);
    put_claim(cbor, claims, claim_keys[i].bit);
    count++;
  }
  pnri_cbor_end_map(cbor, begun, count);
}

static void put_sign1_headers(pnri_cbor_writer *cbor, uint32_t typ, const pnr_claims *claims, uint32_t said,
                              pnr_slice key)
{
  pnri_cbor_put_map(cbor, 4);
  pnri_cbor_put_unsigned(cbor, LABEL_ALGORITHM);
  pnri_cbor_put_integer(cbor, ED25519);
  pnri_cbor_put_unsigned(cbor, LABEL_KEY);
  pnri_cbor_put_octets(cbor, key);
  pnri_cbor_put_unsigned(cbor, LABEL_CLAIMS);
  put_claims(cbor, claims, said);
  pnri_cbor_put_unsigned(cbor, LABEL_TYP);
  pnri_cbor_put_text(cbor, pnri_slice(typs[typ]));
}

/* Sig_structure, RFC 9052 section 4.4. */
static void put_signed(pnri_cbor_writer *cbor, pnr_slice headers, pnr_slice payload)
{
  pnri_cbor_put_array(cbor, 4);
  pnri_cbor_put_text(cbor, pnri_slice("Signature1"));
  pnri_cbor_put_octets(cbor, headers);
  pnri_cbor_put_octets(cbor, (pnr_slice){ NULL, 0 });
  pnri_cbor_put_octets(cbor, payload);
}

static uint8_t *put_before(uint8_t *place, const void *octets, size_t size)
{
  return memcpy(place - size, octets, size);
}

static uint8_t *put_head_before(uint8_t *place, size_t size)
{
  place -= pnri_cbor_head_size(size);
  (void)pnri_cbor_head_put(place, PNRI_CBOR_OCTETS, size);
  return place;
}

/* What is signed and what is sent are the same from the headers on, but for the octet between them and the payload: so one is
 * made of the other. */
pnr_status pnri_sign1_around(pnri_cbor_writer *memory, size_t place, uint32_t typ, const pnr_claims *claims,
                             uint32_t said, const pnr_key_provider *provider, pnr_slice *out, pnr_error *error)
{
  static const uint8_t to_sign[] = "\x84\x6ASignature1", to_send[] = "\xD2\x84"; /* without their last octet */
  enum { NO_OCTETS = 0x40, NO_PAIRS = 0xA0 };
  uint8_t room[HEADERS_MOST], signature[PNRI_SIGNATURE];
  pnri_cbor_writer headers;
  if (memory->status != PNR_OK) return settle(memory, error);
  pnri_cbor_writer_borrow(&headers, room, sizeof room);
  put_sign1_headers(&headers, typ, claims, said, (pnr_slice){ provider->signing_key, PNR_KEY_ID });
  if (headers.status != PNR_OK) return settle(&headers, error);
  uint8_t *between = put_head_before(memory->data + place, memory->size - place) - 1;
  uint8_t *begun = put_head_before(put_before(between, headers.data, headers.size), headers.size);
  const uint8_t *first = put_before(begun, to_sign, sizeof to_sign - 1);
  *between = NO_OCTETS;
  pnr_slice what = { first, (size_t)(memory->data + memory->size - first) };
  if (!provider->sign(provider->user, provider->signing_key, what, signature))
    return pnri_fail(error, (pnr_error){ .status = PNR_E_KEY_UNKNOWN });
  *between = NO_PAIRS;
  size_t at = (size_t)(put_before(begun, to_send, sizeof to_send - 1) - memory->data);
  pnri_cbor_put_octets(memory, (pnr_slice){ signature, sizeof signature });
  *out = (pnr_slice){ memory->data + at, memory->size - at };
  return settle(memory, error);
}

pnr_status pnri_sign1_write(pnri_cbor_writer *cbor, uint32_t typ, const pnr_claims *claims, uint32_t said,
                            pnr_slice payload, const pnr_key_provider *provider, pnr_error *error)
{
  pnri_cbor_writer memory;
  pnr_slice signed_one;
  pnri_cbor_writer_open(&memory, cbor->env, PNRI_SIGN1_BEFORE + payload.size + SMALL);
  (void)pnri_cbor_put_room(&memory, PNRI_SIGN1_BEFORE);
  pnri_cbor_put_encoded(&memory, payload);
  pnr_status status = pnri_sign1_around(&memory, PNRI_SIGN1_BEFORE, typ, claims, said, provider, &signed_one, error);
  if (status == PNR_OK) {
    pnri_cbor_put_encoded(cbor, signed_one);
    status = settle(cbor, error);
  }
  pnri_cbor_writer_close(&memory);
  return status;
}

/* --- Reading headers: each label in its place, each value of its kind, else it is no object of the exchange --- */

static bool get_label(pnri_cbor_reader *cbor, int64_t label)
{
  int64_t found;
  return pnri_cbor_get_integer(cbor, &found) == PNR_OK && found == label;
}

static bool get_integer(pnri_cbor_reader *cbor, int64_t label, int64_t value)
{
  int64_t found;
  return get_label(cbor, label) && pnri_cbor_get_integer(cbor, &found) == PNR_OK && found == value;
}

static bool get_sized(pnri_cbor_reader *cbor, size_t size, pnr_slice *out)
{
  return pnri_cbor_get_octets(cbor, out) == PNR_OK && out->size == size;
}

static bool get_octets(pnri_cbor_reader *cbor, int64_t label, size_t size, pnr_slice *out)
{
  return get_label(cbor, label) && get_sized(cbor, size, out);
}

static bool get_empty_map(pnri_cbor_reader *cbor)
{
  uint64_t pairs;
  return pnri_cbor_get_map(cbor, &pairs) == PNR_OK && pairs == 0;
}

static bool get_map(pnri_cbor_reader *cbor, uint64_t count)
{
  uint64_t pairs;
  return pnri_cbor_get_map(cbor, &pairs) == PNR_OK && pairs == count;
}

static bool get_array(pnri_cbor_reader *cbor, uint64_t count)
{
  uint64_t items;
  return pnri_cbor_get_array(cbor, &items) == PNR_OK && items == count;
}

/* PNR_E_OBJECT_VERSION for one of ours that is not known: a later version, or what it is not meant to be here. */
static pnr_status get_typ(pnri_cbor_reader *cbor, uint32_t typ)
{
  pnr_slice text;
  if (!get_label(cbor, LABEL_TYP) || pnri_cbor_get_text(cbor, &text) != PNR_OK) return PNR_E_OBJECT;
  if (pnri_slice_is(text, typs[typ])) return PNR_OK;
  return pnri_slice_starts(text, typ_begin) ? PNR_E_OBJECT_VERSION : PNR_E_OBJECT;
}

static bool get_claim(pnri_cbor_reader *cbor, pnr_claims *claims, uint32_t bit)
{
  uint64_t stream;
  switch (bit) {
  case PNRI_CLAIM_ISSUER: return pnri_cbor_get_text(cbor, &claims->issuer) == PNR_OK;
  case PNRI_CLAIM_AUDIENCE: return pnri_cbor_get_text(cbor, &claims->audience) == PNR_OK;
  case PNRI_CLAIM_EXPIRES: return pnri_cbor_get_unsigned(cbor, INT64_MAX, &claims->expires) == PNR_OK;
  case PNRI_CLAIM_ISSUED: return pnri_cbor_get_unsigned(cbor, INT64_MAX, &claims->issued) == PNR_OK;
  case PNRI_CLAIM_ID: return get_sized(cbor, PNR_EXCHANGE_ID, &claims->id);
  case PNRI_CLAIM_INCARNATION: return get_sized(cbor, PNR_EXCHANGE_ID, &claims->incarnation);
  case PNRI_CLAIM_STREAM:
    if (pnri_cbor_get_unsigned(cbor, UINT32_MAX, &stream) != PNR_OK) return false;
    claims->stream = (uint32_t)stream;
    return true;
  default: return pnri_cbor_get_unsigned(cbor, INT64_MAX, &claims->sequence) == PNR_OK;
  }
}

static bool get_claims(pnri_cbor_reader *cbor, pnri_sign1 *out)
{
  uint64_t pairs;
  int64_t key;
  if (!get_label(cbor, LABEL_CLAIMS) || pnri_cbor_get_map(cbor, &pairs) != PNR_OK) return false;
  for (uint64_t i = 0; i < pairs; i++) {
    size_t row = 0;
    if (pnri_cbor_get_integer(cbor, &key) != PNR_OK) return false;
    while (row < CLAIMS && claim_keys[row].key != key) row++;
    if (row == CLAIMS || !get_claim(cbor, &out->claims, claim_keys[row].bit)) return false;
    out->said |= claim_keys[row].bit;
  }
  return true;
}

static pnr_status read_sign1_headers(pnri_sign1 *out, uint32_t typ)
{
  pnri_cbor_reader cbor;
  pnri_cbor_reader_open(&cbor, out->headers);
  if (!get_map(&cbor, 4) || !get_integer(&cbor, LABEL_ALGORITHM, ED25519) ||
      !get_octets(&cbor, LABEL_KEY, PNR_KEY_ID, &out->claims.key) || !get_claims(&cbor, out))
    return PNR_E_OBJECT;
  pnr_status status = get_typ(&cbor, typ);
  return status == PNR_OK && pnri_cbor_finish(&cbor) != PNR_OK ? PNR_E_OBJECT : status;
}

pnr_status pnri_sign1_read(pnri_cbor_reader *cbor, uint64_t base, uint32_t typ, pnri_sign1 *out, pnr_error *error)
{
  *out = (pnri_sign1){ .claims = { .size = sizeof out->claims } };
  bool is_read = pnri_cbor_get_tag(cbor, TAG_SIGN1) == PNR_OK && get_array(cbor, 4) &&
                 pnri_cbor_get_octets(cbor, &out->headers) == PNR_OK && get_empty_map(cbor) &&
                 pnri_cbor_get_octets(cbor, &out->payload) == PNR_OK &&
                 get_sized(cbor, PNRI_SIGNATURE, &out->signature);
  pnr_status status = is_read ? read_sign1_headers(out, typ) : PNR_E_OBJECT;
  return status == PNR_OK ? PNR_OK : pnri_fail_at(error, status, base + (uint64_t)(cbor->item - cbor->data));
}

pnr_status pnri_sign1_verify(const pnr_env *env, const pnri_sign1 *sign1, const uint8_t public_key[32],
                             pnr_error *error)
{
  pnri_cbor_writer what;
  pnri_cbor_writer_open(&what, env, sign1->headers.size + sign1->payload.size + SMALL);
  put_signed(&what, sign1->headers, sign1->payload);
  pnr_status status = what.status;
  if (status == PNR_OK) status = pnri_sign_verify(public_key, pnri_cbor_written(&what), sign1->signature.data);
  pnri_cbor_writer_close(&what);
  return status == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = status });
}

/* --- Sealing --- */

static void put_encrypt_headers(pnri_cbor_writer *cbor, pnr_slice nonce)
{
  pnri_cbor_put_map(cbor, 4);
  pnri_cbor_put_unsigned(cbor, LABEL_ALGORITHM);
  pnri_cbor_put_integer(cbor, CHACHA20_POLY1305);
  pnri_cbor_put_unsigned(cbor, LABEL_CONTENT_TYPE);
  pnri_cbor_put_unsigned(cbor, CONTENT_SIGN1);
  pnri_cbor_put_unsigned(cbor, LABEL_NONCE);
  pnri_cbor_put_octets(cbor, nonce);
  pnri_cbor_put_unsigned(cbor, LABEL_TYP);
  pnri_cbor_put_text(cbor, pnri_slice(typs[PNRI_TYP_SEALED]));
}

static void put_recipient_headers(pnri_cbor_writer *cbor, pnr_slice prekey, pnr_slice ephemeral)
{
  pnri_cbor_put_map(cbor, 3);
  pnri_cbor_put_unsigned(cbor, LABEL_ALGORITHM);
  pnri_cbor_put_integer(cbor, ECDH_ES_HKDF_256);
  pnri_cbor_put_unsigned(cbor, LABEL_KEY);
  pnri_cbor_put_octets(cbor, prekey);
  pnri_cbor_put_integer(cbor, LABEL_EPHEMERAL);
  pnri_cbor_put_map(cbor, 3);
  pnri_cbor_put_unsigned(cbor, KEY_TYPE);
  pnri_cbor_put_unsigned(cbor, OKP);
  pnri_cbor_put_integer(cbor, KEY_CURVE);
  pnri_cbor_put_unsigned(cbor, X25519);
  pnri_cbor_put_integer(cbor, KEY_X);
  pnri_cbor_put_octets(cbor, ephemeral);
}

/* PartyInfo with an identity, or none. */
static void put_party(pnri_cbor_writer *cbor, pnr_slice identity)
{
  pnri_cbor_put_array(cbor, 3);
  if (identity.size != 0) pnri_cbor_put_octets(cbor, identity);
  else pnri_cbor_put_null(cbor);
  pnri_cbor_put_null(cbor);
  pnri_cbor_put_null(cbor);
}

/* COSE_KDF_Context, RFC 9053 section 5.2. */
static pnr_status derive_key(pnr_slice audience, pnr_slice recipient, const uint8_t shared[32],
                             uint8_t key[PNRI_SEAL_KEY])
{
  uint8_t memory[HEADERS_MOST];
  pnri_cbor_writer context;
  pnri_cbor_writer_borrow(&context, memory, sizeof memory);
  pnri_cbor_put_array(&context, 4);
  pnri_cbor_put_integer(&context, CHACHA20_POLY1305);
  put_party(&context, (pnr_slice){ NULL, 0 });
  put_party(&context, audience);
  pnri_cbor_put_array(&context, 2);
  pnri_cbor_put_unsigned(&context, KEY_BITS);
  pnri_cbor_put_octets(&context, recipient);
  pnr_status status = context.status;
  if (status == PNR_OK)
    status = pnri_hkdf((pnr_slice){ NULL, 0 }, (pnr_slice){ shared, PNRI_AGREE_SHARED }, pnri_cbor_written(&context),
                       key, PNRI_SEAL_KEY);
  pnri_cbor_writer_close(&context);
  return status;
}

/* Enc_structure, RFC 9052 section 5.3. */
static void put_authenticated(pnri_cbor_writer *cbor, pnr_slice headers)
{
  pnri_cbor_put_array(cbor, 3);
  pnri_cbor_put_text(cbor, pnri_slice("Encrypt"));
  pnri_cbor_put_octets(cbor, headers);
  pnri_cbor_put_octets(cbor, (pnr_slice){ NULL, 0 });
}

/* An object while it is sealed. */
typedef struct sealing {
  uint8_t secret[PNRI_AGREE_SECRET], ephemeral[PNRI_AGREE_PUBLIC], shared[PNRI_AGREE_SHARED], key[PNRI_SEAL_KEY];
  uint8_t nonce[PNRI_SEAL_NONCE];
  pnri_cbor_writer headers, recipient, authenticated;
  uint8_t memory[3][HEADERS_MOST]; /* of these */
} sealing;

/* The key and the headers. */
static pnr_status prepare(sealing *work, pnr_slice audience, const uint8_t *prekey_id, const uint8_t *prekey,
                          const pnri_chance *chance)
{
  pnri_cbor_writer_borrow(&work->headers, work->memory[0], HEADERS_MOST);
  pnri_cbor_writer_borrow(&work->recipient, work->memory[1], HEADERS_MOST);
  pnri_cbor_writer_borrow(&work->authenticated, work->memory[2], HEADERS_MOST);
  pnr_status status = pnri_draw(chance, work->secret, sizeof work->secret);
  if (status == PNR_OK) status = pnri_draw(chance, work->nonce, sizeof work->nonce);
  if (status == PNR_OK) status = pnri_agree_public(work->secret, work->ephemeral);
  if (status == PNR_OK) status = pnri_agree(work->secret, prekey, work->shared);
  if (status != PNR_OK) return status;
  put_encrypt_headers(&work->headers, (pnr_slice){ work->nonce, sizeof work->nonce });
  put_recipient_headers(&work->recipient, (pnr_slice){ prekey_id, PNR_KEY_ID },
                        (pnr_slice){ work->ephemeral, sizeof work->ephemeral });
  put_authenticated(&work->authenticated, pnri_cbor_written(&work->headers));
  if (work->authenticated.status != PNR_OK) return work->authenticated.status;
  return derive_key(audience, pnri_cbor_written(&work->recipient), work->shared, work->key);
}

/* The ciphertext is made where it belongs. */
static pnr_status put_encrypt(pnri_cbor_writer *cbor, const sealing *work, pnr_slice clear)
{
  pnri_cbor_reserve(cbor, clear.size + SMALL);
  pnri_cbor_put_tag(cbor, TAG_ENCRYPT);
  pnri_cbor_put_array(cbor, 4);
  pnri_cbor_put_octets(cbor, pnri_cbor_written(&work->headers));
  pnri_cbor_put_map(cbor, 0);
  uint8_t *sealed = pnri_cbor_put_octets_room(cbor, clear.size + PNRI_SEAL_TAG);
  if (sealed == NULL) return cbor->status;
  pnr_status status = pnri_seal(work->key, work->nonce, pnri_cbor_written(&work->authenticated), clear, sealed);
  pnri_cbor_put_array(cbor, 1);
  pnri_cbor_put_array(cbor, 3);
  pnri_cbor_put_octets(cbor, pnri_cbor_written(&work->recipient));
  pnri_cbor_put_map(cbor, 0);
  pnri_cbor_put_octets(cbor, (pnr_slice){ NULL, 0 });
  return status == PNR_OK ? cbor->status : status;
}

pnr_status pnri_encrypt_write(pnri_cbor_writer *cbor, pnr_slice audience, const uint8_t prekey_id[PNR_KEY_ID],
                              const uint8_t prekey[32], pnr_slice clear, const pnri_chance *chance, pnr_error *error)
{
  sealing work;
  pnr_status status = prepare(&work, audience, prekey_id, prekey, chance);
  if (status == PNR_OK) status = put_encrypt(cbor, &work, clear);
  pnri_wipe(&work, sizeof work);
  return status == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = status });
}

/* --- Opening --- */

static pnr_status read_encrypt_headers(pnri_encrypt *out)
{
  pnri_cbor_reader cbor;
  pnri_cbor_reader_open(&cbor, out->headers);
  if (!get_map(&cbor, 4) || !get_integer(&cbor, LABEL_ALGORITHM, CHACHA20_POLY1305) ||
      !get_integer(&cbor, LABEL_CONTENT_TYPE, CONTENT_SIGN1) ||
      !get_octets(&cbor, LABEL_NONCE, PNRI_SEAL_NONCE, &out->nonce))
    return PNR_E_OBJECT;
  pnr_status status = get_typ(&cbor, PNRI_TYP_SEALED);
  return status == PNR_OK && pnri_cbor_finish(&cbor) != PNR_OK ? PNR_E_OBJECT : status;
}

static pnr_status read_recipient_headers(pnri_encrypt *out)
{
  pnri_cbor_reader cbor;
  pnri_cbor_reader_open(&cbor, out->recipient);
  bool is_read = get_map(&cbor, 3) && get_integer(&cbor, LABEL_ALGORITHM, ECDH_ES_HKDF_256) &&
                 get_octets(&cbor, LABEL_KEY, PNR_KEY_ID, &out->prekey) && get_label(&cbor, LABEL_EPHEMERAL) &&
                 get_map(&cbor, 3) && get_integer(&cbor, KEY_TYPE, OKP) && get_integer(&cbor, KEY_CURVE, X25519) &&
                 get_octets(&cbor, KEY_X, PNRI_AGREE_PUBLIC, &out->ephemeral) && pnri_cbor_finish(&cbor) == PNR_OK;
  return is_read ? PNR_OK : PNR_E_OBJECT;
}

pnr_status pnri_encrypt_read(pnr_slice object, pnri_encrypt *out, pnr_error *error)
{
  pnri_cbor_reader cbor;
  pnr_slice empty;
  *out = (pnri_encrypt){ { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
  pnri_cbor_reader_open(&cbor, object);
  bool is_read = pnri_cbor_get_tag(&cbor, TAG_ENCRYPT) == PNR_OK && get_array(&cbor, 4) &&
                 pnri_cbor_get_octets(&cbor, &out->headers) == PNR_OK && get_empty_map(&cbor) &&
                 pnri_cbor_get_octets(&cbor, &out->ciphertext) == PNR_OK && out->ciphertext.size > PNRI_SEAL_TAG &&
                 get_array(&cbor, 1) && get_array(&cbor, 3) && pnri_cbor_get_octets(&cbor, &out->recipient) == PNR_OK &&
                 get_empty_map(&cbor) && get_sized(&cbor, 0, &empty) && pnri_cbor_finish(&cbor) == PNR_OK;
  pnr_status status = is_read ? read_encrypt_headers(out) : PNR_E_OBJECT;
  if (status == PNR_OK) status = read_recipient_headers(out);
  return status == PNR_OK ? PNR_OK : pnri_fail_at(error, status, (uint64_t)(cbor.item - cbor.data));
}

pnr_status pnri_encrypt_open(const pnri_encrypt *encrypt, pnr_slice audience, const uint8_t shared[32], uint8_t *clear,
                             pnr_error *error)
{
  uint8_t key[PNRI_SEAL_KEY], memory[HEADERS_MOST];
  pnri_cbor_writer authenticated;
  pnri_cbor_writer_borrow(&authenticated, memory, sizeof memory);
  put_authenticated(&authenticated, encrypt->headers);
  pnr_status status = authenticated.status;
  if (status == PNR_OK) status = derive_key(audience, encrypt->recipient, shared, key);
  if (status == PNR_OK)
    status = pnri_open(key, encrypt->nonce.data, pnri_cbor_written(&authenticated), encrypt->ciphertext, clear);
  pnri_wipe(key, sizeof key);
  pnri_cbor_writer_close(&authenticated);
  return status == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = status });
}
