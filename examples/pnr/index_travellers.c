/* pnr index travellers - the travellers of stored messages, to be searched for persons who are listed later.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "command.h"
#include "format.h"
#include "input.h"
#include "lists.h"
#include "progress.h"
#include "records.h"
#include "regimes.h"

enum { OUTPUT, ADD, FORMAT, REGIMES, JSON, TEXT };
static const option options[] = {
  [OUTPUT] = { "output", 'o', "FILE", "where the index goes; an older one is replaced at once" },
  [ADD] = { "add", 'a', NULL, "add to the index that is there, while others search it" },
  [FORMAT] = { "format", 'f', "FORMAT", "auto, pnrgov, pnrgov-xml, paxlst, mrz or pnl; auto tells by the octets" },
  [REGIMES] = REGIMES_OPTION,
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

typedef struct indexing {
  pnr_index_builder *builder; /* NULL with --add */
  pnr_live *live;             /* with --add */
  pnr_read_options read;
  pnr_regimes *regimes; /* NULL: the defaults */
  pnr_text *reference;
  const char *output;
  display terminal;
  uint64_t travellers;
  uint32_t messages, masked; /* masked: records that were left out */
  const char *path;          /* of the file that is read */
  uint32_t number;           /* of the message or record within it, from 1 */
  int status;
} indexing;

static void build_from(indexing *work, const pnr_content *content)
{
  pnr_slice reference = pnr_text_get(work->reference);
  for (uint32_t i = 0; i < content->traveller_count; i++) {
    pnr_status status = pnr_index_builder_add_traveller(work->builder, content, i, reference, NULL);
    if (status == PNR_E_MEMORY) out_of_memory();
    if (status == PNR_OK) continue;
    complain("%s: message %" PRIu32 ", traveller %" PRIu32 ": %s", input_name(work->path), work->number, i,
             pnr_status_text(status));
    work->status = EXIT_INPUT;
  }
}

/* All travellers of a message are one change. */
static void add_from(indexing *work, const pnr_content *content)
{
  pnr_travellers *all = NULL;
  pnr_error error = { .size = sizeof error };
  if (pnr_travellers_open(NULL, content, pnr_text_get(work->reference), &all, NULL) != PNR_OK) out_of_memory();
  uint32_t left_out = pnr_travellers_left_out(all);
  pnr_status status = pnr_live_add(work->live, pnr_travellers_entries(all), pnr_travellers_count(all), &error);
  if (status == PNR_E_MEMORY) out_of_memory();
  if (status != PNR_OK) complain_live(work->output, &error);
  if (left_out > 0)
    complain("%s: message %" PRIu32 ": %" PRIu32 " travellers have too many identifiers", input_name(work->path),
             work->number, left_out);
  if (status != PNR_OK || left_out > 0) work->status = EXIT_INPUT;
  pnr_travellers_close(all);
}

/* One message is in memory at a time; what the index needs of it is copied. */
static void take_content(indexing *work, const pnr_content *content)
{
  if (work->live != NULL) add_from(work, content);
  else build_from(work, content);
  work->travellers += content->traveller_count;
  work->messages++;
  progress_step(work->travellers, 0, 0);
}

/* The caller's reference for what is taken next, unless it has one of its own: file and number. */
static void refer(indexing *work, pnr_slice own)
{
  work->number++;
  pnr_text_clear(work->reference);
  put(work->reference, own);
  if (slice_is_empty(own)) put_format(work->reference, "%s:%" PRIu32, work->path, work->number);
}

/* An index is searched in cases: what came under a law that knows none stays out of it. */
static bool is_allowed(indexing *work, const pnr_record *record)
{
  const pnr_regime_policy *law = pnr_regimes_policy(work->regimes, pnr_record_get(record)->regime);
  pnr_status status = pnr_record_allows(record, law, PNR_BASIS_REQUEST, PNR_TO_PROCESSING, NULL);
  if (status == PNR_OK) return true;
  complain("%s: record %" PRIu32 ": %s", input_name(work->path), work->number, pnr_status_text(status));
  work->status = EXIT_INPUT;
  return false;
}

/* A masked record identifies nobody. */
static void take_record(void *user, pnr_record *record)
{
  indexing *work = user;
  const pnr_stored *stored = pnr_record_get(record);
  refer(work, stored->reference);
  if (stored->done & PNR_RECORD_MASKED) work->masked++;
  else if (is_allowed(work, record)) take_content(work, stored->content);
  pnr_record_close(record);
}

static pnr_status read_messages(indexing *work, const input_file *input, pnr_error *error)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_status status = pnr_reader_open(NULL, input->data, input->size, &work->read, &reader, error);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, error)) == PNR_OK) {
    refer(work, (pnr_slice){ NULL, 0 });
    take_content(work, pnr_message_content(message));
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  return status == PNR_END ? PNR_OK : status;
}

