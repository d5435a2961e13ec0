/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "pnr/duplicate.h"
#include "write/json_writer.h"

/* docs/json.md lists every member, in the order of writing. */

/* Opens the array `key` unless it would be empty. */
static bool open_array(pnri_json *json, const char *key, uint32_t count)
{
  if (count != 0) pnri_json_open_member(json, key, '[');
  return count != 0;
}

/* --- Parts of a person --- */

static void put_document(pnri_json *json, const pnr_document *document)
{
  pnri_json_open(json, '{');
  pnri_json_text_member(json, "type", document->type);
  pnri_json_text_member(json, "number", document->number);
  pnri_json_text_member(json, "issuer", document->issuer);
  pnri_json_text_member(json, "nationality", document->nationality);
  pnri_json_time_member(json, "expires", document->expires, PNR_TIME_UNKNOWN);
  pnri_json_time_member(json, "issued", document->issued, PNR_TIME_UNKNOWN);
  pnri_json_text_member(json, "place", document->place);
  if (document->source != 0) pnri_json_word_member(json, "source", pnr_source_name(document->source));
  pnri_json_close(json, '}');
}

static void put_documents(pnri_json *json, const pnr_document *const *documents, uint32_t count)
{
  if (!open_array(json, "documents", count)) return;
  for (uint32_t i = 0; i < count; i++) put_document(json, documents[i]);
  pnri_json_close(json, ']');
}

static const char circa[] = "circa ";
enum { BIRTH_SIZE = sizeof circa + 2 * PNRI_DATE_SIZE + 2 };

/* 1980-05-05, 1980, circa 1960; a range of whole years as 1960..1965. Nothing for an unknown one. */
static pnr_slice birth_text(const pnr_birth *birth, uint8_t text[BIRTH_SIZE])
{
  pnr_date from = birth->from, to = birth->to;
  if (from == 0) return (pnr_slice){ text, 0 };
  if (from != to && from % 10000 == 101 && to % 10000 == 1231) {
    from -= 101;
    to -= 1231;
  }
  size_t size = 0;
  if (birth->circa != 0) {
    size = sizeof circa - 1;
    memcpy(text, circa, size);
  }
  size += pnri_date_put(text + size, from);
  if (from != to) {
    text[size++] = '.';
    text[size++] = '.';
    size += pnri_date_put(text + size, to);
  }
  return (pnr_slice){ text, size };
}

/* The first one, and all of them where there are several. */
static void put_births(pnri_json *json, const pnr_person *person)
{
  uint8_t text[BIRTH_SIZE];
  if (person->birth_count == 0) return;
  pnri_json_text_member(json, "birth_date", birth_text(person->births[0], text));
  if (person->birth_count == 1) return;
  pnri_json_open_member(json, "birth_dates", '[');
  for (uint32_t i = 0; i < person->birth_count; i++) pnri_json_text(json, birth_text(person->births[i], text));
  pnri_json_close(json, ']');
}

/* What the parts do not tell: a title's place, a placeholder, how given names were parted. */
static bool is_raw_told(const pnr_name *name)
{
  pnr_slice raw = name->raw, surname = name->surname, given = name->given;
  if (name->full.size != 0) return pnri_slice_equal(raw, name->full);
  if (given.size == 0 || surname.size == 0) return pnri_slice_equal(raw, surname.size != 0 ? surname : given);
  return raw.size == surname.size + 1 + given.size && raw.data[surname.size] == '/' &&
         pnri_slice_equal((pnr_slice){ raw.data, surname.size }, surname) &&
         pnri_slice_equal(pnri_slice_from(raw, surname.size + 1), given);
}

static void put_name(pnri_json *json, const pnr_name *name)
{
  pnri_json_open(json, '{');
  pnri_json_word_member(json, "source", pnr_source_name(name->source));
  if (name->kind != PNR_NAME_PRIMARY) pnri_json_word_member(json, "kind", pnr_name_kind_name(name->kind));
  pnri_json_text_member(json, "surname", name->surname);
  pnri_json_text_member(json, "given", name->given);
  pnri_json_text_member(json, "title", name->title);
  pnri_json_text_member(json, "name", name->full);
  if (!is_raw_told(name)) pnri_json_text_member(json, "raw", name->raw);
  pnri_json_close(json, '}');
}

