/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_EXCHANGE_FORGE_H
#define PNR_TESTS_EXCHANGE_FORGE_H

#include "encoding/octets.h"
#include "exchange/cose.h"
#include "exchange/directory.h"
#include "exchange_samples.h"

/* Objects as a unit would make them that has the keys, but keeps no rule. */

typedef struct forgery {
  const char *audience; /* signed */
  const char *seal_to;  /* whose prekey, and whose name goes into the key */
  uint32_t typ;
  uint32_t said;
  uint64_t issued, expires;
  uint64_t sequence;
  const char *id;    /* at most 16 characters; NULL: always the same */
  pnr_slice payload; /* instead of one with the message */
  const pnr_key_provider *provider;
} forgery;

enum { USUAL = PNRI_CLAIM_ISSUER | PNRI_CLAIM_AUDIENCE | PNRI_CLAIM_EXPIRES | PNRI_CLAIM_ISSUED | PNRI_CLAIM_ID };

static inline forgery usual_forgery(two_units *units, uint32_t type)
{
  bool is_recall = type == PNR_EXCHANGE_RECALL;
  return (forgery){ .audience = "BE-PIU",
                    .seal_to = "BE-PIU",
                    .typ = PNRI_TYP_MESSAGE,
                    .said = is_recall ? USUAL & ~(uint32_t)PNRI_CLAIM_EXPIRES : USUAL,
                    .issued = NOW,
                    .expires = is_recall ? 0 : NOW + DAY,
                    .provider = &units->nl.provider };
}

/* [encoding, size, body, pad] */
static inline void put_payload(pnri_cbor_writer *cbor, uint64_t encoding, uint64_t size, pnr_slice body, pnr_slice pad)
{
  pnri_cbor_put_array(cbor, 4);
  pnri_cbor_put_unsigned(cbor, encoding);
  pnri_cbor_put_unsigned(cbor, size);
  pnri_cbor_put_octets(cbor, body);
  pnri_cbor_put_octets(cbor, pad);
}

static inline pnr_octets *seal_signed(two_units *units, const forgery *f, pnr_slice sign1)
{
  pnri_cbor_writer object;
  pnr_octets *out = NULL;
  fixed_chance chance = { .name = "forged" };
  pnri_chance source = { draw_fixed, &chance };
  const pnri_public_key *prekey = pnri_unit_prekey(pnri_directory_find(units->directory, text_slice(f->seal_to)), NOW);
  pnri_cbor_writer_open(&object, NULL, 4 << 20);
  cr_assert(eq(i32,
               pnri_encrypt_write(&object, text_slice(f->seal_to), prekey->id, prekey->octets, sign1, &source, NULL),
               PNR_OK));
  cr_assert(eq(i32, pnri_octets_of(&object, &out, NULL), PNR_OK));
  return out;
}

static inline pnr_octets *forge(two_units *units, const forgery *f, const pnr_exchange_message *message)
{
  pnri_cbor_writer body, payload, sign1;
  pnri_cbor_writer_open(&body, NULL, 4 << 20);
  pnri_cbor_writer_open(&payload, NULL, 4 << 20);
  pnri_cbor_writer_open(&sign1, NULL, 4 << 20);
  uint8_t id[PNR_EXCHANGE_ID] = "F1F1F1F1F1F1F1F1";
  if (f->id != NULL) memcpy(id, f->id, strlen(f->id));
  pnr_claims claims = { SIZED(claims),
                        .issuer = text_slice("NL-PIU"),
                        .audience = text_slice(f->audience),
                        .id = { id, sizeof id },
                        .issued = f->issued,
                        .expires = f->expires,
                        .incarnation = ID("I1"),
                        .sequence = f->sequence };
  if (f->payload.size != 0) {
    pnri_cbor_put_encoded(&payload, f->payload);
  } else {
    pnri_body_write(&body, message);
    put_payload(&payload, 0, body.size, pnri_cbor_written(&body), (pnr_slice){ NULL, 0 });
  }
  cr_assert(eq(i32, pnri_sign1_write(&sign1, f->typ, &claims, f->said, pnri_cbor_written(&payload), f->provider, NULL),
               PNR_OK));
  pnr_octets *out = seal_signed(units, f, pnri_cbor_written(&sign1));
  pnri_cbor_writer_close(&body);
  pnri_cbor_writer_close(&payload);
  pnri_cbor_writer_close(&sign1);
  return out;
}

/* BE opens it. */
static inline pnr_status open_at_be(two_units *units, pnr_slice object, pnr_error *error)
{
  pnr_received *received = NULL;
  uint8_t *copy = exact_copy(object.data, object.size);
  *error = (pnr_error){ SIZED(pnr_error) };
  pnr_status status = pnr_exchange_open(NULL, &units->to_be, (pnr_slice){ copy, object.size }, &received, error);
  free(copy);
  cr_expect(eq(int, status == PNR_OK, received != NULL));
  pnr_received_close(received);
  return status;
}

#endif
