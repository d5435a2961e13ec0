/* pnr/read.h - octets in, messages out.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_READ_H
#define PNR_READ_H

#include "pnr/message.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct pnr_reader pnr_reader;

/* How to read. NULL stands for all defaults. */
typedef struct pnr_read_options {
  uint32_t size;      /* sizeof(pnr_read_options) */
  uint32_t format;    /* PNR_MESSAGE_…; 0 recognises the format from the octets */
  pnr_date reference; /* the day from which two-digit years are understood; 0 takes the message's own date, and
                       * 2026-01-01 where it has none, as a machine readable zone */
} pnr_read_options;

/* Reads data[0..size), which is borrowed until the reader and all its messages are closed. Fails with PNR_E_EMPTY
 * or PNR_E_FORMAT where no message can be found at all. env and options may be NULL. */
PNR_API pnr_status pnr_reader_open(const pnr_env *env, const uint8_t *data, size_t size,
                                   const pnr_read_options *options, pnr_reader **out, pnr_error *error);

/* The next message, to be closed by the caller. PNR_END after the last one. What is wrong with a message is told
 * by its findings; a status other than PNR_OK and PNR_END ends the reading. */
PNR_API pnr_status pnr_reader_next(pnr_reader *reader, pnr_message **out, pnr_error *error);

/* NULL is allowed. Messages stay valid. */
PNR_API void pnr_reader_close(pnr_reader *reader);

/* Line and column, both from 1, of an offset into data. */
PNR_API void pnr_place(const uint8_t *data, size_t size, uint64_t offset, uint32_t *line, uint32_t *column);

#ifdef __cplusplus
}
#endif
#endif
