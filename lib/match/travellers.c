/* SPDX-License-Identifier: Apache-2.0 */
#include "pnr/travellers.h"

#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "match/builder.h"
#include "match/search.h"

enum { ADDED_MOST = 64, LOOKED_AT_MOST = 1024 }; /* so that a booking of thousands costs each of them little */

/* --- The person that is searched --- */

typedef struct gathering {
  pnri_arena *arena;
  uint32_t traveller;
  const pnr_identifier **identifiers;
  uint32_t own, count; /* of the person; and with those of the booking */
  bool failed;
} gathering;

static bool is_known(const gathering *g, uint32_t kind, pnr_slice value)
{
  for (uint32_t i = 0; i < g->count; i++)
    if (g->identifiers[i]->kind == kind && pnri_slice_equal(g->identifiers[i]->value, value)) return true;
  return false;
}

/* Takes what stands at the traveller, or at nobody in particular. */
static void add_identifier(gathering *g, uint32_t kind, pnr_slice value, uint32_t traveller, uint64_t offset)
{
  if (value.size == 0 || (traveller != PNR_NONE && traveller != g->traveller)) return;
  if (g->count - g->own == ADDED_MOST || is_known(g, kind, value)) return;
  pnr_identifier *added = pnri_arena_take(g->arena, sizeof *added);
  g->failed = g->failed || added == NULL;
  if (added == NULL) return;
  *added = (pnr_identifier){ .kind = kind, .value = value, .offset = offset };
  g->identifiers[g->count++] = added;
}

static void gather_identifiers(gathering *g, const pnr_booking *booking)
{
  for (uint32_t i = 0; i < booking->contact_count && i < LOOKED_AT_MOST; i++) {
    const pnr_contact *contact = booking->contacts[i];
    if (contact->kind == PNR_CONTACT_PHONE)
      add_identifier(g, PNR_IDENTIFIER_PHONE, contact->digits, contact->traveller, contact->offset);
    if (contact->kind == PNR_CONTACT_EMAIL)
      add_identifier(g, PNR_IDENTIFIER_EMAIL, contact->text, contact->traveller, contact->offset);
  }
  for (uint32_t i = 0; i < booking->payment_count && i < LOOKED_AT_MOST; i++) {
    const pnr_payment *payment = booking->payments[i];
    add_identifier(g, PNR_IDENTIFIER_CARD, payment->account_raw, payment->traveller, payment->offset);
  }
}

static bool add_identifiers(pnri_arena *arena, const pnr_booking *booking, uint32_t traveller, pnr_person *person)
{
  uint32_t own = person->identifier_count;
  gathering g = { .arena = arena, .traveller = traveller, .own = own, .count = own };
  if (booking->contact_count == 0 && booking->payment_count == 0) return true;
  g.identifiers = pnri_arena_take(arena, ((size_t)own + ADDED_MOST) * sizeof(const pnr_identifier *));
  if (g.identifiers == NULL) return false;
  for (uint32_t i = 0; i < own; i++) g.identifiers[i] = person->identifiers[i];
  gather_identifiers(&g, booking);
  person->identifiers = g.identifiers;
  person->identifier_count = g.count;
  return !g.failed;
}

static bool add_documents(pnri_arena *arena, const pnr_booking *booking, pnr_person *person)
{
  uint32_t own = person->document_count;
  uint32_t added = booking->document_count < ADDED_MOST ? booking->document_count : ADDED_MOST;
  if (added == 0) return true;
  const pnr_document **documents = pnri_arena_take(arena, ((size_t)own + added) * sizeof(const pnr_document *));
  if (documents == NULL) return false;
  for (uint32_t i = 0; i < own; i++) documents[i] = person->documents[i];
  for (uint32_t i = 0; i < added; i++) documents[own + i] = booking->documents[i];
  person->documents = documents;
  person->document_count = own + added;
  return true;
}

static const pnr_booking *booking_of(const pnr_content *content, uint32_t traveller)
{
  uint32_t booking = content->travellers[traveller]->booking;
  return booking < content->booking_count ? content->bookings[booking] : NULL;
}

/* The person of a traveller with what his booking says of nobody else: views in the arena, and those of content. False
 * when memory is exhausted. */
