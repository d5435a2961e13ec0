/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "store.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "criteria.h"
#include "folders.h"
#include "keys.h"
#include "output.h"
#include "records.h"

static char *copy_of(pnr_slice text)
{
  char *copy = memory_grow(NULL, text.size + 1);
  if (text.size != 0) memcpy(copy, text.data, text.size);
  copy[text.size] = '\0';
  return copy;
}

void store_add(record_store *store, const char *path)
{
  store->paths = memory_grow(store->paths, (store->path_count + 1) * sizeof *store->paths);
  store->paths[store->path_count++] = copy_of(slice_of(path));
}

/* --- Forgetting --- */

static void forget_record(store_record *record)
{
  for (uint32_t i = 0; i < record->locator_count; i++) free(record->locators[i]);
  for (uint32_t i = 0; i < record->leg_count; i++) free(record->legs[i].flight);
  free(record->locators);
  free(record->legs);
  free(record->reference);
}

static void forget_all(record_store *store)
{
  for (uint32_t i = 0; i < store->count; i++) forget_record(&store->records[i]);
  for (uint32_t i = 0; i < store->file_count; i++) free(store->files[i].path);
  free(store->records);
  free(store->files);
  store->records = NULL;
  store->files = NULL;
  store->count = store->file_count = 0;
}

void store_close(record_store *store)
{
  forget_all(store);
  for (uint32_t i = 0; i < store->path_count; i++) free(store->paths[i]);
  free(store->paths);
  *store = (record_store){ .paths = NULL };
}

/* --- Reading --- */

typedef struct reading {
  record_store *store;
  const char *path;
  uint32_t number; /* of the record in its file, from 1 */
  uint64_t offset;
  bool is_good;
} reading;

static void take_legs(store_record *place, const pnr_content *content)
{
  place->legs = memory_grow(NULL, (content->leg_count + 1) * sizeof *place->legs);
  for (uint32_t i = 0; i < content->leg_count; i++) {
    const pnr_leg *leg = content->legs[i];
    pnr_text *flight = text_open();
    put(flight, leg->carrier);
    put(flight, leg->number);
    put(flight, leg->suffix);
    place->legs[place->leg_count++] = (store_leg){ copy_of(pnr_text_get(flight)), leg->departs };
    pnr_text_close(flight);
  }
}

static void take_locators(store_record *place, const pnr_content *content)
{
  place->locators = memory_grow(NULL, (content->booking_count + 1) * sizeof *place->locators);
  for (uint32_t i = 0; i < content->booking_count; i++)
    place->locators[place->locator_count++] = copy_of(content->bookings[i]->locator);
}

static void take(void *user, pnr_record *record)
{
  static const uint8_t nobody[PNR_EXCHANGE_ID] = { 0 };
  reading *work = user;
  record_store *store = work->store;
  const pnr_stored *stored = pnr_record_get(record);
  pnr_shared_record shared = { .size = sizeof shared };
  store->records = memory_grow(store->records, (store->count + 1) * sizeof *store->records);
  store_record *place = &store->records[store->count++];
  *place = (store_record){ .file = store->file_count - 1, .offset = work->offset };
  if (pnr_record_share(record, (pnr_slice){ nobody, sizeof nobody }, 1, &shared, place->digest, NULL) != PNR_OK)
    out_of_memory();
  place->size = shared.octets.size;
  work->offset += place->size;
  work->number++;
  pnr_text *reference = text_open();
  put(reference, stored->reference);
  if (stored->reference.size == 0) put_format(reference, "%s:%" PRIu32, work->path, work->number);
  place->reference = copy_of(pnr_text_get(reference));
  place->is_path = stored->reference.size == 0;
  pnr_text_close(reference);
  take_legs(place, stored->content);
  take_locators(place, stored->content);
  pnr_record_close(record);
}

static bool read_file(record_store *store, const char *path)
{
  struct stat facts;
  input_file input = { NULL, 0 };
  pnr_error error = { .size = sizeof error };
  reading work = { .store = store, .path = path };
  bool is_read = stat(path, &facts) == 0 && input_read(&input, path, &error);
  if (!is_read && error.status == PNR_OK) error = (pnr_error){ .status = PNR_E_FILE, .cause = errno };
  store->files = memory_grow(store->files, (store->file_count + 1) * sizeof *store->files);
  store->files[store->file_count++] = (store_file){ copy_of(slice_of(path)), is_read ? (int64_t)facts.st_mtime : 0,
                                                    is_read ? (int64_t)facts.st_size : 0 };
  is_read = is_read && records_each(&input, take, &work, &error) == PNR_OK;
  if (!is_read) complain_error(path, &error, NULL, 0);
  input_free(&input);
  return is_read;
}

