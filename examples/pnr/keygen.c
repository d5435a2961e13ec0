/* pnr keygen - the keys of a new unit.
 * SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include <stdlib.h>
#include <sys/stat.h>

#include "command.h"
#include "keys.h"
#include "output.h"

enum { UNIT, KEYS, ROOT, NOW };
static const option options[] = {
  [UNIT] = { "unit", 'u', "NAME", "its name on the wire, such as NL-PIU" },
  [KEYS] = { "keys", 'k', "FOLDER", "where its keys go; must not be there yet" },
  [ROOT] = { "root", 'r', "FILE", "where its root key goes: a place that no network reaches" },
  [NOW] = NOW_OPTION,
  { 0 },
};

enum { DAY = 86400, SIGNING_DAYS = 365, DIRECTORY_DAYS = 90 };

/* Directory of version 1, prekeys, pin: the unit knows itself as others will. */
static bool publish(const char *folder, pnr_keyring *keyring, pnr_slice root, uint64_t now, pnr_text *fingerprint)
{
  pnr_octets *directory = NULL, *prekeys = NULL;
  uint8_t octets[PNR_FINGERPRINT];
  char *pin = folder_path(folder, "units", pnr_keyring_unit(keyring), ".pin");
  if (pnr_root_fingerprint(root, octets, NULL) != PNR_OK ||
      pnr_directory_sign(keyring, root, 1, now, now + (uint64_t)DIRECTORY_DAYS * DAY, NULL, 0, &directory, NULL) !=
        PNR_OK ||
      pnr_prekeys_sign(keyring, now, &prekeys, NULL) != PNR_OK)
    out_of_memory();
  put_hex(fingerprint, (pnr_slice){ octets, sizeof octets });
  bool is_published = folder_write(pin, pnr_text_get(fingerprint)) &&
                      folder_publish(folder, pnr_keyring_unit(keyring), directory, prekeys);
  pnr_octets_close(directory);
  pnr_octets_close(prekeys);
  free(pin);
  return is_published;
}

static bool make(const char *folder, const char *root_path, pnr_keyring *keyring, uint64_t now, pnr_text *fingerprint)
{
  pnr_octets *root = NULL, *saved = NULL;
  struct stat facts;
  char *path = folder_path(folder, "", slice_of("keyring"), ""),
       *units = folder_path(folder, "units", slice_of(""), "");
  bool is_made = false;
  if (pnr_root_create(NULL, &root, NULL) != PNR_OK ||
      pnr_keyring_add_signing(keyring, now, now + (uint64_t)SIGNING_DAYS * DAY, NULL) != PNR_OK ||
      pnr_keyring_add_prekeys(keyring, now, NULL) != PNR_OK || pnr_keyring_save(keyring, &saved, NULL) != PNR_OK)
    out_of_memory();
  if (stat(path, &facts) == 0 || stat(root_path, &facts) == 0) complain("%s or %s: is there already", path, root_path);
  else
    is_made = folder_make(folder) && folder_make(units) && folder_write(root_path, pnr_octets_get(root)) &&
              folder_write(path, pnr_octets_get(saved)) &&
              publish(folder, keyring, pnr_octets_get(root), now, fingerprint);
  pnr_octets_close(root);
  pnr_octets_close(saved);
  free(path);
  free(units);
  return is_made;
}

static int run(const cli_command *command, int count, char **words)
{
  const char *unit = NULL, *folder = NULL, *root = NULL, *now = NULL;
  pnr_keyring *keyring = NULL;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case UNIT: unit = walk.value; break;
    case KEYS: folder = walk.value; break;
    case ROOT: root = walk.value; break;
    case NOW: now = walk.value; break;
    default: usage_error(command, "takes no files");
    }
  }
  need(command, unit, "say the unit's name: --unit NAME");
  need(command, folder, "say where its keys go: --keys FOLDER");
  need(command, root, "say where its root key goes: --root FILE");
  uint64_t at = now_of(command, now);
  if (pnr_keyring_open(NULL, slice_of(unit), &keyring, NULL) != PNR_OK)
    usage_error(command, "a unit's name is 2 to 32 capital letters, digits and hyphens");
  pnr_text *line = text_open(), *fingerprint = text_open();
  bool is_made = make(folder, root, keyring, at, fingerprint);
  if (is_made) {
    put_string(line, "{");
    json_string(line, "unit", slice_of(unit));
    json_string(line, "fingerprint", pnr_text_get(fingerprint));
    put_string(line, "}");
    output_line(line);
  }
  pnr_text_close(fingerprint);
  pnr_text_close(line);
  pnr_keyring_close(keyring);
  return is_made ? EXIT_DONE : EXIT_INPUT;
}

const cli_command keygen_command = {
  .name = "keygen",
  .synopsis = "--unit NAME --keys FOLDER --root FILE",
  .summary = "Makes the keys of a unit, and prints the fingerprint that others pin.",
  .options = options,
  .details =
    "The root key signs the unit's directories and nothing else: keep FILE offline. FOLDER holds the keyring (not encrypted:\n"
    "for the owner's eyes), what is known of other units, and units/NAME.signed, which others are given. The fingerprint\n"
    "goes to them by another way: on paper, by telephone. docs/exchange.md tells what each key is for.\n"
    "\nexample: pnr keygen --unit NL-PIU --keys nl --root /media/safe/nl.root\n",
  .run = run,
};
