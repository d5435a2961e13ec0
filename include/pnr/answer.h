/* pnr/answer.h - what a unit answers to a carrier.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_ANSWER_H
#define PNR_ANSWER_H

#include "pnr/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An answer is a message: it can be looked at like one that was read, and is written by pnr_write_… (pnr/write.h). Sender
 * and recipient are those of the answered message, exchanged; its references and its time are given on writing. It
 * borrows nothing, and is to be closed with pnr_message_close. On failure *out is NULL. env may be NULL. */

/* --- CONTRL: was the syntax of an interchange right? --- */

typedef struct pnr_contrl_options {
  uint32_t size;     /* sizeof(pnr_contrl_options) */
  uint32_t action;   /* PNR_RECEIPT_… of the interchange; 0 decides by the findings */
  uint32_t severity; /* deciding: findings of at least this severity reject their part; 0 stands for error */
  uint32_t error;    /* rejecting without looking at findings: 0085; 0 stands for 18, unspecified */
} pnr_contrl_options;

/* Answers one interchange: messages are those that were read of it, in their order, data[0..size) what they were read
 * from. PNR_RECEIPT_RECEIVED says no more than that; PNR_RECEIPT_REJECTED and PNR_RECEIPT_ACKNOWLEDGED are the caller's
 * own word. Otherwise findings about syntax become error codes of 0085 with the places of segment, element and
 * component, at most 999 a message (docs/answers.md lists which); a part without any is acknowledged, a message of a
 * type that has no reader rejected. PNR_E_ARGUMENT where the messages are no EDIFACT, not of one interchange, or it has
 * no reference. options may be NULL. */
PNR_API pnr_status pnr_answer_contrl(const pnr_env *env, const uint8_t *data, size_t size,
                                     const pnr_message *const *messages, uint32_t count,
                                     const pnr_contrl_options *options, pnr_message **out, pnr_error *error);

/* --- ACKRES: the answer to a PNRGOV --- */

enum { /* what was agreed with the carrier */
       PNR_AGREED_NOTHING = 1,
       PNR_AGREED_RECEIPT = 2, /* that the message arrived, whatever is in it */
       PNR_AGREED_ERRORS = 3   /* its errors; a receipt where there are none */
};

typedef struct pnr_ackres_error {
  uint32_t size;  /* sizeof(pnr_ackres_error) */
  pnr_slice code; /* ERC 9321, as agreed */
  pnr_slice text; /* IFT, in words; may be empty */
} pnr_ackres_error;

typedef struct pnr_ackres_options {
  uint32_t size;      /* sizeof(pnr_ackres_options) */
  uint32_t agreement; /* PNR_AGREED_… */
  const pnr_ackres_error *const *errors;
  uint32_t error_count;
  uint32_t severity;      /* of findings that are errors too; 0 stands for error */
  pnr_slice finding_code; /* their code, with the finding's text and place; empty: findings are not told */
} pnr_ackres_options;

/* PNR_END, and no message, where nothing is to be sent. PNR_E_ARGUMENT where the message is no PNRGOV in EDIFACT or an
 * error has no code. */
PNR_API pnr_status pnr_answer_ackres(const pnr_env *env, const pnr_message *message, const pnr_ackres_options *options,
                                     pnr_message **out, pnr_error *error);

/* --- CUSRES: the answer to a PAXLST, person by person --- */

/* A decision that somebody took about one traveller. The library takes none: a hit on a list is a candidate for review
 * (article 6(5) of Directive (EU) 2016/681), and no function turns one into a verdict. */
typedef struct pnr_verdict {
  uint32_t size;      /* sizeof(pnr_verdict) */
  uint32_t traveller; /* index into the answered message's travellers */
  uint32_t meaning;   /* PNR_RESPONSE_OK_TO_BOARD to PNR_RESPONSE_INSUFFICIENT, or PNR_RESPONSE_RAW */
  pnr_slice code;     /* of PNR_RESPONSE_RAW: a code of the country's own; otherwise empty */
  pnr_slice text;     /* FTX, the reason in words; may be empty */
} pnr_verdict;

typedef struct pnr_cusres_options {
  uint32_t size;   /* sizeof(pnr_cusres_options) */
  uint32_t header; /* PNR_RESPONSE_ACCEPTED or PNR_RESPONSE_ERROR: of the list as a whole */
  const pnr_verdict *const *verdicts;
  uint32_t verdict_count;
  pnr_slice text; /* about the list as a whole; may be empty */
} pnr_cusres_options;

/* Carriers tell persons apart by the references that they gave them (RFF AVF, RFF ABO), so an answer must reach no
 * other. PNR_E_ARGUMENT, with the offset of the traveller in the input: no reference at all; the same references as
 * another traveller who gets another answer, or none; two verdicts. And where the message is no PAXLST. Travellers
 * without verdict are not mentioned. */
PNR_API pnr_status pnr_answer_cusres(const pnr_env *env, const pnr_message *message, const pnr_cusres_options *options,
                                     pnr_message **out, pnr_error *error);

#ifdef __cplusplus
}
#endif
#endif
