/* pnr scrub - stored records of what Annex I names, without sensitive data.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "output.h"
#include "records.h"

enum { TABLE = RECORD_OWN, PRINT_TABLE, REPORT, AUDIT };
static const option options[] = {
  RECORD_OPTIONS,
  [TABLE] = { "table", 0, "FILE", "codes and words of sensitive data; the library's own otherwise" },
  [PRINT_TABLE] = { "print-table", 0, NULL, "print the table and end" },
  [REPORT] = { "report", 0, NULL, "print what was removed, by code and count, instead of records" },
  [AUDIT] = RECORD_AUDIT_OPTION,
  { 0 },
};

typedef struct scrubbing {
  pnr_sensitive *table;
  bool is_report;
} scrubbing;

static void open_table(scrubbing *s, const cli_command *command, const char *path)
{
  input_file input;
  pnr_error error = { .size = sizeof error };
  if (!input_read(&input, path, &error)) usage_error(command, "%s cannot be read", input_name(path));
  pnr_status status = pnr_sensitive_open(NULL, (pnr_slice){ input.data, input.size }, &s->table, &error);
  if (status != PNR_OK)
    usage_error(command, "%s: line %" PRIu32 " is no row of a table: code|word GROUP WORD..., or version NUMBER",
                input_name(path), error.line);
  input_free(&input);
}

static void print_table(const pnr_sensitive *table)
{
  pnr_text *line = text_open();
  put_format(line, "version %" PRIu32, pnr_sensitive_version(table));
  output_line(line);
  for (uint32_t i = 0; i < pnr_sensitive_count(table); i++) {
    const pnr_sensitive_row *row = pnr_sensitive_get(table, i);
    pnr_text_clear(line);
    put_format(line, "%s %s ", row->is_code != 0 ? "code" : "word", pnr_sensitive_group_name(row->group));
    put(line, row->word);
    output_line(line);
  }
  pnr_text_close(line);
}

static void put_removals(pnr_text *line, const pnr_removals *removals)
{
  static const char *const reasons[] = { "unknown", "beyond-annex-1", "not-asked", "sensitive" };
  for (uint32_t i = 0; i < pnr_removals_count(removals); i++) {
    const pnr_removal *removal = pnr_removals_get(removals, i);
    put_string(line, i != 0 ? ",{" : "{");
    json_string(line, "reason", slice_of(reasons[removal->reason]));
    if (removal->code.size != 0) json_string(line, "code", removal->code);
    if (removal->group != 0) json_string(line, "group", slice_of(pnr_sensitive_group_name(removal->group)));
    json_number(line, "count", removal->count);
    put_string(line, "}");
  }
}

static void print_report(record_work *work, const pnr_removals *beyond, const pnr_removals *sensitive)
{
  records_begin_line(work);
  json_key(work->line, "removed");
  put_string(work->line, "[");
  put_removals(work->line, beyond);
  if (pnr_removals_count(beyond) != 0 && pnr_removals_count(sensitive) != 0) put_string(work->line, ",");
  put_removals(work->line, sensitive);
  put_string(work->line, "]");
  records_end_line(work);
}

static pnr_record *scrub(record_work *work, pnr_record *record)
{
  const scrubbing *s = work->state;
  pnr_record *filtered = NULL, *scrubbed = NULL;
  pnr_removals *beyond = NULL, *sensitive = NULL;
  pnr_status status = pnr_record_filter(NULL, record, PNR_ELEMENTS, &filtered, &beyond, NULL);
  if (status == PNR_OK) status = pnr_record_scrub(NULL, filtered, s->table, &scrubbed, &sensitive, NULL);
  pnr_record_close(filtered);
  work->is_concerned = pnr_removals_count(beyond) + pnr_removals_count(sensitive) != 0;
  if (status != PNR_OK) records_fail(work, status);
  else if (s->is_report) print_report(work, beyond, sensitive);
  pnr_removals_close(beyond);
  pnr_removals_close(sensitive);
  if (!s->is_report) return scrubbed;
  pnr_record_close(scrubbed);
  return NULL;
}

static int run(const cli_command *command, int count, char **words)
{
  scrubbing s = { .table = NULL };
  record_work work;
  arguments walk;
  bool prints = false;
  records_open(&work, command, scrub, &s);
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == TABLE) open_table(&s, command, walk.value);
    else if (number == PRINT_TABLE) prints = true;
    else if (number == REPORT) s.is_report = true;
    else if (number == AUDIT) records_audit(&work, PNR_AUDIT_ERASURE, walk.value);
    else if (number != ARGUMENT_OPERAND) records_option(&work, number, walk.value);
  }
  if (s.table == NULL && pnr_sensitive_open(NULL, slice_of(""), &s.table, NULL) != PNR_OK) out_of_memory();
  if (prints) print_table(s.table);
  int status = prints ? EXIT_DONE : records_run(&work, count, words);
  pnr_sensitive_close(s.table);
  return status;
}

const cli_command scrub_command = {
  .name = "scrub",
  .synopsis = "[OPTION]... FILE...",
  .summary = "Removes what is beyond Annex I (article 6(1)) and sensitive data (13(4)).",
  .options = options,
  .details = "Files are messages, or stored records. What was removed is counted, never shown.\n"
             "A table has rows 'version 2', 'code health WCHR', 'word religion mosque*': docs/data-protection.md.\n"
             "\nexamples: pnr scrub --cbor flight.edi > flight.cbor\n"
             "          pnr scrub --report flight.edi\n"
             "          pnr scrub --print-table > ours.txt; pnr scrub --table ours.txt flight.edi\n",
  .run = run,
};
