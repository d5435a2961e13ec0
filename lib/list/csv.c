/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "list/birth.h"
#include "list/list.h"
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
  pnr_list *list;
  pnri_csv csv;
  pnri_csv_row row;
  uint32_t column_count;
  uint32_t places[COLUMNS];       /* field of each column, from 1; 0 when the header does not name it */
  pnr_slice written[ENTRY_TEXTS]; /* the last text of such a column as it stands in the input … */
  pnr_slice kept[ENTRY_TEXTS];    /* … and in the arena: most rows of a list repeat it */
} csv_list;

/* The field of a column in the row; NULL when it is missing or blank. */
static const pnri_csv_field *cell_of(const csv_list *reading, uint32_t column)
{
  uint32_t place = reading->places[column];
  if (place == 0 || place > reading->row.count) return NULL;
  const pnri_csv_field *field = &reading->row.fields[place - 1];
  return pnri_slice_trim(field->text).size != 0 ? field : NULL;
}

/* The field's text with single quotes, for reading a value from it. */
static pnr_slice text_of(csv_list *reading, const pnri_csv_field *field)
{
  if (field == NULL) return (pnr_slice){ NULL, 0 };
  if (!field->doubled) return pnri_slice_trim(field->text);
  uint8_t *copy = pnri_arena_text(&reading->list->arena, field->text.size);
  if (copy == NULL) {
    reading->list->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  return pnri_slice_trim((pnr_slice){ copy, pnri_csv_copy(field, copy) });
}

static pnr_slice cell_text(csv_list *reading, uint32_t column) { return text_of(reading, cell_of(reading, column)); }

/* The field's text, kept in the list. */
static pnr_slice keep_cell(csv_list *reading, uint32_t column)
{
  const pnri_csv_field *field = cell_of(reading, column);
  if (field == NULL) return (pnr_slice){ NULL, 0 };
  return pnri_list_text(reading->list, text_of(reading, field), pnri_field_place(&reading->csv, field));
}

static void report_cell(csv_list *reading, uint32_t column)
{
  const pnri_csv_field *field = cell_of(reading, column);
  if (field != NULL) pnri_list_report(reading->list, PNR_F_LIST_VALUE, pnri_field_place(&reading->csv, field));
}

/* --- The header --- */

static uint32_t column_of(pnr_slice name)
{
  uint32_t column = 0;
  while (column < COLUMNS && !pnri_slice_same(name, pnri_slice(column_names[column]))) column++;
  return column;
}

static pnr_status fail_header(const csv_list *reading, pnr_error *error)
{
  return pnri_fail(
    error,
    (pnr_error){ .status = PNR_E_FORMAT, .offset = reading->row.offset, .line = reading->row.line, .column = 1 });
}

/* Without a column that tells persons apart there is no header, and so no list. */
static pnr_status read_header(csv_list *reading, pnr_error *error)
{
  static const uint32_t telling[] = { COLUMN_NAME,  COLUMN_SURNAME, COLUMN_GIVEN,         COLUMN_DOCUMENT_NUMBER,
                                      COLUMN_PHONE, COLUMN_EMAIL,   COLUMN_FREQUENT_FLYER };
  bool has_row = pnri_csv_next(&reading->csv, &reading->row), is_header = false;
  uint32_t count = reading->row.count < PNRI_CSV_FIELDS ? reading->row.count : PNRI_CSV_FIELDS;
  if (!has_row || reading->row.is_broken) return fail_header(reading, error);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t column = column_of(pnri_slice_trim(reading->row.fields[i].text));
    if (column < COLUMNS && reading->places[column] == 0) reading->places[column] = i + 1;
  }
  for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++) is_header |= reading->places[telling[i]] != 0;
  if (!is_header) return fail_header(reading, error);
  for (uint32_t i = 0; i < count; i++) {
    const pnri_csv_field *field = &reading->row.fields[i];
    uint32_t column = column_of(pnri_slice_trim(field->text));
    if (column == COLUMNS || reading->places[column] != i + 1)
      pnri_list_report(reading->list, PNR_F_LIST_COLUMN, pnri_field_place(&reading->csv, field));
  }
  reading->column_count = reading->row.count;
  return PNR_OK;
}