/* The files of a path, which may be one: those of a folder but hidden ones, in the order of their names. */
static bool list_files(name_list *files, const char *path)
{
  struct stat facts;
  name_list names = { .count = 0 };
  if (stat(path, &facts) != 0 || !S_ISDIR(facts.st_mode)) {
    names_add(files, path);
    return true;
  }
  bool is_listed = names_read(&names, path, "");
  for (size_t i = 0; is_listed && i < names.count; i++) {
    if (names.names[i][0] == '.') continue;
    char *whole = folder_path(path, "", slice_of(names.names[i]), "");
    names_add(files, whole);
    free(whole);
  }
  names_clear(&names);
  return is_listed;
}

static bool is_unchanged(const record_store *store, const name_list *files)
{
  struct stat facts;
  if (files->count != store->file_count) return false;
  for (size_t i = 0; i < files->count; i++) {
    const store_file *file = &store->files[i];
    if (strcmp(files->names[i], file->path) != 0 || stat(file->path, &facts) != 0 || facts.st_mtime != file->changed ||
        facts.st_size != file->size)
      return false;
  }
  return true;
}

bool store_read(record_store *store)
{
  name_list files = { .count = 0 };
  bool is_good = true;
  for (uint32_t i = 0; i < store->path_count; i++) is_good = list_files(&files, store->paths[i]) && is_good;
  if (is_good && !is_unchanged(store, &files)) {
    forget_all(store);
    for (size_t i = 0; is_good && i < files.count; i++) is_good = read_file(store, files.names[i]);
  }
  names_clear(&files);
  if (!is_good) forget_all(store);
  return is_good;
}

/* --- Finding --- */

pnr_record *store_get(const record_store *store, const store_record *place)
{
  pnr_record *record = NULL;
  pnr_error error = { .size = sizeof error, .status = PNR_E_FILE };
  const char *path = store->files[place->file].path;
  uint8_t *octets = memory_grow(NULL, place->size);
  FILE *file = fopen(path, "rb");
  bool is_read = file != NULL && fseeko(file, (off_t)place->offset, SEEK_SET) == 0 &&
                 fread(octets, 1, place->size, file) == place->size;
  error.cause = errno;
  if (file != NULL) fclose(file);
  if (is_read) (void)pnr_record_decode(NULL, (pnr_slice){ octets, place->size }, &record, &error);
  if (error.status == PNR_E_MEMORY) out_of_memory();
  if (record == NULL) complain_error(path, &error, NULL, 0);
  memset(octets, 0, place->size);
  free(octets);
  return record;
}

bool store_is_on(const store_record *record, const char *flight, pnr_date from, pnr_date to)
{
  for (uint32_t i = 0; i < record->leg_count; i++) {
    const store_leg *leg = &record->legs[i];
    if (leg->day != 0 && leg->day >= from && leg->day <= to && flight_is(slice_of(leg->flight), flight)) return true;
  }
  return false;
}

const store_record *store_of_digest(const record_store *store, pnr_slice digest)
{
  for (uint32_t i = 0; i < store->count; i++)
    if (slice_is_same((pnr_slice){ store->records[i].digest, PNR_FINGERPRINT }, digest)) return &store->records[i];
  return NULL;
}

/* Behind the last slash. */
static pnr_slice base_of(pnr_slice path)
{
  for (size_t i = path.size; i > 0; i--)
    if (path.data[i - 1] == '/') return (pnr_slice){ path.data + i, path.size - i };
  return path;
}

const store_record *store_of_reference(const record_store *store, pnr_slice reference)
{
  for (uint32_t i = 0; i < store->count; i++) {
    const store_record *record = &store->records[i];
    pnr_slice own = slice_of(record->reference);
    if (record->is_path ? slice_is_same(base_of(own), base_of(reference)) : slice_is_same(own, reference))
      return record;
  }
  return NULL;
}
