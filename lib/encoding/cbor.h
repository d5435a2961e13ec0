/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_ENCODING_CBOR_H
#define PNR_ENCODING_CBOR_H

#include <stdbool.h>

#include "core/big.h"
#include "core/env.h"

/* Deterministic CBOR (RFC 8949 section 4.2.1) without floating-point numbers: one value has one spelling. Both sides keep
 * their first fault, so that a caller may make a row of calls and look once. */

enum { /* major types of RFC 8949 section 3.1, then the simple values of section 3.3 by their first octet */
       PNRI_CBOR_UNSIGNED = 0,
       PNRI_CBOR_NEGATIVE = 1,
       PNRI_CBOR_OCTETS = 2,
       PNRI_CBOR_TEXT = 3,
       PNRI_CBOR_ARRAY = 4,
       PNRI_CBOR_MAP = 5,
       PNRI_CBOR_TAG = 6,
       PNRI_CBOR_FALSE = 0xF4,
       PNRI_CBOR_TRUE = 0xF5,
       PNRI_CBOR_NULL = 0xF6,
       PNRI_CBOR_NOTHING = 0xFF /* of pnri_cbor_kind: no further octet */
};

/* --- Writing --- */

typedef struct pnri_cbor_writer {
  const pnr_env *env;
  uint8_t *data; /* owned unless borrowed; wiped when it moves and on close */
  size_t size;
  size_t capacity;  /* not above limit */
  size_t allocated; /* of data: behind capacity there may be room for who writes from a table */
  size_t limit;
  bool borrowed;
  pnr_status
    status; /* PNR_OK; PNR_E_MEMORY, PNR_E_LIMIT, PNR_E_ARGUMENT (text that is not UTF-8): nothing more is written */
} pnri_cbor_writer;

/* limit: the most octets that may be written. */
void pnri_cbor_writer_open(pnri_cbor_writer *cbor, const pnr_env *env, size_t limit);
/* Writes into memory of the caller's, size octets of it; close wipes it. */
void pnri_cbor_writer_borrow(pnri_cbor_writer *cbor, uint8_t *memory, size_t size);
void pnri_cbor_writer_close(pnri_cbor_writer *cbor);
/* Forgets what was written, wiped, and the fault; keeps the memory. */
void pnri_cbor_writer_clear(pnri_cbor_writer *cbor);
/* What was written; owned by the writer, valid until its next call. */
static inline pnr_slice pnri_cbor_written(const pnri_cbor_writer *cbor)
{
  return (pnr_slice){ cbor->data, cbor->size };
}

void pnri_cbor_put_unsigned(pnri_cbor_writer *cbor, uint64_t value);
void pnri_cbor_put_integer(pnri_cbor_writer *cbor, int64_t value);
/* The number -1 - value. */
void pnri_cbor_put_negative(pnri_cbor_writer *cbor, uint64_t value);
void pnri_cbor_put_octets(pnri_cbor_writer *cbor, pnr_slice octets);
void pnri_cbor_put_text(pnri_cbor_writer *cbor, pnr_slice text);
void pnri_cbor_put_bool(pnri_cbor_writer *cbor, bool value);
void pnri_cbor_put_null(pnri_cbor_writer *cbor);
/* The heads of what follows: count items, count pairs, one item. Keys of a map must be put in the order of their octets. */
void pnri_cbor_put_array(pnri_cbor_writer *cbor, uint64_t count);
void pnri_cbor_put_map(pnri_cbor_writer *cbor, uint64_t pairs);
void pnri_cbor_put_tag(pnri_cbor_writer *cbor, uint64_t tag);
/* One item, or several, that are encoded already. */
void pnri_cbor_put_encoded(pnri_cbor_writer *cbor, pnr_slice items);

/* Makes room for so many octets more at once: what is long grows once, not again and again. */
void pnri_cbor_reserve(pnri_cbor_writer *cbor, size_t size);
/* So many octets that the caller fills; NULL behind a fault. A byte string, with its head, or plain. */
uint8_t *pnri_cbor_put_room(pnri_cbor_writer *cbor, size_t size);
uint8_t *pnri_cbor_put_octets_room(pnri_cbor_writer *cbor, size_t size);

