/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_ENCODING_JSON_H
#define PNR_ENCODING_JSON_H

#include <stdbool.h>

#include "pnr/base.h"

/* Pull parser for one JSON text (RFC 8259), strict: no comments, no commas at the end, no control characters in strings,
 * UTF-8 and nothing else, surrogates in pairs only. It borrows the octets and allocates nothing. */

enum {
  PNRI_JSON_OBJECT = 1,
  PNRI_JSON_OBJECT_END,
  PNRI_JSON_ARRAY,
  PNRI_JSON_ARRAY_END,
  PNRI_JSON_KEY, /* its value follows */
  PNRI_JSON_STRING,
  PNRI_JSON_NUMBER,
  PNRI_JSON_TRUE,
  PNRI_JSON_FALSE,
  PNRI_JSON_NULL
};

typedef struct pnri_json_event {
  uint32_t kind;  /* PNRI_JSON_… */
  uint32_t depth; /* objects and arrays around it; of OBJECT, ARRAY and their ends: around those */
  pnr_slice text; /* of KEY and STRING without the quotes, of NUMBER as written */
  bool escaped;   /* text holds escapes: take pnri_json_copy */
  uint64_t offset;
} pnri_json_event;

enum { PNRI_JSON_DEPTH = 64 };

typedef struct pnri_json_reader {
  const uint8_t *data;
  const uint8_t *next;
  const uint8_t *end;
  uint64_t objects; /* a bit per open level: 1 for an object, 0 for an array */
  uint32_t depth;
  uint32_t expected; /* what may come next; see json.c */
} pnri_json_reader;

void pnri_json_reader_open(pnri_json_reader *json, pnr_slice text);

/* The next event; PNR_END behind the value. PNR_E_SYNTAX with the offset of the octet that is wrong, also where the text
 * ends early; PNR_E_LIMIT beyond PNRI_JSON_DEPTH levels. A fault repeats. */
pnr_status pnri_json_next(pnri_json_reader *json, pnri_json_event *event, pnr_error *error);

/* Writes the text of a KEY or STRING decoded; out has room for text.size octets. Returns the octets written. */
size_t pnri_json_copy(const pnri_json_event *event, uint8_t *out);

#endif
