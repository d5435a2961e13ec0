/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CRYPTO_SEAL_H
#define PNR_CRYPTO_SEAL_H

#include "pnr/base.h"

/* Authenticated encryption. A key and a nonce go together once and never again. */

enum {
  PNRI_SEAL_KEY = 32,
  PNRI_SEAL_TAG = 16,
  PNRI_SEAL_NONCE = 12,     /* of ChaCha20-Poly1305 (RFC 8439): for a key that is used once, or a counter */
  PNRI_SEAL_NONCE_WIDE = 24 /* of XChaCha20-Poly1305: may be drawn at random under one key */
};

/* beside is authenticated, not encrypted. out takes the octets of clear and PNRI_SEAL_TAG more; it may be clear.data. */
pnr_status pnri_seal(const uint8_t *key, const uint8_t *nonce, pnr_slice beside, pnr_slice clear, uint8_t *out);
pnr_status pnri_seal_wide(const uint8_t *key, const uint8_t *nonce, pnr_slice beside, pnr_slice clear, uint8_t *out);

/* out takes PNRI_SEAL_TAG octets less than sealed; it may be sealed.data. PNR_E_FORGED, and nothing in out, where anything
 * is not as it was sealed. */
pnr_status pnri_open(const uint8_t *key, const uint8_t *nonce, pnr_slice beside, pnr_slice sealed, uint8_t *out);
pnr_status pnri_open_wide(const uint8_t *key, const uint8_t *nonce, pnr_slice beside, pnr_slice sealed, uint8_t *out);

#endif