static void put_names(pnri_json *json, const pnr_person *person)
{
  if (!open_array(json, "names", person->name_count)) return;
  for (uint32_t i = 0; i < person->name_count; i++) put_name(json, person->names[i]);
  pnri_json_close(json, ']');
}

/* The best witness's spelling; the title is of the first who gives one. */
static void put_best_name(pnri_json *json, const pnr_person *person)
{
  if (person->name_count == 0) return;
  pnri_json_text_member(json, "surname", person->names[0]->surname);
  pnri_json_text_member(json, "given", person->names[0]->given);
  pnri_json_text_member(json, "name", person->names[0]->full);
  uint32_t titled = 0;
  while (titled < person->name_count && person->names[titled]->title.size == 0) titled++;
  if (titled < person->name_count) pnri_json_text_member(json, "title", person->names[titled]->title);
}

static void put_nationalities(pnri_json *json, const pnr_person *person)
{
  if (person->nationality_count == 0) return;
  pnri_json_text_member(json, "nationality", person->nationalities[0]);
  if (person->nationality_count == 1) return;
  pnri_json_open_member(json, "nationalities", '[');
  for (uint32_t i = 0; i < person->nationality_count; i++) pnri_json_text(json, person->nationalities[i]);
  pnri_json_close(json, ']');
}

static void put_identifiers(pnri_json *json, const pnr_person *person)
{
  static const char *const kinds[] = { "unknown", "phone", "email", "frequent-flyer", "card" };
  if (!open_array(json, "identifiers", person->identifier_count)) return;
  for (uint32_t i = 0; i < person->identifier_count; i++) {
    const pnr_identifier *identifier = person->identifiers[i];
    uint32_t kind = identifier->kind <= PNR_IDENTIFIER_CARD ? identifier->kind : 0;
    pnri_json_open(json, '{');
    pnri_json_word_member(json, "kind", kinds[kind]);
    pnri_json_raw_member(json, "value", identifier->value);
    pnri_json_text_member(json, "issuer", identifier->issuer);
    pnri_json_close(json, '}');
  }
  pnri_json_close(json, ']');
}

/* --- Parts that bookings, travellers and messages share --- */

static void put_contacts(pnri_json *json, const pnr_contact *const *contacts, uint32_t count)
{
  if (!open_array(json, "contacts", count)) return;
  for (uint32_t i = 0; i < count; i++) {
    const pnr_contact *contact = contacts[i];
    pnri_json_open(json, '{');
    pnri_json_word_member(json, "kind", pnr_contact_kind_name(contact->kind));
    pnri_json_text_member(json, "purpose", contact->purpose);
    pnri_json_text_member(json, "text", contact->text);
    pnri_json_text_member(json, "digits", contact->digits);
    pnri_json_text_member(json, "street", contact->street);
    pnri_json_text_member(json, "city", contact->city);
    pnri_json_text_member(json, "region", contact->region);
    pnri_json_text_member(json, "postcode", contact->postcode);
    pnri_json_text_member(json, "country", contact->country);
    pnri_json_index_member(json, "traveller", contact->traveller);
    pnri_json_close(json, '}');
  }
  pnri_json_close(json, ']');
}

static void put_bags(pnri_json *json, const pnr_bag *const *bags, uint32_t count)
{
  if (!open_array(json, "bags", count)) return;
  for (uint32_t i = 0; i < count; i++) {
    const pnr_bag *bag = bags[i];
    pnri_json_open(json, '{');
    pnri_json_text_member(json, "tag", bag->tag);
    pnri_json_text_member(json, "carrier", bag->carrier);
    pnri_json_text_member(json, "destination", bag->destination);
    pnri_json_number_member(json, "pieces", bag->pieces);
    pnri_json_number_member(json, "weight", bag->weight);
    pnri_json_text_member(json, "unit", bag->unit);
    pnri_json_text_member(json, "pool", bag->pool);
    pnri_json_index_member(json, "traveller", bag->traveller);
    pnri_json_index_member(json, "leg", bag->leg);
    pnri_json_close(json, '}');
  }
  pnri_json_close(json, ']');
}

static void put_items(pnri_json *json, const pnr_item *const *items, uint32_t count)
{
  if (!open_array(json, "items", count)) return;
  for (uint32_t i = 0; i < count; i++) {
    pnri_json_open(json, '{');
    pnri_json_text_member(json, "tag", items[i]->tag);
    pnri_json_raw_member(json, "text", items[i]->text);
    pnri_json_index_member(json, "traveller", items[i]->traveller);
    pnri_json_index_member(json, "leg", items[i]->leg);
    pnri_json_close(json, '}');
  }
  pnri_json_close(json, ']');
}

