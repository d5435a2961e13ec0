/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdint.h>

#include "command.h"

/* The library's number of a format named on the command line. A name that is none, and one whose format this version
 * does not read, end the program as wrong usage. */
uint32_t message_format(const cli_command *command, const char *name);
uint32_t list_format(const cli_command *command, const char *name);

#endif
