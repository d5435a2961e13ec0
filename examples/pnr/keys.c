/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "input.h"
#include "output.h"

enum { DAY = 86400, NAME_MOST = 32 };

/* --- Words --- */

static bool all_digits(const char *text, const char *form)
{
  for (; *form != '\0'; form++, text++)
    if (*form == '0' ? *text < '0' || *text > '9' : *text != *form) return false;
  return *text == '\0';
}

uint64_t now_of(const cli_command *command, const char *text)
{
  struct tm parts = { 0 };
  if (text == NULL) return (uint64_t)time(NULL);
  if (!all_digits(text, "0000-00-00T00:00:00Z") ||
      sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday, &parts.tm_hour,
             &parts.tm_min, &parts.tm_sec) != 6 ||
      parts.tm_year < 1971 || parts.tm_mon < 1 || parts.tm_mon > 12)
    usage_error(command, "--now needs a time such as 2026-03-01T12:00:00Z");
  /* Days of the proleptic calendar: timegm is no function of the standard. */
  int64_t year = parts.tm_year - (parts.tm_mon <= 2), month = (parts.tm_mon + 9) % 12;
  int64_t days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + parts.tm_mday - 719469;
  return (uint64_t)(days * DAY + parts.tm_hour * 3600 + parts.tm_min * 60 + parts.tm_sec);
}

const char *need(const cli_command *command, const char *value, const char *what)
{
  if (value == NULL) usage_error(command, "%s", what);
  return value;
}

void put_hex(pnr_text *text, pnr_slice octets)
{
  for (size_t i = 0; i < octets.size; i++) put_format(text, "%02x", octets.data[i]);
}

void hex_write(char *out, pnr_slice octets)
{
  for (size_t i = 0; i < octets.size; i++) snprintf(out + 2 * i, 3, "%02x", octets.data[i]);
}

bool hex_read(const char *text, uint8_t *out, size_t size)
{
  static const char digits[] = "0123456789abcdef";
  size_t length = strspn(text, digits);
  if (length != 2 * size || strspn(text + length, "\n") != strlen(text + length)) return false;
  for (size_t i = 0; i < size; i++)
    out[i] = (uint8_t)((strchr(digits, text[2 * i]) - digits) << 4 | (strchr(digits, text[2 * i + 1]) - digits));
  return true;
}

void put_time(pnr_text *text, uint64_t time)
{
  time_t seconds = (time_t)time;
  struct tm parts;
  char written[32];
  if (gmtime_r(&seconds, &parts) == NULL) return;
  strftime(written, sizeof written, "%Y-%m-%dT%H:%M:%SZ", &parts);
  put_string(text, written);
}

void complain_exchange(const char *file, const pnr_error *error)
{
  if (error->status == PNR_E_RULE)
    complain("%s: refused by rule %s (%s): %s; field %" PRIu32, file, pnr_rule_name((uint32_t)error->cause),
             pnr_rule_clause((uint32_t)error->cause), pnr_rule_text((uint32_t)error->cause), error->element);
  else if (error->status == PNR_E_ARGUMENT && error->element != 0)
    complain("%s: field %" PRIu32 " has a value that the format does not allow", file, error->element);
  else complain_error(file, error, NULL, 0);
}

/* --- Files --- */

char *folder_path(const char *folder, const char *kind, pnr_slice name, const char *suffix)
{
  size_t size = strlen(folder) + strlen(kind) + name.size + strlen(suffix) + 3;
  char *path = memory_grow(NULL, size);
  snprintf(path, size, "%s/%s%s%.*s%s", folder, kind, *kind != '\0' ? "/" : "", (int)name.size, (const char *)name.data,
           suffix);
  return path;
}

bool folder_make(const char *path)
{
  if (mkdir(path, 0700) == 0 || errno == EEXIST) return true;
  complain("%s: %s", path, strerror(errno));
  return false;
}

