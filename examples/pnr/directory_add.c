/* pnr directory add - the keys of another unit.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "input.h"
#include "keys.h"
#include "output.h"

enum { KEYS, UNIT, PIN, NOW };
static const option options[] = {
  [KEYS] = KEYS_OPTION,
  [UNIT] = { "unit", 'u', "NAME", "whose keys they are" },
  [PIN] = { "pin", 'p', "DIGITS", "fingerprint of its root key, which came by another way" },
  [NOW] = NOW_OPTION,
  { 0 },
};

/* All of it must hold by itself, and be newer than what is known. */
static bool take(key_folder *folder, const char *unit, const uint8_t *fingerprint, const char *path, uint64_t now)
{
  input_file input;
  pnr_error error = { .size = sizeof error };
  pnr_directory *alone = NULL;
  bool is_taken = false;
  char *signed_path = folder_path(folder->path, "units", slice_of(unit), ".signed");
  if (pnr_directory_open(NULL, &alone, NULL) != PNR_OK) out_of_memory();
  if (!input_read(&input, path, &error)) {
    complain_error(input_name(path), &error, NULL, 0);
  } else {
    pnr_slice octets = { input.data, input.size };
    is_taken = pnr_directory_pin(alone, slice_of(unit), fingerprint, &error) == PNR_OK &&
               pnr_directory_add(alone, octets, now, &error) == PNR_OK &&
               pnr_directory_add(folder->directory, octets, now, &error) == PNR_OK;
    if (!is_taken) complain_error(input_name(path), &error, NULL, 0);
    else is_taken = folder_write(signed_path, octets);
    input_free(&input);
  }
  free(signed_path);
  pnr_directory_close(alone);
  return is_taken;
}

static bool pin(key_folder *folder, const char *unit, const char *digits, const uint8_t *fingerprint)
{
  pnr_error error = { .size = sizeof error };
  char *path = folder_path(folder->path, "units", slice_of(unit), ".pin");
  bool is_pinned = pnr_directory_pin(folder->directory, slice_of(unit), fingerprint, &error) == PNR_OK;
  if (!is_pinned) complain_error(unit, &error, NULL, 0);
  else is_pinned = folder_write(path, slice_of(digits));
  free(path);
  return is_pinned;
}

static int run(const cli_command *command, int count, char **words)
{
  const char *path = NULL, *unit = NULL, *digits = NULL, *now = NULL, *file = NULL;
  uint8_t fingerprint[PNR_FINGERPRINT];
  key_folder folder;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case KEYS: path = walk.value; break;
    case UNIT: unit = walk.value; break;
    case PIN: digits = walk.value; break;
    case NOW: now = walk.value; break;
    default:
      if (file != NULL) usage_error(command, "give one file");
      file = walk.value;
      break;
    }
  }
  need(command, path, "say where the own keys are: --keys FOLDER");
  need(command, unit, "say whose keys they are: --unit NAME");
  need(command, file, "give the file that the unit published");
  if (digits != NULL && !hex_read(digits, fingerprint, sizeof fingerprint))
    usage_error(command, "--pin needs the %d hexadecimal digits of a fingerprint", 2 * PNR_FINGERPRINT);
  uint64_t at = now_of(command, now);
  bool is_done = folder_open(&folder, path, at);
  const pnr_unit *known = is_done ? folder_unit(folder.directory, slice_of(unit)) : NULL;
  if (is_done && digits == NULL && known == NULL) {
    complain("%s: not pinned yet; give its fingerprint with --pin", unit);
    is_done = false;
  }
  if (is_done && digits == NULL) memcpy(fingerprint, known->fingerprint.data, sizeof fingerprint);
  is_done = is_done && (digits == NULL || pin(&folder, unit, digits, fingerprint)) &&
            take(&folder, unit, fingerprint, file, at);
  folder_close(&folder);
  return is_done ? EXIT_DONE : EXIT_INPUT;
}

const cli_command directory_add_command = {
  .name = "directory add",
  .synopsis = "--keys FOLDER --unit NAME [--pin DIGITS] FILE",
  .summary = "Takes in the keys that another unit published.",
  .options = options,
  .details =
    "The first time with the fingerprint of the unit's root key, compared by another way than the file came. Later\n"
    "files must be newer: what is older than the known ones, or of another root, is refused.\n"
    "\nexample: pnr directory add --keys nl --unit BE-PIU --pin 51c0… be.signed\n",
  .run = run,
};
