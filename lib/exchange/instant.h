/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_INSTANT_H
#define PNR_EXCHANGE_INSTANT_H

#include <stdbool.h>

#include "pnr/base.h"

enum { PNRI_INSTANT = 20 };

/* 2026-03-01T12:00:00Z, and back: false for anything else. Years 1970 to 9999. */
void pnri_instant_put(uint8_t out[PNRI_INSTANT], uint64_t time);
bool pnri_instant_get(pnr_slice text, uint64_t *time);

/* The UTC day of a time, and a day that is so many months later; the last of its month where it has no such day. */
pnr_date pnri_day_of(uint64_t time);
pnr_date pnri_months_later(pnr_date day, uint32_t months);

#endif
