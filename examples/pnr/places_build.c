/* pnr places build - compiles tables of places into an image.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "places.h"

enum { OUTPUT, JSON, TEXT };
static const option options[] = {
  [OUTPUT] = { "output", 'o', "FILE", "where the image goes; an older one is replaced at once" },
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

static void show(const display *terminal, const char *file, const pnr_places *places)
{
  pnr_text *line = text_open();
  if (terminal->readable) {
    put_clean(line, slice_of(file), 0);
    put_format(line, ": %" PRIu32 " rows, %zu octets", pnr_places_count(places), pnr_places_image(places).size);
  } else {
    put_string(line, "{");
    json_string(line, "file", slice_of(file));
    json_number(line, "rows", pnr_places_count(places));
    json_number(line, "octets", pnr_places_image(places).size);
    put_string(line, "}");
  }
  output_line(line);
  pnr_text_close(line);
}

/* All operands into one table; NULL when none could be read. */
static pnr_places *build(const cli_command *command, int count, char **words, int *status)
{
  arguments walk;
  places_tables tables;
  tables_open(&tables);
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND) tables_add(&tables, walk.value);
  pnr_places *places = tables_finish(&tables);
  *status = tables.status;
  return places;
}

static int run(const cli_command *command, int count, char **words)
{
  const char *output = NULL;
  bool json = false, text = false;
  int files = 0, status;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case OUTPUT: output = walk.value; break;
    case JSON: json = true; break;
    case TEXT: text = true; break;
    default: files++; break;
    }
  }
  if (output == NULL) usage_error(command, "say where the image goes: -o FILE");
  if (files == 0) usage_error(command, "give at least one table");
  display terminal = terminal_of_output(json, text);
  pnr_error error = { .size = sizeof error };
  pnr_places *places = build(command, count, words, &status);
  if (places != NULL && pnr_places_write(places, output, &error) != PNR_OK) {
    complain_error(output, &error, NULL, 0);
    status = EXIT_INPUT;
  } else if (places != NULL) {
    show(&terminal, output, places);
  }
  pnr_places_close(places);
  return status;
}

const cli_command places_build_command = {
  .name = "places build",
  .synopsis = "-o FILE TABLE...",
  .summary = "Compiles tables of places (code, country, time zone) into an image.",
  .options = options,
  .details =
    "A table is CSV with a header line: code, country, time_zone, mode, valid_from. A time zone is an offset (+01:00), a\n"
    "rule as in the last line of each zoneinfo file (CET-1CEST,M3.5.0,M10.5.0/3), or the code of another row. Rows that\n"
    "cannot be read are reported on standard error as FILE:LINE:COLUMN and left out; then the exit status is 1.\n"
    "\nexample: pnr places build -o places.image airports.csv zones.csv && pnr parse --places places.image flight.edi\n",
  .run = run,
};