/* --- Legs --- */

static void put_leg_flags(pnri_json *json, uint32_t flags)
{
  static const char *const words[] = { "confirmed", "open", "surface", "non-air" };
  if ((flags & 15) == 0) return;
  pnri_json_open_member(json, "flags", '[');
  for (uint32_t bit = 0; bit < 4; bit++)
    if ((flags & (1u << bit)) != 0) pnri_json_word(json, words[bit]);
  pnri_json_close(json, ']');
}

static void put_doubt(pnri_json *json, const char *key, uint32_t doubt)
{
  if (doubt != PNR_DOUBT_NONE) pnri_json_word_member(json, key, pnr_doubt_name(doubt));
}

/* What the caller's table of places knows of the leg. */
static void put_places(pnri_json *json, const pnr_leg *leg, uint32_t message_transport, const pnr_places *places)
{
  pnr_leg_places found = { .size = sizeof found };
  pnr_leg moved = *leg;
  if (moved.transport == PNR_TRANSPORT_UNKNOWN) moved.transport = message_transport;
  if (places == NULL || pnr_places_leg(places, &moved, &found, NULL) != PNR_OK) return;
  pnri_json_utc_member(json, "departs_utc", found.departs, found.departs_time);
  put_doubt(json, "departs_doubt", found.departs_doubt);
  pnri_json_utc_member(json, "arrives_utc", found.arrives, found.arrives_time);
  put_doubt(json, "arrives_doubt", found.arrives_doubt);
  pnri_json_text_member(json, "from_country", found.from_country);
  pnri_json_text_member(json, "to_country", found.to_country);
  if (found.route != PNR_ROUTE_UNKNOWN) pnri_json_word_member(json, "route", pnr_route_name(found.route));
}

static void put_leg(pnri_json *json, const pnr_leg *leg, uint32_t message_transport, const pnr_places *places)
{
  pnri_json_open(json, '{');
  pnri_json_text_member(json, "carrier", leg->carrier);
  pnri_json_text_member(json, "number", leg->number);
  pnri_json_text_member(json, "suffix", leg->suffix);
  pnri_json_text_member(json, "operating_carrier", leg->operating_carrier);
  pnri_json_text_member(json, "operating_number", leg->operating_number);
  pnri_json_text_member(json, "class", leg->service_class);
  pnri_json_text_member(json, "from", leg->from);
  pnri_json_text_member(json, "to", leg->to);
  pnri_json_time_member(json, "departs", leg->departs, leg->departs_time);
  pnri_json_time_member(json, "arrives", leg->arrives, leg->arrives_time);
  pnri_json_text_member(json, "status", leg->status);
  pnri_json_text_member(json, "locator", leg->locator);
  pnri_json_text_member(json, "aircraft", leg->aircraft);
  pnri_json_text_member(json, "kind", leg->kind);
  put_leg_flags(json, leg->flags);
  if (leg->transport != PNR_TRANSPORT_UNKNOWN && leg->transport != message_transport)
    pnri_json_word_member(json, "transport", pnr_transport_name(leg->transport));
  put_places(json, leg, message_transport, places);
  pnri_json_close(json, '}');
}

static void put_legs(pnri_json *json, const pnr_leg *const *legs, uint32_t count, uint32_t message_transport,
                     const pnr_places *places)
{
  pnri_json_open_member(json, "legs", '[');
  for (uint32_t i = 0; i < count; i++) put_leg(json, legs[i], message_transport, places);
  pnri_json_close(json, ']');
}

/* --- Bookings --- */

static void put_locators(pnri_json *json, const pnr_booking *booking)
{
  if (!open_array(json, "locators", booking->locator_count)) return;
  for (uint32_t i = 0; i < booking->locator_count; i++) {
    const pnr_locator *locator = booking->locators[i];
    pnri_json_open(json, '{');
    pnri_json_text_member(json, "carrier", locator->carrier);
    pnri_json_text_member(json, "value", locator->value);
    pnri_json_text_member(json, "type", locator->type);
    pnri_json_time_member(json, "created", locator->created, locator->created_time);
    pnri_json_close(json, '}');
  }
  pnri_json_close(json, ']');
}

