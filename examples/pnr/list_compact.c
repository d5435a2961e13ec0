/* pnr list compact - makes one image of a list and the changes beside it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command.h"
#include "lists.h"

enum { JSON, TEXT };
static const option options[] = {
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

static int compact(const char *path, const display *terminal)
{
  pnr_live *live;
  pnr_error error = { .size = sizeof error };
  pnr_status status = pnr_live_open(NULL, path, &live, &error);
  if (status == PNR_OK) status = pnr_live_compact(live, &error);
  if (status == PNR_OK) show_live(terminal, path, live);
  else complain_live(path, &error);
  pnr_live_close(live);
  return status == PNR_OK ? EXIT_DONE : EXIT_INPUT;
}

static int run(const cli_command *command, int count, char **words)
{
  bool json = false, text = false;
  int files = 0, status = EXIT_DONE;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case JSON: json = true; break;
    case TEXT: text = true; break;
    default: files++; break;
    }
  }
  if (files == 0) usage_error(command, "give a list to compact");
  display terminal = terminal_of_output(json, text);
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND && compact(walk.value, &terminal) != EXIT_DONE) status = EXIT_INPUT;
  return status;
}

const cli_command list_compact_command = {
  .name = "list compact",
  .synopsis = "FILE...",
  .summary = "Makes one index image of a list and the changes beside it.",
  .options = options,
  .details =
    "Searches and changes go on meanwhile. What was removed is then on the disk no more, and FILE.journal ends.\n"
    "\nexample: pnr list compact lists.index\n",
  .run = run,
};
