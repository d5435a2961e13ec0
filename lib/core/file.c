/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#define _FILE_OFFSET_BITS 64
#include "core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/fail.h"

static pnr_status fail_system(int cause, pnr_error *error)
{
  return pnri_fail(error, (pnr_error){ .status = PNR_E_FILE, .cause = cause });
}

/* --- Mapping --- */

static int map_descriptor(int file, pnri_map *out)
{
  struct stat about;
  if (fstat(file, &about) != 0) return errno;
  if (S_ISDIR(about.st_mode)) return EISDIR;
  if (!S_ISREG(about.st_mode)) return EINVAL;
  if ((uint64_t)about.st_size > SIZE_MAX) return EFBIG;
  if (about.st_size == 0) return 0;
  void *data = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_SHARED, file, 0);
  if (data == MAP_FAILED) return errno;
  *out = (pnri_map){ data, (size_t)about.st_size };
  return 0;
}

pnr_status pnri_file_map(const char *path, pnri_map *out, pnr_error *error)
{
  *out = (pnri_map){ NULL, 0 };
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail_system(errno, error);
  int cause = map_descriptor(file, out);
  close(file);
  return cause == 0 ? PNR_OK : fail_system(cause, error);
}

void pnri_file_unmap(pnri_map *map)
{
  if (map->data != NULL) munmap(map->data, map->size);
  *map = (pnri_map){ NULL, 0 };
}

/* --- Writing --- */

static int write_all(int file, pnr_slice octets)
{
  for (size_t done = 0; done < octets.size;) {
    ssize_t count = write(file, octets.data + done, octets.size - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    done += (size_t)count;
  }
  return 0;
}

/* Fills and syncs the temporary file; closes it in any case. */
static int fill(int file, pnr_slice octets)
{
  int cause = fchmod(file, S_IRUSR | S_IWUSR) != 0 ? errno : write_all(file, octets);
  if (cause == 0 && fsync(file) != 0) cause = errno;
  if (close(file) != 0 && cause == 0) cause = errno;
  return cause;
}

/* Makes a rename within the folder of path durable. folder has room for path and more. */
static int sync_folder(const char *path, char *folder)
{
  const char *slash = strrchr(path, '/');
  size_t size = slash == NULL || slash == path ? 1 : (size_t)(slash - path);
  memcpy(folder, slash != NULL ? path : ".", size);
  folder[size] = '\0';
  int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return errno;
  int cause = fsync(file) != 0 ? errno : 0;
  close(file);
  return cause;
}

static int write_beside(const char *path, char *temporary, pnr_slice octets)
{
  int file = mkstemp(temporary);
  if (file < 0) return errno;
  int cause = fill(file, octets);
  if (cause == 0 && rename(temporary, path) != 0) cause = errno;
  if (cause != 0) {
    unlink(temporary);
    return cause;
  }
  return sync_folder(path, temporary);
}

pnr_status pnri_file_write(const pnr_env *env, const char *path, pnr_slice octets, pnr_error *error)
{
  static const char suffix[] = ".XXXXXX";
  size_t size = strlen(path), room = size + sizeof suffix;
  char *temporary = pnri_alloc(env, room);
  if (temporary == NULL) return pnri_fail_memory(error);
  memcpy(temporary, path, size);
  memcpy(temporary + size, suffix, sizeof suffix);
  int cause = write_beside(path, temporary, octets);
  pnri_free(env, temporary, room);
  return cause == 0 ? PNR_OK : fail_system(cause, error);
}
