/* pnr/write.h - records as others expect them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_WRITE_H
#define PNR_WRITE_H

#include "pnr/assembler.h"
#include "pnr/match.h"
#include "pnr/message.h"
#include "pnr/places.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Text under construction: grows with what is written, emptied by pnr_text_clear. UTF-8, but for EDIFACT in another
 * character set. */
typedef struct pnr_text pnr_text;

PNR_API pnr_status pnr_text_open(const pnr_env *env, pnr_text **out, pnr_error *error);
PNR_API pnr_slice pnr_text_get(const pnr_text *text); /* owned by text, valid until the next write to it */
PNR_API void pnr_text_clear(pnr_text *text);
PNR_API void pnr_text_close(pnr_text *text);

/* Appends one JSON object (RFC 8259, no line break inside or behind) for the message, as docs/json.md describes.
 * file goes into its first member when not empty. Card numbers are masked. */
PNR_API pnr_status pnr_json_message(pnr_text *text, const pnr_message *message, pnr_slice file, pnr_error *error);

/* What a message's object shows beyond the message. */
typedef struct pnr_json_options {
  uint32_t size;            /* sizeof(pnr_json_options) */
  uint32_t hashes;          /* 1: each booking's hashes (pnr/duplicate.h) */
  pnr_slice file;           /* goes into the first member when not empty */
  const pnr_places *places; /* borrowed: UTC times, countries and route of each leg; NULL: none */
} pnr_json_options;

/* The same with options; NULL stands for none. */
PNR_API pnr_status pnr_json_message_with(pnr_text *text, const pnr_message *message, const pnr_json_options *options,
                                         pnr_error *error);

/* Appends {"assembly":{…}} for a split message, as docs/parts.md describes. */
PNR_API pnr_status pnr_json_assembly(pnr_text *text, const pnr_assembly *assembly, pnr_error *error);

/* Appends one JSON object for a person: a traveller's, one that was joined, a list entry's. */
PNR_API pnr_status pnr_json_person(pnr_text *text, const pnr_person *person, pnr_error *error);

/* Appends a JSON array of the candidate's reasons. */
PNR_API pnr_status pnr_json_reasons(pnr_text *text, const pnr_reason *const *reasons, uint32_t count, pnr_error *error);

/* Appends a JSON string literal; octets that are no UTF-8 become U+FFFD. */
PNR_API pnr_status pnr_json_string(pnr_text *text, pnr_slice value, pnr_error *error);
/* Appends octets as they are. */
PNR_API pnr_status pnr_text_add(pnr_text *text, pnr_slice octets, pnr_error *error);

/* --- EDIFACT ---
 *
 * Each pnr_write_… function appends one whole interchange (ISO 9735) in canonical form: UNA, UNB … UNZ, nothing between
 * segments, no empty elements at the end of anything. Where it fails, nothing is appended. Beside PNR_E_MEMORY:
 *   PNR_E_ARGUMENT     mandatory values are missing, or the service characters cannot serve
 *   PNR_E_UNSUPPORTED  the syntax identifier or version is none that can be written
 *   PNR_E_CHARACTER    a character has no place in the character set. It is never replaced: error->segment is the
 *                      segment within the message (0: an envelope), element that within the segment, offset the octet
 *                      within the value. UNOW takes all characters but control characters. */

/* Who writes to whom, and how. Text is UTF-8, borrowed during the call. Empty and 0 stand for what is said in
 * brackets; the defaults of sender, recipient, references and time are with each function. */
typedef struct pnr_envelope {
  uint32_t size;           /* sizeof(pnr_envelope) */
  uint32_t syntax_version; /* UNB 0002, 1 to 4 [4] */
  pnr_slice syntax;        /* UNB 0001: UNOA to UNOK, UNOW, UNOY (both UTF-8), IATA, IATB [UNOA] */
  pnr_slice service;       /* the six characters of UNA, printable [":+.? '"; ":+.?*'" in version 4] */
  uint32_t without_una;    /* 1 leaves UNA out; only with the usual service characters */
  uint32_t is_test;        /* UNB 0035 */
  pnr_slice sender;        /* UNB 0004 */
  pnr_slice sender_qualifier;
  pnr_slice recipient; /* UNB 0010 */
  pnr_slice recipient_qualifier;
  pnr_date prepared;     /* UNB 0017, complete */
  int32_t prepared_time; /* minutes after midnight */
  pnr_slice interchange; /* UNB 0020 */
  pnr_slice application; /* UNB 0026 [left out] */
  pnr_slice group;       /* UNG 0048 [no group] */
  pnr_slice reference;   /* UNH 0062 */
} pnr_envelope;

/* Answers, made by the functions of pnr/answer.h or read. What the envelope leaves empty is the record's; where neither
 * has a reference of the message it is "1". NULL stands for an empty envelope. The fields of the record are written,
 * its items are not; reading the result gives the same fields. PNR_E_ARGUMENT where the message is of another type,
 * PNR_E_LIMIT where a text is too long for its segment. */
PNR_API pnr_status pnr_write_contrl(pnr_text *text, const pnr_message *message, const pnr_envelope *envelope,
                                    pnr_error *error);
PNR_API pnr_status pnr_write_ackres(pnr_text *text, const pnr_message *message, const pnr_envelope *envelope,
                                    pnr_error *error);
PNR_API pnr_status pnr_write_cusres(pnr_text *text, const pnr_message *message, const pnr_envelope *envelope,
                                    pnr_error *error);

/* How a record is written. NULL stands for all defaults. */
typedef struct pnr_write_options {
  uint32_t size;                /* sizeof(pnr_write_options) */
  uint32_t card_numbers;        /* 1 writes card and account numbers as they were sent, 0 masked */
  const pnr_envelope *envelope; /* what is empty or 0 in it, or NULL, is taken from the message: syntax, service
                                 * characters and version only where they can hold the record, UNOW otherwise */
  pnr_slice version;            /* UNH 0052 and 0054, as "15:1" or "D:12B" [the message's own, else 13:1 and D:12B] */
} pnr_write_options;

/* Appends the record as one PNRGOV or PAXLST with its interchange, whatever it was read from. Segments come in the
 * order of the views' offsets where the message was of this format, in that of the implementation guide otherwise.
 * What was written is read again: reading gives an equal record (pnr_message_compare), and writing that one the same
 * octets. What the format has no place for is never left out in silence: with losses NULL the call then fails with
 * PNR_E_LOST and nothing is appended; otherwise the rest is written and *losses tells the findings (PNR_F_RECORD_LOST,
 * PNR_F_RECORD_CHANGED, and PNR_F_RECORD_ADDED where the message was of this format; offsets in the input of message),
 * to be closed by the caller; *losses is NULL where the records are equal. Sender, recipient, date and time are mandatory: PNR_E_ARGUMENT where neither says them. */
PNR_API pnr_status pnr_write_pnrgov(pnr_text *text, const pnr_message *message, const pnr_write_options *options,
                                    pnr_differences **losses, pnr_error *error);
PNR_API pnr_status pnr_write_paxlst(pnr_text *text, const pnr_message *message, const pnr_write_options *options,
                                    pnr_differences **losses, pnr_error *error);

#ifdef __cplusplus
}
#endif
#endif
