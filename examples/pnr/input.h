/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INPUT_H
#define INPUT_H

#include <pnr/pnr.h>
#include <stdbool.h>

/* A whole file in memory. */
typedef struct input_file {
  uint8_t *data;
  size_t size;
} input_file;

/* Reads path, or standard input for "-". False: nothing was read and error holds the system's reason. */
bool input_read(input_file *input, const char *path, pnr_error *error);
void input_free(input_file *input);

/* The path as people should see it: "standard input" for "-". */
const char *input_name(const char *path);
/* The part behind the last slash. */
const char *input_base_name(const char *path);

/* Finds lines and columns of rising offsets without counting from the start each time. */
typedef struct text_place {
  const input_file *input;
  uint64_t offset;
  uint32_t line, column;
} text_place;

void place_begin(text_place *place, const input_file *input);
/* Moves to the offset; place->line and place->column then tell where that is. */
void place_move(text_place *place, uint64_t offset);

/* YYYY, YYYY-MM or YYYY-MM-DD that the calendar has; 0 for anything else. */
pnr_date date_of_text(pnr_slice text);
/* Such a date, or a range 1960..1965 of two, or either with "circa " in front: as the library's JSON writes births. */
bool birth_of_text(pnr_slice text, pnr_birth *birth);

#endif
