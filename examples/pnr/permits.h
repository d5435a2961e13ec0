/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PERMITS_H
#define PERMITS_H

#include "command.h"
#include "input.h"

/* What an authority's permits have in common on the command line: who gives one, to whom, and on what grounds. */

/* The options that they share, at the head of their tables. */
enum { PERMIT_SEED, PERMIT_UNIT, PERMIT_CASE, PERMIT_OFFENCE, PERMIT_DECISION, PERMIT_AT, PERMIT_DAYS, PERMIT_OWN };
#define PERMIT_OPTIONS                                                                               \
  [PERMIT_SEED] = { "seed", 's', "FILE", "the authority's private key (pnr party create)" },         \
  [PERMIT_UNIT] = { "unit", 'u', "HEX", "public keys of the unit that may see" },                    \
  [PERMIT_CASE] = { "case", 0, "TEXT", "the case" },                                                 \
  [PERMIT_OFFENCE] = { "offence", 0, "NUMBER", "terrorism, or 1 to 26: the category of Annex II" },  \
  [PERMIT_DECISION] = { "decision", 0, "TEXT", "the authority's own reference" },                    \
  [PERMIT_AT] = { "at", 0, "TIME", "when it begins: 2025-09-11 or 2025-09-11T09:30Z; default now" }, \
  [PERMIT_DAYS] = { "days", 0, "NUMBER", "how long it holds, 1 to 90; default 30" }

typedef struct permit_request {
  const cli_command *command;
  input_file seed;
  uint8_t unit[PNR_PARTY_PUBLIC];
  bool has_unit;
  uint32_t offence, days;
  uint64_t issued, expires;
  pnr_slice case_reference, decision;
} permit_request;

void permit_open(permit_request *request, const cli_command *command);
void permit_close(permit_request *request);
/* Takes a value of the options at the head. */
void permit_option(permit_request *request, int number, const char *value);
/* Ends the program where something is missing; files: how many operands there were. Sets expires. */
void permit_check(permit_request *request, uint32_t files);
pnr_slice permit_seed(const permit_request *request);

#endif
