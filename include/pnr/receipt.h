/* pnr/receipt.h - what becomes of messages: recall, receipt, feedback; and what links say of themselves.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECEIPT_H
#define PNR_RECEIPT_H

#include "pnr/inquiry.h"

#ifdef __cplusplus
extern "C" {
#endif

/* As in pnr/inquiry.h: each struct begins with its size; 0 and empty say nothing. */

/* Streams of a link: each has an order of its own, and the lower goes first. */
enum { PNR_STREAM_CONTROL = 1, PNR_STREAM_RECALL = 2, PNR_STREAM_QUERY = 3, PNR_STREAM_DATA = 4, PNR_STREAMS = 5 };

enum { PNR_RECALL_CORRECTED = 1, PNR_RECALL_FALSE_HIT = 2, PNR_RECALL_DUE = 3, PNR_RECALL_ORDER = 4 };
typedef struct pnr_recalled {
  uint32_t size;
  uint32_t version;                     /* this one and all before it */
  pnr_slice id;                         /* of the record, 16 octets */
  const pnr_shared_record *replacement; /* rectified: a higher version of the same id; NULL: erase */
} pnr_recalled;

/* The issuer of records wants them erased or rectified. It never expires. */
typedef struct pnr_recall {
  uint32_t size;
  uint32_t cause; /* PNR_RECALL_… */
  pnr_slice reference;
  const pnr_recalled *const *records;
  uint32_t record_count;
  uint32_t elements_given; /* of the replacements */
  uint32_t scrub_table;
  uint32_t handling;
  pnr_slice reason;
} pnr_recall;

enum { PNR_RECALLED_ERASED = 1, PNR_RECALLED_RECTIFIED = 2, PNR_RECALLED_HELD = 3, PNR_RECALLED_UNKNOWN = 4 };
typedef struct pnr_recall_outcome {
  uint32_t size;
  uint32_t outcome; /* PNR_RECALLED_… */
  pnr_slice id;     /* of the record */
  uint32_t version;
  uint32_t passed_on_count;
  const pnr_slice *passed_on; /* to whom it had been passed on, and was told */
  pnr_slice held_case;        /* HELD (article 12(4)): the case */
} pnr_recall_outcome;

enum { PNR_VERDICT_APPLIED = 1, PNR_VERDICT_DUPLICATE, PNR_VERDICT_EXPIRED, PNR_VERDICT_REFUSED, PNR_VERDICT_RECALLED };
typedef struct pnr_object_verdict {
  uint32_t size;
  uint32_t verdict; /* PNR_VERDICT_… */
  pnr_slice id;     /* of the object */
  uint32_t rule;    /* REFUSED: PNR_RULE_… */
} pnr_object_verdict;

/* How far a stream of a link came, and what may be sent on it: up to that sequence, and so many octets of signed messages. */
typedef struct pnr_mark {
  uint32_t size;
  uint32_t stream; /* PNR_STREAM_… */
  uint64_t mark;   /* all up to here had their verdict */
  uint64_t frames;
  uint64_t octets;
} pnr_mark;

/* What became of objects. */
typedef struct pnr_receipt {
  uint32_t size;
  uint32_t verdict_count;
  const pnr_object_verdict *const *verdicts;
  const pnr_recall_outcome *const *recalled;
  uint32_t recalled_count;
  uint32_t mark_count;
  pnr_slice incarnation; /* of the marks: 16 octets */
  const pnr_mark *const *marks;
  uint64_t audit_count; /* the receiver's audit trail: entries, */
  pnr_slice audit_head; /* head, 32 octets, */
  uint64_t audit_time;  /* and when */
} pnr_receipt;

typedef struct pnr_key_message {
  uint32_t size;
  pnr_slice octets; /* signed directory and prekeys, for pnr_directory_add */
} pnr_key_message;

enum { PNR_USE_NONE = 1, PNR_USE_INQUIRY = 2, PNR_USE_ARREST = 3, PNR_USE_PROSECUTION = 4, PNR_USE_CLEARED = 5 };
typedef struct pnr_feedback {
  uint32_t size;
  uint32_t use;       /* PNR_USE_… */
  pnr_slice answered; /* id of the reply or notice, 16 octets */
  pnr_slice reference;
  uint32_t usefulness; /* 1 none to 5 decisive */
  uint64_t purged_at;  /* when the data were deleted; 0: they are still kept */
} pnr_feedback;

/* Of a link (pnr/link.h), which makes and reads them itself. */
typedef struct pnr_hello {
  uint32_t size;
  pnr_slice incarnation; /* that begins; the one before it is closed for good */
} pnr_hello;
typedef struct pnr_void_message {
  uint32_t size;
  pnr_slice recall; /* id of the recall that left nothing to say */
} pnr_void_message;
typedef struct pnr_heartbeat {
  uint32_t size;
  uint64_t number;
} pnr_heartbeat;

#ifdef __cplusplus
}
#endif
#endif
