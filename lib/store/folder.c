/* SPDX-License-Identifier: Apache-2.0 */
#include "store/folder.h"

#include <string.h>

#include "core/fail.h"

enum { ROOM = 1 + PNRI_FOLDER_NAME + 1 };

pnr_status pnri_folder_open(pnri_folder *folder, const pnr_env *env, const char *path, pnr_error *error)
{
  *folder = (pnri_folder){ .env = env, .size = strlen(path) };
  folder->path = pnri_alloc(env, folder->size + ROOM);
  if (folder->path == NULL) return pnri_fail_memory(error);
  memcpy(folder->path, path, folder->size);
  folder->path[folder->size] = '\0';
  return PNR_OK;
}

void pnri_folder_close(pnri_folder *folder)
{
  pnri_free(folder->env, folder->path, folder->size + ROOM);
  folder->path = NULL;
}

const char *pnri_folder_file(pnri_folder *folder, const char *name)
{
  folder->path[folder->size] = '/';
  memcpy(folder->path + folder->size + 1, name, strlen(name) + 1);
  return folder->path;
}