static void put_payments(pnri_json *json, const pnr_booking *booking)
{
  if (!open_array(json, "payments", booking->payment_count)) return;
  for (uint32_t i = 0; i < booking->payment_count; i++) {
    const pnr_payment *payment = booking->payments[i];
    pnri_json_open(json, '{');
    pnri_json_text_member(json, "form", payment->form);
    pnri_json_text_member(json, "vendor", payment->vendor);
    pnri_json_raw_member(json, "account", payment->account);
    pnri_json_text_member(json, "expires", payment->expires);
    pnri_json_text_member(json, "amount", payment->amount);
    pnri_json_raw_member(json, "holder", payment->holder);
    pnri_json_index_member(json, "traveller", payment->traveller);
    pnri_json_close(json, '}');
  }
  pnri_json_close(json, ']');
}

static void put_tickets(pnri_json *json, const pnr_booking *booking)
{
  if (!open_array(json, "tickets", booking->ticket_count)) return;
  for (uint32_t i = 0; i < booking->ticket_count; i++) {
    const pnr_ticket *ticket = booking->tickets[i];
    pnri_json_open(json, '{');
    pnri_json_text_member(json, "number", ticket->number);
    pnri_json_text_member(json, "type", ticket->type);
    pnri_json_time_member(json, "issued", ticket->issued, PNR_TIME_UNKNOWN);
    pnri_json_text_member(json, "fare", ticket->fare);
    pnri_json_text_member(json, "total", ticket->total);
    pnri_json_index_member(json, "traveller", ticket->traveller);
    pnri_json_close(json, '}');
  }
  pnri_json_close(json, ']');
}

static void put_seats(pnri_json *json, const pnr_booking *booking)
{
  if (!open_array(json, "seats", booking->seat_count)) return;
  for (uint32_t i = 0; i < booking->seat_count; i++) {
    const pnr_seat *seat = booking->seats[i];
    pnri_json_open(json, '{');
    pnri_json_text_member(json, "number", seat->number);
    pnri_json_text_member(json, "from", seat->from);
    pnri_json_text_member(json, "to", seat->to);
    pnri_json_flag_member(json, "assigned", seat->assigned != 0);
    pnri_json_index_member(json, "traveller", seat->traveller);
    pnri_json_index_member(json, "leg", seat->leg);
    pnri_json_close(json, '}');
  }
  pnri_json_close(json, ']');
}

static void put_remarks(pnri_json *json, const pnr_booking *booking)
{
  if (!open_array(json, "remarks", booking->remark_count)) return;
  for (uint32_t i = 0; i < booking->remark_count; i++) {
    const pnr_remark *remark = booking->remarks[i];
    pnri_json_open(json, '{');
    pnri_json_text_member(json, "code", remark->code);
    pnri_json_text_member(json, "status", remark->status);
    pnri_json_raw_member(json, "text", remark->text);
    pnri_json_index_member(json, "traveller", remark->traveller);
    pnri_json_index_member(json, "leg", remark->leg);
    pnri_json_close(json, '}');
  }
  pnri_json_close(json, ']');
}

static void put_history(pnri_json *json, const pnr_booking *booking)
{
  if (!open_array(json, "history", booking->history_count)) return;
  for (uint32_t i = 0; i < booking->history_count; i++) {
    const pnr_history *change = booking->history[i];
    pnri_json_open(json, '{');
    pnri_json_text_member(json, "action", change->action);
    pnri_json_text_member(json, "segment", change->segment);
    pnri_json_raw_member(json, "text", change->text);
    pnri_json_raw_member(json, "agent", change->agent);
    pnri_json_time_member(json, "date", change->date, change->time);
    pnri_json_close(json, '}');
  }
  pnri_json_close(json, ']');
}

static void put_hash(pnri_json *json, const char *key, const pnr_message *message, uint32_t booking, uint32_t kind)
{
  static const char digits[] = "0123456789abcdef";
  uint8_t hash[PNR_HASH_SIZE], text[2 * PNR_HASH_SIZE];
  pnr_status status = pnr_booking_hash(message, booking, kind, hash, NULL);
  if (status == PNR_E_MEMORY) json->text->failed = 1;
  if (status != PNR_OK) return; /* PAXLST keeps no booking's octets together */
  for (size_t i = 0; i < sizeof text; i++) text[i] = (uint8_t)digits[hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15];
  pnri_json_text_member(json, key, (pnr_slice){ text, sizeof text });
}

