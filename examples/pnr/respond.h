/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESPOND_H
#define RESPOND_H

#include "attach.h"
#include "probes.h"
#include "staged.h"

/* Answers what another unit asks, from stored records, under the own rules:
 *   - A selector that leads exactly (document, locator, number, address, flight, handle) is answered at once: with what was asked
 *     for, masked where that is due, and of no record whose law does not allow it.
 *   - A person by name is a candidate that somebody must look at: the reply is pending, and a draft with records and hits waits in
 *     `review` for the reviewer's name and time, to be renamed into the outbox.
 *   - What no program decides (another legal basis than article 9(2), a standing request) is pending, too.
 * Replies go the way of all messages: into the outbox, where they appear when the spool has the request. */

typedef struct respond_terms {
  const char *index, *review; /* index NULL: names are for people; review: folder of drafts */
  const char *peer;
  uint32_t most;          /* records of one reply; more are too broad */
  uint32_t threshold;     /* least score of a candidate */
  uint32_t handling;      /* PNR_HANDLING_… */
  const char *tags_basis; /* the law that allows tags; NULL: probes are for people */
  uint32_t of_case, of_day;
  const pnr_regimes *regimes;
} respond_terms;

typedef struct responder responder;

/* store: moved in. NULL, with a complaint, where something cannot be read. */
responder *responder_open(const respond_terms *terms, record_store store, const char *outbox,
                          const pnr_link_state *state);
void responder_close(responder *open);

/* Answers a delivery, which is a request or a probe or nothing to be answered; who and audit are told of what is looked at.
 * *rule: PNR_RULE_…, a probe is refused by it. False, with a complaint, where it cannot go on. */
bool respond(responder *open, key_folder *folder, const disclosure *who, pnr_audit *audit, const pnr_delivery *delivery,
             const pnr_link_state *state, uint32_t *rule);
/* Before the spool commits, and behind it. */
bool responder_sync(const responder *open);
bool responder_show(responder *open);

#endif
