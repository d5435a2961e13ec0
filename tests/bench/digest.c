/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "bench/bench.h"

/* A view's fields, each multiplied by an odd number of its place, are added up: no field waits for another one, so that
 * the digest costs little beside the reading. Whatever single field changes, the sum changes. */

static uint64_t odd(uint32_t place) { return UINT64_C(0x9E3779B97F4A7C15) * (2 * place + 1); }

static uint64_t mix(uint64_t digest, uint64_t value)
{
  digest = (digest ^ value) * UINT64_C(0x9E3779B97F4A7C15);
  return digest ^ digest >> 29;
}

static uint64_t word_at(const uint8_t *octets)
{
  uint64_t word;
  memcpy(&word, octets, sizeof word);
  return word;
}

static uint64_t half_at(const uint8_t *octets)
{
  uint32_t half;
  memcpy(&half, octets, sizeof half);
  return half;
}

/* All octets of a text, whose first and last words may overlap. */
static uint64_t text(pnr_slice text)
{
  uint64_t own = text.size * odd(1);
  size_t size = text.size;
  const uint8_t *t = text.data;
  if (size >= 8) {
    for (size_t i = 0; i + 8 < size; i += 8) own = mix(own, word_at(t + i));
    return mix(own, word_at(t + size - 8));
  }
  if (size >= 4) return mix(own, half_at(t) << 32 | half_at(t + size - 4));
  if (size != 0) return mix(own, (uint64_t)t[0] << 16 | (uint64_t)t[size / 2] << 8 | t[size - 1]);
  return own;
}

/* clang-format off */
#define N(place, name) ((uint64_t)v->name * odd(place))
#define T(place, name) (text(v->name) * odd(place))
#define M(place, names, name) (many((const void *const *)v->names, v->name##_count, mix_##name) * odd(place))
#define VIEW(name) static uint64_t mix_##name(const void *view) { const pnr_##name *v = view; return
#define END ; }

typedef uint64_t (*mixer)(const void *view);

static inline __attribute__((always_inline)) uint64_t many(const void *const *views, uint32_t count, mixer view)
{
  uint64_t digest = count;
  for (uint32_t i = 0; i < count; i++) digest = mix(digest, view(views[i]));
  return digest;
}

static uint64_t texts(const pnr_slice *slices, uint32_t count)
{
  uint64_t digest = count;
  for (uint32_t i = 0; i < count; i++) digest = mix(digest, text(slices[i]));
  return digest;
}

static uint64_t numbers(const uint32_t *all, uint32_t count)
{
  uint64_t digest = count;
  for (uint32_t i = 0; i < count; i++) digest = mix(digest, all[i]);
  return digest;
}

VIEW(name) N(1, kind) + N(2, source) + T(3, surname) + T(4, given) + T(5, title) + T(6, full) + T(7, raw) +
  N(8, offset) END

VIEW(birth) N(1, from) + N(2, to) + N(3, circa) + N(4, offset) END

VIEW(document) T(1, type) + T(2, number) + T(3, issuer) + T(4, nationality) + T(5, place) + N(6, issued) +
  N(7, expires) + N(8, source) + N(9, offset) END

VIEW(identifier) N(1, kind) + T(2, value) + T(3, issuer) + N(4, offset) END

VIEW(person) M(1, names, name) + M(2, births, birth) + M(3, documents, document) + M(4, identifiers, identifier) +
  texts(v->nationalities, v->nationality_count) * odd(5) + N(6, sex) + T(7, birth_place) + T(8, residence) END

VIEW(leg) T(1, carrier) + T(2, number) + T(3, suffix) + T(4, operating_carrier) + T(5, operating_number) +
  T(6, service_class) + T(7, from) + T(8, to) + N(9, departs) + N(10, arrives) + N(11, departs_time) +
  N(12, arrives_time) + T(13, status) + T(14, locator) + T(15, aircraft) + T(16, kind) + N(17, flags) +
  N(18, transport) + N(19, offset) END

VIEW(seat) T(1, number) + T(2, from) + T(3, to) + N(4, traveller) + N(5, leg) + N(6, assigned) + N(7, offset) END

