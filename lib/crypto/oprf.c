/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/oprf.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "core/env.h"
#include "crypto/ready.h"

static_assert(PNRI_OPRF_SCALAR == crypto_core_ristretto255_SCALARBYTES &&
                PNRI_OPRF_ELEMENT == crypto_core_ristretto255_BYTES && PNRI_OPRF_OUTPUT == crypto_hash_sha512_BYTES,
              "sizes");

/* RFC 9497 section 3.1 and 4.1: the context is that of mode 0 (OPRF) and this suite. A literal's own end is no part. */
#define CONTEXT "OPRFV1-\0-ristretto255-SHA512"
static const char to_group[] = "HashToGroup-" CONTEXT;
static const char to_key[] = "DeriveKeyPair" CONTEXT;

enum { UNIFORM = crypto_hash_sha512_BYTES, BLOCK = 128 };

typedef crypto_hash_sha512_state hash_state;

static void add(hash_state *state, const void *octets, size_t size) { crypto_hash_sha512_update(state, octets, size); }

/* I2OSP(value, 2) */
static void add_size(hash_state *state, size_t size)
{
  const uint8_t octets[] = { (uint8_t)(size >> 8), (uint8_t)size };
  add(state, octets, sizeof octets);
}

/* A domain separation tag with its length (RFC 9380 section 5.3.1: DST_prime). */
static void add_tag(hash_state *state, const char *tag, size_t size)
{
  uint8_t length = (uint8_t)size;
  add(state, tag, size);
  add(state, &length, 1);
}

/* expand_message_xmd (RFC 9380 section 5.3.1) over SHA-512, for an output of one hash: b_0 of the message, then b_1. The
 * message is input, behind parts of a seed where a key is derived. */
static void begin_message(hash_state *state)
{
  static const uint8_t zeroes[BLOCK];
  crypto_hash_sha512_init(state);
  add(state, zeroes, sizeof zeroes);
}

static void end_message(hash_state *state, const char *tag, size_t tag_size, uint8_t *uniform)
{
  static const uint8_t size_and_zero[] = { 0, UNIFORM, 0 }, one = 1;
  uint8_t first[UNIFORM];
  add(state, size_and_zero, sizeof size_and_zero);
  add_tag(state, tag, tag_size);
  crypto_hash_sha512_final(state, first);
  crypto_hash_sha512_init(state);
  add(state, first, sizeof first);
  add(state, &one, 1);
  add_tag(state, tag, tag_size);
  crypto_hash_sha512_final(state, uniform);
  pnri_wipe(first, sizeof first);
}

/* HashToGroup (section 4.1). PNR_E_KEY for the identity: nobody finds such an input. */
static pnr_status hash_to_group(pnr_slice input, uint8_t *element)
{
  hash_state state;
  uint8_t uniform[UNIFORM];
  begin_message(&state);
  add(&state, input.data, input.size);
  end_message(&state, to_group, sizeof to_group - 1, uniform);
  crypto_core_ristretto255_from_hash(element, uniform);
  pnri_wipe(&state, sizeof state);
  pnri_wipe(uniform, sizeof uniform);
  return sodium_is_zero(element, PNRI_OPRF_ELEMENT) ? PNR_E_KEY : PNR_OK;
}

/* libsodium refuses what is no canonical encoding, and a product that is the identity, which a factor 0 or the identity
 * gives. */
static pnr_status multiply(const uint8_t *scalar, const uint8_t *element, uint8_t *product)
{
  if (crypto_scalarmult_ristretto255(product, scalar, element) == 0) return PNR_OK;
  pnri_wipe(product, PNRI_OPRF_ELEMENT);
  return PNR_E_KEY;
}

pnr_status pnri_oprf_scalar(uint8_t *scalar)
{
  pnr_status status = pnri_crypto_ready();
  if (status == PNR_OK) crypto_core_ristretto255_scalar_random(scalar); /* draws again for 0 */
  return status;
}

