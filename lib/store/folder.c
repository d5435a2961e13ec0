/* SPDX-License-Identifier: Apache-2.0 */
#include "store/folder.h"

#include <string.h>

#include "core/fail.h"
#include "core/file.h"

enum { ROOM = 1 + PNRI_FOLDER_NAME + 1 };

static const char next[] = "/next";

pnr_status pnri_folder_open(pnri_folder *folder, const pnr_env *env, const char *path, pnr_error *error)
{
  *folder = (pnri_folder){ .env = env, .size = strlen(path) };
  folder->path = pnri_alloc(env, 2 * (folder->size + ROOM));
  if (folder->path == NULL) return pnri_fail_memory(error);
  folder->next = folder->path + folder->size + ROOM;
  memcpy(folder->path, path, folder->size);
  memcpy(folder->next, path, folder->size);
  folder->path[folder->size] = '\0';
  memcpy(folder->next + folder->size, next, sizeof next);
  return PNR_OK;
}

void pnri_folder_close(pnri_folder *folder)
{
  pnri_free(folder->env, folder->path, 2 * (folder->size + ROOM));
  folder->path = folder->next = NULL;
}

const char *pnri_folder_file(pnri_folder *folder, const char *name)
{
  folder->path[folder->size] = '/';
  memcpy(folder->path + folder->size + 1, name, strlen(name) + 1);
  return folder->path;
}

pnr_status pnri_folder_write(pnri_folder *folder, const char *name, pnr_slice octets, pnr_error *error)
{
  return pnri_file_replace(folder->env, pnri_folder_file(folder, name), folder->next, octets, error);
}
