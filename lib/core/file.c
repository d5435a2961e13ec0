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
#include <sys/file.h>
#include <unistd.h>

#include "core/fail.h"

static pnr_status fail_system(int cause, pnr_error *error)
{
  return pnri_fail(error, (pnr_error){ .status = PNR_E_FILE, .cause = cause });
}

static pnri_file_id id_of(const struct stat *about)
{
  return (pnri_file_id){ (uint64_t)about->st_dev, (uint64_t)about->st_ino };
}

/* Looks at an open file, which must be a regular one. */
static int examine(int file, struct stat *about)
{
  if (fstat(file, about) != 0) return errno;
  if (S_ISDIR(about->st_mode)) return EISDIR;
  return S_ISREG(about->st_mode) ? 0 : EINVAL;
}

/* --- Mapping --- */

static int map_descriptor(int file, pnri_map *out)
{
  struct stat about;
  int cause = examine(file, &about);
  if (cause != 0) return cause;
  if ((uint64_t)about.st_size > SIZE_MAX) return EFBIG;
  *out = (pnri_map){ NULL, 0, id_of(&about) };
  if (about.st_size == 0) return 0;
  void *data = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_SHARED, file, 0);
  if (data == MAP_FAILED) return errno;
  out->data = data;
  out->size = (size_t)about.st_size;
  return 0;
}

pnr_status pnri_file_map(const char *path, pnri_map *out, pnr_error *error)
{
  *out = (pnri_map){ NULL, 0, { 0, 0 } };
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail_system(errno, error);
  int cause = map_descriptor(file, out);
  close(file);
  return cause == 0 ? PNR_OK : fail_system(cause, error);
}

