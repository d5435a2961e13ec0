/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "folders.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "keys.h"
#include "output.h"

/* --- Lists --- */

static int compare_names(const void *left, const void *right)
{
  return strcmp(*(char *const *)left, *(char *const *)right);
}

void names_add(name_list *list, const char *name)
{
  size_t size = strlen(name) + 1;
  list->names = memory_grow(list->names, (list->count + 1) * sizeof *list->names);
  list->names[list->count] = memory_grow(NULL, size);
  memcpy(list->names[list->count++], name, size);
}

bool names_read(name_list *list, const char *folder, const char *suffix)
{
  *list = (name_list){ .count = 0 };
  size_t end = strlen(suffix);
  DIR *all = opendir(folder);
  if (all == NULL) complain("%s: %s", folder, strerror(errno));
  for (struct dirent *entry; all != NULL && (entry = readdir(all)) != NULL;) {
    size_t size = strlen(entry->d_name);
    if (size > end && strcmp(entry->d_name + size - end, suffix) == 0) names_add(list, entry->d_name);
  }
  if (all != NULL) closedir(all);
  if (list->count != 0) qsort(list->names, list->count, sizeof *list->names, compare_names);
  return all != NULL;
}

void names_clear(name_list *list)
{
  for (size_t i = 0; i < list->count; i++) free(list->names[i]);
  free(list->names);
  *list = (name_list){ .count = 0 };
}

/* --- Names --- */

static bool report(const char *folder, bool is_done)
{
  if (!is_done) complain("%s: a name could not be changed: %s", folder, strerror(errno));
  return is_done;
}

bool name_change(const char *folder, const char *from, const char *to)
{
  char *old = folder_path(folder, "", slice_of(from), ""), *new = folder_path(folder, "", slice_of(to), "");
  bool is_done = report(folder, rename(old, new) == 0);
  free(old);
  free(new);
  return is_done;
}

bool name_claim(const char *folder, const char *from, const char *to, bool *is_there)
{
  char *old = folder_path(folder, "", slice_of(from), ""), *new = folder_path(folder, "", slice_of(to), "");
  *is_there = rename(old, new) == 0;
  bool is_done = report(folder, *is_there || errno == ENOENT);
  free(old);
  free(new);
  return is_done;
}

bool name_remove(const char *folder, const char *name)
{
  char *path = folder_path(folder, "", slice_of(name), "");
  bool is_done = report(folder, unlink(path) == 0 || errno == ENOENT);
  free(path);
  return is_done;
}

bool names_sync(const char *folder)
{
  int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool is_done = report(folder, file >= 0 && fsync(file) == 0);
  if (file >= 0) close(file);
  return is_done;
}

bool file_wipe(const char *path)
{
  static const uint8_t zeroes[4096] = { 0 };
  struct stat facts;
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return true;
  bool is_done = file >= 0 && fstat(file, &facts) == 0;
  for (off_t left = is_done ? facts.st_size : 0; is_done && left > 0;) {
    size_t size = left < (off_t)sizeof zeroes ? (size_t)left : sizeof zeroes;
    ssize_t written = write(file, zeroes, size);
    if (written > 0) left -= written;
    else is_done = errno == EINTR;
  }
  is_done = is_done && fsync(file) == 0;
  if (file >= 0) close(file);
  if (unlink(path) != 0) is_done = false;
  if (!is_done) complain("%s: cannot be wiped: %s", path, strerror(errno));
  return is_done;
}

int folder_lock(const char *folder)
{
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  if (!folder_make(folder)) return -1;
  char *path = folder_path(folder, "", slice_of("lock"), "");
  int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600), status = -1;
  while (lock >= 0 && (status = fcntl(lock, F_SETLKW, &whole)) != 0 && errno == EINTR) continue;
  if (status != 0) {
    complain("%s: %s", path, strerror(errno));
    folder_unlock(lock);
    lock = -1;
  }
  free(path);
  return lock;
}

void folder_unlock(int lock)
{
  if (lock >= 0) close(lock);
}

/* --- Places --- */

void place_write(char place[PLACE_MOST], pnr_slice incarnation, uint32_t stream, uint64_t sequence)
{
  for (size_t i = 0; i < incarnation.size && i < PNR_EXCHANGE_ID; i++)
    snprintf(place + 2 * i, 3, "%02x", incarnation.data[i]);
  snprintf(place + 2 * PNR_EXCHANGE_ID, PLACE_MOST - 2 * PNR_EXCHANGE_ID, "-%" PRIu32 "-%" PRIu64, stream % PNR_STREAMS,
           sequence);
}

size_t place_read(const char *text, uint8_t incarnation[PNR_EXCHANGE_ID], uint32_t *stream, uint64_t *sequence)
{
  char digits[2 * PNR_EXCHANGE_ID + 1];
  int size = 0;
  bool is_place = sscanf(text, "%32[0-9a-f]-%1" SCNu32 "-%20" SCNu64 "%n", digits, stream, sequence, &size) == 3 &&
                  hex_read(digits, incarnation, PNR_EXCHANGE_ID) && *stream != 0 && *stream < PNR_STREAMS;
  return is_place ? (size_t)size : 0;
}
