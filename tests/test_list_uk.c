/* SPDX-License-Identifier: Apache-2.0 */
#include "list_expect.h"

#define ORIGINAL "\xD0\x9F\xD0\xB5\xD1\x82\xD1\x80"

Test(list_uk, the_rows_of_ofsi_that_bear_one_group_are_one_person)
{
  static const expected_name names[] = {
    { PNR_NAME_PRIMARY, "NOVAK", "Petr A", NULL },
    { PNR_NAME_ALIAS, NULL, NULL, ORIGINAL },
    { PNR_NAME_WEAK, "PIT", NULL, NULL },
    { PNR_NAME_FORMER, "NOWAK", "Peter", NULL },
  };
  static const expected_birth births[] = { { 19600312, 19600312, 0 },
                                           { 19610000, 19610000, 0 },
                                           { 19620400, 19620400, 0 } };
  static const expected_document documents[] = {
    { "P", "B7654321", NULL, 0, 0, 0 },
    { "P", "C1", NULL, 0, 0, 0 },
    { "I", "55", NULL, 0, 0, 0 },
  };
  static const char *const nationalities[] = { "CZE", "SYR" };
  pnr_list *list = read_sample(uk_ofsi_csv);
  cr_expect(eq(u32, pnr_list_finding_count(list), 0));
  const pnr_entry *entry = pnr_list_entry(list, 0);
  cr_expect(slice_is(entry->id, "uk:6897") && slice_is(entry->programme, "Syria") && slice_is(entry->basis, "Syria"));
  cr_expect(slice_is(entry->remark, "Invented") && slice_is(entry->owner, "United Kingdom"));
  EXPECT_ROWS(expect_names, entry->person, names);
  EXPECT_ROWS(expect_births, entry->person, births);
  EXPECT_ROWS(expect_documents, entry->person, documents);
  EXPECT_ROWS(expect_nationalities, entry->person, nationalities);
  cr_expect(slice_is(entry->person->names[0]->title, "Dr"));
  cr_expect(slice_is(entry->person->birth_place, "Brno, Czechia") && slice_is(entry->person->residence, "DEU"));
  pnr_list_close(list);
}

Test(list_uk, the_uk_sanctions_list_is_read_alike_from_csv_and_xml)
{
  static const expected_name names[2][3] = {
    { { PNR_NAME_PRIMARY, "NOVAK", "Petr A", NULL },
      { PNR_NAME_ALIAS, NULL, NULL, ORIGINAL },
      { PNR_NAME_WEAK, "PIT", NULL, NULL } },
    { { PNR_NAME_PRIMARY, "NOVAK", "Petr A", NULL },
      { PNR_NAME_WEAK, "PIT", NULL, NULL },
      { PNR_NAME_ALIAS, NULL, NULL, ORIGINAL } },
  };
  static const expected_birth births[] = { { 19600312, 19600312, 0 }, { 19610000, 19610000, 0 } };
  static const expected_document documents[] = { { "P", "B7654321", NULL, 0, 0, 0 }, { "I", "55", NULL, 0, 0, 0 } };
  static const char *const nationalities[] = { "CZE" }, *const samples[] = { uk_list_csv, uk_list_xml };
  for (size_t i = 0; i < 2; i++) {
    pnr_list *list = read_sample(samples[i]);
    cr_expect(eq(u32, pnr_list_finding_count(list), 0));
    const pnr_entry *entry = pnr_list_entry(list, 0);
    cr_expect(slice_is(entry->id, "uk:SYR0001") && slice_is(entry->programme, "Syria"));
    cr_expect(slice_is(entry->remark, "Invented"));
    expect_names(entry->person, names[i], 3);
    EXPECT_ROWS(expect_births, entry->person, births);
    EXPECT_ROWS(expect_documents, entry->person, documents);
    EXPECT_ROWS(expect_nationalities, entry->person, nationalities);
    cr_expect(eq(u32, entry->person->sex, 'M'));
    cr_expect(slice_is(entry->person->birth_place, "Brno, Czechia") && slice_is(entry->person->residence, "DEU"));
    cr_assert(entry->person->identifier_count >= 2);
    cr_expect(slice_is(entry->person->identifiers[0]->value, "+49301234567"));
    cr_expect(slice_is(entry->person->identifiers[1]->value, "a@b.example"));
    cr_expect(slice_is(pnr_list_entry(list, 1)->id, "uk:SYR0003"));
    pnr_list_close(list);
  }
}

Test(list_uk, the_xml_of_ofsi_is_read_like_its_rows)
{
  static const expected_name names[] = {
    { PNR_NAME_PRIMARY, "NOVAK", "Petr A", NULL },
    { PNR_NAME_ALIAS, NULL, NULL, ORIGINAL },
    { PNR_NAME_WEAK, "PIT", NULL, NULL },
  };
  static const expected_birth births[] = { { 19600312, 19600312, 0 } };
  pnr_list *list = read_sample(uk_ofsi_xml);
  const pnr_entry *entry = pnr_list_entry(list, 0);
  cr_expect(slice_is(entry->id, "uk:6897") && slice_is(entry->programme, "Syria"));
  EXPECT_ROWS(expect_names, entry->person, names);
  EXPECT_ROWS(expect_births, entry->person, births);
  cr_expect(slice_is(pnr_list_entry(list, 1)->id, "uk:6899"));
  pnr_list_close(list);
}

#define HEADER "Last Updated,1\nName 6,Name 1,DOB,Gender,Group Type,Group ID\n"
#define XML(inner)                                                                                                   \
  "<Designations>\n<Designation><UniqueID>1</UniqueID><IndividualEntityShip>Individual</IndividualEntityShip><Name>" \
  "<Name6>A</Name6></Name>" inner "</Designation></Designations>"

Test(list_uk, what_is_wrong_is_told_with_its_place_and_the_rest_is_read)
{
  static const expected_finding rows[] = {
    { "a date that is none", HEADER "A,B,12/13/1960,,Individual,1\nC,,,,Individual,2\n", 2, PNR_F_LIST_VALUE, 3, 5 },
    { "one of several dates", HEADER "A,B,(1) 1960 (2) soon,,Individual,1\n", 1, PNR_F_LIST_VALUE, 3, 5 },
    { "a sex of no known word", HEADER "A,B,,?,Individual,1\n", 1, PNR_F_LIST_VALUE, 3, 6 },
    { "too many fields", HEADER "A,B,,,Individual,1,x\nC,,,,Individual,2\n", 1, PNR_F_LIST_ROW, 3, 1 },
    { "no name", HEADER ",,,,Individual,1\n", 1, PNR_F_LIST_NO_NAME, 3, 1 },
    { "a date of the XML", XML("<DOB>never</DOB>"), 1, PNR_F_LIST_VALUE, 2, 120 },
    { "a date of the older XML",
      "<ArrayOfFinancialSanctionsTarget>\n<FinancialSanctionsTarget><Name6>A</Name6><GroupTypeDescription>Individual"
      "</GroupTypeDescription><Individual_DateOfBirth>x</Individual_DateOfBirth></FinancialSanctionsTarget>"
      "</ArrayOfFinancialSanctionsTarget>",
      1, PNR_F_LIST_VALUE, 2, 98 },
  };
  expect_findings(rows, ROWS(rows));
}

Test(list_uk, a_source_without_a_header_is_refused)
{
  static const char text[] = "A,B\nName 6 comes,later\nC,D\nE,F\n";
  pnr_list *list = NULL;
  cr_expect(eq(i32, open_sample(NULL, text, strlen(text), PNR_LIST_UK, &list, NULL), PNR_E_FORMAT));
}
