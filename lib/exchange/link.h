/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_LINK_H
#define PNR_EXCHANGE_LINK_H

#include "core/vector.h"
#include "exchange/key_table.h"
#include "exchange/object.h"
#include "pnr/link.h"

enum {
  PNRI_LINK_FIRST_FRAMES = 16, /* credit of each stream before the first receipt, */
  PNRI_LINK_FIRST_OCTETS = PNR_EXCHANGE_OBJECT,
  PNRI_LINK_VERDICTS = 64,       /* so many make a receipt due at once, */
  PNRI_LINK_DELAY = 2000,        /* fewer after so many microseconds */
  PNRI_LINK_CONTROLS = 16,       /* receipts are receipted less often */
  PNRI_LINK_HEARTBEAT = 1000000, /* microseconds without a receipt that is waited for */
  PNRI_LINK_BATCH = 262144       /* octets of one output, and what the last frame is longer */
};

/* A message in the outbox, signed. */
typedef struct pnri_sent {
  uint8_t *data;
  size_t size;
  uint32_t stream;
  uint32_t type;
  uint64_t sequence;
  uint64_t end;  /* octets of the stream up to here, it included */
  bool is_sent;  /* on this connection */
  bool was_sent; /* on any */
} pnri_sent;

/* A message that was received and is not done. */
typedef struct pnri_held {
  pnr_received *received;
  uint32_t stream;
  uint32_t rule;
  uint64_t sequence;
  size_t octets;
  pnr_status status; /* of opening it: authentic, whatever it is */
  bool is_read;      /* a receipt: its marks and credit count */
} pnri_held;

typedef struct pnri_pending { /* a verdict for the next receipt */
  uint8_t id[PNR_EXCHANGE_ID];
  uint32_t verdict, rule;
} pnri_pending;

struct pnr_link {
  const pnr_env *env;
  const pnr_exchange *exchange;
  const pnri_chance *chance;
  uint8_t peer[PNRI_UNIT_NAME];
  size_t peer_size;
  uint32_t frames;
  uint64_t octets, outbox_most;
  uint64_t now;     /* the latest wall clock */
  pnr_status fault; /* that every further input has */

  uint8_t incarnation[PNR_EXCHANGE_ID], peer_incarnation[PNR_EXCHANGE_ID];
  bool has_peer;
  bool is_known; /* the peer told, since the link was opened, that this is no old copy: something may be sent */
  uint8_t closed[PNR_LINK_CLOSED][PNR_EXCHANGE_ID];
  uint32_t closed_count;

  uint64_t next[PNR_STREAMS], sent[PNR_STREAMS]; /* own */
  uint64_t said[PNR_STREAMS];                    /* own: what is below it may have left */
  uint64_t confirmed[PNR_STREAMS];               /* the peer's marks of them: the outbox begins behind */
  uint64_t credit_frames[PNR_STREAMS], credit_octets[PNR_STREAMS]; /* from the peer */
  uint64_t marks[PNR_STREAMS], mark_octets[PNR_STREAMS];           /* of the peer's streams */
  uint64_t held_octets[PNR_STREAMS];

  pnri_vector outbox; /* pnri_sent; each stream in its order */
  uint64_t outbox_octets;
  pnri_vector held; /* pnri_held */
  pnri_held
    current; /* that the application has, where it is_delivering; of an incarnation that was closed where it is_stale */
  bool is_delivering, is_stale;
  pnri_vector pending;  /* pnri_pending */
  uint64_t receipt_due; /* clock; UINT64_MAX: nothing to say */
  uint32_t controls;    /* receipts of the peer since the last own one */
  uint64_t heartbeat_due, heartbeat_number;
  uint8_t heartbeat[PNR_EXCHANGE_ID]; /* id of the own one that has no answer yet, where it is_asking */
  bool is_asking, is_behind_hello;    /* the hello of this incarnation went before that heartbeat */
  uint8_t asked[PNR_EXCHANGE_ID];     /* id of the peer's that is to be answered, where it is_asked */
  bool is_asked;
  uint64_t audit_count, audit_time;
  uint8_t audit_head[32];
  pnri_vector input, output; /* octets */
  pnr_link_facts facts;
};

/* pnr_link_open with a source of random octets. */
pnr_status pnri_link_open(const pnr_env *env, const pnr_exchange *exchange, const pnr_link_options *options,
                          const pnri_chance *chance, pnr_link **out, pnr_error *error);

static inline pnr_slice pnri_link_peer(const pnr_link *link) { return (pnr_slice){ link->peer, link->peer_size }; }
static inline pnri_sent *pnri_link_sent(const pnr_link *link, size_t i)
{
  return (pnri_sent *)pnri_vector_at(&link->outbox, i);
}
static inline pnri_held *pnri_link_held(const pnr_link *link, size_t i)
{
  return (pnri_held *)pnri_vector_at(&link->held, i);
}

/* The item of that sequence; NULL where it is not held. */
pnri_held *pnri_link_find_held(const pnr_link *link, uint32_t stream, uint64_t sequence);
void pnri_link_drop_held(pnr_link *link, pnri_held *item);

/* Takes a signed message into the outbox. */
pnr_status pnri_link_append(pnr_link *link, const pnr_exchange_message *message, uint32_t stream, uint64_t expires,
                            uint8_t id[PNR_EXCHANGE_ID], pnr_error *error);
/* Frees what the peer confirmed. */
void pnri_link_free_sent(pnr_link *link, uint32_t stream, uint64_t mark);
/* True when a message of that type and size may be kept. */
bool pnri_link_has_room(const pnr_link *link, uint32_t type, size_t size);
/* Exchanges what was never sent and holds records of the recall for messages that say nothing. */
pnr_status pnri_link_void(pnr_link *link, const pnr_recall *recall, const uint8_t id[PNR_EXCHANGE_ID],
                          pnr_error *error);

#endif