static void put_hashes(pnri_json *json, const pnr_message *message, uint32_t booking)
{
  pnri_json_open_member(json, "hashes", '{');
  put_hash(json, "octets", message, booking, PNR_HASH_OCTETS);
  put_hash(json, "content", message, booking, PNR_HASH_CONTENT);
  pnri_json_close(json, '}');
}

static void put_booking(pnri_json *json, const pnr_booking *booking, uint32_t message_transport,
                        const pnr_places *places)
{
  pnri_json_text_member(json, "locator", booking->locator);
  pnri_json_word_member(json, "status", booking->status == PNR_STATUS_CANCELLED ? "cancelled" : "active");
  pnri_json_open_member(json, "travellers", '[');
  for (uint32_t i = 0; i < booking->traveller_count; i++) pnri_json_number(json, booking->travellers[i]);
  pnri_json_close(json, ']');
  pnri_json_number_member(json, "declared_travellers", booking->declared_travellers);
  pnri_json_time_member(json, "created", booking->created, PNR_TIME_UNKNOWN);
  pnri_json_time_member(json, "changed", booking->changed, booking->changed_time);
  pnri_json_text_member(json, "agency", booking->agency);
  pnri_json_text_member(json, "group", booking->group_name);
  put_locators(json, booking);
  if (booking->leg_count != 0) put_legs(json, booking->legs, booking->leg_count, message_transport, places);
  put_contacts(json, booking->contacts, booking->contact_count);
  put_payments(json, booking);
  put_tickets(json, booking);
  put_seats(json, booking);
  put_bags(json, booking->bags, booking->bag_count);
  put_remarks(json, booking);
  put_documents(json, booking->documents, booking->document_count);
  put_history(json, booking);
  put_items(json, booking->items, booking->item_count);
}

static void put_bookings(pnri_json *json, const pnr_message *message, const pnr_json_options *options)
{
  const pnr_content *content = pnr_message_content(message);
  pnri_json_open_member(json, "bookings", '[');
  for (uint32_t i = 0; i < content->booking_count; i++) {
    pnri_json_open(json, '{');
    put_booking(json, content->bookings[i], content->transport, options->places);
    if (options->hashes != 0) put_hashes(json, message, i);
    pnri_json_close(json, '}');
  }
  pnri_json_close(json, ']');
}

/* --- Travellers --- */

static void put_traveller(pnri_json *json, const pnr_traveller *traveller)
{
  const pnr_person *person = traveller->person;
  uint8_t sex = (uint8_t)person->sex;
  pnri_json_open(json, '{');
  put_best_name(json, person);
  if (traveller->kind != PNR_KIND_UNKNOWN)
    pnri_json_word_member(json, "kind", pnr_traveller_kind_name(traveller->kind));
  pnri_json_word_member(json, "status", pnr_travel_status_name(traveller->status));
  put_births(json, person);
  pnri_json_text_member(json, "sex", (pnr_slice){ &sex, sex != 0 });
  put_nationalities(json, person);
  pnri_json_text_member(json, "seat", traveller->seat);
  pnri_json_index_member(json, "booking", traveller->booking);
  pnri_json_index_member(json, "adult", traveller->adult);
  pnri_json_text_member(json, "reference", traveller->reference);
  pnri_json_text_member(json, "unique_reference", traveller->unique_reference);
  pnri_json_text_member(json, "category", traveller->category);
  pnri_json_text_member(json, "from", traveller->from);
  pnri_json_text_member(json, "to", traveller->to);
  pnri_json_text_member(json, "birth_place", person->birth_place);
  pnri_json_text_member(json, "residence", person->residence);
  put_documents(json, person->documents, person->document_count);
  put_names(json, person);
  put_identifiers(json, person);
  put_contacts(json, traveller->contacts, traveller->contact_count);
  put_bags(json, traveller->bags, traveller->bag_count);
  put_items(json, traveller->items, traveller->item_count);
  pnri_json_close(json, '}');
}

/* --- The message --- */

static void put_finding(pnri_json *json, const pnr_finding *finding)
{
  pnri_json_open(json, '{');
  pnri_json_word_member(json, "code", pnr_finding_name(finding->code));
  pnri_json_word_member(json, "severity", pnr_severity_name(finding->severity));
  pnri_json_key(json, "offset");
  pnri_json_number(json, finding->offset);
  pnri_json_key(json, "length");
  pnri_json_number(json, finding->length);
  pnri_json_number_member(json, "segment", finding->segment);
  pnri_json_number_member(json, "line", finding->line);
  pnri_json_number_member(json, "column", finding->column);
  if (finding->lost != 0) pnri_json_flag_member(json, "lost", true);
  pnri_json_close(json, '}');
}

