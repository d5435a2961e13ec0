/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_FUZZ_CHANGE_H
#define PNR_FUZZ_CHANGE_H

#include "../tests/changes.h"
#include "look.h"

/* Nothing is lost: one octet of the input becomes another one, and what is reported has to change, unless a finding says
 * that the octet is lost. */

static inline uint32_t mix(uint32_t hash) { return (hash ^ hash >> 15) * UINT32_C(2246822519); }

/* The input chooses the octets. */
static inline void demand_change(const uint8_t *data, size_t size, uint32_t format)
{
  static report before, after;
  pnr_read_options options = { .size = sizeof options, .format = format };
  if (size == 0 || (before.text == NULL && (!report_open(&before) || !report_open(&after)))) return;
  report_read(&before, data, size, &options);
  uint8_t *changed = exact_copy(data, size);
  if (before.status != PNR_END || before.is_cut || before.is_broken || changed == NULL) {
    free(changed);
    return;
  }
  uint32_t hash = UINT32_C(2166136261);
  for (size_t i = 0; i < size; i++) hash = (hash ^ data[i]) * UINT32_C(16777619);
  for (int i = 0; i < 2; i++) {
    size_t at = (hash = mix(hash)) % size;
    if (report_holds_lost(&before, at)) continue;
    changed[at] = changed_octet(data[at], hash >> 20);
    report_read(&after, changed, size, &options);
    if (report_equal(&before, &after)) {
      fprintf(stderr, "octet %zu of the message can become %#x unseen\n", at, changed[at]);
      abort();
    }
    changed[at] = data[at];
  }
  free(changed);
}

/* An input as it is recognised, and as what the target is about, where that is something else. */
static inline void look_and_change(const uint8_t *data, size_t size, uint32_t format,
                                   void (*look)(const pnr_content *content, uint64_t begin))
{
  uint32_t type = look_at_all(data, size, 0, look);
  look_at_all(data, size, format, look);
  demand_change(data, size, format);
  if (type != 0 && type != format) demand_change(data, size, 0);
}

/* The same behind a head that says what it is. */
static inline void look_and_change_behind(const char *head, const uint8_t *data, size_t size, uint32_t format,
                                          void (*look)(const pnr_content *content, uint64_t begin))
{
  size_t before = strlen(head);
  uint8_t *octets = malloc(before + size);
  if (octets == NULL) return;
  memcpy(octets, head, before);
  if (size != 0) memcpy(octets + before, data, size);
  look_at_all(octets, before + size, format, look);
  demand_change(octets, before + size, format);
  free(octets);
}

#endif
