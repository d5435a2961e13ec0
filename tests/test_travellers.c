/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "draw.h"
#include "pnr/live.h"
#include "pnr/travellers.h"
#include "support.h"

/* Invented travellers in bookings of messages made here, stored in an index and searched; and searched together. */

enum { TRAVELLERS = 48, BOOKINGS = 16, CONTACTS = 4, TEXT = 64 };

/* --- Made messages --- */

typedef struct made_traveller {
  char names[2][TEXT], number[16];
  pnr_name name[2];
  const pnr_name *name_list[2];
  pnr_birth birth;
  const pnr_birth *birth_list[1];
  pnr_document document;
  const pnr_document *document_list[1];
  pnr_identifier identifier;
  const pnr_identifier *identifier_list[1];
  pnr_slice nation;
  pnr_person person;
  pnr_traveller view;
} made_traveller;

typedef struct made_booking {
  char locator[8];
  pnr_contact contacts[CONTACTS];
  const pnr_contact *contact_list[CONTACTS];
  pnr_payment payments[2];
  const pnr_payment *payment_list[2];
  pnr_document document;
  const pnr_document *document_list[1];
  pnr_booking view;
} made_booking;

typedef struct made_message {
  made_traveller travellers[TRAVELLERS];
  const pnr_traveller *traveller_list[TRAVELLERS];
  made_booking bookings[BOOKINGS];
  const pnr_booking *booking_list[BOOKINGS];
  pnr_leg legs[2];
  const pnr_leg *leg_list[2];
  pnr_content content;
} made_message;

static const char *const numbers[] = { "X1234567", "XI234567", "Y7000001", "Z55512", "K9100022" };
static const char *const phones[] = { "+420111222333", "+420111222334", "+331700001", "+49309990" };
static const char *const emails[] = { "petra@example.org", "PETRA@example.org", "omar@example.org" };
static const char *const cards[] = { "4111111111111111", "5500005555555559", "411111XXXXXX1111" };

static void make_text(char *out)
{
  static const char *const words[] = { "petra",    "pedra", "omar",    "al",   "rashidi", "novak",
                                       "novakova", "ivan",  "sidorov", "anna", "j",       "rashid" };
  size_t size = 0;
  for (uint32_t i = 2 + draw(2); i > 0; i--)
    size += (size_t)snprintf(out + size, TEXT - size, "%s%s", size > 0 ? " " : "", words[draw(12)]);
}

static void make_traveller(made_traveller *made, uint32_t booking)
{
  pnr_person *p = &made->person;
  memset(made, 0, sizeof *made);
  p->name_count = 1 + draw(2);
  for (uint32_t i = 0; i < p->name_count; i++) {
    make_text(made->names[i]);
    made->name[i] = (pnr_name){ .kind = PNR_NAME_PRIMARY, .full = text_slice(made->names[i]) };
    made->name_list[i] = &made->name[i];
  }
  pnr_date birth = draw(3) == 0 ? 0 : 19700000 + 100 * (1 + draw(3)) + 2 + draw(4);
  made->birth = (pnr_birth){ .from = birth, .to = birth };
  made->document.number = text_slice(numbers[draw(5)]);
  made->identifier = (pnr_identifier){ .kind = PNR_IDENTIFIER_PHONE, .value = text_slice(phones[draw(4)]) };
  made->nation = text_slice(draw(2) ? "CZE" : "FRA");
  made->birth_list[0] = &made->birth;
  made->document_list[0] = &made->document;
  made->identifier_list[0] = &made->identifier;
  p->names = made->name_list;
  p->births = made->birth_list;
  p->documents = made->document_list;
  p->identifiers = made->identifier_list;
  p->nationalities = &made->nation;
  p->birth_count = birth != 0;
  p->document_count = draw(4) == 0;
  p->identifier_count = draw(6) == 0;
  p->nationality_count = draw(2);
  p->sex = (uint32_t) "\0MF"[draw(3)];
  made->view = (pnr_traveller){ .person = p, .booking = booking, .adult = PNR_NONE };
}