bool folder_write(const char *path, pnr_slice octets)
{
  size_t size = strlen(path) + sizeof ".new";
  char *beside = memory_grow(NULL, size);
  snprintf(beside, size, "%s.new", path);
  int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  size_t written = 0;
  bool is_good = file >= 0 && fchmod(file, 0600) == 0;
  while (is_good && written < octets.size) {
    ssize_t got = write(file, octets.data + written, octets.size - written);
    if (got > 0) written += (size_t)got;
    else is_good = errno == EINTR;
  }
  is_good = is_good && fsync(file) == 0;
  int cause = errno;
  if (file >= 0) close(file);
  if (is_good && rename(beside, path) != 0) {
    is_good = false;
    cause = errno;
  }
  if (!is_good) complain("%s: %s", path, strerror(cause));
  free(beside);
  return is_good;
}

bool folder_publish(const char *folder, pnr_slice unit, const pnr_octets *directory, const pnr_octets *prekeys)
{
  input_file kept = { 0 };
  pnr_error error = { .size = sizeof error };
  char *path = folder_path(folder, "units", unit, ".signed"), *own = folder_path(folder, "", slice_of("directory"), "");
  pnr_text *both = text_open();
  bool is_good = directory != NULL ? folder_write(own, pnr_octets_get(directory)) : input_read(&kept, own, &error);
  if (!is_good && directory == NULL) complain_error(own, &error, NULL, 0);
  put(both, directory != NULL ? pnr_octets_get(directory) : (pnr_slice){ kept.data, kept.size });
  put(both, pnr_octets_get(prekeys));
  is_good = is_good && folder_write(path, pnr_text_get(both));
  pnr_text_close(both);
  input_free(&kept);
  free(path);
  free(own);
  return is_good;
}

const pnr_unit *folder_unit(const pnr_directory *directory, pnr_slice name)
{
  for (uint32_t i = 0; i < pnr_directory_count(directory); i++)
    if (slice_is_same(pnr_directory_unit(directory, i)->name, name)) return pnr_directory_unit(directory, i);
  return NULL;
}

/* --- Opening a folder --- */

static bool load_keyring(key_folder *folder)
{
  input_file input;
  pnr_error error = { .size = sizeof error };
  char *path = folder_path(folder->path, "", slice_of("keyring"), "");
  bool is_loaded = input_read(&input, path, &error) &&
                   pnr_keyring_load(NULL, (pnr_slice){ input.data, input.size }, &folder->keyring, &error) == PNR_OK;
  if (!is_loaded) complain_error(path, &error, NULL, 0);
  if (input.data != NULL) memset(input.data, 0, input.size);
  input_free(&input);
  free(path);
  return is_loaded;
}

/* What a unit published, under its pin. */
static void load_unit(key_folder *folder, pnr_slice name, uint64_t now)
{
  input_file pin, documents;
  uint8_t fingerprint[PNR_FINGERPRINT];
  pnr_error error = { .size = sizeof error };
  char *pin_path = folder_path(folder->path, "units", name, ".pin");
  char *path = folder_path(folder->path, "units", name, ".signed");
  bool is_pinned = false;
  if (input_read(&pin, pin_path, &error)) {
    char text[2 * PNR_FINGERPRINT + 2] = "";
    if (pin.size < sizeof text) memcpy(text, pin.data, pin.size);
    is_pinned = hex_read(text, fingerprint, sizeof fingerprint) &&
                pnr_directory_pin(folder->directory, name, fingerprint, NULL) == PNR_OK;
    input_free(&pin);
  }
  if (!is_pinned) complain("%s: not a fingerprint of a unit", pin_path);
  else if (input_read(&documents, path, &error)) {
    pnr_slice octets = { documents.data, documents.size };
    if (pnr_directory_add(folder->directory, octets, now, &error) != PNR_OK) complain_error(path, &error, NULL, 0);
    input_free(&documents);
  }
  free(pin_path);
  free(path);
}

/* The part of the name before the suffix; empty where it has another one. */
static pnr_slice stem_of(const char *name, const char *suffix)
{
  size_t size = strlen(name), end = strlen(suffix);
  bool has_suffix = size > end && strcmp(name + size - end, suffix) == 0;
  return has_suffix ? (pnr_slice){ (const uint8_t *)name, size - end } : (pnr_slice){ NULL, 0 };
}

