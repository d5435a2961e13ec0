/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "list/list.h"
#include "list/value.h"

/* The CSV files of the OFAC Specially Designated Nationals list, in any order: sdn.csv has one row per entry, the
 * others add to it by its number. None has a header; "-0-" stands for empty. Rows are kept, and after each file the
 * individuals that it touched are assembled from all that is known of them. */

enum { FILE_NONE, FILE_SDN, FILE_ADDRESS, FILE_ALIAS, FILE_COMMENT };

static const struct {
  const char *name;
  uint32_t columns;
} files[] = {
  [FILE_NONE] = { "", 0 },
  [FILE_SDN] = { "sdn.csv", 12 },
  [FILE_ADDRESS] = { "add.csv", 6 },
  [FILE_ALIAS] = { "alt.csv", 5 },
  [FILE_COMMENT] = { "sdn_comments.csv", 2 },
};
enum { FILES = sizeof files / sizeof files[0] };

/* A row of a file other than sdn.csv. */
typedef struct part {
  uint32_t file;
  uint32_t kind;  /* PNR_NAME_… of an alias */
  pnr_slice text; /* the alias, the address's country, the comment */
  pnri_place place;
  bool is_reported; /* as a row of no entry */
} part;

/* What is known under one number. */
typedef struct record {
  pnr_slice id;
  pnr_slice name, programme, title, remarks;
  pnri_place place; /* of its row in sdn.csv */
  pnri_chain parts;
  bool has_row;
  bool is_individual;
  bool is_changed;
} record;

typedef struct pnri_ofac {
  pnri_key_table numbers; /* id to number of its record + 1 */
  pnri_vector records;    /* record * */
  bool has_main;          /* sdn.csv was read */
} ofac;

typedef struct ofac_reading {
  pnr_list *list;
  pnri_csv csv;
  pnri_csv_row row;
  uint32_t file;
} ofac_reading;

/* --- Telling the files apart --- */

static bool is_number(pnr_slice text)
{
  for (size_t i = 0; i < text.size; i++)
    if (text.data[i] < '0' || text.data[i] > '9') return false;
  return text.size != 0 && text.size <= 12;
}

static uint32_t file_of_row(const pnri_csv_row *row)
{
  if (row->is_broken || row->count == 0 || !is_number(pnri_slice_trim(row->fields[0].text))) return FILE_NONE;
  uint32_t file = FILE_SDN;
  while (file < FILES && files[file].columns != row->count) file++;
  return file < FILES ? file : FILE_NONE;
}

static uint32_t file_of_shape(pnr_slice source)
{
  pnri_csv csv;
  pnri_csv_row row;
  pnri_csv_open(&csv, source.data, source.size);
  csv.separator = ',';
  return pnri_csv_next(&csv, &row) ? file_of_row(&row) : (uint32_t)FILE_NONE;
}

bool pnri_list_is_ofac(pnr_slice source) { return file_of_shape(source) != FILE_NONE; }

static uint32_t file_of_name(pnr_slice name)
{
  for (uint32_t file = FILE_SDN; file < FILES; file++)
    if (pnri_slice_same(name, pnri_slice(files[file].name))) return file;
  return FILE_NONE;
}

/* --- Reading rows --- */

/* A field's text in the list's arena, blanks at its ends included: remarks may be cut there. Empty for OFAC's mark of
 * nothing. */
static pnr_slice keep_whole(ofac_reading *reading, uint32_t column)
{
  const pnri_csv_field *field = &reading->row.fields[column];
  pnr_slice text = field->text;
  if (pnri_slice_is(pnri_slice_trim(text), "-0-")) return (pnr_slice){ NULL, 0 };
  if (field->doubled) {
    uint8_t *copy = pnri_arena_text(&reading->list->arena, field->text.size);
    if (copy == NULL) {
      reading->list->failed = 1;
      return (pnr_slice){ NULL, 0 };
    }
    text = (pnr_slice){ copy, pnri_csv_copy(field, copy) };
  }
  return pnri_list_text(reading->list, text, pnri_field_place(&reading->csv, field));
}

static pnr_slice keep(ofac_reading *reading, uint32_t column) { return pnri_slice_trim(keep_whole(reading, column)); }

