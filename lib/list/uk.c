/* SPDX-License-Identifier: Apache-2.0 */
#include "core/slice.h"
#include "list/birth.h"
#include "list/columns.h"
#include "list/tree.h"
#include "list/value.h"

/* The lists of the United Kingdom: the consolidated list of OFSI, which has a row or element per name of a person, and
 * the UK Sanctions List of the FCDO, whose CSV is alike and whose XML has one Designation per person. */

enum {
  NAME6,
  NAME1,
  NAME2,
  NAME3,
  NAME4,
  NAME5,
  TITLE,
  NON_LATIN,
  BIRTH,
  TOWN,
  COUNTRY,
  NATIONALITY,
  PASSPORT,
  IDENTITY,
  GENDER,
  RESIDENCE,
  PHONE,
  EMAIL,
  INFORMATION,
  TYPE,
  ALIAS_TYPE,
  ALIAS_QUALITY,
  REGIME,
  ID,
  FIELDS,
  OTHER_BIRTH = FIELDS,
  OTHER_NATIONALITY,
  OTHER_IDENTITY,
  OTHER_RESIDENCE,
  OTHER_TYPE,
  OLDER_TYPE,
  OTHER_ALIAS_TYPE,
  OTHER_ALIAS_QUALITY,
  OTHER_REGIME,
  OTHER_ID,
  COLUMNS
};

/* Columns of OFSI's CSV, and those that the UK Sanctions List names otherwise. */
static const char *const columns[COLUMNS] = {
  [NAME6] = "Name 6",
  [NAME1] = "Name 1",
  [NAME2] = "Name 2",
  [NAME3] = "Name 3",
  [NAME4] = "Name 4",
  [NAME5] = "Name 5",
  [TITLE] = "Title",
  [NON_LATIN] = "Name Non-Latin Script",
  [BIRTH] = "DOB",
  [TOWN] = "Town of Birth",
  [COUNTRY] = "Country of Birth",
  [NATIONALITY] = "Nationality",
  [PASSPORT] = "Passport Number",
  [IDENTITY] = "National Identification Number",
  [GENDER] = "Gender",
  [RESIDENCE] = "Country",
  [PHONE] = "Phone number",
  [EMAIL] = "Email address",
  [INFORMATION] = "Other Information",
  [TYPE] = "Group Type",
  [ALIAS_TYPE] = "Alias Type",
  [ALIAS_QUALITY] = "Alias Quality",
  [REGIME] = "Regime",
  [ID] = "Group ID",
  [OTHER_BIRTH] = "D.O.B",
  [OTHER_NATIONALITY] = "Nationality(/ies)",
  [OTHER_IDENTITY] = "National Identifier number",
  [OTHER_RESIDENCE] = "Address Country",
  [OTHER_TYPE] = "Designation Type",
  [OLDER_TYPE] = "Individual, Entity, Ship",
  [OTHER_ALIAS_TYPE] = "Name type",
  [OTHER_ALIAS_QUALITY] = "Alias strength",
  [OTHER_REGIME] = "Regime Name",
  [OTHER_ID] = "Unique ID",
};

static const struct {
  uint32_t field, column;
} others[] = {
  { BIRTH, OTHER_BIRTH },
  { NATIONALITY, OTHER_NATIONALITY },
  { IDENTITY, OTHER_IDENTITY },
  { RESIDENCE, OTHER_RESIDENCE },
  { TYPE, OTHER_TYPE },
  { TYPE, OLDER_TYPE },
  { ALIAS_TYPE, OTHER_ALIAS_TYPE },
  { ALIAS_QUALITY, OTHER_ALIAS_QUALITY },
  { REGIME, OTHER_REGIME },
  { ID, OTHER_ID },
};

