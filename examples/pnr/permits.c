/* What permits have in common.
 * SPDX-License-Identifier: Apache-2.0 */
#include "permits.h"

#include <stdlib.h>
#include <time.h>

#include "criteria.h"
#include "keys.h"
#include "output.h"
#include "records.h"

void permit_open(permit_request *request, const cli_command *command)
{
  *request = (permit_request){ .command = command, .issued = (uint64_t)time(NULL), .days = 30 };
}

void permit_close(permit_request *request) { input_free(&request->seed); }

void permit_option(permit_request *request, int number, const char *value)
{
  const cli_command *command = request->command;
  pnr_error error = { .size = sizeof error };
  switch (number) {
  case PERMIT_SEED:
    if (!input_read(&request->seed, value, &error)) usage_error(command, "%s cannot be read", value);
    break;
  case PERMIT_UNIT:
    if (!hex_read(value, request->unit, sizeof request->unit))
      usage_error(command, "--unit takes 128 hexadecimal digits");
    request->has_unit = true;
    break;
  case PERMIT_CASE: request->case_reference = slice_of(value); break;
  case PERMIT_OFFENCE: request->offence = offence_of_option(command, value); break;
  case PERMIT_DECISION: request->decision = slice_of(value); break;
  case PERMIT_AT: request->issued = moment_of_text(command, value); break;
  default: request->days = (uint32_t)strtoul(value, NULL, 10);
  }
}

void permit_check(permit_request *request, uint32_t files)
{
  const cli_command *command = request->command;
  if (request->seed.size != PNR_SEED) usage_error(command, "give the private key: --seed FILE");
  if (!request->has_unit) usage_error(command, "say who may see: --unit HEX");
  if (request->case_reference.size == 0) usage_error(command, "say for what case: --case TEXT");
  if (request->offence == 0) usage_error(command, "say for what offence: --offence NUMBER");
  if (request->decision.size == 0) usage_error(command, "say by what decision: --decision TEXT");
  if (request->days < 1 || request->days > PNR_PERMIT_DAYS) usage_error(command, "--days takes 1 to 90");
  if (files == 0) usage_error(command, "give a file of wraps");
  request->expires = request->issued + (uint64_t)request->days * 86400;
}

pnr_slice permit_seed(const permit_request *request) { return (pnr_slice){ request->seed.data, request->seed.size }; }
