/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CRYPTO_READY_H
#define PNR_CRYPTO_READY_H

#include "pnr/base.h"

/* This folder is the only caller of libsodium. Every function in it that returns a status begins here: the first call
 * starts the library, from whichever thread. PNR_E_CRYPTO where it cannot be started. */
pnr_status pnri_crypto_ready(void);

#endif
