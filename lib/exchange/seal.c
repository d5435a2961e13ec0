/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "encoding/octets.h"
#include "exchange/codec.h"
#include "exchange/content.h"
#include "exchange/cose.h"
#include "exchange/directory.h"
#include "exchange/object.h"
#include "exchange/padding.h"
#include "exchange/rule.h"

/* A message on its way out: checked, written, padded, signed, sealed. */

enum { SMALL = 4096 };
static const uint8_t zeroes[SMALL];

static void put_pad(pnri_cbor_writer *cbor, size_t size)
{
  size_t begun = pnri_cbor_begin(cbor);
  for (size_t left = size; left != 0;) {
    size_t piece = left < sizeof zeroes ? left : sizeof zeroes;
    pnri_cbor_put_encoded(cbor, (pnr_slice){ zeroes, piece });
    left -= piece;
  }
  pnri_cbor_end_octets(cbor, begun);
}

/* Octets before the body of a payload, at most: of [encoding, size, body, pad] and of the head of the body. */
enum { HEAD_MOST = 2 + 2 * PNRI_CBOR_HEAD_MOST, BODY_AT = PNRI_SIGN1_BEFORE + HEAD_MOST };

/* The body first: what stands before it tells its size. Returns where the payload begins. */
static size_t write_payload(pnri_cbor_writer *memory, const pnr_exchange_message *message)
{
  uint8_t head[HEAD_MOST] = { PNRI_CBOR_ARRAY << 5 | 4, PNRI_PLAIN };
  bool is_reply = pnri_type_of(message->type)->is_padded_to_4096;
  size_t records = pnri_body_expected(message);
  pnri_cbor_reserve(memory, BODY_AT + records + records / 8 + SMALL);
  (void)pnri_cbor_put_room(memory, BODY_AT);
  pnri_body_write(memory, message);
  if (memory->status != PNR_OK) return 0;
  size_t size = memory->size - BODY_AT;
  if (size > PNRI_BODY_MOST) {
    memory->status = PNR_E_LIMIT;
    return 0;
  }
  uint8_t *behind = pnri_cbor_head_put(head + 2, PNRI_CBOR_UNSIGNED, size);
  behind = pnri_cbor_head_put(behind, PNRI_CBOR_OCTETS, size);
  size_t place = BODY_AT - (size_t)(behind - head);
  memcpy(memory->data + place, head, (size_t)(behind - head));
  put_pad(memory, pnri_pad_size(memory->size - place + 1, is_reply));
  return place;
}

static bool is_usable(const pnr_exchange *exchange)
{
  return exchange != NULL && exchange->size >= sizeof *exchange && exchange->directory != NULL &&
         exchange->provider != NULL && exchange->provider->size >= sizeof *exchange->provider &&
         exchange->provider->sign != NULL && pnri_is_unit_name(exchange->unit) && exchange->now != 0 &&
         exchange->now <= INT64_MAX / 2 && (exchange->asked != NULL || exchange->asked_count == 0);
}

/* What is signed, complete: PNR_E_ARGUMENT where the caller's part of it cannot be. */
static pnr_status complete_claims(const pnr_exchange *exchange, const pnr_exchange_message *message,
                                  const pnr_claims *given, pnr_claims *out, uint32_t *said)
{
  enum { LINK = PNRI_CLAIM_INCARNATION | PNRI_CLAIM_STREAM | PNRI_CLAIM_SEQUENCE };
  bool never_expires = pnri_type_of(message->type)->never_expires;
  bool has_link = given->incarnation.size != 0;
  *out = *given;
  out->issuer = exchange->unit;
  out->issued = exchange->now;
  if (!never_expires && out->expires == 0) out->expires = exchange->now + PNR_EXCHANGE_LIFE;
  if (!pnri_is_unit_name(given->audience) || (given->id.size != 0 && given->id.size != PNR_EXCHANGE_ID))
    return PNR_E_ARGUMENT;
  if (has_link != (given->sequence != 0) || (has_link && given->incarnation.size != PNR_EXCHANGE_ID))
    return PNR_E_ARGUMENT;
  if (never_expires ? out->expires != 0
                    : out->expires <= exchange->now || out->expires - exchange->now > PNR_EXCHANGE_LIFE)
    return PNR_E_ARGUMENT;
  *said = PNRI_CLAIM_ISSUER | PNRI_CLAIM_AUDIENCE | PNRI_CLAIM_ISSUED | PNRI_CLAIM_ID;
  if (!never_expires) *said |= PNRI_CLAIM_EXPIRES;
  if (has_link) *said |= LINK;
  return PNR_OK;
}

