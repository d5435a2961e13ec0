/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_READ_ORIGIN_H
#define PNR_READ_ORIGIN_H

#include <stdbool.h>

#include "pnr/message.h"

/* By what way the message came, from its own evidence (PNR_ORIGIN_…); docs/origin.md is the rule. is_framed: text that
 * is no interchange stands directly before the message's own. */
uint32_t pnri_origin(const pnr_content *content, bool is_framed);

#endif
