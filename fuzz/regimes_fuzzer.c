/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "pnr/regime.h"

/* A table of regimes: read, or told where it is wrong; and never wider than the law of the Union. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int holds)
{
  if (!holds) abort();
}

static int is_within(uint32_t bits, uint32_t usual) { return (bits & ~usual) == 0; }

static void check_narrow(const pnr_regimes *regimes, uint32_t regime)
{
  const pnr_regime_policy *own = pnr_regimes_policy(regimes, regime), *usual = pnr_regimes_policy(NULL, regime);
  must(is_within(own->assessment, usual->assessment) && is_within(own->request, usual->request));
  must(is_within(own->criteria, usual->criteria) && is_within(own->border, usual->border));
  const pnr_stored stored = { .regime = regime, .received = 1741600800 };
  for (uint32_t link = 0; link < 2; link++) {
    pnr_retention kept = { .size = sizeof kept }, limit = { .size = sizeof limit };
    const pnr_retention_policy *clock = pnr_regimes_retention(regimes, regime);
    must(pnr_retention_at(&stored, clock, link, NULL, 0, 0, &kept, NULL) == PNR_OK);
    must(pnr_retention_at(&stored, NULL, link, NULL, 0, 0, &limit, NULL) == PNR_OK);
    must(kept.masks <= limit.masks && kept.erases <= limit.erases);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnr_error error = { .size = sizeof error };
  pnr_regimes *regimes;
  pnr_status status = pnr_regimes_open(NULL, (pnr_slice){ data, size }, &regimes, &error);
  must((status == PNR_OK) == (regimes != NULL));
  if (status != PNR_OK) {
    must(error.status == status && error.offset <= size && error.line != 0 && error.column != 0);
    return 0;
  }
  for (uint32_t regime = PNR_REGIME_PNR; regime <= PNR_REGIME_ROAD; regime++) {
    must(pnr_regimes_policy(regimes, regime)->regime == regime);
    if (regime <= PNR_REGIME_API_LAW) check_narrow(regimes, regime);
    for (uint32_t kind = PNR_KEPT_HIT; kind <= PNR_KEPT_COPY; kind++)
      must(pnr_regimes_kept(regimes, regime, kind)->kind == kind);
  }
  pnr_regimes_close(regimes);
  return 0;
}