static bool make_person(pnri_arena *arena, const pnr_content *content, uint32_t traveller, pnr_person *out)
{
  const pnr_booking *booking = booking_of(content, traveller);
  *out = *content->travellers[traveller]->person;
  return booking == NULL || (add_documents(arena, booking, out) && add_identifiers(arena, booking, traveller, out));
}

/* --- The entry that leads back --- */

typedef struct writing {
  uint8_t *text;
  size_t size;
} writing;

static void put(writing *w, pnr_slice text)
{
  if (text.size > 0) memcpy(w->text + w->size, text.data, text.size);
  w->size += text.size;
}

/* Without the octets that part the words, or end with what stands before them. */
static void put_word(writing *w, pnr_slice text, uint8_t parting)
{
  for (size_t i = 0; i < text.size; i++)
    if (text.data[i] > ' ' && text.data[i] != parting) w->text[w->size++] = text.data[i];
}

static void put_number(writing *w, uint32_t number, uint32_t digits)
{
  uint8_t text[10];
  uint32_t size = 0;
  for (; number > 0 || size < digits; number /= 10) text[size++] = (uint8_t)('0' + number % 10);
  while (size > 0) w->text[w->size++] = text[--size];
}

static pnr_slice written(const writing *w) { return (pnr_slice){ w->text, w->size }; }

/* reference '#' traveller '/' locator */
static pnr_slice make_id(pnri_arena *arena, pnr_slice reference, uint32_t traveller, const pnr_booking *booking)
{
  pnr_slice locator = booking != NULL ? booking->locator : (pnr_slice){ NULL, 0 };
  writing w = { pnri_arena_text(arena, reference.size + locator.size + 12), 0 };
  if (w.text == NULL) return (pnr_slice){ NULL, 0 };
  put(&w, reference);
  put(&w, pnri_slice("#"));
  put_number(&w, traveller, 1);
  if (locator.size > 0) put(&w, pnri_slice("/"));
  put_word(&w, locator, '#');
  return written(&w);
}

/* Ends a word; one without octets is a hyphen. */
static void end_word(writing *w, size_t begin, const char *end)
{
  if (w->size == begin) put(w, pnri_slice("-"));
  put(w, pnri_slice(end));
}

static void put_flight(writing *w, const pnr_leg *leg)
{
  const pnr_slice parts[] = { leg->carrier, leg->number, leg->suffix };
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) put_word(w, parts[i], ' ');
}

static void put_day(writing *w, pnr_date day)
{
  put_number(w, pnri_year(day), 4);
  put(w, pnri_slice("-"));
  put_number(w, pnri_month(day), 2);
  put(w, pnri_slice("-"));
  put_number(w, pnri_day(day), 2);
}

static bool is_day(pnr_date date) { return pnri_month(date) != 0 && pnri_day(date) != 0; }

/* The journey that the message is about; else the one that the booking has. */
typedef struct journey {
  const pnr_leg *first, *last; /* NULL: none */
} journey;

static journey journey_of(const pnr_content *content, const pnr_booking *booking)
{
  if (content->leg_count > 0) return (journey){ content->legs[0], content->legs[content->leg_count - 1] };
  if (booking != NULL && booking->leg_count > 0)
    return (journey){ booking->legs[0], booking->legs[booking->leg_count - 1] };
  return (journey){ NULL, NULL };
}

static pnr_slice make_source(pnri_arena *arena, const pnr_content *content, const journey *way)
{
  static const pnr_leg unknown = { .departs = 0 };
  const pnr_leg *first = way->first != NULL ? way->first : &unknown, *last = way->last != NULL ? way->last : &unknown;
  pnr_slice type = pnri_slice(pnr_message_type_name(content->type));
  size_t most =
    type.size + first->carrier.size + first->number.size + first->suffix.size + first->from.size + last->to.size + 32;
  writing w = { pnri_arena_text(arena, most), 0 };
  if (w.text == NULL) return (pnr_slice){ NULL, 0 };
  put(&w, type);
  end_word(&w, 0, " ");
  size_t begin = w.size;
  put_flight(&w, first);
  end_word(&w, begin, " ");
  begin = w.size;
  if (is_day(first->departs)) put_day(&w, first->departs);
  end_word(&w, begin, " ");
  put_word(&w, first->from, '-');
  put(&w, pnri_slice("-"));
  put_word(&w, last->to, '-');
  return written(&w);
}

