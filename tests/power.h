/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_POWER_H
#define PNR_TESTS_POWER_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/fail.h"
#include "core/file.h"

/* A machine whose power fails: stands between the library and core/file.h by the linker's --wrap (POWER_WRAPPED of the
 * Makefile). It fails at the operation that the test names. Then the disk holds what was synced, and of each write since
 * then nothing, all, or some pieces of it, in whatever order they got there; a program that was only killed leaves all.
 * Nothing is really synced, which would make thousand cuts slow. */

enum { POWER_FILES = 16, POWER_WRITES = 1024, POWER_PIECE = 16, POWER_SIZE = 1 << 18 };

typedef struct power_write {
  int is_cut; /* to offset octets */
  uint64_t offset;
  uint8_t *data;
  size_t size;
} power_write;

typedef struct power_file {
  char path[160];
  int descriptor;
  uint8_t *data; /* that is durable */
  size_t size;
  power_write writes[POWER_WRITES]; /* since the last sync */
  size_t count;
} power_file;

static struct {
  power_file files[POWER_FILES];
  size_t count;
  uint64_t left; /* operations until it fails; 0: never */
  int failed;
  uint64_t random;
} power;

static inline uint32_t power_random(uint32_t below)
{
  power.random ^= power.random << 13;
  power.random ^= power.random >> 7;
  power.random ^= power.random << 17;
  return (uint32_t)(power.random >> 16) % below;
}

/* From now on: fails at operation number left, from 1; 0: never. */
static inline void power_fails_after(uint64_t left) { power.left = left; }

/* 1 when this operation is not done: it is the one at which the power fails, or one after it. */
static inline int power_is_off(int *just_now)
{
  *just_now = !power.failed && power.left != 0 && --power.left == 0;
  if (*just_now) power.failed = 1;
  return power.failed;
}

static inline pnr_status power_error(pnr_error *error)
{
  return pnri_fail(error, (pnr_error){ .status = PNR_E_FILE, .cause = EIO });
}

static inline power_file *power_find(int descriptor)
{
  for (size_t i = 0; i < power.count; i++)
    if (power.files[i].descriptor == descriptor) return &power.files[i];
  abort();
}

static inline uint8_t *power_load(const char *path, size_t *size)
{
  FILE *file = fopen(path, "rb");
  uint8_t *data = calloc(1, POWER_SIZE);
  *size = 0;
  if (file == NULL || data == NULL) return data;
  *size = fread(data, 1, POWER_SIZE, file);
  fclose(file);
  return data;
}

static inline void power_store(const char *path, const uint8_t *data, size_t size)
{
  remove(path); /* some file systems sync what is written over */
  FILE *file = fopen(path, "wb");
  if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0) abort();
}

static inline void power_forget(power_file *file)
{
  for (size_t i = 0; i < file->count; i++) free(file->writes[i].data);
  file->count = 0;
}

/* The file is gone: its place is for another one. */
static inline void power_drop(const char *path)
{
  for (size_t i = 0; i < power.count; i++) {
    if (strcmp(power.files[i].path, path) != 0) continue;
    power_forget(&power.files[i]);
    free(power.files[i].data);
    power.files[i] = power.files[--power.count];
    return;
  }
}

static inline void power_record(power_file *file, int is_cut, uint64_t offset, pnr_slice octets)
{
  if (file->count == POWER_WRITES) abort();
  uint8_t *copy = malloc(octets.size != 0 ? octets.size : 1);
  if (octets.size != 0) memcpy(copy, octets.data, octets.size);
  file->writes[file->count++] = (power_write){ is_cut, offset, copy, octets.size };
}

static inline void power_apply(uint8_t *data, size_t *size, const power_write *write, size_t from, size_t to)
{
  if (write->is_cut) {
    memset(data + write->offset, 0, POWER_SIZE - (size_t)write->offset);
    *size = (size_t)write->offset;
    return;
  }
  memcpy(data + write->offset + from, write->data + from, to - from);
  if (*size < write->offset + to) *size = (size_t)(write->offset + to);
}

static inline void power_apply_all(power_file *file)
{
  for (size_t i = 0; i < file->count; i++)
    power_apply(file->data, &file->size, &file->writes[i], 0, file->writes[i].size);
  power_forget(file);
}

/* Some pieces of what was not synced. */
static inline void power_apply_some(power_file *file)
{
  for (size_t i = 0; i < file->count; i++) {
    const power_write *write = &file->writes[i];
    uint32_t choice = power_random(4);
    if (choice == 0) continue;
    if (choice == 1 || write->is_cut) {
      power_apply(file->data, &file->size, write, 0, write->size);
      continue;
    }
    for (size_t at = 0; at < write->size; at += POWER_PIECE) {
      size_t end = at + POWER_PIECE < write->size ? at + POWER_PIECE : write->size;
      if (power_random(choice == 2 ? 4 : 2) == 0) power_apply(file->data, &file->size, write, at, end);
      else if (choice == 2) break;
    }
  }
  power_forget(file);
}

