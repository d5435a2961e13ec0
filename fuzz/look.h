/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_FUZZ_LOOK_H
#define PNR_FUZZ_LOOK_H

#include <stdlib.h>

#include "pnr/pnr.h"

/* Everything that a message holds is looked at, so that a bad pointer in it is seen, and what holds for every format is
 * demanded. */

static inline void demand(int holds)
{
  if (!holds) abort();
}

static uint64_t touched; /* so that no compiler leaves out what is read */

static inline void touch(pnr_slice slice)
{
  for (size_t i = 0; i < slice.size; i++) touched += slice.data[i];
}

static inline void demand_index(uint32_t index, uint32_t count) { demand(index == PNR_NONE || index < count); }

/* --- Persons --- */

static inline void look_at_document(const pnr_document *document)
{
  touch(document->type);
  touch(document->number);
  touch(document->issuer);
  touch(document->nationality);
  touch(document->place);
}

static inline void look_at_person(const pnr_person *person)
{
  for (uint32_t i = 0; i < person->name_count; i++) {
    touch(person->names[i]->surname);
    touch(person->names[i]->given);
    touch(person->names[i]->title);
    touch(person->names[i]->raw);
  }
  for (uint32_t i = 0; i < person->document_count; i++) look_at_document(person->documents[i]);
  for (uint32_t i = 0; i < person->identifier_count; i++) touch(person->identifiers[i]->value);
  touch(person->birth_place);
  touch(person->residence);
}

static inline void look_at_items(const pnr_item *const *items, uint32_t count, uint32_t travellers, uint32_t legs)
{
  for (uint32_t i = 0; i < count; i++) {
    touch(items[i]->tag);
    touch(items[i]->text);
    demand_index(items[i]->traveller, travellers);
    demand_index(items[i]->leg, legs);
  }
}

static inline void look_at_bags(const pnr_bag *const *bags, uint32_t count, uint32_t travellers, uint32_t legs)
{
  for (uint32_t i = 0; i < count; i++) {
    touch(bags[i]->tag);
    touch(bags[i]->pool);
    demand_index(bags[i]->traveller, travellers);
    demand_index(bags[i]->leg, legs);
  }
}

static inline void look_at_contacts(const pnr_contact *const *contacts, uint32_t count, uint32_t travellers)
{
  for (uint32_t i = 0; i < count; i++) {
    touch(contacts[i]->text);
    touch(contacts[i]->digits);
    touch(contacts[i]->street);
    demand_index(contacts[i]->traveller, travellers);
  }
}

static inline void look_at_traveller(const pnr_traveller *traveller, const pnr_content *content)
{
  demand_index(traveller->adult, content->traveller_count);
  demand_index(traveller->booking, content->booking_count);
  look_at_person(traveller->person);
  touch(traveller->seat);
  look_at_items(traveller->items, traveller->item_count, content->traveller_count, content->leg_count);
  look_at_bags(traveller->bags, traveller->bag_count, content->traveller_count, content->leg_count);
  look_at_contacts(traveller->contacts, traveller->contact_count, content->traveller_count);
}

/* --- Bookings --- */

static inline void look_at_services(const pnr_booking *booking, uint32_t travellers)
{
  for (uint32_t i = 0; i < booking->seat_count; i++) {
    touch(booking->seats[i]->number);
    demand_index(booking->seats[i]->traveller, travellers);
    demand_index(booking->seats[i]->leg, booking->leg_count);
  }
  for (uint32_t i = 0; i < booking->ticket_count; i++) {
    touch(booking->tickets[i]->number);
    demand_index(booking->tickets[i]->traveller, travellers);
  }
  for (uint32_t i = 0; i < booking->payment_count; i++) {
    touch(booking->payments[i]->account);
    touch(booking->payments[i]->account_raw);
    demand_index(booking->payments[i]->traveller, travellers);
  }
  look_at_bags(booking->bags, booking->bag_count, travellers, booking->leg_count);
}

static inline void look_at_booking(const pnr_booking *booking, uint32_t travellers)
{
  touch(booking->locator);
  touch(booking->agency);
  for (uint32_t i = 0; i < booking->traveller_count; i++) demand(booking->travellers[i] < travellers);
  look_at_services(booking, travellers);
  look_at_contacts(booking->contacts, booking->contact_count, travellers);
  look_at_items(booking->items, booking->item_count, travellers, booking->leg_count);
  for (uint32_t i = 0; i < booking->remark_count; i++) {
    touch(booking->remarks[i]->text);
    demand_index(booking->remarks[i]->traveller, travellers);
    demand_index(booking->remarks[i]->leg, booking->leg_count);
  }
  for (uint32_t i = 0; i < booking->history_count; i++) touch(booking->history[i]->text);
  for (uint32_t i = 0; i < booking->document_count; i++) look_at_document(booking->documents[i]);
}

/* --- Messages --- */

static inline void look_at_content(const pnr_content *content, size_t size)
{
  demand(content->octets_recorded + content->octets_in_findings == content->octets);
  demand(content->octets <= size && content->offset <= size - content->octets);
  for (uint32_t i = 0; i < content->traveller_count; i++) look_at_traveller(content->travellers[i], content);
  for (uint32_t i = 0; i < content->booking_count; i++) look_at_booking(content->bookings[i], content->traveller_count);
  look_at_contacts(content->contacts, content->contact_count, content->traveller_count);
  look_at_items(content->items, content->item_count, content->traveller_count, content->leg_count);
  for (uint32_t i = 0; i < content->finding_count; i++) {
    const pnr_finding *finding = content->findings[i];
    demand(finding->offset <= size && (finding->code == PNR_F_MORE || finding->length <= size - finding->offset));
  }
}

/* Reads all messages of the input and looks at each, first at what only this target knows of it. Returns the type of the
 * first one, 0 where there is none. */
static inline uint32_t look_at_all(const uint8_t *data, size_t size, uint32_t format,
                                   void (*look)(const pnr_content *content, uint64_t begin))
{
  pnr_read_options options = { .size = sizeof options, .format = format };
  pnr_reader *reader = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = pnr_reader_open(NULL, data, size, &options, &reader, &error);
  uint64_t octets = 0;
  uint32_t type = 0;
  pnr_message *message = NULL;
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, &error)) == PNR_OK) {
    const pnr_content *content = pnr_message_content(message);
    if (type == 0) type = content->type;
    if (look != NULL) look(content, octets);
    look_at_content(content, size);
    octets += content->octets;
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  demand(touched != UINT64_MAX && (status != PNR_END || octets == size));
  return type;
}

#endif
