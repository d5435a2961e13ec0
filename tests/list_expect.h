/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_LIST_EXPECT_H
#define PNR_TESTS_LIST_EXPECT_H

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "list_samples.h"

/* Tables of what a person of a list should have, compared value by value. */

typedef struct expected_name {
  uint32_t kind;
  const char *surname, *given, *full; /* NULL: empty */
} expected_name;

typedef struct expected_birth {
  pnr_date from, to;
  uint32_t circa;
} expected_birth;

typedef struct expected_document {
  const char *type, *number, *issuer;
  pnr_date issued, expires;
  uint32_t status;
} expected_document;

typedef struct expected_identifier {
  uint32_t kind;
  const char *value;
} expected_identifier;

static inline bool text_is(pnr_slice slice, const char *text)
{
  return text != NULL ? slice_is(slice, text) : slice.size == 0;
}

static inline void expect_names(const pnr_person *person, const expected_name *rows, size_t count)
{
  cr_assert(eq(sz, person->name_count, count));
  for (size_t i = 0; i < count; i++) {
    const pnr_name *name = person->names[i];
    cr_expect(eq(u32, name->kind, rows[i].kind), "name %zu", i);
    cr_expect(text_is(name->surname, rows[i].surname), "surname %zu: %.*s", i, (int)name->surname.size,
              (const char *)name->surname.data);
    cr_expect(text_is(name->given, rows[i].given), "given name %zu: %.*s", i, (int)name->given.size,
              (const char *)name->given.data);
    cr_expect(text_is(name->full, rows[i].full), "name %zu: %.*s", i, (int)name->full.size,
              (const char *)name->full.data);
    cr_expect(eq(u32, name->source, PNR_SOURCE_LIST), "name %zu", i);
  }
}

static inline void expect_births(const pnr_person *person, const expected_birth *rows, size_t count)
{
  cr_assert(eq(sz, person->birth_count, count));
  for (size_t i = 0; i < count; i++) {
    cr_expect(eq(u32, person->births[i]->from, rows[i].from), "birth %zu", i);
    cr_expect(eq(u32, person->births[i]->to, rows[i].to), "birth %zu", i);
    cr_expect(eq(u32, person->births[i]->circa, rows[i].circa), "birth %zu", i);
  }
}

static inline void expect_documents(const pnr_person *person, const expected_document *rows, size_t count)
{
  cr_assert(eq(sz, person->document_count, count));
  for (size_t i = 0; i < count; i++) {
    const pnr_document *document = person->documents[i];
    cr_expect(text_is(document->type, rows[i].type), "document %zu", i);
    cr_expect(text_is(document->number, rows[i].number), "document %zu", i);
    cr_expect(text_is(document->issuer, rows[i].issuer), "document %zu", i);
    cr_expect(eq(u32, document->issued, rows[i].issued), "document %zu", i);
    cr_expect(eq(u32, document->expires, rows[i].expires), "document %zu", i);
    cr_expect(eq(u32, document->status, rows[i].status), "document %zu", i);
  }
}

static inline void expect_identifiers(const pnr_person *person, const expected_identifier *rows, size_t count)
{
  cr_assert(eq(sz, person->identifier_count, count));
  for (size_t i = 0; i < count; i++) {
    cr_expect(eq(u32, person->identifiers[i]->kind, rows[i].kind), "identifier %zu", i);
    cr_expect(text_is(person->identifiers[i]->value, rows[i].value), "identifier %zu", i);
  }
}

static inline void expect_nationalities(const pnr_person *person, const char *const *rows, size_t count)
{
  cr_assert(eq(sz, person->nationality_count, count));
  for (size_t i = 0; i < count; i++) cr_expect(text_is(person->nationalities[i], rows[i]), "nationality %zu", i);
}

/* A source in which one thing is wrong: the finding, and how many entries there still are. */
typedef struct expected_finding {
  const char *name, *text;
  uint32_t count, code, line, column;
} expected_finding;

static inline void expect_findings(const expected_finding *rows, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    pnr_list *list = NULL;
    cr_assert(eq(i32, open_sample(NULL, rows[i].text, strlen(rows[i].text), 0, &list, NULL), PNR_OK), "%s",
              rows[i].name);
    cr_expect(eq(u32, pnr_list_count(list), rows[i].count), "%s", rows[i].name);
    cr_assert(eq(u32, pnr_list_finding_count(list), 1), "%s", rows[i].name);
    const pnr_finding *finding = pnr_list_finding(list, 0);
    cr_expect(eq(u32, finding->code, rows[i].code), "%s", rows[i].name);
    cr_expect(eq(u32, finding->line, rows[i].line), "%s", rows[i].name);
    cr_expect(eq(u32, finding->column, rows[i].column), "%s", rows[i].name);
    cr_expect(eq(u32, finding->lost, rows[i].code == PNR_F_LIST_ROW), "%s", rows[i].name);
    pnr_list_close(list);
  }
}

#define ROWS(array) (sizeof(array) / sizeof(array)[0])
#define EXPECT_ROWS(expect, person, array) expect(person, array, ROWS(array))

static inline pnr_list *read_sample(const char *text)
{
  pnr_list *list = NULL;
  cr_assert(eq(i32, open_sample(NULL, text, strlen(text), 0, &list, NULL), PNR_OK));
  return list;
}

#endif
