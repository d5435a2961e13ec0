/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CRYPTO_SIGN_H
#define PNR_CRYPTO_SIGN_H

#include "pnr/base.h"

/* Ed25519 (RFC 8032 section 5.1). */

enum { PNRI_SIGN_SEED = 32, PNRI_SIGN_PUBLIC = 32, PNRI_SIGN_SECRET = 64, PNRI_SIGNATURE = 64 };

/* The pair of a seed of 32 random octets, which is what is kept; the secret is it and the public key. */
pnr_status pnri_sign_pair(const uint8_t *seed, uint8_t *public_key, uint8_t *secret);

pnr_status pnri_sign(const uint8_t *secret, pnr_slice message, uint8_t *signature);

/* PNR_E_FORGED for a signature that is not of this key and message, is not canonical, or whose key is of small order. */
pnr_status pnri_sign_verify(const uint8_t *public_key, pnr_slice message, const uint8_t *signature);

#endif