static record *record_of(pnr_list *list, pnr_slice number)
{
  ofac *known = list->ofac;
  bool is_new = true;
  uint32_t *slot = pnri_key_table_put(&known->numbers, pnri_key_of(0, &number, 1), &is_new);
  if (slot != NULL && !is_new && *slot != 0) return *(record **)pnri_vector_at(&known->records, *slot - 1);
  record *made = pnri_arena_take(&list->arena, sizeof *made), **place = NULL;
  pnr_slice id = pnri_arena_copy(&list->arena, number);
  if (slot != NULL && made != NULL && id.data != NULL) place = pnri_vector_add(&known->records, 1);
  if (place == NULL) {
    list->failed = 1;
    return NULL;
  }
  made->id = id;
  *place = made;
  *slot = (uint32_t)known->records.count;
  return made;
}

static void read_sdn(ofac_reading *reading, record *known)
{
  pnri_place place = pnri_row_place(&reading->row);
  if (known->has_row) {
    pnri_list_report_lost(reading->list, place);
    return;
  }
  known->has_row = true;
  known->place = place;
  pnr_slice type = pnri_slice_trim(reading->row.fields[2].text);
  known->is_individual = pnri_slice_same(type, pnri_slice("individual"));
  if (!known->is_individual) return;
  known->name = keep(reading, 1);
  known->programme = keep(reading, 3);
  known->title = keep(reading, 4);
  known->remarks = keep_whole(reading, 11);
}

/* aka and nka, "now known as", are aliases; fka is a former name. */
static uint32_t alias_kind(pnr_slice type, pnr_slice remarks)
{
  if (pnri_slice_same(type, pnri_slice("fka"))) return PNR_NAME_FORMER;
  for (size_t i = 0; i + 4 <= remarks.size; i++)
    if (pnri_slice_same((pnr_slice){ remarks.data + i, 4 }, pnri_slice("weak"))) return PNR_NAME_WEAK;
  return PNR_NAME_ALIAS;
}

static void read_part(ofac_reading *reading, record *known)
{
  static const uint32_t text_columns[FILES] = { [FILE_ADDRESS] = 4, [FILE_ALIAS] = 3, [FILE_COMMENT] = 1 };
  part read = { .file = reading->file, .place = pnri_row_place(&reading->row) };
  read.text = keep_whole(reading, text_columns[read.file]);
  if (read.file != FILE_COMMENT) read.text = pnri_slice_trim(read.text);
  if (read.file == FILE_ALIAS)
    read.kind = alias_kind(pnri_slice_trim(reading->row.fields[2].text), reading->row.fields[4].text);
  part *room = pnri_chain_add(&known->parts, &reading->list->arena, sizeof *room);
  if (room == NULL) reading->list->failed = 1;
  else *room = read;
}

static void read_row(ofac_reading *reading)
{
  if (file_of_row(&reading->row) != reading->file) {
    pnri_list_report_lost(reading->list, pnri_row_place(&reading->row));
    return;
  }
  record *known = record_of(reading->list, pnri_slice_trim(reading->row.fields[0].text));
  if (known == NULL) return;
  known->is_changed = true;
  if (reading->file == FILE_SDN) read_sdn(reading, known);
  else read_part(reading, known);
}

/* --- Assembling --- */

void pnri_ofac_add_name(pnr_list *list, pnri_entry_draft *entry, uint32_t kind, pnr_slice text, uint64_t offset)
{
  const pnr_slice no_title = { NULL, 0 };
  size_t comma = 0;
  while (comma < text.size && text.data[comma] != ',') comma++;
  pnr_slice surname = pnri_slice_trim((pnr_slice){ text.data, comma });
  pnr_slice given = pnri_slice_trim(pnri_slice_from(text, comma + 1));
  pnr_name name = { .kind = kind, .surname = surname, .given = given, .raw = text, .offset = offset };
  if (surname.size == 0 || given.size == 0) pnri_entry_add_full(list, entry, kind, text, no_title, offset);
  else pnri_entry_add_name(list, entry, &name);
}

