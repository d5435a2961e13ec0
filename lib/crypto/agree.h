/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CRYPTO_AGREE_H
#define PNR_CRYPTO_AGREE_H

#include "pnr/base.h"

/* X25519 (RFC 7748 section 6.1). */

enum { PNRI_AGREE_SECRET = 32, PNRI_AGREE_PUBLIC = 32, PNRI_AGREE_SHARED = 32 };

/* The public half of 32 random octets. */
pnr_status pnri_agree_public(const uint8_t *secret, uint8_t *public_key);

/* What both sides have in common: no key yet, but what one is derived from (pnri_hkdf). PNR_E_KEY, and shared wiped, for a
 * peer's key of small order: the result would be the same for every secret. */
pnr_status pnri_agree(const uint8_t *secret, const uint8_t *peer, uint8_t *shared);

#endif
