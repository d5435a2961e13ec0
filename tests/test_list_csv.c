/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>

#include "pnr/list.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

static const pnr_slice no_name = { NULL, 0 };

/* Opens a copy of text that is gone afterwards: a list owns all that it shows. */
static pnr_status open_list(const pnr_env *env, const char *text, size_t size, pnr_list **out, pnr_error *error)
{
  uint8_t *input = exact_copy(text, size);
  pnr_status status = pnr_list_open(env, input, size, PNR_LIST_AUTO, no_name, out, error);
  free(input);
  return status;
}

static pnr_list *list_of(const char *text)
{
  pnr_list *list = NULL;
  cr_assert(eq(i32, open_list(NULL, text, strlen(text), &list, NULL), PNR_OK));
  return list;
}

static const pnr_entry *entry_of(const pnr_list *list, const char *id)
{
  for (uint32_t i = 0; i < pnr_list_count(list); i++)
    if (slice_is(pnr_list_entry(list, i)->id, id)) return pnr_list_entry(list, i);
  cr_assert(0, "no entry %s", id);
  return NULL;
}

static const char full_list[] =
  "ID;Name;surname;given;kind;birth_date;sex;nationality;birth_place;document_type;document_number;document_country;"
  "phone;email;frequent_flyer;source;owner;basis;offence;action;valid_from;valid_until;warning;remark;colour\n"
  "42;Petra Nov\xC3\xA1kov\xC3\xA1;;;;1980-05-05;F;CZ;Brno;P;X1234567;Czechia;+420 601 222 333;p@example.org;"
  "ZX 12345;Alpha;PIU;Act 1;9;arrest;2024-01;2026;armed;\"says \"\"no\"\"\";red\n"
  "7;;DOE;JOHN ADAM;;circa 1960;male;;;;;;;;;;;;;;;;;;\n"
  "42;Petra Novak;;;weak;1980..1982;;SVK;;P;X1234567;CZE;;;;Beta;;;;;;;;;\n"
  "42;Petra Nov\xC3\xA1kov\xC3\xA1;;;;1980-05-05;;CZE;;;;;;P@example.org;;;;;;;;;;;\n"
  ";;;;;;;;;V;V1;Utopia;;;;;;;;;;;;;\n";

Test(list_csv, rows_of_one_id_are_one_entry_with_each_value_once)
{
  pnr_list *list = list_of(full_list);
  cr_expect(eq(u32, pnr_list_format(list), PNR_LIST_CSV));
  cr_assert(eq(u32, pnr_list_count(list), 3));
  const pnr_entry *entry = entry_of(list, "csv:42");
  const pnr_person *person = entry->person;
  cr_assert(eq(u32, person->name_count, 2));
  cr_expect(slice_is(person->names[0]->full, "Petra Nov\xC3\xA1kov\xC3\xA1"));
  cr_expect(eq(u32, person->names[0]->kind, PNR_NAME_PRIMARY));
  cr_expect(eq(u32, person->names[0]->source, PNR_SOURCE_LIST));
  cr_expect(eq(u32, person->names[1]->kind, PNR_NAME_WEAK));
  cr_assert(eq(u32, person->birth_count, 2));
  cr_expect(eq(u32, person->births[0]->from, 19800505));
  cr_expect(eq(u32, person->births[1]->from, 19800101));
  cr_expect(eq(u32, person->births[1]->to, 19821231));
  cr_expect(eq(u32, person->sex, 'F'));
  cr_assert(eq(u32, person->nationality_count, 2));
  cr_expect(slice_is(person->nationalities[0], "CZE"));
  cr_expect(slice_is(person->birth_place, "Brno"));
  cr_assert(eq(u32, person->document_count, 1));
  cr_expect(slice_is(person->documents[0]->number, "X1234567"));
  cr_expect(slice_is(person->documents[0]->issuer, "CZE"));
  cr_assert(eq(u32, person->identifier_count, 4));
  cr_expect(slice_is(person->identifiers[0]->value, "+420601222333"));
  cr_expect(slice_is(person->identifiers[2]->issuer, "ZX"));
  cr_expect(slice_is(person->identifiers[2]->value, "12345"));
  pnr_list_close(list);
}

