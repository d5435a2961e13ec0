/* pnr party create - keys of an authority that permits unmasking, or of a unit that unmasks.
 * SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include <sys/stat.h>

#include "command.h"
#include "keys.h"
#include "output.h"

enum { SEED };
static const option options[] = {
  [SEED] = { "seed", 's', "FILE", "where the private key goes; must not be there yet" },
  { 0 },
};

static int run(const cli_command *command, int count, char **words)
{
  const char *path = NULL;
  uint8_t keys[PNR_PARTY_PUBLIC];
  pnr_octets *seed = NULL;
  struct stat facts;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == SEED) path = walk.value;
    else usage_error(command, "'%s' is not needed", walk.value);
  }
  need(command, path, "--seed FILE");
  if (stat(path, &facts) == 0) {
    complain("%s: is there already", path);
    return EXIT_INPUT;
  }
  if (pnr_root_create(NULL, &seed, NULL) != PNR_OK || pnr_party_public(pnr_octets_get(seed), keys, NULL) != PNR_OK)
    out_of_memory();
  bool is_written = folder_write(path, pnr_octets_get(seed));
  pnr_octets_close(seed);
  if (!is_written) return EXIT_INPUT;
  pnr_text *line = text_open(), *hex = text_open();
  put_hex(hex, (pnr_slice){ keys, sizeof keys });
  put_string(line, "{");
  json_string(line, "public", pnr_text_get(hex));
  put_string(line, "}");
  output_line(line);
  pnr_text_close(hex);
  pnr_text_close(line);
  return EXIT_DONE;
}

const cli_command party_create_command = {
  .name = "party create",
  .synopsis = "--seed FILE",
  .summary = "Makes the keys of an authority that permits unmasking, or of a unit.",
  .options = options,
  .details =
    "Prints the public keys, 128 hexadecimal digits: 'pnr mask --authority' and 'pnr permit --unit' take them.\n"
    "\nexample: pnr party create --seed court.seed | jq -r .public\n",
  .run = run,
};
