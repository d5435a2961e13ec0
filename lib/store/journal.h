/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_STORE_JOURNAL_H
#define PNR_STORE_JOURNAL_H

#include "core/env.h"

/* The journal of an index as octets: a header that names the generation of the image, then frames, each of which is in
 * effect as a whole or not at all. docs/live.md shows the layout and tells why what breaks off at the end was never
 * acknowledged, and what is broken before it is damage. */

enum { PNRI_JOURNAL_VERSION = 1, PNRI_JOURNAL_HEADER = 32, PNRI_JOURNAL_HEAD = 32 };

void pnri_journal_put_header(uint8_t out[PNRI_JOURNAL_HEADER], uint64_t generation);
/* PNR_E_JOURNAL_VERSION, or PNR_E_JOURNAL_DAMAGED where it is not whole, or no journal at all. */
pnr_status pnri_journal_get_header(pnr_slice octets, uint64_t *generation, pnr_error *error);

typedef struct pnri_journal_frame {
  uint64_t offset;   /* in the file */
  uint64_t sequence; /* number of its first change, from 1 in each journal */
  uint32_t changes;
  uint64_t checksum; /* of the head: what tells this frame from another one in its place */
  pnr_slice body;    /* borrowed */
} pnri_journal_frame;

/* Makes the head of a frame of sequence, changes and body; fills in its checksum. */
void pnri_journal_put_head(uint8_t out[PNRI_JOURNAL_HEAD], uint64_t generation, pnri_journal_frame *frame);

/* Walks frames. */
typedef struct pnri_journal_cursor {
  pnr_slice octets;    /* to the end of the file */
  uint64_t base;       /* where they begin in the file */
  size_t at;           /* the end of the last whole frame */
  uint64_t generation; /* of the header */
  uint64_t sequence;   /* of the next change */
} pnri_journal_cursor;

/* PNR_END: what is left, if anything, is a frame that was not written to its end.
 * PNR_E_JOURNAL_DAMAGED: a frame is broken, missing or repeated, and others follow. */
pnr_status pnri_journal_next(pnri_journal_cursor *cursor, pnri_journal_frame *out, pnr_error *error);

#endif