Test(list_csv, an_entry_keeps_what_its_first_rows_say_about_it)
{
  pnr_list *list = list_of(full_list);
  const pnr_entry *entry = entry_of(list, "csv:42");
  cr_expect(slice_is(entry->source, "Alpha"));
  cr_expect(slice_is(entry->owner, "PIU"));
  cr_expect(slice_is(entry->basis, "Act 1"));
  cr_expect(slice_is(entry->offence, "9"));
  cr_expect(slice_is(entry->warning, "armed"));
  cr_expect(slice_is(entry->remark, "says \"no\""));
  cr_expect(eq(u32, entry->action, PNR_ACTION_ARREST));
  cr_expect(eq(u32, entry->valid_from, 20240101), "a partial date begins with its first day");
  cr_expect(eq(u32, entry->valid_until, 20261231), "and ends with its last");
  entry = entry_of(list, "csv:7");
  cr_expect(slice_is(entry->source, "csv"));
  cr_expect(eq(u32, entry->action, PNR_ACTION_INFORM));
  cr_expect(slice_is(entry->person->names[0]->surname, "DOE"));
  cr_expect(slice_is(entry->person->names[0]->given, "JOHN ADAM"));
  cr_expect(slice_is(entry->person->names[0]->raw, "DOE/JOHN ADAM"));
  cr_expect(eq(u32, entry->person->births[0]->circa, 1));
  entry = entry_of(list, "csv:row4");
  cr_expect(slice_is(entry->person->documents[0]->issuer, "UTO"));
  cr_assert(eq(u32, pnr_list_finding_count(list), 1));
  const pnr_finding *finding = pnr_list_finding(list, 0);
  cr_expect(eq(u32, finding->code, PNR_F_LIST_COLUMN));
  cr_expect(eq(u32, finding->line, 1));
  cr_expect(eq(u64, finding->length, 6));
  cr_expect(pnr_list_entry(list, 3) == NULL && pnr_list_finding(list, 1) == NULL, "out of range");
  pnr_list_close(list);
}

