/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EDIFACT_CUTTER_H
#define PNR_EDIFACT_CUTTER_H

#include "edifact/segment.h"

/* Cuts an input into segments. It scans window after window, each beginning where a segment does, and doubles the
 * window in which no segment ends. */
typedef struct pnri_cutter {
  const pnr_env *env;
  const uint8_t *data;
  uint64_t size;
  pnri_service service;
  uint64_t next;     /* where the next segment begins */
  uint64_t plain;    /* next where a plain tag was seen there; another offset, or 0, means nothing */
  uint64_t base;     /* of the window */
  uint32_t window;   /* its octets; 0: nothing is scanned */
  uint32_t step;     /* octets of the next window */
  uint32_t count;    /* marks in the window */
  uint32_t mark;     /* the first that is not used yet */
  uint64_t foreign;  /* the first start of another interchange behind `searched`'s beginning, or searched itself */
  uint64_t searched; /* up to here */
  uint64_t quote;    /* the first typographic terminator that was found, */
  uint64_t quoted;   /* up to here */
  pnri_scan scan;
  uint32_t *positions; /* of the marks, from base on */
  uint64_t *odd;       /* bitmap of the window: octets that do not mean themselves */
  uint32_t room;       /* the octets of a window that both can take */
  uint32_t *elements;
  uint32_t *joined;  /* marks of a segment that are not all those of the window */
  size_t value_room; /* of both */
} pnri_cutter;

enum { PNRI_FOLLOWS_TAG, PNRI_FOLLOWS_NOISE, PNRI_FOLLOWS_END };

enum { PNRI_QUOTE_SIZE = 3 }; /* octets of a typographic apostrophe */

/* How a segment ended, and what stands behind it. */
typedef struct pnri_cut {
  uint32_t follows; /* PNRI_FOLLOWS_… */
  uint32_t joins;   /* terminators inside the segment that were taken for text */
  uint32_t empties; /* terminators behind it with nothing between */
  bool is_terminated;
  bool is_quoted;       /* by a typographic apostrophe */
  bool ends_in_release; /* the input ends behind a release */
  uint64_t behind;      /* of the terminator */
  uint64_t skipped;     /* first and last octet behind it that is a control character or a needless terminator; */
  uint64_t skipped_end; /* equal when there is none */
} pnri_cut;

void pnri_cutter_open(pnri_cutter *cutter, const pnr_env *env, const uint8_t *data, uint64_t size);
void pnri_cutter_close(pnri_cutter *cutter);

/* Goes on at a tag, with these service characters. */
void pnri_cutter_seek(pnri_cutter *cutter, uint64_t at, const pnri_service *service);

/* Fills the syntactical part of segment: begin, end, tag, marks, elements, is_plain; nothing is read or noted.
 * cutter->next then is where the following tag or noise begins, or the end of input. */
pnr_status pnri_cutter_next(pnri_cutter *cutter, pnri_segment *segment, pnri_cut *cut, pnr_error *error);

/* The offset of the next terminator at or behind from that was joined; cut is the newest one. */
uint64_t pnri_cutter_joined(const pnri_cutter *cutter, const pnri_segment *segment, uint64_t from);

#endif
