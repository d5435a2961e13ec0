/* pnr list build - compiles watchlists into one index image.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "format.h"
#include "lists.h"

enum { OUTPUT, FORMAT, VERBOSE, JSON, TEXT };
static const option options[] = {
  [OUTPUT] = { "output", 'o', "FILE", "where the image goes; an older one is replaced at once" },
  [FORMAT] = { "format", 'f', "FORMAT",
               "csv, un, eu, ofac, uk, nl, opensanctions or sltd; without it each source tells by its octets" },
  [VERBOSE] = { "verbose", 'v', NULL, "print all findings, not the first 20" },
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

static int run(const cli_command *command, int count, char **words)
{
  const char *output = NULL;
  bool json = false, text = false;
  list_request request = { .sources_only = true };
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case OUTPUT: output = walk.value; break;
    case FORMAT: request.format = list_format(command, walk.value); break;
    case VERBOSE: request.verbose = true; break;
    case JSON: json = true; break;
    case TEXT: text = true; break;
    default: list_request_add(&request, walk.value); break;
    }
  }
  if (output == NULL) usage_error(command, "say where the image goes: -o FILE");
  if (request.count == 0) usage_error(command, "give at least one source");
  display terminal = terminal_of_output(json, text);
  pnr_error error = { .size = sizeof error };
  loaded_list list = list_load(&request);
  if (list.index != NULL && pnr_live_create(NULL, list.index, output, &error) != PNR_OK) {
    complain_error(output, &error, NULL, 0);
    list.status = EXIT_INPUT;
  } else if (list.index != NULL) {
    show_list_info(&terminal, output, &list);
  }
  list_unload(&list);
  free(request.paths);
  return list.status;
}

const cli_command list_build_command = {
  .name = "list build",
  .synopsis = "-o FILE [--format FORMAT] SOURCE...",
  .summary = "Compiles watchlists into one index image.",
  .options = options,
  .details =
    "Sources are the project's own CSV and what the UN, the EU, OFAC, the UK, the Netherlands and OpenSanctions\n"
    "publish, mixed as you like, also as .gz; lists of documents without holders too (sltd). The CSV files of one\n"
    "OFAC set (sdn, alt, add, sdn_comments) stand beside each other. Rows that cannot be read are reported on\n"
    "standard error as FILE:LINE:COLUMN and left out; then the exit status is 1. Nothing is written when no source\n"
    "can be read. Changes that 'list add' and 'list remove' made to an older FILE do not apply to the new one.\n"
    "\nexample: pnr list build -o lists.index watchlist.csv un.xml sdn.csv alt.csv\n",
  .run = run,
};
