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
