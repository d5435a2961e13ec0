/* pnr record - the bookings of messages as stored records.
 * SPDX-License-Identifier: Apache-2.0 */
#include "records.h"

enum { CARD_NUMBERS = RECORD_OWN };
static const option options[] = {
  RECORD_OPTIONS,
  [CARD_NUMBERS] = { "card-numbers", 0, NULL, "keep whole card numbers; only with --cbor are they seen" },
  { 0 },
};

static pnr_record *keep(record_work *work, pnr_record *record)
{
  (void)work;
  return record;
}

static int run(const cli_command *command, int count, char **words)
{
  record_work work;
  arguments walk;
  records_open(&work, command, keep, NULL);
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == CARD_NUMBERS) work.card_numbers = 1;
    else if (number != ARGUMENT_OPERAND) records_option(&work, number, walk.value);
  }
  return records_run(&work, count, words);
}

const cli_command record_command = {
  .name = "record",
  .synopsis = "[OPTION]... FILE...",
  .summary = "Makes stored records of messages, one for each booking.",
  .options = options,
  .details = "Files are messages, or stored records as --cbor writes them. Each record is one JSON object on a line:\n"
             "\"regime\", \"received\", \"done\" and \"content\", as 'pnr parse' prints messages.\n"
             "\nexamples: pnr record --cbor --received 2025-03-10T09:30Z flight.edi > flight.cbor\n"
             "          pnr record flight.cbor | jq .content.bookings\n",
  .run = run,
};
