/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_READ_ANSWER_H
#define PNR_READ_ANSWER_H

#include "core/slice.h"
#include "read/read.h"

/* What the readers of answers (CUSRES, ACKRES, CONTRL) share. */

/* Component c of element e, blanks around it removed; marked as read. */
pnr_slice pnri_answer_text(pnri_segment *segment, uint32_t element, uint32_t component);
/* Marks a component as read when it is the usual code, which need not be kept. */
void pnri_answer_usual(pnri_segment *segment, uint32_t element, uint32_t component, const char *code);
/* Every component from the first of element `from` on, joined by blanks; marked as read. data is NULL where there is
 * none, and when memory is exhausted, which sets builder->failed. */
pnr_slice pnri_answer_texts(pnri_builder *builder, pnri_segment *segment, uint32_t from);
/* The segment as it was sent: what has no field of its own is not lost. */
void pnri_answer_keep(pnri_builder *builder, pnri_chain *items, const pnri_segment *segment);
/* A mandatory value is absent from the segment whose tag stands at offset. */
void pnri_answer_missing(pnri_builder *builder, uint64_t offset, uint32_t ordinal);
/* The message lacks what every message of its type has: told at its UNH. */
void pnri_answer_lacks(const pnri_reading *reading);

#endif
