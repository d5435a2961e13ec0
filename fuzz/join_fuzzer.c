/* SPDX-License-Identifier: Apache-2.0
 *
 * Octets to messages, of any kind and any number, whose travellers are joined: everybody is in exactly one person, and
 * whoever is together agrees in something. */
#include <stdlib.h>

#include "pnr/pnr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 16 };

static void check(int holds)
{
  if (!holds) abort();
}

static void look_at(const pnr_joined *joined, const pnr_message *const *messages)
{
  const pnr_person *person = joined->person;
  uint32_t names = 0, firsts = 0;
  check(joined->witness_count > 0);
  for (uint32_t i = 0; i < joined->witness_count; i++) {
    const pnr_witness *witness = joined->witnesses[i], *before = i > 0 ? joined->witnesses[i - 1] : NULL;
    const pnr_content *content = pnr_message_content(messages[witness->message]);
    check(witness->traveller < content->traveller_count);
    check(before == NULL || before->message < witness->message ||
          (before->message == witness->message && before->traveller < witness->traveller));
    names += content->travellers[witness->traveller]->person->name_count;
    firsts += witness->basis == PNR_JOIN_FIRST;
  }
  check(firsts == 1 && joined->witnesses[0]->basis == PNR_JOIN_FIRST);
  check(person->name_count <= names && (names == 0 || person->name_count > 0));
  for (uint32_t i = 1; i < person->name_count; i++) check(person->names[i - 1]->source <= person->names[i]->source);
}

static void join_all(const pnr_message *const *messages, uint32_t count)
{
  pnr_join *join = NULL;
  uint32_t travellers = 0, witnesses = 0;
  for (uint32_t i = 0; i < count; i++) travellers += pnr_message_content(messages[i])->traveller_count;
  if (pnr_join_open(NULL, messages, count, &join, NULL) != PNR_OK) return;
  for (uint32_t i = 0; i < pnr_join_count(join); i++) {
    look_at(pnr_join_get(join, i), messages);
    witnesses += pnr_join_get(join, i)->witness_count;
  }
  check(witnesses == travellers);
  pnr_join_close(join);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnr_reader *reader = NULL;
  pnr_message *messages[MOST];
  uint32_t count = 0;
  if (pnr_reader_open(NULL, data, size, NULL, &reader, NULL) != PNR_OK) return 0;
  while (count < MOST && pnr_reader_next(reader, &messages[count], NULL) == PNR_OK) count++;
  join_all((const pnr_message *const *)messages, count);
  while (count > 0) pnr_message_close(messages[--count]);
  pnr_reader_close(reader);
  return 0;
}
