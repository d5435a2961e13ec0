/* SPDX-License-Identifier: Apache-2.0 */
#include "list_expect.h"

Test(list_nl, a_row_of_the_sheet_is_a_person)
{
  static const expected_name names[] = {
    { PNR_NAME_PRIMARY, "Novak", "Petr A", NULL },
    { PNR_NAME_ALIAS, NULL, NULL, "Abu Petr" },
    { PNR_NAME_ALIAS, NULL, NULL, "Pit" },
    { PNR_NAME_ALIAS, NULL, NULL, "Petya" },
  };
  static const expected_birth births[] = { { 19600312, 19600312, 0 } };
  pnr_list *list = read_sample(nl_xml);
  const pnr_entry *entry = pnr_list_entry(list, 0);
  cr_expect(slice_is(entry->id, "nl:row0") && slice_is(entry->programme, "Stcrt 64067 05/01/2026"));
  cr_expect(slice_is(entry->basis, "Stcrt 64067 05/01/2026") && slice_is(entry->owner, "Netherlands"));
  EXPECT_ROWS(expect_names, entry->person, names);
  EXPECT_ROWS(expect_births, entry->person, births);
  cr_expect(slice_is(entry->person->birth_place, "Brno"));
  pnr_list_close(list);
}

Test(list_nl, findings_name_row_and_cell_of_the_sheet)
{
  pnr_list *list = read_sample(nl_xml);
  cr_assert(eq(u32, pnr_list_finding_count(list), 1));
  cr_expect(eq(u32, pnr_list_finding(list, 0)->code, PNR_F_LIST_VALUE));
  cr_expect(eq(u32, pnr_list_finding(list, 0)->line, 7));
  cr_expect(eq(u32, pnr_list_finding(list, 0)->column, 4));
  pnr_list_close(list);
}

#define SHEET(rows) "<office:document><table:table>" rows "</table:table></office:document>"
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"

Test(list_nl, the_dutch_edition_is_read_too)
{
  static const char text[] =
    SHEET(ROW(CELL("Achternaam") CELL("Voornaam/voornamen") CELL("Alias") CELL("Geboortedatum (DD-MM-JJJJ)")
                CELL("Geboorteplaats") CELL("Datum ministeri\xC3\xABle beslissing"))
            ROW(CELL("Novak") CELL("Petr") NO_CELLS("1") CELL("1960") CELL("Brno") CELL("05/01/2026")));
  static const expected_name names[] = { { PNR_NAME_PRIMARY, "Novak", "Petr", NULL } };
  static const expected_birth births[] = { { 19600000, 19600000, 0 } };
  pnr_list *list = read_sample(text);
  cr_assert(eq(u32, pnr_list_count(list), 1));
  EXPECT_ROWS(expect_names, pnr_list_entry(list, 0)->person, names);
  EXPECT_ROWS(expect_births, pnr_list_entry(list, 0)->person, births);
  pnr_list_close(list);
}

Test(list_nl, a_sheet_that_breaks_off_has_told_what_stands_before)
{
  static const char text[] = "<office:document><table:table>" ROW(CELL("Surname") CELL("First name(s)"))
    ROW(CELL("Novak") CELL("Petr")) "<table:table-row>" CELL("Doe") "<table:table-cell";
  pnr_list *list = read_sample(text);
  cr_assert(eq(u32, pnr_list_count(list), 1));
  cr_assert(eq(u32, pnr_list_finding_count(list), 1));
  cr_expect(eq(u32, pnr_list_finding(list, 0)->code, PNR_F_LIST_ROW));
  cr_expect(eq(u32, pnr_list_finding(list, 0)->line, 3));
  cr_expect(eq(u32, pnr_list_finding(list, 0)->column, 2));
  pnr_list_close(list);
}

Test(list_nl, a_sheet_without_the_header_is_refused)
{
  static const struct {
    const char *name, *text;
    pnr_status status;
  } rows[] = {
    { "another sheet", SHEET(ROW(CELL("Name"))), PNR_E_FORMAT },
    { "no sheet", "<office:document/>", PNR_E_FORMAT },
    { "broken in the header", "<office:document><table:table><table:table-row><x", PNR_E_SYNTAX },
    { "a document type", "<!DOCTYPE a><office:document/>", PNR_E_UNSUPPORTED },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_list *list = NULL;
    cr_expect(eq(i32, open_sample(NULL, rows[i].text, strlen(rows[i].text), PNR_LIST_NL, &list, NULL), rows[i].status),
              "%s", rows[i].name);
  }
}
