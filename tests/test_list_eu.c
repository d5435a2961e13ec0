/* SPDX-License-Identifier: Apache-2.0 */
#include "list_expect.h"

Test(list_eu, a_person_of_the_xml_has_all_that_its_blocks_say)
{
  static const expected_name names[] = {
    { PNR_NAME_PRIMARY, "Novak", "Petr A", NULL },
    { PNR_NAME_WEAK, NULL, NULL, "Petya" },
    { PNR_NAME_ALIAS, NULL, NULL, "\xD0\x9F\xD0\xB5\xD1\x82\xD1\x80 \xD0\x9D\xD0\xBE\xD0\xB2\xD0\xB0\xD0\xBA" },
    { PNR_NAME_WEAK, NULL, NULL, "Pit" },
  };
  static const expected_birth births[] = {
    { 19600312, 19600312, 0 }, { 19610400, 19610400, 0 },
    { 19620101, 19641231, 1 }, { 19600625, 19610615, 0 }, /* 1380 of the moon */
    { 20010320, 20020321, 0 },                            /* and of the sun */
  };
  static const expected_document documents[] = {
    { "P", "A 123", "CZE", 20010203, 20110202, PNR_DOCUMENT_LOST },
    { "I", "77", NULL, 0, 0, 0 },
    { "I", "78", NULL, 0, 0, 0 },
  };
  static const expected_identifier identifiers[] = {
    { PNR_IDENTIFIER_EMAIL, "a@b.example" },
    { PNR_IDENTIFIER_EMAIL, "c@d.example" },
    { PNR_IDENTIFIER_PHONE, "+49301234567" },
  };
  static const char *const nationalities[] = { "CZE" };
  pnr_list *list = read_sample(eu_xml);
  const pnr_entry *entry = pnr_list_entry(list, 0);
  cr_expect(slice_is(entry->id, "eu:13") && slice_is(entry->source, "eu"));
  cr_expect(slice_is(entry->programme, "TAQA EU.27.28"));
  cr_expect(slice_is(entry->basis, "1210/2003 (OJ L169)"));
  cr_expect(slice_is(entry->owner, "European Union"));
  cr_expect(slice_is(entry->remark, "Invented & harmless"));
  EXPECT_ROWS(expect_names, entry->person, names);
  cr_expect(slice_is(entry->person->names[0]->title, "Dr") && slice_is(entry->person->names[0]->raw, "Novak/Petr A"));
  EXPECT_ROWS(expect_births, entry->person, births);
  EXPECT_ROWS(expect_documents, entry->person, documents);
  EXPECT_ROWS(expect_identifiers, entry->person, identifiers);
  EXPECT_ROWS(expect_nationalities, entry->person, nationalities);
  cr_expect(eq(u32, entry->person->sex, 'M'));
  cr_expect(slice_is(entry->person->birth_place, "Brno, CZECHIA"));
  cr_expect(slice_is(entry->person->residence, "DEU"));
  cr_expect(slice_is(pnr_list_entry(list, 1)->id, "eu:15"));
  pnr_list_close(list);
}

#define BORN(attributes)                                                                                 \
  "<export><sanctionEntity logicalId=\"1\"><subjectType code=\"person\"/><nameAlias wholeName=\"A\"/>\n" \
  "<birthdate calendarType=\"" attributes "\"/></sanctionEntity></export>"

