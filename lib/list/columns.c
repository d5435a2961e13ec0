/* SPDX-License-Identifier: Apache-2.0 */
#include "list/columns.h"

#include "core/fail.h"
#include "core/slice.h"

void pnri_columns_open(pnri_columns *table, pnr_list *list, pnr_slice source, const char *const *names, uint32_t count)
{
  *table = (pnri_columns){ .list = list, .names = names, .count = count };
  pnri_csv_open(&table->csv, source.data, source.size);
}

/* --- The header --- */

static uint32_t column_of(const pnri_columns *table, pnr_slice name)
{
  uint32_t column = 0;
  while (column < table->count && !pnri_slice_same(name, pnri_slice(table->names[column]))) column++;
  return column;
}

static uint32_t kept_fields(const pnri_columns *table)
{
  return table->row.count < PNRI_CSV_FIELDS ? table->row.count : PNRI_CSV_FIELDS;
}

uint32_t pnri_columns_read_header(pnri_columns *table)
{
  uint32_t known = 0;
  memset(table->places, 0, sizeof table->places);
  if (!pnri_csv_next(&table->csv, &table->row) || table->row.is_broken) return 0;
  for (uint32_t i = 0; i < kept_fields(table); i++) {
    uint32_t column = column_of(table, pnri_slice_trim(table->row.fields[i].text));
    if (column == table->count || table->places[column] != 0) continue;
    table->places[column] = i + 1;
    known++;
  }
  table->width = table->row.count;
  return known;
}

bool pnri_columns_has(const pnri_columns *table, uint32_t column) { return table->places[column] != 0; }

void pnri_columns_report_others(pnri_columns *table)
{
  for (uint32_t i = 0; i < kept_fields(table); i++) {
    const pnri_csv_field *field = &table->row.fields[i];
    uint32_t column = column_of(table, pnri_slice_trim(field->text));
    if (column == table->count || table->places[column] != i + 1)
      pnri_list_report(table->list, PNR_F_LIST_COLUMN, pnri_field_place(&table->csv, field));
  }
}

pnr_status pnri_columns_fail(const pnri_columns *table, pnr_error *error)
{
  return pnri_fail(
    error, (pnr_error){ .status = PNR_E_FORMAT, .offset = table->row.offset, .line = table->row.line, .column = 1 });
}

/* --- Rows --- */

bool pnri_columns_next(pnri_columns *table) { return !table->list->failed && pnri_csv_next(&table->csv, &table->row); }

bool pnri_columns_is_whole(pnri_columns *table)
{
  uint32_t count = table->row.count;
  bool is_whole = !table->row.is_broken && count >= table->width && count <= PNRI_CSV_FIELDS;
  for (uint32_t i = table->width; is_whole && i < count; i++)
    is_whole = pnri_slice_trim(table->row.fields[i].text).size == 0;
  if (!is_whole) pnri_list_report_lost(table->list, pnri_row_place(&table->row));
  return is_whole;
}

/* --- Cells --- */

const pnri_csv_field *pnri_cell(const pnri_columns *table, uint32_t column)
{
  uint32_t place = table->places[column];
  if (place == 0 || place > table->row.count) return NULL;
  const pnri_csv_field *field = &table->row.fields[place - 1];
  return pnri_slice_trim(field->text).size != 0 ? field : NULL;
}

static pnr_slice text_of(pnri_columns *table, const pnri_csv_field *field)
{
  if (field == NULL) return (pnr_slice){ NULL, 0 };
  if (!field->doubled) return pnri_slice_trim(field->text);
  uint8_t *copy = pnri_arena_text(&table->list->arena, field->text.size);
  if (copy == NULL) {
    table->list->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  return pnri_slice_trim((pnr_slice){ copy, pnri_csv_copy(field, copy) });
}

pnr_slice pnri_cell_text(pnri_columns *table, uint32_t column) { return text_of(table, pnri_cell(table, column)); }

pnr_slice pnri_cell_keep(pnri_columns *table, uint32_t column)
{
  const pnri_csv_field *field = pnri_cell(table, column);
  if (field == NULL) return (pnr_slice){ NULL, 0 };
  return pnri_list_text(table->list, text_of(table, field), pnri_field_place(&table->csv, field));
}

void pnri_cell_report(pnri_columns *table, uint32_t column)
{
  const pnri_csv_field *field = pnri_cell(table, column);
  if (field != NULL) pnri_list_report(table->list, PNR_F_LIST_VALUE, pnri_field_place(&table->csv, field));
}
