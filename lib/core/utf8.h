/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_UTF8_H
#define PNR_CORE_UTF8_H

#include "pnr/base.h"

/* Reads one code point from text[0..size), size > 0. Returns the octets used, 1 to 4, or 0 where no valid sequence
 * (RFC 3629: no surrogates, no overlong forms) begins. */
uint32_t pnri_utf8_get(const uint8_t *text, size_t size, uint32_t *code_point);

/* Writes a valid code point into out and returns the octets used, 1 to 4. */
uint32_t pnri_utf8_put(uint8_t out[4], uint32_t code_point);

/* Index of the first octet that begins no valid sequence; text.size when there is none. */
size_t pnri_utf8_valid(pnr_slice text);

#endif
