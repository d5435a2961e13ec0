/* SPDX-License-Identifier: Apache-2.0 */
#include "core/slice.h"
#include "list/birth.h"
#include "list/columns.h"
#include "list/value.h"
#include "record/words.h"

/* The project's own list, docs/lists.md: a header line with any of these columns in any order, then one row per name,
 * date, document or other value of an entry. */

enum {
  COLUMN_ID,
  COLUMN_NAME,
  COLUMN_SURNAME,
  COLUMN_GIVEN,
  COLUMN_KIND,
  COLUMN_BIRTH_DATE,
  COLUMN_SEX,
  COLUMN_NATIONALITY,
  COLUMN_BIRTH_PLACE,
  COLUMN_DOCUMENT_TYPE,
  COLUMN_DOCUMENT_NUMBER,
  COLUMN_DOCUMENT_COUNTRY,
  COLUMN_PHONE,
  COLUMN_EMAIL,
  COLUMN_FREQUENT_FLYER,
  COLUMN_CARD,
  COLUMN_SOURCE,
  COLUMN_OWNER,
  COLUMN_BASIS,
  COLUMN_OFFENCE,
  COLUMN_PROGRAMME,
  COLUMN_WARNING,
  COLUMN_REMARK,
  COLUMN_ACTION,
  COLUMN_VALID_FROM,
  COLUMN_VALID_UNTIL,
  COLUMNS
};

static const char *const column_names[COLUMNS] = {
  [COLUMN_ID] = "id",
  [COLUMN_NAME] = "name",
  [COLUMN_SURNAME] = "surname",
  [COLUMN_GIVEN] = "given",
  [COLUMN_KIND] = "kind",
  [COLUMN_BIRTH_DATE] = "birth_date",
  [COLUMN_SEX] = "sex",
  [COLUMN_NATIONALITY] = "nationality",
  [COLUMN_BIRTH_PLACE] = "birth_place",
  [COLUMN_DOCUMENT_TYPE] = "document_type",
  [COLUMN_DOCUMENT_NUMBER] = "document_number",
  [COLUMN_DOCUMENT_COUNTRY] = "document_country",
  [COLUMN_PHONE] = "phone",
  [COLUMN_EMAIL] = "email",
  [COLUMN_FREQUENT_FLYER] = "frequent_flyer",
  [COLUMN_CARD] = "card",
  [COLUMN_SOURCE] = "source",
  [COLUMN_OWNER] = "owner",
  [COLUMN_BASIS] = "basis",
  [COLUMN_OFFENCE] = "offence",
  [COLUMN_PROGRAMME] = "programme",
  [COLUMN_WARNING] = "warning",
  [COLUMN_REMARK] = "remark",
  [COLUMN_ACTION] = "action",
  [COLUMN_VALID_FROM] = "valid_from",
  [COLUMN_VALID_UNTIL] = "valid_until",
};

/* The columns that go as they are into the entry; its first row that has a value gives it. */
static const struct {
  uint32_t column;
  size_t member;
} entry_texts[] = {
  { COLUMN_SOURCE, offsetof(pnr_entry, source) },       { COLUMN_OWNER, offsetof(pnr_entry, owner) },
  { COLUMN_BASIS, offsetof(pnr_entry, basis) },         { COLUMN_OFFENCE, offsetof(pnr_entry, offence) },
  { COLUMN_PROGRAMME, offsetof(pnr_entry, programme) }, { COLUMN_WARNING, offsetof(pnr_entry, warning) },
  { COLUMN_REMARK, offsetof(pnr_entry, remark) },
};
enum { ENTRY_TEXTS = sizeof entry_texts / sizeof entry_texts[0] };

typedef struct csv_list {
  pnri_columns table;
  pnr_slice written[ENTRY_TEXTS]; /* the last text of such a column as it stands in the input … */
  pnr_slice kept[ENTRY_TEXTS];    /* … and in the arena: most rows of a list repeat it */
} csv_list;

/* Without a column that tells persons apart there is no header, and so no list. */
static bool read_header(csv_list *reading)
{
  static const uint32_t telling[] = { COLUMN_NAME,  COLUMN_SURNAME, COLUMN_GIVEN,          COLUMN_DOCUMENT_NUMBER,
                                      COLUMN_PHONE, COLUMN_EMAIL,   COLUMN_FREQUENT_FLYER, COLUMN_CARD };
  bool is_header = false;
  (void)pnri_columns_read_header(&reading->table);
  for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++)
    is_header |= pnri_columns_has(&reading->table, telling[i]);
  if (is_header) pnri_columns_report_others(&reading->table);
  return is_header;
}

/* --- A row --- */

/* A name without kind is the entry's primary one when it comes first, an alias otherwise. */
static uint32_t read_kind(csv_list *reading, const pnri_entry_draft *entry)
{
  uint32_t otherwise = entry->person.names.count == 0 ? PNR_NAME_PRIMARY : PNR_NAME_ALIAS;
  pnr_slice text = pnri_cell_text(&reading->table, COLUMN_KIND);
  if (text.size == 0) return otherwise;
  uint32_t kind = pnri_name_kind_number(text);
  if (kind == 0) pnri_cell_report(&reading->table, COLUMN_KIND);
  return kind != 0 ? kind : otherwise;
}

static void read_names(csv_list *reading, pnri_entry_draft *entry)
{
  pnri_columns *table = &reading->table;
  const pnr_slice no_title = { NULL, 0 };
  uint32_t kind = read_kind(reading, entry);
  pnri_entry_add_parts(table->list, entry, kind, pnri_cell_keep(table, COLUMN_SURNAME),
                       pnri_cell_keep(table, COLUMN_GIVEN), no_title, table->row.offset);
  pnri_entry_add_full(table->list, entry, kind, pnri_cell_keep(table, COLUMN_NAME), no_title, table->row.offset);
}

