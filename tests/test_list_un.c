/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnr/list.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

#define HEAD \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CONSOLIDATED_LIST dateGenerated=\"2025-01-01\">\n<INDIVIDUALS>\n"
#define TAIL                                                                                                \
  "</INDIVIDUALS>\n<ENTITIES><ENTITY><DATAID>9</DATAID><FIRST_NAME>ACME</FIRST_NAME></ENTITY></ENTITIES>\n" \
  "</CONSOLIDATED_LIST>\n"

/* An invented person with everything that is read. */
static const char full_list[] = HEAD
  "<INDIVIDUAL><VERSIONNUM>1</VERSIONNUM>\n"
  "<FIRST_NAME>TOBIAS</FIRST_NAME><SECOND_NAME> ULM\n QUIRINAL</SECOND_NAME><THIRD_NAME/>"
  "<FOURTH_NAME>AL-BRNO</FOURTH_NAME>"
  "<UN_LIST_TYPE>Testland</UN_LIST_TYPE><REFERENCE_NUMBER>TTi.001</REFERENCE_NUMBER><GENDER>Male</GENDER>"
  "<NAME_ORIGINAL_SCRIPT>\xD0\xA2\xD0\xBE\xD0\xB1\xD0\xB8\xD0\xB0\xD1\x81</NAME_ORIGINAL_SCRIPT>"
  "<COMMENTS1>Fond of R&amp;D.</COMMENTS1><TITLE><VALUE>Dr</VALUE><VALUE>Count</VALUE></TITLE>"
  "<NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE><VALUE>Atlantis</VALUE></NATIONALITY>"
  "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Toby Ulm; T. Quirinal ;</ALIAS_NAME>"
  "<DATE_OF_BIRTH>1961-02-03</DATE_OF_BIRTH></INDIVIDUAL_ALIAS>"
  "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Tulip</ALIAS_NAME></INDIVIDUAL_ALIAS>"
  "<INDIVIDUAL_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Tobias Oldname</ALIAS_NAME></INDIVIDUAL_ALIAS>"
  "<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME>toby</ALIAS_NAME></INDIVIDUAL_ALIAS>"
  "<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>"
  "<INDIVIDUAL_ADDRESS><CITY>Brno</CITY><COUNTRY>Czech Republic</COUNTRY></INDIVIDUAL_ADDRESS>"
  "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1960-03-12</DATE></INDIVIDUAL_DATE_OF_BIRTH>"
  "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1961</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
  "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1962</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
  "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1963</FROM_YEAR><TO_YEAR>1965</TO_YEAR>"
  "</INDIVIDUAL_DATE_OF_BIRTH>"
  "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE/><NOTE>Nov. 1973</NOTE></INDIVIDUAL_DATE_OF_BIRTH>"
  "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE/></INDIVIDUAL_DATE_OF_BIRTH>"
  "<INDIVIDUAL_PLACE_OF_BIRTH><COUNTRY/></INDIVIDUAL_PLACE_OF_BIRTH>"
  "<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Brno</CITY><STATE_PROVINCE>Moravia</STATE_PROVINCE><COUNTRY>Czechia</COUNTRY>"
  "</INDIVIDUAL_PLACE_OF_BIRTH>"
  "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>A123</NUMBER>"
  "<ISSUING_COUNTRY>T\xC3\xBCrkiye</ISSUING_COUNTRY><DATE_OF_ISSUE>2001-02-03</DATE_OF_ISSUE>"
  "<CITY_OF_ISSUE>Ankara</CITY_OF_ISSUE></INDIVIDUAL_DOCUMENT>"
  "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT><NUMBER>77</NUMBER>"
  "<COUNTRY_OF_ISSUE>Iraq</COUNTRY_OF_ISSUE></INDIVIDUAL_DOCUMENT>"
  "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT2>Ration card</TYPE_OF_DOCUMENT2><NUMBER>8</NUMBER></INDIVIDUAL_DOCUMENT>"
  "<INDIVIDUAL_DOCUMENT/><DATAID>101</DATAID></INDIVIDUAL>\n"
  "<INDIVIDUAL><DATAID>102</DATAID><FIRST_NAME>MONONYMA</FIRST_NAME></INDIVIDUAL>\n" TAIL;

static pnr_status open_list(const pnr_env *env, const char *text, size_t size, pnr_list **out, pnr_error *error)
{
  uint8_t *input = exact_copy(text, size);
  pnr_status status = pnr_list_open(env, input, size, PNR_LIST_AUTO, text_slice(""), out, error);
  free(input);
  return status;
}

