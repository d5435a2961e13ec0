/* SPDX-License-Identifier: Apache-2.0 */
#include "list_expect.h"

Test(list_opensanctions, a_target_of_the_csv_has_all_values_of_its_cells)
{
  static const expected_name names[] = {
    { PNR_NAME_PRIMARY, NULL, NULL, "Petr Novak" },
    { PNR_NAME_ALIAS, NULL, NULL, "Petya" },
    { PNR_NAME_ALIAS, NULL, NULL, "Pit; the second" },
    { PNR_NAME_ALIAS, NULL, NULL, "\xD0\x9F\xD0\xB5\xD1\x82\xD1\x80" },
  };
  static const expected_birth births[] = { { 19600312, 19600312, 0 }, { 19610000, 19610000, 0 } };
  static const expected_document documents[] = { { NULL, "B7654321", NULL, 0, 0, 0 }, { NULL, "55", NULL, 0, 0, 0 } };
  static const expected_identifier identifiers[] = {
    { PNR_IDENTIFIER_PHONE, "+49301234567" },
    { PNR_IDENTIFIER_EMAIL, "a@b.example" },
  };
  static const char *const nationalities[] = { "CZE", "SYR" };
  pnr_list *list = read_sample(targets_csv);
  cr_expect(eq(u32, pnr_list_finding_count(list), 0));
  const pnr_entry *entry = pnr_list_entry(list, 0);
  cr_expect(slice_is(entry->id, "opensanctions:NK-1") && slice_is(entry->source, "EU Financial Sanctions Files"));
  cr_expect(slice_is(entry->programme, "EU-TAQA") && slice_is(entry->remark, "Asset freeze"));
  EXPECT_ROWS(expect_names, entry->person, names);
  EXPECT_ROWS(expect_births, entry->person, births);
  EXPECT_ROWS(expect_documents, entry->person, documents);
  EXPECT_ROWS(expect_identifiers, entry->person, identifiers);
  EXPECT_ROWS(expect_nationalities, entry->person, nationalities);
  pnr_list_close(list);
}

Test(list_opensanctions, an_entity_has_its_properties_and_those_of_its_documents)
{
  static const expected_name names[] = {
    { PNR_NAME_PRIMARY, NULL, NULL, "Petr Nov\xC3\xA1k" },
    { PNR_NAME_ALIAS, NULL, NULL, "Petr Novak" },
    { PNR_NAME_ALIAS, NULL, NULL, "Petya" },
    { PNR_NAME_WEAK, NULL, NULL, "Pit" },
    { PNR_NAME_FORMER, NULL, NULL, "Peter Nowak" },
  };
  static const expected_name last_names[] = { { PNR_NAME_PRIMARY, "Doe", "Eva", NULL } };
  static const expected_birth births[] = { { 19600312, 19600312, 0 }, { 19610000, 19610000, 0 } };
  static const expected_document documents[] = {
    { "P", "C1", NULL, 0, 0, 0 },
    { "I", "55", NULL, 0, 0, 0 },
    { "P", "B7654321", "CZE", 20010203, 20110202, 0 },
  };
  static const expected_identifier identifiers[] = {
    { PNR_IDENTIFIER_PHONE, "+49301234567" },
    { PNR_IDENTIFIER_EMAIL, "a@b.example" },
  };
  static const char *const nationalities[] = { "CZE", "SYR" };
  pnr_list *list = read_sample(ftm_lines);
  cr_expect(eq(u32, pnr_list_finding_count(list), 0));
  const pnr_entry *entry = pnr_list_entry(list, 0);
  cr_expect(slice_is(entry->id, "opensanctions:NK-1") && slice_is(entry->source, "eu_fsf"));
  cr_expect(slice_is(entry->programme, "TAQA") && slice_is(entry->owner, "Council"));
  cr_expect(slice_is(entry->remark, "Invented"));
  EXPECT_ROWS(expect_names, entry->person, names);
  EXPECT_ROWS(expect_births, entry->person, births);
  EXPECT_ROWS(expect_documents, entry->person, documents);
  EXPECT_ROWS(expect_identifiers, entry->person, identifiers);
  EXPECT_ROWS(expect_nationalities, entry->person, nationalities);
  cr_expect(slice_is(entry->person->birth_place, "Brno") && entry->person->sex == 'M');
  EXPECT_ROWS(expect_names, pnr_list_entry(list, 1)->person, last_names);
  pnr_list_close(list);
}

#define GOOD "{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"]}}\n"
#define HEADER "id,schema,name,birth_date\n"

Test(list_opensanctions, what_is_wrong_is_told_with_its_place_and_the_rest_is_read)
{
  static const expected_finding rows[] = {
    { "a line that is no JSON", "{\"id\":}\n" GOOD, 1, PNR_F_LIST_ROW, 1, 7 },
    { "a line that ends early", GOOD "{\"id\":\"2\",\"schema\":\"Pers", 1, PNR_F_LIST_ROW, 2, 25 },
    { "a line without id", GOOD "{\"schema\":\"Person\"}\n", 1, PNR_F_LIST_ROW, 2, 1 },
    { "a line that is a list", GOOD "[1]\n", 1, PNR_F_LIST_ROW, 2, 1 },
    { "octets that are no UTF-8", GOOD "{\"id\":\"\xFF\"}\n", 1, PNR_F_LIST_ROW, 2, 8 },
    { "a date that is none",
      "{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"],\"birthDate\":[\"x\"]}}\n", 1,
      PNR_F_LIST_VALUE, 1, 69 },
    { "an object in a property", "{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":{\"name\":\"B\"}}}\n", 1,
      PNR_F_LIST_NO_NAME, 1, 1 },
    { "a date of a row", HEADER "1,Person,A,x;1960\n", 1, PNR_F_LIST_VALUE, 2, 12 },
    { "a row with too few fields", HEADER "1,Person,A\n2,Person,B,\n", 1, PNR_F_LIST_ROW, 2, 1 },
  };
  expect_findings(rows, ROWS(rows));
}

Test(list_opensanctions, lines_of_which_none_can_be_read_are_refused)
{
  static const char text[] = "{\"id\":\"1\",,}\n{]\n";
  pnr_list *list = NULL;
  pnr_error error = { .size = sizeof error };
  cr_expect(eq(i32, open_sample(NULL, text, strlen(text), 0, &list, &error), PNR_E_SYNTAX));
  cr_expect(eq(u64, error.offset, 10));
}
