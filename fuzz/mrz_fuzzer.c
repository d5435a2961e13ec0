/* SPDX-License-Identifier: Apache-2.0 */
#include "change.h"

/* Octets to machine readable zones, through the public reader and as one zone. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every octet belongs to exactly one zone, every place lies inside it, and lost octets are no more than it has. */
static void look(const pnr_content *content, uint64_t begin)
{
  uint64_t lost = 0;
  if (content->type != PNR_MESSAGE_MRZ) return;
  demand(content->offset == begin && content->traveller_count == 1);
  const pnr_person *person = content->travellers[0]->person;
  demand(person->name_count <= 1 && person->birth_count <= 1 && person->document_count == 1);
  for (uint32_t i = 0; i < content->finding_count; i++) {
    const pnr_finding *finding = content->findings[i];
    demand(finding->offset >= begin && finding->offset + finding->length <= begin + content->octets);
    demand(finding->line != 0 && finding->column != 0);
    if (finding->lost != 0) lost += finding->length;
  }
  demand(lost == content->octets_in_findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  look_and_change(data, size, PNR_MESSAGE_MRZ, look);
  pnr_message *message;
  if (pnr_mrz_read(NULL, data, size, NULL, &message, NULL) == PNR_OK) pnr_message_close(message);
  uint32_t digit = pnr_mrz_check_digit((pnr_slice){ data, size });
  demand(digit <= 9 || digit == PNR_NONE);
  return 0;
}
