/* pnr lookup search - masked records in which somebody may stand whom an authority permitted to look for.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "audits.h"
#include "criteria.h"
#include "keys.h"
#include "output.h"
#include "records.h"

enum { APPROVAL, WRAPS, AUTHORITY, SEED, CASE, OFFENCE, OFFICER, AUDIT, AT };
static const option options[] = {
  [APPROVAL] = { "approval", 0, "FILE", "the permit of the authority (pnr lookup permit)" },
  [WRAPS] = { "wraps", 0, "FILE", "what 'pnr mask --wraps' wrote: records without a wrap are erased" },
  [AUTHORITY] = { "authority", 0, "HEX", "public keys of the authority" },
  [SEED] = { "seed", 's', "FILE", "the unit's private key (pnr party create)" },
  [CASE] = { "case", 0, "TEXT", "the case, as in the permit" },
  [OFFENCE] = { "offence", 0, "NUMBER", "the offence, as in the permit" },
  [OFFICER] = { "officer", 0, "TEXT", "who asks" },
  [AUDIT] = { "audit", 0, "FOLDER", "the audit trail, which is told before anything is opened, and counts uses" },
  [AT] = { "at", 0, "TIME", "the moment; default now" },
  { 0 },
};

typedef struct looking {
  const cli_command *command;
  input_file permit, wraps, seed;
  uint8_t authority[PNR_PARTY_PUBLIC];
  bool has_authority;
  pnr_purpose purpose;
  uint64_t at;
  const char *audit_path;
  pnr_lookup *lookup;
  uint64_t outside; /* volumes that the permit does not open */
  int status;
} looking;

static void read_option(const cli_command *command, input_file *input, const char *path)
{
  pnr_error error = { .size = sizeof error };
  if (!input_read(input, path, &error)) usage_error(command, "%s cannot be read", input_name(path));
}

static void set_option(looking *work, int number, const char *value)
{
  const cli_command *command = work->command;
  switch (number) {
  case APPROVAL: read_option(command, &work->permit, value); break;
  case WRAPS: read_option(command, &work->wraps, value); break;
  case SEED: read_option(command, &work->seed, value); break;
  case AUTHORITY:
    if (!hex_read(value, work->authority, sizeof work->authority))
      usage_error(command, "--authority takes 128 hexadecimal digits");
    work->has_authority = true;
    break;
  case CASE: work->purpose.case_reference = slice_of(value); break;
  case OFFENCE: work->purpose.offence = offence_of_option(command, value); break;
  case OFFICER: work->purpose.officer = slice_of(value); break;
  case AUDIT: work->audit_path = value; break;
  default: work->at = moment_of_text(command, value);
  }
}

static void check(const looking *work, uint32_t files)
{
  const cli_command *command = work->command;
  if (work->permit.size == 0) usage_error(command, "give the permit: --approval FILE");
  if (work->wraps.size == 0) usage_error(command, "give the wraps of the records: --wraps FILE");
  if (!work->has_authority) usage_error(command, "say who permitted it: --authority HEX");
  if (work->seed.size != PNR_SEED) usage_error(command, "give the private key: --seed FILE");
  if (work->purpose.case_reference.size == 0 || work->purpose.offence == 0 || work->purpose.officer.size == 0)
    usage_error(command, "say what for: --case TEXT --offence NUMBER --officer TEXT");
  if (work->audit_path == NULL) usage_error(command, "say where it is put on record: --audit FOLDER");
  if (files == 0) usage_error(command, "give the volumes: FOLDER/*.lookup");
}

/* Begins the use; false, with a complaint, where the permit refuses it. */
static bool open_lookup(looking *work)
{
  pnr_error error = { .size = sizeof error };
  pnr_audit *audit = trail_write(work->audit_path, work->at);
  if (audit == NULL) return false;
  pnr_slice permit = { work->permit.data, work->permit.size }, seed = { work->seed.data, work->seed.size };
  pnr_status status =
    pnr_lookup_open(NULL, permit, work->authority, seed, &work->purpose, work->at, audit, &work->lookup, &error);
  if (status != PNR_OK) complain_error("the permit", &error, NULL, 0);
  pnr_audit_close(audit);
  if (status != PNR_OK) return false;
  status = pnr_lookup_wraps(work->lookup, (pnr_slice){ work->wraps.data, work->wraps.size }, &error);
  if (status != PNR_OK) complain_error("the wraps", &error, NULL, 0);
  return status == PNR_OK;
}

