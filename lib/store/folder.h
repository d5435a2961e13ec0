/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_STORE_FOLDER_H
#define PNR_STORE_FOLDER_H

#include "core/env.h"

/* A folder that holds what belongs together: its files by name. */

enum { PNRI_FOLDER_NAME = 32 }; /* octets of a name at most */

typedef struct pnri_folder {
  const pnr_env *env;
  char *path;  /* the folder, then the file that was asked for last */
  char *next;  /* "next" in it, of the same block */
  size_t size; /* of the folder's part */
} pnri_folder;

pnr_status pnri_folder_open(pnri_folder *folder, const pnr_env *env, const char *path, pnr_error *error);
void pnri_folder_close(pnri_folder *folder);
/* The path of a file; valid until the next one is asked for. */
const char *pnri_folder_file(pnri_folder *folder, const char *name);
/* Makes the file, or replaces it, durably and as a whole. Until then it is called "next": one name, so that a killed process
 * leaves no older keys and data that nobody looks for. For who alone writes in the folder. */
pnr_status pnri_folder_write(pnri_folder *folder, const char *name, pnr_slice octets, pnr_error *error);

#endif
