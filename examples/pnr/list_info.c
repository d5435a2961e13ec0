/* pnr list info - what an index image, or a source, holds.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "command.h"
#include "lists.h"

enum { VERIFY, VERBOSE, JSON, TEXT };
static const option options[] = {
  [VERIFY] = { "verify", 0, NULL, "check every checksum and bound of the image" },
  [VERBOSE] = { "verbose", 'v', NULL, "print all findings of a source, not the first 20" },
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

static int describe(const char *path, bool verify, bool verbose, const display *terminal)
{
  list_request request = { .verbose = verbose };
  pnr_error error = { .size = sizeof error };
  list_request_add(&request, path);
  loaded_list list = list_load(&request);
  if (list.index != NULL && verify && pnr_index_verify(list.index, &error) != PNR_OK) {
    complain_error(input_name(path), &error, NULL, 0);
    list.status = EXIT_INPUT;
  } else if (list.index != NULL) {
    show_list_info(terminal, path, &list);
  }
  list_unload(&list);
  free(request.paths);
  return list.status;
}

static int run(const cli_command *command, int count, char **words)
{
  bool verify = false, verbose = false, json = false, text = false;
  int files = 0, status = EXIT_DONE;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case VERIFY: verify = true; break;
    case VERBOSE: verbose = true; break;
    case JSON: json = true; break;
    case TEXT: text = true; break;
    default: files++; break;
    }
  }
  if (files == 0) usage_error(command, "give a list to describe");
  display terminal = terminal_of_output(json, text);
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND && describe(walk.value, verify, verbose, &terminal) != EXIT_DONE)
      status = EXIT_INPUT;
  return status;
}

const cli_command list_info_command = {
  .name = "list info",
  .synopsis = "[OPTION]... FILE...",
  .summary = "Describes an index image, or what a watchlist source would become.",
  .options = options,
  .details =
    "\"without_basis\" counts the entries that declare no owner or no legal basis, \"changes\" what 'list add' and\n"
    "'list remove' did since the image was made; they are in effect, and counted among the entries.\n"
    "\nexample: pnr list info --verify lists.index\n",
  .run = run,
};
