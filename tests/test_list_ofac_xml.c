/* SPDX-License-Identifier: Apache-2.0 */
#include "list_expect.h"

Test(list_ofac_xml, an_entry_has_all_that_its_lists_say)
{
  static const expected_name names[] = {
    { PNR_NAME_PRIMARY, "NOVAK", "Petr", NULL },
    { PNR_NAME_WEAK, "PIT", NULL, NULL },
    { PNR_NAME_FORMER, "NOWAK", "Peter", NULL },
  };
  static const expected_birth births[] = { { 19600312, 19600312, 0 }, { 19610000, 19610000, 1 } };
  static const expected_document documents[] = { { "P", "B7654321", "IRN", 20010203, 20110202, 0 } };
  static const expected_identifier identifiers[] = {
    { PNR_IDENTIFIER_EMAIL, "p@n.example" },
    { PNR_IDENTIFIER_PHONE, "98215551234" },
  };
  static const char *const nationalities[] = { "IRN", "TUR" };
  pnr_list *list = read_sample(ofac_xml);
  cr_expect(eq(u32, pnr_list_finding_count(list), 0));
  const pnr_entry *entry = pnr_list_entry(list, 0);
  cr_expect(slice_is(entry->id, "ofac:36") && slice_is(entry->programme, "SDGT, IFSR"));
  cr_expect(slice_is(entry->remark, "(Linked To: NOBODY)"));
  EXPECT_ROWS(expect_names, entry->person, names);
  EXPECT_ROWS(expect_births, entry->person, births);
  EXPECT_ROWS(expect_documents, entry->person, documents);
  EXPECT_ROWS(expect_identifiers, entry->person, identifiers);
  EXPECT_ROWS(expect_nationalities, entry->person, nationalities);
  cr_expect(slice_is(entry->person->names[0]->title, "Captain") && entry->person->sex == 'M');
  cr_expect(slice_is(entry->person->birth_place, "Brno, Czechia") && slice_is(entry->person->residence, "IRN"));
  cr_expect(slice_is(pnr_list_entry(list, 1)->id, "ofac:38"));
  pnr_list_close(list);
}

Test(list_ofac_xml, a_party_of_the_advanced_form_has_all_that_its_numbers_refer_to)
{
  static const expected_name names[] = {
    { PNR_NAME_PRIMARY, "NOVAKOVA", "Petra", NULL },
    { PNR_NAME_BIRTH, "DOE", "Petra", NULL },
    { PNR_NAME_ALIAS, NULL, "\xD0\x9F\xD0\xB5\xD1\x82\xD1\x80\xD0\xB0", NULL },
    { PNR_NAME_WEAK, NULL, NULL, "PIT" },
    { PNR_NAME_FORMER, "NOWAK", NULL, NULL },
  };
  static const expected_birth births[] = {
    { 19600312, 19600312, 0 },
    { 19610000, 19610000, 1 },
    { 19620101, 19641231, 0 },
    { 19650500, 19650500, 0 },
  };
  static const expected_document documents[] = { { "P", "B7654321", "IRN", 20010203, 20110202, 0 } };
  static const expected_identifier identifiers[] = { { PNR_IDENTIFIER_EMAIL, "p@n.example" } };
  static const char *const nationalities[] = { "IRN" };
  pnr_list *list = read_sample(ofac_advanced);
  cr_expect(eq(u32, pnr_list_finding_count(list), 0));
  const pnr_entry *entry = pnr_list_entry(list, 0);
  cr_expect(slice_is(entry->id, "ofac:36") && slice_is(entry->programme, "SDGT, IFSR"));
  cr_expect(slice_is(entry->basis, "Executive Order 13224") && slice_is(entry->remark, "Invented"));
  EXPECT_ROWS(expect_names, entry->person, names);
  EXPECT_ROWS(expect_births, entry->person, births);
  EXPECT_ROWS(expect_documents, entry->person, documents);
  EXPECT_ROWS(expect_identifiers, entry->person, identifiers);
  EXPECT_ROWS(expect_nationalities, entry->person, nationalities);
  cr_expect(eq(u32, entry->person->sex, 'M'));
  cr_expect(slice_is(entry->person->birth_place, "Brno, Czechia") && slice_is(entry->person->residence, "IRN"));
  cr_expect(slice_is(pnr_list_entry(list, 1)->id, "ofac:38"));
  pnr_list_close(list);
}

#define XML(inner) \
  "<sdnList><sdnEntry><uid>1</uid><lastName>A</lastName><sdnType>Individual</sdnType>\n" inner "</sdnEntry></sdnList>"
#define PARTY(inner)                                                                                               \
  "<Sanctions><ReferenceValueSets><PartySubType ID=\"4\">Individual</PartySubType><FeatureType ID=\"8\">Birthdate" \
  "</FeatureType><FeatureType ID=\"224\">Gender</FeatureType><NamePartType ID=\"1\">Last Name</NamePartType>"      \
  "</ReferenceValueSets><DistinctParty FixedRef=\"1\"><Profile PartySubTypeID=\"4\"><Identity><NamePartGroups>"    \
  "<MasterNamePartGroup><NamePartGroup ID=\"9\" NamePartTypeID=\"1\"/></MasterNamePartGroup></NamePartGroups>"     \
  "<Alias><DocumentedName>" PART("9", "A") "</DocumentedName></Alias></Identity>\n" inner                          \
                                           "</Profile></DistinctParty></Sanctions>"

Test(list_ofac_xml, what_is_wrong_is_told_with_its_place_and_the_rest_is_read)
{
  static const expected_finding rows[] = {
    { "a date that is none",
      XML("<dateOfBirthList><dateOfBirthItem><dateOfBirth>x</dateOfBirth></dateOfBirthItem></dateOfBirthList>"), 1,
      PNR_F_LIST_VALUE, 2, 18 },
    { "a sex of no known word", XML("<idList><id><idType>Gender</idType><idNumber>?</idNumber></id></idList>"), 1,
      PNR_F_LIST_VALUE, 2, 9 },
    { "a period without a year", PARTY(FEATURE("8", "<DatePeriod/>")), 1, PNR_F_LIST_VALUE, 2, 1 },
    { "a birth date without a period", PARTY(FEATURE("8", "")), 1, PNR_F_LIST_VALUE, 2, 1 },
    { "a period that ends before it begins", PARTY(FEATURE("8", PERIOD("1962", "1", "1", "1961", "1", "1", "false"))),
      1, PNR_F_LIST_VALUE, 2, 1 },
    { "a detail that is no sex", PARTY(FEATURE("224", "<VersionDetail>?</VersionDetail>")), 1, PNR_F_LIST_VALUE, 2, 1 },
  };
  expect_findings(rows, ROWS(rows));
}
