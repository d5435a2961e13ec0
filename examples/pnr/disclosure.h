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

/* What a message says of its purpose, as consultations and audit trails say it: PNR_BASIS_… of PNR_FOR_…; the offence, of several the
 * first; PNR_TO_… of the legal basis of a request or probe. */
uint32_t basis_of(uint32_t purpose);
uint32_t offence_of(uint32_t offences);
uint32_t recipient_of(uint32_t legal_basis);

/* Writes the entry (PNR_AUDIT_DISCLOSURE, PNR_AUDIT_REFUSAL) of a message with records; of one without, none. False, with a
 * complaint, where it cannot be written: then nothing may leave. */
bool disclosure_tell(const disclosure *who, pnr_audit *audit, const pnr_exchange_message *message, uint32_t kind);

#endif
