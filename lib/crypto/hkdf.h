/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CRYPTO_HKDF_H
#define PNR_CRYPTO_HKDF_H

#include "pnr/base.h"

/* Keys from a secret: HKDF-SHA-256 (RFC 5869), extract and expand. */

enum { PNRI_HKDF_MOST = 255 * 32 };

/* salt and info may be empty. size: octets of out, PNRI_HKDF_MOST at most; PNR_E_ARGUMENT beyond. */
pnr_status pnri_hkdf(pnr_slice salt, pnr_slice secret, pnr_slice info, uint8_t *out, size_t size);

#endif