static void add_file(indexing *work, const char *path)
{
  input_file input;
  pnr_error error = { .size = sizeof error };
  work->path = path;
  work->number = 0;
  bool is_read = input_read(&input, path, &error), are_stored = is_read && records_are_stored(&input);
  pnr_status status = error.status;
  if (is_read)
    status = are_stored ? records_each(&input, take_record, work, &error) : read_messages(work, &input, &error);
  if (status != PNR_OK) {
    complain_error(input_name(path), &error, are_stored ? NULL : input.data, input.size);
    work->status = EXIT_INPUT;
  }
  input_free(&input);
}

/* Where the image is to go or to grow. */
static pnr_status finish(indexing *work, pnr_index **index, pnr_error *error)
{
  if (work->live != NULL) {
    *index = pnr_live_index(work->live);
    return PNR_OK;
  }
  pnr_status status = pnr_index_builder_finish(work->builder, index, error);
  return status == PNR_OK ? pnr_live_create(NULL, *index, work->output, error) : status;
}

static void write_index(indexing *work)
{
  pnr_error error = { .size = sizeof error };
  pnr_index *index = NULL;
  if (work->messages == 0) return; /* an older index is worth more than an empty one */
  pnr_status status = finish(work, &index, &error);
  if (status == PNR_E_MEMORY) out_of_memory();
  if (status == PNR_OK) {
    show_traveller_info(&work->terminal, work->output, index);
  } else {
    complain_live(work->output, &error);
    work->status = EXIT_INPUT;
  }
  pnr_index_close(index);
}

static bool open_index(indexing *work, bool add)
{
  pnr_error error = { .size = sizeof error };
  pnr_status status =
    add ? pnr_live_open(NULL, work->output, &work->live, &error) : pnr_index_builder_open(NULL, &work->builder, &error);
  if (status == PNR_E_MEMORY) out_of_memory();
  if (status != PNR_OK) complain_live(work->output, &error);
  return status == PNR_OK;
}

/* Whether to add to the index that is there. */
static bool read_options(indexing *work, const cli_command *command, int count, char **words)
{
  bool json = false, text = false, add = false;
  uint32_t files = 0;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case OUTPUT: work->output = walk.value; break;
    case ADD: add = true; break;
    case FORMAT: work->read.format = message_format(command, walk.value); break;
    case REGIMES:
      pnr_regimes_close(work->regimes);
      work->regimes = regimes_load(walk.value);
      break;
    case JSON: json = true; break;
    case TEXT: text = true; break;
    default: files++; break;
    }
  }
  if (work->output == NULL) usage_error(command, "say where the index goes: -o FILE");
  if (files == 0) usage_error(command, "give at least one message");
  work->terminal = terminal_of_output(json, text);
  return add;
}

static int run(const cli_command *command, int count, char **words)
{
  indexing work = { .read = { .size = sizeof work.read }, .status = EXIT_DONE };
  arguments walk;
  bool add = read_options(&work, command, count, words);
  if (!open_index(&work, add)) return EXIT_INPUT;
  work.reference = text_open();
  progress_begin("travellers read");
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND) add_file(&work, walk.value);
  progress_hide();
  if (work.masked > 0) complain("%" PRIu32 " masked records are left out: they identify nobody", work.masked);
  write_index(&work);
  pnr_text_close(work.reference);
  pnr_index_builder_close(work.builder);
  pnr_live_close(work.live);
  pnr_regimes_close(work.regimes);
  return work.status;
}

const cli_command index_travellers_command = {
  .name = "index travellers",
  .synopsis = "-o FILE [OPTION]... MESSAGE...",
  .summary = "Compiles the travellers of stored messages into an index for `pnr search`.",
  .options = options,
  .details =
    "Each traveller becomes an entry with all names, dates, documents, telephone numbers, e-mail addresses,\n"
    "frequent flyer and unmasked card numbers that the message has of him, and with what leads back to him: file,\n"
    "message and traveller number, booking, flight, day and route. Stored records ('pnr record --cbor') are files\n"
    "too: what leads back is then their own reference; masked ones are left out. Where a file\n"
    "cannot be read, the rest is indexed and the exit status is 1. Nothing is written when no message can be read.\n"
    "With --add the travellers of each message are found from the moment at which it was read; many additions are best\n"
    "compacted now and then ('pnr list compact').\n"
    "\nexamples: pnr index travellers -o travellers.index store/*.edi\n"
    "          pnr index travellers --add -o travellers.index arrived.edi\n",
  .run = run,
};