static void put_part(pnri_json *json, const pnr_content *content)
{
  if (content->part_number == 0 && content->key.size == 0) return;
  pnri_json_open_member(json, "part", '{');
  pnri_json_number_member(json, "number", content->part_number);
  pnri_json_flag_member(json, "first", content->part_first != 0);
  pnri_json_flag_member(json, "last", content->part_last != 0);
  pnri_json_text_member(json, "key", content->key);
  pnri_json_close(json, '}');
}

static void put_head(pnri_json *json, const pnr_content *content)
{
  pnri_json_word_member(json, "type", pnr_message_type_name(content->type));
  pnri_json_text_member(json, "version", content->version);
  pnri_json_text_member(json, "sender", content->sender);
  pnri_json_text_member(json, "recipient", content->recipient);
  if (content->source != PNR_ORIGIN_UNKNOWN) pnri_json_word_member(json, "source", pnr_origin_name(content->source));
  pnri_json_text_member(json, "reference", content->reference);
  pnri_json_text_member(json, "interchange", content->interchange);
  pnri_json_text_member(json, "transaction", content->transaction);
  pnri_json_time_member(json, "prepared", content->prepared, content->prepared_time);
  pnri_json_word_member(json, "function", pnr_function_name(content->function));
  pnri_json_text_member(json, "function_code", content->function_code);
  put_part(json, content);
  pnri_json_word_member(json, "transport", pnr_transport_name(content->transport));
  if (content->is_declared != 0) {
    pnri_json_key(json, "declared");
    pnri_json_number(json, content->declared);
  }
}

static void put_octets(pnri_json *json, const pnr_content *content)
{
  pnri_json_open_member(json, "octets", '{');
  pnri_json_key(json, "total");
  pnri_json_number(json, content->octets);
  pnri_json_key(json, "recorded");
  pnri_json_number(json, content->octets_recorded);
  pnri_json_key(json, "in_findings");
  pnri_json_number(json, content->octets_in_findings);
  pnri_json_close(json, '}');
}

static void put_responses(pnri_json *json, const pnr_content *content)
{
  if (!open_array(json, "responses", content->response_count)) return;
  for (uint32_t i = 0; i < content->response_count; i++) {
    const pnr_response *response = content->responses[i];
    pnri_json_open(json, '{');
    pnri_json_word_member(json, "level", pnr_level_name(response->level));
    pnri_json_word_member(json, "meaning", pnr_response_name(response->meaning));
    pnri_json_text_member(json, "code", response->code);
    pnri_json_raw_member(json, "text", response->text);
    pnri_json_text_member(json, "locator", response->locator);
    pnri_json_text_member(json, "unique_reference", response->unique_reference);
    pnri_json_text_member(json, "transaction", response->transaction);
    pnri_json_text_member(json, "flight", response->flight);
    put_items(json, response->items, response->item_count);
    pnri_json_close(json, '}');
  }
  pnri_json_close(json, ']');
}

static void put_syntax_report(pnri_json *json, const pnr_syntax_report *report)
{
  pnri_json_open(json, '{');
  pnri_json_word_member(json, "level", pnr_syntax_level_name(report->level));
  if (report->level < PNR_SYNTAX_SEGMENT) pnri_json_word_member(json, "action", pnr_receipt_name(report->action));
  pnri_json_number_member(json, "error", report->error);
  const char *meaning = pnr_syntax_error_text(report->error);
  if (meaning != NULL) pnri_json_word_member(json, "error_text", meaning);
  pnri_json_text_member(json, "reference", report->reference);
  pnri_json_text_member(json, "sender", report->sender);
  pnri_json_text_member(json, "recipient", report->recipient);
  pnri_json_text_member(json, "type", report->type);
  pnri_json_text_member(json, "version", report->version);
  pnri_json_text_member(json, "tag", report->tag);
  pnri_json_number_member(json, "segment", report->segment);
  pnri_json_number_member(json, "element", report->element);
  pnri_json_number_member(json, "component", report->component);
  pnri_json_number_member(json, "occurrence", report->occurrence);
  pnri_json_close(json, '}');
}

