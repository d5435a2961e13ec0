/* pnr join - the travellers of several messages as persons with all their witnesses.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "command.h"
#include "format.h"
#include "input.h"
#include "output.h"

enum { FORMAT, SEVERAL };
static const option options[] = {
  [FORMAT] = { "format", 'f', "FORMAT", "of every file, as of 'pnr parse'; without it the octets tell" },
  [SEVERAL] = { "several", 0, NULL, "only persons whom more than one message has" },
  { 0 },
};

/* One message, and where it stands. */
typedef struct source {
  const char *path;
  uint32_t number; /* within its file, from 1 */
} source;

typedef struct joining {
  pnr_read_options read;
  bool several;
  input_file *inputs; /* the messages borrow them */
  pnr_message **messages;
  source *sources;
  uint32_t input_count, message_count;
  int status;
} joining;

static void add_message(joining *work, const char *path, uint32_t number, pnr_message *message)
{
  size_t count = work->message_count + (size_t)1;
  work->messages = memory_grow(work->messages, count * sizeof *work->messages);
  work->sources = memory_grow(work->sources, count * sizeof *work->sources);
  work->messages[work->message_count] = message;
  work->sources[work->message_count++] = (source){ path, number };
}

static void read_file(joining *work, const char *path)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_error error = { .size = sizeof error };
  work->inputs = memory_grow(work->inputs, (work->input_count + (size_t)1) * sizeof *work->inputs);
  input_file *input = &work->inputs[work->input_count];
  if (!input_read(input, path, &error)) {
    complain_error(input_name(path), &error, NULL, 0);
    work->status = EXIT_INPUT;
    return;
  }
  work->input_count++;
  pnr_status status = pnr_reader_open(NULL, input->data, input->size, &work->read, &reader, &error);
  for (uint32_t number = 1; status == PNR_OK; number++) {
    status = pnr_reader_next(reader, &message, &error);
    if (status == PNR_OK) add_message(work, path, number, message);
  }
  if (status != PNR_END) {
    complain_error(input_name(path), &error, input->data, input->size);
    work->status = EXIT_INPUT;
  }
  pnr_reader_close(reader);
}

static void put_witness(const joining *work, pnr_text *line, const pnr_witness *witness)
{
  const source *from = &work->sources[witness->message];
  put_string(line, "{");
  json_string(line, "file", slice_of(from->path));
  json_number(line, "message", from->number);
  json_number(line, "traveller", witness->traveller);
  json_string(line, "basis", slice_of(pnr_join_basis_name(witness->basis)));
  put_string(line, "}");
}

static void print_person(const joining *work, pnr_text *line, const pnr_joined *joined)
{
  pnr_text_clear(line);
  put_string(line, "{");
  json_key(line, "person");
  if (pnr_json_person(line, joined->person, NULL) != PNR_OK) out_of_memory();
  json_key(line, "witnesses");
  put_string(line, "[");
  for (uint32_t i = 0; i < joined->witness_count; i++) {
    if (i != 0) put_string(line, ",");
    put_witness(work, line, joined->witnesses[i]);
  }
  put_string(line, "]}");
  output_line(line);
}

static bool is_in_several(const pnr_joined *joined)
{
  return joined->witnesses[0]->message != joined->witnesses[joined->witness_count - 1]->message;
}

static void join_all(joining *work)
{
  pnr_join *join = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_text *line = text_open();
  pnr_status status =
    pnr_join_open(NULL, (const pnr_message *const *)work->messages, work->message_count, &join, &error);
  if (status != PNR_OK) {
    complain("joining %" PRIu32 " messages: %s", work->message_count, pnr_status_text(status));
    work->status = EXIT_INPUT;
  } else {
    for (uint32_t i = 0; i < pnr_join_count(join); i++) {
      const pnr_joined *joined = pnr_join_get(join, i);
      if (!work->several || is_in_several(joined)) print_person(work, line, joined);
    }
  }
  pnr_join_close(join);
  pnr_text_close(line);
}

static void release(joining *work)
{
  for (uint32_t i = 0; i < work->message_count; i++) pnr_message_close(work->messages[i]);
  for (uint32_t i = 0; i < work->input_count; i++) input_free(&work->inputs[i]);
  free(work->sources);
  free(work->messages);
  free(work->inputs);
}

static int run(const cli_command *command, int count, char **words)
{
  joining work = { .read = { .size = sizeof work.read }, .status = EXIT_DONE };
  uint32_t files = 0;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == FORMAT) work.read.format = message_format(command, walk.value);
    else if (number == SEVERAL) work.several = true;
    else files++;
  }
  if (files == 0) usage_error(command, "give the files to join, or - for standard input");
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND) read_file(&work, walk.value);
  join_all(&work);
  release(&work);
  return work.status;
}

const cli_command join_command = {
  .name = "join",
  .synopsis = "[OPTION]... FILE...",
  .summary = "Joins the travellers of several messages of one flight to persons.",
  .options = options,
  .details =
    "Each person is one JSON object on a line of its own: \"person\" with the names, birth dates and documents of\n"
    "all its witnesses, and \"witnesses\", which tells where each stands and why it is the same person:\n"
    "the same document, the same name and birth date, or the same name in the same booking.\n"
    "\nexample: pnr join pnrgov.edi paxlst.edi gate.mrz | jq .person\n",
  .run = run,
};