/* The days on which he travels; 0 and 0 where the message does not say. */
static void set_days(const journey *way, pnr_entry *entry)
{
  if (way->first == NULL || !is_day(way->first->departs)) return;
  pnr_date last = is_day(way->last->arrives) ? way->last->arrives : way->last->departs;
  entry->valid_from = way->first->departs;
  entry->valid_until = last > entry->valid_from && is_day(last) ? last : entry->valid_from;
}

static bool make_entry(pnri_arena *arena, const pnr_content *content, uint32_t traveller, pnr_slice reference,
                       pnr_entry *entry)
{
  const pnr_booking *booking = booking_of(content, traveller);
  journey way = journey_of(content, booking);
  *entry = (pnr_entry){
    .id = make_id(arena, reference, traveller, booking),
    .source = make_source(arena, content, &way),
    .owner = content->sender,
    .basis = pnri_slice(PNRI_TRAVELLER_BASIS),
    .action = PNR_ACTION_INFORM,
  };
  set_days(&way, entry);
  return entry->id.data != NULL && entry->source.data != NULL;
}

/* The entry and the person that it is about. False when memory is exhausted. */
static bool make_both(pnri_arena *arena, const pnr_content *content, uint32_t traveller, pnr_slice reference,
                      pnr_entry *entry, pnr_person *person)
{
  bool fits = make_entry(arena, content, traveller, reference, entry) && make_person(arena, content, traveller, person);
  entry->person = person;
  return fits;
}

pnr_status pnr_index_builder_add_traveller(pnr_index_builder *builder, const pnr_content *content, uint32_t traveller,
                                           pnr_slice reference, pnr_error *error)
{
  if (builder == NULL || content == NULL || traveller >= content->traveller_count) return pnri_fail_argument(error);
  if (reference.data == NULL && reference.size > 0) return pnri_fail_argument(error);
  pnri_arena arena;
  pnr_person person;
  pnr_entry entry;
  pnri_arena_open(&arena, builder->env);
  bool fits = make_both(&arena, content, traveller, reference, &entry, &person);
  pnr_status status = fits ? pnr_index_builder_add(builder, &entry, error) : pnri_fail_memory(error);
  pnri_arena_close(&arena);
  return status;
}

/* --- All of a message as entries --- */

struct pnr_travellers {
  const pnr_env *env;
  pnri_arena arena;
  pnri_chain chain; /* of pnr_entry */
  const pnr_entry *const *entries;
  uint32_t left_out;
};

static bool add_one(pnr_travellers *all, const pnr_content *content, uint32_t traveller, pnr_slice reference)
{
  pnr_entry entry;
  pnr_person *person = pnri_arena_take(&all->arena, sizeof *person);
  if (person == NULL || !make_both(&all->arena, content, traveller, reference, &entry, person)) return false;
  if (!pnri_facts_fit(person)) {
    all->left_out++;
    return true;
  }
  pnr_entry *room = pnri_chain_add(&all->chain, &all->arena, sizeof *room);
  if (room != NULL) *room = entry;
  return room != NULL;
}

pnr_status pnr_travellers_open(const pnr_env *env, const pnr_content *content, pnr_slice reference,
                               pnr_travellers **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || content == NULL || (reference.data == NULL && reference.size > 0))
    return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_travellers *all = pnri_alloc(env, sizeof *all);
  if (all == NULL) return pnri_fail_memory(error);
  *all = (pnr_travellers){ .env = env };
  pnri_arena_open(&all->arena, env);
  int failed = 0;
  for (uint32_t i = 0; i < content->traveller_count && !failed; i++) failed = !add_one(all, content, i, reference);
  void *const *entries = failed ? NULL : pnri_chain_freeze(&all->chain, &all->arena, &failed);
  if (failed) {
    pnr_travellers_close(all);
    return pnri_fail_memory(error);
  }
  all->entries = (const pnr_entry *const *)(const void *)entries;
  *out = all;
  return PNR_OK;
}

const pnr_entry *const *pnr_travellers_entries(const pnr_travellers *travellers)
{
  return travellers != NULL ? travellers->entries : NULL;
}

uint32_t pnr_travellers_count(const pnr_travellers *travellers)
{
  return travellers != NULL ? travellers->chain.count : 0;
}

