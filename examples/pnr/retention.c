/* pnr retention - what the clock says of stored records.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include <string.h>

#include "output.h"
#include "records.h"
#include "regimes.h"

enum { AT = RECORD_OWN, LINK, HOLD, OF, SINCE, REGIMES, PRINT_REGIMES };
static const option options[] = {
  RECORD_OPTIONS,
  [AT] = { "at", 0, "TIME", "the moment asked for; default now" },
  [LINK] = { "link", 0, NULL, "a link to terrorism or serious crime was found: kept longer (C-817/19)" },
  [HOLD] = { "hold", 0, NULL, "passed on for a case: kept beyond its time (article 12(4))" },
  [OF] = { "of", 0, "WHAT", "what was made of the records: hit, match, dismissed, review, sent or copy" },
  [SINCE] = { "since", 0, "TIME",
              "with --of: of the hit, of telling all, of the review, of the receipt; without: not yet" },
  [REGIMES] = REGIMES_OPTION,
  [PRINT_REGIMES] = { "print-regimes", 0, NULL, "print the table that holds and end" },
  { 0 },
};

typedef struct asking {
  uint64_t at, since;
  uint32_t has_link, hold_count;
  uint32_t kind; /* PNR_KEPT_…; 0: the records themselves */
  pnr_regimes *regimes;
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

static const pnr_hold hold = { 0, 0 };

/* A record of another unit is a copy, whose clock that unit may have set. */
static pnr_status kept_at(const asking *a, uint32_t kind, const pnr_stored *stored, const pnr_shared_record *shared,
                          const pnr_retention *record, pnr_retention *clock)
{
  pnr_kept kept = { .size = sizeof kept, .kind = kind, .since = a->since };
  kept.done = stored->done & PNR_RECORD_MASKED;
  if (kind == PNR_KEPT_COPY && shared != NULL) {
    kept.masks = moment_of_day(shared->mask_due);
    kept.erases = moment_of_day(shared->erase_due);
  }
  const pnr_kept_policy *policy = pnr_regimes_kept(a->regimes, stored->regime, kind);
  if (kind == PNR_KEPT_REVIEW) record = NULL;
  return pnr_kept_at(&kept, record, policy, &hold, a->hold_count, a->at, clock, NULL);
}

static pnr_record *tell(record_work *work, pnr_record *record)
{
  const asking *a = work->state;
  const pnr_stored *stored = pnr_record_get(record);
  uint32_t kind = a->kind != 0 || work->shared == NULL ? a->kind : PNR_KEPT_COPY;
  pnr_retention own = { .size = sizeof own }, clock = { .size = sizeof clock };
  pnr_status status = pnr_retention_at(stored, pnr_regimes_retention(a->regimes, stored->regime), a->has_link, &hold,
                                       a->hold_count, a->at, &own, NULL);
  if (status == PNR_OK && kind != 0) status = kept_at(a, kind, stored, work->shared, &own, &clock);
  else clock = own;
  if (status != PNR_OK) return records_fail(work, status);
  records_begin_line(work);
  if (stored->reference.size != 0) json_string(work->line, "reference", stored->reference);
  json_string(work->line, "regime", slice_of(pnr_regime_name(stored->regime)));
  if (kind != 0) json_string(work->line, "of", slice_of(pnr_kept_name(kind)));
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

static uint32_t kind_of(const cli_command *command, const char *word)
{
  for (uint32_t kind = PNR_KEPT_HIT; kind <= PNR_KEPT_COPY; kind++)
    if (strcmp(word, pnr_kept_name(kind)) == 0) return kind;
  usage_error(command, "--of is hit, match, dismissed, review, sent or copy");
}

static int run(const cli_command *command, int count, char **words)
{
  asking a = { 0 };
  record_work work;
  arguments walk;
  bool prints = false;
  records_open(&work, command, tell, &a);
  a.at = work.options.received; /* now */
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case AT: a.at = moment_of_text(command, walk.value); break;
    case LINK: a.has_link = 1; break;
    case HOLD: a.hold_count = 1; break;
    case OF: a.kind = kind_of(command, walk.value); break;
    case SINCE: a.since = moment_of_text(command, walk.value); break;
    case REGIMES:
      pnr_regimes_close(a.regimes);
      a.regimes = regimes_load(walk.value);
      break;
    case PRINT_REGIMES: prints = true; break;
    case ARGUMENT_OPERAND: break;
    default: records_option(&work, number, walk.value);
    }
  }
  if (a.since != 0 && a.kind == 0) usage_error(command, "--since goes with --of");
  if (prints) regimes_print(a.regimes);
  int status = prints ? EXIT_DONE : records_run(&work, count, words);
  pnr_regimes_close(a.regimes);
  return status;
}

const cli_command retention_command = {
  .name = "retention",
  .synopsis = "[--at TIME] [OPTION]... FILE...",
  .summary = "Tells which records are to be filtered, scrubbed, masked or erased.",
  .options = options,
  .details =
    "Files are stored records, messages (received at --received), or what another unit sent ('pnr node', inbox). Each record\n"
    "is one JSON object: \"state\" is received, active, masked or erased, \"due\" what must be done to it now, \"masks\" and\n"
    "\"erases\" when. --of asks for what was made of the records: a hit that nobody reviewed, a match that was confirmed, a\n"
    "hit that was dismissed, the review itself, a copy that was sent; records of another unit are copies.\n"
    "\nexamples: pnr retention --at 2025-09-11 flight.cbor | jq -r 'select(.state == \"erased\").record'\n"
    "          pnr retention --of match --since 2025-03-12T10:00Z flight.cbor\n"
    "          pnr retention --print-regimes > ours.csv; pnr retention --regimes ours.csv flight.cbor\n",
  .run = run,
};