static void make_booking(made_booking *made, uint32_t number)
{
  memset(made, 0, sizeof *made);
  snprintf(made->locator, sizeof made->locator, "LOC%03u", number);
  for (uint32_t i = 0; i < CONTACTS; i++) {
    made->contacts[i] = (pnr_contact){ .kind = PNR_CONTACT_ADDRESS + draw(4),
                                       .text = text_slice(emails[draw(3)]),
                                       .digits = text_slice(phones[draw(4)]),
                                       .traveller = draw(2) ? PNR_NONE : draw(TRAVELLERS) };
    made->contact_list[i] = &made->contacts[i];
  }
  for (uint32_t i = 0; i < 2; i++) {
    made->payments[i] =
      (pnr_payment){ .account_raw = text_slice(cards[draw(3)]), .traveller = draw(2) ? PNR_NONE : draw(TRAVELLERS) };
    made->payment_list[i] = &made->payments[i];
  }
  made->document.number = text_slice(numbers[draw(5)]);
  made->document_list[0] = &made->document;
  made->view = (pnr_booking){ .locator = text_slice(made->locator),
                              .contacts = made->contact_list,
                              .payments = made->payment_list,
                              .documents = made->document_list,
                              .contact_count = draw(CONTACTS + 1),
                              .payment_count = draw(3),
                              .document_count = draw(4) == 0 };
}

static void make_message(made_message *made, uint64_t seed)
{
  draw_state = seed;
  memset(made, 0, sizeof *made);
  for (uint32_t i = 0; i < BOOKINGS; i++) {
    make_booking(&made->bookings[i], i);
    made->booking_list[i] = &made->bookings[i].view;
  }
  for (uint32_t i = 0; i < TRAVELLERS; i++) {
    make_traveller(&made->travellers[i], draw(8) == 0 ? PNR_NONE : draw(BOOKINGS));
    made->traveller_list[i] = &made->travellers[i].view;
  }
  made->legs[0] = (pnr_leg){ .carrier = text_slice("ZX"),
                             .number = text_slice("100"),
                             .from = text_slice("QXA"),
                             .to = text_slice("QXB"),
                             .departs = 20250310,
                             .arrives = 20250310 };
  made->legs[1] = (pnr_leg){ .carrier = text_slice("ZX"),
                             .number = text_slice("100"),
                             .from = text_slice("QXB"),
                             .to = text_slice("QXC"),
                             .departs = 20250310,
                             .arrives = 20250311 };
  made->leg_list[0] = &made->legs[0];
  made->leg_list[1] = &made->legs[1];
  made->content = (pnr_content){ .type = PNR_MESSAGE_PNRGOV,
                                 .sender = text_slice("ZX"),
                                 .legs = made->leg_list,
                                 .leg_count = 2,
                                 .bookings = made->booking_list,
                                 .booking_count = BOOKINGS,
                                 .travellers = made->traveller_list,
                                 .traveller_count = TRAVELLERS };
}

/* --- The person that a traveller is compared as, made in another way than the library's --- */

typedef struct whole_person {
  pnr_identifier identifiers[8];
  const pnr_identifier *identifier_list[8];
  const pnr_document *document_list[2];
  pnr_person person;
} whole_person;

static void add(whole_person *whole, uint32_t kind, pnr_slice value)
{
  uint32_t i = whole->person.identifier_count++;
  whole->identifiers[i] = (pnr_identifier){ .kind = kind, .value = value };
  whole->identifier_list[i] = &whole->identifiers[i];
}

static const pnr_person *whole_of(const made_message *made, uint32_t number, whole_person *whole)
{
  const pnr_traveller *traveller = made->traveller_list[number];
  const pnr_person *own = traveller->person;
  memset(whole, 0, sizeof *whole);
  whole->person = *own;
  whole->person.identifier_count = whole->person.document_count = 0;
  for (uint32_t i = 0; i < own->identifier_count; i++)
    add(whole, own->identifiers[i]->kind, own->identifiers[i]->value);
  for (uint32_t i = 0; i < own->document_count; i++)
    whole->document_list[whole->person.document_count++] = own->documents[i];
  const pnr_booking *b = traveller->booking != PNR_NONE ? made->booking_list[traveller->booking] : NULL;
  for (uint32_t i = 0; b != NULL && i < b->document_count; i++)
    whole->document_list[whole->person.document_count++] = b->documents[i];
  for (uint32_t i = 0; b != NULL && i < b->contact_count; i++) {
    const pnr_contact *c = b->contacts[i];
    if (c->traveller != PNR_NONE && c->traveller != number) continue;
    if (c->kind == PNR_CONTACT_PHONE) add(whole, PNR_IDENTIFIER_PHONE, c->digits);
    if (c->kind == PNR_CONTACT_EMAIL) add(whole, PNR_IDENTIFIER_EMAIL, c->text);
  }
  for (uint32_t i = 0; b != NULL && i < b->payment_count; i++)
    if (b->payments[i]->traveller == PNR_NONE || b->payments[i]->traveller == number)
      add(whole, PNR_IDENTIFIER_CARD, b->payments[i]->account_raw);
  whole->person.identifiers = whole->identifier_list;
  whole->person.documents = whole->document_list;
  return &whole->person;
}

