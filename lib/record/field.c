/* SPDX-License-Identifier: Apache-2.0 */
#include "record/field.h"

#include <stddef.h>

#include "pnr/list.h"
#include "record/rows.h"

/* Keys are frozen: a new field takes the next free one at the end of its view, whatever its place in the struct. Elements
 * are those of Annex I of Directive (EU) 2016/681, classes the letters of its article 12(2). Where an element is 0 and the
 * class is not technical, the code or tag of the view tells which one it is. */

/* clang-format off */
#define F(key, kind, view, field, element, data_class, flags) \
  { #view "." #field, NULL, offsetof(pnr_##view, field), 0, key, PNRI_FIELD_##kind, element, PNRI_CLASS_##data_class, flags }
#define ARRAY(key, kind, view, field, count, views, element, data_class, flags) \
  { #view "." #field, views, offsetof(pnr_##view, field), offsetof(pnr_##view, count), key, PNRI_FIELD_##kind, element, \
    PNRI_CLASS_##data_class, flags }
#define MANY(key, view, field, one) ARRAY(key, MANY, view, field, one##_count, &pnri_##one##_view, 0, TECHNICAL, HASHED)
#define LAST { NULL, NULL, 0, 0, 0, PNRI_FIELD_END, 0, 0, 0 }
#define VIEW_AT(view, offset) PNRI_ROWS_CODE(view) \
  const pnri_view pnri_##view##_view = PNRI_ROWS_VIEW(view, sizeof(pnr_##view), offset)
#define VIEW(view) VIEW_AT(view, offsetof(pnr_##view, offset))

enum { ENVELOPE = PNRI_FIELD_ENVELOPE, FORM = PNRI_FIELD_FORM, ACCOUNT = PNRI_FIELD_ACCOUNT, APART = PNRI_FIELD_APART,
  AS_SENT = PNRI_FIELD_AS_SENT, HASHED = PNRI_FIELD_HASHED, ITEM_AS_SENT = PNRI_FIELD_ITEM_AS_SENT };

/* --- A person --- */

static const pnri_field name_fields[] = {
  F(1, NUMBER, name, kind, 4, TECHNICAL, HASHED),
  F(2, NUMBER, name, source, 4, TECHNICAL, FORM | HASHED),
  F(3, TEXT, name, surname, 4, NAME, HASHED),
  F(4, TEXT, name, given, 4, NAME, HASHED),
  F(5, TEXT, name, title, 4, NAME, HASHED),
  F(6, TEXT, name, full, 4, NAME, HASHED),
  F(7, TEXT, name, raw, 4, NAME, FORM),
  LAST };
VIEW(name);

static const pnri_field birth_fields[] = {
  F(1, DATE, birth, from, 18, API, HASHED),
  F(2, DATE, birth, to, 18, API, HASHED),
  F(3, NUMBER, birth, circa, 18, API, HASHED),
  LAST };
VIEW(birth);

static const pnri_field document_fields[] = {
  F(1, TEXT, document, type, 18, API, HASHED),
  F(2, TEXT, document, number, 18, API, HASHED),
  F(3, TEXT, document, issuer, 18, API, HASHED),
  F(4, TEXT, document, nationality, 18, API, HASHED),
  F(5, TEXT, document, place, 18, API, HASHED),
  F(6, TEXT, document, number_last, 18, API, 0),
  F(7, NUMBER, document, status, 18, API, 0),
  F(8, DATE, document, issued, 18, API, HASHED),
  F(9, DATE, document, expires, 18, API, HASHED),
  F(10, NUMBER, document, source, 18, TECHNICAL, FORM | HASHED),
  LAST };
VIEW(document);

/* The kind tells the element: phone and e-mail 5, frequent flyer 8, card 6. */
static const pnri_field identifier_fields[] = {
  F(1, NUMBER, identifier, kind, 0, TECHNICAL, HASHED),
  F(2, TEXT, identifier, value, 0, FLYER, HASHED),
  F(3, TEXT, identifier, issuer, 0, FLYER, HASHED),
  LAST };
VIEW(identifier);

static const pnri_field person_fields[] = {
  MANY(1, person, names, name),
  MANY(2, person, births, birth),
  MANY(3, person, documents, document),
  MANY(4, person, identifiers, identifier),
  ARRAY(5, TEXTS, person, nationalities, nationality_count, NULL, 18, API, HASHED),
  F(6, NUMBER, person, sex, 18, API, HASHED),
  F(7, TEXT, person, birth_place, 18, API, HASHED),
  F(8, TEXT, person, residence, 18, API, HASHED),
  LAST };
VIEW_AT(person, PNRI_NOWHERE);

/* --- An entry of a list --- */

static const pnri_field entry_fields[] = {
  F(1, TEXT, entry, id, 0, TECHNICAL, 0),
  { "entry.person", &pnri_person_view, offsetof(pnr_entry, person), 0, 2, PNRI_FIELD_ONE, 0, PNRI_CLASS_TECHNICAL, 0 },
  F(3, TEXT, entry, source, 0, TECHNICAL, 0),
  F(4, TEXT, entry, owner, 0, TECHNICAL, 0),
  F(5, TEXT, entry, basis, 0, TECHNICAL, 0),
  F(6, TEXT, entry, offence, 0, TECHNICAL, 0),
  F(7, TEXT, entry, programme, 0, TECHNICAL, 0),
  F(8, TEXT, entry, warning, 0, TECHNICAL, 0),
  F(9, TEXT, entry, remark, 0, TECHNICAL, 0),
  F(10, NUMBER, entry, action, 0, TECHNICAL, 0),
  F(11, DATE, entry, valid_from, 0, TECHNICAL, 0),
  F(12, DATE, entry, valid_until, 0, TECHNICAL, 0),
  LAST };
VIEW(entry);

/* --- Parts of a booking --- */

static const pnri_field leg_fields[] = {
  F(1, TEXT, leg, carrier, 7, PLAIN, HASHED),
  F(2, TEXT, leg, number, 7, PLAIN, HASHED),
  F(3, TEXT, leg, suffix, 7, PLAIN, HASHED),
  F(4, TEXT, leg, operating_carrier, 15, PLAIN, HASHED),
  F(5, TEXT, leg, operating_number, 15, PLAIN, HASHED),
  F(6, TEXT, leg, service_class, 7, PLAIN, HASHED),
  F(7, TEXT, leg, from, 7, PLAIN, HASHED),
  F(8, TEXT, leg, to, 7, PLAIN, HASHED),
  F(9, DATE, leg, departs, 3, PLAIN, HASHED),
  F(10, DATE, leg, arrives, 3, PLAIN, HASHED),
  F(11, TIME, leg, departs_time, 3, PLAIN, HASHED),
  F(12, TIME, leg, arrives_time, 3, PLAIN, HASHED),
  F(13, TEXT, leg, status, 10, PLAIN, HASHED),
  F(14, TEXT, leg, locator, 1, INDIRECT, HASHED),
  F(15, TEXT, leg, aircraft, 7, PLAIN, HASHED),
  F(16, TEXT, leg, kind, 7, PLAIN, HASHED),
  F(17, NUMBER, leg, flags, 7, TECHNICAL, HASHED),
  F(18, NUMBER, leg, transport, 7, TECHNICAL, HASHED),
  LAST };
VIEW(leg);

static const pnri_field seat_fields[] = {
  F(1, TEXT, seat, number, 14, PLAIN, HASHED),
  F(2, TEXT, seat, from, 14, PLAIN, HASHED),
  F(3, TEXT, seat, to, 14, PLAIN, HASHED),
  F(4, TRAVELLER, seat, traveller, 14, TECHNICAL, HASHED),
  F(5, LEG, seat, leg, 14, TECHNICAL, HASHED),
  F(6, NUMBER, seat, assigned, 14, PLAIN, HASHED),
  LAST };
VIEW(seat);

static const pnri_field bag_fields[] = {
  F(1, TEXT, bag, tag, 16, INDIRECT, HASHED),
  F(2, TEXT, bag, carrier, 16, PLAIN, HASHED),
  F(3, TEXT, bag, destination, 16, PLAIN, HASHED),
  F(4, NUMBER, bag, pieces, 16, PLAIN, HASHED),
  F(5, NUMBER, bag, weight, 16, PLAIN, HASHED),
  F(6, TEXT, bag, unit, 16, PLAIN, HASHED),
  F(7, TEXT, bag, pool, 16, PLAIN, HASHED),
  F(8, TRAVELLER, bag, traveller, 16, TECHNICAL, HASHED),
  F(9, LEG, bag, leg, 16, TECHNICAL, HASHED),
  LAST };
VIEW(bag);

static const pnri_field ticket_fields[] = {
  F(1, TEXT, ticket, number, 13, INDIRECT, HASHED),
  F(2, TEXT, ticket, type, 13, PLAIN, HASHED),
  F(3, DATE, ticket, issued, 2, PLAIN, HASHED),
  F(4, TEXT, ticket, fare, 13, PLAIN, HASHED),
  F(5, TEXT, ticket, total, 13, PLAIN, HASHED),
  F(6, TRAVELLER, ticket, traveller, 13, TECHNICAL, HASHED),
  LAST };
VIEW(ticket);

static const pnri_field payment_fields[] = {
  F(1, TEXT, payment, form, 6, PLAIN, HASHED),
  F(2, TEXT, payment, vendor, 6, PLAIN, HASHED),
  F(3, TEXT, payment, account, 6, PAYMENT, 0),
  F(4, TEXT, payment, account_raw, 6, PAYMENT, ACCOUNT | HASHED),
  F(5, TEXT, payment, expires, 6, PAYMENT, HASHED),
  F(6, TEXT, payment, amount, 6, PLAIN, HASHED),
  F(7, TEXT, payment, holder, 6, PAYMENT, HASHED),
  F(8, TRAVELLER, payment, traveller, 6, TECHNICAL, HASHED),
  LAST };
VIEW(payment);

static const pnri_field contact_fields[] = {
  F(1, NUMBER, contact, kind, 5, TECHNICAL, HASHED),
  F(2, TEXT, contact, text, 5, CONTACT, ITEM_AS_SENT | HASHED),
  F(3, TEXT, contact, digits, 5, CONTACT, HASHED),
  F(4, TEXT, contact, purpose, 5, PLAIN, HASHED),
  F(5, TEXT, contact, street, 5, CONTACT, HASHED),
  F(6, TEXT, contact, city, 5, CONTACT, HASHED),
  F(7, TEXT, contact, region, 5, CONTACT, HASHED),
  F(8, TEXT, contact, country, 5, CONTACT, HASHED),
  F(9, TEXT, contact, postcode, 5, CONTACT, HASHED),
  F(10, TRAVELLER, contact, traveller, 5, TECHNICAL, HASHED),
  LAST };
VIEW(contact);

static const pnri_field remark_fields[] = {
  F(1, TEXT, remark, code, 0, PLAIN, HASHED),
  F(2, TEXT, remark, status, 0, PLAIN, HASHED),
  F(3, TEXT, remark, text, 0, REMARK, ITEM_AS_SENT | HASHED),
  F(4, TRAVELLER, remark, traveller, 0, TECHNICAL, HASHED),
  F(5, LEG, remark, leg, 0, TECHNICAL, HASHED),
  LAST };
VIEW(remark);

static const pnri_field history_fields[] = {
  F(1, TEXT, history, action, 19, PLAIN, HASHED),
  F(2, TEXT, history, segment, 19, PLAIN, HASHED),
  F(3, TEXT, history, text, 19, REMARK, AS_SENT | HASHED),
  F(4, TEXT, history, agent, 19, REMARK, AS_SENT | HASHED),
  F(5, DATE, history, date, 19, PLAIN, HASHED),
  F(6, TIME, history, time, 19, PLAIN, HASHED),
  LAST };
VIEW(history);

static const pnri_field item_fields[] = {
  F(1, TEXT, item, tag, 0, PLAIN, HASHED),
  F(2, TEXT, item, text, 0, REMARK, AS_SENT | HASHED),
  F(3, TRAVELLER, item, traveller, 0, TECHNICAL, HASHED),
  F(4, LEG, item, leg, 0, TECHNICAL, HASHED),
  LAST };
VIEW(item);

static const pnri_field locator_fields[] = {
  F(1, TEXT, locator, carrier, 1, PLAIN, HASHED),
  F(2, TEXT, locator, value, 1, INDIRECT, HASHED),
  F(3, TEXT, locator, type, 1, PLAIN, HASHED),
  F(4, DATE, locator, created, 2, PLAIN, HASHED),
  F(5, TIME, locator, created_time, 2, PLAIN, HASHED),
  LAST };
VIEW(locator);

/* --- Who travels, the booking, the message --- */

static const pnri_field traveller_fields[] = {
  { "traveller.person", &pnri_person_view, offsetof(pnr_traveller, person), 0, 1, PNRI_FIELD_ONE, 0, PNRI_CLASS_TECHNICAL, 0 },
  F(0, BOOKING, traveller, booking, 17, TECHNICAL, 0), /* all of a stored record's travellers are of its booking */
  F(2, NUMBER, traveller, kind, 17, PLAIN, HASHED),
  F(3, NUMBER, traveller, status, 10, PLAIN, HASHED),
  F(4, TRAVELLER, traveller, adult, 17, TECHNICAL, 0),
  F(5, TEXT, traveller, reference, 17, NAME, 0),
  F(6, TEXT, traveller, unique_reference, 17, NAME, HASHED),
  F(7, TEXT, traveller, seat, 14, PLAIN, HASHED),
  F(8, TEXT, traveller, category, 17, PLAIN, FORM | HASHED),
  F(9, TEXT, traveller, from, 7, PLAIN, HASHED),
  F(10, TEXT, traveller, to, 7, PLAIN, HASHED),
  MANY(11, traveller, items, item),
  MANY(12, traveller, bags, bag),
  MANY(13, traveller, contacts, contact),
  LAST };
VIEW(traveller);

static const pnri_field booking_fields[] = {
  F(1, TEXT, booking, locator, 1, INDIRECT, 0), /* hashed only where there are no locators */
  F(2, NUMBER, booking, status, 10, PLAIN, HASHED),
  F(3, NUMBER, booking, declared_travellers, 17, NAME, HASHED),
  F(4, DATE, booking, created, 2, PLAIN, HASHED),
  F(5, DATE, booking, changed, 19, PLAIN, HASHED),
  F(6, TIME, booking, changed_time, 19, PLAIN, HASHED),
  F(7, TEXT, booking, agency, 9, PLAIN, AS_SENT | HASHED),
  F(8, TEXT, booking, group_name, 17, NAME, HASHED),
  ARRAY(0, INDICES, booking, travellers, traveller_count, NULL, 17, TECHNICAL, 0), /* all, in a stored record */
  MANY(9, booking, locators, locator),
  ARRAY(10, MANY, booking, legs, leg_count, &pnri_leg_view, 0, TECHNICAL, 0),
  MANY(11, booking, contacts, contact),
  MANY(12, booking, payments, payment),
  MANY(13, booking, tickets, ticket),
  MANY(14, booking, seats, seat),
  MANY(15, booking, bags, bag),
  MANY(16, booking, remarks, remark),
  MANY(17, booking, history, history),
  MANY(18, booking, documents, document),
  MANY(19, booking, items, item),
  LAST };
VIEW(booking);

static const pnri_field response_fields[] = {
  F(0, NUMBER, response, level, 0, TECHNICAL, HASHED),
  F(0, NUMBER, response, meaning, 0, TECHNICAL, HASHED),
  F(0, TEXT, response, code, 0, PLAIN, HASHED),
  F(0, TEXT, response, text, 0, REMARK, HASHED),
  F(0, TEXT, response, locator, 1, INDIRECT, HASHED),
  F(0, TEXT, response, unique_reference, 17, INDIRECT, HASHED),
  F(0, TEXT, response, transaction, 0, TECHNICAL, HASHED),
  F(0, TEXT, response, flight, 7, PLAIN, HASHED),
  MANY(0, response, items, item),
  LAST };
VIEW(response);

static const pnri_field content_fields[] = {
  F(1, NUMBER, content, type, 0, TECHNICAL, ENVELOPE),
  F(2, NUMBER, content, function, 0, TECHNICAL, FORM),
  F(3, NUMBER, content, transport, 7, TECHNICAL, 0),
  F(0, NUMBER, content, part_number, 0, TECHNICAL, 0),
  F(0, NUMBER, content, part_first, 0, TECHNICAL, 0),
  F(0, NUMBER, content, part_last, 0, TECHNICAL, 0),
  F(4, TEXT, content, version, 0, TECHNICAL, ENVELOPE),
  F(5, TEXT, content, sender, 0, TECHNICAL, ENVELOPE),
  F(0, TEXT, content, recipient, 0, TECHNICAL, ENVELOPE),
  F(0, TEXT, content, reference, 0, TECHNICAL, ENVELOPE),
  F(0, TEXT, content, interchange, 0, TECHNICAL, ENVELOPE),
  F(0, TEXT, content, key, 0, TECHNICAL, 0),
  F(0, TEXT, content, function_code, 0, TECHNICAL, FORM),
  F(0, TEXT, content, transaction, 0, TECHNICAL, 0),
  F(6, DATE, content, prepared, 0, TECHNICAL, ENVELOPE),
  F(7, TIME, content, prepared_time, 0, TECHNICAL, ENVELOPE),
  F(0, NUMBER, content, declared, 0, TECHNICAL, 0),
  F(0, NUMBER, content, is_declared, 0, TECHNICAL, 0),
  F(8, TEXT, content, service, 0, TECHNICAL, APART),
  F(9, NUMBER, content, source, 0, TECHNICAL, APART),
  ARRAY(10, MANY, content, legs, leg_count, &pnri_leg_view, 0, TECHNICAL, 0),
  ARRAY(11, MANY, content, bookings, booking_count, &pnri_booking_view, 0, TECHNICAL, 0),
  ARRAY(12, MANY, content, travellers, traveller_count, &pnri_traveller_view, 0, TECHNICAL, 0),
  ARRAY(0, MANY, content, contacts, contact_count, &pnri_contact_view, 0, TECHNICAL, 0),
  ARRAY(0, MANY, content, items, item_count, &pnri_item_view, 0, TECHNICAL, 0),
  ARRAY(0, MANY, content, responses, response_count, &pnri_response_view, 0, TECHNICAL, 0),
  LAST };
VIEW(content);
/* clang-format on */
