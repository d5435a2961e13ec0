/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PROTECT_RETENTION_H
#define PNR_PROTECT_RETENTION_H

#include <stdbool.h>

#include "pnr/kept.h"
#include "pnr/regime.h"

/* The defaults of a regime or kind; NULL for another one. */
const pnr_regime_policy *pnri_regime_usual(uint32_t regime);
const pnr_retention_policy *pnri_retention_usual(uint32_t regime);
const pnr_kept_policy *pnri_kept_usual(uint32_t kind);

/* The first second behind a period that began at the moment: hours, where not 0, else months, PNR_NEVER without end. */
uint64_t pnri_period_end(uint64_t moment, uint32_t months, uint32_t hours);
bool pnri_is_held(const pnr_hold *holds, uint32_t count, uint64_t at);

#endif
