/* SPDX-License-Identifier: Apache-2.0 */
#define XXH_STATIC_LINKING_ONLY /* the state lies on the stack */
#include "record/digest.h"

#include <xxhash.h>

#include "core/env.h"
#include "core/fail.h"
#include "core/slice.h"
#include "pnr/duplicate.h"
#include "record/field.h"
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

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* What indices within a booking stand for. */
typedef struct references {
  const pnr_booking *booking; /* NULL: no index means anything */
  const pnri_digest *travellers, *legs;
} references;

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

/* Digests of nothing but the values of a view; what it refers to follows behind. */
static void put_values(XXH3_state_t *state, const pnri_view *form, const void *view)
{
  for (const pnri_field *f = form->fields; f->kind != PNRI_FIELD_END; f++) {
    if ((f->flags & PNRI_FIELD_HASHED) == 0) continue;
    if (f->kind == PNRI_FIELD_TEXT) put_text(state, pnri_field_text(view, f->offset));
    else if (f->kind >= PNRI_FIELD_NUMBER && f->kind <= PNRI_FIELD_TIME)
      put_number(state, pnri_field_number(view, f->offset));
  }
}

/* Begins a digest with what the view itself says. */
static void begin(XXH3_state_t *state, const pnri_view *form, const void *view, const references *known)
{
  XXH3_128bits_reset(state);
  put_text(state, pnri_slice(form->name));
  put_values(state, form, view);
  for (const pnri_field *f = form->fields; f->kind != PNRI_FIELD_END; f++) {
    if ((f->flags & PNRI_FIELD_HASHED) == 0) continue;
    if (f->kind == PNRI_FIELD_TRAVELLER) put_digest(state, traveller_of(known, pnri_field_number(view, f->offset)));
    if (f->kind == PNRI_FIELD_LEG) put_digest(state, leg_of(known, pnri_field_number(view, f->offset)));
  }
}

/* The arrays of views within a view, each in no order. */
static void put_arrays(XXH3_state_t *state, const pnri_view *form, const void *view, const references *known)
{
  for (const pnri_field *f = form->fields; f->kind != PNRI_FIELD_END; f++) {
    if (f->kind != PNRI_FIELD_MANY || (f->flags & PNRI_FIELD_HASHED) == 0) continue;
    unordered set = { 0 };
    for (uint32_t i = 0; i < pnri_field_number(view, f->count); i++) {
      XXH3_state_t element;
      begin(&element, f->views, pnri_field_view(view, f, i), known);
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
  begin(&state, &pnri_person_view, person, &no_references);
  put_arrays(&state, &pnri_person_view, person, &no_references);
  for (uint32_t i = 0; i < person->nationality_count; i++)
    add(&nationalities, digest_of_text(person->nationalities[i]));
  put_unordered(&state, nationalities);
  return finish(&state);
}

/* Without the adult of an infant: that is another traveller. */
static pnri_digest digest_traveller(const pnr_traveller *traveller)
{
  XXH3_state_t state;
  begin(&state, &pnri_traveller_view, traveller, &no_references);
  put_digest(&state, digest_person(traveller->person));
  put_arrays(&state, &pnri_traveller_view, traveller, &no_references);
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
    begin(&state, &pnri_leg_view, booking->legs[i], &known);
    digests[booking->traveller_count + i] = finish(&state);
    add(&legs, digests[booking->traveller_count + i]);
  }
  for (uint32_t i = 0; i < booking->traveller_count; i++) {
    uint32_t adult = content->travellers[booking->travellers[i]]->adult;
    add(&travellers, digest_pair(digests[i], traveller_of(&known, adult)));
  }
  begin(&state, &pnri_booking_view, booking, &known);
  if (booking->locator_count == 0) put_text(&state, booking->locator); /* else which one depends on the sender */
  put_unordered(&state, travellers);
  put_unordered(&state, legs);
  put_arrays(&state, &pnri_booking_view, booking, &known);
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
    begin(&state, &pnri_response_view, content->responses[i], &no_references);
    put_arrays(&state, &pnri_response_view, content->responses[i], &no_references);
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
