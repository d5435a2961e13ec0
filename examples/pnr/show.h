/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SHOW_H
#define SHOW_H

#include "input.h"
#include "output.h"
#include "table.h"

/* Messages and persons as people read them. */

/* "GIVEN SURNAME", from the best witness of the person's name. */
void put_display_name(pnr_text *text, const pnr_person *person);
/* "1980-05-05", "1960 to 1965", "about 1980". */
void put_birth(pnr_text *text, const pnr_birth *birth);
/* "ZX100 AAA-BBB 2025-03-10" over all legs. */
void put_journey(pnr_text *text, const pnr_content *content);
/* "PNRGOV full, part 2 of ZX100/…". */
void put_message_kind(pnr_text *text, const pnr_content *content);

/* One message: head, travellers, findings. */
void show_message(const display *terminal, const input_file *input, const char *file, uint32_t number,
                  const pnr_content *content);
/* A line for each finding: "FILE:LINE:COLUMN: warning EDI_UNT_COUNT: …"; without file, as the foot of a message. */
void show_findings(const display *terminal, const input_file *input, const char *file, const pnr_content *content);

/* The table of `parse --summary`: one row for each message. */
text_table *summary_open(void);
void summary_add(text_table *table, const char *file, const pnr_content *content);
/* How many of the content's findings have this severity. */
uint32_t count_findings(const pnr_content *content, uint32_t severity);

text_style severity_style(uint32_t severity);

#endif