static void make_wanted(made_traveller *wanted, pnr_identifier *identifier)
{
  static const uint32_t kinds[] = { PNR_IDENTIFIER_PHONE, PNR_IDENTIFIER_EMAIL, PNR_IDENTIFIER_CARD };
  uint32_t kind = draw(3);
  make_traveller(wanted, PNR_NONE);
  if (draw(2)) return;
  *identifier = (pnr_identifier){ .kind = kinds[kind],
                                  .value = text_slice(kind == 0   ? phones[draw(4)]
                                                      : kind == 1 ? emails[draw(3)]
                                                                  : cards[draw(3)]) };
  wanted->identifier_list[0] = identifier;
  wanted->person.identifier_count = 1;
}

static const pnr_purpose purpose = { .size = sizeof purpose,
                                     .basis = PNR_BASIS_REQUEST,
                                     .offence = PNR_OFFENCE_TERRORISM,
                                     .case_reference = { (const uint8_t *)"c", 1 },
                                     .officer = { (const uint8_t *)"o", 1 } };

static pnr_index *index_of(const made_message *made)
{
  pnr_index_builder *builder;
  pnr_index *index;
  cr_assert_eq(pnr_index_builder_open(NULL, &builder, NULL), PNR_OK, "open");
  for (uint32_t i = 0; i < made->content.traveller_count; i++)
    cr_assert_eq(pnr_index_builder_add_traveller(builder, &made->content, i, text_slice("a#b.edi:1"), NULL), PNR_OK,
                 "add");
  cr_assert_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_OK, "finish");
  pnr_index_builder_close(builder);
  return index;
}

static pnr_searcher *searcher_of(const pnr_env *env, const pnr_index *index)
{
  pnr_searcher *searcher;
  cr_assert_eq(pnr_searcher_open(env, index, &searcher, NULL), PNR_OK, "searcher");
  return searcher;
}

/* --- Stored travellers --- */

static void check_wanted(pnr_searcher *searcher, pnr_comparer *comparer, const made_message *made,
                         const pnr_person *wanted, uint32_t threshold)
{
  pnr_search_options options = { .size = sizeof options, .threshold = threshold };
  uint32_t expected = 0, found = 0;
  uint32_t scores[TRAVELLERS] = { 0 };
  cr_assert_eq(pnr_search(searcher, wanted, &purpose, &options, NULL), PNR_OK, "search");
  for (uint32_t i = 0; i < pnr_searcher_count(searcher); i++) {
    const pnr_candidate *hit = pnr_searcher_candidate(searcher, i);
    pnr_traveller_entry entry = { .size = sizeof entry };
    cr_assert_eq(pnr_traveller_entry_read(hit, &entry, NULL), PNR_OK, "entry");
    cr_assert(entry.traveller == hit->entry && hit->traveller == PNR_NONE, "traveller %u", entry.traveller);
    scores[entry.traveller] = hit->score;
    found++;
  }
  for (uint32_t i = 0; i < TRAVELLERS; i++) {
    whole_person whole;
    uint32_t score;
    cr_assert_eq(pnr_person_compare(comparer, wanted, whole_of(made, i, &whole), &score, NULL), PNR_OK, "compare");
    if (score < threshold) continue;
    cr_assert_eq(scores[i], score, "traveller %u at %u: %u instead of %u", i, threshold, scores[i], score);
    expected++;
  }
  cr_assert_eq(found, expected, "%u found instead of %u", found, expected);
}

