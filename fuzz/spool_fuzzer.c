/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "store/spool_content.h"

/* What a frame of a spool says. What is read whole is written again: both must be the same octets. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int holds)
{
  if (!holds) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnri_cbor_reader in;
  pnri_cbor_writer out;
  pnri_spool_state state = { .view = { .size = 0 } };
  pnr_link_entry entry;
  uint64_t count = 0;
  pnri_cbor_reader_open(&in, (pnr_slice){ data, size });
  pnri_cbor_writer_open(&out, NULL, size);
  pnri_spool_get(&in, &state, &count);
  if (in.status == PNR_OK) pnri_spool_put(&out, &state, count);
  for (; in.status == PNR_OK && count != 0; count--) {
    pnri_spool_get_message(&in, &entry);
    if (in.status != PNR_OK) break;
    must(entry.stream >= PNR_STREAM_CONTROL && entry.stream < PNR_STREAMS);
    pnri_spool_put_message(&out, &entry);
  }
  if (pnri_cbor_finish(&in) == PNR_OK)
    must(out.status == PNR_OK && out.size == size && memcmp(out.data, data, size) == 0);
  pnri_cbor_writer_close(&out);
  return 0;
}
