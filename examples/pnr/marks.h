/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MARKS_H
#define MARKS_H

#include <pnr/pnr.h>
#include <stdbool.h>

/* What a folder of received messages knows of the peer: its incarnation and how far each stream came. It is durable before a
 * message is seen, so that an old copy of the spool, or a new one, lets none come again. The file .marks has a line for the
 * incarnation, a line for those that are closed, and one for each stream: its mark, and its octets up to there. */
typedef struct marks {
  pnr_link_state state; /* what is of the peer; peer_incarnation is empty where there is no such file */
  uint8_t peer[PNR_EXCHANGE_ID], closed[PNR_LINK_CLOSED * PNR_EXCHANGE_ID];
} marks;

/* False, with a complaint, where the file is not whole. */
bool marks_read(marks *out, const char *folder);
bool marks_write(const char *folder, const pnr_link_state *state);
/* True when both know the same of the peer. */
bool marks_same(const marks *known, const pnr_link_state *state);
void marks_copy(marks *out, const pnr_link_state *state);

#endif
