/* SPDX-License-Identifier: Apache-2.0 */
#include "core/slice.h"
#include "list/birth.h"
#include "list/columns.h"
#include "list/value.h"

/* Lists of travel documents without their holders: lost and stolen ones, and blank ones that were stolen before they were
 * made out, as ranges of numbers. INTERPOL publishes no file format; this is the project's own. A row is an entry. */

enum {
  ID,
  TYPE,
  NUMBER,
  LAST,
  COUNTRY,
  STATUS,
  ISSUED,
  SOURCE,
  OWNER,
  BASIS,
  OFFENCE,
  WARNING,
  REMARK,
  ACTION,
  FROM,
  UNTIL,
  COLUMNS
};

static const char *const columns[COLUMNS] = {
  [ID] = "id",
  [TYPE] = "document_type",
  [NUMBER] = "document_number",
  [LAST] = "document_last",
  [COUNTRY] = "document_country",
  [STATUS] = "document_status",
  [ISSUED] = "document_issued",
  [SOURCE] = "source",
  [OWNER] = "owner",
  [BASIS] = "basis",
  [OFFENCE] = "offence",
  [WARNING] = "warning",
  [REMARK] = "remark",
  [ACTION] = "action",
  [FROM] = "valid_from",
  [UNTIL] = "valid_until",
};

/* A range ends with a number of the same length, not before the first. */
static bool is_range(pnr_slice first, pnr_slice last)
{
  return first.size == last.size && memcmp(first.data, last.data, first.size) <= 0;
}

static void read_document(pnri_columns *table, pnri_entry_draft *entry)
{
  pnr_slice status = pnri_cell_text(table, STATUS);
  pnr_document document = {
    .type = pnri_list_document_type(pnri_cell_keep(table, TYPE)),
    .number = pnri_cell_keep(table, NUMBER),
    .number_last = pnri_cell_keep(table, LAST),
    .issuer = pnri_list_country(pnri_cell_keep(table, COUNTRY)),
    .issued = pnri_list_date(pnri_cell_text(table, ISSUED)),
    .status = pnr_document_status_number(status),
    .offset = table->row.offset,
  };
  if (status.size != 0 && document.status == 0) pnri_cell_report(table, STATUS);
  if (document.number.size == 0) return;
  if (document.number_last.size != 0 && !is_range(document.number, document.number_last)) {
    pnri_cell_report(table, LAST);
    document.number_last.size = 0;
  }
  pnri_entry_add_document(table->list, entry, &document);
  if (document.status != 0) entry->view.warning = pnri_slice(pnr_document_status_name(document.status));
}

static pnr_date read_date(pnri_columns *table, uint32_t column)
{
  pnr_slice text = pnri_cell_text(table, column);
  pnr_date date = pnri_list_date(text);
  if (text.size != 0 && date == 0) pnri_cell_report(table, column);
  return date;
}

static void read_action(pnri_columns *table, pnr_entry *view)
{
  pnr_slice text = pnri_cell_text(table, ACTION);
  uint32_t action = pnr_action_number(text);
  if (action != 0) view->action = action;
  else if (text.size != 0) pnri_cell_report(table, ACTION);
}

static void read_row(pnri_columns *table)
{
  pnr_list *list = table->list;
  uint64_t number = list->row_count++;
  if (!pnri_columns_is_whole(table)) return;
  pnr_slice id = pnri_cell_keep(table, ID);
  pnri_place place = pnri_row_place(&table->row);
  pnri_entry_draft *entry = id.size != 0 ? pnri_entry_of(list, id, place) : pnri_entry_numbered(list, number, place);
  if (entry == NULL) return;
  pnr_entry *view = &entry->view;
  read_document(table, entry);
  read_action(table, view);
  pnri_entry_set_first(&view->source, pnri_cell_keep(table, SOURCE));
  pnri_entry_set_first(&view->owner, pnri_cell_keep(table, OWNER));
  pnri_entry_set_first(&view->basis, pnri_cell_keep(table, BASIS));
  pnri_entry_set_first(&view->offence, pnri_cell_keep(table, OFFENCE));
  pnri_entry_set_first(&view->warning, pnri_cell_keep(table, WARNING));
  pnri_entry_set_first(&view->remark, pnri_cell_keep(table, REMARK));
  view->valid_from = pnri_first_day(read_date(table, FROM));
  view->valid_until = pnri_last_day(read_date(table, UNTIL));
}

pnr_status pnri_list_read_sltd(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error)
{
  (void)name;
  pnri_columns table;
  pnri_columns_open(&table, list, source, columns, COLUMNS);
  (void)pnri_columns_read_header(&table);
  if (!pnri_columns_has(&table, NUMBER)) return pnri_columns_fail(&table, error);
  pnri_columns_report_others(&table);
  while (pnri_columns_next(&table)) read_row(&table);
  return PNR_OK;
}
