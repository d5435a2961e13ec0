/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_FAIL_H
#define PNR_CORE_FAIL_H

#include "pnr/base.h"

/* Fills *error (NULL allowed) from fault, whose size is ignored, and returns fault.status:
 *   return pnri_fail(error, (pnr_error){ .status = PNR_E_SYNTAX, .offset = at }); */
pnr_status pnri_fail(pnr_error *error, pnr_error fault);

pnr_status pnri_fail_argument(pnr_error *error);
pnr_status pnri_fail_memory(pnr_error *error);
pnr_status pnri_fail_at(pnr_error *error, pnr_status status, uint64_t offset);

#endif
