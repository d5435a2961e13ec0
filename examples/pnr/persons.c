/* SPDX-License-Identifier: Apache-2.0 */
#include "persons.h"

#include <inttypes.h>
#include <string.h>

#include "command.h"
#include "output.h"

static const struct {
  const char *name;
  uint8_t column;
} column_names[] = {
  { "name", COLUMN_NAME },
  { "surname", COLUMN_SURNAME },
  { "given", COLUMN_GIVEN },
  { "birth_date", COLUMN_BIRTH_DATE },
  { "sex", COLUMN_SEX },
  { "nationality", COLUMN_NATIONALITY },
  { "birth_place", COLUMN_BIRTH_PLACE },
  { "document_type", COLUMN_DOCUMENT_TYPE },
  { "document_number", COLUMN_DOCUMENT_NUMBER },
  { "document_country", COLUMN_DOCUMENT_COUNTRY },
  { "phone", COLUMN_PHONE },
  { "email", COLUMN_EMAIL },
  { "frequent_flyer", COLUMN_FREQUENT_FLYER },
  /* Columns of the list format that say nothing about a traveller. */
  { "id", COLUMN_IGNORED },
  { "kind", COLUMN_IGNORED },
  { "source", COLUMN_IGNORED },
  { "owner", COLUMN_IGNORED },
  { "basis", COLUMN_IGNORED },
  { "offence", COLUMN_IGNORED },
  { "action", COLUMN_IGNORED },
  { "valid_from", COLUMN_IGNORED },
  { "valid_until", COLUMN_IGNORED },
  { "warning", COLUMN_IGNORED },
  { "remark", COLUMN_IGNORED },
};

static pnr_slice trim(pnr_slice text)
{
  while (text.size > 0 && text.data[0] == ' ') text = (pnr_slice){ text.data + 1, text.size - 1 };
  while (text.size > 0 && text.data[text.size - 1] == ' ') text.size--;
  return text;
}

/* The next line without its end; false behind the last. */
static bool next_line(person_table *persons, pnr_slice *line)
{
  const input_file *input = &persons->input;
  if (persons->next >= input->size) return false;
  const uint8_t *begin = input->data + persons->next;
  size_t left = input->size - persons->next;
  const uint8_t *end = memchr(begin, '\n', left);
  size_t size = end != NULL ? (size_t)(end - begin) : left;
  persons->next += size + (end != NULL);
  persons->line++;
  if (size > 0 && begin[size - 1] == '\r') size--;
  *line = (pnr_slice){ begin, size };
  return true;
}

/* Cuts the first field off the line; false when there is none left. */
static bool next_field(pnr_slice *line, pnr_slice *field)
{
  if (line->data == NULL) return false;
  const uint8_t *tab = line->size > 0 ? memchr(line->data, '\t', line->size) : NULL;
  size_t size = tab != NULL ? (size_t)(tab - line->data) : line->size;
  *field = trim((pnr_slice){ line->data, size });
  *line = tab != NULL ? (pnr_slice){ tab + 1, line->size - size - 1 } : (pnr_slice){ NULL, 0 };
  return true;
}

static void report(person_table *persons, size_t column, const char *what)
{
  complain("%s:%" PRIu32 ": column %zu: %s", persons->file, persons->line, column, what);
  persons->status = EXIT_INPUT;
}

static void read_heading(person_table *persons, pnr_slice heading)
{
  uint8_t column = COLUMN_KINDS;
  for (size_t i = 0; i < sizeof column_names / sizeof column_names[0]; i++)
    if (slice_is_same(heading, slice_of(column_names[i].name))) column = column_names[i].column;
  if (column == COLUMN_KINDS) {
    complain("%s:1: column %zu has no name that is known; ignored", persons->file, persons->column_count + 1);
    column = COLUMN_IGNORED;
  }
  persons->columns[persons->column_count++] = column;
}

bool persons_open(person_table *persons, const char *path)
{
  pnr_error error = { .size = sizeof error };
  pnr_slice line, heading;
  *persons = (person_table){ .file = input_name(path), .status = EXIT_DONE };
  if (!input_read(&persons->input, path, &error)) {
    complain_error(persons->file, &error, NULL, 0);
    return false;
  }
  if (persons->input.size >= 3 && memcmp(persons->input.data, "\xEF\xBB\xBF", 3) == 0) persons->next = 3;
  if (!next_line(persons, &line)) {
    complain("%s: the file is empty; its first line must name the columns", persons->file);
    return false;
  }
  while (persons->column_count < COLUMNS_MAX && next_field(&line, &heading)) read_heading(persons, heading);
  for (size_t i = 0; i < persons->column_count; i++)
    if (persons->columns[i] != COLUMN_IGNORED) return true;
  complain("%s:1: the first line names no column that is known, such as name and birth_date, parted by tabs",
           persons->file);
  return false;
}

