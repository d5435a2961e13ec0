/* pnr redact - messages as they were sent, blanked where they identify.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "input.h"
#include "output.h"

enum { FORMAT };
static const option options[] = {
  [FORMAT] = { "format", 'f', "FORMAT", "of every file, as of 'pnr parse'; without it the octets tell" },
  { 0 },
};

/* Every message is read before one is blanked: what a reader sees must be what was sent. */
static pnr_status redact_input(input_file *input, const pnr_read_options *read, pnr_error *error)
{
  pnr_reader *reader = NULL;
  pnr_message **messages = NULL, *message = NULL;
  size_t count = 0;
  pnr_status status = pnr_reader_open(NULL, input->data, input->size, read, &reader, error);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, error)) == PNR_OK) {
    messages = memory_grow(messages, (count + 1) * sizeof *messages);
    messages[count++] = message;
  }
  if (status == PNR_END) status = PNR_OK;
  for (size_t i = 0; i < count; i++) {
    if (status == PNR_OK) status = pnr_redact(messages[i], input->data, input->size, error);
    pnr_message_close(messages[i]);
  }
  pnr_reader_close(reader);
  free(messages);
  return status;
}

/* Nothing is written of a file that could not be read to its end. */
static int redact_file(const char *path, const pnr_read_options *read)
{
  input_file input;
  pnr_error error = { .size = sizeof error };
  if (!input_read(&input, path, &error)) {
    complain_error(input_name(path), &error, NULL, 0);
    return EXIT_INPUT;
  }
  pnr_status status = redact_input(&input, read, &error);
  if (status != PNR_OK) complain_error(input_name(path), &error, input.data, input.size);
  else if (fwrite(input.data, 1, input.size, stdout) != input.size) exit(output_finish(EXIT_INPUT));
  input_free(&input);
  return status == PNR_OK ? EXIT_DONE : EXIT_INPUT;
}

static int run(const cli_command *command, int count, char **words)
{
  pnr_read_options read = { .size = sizeof read };
  int status = EXIT_DONE;
  uint32_t files = 0;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == FORMAT) read.format = message_format(command, walk.value);
    else files++;
  }
  if (files == 0) usage_error(command, "give a file to redact, or - for standard input");
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND && redact_file(walk.value, &read) != EXIT_DONE) status = EXIT_INPUT;
  return status;
}

const cli_command redact_command = {
  .name = "redact",
  .synopsis = "[OPTION]... FILE...",
  .summary = "Blanks what identifies in messages as they were sent.",
  .options = options,
  .details =
    "Letters and digits become X; marks, tags, envelopes and the journey stay, and so do offsets. What is unknown\n"
    "is blanked. A file that cannot be read to its end is not written.\n"
    "\nexample: pnr redact flight.edi > to-send-with-a-question.edi\n",
  .run = run,
};
