/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "pnr/blind.h"

/* What the sides of a blind query saved. What is loaded is saved again: both must be the same octets, but the time of blinds
 * and tags, which the caller gives. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NOW = 1772366400 };

static void must(int holds)
{
  if (!holds) abort();
}

/* until: where the time may differ, the octets in front of it, [1, and the time itself */
static void same(pnr_octets *octets, pnr_slice expected)
{
  pnr_slice got = pnr_octets_get(octets);
  size_t head = expected.size < 3 ? 0 : expected.data[2] < 24 ? 3 : 3 + ((size_t)1 << (expected.data[2] - 24));
  must(got.size == expected.size && head != 0 && memcmp(got.data, expected.data, 2) == 0 &&
       memcmp(got.data + head, expected.data + head, got.size - head) == 0);
  pnr_octets_close(octets);
}

/* A time of the same length. */
static uint64_t time_like(pnr_slice octets) { return octets.data[2] <= 0x1A ? UINT32_MAX : UINT64_MAX; }

static void try_blind(pnr_slice octets)
{
  pnr_blind *blind = NULL;
  pnr_octets *again = NULL;
  if (pnr_blind_load(NULL, octets, NOW, &blind, NULL) != PNR_OK) return;
  pnr_slice elements = pnr_blind_elements(blind);
  must(elements.size / PNR_BLIND_ELEMENT <= PNR_BLIND_KEYS);
  for (uint32_t i = 0; i < elements.size / PNR_BLIND_ELEMENT && i < 4; i++) {
    pnr_slice all = pnr_blind_commitments(blind);
    pnr_slice one = { all.data + i * PNR_BLIND_COMMITMENT, PNR_BLIND_COMMITMENT };
    must(pnr_blind_is_committed(one, pnr_blind_opener(blind, i), pnr_blind_input(blind, i)) == 1);
  }
  if (elements.size / PNR_BLIND_ELEMENT <= 4) (void)pnr_blind_finish(blind, elements, NULL);
  must(pnr_blind_save(blind, time_like(octets), &again, NULL) == PNR_OK);
  same(again, octets);
  pnr_blind_close(blind);
}

static void try_day(pnr_slice octets)
{
  pnr_blind_day *day = NULL;
  pnr_octets *again = NULL;
  if (pnr_blind_day_load(NULL, octets, NOW, &day, NULL) != PNR_OK) return;
  must(pnr_blind_day_save(day, &again, NULL) == PNR_OK);
  must(pnr_octets_get(again).size == octets.size && memcmp(pnr_octets_get(again).data, octets.data, octets.size) == 0);
  pnr_octets_close(again);
  pnr_blind_day_close(day);
}

static void try_set(pnr_slice octets)
{
  static const uint8_t nobody[PNR_BLIND_HANDLE] = { 0 };
  pnr_tag_set *set = NULL;
  pnr_octets *again = NULL;
  uint32_t number, traveller;
  if (pnr_tag_set_load(NULL, octets, NOW, &set, NULL) != PNR_OK) return;
  (void)pnr_tag_set_find(set, (pnr_slice){ nobody, sizeof nobody }, &number, &traveller);
  must(pnr_tag_set_save(set, time_like(octets), &again, NULL) == PNR_OK);
  same(again, octets);
  pnr_tag_set_close(set);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnr_slice octets = { data, size };
  try_blind(octets);
  try_day(octets);
  try_set(octets);
  return 0;
}
