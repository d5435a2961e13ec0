/* pnr index info - what an index of stored travellers holds.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command.h"
#include "lists.h"

enum { VERIFY, JSON, TEXT };
static const option options[] = {
  [VERIFY] = { "verify", 0, NULL, "check every checksum and bound of the image" },
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

static int describe(const char *path, bool verify, const display *terminal)
{
  pnr_error error = { .size = sizeof error };
  pnr_live *live = NULL;
  pnr_status status = pnr_live_open(NULL, path, &live, &error);
  pnr_index *index = pnr_live_index(live);
  if (status == PNR_OK && verify) status = pnr_index_verify(index, &error);
  if (status == PNR_OK) show_traveller_info(terminal, path, index);
  else complain_live(path, &error);
  pnr_index_close(index);
  pnr_live_close(live);
  return status == PNR_OK ? EXIT_DONE : EXIT_INPUT;
}

static int run(const cli_command *command, int count, char **words)
{
  bool verify = false, json = false, text = false;
  int files = 0, status = EXIT_DONE;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case VERIFY: verify = true; break;
    case JSON: json = true; break;
    case TEXT: text = true; break;
    default: files++; break;
    }
  }
  if (files == 0) usage_error(command, "give an index to describe");
  display terminal = terminal_of_output(json, text);
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND && describe(walk.value, verify, &terminal) != EXIT_DONE) status = EXIT_INPUT;
  return status;
}

const cli_command index_info_command = {
  .name = "index info",
  .synopsis = "[OPTION]... FILE...",
  .summary = "Describes an index of stored travellers.",
  .options = options,
  .details = "\nexample: pnr index info --verify travellers.index\n",
  .run = run,
};
