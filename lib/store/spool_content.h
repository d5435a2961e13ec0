/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_STORE_SPOOL_CONTENT_H
#define PNR_STORE_SPOOL_CONTENT_H

#include "core/vector.h"
#include "encoding/cbor.h"
#include "pnr/link.h"

/* What a frame of a spool says, in deterministic CBOR:
 *   [ [incarnation, peer's incarnation or h'', [next], [marks], [octets], [sent],    arrays: one number for each stream
 *      closed incarnations of the peer, one behind the other],
 *     [floor of each stream],                     messages of the outbox below it are done with
 *     [[stream, sequence, end, signed message], …] ]   those that came since the frame before */

/* A link's state that owns its octets. */
typedef struct pnri_spool_state {
  pnr_link_state view; /* its slices point into what follows; incarnation is empty when nothing was committed yet */
  uint8_t incarnation[PNR_EXCHANGE_ID], peer_incarnation[PNR_EXCHANGE_ID], closed[PNR_LINK_CLOSED * PNR_EXCHANGE_ID];
  uint64_t floors[PNR_STREAMS];
} pnri_spool_state;

void pnri_spool_state_copy(pnri_spool_state *out, const pnr_link_state *state);

/* Writes the heads; count messages follow, one by one. */
void pnri_spool_put(pnri_cbor_writer *out, const pnri_spool_state *state, uint64_t count);
void pnri_spool_put_message(pnri_cbor_writer *out, const pnr_link_entry *entry);

/* Reads both parts; *count messages follow. What is not of this form is told by the reader's status. */
void pnri_spool_get(pnri_cbor_reader *in, pnri_spool_state *state, uint64_t *count);
/* Its octets are borrowed. */
void pnri_spool_get_message(pnri_cbor_reader *in, pnr_link_entry *entry);

#endif
