/* pnr parse - what carriers sent, as JSON Lines or as tables.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "format.h"
#include "input.h"
#include "output.h"
#include "parts.h"
#include "places.h"
#include "progress.h"
#include "show.h"
#include "table.h"

enum { FORMAT, STRICT, SUMMARY, FINDINGS, ASSEMBLE, HASHES, PLACES, JSON, TEXT };
static const option options[] = {
  [FORMAT] = { "format", 'f', "FORMAT",
               "auto, pnrgov, pnrgov-xml, paxlst, cusres, ackres, contrl, mrz or pnl; auto tells by the octets" },
  [STRICT] = { "strict", 0, NULL, "stop with exit status 1 at the first finding of severity error" },
  [SUMMARY] = { "summary", 0, NULL, "print one table with a row for each message" },
  [FINDINGS] = { "findings", 0, NULL, "print findings only, a line for each" },
  [ASSEMBLE] = { "assemble", 0, NULL, "tell at the end which parts of split messages are there" },
  [HASHES] = { "hashes", 0, NULL, "show two hashes of each booking: its octets, its content on this flight" },
  [PLACES] = { "places", 0, "FILE", "show UTC times, countries and route of each leg; an image or a table of places" },
  [JSON] = { "json", 0, NULL, "print JSON Lines, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

typedef struct parsing {
  display terminal;
  pnr_read_options read;
  pnr_json_options show;
  split_messages split;
  const char *places; /* path */
  bool strict, findings, assemble;
  text_table *summary; /* NULL without --summary */
  pnr_text *text;
  uint64_t messages, travellers, found;
  int status;
  bool stopped;
} parsing;

static void report_failure(parsing *work, const char *path, const pnr_error *error, const input_file *input)
{
  work->status = EXIT_INPUT;
  fflush(stdout);
  complain_error(input_name(path), error, input->data, input->size);
  if (work->terminal.readable) return;
  pnr_text_clear(work->text);
  put_string(work->text, "{");
  json_string(work->text, "file", slice_of(path));
  json_key(work->text, "error");
  put_string(work->text, "{");
  json_string(work->text, "code", slice_of(status_word(error->status)));
  json_number(work->text, "offset", error->offset);
  put_string(work->text, "}}");
  output_line(work->text);
}

static void stop_at_error(parsing *work, const char *path, const pnr_content *content, const input_file *input)
{
  text_place place;
  for (uint32_t i = 0; i < content->finding_count; i++) {
    const pnr_finding *finding = content->findings[i];
    if (finding->severity != PNR_SEVERITY_ERROR) continue;
    place_begin(&place, input);
    place_move(&place, finding->offset);
    fflush(stdout);
    complain("%s:%" PRIu32 ":%" PRIu32 ": %s: %s (octet %" PRIu64 "); --strict stops here", input_name(path),
             place.line, place.column, pnr_finding_name(finding->code), pnr_finding_text(finding->code),
             finding->offset);
    work->status = EXIT_INPUT;
    work->stopped = true;
    return;
  }
}

static void print_message(parsing *work, const char *path, const input_file *input, uint32_t number,
                          const pnr_message *message)
{
  const pnr_content *content = pnr_message_content(message);
  const char *name = input_name(path);
  if (work->findings) {
    show_findings(&work->terminal, input, name, content);
  } else if (work->summary != NULL) {
    summary_add(work->summary, name, content);
  } else if (work->terminal.readable) {
    show_message(&work->terminal, input, name, number, content);
  } else {
    pnr_text_clear(work->text);
    work->show.file = slice_of(path);
    if (pnr_json_message_with(work->text, message, &work->show, NULL) != PNR_OK) out_of_memory();
    output_line(work->text);
  }
  parts_add(&work->split, message);
  work->messages++;
  work->travellers += content->traveller_count;
  work->found += content->finding_count;
  if (work->strict) stop_at_error(work, path, content, input);
}