/* Remarks that grew too long go on in sdn_comments.csv, often within a word. */
static pnr_slice whole_remarks(pnr_list *list, const record *known)
{
  size_t size = known->remarks.size;
  for (pnri_node *node = known->parts.first; node != NULL; node = node->next) {
    const part *comment = pnri_node_payload(node);
    if (comment->file == FILE_COMMENT) size += comment->text.size;
  }
  if (size == known->remarks.size) return known->remarks;
  uint8_t *text = pnri_arena_text(&list->arena, size);
  if (text == NULL) {
    list->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  size_t used = known->remarks.size;
  if (used != 0) memcpy(text, known->remarks.data, used);
  for (pnri_node *node = known->parts.first; node != NULL; node = node->next) {
    const part *comment = pnri_node_payload(node);
    if (comment->file != FILE_COMMENT || comment->text.size == 0) continue;
    memcpy(text + used, comment->text.data, comment->text.size);
    used += comment->text.size;
  }
  return (pnr_slice){ text, used };
}

static void assemble(pnr_list *list, const record *known)
{
  pnri_entry_draft *entry = pnri_entry_of(list, known->id, known->place);
  if (entry == NULL) return;
  pnri_entry_reset(entry);
  entry->has_several = true;
  entry->view.programme = known->programme;
  entry->view.remark = whole_remarks(list, known);
  pnri_ofac_add_name(list, entry, PNR_NAME_PRIMARY, known->name, known->place.offset);
  for (pnri_node *node = known->parts.first; node != NULL; node = node->next) {
    const part *added = pnri_node_payload(node);
    pnr_slice *residence = &entry->person.view.residence;
    if (added->file == FILE_ALIAS) pnri_ofac_add_name(list, entry, added->kind, added->text, added->place.offset);
    if (added->file == FILE_ADDRESS) pnri_entry_set_first(residence, pnri_list_country(added->text));
  }
  pnri_ofac_read_remarks(list, entry, entry->view.remark, known->place);
}

/* Tells the rows that belong to no entry. */
static void report_parts(pnri_findings *findings, const record *known, bool for_good)
{
  for (pnri_node *node = known->has_row ? NULL : known->parts.first; node != NULL; node = node->next) {
    part *orphan = pnri_node_payload(node);
    if (orphan->is_reported) continue;
    orphan->is_reported = for_good;
    pnri_findings_add(findings, (pnr_finding){ .code = PNR_F_LIST_ROW,
                                               .offset = orphan->place.offset,
                                               .length = orphan->place.length,
                                               .line = orphan->place.line,
                                               .column = orphan->place.column,
                                               .lost = 1 });
  }
}

void pnri_ofac_report(pnr_list *list, pnri_findings *findings)
{
  if (list->ofac == NULL || list->ofac->has_main) return;
  for (size_t i = 0; i < list->ofac->records.count; i++)
    report_parts(findings, *(record **)pnri_vector_at(&list->ofac->records, i), false);
}

static void assemble_changed(pnr_list *list)
{
  for (size_t i = 0; i < list->ofac->records.count && !list->failed; i++) {
    record *known = *(record **)pnri_vector_at(&list->ofac->records, i);
    if (known->is_changed && known->is_individual) assemble(list, known);
    if (list->ofac->has_main) report_parts(&list->findings, known, true);
    known->is_changed = false;
  }
}

/* --- Opening and closing --- */

static bool open_records(pnr_list *list)
{
  if (list->ofac != NULL) return true;
  const pnr_env *env = list->arena.env;
  list->ofac = pnri_alloc(env, sizeof *list->ofac);
  if (list->ofac == NULL) return false;
  *list->ofac = (ofac){ .records = { 0 } };
  pnri_key_table_open(&list->ofac->numbers, env);
  pnri_vector_open(&list->ofac->records, env, sizeof(record *));
  return true;
}

void pnri_ofac_close(pnr_list *list)
{
  if (list->ofac == NULL) return;
  pnri_key_table_close(&list->ofac->numbers);
  pnri_vector_close(&list->ofac->records);
  pnri_free(list->arena.env, list->ofac, sizeof *list->ofac);
}

pnr_status pnri_list_read_ofac(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error)
{
  ofac_reading reading = { .list = list, .file = file_of_name(name) };
  if (reading.file == FILE_NONE) reading.file = file_of_shape(source);
  if (reading.file == FILE_NONE) return pnri_fail_at(error, PNR_E_FORMAT, 0);
  if (!open_records(list)) {
    list->failed = 1;
    return pnri_fail_memory(error);
  }
  pnri_csv_open(&reading.csv, source.data, source.size);
  reading.csv.separator = ',';
  list->ofac->has_main |= reading.file == FILE_SDN;
  while (!list->failed && pnri_csv_next(&reading.csv, &reading.row)) read_row(&reading);
  if (!list->failed) assemble_changed(list);
  return PNR_OK;
}
