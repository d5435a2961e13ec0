/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_STORE_PAIR_H
#define PNR_STORE_PAIR_H

#include "core/file.h"
#include "core/vector.h"
#include "match/part.h"
#include "store/journal.h"

/* A list on disk: the image, and the journal beside it. Whoever writes either holds the lock of the image; the next version
 * of either has a name of its own until it is whole. */
typedef struct pnri_pair {
  const pnr_env *env;
  char *image, *next_image;
  char *journal, *next_journal;
} pnri_pair;

pnr_status pnri_pair_open(pnri_pair *pair, const pnr_env *env, const char *path, pnr_error *error);
void pnri_pair_close(pnri_pair *pair);

/* How far a journal was read. */
typedef struct pnri_place {
  bool is_there;
  bool applies;        /* to the image; if not, nothing in it counts */
  pnri_file_id id;     /* of the file */
  uint64_t generation; /* of its header */
  uint64_t end;        /* of the last whole frame */
  uint64_t sequence;   /* of the next change */
  uint64_t changes;    /* that apply */
  uint64_t last;       /* where the last whole frame begins, and the checksum of its head; 0: there is none */
  uint64_t checksum;
  uint64_t unfinished; /* octets behind end */
} pnri_place;

/* What was read of a journal from a place on. */
typedef struct pnri_reading {
  pnri_place from;    /* where it began */
  pnri_vector octets; /* from there to the end of the file */
} pnri_reading;

/* Reads the journal from place on where that still is what it was, else from its beginning; place may be NULL. */
pnr_status pnri_pair_read(const pnri_pair *pair, const pnri_place *place, pnri_reading *out, pnr_error *error);
void pnri_reading_close(pnri_reading *reading);

/* What is done with each frame that applies to the image. */
typedef pnr_status pnri_frame_action(void *user, const pnri_journal_frame *frame, pnr_error *error);
/* Walks the frames of a reading that an image of this generation does not have yet; *out is the place behind them. */
pnr_status pnri_reading_walk(const pnri_reading *reading, uint64_t generation, pnri_frame_action *action, void *user,
                             pnri_place *out, pnr_error *error);

/* Appends a frame at place, to a new journal where none applies; what stands behind place is cut off, and counted to
 * *cut. Moves place. Under the lock. */
pnr_status pnri_pair_append(const pnri_pair *pair, uint64_t generation, pnr_slice body, uint32_t changes,
                            pnri_place *place, uint64_t *cut, pnr_error *error);
/* Appends, as the first half of a compaction, that the image of generation `made` has all changes below sequence. */
pnr_status pnri_pair_announce(const pnri_pair *pair, uint64_t generation, uint64_t made, uint64_t sequence,
                              pnri_place *place, uint64_t *cut, pnr_error *error);
/* Drops from the journal what the image has, and the whole of it when nothing is left. Takes the lock. */
pnr_status pnri_pair_tidy(const pnri_pair *pair, pnr_error *error);

#endif
