/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_SAVED_H
#define PNR_EXCHANGE_SAVED_H

#include "encoding/cbor.h"

/* What the two sides of a blind query keep between its steps: deterministic CBOR that begins alike, [1, until, …]. */

/* parts: items of the array, these two among them. */
void pnri_saved_begin(pnri_cbor_writer *out, uint32_t parts, uint64_t until);

/* Opens the reader, and reads as far as that. PNR_E_SYNTAX; PNR_E_UNSUPPORTED: of another version; PNR_E_EXPIRED. */
pnr_status pnri_saved_open(pnri_cbor_reader *in, pnr_slice octets, uint32_t parts, uint64_t now, uint64_t *until);
/* An array of that many items. */
void pnri_saved_array(pnri_cbor_reader *in, uint64_t count);
/* Octets of that size. */
void pnri_saved_octets(pnri_cbor_reader *in, uint8_t *out, size_t size);
void pnri_saved_number(pnri_cbor_reader *in, uint32_t *out);
/* Nothing may follow. Tells in *error (NULL allowed) what did not hold; status: of the caller. */
pnr_status pnri_saved_end(pnri_cbor_reader *in, pnr_status status, pnr_error *error);

#endif
