/* SPDX-License-Identifier: Apache-2.0 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <pnr/pnr.h>
#include <stdbool.h>

/* --- Standard output and standard error --- */

/* Large buffers where nobody watches. */
void output_begin(void);
/* Writes out what is buffered; the exit status. A closed pipe ends the program in silence, a full disk does not. */
int output_finish(int status);
void output_line(const pnr_text *text); /* writes the text and a line end, or ends as output_finish does */

/* A line on stderr. Give it places, never values of the input: stderr ends in logs. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* "FILE: what is wrong, where, and what to do". data may be NULL: then the place is an octet. */
void complain_error(const char *file, const pnr_error *error, const uint8_t *data, size_t size);
/* A stable word for a status, as in {"error":{"code":"EMPTY"}}. */
const char *status_word(pnr_status status);

_Noreturn void out_of_memory(void);
void *memory_grow(void *old, size_t size); /* realloc that does not return NULL */

/* --- Text under construction: the library's pnr_text, with memory taken for granted --- */

pnr_text *text_open(void);
void put(pnr_text *text, pnr_slice octets);
void put_string(pnr_text *text, const char *string);
void put_format(pnr_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* 19800505 as 1980-05-05, 19800500 as 1980-05; nothing for 0. */
void put_date(pnr_text *text, pnr_date date);
/* 9310 as 0.9310. */
void put_score(pnr_text *text, uint32_t score);

/* JSON: key() puts the comma where one belongs. */
void json_key(pnr_text *text, const char *key);
void json_string(pnr_text *text, const char *key, pnr_slice value);
void json_number(pnr_text *text, const char *key, uint64_t value);

pnr_slice slice_of(const char *string);
static inline bool slice_is_empty(pnr_slice slice) { return slice.size == 0; }
bool slice_is_same(pnr_slice left, pnr_slice right);

/* --- The terminal --- */

typedef enum text_style {
  STYLE_PLAIN,
  STYLE_BOLD,
  STYLE_DIM,
  STYLE_RED,
  STYLE_YELLOW,
  STYLE_GREEN,
  STYLE_CYAN
} text_style;

typedef struct display {
  bool readable; /* tables and sentences; otherwise JSON Lines */
  bool colour;
  size_t width; /* 0: unlimited */
} display;

/* What standard output is. json and text are the options that force one or the other. */
display terminal_of_output(bool json, bool text);
const char *style_on(const display *terminal, text_style style);
const char *style_off(const display *terminal, text_style style);

/* Columns that the text takes on a terminal. */
size_t text_width(pnr_slice text);
/* Appends at most width columns of the text, with an ellipsis when it is cut; 0: all of it. What could command a
 * terminal (controls, direction marks, octets that are no UTF-8) becomes U+FFFD. */
void put_clean(pnr_text *out, pnr_slice text, size_t width);
/* before, then the whole value as put_clean does; nothing when the value is empty. */
void put_part(pnr_text *out, const char *before, pnr_slice value);

#endif
