/* pnr retention - what the clock says of stored records.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "output.h"
#include "records.h"

enum { AT = RECORD_OWN, LINK, HOLD };
static const option options[] = {
  RECORD_OPTIONS,
  [AT] = { "at", 0, "TIME", "the moment asked for; default now" },
  [LINK] = { "link", 0, NULL, "a link to terrorism or serious crime was found: kept longer (C-817/19)" },
  [HOLD] = { "hold", 0, NULL, "passed on for a case: kept beyond its time (article 12(4))" },
  { 0 },
};

typedef struct asking {
  uint64_t at;
  uint32_t has_link, hold_count;
} asking;

static void put_moment_member(pnr_text *line, const char *key, uint64_t moment)
{
  if (moment == UINT64_MAX) return;
  json_key(line, key);
  put_string(line, "\"");
  put_moment(line, moment);
  put_string(line, "\"");
}

static void put_due(pnr_text *line, uint32_t due)
{
  static const char *const words[] = { "filter", "scrub", "mask" };
  const char *comma = "";
  json_key(line, "due");
  put_string(line, "[");
  for (uint32_t i = 0; i < 3; i++) {
    if ((due >> i & 1) == 0) continue;
    put_format(line, "%s\"%s\"", comma, words[i]);
    comma = ",";
  }
  put_string(line, "]");
}

static pnr_record *tell(record_work *work, pnr_record *record)
{
  static const pnr_hold hold = { 0, 0 };
  const asking *a = work->state;
  const pnr_stored *stored = pnr_record_get(record);
  pnr_retention clock = { .size = sizeof clock };
  pnr_status status = pnr_retention_at(stored, NULL, a->has_link, &hold, a->hold_count, a->at, &clock, NULL);
  if (status != PNR_OK) return records_fail(work, status);
  records_begin_line(work);
  if (stored->reference.size != 0) json_string(work->line, "reference", stored->reference);
  json_string(work->line, "regime", slice_of(pnr_regime_name(stored->regime)));
  put_moment_member(work->line, "received", stored->received);
  json_string(work->line, "state", slice_of(pnr_retention_state_name(clock.state)));
  put_due(work->line, clock.due);
  put_moment_member(work->line, "masks", clock.masks);
  put_moment_member(work->line, "erases", clock.erases);
  if (clock.is_held != 0) {
    json_key(work->line, "held");
    put_string(work->line, "true");
  }
  records_end_line(work);
  return NULL;
}

static int run(const cli_command *command, int count, char **words)
{
  asking a = { 0 };
  record_work work;
  arguments walk;
  records_open(&work, command, tell, &a);
  a.at = work.options.received; /* now */
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == AT) a.at = moment_of_text(command, walk.value);
    else if (number == LINK) a.has_link = 1;
    else if (number == HOLD) a.hold_count = 1;
    else if (number != ARGUMENT_OPERAND) records_option(&work, number, walk.value);
  }
  return records_run(&work, count, words);
}

const cli_command retention_command = {
  .name = "retention",
  .synopsis = "[--at TIME] [OPTION]... FILE...",
  .summary = "Tells which records are to be filtered, scrubbed, masked or erased.",
  .options = options,
  .details =
    "Files are stored records, or messages (received at --received). Each record is one JSON object: \"state\" is\n"
    "received, active, masked or erased, \"due\" what must be done to it now, \"masks\" and \"erases\" when.\n"
    "\nexample: pnr retention --at 2025-09-11 flight.cbor | jq -r 'select(.state == \"erased\").record'\n",
  .run = run,
};
