/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DISCLOSURE_H
#define DISCLOSURE_H

#include <pnr/pnr.h>
#include <stdbool.h>

/* Who gives records to whom, for the audit trail in a folder. */
typedef struct disclosure {
  const char *folder, *officer, *to;
  uint64_t now;
} disclosure;

/* Writes the entry (PNR_AUDIT_DISCLOSURE, PNR_AUDIT_REFUSAL) of a message with records; of one without, none. False, with a
 * complaint, where it cannot be written: then nothing may leave. */
bool disclosure_tell(const disclosure *who, pnr_audit *audit, const pnr_exchange_message *message, uint32_t kind);

#endif
