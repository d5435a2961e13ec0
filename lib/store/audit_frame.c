/* SPDX-License-Identifier: Apache-2.0 */
#include "store/audit_frame.h"

#include <xxhash.h>

#include "core/little.h"

enum { AT_CHECKSUM = 4 };

void pnri_audit_frame_close(uint8_t *frame, size_t size)
{
  pnri_store32(frame, (uint32_t)size);
  pnri_store64(frame + AT_CHECKSUM, XXH3_64bits(frame + PNRI_AUDIT_FRAME_HEAD, size));
}

bool pnri_audit_frame_at(pnr_slice file, size_t offset, pnr_slice *entry)
{
  if (offset > file.size || file.size - offset < PNRI_AUDIT_FRAME_HEAD) return false;
  const uint8_t *frame = file.data + offset;
  size_t size = pnri_load32(frame);
  if (size == 0 || size > PNRI_AUDIT_ENTRY_MOST || size > file.size - offset - PNRI_AUDIT_FRAME_HEAD) return false;
  *entry = (pnr_slice){ frame + PNRI_AUDIT_FRAME_HEAD, size };
  return pnri_load64(frame + AT_CHECKSUM) == XXH3_64bits(entry->data, size);
}
