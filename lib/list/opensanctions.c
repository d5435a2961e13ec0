/* SPDX-License-Identifier: Apache-2.0 */
#include "core/slice.h"
#include "list/birth.h"
#include "list/columns.h"
#include "list/value.h"

/* targets.simple.csv of OpenSanctions: a row per target, several values of a cell parted by semicolons. Persons are
 * read. */

enum {
  ID,
  SCHEMA,
  NAME,
  ALIASES,
  BIRTH,
  COUNTRIES,
  IDENTIFIERS,
  SANCTIONS,
  PHONES,
  EMAILS,
  PROGRAMMES,
  DATASET,
  COLUMNS
};

static const char *const columns[COLUMNS] = {
  [ID] = "id",
  [SCHEMA] = "schema",
  [NAME] = "name",
  [ALIASES] = "aliases",
  [BIRTH] = "birth_date",
  [COUNTRIES] = "countries",
  [IDENTIFIERS] = "identifiers",
  [SANCTIONS] = "sanctions",
  [PHONES] = "phones",
  [EMAILS] = "emails",
  [PROGRAMMES] = "program_ids",
  [DATASET] = "dataset",
};

/* --- Values of a cell: each adds one; false where it is not understood --- */

static bool add_alias(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  const pnr_slice no_title = { NULL, 0 };
  pnri_entry_add_full(list, entry, PNR_NAME_ALIAS, text, no_title, offset);
  return true;
}

static bool add_birth(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  pnr_birth birth;
  if (!pnri_list_birth(text, &birth)) return false;
  birth.offset = offset;
  pnri_entry_add_birth(list, entry, &birth);
  return true;
}

static bool add_country(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  (void)offset;
  pnri_entry_add_nationality(list, entry, text);
  return true;
}

/* Passports, identity and tax numbers without distinction: a document of no known type. */
static bool add_document(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  pnr_document document = { .number = text, .offset = offset };
  pnri_entry_add_document(list, entry, &document);
  return true;
}

static bool add_phone(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  pnri_entry_add_contact(list, entry, PNR_IDENTIFIER_PHONE, text, offset);
  return true;
}

static bool add_email(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  pnri_entry_add_contact(list, entry, PNR_IDENTIFIER_EMAIL, text, offset);
  return true;
}

static const struct {
  uint32_t column;
  bool (*add)(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset);
} lists[] = {
  { ALIASES, add_alias },        { BIRTH, add_birth },  { COUNTRIES, add_country },
  { IDENTIFIERS, add_document }, { PHONES, add_phone }, { EMAILS, add_email },
};

/* Takes the next value off *rest. One that holds a semicolon stands in quotes, its own quotes doubled; those stay so, as
 * no name has any. */
static bool take_value(pnr_slice *rest, pnr_slice *value)
{
  if (rest->size == 0 || rest->data[0] != '"') return pnri_list_part(rest, ';', value);
  size_t size = 1;
  while (size < rest->size && (rest->data[size] != '"' || (size + 1 < rest->size && rest->data[size + 1] == '"')))
    size += rest->data[size] == '"' ? 2 : 1;
  if (size > rest->size) size = rest->size;
  *value = pnri_slice_trim((pnr_slice){ rest->data + 1, size - 1 });
  *rest = pnri_slice_from(*rest, size + 1);
  if (rest->size != 0 && rest->data[0] == ';') *rest = pnri_slice_from(*rest, 1);
  return true;
}

static void read_lists(pnri_columns *table, pnri_entry_draft *entry)
{
  for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
    pnr_slice rest = pnri_cell_keep(table, lists[i].column), value;
    bool is_understood = true;
    while (take_value(&rest, &value))
      if (value.size != 0) is_understood &= lists[i].add(table->list, entry, value, table->row.offset);
    if (!is_understood) pnri_cell_report(table, lists[i].column);
  }
}

static void read_row(pnri_columns *table)
{
  const pnr_slice no_title = { NULL, 0 };
  pnr_list *list = table->list;
  if (!pnri_slice_is(pnri_cell_text(table, SCHEMA), "Person")) return;
  pnr_slice id = pnri_cell_keep(table, ID);
  pnri_place place = pnri_row_place(&table->row);
  pnri_entry_draft *entry =
    id.size != 0 ? pnri_entry_of(list, id, place) : pnri_entry_numbered(list, list->entries.count, place);
  if (entry == NULL) return;
  entry->has_several = true;
  pnri_entry_add_full(list, entry, PNR_NAME_PRIMARY, pnri_cell_keep(table, NAME), no_title, table->row.offset);
  read_lists(table, entry);
  pnri_entry_set_first(&entry->view.source, pnri_cell_keep(table, DATASET));
  pnri_entry_set_first(&entry->view.programme, pnri_cell_keep(table, PROGRAMMES));
  pnri_entry_set_first(&entry->view.programme, pnri_cell_keep(table, SANCTIONS));
  pnri_entry_set_first(&entry->view.remark, pnri_cell_keep(table, SANCTIONS));
}

pnr_status pnri_list_read_targets(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error)
{
  (void)name;
  pnri_columns table;
  pnri_columns_open(&table, list, source, columns, COLUMNS);
  (void)pnri_columns_read_header(&table);
  if (!pnri_columns_has(&table, SCHEMA) || !pnri_columns_has(&table, NAME)) return pnri_columns_fail(&table, error);
  while (pnri_columns_next(&table))
    if (pnri_columns_is_whole(&table)) read_row(&table);
  return PNR_OK;
}