Test(travellers, a_search_among_stored_travellers_equals_comparing_with_each_of_them)
{
  static made_message made;
  pnr_comparer *comparer;
  cr_assert_eq(pnr_comparer_open(NULL, &comparer, NULL), PNR_OK, "comparer");
  for (uint64_t seed = 1; seed <= 40; seed++) {
    make_message(&made, seed);
    pnr_index *index = index_of(&made);
    pnr_searcher *searcher = searcher_of(NULL, index);
    for (uint32_t i = 0; i < 12; i++) {
      static const uint32_t thresholds[] = { 1, 5000, PNR_THRESHOLD_DEFAULT, 8600, 9600 };
      made_traveller wanted;
      pnr_identifier identifier;
      make_wanted(&wanted, &identifier);
      check_wanted(searcher, comparer, &made, &wanted.person, thresholds[i % 5]);
    }
    pnr_searcher_close(searcher);
    pnr_index_close(index);
  }
  pnr_comparer_close(comparer);
}

/* An index that holds a listed person, and a traveller behind him where there is a message. */
static pnr_index *list_of_one(const made_message *made)
{
  static const pnr_person nobody = { .name_count = 0 };
  const pnr_entry entry = {
    .id = text_slice("csv:1"), .owner = text_slice("A"), .basis = text_slice("B"), .action = 1, .person = &nobody
  };
  pnr_index_builder *builder;
  pnr_index *index;
  cr_assert_eq(pnr_index_builder_open(NULL, &builder, NULL), PNR_OK, "open");
  cr_assert_eq(pnr_index_builder_add(builder, &entry, NULL), PNR_OK, "add");
  if (made != NULL)
    cr_assert_eq(pnr_index_builder_add_traveller(builder, &made->content, 0, text_slice("a"), NULL), PNR_OK,
                 "traveller");
  cr_assert_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_OK, "finish");
  pnr_index_builder_close(builder);
  return index;
}

Test(travellers, a_message_that_is_added_to_an_index_in_use_answers_as_when_it_is_built)
{
  static made_message made;
  char folder[] = "/tmp/pnr-travellers-XXXXXX", path[64], journal[80];
  cr_assert(mkdtemp(folder) != NULL, "folder");
  snprintf(path, sizeof path, "%s/index", folder);
  snprintf(journal, sizeof journal, "%s.journal", path);
  make_message(&made, 3);
  pnr_index *first = list_of_one(NULL), *added;
  pnr_index *whole = index_of(&made);
  pnr_live *live;
  pnr_travellers *all;
  cr_assert_eq(pnr_index_write(first, path, NULL), PNR_OK, "write");
  cr_assert_eq(pnr_live_open(NULL, path, &live, NULL), PNR_OK, "live");
  cr_assert_eq(pnr_travellers_open(NULL, &made.content, text_slice("a#b.edi:1"), &all, NULL), PNR_OK, "open");
  cr_expect(pnr_travellers_count(all) == TRAVELLERS && pnr_travellers_left_out(all) == 0, "count");
  cr_assert_eq(pnr_live_add(live, pnr_travellers_entries(all), pnr_travellers_count(all), NULL), PNR_OK, "add");
  pnr_travellers_close(all);
  static const pnr_purpose assessment = { .size = sizeof assessment, .basis = PNR_BASIS_ASSESSMENT };
  pnr_searcher *of_first = searcher_of(NULL, first);
  cr_expect_eq(pnr_search(of_first, &made.travellers[0].person, &assessment, NULL, NULL), PNR_OK, "a list");
  pnr_searcher_close(of_first);
  added = pnr_live_index(live);
  pnr_searcher *of_added = searcher_of(NULL, added), *of_whole = searcher_of(NULL, whole);
  cr_expect_eq(pnr_search(of_added, &made.travellers[0].person, &assessment, NULL, NULL), PNR_E_PURPOSE,
               "not any more");
  for (uint32_t i = 0; i < 40; i++) {
    pnr_search_options options = { .size = sizeof options, .threshold = 6000 };
    made_traveller wanted;
    pnr_identifier identifier;
    make_wanted(&wanted, &identifier);
    cr_assert_eq(pnr_search(of_added, &wanted.person, &purpose, &options, NULL), PNR_OK, "search");
    cr_assert_eq(pnr_search(of_whole, &wanted.person, &purpose, &options, NULL), PNR_OK, "search");
    uint64_t sums[2] = { 0, 0 };
    for (uint32_t k = 0; k < 2; k++) {
      const pnr_searcher *searcher = k == 0 ? of_added : of_whole;
      for (uint32_t n = 0; n < pnr_searcher_count(searcher); n++) {
        pnr_traveller_entry entry = { .size = sizeof entry };
        const pnr_candidate *hit = pnr_searcher_candidate(searcher, n);
        cr_assert_eq(pnr_traveller_entry_read(hit, &entry, NULL), PNR_OK, "entry");
        sums[k] += (uint64_t)hit->score * (entry.traveller + 1);
      }
    }
    cr_expect(sums[0] == sums[1] && (i > 0 || sums[0] > 0), "query %u", i);
  }
  pnr_searcher_close(of_added);
  pnr_searcher_close(of_whole);
  pnr_index_close(added);
  pnr_index_close(first);
  pnr_index_close(whole);
  pnr_live_close(live);
  unlink(path);
  unlink(journal);
  rmdir(folder);
}

