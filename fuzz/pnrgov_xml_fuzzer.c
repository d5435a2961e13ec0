/* SPDX-License-Identifier: Apache-2.0 */
#include "change.h"

/* Octets to PNRGOV XML messages, and to whatever they are recognised as. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const pnr_content *content, uint64_t begin)
{
  (void)begin;
  for (uint32_t i = 0; i < content->finding_count; i++)
    if (content->type == PNR_MESSAGE_PNRGOV_XML) demand(content->findings[i]->line != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  look_and_change(data, size, PNR_MESSAGE_PNRGOV_XML, look);
  return 0;
}
