/* SPDX-License-Identifier: Apache-2.0 */
#include "read/mrz.h"

#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "core/utf8.h"
#include "name/title.h"
#include "pnr/mrz.h"

struct pnri_mrz {
  const pnr_env *env;
  const uint8_t *data;
  size_t size;
  uint64_t at;        /* behind what messages were made of */
  uint32_t line;      /* number of the line there */
  pnri_mrz_zone zone; /* the next one */
};

/* One zone while it becomes a message. */
typedef struct zone_reading {
  const uint8_t *data;
  const pnri_mrz_zone *zone;
  pnri_builder *builder;
  pnri_traveller_draft *traveller;
  pnr_document *document;
  pnr_date reference;
} zone_reading;

static const pnri_mrz_cell *cell_at(const zone_reading *z, uint32_t line, uint32_t position)
{
  return &z->zone->cells[line][position];
}

static uint8_t symbol_at(const zone_reading *z, uint32_t line, uint32_t position)
{
  return z->zone->grid.at[line][position];
}

static const pnri_mrz_field *field_of(const zone_reading *z, pnri_mrz_field_kind kind)
{
  return &z->zone->layout->fields[kind];
}

/* A finding about the characters from `begin` to `last` of one line of the zone. */
static void note(zone_reading *z, uint32_t code, uint32_t line, uint32_t begin, uint32_t last)
{
  const pnri_mrz_cell *from = cell_at(z, line, begin), *to = cell_at(z, line, last);
  pnri_findings_add(&z->builder->findings, (pnr_finding){ .code = code,
                                                          .offset = from->offset,
                                                          .length = to->offset + to->size - from->offset,
                                                          .line = from->line,
                                                          .column = from->column });
}

static void note_field(zone_reading *z, uint32_t code, pnri_mrz_field_kind kind)
{
  const pnri_mrz_field *field = field_of(z, kind);
  note(z, code, field->line, field->begin, field->end - 1u);
}

/* --- Text --- */

/* The octets of one character as UTF-8: a zone's own in upper case, any other as read, as ISO 8859-1 where it is no
 * valid UTF-8. */
static uint32_t put_cell(const zone_reading *z, uint32_t line, uint32_t position, uint8_t out[4])
{
  uint8_t symbol = symbol_at(z, line, position);
  const pnri_mrz_cell *cell = cell_at(z, line, position);
  if (symbol != 0) {
    out[0] = symbol;
    return 1;
  }
  if (cell->size == 1) return pnri_utf8_put(out, z->data[cell->offset]);
  memcpy(out, z->data + cell->offset, cell->size);
  return cell->size;
}

