/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_VIEW_CBOR_H
#define PNR_RECORD_VIEW_CBOR_H

#include "core/arena.h"
#include "encoding/cbor.h"
#include "record/field.h"

/* Views as CBOR maps from the keys of the table to what is said; what is not said is left out. docs/record.md. */

/* Whatever goes wrong stands in cbor->status. */
void pnri_view_put(pnri_cbor_writer *cbor, const pnri_view *view, const void *at);

typedef struct pnri_view_index { /* the greatest index of a kind that was read, */
  uint64_t count;                /* one more than it, */
  const uint8_t *item;           /* and where it stood */
} pnri_view_index;

typedef struct pnri_view_reader {
  pnri_cbor_reader cbor;
  pnri_arena *arena; /* of the views; texts stay where they are */
  pnri_view_index traveller, leg;
} pnri_view_reader;

void pnri_view_reader_open(pnri_view_reader *reader, pnr_slice octets, pnri_arena *arena);

/* Reads what pnri_view_put writes, and refuses all else; exhausted memory is PNR_E_MEMORY. at: zeroes, but that a view
 * which it points to may be there, of zeroes too. Texts are borrowed from the octets. Whether indices are in range is for the caller to see. */
pnr_status pnri_view_get(pnri_view_reader *reader, const pnri_view *view, void *at);

/* Refuses the greatest index of a traveller or leg that was read where there are only so many. */
pnr_status pnri_view_check_indices(pnri_view_reader *reader, uint64_t travellers, uint64_t legs);

#endif