static const pnr_leg whole_leg = { .carrier = { (const uint8_t *)"ZX", 2 },
                                   .number = { (const uint8_t *)"0100", 4 },
                                   .suffix = { (const uint8_t *)"A", 1 },
                                   .from = { (const uint8_t *)"QXA", 3 },
                                   .to = { (const uint8_t *)"QXB", 3 },
                                   .departs = 20251231,
                                   .arrives = 20260101 };
static const pnr_leg dateless_leg = { .carrier = { (const uint8_t *)"Z X", 3 }, .to = { (const uint8_t *)"Q-B", 3 } };

static const struct {
  const char *name, *reference;
  uint32_t type;
  const pnr_leg *leg;
  const char *locator;
  const char *id, *source;
  const char *flight, *from, *to, *read_locator;
  pnr_date departs;
} entries[] = {
  { "whole", "a.edi:3", PNR_MESSAGE_PNRGOV, &whole_leg, "LOC1", "a.edi:3#0/LOC1", "PNRGOV ZX0100A 2025-12-31 QXA-QXB",
    "ZX0100A", "QXA", "QXB", "LOC1", 20251231 },
  { "without day, carrier and places with odd octets", "a", PNR_MESSAGE_PAXLST, &dateless_leg, NULL, "a#0",
    "PAXLST ZX - -QB", "ZX", "", "QB", "", 0 },
  { "without journey", "", PNR_MESSAGE_MRZ, NULL, NULL, "#0", "MRZ - - -", "", "", "", "", 0 },
  { "marks in reference and locator", "a#1/b#", PNR_MESSAGE_PNL, &whole_leg, "L#C /1", "a#1/b##0/LC/1",
    "PNL ZX0100A 2025-12-31 QXA-QXB", "ZX0100A", "QXA", "QXB", "LC/1", 20251231 },
};

