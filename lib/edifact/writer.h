/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EDIFACT_WRITER_H
#define PNR_EDIFACT_WRITER_H

#include <stdbool.h>

#include "core/vector.h"
#include "edifact/scanner.h"
#include "pnr/write.h"

/* Writes one interchange in canonical form: elements, repetitions and components that are empty at the end of what
 * holds them are left out, so are trailing blanks; service characters in text are released; nothing stands between
 * segments. What was written reads back as the same segments.
 *
 *   pnri_writer_open(&writer, octets, envelope);          UNA+UNB
 *   pnri_writer_begin_message(&writer, &head);            UNH, before the first one UNG
 *   pnri_put_segment(&writer, "LOC");
 *   pnri_put_element(&writer, pnri_slice("125"));
 *   pnri_put_element(&writer, leg->from);
 *   pnri_writer_end_message(&writer);                     UNT
 *   return pnri_writer_close(&writer, error);             UNE, UNZ
 *
 * All text is UTF-8. Only the first fault is kept; from then on nothing is written, so that writers need not look
 * before the end. */
typedef struct pnri_writer {
  pnri_vector *octets;
  size_t begin;          /* octets that were there before */
  pnr_error fault;       /* the first; PNR_OK when there is none */
  pnr_envelope envelope; /* complete */
  pnri_service service;
  uint32_t level;                                 /* which ASCII characters may be written */
  uint32_t charset;                               /* and how others are: pnri_charset */
  uint32_t elements, repeats, components, blanks; /* due before the next character */
  uint32_t element;                               /* the open one; 0 is the tag */
  uint64_t segments, messages;                    /* of the message, of the interchange */
  bool has_segment;                               /* one is open */
  bool has_group;
  bool in_message;
  pnr_slice reference; /* of the open message */
} pnri_writer;

/* UNH. Empty parts are left out. */
typedef struct pnri_message_head {
  pnr_slice reference;   /* 0062; borrowed until the message ends */
  pnr_slice type;        /* 0065 PAXLST */
  pnr_slice version;     /* 0052 D */
  pnr_slice release;     /* 0054 12B */
  pnr_slice agency;      /* 0051 UN */
  pnr_slice association; /* 0057 IATA */
  pnr_slice key;         /* 0068 */
  uint32_t part;         /* 0070; 0 when the message is not numbered */
  char part_flag;        /* 0073: 'C' first, 'F' final, 0 neither */
} pnri_message_head;

/* Begins to append to octets, a vector of octets. What the envelope borrows must live until close. */
void pnri_writer_open(pnri_writer *writer, pnri_vector *octets, const pnr_envelope *envelope);

/* Ends the interchange. With a fault, what was appended is taken back, and the fault is told: PNR_E_MEMORY, and
 *   PNR_E_ARGUMENT     the envelope lacks what is mandatory, or its service characters cannot serve
 *   PNR_E_UNSUPPORTED  its syntax identifier or version is none that can be written
 *   PNR_E_CHARACTER    a character has no place in the repertoire: error->segment is that within the message (0: an
 *                      envelope's), element that within the segment, offset the octet within the value
 * The writer holds no memory of its own. */
pnr_status pnri_writer_close(pnri_writer *writer, pnr_error *error);

void pnri_writer_begin_message(pnri_writer *writer, const pnri_message_head *head);
void pnri_writer_end_message(pnri_writer *writer);

/* Refuses what a caller asks for: the first such status is the one that close tells. */
void pnri_writer_refuse(pnri_writer *writer, pnr_status status);

/* Begins a segment; tag is a capital and two capitals or digits. */
void pnri_put_segment(pnri_writer *writer, const char *tag);
/* Begin the next element, component, repetition (only where the syntax has them: PNR_E_UNSUPPORTED), with this text. */
void pnri_put_element(pnri_writer *writer, pnr_slice text);
void pnri_put_component(pnri_writer *writer, pnr_slice text);
void pnri_put_repetition(pnri_writer *writer, pnr_slice text);
/* Append to the open component. */
void pnri_put_text(pnri_writer *writer, pnr_slice text);
void pnri_put_number(pnri_writer *writer, uint64_t value, uint32_t width); /* decimal, zeros in front up to width */

/* Writes a segment that was read elsewhere, as an item shows it: with its tag and the releases of its own service
 * characters. PNR_E_ARGUMENT where it begins with no tag. */
void pnri_put_copy(pnri_writer *writer, pnr_slice segment, const pnri_service *service);

#endif