void pnri_file_unmap(pnri_map *map)
{
  if (map->data != NULL) munmap(map->data, map->size);
  *map = (pnri_map){ NULL, 0, { 0, 0 } };
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

/* --- Files that grow --- */

static int open_descriptor(const char *path, int flags, pnri_file *out)
{
  struct stat about;
  int file = open(path, flags | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return errno;
  int cause = examine(file, &about);
  if (cause != 0) close(file);
  else *out = (pnri_file){ file, id_of(&about), (uint64_t)about.st_size };
  return cause;
}

static pnr_status open_file(const char *path, int flags, pnri_file *out, pnr_error *error)
{
  int cause = open_descriptor(path, flags, out);
  if (cause == 0) return PNR_OK;
  *out = (pnri_file){ -1, { 0, 0 }, 0 };
  return fail_system(cause, error);
}

pnr_status pnri_file_open(const char *path, uint32_t use, pnri_file *out, pnr_error *error)
{
  return open_file(path, use == PNRI_FILE_WRITE ? O_RDWR : O_RDONLY, out, error);
}

void pnri_file_close(pnri_file *file)
{
  if (file->descriptor >= 0) close(file->descriptor);
  *file = (pnri_file){ -1, { 0, 0 }, 0 };
}

pnr_status pnri_file_identify(const char *path, pnri_file_id *out, pnr_error *error)
{
  struct stat about;
  if (stat(path, &about) != 0) return fail_system(errno, error);
  *out = id_of(&about);
  return PNR_OK;
}

static pnr_status lock_named(const char *path, int flags, pnri_file *out, pnr_error *error)
{
  for (;;) {
    pnri_file_id named = { 0, 0 };
    pnr_error fault = { .size = sizeof fault };
    pnr_status status = open_file(path, flags, out, error);
    if (status != PNR_OK) return status;
    int cause = 0;
    while (flock(out->descriptor, LOCK_EX) != 0 && (cause = errno) == EINTR) cause = 0;
    status = cause == 0 ? pnri_file_identify(path, &named, &fault) : fail_system(cause, &fault);
    if (status == PNR_OK && pnri_file_same(named, out->id)) return PNR_OK;
    pnri_file_close(out); /* it was replaced, or taken away, while we waited */
    if (status != PNR_OK && fault.cause != ENOENT) return pnri_fail(error, fault);
  }
}

pnr_status pnri_file_lock(const char *path, pnri_file *out, pnr_error *error)
{
  return lock_named(path, O_RDONLY, out, error);
}

pnr_status pnri_file_claim(const char *path, pnri_file *out, pnr_error *error)
{
  return lock_named(path, O_RDWR | O_CREAT | O_NOFOLLOW, out, error);
}

pnr_status pnri_file_try_lock(const char *path, pnri_file *out, pnr_error *error)
{
  pnr_status status = open_file(path, O_RDONLY, out, error);
  if (status != PNR_OK || flock(out->descriptor, LOCK_EX | LOCK_NB) == 0) return status;
  int cause = errno;
  pnri_file_close(out);
  return fail_system(cause, error);
}

pnr_status pnri_file_read(const pnri_file *file, uint64_t offset, uint8_t *out, size_t size, size_t *count,
                          pnr_error *error)
{
  for (*count = 0; *count < size;) {
    ssize_t done = pread(file->descriptor, out + *count, size - *count, (off_t)(offset + *count));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return fail_system(errno, error);
    if (done == 0) break;
    *count += (size_t)done;
  }
  return PNR_OK;
}

static int put_all(const pnri_file *file, pnr_slice octets)
{
  for (size_t done = 0; done < octets.size;) {
    ssize_t count = pwrite(file->descriptor, octets.data + done, octets.size - done, (off_t)(file->size + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    done += (size_t)count;
  }
  return 0;
}

pnr_status pnri_file_put(pnri_file *file, pnr_slice octets, pnr_error *error)
{
  int cause = put_all(file, octets);
  if (cause != 0) return fail_system(cause, error);
  file->size += octets.size;
  return PNR_OK;
}

pnr_status pnri_file_sync(pnri_file *file, pnr_error *error)
{
  return fdatasync(file->descriptor) == 0 ? PNR_OK : fail_system(errno, error);
}

pnr_status pnri_file_append(pnri_file *file, pnr_slice octets, pnr_error *error)
{
  int cause = put_all(file, octets);
  if (cause == 0 && fsync(file->descriptor) != 0) cause = errno;
  if (cause != 0) {
    (void)pnri_file_cut(file, file->size, NULL);
    return fail_system(cause, error);
  }
  file->size += octets.size;
  return PNR_OK;
}

pnr_status pnri_file_cut(pnri_file *file, uint64_t size, pnr_error *error)
{
  if (ftruncate(file->descriptor, (off_t)size) != 0 || fsync(file->descriptor) != 0) return fail_system(errno, error);
  file->size = size;
  return PNR_OK;
}

pnr_status pnri_file_fill(pnri_file *file, pnr_slice octets, pnr_error *error)
{
  if (fchmod(file->descriptor, S_IRUSR | S_IWUSR) != 0) return fail_system(errno, error);
  pnr_status status = file->size > 0 ? pnri_file_cut(file, 0, error) : PNR_OK;
  return status == PNR_OK ? pnri_file_append(file, octets, error) : status;
}

pnr_status pnri_file_rename(const pnr_env *env, const char *from, const char *to, pnr_error *error)
{
  size_t room = strlen(to) + 2;
  char *folder = pnri_alloc(env, room);
  if (folder == NULL) return pnri_fail_memory(error);
  int cause = rename(from, to) != 0 ? errno : sync_folder(to, folder);
  pnri_free(env, folder, room);
  return cause == 0 ? PNR_OK : fail_system(cause, error);
}

pnr_status pnri_file_replace(const pnr_env *env, const char *path, const char *next, pnr_slice octets, pnr_error *error)
{
  pnri_file file;
  pnr_status status = pnri_file_claim(next, &file, error);
  if (status != PNR_OK) return status;
  status = pnri_file_fill(&file, octets, error);
  if (status == PNR_OK) status = pnri_file_rename(env, next, path, error);
  pnri_file_close(&file);
  return status;
}

pnr_status pnri_file_remove(const pnr_env *env, const char *path, pnr_error *error)
{
  size_t room = strlen(path) + 2;
  char *folder = pnri_alloc(env, room);
  if (folder == NULL) return pnri_fail_memory(error);
  int cause = unlink(path) != 0 ? errno : sync_folder(path, folder);
  pnri_free(env, folder, room);
  return cause == 0 || cause == ENOENT ? PNR_OK : fail_system(cause, error);
}
