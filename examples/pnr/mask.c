/* pnr mask - stored records without what identifies.
 * SPDX-License-Identifier: Apache-2.0 */
#include "records.h"

enum { AT = RECORD_OWN };
static const option options[] = {
  RECORD_OPTIONS,
  [AT] = { "at", 0, "DATE", "the day of masking: 2025-09-11" },
  { 0 },
};

static pnr_record *mask(record_work *work, pnr_record *record)
{
  const pnr_date *at = work->state;
  pnr_record *masked = NULL;
  pnr_status status = pnr_record_mask(NULL, record, *at, &masked, NULL);
  return status == PNR_OK ? masked : records_fail(work, status);
}

static int run(const cli_command *command, int count, char **words)
{
  pnr_date at = 0;
  record_work work;
  arguments walk;
  records_open(&work, command, mask, &at);
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == AT) at = day_of_moment(moment_of_text(command, walk.value));
    else if (number != ARGUMENT_OPERAND) records_option(&work, number, walk.value);
  }
  if (at == 0) usage_error(command, "say on what day: --at 2025-09-11");
  return records_run(&work, count, words);
}

const cli_command mask_command = {
  .name = "mask",
  .synopsis = "--at DATE [OPTION]... FILE...",
  .summary = "Masks what identifies (article 12(2)), not to be undone.",
  .options = options,
  .details =
    "Files are messages, or stored records. Names, the number of travellers, contacts, payment, frequent flyer,\n"
    "remarks and API data go; itinerary, dates, status, seats, bags, tickets and locators stay.\n"
    "The same record and day give the same octets. 'pnr retention' tells what is due.\n"
    "\nexample: pnr mask --at 2025-09-11 --cbor flight.cbor > masked.cbor\n",
  .run = run,
};
