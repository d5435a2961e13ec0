/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_RECORD_SUPPORT_H
#define PNR_TESTS_RECORD_SUPPORT_H

#include <dirent.h>

#include "samples.h"

/* What the tests of stored records share: every sample of the tree, and its records. Run from the top of the source tree. */

static inline pnr_record_options record_options(void)
{
  return (pnr_record_options){ .size = sizeof(pnr_record_options),
                               .regime = PNR_REGIME_PNR,
                               .received = UINT64_C(1741600000), /* 2025-03-10 */
                               .reference = text_slice("R-1"),
                               .version = 1 };
}

/* Record number i of a message: of its bookings, then of its travellers without one; NULL behind the last. */
static inline pnr_record *record_of(const pnr_env *env, const pnr_message *message, uint32_t i,
                                    const pnr_record_options *options, pnr_status *status)
{
  const pnr_content *content = pnr_message_content(message);
  pnr_record *record = NULL;
  *status = PNR_END;
  if (i < content->booking_count) {
    *status = pnr_record_from_booking(env, message, i, options, &record, NULL);
    return record;
  }
  uint32_t left = i - content->booking_count;
  for (uint32_t t = 0; t < content->traveller_count; t++)
    if (content->travellers[t]->booking == PNR_NONE && left-- == 0) {
      *status = pnr_record_from_traveller(env, message, t, options, &record, NULL);
      return record;
    }
  return NULL;
}

/* Calls check for each message of each sample; returns the number of messages. */
typedef void (*message_check)(const char *path, const pnr_message *message);

static inline uint32_t check_octets(const char *path, const uint8_t *data, size_t size, message_check check)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  uint32_t messages = 0;
  if (pnr_reader_open(NULL, data, size, NULL, &reader, NULL) != PNR_OK) return 0;
  for (; pnr_reader_next(reader, &message, NULL) == PNR_OK; messages++) {
    check(path, message);
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  return messages;
}

static inline uint32_t check_samples(message_check check)
{
  uint32_t messages = 0;
  for (size_t i = 0; i < sizeof sample_folders / sizeof sample_folders[0]; i++) {
    DIR *folder = opendir(sample_folders[i]);
    if (folder == NULL) return 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
      char path[512];
      size_t size = 0;
      if (!is_sample(entry->d_name)) continue;
      snprintf(path, sizeof path, "%s/%s", sample_folders[i], entry->d_name);
      uint8_t *data = read_sample(path, &size);
      messages += check_octets(path, data, size, check);
      free(data);
    }
    closedir(folder);
  }
  return messages;
}

/* The first message of octets, which it borrows. */
static inline pnr_message *message_of(const char *octets)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  if (pnr_reader_open(NULL, (const uint8_t *)octets, strlen(octets), NULL, &reader, NULL) == PNR_OK)
    (void)pnr_reader_next(reader, &message, NULL);
  pnr_reader_close(reader);
  return message;
}

/* Fails every allocation of the step in turn, until there is none left to fail: nothing is held after it, and all was wiped.
 * Returns how many could fail. */
typedef pnr_status (*record_step)(const pnr_env *env, const pnr_record *record);

static inline uint64_t check_each_allocation(record_step step, const pnr_record *record)
{
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  pnr_status status = PNR_E_MEMORY;
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  uint64_t held = state.blocks, failed = 0;
  for (; failed < 100; failed++) {
    state.count = 0;
    state.fail_at = failed + 1;
    status = step(env, record);
    cr_expect(eq(u64, state.blocks, held), "allocation %zu", (size_t)failed + 1);
    if (status != PNR_E_MEMORY) break;
  }
  cr_expect(eq(i32, status, PNR_OK));
  cr_expect(eq(int, state.not_wiped, 0));
  pnr_env_close(env);
  return failed;
}

/* True where needle stands anywhere in octets. */
static inline int holds(pnr_slice octets, const char *needle)
{
  size_t size = strlen(needle);
  for (size_t i = 0; size != 0 && i + size <= octets.size; i++)
    if (memcmp(octets.data + i, needle, size) == 0) return 1;
  return 0;
}

#endif
