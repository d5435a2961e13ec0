/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_STORE_AUDIT_FRAME_H
#define PNR_STORE_AUDIT_FRAME_H

#include <stdbool.h>

#include "protect/audit.h"

/* A file of the audit trail is frames, each with one entry: octets of the entry 4, XXH3 of them 8, the entry. Little-endian.
 * The checksum tells what was torn; what was changed on purpose is told by the seal. */

enum { PNRI_AUDIT_FRAME_HEAD = 12, PNRI_AUDIT_FRAME_MOST = PNRI_AUDIT_FRAME_HEAD + PNRI_AUDIT_ENTRY_MOST };

/* Fills in the head of a frame, whose entry of size octets stands behind it. */
void pnri_audit_frame_close(uint8_t *frame, size_t size);

/* The entry of the whole frame that begins at offset; false where none does. */
bool pnri_audit_frame_at(pnr_slice file, size_t offset, pnr_slice *entry);

#endif