/* HashToScalar(seed | I2OSP(size of info, 2) | info | counter), reduced (section 3.2.1). */
static void hash_to_key(const uint8_t *seed, pnr_slice info, uint8_t counter, uint8_t *key)
{
  hash_state state;
  uint8_t uniform[UNIFORM];
  begin_message(&state);
  add(&state, seed, PNRI_OPRF_SEED);
  add_size(&state, info.size);
  add(&state, info.data, info.size);
  add(&state, &counter, 1);
  end_message(&state, to_key, sizeof to_key - 1, uniform);
  crypto_core_ristretto255_scalar_reduce(key, uniform);
  pnri_wipe(&state, sizeof state);
  pnri_wipe(uniform, sizeof uniform);
}

pnr_status pnri_oprf_derive(const uint8_t *seed, pnr_slice info, uint8_t *key)
{
  if (info.size > PNRI_OPRF_INPUT_MOST) return PNR_E_ARGUMENT;
  pnr_status status = pnri_crypto_ready();
  if (status != PNR_OK) return status;
  for (uint32_t counter = 0; counter < 256; counter++) {
    hash_to_key(seed, info, (uint8_t)counter, key);
    if (!sodium_is_zero(key, PNRI_OPRF_SCALAR)) return PNR_OK;
  }
  return PNR_E_KEY;
}

pnr_status pnri_oprf_blind(pnr_slice input, const uint8_t *blind, uint8_t *element)
{
  uint8_t point[PNRI_OPRF_ELEMENT];
  if (input.size > PNRI_OPRF_INPUT_MOST) return PNR_E_ARGUMENT;
  pnr_status status = pnri_crypto_ready();
  if (status == PNR_OK) status = hash_to_group(input, point);
  if (status == PNR_OK) status = multiply(blind, point, element);
  pnri_wipe(point, sizeof point);
  return status;
}

pnr_status pnri_oprf_evaluate(const uint8_t *key, const uint8_t *element, uint8_t *evaluated)
{
  pnr_status status = pnri_crypto_ready();
  return status == PNR_OK ? multiply(key, element, evaluated) : status;
}

/* Hash(size | input | size | element | "Finalize"), section 3.3.1. */
static void hash_output(pnr_slice input, const uint8_t *element, uint8_t *output)
{
  static const char finalize[] = "Finalize";
  hash_state state;
  crypto_hash_sha512_init(&state);
  add_size(&state, input.size);
  add(&state, input.data, input.size);
  add_size(&state, PNRI_OPRF_ELEMENT);
  add(&state, element, PNRI_OPRF_ELEMENT);
  add(&state, finalize, sizeof finalize - 1);
  crypto_hash_sha512_final(&state, output);
  pnri_wipe(&state, sizeof state);
}

pnr_status pnri_oprf_finalize(pnr_slice input, const uint8_t *blind, const uint8_t *evaluated, uint8_t *output)
{
  uint8_t inverse[PNRI_OPRF_SCALAR], element[PNRI_OPRF_ELEMENT];
  if (input.size > PNRI_OPRF_INPUT_MOST) return PNR_E_ARGUMENT;
  pnr_status status = pnri_crypto_ready();
  if (status == PNR_OK && crypto_core_ristretto255_scalar_invert(inverse, blind) != 0) status = PNR_E_KEY;
  if (status == PNR_OK) status = multiply(inverse, evaluated, element);
  if (status == PNR_OK) hash_output(input, element, output);
  pnri_wipe(inverse, sizeof inverse);
  pnri_wipe(element, sizeof element);
  return status;
}

pnr_status pnri_oprf_output(const uint8_t *key, pnr_slice input, uint8_t *output)
{
  uint8_t element[PNRI_OPRF_ELEMENT];
  pnr_status status = pnri_oprf_blind(input, key, element); /* the same product, with the key in the blind's place */
  if (status == PNR_OK) hash_output(input, element, output);
  pnri_wipe(element, sizeof element);
  return status;
}
