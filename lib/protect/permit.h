/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PROTECT_PERMIT_H
#define PNR_PROTECT_PERMIT_H

#include <stdbool.h>

#include "protect/wrap.h"

/* What permits of an authority have in common: on what grounds they are given, and that they are signed. */

typedef struct pnri_grounds {
  uint32_t offence;
  uint64_t issued, expires;
  pnr_slice case_reference, decision;
} pnri_grounds;

/* True where the offence is one, the time is PNR_PERMIT_DAYS at most, and both references are given. */
bool pnri_grounds_are_whole(const pnri_grounds *grounds);

/* PNR_E_PURPOSE where the purpose is no request of an officer in this case and offence; PNR_E_EXPIRED at another time. */
pnr_status pnri_grounds_check(const pnri_grounds *grounds, const pnr_purpose *purpose, uint64_t at);

/* The signature of the payload behind a label, words that nothing else is signed behind. */
pnr_status pnri_permit_sign(const pnr_env *env, const char *label, const pnri_party *party, pnr_slice payload,
                            uint8_t *signature);
pnr_status pnri_permit_verify(const pnr_env *env, const char *label, const uint8_t *authority, pnr_slice payload,
                              const uint8_t *signature);

#endif
