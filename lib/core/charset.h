/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_CHARSET_H
#define PNR_CORE_CHARSET_H

#include <stdint.h>

/* The code point of an octet in ISO/IEC 8859 part 1 to 9; 0 where the part defines none. The control characters of
 * ISO 6429 (0x80 to 0x9F) count as not defined: no text holds them. */
uint32_t pnri_iso_8859(uint32_t part, uint8_t octet);

/* The octet of a code point in ISO/IEC 8859 part 1 to 9; 0 where the part has none. */
uint8_t pnri_iso_8859_octet(uint32_t part, uint32_t code_point);

#endif
