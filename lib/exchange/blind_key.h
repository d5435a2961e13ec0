/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_BLIND_KEY_H
#define PNR_EXCHANGE_BLIND_KEY_H

#include "crypto/oprf.h"
#include "encoding/cbor.h"
#include "pnr/blind.h"

/* By what a person is found in a blind query: deterministic CBOR,
 *   [1, normaliser, 1, [token, …], 19800505]  a name folded to tokens, with a complete birth date
 *   [1, normaliser, 2, number, issuer]        a document
 * Tokens rise and stand there once; particles and initials are left out; there are two at least. */

enum { PNRI_BLIND_INPUTS = 64, PNRI_BLIND_INPUT_MOST = 768 };

/* The keys of one person, one behind the other in octets, each once. */
typedef struct pnri_blind_inputs {
  pnri_cbor_writer octets;
  size_t ends[PNRI_BLIND_INPUTS];
  uint32_t count; /* at most PNRI_BLIND_INPUTS: further ones are left out */
} pnri_blind_inputs;

void pnri_blind_inputs_open(pnri_blind_inputs *inputs, const pnr_env *env);
void pnri_blind_inputs_close(pnri_blind_inputs *inputs);
/* Replaces what is there by the keys of the person; PNR_E_MEMORY. */
pnr_status pnri_blind_inputs_of(pnri_blind_inputs *inputs, const pnr_person *person);
pnr_slice pnri_blind_input_at(const pnri_blind_inputs *inputs, uint32_t i);

/* The tag or handle that an output has under a salt: the first `size` octets of BLAKE2b-128 with it as key. */
pnr_status pnri_blind_derive(const uint8_t output[PNRI_OPRF_OUTPUT], const char *word,
                             const uint8_t salt[PNR_BLIND_SALT], uint8_t *out, size_t size);

#endif
