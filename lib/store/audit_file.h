/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_STORE_AUDIT_FILE_H
#define PNR_STORE_AUDIT_FILE_H

#include "pnr/audit.h"

/* How many entries of a kind are about that record, in the files from the month of `since` on. PNR_E_AUDIT_CUT where a file
 * holds something else than whole entries. */
pnr_status pnri_audit_count(pnr_audit *audit, uint32_t kind, pnr_slice record, uint64_t since, uint64_t *count,
                            pnr_error *error);

#endif
