/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAGED_H
#define STAGED_H

#include <pnr/pnr.h>
#include <stdbool.h>

#include "folders.h"

/* Files that follow from a message of a link. They are written beside the others first, durably, under a name that holds the
 * place of that message, and get their own when the spool has its mark: each appears once, whatever stops in between.
 *   .INCARNATION-STREAM-SEQUENCE-NAME.json   written, the mark not committed yet
 *   NAME.json                                there */
typedef struct staged {
  const char *folder; /* borrowed */
  name_list written;  /* under names that hold a place */
} staged;

/* Ends what an interrupted run began: what the spool has gets its name, what it does not have goes, and comes again. The
 * folder is made where it is not there. False, with a complaint. */
bool staged_open(staged *open, const char *folder, const pnr_link_state *state);
void staged_close(staged *open);
/* name: without ".json". */
bool staged_write(staged *open, const pnr_delivery *delivery, const pnr_link_state *state, const char *name,
                  pnr_slice octets);
/* Before the spool commits: the names are durable. */
bool staged_sync(const staged *open);
/* The spool has them. */
bool staged_show(staged *open);

#endif