/* Children of OFSI's FinancialSanctionsTarget. */
static const char *const children[FIELDS] = {
  [NAME6] = "Name6",
  [NAME1] = "name1",
  [NAME2] = "name2",
  [NAME3] = "name3",
  [NAME4] = "name4",
  [NAME5] = "name5",
  [TITLE] = "Title",
  [NON_LATIN] = "NameNonLatinScript",
  [BIRTH] = "Individual_DateOfBirth",
  [TOWN] = "Individual_TownOfBirth",
  [COUNTRY] = "Individual_CountryOfBirth",
  [NATIONALITY] = "Individual_Nationality",
  [PASSPORT] = "Individual_PassportNumber",
  [IDENTITY] = "Individual_NINumber",
  [GENDER] = "Individual_Gender",
  [RESIDENCE] = "Country",
  [PHONE] = "PhoneNumber",
  [EMAIL] = "EmailAddress",
  [INFORMATION] = "OtherInformation",
  [TYPE] = "GroupTypeDescription",
  [ALIAS_TYPE] = "AliasType",
  [ALIAS_QUALITY] = "AliasQuality",
  [REGIME] = "RegimeName",
  [ID] = "GroupID",
};

/* --- Values: each adds one text, which is kept in the list already; false where it is not understood --- */

static bool add_birth(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  pnr_birth birth = { 0 };
  pnr_date date = pnri_list_date_day_first(text);
  bool is_birth = pnri_birth_range(date, date, &birth) || pnri_list_birth(text, &birth);
  birth.offset = offset;
  if (is_birth) pnri_entry_add_birth(list, entry, &birth);
  return is_birth;
}

static bool add_nationality(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  (void)offset;
  pnri_entry_add_nationality(list, entry, text);
  return true;
}

static bool add_document(pnr_list *list, pnri_entry_draft *entry, const char *type, pnr_slice number, uint64_t offset)
{
  pnr_document document = { .type = pnri_slice(type), .number = number, .offset = offset };
  pnri_entry_add_document(list, entry, &document);
  return true;
}

static bool add_passport(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  return add_document(list, entry, "P", text, offset);
}

static bool add_identity(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  return add_document(list, entry, "I", text, offset);
}

static bool add_sex(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  (void)list;
  (void)offset;
  return pnri_list_sex(text, &entry->person.view.sex);
}

static bool add_residence(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  (void)list;
  (void)offset;
  pnri_entry_set_first(&entry->person.view.residence, pnri_list_country(text));
  return true;
}

static bool add_phone(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  pnri_entry_add_contact(list, entry, PNR_IDENTIFIER_PHONE, text, offset);
  return true;
}

static bool add_email(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  pnr_slice part;
  while (pnri_list_part(&text, ';', &part)) pnri_entry_add_contact(list, entry, PNR_IDENTIFIER_EMAIL, part, offset);
  return true;
}

static bool add_original(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  const pnr_slice no_title = { NULL, 0 };
  pnri_entry_add_full(list, entry, PNR_NAME_ALIAS, text, no_title, offset);
  return true;
}

/* Values that come several in one cell, numbered in brackets, and by themselves in the XML of the UK Sanctions List. */
static const struct {
  uint32_t field;
  const char *element;
  bool (*add)(pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset);
} values[] = {
  { NON_LATIN, "NameNonLatinScript", add_original },
  { BIRTH, "DOB", add_birth },
  { NATIONALITY, "Nationality", add_nationality },
  { PASSPORT, "PassportNumber", add_passport },
  { IDENTITY, "NationalIdentifierNumber", add_identity },
  { GENDER, "Gender", add_sex },
  { RESIDENCE, "AddressCountry", add_residence },
  { PHONE, "PhoneNumber", add_phone },
  { EMAIL, "EmailAddress", add_email },
};
enum { VALUES = sizeof values / sizeof values[0] };

/* Adds all that a cell or element says; false where any of it is not understood. */
static bool add_value(size_t value, pnr_list *list, pnri_entry_draft *entry, pnr_slice text, uint64_t offset)
{
  bool is_understood = true;
  pnr_slice part;
  while (pnri_list_numbered(&text, &part)) is_understood &= values[value].add(list, entry, part, offset);
  return is_understood;
}

