/* pnr list add - adds entries to a list that is in use.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "command.h"
#include "format.h"
#include "lists.h"

enum { FORMAT, VERBOSE, JSON, TEXT };
static const option options[] = {
  [FORMAT] = { "format", 'f', "FORMAT",
               "csv, un, eu, ofac, uk, nl, opensanctions or sltd; without it each source tells by its octets" },
  [VERBOSE] = { "verbose", 'v', NULL, "print all findings, not the first 20" },
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

typedef struct adding {
  const char *path;
  pnr_live *live;
  int status;
} adding;

/* All entries of a source are one change. */
static void add_list(void *user, const char *file, const pnr_list *list)
{
  adding *work = user;
  pnr_error error = { .size = sizeof error };
  uint32_t count = pnr_list_count(list);
  const pnr_entry **entries = memory_grow(NULL, (count + 1) * sizeof *entries);
  for (uint32_t i = 0; i < count; i++) entries[i] = pnr_list_entry(list, i);
  if (pnr_live_add(work->live, entries, count, &error) != PNR_OK) {
    if (error.status == PNR_E_MEMORY) out_of_memory();
    if (error.status == PNR_E_ARGUMENT || error.status == PNR_E_LIMIT) complain_error(file, &error, NULL, 0);
    else complain_live(work->path, &error);
    work->status = EXIT_INPUT;
  }
  free(entries);
}

static int add_all(const char *path, const list_request *sources, const display *terminal)
{
  adding work = { .path = path, .status = EXIT_DONE };
  pnr_error error = { .size = sizeof error };
  if (pnr_live_open(NULL, path, &work.live, &error) != PNR_OK) {
    complain_live(path, &error);
    return EXIT_INPUT;
  }
  int reading = EXIT_DONE;
  (void)list_each_whole(sources, add_list, &work, &reading);
  show_live(terminal, path, work.live);
  pnr_live_close(work.live);
  return reading == EXIT_DONE ? work.status : reading;
}

static int run(const cli_command *command, int count, char **words)
{
  const char *path = NULL;
  bool json = false, text = false;
  list_request sources = { .sources_only = true };
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case FORMAT: sources.format = list_format(command, walk.value); break;
    case VERBOSE: sources.verbose = true; break;
    case JSON: json = true; break;
    case TEXT: text = true; break;
    default:
      if (path == NULL) path = walk.value;
      else list_request_add(&sources, walk.value);
      break;
    }
  }
  if (path == NULL) usage_error(command, "give the list that is to be changed");
  if (sources.count == 0) usage_error(command, "give at least one source of entries to add");
  display terminal = terminal_of_output(json, text);
  int status = add_all(path, &sources, &terminal);
  free(sources.paths);
  return status;
}

const cli_command list_add_command = {
  .name = "list add",
  .synopsis = "FILE [--format FORMAT] SOURCE...",
  .summary = "Adds entries to an index image; they are found from then on.",
  .options = options,
  .details =
    "FILE is an image of 'list build'. The change goes to FILE.journal, and whoever searches FILE sees it at the next\n"
    "query. An entry replaces the one with its id. Each source is added as a whole or not at all.\n"
    "\nexample: pnr list add lists.index urgent.csv\n",
  .run = run,
};
