/* pnr audit who - who had to do with a record.
 * SPDX-License-Identifier: Apache-2.0 */
#include "audits.h"
#include "keys.h"

enum { RECORD, JSON, TEXT };
static const option options[] = {
  [RECORD] = { "record", 0, "ID", "the record's id, as it was given when the entries were written" },
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

static int show(const char *folder, const char *record, const display *terminal)
{
  uint8_t hash[PNR_AUDIT_RECORD_SIZE];
  pnr_error error = { .size = sizeof error };
  trail open;
  if (pnr_audit_record(NULL, folder, slice_of(record), hash, &error) != PNR_OK) {
    complain_error(folder, &error, NULL, 0);
    return EXIT_INPUT;
  }
  bool is_open = trail_open(&open, folder, NULL, NULL);
  int status = is_open ? show_entries(&open, hash, terminal) : EXIT_INPUT;
  trail_close(&open);
  return status;
}

static int run(const cli_command *command, int count, char **words)
{
  bool json = false, text = false;
  const char *folder = NULL, *record = NULL;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case RECORD: record = walk.value; break;
    case JSON: json = true; break;
    case TEXT: text = true; break;
    default: folder = trail_folder(command, folder, walk.value); break;
    }
  }
  need(command, folder, "give the folder of the trail");
  if (*need(command, record, "say which record: --record ID") == '\0') usage_error(command, "an id is not empty");
  display terminal = terminal_of_output(json, text);
  return show(folder, record, &terminal);
}

const cli_command audit_who_command = {
  .name = "audit who",
  .synopsis = "--record ID [OPTION]... FOLDER",
  .summary = "Prints who consulted, disclosed, masked or erased a record.",
  .options = options,
  .details =
    "Entries hold a keyed hash of the record's id, never the id. Entries about several records at once name none of them.\n"
    "\nexample: pnr audit who --record LOC001 audit\n",
  .run = run,
};
