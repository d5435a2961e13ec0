/* pnr/duplicate.h - has this booking come before?
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_DUPLICATE_H
#define PNR_DUPLICATE_H

#include "pnr/message.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { PNR_HASH_SIZE = 16 }; /* octets of a hash: XXH3, 128 bits, highest octet first; the same on every machine */

/* What a booking has in common with another one of the same hash. docs/duplicates.md tells what exactly is hashed. */
enum {
  PNR_HASH_OCTETS = 1, /* the same octets, from SRC (PNR of XML, the name of PNL) to the last of the booking */
  PNR_HASH_CONTENT =
    2 /* the same content on the same flight, however it was sent: in whatever order, envelope or part */
};

/* Writes the hash of booking number `booking`, 0 to content->booking_count - 1, into out. It is computed when it is
 * asked for, never while reading: the reader's input must still be there. PNR_HASH_OCTETS fails with
 * PNR_E_UNSUPPORTED where a booking's octets do not stand together, as in PAXLST. XXH3 protects against accidents, not
 * against somebody who looks for two bookings with one hash. */
PNR_API pnr_status pnr_booking_hash(const pnr_message *message, uint32_t booking, uint32_t kind,
                                    uint8_t out[PNR_HASH_SIZE], pnr_error *error);

#ifdef __cplusplus
}
#endif
#endif
