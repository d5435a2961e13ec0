/* pnr write - records as PNRGOV or PAXLST, whatever they were read from.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "format.h"
#include "input.h"
#include "output.h"

enum { FORMAT, FROM, SENDER, RECIPIENT, SYNTAX, VERSION, CARD_NUMBERS, PARTIAL };
static const option options[] = {
  [FORMAT] = { "format", 'f', "FORMAT", "pnrgov or paxlst" },
  [FROM] = { "from", 0, "FORMAT", "format of the input, as for parse; auto tells by the octets" },
  [SENDER] = { "sender", 0, "NAME", "who writes it; the message's own sender otherwise" },
  [RECIPIENT] = { "recipient", 0, "NAME", "who is to read it; the message's own recipient otherwise" },
  [SYNTAX] = { "syntax", 0, "NAME", "UNOA to UNOK, UNOW, UNOY, IATA or IATB; one that can hold the message otherwise" },
  [VERSION] = { "message-version", 0, "VERSION", "as 15:1 or D:12B; the message's own, or 13:1 and D:12B otherwise" },
  [CARD_NUMBERS] = { "card-numbers", 0, NULL, "write card numbers as they were sent; masked otherwise" },
  [PARTIAL] = { "partial", 0, NULL, "write what the format has a place for, and tell the rest" },
  { 0 },
};

typedef pnr_status (*write_function)(pnr_text *text, const pnr_message *message, const pnr_write_options *options,
                                     pnr_differences **losses, pnr_error *error);

typedef struct writing {
  write_function write;
  pnr_read_options read;
  pnr_envelope envelope;
  pnr_write_options options;
  bool is_partial;
  pnr_text *text;
  int status;
} writing;

static void tell_losses(const char *path, const input_file *input, const pnr_differences *losses)
{
  text_place place;
  for (uint32_t i = 0; i < pnr_differences_count(losses); i++) {
    const pnr_finding *finding = pnr_differences_finding(losses, i);
    place_begin(&place, input);
    place_move(&place, finding->offset);
    complain("%s:%" PRIu32 ":%" PRIu32 ": %s: %s (octet %" PRIu64 ")", input_name(path), place.line, place.column,
             pnr_finding_name(finding->code), pnr_differences_field(losses, i), finding->offset);
  }
}

/* A message that says nothing of its day was read on the day that the reader takes then. */
static void write_message(writing *work, const char *path, const input_file *input, const pnr_message *message)
{
  pnr_differences *losses = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_text_clear(work->text);
  pnr_status status = work->write(work->text, message, &work->options, &losses, &error);
  if (status != PNR_OK) {
    work->status = EXIT_INPUT;
    complain("%s: %s: %s", input_name(path), status_word(status), pnr_status_text(status));
    return;
  }
  fflush(stdout);
  tell_losses(path, input, losses);
  if (losses == NULL || work->is_partial) output_line(work->text);
  else {
    work->status = EXIT_INPUT;
    complain("%s: not written: the format has no place for all of it; --partial writes the rest", input_name(path));
  }
  pnr_differences_close(losses);
}

static void write_file(writing *work, const char *path)
{
  input_file input;
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = PNR_OK;
  bool is_read = input_read(&input, path, &error);
  if (is_read) status = pnr_reader_open(NULL, input.data, input.size, &work->read, &reader, &error);
  while (is_read && status == PNR_OK && (status = pnr_reader_next(reader, &message, &error)) == PNR_OK) {
    write_message(work, path, &input, message);
    pnr_message_close(message);
  }
  if (!is_read || status != PNR_END) {
    work->status = EXIT_INPUT;
    complain_error(input_name(path), &error, input.data, input.size);
  }
  pnr_reader_close(reader);
  input_free(&input);
}

static void set_option(writing *work, const cli_command *command, int number, const char *value)
{
  switch (number) {
  case FORMAT:
    if (strcmp(value, "pnrgov") == 0) work->write = pnr_write_pnrgov;
    else if (strcmp(value, "paxlst") == 0) work->write = pnr_write_paxlst;
    else usage_error(command, "pnrgov and paxlst can be written, not '%s'", value);
    break;
  case FROM: work->read.format = message_format(command, value); break;
  case SENDER: work->envelope.sender = slice_of(value); break;
  case RECIPIENT: work->envelope.recipient = slice_of(value); break;
  case SYNTAX: work->envelope.syntax = slice_of(value); break;
  case VERSION: work->options.version = slice_of(value); break;
  case CARD_NUMBERS: work->options.card_numbers = 1; break;
  default: work->is_partial = true; break;
  }
}

static int run(const cli_command *command, int count, char **words)
{
  writing work = { .read = { .size = sizeof work.read },
                   .envelope = { .size = sizeof work.envelope },
                   .options = { .size = sizeof work.options },
                   .status = EXIT_DONE };
  work.options.envelope = &work.envelope;
  uint32_t files = 0;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == ARGUMENT_OPERAND) files++;
    else set_option(&work, command, number, walk.value);
  }
  if (work.write == NULL) usage_error(command, "say what to write: --format pnrgov or --format paxlst");
  if (files == 0) usage_error(command, "give a file to read, or - for standard input");
  work.text = text_open();
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND) write_file(&work, walk.value);
  pnr_text_close(work.text);
  return work.status;
}

const cli_command write_command = {
  .name = "write",
  .synopsis = "--format FORMAT [OPTION]... FILE...",
  .summary = "Writes records as PNRGOV or PAXLST, in one canonical form, whatever they were read from.",
  .options = options,
  .details = "Each message becomes an interchange on a line of its own. What was written is read again and compared:\n"
             "what the format has no place for is told, and without --partial nothing is written then.\n"
             "\nexamples: pnr write --format pnrgov flight.edi\n"
             "          pnr write --format paxlst --partial --sender ZX --recipient PIU flight.xml\n",
  .run = run,
};
