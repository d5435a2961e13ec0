/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGIMES_H
#define REGIMES_H

#include <pnr/pnr.h>

#include "command.h"

/* What national law says of regimes: a table, docs/data-protection.md. */
#define REGIMES_OPTION                                                                                       \
  {                                                                                                          \
    "regimes", 0, "FILE", "purposes, recipients and clocks by law: a table, 'pnr retention --print-regimes'" \
  }
/* Reads it; ends the program, with its line and column, where it cannot be used. The caller closes it. */
pnr_regimes *regimes_load(const char *path);
/* Prints what holds, as such a table. */
void regimes_print(const pnr_regimes *regimes);

#endif
