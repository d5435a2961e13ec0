/* pnr directory publish - what others are to know of the own keys.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "input.h"
#include "keys.h"
#include "output.h"

enum { DAY = 86400, SIGNING_DAYS = 365, DIRECTORY_DAYS = 90, REVOCATIONS_MOST = 64 };

enum { KEYS, ROOT, REVOKE, RENEW, NOW };
static const option options[] = {
  [KEYS] = KEYS_OPTION,
  [ROOT] = { "root", 'r', "FILE", "the root key: sign a new directory, too" },
  [REVOKE] = { "revoke", 0, "DIGITS", "id of a key that counts no more; may be repeated; needs --root" },
  [RENEW] = { "renew", 0, NULL, "make a new signing key; needs --root" },
  [NOW] = NOW_OPTION,
  { 0 },
};

typedef struct publishing {
  const char *folder, *root;
  bool renews;
  uint32_t revoked;
  uint8_t ids[REVOCATIONS_MOST][PNR_KEY_ID];
  pnr_revocation revocations[REVOCATIONS_MOST];
  const pnr_revocation *list[REVOCATIONS_MOST];
} publishing;

static void revoke(publishing *work, pnr_slice id, uint64_t at)
{
  if (work->revoked == REVOCATIONS_MOST) return;
  uint32_t i = work->revoked++;
  memmove(work->ids[i], id.data, PNR_KEY_ID);
  work->revocations[i] =
    (pnr_revocation){ .size = sizeof(pnr_revocation), .key = { work->ids[i], PNR_KEY_ID }, .at = at };
  work->list[i] = &work->revocations[i];
}

static bool is_listed(const publishing *work, pnr_slice id)
{
  for (uint32_t i = 0; i < work->revoked; i++)
    if (slice_is_same(work->revocations[i].key, id)) return true;
  return false;
}

/* A new version with all that was revoked before. */
static pnr_octets *sign_directory(publishing *work, const key_folder *folder, const pnr_unit *own, uint64_t now)
{
  input_file seed;
  pnr_error error = { .size = sizeof error };
  pnr_octets *directory = NULL;
  for (uint32_t i = 0; i < own->key_count; i++)
    if (own->keys[i]->revoked != 0 && !is_listed(work, own->keys[i]->id))
      revoke(work, own->keys[i]->id, own->keys[i]->revoked);
  if (!input_read(&seed, work->root, &error) ||
      pnr_directory_sign(folder->keyring, (pnr_slice){ seed.data, seed.size }, own->version + 1, now,
                         now + (uint64_t)DIRECTORY_DAYS * DAY, work->list, work->revoked, &directory, &error) != PNR_OK)
    complain_error(work->root, &error, NULL, 0);
  if (seed.data != NULL) memset(seed.data, 0, seed.size);
  input_free(&seed);
  return directory;
}

static bool save_keyring(const key_folder *folder)
{
  pnr_octets *saved = NULL;
  char *path = folder_path(folder->path, "", slice_of("keyring"), "");
  if (pnr_keyring_save(folder->keyring, &saved, NULL) != PNR_OK) out_of_memory();
  bool is_saved = folder_write(path, pnr_octets_get(saved));
  pnr_octets_close(saved);
  free(path);
  return is_saved;
}

static bool publish(publishing *work, key_folder *folder, uint64_t now)
{
  const pnr_unit *own = folder_unit(folder->directory, folder->exchange.unit);
  pnr_octets *directory = NULL, *prekeys = NULL;
  pnr_error error = { .size = sizeof error };
  if (own == NULL) {
    complain("%s: the unit is not in its own folder", folder->path);
    return false;
  }
  (void)pnr_keyring_expire(folder->keyring, now);
  bool is_good = (!work->renews ||
                  pnr_keyring_add_signing(folder->keyring, now, now + (uint64_t)SIGNING_DAYS * DAY, &error) == PNR_OK);
  is_good = is_good && pnr_keyring_add_prekeys(folder->keyring, now, &error) == PNR_OK &&
            pnr_prekeys_sign(folder->keyring, now, &prekeys, &error) == PNR_OK;
  if (!is_good) complain_error(folder->path, &error, NULL, 0);
  if (is_good && work->root != NULL) is_good = (directory = sign_directory(work, folder, own, now)) != NULL;
  /* The keyring first: what is published must be able to open. */
  is_good = is_good && save_keyring(folder) && folder_publish(folder->path, folder->exchange.unit, directory, prekeys);
  pnr_octets_close(directory);
  pnr_octets_close(prekeys);
  return is_good;
}

static int run(const cli_command *command, int count, char **words)
{
  publishing work = { .folder = NULL };
  const char *now = NULL;
  uint8_t id[PNR_KEY_ID];
  key_folder folder;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case KEYS: work.folder = walk.value; break;
    case ROOT: work.root = walk.value; break;
    case RENEW: work.renews = true; break;
    case NOW: now = walk.value; break;
    case REVOKE:
      if (!hex_read(walk.value, id, sizeof id))
        usage_error(command, "--revoke needs the %d hexadecimal digits of a key's id", 2 * PNR_KEY_ID);
      revoke(&work, (pnr_slice){ id, sizeof id }, 0);
      break;
    default: usage_error(command, "takes no files");
    }
  }
  need(command, work.folder, "say where the keys are: --keys FOLDER");
  if (work.root == NULL && (work.renews || work.revoked != 0))
    usage_error(command, "a directory with other keys needs the root key: --root FILE");
  uint64_t at = now_of(command, now);
  for (uint32_t i = 0; i < work.revoked; i++) work.revocations[i].at = at;
  bool is_done = folder_open(&folder, work.folder, at) && publish(&work, &folder, at);
  folder_close(&folder);
  return is_done ? EXIT_DONE : EXIT_INPUT;
}

const cli_command directory_publish_command = {
  .name = "directory publish",
  .synopsis = "--keys FOLDER [--root FILE [--renew] [--revoke ID]...]",
  .summary = "Signs new prekeys of the own unit, and a new directory, and wipes what is over.",
  .options = options,
  .details =
    "Writes FOLDER/units/NAME.signed, which others are given. Prekeys are for fourteen days: publish in time, or nobody\n"
    "can seal any more; that needs no root key. Private halves are wiped three days after their day.\n"
    "\nexample: pnr directory publish --keys nl && pnr directory publish --keys nl --root /media/safe/nl.root --renew\n",
  .run = run,
};
