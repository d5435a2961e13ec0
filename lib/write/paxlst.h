/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_WRITE_PAXLST_H
#define PNR_WRITE_PAXLST_H

#include "write/message.h"

/* What the files of the PAXLST writer share. */

/* DTM: the date, and the time where it is known, in as many digits as are understood. */
void pnri_put_moment(pnri_message_writer *w, const char *qualifier, pnr_date date, int32_t minutes);
/* DTM 329: a birth. */
void pnri_put_birth(pnri_message_writer *w, pnr_date date);
/* LOC: a code, or a text where it is none. */
void pnri_put_place(pnri_message_writer *w, const char *qualifier, pnr_slice place);
/* COM: an address or a number. */
void pnri_put_communication(pnri_message_writer *w, const pnr_contact *contact);

/* Segment groups 4 and 5: traveller number i and all that is his, behind a segment UNS or without one. */
void pnri_paxlst_put_person(pnri_message_writer *w, uint32_t i, bool has_uns);

#endif
