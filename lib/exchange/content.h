/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_CONTENT_H
#define PNR_EXCHANGE_CONTENT_H

#include "exchange/table.h"

/* Reads every stored record in the message, and holds against it what the message says of it. The message passed
 * pnri_rule_check. PNR_E_RULE, PNR_E_OBJECT where a record is none, PNR_E_MEMORY. */
pnr_status pnri_content_check(const pnr_env *env, const pnr_exchange_message *message, pnr_error *error);

#endif
