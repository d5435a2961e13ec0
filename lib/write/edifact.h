/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_WRITE_EDIFACT_H
#define PNR_WRITE_EDIFACT_H

#include "edifact/writer.h"
#include "pnr/message.h"
#include "write/text.h"

/* What the writers of EDIFACT messages share. */

/* What the envelope, which may be NULL, leaves empty is the record's: sender, recipient, references, time of preparation;
 * the message's reference then is 1. One whose size holds nothing keeps none, and the writer refuses it. */
pnr_envelope pnri_complete_envelope(const pnr_content *content, const pnr_envelope *envelope);
/* The version "D:12B" as 0052 and 0054. */
void pnri_part_version(pnr_slice text, pnri_message_head *head);

/* Begins an interchange with one message for the record. Agency and association are 0051 and 0057 of UNH. */
void pnri_record_open(pnri_writer *writer, pnr_text *text, const pnr_content *content, const pnr_envelope *envelope,
                      const char *agency, const char *association);

/* Ends both. */
pnr_status pnri_record_close(pnri_writer *writer, pnr_error *error);

/* C507 in element 1: qualifier, date as YYMMDDHHMM, or as YYMMDD where the time is not known. Nothing for no date. */
void pnri_put_time(pnri_writer *writer, const char *qualifier, pnr_date date, int32_t minutes);

/* A segment of a qualifier and a text in the element behind it, or in the component behind it. Nothing without text. */
void pnri_put_pair(pnri_writer *writer, const char *tag, const char *qualifier, pnr_slice text);
void pnri_put_reference(pnri_writer *writer, const char *qualifier, pnr_slice text); /* RFF C506 */

/* Words of a text that is cut between them into pieces of at most size octets; a longer word stays whole. Takes the
 * first piece off *text. Joined by single blanks the pieces are the text. */
pnr_slice pnri_next_piece(pnr_slice *text, size_t size);

#endif