static void load_units(key_folder *folder, uint64_t now)
{
  char *path = folder_path(folder->path, "units", slice_of(""), "");
  DIR *units = opendir(path);
  struct dirent *entry;
  while (units != NULL && (entry = readdir(units)) != NULL) {
    pnr_slice name = stem_of(entry->d_name, ".pin");
    if (name.size != 0 && name.size <= NAME_MOST) load_unit(folder, name, now);
  }
  if (units != NULL) closedir(units);
  free(path);
}

static void load_request(key_folder *folder, const char *name)
{
  input_file input;
  pnr_error error = { .size = sizeof error };
  pnr_slice stem = stem_of(name, ".json");
  char *path = folder_path(folder->path, "asked", stem, ".json");
  char id[2 * PNR_EXCHANGE_ID + 1] = "";
  if (stem.size == sizeof id - 1) memcpy(id, stem.data, stem.size);
  uint32_t count = folder->exchange.asked_count;
  folder->requests = memory_grow(folder->requests, (count + 1) * sizeof *folder->requests);
  if (hex_read(id, folder->requests[count].id, PNR_EXCHANGE_ID) && input_read(&input, path, &error)) {
    pnr_received *read = NULL;
    pnr_slice text = { input.data, input.size };
    if (pnr_exchange_read_json(NULL, text, &read, &error) != PNR_OK)
      complain_error(path, &error, input.data, input.size);
    else if (pnr_received_message(read)->request != NULL) {
      folder->requests[count].message = read;
      folder->exchange.asked_count++;
      read = NULL;
    }
    pnr_received_close(read);
    input_free(&input);
  }
  free(path);
}

/* The array moves as it grows. */
static void list_requests(key_folder *folder)
{
  uint32_t count = folder->exchange.asked_count;
  folder->asked = memory_grow(folder->asked, (count + 1) * sizeof(const pnr_asked *));
  for (uint32_t i = 0; i < count; i++) {
    folder->requests[i].asked = (pnr_asked){ .size = sizeof(pnr_asked),
                                             .id = { folder->requests[i].id, PNR_EXCHANGE_ID },
                                             .request = pnr_received_message(folder->requests[i].message)->request };
    folder->asked[i] = &folder->requests[i].asked;
  }
  folder->exchange.asked = folder->asked;
}

static void load_requests(key_folder *folder)
{
  char *path = folder_path(folder->path, "asked", slice_of(""), "");
  DIR *asked = opendir(path);
  struct dirent *entry;
  while (asked != NULL && (entry = readdir(asked)) != NULL)
    if (stem_of(entry->d_name, ".json").size != 0) load_request(folder, entry->d_name);
  if (asked != NULL) closedir(asked);
  free(path);
  list_requests(folder);
}

bool folder_open(key_folder *folder, const char *path, uint64_t now)
{
  *folder = (key_folder){ .path = path, .provider = { .size = sizeof folder->provider } };
  if (pnr_directory_open(NULL, &folder->directory, NULL) != PNR_OK) out_of_memory();
  if (!load_keyring(folder)) return false;
  load_units(folder, now);
  load_requests(folder);
  (void)pnr_keyring_provider(folder->keyring, now, &folder->provider, NULL); /* may be one that only opens */
  folder->exchange.size = sizeof folder->exchange;
  folder->exchange.unit = pnr_keyring_unit(folder->keyring);
  folder->exchange.provider = &folder->provider;
  folder->exchange.directory = folder->directory;
  folder->exchange.now = now;
  return true;
}

void folder_close(key_folder *folder)
{
  for (uint32_t i = 0; i < folder->exchange.asked_count; i++) pnr_received_close(folder->requests[i].message);
  free(folder->requests);
  free(folder->asked);
  pnr_keyring_close(folder->keyring);
  pnr_directory_close(folder->directory);
}

