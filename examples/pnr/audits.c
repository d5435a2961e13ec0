/* What the audit commands share.
 * SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "audits.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keys.h"
#include "table.h"

/* --- Files --- */

const char *trail_folder(const cli_command *command, const char *before, const char *value)
{
  if (before != NULL) usage_error(command, "takes one folder");
  return value;
}

static int compare_paths(const void *left, const void *right)
{
  return strcmp(*(char *const *)left, *(char *const *)right);
}

static bool is_month(const char *name)
{
  static const char form[] = "0000-00.audit";
  if (strlen(name) != sizeof form - 1) return false;
  for (size_t i = 0; form[i] != '\0'; i++)
    if (form[i] == '0' ? name[i] < '0' || name[i] > '9' : name[i] != form[i]) return false;
  return true;
}

static void list_files(trail *open, DIR *folder)
{
  for (struct dirent *row; (row = readdir(folder)) != NULL;) {
    if (!is_month(row->d_name)) continue;
    open->paths = memory_grow(open->paths, (open->count + 1) * sizeof *open->paths);
    size_t size = strlen(open->folder) + strlen(row->d_name) + 2;
    open->paths[open->count] = memory_grow(NULL, size);
    snprintf(open->paths[open->count++], size, "%s/%s", open->folder, row->d_name);
  }
  if (open->count != 0) qsort(open->paths, open->count, sizeof *open->paths, compare_paths);
}

bool trail_open(trail *open, const char *folder, const uint8_t *key, const uint8_t *public_key)
{
  *open = (trail){ .folder = folder };
  DIR *files = opendir(folder);
  if (files != NULL) list_files(open, files);
  if (files == NULL || open->count == 0)
    complain("%s: %s", folder, files == NULL ? strerror(errno) : "no audit trail: 'pnr audit init' begins one");
  if (files != NULL) closedir(files);
  if (pnr_audit_reader_open(NULL, key, public_key, &open->reader, NULL) != PNR_OK) out_of_memory();
  return open->count != 0;
}

void trail_close(trail *open)
{
  for (size_t i = 0; i < open->count; i++) free(open->paths[i]);
  free(open->paths);
  input_free(&open->input);
  pnr_audit_reader_close(open->reader);
}

/* Moves to the next file; false behind the last one. */
static bool next_file(trail *open)
{
  pnr_error error = { .size = sizeof error };
  if (open->next == open->count) return false;
  const char *path = open->paths[open->next++];
  input_free(&open->input);
  if (!input_read(&open->input, path, &error)) {
    complain_error(path, &error, NULL, 0);
    open->failed = true;
    return false;
  }
  if (pnr_audit_reader_file(open->reader, open->input.data, open->input.size, NULL) != PNR_OK) out_of_memory();
  return true;
}

const pnr_audit_entry *trail_next(trail *open)
{
  const pnr_audit_entry *entry = NULL;
  pnr_error error = { .size = sizeof error };
  if (open->next == 0 && !next_file(open)) return NULL;
  for (;;) {
    pnr_status status = pnr_audit_reader_next(open->reader, &entry, &error);
    if (status == PNR_OK) return entry;
    if (status == PNR_E_MEMORY) out_of_memory();
    if (status != PNR_END) {
      complain_error(open->paths[open->next - 1], &error, NULL, 0);
      open->failed = true;
      return NULL;
    }
    if (!next_file(open)) return NULL;
  }
}

pnr_audit *trail_write(const char *folder, uint64_t now)
{
  pnr_audit *audit;
  pnr_error error = { .size = sizeof error };
  if (pnr_audit_open(NULL, folder, NULL, now, &audit, &error) == PNR_OK) return audit;
  if (error.status == PNR_E_MEMORY) out_of_memory();
  complain_error(folder, &error, NULL, 0);
  return NULL;
}

bool trail_tell(const char *folder, const pnr_audit_event *event)
{
  pnr_audit_event now = *event;
  pnr_error error = { .size = sizeof error };
  now.time = now_of(NULL, NULL);
  pnr_audit *audit = trail_write(folder, now.time);
  if (audit == NULL) return false;
  bool is_told = pnr_audit_append(audit, &now, NULL, &error) == PNR_OK;
  if (!is_told) complain_error(folder, &error, NULL, 0);
  pnr_audit_close(audit);
  return is_told;
}

/* --- Entries --- */

