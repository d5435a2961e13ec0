/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_STORE_SPOOL_SEGMENT_H
#define PNR_STORE_SPOOL_SEGMENT_H

#include <stdbool.h>

#include "core/file.h"
#include "crypto/seal.h"
#include "store/folder.h"
#include "store/journal.h"

/* The folder of a spool: "key" names the segment that counts and holds its key, NNNNNNNNNNNNNNNN.spool is that segment, a
 * journal (store/journal.h) each of whose frames is durable before the next one is begun, "lock" is held while it is
 * open. The body of a frame is a random nonce and what is sealed (XChaCha20-Poly1305) with the numbers of segment and
 * frame beside it. Once another segment counts, its key is nowhere, and what it held can be read by nobody. */

typedef struct pnri_segment {
  pnri_folder folder;
  pnri_file lock, file;
  uint64_t generation; /* its number */
  uint64_t frames;
  uint64_t cut; /* octets behind the last whole frame, when it was opened */
  uint8_t key[PNRI_SEAL_KEY];
  bool is_final; /* a write or sync failed: nothing more is written */
} pnri_segment;

/* Makes the first segment, without frames, in a folder that exists. PNR_E_FILE with EEXIST where there is one. */
pnr_status pnri_segment_create(const pnr_env *env, const char *folder, pnr_error *error);

/* PNR_E_SPOOL_BUSY, PNR_E_SPOOL_STATE; what an interrupted exchange of segments left behind is removed. Closed also after
 * a failure. */
pnr_status pnri_segment_open(pnri_segment *segment, const pnr_env *env, const char *folder, pnr_error *error);
void pnri_segment_close(pnri_segment *segment);

/* Reads the frames of an open segment, from the first one. */
typedef struct pnri_segment_reader {
  pnri_map map;
  pnri_journal_cursor cursor;
  uint8_t *clear; /* of the last frame */
  size_t room;
} pnri_segment_reader;

pnr_status pnri_segment_begin(pnri_segment *segment, pnri_segment_reader *reader, pnr_error *error);
/* *clear is valid until the next call. PNR_END behind the last whole frame. PNR_E_JOURNAL_DAMAGED, PNR_E_FORGED. */
pnr_status pnri_segment_next(pnri_segment *segment, pnri_segment_reader *reader, pnr_slice *clear, pnr_error *error);
void pnri_segment_end(const pnri_segment *segment, pnri_segment_reader *reader);
/* Cuts off what stands behind the last frame that was read; the rest is durable then, whoever wrote it. */
pnr_status pnri_segment_cut(pnri_segment *segment, uint64_t size, pnr_error *error);

/* Writes one frame, durably. PNR_E_SPOOL_FINAL after a failure. */
pnr_status pnri_segment_append(pnri_segment *segment, pnr_slice clear, pnr_error *error);
/* Makes a segment with this one frame take the place of the whole. */
pnr_status pnri_segment_replace(pnri_segment *segment, pnr_slice clear, pnr_error *error);

#endif
