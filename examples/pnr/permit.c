/* pnr permit - an authority's permits to see masked records.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "criteria.h"
#include "keys.h"
#include "output.h"
#include "records.h"

enum { SEED, UNIT, CASE, OFFENCE, DECISION, ELEMENTS, AT, DAYS };
static const option options[] = {
  [SEED] = { "seed", 's', "FILE", "the authority's private key (pnr party create)" },
  [UNIT] = { "unit", 'u', "HEX", "public keys of the unit that may see" },
  [CASE] = { "case", 0, "TEXT", "the case" },
  [OFFENCE] = { "offence", 0, "NUMBER", "terrorism, or 1 to 26: the category of Annex II" },
  [DECISION] = { "decision", 0, "TEXT", "the authority's own reference" },
  [ELEMENTS] = { "elements", 0, "LIST", "of Annex I that may be seen: 4,5,18; default all" },
  [AT] = { "at", 0, "TIME", "when it begins: 2025-09-11 or 2025-09-11T09:30Z; default now" },
  [DAYS] = { "days", 0, "NUMBER", "how long it holds, 1 to 90; default 30" },
  { 0 },
};

typedef struct permitting {
  const cli_command *command;
  input_file seed;
  uint8_t unit[PNR_PARTY_PUBLIC];
  pnr_permit_terms terms;
  uint32_t days;
  bool has_unit;
  int status;
} permitting;

static uint32_t elements_of(const cli_command *command, const char *text)
{
  uint32_t elements = 0;
  for (const char *at = text; *at != '\0';) {
    char *end;
    unsigned long element = strtoul(at, &end, 10);
    if (end == at || element < 1 || element > 19 || (*end != ',' && *end != '\0'))
      usage_error(command, "'%s' is no list of elements: 1 to 19, with commas", text);
    elements |= PNR_ELEMENT(element);
    at = *end == ',' ? end + 1 : end;
  }
  return elements;
}

static void set_option(permitting *work, int number, const char *value)
{
  pnr_error error = { .size = sizeof error };
  switch (number) {
  case SEED:
    if (!input_read(&work->seed, value, &error)) usage_error(work->command, "%s cannot be read", value);
    break;
  case UNIT:
    if (!hex_read(value, work->unit, sizeof work->unit))
      usage_error(work->command, "--unit takes 128 hexadecimal digits");
    work->has_unit = true;
    break;
  case CASE: work->terms.case_reference = slice_of(value); break;
  case OFFENCE: work->terms.offence = offence_of_option(work->command, value); break;
  case DECISION: work->terms.decision = slice_of(value); break;
  case ELEMENTS: work->terms.elements = elements_of(work->command, value); break;
  case AT: work->terms.issued = moment_of_text(work->command, value); break;
  default: work->days = (uint32_t)strtoul(value, NULL, 10);
  }
}

static pnr_status permit_one(permitting *work, pnr_slice wrap)
{
  pnr_octets *permit = NULL;
  pnr_slice seed = { work->seed.data, work->seed.size };
  pnr_status status = pnr_permit_issue(NULL, seed, wrap, &work->terms, work->unit, &permit, NULL);
  pnr_slice octets = pnr_octets_get(permit);
  if (status == PNR_OK && fwrite(octets.data, 1, octets.size, stdout) != octets.size) exit(output_finish(EXIT_INPUT));
  pnr_octets_close(permit);
  return status;
}

static void permit_file(permitting *work, const char *path)
{
  input_file input = { NULL, 0 };
  pnr_error error = { .size = sizeof error };
  uint32_t number = 0;
  pnr_status status = input_read(&input, path, &error) ? PNR_OK : PNR_E_FILE;
  for (size_t at = 0, length; status == PNR_OK && at < input.size; at += length) {
    pnr_slice rest = { input.data + at, input.size - at };
    number++;
    status = pnr_record_length(rest, &length, &error);
    if (status == PNR_OK) status = permit_one(work, (pnr_slice){ rest.data, length });
  }
  if (status != PNR_OK) {
    complain("%s: wrap %" PRIu32 ": %s", input_name(path), number, pnr_status_text(status));
    work->status = EXIT_INPUT;
  }
  input_free(&input);
}

static void check(const permitting *work, uint32_t files)
{
  if (work->seed.size != PNR_SEED) usage_error(work->command, "give the private key: --seed FILE");
  if (!work->has_unit) usage_error(work->command, "say who may see: --unit HEX");
  if (work->terms.case_reference.size == 0) usage_error(work->command, "say for what case: --case TEXT");
  if (work->terms.offence == 0) usage_error(work->command, "say for what offence: --offence NUMBER");
  if (work->terms.decision.size == 0) usage_error(work->command, "say by what decision: --decision TEXT");
  if (work->days < 1 || work->days > PNR_PERMIT_DAYS) usage_error(work->command, "--days takes 1 to 90");
  if (files == 0) usage_error(work->command, "give a file of wraps");
}

static int run(const cli_command *command, int count, char **words)
{
  permitting work = { .command = command, .days = 30, .status = EXIT_DONE };
  uint32_t files = 0;
  arguments walk;
  work.terms =
    (pnr_permit_terms){ .size = sizeof work.terms, .elements = PNR_ELEMENTS, .issued = (uint64_t)time(NULL) };
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == ARGUMENT_OPERAND) files++;
    else set_option(&work, number, walk.value);
  }
  check(&work, files);
  work.terms.expires = work.terms.issued + (uint64_t)work.days * 86400;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND) permit_file(&work, walk.value);
  input_free(&work.seed);
  return work.status;
}

const cli_command permit_command = {
  .name = "permit",
  .synopsis = "--seed FILE --unit HEX --case TEXT --offence NUMBER --decision TEXT WRAPS...",
  .summary = "Permits a unit to see masked records (article 12(3)): for an authority.",
  .options = options,
  .details =
    "WRAPS are what 'pnr mask --authority' wrote. A permit for each goes to standard output, to be given to the\n"
    "unit. It holds for one record, case and offence, from its beginning for some days.\n"
    "\nexample: pnr permit --seed court.seed --unit $UNIT --case 2025-17 --offence terrorism \\\n"
    "           --decision 'G 1/25' --elements 4,18 flight.wraps > flight.permits\n",
  .run = run,
};
