/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_TABLE_H
#define PNR_EXCHANGE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "pnr/exchange.h"

/* The one table of messages between units. Encoder, decoder, JSON in both directions, the check of rules, docs/exchange.md
 * and docs/exchange.cddl walk it. */

enum {                     /* what a field is in the struct, and on the wire */
       PNRI_IS_NUMBER = 1, /* uint32_t, from least to most */
       PNRI_IS_SIGNED,     /* int32_t, from -most to most */
       PNRI_IS_LONG,       /* uint64_t, from least to most */
       PNRI_IS_TIME,       /* uint64_t, seconds */
       PNRI_IS_DATE,       /* pnr_date; only complete ones where least is 1 */
       PNRI_IS_BITS,       /* uint32_t; only bits of most */
       PNRI_IS_TEXT,       /* pnr_slice of least to most octets, UTF-8 without control characters but line ends */
       PNRI_IS_OCTETS,     /* pnr_slice of least to most octets */
       PNRI_IS_TEXTS,      /* array of pnr_slice, at most `most`, each of 1 to PNRI_TEXT_MOST octets */
       PNRI_IS_ONE,        /* pointer to a struct of `inner` */
       PNRI_IS_MANY        /* array of pointers to structs of `inner`, at most `most` */
};
enum { PNRI_TEXT_MOST = 128, PNRI_MUST = 1 };

typedef struct pnri_wire_table pnri_wire_table;
typedef struct pnri_wire_row {
  const char *name; /* as the struct's field */
  uint8_t key;      /* on the wire; frozen, rising within a table */
  uint8_t kind;     /* PNRI_IS_… */
  uint8_t must;     /* PNRI_MUST: a message without it is refused */
  uint8_t rule;     /* PNR_RULE_… that is broken where the value is missing or out of range; 0: the format's own */
  uint16_t at;      /* offset in the struct */
  uint16_t count;   /* TEXTS, MANY: offset of their number */
  uint32_t least;
  uint32_t most;
  const pnri_wire_table *inner;
  const char *const *words; /* NUMBER: words[0] for 1 …; BITS: words[0] for the lowest bit …; ends with NULL */
  const char *meaning;
} pnri_wire_row;

struct pnri_wire_table {
  const char *name;
  const pnri_wire_row *rows;
  uint16_t count;
  uint16_t size; /* of the struct */
  bool is_sized; /* the struct begins with its size */
};

/* One kind of message. */
typedef struct pnri_type {
  uint32_t number; /* PNR_EXCHANGE_… */
  const char *name;
  const pnri_wire_table *table;
  uint16_t at;          /* its pointer in pnr_exchange_message */
  bool may_be_deflated; /* nobody outside chose any text in it */
  bool is_padded_to_4096;
  bool never_expires;
  uint8_t stream; /* of a link; 0: any, or none */
  const char *meaning;
} pnri_type;

/* NULL for a number that is none. */
const pnri_type *pnri_type_of(uint32_t number);
const pnri_type *pnri_type_named(pnr_slice name);
/* Row i of the types, in the order of their numbers; NULL beyond. */
const pnri_type *pnri_type_at(uint32_t i);

extern const pnri_wire_table pnri_person_table, pnri_document_table, pnri_selector_table, pnri_approval_table,
  pnri_transfer_table, pnri_request_table, pnri_shared_record_table, pnri_shared_reason_table, pnri_shared_hit_table,
  pnri_reply_table, pnri_notice_table, pnri_recalled_table, pnri_recall_table, pnri_recall_outcome_table,
  pnri_verdict_table, pnri_receipt_table, pnri_key_message_table, pnri_feedback_table, pnri_mark_table,
  pnri_hello_table, pnri_flight_table, pnri_probe_table, pnri_probe_result_table, pnri_tags_table,
  pnri_void_message_table, pnri_heartbeat_table;

/* --- Values of a struct by their row --- */

static inline const void *pnri_row_place(const void *view, const pnri_wire_row *row)
{
  return (const uint8_t *)view + row->at;
}

/* Numbers of all kinds, a signed one as its two's complement. */
uint64_t pnri_row_number(const void *view, const pnri_wire_row *row);
static inline pnr_slice pnri_row_slice(const void *view, const pnri_wire_row *row)
{
  pnr_slice slice;
  memcpy(&slice, pnri_row_place(view, row), sizeof slice);
  return slice;
}
const void *pnri_row_pointer(const void *view, const pnri_wire_row *row);
uint32_t pnri_row_count(const void *view, const pnri_wire_row *row);
/* Struct i of MANY, the struct of ONE. */
const void *pnri_row_item(const void *view, const pnri_wire_row *row, uint32_t i);

/* True when the struct says something here: not 0, not empty. A shorter struct of an older caller says nothing in fields
 * that it does not have. */
bool pnri_row_says(const pnri_wire_table *table, const void *view, const pnri_wire_row *row);

void pnri_row_set_number(void *view, const pnri_wire_row *row, uint64_t value);
void pnri_row_set(void *view, const pnri_wire_row *row, const void *value, size_t size);
void pnri_row_set_count(void *view, const pnri_wire_row *row, uint32_t count);

#endif
