/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_RECORD_H
#define PNR_RECORD_RECORD_H

#include "encoding/cbor.h"
#include "pnr/record.h"
#include "record/copy.h"
#include "record/message.h"

/* The message's arena owns everything but the encoded form. */
struct pnr_record {
  pnr_message message;
  pnr_stored stored;
  pnri_cbor_writer encoded;
};

/* A record that says nothing yet; NULL when memory is exhausted. */
pnr_record *pnri_record_new(const pnr_env *env);

/* A copy of a record in a new one, as how tells (its arena is not used, the new record has one); *out is NULL on failure.
 * The caller changes (*out)->stored. */
pnr_status pnri_record_copy(const pnr_env *env, const pnr_record *from, const pnri_copy *how, pnr_record **out,
                            pnr_error *error);

/* Gives the booking all travellers, and the travellers the booking. Behind whatever filled the content. */
pnr_status pnri_record_settle(pnr_record *record, pnr_error *error);

/* pnr_record_decode for records that are looked at one after the other: each leaves its memory to the next one by spare, and
 * its texts are borrowed from octets. */
pnr_status pnri_record_borrow(pnri_spare *spare, pnr_slice octets, pnr_record **out, pnr_error *error);

extern const pnri_view pnri_stored_view;

#endif