static void parse_file(parsing *work, const char *path)
{
  input_file input;
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_error error = { .size = sizeof error };
  if (!input_read(&input, path, &error)) {
    report_failure(work, path, &error, &input);
    return;
  }
  pnr_status status = pnr_reader_open(NULL, input.data, input.size, &work->read, &reader, &error);
  for (uint32_t number = 1; status == PNR_OK && !work->stopped; number++) {
    status = pnr_reader_next(reader, &message, &error);
    if (status != PNR_OK) break;
    print_message(work, path, &input, number, message);
    pnr_message_close(message);
    progress_step(work->messages, 0, 0);
  }
  if (status != PNR_OK && status != PNR_END) report_failure(work, path, &error, &input);
  pnr_reader_close(reader);
  input_free(&input);
}

static void print_summary(parsing *work, uint32_t files)
{
  table_print(work->summary, &work->terminal, 2);
  pnr_text_clear(work->text);
  put_format(work->text, "  %" PRIu32 " file%s, %" PRIu64 " message%s, %" PRIu64 " traveller%s, %" PRIu64 " finding%s",
             files, files == 1 ? "" : "s", work->messages, work->messages == 1 ? "" : "s", work->travellers,
             work->travellers == 1 ? "" : "s", work->found, work->found == 1 ? "" : "s");
  output_line(work->text);
  table_close(work->summary);
}

/* Reads the options; the number of operands. */
static uint32_t read_options(parsing *work, const cli_command *command, int count, char **words)
{
  bool json = false, text = false, summary = false;
  uint32_t files = 0;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case FORMAT: work->read.format = message_format(command, walk.value); break;
    case STRICT: work->strict = true; break;
    case SUMMARY: summary = true; break;
    case FINDINGS: work->findings = true; break;
    case ASSEMBLE: work->assemble = true; break;
    case HASHES: work->show.hashes = 1; break;
    case PLACES: work->places = walk.value; break;
    case JSON: json = true; break;
    case TEXT: text = true; break;
    default: files++; break;
    }
  }
  if (json && (summary || work->findings || text))
    usage_error(command, "--json goes with none of --text, --summary and --findings");
  if (summary && work->findings) usage_error(command, "--summary and --findings exclude each other");
  if (files == 0) usage_error(command, "give a file to read, or - for standard input");
  work->terminal = terminal_of_output(json, text || summary || work->findings);
  if (summary) work->summary = summary_open();
  return files;
}

static int run(const cli_command *command, int count, char **words)
{
  parsing work = { .read = { .size = sizeof work.read }, .show = { .size = sizeof work.show }, .status = EXIT_DONE };
  arguments walk;
  uint32_t files = read_options(&work, command, count, words);
  pnr_places *places = work.places != NULL ? places_load(work.places, &work.status) : NULL;
  if (work.places != NULL && places == NULL) return work.status;
  work.show.places = places;
  work.text = text_open();
  parts_open(&work.split);
  progress_begin("messages read");
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END && !work.stopped;)
    if (number == ARGUMENT_OPERAND) parse_file(&work, walk.value);
  progress_hide();
  if (work.summary != NULL) print_summary(&work, files);
  if (work.assemble) parts_print(&work.split, &work.terminal);
  else parts_complain(&work.split);
  parts_close(&work.split);
  pnr_places_close(places);
  pnr_text_close(work.text);
  return work.status;
}

const cli_command parse_command = {
  .name = "parse",
  .synopsis = "[OPTION]... FILE...",
  .summary = "Reads PNRGOV, PAXLST, CUSRES and machine readable zones and prints all that they say.",
  .options = options,
  .details = "In a pipe each message is one JSON object on a line of its own; on a terminal it is a table of its\n"
             "travellers with the findings below. Behind all of them --assemble prints one object, or one line, for\n"
             "each message that came in several parts. A file without any message prints an object with \"error\".\n"
             "NO_COLOR is respected.\n"
             "\nexamples: pnr parse flight.edi | jq .travellers\n"
             "          pnr parse --summary *.edi\n"
             "          pnr parse --findings --strict flight.edi\n",
  .run = run,
};
