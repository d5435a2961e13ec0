/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_ENCODING_INFLATE_H
#define PNR_ENCODING_INFLATE_H

#include <stdbool.h>

#include "core/vector.h"

/* Compressed octets, over zlib, which nobody else sees. Its memory comes from the vector's env and is wiped. */

enum { PNRI_DEFLATED = 1, PNRI_GZIP = 2 }; /* RFC 1951, RFC 1952 */

/* True for what begins as a gzip file does. */
static inline bool pnri_is_gzip(pnr_slice octets)
{
  return octets.size >= 2 && octets.data[0] == 0x1F && octets.data[1] == 0x8B;
}

/* Appends to out (a vector of octets) what octets hold: one stream, or all members of a gzip file. At most `most` octets
 * come out: PNR_E_LIMIT where there would be more. PNR_E_SYNTAX where the stream is damaged or cut, with the offset in
 * octets; PNR_E_MEMORY. Whatever came out before a fault stays in out. */
pnr_status pnri_inflate(uint32_t form, pnr_slice octets, uint64_t most, pnri_vector *out, pnr_error *error);

/* The checksum of gzip and zip. */
uint32_t pnri_crc32(pnr_slice octets);

#endif
