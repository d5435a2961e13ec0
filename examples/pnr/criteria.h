/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CRITERIA_H
#define CRITERIA_H

#include <pnr/pnr.h>

#include "command.h"

/* What searches are given on the command line. A value that cannot be understood ends the program as wrong usage. */

/* "0.85" as 8500; digits behind the fourth are dropped. Never 0, which the library takes for its default. */
uint32_t threshold_of_option(const cli_command *command, const char *text);
/* A whole date. name: of the option. */
pnr_date day_of_option(const cli_command *command, const char *name, const char *text);
/* A number from 1 up. */
uint32_t count_of_option(const cli_command *command, const char *name, const char *text);
/* What an investigation is about: "terrorism" as PNR_OFFENCE_TERRORISM, "1" to "26" as that number of Annex II. */
uint32_t offence_of_option(const cli_command *command, const char *text);
/* Carrier, number and suffix of a flight against what somebody asked for: case and zeros in front of the digits are
 * ignored. */
bool flight_is(pnr_slice flight, const char *asked);
/* Reads the table at path; NULL where it cannot be used: that was told. The caller closes it. */
pnr_policy *policy_load(const char *path);
/* Of the machine's clock and place. */
pnr_date today(void);

#endif