/* A head whose number is known only behind what it counts: begin returns a place, end takes it. Below 24 nothing moves. */
size_t pnri_cbor_begin(pnri_cbor_writer *cbor);
void pnri_cbor_end_array(pnri_cbor_writer *cbor, size_t begun, uint64_t count);
void pnri_cbor_end_map(pnri_cbor_writer *cbor, size_t begun, uint64_t pairs);
/* What was written since is the content of a byte string. */
void pnri_cbor_end_octets(pnri_cbor_writer *cbor, size_t begun);

/* --- Heads --- */

/* The head of an item is its major type and an argument in the shortest form (section 3). Readers and writers of a table, which
 * know what comes, use these by themselves. */
enum { PNRI_CBOR_HEAD_MOST = 9 };

/* Writes one at place, where there is room; returns the place behind it. */
static inline uint8_t *pnri_cbor_head_put(uint8_t *place, uint32_t major, uint64_t argument)
{
  uint8_t *behind = place + 1;
  uint32_t information = (uint32_t)argument;
  if (argument < 24) {
  } else if (argument <= UINT8_MAX) {
    information = 24;
    *behind++ = (uint8_t)argument;
  } else if (argument <= UINT16_MAX) {
    information = 25;
    pnri_store_big16(behind, (uint32_t)argument);
    behind += sizeof(uint16_t);
  } else if (argument <= UINT32_MAX) {
    information = 26;
    pnri_store_big32(behind, (uint32_t)argument);
    behind += sizeof(uint32_t);
  } else {
    information = 27;
    pnri_store_big64(behind, argument);
    behind += sizeof(uint64_t);
  }
  *place = (uint8_t)(major << 5 | information);
  return behind;
}

/* Octets that it takes. */
static inline size_t pnri_cbor_head_size(uint64_t argument)
{
  return argument < 24 ? 1 : argument <= UINT8_MAX ? 2 : argument <= UINT16_MAX ? 3 : argument <= UINT32_MAX ? 5 : 9;
}

/* Reads the argument of the one at next, which is not end; returns what is behind it. NULL: it has a shorter form, none, or ends
 * early. */
static inline const uint8_t *pnri_cbor_head_get(const uint8_t *next, const uint8_t *end, uint64_t *argument)
{
  uint32_t information = *next++ & 0x1Fu;
  size_t left = (size_t)(end - next);
  uint64_t least = 24;
  *argument = information;
  if (information < 24) return next;
  if (information == 24 && left >= sizeof(uint8_t)) {
    *argument = *next++;
  } else if (information == 25 && left >= sizeof(uint16_t)) {
    *argument = pnri_load_big16(next);
    next += sizeof(uint16_t);
    least = (uint64_t)UINT8_MAX + 1;
  } else if (information == 26 && left >= sizeof(uint32_t)) {
    *argument = pnri_load_big32(next);
    next += sizeof(uint32_t);
    least = (uint64_t)UINT16_MAX + 1;
  } else if (information == 27 && left >= sizeof(uint64_t)) {
    *argument = pnri_load_big64(next);
    next += sizeof(uint64_t);
    least = (uint64_t)UINT32_MAX + 1;
  } else {
    return NULL; /* a reserved form, an indefinite length */
  }
  return *argument >= least ? next : NULL;
}

/* --- Writing from a table --- */

/* Who has much to write keeps the place of the next octet to itself: begin tells it, end takes it back. There is room for
 * PNRI_CBOR_ROOM octets at it, and pnri_cbor_room makes room again. A place that is NULL means that the fault is in the writer;
 * it can be there after the end, too. Not for borrowed memory. */
enum { PNRI_CBOR_ROOM = 384 };

uint8_t *pnri_cbor_begin_place(pnri_cbor_writer *cbor);
void pnri_cbor_end_place(pnri_cbor_writer *cbor, const uint8_t *place);
/* What pnri_cbor_room does where there is too little: all moves. */
uint8_t *pnri_cbor_move_place(pnri_cbor_writer *cbor, const uint8_t *place, size_t size);

/* Room for size octets and PNRI_CBOR_ROOM more. */
static inline uint8_t *pnri_cbor_room(pnri_cbor_writer *cbor, uint8_t *place, size_t size)
{
  size_t left = (size_t)(cbor->data + cbor->allocated - place);
  return left >= PNRI_CBOR_ROOM && left - PNRI_CBOR_ROOM >= size ? place : pnri_cbor_move_place(cbor, place, size);
}

/* --- Reading --- */