Test(list_un, names_keep_their_order_and_aliases_their_quality)
{
  static const struct {
    const char *name;
    uint32_t kind;
  } names[] = {
    { "TOBIAS ULM QUIRINAL AL-BRNO", PNR_NAME_PRIMARY },
    { "\xD0\xA2\xD0\xBE\xD0\xB1\xD0\xB8\xD0\xB0\xD1\x81", PNR_NAME_ALIAS },
    { "Toby Ulm", PNR_NAME_ALIAS },
    { "T. Quirinal", PNR_NAME_ALIAS },
    { "The Tulip", PNR_NAME_WEAK },
    { "Tobias Oldname", PNR_NAME_FORMER },
    { "toby", PNR_NAME_ALIAS },
  };
  pnr_list *list = NULL;
  cr_assert(eq(i32, open_list(NULL, full_list, strlen(full_list), &list, NULL), PNR_OK));
  cr_expect(eq(u32, pnr_list_format(list), PNR_LIST_UN));
  cr_expect(eq(u32, pnr_list_finding_count(list), 0));
  cr_assert(eq(u32, pnr_list_count(list), 2), "entities are passed over");
  const pnr_entry *entry = pnr_list_entry(list, 0);
  cr_expect(slice_is(entry->id, "un:101"));
  cr_expect(slice_is(entry->source, "un"));
  cr_expect(slice_is(entry->programme, "Testland TTi.001"));
  cr_expect(slice_is(entry->remark, "Fond of R&D."));
  cr_expect(eq(u64, entry->offset, strlen(HEAD)));
  cr_assert(eq(u32, entry->person->name_count, ROWS(names)));
  for (size_t i = 0; i < ROWS(names); i++) {
    cr_expect(slice_is(entry->person->names[i]->full, names[i].name), "%s", names[i].name);
    cr_expect(eq(u32, entry->person->names[i]->kind, names[i].kind), "%s", names[i].name);
  }
  cr_expect(slice_is(entry->person->names[0]->title, "Dr"));
  cr_expect(slice_is(pnr_list_entry(list, 1)->person->names[0]->full, "MONONYMA"));
  pnr_list_close(list);
}

Test(list_un, everything_else_about_a_person_is_read)
{
  static const struct {
    pnr_date from, to;
    uint32_t circa;
  } births[] = { { 19610203, 19610203, 0 }, { 19600312, 19600312, 0 }, { 19610000, 19610000, 0 },
                 { 19620000, 19620000, 1 }, { 19630101, 19651231, 0 }, { 19731100, 19731100, 0 } };
  pnr_list *list = NULL;
  cr_assert(eq(i32, open_list(NULL, full_list, strlen(full_list), &list, NULL), PNR_OK));
  const pnr_person *person = pnr_list_entry(list, 0)->person;
  cr_assert(eq(u32, person->birth_count, ROWS(births)));
  for (size_t i = 0; i < ROWS(births); i++) {
    cr_expect(eq(u32, person->births[i]->from, births[i].from), "birth %zu", i);
    cr_expect(eq(u32, person->births[i]->to, births[i].to), "birth %zu", i);
    cr_expect(eq(u32, person->births[i]->circa, births[i].circa), "birth %zu", i);
  }
  cr_expect(eq(u32, person->sex, 'M'));
  cr_expect(slice_is(person->birth_place, "Brno, Moravia, Czechia"));
  cr_expect(slice_is(person->residence, "CZE"));
  cr_assert(eq(u32, person->nationality_count, 2));
  cr_expect(slice_is(person->nationalities[0], "IRN"));
  cr_expect(slice_is(person->nationalities[1], "Atlantis"));
  cr_assert(eq(u32, person->document_count, 3));
  const pnr_document *passport = person->documents[0];
  cr_expect(slice_is(passport->type, "P") && slice_is(passport->number, "A123"));
  cr_expect(slice_is(passport->issuer, "TUR") && slice_is(passport->place, "Ankara"));
  cr_expect(eq(u32, passport->issued, 20010203));
  cr_expect(slice_is(person->documents[1]->type, "I") && slice_is(person->documents[1]->issuer, "IRQ"));
  cr_expect(slice_is(person->documents[2]->type, "Ration card"));
  pnr_list_close(list);
}