VIEW(bag) T(1, tag) + T(2, carrier) + T(3, destination) + N(4, pieces) + N(5, weight) + T(6, unit) + T(7, pool) +
  N(8, traveller) + N(9, leg) + N(10, offset) END

VIEW(ticket) T(1, number) + T(2, type) + N(3, issued) + T(4, fare) + T(5, total) + N(6, traveller) + N(7, offset) END

VIEW(payment) T(1, form) + T(2, vendor) + T(3, account) + T(4, account_raw) + T(5, expires) + T(6, amount) +
  T(7, holder) + N(8, traveller) + N(9, offset) END

VIEW(contact) N(1, kind) + T(2, text) + T(3, digits) + T(4, purpose) + T(5, street) + T(6, city) + T(7, region) +
  T(8, country) + T(9, postcode) + N(10, traveller) + N(11, offset) END

VIEW(remark) T(1, code) + T(2, status) + T(3, text) + N(4, traveller) + N(5, leg) + N(6, offset) END

VIEW(history) T(1, action) + T(2, segment) + T(3, text) + T(4, agent) + N(5, date) + N(6, time) + N(7, offset) END

VIEW(item) T(1, tag) + T(2, text) + N(3, traveller) + N(4, leg) + N(5, offset) + N(6, length) END

VIEW(locator) T(1, carrier) + T(2, value) + T(3, type) + N(4, created) + N(5, created_time) + N(6, offset) END

VIEW(finding) N(1, code) + N(2, severity) + N(3, offset) + N(4, length) + N(5, segment) + N(6, line) + N(7, column) +
  N(8, lost) END

VIEW(traveller) mix_person(v->person) * odd(1) + N(2, booking) + N(3, kind) + N(4, status) + N(5, adult) +
  T(6, reference) + T(7, unique_reference) + T(8, seat) + T(9, category) + T(10, from) + T(11, to) +
  M(12, items, item) + M(13, bags, bag) + M(14, contacts, contact) + N(15, offset) END

VIEW(booking) T(1, locator) + N(2, status) + N(3, declared_travellers) + N(4, created) + N(5, changed) +
  N(6, changed_time) + T(7, agency) + T(8, group_name) + numbers(v->travellers, v->traveller_count) * odd(9) +
  M(10, locators, locator) + M(11, legs, leg) + M(12, contacts, contact) + M(13, payments, payment) +
  M(14, tickets, ticket) + M(15, seats, seat) + M(16, bags, bag) + M(17, remarks, remark) +
  many((const void *const *)v->history, v->history_count, mix_history) * odd(18) + M(19, items, item) +
  M(20, documents, document) + N(21, offset) + N(22, length) END

VIEW(response) N(1, level) + N(2, meaning) + T(3, code) + T(4, text) + T(5, locator) + T(6, unique_reference) +
  T(7, transaction) + T(8, flight) + M(9, items, item) + N(10, offset) END

VIEW(syntax_report) N(1, level) + N(2, action) + N(3, error) + N(4, segment) + N(5, element) + N(6, component) +
  N(7, occurrence) + T(8, reference) + T(9, sender) + T(10, recipient) + T(11, type) + T(12, version) + T(13, tag) +
  N(14, offset) END

VIEW(content) N(1, type) + N(2, function) + N(3, transport) + N(4, part_number) + N(5, part_first) + N(6, part_last) +
  T(7, version) + T(8, sender) + T(9, recipient) + T(10, reference) + T(11, interchange) + T(12, key) +
  T(13, function_code) + T(14, transaction) + N(15, prepared) + N(16, prepared_time) + N(17, declared) +
  N(18, is_declared) + M(19, legs, leg) + M(20, bookings, booking) + M(21, travellers, traveller) +
  M(22, contacts, contact) + M(23, items, item) + M(24, findings, finding) + N(25, offset) + N(26, octets) +
  N(27, octets_recorded) + N(28, octets_in_findings) + M(29, responses, response) +
  M(30, syntax_reports, syntax_report) + T(31, service) END
  /* clang-format on */

  uint64_t bench_digest(uint64_t digest, const pnr_content *content)
{
  return mix(digest, mix_content(content));
}
