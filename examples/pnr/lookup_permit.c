/* pnr lookup permit - an authority's permit to look for somebody among masked records.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "criteria.h"
#include "output.h"
#include "permits.h"
#include "query.h"

enum { QUERY = PERMIT_OWN, FROM = QUERY + QUERY_OWN, UNTIL, USES, THRESHOLD };
static const option options[] = {
  PERMIT_OPTIONS,
  QUERY_OPTIONS,
  [FROM] = { "from", 0, "DATE", "the first day of masking that may be looked through" },
  [UNTIL] = { "until", 0, "DATE", "the last one" },
  [USES] = { "uses", 0, "COUNT", "how often the unit may look, 1 to 1000; default 1" },
  [THRESHOLD] = { "threshold", 't', "SCORE", "the least score of a hit, 0.0 to 1.0" },
  { 0 },
};

static void set_option(const cli_command *command, pnr_lookup_terms *terms, int number, const char *value)
{
  if (number == FROM) terms->from = day_of_option(command, "from", value);
  else if (number == UNTIL) terms->until = day_of_option(command, "until", value);
  else if (number == USES) terms->uses = count_of_option(command, "uses", value);
  else terms->threshold = threshold_of_option(command, value);
}

static int issue(const permit_request *request, const pnr_lookup_terms *terms, pnr_slice wraps)
{
  pnr_octets *permit = NULL;
  pnr_error error = { .size = sizeof error };
  if (pnr_lookup_permit(NULL, permit_seed(request), wraps, terms, request->unit, &permit, &error) != PNR_OK) {
    complain_error("the wraps", &error, NULL, 0);
    return EXIT_INPUT;
  }
  pnr_slice octets = pnr_octets_get(permit);
  if (fwrite(octets.data, 1, octets.size, stdout) != octets.size) exit(output_finish(EXIT_INPUT));
  pnr_octets_close(permit);
  return EXIT_DONE;
}

static bool read_wraps(pnr_text *wraps, const char *path)
{
  input_file input = { NULL, 0 };
  pnr_error error = { .size = sizeof error };
  bool is_read = input_read(&input, path, &error);
  if (is_read) put(wraps, (pnr_slice){ input.data, input.size });
  else complain_error(input_name(path), &error, NULL, 0);
  input_free(&input);
  return is_read;
}

static int run(const cli_command *command, int count, char **words)
{
  permit_request request;
  person_query query = { .person = { .sex = 0 } };
  pnr_lookup_terms terms = { .size = sizeof terms, .uses = 1 };
  pnr_text *wraps = text_open();
  uint32_t files = 0;
  bool are_read = true;
  arguments walk;
  permit_open(&request, command);
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == ARGUMENT_OPERAND) are_read = read_wraps(wraps, walk.value) && are_read, files++;
    else if (number >= FROM) set_option(command, &terms, number, walk.value);
    else if (!query_option(command, &query, number - QUERY, walk.value)) permit_option(&request, number, walk.value);
  }
  permit_check(&request, files);
  if (query_person(&query) == NULL) usage_error(command, "say who may be looked for: --name NAME");
  if (terms.from == 0 || terms.until < terms.from || terms.uses > PNR_LOOKUP_USES_MOST)
    usage_error(command, "say in which days of masking, and how often: --from DATE --until DATE [--uses COUNT]");
  terms.offence = request.offence;
  terms.issued = request.issued;
  terms.expires = request.expires;
  terms.case_reference = request.case_reference;
  terms.decision = request.decision;
  terms.person = query_person(&query);
  int status = are_read ? issue(&request, &terms, pnr_text_get(wraps)) : EXIT_INPUT;
  pnr_text_close(wraps);
  permit_close(&request);
  return status;
}

const cli_command lookup_permit_command = {
  .name = "lookup permit",
  .synopsis =
    "--seed FILE --unit HEX --case TEXT --offence NUMBER --decision TEXT --name NAME --from DATE --until DATE\n"
    "                         [OPTION]... WRAPS...",
  .summary = "Permits a unit to look for somebody among masked records (article 12(3)): for an authority.",
  .options = options,
  .details =
    "WRAPS are the .wrap files that 'pnr mask --lookup' wrote. The permit goes to standard output, to be given to the\n"
    "unit: it can look for this person only, in volumes of these days, so many times.\n"
    "\nexample: pnr lookup permit --seed court.seed --unit $UNIT --case 2025-17 --offence terrorism \\\n"
    "           --decision 'G 2/25' --name 'Petra Nov\303\241kov\303\241' --from 2025-09-01 --until 2025-09-30 \\\n"
    "           lookup/*.wrap > petra.permit\n",
  .run = run,
};
