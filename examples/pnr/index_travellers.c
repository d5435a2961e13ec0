/* pnr index travellers - the travellers of stored messages, to be searched for persons who are listed later.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "command.h"
#include "format.h"
#include "input.h"
#include "lists.h"
#include "progress.h"

enum { OUTPUT, FORMAT, JSON, TEXT };
static const option options[] = {
  [OUTPUT] = { "output", 'o', "FILE", "where the index goes; an older one is replaced at once" },
  [FORMAT] = { "format", 'f', "FORMAT", "auto, pnrgov, pnrgov-xml, paxlst, mrz or pnl; auto tells by the octets" },
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

typedef struct indexing {
  pnr_index_builder *builder;
  pnr_read_options read;
  pnr_text *reference;
  const char *output;
  display terminal;
  uint64_t travellers;
  uint32_t messages;
  int status;
} indexing;

/* One message is in memory at a time; what the index needs of it is copied. */
static void add_message(indexing *work, const char *path, uint32_t number, const pnr_content *content)
{
  pnr_error error = { .size = sizeof error };
  pnr_text_clear(work->reference);
  put_format(work->reference, "%s:%" PRIu32, path, number);
  for (uint32_t i = 0; i < content->traveller_count; i++) {
    pnr_status status =
      pnr_index_builder_add_traveller(work->builder, content, i, pnr_text_get(work->reference), &error);
    if (status == PNR_E_MEMORY) out_of_memory();
    if (status != PNR_OK) {
      complain("%s: message %" PRIu32 ", traveller %" PRIu32 ": %s", input_name(path), number, i,
               pnr_status_text(status));
      work->status = EXIT_INPUT;
    }
    progress_step(++work->travellers, 0, 0);
  }
  work->messages++;
}

static void add_file(indexing *work, const char *path)
{
  input_file input;
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = input_read(&input, path, &error) ? PNR_OK : error.status;
  if (status == PNR_OK) status = pnr_reader_open(NULL, input.data, input.size, &work->read, &reader, &error);
  for (uint32_t number = 1; status == PNR_OK; number++) {
    status = pnr_reader_next(reader, &message, &error);
    if (status != PNR_OK) break;
    add_message(work, path, number, pnr_message_content(message));
    pnr_message_close(message);
  }
  if (status != PNR_END) {
    complain_error(input_name(path), &error, input.data, input.size);
    work->status = EXIT_INPUT;
  }
  pnr_reader_close(reader);
  input_free(&input);
}

static void write_index(indexing *work)
{
  pnr_error error = { .size = sizeof error };
  pnr_index *index = NULL;
  if (work->messages == 0) return; /* an older index is worth more than an empty one */
  pnr_status status = pnr_index_builder_finish(work->builder, &index, &error);
  if (status == PNR_E_MEMORY) out_of_memory();
  if (status == PNR_OK) status = pnr_index_write(index, work->output, &error);
  if (status == PNR_OK) {
    show_traveller_info(&work->terminal, work->output, index);
  } else {
    complain_error(work->output, &error, NULL, 0);
    work->status = EXIT_INPUT;
  }
  pnr_index_close(index);
}

static void read_options(indexing *work, const cli_command *command, int count, char **words)
{
  bool json = false, text = false;
  uint32_t files = 0;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case OUTPUT: work->output = walk.value; break;
    case FORMAT: work->read.format = message_format(command, walk.value); break;
    case JSON: json = true; break;
    case TEXT: text = true; break;
    default: files++; break;
    }
  }
  if (work->output == NULL) usage_error(command, "say where the index goes: -o FILE");
  if (files == 0) usage_error(command, "give at least one message");
  work->terminal = terminal_of_output(json, text);
}

static int run(const cli_command *command, int count, char **words)
{
  indexing work = { .read = { .size = sizeof work.read }, .status = EXIT_DONE };
  arguments walk;
  read_options(&work, command, count, words);
  if (pnr_index_builder_open(NULL, &work.builder, NULL) != PNR_OK) out_of_memory();
  work.reference = text_open();
  progress_begin("travellers read");
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND) add_file(&work, walk.value);
  progress_hide();
  write_index(&work);
  pnr_text_close(work.reference);
  pnr_index_builder_close(work.builder);
  return work.status;
}

const cli_command index_travellers_command = {
  .name = "index travellers",
  .synopsis = "-o FILE [--format FORMAT] MESSAGE...",
  .summary = "Compiles the travellers of stored messages into an index for `pnr search`.",
  .options = options,
  .details =
    "Each traveller becomes an entry with all names, dates, documents, telephone numbers, e-mail addresses,\n"
    "frequent flyer and unmasked card numbers that the message has of him, and with what leads back to him: file,\n"
    "message and traveller number, booking, flight, day and route. Files are read one after the other. Where one\n"
    "cannot be read, the rest is indexed and the exit status is 1. Nothing is written when no message can be read.\n"
    "\nexample: pnr index travellers -o travellers.index store/*.edi\n",
  .run = run,
};
