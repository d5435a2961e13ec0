/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "crypto/seal.h"
#include "encoding/inflate.h"
#include "exchange/content.h"
#include "exchange/cose.h"
#include "exchange/directory.h"
#include "exchange/guard.h"
#include "exchange/object.h"
#include "exchange/rule.h"

/* An object on its way in. Each step trusts only what the steps before it have shown; nothing outside of `received` changes
 * before the last one held. */

typedef struct opening {
  const pnr_exchange *exchange;
  pnr_received *received;
  pnri_encrypt encrypt;
  pnri_sign1 sign1;
  uint64_t prekey_from, prekey_until;
  uint8_t known[PNRI_GUARD_KEY];
  bool is_authentic; /* what fails from here on is the message, not its sender */
  pnr_error *error;
} opening;

static pnr_status fail(const opening *work, pnr_status status)
{
  return status == PNR_OK ? PNR_OK : pnri_fail(work->error, (pnr_error){ .status = status });
}

static pnr_status decrypt(opening *work, pnr_slice object)
{
  const pnr_exchange *exchange = work->exchange;
  pnr_received *received = work->received;
  uint8_t shared[32] = { 0 };
  if (object.size > PNR_EXCHANGE_OBJECT) return fail(work, PNR_E_LIMIT);
  pnr_status status = pnri_encrypt_read(object, &work->encrypt, work->error);
  if (status != PNR_OK) return status;
  const pnri_unit *own = pnri_directory_find(exchange->directory, exchange->unit);
  if (own != NULL && pnri_unit_revoked(own, work->encrypt.prekey.data, exchange->now))
    return fail(work, PNR_E_KEY_REVOKED);
  if (!exchange->provider->agree(exchange->provider->user, work->encrypt.prekey.data, work->encrypt.ephemeral.data,
                                 shared, &work->prekey_from, &work->prekey_until))
    return fail(work, PNR_E_KEY_UNKNOWN);
  received->clear_size = work->encrypt.ciphertext.size - PNRI_SEAL_TAG;
  received->clear = pnri_alloc(received->env, received->clear_size);
  status = received->clear == NULL
             ? fail(work, PNR_E_MEMORY)
             : pnri_encrypt_open(&work->encrypt, exchange->unit, shared, received->clear, work->error);
  pnri_wipe(shared, sizeof shared);
  return status;
}

static pnr_status verify(opening *work)
{
  const pnr_exchange *exchange = work->exchange;
  const pnri_public_key *key;
  pnri_cbor_reader cbor;
  pnri_cbor_reader_open(&cbor, (pnr_slice){ work->received->clear, work->received->clear_size });
  pnr_status status = pnri_sign1_read(&cbor, 0, PNRI_TYP_MESSAGE, &work->sign1, work->error);
  if (status != PNR_OK) return status;
  if (pnri_cbor_finish(&cbor) != PNR_OK) return fail(work, PNR_E_OBJECT);
  const pnr_claims *claims = &work->sign1.claims;
  const pnri_unit *issuer = pnri_directory_find(exchange->directory, claims->issuer);
  if (issuer == NULL) return fail(work, PNR_E_KEY_UNKNOWN);
  status = pnri_unit_may_use(issuer, PNR_KEY_SIGNING, claims->key.data, claims->issued, exchange->now, &key);
  if (status != PNR_OK) return fail(work, status);
  status = pnri_sign1_verify(work->received->env, &work->sign1, key->octets, work->error);
  if (status != PNR_OK) return status;
  bool is_announced = (issuer->wire_versions >> (PNR_EXCHANGE_VERSION - 1) & 1) != 0;
  return is_announced ? PNR_OK : fail(work, PNR_E_OBJECT_VERSION);
}

/* Which claims there are: all, but those of a link, and an expiry, only together. */
static bool has_claims(const opening *work)
{
  enum {
    ALWAYS = PNRI_CLAIM_ISSUER | PNRI_CLAIM_AUDIENCE | PNRI_CLAIM_ISSUED | PNRI_CLAIM_ID,
    LINK = PNRI_CLAIM_INCARNATION | PNRI_CLAIM_STREAM | PNRI_CLAIM_SEQUENCE
  };
  uint32_t said = work->sign1.said & ~(uint32_t)PNRI_CLAIM_EXPIRES;
  return said == ALWAYS || (said == (ALWAYS | LINK) && work->sign1.claims.sequence != 0);
}

static pnr_status check_time(const opening *work)
{
  const pnr_claims *claims = &work->sign1.claims;
  uint64_t now = work->exchange->now;
  if (claims->issued > now + PNR_EXCHANGE_SKEW) return PNR_E_EXPIRED;
  if ((work->sign1.said & PNRI_CLAIM_EXPIRES) != 0 &&
      (claims->expires <= claims->issued || claims->expires - claims->issued > PNR_EXCHANGE_LIFE ||
       claims->expires + PNR_EXCHANGE_SKEW <= now))
    return PNR_E_EXPIRED;
  /* A prekey is not used behind its day, though its private half is kept for what is late on the way. */
  if (claims->issued >= work->prekey_until + PNR_EXCHANGE_SKEW) return PNR_E_KEY_EXPIRED;
  return PNR_OK;
}

static pnr_status check_claims(opening *work)
{
  const pnr_claims *claims = &work->sign1.claims;
  if (!has_claims(work)) return fail(work, PNR_E_OBJECT);
  if (!pnri_slice_equal(claims->audience, work->exchange->unit)) return fail(work, PNR_E_AUDIENCE);
  work->received->claims = *claims;
  work->is_authentic = true;
  pnr_status status = check_time(work);
  if (status == PNR_OK && work->exchange->guard != NULL)
    status = pnri_guard_key(claims->issuer, claims->id, work->known);
  if (status == PNR_OK && work->exchange->guard != NULL)
    status = pnri_guard_check(work->exchange->guard, work->known, work->exchange->now);
  return fail(work, status);
}

