/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_POLICY_H
#define PNR_RECORD_POLICY_H

#include "pnr/policy.h"

/* The rule that decides about an entry; NULL where none fits it. */
const pnr_policy_rule *pnri_policy_rule_for(const pnr_policy *policy, pnr_slice owner, pnr_slice source,
                                            uint32_t action);

/* The lowest threshold that any entry may have, where a search has `threshold` for those without a rule of their own. */
uint32_t pnri_policy_least(const pnr_policy *policy, uint32_t threshold);

#endif