/* The characters as text: filling at the end taken off, that between them as `filler` says. */
static pnr_slice text_between(zone_reading *z, uint32_t line, uint32_t begin, uint32_t end, uint8_t filler)
{
  while (end > begin && symbol_at(z, line, end - 1) == '<') end--;
  if (begin == end) return (pnr_slice){ NULL, 0 };
  uint8_t *text = pnri_arena_text(z->builder->arena, 4 * (size_t)(end - begin));
  if (text == NULL) {
    z->builder->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  size_t size = 0;
  for (uint32_t i = begin; i < end; i++) {
    if (symbol_at(z, line, i) == '<') text[size++] = filler;
    else size += put_cell(z, line, i, text + size);
  }
  pnri_arena_trim(z->builder->arena, text, 4 * (size_t)(end - begin), size);
  return (pnr_slice){ text, size };
}

static pnr_slice text_of(zone_reading *z, pnri_mrz_field_kind kind)
{
  const pnri_mrz_field *field = field_of(z, kind);
  return text_between(z, field->line, field->begin, field->end, '<');
}

static void add_item(zone_reading *z, const char *tag, pnr_slice text, uint64_t offset)
{
  if (text.size == 0) return;
  pnr_item *item = pnri_item_add(z->builder, &z->traveller->items);
  if (item == NULL) return;
  item->tag = pnri_slice(tag);
  item->text = text;
  item->traveller = z->traveller->index;
  item->offset = offset;
}

/* A field as read, whose meaning no view holds or not wholly. */
static void keep(zone_reading *z, pnri_mrz_field_kind kind)
{
  static const char *const tags[PNRI_MRZ_FIELDS] = {
    [PNRI_MRZ_CODE] = "MRZ_CODE",
    [PNRI_MRZ_ISSUER] = "MRZ_ISSUER",
    [PNRI_MRZ_NAME] = "MRZ_NAME",
    [PNRI_MRZ_NUMBER] = "MRZ_NUMBER",
    [PNRI_MRZ_NATIONALITY] = "MRZ_NATIONALITY",
    [PNRI_MRZ_BIRTH] = "MRZ_BIRTH",
    [PNRI_MRZ_SEX] = "MRZ_SEX",
    [PNRI_MRZ_EXPIRY] = "MRZ_EXPIRY",
    [PNRI_MRZ_OPTIONAL] = "MRZ_OPTIONAL",
    [PNRI_MRZ_OPTIONAL_2] = "MRZ_OPTIONAL_2",
  };
  const pnri_mrz_field *field = field_of(z, kind);
  add_item(z, tags[kind], text_of(z, kind), cell_at(z, field->line, field->begin)->offset);
}

/* --- Document --- */

/* Doc 9303-4 to 7: P passport, A, C and I other official documents, V visa. */
static void read_code(zone_reading *z)
{
  z->document->type = text_of(z, PNRI_MRZ_CODE);
  const pnri_mrz_field *field = field_of(z, PNRI_MRZ_CODE);
  uint8_t first = symbol_at(z, field->line, field->begin);
  if (first == 0 || memchr("PACIV", first, 5) == NULL) note_field(z, PNR_F_CODE_UNKNOWN, PNRI_MRZ_CODE);
}

/* Doc 9303-3 section 5, which gives Germany one letter. Any other spelling than the code's own is kept. */
static pnr_slice read_country(zone_reading *z, pnri_mrz_field_kind kind)
{
  pnr_slice text = text_of(z, kind), code = pnr_country_code(text);
  if (text.size == 0) {
    note_field(z, PNR_F_VALUE_MISSING, kind);
  } else if (code.size == 0) {
    note_field(z, PNR_F_CODE_UNKNOWN, kind);
    return text;
  } else if (!pnri_slice_equal(text, code) && !pnri_slice_is(text, "D")) {
    keep(z, kind);
  }
  return code;
}

static void read_number(zone_reading *z)
{
  const pnri_mrz_layout *layout = z->zone->layout;
  const pnri_mrz_field *field = field_of(z, PNRI_MRZ_NUMBER), *rest = field_of(z, PNRI_MRZ_OPTIONAL);
  pnri_mrz_span span = pnri_mrz_span_of(layout, &z->zone->grid, PNRI_MRZ_NUMBER, false);
  pnr_slice number = text_between(z, field->line, field->begin, field->end, ' ');
  uint32_t optional = rest->begin;
  z->document->offset = cell_at(z, field->line, field->begin)->offset;
  if (pnri_mrz_is_long(layout, &z->zone->grid)) {
    pnr_slice more = text_between(z, rest->line, rest->begin, span.check, ' ');
    optional = span.check + 1u;
    uint8_t *whole = pnri_arena_text(z->builder->arena, number.size + more.size);
    if (whole == NULL) {
      z->builder->failed = 1;
      return;
    }
    memcpy(whole, number.data, number.size);
    if (more.size != 0) memcpy(whole + number.size, more.data, more.size);
    number = (pnr_slice){ whole, number.size + more.size };
  }
  if (number.size == 0) note_field(z, PNR_F_VALUE_MISSING, PNRI_MRZ_NUMBER);
  z->document->number = number;
  add_item(z, "MRZ_OPTIONAL", text_between(z, rest->line, optional, rest->end, '<'),
           cell_at(z, rest->line, optional < rest->end ? optional : rest->begin)->offset);
  if (field_of(z, PNRI_MRZ_OPTIONAL_2)->end != 0) keep(z, PNRI_MRZ_OPTIONAL_2);
}

/* --- Name: Doc 9303-3 section 4.6 --- */

/* Words of the field from `begin` to `end`, one blank between two. */
static pnr_slice words_between(zone_reading *z, uint32_t begin, uint32_t end)
{
  uint32_t line = field_of(z, PNRI_MRZ_NAME)->line;
  while (begin < end && symbol_at(z, line, begin) == '<') begin++;
  pnr_slice text = text_between(z, line, begin, end, ' ');
  uint8_t *words = pnri_arena_text(z->builder->arena, text.size);
  if (words == NULL) {
    z->builder->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  size_t size = 0;
  for (size_t i = 0; i < text.size; i++)
    if (text.data[i] != ' ' || words[size - 1] != ' ') words[size++] = text.data[i];
  return (pnr_slice){ words, size };
}

static void drop_placeholders(zone_reading *z, pnr_name *name)
{
  bool is_surname = name->surname.size != 0 && pnri_is_placeholder(name->surname);
  bool is_given = name->given.size != 0 && pnri_is_placeholder(name->given);
  if (is_surname) name->surname = (pnr_slice){ NULL, 0 };
  if (is_given) name->given = (pnr_slice){ NULL, 0 };
  if (!is_surname && !is_given) return;
  note_field(z, PNR_F_PLACEHOLDER_NAME, PNRI_MRZ_NAME);
  keep(z, PNRI_MRZ_NAME);
}

/* A name that reaches the end of its field may have been cut there (Doc 9303-4 section 4.2.3, and alike for the others).
 * A digit stands in no name. */
static void check_name(zone_reading *z, const pnri_mrz_field *field)
{
  if (symbol_at(z, field->line, field->end - 1u) != '<')
    note(z, PNR_F_MRZ_NAME_TRUNCATED, field->line, field->end - 1u, field->end - 1u);
  for (uint32_t i = field->begin; i < field->end; i++) {
    uint8_t symbol = symbol_at(z, field->line, i);
    if (symbol >= '0' && symbol <= '9') note(z, PNR_F_MRZ_CHARACTER, field->line, i, i);
  }
}

static void read_name(zone_reading *z)
{
  const pnri_mrz_field *field = field_of(z, PNRI_MRZ_NAME);
  pnr_slice raw = text_of(z, PNRI_MRZ_NAME);
  if (raw.size == 0) {
    note_field(z, PNR_F_NAME_MISSING, PNRI_MRZ_NAME);
    return;
  }
  uint32_t part = field->begin;
  while (part + 1u < field->end &&
         (symbol_at(z, field->line, part) != '<' || symbol_at(z, field->line, part + 1u) != '<'))
    part++;
  if (part + 1u == field->end) part = field->end;
  pnr_name *name = pnri_name_add(&z->traveller->person, z->builder->arena, &z->builder->failed, PNR_SOURCE_MRZ);
  if (name == NULL) return;
  name->raw = raw;
  name->offset = cell_at(z, field->line, field->begin)->offset;
  name->surname = words_between(z, field->begin, part);
  pnri_title_part(words_between(z, part, field->end), false, &name->given, &name->title);
  drop_placeholders(z, name);
  check_name(z, field);
}

/* --- Holder --- */

enum { UNKNOWN_PART = 100, WRONG_PART = 101 }; /* more than two digits make */

/* Two digits, or '<<' for unknown (Doc 9303-3 section 4.8). */
static uint32_t date_part(const zone_reading *z, const pnri_mrz_field *field, uint32_t part)
{
  const uint8_t *two = &z->zone->grid.at[field->line][field->begin + 2 * part];
  if (two[0] == '<' && two[1] == '<') return UNKNOWN_PART;
  uint32_t number = pnri_number((pnr_slice){ two, 2 });
  return number == UINT32_MAX ? WRONG_PART : number;
}

/* YYMMDD; 0 where no part is known. What is no date is kept as read. Zeros that some print for unknown parts count as
 * such, with a finding. */
static pnr_date read_date(zone_reading *z, pnri_mrz_field_kind kind)
{
  const pnri_mrz_field *field = field_of(z, kind);
  uint32_t year = date_part(z, field, 0), month = date_part(z, field, 1), day = date_part(z, field, 2);
  if (year == UNKNOWN_PART && month == UNKNOWN_PART && day == UNKNOWN_PART) return 0;
  if (month == 0 || day == 0) note_field(z, PNR_F_VALUE_MISSING, kind);
  if (month == UNKNOWN_PART) month = 0;
  if (day == UNKNOWN_PART) day = 0;
  pnr_date date = 0;
  if (year <= 99 && month <= 12 && day <= 31)
    date = pnri_date(
      kind == PNRI_MRZ_BIRTH ? pnri_year_of_birth(year, z->reference) : pnri_year_near(year, z->reference), month, day);
  if (date == 0) {
    note_field(z, PNR_F_DATE_INVALID, kind);
    keep(z, kind);
  }
  return date;
}

/* Doc 9303-4 section 4.2.2: M, F, or '<' for unspecified, which is a statement too. X is that of the printed page. */
static void read_sex(zone_reading *z)
{
  const pnri_mrz_field *field = field_of(z, PNRI_MRZ_SEX);
  uint8_t symbol = symbol_at(z, field->line, field->begin);
  pnr_person *person = &z->traveller->person.view;
  if (symbol == 'M' || symbol == 'F') person->sex = symbol;
  if (symbol == '<' || symbol == 'X') person->sex = 'X';
  if (symbol == '<' || symbol == 'M' || symbol == 'F') return;
  note_field(z, PNR_F_CODE_UNKNOWN, PNRI_MRZ_SEX);
  keep(z, PNRI_MRZ_SEX);
}

static void read_holder(zone_reading *z)
{
  pnri_person_draft *person = &z->traveller->person;
  pnr_date birth = read_date(z, PNRI_MRZ_BIRTH);
  const pnri_mrz_field *field = field_of(z, PNRI_MRZ_BIRTH);
  if (birth != 0) {
    pnr_birth *view = pnri_birth_add(person, z->builder->arena, &z->builder->failed, birth, birth);
    if (view != NULL) view->offset = cell_at(z, field->line, field->begin)->offset;
  }
  read_sex(z);
  z->document->nationality = read_country(z, PNRI_MRZ_NATIONALITY);
  pnri_nationality_add(person, z->builder->arena, &z->builder->failed, z->document->nationality);
}

/* --- Characters and check digits --- */

static bool is_small(const zone_reading *z, uint32_t line, uint32_t position)
{
  const pnri_mrz_cell *cell = cell_at(z, line, position);
  return cell->size == 1 && z->data[cell->offset] >= 'a' && z->data[cell->offset] <= 'z';
}

/* Each character that no zone has, and each run of small letters. */
static void check_characters(zone_reading *z, uint32_t line)
{
  uint32_t width = z->zone->layout->width, end;
  for (uint32_t i = 0; i < width; i++)
    if (symbol_at(z, line, i) == 0) note(z, PNR_F_MRZ_CHARACTER, line, i, i);
  for (uint32_t i = 0; i < width; i = end + 1) {
    for (end = i; end < width && is_small(z, line, end); end++) continue;
    if (end > i) note(z, PNR_F_MRZ_CASE, line, i, end - 1);
  }
}

static void check_length(zone_reading *z, uint32_t line)
{
  const pnri_mrz_misfit *misfit = &z->zone->misfits[line];
  if (!misfit->is_there) return;
  pnri_findings_add(&z->builder->findings, (pnr_finding){ .code = PNR_F_MRZ_LINE_LENGTH,
                                                          .offset = misfit->offset,
                                                          .length = misfit->length,
                                                          .line = misfit->line,
                                                          .column = misfit->column,
                                                          .lost = misfit->length != 0 });
}

/* From the field's begin to its check digit. */
static void note_checked(zone_reading *z, uint32_t code, pnri_mrz_field_kind kind)
{
  pnri_mrz_span span = pnri_mrz_span_of(z->zone->layout, &z->zone->grid, kind, false);
  note(z, code, span.line, span.at[0], span.check);
}

/* A check digit that is not right says something of its own: it is kept. */
static void keep_digit(zone_reading *z, uint32_t line, uint32_t position)
{
  uint8_t *text = pnri_arena_text(z->builder->arena, 4);
  if (text == NULL) z->builder->failed = 1;
  else
    add_item(z, "MRZ_CHECK_DIGIT", (pnr_slice){ text, put_cell(z, line, position, text) },
             cell_at(z, line, position)->offset);
}

/* Of an empty field two are right: filling, which goes without saying, and 0. */
static bool is_digit_of_nothing(const pnri_mrz_grid *grid, const pnri_mrz_span *span)
{
  if (span->check == PNRI_MRZ_NOWHERE || grid->at[span->line][span->check] != '0') return false;
  for (uint8_t i = 0; i < span->count; i++)
    if (grid->at[span->line][span->at[i]] != '<') return false;
  return true;
}

static void check_digits(zone_reading *z)
{
  const pnri_mrz_layout *layout = z->zone->layout;
  const pnri_mrz_grid *grid = &z->zone->grid;
  for (uint32_t i = 0; i < PNRI_MRZ_FIELDS; i++) {
    pnri_mrz_field_kind kind = (pnri_mrz_field_kind)i;
    pnri_mrz_span span = pnri_mrz_span_of(layout, grid, kind, false);
    if (is_digit_of_nothing(grid, &span)) keep_digit(z, span.line, span.check);
    if (pnri_mrz_span_holds(grid, &span)) continue;
    pnri_mrz_span other = pnri_mrz_span_of(layout, grid, kind, true);
    bool holds = pnri_mrz_span_holds(grid, &other);
    note_checked(z, holds ? PNR_F_MRZ_LONG_NUMBER : PNR_F_MRZ_CHECK_DIGIT, kind);
    if (!holds) keep_digit(z, span.line, span.check);
  }
  if (pnri_mrz_composite_holds(layout, grid)) return;
  note(z, PNR_F_MRZ_CHECK_DIGIT, layout->composite_line, layout->composite_check, layout->composite_check);
  keep_digit(z, layout->composite_line, layout->composite_check);
}

/* The line with the repaired characters in it. */
static pnr_slice repaired_line(zone_reading *z, const pnri_mrz_repair *repair, uint32_t line)
{
  uint32_t width = z->zone->layout->width;
  uint8_t *text = pnri_arena_text(z->builder->arena, 4 * (size_t)width);
  if (text == NULL) {
    z->builder->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  size_t size = 0;
  for (uint32_t i = 0; i < width; i++) {
    uint8_t symbol = repair->grid.at[line][i];
    if (symbol != 0) text[size++] = symbol;
    else size += put_cell(z, line, i, text + size);
  }
  return (pnr_slice){ text, size };
}

/* A repair is offered, never made: the record holds what was read. */
static void offer_repair(zone_reading *z)
{
  const pnri_mrz_layout *layout = z->zone->layout;
  pnri_mrz_repair repair;
  if (!pnri_mrz_find_repair(z->zone, &repair)) return;
  for (uint32_t i = 0; i < PNRI_MRZ_FIELDS; i++)
    if (repair.is_field[i]) note_checked(z, PNR_F_MRZ_REPAIR_POSSIBLE, (pnri_mrz_field_kind)i);
  if (repair.is_composite)
    note(z, PNR_F_MRZ_REPAIR_POSSIBLE, layout->composite_line, layout->composite_check, layout->composite_check);
  for (uint32_t line = 0; line < layout->lines; line++)
    if (memcmp(repair.grid.at[line], z->zone->grid.at[line], layout->width) != 0)
      add_item(z, "MRZ_REPAIR", repaired_line(z, &repair, line), cell_at(z, line, 0)->offset);
}

/* --- Messages --- */

static void read_zone(zone_reading *z)
{
  pnri_builder *builder = z->builder;
  z->traveller = pnri_traveller_add(builder, NULL);
  if (z->traveller == NULL) return;
  z->traveller->view.offset = cell_at(z, 0, 0)->offset;
  z->document = pnri_person_document_add(&z->traveller->person, builder->arena, &builder->failed, PNR_SOURCE_MRZ);
  if (z->document == NULL) return;
  for (uint32_t line = 0; line < z->zone->layout->lines; line++) {
    check_length(z, line);
    check_characters(z, line);
  }
  read_code(z);
  z->document->issuer = read_country(z, PNRI_MRZ_ISSUER);
  read_number(z);
  z->document->expires = read_date(z, PNRI_MRZ_EXPIRY);
  read_name(z);
  read_holder(z);
  check_digits(z);
  offer_repair(z);
}

static void note_runs(const pnri_mrz *mrz, pnri_builder *builder, uint64_t from, uint64_t to, uint32_t line)
{
  pnr_finding finding;
  while (pnri_mrz_next_run(mrz->data, to, &from, &line, &finding)) pnri_findings_add(&builder->findings, finding);
}

/* What stands before a zone goes to its message; what stands behind the last, to that. */
pnr_status pnri_mrz_next(pnri_mrz *mrz, pnri_builder *builder, pnr_date reference, pnr_error *error)
{
  const pnri_mrz_zone *zone = &mrz->zone;
  if (zone->layout == NULL) return PNR_END;
  uint64_t begin = mrz->at;
  pnr_content *content = builder->content;
  zone_reading z = { .data = mrz->data, .zone = zone, .builder = builder, .reference = reference };
  note_runs(mrz, builder, begin, zone->begin, mrz->line);
  content->type = PNR_MESSAGE_MRZ;
  content->version = pnri_slice(zone->layout->name);
  content->part_first = content->part_last = 1;
  read_zone(&z);
  mrz->at = zone->end;
  mrz->line = zone->next_line;
  pnri_mrz_find(mrz->data, mrz->size, mrz->at, mrz->line, &mrz->zone);
  if (mrz->zone.layout == NULL) {
    note_runs(mrz, builder, mrz->at, mrz->size, mrz->line);
    mrz->at = mrz->size;
  }
  content->offset = begin;
  content->octets = mrz->at - begin;
  return builder->failed ? pnri_fail_memory(error) : PNR_OK;
}

static bool is_blank(const uint8_t *data, size_t size)
{
  size_t at = 0;
  while (at < size && (data[at] == ' ' || data[at] == '\t' || data[at] == '\r' || data[at] == '\n')) at++;
  return at == size;
}

pnr_status pnri_mrz_open(const pnr_env *env, const uint8_t *data, size_t size, pnri_mrz **out, pnr_error *error)
{
  *out = NULL;
  env = pnri_env(env);
  if (is_blank(data, size)) return pnri_fail_at(error, PNR_E_EMPTY, 0);
  if (size > env->limits.octets) return pnri_fail_at(error, PNR_E_LIMIT, env->limits.octets);
  pnri_mrz *mrz = pnri_alloc(env, sizeof *mrz);
  if (mrz == NULL) return pnri_fail_memory(error);
  *mrz = (pnri_mrz){ .env = env, .data = data, .size = size, .line = 1 };
  pnri_mrz_find(data, size, 0, 1, &mrz->zone);
  if (mrz->zone.layout == NULL) {
    pnri_mrz_close(mrz);
    return pnri_fail_at(error, PNR_E_FORMAT, size);
  }
  *out = mrz;
  return PNR_OK;
}

void pnri_mrz_close(pnri_mrz *mrz)
{
  if (mrz != NULL) pnri_free(mrz->env, mrz, sizeof *mrz);
}

/* --- One zone --- */

pnr_status pnr_mrz_read(const pnr_env *env, const uint8_t *data, size_t size, const pnr_read_options *options,
                        pnr_message **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  pnr_read_options all = { .size = sizeof all };
  if (options != NULL && options->size >= sizeof options->size)
    memcpy(&all, options, options->size < sizeof all ? options->size : sizeof all);
  if (out == NULL || (all.format != 0 && all.format != PNR_MESSAGE_MRZ)) return pnri_fail_argument(error);
  all.size = sizeof all;
  all.format = PNR_MESSAGE_MRZ;
  pnr_reader *reader;
  pnr_message *first = NULL, *second = NULL;
  pnr_status status = pnr_reader_open(env, data, size, &all, &reader, error);
  if (status != PNR_OK) return status;
  status = pnr_reader_next(reader, &first, error);
  if (status == PNR_OK) status = pnr_reader_next(reader, &second, error);
  pnr_reader_close(reader);
  if (status == PNR_END) {
    *out = first;
    return PNR_OK;
  }
  if (status == PNR_OK) status = pnri_fail_at(error, PNR_E_SYNTAX, pnr_message_content(second)->travellers[0]->offset);
  pnr_message_close(first);
  pnr_message_close(second);
  return status;
}
