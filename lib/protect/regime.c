/* SPDX-License-Identifier: Apache-2.0 */
#include "protect/retention.h"

#include "core/fail.h"

enum {
  OWN = PNR_TO_OWN | PNR_TO_PROCESSING,
  FOUND = OWN | PNR_TO_AUTHORITY | PNR_TO_UNIT,    /* persons that an assessment identified: art. 6(6), 9(1) */
  ASKED = FOUND | PNR_TO_EUROPOL | PNR_TO_COUNTRY, /* reasoned requests: art. 6(2)(b), 9(2), 10, 11 */
  NATIONAL = PNR_TO_OWN | PNR_TO_PROCESSING | PNR_TO_AUTHORITY, /* the Directive's exchange is of flights alone */
  GATE = OWN | PNR_TO_BORDER,
  SIZE = sizeof(pnr_regime_policy)
};

/* regime, assessment, request, criteria, border */
static const pnr_regime_policy policies[] = {
  { SIZE, PNR_REGIME_PNR, FOUND, ASKED, OWN, 0 },     /* Directive (EU) 2016/681, art. 1(2), 6(2), 7, 9 to 11 */
  { SIZE, PNR_REGIME_API_BORDER, 0, 0, 0, GATE },     /* Regulation (EU) 2025/12: checks at the border, illegal entry */
  { SIZE, PNR_REGIME_API_LAW, FOUND, ASKED, OWN, 0 }, /* Regulation (EU) 2025/13: as PNR data */
  { SIZE, PNR_REGIME_CREW, 0, 0, 0, GATE },           /* crew are no passengers of art. 3(4) */
  { SIZE, PNR_REGIME_RAIL, NATIONAL, NATIONAL, OWN, 0 },
  { SIZE, PNR_REGIME_SEA, NATIONAL, NATIONAL, OWN, 0 },
  { SIZE, PNR_REGIME_ROAD, NATIONAL, NATIONAL, OWN, 0 },
};

const pnr_regime_policy *pnri_regime_usual(uint32_t regime)
{
  for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++)
    if (policies[i].regime == regime) return &policies[i];
  return NULL;
}

pnr_status pnr_regime_policy_of(uint32_t regime, pnr_regime_policy *out, pnr_error *error)
{
  const pnr_regime_policy *found = pnri_regime_usual(regime);
  if (found == NULL || out == NULL || out->size < sizeof *out) return pnri_fail_argument(error);
  uint32_t size = out->size;
  *out = *found;
  out->size = size;
  return PNR_OK;
}

static bool is_recipient(uint32_t recipient)
{
  return recipient != 0 && (recipient & (recipient - 1)) == 0 && recipient <= PNR_TO_PROCESSING;
}

pnr_status pnr_regime_allows(const pnr_regime_policy *policy, uint32_t basis, uint32_t recipient, pnr_error *error)
{
  uint32_t allowed = 0;
  if (policy == NULL || policy->size < sizeof *policy || !is_recipient(recipient)) return pnri_fail_argument(error);
  switch (basis) {
  case PNR_BASIS_ASSESSMENT: allowed = policy->assessment; break;
  case PNR_BASIS_REQUEST: allowed = policy->request; break;
  case PNR_BASIS_TEST: allowed = OWN; break;
  case PNR_BASIS_CRITERIA: allowed = policy->criteria; break;
  case PNR_BASIS_BORDER: allowed = policy->border; break;
  default: return pnri_fail_at(error, PNR_E_PURPOSE, 0);
  }
  return (allowed & recipient) != 0 ? PNR_OK : pnri_fail_at(error, PNR_E_REGIME, 0);
}

pnr_status pnr_record_allows(const pnr_record *record, const pnr_regime_policy *policy, uint32_t basis,
                             uint32_t recipient, pnr_error *error)
{
  if (record == NULL || (policy != NULL && policy->size < sizeof *policy)) return pnri_fail_argument(error);
  uint32_t regime = pnr_record_get(record)->regime;
  if (policy == NULL) policy = pnri_regime_usual(regime);
  if (policy == NULL || policy->regime != regime) return pnri_fail_at(error, PNR_E_REGIME, 0);
  return pnr_regime_allows(policy, basis, recipient, error);
}
