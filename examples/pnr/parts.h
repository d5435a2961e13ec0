/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PARTS_H
#define PARTS_H

#include "output.h"

/* Split messages, put together over all files of a command. */
typedef struct split_messages {
  pnr_assembler *assembler;
  uint64_t messages; /* given so far: the number of the next one */
} split_messages;

void parts_open(split_messages *split);
void parts_add(split_messages *split, const pnr_message *message);
/* One object, or for people one line, for each transmission of several parts. */
void parts_print(const split_messages *split, const display *terminal);
/* Tells on standard error how many of them are not complete. */
void parts_complain(const split_messages *split);
void parts_close(split_messages *split);

#endif