/* The own signing key, as the unit published it. */
static pnr_status check_signing_key(const pnr_exchange *exchange)
{
  const pnri_public_key *own;
  const pnri_unit *from = pnri_directory_find(exchange->directory, exchange->unit);
  if (from == NULL) return PNR_OK; /* others may know keys that this unit has not published to itself */
  return pnri_unit_may_use(from, PNR_KEY_SIGNING, exchange->provider->signing_key, exchange->now, exchange->now, &own);
}

void pnri_signed_open(pnri_cbor_writer *memory, const pnr_env *env)
{
  pnri_cbor_writer_open(memory, env, BODY_AT + PNR_EXCHANGE_OBJECT);
}

pnr_status pnri_exchange_sign(const pnr_exchange *exchange, const pnr_exchange_message *message,
                              const pnr_claims *claims, const pnri_chance *chance, pnri_cbor_writer *memory,
                              pnr_slice *signed_message, uint8_t id[PNR_EXCHANGE_ID], pnr_error *error)
{
  pnr_claims complete;
  uint32_t said = 0;
  uint8_t drawn[PNR_EXCHANGE_ID];
  if (!is_usable(exchange) || claims == NULL || claims->size < sizeof *claims) return pnri_fail_argument(error);
  pnr_status status = pnri_message_check(message, error);
  if (status != PNR_OK) return status;
  status = complete_claims(exchange, message, claims, &complete, &said);
  if (status == PNR_OK && complete.id.size == 0) status = pnri_draw(chance, drawn, sizeof drawn);
  if (status != PNR_OK) return pnri_fail(error, (pnr_error){ .status = status });
  if (complete.id.size == 0) complete.id = (pnr_slice){ drawn, sizeof drawn };
  status = pnri_rule_check(exchange, &complete, message, error);
  if (status == PNR_OK) status = pnri_content_check(memory->env, message, error);
  if (status != PNR_OK) return status;
  status = check_signing_key(exchange);
  if (status != PNR_OK) return pnri_fail(error, (pnr_error){ .status = status });
  size_t place = write_payload(memory, message);
  status =
    pnri_sign1_around(memory, place, PNRI_TYP_MESSAGE, &complete, said, exchange->provider, signed_message, error);
  if (status == PNR_OK && id != NULL) memcpy(id, complete.id.data, PNR_EXCHANGE_ID);
  return status;
}

pnr_status pnri_exchange_encrypt(const pnr_env *env, const pnr_exchange *exchange, pnr_slice audience,
                                 pnr_slice signed_message, const pnri_chance *chance, pnr_octets **out,
                                 pnr_error *error)
{
  pnri_cbor_writer object;
  const pnri_unit *to = pnri_directory_find(exchange->directory, audience);
  const pnri_public_key *prekey = to != NULL ? pnri_unit_prekey(to, exchange->now) : NULL;
  if (prekey == NULL) return pnri_fail(error, (pnr_error){ .status = PNR_E_KEY_UNKNOWN });
  pnri_cbor_writer_open(&object, env, PNR_EXCHANGE_OBJECT);
  pnr_status status = pnri_encrypt_write(&object, audience, prekey->id, prekey->octets, signed_message, chance, error);
  if (status == PNR_OK) return pnri_octets_of(&object, out, error);
  pnri_cbor_writer_close(&object);
  return status;
}

pnr_status pnri_exchange_seal(const pnr_env *env, const pnr_exchange *exchange, const pnr_exchange_message *message,
                              const pnr_claims *claims, const pnri_chance *chance, pnr_octets **out,
                              uint8_t id[PNR_EXCHANGE_ID], pnr_error *error)
{
  pnri_cbor_writer memory;
  pnr_slice signed_message;
  if (out == NULL) return pnri_fail_argument(error);
  *out = NULL;
  env = pnri_env(env);
  pnri_signed_open(&memory, env);
  pnr_status status = pnri_exchange_sign(exchange, message, claims, chance, &memory, &signed_message, id, error);
  if (status == PNR_OK)
    status = pnri_exchange_encrypt(env, exchange, claims->audience, signed_message, chance, out, error);
  pnri_cbor_writer_close(&memory);
  return status;
}

pnr_status pnr_exchange_seal(const pnr_env *env, const pnr_exchange *exchange, const pnr_exchange_message *message,
                             const pnr_claims *claims, pnr_octets **out, uint8_t id[PNR_EXCHANGE_ID], pnr_error *error)
{
  return pnri_exchange_seal(env, exchange, message, claims, &pnri_chance_system, out, id, error);
}
