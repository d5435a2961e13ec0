/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_GUARD_H
#define PNR_EXCHANGE_GUARD_H

#include "pnr/exchange.h"

/* What an object is known by: 16 octets made from its issuer and id. */
enum { PNRI_GUARD_KEY = 16 };
pnr_status pnri_guard_key(pnr_slice issuer, pnr_slice id, uint8_t key[PNRI_GUARD_KEY]);

/* PNR_OK for a key that is not known, with room for it; PNR_E_REPLAYED, PNR_E_LIMIT. Forgets what ended before now. */
pnr_status pnri_guard_check(pnr_guard *guard, const uint8_t key[PNRI_GUARD_KEY], uint64_t now);

/* Remembers a key that was just checked, until the time is over. */
void pnri_guard_keep(pnr_guard *guard, const uint8_t key[PNRI_GUARD_KEY], uint64_t until);

#endif
