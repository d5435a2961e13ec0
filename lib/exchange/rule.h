/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_RULE_H
#define PNR_EXCHANGE_RULE_H

#include "exchange/instant.h"
#include "exchange/table.h"

/* What the law demands of a whole message, beyond what the rows of its table say. PNR_E_RULE with the rule in error->cause.
 * claims: issuer and issued, of what is sealed or was opened. The message passed pnri_table_check. */
pnr_status pnri_rule_check(const pnr_exchange *exchange, const pnr_claims *claims, const pnr_exchange_message *message,
                           pnr_error *error);

/* Rule i with what docs/exchange.md says of it, from 0; number 0 beyond. */
typedef struct pnri_rule {
  uint32_t number;
  const char *name, *clause, *text;
} pnri_rule;
pnri_rule pnri_rule_at(uint32_t i);

enum { PNRI_MASK_MONTHS = 6, PNRI_ERASE_MONTHS = 60 }; /* article 12(1) and (2) */

#endif