Test(list_eu, births_of_the_hijra_are_reckoned_by_moon_and_sun_and_those_of_other_calendars_told)
{
  static const struct {
    const char *text;
    expected_birth births[2];
    uint32_t count, findings;
  } rows[] = {
    { BORN("ISLAMIC\" dayOfMonth=\"1\" monthOfYear=\"1\" year=\"1400"),
      { { 19791120, 19791122, 0 }, { 20210320, 20210322, 0 } },
      2,
      0 },
    { BORN("islamic\" circa=\"true\" yearRangeFrom=\"1380\" yearRangeTo=\"1381"),
      { { 19600625, 19620604, 1 }, { 20010320, 20030321, 1 } },
      2,
      0 },
    { BORN("ISLAMIC\" birthdate=\"1400-01-01"), { { 19791120, 19791122, 0 }, { 20210320, 20210322, 0 } }, 2, 0 },
    { BORN("ISLAMIC\" dayOfMonth=\"31\" monthOfYear=\"2\" year=\"1354"), { { 19750520, 19750522, 0 } }, 1, 0 },
    { BORN("ISLAMIC\" monthOfYear=\"13\" year=\"1354"), { { 0, 0, 0 } }, 0, 1 },
    { BORN("HEBREW\" year=\"5720"), { { 0, 0, 0 } }, 0, 1 },
    { BORN("GREGORIAN\" dayOfMonth=\"31\" monthOfYear=\"2\" year=\"1960"), { { 0, 0, 0 } }, 0, 1 },
    { BORN("ISLAMIC"), { { 0, 0, 0 } }, 0, 0 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_list *list = read_sample(rows[i].text);
    const pnr_person *person = pnr_list_entry(list, 0)->person;
    cr_expect(eq(u32, pnr_list_finding_count(list), rows[i].findings), "row %zu", i);
    cr_assert(eq(u32, person->birth_count, rows[i].count), "row %zu", i);
    for (uint32_t k = 0; k < rows[i].count; k++) {
      const pnr_birth *birth = person->births[k];
      cr_expect(eq(u32, birth->from, rows[i].births[k].from), "row %zu", i);
      cr_expect(eq(u32, birth->to, rows[i].births[k].to), "row %zu", i);
      cr_expect(eq(u32, birth->circa, rows[i].births[k].circa), "row %zu", i);
    }
    pnr_list_close(list);
  }
}

Test(list_eu, the_rows_of_the_csv_that_bear_one_number_are_one_person)
{
  static const expected_name names[] = {
    { PNR_NAME_PRIMARY, "Novak", "Petr A", NULL },
    { PNR_NAME_WEAK, NULL, NULL, "Petya" },
  };
  static const expected_birth births[] = { { 19600312, 19600312, 0 }, { 19620101, 19641231, 1 } };
  static const expected_document documents[] = { { "P", "A 123", "CZE", 0, 0, PNR_DOCUMENT_FALSE } };
  static const char *const nationalities[] = { "CZE" };
  pnr_list *list = read_sample(eu_csv);
  cr_expect(eq(u32, pnr_list_finding_count(list), 0));
  const pnr_entry *entry = pnr_list_entry(list, 0);
  cr_expect(slice_is(entry->id, "eu:13") && slice_is(entry->programme, "TAQA EU.27.28"));
  cr_expect(slice_is(entry->basis, "1210/2003 (OJ L169)") && slice_is(entry->remark, "Invented"));
  EXPECT_ROWS(expect_names, entry->person, names);
  EXPECT_ROWS(expect_births, entry->person, births);
  EXPECT_ROWS(expect_documents, entry->person, documents);
  EXPECT_ROWS(expect_nationalities, entry->person, nationalities);
  cr_expect(slice_is(entry->person->birth_place, "Brno, CZECHIA") && entry->person->sex == 'M');
  pnr_list_close(list);
}

#define XML(inner) \
  "<export><sanctionEntity logicalId=\"1\"><subjectType code=\"person\"/>\n" inner "</sanctionEntity></export>"
#define HEADER \
  "Entity_LogicalId;Entity_SubjectType;NameAlias_WholeName;NameAlias_Gender;BirthDate_BirthDate;BirthDate_Year\n"

Test(list_eu, what_is_wrong_is_told_with_its_place_and_the_rest_is_read)
{
  static const expected_finding rows[] = {
    { "a sex of no known word", XML("<nameAlias wholeName=\"A\" gender=\"?\"/>"), 1, PNR_F_LIST_VALUE, 2, 1 },
    { "a date that is none", XML("<nameAlias wholeName=\"A\"/><birthdate birthdate=\"soon\"/>"), 1, PNR_F_LIST_VALUE, 2,
      27 },
    { "a person without a name", XML(""), 1, PNR_F_LIST_NO_NAME, 1, 9 },
    { "a row without its number", HEADER ";P;A;;;\n2;P;B;;;\n", 1, PNR_F_LIST_ROW, 2, 1 },
    { "a row with too few fields", HEADER "1;P;A;;\n2;P;B;;;\n", 1, PNR_F_LIST_ROW, 2, 1 },
    { "a quote that stays open", HEADER "1;P;\"A;;;\n2;P;B;;;\n", 1, PNR_F_LIST_ROW, 2, 5 },
    { "a date of a row", HEADER "1;P;A;;31.02.1960;\n2;P;B;;;\n", 2, PNR_F_LIST_VALUE, 2, 8 },
    { "a sex of a row", HEADER "1;P;A;?;;\n2;P;B;;;\n", 2, PNR_F_LIST_VALUE, 2, 7 },
  };
  expect_findings(rows, ROWS(rows));
}
