/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_DIFFERENCE_H
#define PNR_RECORD_DIFFERENCE_H

#include "core/findings.h"
#include "record/field.h"

/* Two records, field by field. */

enum { /* what else counts beside what was sent about the journey and its people */
       PNRI_COMPARE_ENVELOPE = PNRI_FIELD_ENVELOPE, /* also who sent it to whom, when and in which version */
       PNRI_COMPARE_FORM =
         PNRI_FIELD_FORM,      /* also what only this format says: its codes, and names as it writes them */
       PNRI_COMPARE_ADDED = 4, /* also what only b says */
       PNRI_COMPARE_ACCOUNTS = PNRI_FIELD_ACCOUNT /* also the numbers of cards that are not masked */
};

/* *out is NULL where there is no difference. */
pnr_status pnri_record_compare(const pnr_env *env, const pnr_content *a, const pnr_content *b, uint32_t flags,
                               pnr_differences **out, pnr_error *error);

#endif
