/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CRYPTO_SECRET_H
#define PNR_CRYPTO_SECRET_H

#include <stdbool.h>

#include "pnr/base.h"

/* Octets that nobody may guess, nor learn from how long something takes. To forget them is pnri_wipe (core/env.h). */

/* From the system's generator. PNR_OK or PNR_E_CRYPTO. */
pnr_status pnri_secret_random(void *out, size_t size);

/* In a time that depends on size alone. */
bool pnri_secret_equal(const void *a, const void *b, size_t size);

#endif
