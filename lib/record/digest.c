/* SPDX-License-Identifier: Apache-2.0 */
#define XXH_STATIC_LINKING_ONLY /* the state lies on the stack */
#include "record/digest.h"

#include <stddef.h>
#include <xxhash.h>

#include "core/env.h"
#include "core/fail.h"
#include "core/slice.h"
#include "pnr/duplicate.h"
#include "record/message.h"

/* --- What goes into the hash, octet by octet --- */

static void put_number(XXH3_state_t *state, uint64_t value)
{
  uint8_t octets[8];
  for (uint32_t i = 0; i < 8; i++) octets[i] = (uint8_t)(value >> 8 * i);
  XXH3_128bits_update(state, octets, sizeof octets);
}

static void put_text(XXH3_state_t *state, pnr_slice text)
{
  put_number(state, text.size);
  if (text.size != 0) XXH3_128bits_update(state, text.data, text.size);
}

static void put_digest(XXH3_state_t *state, pnri_digest digest)
{
  put_number(state, digest.low);
  put_number(state, digest.high);
}

static pnri_digest finish(const XXH3_state_t *state)
{
  XXH128_hash_t hash = XXH3_128bits_digest(state);
  return (pnri_digest){ hash.low64, hash.high64 };
}

/* Digests in no order: how many, and their sum. */
typedef struct unordered {
  uint64_t count;
  pnri_digest sum;
} unordered;

static void add(unordered *set, pnri_digest digest)
{
  set->count++;
  set->sum.low += digest.low;
  set->sum.high += digest.high;
}

static void put_unordered(XXH3_state_t *state, unordered set)
{
  put_number(state, set.count);
  put_digest(state, set.sum);
}

/* --- Views: which of their members count --- */

typedef struct member {
  bool is_text; /* a pnr_slice; else 32 bits */
  size_t offset;
} member;

typedef struct shape {
  const char *tag;
  size_t traveller, leg; /* offsets of references; 0: none */
  size_t count;
  member members[18];
} shape;

