/* SPDX-License-Identifier: Apache-2.0
 *
 * Octets to PNRGOV XML messages, through the public reader. The first octet chooses between a recognised and a forced
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
    touch(person->documents[i]->number);
    touch(person->documents[i]->issuer);
  }
  for (uint32_t i = 0; i < person->identifier_count; i++) touch(person->identifiers[i]->value);
}

static void check_index(uint32_t index, uint32_t count) { check(index == PNR_NONE || index < count); }

static void look_at_services(const pnr_booking *booking, uint32_t travellers)
{
  for (uint32_t i = 0; i < booking->seat_count; i++) {
    touch(booking->seats[i]->number);
    check_index(booking->seats[i]->traveller, travellers);
    check_index(booking->seats[i]->leg, booking->leg_count);
  }
  for (uint32_t i = 0; i < booking->bag_count; i++) {
    check_index(booking->bags[i]->traveller, travellers);
    check_index(booking->bags[i]->leg, booking->leg_count);
  }
  for (uint32_t i = 0; i < booking->ticket_count; i++) check_index(booking->tickets[i]->traveller, travellers);
  for (uint32_t i = 0; i < booking->payment_count; i++) touch(booking->payments[i]->account);
}

static void look_at_booking(const pnr_booking *booking, uint32_t travellers)
{
  touch(booking->locator);
  touch(booking->agency);
  look_at_services(booking, travellers);
  for (uint32_t i = 0; i < booking->traveller_count; i++) check(booking->travellers[i] < travellers);
  for (uint32_t i = 0; i < booking->contact_count; i++) {
    touch(booking->contacts[i]->text);
    check_index(booking->contacts[i]->traveller, travellers);
  }
  for (uint32_t i = 0; i < booking->item_count; i++) {
    touch(booking->items[i]->tag);
    touch(booking->items[i]->text);
    check_index(booking->items[i]->traveller, travellers);
    check_index(booking->items[i]->leg, booking->leg_count);
  }
  for (uint32_t i = 0; i < booking->remark_count; i++) {
    touch(booking->remarks[i]->text);
    check_index(booking->remarks[i]->traveller, travellers);
    check_index(booking->remarks[i]->leg, booking->leg_count);
  }
}

static void look_at_message(const pnr_content *content, size_t size)
{
  check(content->octets_recorded + content->octets_in_findings == content->octets);
  check(content->offset + content->octets <= size);
  for (uint32_t i = 0; i < content->traveller_count; i++) {
    const pnr_traveller *traveller = content->travellers[i];
    check_index(traveller->adult, content->traveller_count);
    check_index(traveller->booking, content->booking_count);
    look_at_person(traveller->person);
    touch(traveller->seat);
  }
  for (uint32_t i = 0; i < content->booking_count; i++) look_at_booking(content->bookings[i], content->traveller_count);
  for (uint32_t i = 0; i < content->item_count; i++) touch(content->items[i]->text);
  for (uint32_t i = 0; i < content->finding_count; i++) {
    check(content->findings[i]->offset <= size);
    if (content->type == PNR_MESSAGE_PNRGOV_XML) check(content->findings[i]->line != 0);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0) return 0;
  pnr_read_options options = { .size = sizeof options, .format = (data[0] & 1) != 0 ? PNR_MESSAGE_PNRGOV_XML : 0 };
  pnr_reader *reader = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = pnr_reader_open(NULL, data + 1, size - 1, &options, &reader, &error);
  uint64_t octets = 0;
  int is_xml = 0;
  pnr_message *message = NULL;
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, &error)) == PNR_OK) {
    const pnr_content *content = pnr_message_content(message);
    look_at_message(content, size - 1);
    octets += content->octets;
    is_xml = content->type == PNR_MESSAGE_PNRGOV_XML;
    pnr_message_close(message);
  }
  check(status != PNR_END || !is_xml || octets == size - 1);
  pnr_reader_close(reader);
  demand_change(data + 1, size - 1, options.format);
  return 0;
}
