/* SPDX-License-Identifier: Apache-2.0 */
#include "record/difference.h"

#include "core/fail.h"
#include "core/slice.h"
#include "record/message.h"

/* --- Views as tables of fields --- */

enum kind { END, TEXT, NUMBER, ONE, MANY, NUMBERS, TEXTS };
enum { EVERYWHERE = 0, ENVELOPE = PNRI_COMPARE_ENVELOPE, FORM = PNRI_COMPARE_FORM, ACCOUNTS = PNRI_COMPARE_ACCOUNTS };
enum { AS_SENT = 1 << 16 };

typedef struct view view;
typedef struct field {
  uint32_t kind;
  uint32_t flags;   /* compared only where they are asked for; AS_SENT: the text holds service characters */
  const char *name; /* "remark.text" */
  size_t offset;
  size_t count;      /* offset of the number of views or values */
  const view *views; /* what is pointed to */
} field;

struct view {
  const char *name;
  const field *fields;
  size_t offset; /* of the view's field offset; NOWHERE: it has none */
};
#define NOWHERE SIZE_MAX

/* clang-format off */
#define FIELD(kind, view, name, flags) { kind, flags, #view "." #name, offsetof(pnr_##view, name), 0, NULL }
#define T(view, name) FIELD(TEXT, view, name, EVERYWHERE)
#define N(view, name) FIELD(NUMBER, view, name, EVERYWHERE)
#define RAW(view, name) FIELD(TEXT, view, name, AS_SENT)
#define MANY_OF(view, one, many) \
  { MANY, EVERYWHERE, #one, offsetof(pnr_##view, many), offsetof(pnr_##view, one##_count), &one##_view }
#define LAST { END, 0, NULL, 0, 0, NULL }

static const field name_fields[] = { N(name, kind), FIELD(NUMBER, name, source, FORM), T(name, surname), T(name, given), T(name, title),
  T(name, full), FIELD(TEXT, name, raw, FORM), LAST };
static const view name_view = { "name", name_fields, offsetof(pnr_name, offset) };

static const field birth_fields[] = { N(birth, from), N(birth, to), N(birth, circa), LAST };
static const view birth_view = { "birth", birth_fields, offsetof(pnr_birth, offset) };

static const field document_fields[] = { T(document, type), T(document, number), T(document, issuer),
  T(document, nationality), T(document, place), T(document, number_last), N(document, status), N(document, issued), N(document, expires), FIELD(NUMBER, document, source, FORM), LAST };
static const view document_view = { "document", document_fields, offsetof(pnr_document, offset) };

static const field identifier_fields[] = { N(identifier, kind), T(identifier, value), T(identifier, issuer), LAST };
static const view identifier_view = { "identifier", identifier_fields, offsetof(pnr_identifier, offset) };

static const field person_fields[] = { MANY_OF(person, name, names), MANY_OF(person, birth, births),
  MANY_OF(person, document, documents), MANY_OF(person, identifier, identifiers),
  { TEXTS, EVERYWHERE, "person.nationalities", offsetof(pnr_person, nationalities),
    offsetof(pnr_person, nationality_count), NULL },
  N(person, sex), T(person, birth_place), T(person, residence), LAST };
static const view person_view = { "person", person_fields, NOWHERE };

static const field leg_fields[] = { T(leg, carrier), T(leg, number), T(leg, suffix), T(leg, operating_carrier),
  T(leg, operating_number), T(leg, service_class), T(leg, from), T(leg, to), N(leg, departs), N(leg, arrives),
  N(leg, departs_time), N(leg, arrives_time), T(leg, status), T(leg, locator), T(leg, aircraft), T(leg, kind),
  N(leg, flags), N(leg, transport), LAST };
static const view leg_view = { "leg", leg_fields, offsetof(pnr_leg, offset) };

static const field seat_fields[] = { T(seat, number), T(seat, from), T(seat, to), N(seat, traveller), N(seat, leg),
  N(seat, assigned), LAST };
static const view seat_view = { "seat", seat_fields, offsetof(pnr_seat, offset) };

static const field bag_fields[] = { T(bag, tag), T(bag, carrier), T(bag, destination), N(bag, pieces), N(bag, weight),
  T(bag, unit), T(bag, pool), N(bag, traveller), N(bag, leg), LAST };
static const view bag_view = { "bag", bag_fields, offsetof(pnr_bag, offset) };

static const field ticket_fields[] = { T(ticket, number), T(ticket, type), N(ticket, issued), T(ticket, fare),
  T(ticket, total), N(ticket, traveller), LAST };
static const view ticket_view = { "ticket", ticket_fields, offsetof(pnr_ticket, offset) };

static const field payment_fields[] = { T(payment, form), T(payment, vendor), T(payment, account),
  FIELD(TEXT, payment, account_raw, ACCOUNTS), T(payment, expires), T(payment, amount), T(payment, holder),
  N(payment, traveller), LAST };
static const view payment_view = { "payment", payment_fields, offsetof(pnr_payment, offset) };

static const field contact_fields[] = { N(contact, kind), RAW(contact, text), T(contact, digits), T(contact, purpose),
  T(contact, street), T(contact, city), T(contact, region), T(contact, country), T(contact, postcode),
  N(contact, traveller), LAST };
static const view contact_view = { "contact", contact_fields, offsetof(pnr_contact, offset) };

static const field remark_fields[] = { T(remark, code), T(remark, status), RAW(remark, text), N(remark, traveller),
  N(remark, leg), LAST };
static const view remark_view = { "remark", remark_fields, offsetof(pnr_remark, offset) };

static const field history_fields[] = { T(history, action), T(history, segment), RAW(history, text), RAW(history, agent),
  N(history, date), N(history, time), LAST };
static const view history_view = { "history", history_fields, offsetof(pnr_history, offset) };

static const field item_fields[] = { T(item, tag), RAW(item, text), N(item, traveller), N(item, leg), LAST };
static const view item_view = { "item", item_fields, offsetof(pnr_item, offset) };

static const field locator_fields[] = { T(locator, carrier), T(locator, value), T(locator, type), N(locator, created),
  N(locator, created_time), LAST };
static const view locator_view = { "locator", locator_fields, offsetof(pnr_locator, offset) };

static const field traveller_fields[] = {
  { ONE, EVERYWHERE, "person", offsetof(pnr_traveller, person), 0, &person_view }, N(traveller, booking),
  N(traveller, kind), N(traveller, status), N(traveller, adult), T(traveller, reference),
  T(traveller, unique_reference), T(traveller, seat), FIELD(TEXT, traveller, category, FORM), T(traveller, from), T(traveller, to),
  MANY_OF(traveller, item, items), MANY_OF(traveller, bag, bags), MANY_OF(traveller, contact, contacts), LAST };
static const view traveller_view = { "traveller", traveller_fields, offsetof(pnr_traveller, offset) };

static const field booking_fields[] = { T(booking, locator), N(booking, status), N(booking, declared_travellers),
  N(booking, created), N(booking, changed), N(booking, changed_time), RAW(booking, agency), T(booking, group_name),
  { NUMBERS, EVERYWHERE, "booking.travellers", offsetof(pnr_booking, travellers),
    offsetof(pnr_booking, traveller_count), NULL },
  MANY_OF(booking, locator, locators), MANY_OF(booking, leg, legs), MANY_OF(booking, contact, contacts),
  MANY_OF(booking, payment, payments), MANY_OF(booking, ticket, tickets), MANY_OF(booking, seat, seats),
  MANY_OF(booking, bag, bags), MANY_OF(booking, remark, remarks), MANY_OF(booking, history, history),
  MANY_OF(booking, item, items), MANY_OF(booking, document, documents), LAST };
static const view booking_view = { "booking", booking_fields, offsetof(pnr_booking, offset) };

static const field response_fields[] = { N(response, level), N(response, meaning), T(response, code),
  T(response, text), T(response, locator), T(response, unique_reference), T(response, transaction),
  T(response, flight), MANY_OF(response, item, items), LAST };
static const view response_view = { "response", response_fields, offsetof(pnr_response, offset) };

static const field content_fields[] = { FIELD(NUMBER, content, type, ENVELOPE), FIELD(NUMBER, content, function, FORM),
  N(content, transport), N(content, part_number), N(content, part_first), N(content, part_last),
  FIELD(TEXT, content, version, ENVELOPE), FIELD(TEXT, content, sender, ENVELOPE),
  FIELD(TEXT, content, recipient, ENVELOPE), FIELD(TEXT, content, reference, ENVELOPE),
  FIELD(TEXT, content, interchange, ENVELOPE), T(content, key), FIELD(TEXT, content, function_code, FORM), T(content, transaction),
  FIELD(NUMBER, content, prepared, ENVELOPE), FIELD(NUMBER, content, prepared_time, ENVELOPE), N(content, declared),
  N(content, is_declared), MANY_OF(content, leg, legs), MANY_OF(content, booking, bookings),
  MANY_OF(content, traveller, travellers), MANY_OF(content, contact, contacts), MANY_OF(content, item, items),
  MANY_OF(content, response, responses), LAST };
static const view content_view = { "content", content_fields, offsetof(pnr_content, offset) };
/* clang-format on */

/* --- Values --- */

static uint32_t number_at(const char *at, size_t offset)
{
  uint32_t number;
  memcpy(&number, at + offset, sizeof number);
  return number;
}

static pnr_slice text_at(const char *at, size_t offset)
{
  pnr_slice text;
  memcpy(&text, at + offset, sizeof text);
  return text;
}

static const void *pointer_at(const char *at, size_t offset)
{
  const void *pointer;
  memcpy(&pointer, at + offset, sizeof pointer);
  return pointer;
}

static const char *view_at(const char *at, const field *f, uint32_t i)
{
  const char *const *array = pointer_at(at, f->offset);
  return array[i];
}

/* A number that says nothing: an index of nobody, a time that is not known, 0. */
static bool is_unsaid(uint32_t number) { return number == 0 || number == UINT32_MAX; }

/* --- Texts as sent --- */

/* What such a text says, whatever marks it is written with: separators at the end of what they part, releases that
 * nothing needs and blanks at an end say nothing. */
typedef struct raw {
  pnr_slice text;
  pnr_slice service; /* content.service */
  uint32_t elements, repetitions, components, blanks;
  uint32_t next; /* the mark or octet behind those that are due */
} raw;

enum { UNA_COMPONENT, UNA_ELEMENT, UNA_DECIMAL, UNA_RELEASE, UNA_REPETITION, UNA_SIZE = 6 };
enum { MARK_NONE = 0, MARK_ELEMENT = 256, MARK_REPETITION, MARK_COMPONENT };

static bool is_mark(const raw *r, uint32_t place, uint8_t octet)
{
  return r->service.size == UNA_SIZE && octet == r->service.data[place] && octet != ' ';
}

/* Passes marks up to the next octet that means itself. */
static void pass_marks(raw *r)
{
  r->next = MARK_NONE;
  while (r->text.size != 0 && r->next == MARK_NONE) {
    uint8_t octet = r->text.data[0];
    r->text = pnri_slice_from(r->text, 1);
    if (is_mark(r, UNA_ELEMENT, octet)) {
      r->elements++;
      r->repetitions = r->components = r->blanks = 0;
    } else if (is_mark(r, UNA_REPETITION, octet)) {
      r->repetitions++;
      r->components = r->blanks = 0;
    } else if (is_mark(r, UNA_COMPONENT, octet)) {
      r->components++;
      r->blanks = 0;
    } else if (octet == ' ') {
      r->blanks++;
    } else if (is_mark(r, UNA_RELEASE, octet) && r->text.size != 0) {
      r->next = r->text.data[0];
      r->text = pnri_slice_from(r->text, 1);
    } else {
      r->next = octet;
    }
  }
}

static bool take(uint32_t *count)
{
  if (*count == 0) return false;
  --*count;
  return true;
}

/* The next octet or mark; MARK_NONE at the end. */
static uint32_t next_of(raw *r)
{
  if (r->next == MARK_NONE) pass_marks(r);
  if (r->next == MARK_NONE) return MARK_NONE;
  if (take(&r->elements)) return MARK_ELEMENT;
  if (take(&r->repetitions)) return MARK_REPETITION;
  if (take(&r->components)) return MARK_COMPONENT;
  if (take(&r->blanks)) return ' ';
  uint32_t octet = r->next;
  r->next = MARK_NONE;
  return octet;
}

static bool is_same_as_sent(pnr_slice a, pnr_slice service_a, pnr_slice b, pnr_slice service_b)
{
  raw x = { .text = a, .service = service_a }, y = { .text = b, .service = service_b };
  for (;;) {
    uint32_t octet = next_of(&x);
    if (octet != next_of(&y)) return false;
    if (octet == MARK_NONE) return true;
  }
}

/* --- Comparing --- */

typedef struct comparison {
  uint32_t flags;
  pnr_slice service_a, service_b;
  pnr_differences *found; /* NULL while two views are only tried */
} comparison;

static bool compare_views(comparison *c, const view *v, const char *a, const char *b, uint64_t offset);

static void tell(comparison *c, uint32_t code, const char *name, uint64_t offset);

/* Remarks and contacts are texts as meant, but for those that stand for a whole segment. */
static bool is_as_sent(const field *f, const char *at)
{
  if ((f->flags & AS_SENT) == 0) return false;
  if (f->name[0] == 'r') {
    pnr_slice code = text_at(at, offsetof(pnr_remark, code));
    return pnri_slice_is(code, "LTS") || pnri_slice_is(code, "SPLIT");
  }
  return f->name[0] != 'c' || pnri_slice_is(text_at(at, offsetof(pnr_contact, purpose)), "ORG");
}

static bool compare_texts(comparison *c, const field *f, pnr_slice a, pnr_slice b, uint64_t offset)
{
  if (pnri_slice_equal(a, b) || (a.size == 0 && (c->flags & PNRI_COMPARE_ADDED) == 0)) return true;
  tell(c, a.size == 0 ? PNR_F_RECORD_ADDED : b.size == 0 ? PNR_F_RECORD_LOST : PNR_F_RECORD_CHANGED, f->name, offset);
  return false;
}

static bool compare_numbers(comparison *c, const field *f, uint32_t a, uint32_t b, uint64_t offset)
{
  if (a == b || (is_unsaid(a) && (c->flags & PNRI_COMPARE_ADDED) == 0)) return true;
  tell(c, is_unsaid(a) ? PNR_F_RECORD_ADDED : is_unsaid(b) ? PNR_F_RECORD_LOST : PNR_F_RECORD_CHANGED, f->name, offset);
  return false;
}

/* UNA to UNH are items too. They frame the message; what they say of it are fields of the content. */
static bool is_frame(const field *f, const char *one)
{
  if (f->views != &item_view) return false;
  pnr_slice tag = text_at(one, offsetof(pnr_item, tag));
  return pnri_slice_is(tag, "UNA") || pnri_slice_is(tag, "UNB") || pnri_slice_is(tag, "UNG") ||
         pnri_slice_is(tag, "UNH");
}

static uint64_t offset_of(const view *v, const char *at, uint64_t outer)
{
  if (v->offset == NOWHERE) return outer;
  uint64_t offset;
  memcpy(&offset, at + v->offset, sizeof offset);
  return offset;
}

typedef struct walk {
  const field *f;
  const char *at;
  uint32_t next, count;
} walk;

static void pass_frames(walk *w)
{
  while (w->next < w->count && is_frame(w->f, view_at(w->at, w->f, w->next))) w->next++;
}

static bool alike(const comparison *c, const field *f, const walk *a, const walk *b)
{
  comparison silent = { c->flags, c->service_a, c->service_b, NULL };
  return compare_views(&silent, f->views, view_at(a->at, f, a->next), view_at(b->at, f, b->next), 0);
}

/* Where one side has more, its views that are not alike are taken for the additional ones. */
static bool compare_arrays(comparison *c, const field *f, const char *at_a, const char *at_b, uint64_t offset)
{
  walk a = { f, at_a, 0, number_at(at_a, f->count) }, b = { f, at_b, 0, number_at(at_b, f->count) };
  bool is_same = true;
  for (;;) {
    pass_frames(&a);
    pass_frames(&b);
    if (a.next == a.count && b.next == b.count) return is_same;
    if (c->found == NULL && !is_same) return false;
    uint32_t rest_a = a.count - a.next, rest_b = b.count - b.next;
    if (rest_a != 0 && rest_b != 0 && (rest_a == rest_b || alike(c, f, &a, &b))) {
      const char *one = view_at(at_a, f, a.next++);
      is_same &= compare_views(c, f->views, one, view_at(at_b, f, b.next++), offset_of(f->views, one, offset));
    } else if (rest_a > rest_b) {
      tell(c, PNR_F_RECORD_LOST, f->name, offset_of(f->views, view_at(at_a, f, a.next++), offset));
      is_same = false;
    } else {
      b.next++;
      if ((c->flags & PNRI_COMPARE_ADDED) == 0) continue;
      tell(c, PNR_F_RECORD_ADDED, f->name, offset);
      is_same = false;
    }
  }
}

static bool compare_values(comparison *c, const field *f, const char *at_a, const char *at_b, uint64_t offset)
{
  uint32_t count_a = number_at(at_a, f->count), count_b = number_at(at_b, f->count);
  const void *a = pointer_at(at_a, f->offset), *b = pointer_at(at_b, f->offset);
  for (uint32_t i = 0; i < count_a || i < count_b; i++) {
    pnr_slice none = { NULL, 0 };
    bool is_same = f->kind == TEXTS ? compare_texts(c, f, i < count_a ? ((const pnr_slice *)a)[i] : none,
                                                    i < count_b ? ((const pnr_slice *)b)[i] : none, offset)
                                    : compare_numbers(c, f, i < count_a ? ((const uint32_t *)a)[i] : PNR_NONE,
                                                      i < count_b ? ((const uint32_t *)b)[i] : PNR_NONE, offset);
    if (!is_same) return false;
  }
  return true;
}

static bool compare_text_fields(comparison *c, const field *f, const char *at_a, const char *at_b, uint64_t offset)
{
  pnr_slice a = text_at(at_a, f->offset), b = text_at(at_b, f->offset);
  if (a.size != 0 && b.size != 0 && is_as_sent(f, at_a) && is_same_as_sent(a, c->service_a, b, c->service_b))
    return true;
  return compare_texts(c, f, a, b, offset);
}

static bool compare_field(comparison *c, const field *f, const char *a, const char *b, uint64_t offset)
{
  switch (f->kind) {
  case TEXT: return compare_text_fields(c, f, a, b, offset);
  case NUMBER: return compare_numbers(c, f, number_at(a, f->offset), number_at(b, f->offset), offset);
  case ONE: return compare_views(c, f->views, pointer_at(a, f->offset), pointer_at(b, f->offset), offset);
  case MANY: return compare_arrays(c, f, a, b, offset);
  default: return compare_values(c, f, a, b, offset);
  }
}

/* Recursive, but only as deep as views nest: three. */
static bool compare_views(comparison *c, const view *v, const char *a, const char *b, uint64_t offset)
{
  bool is_same = true;
  for (const field *f = v->fields; f->kind != END; f++) {
    if ((f->flags & ~(c->flags | AS_SENT)) != 0) continue;
    is_same &= compare_field(c, f, a, b, offset);
    if (c->found == NULL && !is_same) return false;
  }
  return is_same;
}

/* --- What was found --- */

struct pnr_differences {
  pnri_arena arena;
  pnri_findings findings; /* and of each of them, in the same order, */
  pnri_chain fields;      /* payload: const char *, the field */
  const pnr_finding *const *finding_array;
  const char *const *const *field_array;
};

static void tell(comparison *c, uint32_t code, const char *name, uint64_t offset)
{
  if (c->found == NULL) return;
  uint32_t before = c->found->findings.chain.count;
  pnri_findings_add(&c->found->findings, (pnr_finding){ .code = code, .offset = offset });
  if (c->found->findings.chain.count == before) return; /* beyond the limit they are only counted */
  const char **slot = pnri_chain_add(&c->found->fields, &c->found->arena, sizeof *slot);
  if (slot == NULL) c->found->findings.failed = 1;
  else *slot = name;
}

pnr_status pnri_record_compare(const pnr_env *env, const pnr_content *a, const pnr_content *b, uint32_t flags,
                               pnr_differences **out, pnr_error *error)
{
  *out = NULL;
  env = pnri_env(env);
  pnr_differences *found = pnri_alloc(env, sizeof *found);
  if (found == NULL) return pnri_fail_memory(error);
  *found = (pnr_differences){ .fields = { NULL, NULL, 0 } };
  pnri_arena_open(&found->arena, env);
  pnri_findings_open(&found->findings, &found->arena);
  comparison c = { flags, a->service, b->service, found };
  bool is_same = compare_views(&c, &content_view, (const char *)a, (const char *)b, a->offset);
  int failed = found->findings.failed;
  found->finding_array = pnri_chain_array(&found->findings.chain, &found->arena, &failed);
  found->field_array = pnri_chain_array(&found->fields, &found->arena, &failed);
  if (!is_same && !failed) *out = found;
  else pnr_differences_close(found);
  return failed ? pnri_fail_memory(error) : PNR_OK;
}

pnr_status pnr_message_compare(const pnr_env *env, const pnr_message *a, const pnr_message *b, pnr_differences **out,
                               pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (a == NULL || b == NULL || out == NULL) return pnri_fail_argument(error);
  uint32_t flags = PNRI_COMPARE_ENVELOPE | PNRI_COMPARE_FORM | PNRI_COMPARE_ADDED | PNRI_COMPARE_ACCOUNTS;
  return pnri_record_compare(env, pnr_message_content(a), pnr_message_content(b), flags, out, error);
}

uint32_t pnr_differences_count(const pnr_differences *differences)
{
  return differences != NULL ? differences->findings.chain.count : 0;
}

const pnr_finding *pnr_differences_finding(const pnr_differences *differences, uint32_t i)
{
  return i < pnr_differences_count(differences) ? differences->finding_array[i] : NULL;
}

const char *pnr_differences_field(const pnr_differences *differences, uint32_t i)
{
  return differences != NULL && i < differences->fields.count ? *differences->field_array[i] : NULL;
}

void pnr_differences_close(pnr_differences *differences)
{
  if (differences == NULL) return;
  const pnr_env *env = differences->arena.env;
  pnri_arena_close(&differences->arena);
  pnri_free(env, differences, sizeof *differences);
}
