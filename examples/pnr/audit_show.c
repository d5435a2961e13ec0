/* pnr audit show - the entries.
 * SPDX-License-Identifier: Apache-2.0 */
#include "audits.h"
#include "keys.h"

enum { JSON, TEXT };
static const option options[] = {
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

static int run(const cli_command *command, int count, char **words)
{
  bool json = false, text = false;
  const char *folder = NULL;
  trail open;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == JSON) json = true;
    else if (number == TEXT) text = true;
    else folder = trail_folder(command, folder, walk.value);
  }
  need(command, folder, "give the folder of the trail");
  display terminal = terminal_of_output(json, text);
  bool is_open = trail_open(&open, folder, NULL, NULL);
  int status = is_open ? show_entries(&open, NULL, &terminal) : EXIT_INPUT;
  trail_close(&open);
  return status;
}

const cli_command audit_show_command = {
  .name = "audit show",
  .synopsis = "[OPTION]... FOLDER",
  .summary = "Prints the entries of the audit trail, without verifying them.",
  .options = options,
  .details = "\nexample: pnr audit show audit\n",
  .run = run,
};
