/* pnr/write.h - records as others expect them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_WRITE_H
#define PNR_WRITE_H

#include "pnr/match.h"
#include "pnr/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Text under construction: grows with what is written, always UTF-8, emptied by pnr_text_clear. */
typedef struct pnr_text pnr_text;

PNR_API pnr_status pnr_text_open(const pnr_env *env, pnr_text **out, pnr_error *error);
PNR_API pnr_slice pnr_text_get(const pnr_text *text); /* owned by text, valid until the next write to it */
PNR_API void pnr_text_clear(pnr_text *text);
PNR_API void pnr_text_close(pnr_text *text);

/* Appends one JSON object (RFC 8259, no line break inside or behind) for the message, as docs/json.md describes.
 * file goes into its first member when not empty. Card numbers are masked. */
PNR_API pnr_status pnr_json_message(pnr_text *text, const pnr_message *message, pnr_slice file, pnr_error *error);

/* Appends a JSON array of the candidate's reasons. */
PNR_API pnr_status pnr_json_reasons(pnr_text *text, const pnr_reason *const *reasons, uint32_t count, pnr_error *error);

/* Appends a JSON string literal; octets that are no UTF-8 become U+FFFD. */
PNR_API pnr_status pnr_json_string(pnr_text *text, pnr_slice value, pnr_error *error);
/* Appends octets as they are. */
PNR_API pnr_status pnr_text_add(pnr_text *text, pnr_slice octets, pnr_error *error);

#ifdef __cplusplus
}
#endif
#endif
