/* SPDX-License-Identifier: Apache-2.0 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <pnr/pnr.h>
#include <stdbool.h>

/* The folder of what a link is to send: files of one message each, NAME.json, renamed into it whole and taken in the order of their
 * names. A file is there until the spool has its message; which one that is, its name says meanwhile:
 *   NAME.json                                 to be sent
 *   NAME.json.INCARNATION-STREAM-SEQUENCE     sent, perhaps not committed yet
 *   NAME.json.refused                         cannot be sent; standard error says why */
typedef struct outbox outbox;

/* Ends what an interrupted run began: state is that of the spool. NULL, with a complaint. */
outbox *outbox_open(const char *folder, const pnr_link_state *state);
void outbox_close(outbox *open);

/* The next message to be sent, with its text read; NULL: none. Owned by the outbox until the next call. */
const pnr_exchange_message *outbox_next(outbox *open);
/* What became of it. Sent: it has this place in the link. */
bool outbox_sent(outbox *open, pnr_slice incarnation, uint32_t stream, uint64_t sequence);
bool outbox_refused(outbox *open, const pnr_error *error);
/* Before the spool commits: the names are durable. */
bool outbox_sync(outbox *open);
/* The spool has them: their files go. */
bool outbox_forget(outbox *open);

#endif
