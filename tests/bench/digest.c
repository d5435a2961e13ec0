/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "bench/bench.h"

/* Views as tables of fields, so that one loop can read them all. */

enum kind { END, TEXT, NUMBER, LONG, ONE, MANY, NUMBERS, TEXTS };
typedef struct field {
  uint32_t kind;
  uint32_t offset;
  uint32_t count;             /* offset of the number of views */
  const struct field *fields; /* of the view that is pointed to */
} field;

#define TEXT(type, name)                \
  {                                     \
    TEXT, offsetof(type, name), 0, NULL \
  }
#define NUMBER(type, name)                \
  {                                       \
    NUMBER, offsetof(type, name), 0, NULL \
  }
#define LONG(type, name)                \
  {                                     \
    LONG, offsetof(type, name), 0, NULL \
  }
#define MANY(type, name, one, view)                               \
  {                                                               \
    MANY, offsetof(type, name), offsetof(type, one##_count), view \
  }
#define LAST        \
  {                 \
    END, 0, 0, NULL \
  }

/* clang-format off */
#define T(name) TEXT(VIEW, name)
#define N(name) NUMBER(VIEW, name)
#define L(name) LONG(VIEW, name)
#define M(name, one, view) MANY(VIEW, name, one, view)

#define VIEW pnr_name
static const field name_fields[] = { N(kind), N(source), T(surname), T(given), T(title), T(full), T(raw), L(offset), LAST };
#undef VIEW
#define VIEW pnr_birth
static const field birth_fields[] = { N(from), N(to), N(circa), L(offset), LAST };
#undef VIEW
#define VIEW pnr_document
static const field document_fields[] = { T(type), T(number), T(issuer), T(nationality), T(place), N(issued), N(expires),
  N(source), L(offset), LAST };
#undef VIEW
#define VIEW pnr_identifier
static const field identifier_fields[] = { N(kind), T(value), T(issuer), L(offset), LAST };
#undef VIEW
#define VIEW pnr_person
static const field person_fields[] = { M(names, name, name_fields), M(births, birth, birth_fields),
  M(documents, document, document_fields), M(identifiers, identifier, identifier_fields),
  { TEXTS, offsetof(pnr_person, nationalities), offsetof(pnr_person, nationality_count), NULL }, N(sex), T(birth_place),
  T(residence), LAST };
#undef VIEW
#define VIEW pnr_leg
static const field leg_fields[] = { T(carrier), T(number), T(suffix), T(operating_carrier), T(operating_number),
  T(service_class), T(from), T(to), N(departs), N(arrives), N(departs_time), N(arrives_time), T(status), T(locator),
  T(aircraft), T(kind), N(flags), N(transport), L(offset), LAST };
#undef VIEW
#define VIEW pnr_seat
static const field seat_fields[] = { T(number), T(from), T(to), N(traveller), N(leg), N(assigned), L(offset), LAST };
#undef VIEW
#define VIEW pnr_bag
static const field bag_fields[] = { T(tag), T(carrier), T(destination), N(pieces), N(weight), T(unit), T(pool),
  N(traveller), N(leg), L(offset), LAST };
#undef VIEW
#define VIEW pnr_ticket
static const field ticket_fields[] = { T(number), T(type), N(issued), T(fare), T(total), N(traveller), L(offset), LAST };
#undef VIEW
#define VIEW pnr_payment
static const field payment_fields[] = { T(form), T(vendor), T(account), T(account_raw), T(expires), T(amount), T(holder),
  N(traveller), L(offset), LAST };
#undef VIEW
#define VIEW pnr_contact
static const field contact_fields[] = { N(kind), T(text), T(digits), T(purpose), T(street), T(city), T(region),
  T(country), T(postcode), N(traveller), L(offset), LAST };
#undef VIEW
#define VIEW pnr_remark
static const field remark_fields[] = { T(code), T(status), T(text), N(traveller), N(leg), L(offset), LAST };
#undef VIEW
#define VIEW pnr_history
static const field history_fields[] = { T(action), T(segment), T(text), T(agent), N(date), N(time), L(offset), LAST };
#undef VIEW
#define VIEW pnr_item
static const field item_fields[] = { T(tag), T(text), N(traveller), N(leg), L(offset), L(length), LAST };
#undef VIEW
#define VIEW pnr_locator
static const field locator_fields[] = { T(carrier), T(value), T(type), N(created), N(created_time), L(offset), LAST };
#undef VIEW
#define VIEW pnr_finding
static const field finding_fields[] = { N(code), N(severity), L(offset), L(length), N(segment), N(line), N(column),
  N(lost), LAST };
#undef VIEW
#define VIEW pnr_traveller
static const field traveller_fields[] = { { ONE, offsetof(pnr_traveller, person), 0, person_fields }, N(booking), N(kind),
  N(status), N(adult), T(reference), T(unique_reference), T(seat), T(category), T(from), T(to),
  M(items, item, item_fields), M(bags, bag, bag_fields), M(contacts, contact, contact_fields), L(offset), LAST };
#undef VIEW
#define VIEW pnr_booking
static const field booking_fields[] = { T(locator), N(status), N(declared_travellers), N(created), N(changed),
  N(changed_time), T(agency), T(group_name),
  { NUMBERS, offsetof(pnr_booking, travellers), offsetof(pnr_booking, traveller_count), NULL },
  M(locators, locator, locator_fields), M(legs, leg, leg_fields), M(contacts, contact, contact_fields),
  M(payments, payment, payment_fields), M(tickets, ticket, ticket_fields), M(seats, seat, seat_fields),
  M(bags, bag, bag_fields), M(remarks, remark, remark_fields), M(history, history, history_fields),
  M(items, item, item_fields), M(documents, document, document_fields), L(offset), L(length), LAST };
#undef VIEW
#define VIEW pnr_content
static const field content_fields[] = { N(type), N(function), N(transport), N(part_number), N(part_first), N(part_last),
  T(version), T(sender), T(recipient), T(reference), T(interchange), T(key), T(function_code), T(transaction),
  N(prepared), N(prepared_time), N(declared), N(is_declared), M(legs, leg, leg_fields),
  M(bookings, booking, booking_fields), M(travellers, traveller, traveller_fields), M(contacts, contact, contact_fields),
  M(items, item, item_fields), M(findings, finding, finding_fields), L(offset), L(octets), L(octets_recorded),
  L(octets_in_findings), T(service), LAST };
/* clang-format on */

static uint64_t mix(uint64_t digest, uint64_t value)
{
  digest = (digest ^ value) * UINT64_C(0x9E3779B97F4A7C15);
  return digest ^ digest >> 29;
}

/* The texts are hashed each on its own, so that the machine may look at several at once. */
static uint64_t mix_text(uint64_t digest, pnr_slice text)
{
  size_t i = 0;
  uint64_t own = text.size * UINT64_C(0xC2B2AE3D27D4EB4F);
  for (; i + 8 <= text.size; i += 8) {
    uint64_t word;
    memcpy(&word, text.data + i, 8);
    own = mix(own, word);
  }
  uint64_t word = 0;
  for (; i < text.size; i++) word = word << 8 | text.data[i];
  return mix(digest, own ^ word);
}

static uint32_t number_at(const char *view, uint32_t offset)
{
  uint32_t number;
  memcpy(&number, view + offset, sizeof number);
  return number;
}

static const void *pointer_at(const char *view, uint32_t offset)
{
  const void *pointer;
  memcpy(&pointer, view + offset, sizeof pointer);
  return pointer;
}

static uint64_t mix_view(uint64_t digest, const char *view, const field *fields);

static uint64_t mix_many(uint64_t digest, const char *view, const field *f)
{
  uint32_t count = number_at(view, f->count);
  const void *array = pointer_at(view, f->offset);
  digest = mix(digest, count);
  for (uint32_t i = 0; i < count; i++) {
    if (f->kind == NUMBERS) digest = mix(digest, ((const uint32_t *)array)[i]);
    else if (f->kind == TEXTS) digest = mix_text(digest, ((const pnr_slice *)array)[i]);
    else digest = mix_view(digest, ((const char *const *)array)[i], f->fields);
  }
  return digest;
}

/* Recursive, but only as deep as views nest: three. */
static uint64_t mix_view(uint64_t digest, const char *view, const field *fields)
{
  for (const field *f = fields; f->kind != END; f++) {
    pnr_slice text;
    uint64_t number;
    switch (f->kind) {
    case TEXT:
      memcpy(&text, view + f->offset, sizeof text);
      digest = mix_text(digest, text);
      break;
    case NUMBER: digest = mix(digest, number_at(view, f->offset)); break;
    case LONG:
      memcpy(&number, view + f->offset, sizeof number);
      digest = mix(digest, number);
      break;
    case ONE: digest = mix_view(digest, pointer_at(view, f->offset), f->fields); break;
    default: digest = mix_many(digest, view, f); break;
    }
  }
  return digest;
}

uint64_t bench_digest(uint64_t digest, const pnr_content *content)
{
  return mix_view(digest, (const char *)content, content_fields);
}