static uint32_t kind_of(const pnri_entry_draft *entry, pnr_slice type, pnr_slice quality)
{
  if (pnri_slice_same(type, pnri_slice("FKA"))) return PNR_NAME_FORMER;
  if (pnri_list_mentions(quality, "low")) return PNR_NAME_WEAK;
  bool is_primary = pnri_slice_same(type, pnri_slice("Primary name"));
  return is_primary || (type.size == 0 && entry->person.names.count == 0) ? PNR_NAME_PRIMARY : PNR_NAME_ALIAS;
}

static bool is_individual(pnr_slice type) { return pnri_slice_same(type, pnri_slice("Individual")); }

/* --- Rows, and the elements that are like rows --- */

typedef struct uk_row {
  pnr_list *list;
  pnri_columns *table; /* NULL for XML */
  pnri_tree *tree;
} uk_row;

static uint32_t column_of(const pnri_columns *table, uint32_t field)
{
  for (size_t i = 0; i < sizeof others / sizeof others[0] && !pnri_columns_has(table, field); i++)
    if (others[i].field == field && pnri_columns_has(table, others[i].column)) return others[i].column;
  return field;
}

static pnr_slice keep(const uk_row *row, uint32_t field)
{
  if (row->table == NULL) return pnri_tree_keep_value(row->tree, 0, children[field]);
  return pnri_cell_keep(row->table, column_of(row->table, field));
}

static pnri_place place_of(const uk_row *row)
{
  return row->table != NULL ? pnri_row_place(&row->table->row) : pnri_tree_place(row->tree, 0);
}

/* The first of several numbered values. */
static pnr_slice first_of(pnr_slice text)
{
  pnr_slice part = { NULL, 0 };
  (void)pnri_list_numbered(&text, &part);
  return part;
}

static void read_name(const uk_row *row, pnri_entry_draft *entry, uint64_t offset)
{
  const pnr_slice given[] = { keep(row, NAME1), keep(row, NAME2), keep(row, NAME3), keep(row, NAME4),
                              keep(row, NAME5) };
  uint32_t kind = kind_of(entry, keep(row, ALIAS_TYPE), keep(row, ALIAS_QUALITY));
  pnri_entry_add_parts(row->list, entry, kind, keep(row, NAME6), pnri_list_join(row->list, given, 5, " "),
                       first_of(keep(row, TITLE)), offset);
}

static void read_cells(const uk_row *row, pnri_entry_draft *entry)
{
  for (size_t i = 0; i < VALUES; i++) {
    uint32_t column = column_of(row->table, values[i].field);
    if (!add_value(i, row->list, entry, pnri_cell_keep(row->table, column), row->table->row.offset))
      pnri_cell_report(row->table, column);
  }
}

/* In the document's order: the places of findings rise. */
static void read_children(const uk_row *row, pnri_entry_draft *entry)
{
  pnri_tree *tree = row->tree;
  for (uint32_t i = pnri_tree_first(tree, 0); i != 0; i = pnri_tree_after(tree, i))
    for (size_t value = 0; value < VALUES; value++)
      if (pnri_slice_is(pnri_tree_name(tree, i), children[values[value].field]) &&
          !add_value(value, row->list, entry, pnri_tree_keep(tree, i), pnri_tree_offset(tree, i)))
        pnri_tree_report(tree, PNR_F_LIST_VALUE, i);
}

static void read_row(const uk_row *row)
{
  if (!is_individual(keep(row, TYPE))) return;
  pnr_slice id = keep(row, ID);
  pnri_place place = place_of(row);
  pnri_entry_draft *entry = id.size != 0 ? pnri_entry_of(row->list, id, place)
                                         : pnri_entry_numbered(row->list, row->list->entries.count, place);
  if (entry == NULL) return;
  entry->has_several = true;
  read_name(row, entry, place.offset);
  if (row->table != NULL) read_cells(row, entry);
  else read_children(row, entry);
  const pnr_slice birth_place[] = { first_of(keep(row, TOWN)), first_of(keep(row, COUNTRY)) };
  pnri_entry_set_first(&entry->person.view.birth_place, pnri_list_join(row->list, birth_place, 2, ", "));
  pnri_entry_set_first(&entry->view.programme, keep(row, REGIME));
  pnri_entry_set_first(&entry->view.remark, keep(row, INFORMATION));
}