static void put_syntax_reports(pnri_json *json, const pnr_content *content)
{
  if (!open_array(json, "syntax_reports", content->syntax_report_count)) return;
  for (uint32_t i = 0; i < content->syntax_report_count; i++) put_syntax_report(json, content->syntax_reports[i]);
  pnri_json_close(json, ']');
}

static void put_content(pnri_json *json, const pnr_message *message, const pnr_json_options *options)
{
  const pnr_content *content = pnr_message_content(message);
  put_head(json, content);
  put_legs(json, content->legs, content->leg_count, content->transport, options->places);
  put_bookings(json, message, options);
  pnri_json_open_member(json, "travellers", '[');
  for (uint32_t i = 0; i < content->traveller_count; i++) put_traveller(json, content->travellers[i]);
  pnri_json_close(json, ']');
  put_responses(json, content);
  put_syntax_reports(json, content);
  put_contacts(json, content->contacts, content->contact_count);
  put_items(json, content->items, content->item_count);
  pnri_json_open_member(json, "findings", '[');
  for (uint32_t i = 0; i < content->finding_count; i++) put_finding(json, content->findings[i]);
  pnri_json_close(json, ']');
  put_octets(json, content);
}

pnr_status pnr_json_message_with(pnr_text *text, const pnr_message *message, const pnr_json_options *options,
                                 pnr_error *error)
{
  pnr_json_options all = { .size = sizeof all };
  if (options != NULL && options->size >= sizeof options->size)
    memcpy(&all, options, options->size < sizeof all ? options->size : sizeof all);
  if (text == NULL || message == NULL || (all.file.data == NULL && all.file.size != 0))
    return pnri_fail_argument(error);
  size_t size = text->octets.count;
  pnri_json json = { text, false };
  pnri_json_open(&json, '{');
  pnri_json_text_member(&json, "file", all.file);
  put_content(&json, message, &all);
  pnri_json_close(&json, '}');
  return pnri_text_settle(text, size, error);
}

pnr_status pnr_json_message(pnr_text *text, const pnr_message *message, pnr_slice file, pnr_error *error)
{
  return pnr_json_message_with(text, message, &(pnr_json_options){ .size = sizeof(pnr_json_options), .file = file },
                               error);
}

pnr_status pnr_json_person(pnr_text *text, const pnr_person *person, pnr_error *error)
{
  if (text == NULL || person == NULL) return pnri_fail_argument(error);
  size_t size = text->octets.count;
  pnri_json json = { text, false };
  uint8_t sex = (uint8_t)person->sex;
  pnri_json_open(&json, '{');
  put_best_name(&json, person);
  put_births(&json, person);
  pnri_json_text_member(&json, "sex", (pnr_slice){ &sex, sex != 0 });
  put_nationalities(&json, person);
  pnri_json_text_member(&json, "birth_place", person->birth_place);
  pnri_json_text_member(&json, "residence", person->residence);
  put_documents(&json, person->documents, person->document_count);
  put_names(&json, person);
  put_identifiers(&json, person);
  pnri_json_close(&json, '}');
  return pnri_text_settle(text, size, error);
}

/* --- Reasons and single strings --- */

static void put_reason(pnri_json *json, const pnr_reason *reason)
{
  pnri_json_open(json, '{');
  pnri_json_word_member(json, "code", pnr_reason_name(reason->code));
  pnri_json_key(json, "points");
  pnri_json_integer(json, reason->points);
  pnri_json_text_member(json, "left", reason->left);
  pnri_json_text_member(json, "right", reason->right);
  pnri_json_number_member(json, "value", reason->value);
  pnri_json_close(json, '}');
}

pnr_status pnr_json_reasons(pnr_text *text, const pnr_reason *const *reasons, uint32_t count, pnr_error *error)
{
  if (text == NULL || (reasons == NULL && count != 0)) return pnri_fail_argument(error);
  size_t size = text->octets.count;
  pnri_json json = { text, false };
  pnri_json_open(&json, '[');
  for (uint32_t i = 0; i < count; i++) put_reason(&json, reasons[i]);
  pnri_json_close(&json, ']');
  return pnri_text_settle(text, size, error);
}

pnr_status pnr_json_string(pnr_text *text, pnr_slice value, pnr_error *error)
{
  if (text == NULL || (value.data == NULL && value.size != 0)) return pnri_fail_argument(error);
  size_t size = text->octets.count;
  pnri_json json = { text, false };
  pnri_json_text(&json, value);
  return pnri_text_settle(text, size, error);
}
