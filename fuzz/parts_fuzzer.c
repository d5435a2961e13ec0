/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "pnr/pnr.h"

/* Messages from anywhere as parts of something larger: what an assembler tells about them is sound, and the same in
 * whatever order they come; a booking's hashes are the same twice. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MESSAGES = 32 };

static void must(int holds)
{
  if (!holds) abort();
}

static uint32_t read_messages(const uint8_t *data, size_t size, pnr_message *messages[MESSAGES])
{
  pnr_limits limits = { .size = sizeof limits, .steps = 1000000, .travellers = 1000, .memory = 1 << 26 };
  static pnr_env *env;
  uint32_t count = 0;
  pnr_reader *reader = NULL;
  if (env == NULL) must(pnr_env_open(NULL, NULL, &limits, &env, NULL) == PNR_OK);
  if (pnr_reader_open(env, data, size, NULL, &reader, NULL) != PNR_OK) return 0;
  while (count < MESSAGES && pnr_reader_next(reader, &messages[count], NULL) == PNR_OK) count++;
  pnr_reader_close(reader);
  return count;
}

static void check(const pnr_assembly *a)
{
  uint64_t bookings = 0, travellers = 0;
  must(a->part_count > 0 && a->missing_count <= PNR_PART_MAX && a->total <= PNR_PART_MAX);
  for (uint32_t i = 0; i < a->part_count; i++) {
    must(a->parts[i]->number <= PNR_PART_MAX && a->parts[i]->copies > 0);
    must(i == 0 || a->parts[i - 1]->number <= a->parts[i]->number);
    bookings += a->parts[i]->bookings;
    travellers += a->parts[i]->travellers;
    for (uint32_t k = 0; k < a->missing_count; k++) must(a->missing[k] != a->parts[i]->number);
  }
  must(bookings == a->bookings && travellers == a->travellers);
  must(!a->is_complete || (a->part_count == a->total && a->missing_count == 0));
}

/* The numbers of all transmissions that do not depend on the order of arrival, added up. */
static uint64_t assemble(pnr_message *const messages[MESSAGES], uint32_t count, int backwards)
{
  pnr_assembler *assembler;
  uint64_t sum = 0;
  must(pnr_assembler_open(NULL, &assembler, NULL) == PNR_OK);
  for (uint32_t i = 0; i < count; i++)
    must(pnr_assembler_add(assembler, messages[backwards ? count - 1 - i : i], i, i, NULL, NULL) == PNR_OK);
  for (const pnr_assembly *a = pnr_assembler_next(assembler, NULL); a != NULL; a = pnr_assembler_next(assembler, a)) {
    check(a);
    for (uint32_t i = 0; i < a->part_count; i++) sum += (uint64_t)a->parts[i]->copies * (a->parts[i]->number + 1);
  }
  pnr_assembler_close(assembler);
  return sum;
}

static void hash(const pnr_message *message, uint32_t kind)
{
  uint8_t once[PNR_HASH_SIZE], twice[PNR_HASH_SIZE];
  for (uint32_t i = 0; i < pnr_message_content(message)->booking_count; i++) {
    if (pnr_booking_hash(message, i, kind, once, NULL) != PNR_OK) continue;
    must(pnr_booking_hash(message, i, kind, twice, NULL) == PNR_OK);
    must(memcmp(once, twice, sizeof once) == 0);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnr_message *messages[MESSAGES];
  uint32_t count = read_messages(data, size, messages);
  must(assemble(messages, count, 0) == assemble(messages, count, 1));
  for (uint32_t i = 0; i < count; i++) {
    hash(messages[i], PNR_HASH_OCTETS);
    hash(messages[i], PNR_HASH_CONTENT);
    pnr_message_close(messages[i]);
  }
  return 0;
}
