/* pnr/link.h - a link between two units: order, receipts, credit. It does no input and no output.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_LINK_H
#define PNR_LINK_H

#include "pnr/exchange.h"

#ifdef __cplusplus
extern "C" {
#endif

/* docs/exchange.md, "Links". One side of a link: messages go in and come out on one side, octets on the other; whoever owns
 * the connection (mutual TLS, a queue, a file) carries them, and says what time it is. Messages arrive in the order of their
 * stream, each once, also where the connection breaks and where octets come twice; what was sent is kept until a receipt
 * frees it. All memory is bounded by the options. A link belongs to one thread at a time. */

typedef struct pnr_link pnr_link;

enum { PNR_LINK_CLOSED = 64 }; /* incarnations of the peer that are remembered as over; then the oldest is forgotten */

/* How far a link came, to go on where it was: everything else of it is in the outbox. */
typedef struct pnr_link_state {
  uint32_t size;
  pnr_slice incarnation;        /* own, 16 octets; empty: only what is of the peer counts */
  pnr_slice peer_incarnation;   /* 16 octets; empty: none was heard of */
  uint64_t next[PNR_STREAMS];   /* own next sequence of each stream; [0] is not used */
  uint64_t marks[PNR_STREAMS];  /* of the peer's streams */
  uint64_t octets[PNR_STREAMS]; /* of the peer's signed messages up to the marks */
  uint64_t sent[PNR_STREAMS];   /* octets of own signed messages below next */
  pnr_slice closed;             /* incarnations of the peer that are over, 16 octets each, at most PNR_LINK_CLOSED */
} pnr_link_state;

typedef struct pnr_link_options {
  uint32_t size;
  uint32_t frames;             /* that the peer may send ahead on each stream [64]; 16 to 1,024 */
  pnr_slice peer;              /* the other unit */
  uint64_t octets;             /* that it may send ahead on each stream [4 MiB]; at least PNR_EXCHANGE_OBJECT */
  uint64_t outbox;             /* most octets that are kept until their receipt [64 MiB]; as much again is kept free for
                                 * recalls, receipts and replies */
  const pnr_link_state *state; /* to go on; NULL, or without incarnation: a new one, drawn and announced. Copied. */
} pnr_link_options;

/* exchange says who this unit is; borrowed until the link is closed. Its asked and now are those at each call; its guard is not
 * used: sequences do more. */
PNR_API pnr_status pnr_link_open(const pnr_env *env, const pnr_exchange *exchange, const pnr_link_options *options,
                                 pnr_link **out, pnr_error *error);
PNR_API void pnr_link_close(pnr_link *link); /* NULL is allowed */
/* Fills *state; its slices are owned by the link. To be stored with the effect of what was delivered. */
PNR_API void pnr_link_get_state(const pnr_link *link, pnr_link_state *state);

/* --- Sending --- */

/* Takes a message for the peer: checks and signs it, and keeps it in the outbox. expires 0: the longest. PNR_E_LIMIT: the outbox is
 * full. A recall takes the place of what was not sent yet and holds its records (`void`). id, if not NULL: the message's. */
PNR_API pnr_status pnr_link_send(pnr_link *link, const pnr_exchange_message *message, uint64_t expires,
                                 uint8_t id[PNR_EXCHANGE_ID], pnr_error *error);

/* What the outbox holds, for a store that survives: signed messages, not sealed. */
typedef struct pnr_link_entry {
  uint32_t size;
  uint32_t stream;
  uint64_t sequence;
  uint64_t end;     /* octets of the stream up to here */
  pnr_slice octets; /* owned by the link */
} pnr_link_entry;
PNR_API uint32_t pnr_link_outbox_count(const pnr_link *link);
PNR_API void pnr_link_outbox_get(const pnr_link *link, uint32_t i, pnr_link_entry *entry);
/* Puts back what was stored, in the order of the outbox, before anything is sent. PNR_E_ARGUMENT where it is not of this incarnation, or its
 * sequence is not below the state's. */
PNR_API pnr_status pnr_link_restore(pnr_link *link, const pnr_link_entry *entry, pnr_error *error);

/* Octets to be written now, as much as the peer's credit allows; empty: nothing. A link that goes on from a state first asks how
 * far the peer came, and sends nothing else before it knows: an old copy would use sequences again. Owned by the link until the next call. clock: a
 * monotonic one, in microseconds. */
PNR_API pnr_status pnr_link_output(pnr_link *link, uint64_t clock, pnr_slice *octets, pnr_error *error);
/* When pnr_link_output has something to say without anything else happening; UINT64_MAX: never. */
PNR_API uint64_t pnr_link_wake(const pnr_link *link);
/* The connection was lost and made anew: what has no receipt goes again. */
PNR_API void pnr_link_reconnected(pnr_link *link, uint64_t clock);

/* --- Receiving --- */

/* Takes octets from the connection, cut anywhere. PNR_E_OBJECT, PNR_E_LIMIT: they are no frames: drop the connection, the link is
 * as before. PNR_E_ROLLBACK: the peer has seen more of this outbox than it remembers, or knows another incarnation: it is an old
 * copy, and goes on under a new incarnation only (options.state without one). PNR_E_EXPIRED: the wall clock of the exchange moved back. */
PNR_API pnr_status pnr_link_input(pnr_link *link, pnr_slice octets, uint64_t clock, pnr_error *error);

typedef struct pnr_delivery {
  uint32_t size;
  uint32_t stream;
  uint64_t sequence;
  const pnr_received *received; /* owned by the link until pnr_link_done */
} pnr_delivery;
/* The next message that is due, one at a time; PNR_END: none. A request waits until the outbox has room for its reply. */
PNR_API pnr_status pnr_link_next(pnr_link *link, pnr_delivery *delivery);
/* What became of it: the effect is durable. PNR_VERDICT_APPLIED, PNR_VERDICT_RECALLED or PNR_VERDICT_REFUSED with a rule. */
PNR_API pnr_status pnr_link_done(pnr_link *link, uint32_t verdict, uint32_t rule, uint64_t clock, pnr_error *error);
/* Where the own audit trail stands, for the receipts that follow. head: 32 octets. */
PNR_API void pnr_link_checkpoint(pnr_link *link, uint64_t count, const uint8_t head[32], uint64_t time);

typedef struct pnr_link_facts {
  uint32_t size;
  uint32_t held;       /* received, not delivered yet */
  uint64_t outbox;     /* octets kept until their receipt */
  uint64_t unopened;   /* frames that were not of the peer, or not whole: nothing of them counted */
  uint64_t misplaced;  /* frames beyond the credit, of a closed incarnation, or with other hints than what is signed */
  uint64_t duplicates; /* frames that came before */
  uint64_t
    gaps; /* answers with a mark below what was freed, or of another incarnation: the peer forgot what it confirmed */
  uint64_t voids;    /* messages of the outbox whose place another one took, because their record was recalled */
  uint32_t is_known; /* 0: opened from a state, and the peer did not tell yet that it is no old copy: nothing is sent */
} pnr_link_facts;
PNR_API void pnr_link_get_facts(const pnr_link *link, pnr_link_facts *facts);

#ifdef __cplusplus
}
#endif
#endif
