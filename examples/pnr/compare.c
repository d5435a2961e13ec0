/* pnr compare - how alike two names, or two persons, are.
 * SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "explain.h"
#include "input.h"
#include "output.h"
#include "progress.h"

enum { EXPLAIN, JSON, TEXT };
static const option options[] = {
  [EXPLAIN] = { "explain", 'e', NULL, "print the reasons behind each score: as JSON, on a terminal in words" },
  [JSON] = { "json", 0, NULL, "print the reasons as JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print the reasons for people, also into a pipe" },
  { 0 },
};

enum { FIELDS = 4 };

typedef struct comparison {
  pnr_comparer *comparer;
  pnr_comparer *words; /* puts folded words back into those that were written */
  pnr_text *text;
  display terminal;
  bool explain;
  int status;
} comparison;

/* Cuts the line at its tabs; how many fields it has, at most one more than fit. */
static size_t cut(pnr_slice line, pnr_slice *fields)
{
  size_t count = 0, begin = 0;
  while (line.size > 0 && (line.data[line.size - 1] == '\n' || line.data[line.size - 1] == '\r')) line.size--;
  for (size_t i = 0; i <= line.size; i++) {
    if (i < line.size && line.data[i] != '\t') continue;
    if (count < FIELDS) fields[count] = (pnr_slice){ line.data + begin, i - begin };
    if (++count > FIELDS) break;
    begin = i + 1;
  }
  return count;
}

static pnr_status compare_persons(comparison *work, const pnr_slice *fields, uint32_t *score, pnr_error *error)
{
  pnr_name names[2];
  pnr_birth births[2];
  pnr_person persons[2];
  const pnr_name *name_views[2] = { &names[0], &names[1] };
  const pnr_birth *birth_views[2] = { &births[0], &births[1] };
  for (size_t i = 0; i < 2; i++) {
    bool has_birth = fields[2 + i].size > 0;
    births[i] = (pnr_birth){ 0 };
    if (has_birth && !birth_of_text(fields[2 + i], &births[i])) {
      *error = (pnr_error){ .size = sizeof *error, .status = PNR_E_SYNTAX, .column = (uint32_t)i + 1 };
      return error->status;
    }
    names[i] = (pnr_name){ .kind = PNR_NAME_PRIMARY, .source = PNR_SOURCE_CALLER, .full = fields[i], .raw = fields[i] };
    persons[i] =
      (pnr_person){ .names = &name_views[i], .name_count = 1, .births = &birth_views[i], .birth_count = has_birth };
  }
  return pnr_person_compare(work->comparer, &persons[0], &persons[1], score, error);
}

/* The last comparison's; to be freed. */
static const pnr_reason **collect_reasons(const comparison *work, uint32_t *count)
{
  *count = pnr_comparer_reason_count(work->comparer);
  const pnr_reason **reasons = memory_grow(NULL, (*count + 1) * sizeof *reasons);
  for (uint32_t i = 0; i < *count; i++) reasons[i] = pnr_comparer_reason(work->comparer, i);
  return reasons;
}

/* The score with the reasons as JSON behind it. */
static void print_json(comparison *work, bool done)
{
  uint32_t count = 0;
  const pnr_reason **reasons = done ? collect_reasons(work, &count) : NULL;
  put_string(work->text, "\t");
  if (pnr_json_reasons(work->text, reasons, count, NULL) != PNR_OK) out_of_memory();
  output_line(work->text);
  free(reasons);
}

static void put_side(pnr_text *text, pnr_slice name, pnr_slice birth)
{
  put_clean(text, name, 0);
  if (slice_is_empty(birth)) return;
  put_string(text, ", ");
  put_clean(text, birth, 0);
}

/* A block: the score with both persons, and what speaks for and against. */
static void print_words(comparison *work, const pnr_slice *fields)
{
  uint32_t count;
  put_string(work->text, "  ");
  put_side(work->text, fields[0], fields[2]);
  put_string(work->text, "  |  ");
  put_side(work->text, fields[1], fields[3]);
  output_line(work->text);
  pnr_text_clear(work->text);
  const pnr_reason **reasons = collect_reasons(work, &count);
  const explanation why = { work->words, fields[0], fields[1], "the first name", "the second name", reasons, count };
  print_reasons(&work->terminal, work->text, &why);
  output_line(work->text);
  free(reasons);
}