bool folder_keep(const key_folder *folder, const uint8_t id[PNR_EXCHANGE_ID], const pnr_exchange_message *message)
{
  pnr_octets *json = NULL;
  pnr_text *name = text_open();
  put_hex(name, (pnr_slice){ id, PNR_EXCHANGE_ID });
  char *path = folder_path(folder->path, "asked", pnr_text_get(name), ".json");
  char *asked = folder_path(folder->path, "asked", slice_of(""), "");
  bool is_kept = folder_make(asked) && pnr_exchange_write_json(NULL, message, &json, NULL) == PNR_OK &&
                 folder_write(path, pnr_octets_get(json));
  pnr_octets_close(json);
  pnr_text_close(name);
  free(path);
  free(asked);
  return is_kept;
}

bool folder_ask(key_folder *folder, const uint8_t id[PNR_EXCHANGE_ID], const pnr_exchange_message *message)
{
  char name[2 * PNR_EXCHANGE_ID + sizeof ".json"];
  for (uint32_t i = 0; i < folder->exchange.asked_count; i++)
    if (memcmp(folder->requests[i].id, id, PNR_EXCHANGE_ID) == 0) return true;
  if (!folder_keep(folder, id, message)) return false;
  hex_write(name, (pnr_slice){ id, PNR_EXCHANGE_ID });
  memcpy(name + 2 * PNR_EXCHANGE_ID, ".json", sizeof ".json");
  load_request(folder, name);
  list_requests(folder);
  return true;
}

/* --- Messages --- */

pnr_received *message_read(const char *path)
{
  input_file input;
  pnr_received *read = NULL;
  pnr_error error = { .size = sizeof error };
  bool is_read = input_read(&input, path, &error) &&
                 pnr_exchange_read_json(NULL, (pnr_slice){ input.data, input.size }, &read, &error) == PNR_OK;
  if (!is_read) complain_error(input_name(path), &error, input.data, input.size);
  if (input.data != NULL) memset(input.data, 0, input.size);
  input_free(&input);
  return read;
}

static bool add_frame(pnr_text *file, pnr_slice object)
{
  pnr_frame frame = { .size = sizeof frame, .object = object };
  pnr_octets *octets = NULL;
  if (pnr_frame_write(NULL, &frame, &octets, NULL) != PNR_OK) out_of_memory();
  put(file, pnr_octets_get(octets));
  pnr_octets_close(octets);
  bool fits = pnr_text_get(file).size <= PNR_EXCHANGE_FILE;
  if (!fits) complain("more than %d octets: send them in several files", PNR_EXCHANGE_FILE);
  return fits;
}

bool file_seal(const key_folder *folder, const char *to, const pnr_exchange_message *const *messages, uint32_t count,
               uint64_t days, const char *output, uint8_t (*ids)[PNR_EXCHANGE_ID])
{
  pnr_error error = { .size = sizeof error };
  pnr_octets *octets = NULL;
  pnr_cover cover = { .size = sizeof cover,
                      .objects = count,
                      .from = folder->exchange.unit,
                      .to = slice_of(to),
                      .made = folder->exchange.now };
  pnr_text *file = text_open();
  bool is_good = pnr_cover_write(NULL, &cover, &octets, &error) == PNR_OK;
  if (!is_good) complain("%s: not the name of a unit", to);
  else put(file, pnr_octets_get(octets));
  pnr_octets_close(octets);
  for (uint32_t i = 0; i < count && is_good; i++) {
    bool never_expires = messages[i]->type == PNR_EXCHANGE_RECALL;
    pnr_claims claims = { .size = sizeof claims,
                          .audience = slice_of(to),
                          .expires = days != 0 && !never_expires ? folder->exchange.now + days * DAY : 0 };
    is_good = pnr_exchange_seal(NULL, &folder->exchange, messages[i], &claims, &octets, ids[i], &error) == PNR_OK;
    if (!is_good) complain_exchange(pnr_exchange_type_name(messages[i]->type), &error);
    else is_good = add_frame(file, pnr_octets_get(octets));
    pnr_octets_close(octets);
  }
  is_good = is_good && folder_write(output, pnr_text_get(file));
  pnr_text_close(file);
  return is_good;
}
