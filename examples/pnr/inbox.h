/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INBOX_H
#define INBOX_H

#include <pnr/pnr.h>
#include <stdbool.h>

/* The folder of what a link received: ID.json for each message. A message is written beside them first, durably, under a
 * name that holds its place in the link, and gets its own name when the spool has the link's mark behind it: a name appears
 * once for each message, whatever stops in between.
 *   .INCARNATION-STREAM-SEQUENCE-ID.json  written, its mark not committed yet
 *   ID.json                               received
 *   .ID.json                              a recall takes records out of it
 *   .marks                                how far the peer's streams came: marks.h
 *   recalled/RECORD                       the highest version of a record that was recalled: it is never kept again */
typedef struct inbox inbox;

/* What a message did to the folder. */
typedef struct inbox_effect {
  uint32_t verdict;  /* PNR_VERDICT_APPLIED or PNR_VERDICT_RECALLED */
  uint32_t kept;     /* records that were kept */
  uint32_t elements; /* bits of them */
  uint32_t erased;   /* records of earlier messages that a recall erased */
} inbox_effect;

/* Ends what an interrupted run began: state is that of the link. NULL, with a complaint. */
inbox *inbox_open(const char *folder, const pnr_link_state *state);
void inbox_close(inbox *open);

/* Makes the effect of a delivery durable; false, with a complaint, where that fails: then nothing may be said of it. */
bool inbox_take(inbox *open, const pnr_delivery *delivery, const pnr_link_state *state, inbox_effect *effect);
/* Before the spool commits: names and marks are durable. */
bool inbox_sync(inbox *open, const pnr_link_state *state);
/* The spool has them: they get their names. */
bool inbox_show(inbox *open);

#endif
