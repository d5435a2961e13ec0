/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_FUZZ_CHANGE_H
#define PNR_FUZZ_CHANGE_H

#include "../tests/changes.h"

/* Nothing is lost: one octet of the input, chosen by the input, becomes another one, and what is reported has to change,
 * unless a finding says that the octet is lost. */
static inline void demand_change(const uint8_t *data, size_t size, uint32_t format)
{
  static report before, after;
  pnr_read_options options = { .size = sizeof options, .format = format };
  if (size == 0 || (before.text == NULL && (!report_open(&before) || !report_open(&after)))) return;
  uint32_t hash = UINT32_C(2166136261);
  for (size_t i = 0; i < size; i++) hash = (hash ^ data[i]) * UINT32_C(16777619);
  size_t at = (hash ^ hash >> 15) % size;
  report_read(&before, data, size, &options);
  if (before.status != PNR_END || before.is_cut || before.is_broken || report_holds_lost(&before, at)) return;
  uint8_t *changed = exact_copy(data, size);
  if (changed == NULL) return;
  changed[at] = other_octet(data[at]);
  report_read(&after, changed, size, &options);
  if (report_equal(&before, &after)) {
    fprintf(stderr, "octet %zu of the message can change unseen\n", at);
    abort();
  }
  free(changed);
}

#endif
