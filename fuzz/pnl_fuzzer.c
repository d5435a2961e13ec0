/* SPDX-License-Identifier: Apache-2.0
 *
 * Octets to PNL and ADL messages, through the public reader. The first octet chooses between a recognised and a forced
 * format; then everything that a message holds is looked at, so that a bad pointer in it is seen. */
#include <stdint.h>
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

static void look_at_person(const pnr_person *person)
{
  for (uint32_t i = 0; i < person->name_count; i++) {
    touch(person->names[i]->surname);
    touch(person->names[i]->given);
    touch(person->names[i]->title);
    touch(person->names[i]->raw);
  }
  for (uint32_t i = 0; i < person->document_count; i++) {
    touch(person->documents[i]->type);
    touch(person->documents[i]->number);
    touch(person->documents[i]->place);
  }
  for (uint32_t i = 0; i < person->identifier_count; i++) touch(person->identifiers[i]->value);
  touch(person->birth_place);
  touch(person->residence);
}

static void look_at_booking(const pnr_booking *booking, const pnr_content *content)
{
  uint32_t travellers = content->traveller_count;
  touch(booking->locator);
  touch(booking->agency);
  for (uint32_t i = 0; i < booking->traveller_count; i++) check(booking->travellers[i] < travellers);
  for (uint32_t i = 0; i < booking->seat_count; i++) {
    touch(booking->seats[i]->number);
    check(booking->seats[i]->traveller == PNR_NONE || booking->seats[i]->traveller < travellers);
    check(booking->seats[i]->leg == PNR_NONE || booking->seats[i]->leg < booking->leg_count);
  }
  for (uint32_t i = 0; i < booking->bag_count; i++) {
    touch(booking->bags[i]->tag);
    check(booking->bags[i]->leg == PNR_NONE || booking->bags[i]->leg < booking->leg_count);
  }
  for (uint32_t i = 0; i < booking->contact_count; i++) {
    touch(booking->contacts[i]->text);
    touch(booking->contacts[i]->digits);
  }
  for (uint32_t i = 0; i < booking->item_count; i++) {
    touch(booking->items[i]->tag);
    touch(booking->items[i]->text);
    check(booking->items[i]->leg == PNR_NONE || booking->items[i]->leg < booking->leg_count);
  }
  for (uint32_t i = 0; i < booking->payment_count; i++) touch(booking->payments[i]->account);
  for (uint32_t i = 0; i < booking->remark_count; i++) touch(booking->remarks[i]->text);
  for (uint32_t i = 0; i < booking->history_count; i++) touch(booking->history[i]->text);
}

static void look_at_message(const pnr_message *message, size_t size)
{
  const pnr_content *content = pnr_message_content(message);
  check(content->octets_recorded + content->octets_in_findings == content->octets);
  for (uint32_t i = 0; i < content->traveller_count; i++) {
    const pnr_traveller *traveller = content->travellers[i];
    check(traveller->adult == PNR_NONE || traveller->adult < content->traveller_count);
    check(traveller->booking == PNR_NONE || traveller->booking < content->booking_count);
    look_at_person(traveller->person);
    touch(traveller->seat);
  }
  for (uint32_t i = 0; i < content->booking_count; i++) look_at_booking(content->bookings[i], content);
  for (uint32_t i = 0; i < content->finding_count; i++)
    check(content->findings[i]->offset + content->findings[i]->length <= size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0) return 0;
  pnr_read_options options = { .size = sizeof options, .format = (data[0] & 1) != 0 ? PNR_MESSAGE_PNL : 0 };
  pnr_reader *reader = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = pnr_reader_open(NULL, data + 1, size - 1, &options, &reader, &error);
  pnr_message *message = NULL;
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, &error)) == PNR_OK) {
    look_at_message(message, size - 1);
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  demand_change(data + 1, size - 1, options.format);
  return 0;
}