/* --- The payload --- */

static bool is_zero(pnr_slice octets)
{
  uint8_t all = 0;
  for (size_t i = 0; i < octets.size; i++) all |= octets.data[i];
  return all == 0;
}

/* Replaces a deflated body by what is in it: of exactly the size that was signed. */
static pnr_status inflate_body(const opening *work, uint64_t size, pnr_slice *body)
{
  pnri_vector *inflated = &work->received->inflated;
  if (size > (uint64_t)body->size * PNRI_INFLATED_TIMES) return PNR_E_LIMIT;
  pnr_status status = pnri_inflate(PNRI_DEFLATED, *body, size, inflated, NULL);
  if (status != PNR_OK) return status == PNR_E_SYNTAX ? PNR_E_OBJECT : status;
  if (inflated->count != size) return PNR_E_OBJECT;
  *body = (pnr_slice){ inflated->data, inflated->count };
  return PNR_OK;
}

static pnr_status read_payload(opening *work)
{
  pnri_cbor_reader cbor;
  pnr_slice body, pad;
  uint64_t items, encoding = 0, size = 0, place = (uint64_t)(work->sign1.payload.data - work->received->clear);
  pnri_cbor_reader_open(&cbor, work->sign1.payload);
  bool is_read = pnri_cbor_get_array(&cbor, &items) == PNR_OK && items == 4 &&
                 pnri_cbor_get_unsigned(&cbor, PNRI_DEFLATED_BODY, &encoding) == PNR_OK &&
                 pnri_cbor_get_unsigned(&cbor, UINT32_MAX, &size) == PNR_OK &&
                 pnri_cbor_get_octets(&cbor, &body) == PNR_OK && pnri_cbor_get_octets(&cbor, &pad) == PNR_OK &&
                 pnri_cbor_finish(&cbor) == PNR_OK;
  if (!is_read) return pnri_fail_at(work->error, PNR_E_OBJECT, place + (uint64_t)(cbor.item - cbor.data));
  if (size > PNRI_BODY_MOST) return fail(work, PNR_E_LIMIT);
  if ((encoding == PNRI_PLAIN && size != body.size) || !is_zero(pad))
    return pnri_fail_at(work->error, PNR_E_OBJECT, place);
  uint64_t base = encoding == PNRI_PLAIN ? (uint64_t)(body.data - work->received->clear) : 0;
  pnr_status status = encoding == PNRI_PLAIN ? PNR_OK : inflate_body(work, size, &body);
  if (status != PNR_OK) return fail(work, status);
  status = pnri_body_read(work->received, body, base, work->error);
  if (status != PNR_OK) return status;
  const pnri_type *type = pnri_type_of(work->received->message.type);
  bool expires = (work->sign1.said & PNRI_CLAIM_EXPIRES) != 0;
  bool is_of_type = expires != type->never_expires && (encoding == PNRI_PLAIN || type->may_be_deflated);
  return is_of_type ? PNR_OK : pnri_fail_at(work->error, PNR_E_OBJECT, place);
}

static pnr_status open(opening *work, pnr_slice object)
{
  const pnr_exchange *exchange = work->exchange;
  pnr_received *received = work->received;
  pnr_status status = decrypt(work, object);
  if (status == PNR_OK) status = verify(work);
  if (status == PNR_OK) status = check_claims(work);
  if (status == PNR_OK) status = read_payload(work);
  if (status == PNR_OK) status = pnri_rule_check(exchange, &received->claims, &received->message, work->error);
  if (status == PNR_OK) status = pnri_content_check(received->env, &received->message, work->error);
  if (status == PNR_OK) status = pnri_received_settle(received, work->error);
  if (status != PNR_OK || exchange->guard == NULL) return status;
  /* A recall that comes again later finds its tombstone. */
  uint64_t end = received->claims.expires != 0 ? received->claims.expires : exchange->now + PNR_EXCHANGE_LIFE;
  pnri_guard_keep(exchange->guard, work->known, end + PNR_EXCHANGE_SKEW);
  return PNR_OK;
}

static bool is_usable(const pnr_exchange *exchange)
{
  return exchange != NULL && exchange->size >= sizeof *exchange && exchange->directory != NULL &&
         exchange->provider != NULL && exchange->provider->size >= sizeof *exchange->provider &&
         exchange->provider->agree != NULL && pnri_is_unit_name(exchange->unit) && exchange->now <= INT64_MAX / 2 &&
         (exchange->asked != NULL || exchange->asked_count == 0);
}

pnr_status pnri_exchange_open(const pnr_env *env, const pnr_exchange *exchange, pnr_slice object, pnr_received **out,
                              pnr_error *error)
{
  *out = NULL;
  if (!is_usable(exchange) || (object.data == NULL && object.size != 0)) return pnri_fail_argument(error);
  opening work = { .exchange = exchange, .received = pnri_received_new(pnri_env(env)), .error = error };
  if (work.received == NULL) return pnri_fail_memory(error);
  pnr_status status = open(&work, object);
  if (status == PNR_OK || (work.is_authentic && status != PNR_E_MEMORY)) *out = work.received;
  else pnr_received_close(work.received);
  return status;
}

pnr_status pnr_exchange_open(const pnr_env *env, const pnr_exchange *exchange, pnr_slice object, pnr_received **out,
                             pnr_error *error)
{
  if (out == NULL) return pnri_fail_argument(error);
  pnr_status status = pnri_exchange_open(env, exchange, object, out, error);
  if (status == PNR_OK) return PNR_OK;
  pnr_received_close(*out);
  *out = NULL;
  return status;
}