/* --- A row --- */

/* A name without kind is the entry's primary one when it comes first, an alias otherwise. */
static uint32_t read_kind(csv_list *reading, const pnri_entry_draft *entry)
{
  uint32_t otherwise = entry->person.names.count == 0 ? PNR_NAME_PRIMARY : PNR_NAME_ALIAS;
  pnr_slice text = cell_text(reading, COLUMN_KIND);
  if (text.size == 0) return otherwise;
  uint32_t kind = pnri_name_kind_number(text);
  if (kind == 0) report_cell(reading, COLUMN_KIND);
  return kind != 0 ? kind : otherwise;
}

/* "surname/given", or the one that there is. */
static pnr_slice join_parts(pnr_list *list, pnr_slice surname, pnr_slice given)
{
  if (given.size == 0) return surname;
  if (surname.size == 0) return given;
  size_t size = surname.size + 1 + given.size;
  uint8_t *text = pnri_arena_text(&list->arena, size);
  if (text == NULL) {
    list->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  memcpy(text, surname.data, surname.size);
  text[surname.size] = '/';
  memcpy(text + surname.size + 1, given.data, given.size);
  return (pnr_slice){ text, size };
}

static void read_names(csv_list *reading, pnri_entry_draft *entry)
{
  pnr_list *list = reading->list;
  uint32_t kind = read_kind(reading, entry);
  pnr_name name = { .kind = kind, .offset = reading->row.offset };
  name.surname = keep_cell(reading, COLUMN_SURNAME);
  name.given = keep_cell(reading, COLUMN_GIVEN);
  name.raw = join_parts(list, name.surname, name.given);
  if (name.raw.size != 0) pnri_entry_add_name(list, entry, &name);
  pnr_slice full = keep_cell(reading, COLUMN_NAME);
  name = (pnr_name){ .kind = kind, .full = full, .raw = full, .offset = reading->row.offset };
  if (full.size != 0) pnri_entry_add_name(list, entry, &name);
}

static void read_person(csv_list *reading, pnri_entry_draft *entry)
{
  pnr_person *person = &entry->person.view;
  pnr_slice text = cell_text(reading, COLUMN_BIRTH_DATE);
  pnr_birth birth;
  if (text.size != 0 && pnri_list_birth(text, &birth)) {
    birth.offset = reading->row.offset;
    pnri_entry_add_birth(reading->list, entry, &birth);
  } else {
    report_cell(reading, COLUMN_BIRTH_DATE);
  }
  uint32_t sex = 0;
  text = cell_text(reading, COLUMN_SEX);
  if (text.size != 0 && !pnri_list_sex(text, &sex)) report_cell(reading, COLUMN_SEX);
  if (person->sex == 0) person->sex = sex;
  text = cell_text(reading, COLUMN_NATIONALITY);
  pnr_slice code = pnr_country_code(text);
  if (text.size != 0)
    pnri_entry_add_nationality(reading->list, entry, code.size != 0 ? code : keep_cell(reading, COLUMN_NATIONALITY));
  if (person->birth_place.size == 0) person->birth_place = keep_cell(reading, COLUMN_BIRTH_PLACE);
}

static void read_document(csv_list *reading, pnri_entry_draft *entry)
{
  pnr_document document = { .number = keep_cell(reading, COLUMN_DOCUMENT_NUMBER), .offset = reading->row.offset };
  if (document.number.size == 0) return;
  document.type = keep_cell(reading, COLUMN_DOCUMENT_TYPE);
  document.issuer = pnr_country_code(cell_text(reading, COLUMN_DOCUMENT_COUNTRY));
  if (document.issuer.size == 0) document.issuer = keep_cell(reading, COLUMN_DOCUMENT_COUNTRY);
  pnri_entry_add_document(reading->list, entry, &document);
}

/* "LH 992003", "LH-992003" and "LH:992003" name the airline. */
static void part_frequent_flyer(pnr_identifier *identifier)
{
  pnr_slice value = identifier->value;
  if (value.size < 4 || (value.data[2] != ' ' && value.data[2] != '-' && value.data[2] != ':')) return;
  identifier->issuer = (pnr_slice){ value.data, 2 };
  identifier->value = pnri_slice_trim(pnri_slice_from(value, 3));
}

static void read_identifiers(csv_list *reading, pnri_entry_draft *entry)
{
  static const struct {
    uint32_t column, kind;
  } identifiers[] = {
    { COLUMN_PHONE, PNR_IDENTIFIER_PHONE },
    { COLUMN_EMAIL, PNR_IDENTIFIER_EMAIL },
    { COLUMN_FREQUENT_FLYER, PNR_IDENTIFIER_FREQUENT_FLYER },
  };
  for (size_t i = 0; i < sizeof identifiers / sizeof identifiers[0]; i++) {
    pnr_identifier identifier = { .kind = identifiers[i].kind, .offset = reading->row.offset };
    identifier.value = keep_cell(reading, identifiers[i].column);
    if (identifier.value.size == 0) continue;
    if (identifier.kind == PNR_IDENTIFIER_PHONE) {
      pnr_slice digits = pnri_phone_digits(&reading->list->arena, identifier.value);
      if (digits.size != 0) identifier.value = digits;
    }
    if (identifier.kind == PNR_IDENTIFIER_FREQUENT_FLYER) part_frequent_flyer(&identifier);
    pnri_entry_add_identifier(reading->list, entry, &identifier);
  }
}

static void read_entry_texts(csv_list *reading, pnri_entry_draft *entry)
{
  for (size_t i = 0; i < ENTRY_TEXTS; i++) {
    const pnri_csv_field *field = cell_of(reading, entry_texts[i].column);
    pnr_slice *text = (pnr_slice *)(void *)((uint8_t *)&entry->view + entry_texts[i].member);
    if (field == NULL || text->size != 0) continue;
    if (field->doubled || !pnri_slice_equal(field->text, reading->written[i])) {
      reading->written[i] = field->text;
      reading->kept[i] = keep_cell(reading, entry_texts[i].column);
    }
    *text = reading->kept[i];
  }
}

static void read_validity(csv_list *reading, uint32_t column, pnr_date *date)
{
  pnr_slice text = cell_text(reading, column);
  if (text.size == 0) return;
  pnr_date read = pnri_list_date(text);
  if (read == 0) report_cell(reading, column);
  else *date = column == COLUMN_VALID_FROM ? pnri_first_day(read) : pnri_last_day(read);
}

static void read_action(csv_list *reading, pnr_entry *view)
{
  pnr_slice text = cell_text(reading, COLUMN_ACTION);
  if (text.size == 0) return;
  uint32_t action = pnr_action_number(text);
  if (action == 0) report_cell(reading, COLUMN_ACTION);
  else view->action = action;
}

static pnri_entry_draft *entry_of(csv_list *reading, uint64_t number)
{
  pnri_place place = pnri_row_place(&reading->row);
  pnr_slice id = keep_cell(reading, COLUMN_ID);
  if (id.size != 0) return pnri_entry_of(reading->list, id, place);
  return pnri_entry_numbered(reading->list, number, place);
}

/* Fields beyond the header's are forgiven where they are all empty. */
static bool has_right_count(const csv_list *reading)
{
  uint32_t count = reading->row.count;
  if (reading->row.is_broken || count < reading->column_count || count > PNRI_CSV_FIELDS) return false;
  for (uint32_t i = reading->column_count; i < count; i++)
    if (pnri_slice_trim(reading->row.fields[i].text).size != 0) return false;
  return true;
}

static void read_row(csv_list *reading)
{
  uint64_t number = reading->list->row_count++;
  if (!has_right_count(reading)) {
    pnri_list_report_lost(reading->list, pnri_row_place(&reading->row));
    return;
  }
  pnri_entry_draft *entry = entry_of(reading, number);
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

pnr_status pnri_list_read_csv(pnr_list *list, const uint8_t *data, size_t size, pnr_error *error)
{
  csv_list reading = { .list = list };
  pnri_csv_open(&reading.csv, data, size);
  pnr_status status = read_header(&reading, error);
  while (status == PNR_OK && !list->failed && pnri_csv_next(&reading.csv, &reading.row)) read_row(&reading);
  return status;
}
