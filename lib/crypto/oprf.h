/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CRYPTO_OPRF_H
#define PNR_CRYPTO_OPRF_H

#include "pnr/base.h"

/* A function of two parties (RFC 9497, mode 0, ristretto255-SHA512): one has the key, the other the input, and only the
 * latter learns the output. It blinds the input, the holder of the key evaluates what it cannot read, and the first one
 * finalizes. */

enum {
  PNRI_OPRF_SCALAR = 32,
  PNRI_OPRF_ELEMENT = 32,
  PNRI_OPRF_OUTPUT = 64,
  PNRI_OPRF_SEED = 32,
  PNRI_OPRF_INPUT_MOST = 65535
};

/* A random scalar, not 0: a key, or a blind, which is used for one input once. */
pnr_status pnri_oprf_scalar(uint8_t *scalar);

/* DeriveKeyPair (section 3.2.1): the key of a seed. info: PNRI_OPRF_INPUT_MOST octets at most. */
pnr_status pnri_oprf_derive(const uint8_t *seed, pnr_slice info, uint8_t *key);

/* Blind: input: PNRI_OPRF_INPUT_MOST octets at most; PNR_E_ARGUMENT beyond. */
pnr_status pnri_oprf_blind(pnr_slice input, const uint8_t *blind, uint8_t *element);

/* BlindEvaluate. PNR_E_KEY for the identity and for what is not the one encoding of an element, and where key is 0. */
pnr_status pnri_oprf_evaluate(const uint8_t *key, const uint8_t *element, uint8_t *evaluated);

/* Finalize: the output. PNR_E_KEY as above, of what the other side evaluated, and where blind is 0. */
pnr_status pnri_oprf_finalize(pnr_slice input, const uint8_t *blind, const uint8_t *evaluated, uint8_t *output);

/* Evaluate: the same output, for the holder of the key who has the input too. */
pnr_status pnri_oprf_output(const uint8_t *key, pnr_slice input, uint8_t *output);

#endif
