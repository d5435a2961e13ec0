/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_FILE_H
#define PNR_CORE_FILE_H

#include "core/env.h"

/* The only place that touches files. A path ends with NUL. Every failure of the system is PNR_E_FILE with errno in
 * error->cause. */

typedef struct pnri_map {
  void *data; /* NULL when the file is empty */
  size_t size;
} pnri_map;

/* Maps a regular file read-only and shared. The file may be replaced by renaming another over it, never be cut. */
pnr_status pnri_file_map(const char *path, pnri_map *out, pnr_error *error);
void pnri_file_unmap(pnri_map *map);

/* Writes a whole file so that a reader sees the old one or the new one, also after a crash: owner-only (0600), to a
 * temporary name beside path, synced, renamed over path, directory synced. */
pnr_status pnri_file_write(const pnr_env *env, const char *path, pnr_slice octets, pnr_error *error);

#endif
