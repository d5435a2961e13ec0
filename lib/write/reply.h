/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_WRITE_REPLY_H
#define PNR_WRITE_REPLY_H

#include "pnr/answer.h"
#include "record/builder.h"

/* What the makers of answers share. */

/* Begins the record of an answer to `answered`: its type, its function, parties exchanged, the common access reference.
 * What is taken over is copied. */
pnr_status pnri_reply_open(pnri_builder *builder, const pnr_env *env, const pnr_content *answered, uint32_t type,
                           pnr_error *error);

/* Ends it; status is how the making went. */
pnr_status pnri_reply_finish(pnri_builder *builder, pnr_status status, pnr_message **out, pnr_error *error);

/* A copy of text in the record, without the blanks around it, which no reader keeps. */
pnr_slice pnri_reply_copy(pnri_builder *builder, pnr_slice text);

#endif
