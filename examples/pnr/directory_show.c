/* pnr directory show - the public keys of units.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "command.h"
#include "keys.h"
#include "output.h"

enum { KEYS, NOW };
static const option options[] = {
  [KEYS] = KEYS_OPTION,
  [NOW] = NOW_OPTION,
  { 0 },
};

static void put_key(pnr_text *line, const pnr_key *key)
{
  put_string(line, "{\"kind\":");
  put_string(line, key->kind == PNR_KEY_SIGNING ? "\"signing\"" : "\"prekey\"");
  put_string(line, ",\"id\":\"");
  put_hex(line, key->id);
  put_string(line, "\",\"from\":\"");
  put_time(line, key->from);
  put_string(line, "\",\"until\":\"");
  put_time(line, key->until);
  if (key->revoked != 0) {
    put_string(line, "\",\"revoked\":\"");
    put_time(line, key->revoked);
  }
  put_string(line, "\"}");
}

static void show_unit(const pnr_unit *unit, pnr_text *line)
{
  put_string(line, "{");
  json_string(line, "unit", unit->name);
  put_string(line, ",\"fingerprint\":\"");
  put_hex(line, unit->fingerprint);
  put_string(line, "\"");
  json_number(line, "version", unit->version);
  if (unit->until != 0) {
    put_string(line, ",\"until\":\"");
    put_time(line, unit->until);
    put_string(line, "\"");
  }
  put_string(line, ",\"keys\":[");
  for (uint32_t i = 0; i < unit->key_count; i++) {
    if (i != 0) put_string(line, ",");
    put_key(line, unit->keys[i]);
  }
  put_string(line, "]}");
}

static int run(const cli_command *command, int count, char **words)
{
  const char *path = NULL, *now = NULL;
  key_folder folder;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == KEYS) path = walk.value;
    else if (number == NOW) now = walk.value;
    else usage_error(command, "takes no files");
  }
  need(command, path, "say where the keys are: --keys FOLDER");
  bool is_open = folder_open(&folder, path, now_of(command, now));
  pnr_text *line = text_open();
  for (uint32_t i = 0; is_open && i < pnr_directory_count(folder.directory); i++) {
    pnr_text_clear(line);
    show_unit(pnr_directory_unit(folder.directory, i), line);
    output_line(line);
  }
  pnr_text_close(line);
  folder_close(&folder);
  return is_open ? EXIT_DONE : EXIT_INPUT;
}

const cli_command directory_show_command = {
  .name = "directory show",
  .synopsis = "--keys FOLDER",
  .summary = "Prints the units that are known, with their keys.",
  .options = options,
  .details = "One JSON object a unit, the own one included.\n\nexample: pnr directory show --keys nl\n",
  .run = run,
};
