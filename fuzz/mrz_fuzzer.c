/* SPDX-License-Identifier: Apache-2.0
 *
 * Octets to machine readable zones, through the public reader and as one zone. The first octet chooses between a
 * recognised and a forced format; then everything that a message holds is looked at, so that a bad pointer in it is
 * seen. */
#include <stdlib.h>

#include "change.h"
#include "pnr/pnr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
  if (!holds) abort();
}

static uint64_t sum;

static void touch(pnr_slice slice)
{
  for (size_t i = 0; i < slice.size; i++) sum += slice.data[i];
}

static void look_at_traveller(const pnr_traveller *traveller)
{
  const pnr_person *person = traveller->person;
  check(person->name_count <= 1 && person->birth_count <= 1 && person->document_count == 1);
  if (person->name_count != 0) {
    touch(person->names[0]->surname);
    touch(person->names[0]->given);
    touch(person->names[0]->title);
    touch(person->names[0]->raw);
  }
  touch(person->documents[0]->number);
  touch(person->documents[0]->issuer);
  touch(person->documents[0]->nationality);
  for (uint32_t i = 0; i < traveller->item_count; i++) touch(traveller->items[i]->text);
}

/* Every octet belongs to exactly one message, every place lies inside it, and lost octets are no more than it has. */
static void look_at_message(const pnr_content *content, uint64_t begin)
{
  uint64_t lost = 0;
  check(content->offset == begin && content->traveller_count == 1);
  check(content->octets_recorded + content->octets_in_findings == content->octets);
  look_at_traveller(content->travellers[0]);
  for (uint32_t i = 0; i < content->finding_count; i++) {
    const pnr_finding *finding = content->findings[i];
    check(finding->offset >= begin && finding->offset + finding->length <= begin + content->octets);
    check(finding->line != 0 && finding->column != 0);
    if (finding->lost != 0) lost += finding->length;
  }
  check(lost == content->octets_in_findings);
}

static void read_all(const uint8_t *data, size_t size, uint32_t format)
{
  pnr_read_options options = { .size = sizeof options, .format = format };
  pnr_reader *reader = NULL;
  pnr_status status = pnr_reader_open(NULL, data, size, &options, &reader, NULL);
  uint64_t octets = 0;
  int is_mrz = 0;
  pnr_message *message = NULL;
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, NULL)) == PNR_OK) {
    const pnr_content *content = pnr_message_content(message);
    is_mrz = content->type == PNR_MESSAGE_MRZ;
    if (is_mrz) look_at_message(content, octets);
    octets += content->octets;
    pnr_message_close(message);
  }
  check(!is_mrz || (status == PNR_END && octets == size));
  pnr_reader_close(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0) return 0;
  read_all(data + 1, size - 1, (data[0] & 1) != 0 ? PNR_MESSAGE_MRZ : 0);
  demand_change(data + 1, size - 1, (data[0] & 1) != 0 ? PNR_MESSAGE_MRZ : 0);
  pnr_message *message;
  if (pnr_mrz_read(NULL, data + 1, size - 1, NULL, &message, NULL) == PNR_OK) pnr_message_close(message);
  uint32_t digit = pnr_mrz_check_digit((pnr_slice){ data, size });
  check(digit <= 9 || digit == PNR_NONE);
  return 0;
}