pnr_status pnri_list_read_uk_csv(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error)
{
  enum { HEADER_ROWS = 3 }; /* a line with the date stands in front */
  (void)name;
  pnri_columns table;
  uk_row row = { .list = list, .table = &table };
  pnri_columns_open(&table, list, source, columns, COLUMNS);
  for (int i = 0; i < HEADER_ROWS && !pnri_columns_has(&table, NAME6); i++) (void)pnri_columns_read_header(&table);
  if (!pnri_columns_has(&table, NAME6)) return pnri_columns_fail(&table, error);
  while (pnri_columns_next(&table))
    if (pnri_columns_is_whole(&table)) read_row(&row);
  return PNR_OK;
}

/* --- Designations --- */

static void read_names(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  static const char *const names[] = { "Name1", "Name2", "Name3", "Name4", "Name5" };
  pnr_slice given[5], surname = pnri_tree_keep_value(tree, i, "Name6");
  for (size_t part = 0; part < 5; part++) given[part] = pnri_tree_keep_value(tree, i, names[part]);
  uint32_t kind = kind_of(entry, pnri_tree_value(tree, i, "NameType"), pnri_tree_value(tree, i, "AliasStrength"));
  uint32_t title = pnri_tree_child(tree, i, "Title");
  pnri_entry_add_parts(tree->list, entry, kind, surname, pnri_list_join(tree->list, given, 5, " "),
                       title != 0 ? pnri_tree_keep(tree, title) : (pnr_slice){ NULL, 0 }, pnri_tree_offset(tree, i));
}

static void read_birth_place(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  const pnr_slice parts[] = { pnri_tree_keep_value(tree, i, "TownOfBirth"),
                              pnri_tree_keep_value(tree, i, "CountryOfBirth") };
  pnri_entry_set_first(&entry->person.view.birth_place, pnri_list_join(tree->list, parts, 2, ", "));
}

/* The lists in a designation are nested in several ways; the names of their elements tell enough. */
static void read_element(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  pnr_slice name = pnri_tree_name(tree, i);
  if (pnri_slice_is(name, "Name")) read_names(tree, entry, i);
  if (pnri_slice_is(name, "Location")) read_birth_place(tree, entry, i);
  for (size_t value = 0; value < VALUES; value++)
    if (pnri_slice_is(name, values[value].element) &&
        !add_value(value, tree->list, entry, pnri_tree_keep(tree, i), pnri_tree_offset(tree, i)))
      pnri_tree_report(tree, PNR_F_LIST_VALUE, i);
}

static void read_designation(pnri_tree *tree)
{
  if (!is_individual(pnri_tree_value(tree, 0, "IndividualEntityShip"))) return;
  pnr_list *list = tree->list;
  pnr_slice id = pnri_tree_keep_value(tree, 0, "UniqueID");
  pnri_place place = pnri_tree_place(tree, 0);
  pnri_entry_draft *entry =
    id.size != 0 ? pnri_entry_of(list, id, place) : pnri_entry_numbered(list, list->entries.count, place);
  if (entry == NULL) return;
  entry->has_several = true;
  pnri_entry_set_first(&entry->view.programme, pnri_tree_keep_value(tree, 0, "RegimeName"));
  pnri_entry_set_first(&entry->view.remark, pnri_tree_keep_value(tree, 0, "OtherInformation"));
  for (uint32_t i = 1; i < pnri_tree_count(tree); i++) read_element(tree, entry, i);
}

pnr_status pnri_list_read_uk_xml(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error)
{
  static const char *const root[] = { "Designations", "ArrayOfFinancialSanctionsTarget", NULL };
  static const char *const records[] = { "Designation", "FinancialSanctionsTarget", NULL };
  (void)name;
  pnri_tree tree;
  uk_row row = { .list = list, .tree = &tree };
  pnr_status status = pnri_tree_open(&tree, list, source, root, records, error);
  if (status != PNR_OK) return status;
  while (pnri_tree_next(&tree)) {
    if (pnri_slice_is(pnri_tree_name(&tree, 0), "Designation")) read_designation(&tree);
    else read_row(&row);
  }
  return pnri_tree_close(&tree, error);
}