#define TEXT(view, name)             \
  {                                  \
    true, offsetof(pnr_##view, name) \
  }
#define NUMBER(view, name)            \
  {                                   \
    false, offsetof(pnr_##view, name) \
  }

static const shape leg_shape = {
  .tag = "leg",
  .count = 18,
  .members = { TEXT(leg, carrier), TEXT(leg, number), TEXT(leg, suffix), TEXT(leg, operating_carrier),
               TEXT(leg, operating_number), TEXT(leg, service_class), TEXT(leg, from), TEXT(leg, to),
               NUMBER(leg, departs), NUMBER(leg, arrives), NUMBER(leg, departs_time), NUMBER(leg, arrives_time),
               TEXT(leg, status), TEXT(leg, locator), TEXT(leg, aircraft), TEXT(leg, kind), NUMBER(leg, flags),
               NUMBER(leg, transport) },
};
static const shape name_shape = {
  .tag = "name",
  .count = 6,
  .members = { NUMBER(name, kind), NUMBER(name, source), TEXT(name, surname), TEXT(name, given), TEXT(name, title),
               TEXT(name, full) },
};
static const shape birth_shape = {
  .tag = "birth",
  .count = 3,
  .members = { NUMBER(birth, from), NUMBER(birth, to), NUMBER(birth, circa) },
};
static const shape document_shape = {
  .tag = "document",
  .count = 8,
  .members = { TEXT(document, type), TEXT(document, number), TEXT(document, issuer), TEXT(document, nationality),
               TEXT(document, place), NUMBER(document, issued), NUMBER(document, expires), NUMBER(document, source) },
};
static const shape identifier_shape = {
  .tag = "identifier",
  .count = 3,
  .members = { NUMBER(identifier, kind), TEXT(identifier, value), TEXT(identifier, issuer) },
};
static const shape person_shape = {
  .tag = "person",
  .count = 3,
  .members = { NUMBER(person, sex), TEXT(person, birth_place), TEXT(person, residence) },
};
static const shape traveller_shape = {
  .tag = "traveller",
  .count = 7,
  .members = { NUMBER(traveller, kind), NUMBER(traveller, status), TEXT(traveller, unique_reference),
               TEXT(traveller, seat), TEXT(traveller, category), TEXT(traveller, from), TEXT(traveller, to) },
};
static const shape locator_shape = {
  .tag = "locator",
  .count = 5,
  .members = { TEXT(locator, carrier), TEXT(locator, value), TEXT(locator, type), NUMBER(locator, created),
               NUMBER(locator, created_time) },
};
static const shape contact_shape = {
  .tag = "contact",
  .traveller = offsetof(pnr_contact, traveller),
  .count = 9,
  .members = { NUMBER(contact, kind), TEXT(contact, text), TEXT(contact, digits), TEXT(contact, purpose),
               TEXT(contact, street), TEXT(contact, city), TEXT(contact, region), TEXT(contact, country),
               TEXT(contact, postcode) },
};
static const shape payment_shape = {
  .tag = "payment",
  .traveller = offsetof(pnr_payment, traveller),
  .count = 6,
  .members = { TEXT(payment, form), TEXT(payment, vendor), TEXT(payment, account_raw), TEXT(payment, expires),
               TEXT(payment, amount), TEXT(payment, holder) },
};
static const shape ticket_shape = {
  .tag = "ticket",
  .traveller = offsetof(pnr_ticket, traveller),
  .count = 5,
  .members = { TEXT(ticket, number), TEXT(ticket, type), NUMBER(ticket, issued), TEXT(ticket, fare),
               TEXT(ticket, total) },
};
static const shape seat_shape = {
  .tag = "seat",
  .traveller = offsetof(pnr_seat, traveller),
  .leg = offsetof(pnr_seat, leg),
  .count = 4,
  .members = { TEXT(seat, number), TEXT(seat, from), TEXT(seat, to), NUMBER(seat, assigned) },
};
static const shape bag_shape = {
  .tag = "bag",
  .traveller = offsetof(pnr_bag, traveller),
  .leg = offsetof(pnr_bag, leg),
  .count = 7,
  .members = { TEXT(bag, tag), TEXT(bag, carrier), TEXT(bag, destination), NUMBER(bag, pieces), NUMBER(bag, weight),
               TEXT(bag, unit), TEXT(bag, pool) },
};
static const shape remark_shape = {
  .tag = "remark",
  .traveller = offsetof(pnr_remark, traveller),
  .leg = offsetof(pnr_remark, leg),
  .count = 3,
  .members = { TEXT(remark, code), TEXT(remark, status), TEXT(remark, text) },
};
static const shape history_shape = {
  .tag = "history",
  .count = 6,
  .members = { TEXT(history, action), TEXT(history, segment), TEXT(history, text), TEXT(history, agent),
               NUMBER(history, date), NUMBER(history, time) },
};
static const shape item_shape = {
  .tag = "item",
  .traveller = offsetof(pnr_item, traveller),
  .leg = offsetof(pnr_item, leg),
  .count = 2,
  .members = { TEXT(item, tag), TEXT(item, text) },
};
static const shape booking_shape = {
  .tag = "booking",
  .count = 7,
  .members = { NUMBER(booking, status), NUMBER(booking, declared_travellers), NUMBER(booking, created),
               NUMBER(booking, changed), NUMBER(booking, changed_time), TEXT(booking, agency),
               TEXT(booking, group_name) },
};
static const shape response_shape = {
  .tag = "response",
  .count = 8,
  .members = { NUMBER(response, level), NUMBER(response, meaning), TEXT(response, code), TEXT(response, text),
               TEXT(response, locator), TEXT(response, unique_reference), TEXT(response, transaction),
               TEXT(response, flight) },
};

/* An array of views within another view. */
typedef struct collection {
  const shape *shape;
  size_t array, count; /* offsets */
} collection;

#define VIEWS(view, shape, array, count)                             \
  {                                                                  \
    &shape, offsetof(pnr_##view, array), offsetof(pnr_##view, count) \
  }

static const collection of_person[] = {
  VIEWS(person, name_shape, names, name_count),
  VIEWS(person, birth_shape, births, birth_count),
  VIEWS(person, document_shape, documents, document_count),
  VIEWS(person, identifier_shape, identifiers, identifier_count),
};
static const collection of_traveller[] = {
  VIEWS(traveller, item_shape, items, item_count),
  VIEWS(traveller, bag_shape, bags, bag_count),
  VIEWS(traveller, contact_shape, contacts, contact_count),
};
static const collection of_booking[] = {
  VIEWS(booking, locator_shape, locators, locator_count),
  VIEWS(booking, contact_shape, contacts, contact_count),
  VIEWS(booking, payment_shape, payments, payment_count),
  VIEWS(booking, ticket_shape, tickets, ticket_count),
  VIEWS(booking, seat_shape, seats, seat_count),
  VIEWS(booking, bag_shape, bags, bag_count),
  VIEWS(booking, remark_shape, remarks, remark_count),
  VIEWS(booking, history_shape, history, history_count),
  VIEWS(booking, document_shape, documents, document_count),
  VIEWS(booking, item_shape, items, item_count),
};
static const collection of_response[] = { VIEWS(response, item_shape, items, item_count) };

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* What indices within a booking stand for. */
typedef struct references {
  const pnr_booking *booking; /* NULL: no index means anything */
  const pnri_digest *travellers, *legs;
} references;

static uint32_t load32(const void *view, size_t offset)
{
  uint32_t value;
  memcpy(&value, (const uint8_t *)view + offset, sizeof value);
  return value;
}

/* The digest of message traveller number index, zero where the booking has none such. Indices of a booking rise. */
static pnri_digest traveller_of(const references *known, uint32_t index)
{
  const pnr_booking *booking = known->booking;
  uint32_t low = 0, high = booking != NULL ? booking->traveller_count : 0;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (booking->travellers[middle] < index) low = middle + 1;
    else high = middle;
  }
  bool is_there = booking != NULL && low < booking->traveller_count && booking->travellers[low] == index;
  return is_there ? known->travellers[low] : (pnri_digest){ 0, 0 };
}

static pnri_digest leg_of(const references *known, uint32_t index)
{
  bool is_there = known->booking != NULL && index < known->booking->leg_count;
  return is_there ? known->legs[index] : (pnri_digest){ 0, 0 };
}

/* Begins a digest with what the view itself says. */
static void begin(XXH3_state_t *state, const shape *form, const void *view, const references *known)
{
  XXH3_128bits_reset(state);
  put_text(state, pnri_slice(form->tag));
  for (size_t i = 0; i < form->count; i++) {
    pnr_slice text;
    if (!form->members[i].is_text) {
      put_number(state, load32(view, form->members[i].offset));
      continue;
    }
    memcpy(&text, (const uint8_t *)view + form->members[i].offset, sizeof text);
    put_text(state, text);
  }
  if (form->traveller != 0) put_digest(state, traveller_of(known, load32(view, form->traveller)));
  if (form->leg != 0) put_digest(state, leg_of(known, load32(view, form->leg)));
}

static void put_collections(XXH3_state_t *state, const void *view, const collection *all, size_t count,
                            const references *known)
{
  for (size_t i = 0; i < count; i++) {
    const void *const *array;
    unordered set = { 0 };
    memcpy(&array, (const uint8_t *)view + all[i].array, sizeof array);
    for (uint32_t k = 0; k < load32(view, all[i].count); k++) {
      XXH3_state_t element;
      begin(&element, all[i].shape, array[k], known);
      add(&set, finish(&element));
    }
    put_unordered(state, set);
  }
}

/* --- Travellers, flights, bookings --- */

static const references no_references = { NULL, NULL, NULL };

static pnri_digest digest_of_text(pnr_slice text)
{
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  put_text(&state, text);
  return finish(&state);
}

static pnri_digest digest_person(const pnr_person *person)
{
  XXH3_state_t state;
  unordered nationalities = { 0 };
  begin(&state, &person_shape, person, &no_references);
  put_collections(&state, person, of_person, COUNT(of_person), &no_references);
  for (uint32_t i = 0; i < person->nationality_count; i++)
    add(&nationalities, digest_of_text(person->nationalities[i]));
  put_unordered(&state, nationalities);
  return finish(&state);
}

/* Without the adult of an infant: that is another traveller. */
static pnri_digest digest_traveller(const pnr_traveller *traveller)
{
  XXH3_state_t state;
  begin(&state, &traveller_shape, traveller, &no_references);
  put_digest(&state, digest_person(traveller->person));
  put_collections(&state, traveller, of_traveller, COUNT(of_traveller), &no_references);
  return finish(&state);
}

static pnri_digest digest_pair(pnri_digest first, pnri_digest second)
{
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  put_digest(&state, first);
  put_digest(&state, second);
  return finish(&state);
}

pnri_digest pnri_digest_flight(const pnr_content *content)
{
  static const pnr_leg nowhere = { .departs = 0 };
  const pnr_leg *leg = content->leg_count != 0 ? content->legs[0] : &nowhere;
  pnr_slice number = leg->number;
  while (number.size > 1 && number.data[0] == '0') number = pnri_slice_from(number, 1);
  const pnr_slice texts[] = { pnri_slice("flight"), leg->carrier, number, leg->suffix, leg->from };
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  for (size_t i = 0; i < COUNT(texts); i++) put_text(&state, texts[i]);
  put_number(&state, leg->departs);
  return finish(&state);
}

pnri_digest pnri_digest_key(const pnr_content *content)
{
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  put_text(&state, pnri_slice("parts"));
  put_number(&state, content->type);
  bool is_function = content->key.size == 0 || content->type == PNR_MESSAGE_PNL; /* whose key is the flight */
  put_number(&state, is_function ? content->function : PNR_FUNCTION_UNKNOWN);
  put_text(&state, content->sender);
  put_text(&state, content->key);
  put_digest(&state, pnri_digest_flight(content));
  return finish(&state);
}

/* digests: room for the booking's travellers and then its legs. */
static pnri_digest digest_on_flight(const pnr_content *content, const pnr_booking *booking, pnri_digest *digests)
{
  references known = { booking, digests, digests + booking->traveller_count };
  unordered travellers = { 0 }, legs = { 0 };
  XXH3_state_t state;
  for (uint32_t i = 0; i < booking->traveller_count; i++)
    digests[i] = digest_traveller(content->travellers[booking->travellers[i]]);
  for (uint32_t i = 0; i < booking->leg_count; i++) {
    begin(&state, &leg_shape, booking->legs[i], &known);
    digests[booking->traveller_count + i] = finish(&state);
    add(&legs, digests[booking->traveller_count + i]);
  }
  for (uint32_t i = 0; i < booking->traveller_count; i++) {
    uint32_t adult = content->travellers[booking->travellers[i]]->adult;
    add(&travellers, digest_pair(digests[i], traveller_of(&known, adult)));
  }
  begin(&state, &booking_shape, booking, &known);
  if (booking->locator_count == 0) put_text(&state, booking->locator); /* else which one depends on the sender */
  put_unordered(&state, travellers);
  put_unordered(&state, legs);
  put_collections(&state, booking, of_booking, COUNT(of_booking), &known);
  return digest_pair(pnri_digest_flight(content), finish(&state));
}

bool pnri_digest_booking(const pnr_env *env, const pnr_content *content, uint32_t booking, pnri_digest *out)
{
  const pnr_booking *view = content->bookings[booking];
  size_t size = ((size_t)view->traveller_count + view->leg_count + 1) * sizeof *out;
  pnri_digest *digests = pnri_alloc(env, size);
  if (digests == NULL) return false;
  *out = digest_on_flight(content, view, digests);
  pnri_free(env, digests, size);
  return true;
}

bool pnri_digest_content(const pnr_env *env, const pnr_content *content, pnri_digest *out)
{
  unordered bookings = { 0 }, alone = { 0 }, responses = { 0 };
  XXH3_state_t state;
  pnri_digest digest;
  for (uint32_t i = 0; i < content->booking_count; i++) {
    if (!pnri_digest_booking(env, content, i, &digest)) return false;
    add(&bookings, digest);
  }
  for (uint32_t i = 0; i < content->traveller_count; i++)
    if (content->travellers[i]->booking == PNR_NONE) add(&alone, digest_traveller(content->travellers[i]));
  for (uint32_t i = 0; i < content->response_count; i++) {
    begin(&state, &response_shape, content->responses[i], &no_references);
    put_collections(&state, content->responses[i], of_response, COUNT(of_response), &no_references);
    add(&responses, finish(&state));
  }
  XXH3_128bits_reset(&state);
  put_text(&state, pnri_slice("message"));
  put_digest(&state, pnri_digest_flight(content));
  put_unordered(&state, bookings);
  put_unordered(&state, alone);
  put_unordered(&state, responses);
  put_number(&state, content->is_declared);
  put_number(&state, content->declared);
  *out = finish(&state);
  return true;
}

/* --- The public hashes --- */

static void store(pnri_digest digest, uint8_t out[PNR_HASH_SIZE])
{
  for (uint32_t i = 0; i < 8; i++) {
    out[i] = (uint8_t)(digest.high >> 8 * (7 - i));
    out[8 + i] = (uint8_t)(digest.low >> 8 * (7 - i));
  }
}

static pnr_status hash_octets(const pnr_message *message, const pnr_booking *booking, uint8_t out[PNR_HASH_SIZE],
                              pnr_error *error)
{
  if (message->input == NULL || booking->length == 0) return pnri_fail_at(error, PNR_E_UNSUPPORTED, booking->offset);
  XXH128_hash_t hash = XXH3_128bits(message->input + booking->offset, (size_t)booking->length);
  store((pnri_digest){ hash.low64, hash.high64 }, out);
  return PNR_OK;
}

pnr_status pnr_booking_hash(const pnr_message *message, uint32_t booking, uint32_t kind, uint8_t out[PNR_HASH_SIZE],
                            pnr_error *error)
{
  if (message == NULL || out == NULL || booking >= message->content.booking_count) return pnri_fail_argument(error);
  if (kind == PNR_HASH_OCTETS) return hash_octets(message, message->content.bookings[booking], out, error);
  if (kind != PNR_HASH_CONTENT) return pnri_fail_argument(error);
  pnri_digest digest;
  if (!pnri_digest_booking(message->arena.env, &message->content, booking, &digest)) return pnri_fail_memory(error);
  store(digest, out);
  return PNR_OK;
}
