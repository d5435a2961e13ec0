/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EDIFACT_INTERCHANGE_H
#define PNR_EDIFACT_INTERCHANGE_H

#include "edifact/segment.h"

/* Walks the envelopes of an input: any number of UNA, UNB, UNG, UNH … UNT, UNE, UNZ, with or without the outer ones, and
 * what stands around them. UIB, UIH … UIT, UIZ of an interactive dialogue are to it what UNB, UNH … UNT, UNZ are. */
typedef struct pnri_interchange pnri_interchange;

/* A service segment as sent, for what has no field of its own. text is empty where there is none. */
typedef struct pnri_head {
  pnr_slice text;
  uint64_t offset;
  uint64_t length;
} pnri_head;

enum { PNRI_HEAD_UNA, PNRI_HEAD_UNB, PNRI_HEAD_UNG, PNRI_HEAD_UNH, PNRI_HEADS };

/* What the envelopes say about one message. Slices live in the message's arena or the input. */
typedef struct pnri_envelope {
  pnr_slice sender; /* UNB 0004, or UNG 0040 where there is no UNB */
  pnr_slice recipient;
  pnr_slice interchange;   /* UNB 0020 */
  pnr_slice prepared_date; /* UNB 0017, YYMMDD or CCYYMMDD */
  pnr_slice prepared_time;
  pnr_slice group;             /* UNG 0048; empty outside of a group */
  pnr_slice group_sender;      /* UNG 0040 */
  pnr_slice group_recipient;   /* UNG 0044 */
  pnr_slice reference;         /* UNH 0062 */
  pnr_slice type;              /* UNH 0065 */
  pnr_slice version;           /* UNH 0052 */
  pnr_slice release;           /* UNH 0054 */
  pnr_slice agency;            /* UNH 0051 */
  pnr_slice association;       /* UNH 0057 */
  pnr_slice key;               /* UNH 0068 */
  pnr_slice part;              /* UNH 0070 */
  pnr_slice part_flag;         /* UNH 0073: C, F or empty */
  bool is_framed;              /* text that is no interchange stands directly before that of the message */
  uint64_t offset;             /* first octet that belongs to this message: behind the one before */
  pnri_head heads[PNRI_HEADS]; /* those that stand among this message's octets */
  pnri_service service;
} pnri_envelope;

/* data is borrowed. Fails with PNR_E_EMPTY, with PNR_E_FORMAT where no UNB, UNG or UNH is found, PNR_E_LIMIT, PNR_E_MEMORY. */
pnr_status pnri_interchange_open(const pnr_env *env, const uint8_t *data, size_t size, pnri_interchange **out,
                                 pnr_error *error);
void pnri_interchange_close(pnri_interchange *interchange);

/* False at the end; otherwise *type is that (UNH 0065, as sent) of the message that pnri_interchange_next_message will
 * move to. */
bool pnri_interchange_upcoming(const pnri_interchange *interchange, pnr_slice *type);

/* Moves to the next UNH. Everything read from here to the following call of this function decodes into arena and
 * reports to findings, which the caller owns. What stands before the message (heading, noise, envelope faults) is
 * reported there too. PNR_END when there is none left; then nothing was reported, because
 * pnri_interchange_finish_message already told what followed the last message. */
pnr_status pnri_interchange_next_message(pnri_interchange *interchange, pnri_arena *arena, pnri_findings *findings,
                                         pnri_envelope *envelope, pnr_error *error);

/* The next segment of the open message, UNH and UNT excluded. PNR_END at UNT, or where the message ends without. */
pnr_status pnri_interchange_next_segment(pnri_interchange *interchange, pnri_segment **segment, pnr_error *error);

/* Reads on to the next UNH or the end of input, so that everything wrong with UNT, UNE, UNZ and with what follows is
 * reported to this message; unread segments of the message are skipped with a finding each. *end is the offset behind
 * the last octet that belongs to this message. */
pnr_status pnri_interchange_finish_message(pnri_interchange *interchange, uint64_t *end, pnr_error *error);

#endif
