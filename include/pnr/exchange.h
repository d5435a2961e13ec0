/* pnr/exchange.h - messages between units, signed and sealed.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_H
#define PNR_EXCHANGE_H

#include "pnr/finding.h"
#include "pnr/keys.h"
#include "pnr/probe.h"
#include "pnr/protect.h"
#include "pnr/receipt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* docs/exchange.md is the format. A message that the law does not allow cannot be sealed, and is refused when it is opened:
 * PNR_E_RULE, and error->cause says which rule. */

enum { /* wire numbers, never renumbered */
       PNR_EXCHANGE_REQUEST = 1,
       PNR_EXCHANGE_REPLY = 2,
       PNR_EXCHANGE_NOTICE = 3,
       PNR_EXCHANGE_RECALL = 4,
       PNR_EXCHANGE_RECEIPT = 5,
       PNR_EXCHANGE_KEYS = 6,
       PNR_EXCHANGE_APPROVAL = 7,
       PNR_EXCHANGE_FEEDBACK = 8,
       PNR_EXCHANGE_HELLO = 9,
       PNR_EXCHANGE_VOID = 10,
       PNR_EXCHANGE_HEARTBEAT = 11,
       PNR_EXCHANGE_PROBE = 16,
       PNR_EXCHANGE_PROBE_RESULT = 17,
       PNR_EXCHANGE_TAGS = 18
};
enum {
  PNR_EXCHANGE_VERSION = 1,       /* of the wire; stands in every object */
  PNR_EXCHANGE_OBJECT = 1114112,  /* most octets of a sealed object */
  PNR_EXCHANGE_FILE = 50000000,   /* most octets of a file of them */
  PNR_EXCHANGE_ID = 16,           /* octets of the id of a message, a record, an incarnation */
  PNR_EXCHANGE_LIFE = 30 * 86400, /* most seconds from issue to expiry */
  PNR_EXCHANGE_SKEW = 300         /* seconds by which clocks may differ */
};

/* Exactly one pointer is set: that of type. */
typedef struct pnr_exchange_message {
  uint32_t size;
  uint32_t type; /* PNR_EXCHANGE_… */
  const pnr_request *request;
  const pnr_reply *reply;
  const pnr_notice *notice;
  const pnr_recall *recall;
  const pnr_receipt *receipt;
  const pnr_key_message *key_message;
  const pnr_approval *approval;
  const pnr_feedback *feedback;
  const pnr_hello *hello;
  const pnr_void_message *void_message;
  const pnr_heartbeat *heartbeat;
  const pnr_probe *probe;
  const pnr_probe_result *probe_result;
  const pnr_tags *tags;
} pnr_exchange_message;

/* What is signed around a message. To seal: audience, expires and, within a link, its stream. */
typedef struct pnr_claims {
  uint32_t size;
  uint32_t stream;
  pnr_slice issuer;
  pnr_slice audience;
  pnr_slice id;  /* PNR_EXCHANGE_ID octets; to seal: empty, one is drawn */
  pnr_slice key; /* with which it was signed: PNR_KEY_ID octets */
  uint64_t issued;
  uint64_t expires;      /* 0 for a recall, which never does; to seal: 0 stands for PNR_EXCHANGE_LIFE */
  pnr_slice incarnation; /* PNR_EXCHANGE_ID octets; empty outside of a link */
  uint64_t sequence;     /* within issuer, incarnation and stream, from 1; 0 outside of a link */
} pnr_claims;

/* A request that waits for replies, or is being replied to. */
typedef struct pnr_asked {
  uint32_t size;
  pnr_slice id; /* of the request */
  const pnr_request *request;
  const pnr_approval *approval; /* one that came after the request; or NULL */
} pnr_asked;

/* Remembers the ids of what was received until they have expired, so that nothing counts twice. One thread at a time. */
typedef struct pnr_guard pnr_guard;
/* most: ids that are kept; where there are more, objects are refused with PNR_E_LIMIT. */
PNR_API pnr_status pnr_guard_open(const pnr_env *env, uint32_t most, pnr_guard **out, pnr_error *error);
PNR_API void pnr_guard_close(pnr_guard *guard); /* NULL is allowed */

/* How a unit sends and receives. All is borrowed during a call. */
typedef struct pnr_exchange {
  uint32_t size;
  uint32_t third_countries;         /* 1: transfers under article 11 are allowed [0: refused] */
  pnr_slice unit;                   /* own name */
  const pnr_key_provider *provider; /* own private keys */
  const pnr_directory *directory;   /* public keys of the others and, to open, nothing else is trusted */
  pnr_guard *guard;                 /* NULL: replays are not seen; to open only */
  const pnr_asked *const *asked;    /* a reply with data must answer one of them */
  uint32_t asked_count;
  uint64_t now; /* wall clock */
} pnr_exchange;

/* Checks the message, signs it, seals it to the audience's prekey of the day. Fails with PNR_E_ARGUMENT (a value that the
 * table does not allow), PNR_E_RULE, PNR_E_KEY_UNKNOWN (no prekey of the audience, no own signing key),
 * PNR_E_KEY_REVOKED, PNR_E_LIMIT. *out is one object, *id, if not NULL, its id. */
PNR_API pnr_status pnr_exchange_seal(const pnr_env *env, const pnr_exchange *exchange,
                                     const pnr_exchange_message *message, const pnr_claims *claims, pnr_octets **out,
                                     uint8_t id[PNR_EXCHANGE_ID], pnr_error *error);

/* An object that was opened, and all that it holds. */
typedef struct pnr_received pnr_received;