static void search_file(looking *work, const char *path)
{
  input_file input = { NULL, 0 };
  pnr_error error = { .size = sizeof error };
  pnr_status status = input_read(&input, path, &error) ? PNR_OK : PNR_E_FILE;
  if (status == PNR_OK)
    status = pnr_lookup_search(work->lookup, (pnr_slice){ input.data, input.size }, work->at, &error);
  if (status == PNR_E_PERMIT_SCOPE) work->outside++;
  else if (status != PNR_OK) {
    complain_error(input_name(path), &error, NULL, 0);
    work->status = EXIT_INPUT;
  }
  input_free(&input);
}

static void print_hits(const looking *work)
{
  pnr_text *line = text_open();
  for (uint32_t i = 0; i < pnr_lookup_count(work->lookup); i++) {
    const pnr_lookup_hit *hit = pnr_lookup_get(work->lookup, i);
    pnr_text_clear(line);
    put_string(line, "{");
    json_string(line, "record", hit->reference);
    json_key(line, "score");
    put_score(line, hit->score);
    json_key(line, "masked");
    put_string(line, "\"");
    put_date(line, hit->day);
    put_string(line, "\"");
    json_key(line, "identity");
    put_string(line, "\"");
    put_hex(line, hit->identity);
    put_string(line, "\"}");
    output_line(line);
  }
  pnr_text_close(line);
}

static void tell_report(const looking *work)
{
  const pnr_lookup_report *report = pnr_lookup_report_get(work->lookup);
  complain("{\"lookup\":{\"volumes\":%" PRIu64 ",\"outside\":%" PRIu64 ",\"records\":%" PRIu64 ",\"erased\":%" PRIu64
           ",\"use\":%" PRIu32 ",\"uses\":%" PRIu32 "}}",
           report->volumes, work->outside, report->records, report->erased, report->use, report->uses);
}

static int run(const cli_command *command, int count, char **words)
{
  looking work = { .command = command,
                   .purpose = { .size = sizeof work.purpose, .basis = PNR_BASIS_REQUEST },
                   .at = (uint64_t)time(NULL),
                   .status = EXIT_DONE };
  uint32_t files = 0;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == ARGUMENT_OPERAND) files++;
    else set_option(&work, number, walk.value);
  }
  check(&work, files);
  bool is_open = open_lookup(&work);
  if (!is_open) work.status = EXIT_INPUT;
  arguments_open(&walk, command, count, words);
  for (int number; is_open && (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND) search_file(&work, walk.value);
  if (is_open) {
    print_hits(&work);
    tell_report(&work);
  }
  pnr_lookup_close(work.lookup);
  input_free(&work.permit);
  input_free(&work.wraps);
  input_free(&work.seed);
  return work.status;
}

const cli_command lookup_search_command = {
  .name = "lookup search",
  .synopsis =
    "--approval FILE --wraps FILE --authority HEX --seed FILE --case TEXT --offence NUMBER --officer TEXT --audit FOLDER\n"
    "                         VOLUME...",
  .summary = "Finds masked records by name as an authority permitted (article 12(3)).",
  .options = options,
  .details =
    "VOLUME are the .lookup files that 'pnr mask --lookup' wrote. A hit is a line with the record, its identity and a\n"
    "score, no name: to see the record, ask for 'pnr permit'. Each call is one use of the permit, in the audit trail\n"
    "before anything is opened. Counts go to standard error.\n"
    "\nexample: pnr lookup search --approval petra.permit --wraps flight.wraps --authority $COURT --seed unit.seed \\\n"
    "           --case 2025-17 --offence terrorism --officer 12 --audit audit lookup/*.lookup\n",
  .run = run,
};
