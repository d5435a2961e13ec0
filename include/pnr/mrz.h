/* pnr/mrz.h - the machine readable zone of one travel document (ICAO Doc 9303).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MRZ_H
#define PNR_MRZ_H

#include "pnr/read.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reads one zone of layout TD1, TD2, TD3, MRV-A or MRV-B: its lines, or all of them as one string of 90, 72 or 88
 * characters; blanks and line breaks do not count. The message has one traveller, with name, document, birth, sex and
 * nationality, and its version names the layout. Values stay as read, also where a check digit fails: that is a
 * finding, and where one confusion of an OCR explains it, an item "MRZ_REPAIR" gives the corrected line.
 * Fails with PNR_E_EMPTY, with PNR_E_FORMAT where no zone is found, with PNR_E_SYNTAX at a second one: a file of many is
 * read with pnr_reader_open. env and options may be NULL. */
PNR_API pnr_status pnr_mrz_read(const pnr_env *env, const uint8_t *data, size_t size, const pnr_read_options *options,
                                pnr_message **out, pnr_error *error);

/* The check digit of a field, 0 to 9 (Doc 9303-3 section 4.9: weights 7, 3, 1); PNR_NONE where the field holds something
 * else than A to Z, 0 to 9 and '<'. */
PNR_API uint32_t pnr_mrz_check_digit(pnr_slice field);

#ifdef __cplusplus
}
#endif
#endif