/* Opens one object: caps, decryption, signature, audience, time, replay, size, content, rules, in this order; the first that
 * does not hold refuses it, and nothing of it counts. error->offset is an octet of the object, or, behind decryption, of
 * what was inside. Statuses: PNR_E_OBJECT, PNR_E_LIMIT, PNR_E_SEALED, PNR_E_SIGNATURE, PNR_E_KEY_UNKNOWN,
 * PNR_E_KEY_EXPIRED, PNR_E_KEY_REVOKED, PNR_E_OBJECT_VERSION, PNR_E_AUDIENCE, PNR_E_EXPIRED, PNR_E_REPLAYED, PNR_E_RULE,
 * PNR_E_MEMORY. */
PNR_API pnr_status pnr_exchange_open(const pnr_env *env, const pnr_exchange *exchange, pnr_slice object,
                                     pnr_received **out, pnr_error *error);
/* All are owned by received. */
PNR_API const pnr_exchange_message *pnr_received_message(const pnr_received *received);
PNR_API const pnr_claims *pnr_received_claims(const pnr_received *received);
PNR_API uint32_t pnr_received_finding_count(const pnr_received *received);
PNR_API const pnr_finding *pnr_received_finding(const pnr_received *received, uint32_t i);
PNR_API void pnr_received_close(pnr_received *received); /* NULL is allowed */

/* --- Messages as JSON, by the names of the table: for people, and for programs that make them --- */

/* Reads {"request":{…}}. The result is owned by *out and has passed no rule yet. PNR_E_SYNTAX with line and column. */
PNR_API pnr_status pnr_exchange_read_json(const pnr_env *env, pnr_slice text, pnr_received **out, pnr_error *error);
/* One object without line breaks. */
PNR_API pnr_status pnr_exchange_write_json(const pnr_env *env, const pnr_exchange_message *message, pnr_octets **out,
                                           pnr_error *error);

/* Fills *out, but its id and travel status, from a stored record: octets, digest, clocks (of six months and five years),
 * marks, elements. Owned by record until its next change; digest is the caller's, and must live as long as *out. */
PNR_API pnr_status pnr_record_share(pnr_record *record, pnr_slice id, uint32_t version, pnr_shared_record *out,
                                    uint8_t digest[PNR_FINGERPRINT], pnr_error *error);

/* --- Frames and files --- */

/* An object on a link or in a file. stream and sequence are hints: what is signed must equal them. */
typedef struct pnr_frame {
  uint32_t size;
  uint32_t stream;
  uint64_t sequence;
  pnr_slice object;
} pnr_frame;
PNR_API pnr_status pnr_frame_write(const pnr_env *env, const pnr_frame *frame, pnr_octets **out, pnr_error *error);
/* Reads the frame at octet *at and moves *at behind it; PNR_END behind the last one. PNR_E_OBJECT where there is no frame,
 * it is cut, or its checksum does not hold. Its object is borrowed from octets. */
PNR_API pnr_status pnr_frame_next(pnr_slice octets, size_t *at, pnr_frame *frame, pnr_error *error);

/* A file for channels that carry files: a readable cover, then frames. The cover is a hint, too. */
typedef struct pnr_cover {
  uint32_t size;
  uint32_t objects; /* frames behind the cover */
  pnr_slice from;
  pnr_slice to;
  uint64_t made;
} pnr_cover;
PNR_API pnr_status pnr_cover_write(const pnr_env *env, const pnr_cover *cover, pnr_octets **out, pnr_error *error);
/* Reads the cover; *at is where the frames begin. PNR_E_FORMAT where there is no cover, PNR_E_LIMIT where octets are more
 * than PNR_EXCHANGE_FILE. Its texts are borrowed. */
PNR_API pnr_status pnr_cover_read(pnr_slice octets, size_t *at, pnr_cover *cover, pnr_error *error);

/* --- Rules --- */

enum { /* never renumbered; docs/exchange.md tells of each */
       PNR_RULE_BASIS = 1,
       PNR_RULE_PURPOSE = 2,
       PNR_RULE_OFFENCE = 3,
       PNR_RULE_THRESHOLD = 4,
       PNR_RULE_CASE = 5,
       PNR_RULE_REASONS = 6,
       PNR_RULE_APPROVED = 7,
       PNR_RULE_ELEMENTS = 8,
       PNR_RULE_SELECTORS = 9,
       PNR_RULE_URGENCY = 10,
       PNR_RULE_WINDOW = 11,
       PNR_RULE_UNMASK = 12,
       PNR_RULE_PERMISSION = 13,
       PNR_RULE_TRANSFER = 14,
       PNR_RULE_REVIEW = 15,
       PNR_RULE_NOT_ASKED = 16,
       PNR_RULE_GIVEN = 17,
       PNR_RULE_MASKED = 18,
       PNR_RULE_RETENTION = 19,
       PNR_RULE_SCRUBBED = 20,
       PNR_RULE_HANDLING = 21,
       PNR_RULE_TRAVELLED = 22,
       PNR_RULE_CARD = 23,
       PNR_RULE_OUTCOME = 24,
       PNR_RULE_SCORE = 25,
       PNR_RULE_RECALL = 26,
       PNR_RULE_FORMAT = 27,
       PNR_RULE_QUOTA = 28
};
PNR_API const char *pnr_rule_name(uint32_t rule);          /* "UNMASK"; static; "UNKNOWN" for other numbers */
PNR_API const char *pnr_rule_clause(uint32_t rule);        /* "art. 9(2), 12(3)"; static */
PNR_API const char *pnr_rule_text(uint32_t rule);          /* one sentence; static */
PNR_API const char *pnr_exchange_type_name(uint32_t type); /* "request"; static; "unknown" for other numbers */

#ifdef __cplusplus
}
#endif
#endif
