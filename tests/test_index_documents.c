/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "pnr/match.h"
#include "support.h"

/* Persons found by what is no name: documents, ranges of them, identifiers. */

#define ROWS(array) (sizeof(array) / sizeof(array)[0])

static const pnr_purpose purpose = { sizeof purpose, PNR_BASIS_TEST, 0, { NULL, 0 }, { NULL, 0 } };

typedef struct found {
  pnr_list *list;
  pnr_index *index;
  pnr_searcher *searcher;
} found;

static found open_list(const char *text)
{
  found all = { NULL, NULL, NULL };
  pnr_index_builder *builder = NULL;
  cr_assert(eq(
    i32, pnr_list_open(NULL, (const uint8_t *)text, strlen(text), 0, (pnr_slice){ NULL, 0 }, &all.list, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_index_builder_open(NULL, &builder, NULL), PNR_OK));
  for (uint32_t i = 0; i < pnr_list_count(all.list); i++)
    cr_assert(eq(i32, pnr_index_builder_add(builder, pnr_list_entry(all.list, i), NULL), PNR_OK));
  cr_assert(eq(i32, pnr_index_builder_finish(builder, &all.index, NULL), PNR_OK));
  pnr_index_builder_close(builder);
  cr_assert(eq(i32, pnr_index_verify(all.index, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_searcher_open(NULL, all.index, &all.searcher, NULL), PNR_OK));
  return all;
}

static void close_list(found *all)
{
  pnr_searcher_close(all->searcher);
  pnr_index_close(all->index);
  pnr_list_close(all->list);
}

/* The person with one document or one identifier; kind 0 is a document. */
typedef struct asked {
  pnr_document document;
  pnr_identifier identifier;
  const pnr_document *documents[1];
  const pnr_identifier *identifiers[1];
  pnr_person person;
} asked;

static const pnr_person *ask(asked *who, uint32_t kind, const char *value, const char *issuer)
{
  *who = (asked){ .document = { .number = text_slice(value), .issuer = text_slice(issuer) },
                  .identifier = { .kind = kind, .value = text_slice(value), .issuer = text_slice(issuer) } };
  who->documents[0] = &who->document;
  who->identifiers[0] = &who->identifier;
  who->person.documents = who->documents;
  who->person.identifiers = who->identifiers;
  who->person.document_count = kind == 0;
  who->person.identifier_count = kind != 0;
  return &who->person;
}

static uint32_t count_hits(found *all, const pnr_person *person, pnr_date at)
{
  pnr_search_options options = { .size = sizeof options, .at = at };
  cr_assert(eq(i32, pnr_search(all->searcher, person, &purpose, &options, NULL), PNR_OK));
  return pnr_searcher_count(all->searcher);
}

Test(index_documents, an_identifier_alone_finds_its_entry)
{
  static const char list[] =
    "id,name,document_number,document_country,phone,email,frequent_flyer,card\n"
    "1,Petr Novak,X 1234567,CZ,,,,\n2,Eva Doe,,,+49 30 1234567,,,\n"
    "3,Jan Roe,,,,Jan.Roe@example.org,,\n4,Ida Poe,,,,,ZX 992003,\n5,Ada Low,,,,,,tok-8a7f55\n";
  static const struct {
    const char *value, *issuer, *entry;
    uint32_t kind;
  } rows[] = {
    { "X1234567", "CZE", "csv:1", 0 },
    { "x-1234567", "", "csv:1", 0 },
    { "XI234567", "CZE", "csv:1", 0 },
    { "X1234567", "SVK", NULL, 0 },
    { "X1234568", "CZE", NULL, 0 },
    { "0049301234567", "", "csv:2", PNR_IDENTIFIER_PHONE },
    { "JAN.ROE@EXAMPLE.ORG", "", "csv:3", PNR_IDENTIFIER_EMAIL },
    { "992003", "ZX", "csv:4", PNR_IDENTIFIER_FREQUENT_FLYER },
    { "992003", "QQ", NULL, PNR_IDENTIFIER_FREQUENT_FLYER },
    { "TOK-8A7F55", "", "csv:5", PNR_IDENTIFIER_CARD },
    { "411111******1111", "", NULL, PNR_IDENTIFIER_CARD },
    { "411111XXXXXX1111", "", NULL, PNR_IDENTIFIER_CARD },
  };
  found all = open_list(list);
  for (size_t i = 0; i < ROWS(rows); i++) {
    asked who;
    uint32_t count = count_hits(&all, ask(&who, rows[i].kind, rows[i].value, rows[i].issuer), 0);
    cr_assert(eq(u32, count, rows[i].entry != NULL), "%s", rows[i].value);
    if (count == 0) continue;
    cr_expect(slice_is(pnr_searcher_candidate(all.searcher, 0)->entry_id, rows[i].entry), "%s", rows[i].value);
    cr_expect(pnr_searcher_candidate(all.searcher, 0)->score >= 8500, "%s", rows[i].value);
    cr_expect(eq(u32, pnr_searcher_candidate(all.searcher, 0)->document_status, 0), "%s", rows[i].value);
  }
  close_list(&all);
}

#define HEADER "id,document_number,document_last,document_country,document_status,valid_until\n"

Test(index_documents, a_range_holds_every_number_from_its_first_to_its_last)
{
  static const char list[] = HEADER "1,A0000100,A0000199,DE,stolen-blank,2026-06-30\n2,A0000150,A0000150,DE,stolen,\n";
  static const struct {
    const char *number, *issuer;
    pnr_date at;
    uint32_t count;
  } rows[] = {
    { "A0000100", "DEU", 0, 1 },        { "A0000199", "DEU", 0, 1 },        { "A0000099", "DEU", 0, 0 },
    { "A0000200", "DEU", 0, 0 },        { "A0000150", "DEU", 0, 2 },        { "a-0000 123", "", 0, 1 },
    { "A00001O5", "DEU", 0, 1 },        { "A0000I05", "DEU", 0, 1 },        { "A0000123", "FRA", 0, 0 },
    { "A000123", "DEU", 0, 0 },         { "A00001234", "DEU", 0, 0 },       { "B0000123", "DEU", 0, 0 },
    { "A0000123", "DEU", 20260630, 1 }, { "A0000123", "DEU", 20260701, 0 }, { "A0000150", "DEU", 20260701, 1 },
  };
  found all = open_list(list);
  for (size_t i = 0; i < ROWS(rows); i++) {
    asked who;
    uint32_t count = count_hits(&all, ask(&who, 0, rows[i].number, rows[i].issuer), rows[i].at);
    cr_expect(eq(u32, count, rows[i].count), "%s of %s at %u", rows[i].number, rows[i].issuer, rows[i].at);
  }
  asked who;
  cr_assert(eq(u32, count_hits(&all, ask(&who, 0, "A0000123", ""), 0), 1));
  cr_expect(slice_is(pnr_searcher_candidate(all.searcher, 0)->warning, "stolen-blank"));
  cr_expect(slice_is(pnr_searcher_candidate(all.searcher, 0)->entry_id, "sltd:1"));
  cr_expect(eq(u32, pnr_searcher_candidate(all.searcher, 0)->document_status, PNR_DOCUMENT_STOLEN_BLANK));
  cr_assert(eq(u32, count_hits(&all, ask(&who, 0, "A0000150", ""), 20260701), 1));
  cr_expect(eq(u32, pnr_searcher_candidate(all.searcher, 0)->document_status, PNR_DOCUMENT_STOLEN));
  close_list(&all);
}

static uint32_t draw(uint64_t *state, uint32_t below)
{
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(*state >> 33) % below;
}

Test(index_documents, a_search_answers_as_comparing_with_every_range_would)
{
  enum { ENTRIES = 400, QUERIES = 2000, SPACE = 3000 };
  static char text[ENTRIES * 80];
  static const char *const prefixes[] = { "A", "AO", "N", "" }, *const countries[] = { "DE", "FR", "" };
  uint64_t state = 7;
  size_t size = (size_t)snprintf(text, sizeof text, "%s", HEADER);
  for (uint32_t i = 0; i < ENTRIES; i++) {
    uint32_t first = draw(&state, SPACE), width = draw(&state, 3) == 0 ? draw(&state, SPACE) : draw(&state, 20);
    const char *prefix = prefixes[draw(&state, ROWS(prefixes))];
    size += (size_t)snprintf(text + size, sizeof text - size, "%u,%s%05u,", i, prefix, first + 1);
    if (draw(&state, 4) != 0)
      size += (size_t)snprintf(text + size, sizeof text - size, "%s%05u", prefix, first + 1 + width);
    size += (size_t)snprintf(text + size, sizeof text - size, ",%s,lost,\n", countries[draw(&state, ROWS(countries))]);
  }
  found all = open_list(text);
  pnr_comparer *comparer = NULL;
  cr_assert(eq(i32, pnr_comparer_open(NULL, &comparer, NULL), PNR_OK));
  for (uint32_t i = 0; i < QUERIES; i++) {
    char number[16];
    asked who;
    snprintf(number, sizeof number, "%s%05u", prefixes[draw(&state, ROWS(prefixes))], draw(&state, 2 * SPACE));
    if (draw(&state, 4) == 0)
      for (char *c = number; *c != 0; c++) *c = *c == '0' ? 'O' : *c == '1' ? 'I' : *c;
    const pnr_person *person = ask(&who, 0, number, countries[draw(&state, ROWS(countries))]);
    uint32_t expected = 0;
    for (uint32_t k = 0; k < pnr_list_count(all.list); k++) {
      uint32_t score = 0;
      cr_assert(
        eq(i32, pnr_person_compare(comparer, person, pnr_list_entry(all.list, k)->person, &score, NULL), PNR_OK));
      expected += score >= PNR_THRESHOLD_DEFAULT;
    }
    cr_assert(eq(u32, count_hits(&all, person, 0), expected), "%s", number);
  }
  pnr_comparer_close(comparer);
  close_list(&all);
}
