/* pnr audit append - writes one entry.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "audits.h"
#include "criteria.h"
#include "keys.h"

enum { KIND, PURPOSE, CASE, OFFICER, RECIPIENT, APPROVAL, RECORD, RECORDS, ELEMENTS, LIST, NOW };
static const option options[] = {
  [KIND] = { "kind", 0, "KIND", "collection, consultation, disclosure, erasure, masking, unmasking, …" },
  [PURPOSE] = { "purpose", 0, "OFFENCE", "terrorism, or the number of the category of Annex II, 1 to 26" },
  [CASE] = { "case", 0, "REFERENCE", "the case; without one it was assessment before arrival or departure" },
  [OFFICER] = { "officer", 0, "ID", "who it was: a pseudonym" },
  [RECIPIENT] = { "recipient", 0, "NAME", "who got the data" },
  [APPROVAL] = { "approval", 0, "REFERENCE", "who approved it" },
  [RECORD] = { "record", 0, "ID", "the record; only a keyed hash of it is written" },
  [RECORDS] = { "records", 0, "NUMBER", "how many records it were" },
  [ELEMENTS] = { "elements", 0, "LIST", "elements of Annex I that were seen or given: 1,4,18" },
  [LIST] = { "list", 0, "NAME", "the watchlist of an examination or dismissal" },
  [NOW] = NOW_OPTION,
  { 0 },
};

static uint32_t elements_of(const cli_command *command, const char *list)
{
  uint32_t elements = 0;
  for (char *end; *list != '\0'; list = *end == ',' ? end + 1 : end) {
    unsigned long number = strtoul(list, &end, 10);
    if (end == list || number < 1 || number > 19 || (*end != ',' && *end != '\0'))
      usage_error(command, "--elements needs numbers from 1 to 19: 1,4,18");
    elements |= PNR_ELEMENT(number);
  }
  return elements;
}

typedef struct appending {
  const cli_command *command;
  const char *folder, *now;
  pnr_purpose purpose;
  pnr_audit_event event;
} appending;

static void take_option(appending *work, int number, const char *value)
{
  switch (number) {
  case KIND:
    work->event.kind = pnr_audit_kind_number(slice_of(value));
    if (work->event.kind == 0 || work->event.kind > PNR_AUDIT_DISMISSAL)
      usage_error(work->command, "there is no such kind");
    break;
  case PURPOSE: work->purpose.offence = offence_of_option(work->command, value); break;
  case CASE: work->purpose.case_reference = slice_of(value); break;
  case OFFICER: work->purpose.officer = slice_of(value); break;
  case RECIPIENT: work->event.recipient = slice_of(value); break;
  case APPROVAL: work->event.approval = slice_of(value); break;
  case RECORD: work->event.record = slice_of(value); break;
  case RECORDS: work->event.count = count_of_option(work->command, "records", value); break;
  case ELEMENTS: work->event.elements = elements_of(work->command, value); break;
  case LIST: work->event.list = slice_of(value); break;
  case NOW: work->now = value; break;
  default: work->folder = trail_folder(work->command, work->folder, value); break;
  }
}

static int append(appending *work)
{
  uint64_t sequence = 0;
  pnr_error error = { .size = sizeof error };
  pnr_audit *audit = trail_write(work->folder, work->event.time);
  if (audit == NULL) return EXIT_INPUT;
  pnr_status status = pnr_audit_append(audit, &work->event, &sequence, &error);
  if (status == PNR_OK) {
    pnr_text *line = text_open();
    put_string(line, "{");
    json_number(line, "sequence", sequence);
    put_string(line, "}");
    output_line(line);
    pnr_text_close(line);
  } else {
    complain_error(work->folder, &error, NULL, 0);
  }
  pnr_audit_close(audit);
  return status == PNR_OK ? EXIT_DONE : EXIT_INPUT;
}

static int run(const cli_command *command, int count, char **words)
{
  appending work = { .command = command,
                     .purpose = { .size = sizeof work.purpose },
                     .event = { .size = sizeof work.event } };
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) take_option(&work, number, walk.value);
  need(command, work.folder, "give the folder of the trail");
  if (work.event.kind == 0) usage_error(command, "say what happened: --kind KIND");
  bool has_case = work.purpose.case_reference.size != 0;
  work.purpose.basis = has_case ? PNR_BASIS_REQUEST : PNR_BASIS_ASSESSMENT;
  if (has_case || work.purpose.offence != 0 || work.purpose.officer.size != 0) work.event.purpose = &work.purpose;
  work.event.time = now_of(command, work.now);
  return append(&work);
}

const cli_command audit_append_command = {
  .name = "audit append",
  .synopsis = "--kind KIND [OPTION]... FOLDER",
  .summary = "Writes one entry of the audit trail, durably.",
  .options = options,
  .details =
    "A consultation, disclosure, unmasking, hold, examination or dismissal needs a purpose: --officer, and --case where\n"
    "there is one. A disclosure needs --recipient, an unmasking --approval.\n"
    "\nexample: pnr audit append --kind disclosure --purpose terrorism --case 2025/17 --officer o-41 --recipient BE \\\n"
    "           --record LOC001 --elements 4,18 audit\n",
  .run = run,
};
