/* pnr stats - numbers for the report of art. 20 of the directive, out of the audit trail.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "audits.h"
#include "keys.h"

enum { FROM, TO, JSON, TEXT };
static const option options[] = {
  [FROM] = { "from", 0, "TIME", "entries of this time and later: 2026-01-01T00:00:00Z" },
  [TO] = { "to", 0, "TIME", "entries before this time" },
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

/* Entries of a kind, with those of one recipient or list apart. */
typedef struct tally {
  uint32_t kind;
  pnr_slice name; /* owned by tallies; empty: all of the kind that name none */
  uint64_t entries, records;
} tally;

typedef struct tallies {
  tally *rows;
  size_t count;
} tallies;

static pnr_slice name_of(const pnr_audit_entry *entry)
{
  return entry->kind == PNR_AUDIT_DISCLOSURE ? entry->recipient : entry->list;
}

static tally *find(tallies *all, uint32_t kind, pnr_slice name)
{
  for (size_t i = 0; i < all->count; i++)
    if (all->rows[i].kind == kind && slice_is_same(all->rows[i].name, name)) return &all->rows[i];
  all->rows = memory_grow(all->rows, (all->count + 1) * sizeof *all->rows);
  uint8_t *copy = memory_grow(NULL, name.size + 1);
  if (name.size != 0) memcpy(copy, name.data, name.size);
  all->rows[all->count] = (tally){ .kind = kind, .name = { copy, name.size } };
  return &all->rows[all->count++];
}

/* An entry about one record names it and need not count it. */
static void count_entry(tallies *all, const pnr_audit_entry *entry)
{
  if (entry->kind > PNR_AUDIT_DISMISSAL) return;
  tally *row = find(all, entry->kind, name_of(entry));
  row->entries++;
  row->records += entry->count != 0 ? entry->count : entry->record.size != 0;
}

static int compare(const void *left, const void *right)
{
  const tally *a = left, *b = right;
  if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
  size_t size = a->name.size < b->name.size ? a->name.size : b->name.size;
  int order = memcmp(a->name.data, b->name.data, size);
  return order != 0 ? order : (a->name.size > b->name.size) - (a->name.size < b->name.size);
}

static void print_row(const tally *row, const display *terminal, pnr_text *line)
{
  const char *what = row->kind == PNR_AUDIT_DISCLOSURE ? "recipient" : "list";
  pnr_text_clear(line);
  if (terminal->readable) {
    put_format(line, "%-14s %10" PRIu64 " entries %12" PRIu64 " records  ", pnr_audit_kind_name(row->kind),
               row->entries, row->records);
    put_clean(line, row->name, 0);
  } else {
    put_string(line, "{");
    json_string(line, "kind", slice_of(pnr_audit_kind_name(row->kind)));
    if (row->name.size != 0) json_string(line, what, row->name);
    json_number(line, "entries", row->entries);
    json_number(line, "records", row->records);
    put_string(line, "}");
  }
  output_line(line);
}

static int print(trail *open, uint64_t from, uint64_t to, const display *terminal)
{
  tallies all = { .count = 0 };
  for (const pnr_audit_entry *entry; (entry = trail_next(open)) != NULL;)
    if (entry->time >= from && entry->time < to) count_entry(&all, entry);
  if (all.count != 0) qsort(all.rows, all.count, sizeof *all.rows, compare);
  pnr_text *line = text_open();
  for (size_t i = 0; i < all.count; i++) {
    print_row(&all.rows[i], terminal, line);
    free((void *)(uintptr_t)all.rows[i].name.data);
  }
  pnr_text_close(line);
  free(all.rows);
  bool is_sound = pnr_audit_reader_summary(open->reader)->faults == 0;
  if (!is_sound) complain("%s: the trail has faults: 'pnr audit verify' shows them", open->folder);
  return open->failed || !is_sound ? EXIT_INPUT : EXIT_DONE;
}

static int run(const cli_command *command, int count, char **words)
{
  bool json = false, text = false;
  uint64_t from = 0, to = UINT64_MAX;
  const char *folder = NULL;
  trail open;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case FROM: from = now_of(command, walk.value); break;
    case TO: to = now_of(command, walk.value); break;
    case JSON: json = true; break;
    case TEXT: text = true; break;
    default: folder = trail_folder(command, folder, walk.value); break;
    }
  }
  need(command, folder, "give the folder of the audit trail");
  display terminal = terminal_of_output(json, text);
  bool is_open = trail_open(&open, folder, NULL, NULL);
  int status = is_open ? print(&open, from, to, &terminal) : EXIT_INPUT;
  trail_close(&open);
  return status;
}

const cli_command stats_command = {
  .name = "stats",
  .synopsis = "[--from TIME] [--to TIME] FOLDER",
  .summary = "Counts what the audit trail tells: collected, given to whom, examined and dismissed by list.",
  .options = options,
  .details =
    "For the statistics of art. 20 of the directive; no personal data. \"records\" is the sum of what the entries count: it\n"
    "is passengers where the unit writes its entries so, and one who comes in two messages counts twice. What was dismissed\n"
    "against what was examined, list by list, tells of false positives.\n"
    "\nexample: pnr stats --from 2026-01-01T00:00:00Z --to 2027-01-01T00:00:00Z audit\n",
  .run = run,
};