static void put_elements(pnr_text *text, uint32_t elements, const char *between)
{
  const char *comma = "";
  for (uint32_t i = 1; i <= 19; i++) {
    if ((elements & PNR_ELEMENT(i)) == 0) continue;
    put_format(text, "%s%" PRIu32, comma, i);
    comma = between;
  }
}

static void json_text(pnr_text *line, const char *key, pnr_slice value)
{
  if (!slice_is_empty(value)) json_string(line, key, value);
}

static void json_hex(pnr_text *line, const char *key, pnr_slice octets)
{
  if (slice_is_empty(octets)) return;
  json_key(line, key);
  put_string(line, "\"");
  put_hex(line, octets);
  put_string(line, "\"");
}

void put_entry(pnr_text *line, const pnr_audit_entry *entry)
{
  put_string(line, "{");
  json_number(line, "sequence", entry->sequence);
  json_key(line, "time");
  put_string(line, "\"");
  put_time(line, entry->time);
  put_string(line, "\"");
  json_string(line, "kind", slice_of(pnr_audit_kind_name(entry->kind)));
  if (entry->basis != 0) json_number(line, "basis", entry->basis);
  if (entry->offence != 0) json_number(line, "offence", entry->offence);
  json_text(line, "case", entry->case_reference);
  json_text(line, "officer", entry->officer);
  json_text(line, "recipient", entry->recipient);
  json_text(line, "approval", entry->approval);
  if (entry->elements != 0) {
    json_key(line, "elements");
    put_string(line, "[");
    put_elements(line, entry->elements, ",");
    put_string(line, "]");
  }
  if (entry->count != 0) json_number(line, "count", entry->count);
  json_hex(line, "record", entry->record);
  json_text(line, "list", entry->list);
  json_text(line, "unit", entry->unit);
  json_hex(line, "public_key", entry->public_key);
  json_hex(line, "checkpoint", entry->checkpoint);
  put_string(line, "}");
}

static const table_column columns[] = {
  { "entry", 0, 0 },     { "time", 0, 0 },     { "kind", 0, 0 },    { "case", 4, 2 },     { "officer", 4, 1 },
  { "recipient", 4, 1 }, { "elements", 6, 4 }, { "records", 0, 3 }, { "approval", 4, 3 },
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static void number_cell(text_table *table, pnr_text *scratch, uint64_t number)
{
  pnr_text_clear(scratch);
  if (number != 0) put_format(scratch, "%" PRIu64, number);
  table_cell(table, pnr_text_get(scratch), STYLE_PLAIN);
}

static void entry_row(text_table *table, pnr_text *scratch, const pnr_audit_entry *entry)
{
  number_cell(table, scratch, entry->sequence);
  pnr_text_clear(scratch);
  put_time(scratch, entry->time);
  table_cell(table, pnr_text_get(scratch), STYLE_PLAIN);
  table_cell(table, slice_of(pnr_audit_kind_name(entry->kind)), STYLE_BOLD);
  table_cell(table, entry->case_reference, STYLE_PLAIN);
  table_cell(table, entry->officer, STYLE_PLAIN);
  table_cell(table, entry->recipient, STYLE_PLAIN);
  pnr_text_clear(scratch);
  put_elements(scratch, entry->elements, " ");
  table_cell(table, pnr_text_get(scratch), STYLE_PLAIN);
  number_cell(table, scratch, entry->count);
  table_cell(table, entry->approval, STYLE_PLAIN);
}

static bool is_of(const pnr_audit_entry *entry, const uint8_t *record)
{
  return record == NULL ||
         (entry->record.size == PNR_AUDIT_RECORD_SIZE && memcmp(entry->record.data, record, entry->record.size) == 0);
}

int show_entries(trail *open, const uint8_t *record, const display *terminal)
{
  text_table *table = table_open(columns, COLUMNS);
  pnr_text *line = text_open();
  for (const pnr_audit_entry *entry; (entry = trail_next(open)) != NULL;) {
    if (!is_of(entry, record)) continue;
    pnr_text_clear(line);
    if (terminal->readable) {
      entry_row(table, line, entry);
      continue;
    }
    put_entry(line, entry);
    output_line(line);
  }
  if (terminal->readable) table_print(table, terminal, 0);
  pnr_text_close(line);
  table_close(table);
  return open->failed ? EXIT_INPUT : EXIT_DONE;
}