/* All that a killed program wrote is there, but for a part of the write at which it was killed. It is still not durable. */
static inline void power_kill(power_file *file)
{
  size_t size = file->size;
  if (power.failed && file->count != 0 && power_random(2) == 0) {
    power_write *last = &file->writes[file->count - 1];
    last->size = last->size != 0 ? power_random((uint32_t)last->size) : 0;
  }
  uint8_t *data = malloc(POWER_SIZE);
  memcpy(data, file->data, POWER_SIZE);
  for (size_t i = 0; i < file->count; i++) power_apply(data, &size, &file->writes[i], 0, file->writes[i].size);
  if (access(file->path, F_OK) == 0) power_store(file->path, data, size);
  free(data);
  file->descriptor = -1;
}

/* The program starts again: killed, or with the whole machine. */
static inline void power_returns(int killed)
{
  for (size_t i = 0; i < power.count; i++) {
    power_file *file = &power.files[i];
    if (killed) {
      power_kill(file);
      continue;
    }
    power_apply_some(file);
    if (access(file->path, F_OK) == 0) power_store(file->path, file->data, file->size);
    free(file->data);
  }
  if (!killed) power.count = 0;
  power.left = 0;
  power.failed = 0;
}

/* --- In the place of core/file.h --- */

pnr_status __real_pnri_file_open(const char *path, uint32_t use, pnri_file *out, pnr_error *error);
pnr_status __real_pnri_file_put(pnri_file *file, pnr_slice octets, pnr_error *error);

pnr_status __wrap_pnri_file_open(const char *path, uint32_t use, pnri_file *out, pnr_error *error);
pnr_status __wrap_pnri_file_put(pnri_file *file, pnr_slice octets, pnr_error *error);
pnr_status __wrap_pnri_file_sync(pnri_file *file, pnr_error *error);
pnr_status __wrap_pnri_file_cut(pnri_file *file, uint64_t size, pnr_error *error);
pnr_status __wrap_pnri_file_write(const pnr_env *env, const char *path, pnr_slice octets, pnr_error *error);
pnr_status __wrap_pnri_file_replace(const pnr_env *env, const char *path, const char *next, pnr_slice octets,
                                    pnr_error *error);
pnr_status __wrap_pnri_file_remove(const pnr_env *env, const char *path, pnr_error *error);

pnr_status __wrap_pnri_file_open(const char *path, uint32_t use, pnri_file *out, pnr_error *error)
{
  pnr_status status = __real_pnri_file_open(path, use, out, error);
  if (status != PNR_OK || use != PNRI_FILE_WRITE) return status;
  power_file *file = NULL;
  for (size_t i = 0; i < power.count; i++)
    if (strcmp(power.files[i].path, path) == 0) file = &power.files[i];
  for (size_t i = 0; i < power.count; i++)
    if (power.files[i].descriptor == out->descriptor) power.files[i].descriptor = -1;
  if (file == NULL) {
    if (power.count == POWER_FILES) abort();
    file = &power.files[power.count++];
    file->count = 0;
    snprintf(file->path, sizeof file->path, "%s", path);
    file->data = power_load(path, &file->size);
  }
  file->descriptor = out->descriptor;
  return status;
}

pnr_status __wrap_pnri_file_put(pnri_file *file, pnr_slice octets, pnr_error *error)
{
  int now;
  int off = power_is_off(&now);
  if (!off || now) power_record(power_find(file->descriptor), 0, file->size, octets);
  return off ? power_error(error) : __real_pnri_file_put(file, octets, error);
}

pnr_status __wrap_pnri_file_sync(pnri_file *file, pnr_error *error)
{
  int now;
  if (power_is_off(&now)) return power_error(error);
  power_apply_all(power_find(file->descriptor));
  return PNR_OK;
}

pnr_status __wrap_pnri_file_cut(pnri_file *file, uint64_t size, pnr_error *error)
{
  int now;
  int off = power_is_off(&now);
  if (!off || now) power_record(power_find(file->descriptor), 1, size, (pnr_slice){ NULL, 0 });
  if (off) return power_error(error);
  if (ftruncate(file->descriptor, (off_t)size) != 0) abort();
  power_apply_all(power_find(file->descriptor));
  file->size = size;
  return PNR_OK;
}

/* Old or new, never a mixture: the power fails before or behind the rename. */
pnr_status __wrap_pnri_file_write(const pnr_env *env, const char *path, pnr_slice octets, pnr_error *error)
{
  int now;
  int off = power_is_off(&now);
  (void)env;
  if (!off || (now && power_random(2) == 0)) power_store(path, octets.data, octets.size);
  return off ? power_error(error) : PNR_OK;
}

pnr_status __wrap_pnri_file_replace(const pnr_env *env, const char *path, const char *next, pnr_slice octets,
                                    pnr_error *error)
{
  (void)next;
  return __wrap_pnri_file_write(env, path, octets, error);
}

pnr_status __wrap_pnri_file_remove(const pnr_env *env, const char *path, pnr_error *error)
{
  int now;
  int off = power_is_off(&now);
  (void)env;
  if (!off || (now && power_random(2) == 0)) {
    remove(path);
    power_drop(path);
  }
  return off ? power_error(error) : PNR_OK;
}

#endif
