/* pnr permit - an authority's permits to see masked records.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "output.h"
#include "permits.h"

enum { ELEMENTS = PERMIT_OWN };
static const option options[] = {
  PERMIT_OPTIONS,
  [ELEMENTS] = { "elements", 0, "LIST", "of Annex I that may be seen: 4,5,18; default all" },
  { 0 },
};

typedef struct permitting {
  permit_request request;
  pnr_permit_terms terms;
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

static pnr_status permit_one(permitting *work, pnr_slice wrap)
{
  pnr_octets *permit = NULL;
  pnr_slice seed = permit_seed(&work->request);
  pnr_status status = pnr_permit_issue(NULL, seed, wrap, &work->terms, work->request.unit, &permit, NULL);
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

static int run(const cli_command *command, int count, char **words)
{
  permitting work = { .status = EXIT_DONE };
  uint32_t files = 0, elements = PNR_ELEMENTS;
  arguments walk;
  permit_request *request = &work.request;
  permit_open(request, command);
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == ARGUMENT_OPERAND) files++;
    else if (number == ELEMENTS) elements = elements_of(command, walk.value);
    else permit_option(request, number, walk.value);
  }
  permit_check(request, files);
  work.terms = (pnr_permit_terms){ .size = sizeof work.terms,
                                   .offence = request->offence,
                                   .elements = elements,
                                   .issued = request->issued,
                                   .expires = request->expires,
                                   .case_reference = request->case_reference,
                                   .decision = request->decision };
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND) permit_file(&work, walk.value);
  permit_close(request);
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
