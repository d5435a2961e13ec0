/* SPDX-License-Identifier: Apache-2.0 */
#include "encoding/csv_table.h"

#include "core/slice.h"

void pnri_csv_table_open(pnri_csv_table *table, pnr_slice octets, const char *const *names, uint32_t count)
{
  *table = (pnri_csv_table){ .data = octets.data, .names = names, .count = count };
  pnri_csv_open(&table->csv, octets.data, octets.size);
}

bool pnri_csv_table_fail_field(pnri_csv_table *table, pnr_status status, const pnri_csv_field *field)
{
  table->fault = (pnr_error){
    .status = status, .offset = (uint64_t)(field->text.data - table->data), .line = field->line, .column = field->column
  };
  return false;
}

bool pnri_csv_table_fail_row(pnri_csv_table *table, pnr_status status)
{
  const pnri_csv_row *row = &table->row;
  uint32_t line = row->line != 0 ? row->line : 1; /* no row at all */
  table->fault = (pnr_error){ .status = status,
                              .offset = row->offset,
                              .line = row->is_broken ? row->fault_line : line,
                              .column = row->is_broken ? row->fault_column : 1 };
  return false;
}

bool pnri_csv_table_header(pnri_csv_table *table)
{
  pnri_csv_row *row = &table->row;
  if (!pnri_csv_next(&table->csv, row) || row->is_broken || row->count > PNRI_CSV_FIELDS)
    return pnri_csv_table_fail_row(table, PNR_E_FORMAT);
  for (uint32_t i = 0; i < row->count; i++) {
    pnr_slice name = pnri_slice_trim(row->fields[i].text);
    uint32_t column = 0;
    while (column < table->count && !pnri_slice_same(name, pnri_slice(table->names[column]))) column++;
    if (column == table->count || table->places[column] != 0)
      return pnri_csv_table_fail_field(table, PNR_E_FORMAT, &row->fields[i]);
    table->places[column] = i + 1;
  }
  table->width = row->count;
  return true;
}

bool pnri_csv_table_next(pnri_csv_table *table)
{
  if (!pnri_csv_next(&table->csv, &table->row)) return false;
  bool is_whole = !table->row.is_broken && table->row.count == table->width;
  return is_whole || pnri_csv_table_fail_row(table, PNR_E_SYNTAX);
}

const pnri_csv_field *pnri_csv_table_field(const pnri_csv_table *table, uint32_t column)
{
  return table->places[column] != 0 ? &table->row.fields[table->places[column] - 1] : NULL;
}

pnr_slice pnri_csv_table_text(const pnri_csv_table *table, uint32_t column)
{
  const pnri_csv_field *field = pnri_csv_table_field(table, column);
  return field != NULL ? pnri_slice_trim(field->text) : (pnr_slice){ NULL, 0 };
}
