/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_WRITE_JSON_WRITER_H
#define PNR_WRITE_JSON_WRITER_H

#include <stdbool.h>

#include "write/text.h"

/* Writes RFC 8259 text without white space. It sets the commas; the caller sees to it that objects and arrays are
 * closed. Members whose value is empty are left out by the *_member functions. */
typedef struct pnri_json {
  pnr_text *text;
  bool comma; /* a value stands before, in the same object or array */
} pnri_json;

void pnri_json_open(pnri_json *json, char bracket);  /* '{' or '[' */
void pnri_json_close(pnri_json *json, char bracket); /* '}' or ']' */
void pnri_json_key(pnri_json *json, const char *key);
void pnri_json_open_member(pnri_json *json, const char *key, char bracket);

/* Octets that are no UTF-8 become U+FFFD, one for one. */
void pnri_json_text(pnri_json *json, pnr_slice value);
void pnri_json_word(pnri_json *json, const char *value);
void pnri_json_number(pnri_json *json, uint64_t value);
void pnri_json_integer(pnri_json *json, int64_t value);

void pnri_json_text_member(pnri_json *json, const char *key, pnr_slice value);
/* The same for text that nobody took apart: payment card numbers in it are masked. */
void pnri_json_raw_member(pnri_json *json, const char *key, pnr_slice value);
void pnri_json_word_member(pnri_json *json, const char *key, const char *value);
void pnri_json_number_member(pnri_json *json, const char *key, uint64_t value);
/* Left out for PNR_NONE. */
void pnri_json_index_member(pnri_json *json, const char *key, uint32_t value);
/* Always written. */
void pnri_json_flag_member(pnri_json *json, const char *key, bool value);
/* ISO 8601: 1980, 1980-05, 1980-05-05, 1980-05-05T12:00. A time whose day is not known wholly is a member of its own,
 * whose key ends in _time: "departs_time":"12:00". */
void pnri_json_time_member(pnri_json *json, const char *key, pnr_date date, int32_t minutes);
/* The same of a time in UTC: 1980-05-05T12:00Z. Left out where the time is unknown. */
void pnri_json_utc_member(pnri_json *json, const char *key, pnr_date date, int32_t minutes);

#endif