Test(travellers, an_entry_tells_message_booking_flight_and_day)
{
  for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
    static made_message made;
    make_message(&made, 7);
    made.travellers[0].view.booking = 0;
    made.bookings[0].view.locator =
      entries[i].locator != NULL ? text_slice(entries[i].locator) : (pnr_slice){ NULL, 0 };
    made.leg_list[0] = entries[i].leg;
    made.content.leg_count = entries[i].leg != NULL;
    made.content.type = entries[i].type;
    made.content.traveller_count = 1;
    pnr_index_builder *builder;
    pnr_index *index;
    cr_assert_eq(pnr_index_builder_open(NULL, &builder, NULL), PNR_OK, "open");
    cr_assert_eq(pnr_index_builder_add_traveller(builder, &made.content, 0, text_slice(entries[i].reference), NULL),
                 PNR_OK, "add");
    cr_assert_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_OK, "finish");
    pnr_searcher *searcher = searcher_of(NULL, index);
    cr_assert_eq(pnr_search(searcher, &made.travellers[0].person, &purpose, NULL, NULL), PNR_OK, "search");
    cr_assert_eq(pnr_searcher_count(searcher), 1, "%s: hits", entries[i].name);
    const pnr_candidate *hit = pnr_searcher_candidate(searcher, 0);
    cr_expect(slice_is(hit->entry_id, entries[i].id), "%s: id %.*s", entries[i].name, (int)hit->entry_id.size,
              (const char *)hit->entry_id.data);
    cr_expect(slice_is(hit->source, entries[i].source) && slice_is(hit->owner, "ZX"), "%s: source %.*s",
              entries[i].name, (int)hit->source.size, (const char *)hit->source.data);
    pnr_traveller_entry entry = { .size = sizeof entry };
    cr_assert_eq(pnr_traveller_entry_read(hit, &entry, NULL), PNR_OK, "%s: read", entries[i].name);
    cr_expect(slice_is(entry.reference, entries[i].reference) && entry.traveller == 0, "%s: reference",
              entries[i].name);
    cr_expect(slice_is(entry.locator, entries[i].read_locator), "%s: locator", entries[i].name);
    cr_expect(slice_is(entry.flight, entries[i].flight) && entry.departs == entries[i].departs, "%s: flight",
              entries[i].name);
    cr_expect(slice_is(entry.from, entries[i].from) && slice_is(entry.to, entries[i].to), "%s: route", entries[i].name);
    pnr_searcher_close(searcher);
    pnr_index_close(index);
    pnr_index_builder_close(builder);
  }
  static const char *const others[][2] = {
    { "csv:1", "csv" },
    { "a#1", "csv" },
    { "a#x", "PNRGOV - - -" },
    { "a#", "PNRGOV - - -" },
    { "a#1", "PNRGOV - 2025-13-01 -" },
    { "a#1", "PNRGOV - - " },
    { "csv:1", "PNRGOV - - -" },
  };
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    pnr_candidate hit = { .entry_id = text_slice(others[i][0]), .source = text_slice(others[i][1]) };
    pnr_traveller_entry entry = { .size = sizeof entry };
    cr_expect_eq(pnr_traveller_entry_read(&hit, &entry, NULL), PNR_E_FORMAT, "%s %s", others[i][0], others[i][1]);
  }
}

Test(travellers, days_choose_among_journeys)
{
  static const struct {
    pnr_date departs, arrives, at, until;
    uint32_t hits;
  } rows[] = {
    { 20250310, 20250311, 0, 0, 1 },
    { 20250310, 20250311, 20250309, 0, 0 },
    { 20250310, 20250311, 20250311, 0, 1 },
    { 20250310, 20250311, 20250312, 0, 0 },
    { 20250310, 20250311, 20250301, 20250309, 0 },
    { 20250310, 20250311, 20250301, 20250310, 1 },
    { 20250310, 20250311, 20250311, 20250401, 1 },
    { 20250310, 20250311, 20250312, 20250401, 0 },
    { 20250310, 20250311, 0, 20250309, 0 },
    { 20250310, 20250311, 0, 20250310, 1 },
    { 20250310, 0, 20250310, 20250310, 1 },
    { 20250310, 20250301, 20250310, 20250310, 1 },
    { 0, 0, 20250310, 20250311, 1 },
    { 20250300, 0, 20250310, 20250311, 1 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    static made_message made;
    make_message(&made, 7);
    made.content.traveller_count = made.content.leg_count = 1;
    made.legs[0].departs = rows[i].departs;
    made.legs[0].arrives = rows[i].arrives;
    pnr_index *index = index_of(&made);
    pnr_searcher *searcher = searcher_of(NULL, index);
    pnr_search_options options = { .size = sizeof options, .at = rows[i].at, .until = rows[i].until };
    cr_assert_eq(pnr_search(searcher, &made.travellers[0].person, &purpose, &options, NULL), PNR_OK, "search");
    cr_expect_eq(pnr_searcher_count(searcher), rows[i].hits, "row %zu", i);
    pnr_searcher_close(searcher);
    pnr_index_close(index);
  }
}

Test(travellers, one_with_too_many_identifiers_is_refused_and_spoils_nothing)
{
  enum { MANY = 1024 };
  static made_message made;
  static const pnr_identifier *identifiers[MANY];
  make_message(&made, 7);
  for (uint32_t i = 0; i < MANY; i++) identifiers[i] = &made.travellers[1].identifier;
  made.travellers[1].person.identifiers = identifiers;
  made.travellers[1].person.identifier_count = MANY;
  pnr_index_builder *builder;
  pnr_index *index;
  cr_assert_eq(pnr_index_builder_open(NULL, &builder, NULL), PNR_OK, "open");
  for (uint32_t i = 0; i < 3; i++)
    cr_expect_eq(pnr_index_builder_add_traveller(builder, &made.content, i, text_slice("a"), NULL),
                 i == 1 ? PNR_E_LIMIT : PNR_OK, "traveller %u", i);
  pnr_travellers *all;
  cr_assert_eq(pnr_travellers_open(NULL, &made.content, text_slice("a"), &all, NULL), PNR_OK, "as entries");
  cr_expect(pnr_travellers_count(all) == TRAVELLERS - 1 && pnr_travellers_left_out(all) == 1, "one is left out");
  const pnr_slice id = pnr_travellers_entries(all)[1]->id;
  cr_expect(id.size > 2 && memcmp(id.data, "a#2", 3) == 0, "in order");
  pnr_travellers_close(all);
  cr_assert_eq(pnr_index_builder_add_traveller(builder, &made.content, TRAVELLERS, text_slice("a"), NULL),
               PNR_E_ARGUMENT, "none such");
  cr_assert_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_OK, "finish");
  cr_expect_eq(pnr_index_info(index)->entries, 2, "entries");
  pnr_searcher *searcher = searcher_of(NULL, index);
  cr_assert_eq(pnr_search_traveller(searcher, &made.content, 1, &purpose, NULL, NULL), PNR_OK, "search");
  cr_assert_eq(pnr_searcher_count(searcher), 1, "told");
  cr_expect(pnr_searcher_candidate(searcher, 0)->reasons[0]->code == PNR_R_NOT_FULLY_SCREENED, "not screened");
  pnr_searcher_close(searcher);
  pnr_index_close(index);
  pnr_index_builder_close(builder);
}

