/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_FILE_H
#define PNR_CORE_FILE_H

#include <stdbool.h>

#include "core/env.h"

/* The only place that touches files. A path ends with NUL. Every failure of the system is PNR_E_FILE with errno in
 * error->cause. */

/* What tells an open file from every other one, as long as it is open or mapped. */
typedef struct pnri_file_id {
  uint64_t device, inode;
} pnri_file_id;

static inline bool pnri_file_same(pnri_file_id a, pnri_file_id b) { return a.device == b.device && a.inode == b.inode; }

typedef struct pnri_map {
  void *data; /* NULL when the file is empty */
  size_t size;
  pnri_file_id id;
} pnri_map;

/* Maps a regular file read-only and shared. The file may be replaced by renaming another over it, never be cut. */
pnr_status pnri_file_map(const char *path, pnri_map *out, pnr_error *error);
void pnri_file_unmap(pnri_map *map);

/* Writes a whole file so that a reader sees the old one or the new one, also after a crash: owner-only (0600), to a
 * temporary name beside path, synced, renamed over path, directory synced. */
pnr_status pnri_file_write(const pnr_env *env, const char *path, pnr_slice octets, pnr_error *error);

/* --- Files that grow --- */

typedef struct pnri_file {
  int descriptor;
  pnri_file_id id;
  uint64_t size; /* when it was opened, and since this handle changed it */
} pnri_file;

enum { PNRI_FILE_READ, PNRI_FILE_WRITE };

/* Opens a regular file that is there. A missing one is PNR_E_FILE with ENOENT. */
pnr_status pnri_file_open(const char *path, uint32_t use, pnri_file *out, pnr_error *error);
/* Opens the file that the path names and waits until nobody else holds its lock; closing it, or the end of the process,
 * gives the lock back. The path still names the file when the lock is there. */
pnr_status pnri_file_lock(const char *path, pnri_file *out, pnr_error *error);
/* The same for writing, and makes the file (0600) where none is there: for the next version of another file, that only one
 * process makes at a time, and that a killed one leaves to be overwritten. */
pnr_status pnri_file_claim(const char *path, pnri_file *out, pnr_error *error);
/* The same for a file that is never replaced; PNR_E_FILE with EWOULDBLOCK while somebody else holds the lock. */
pnr_status pnri_file_try_lock(const char *path, pnri_file *out, pnr_error *error);
void pnri_file_close(pnri_file *file);

/* Reads up to size octets from offset on; *count is less only where the file ends. */
pnr_status pnri_file_read(const pnri_file *file, uint64_t offset, uint8_t *out, size_t size, size_t *count,
                          pnr_error *error);
/* Appends at file->size, and syncs. When that fails, the file is cut to what it was, as far as the system lets. */
pnr_status pnri_file_append(pnri_file *file, pnr_slice octets, pnr_error *error);
/* Appends and does not sync; what was appended since the last sync may be lost, torn or in part. After a failure the file
 * may have grown by a part of octets. */
pnr_status pnri_file_put(pnri_file *file, pnr_slice octets, pnr_error *error);
/* Makes all that was put durable. */
pnr_status pnri_file_sync(pnri_file *file, pnr_error *error);
/* Drops what stands behind size, and syncs. */
pnr_status pnri_file_cut(pnri_file *file, uint64_t size, pnr_error *error);

/* Makes octets all that the file holds, owner-only, and syncs. */
pnr_status pnri_file_fill(pnri_file *file, pnr_slice octets, pnr_error *error);
/* Renames a file over another one, durably. */
pnr_status pnri_file_rename(const pnr_env *env, const char *from, const char *to, pnr_error *error);
/* pnri_file_write for who alone writes there: next is the path that the new file has until it is whole. A killed process
 * leaves it to be overwritten, and no other one. */
pnr_status pnri_file_replace(const pnr_env *env, const char *path, const char *next, pnr_slice octets,
                             pnr_error *error);

/* Which file the path names now. */
pnr_status pnri_file_identify(const char *path, pnri_file_id *out, pnr_error *error);
/* Removes a file, durably. One that is missing is no failure. */
pnr_status pnri_file_remove(const pnr_env *env, const char *path, pnr_error *error);

#endif