Test(list_csv, birth_dates_are_read_in_every_form)
{
  static const struct {
    const char *text;
    pnr_date from, to;
    uint32_t circa;
  } rows[] = {
    { "1980-05-05", 19800505, 19800505, 0 },
    { "1980-05", 19800500, 19800500, 0 },
    { "1980", 19800000, 19800000, 0 },
    { "05 May 1980", 19800505, 19800505, 0 },
    { "5 September 1980", 19800905, 19800905, 0 },
    { "Nov. 1973", 19731100, 19731100, 0 },
    { "1960..1965", 19600101, 19651231, 0 },
    { "1960-02..1960-02", 19600200, 19600200, 0 },
    { "1959-12-30..1960-02", 19591230, 19600229, 0 },
    { "1960 to 1965", 19600101, 19651231, 0 },
    { "between 1960 and 1965", 19600101, 19651231, 0 },
    { "c. 1960", 19600000, 19600000, 1 },
    { "c.1960", 19600000, 19600000, 1 },
    { "Circa 1960-05", 19600500, 19600500, 1 },
    { "circa 1960..1965", 19600101, 19651231, 1 },
    { "ca 1960", 19600000, 19600000, 1 },
    { "1980-13", 0, 0, 0 },
    { "1980-02-30", 0, 0, 0 },
    { "1965..1960", 0, 0, 0 },
    { "..1960", 0, 0, 0 },
    { "1960..", 0, 0, 0 },
    { "circa", 0, 0, 0 },
    { "30 Feb 1980", 0, 0, 0 },
    { "00 May 1980", 0, 0, 0 },
    { "5 5 1980", 0, 0, 0 },
    { "unknown", 0, 0, 0 },
    { "05 May 1980 or so", 0, 0, 0 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    char text[128] = "name,birth_date\nA B,";
    strcat(text, rows[i].text);
    pnr_list *list = list_of(text);
    const pnr_person *person = pnr_list_entry(list, 0)->person;
    cr_expect(eq(u32, person->birth_count, rows[i].from != 0), "%s", rows[i].text);
    cr_expect(eq(u32, pnr_list_finding_count(list), rows[i].from == 0), "%s", rows[i].text);
    if (person->birth_count != 0) {
      cr_expect(eq(u32, person->births[0]->from, rows[i].from), "%s", rows[i].text);
      cr_expect(eq(u32, person->births[0]->to, rows[i].to), "%s", rows[i].text);
      cr_expect(eq(u32, person->births[0]->circa, rows[i].circa), "%s", rows[i].text);
    }
    pnr_list_close(list);
  }
}

Test(list_csv, what_is_wrong_is_told_with_its_place_and_the_rest_is_read)
{
  static const struct {
    const char *name, *row;
    uint32_t code, line, column;
    uint64_t offset, length;
    uint32_t count;
  } rows[] = {
    { "too few fields", "1,A", PNR_F_LIST_ROW, 2, 1, 23, 3, 1 },
    { "too many fields", "1,A,M,x,y", PNR_F_LIST_ROW, 2, 1, 23, 9, 1 },
    { "a quote that never closes", "1,\"A,M,x", PNR_F_LIST_ROW, 2, 3, 23, 8, 1 },
    { "text behind a quote", "1,\"A\"B,M,x", PNR_F_LIST_ROW, 2, 6, 23, 10, 1 },
    { "a sex of nobody", "1,A,Q,1980", PNR_F_LIST_VALUE, 2, 5, 27, 1, 2 },
    { "a bad date", "1,A,M,05/05/80", PNR_F_LIST_VALUE, 2, 7, 29, 8, 2 },
    { "no UTF-8", "1,A\xFF,M,1980", PNR_F_LIST_ENCODING, 2, 3, 25, 2, 2 },
    { "nobody", "1,,M,1980", PNR_F_LIST_NO_NAME, 2, 1, 23, 0, 2 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    char text[128] = "id,name,sex,birth_date\n";
    strcat(text, rows[i].row);
    strcat(text, "\n2,B,F,1990\n");
    pnr_list *list = list_of(text);
    cr_expect(eq(u32, pnr_list_count(list), rows[i].count), "%s", rows[i].name);
    cr_assert(eq(u32, pnr_list_finding_count(list), 1), "%s", rows[i].name);
    const pnr_finding *finding = pnr_list_finding(list, 0);
    cr_expect(eq(u32, finding->code, rows[i].code), "%s", rows[i].name);
    cr_expect(eq(u32, finding->line, rows[i].line), "%s", rows[i].name);
    cr_expect(eq(u32, finding->column, rows[i].column), "%s", rows[i].name);
    cr_expect(eq(u64, finding->offset, rows[i].offset), "%s", rows[i].name);
    cr_expect(eq(u64, finding->length, rows[i].length), "%s", rows[i].name);
    cr_expect(eq(u32, finding->lost, rows[i].code == PNR_F_LIST_ROW), "%s", rows[i].name);
    entry_of(list, "csv:2");
    pnr_list_close(list);
  }
}

Test(list_csv, small_faults_are_forgiven)
{
  static const struct {
    const char *name, *text;
  } rows[] = {
    { "empty fields too many", "name\tsex\nA\tM\t\t\n" },
    { "tabs and quotes that are none", "sex\tname\nM\t\"A\n" },
    { "blank lines", "\r\n\r\nname,sex\r\n\r\nA,m\r\n\r\n" },
    { "blanks around values", " Name , SEX \n  A  , male \n" },
    { "an end of file character", "name,sex\nA,M\r\n\x1A" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_list *list = list_of(rows[i].text);
    cr_expect(eq(u32, pnr_list_finding_count(list), 0), "%s", rows[i].name);
    cr_assert(eq(u32, pnr_list_count(list), 1), "%s", rows[i].name);
    cr_expect(eq(u32, pnr_list_entry(list, 0)->person->sex, 'M'), "%s", rows[i].name);
    pnr_list_close(list);
  }
}

Test(list_csv, octets_that_are_no_utf_8_are_replaced)
{
  pnr_list *list = list_of("name\nA\xC3(\xF0\x9F\n");
  cr_expect(slice_is(pnr_list_entry(list, 0)->person->names[0]->full, "A\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD"));
  pnr_list_close(list);
}

Test(list_csv, what_is_no_list_is_refused_with_its_place)
{
  static const struct {
    const char *name, *text;
    pnr_status status;
    uint64_t offset;
  } rows[] = {
    { "nothing", "", PNR_E_EMPTY, 0 },
    { "only white space", "\xEF\xBB\xBF \r\n\t ", PNR_E_EMPTY, 8 },
    { "no header", "Petra Novak,1980\nJohn Doe,1970\n", PNR_E_FORMAT, 0 },
    { "a header of unknown columns", "\n\na,b\n1,2\n", PNR_E_FORMAT, 2 },
    { "a broken header", "\"name\"x,id\nA,1\n", PNR_E_FORMAT, 0 },
    { "a picture", "\xFF\xD8\xFF\xE0\x01\x10JFIF", PNR_E_FORMAT, 0 },
    { "apostrophes", "''''''''''''''''", PNR_E_FORMAT, 0 },
    { "XML of somebody else", "<?xml version=\"1.0\"?><export/>", PNR_E_FORMAT, 0 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_list *list = NULL;
    pnr_error error = { .size = sizeof error };
    cr_expect(eq(i32, open_list(NULL, rows[i].text, strlen(rows[i].text), &list, &error), rows[i].status), "%s",
              rows[i].name);
    cr_expect(eq(u64, error.offset, rows[i].offset), "%s", rows[i].name);
    cr_expect(list == NULL, "%s", rows[i].name);
  }
  pnr_list *list = NULL;
  cr_expect(eq(i32, pnr_list_open(NULL, NULL, 5, 0, no_name, &list, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_list_open(NULL, (const uint8_t *)"a", 1, 99, no_name, &list, NULL), PNR_E_ARGUMENT));
  pnr_list_close(NULL);
}

Test(list_csv, a_further_file_adds_rows_and_a_bad_one_changes_nothing)
{
  static const char more[] = "name,id\nB A,1\nC,2\nD,\n", bad[] = "nothing,here\n";
  pnr_list *list = list_of("id,name\n1,A B\n,X\n");
  cr_expect(eq(i32, pnr_list_add(list, (const uint8_t *)more, strlen(more), no_name, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_list_add(list, (const uint8_t *)bad, strlen(bad), no_name, NULL), PNR_E_FORMAT));
  cr_expect(eq(u32, pnr_list_count(list), 4));
  cr_expect(eq(u32, entry_of(list, "csv:1")->person->name_count, 2));
  cr_expect(slice_is(entry_of(list, "csv:row1")->person->names[0]->full, "X"));
  cr_expect(slice_is(entry_of(list, "csv:row4")->person->names[0]->full, "D"), "rows are counted over all files");
  pnr_list_close(list);
}

Test(list_csv, an_entry_of_many_rows_keeps_each_name_once)
{
  enum { COUNT = 20000 };
  char *text = malloc(32 * COUNT), *end = text + sprintf(text, "id,name\n");
  for (int i = 0; i < COUNT; i++) end += sprintf(end, "1,Name %d\n", i / 2);
  pnr_list *list = list_of(text);
  cr_assert(eq(u32, pnr_list_count(list), 1));
  cr_expect(eq(u32, pnr_list_entry(list, 0)->person->name_count, COUNT / 2));
  pnr_list_close(list);
  free(text);
}

Test(list_csv, findings_beyond_the_limit_are_counted_in_one)
{
  pnr_limits limits = { .size = sizeof limits, .findings = 2 };
  pnr_env *env = NULL;
  pnr_list *list = NULL;
  static const char text[] = "name\nA,1\nB,1\nC,1\nD,1\n";
  cr_assert(eq(i32, pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK));
  cr_assert(eq(i32, open_list(env, text, strlen(text), &list, NULL), PNR_OK));
  cr_assert(eq(u32, pnr_list_finding_count(list), 3));
  cr_expect(eq(u32, pnr_list_finding(list, 2)->code, PNR_F_MORE));
  cr_expect(eq(u64, pnr_list_finding(list, 2)->length, 2));
  pnr_list_close(list);
  pnr_env_close(env);
}

Test(list_csv, every_failed_allocation_ends_cleanly_and_leaves_nothing)
{
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t n = 1; status == PNR_E_MEMORY && n < 1000; n++) {
    counting_allocator state = { 0 };
    pnr_env *env = NULL;
    pnr_list *list = NULL;
    cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
    state.fail_at = state.count + n;
    status = open_list(env, full_list, strlen(full_list), &list, NULL);
    if (status == PNR_OK) status = pnr_list_add(list, (const uint8_t *)full_list, strlen(full_list), no_name, NULL);
    cr_expect(list == NULL || pnr_list_count(list) == 0 || status == PNR_OK, "allocation %u", (uint32_t)n);
    state.fail_at = 0;
    pnr_list_close(list);
    pnr_env_close(env);
    cr_expect(eq(u64, state.blocks, 0), "allocation %u", (uint32_t)n);
    cr_expect(not(state.not_wiped), "allocation %u", (uint32_t)n);
  }
  cr_expect(eq(i32, status, PNR_OK));
}

Test(list_csv, every_cut_of_a_list_is_read_or_refused)
{
  for (size_t size = 0; size <= strlen(full_list); size++) {
    pnr_list *list = NULL;
    pnr_status status = open_list(NULL, full_list, size, &list, NULL);
    cr_expect(status == PNR_OK || status == PNR_E_FORMAT || status == PNR_E_EMPTY, "%zu octets", size);
    pnr_list_close(list);
  }
}

Test(list_csv, words_and_numbers_name_each_other)
{
  for (uint32_t action = PNR_ACTION_INFORM; action <= PNR_ACTION_FREEZE; action++)
    cr_expect(eq(u32, pnr_action_number(text_slice(pnr_action_name(action))), action));
  cr_expect(eq(u32, pnr_action_number(text_slice("Discreet-Check")), PNR_ACTION_DISCREET_CHECK));
  cr_expect(eq(u32, pnr_action_number(text_slice("unknown")), 0));
  cr_expect_str_eq(pnr_action_name(0), "unknown");
  cr_expect_str_eq(pnr_action_name(99), "unknown");
  for (uint32_t format = PNR_LIST_CSV; format <= PNR_LIST_SLTD; format++)
    cr_expect(eq(u32, pnr_list_format_number(text_slice(pnr_list_format_name(format))), format));
  cr_expect(eq(u32, pnr_list_format_number(text_slice("xy")), PNR_LIST_AUTO));
  for (uint32_t status = PNR_DOCUMENT_LOST; status <= PNR_DOCUMENT_EXPIRED; status++)
    cr_expect(eq(u32, pnr_document_status_number(text_slice(pnr_document_status_name(status))), status));
  cr_expect(eq(u32, pnr_document_status_number(text_slice("fine")), 0));
  cr_expect_str_eq(pnr_name_kind_name(PNR_NAME_MISUSED), "misused");
}