static void read_person(csv_list *reading, pnri_entry_draft *entry)
{
  pnr_person *person = &entry->person.view;
  pnr_slice text = pnri_cell_text(&reading->table, COLUMN_BIRTH_DATE);
  pnr_birth birth;
  if (text.size != 0 && pnri_list_birth(text, &birth)) {
    birth.offset = reading->table.row.offset;
    pnri_entry_add_birth(reading->table.list, entry, &birth);
  } else {
    pnri_cell_report(&reading->table, COLUMN_BIRTH_DATE);
  }
  uint32_t sex = 0;
  text = pnri_cell_text(&reading->table, COLUMN_SEX);
  if (text.size != 0 && !pnri_list_sex(text, &sex)) pnri_cell_report(&reading->table, COLUMN_SEX);
  if (person->sex == 0) person->sex = sex;
  text = pnri_cell_text(&reading->table, COLUMN_NATIONALITY);
  if (text.size != 0)
    pnri_entry_add_nationality(reading->table.list, entry, pnri_cell_keep(&reading->table, COLUMN_NATIONALITY));
  pnri_entry_set_first(&person->birth_place, pnri_cell_keep(&reading->table, COLUMN_BIRTH_PLACE));
}

static void read_document(csv_list *reading, pnri_entry_draft *entry)
{
  pnr_document document = { .number = pnri_cell_keep(&reading->table, COLUMN_DOCUMENT_NUMBER),
                            .offset = reading->table.row.offset };
  if (document.number.size == 0) return;
  document.type = pnri_cell_keep(&reading->table, COLUMN_DOCUMENT_TYPE);
  document.issuer = pnri_list_country(pnri_cell_keep(&reading->table, COLUMN_DOCUMENT_COUNTRY));
  pnri_entry_add_document(reading->table.list, entry, &document);
}

static void read_identifiers(csv_list *reading, pnri_entry_draft *entry)
{
  static const struct {
    uint32_t column, kind;
  } identifiers[] = {
    { COLUMN_PHONE, PNR_IDENTIFIER_PHONE },
    { COLUMN_EMAIL, PNR_IDENTIFIER_EMAIL },
    { COLUMN_FREQUENT_FLYER, PNR_IDENTIFIER_FREQUENT_FLYER },
    { COLUMN_CARD, PNR_IDENTIFIER_CARD },
  };
  pnri_columns *table = &reading->table;
  for (size_t i = 0; i < sizeof identifiers / sizeof identifiers[0]; i++)
    pnri_entry_add_contact(table->list, entry, identifiers[i].kind, pnri_cell_keep(table, identifiers[i].column),
                           table->row.offset);
}

static void read_entry_texts(csv_list *reading, pnri_entry_draft *entry)
{
  for (size_t i = 0; i < ENTRY_TEXTS; i++) {
    const pnri_csv_field *field = pnri_cell(&reading->table, entry_texts[i].column);
    pnr_slice *text = (pnr_slice *)(void *)((uint8_t *)&entry->view + entry_texts[i].member);
    if (field == NULL || text->size != 0) continue;
    if (field->doubled || !pnri_slice_equal(field->text, reading->written[i])) {
      reading->written[i] = field->text;
      reading->kept[i] = pnri_cell_keep(&reading->table, entry_texts[i].column);
    }
    *text = reading->kept[i];
  }
}

static void read_validity(csv_list *reading, uint32_t column, pnr_date *date)
{
  pnr_slice text = pnri_cell_text(&reading->table, column);
  if (text.size == 0) return;
  pnr_date read = pnri_list_date(text);
  if (read == 0) pnri_cell_report(&reading->table, column);
  else *date = column == COLUMN_VALID_FROM ? pnri_first_day(read) : pnri_last_day(read);
}

static void read_action(csv_list *reading, pnr_entry *view)
{
  pnr_slice text = pnri_cell_text(&reading->table, COLUMN_ACTION);
  if (text.size == 0) return;
  uint32_t action = pnr_action_number(text);
  if (action == 0) pnri_cell_report(&reading->table, COLUMN_ACTION);
  else view->action = action;
}

static pnri_entry_draft *entry_of(csv_list *reading, uint64_t number)
{
  pnri_place place = pnri_row_place(&reading->table.row);
  pnr_slice id = pnri_cell_keep(&reading->table, COLUMN_ID);
  if (id.size != 0) return pnri_entry_of(reading->table.list, id, place);
  return pnri_entry_numbered(reading->table.list, number, place);
}

static void read_row(csv_list *reading)
{
  pnri_columns *table = &reading->table;
  uint64_t number = table->list->row_count++;
  pnri_entry_draft *entry = pnri_columns_is_whole(table) ? entry_of(reading, number) : NULL;
  if (entry == NULL) return;
  read_names(reading, entry);
  read_person(reading, entry);
  read_document(reading, entry);
  read_identifiers(reading, entry);
  read_entry_texts(reading, entry);
  read_action(reading, &entry->view);
  read_validity(reading, COLUMN_VALID_FROM, &entry->view.valid_from);
  read_validity(reading, COLUMN_VALID_UNTIL, &entry->view.valid_until);
}

pnr_status pnri_list_read_csv(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error)
{
  (void)name;
  csv_list reading = { .written = { { NULL, 0 } } };
  pnri_columns_open(&reading.table, list, source, column_names, COLUMNS);
  if (!read_header(&reading)) return pnri_columns_fail(&reading.table, error);
  while (pnri_columns_next(&reading.table)) read_row(&reading);
  return PNR_OK;
}