uint32_t pnr_travellers_left_out(const pnr_travellers *travellers)
{
  return travellers != NULL ? travellers->left_out : 0;
}

void pnr_travellers_close(pnr_travellers *travellers)
{
  if (travellers == NULL) return;
  pnri_arena_close(&travellers->arena);
  pnri_free(travellers->env, travellers, sizeof *travellers);
}

/* --- What the entry says --- */

/* The text up to the next octet `end`, which is taken off *rest too; all of it where there is none. */
static pnr_slice cut(pnr_slice *rest, uint8_t end)
{
  size_t size = 0;
  while (size < rest->size && rest->data[size] != end) size++;
  pnr_slice word = { rest->data, size };
  *rest = size < rest->size ? (pnr_slice){ rest->data + size + 1, rest->size - size - 1 } : (pnr_slice){ NULL, 0 };
  return word;
}

static bool read_id(pnr_slice id, pnr_traveller_entry *out)
{
  size_t mark = id.size;
  while (mark > 0 && id.data[mark - 1] != '#') mark--;
  if (mark == 0) return false;
  pnr_slice rest = { id.data + mark, id.size - mark };
  out->reference = (pnr_slice){ id.data, mark - 1 };
  out->traveller = pnri_number(cut(&rest, '/'));
  out->locator = rest;
  return out->traveller != UINT32_MAX;
}

static pnr_slice known(pnr_slice word) { return pnri_slice_is(word, "-") ? (pnr_slice){ NULL, 0 } : word; }

static bool read_source(pnr_slice source, pnr_traveller_entry *out)
{
  pnr_slice rest = source;
  out->type = cut(&rest, ' ');
  out->flight = known(cut(&rest, ' '));
  pnr_slice day = known(cut(&rest, ' '));
  out->departs = pnri_date_iso(day);
  out->from = cut(&rest, '-');
  out->to = rest;
  return out->type.size > 0 && out->to.data != NULL && (day.size == 0) == (out->departs == 0);
}

pnr_status pnr_traveller_entry_read(const pnr_candidate *candidate, pnr_traveller_entry *entry, pnr_error *error)
{
  if (candidate == NULL || entry == NULL || entry->size < sizeof entry->size) return pnri_fail_argument(error);
  pnr_traveller_entry full = { .size = entry->size };
  if (!read_id(candidate->entry_id, &full) || !read_source(candidate->source, &full))
    return pnri_fail(error, (pnr_error){ .status = PNR_E_FORMAT });
  memcpy(entry, &full, entry->size < sizeof full ? entry->size : sizeof full);
  return PNR_OK;
}

/* --- Searching --- */

/* Searches for travellers first … end - 1. */
static pnr_status search_some(pnr_searcher *searcher, const pnr_content *content, uint32_t first, uint32_t end)
{
  pnr_status status = PNR_OK;
  for (uint32_t i = first; status == PNR_OK && i < end; i++) {
    pnri_arena arena;
    pnr_person person;
    pnri_arena_open(&arena, searcher->env);
    bool fits = make_person(&arena, content, i, &person);
    status = fits ? pnri_search_person(searcher, &person, i) : PNR_E_MEMORY;
    pnri_arena_close(&arena);
  }
  return status;
}

static pnr_status search_all(pnr_searcher *searcher, const pnr_content *content, uint32_t first, uint32_t end,
                             const pnr_purpose *purpose, const pnr_search_options *options, pnr_error *error)
{
  pnr_status status = pnri_search_begin(searcher, purpose, options);
  if (status == PNR_OK) status = search_some(searcher, content, first, end);
  return pnri_search_end(searcher, status, error);
}

pnr_status pnr_search_traveller(pnr_searcher *searcher, const pnr_content *content, uint32_t traveller,
                                const pnr_purpose *purpose, const pnr_search_options *options, pnr_error *error)
{
  if (searcher == NULL || content == NULL || traveller >= content->traveller_count) return pnri_fail_argument(error);
  return search_all(searcher, content, traveller, traveller + 1, purpose, options, error);
}

pnr_status pnr_search_message(pnr_searcher *searcher, const pnr_content *content, const pnr_purpose *purpose,
                              const pnr_search_options *options, pnr_error *error)
{
  if (searcher == NULL || content == NULL) return pnri_fail_argument(error);
  return search_all(searcher, content, 0, content->traveller_count, purpose, options, error);
}