/* --- All of a message --- */

typedef struct seen {
  uint32_t traveller, entry, score;
} seen;
enum { SEEN = TRAVELLERS * TRAVELLERS };

static uint32_t collect(const pnr_searcher *searcher, seen *out, uint32_t count)
{
  for (uint32_t i = 0; i < pnr_searcher_count(searcher); i++) {
    const pnr_candidate *hit = pnr_searcher_candidate(searcher, i);
    out[count++] = (seen){ hit->traveller, hit->entry, hit->score };
  }
  return count;
}

Test(travellers, a_message_is_searched_as_its_travellers_one_by_one)
{
  static made_message stored, made;
  static seen one_by_one[SEEN], together[SEEN];
  static const pnr_search_options options[] = {
    { .size = sizeof(pnr_search_options), .threshold = 1 },
    { .size = sizeof(pnr_search_options), .threshold = 8000, .explain = 1 },
    { .size = sizeof(pnr_search_options), .threshold = 5000, .best = 2 },
    { .size = sizeof(pnr_search_options), .at = 20240101 },
  };
  make_message(&stored, 11);
  make_message(&made, 12);
  pnr_index *index = index_of(&stored);
  for (uint64_t steps = 0; steps <= 4000; steps += 800) { /* 0: as many as they need */
    pnr_limits limits = { .size = sizeof limits, .steps = steps };
    pnr_env *env;
    cr_assert_eq(pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK, "env");
    pnr_searcher *searcher = searcher_of(env, index);
    for (size_t k = 0; k < sizeof options / sizeof options[0]; k++) {
      uint32_t count = 0, unfinished = 0;
      for (uint32_t i = 0; i < TRAVELLERS; i++) {
        cr_assert_eq(pnr_search_traveller(searcher, &made.content, i, &purpose, &options[k], NULL), PNR_OK, "one");
        count = collect(searcher, one_by_one, count);
        unfinished += count > 0 && one_by_one[count - 1].traveller == i && one_by_one[count - 1].entry == PNR_NONE;
      }
      cr_assert_eq(pnr_search_message(searcher, &made.content, &purpose, &options[k], NULL), PNR_OK, "all");
      uint32_t total = collect(searcher, together, 0);
      cr_assert(total == count && memcmp(one_by_one, together, count * sizeof *together) == 0,
                "options %zu, steps %llu: %u instead of %u", k, (unsigned long long)steps, total, count);
      if (steps == 0) cr_expect_eq(unfinished, 0, "options %zu: %u not screened", k, unfinished);
      if (steps == 800 && k < 3) cr_expect_gt(unfinished, 0, "options %zu: a limit ended nothing", k);
      cr_expect(steps != 0 || k == 3 || count > TRAVELLERS / 2, "options %zu: %u hits tell little", k, count);
    }
    pnr_searcher_close(searcher);
    pnr_env_close(env);
  }
  pnr_index_close(index);
}

