/* pnr info - which library this is.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "command.h"
#include "output.h"

enum { JSON, TEXT };
static const option options[] = {
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

static int run(const cli_command *command, int count, char **words)
{
  bool json = false, text = false;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == ARGUMENT_OPERAND) usage_error(command, "takes no files");
    if (number == JSON) json = true;
    else text = true;
  }
  display terminal = terminal_of_output(json, text);
  uint32_t version = pnr_version();
  pnr_text *line = text_open();
  if (terminal.readable) {
    put_format(line, "libpnr %u.%u.%u\n", version >> 16, version >> 8 & 255, version & 255);
    put_format(line, "name normaliser   version %d\nscore             version %d\ndefault threshold ", PNR_NORMALISER,
               PNR_SCORE);
    put_score(line, PNR_THRESHOLD_DEFAULT);
  } else {
    put_format(line, "{\"version\":\"%u.%u.%u\"", version >> 16, version >> 8 & 255, version & 255);
    json_number(line, "normaliser", PNR_NORMALISER);
    json_number(line, "score", PNR_SCORE);
    json_key(line, "threshold");
    put_score(line, PNR_THRESHOLD_DEFAULT);
    put_string(line, "}");
  }
  output_line(line);
  pnr_text_close(line);
  return EXIT_DONE;
}

const cli_command info_command = {
  .name = "info",
  .synopsis = "[--json]",
  .summary = "Prints the versions of the library, its names and scores, and the default threshold.",
  .options = options,
  .details = "Scores of different versions of normaliser or score must not be compared.\n"
             "\nexample: pnr info --json\n",
  .run = run,
};
