/* pnr audit init - begins an audit trail.
 * SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include <sys/stat.h>

#include "audits.h"
#include "keys.h"

enum { UNIT, KEY, NOW };
static const option options[] = {
  [UNIT] = { "unit", 'u', "NAME", "whose trail it is, such as NL-PIU" },
  [KEY] = { "key", 'k', "FILE", "where the auditor's key goes: a place that this machine does not keep" },
  [NOW] = NOW_OPTION,
  { 0 },
};

static void put_quoted_hex(pnr_text *text, const uint8_t *octets)
{
  put_string(text, "\"");
  put_hex(text, (pnr_slice){ octets, PNR_AUDIT_KEY_SIZE });
  put_string(text, "\"");
}

/* Without its first key nobody could verify the trail's seals: the file for it is made first. */
static bool make(const char *folder, const char *unit, const char *key_path, uint64_t now, uint8_t *public_key)
{
  uint8_t key[PNR_AUDIT_KEY_SIZE];
  pnr_error error = { .size = sizeof error };
  if (!folder_make(folder) || !folder_write(key_path, slice_of(""))) return false;
  if (pnr_audit_create(NULL, folder, slice_of(unit), now, key, public_key, &error) != PNR_OK) {
    complain_error(folder, &error, NULL, 0);
    return false;
  }
  pnr_text *text = text_open();
  put_hex(text, (pnr_slice){ key, sizeof key });
  put_string(text, "\n");
  bool is_written = folder_write(key_path, pnr_text_get(text));
  pnr_text_close(text);
  return is_written;
}

static int run(const cli_command *command, int count, char **words)
{
  const char *unit = NULL, *key = NULL, *now = NULL, *folder = NULL;
  uint8_t public_key[PNR_AUDIT_KEY_SIZE];
  struct stat facts;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case UNIT: unit = walk.value; break;
    case KEY: key = walk.value; break;
    case NOW: now = walk.value; break;
    default: folder = trail_folder(command, folder, walk.value); break;
    }
  }
  need(command, unit, "say whose trail it is: --unit NAME");
  need(command, key, "say where the auditor's key goes: --key FILE");
  need(command, folder, "give the folder of the trail");
  if (*unit == '\0' || slice_of(unit).size > PNR_AUDIT_TEXT_MOST)
    usage_error(command, "a unit's name is 1 to 64 octets");
  uint64_t at = now_of(command, now);
  if (stat(key, &facts) == 0) {
    complain("%s: is there already", key);
    return EXIT_INPUT;
  }
  if (!make(folder, unit, key, at, public_key)) return EXIT_INPUT;
  pnr_text *line = text_open();
  put_string(line, "{");
  json_string(line, "unit", slice_of(unit));
  json_key(line, "public_key");
  put_quoted_hex(line, public_key);
  put_string(line, "}");
  output_line(line);
  pnr_text_close(line);
  return EXIT_DONE;
}

const cli_command audit_init_command = {
  .name = "audit init",
  .synopsis = "--unit NAME --key FILE FOLDER",
  .summary = "Begins an audit trail in a folder.",
  .options = options,
  .details =
    "FILE takes the first key, for the auditor: nothing on this machine keeps it, and only with it each entry's seal\n"
    "can be verified. What is printed holds the public key that checkpoints are verified with: give it to the\n"
    "auditor and to other units.\n"
    "\nexample: pnr audit init --unit NL-PIU --key /media/auditor/nl.key audit\n",
  .run = run,
};