void persons_close(person_table *persons) { input_free(&persons->input); }

static void set_birth(person_table *persons, person_row *row, size_t column, pnr_slice value)
{
  if (!birth_of_text(value, &row->birth)) {
    report(persons, column, "no date like 1980-05-05, 1980-05, 1980 or 1960..1965; left out");
    return;
  }
  row->births[0] = &row->birth;
  row->person.births = row->births;
  row->person.birth_count = 1;
}

static void set_sex(person_table *persons, person_row *row, size_t column, pnr_slice value)
{
  uint32_t letter = value.data[0] & 0xDFU;
  if (letter == 'M' || letter == 'F' || letter == 'X') row->person.sex = letter;
  else report(persons, column, "sex is none of M, F and X; left out");
}

static pnr_slice country(pnr_slice value)
{
  pnr_slice code = pnr_country_code(value);
  return code.size > 0 ? code : value;
}

static void add_identifier(person_row *row, uint32_t kind, pnr_slice value)
{
  uint32_t i = row->person.identifier_count;
  if (i >= sizeof row->identifiers / sizeof row->identifiers[0]) return;
  row->identifiers[i] = (pnr_identifier){ .kind = kind, .value = value };
  row->identifier_views[i] = &row->identifiers[i];
  row->person.identifiers = row->identifier_views;
  row->person.identifier_count = i + 1;
}

static void set_value(person_table *persons, person_row *row, size_t column, pnr_slice value)
{
  switch (persons->columns[column - 1]) {
  case COLUMN_NAME: row->name.full = value; break;
  case COLUMN_SURNAME: row->name.surname = value; break;
  case COLUMN_GIVEN: row->name.given = value; break;
  case COLUMN_BIRTH_DATE: set_birth(persons, row, column, value); break;
  case COLUMN_SEX: set_sex(persons, row, column, value); break;
  case COLUMN_NATIONALITY:
    row->nationality = country(value);
    row->person.nationalities = &row->nationality;
    row->person.nationality_count = 1;
    break;
  case COLUMN_BIRTH_PLACE: row->person.birth_place = value; break;
  case COLUMN_DOCUMENT_TYPE: row->document.type = value; break;
  case COLUMN_DOCUMENT_NUMBER: row->document.number = value; break;
  case COLUMN_DOCUMENT_COUNTRY: row->document.issuer = country(value); break;
  case COLUMN_PHONE: add_identifier(row, PNR_IDENTIFIER_PHONE, value); break;
  case COLUMN_EMAIL: add_identifier(row, PNR_IDENTIFIER_EMAIL, value); break;
  case COLUMN_FREQUENT_FLYER: add_identifier(row, PNR_IDENTIFIER_FREQUENT_FLYER, value); break;
  default: break;
  }
}

bool persons_next(person_table *persons, person_row *row)
{
  pnr_slice line, value;
  if (!next_line(persons, &line)) return false;
  *row = (person_row){ .name = { .kind = PNR_NAME_PRIMARY, .source = PNR_SOURCE_CALLER },
                       .document = { .source = PNR_SOURCE_CALLER } };
  for (size_t column = 1; column <= persons->column_count && next_field(&line, &value); column++)
    if (value.size > 0) set_value(persons, row, column, value);
  if (line.data != NULL) report(persons, persons->column_count + 1, "stands behind the last named column; left out");
  if (row->name.surname.size > 0 || row->name.given.size > 0) row->name.full = (pnr_slice){ NULL, 0 };
  row->name.raw = row->name.full;
  if (row->name.surname.size > 0 || row->name.given.size > 0 || row->name.full.size > 0) {
    row->names[0] = &row->name;
    row->person.names = row->names;
    row->person.name_count = 1;
  }
  if (row->document.number.size > 0) {
    row->documents[0] = &row->document;
    row->person.documents = row->documents;
    row->person.document_count = 1;
  }
  return true;
}