Test(travellers, searching_them_needs_a_purpose)
{
  static made_message made;
  make_message(&made, 7);
  pnr_index *index = list_of_one(&made);
  pnr_searcher *searcher = searcher_of(NULL, index);
  pnr_purpose without = purpose;
  without.officer.size = 0;
  static const pnr_purpose others[] = {
    { .size = sizeof(pnr_purpose), .basis = PNR_BASIS_ASSESSMENT, .offence = PNR_OFFENCE_TERRORISM },
    { .size = sizeof(pnr_purpose), .basis = PNR_BASIS_TEST },
  };
  for (size_t i = 0; i < 2; i++)
    cr_expect_eq(pnr_search(searcher, &made.travellers[0].person, &others[i], NULL, NULL),
                 others[i].basis == PNR_BASIS_TEST ? PNR_OK : PNR_E_PURPOSE, "basis %u", others[i].basis);
  pnr_error error = { .size = sizeof error };
  cr_assert_eq(pnr_search_message(searcher, &made.content, &purpose, NULL, NULL), PNR_OK, "search");
  cr_expect_gt(pnr_searcher_count(searcher), 0, "hits");
  cr_expect_eq(pnr_search_message(searcher, &made.content, &without, NULL, &error), PNR_E_PURPOSE, "message");
  cr_expect_eq(pnr_search_traveller(searcher, &made.content, 0, NULL, NULL, &error), PNR_E_PURPOSE, "traveller");
  cr_expect(error.status == PNR_E_PURPOSE && pnr_searcher_count(searcher) == 0, "nothing is left of it");
  cr_expect_eq(pnr_search_traveller(searcher, &made.content, TRAVELLERS, &purpose, NULL, NULL), PNR_E_ARGUMENT, "none");
  pnr_searcher_close(searcher);
  pnr_index_close(index);
}

/* --- Memory --- */

/* What can be done with memory for n allocations: PNR_OK when that is all. */
static pnr_status do_all(const pnr_env *env, const made_message *made)
{
  pnr_index_builder *builder = NULL;
  pnr_index *index = NULL;
  pnr_searcher *searcher = NULL;
  pnr_search_options options = { .size = sizeof options, .threshold = 6000, .explain = 1 };
  pnr_travellers *all = NULL;
  pnr_status status = pnr_travellers_open(env, &made->content, text_slice("a"), &all, NULL);
  pnr_travellers_close(all);
  if (status == PNR_OK) status = pnr_index_builder_open(env, &builder, NULL);
  for (uint32_t i = 0; status == PNR_OK && i < 6; i++)
    status = pnr_index_builder_add_traveller(builder, &made->content, i, text_slice("a"), NULL);
  if (status == PNR_OK) status = pnr_index_builder_finish(builder, &index, NULL);
  if (status == PNR_OK) status = pnr_searcher_open(env, index, &searcher, NULL);
  if (status == PNR_OK) status = pnr_search_message(searcher, &made->content, &purpose, &options, NULL);
  cr_expect(status == PNR_OK || pnr_searcher_count(searcher) == 0, "a failed search shows nothing");
  pnr_searcher_close(searcher);
  pnr_index_close(index);
  pnr_index_builder_close(builder);
  return status;
}

Test(travellers, every_allocation_may_fail)
{
  static made_message made;
  make_message(&made, 7);
  made.content.traveller_count = 6;
  pnr_status status = PNR_E_MEMORY;
  uint64_t fail_at = 1;
  for (; status != PNR_OK; fail_at++) {
    counting_allocator memory = { .fail_at = fail_at };
    pnr_env *env = NULL;
    status = pnr_env_open(counting_allocate, &memory, NULL, &env, NULL);
    if (status == PNR_OK) status = do_all(env, &made);
    cr_assert(status == PNR_OK || status == PNR_E_MEMORY, "allocation %llu: %d", (unsigned long long)fail_at, status);
    pnr_env_close(env);
    cr_assert(memory.blocks == 0 && memory.octets == 0, "allocation %llu: something is held",
              (unsigned long long)fail_at);
    cr_assert(!memory.not_wiped, "allocation %llu: not wiped", (unsigned long long)fail_at);
  }
  cr_expect_gt(fail_at, 60, "%llu allocations", (unsigned long long)fail_at);
}