enum { PNRI_CBOR_DEPTH = 16 };

typedef struct pnri_cbor_level { /* an array or map that is not at its end */
  uint64_t left;                 /* items; of a map twice the pairs */
  pnr_slice key;                 /* of a map: the last one as encoded */
  bool is_map;
} pnri_cbor_level;

/* Borrows the octets, allocates nothing. Arrays and maps end by themselves with their last item; behind an outermost item
 * the next one of a sequence (RFC 8742) may follow. */
typedef struct pnri_cbor_reader {
  const uint8_t *data;
  const uint8_t *next;
  const uint8_t *end;
  const uint8_t *item; /* where the item began that was read last */
  pnr_status status;   /* PNR_OK, or the first fault, which every further call returns */
  uint32_t depth;      /* of level */
  bool tagged;         /* a tag was read, and not yet its item */
  pnri_cbor_level level[PNRI_CBOR_DEPTH];
} pnri_cbor_reader;

typedef struct pnri_cbor_item {
  uint32_t kind;    /* PNRI_CBOR_…, neither TAG nor NOTHING */
  uint64_t value;   /* of UNSIGNED; of NEGATIVE n for -1 - n; items of ARRAY, pairs of MAP, octets of OCTETS and TEXT */
  pnr_slice octets; /* of OCTETS and TEXT; borrowed from the input */
} pnri_cbor_item;

void pnri_cbor_reader_open(pnri_cbor_reader *cbor, pnr_slice octets);

/* The next item; the items of an array or map follow one by one. Refused, all with the offset of the item:
 * PNR_E_SYNTAX: what is not well-formed or ends early, a number or length that is not in its shortest form, text that is
 * not UTF-8, a key that is not behind the one before it or is neither integer, octets nor text, an indefinite length;
 * PNR_E_UNSUPPORTED: floating-point numbers, simple values but false, true and null, a tag nobody asked for;
 * PNR_E_LIMIT: more than PNRI_CBOR_DEPTH levels. */
pnr_status pnri_cbor_next(pnri_cbor_reader *cbor, pnri_cbor_item *item);

/* The kind of what comes next, from its first octet, or PNRI_CBOR_NOTHING; octets of no such kind have one of others. */
uint32_t pnri_cbor_kind(const pnri_cbor_reader *cbor);

/* The next item, which must be of the kind; anything else is PNR_E_SYNTAX. On failure *out is 0 or empty. */
pnr_status pnri_cbor_get_unsigned(pnri_cbor_reader *cbor, uint64_t most, uint64_t *out);
pnr_status pnri_cbor_get_integer(pnri_cbor_reader *cbor, int64_t *out);
pnr_status pnri_cbor_get_octets(pnri_cbor_reader *cbor, pnr_slice *out);
pnr_status pnri_cbor_get_text(pnri_cbor_reader *cbor, pnr_slice *out);
pnr_status pnri_cbor_get_bool(pnri_cbor_reader *cbor, bool *out);
pnr_status pnri_cbor_get_null(pnri_cbor_reader *cbor);
pnr_status pnri_cbor_get_array(pnri_cbor_reader *cbor, uint64_t *count);
pnr_status pnri_cbor_get_map(pnri_cbor_reader *cbor, uint64_t *pairs);
/* This very tag; its item is read next. */
pnr_status pnri_cbor_get_tag(pnri_cbor_reader *cbor, uint64_t tag);

/* Reads the next item with all that it holds and gives its octets, checked like everything that is read. */
pnr_status pnri_cbor_get_whole(pnri_cbor_reader *cbor, pnr_slice *out);

/* The next item, no key, was read otherwise, with all that it holds, and behind is what comes then. */
pnr_status pnri_cbor_pass(pnri_cbor_reader *cbor, const uint8_t *behind);

/* PNR_OK when every octet was read and nothing is open; else PNR_E_SYNTAX where reading stopped. */
pnr_status pnri_cbor_finish(pnri_cbor_reader *cbor);

/* The caller refuses the item that was read last. Returns status, or the fault there already was. */
pnr_status pnri_cbor_refuse(pnri_cbor_reader *cbor, pnr_status status);

/* Fills *error (NULL allowed) with the fault and returns it; base is the offset of the reader's first octet. */
pnr_status pnri_cbor_fault(const pnri_cbor_reader *cbor, uint64_t base, pnr_error *error);

#endif