Test(list_un, what_is_wrong_is_told_with_its_place_and_the_rest_is_read)
{
#define GOOD "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL>\n"
  static const struct {
    const char *name, *text;
    uint32_t count, code, line, column;
  } rows[] = {
    { "cut in the second", HEAD GOOD "<INDIVIDUAL><DATAID>2</DATAID>", 1, PNR_F_LIST_ROW, 5, 31 },
    { "a wrong end", HEAD GOOD "<INDIVIDUAL><DATAID>2</INDIVIDUAL>" TAIL, 1, PNR_F_LIST_ROW, 5, 24 },
    { "a bad birth date",
      HEAD "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME><INDIVIDUAL_DATE_OF_BIRTH><DATE>x</DATE>"
           "</INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>" TAIL,
      1, PNR_F_LIST_VALUE, 4, 57 },
    { "a bad sex", HEAD "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME><GENDER>?</GENDER></INDIVIDUAL>" TAIL,
      1, PNR_F_LIST_VALUE, 4, 57 },
    { "no name", HEAD "<INDIVIDUAL><DATAID>1</DATAID></INDIVIDUAL>" TAIL, 1, PNR_F_LIST_NO_NAME, 4, 1 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_list *list = NULL;
    cr_assert(eq(i32, open_list(NULL, rows[i].text, strlen(rows[i].text), &list, NULL), PNR_OK), "%s", rows[i].name);
    cr_expect(eq(u32, pnr_list_count(list), rows[i].count), "%s", rows[i].name);
    cr_assert(eq(u32, pnr_list_finding_count(list), 1), "%s", rows[i].name);
    const pnr_finding *finding = pnr_list_finding(list, 0);
    cr_expect(eq(u32, finding->code, rows[i].code), "%s", rows[i].name);
    cr_expect(eq(u32, finding->line, rows[i].line), "%s", rows[i].name);
    cr_expect(eq(u32, finding->column, rows[i].column), "%s", rows[i].name);
    if (rows[i].code == PNR_F_LIST_ROW) cr_expect(eq(u64, finding->offset, strlen(HEAD GOOD)), "%s", rows[i].name);
    pnr_list_close(list);
  }
}

Test(list_un, what_cannot_be_read_is_refused_with_its_place)
{
  static const struct {
    const char *name, *text;
    pnr_status status;
    uint64_t offset;
  } rows[] = {
    { "a document type", "<!DOCTYPE x [<!ENTITY a \"b\">]>\n<CONSOLIDATED_LIST/>", PNR_E_UNSUPPORTED, 12 },
    { "cut before anybody", HEAD, PNR_E_SYNTAX, 0 },
    { "another document around it", "<x><CONSOLIDATED_LIST/></x>", PNR_E_FORMAT, 0 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_list *list = NULL;
    pnr_error error = { .size = sizeof error };
    uint64_t offset = rows[i].status == PNR_E_SYNTAX ? strlen(HEAD) : rows[i].offset;
    cr_expect(eq(i32, open_list(NULL, rows[i].text, strlen(rows[i].text), &list, &error), rows[i].status), "%s",
              rows[i].name);
    cr_expect(eq(u64, error.offset, offset), "%s", rows[i].name);
    cr_expect(list == NULL, "%s", rows[i].name);
  }
}

Test(list_un, individuals_without_number_stay_apart)
{
  static const char text[] = HEAD "<INDIVIDUAL><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL>"
                                  "<INDIVIDUAL><FIRST_NAME>B</FIRST_NAME></INDIVIDUAL>"
                                  "<INDIVIDUAL><REFERENCE_NUMBER>TTi.9</REFERENCE_NUMBER></INDIVIDUAL>" TAIL;
  pnr_list *list = NULL;
  cr_assert(eq(i32, open_list(NULL, text, strlen(text), &list, NULL), PNR_OK));
  cr_assert(eq(u32, pnr_list_count(list), 3));
  cr_expect(slice_is(pnr_list_entry(list, 1)->id, "un:row1"));
  cr_expect(slice_is(pnr_list_entry(list, 2)->id, "un:TTi.9"));
  pnr_list_close(list);
}

Test(list_un, every_failed_allocation_ends_cleanly_and_leaves_nothing)
{
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t n = 1; status == PNR_E_MEMORY && n < 1000; n++) {
    counting_allocator state = { 0 };
    pnr_env *env = NULL;
    pnr_list *list = NULL;
    cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
    state.fail_at = state.count + n;
    status = open_list(env, full_list, strlen(full_list), &list, NULL);
    state.fail_at = 0;
    pnr_list_close(list);
    pnr_env_close(env);
    cr_expect(eq(u64, state.blocks, 0), "allocation %u", (uint32_t)n);
    cr_expect(not(state.not_wiped), "allocation %u", (uint32_t)n);
  }
  cr_expect(eq(i32, status, PNR_OK));
}

Test(list_un, every_cut_of_a_list_is_read_or_refused)
{
  for (size_t size = 0; size < strlen(full_list); size++) {
    pnr_list *list = NULL;
    pnr_status status = open_list(NULL, full_list, size, &list, NULL);
    cr_expect(eq(u32, status == PNR_OK, list != NULL), "%zu octets", size);
    cr_expect(list == NULL || pnr_list_finding_count(list) != 0 || size + 1 == strlen(full_list), "%zu octets", size);
    pnr_list_close(list);
  }
}