static void compare_line(comparison *work, pnr_slice line, const char *file, uint64_t number)
{
  pnr_slice fields[FIELDS] = { { NULL, 0 } };
  pnr_error error = { .size = sizeof error };
  uint32_t score = 0;
  bool done = false;
  size_t count = cut(line, fields);
  if (count != 2 && count != FIELDS) {
    complain("%s:%" PRIu64 ": needs two names, or two names and two birth dates, parted by tabs", file, number);
  } else {
    pnr_status status = count == 2 ? pnr_name_compare(work->comparer, fields[0], fields[1], &score, &error)
                                   : compare_persons(work, fields, &score, &error);
    done = status == PNR_OK;
    if (status == PNR_E_SYNTAX)
      complain("%s:%" PRIu64 ": birth date %" PRIu32 " is no date like 1980-05-05, 1980-05 or 1980", file, number,
               error.column);
    else if (!done) complain("%s:%" PRIu64 ": %s", file, number, pnr_status_text(status));
  }
  pnr_text_clear(work->text);
  put_score(work->text, done ? score : 0);
  if (!work->explain || (work->terminal.readable && !done)) output_line(work->text);
  else if (work->terminal.readable) print_words(work, fields);
  else print_json(work, done);
  if (!done) work->status = EXIT_INPUT;
}

static void compare_file(comparison *work, const char *path)
{
  const char *name = input_name(path);
  FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
  char *line = NULL;
  size_t room = 0;
  uint64_t number = 0;
  int cause = errno;
  progress_begin("lines compared");
  for (ssize_t size; file != NULL && (size = getline(&line, &room, file)) >= 0;) {
    compare_line(work, (pnr_slice){ (const uint8_t *)line, (size_t)size }, name, ++number);
    progress_step(number, 0, 0);
  }
  if (file != NULL && ferror(file)) cause = errno;
  progress_hide();
  if (file == NULL || ferror(file)) {
    complain("%s: %s", name, strerror(cause));
    work->status = EXIT_INPUT;
  }
  free(line);
  if (file != NULL && file != stdin) fclose(file);
}

static int run(const cli_command *command, int count, char **words)
{
  comparison work = { .status = EXIT_DONE };
  bool json = false, text = false;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == EXPLAIN) work.explain = true;
    else if (number == JSON) json = true;
    else if (number == TEXT) text = true;
  work.terminal = terminal_of_output(json, text);
  if (pnr_comparer_open(NULL, &work.comparer, NULL) != PNR_OK) out_of_memory();
  if (pnr_comparer_open(NULL, &work.words, NULL) != PNR_OK) out_of_memory();
  work.text = text_open();
  uint32_t files = 0;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number != ARGUMENT_OPERAND) continue;
    compare_file(&work, walk.value);
    files++;
  }
  if (files == 0) compare_file(&work, "-");
  pnr_text_close(work.text);
  pnr_comparer_close(work.words);
  pnr_comparer_close(work.comparer);
  return work.status;
}

const cli_command compare_command = {
  .name = "compare",
  .synopsis = "[OPTION]... [FILE]...",
  .summary = "Scores pairs of names, with or without birth dates.",
  .options = options,
  .details =
    "Each line holds two names, or two names and two birth dates, parted by tabs; each gives one line with a\n"
    "score from 0.0000 to 1.0000. Dates are 1980-05-05, 1980-05, 1980, a range 1960..1965, or empty. A line that\n"
    "cannot be used is reported with its number and scores 0.0000. Without a file, standard input is read. With\n"
    "--explain, a terminal shows both names with the words that met, and what agrees and contradicts.\n"
    "\nexample: printf 'PETRA NOVAK\\tNov\\303\\241kov\\303\\241, Petra\\n' | pnr compare --explain\n",
  .run = run,
};
