/* SPDX-License-Identifier: Apache-2.0 */
#include "list_expect.h"

Test(list_sltd, a_row_is_a_document_or_a_range_of_them)
{
  static const expected_document documents[] = {
    { "P", "X 1234567", "CZE", 20200505, 0, PNR_DOCUMENT_STOLEN },
    { "P", "A0000100", "DEU", 0, 0, PNR_DOCUMENT_STOLEN_BLANK },
    { "I", "55512", "AUT", 0, 0, PNR_DOCUMENT_LOST },
  };
  pnr_list *list = read_sample(sltd_csv);
  cr_expect(eq(u32, pnr_list_finding_count(list), 0));
  cr_assert(eq(u32, pnr_list_count(list), 3));
  for (uint32_t i = 0; i < 3; i++) expect_documents(pnr_list_entry(list, i)->person, &documents[i], 1);
  const pnr_entry *first = pnr_list_entry(list, 0), *range = pnr_list_entry(list, 1);
  cr_expect(slice_is(first->id, "sltd:7") && slice_is(range->id, "sltd:row1"));
  cr_expect(slice_is(first->source, "SLTD") && slice_is(first->owner, "Police") &&
            slice_is(first->basis, "Decision 1"));
  cr_expect(slice_is(first->warning, "stolen") && slice_is(range->warning, "stolen-blank"));
  cr_expect(slice_is(first->remark, "Invented") && first->action == PNR_ACTION_SEIZE);
  cr_expect(first->valid_from == 20200101 && first->valid_until == 20300630);
  cr_expect(slice_is(range->person->documents[0]->number_last, "A0000199"));
  cr_expect(first->person->documents[0]->number_last.size == 0 && first->person->name_count == 0);
  cr_expect(slice_is(pnr_list_entry(list, 2)->source, "sltd") && pnr_list_entry(list, 2)->owner.size == 0);
  pnr_list_close(list);
}

#define HEADER "document_number,document_last,document_status,valid_until,action\n"

Test(list_sltd, what_is_wrong_is_told_with_its_place_and_the_rest_is_read)
{
  static const expected_finding rows[] = {
    { "a column that is not known", "document_status,document_number,colour\nlost,A1,red\n", 1, PNR_F_LIST_COLUMN, 1,
      33 },
    { "a status that is not known", HEADER "A1,,gone,,\n", 1, PNR_F_LIST_VALUE, 2, 5 },
    { "a range that goes back", HEADER "A2,A1,lost,,\n", 1, PNR_F_LIST_VALUE, 2, 4 },
    { "a range of another length", HEADER "A2,A10,lost,,\n", 1, PNR_F_LIST_VALUE, 2, 4 },
    { "an action that is not known", HEADER "A1,,lost,,dance\n", 1, PNR_F_LIST_VALUE, 2, 11 },
    { "a date that is none", HEADER "A1,,lost,x,\n", 1, PNR_F_LIST_VALUE, 2, 10 },
    { "no number", HEADER ",,lost,,\n", 1, PNR_F_LIST_NO_NAME, 2, 1 },
    { "too few fields", HEADER "A1\nA2,,lost,,\n", 1, PNR_F_LIST_ROW, 2, 1 },
  };
  expect_findings(rows, ROWS(rows));
}

Test(list_sltd, a_source_without_a_column_of_numbers_is_refused)
{
  pnr_list *list = NULL;
  cr_expect(eq(i32, open_sample(NULL, "document_status\nlost\n", 21, 0, &list, NULL), PNR_E_FORMAT));
}
