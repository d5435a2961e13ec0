/* SPDX-License-Identifier: Apache-2.0 */
#include "protect/retention.h"

#include <stddef.h>

#include "core/date.h"
#include "core/fail.h"

/* Article 12 of Directive (EU) 2016/681 as a pure function; periods as Regulation (EEC, Euratom) No 1182/71, article 3,
 * counts them: the day of receipt does not count, and the period ends with the last hour of its last day. */

enum { SECONDS_OF_HOUR = 3600, SECONDS_OF_DAY = 86400, EPOCH = 19700101 };

enum { SIZE = sizeof(pnr_retention_policy) };

/* regime, months until masked, erased, erased without link; hours until erased */
static const struct {
  uint32_t regime;
  pnr_retention_policy policy;
} policies[] = {
  { PNR_REGIME_PNR, { SIZE, 6, 60, 6, 0 } },     /* article 12(1), 12(2); Court of Justice, C-817/19 */
  { PNR_REGIME_API_LAW, { SIZE, 6, 60, 6, 0 } }, /* Regulation (EU) 2025/13: processed as PNR data are */
  { PNR_REGIME_API_BORDER, { SIZE, PNR_NEVER, PNR_NEVER, PNR_NEVER, 48 } }, /* Regulation (EU) 2025/12 */
  { PNR_REGIME_CREW, { SIZE, PNR_NEVER, PNR_NEVER, PNR_NEVER, 48 } },
  { PNR_REGIME_RAIL, { SIZE, 6, 60, 6, 0 } }, /* national law: for the unit to set */
  { PNR_REGIME_SEA, { SIZE, 6, 60, 6, 0 } },
  { PNR_REGIME_ROAD, { SIZE, 6, 60, 6, 0 } },
};

const pnr_retention_policy *pnri_retention_usual(uint32_t regime)
{
  for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++)
    if (policies[i].regime == regime) return &policies[i].policy;
  return NULL;
}

pnr_status pnr_retention_policy_of(uint32_t regime, pnr_retention_policy *out, pnr_error *error)
{
  const pnr_retention_policy *usual = pnri_retention_usual(regime);
  if (usual == NULL || out == NULL || out->size < sizeof *out) return pnri_fail_argument(error);
  uint32_t size = out->size;
  *out = *usual;
  out->size = size;
  return PNR_OK;
}

/* The first second behind a period of months that began on the day of the moment. */
static uint64_t behind_months(uint64_t moment, uint32_t months)
{
  if (months == PNR_NEVER) return UINT64_MAX;
  int32_t epoch = pnri_date_days(EPOCH);
  pnr_date day = pnri_date_from_days(epoch + (int32_t)(moment / SECONDS_OF_DAY));
  uint64_t count = (uint64_t)pnri_year(day) * 12 + pnri_month(day) - 1 + months;
  uint32_t year = (uint32_t)(count / 12), month = (uint32_t)(count % 12) + 1, last = pnri_day(day);
  if (count / 12 > 9999) return UINT64_MAX;
  while (pnri_date(year, month, last) == 0) last--; /* 31 August and 6 months end with the last of February */
  return (uint64_t)(pnri_date_days(pnri_date(year, month, last)) + 1 - epoch) * SECONDS_OF_DAY;
}

uint64_t pnri_period_end(uint64_t moment, uint32_t months, uint32_t hours)
{
  return hours != 0 ? moment + (uint64_t)hours * SECONDS_OF_HOUR : behind_months(moment, months);
}

bool pnri_is_held(const pnr_hold *holds, uint32_t count, uint64_t at)
{
  for (uint32_t i = 0; i < count; i++)
    if (holds[i].from <= at && (holds[i].until == 0 || at < holds[i].until)) return true;
  return false;
}

static uint64_t erasing(uint64_t received, const pnr_retention_policy *policy, bool has_link)
{
  uint64_t end = pnri_period_end(received, policy->erase_months, policy->erase_hours);
  uint64_t unlinked = has_link ? UINT64_MAX : behind_months(received, policy->unlinked_months);
  return unlinked < end ? unlinked : end;
}

static void tell_state(pnr_retention *clock, uint32_t done, uint64_t at)
{
  enum { CLEANED = PNR_RECORD_FILTERED | PNR_RECORD_SCRUBBED };
  uint32_t due = CLEANED;
  clock->state = (done & CLEANED) == CLEANED ? PNR_RETENTION_ACTIVE : PNR_RETENTION_RECEIVED;
  if (at >= clock->masks) {
    clock->state = PNR_RETENTION_MASKED;
    due |= PNR_RECORD_MASKED;
  }
  if (at >= clock->erases && !clock->is_held) {
    clock->state = PNR_RETENTION_ERASED;
    due = 0; /* erasing does all of it */
  }
  clock->due = due & ~done;
}

pnr_status pnr_retention_at(const pnr_stored *stored, const pnr_retention_policy *policy, uint32_t has_link,
                            const pnr_hold *holds, uint32_t hold_count, uint64_t at, pnr_retention *out,
                            pnr_error *error)
{
  if (stored == NULL || out == NULL || out->size < sizeof *out || (holds == NULL && hold_count != 0) ||
      (policy != NULL && policy->size < sizeof *policy) || stored->received >= UINT64_C(253402300800))
    return pnri_fail_argument(error);
  if (policy == NULL) policy = pnri_retention_usual(stored->regime);
  if (policy == NULL) return pnri_fail_argument(error);
  pnr_retention clock = { .size = out->size };
  clock.masks = behind_months(stored->received, policy->mask_months);
  clock.erases = erasing(stored->received, policy, has_link != 0);
  clock.is_held = at >= clock.erases && pnri_is_held(holds, hold_count, at);
  tell_state(&clock, stored->done, at);
  *out = clock;
  return PNR_OK;
}

const char *pnr_retention_state_name(uint32_t state)
{
  static const char *const names[] = { "unknown", "received", "active", "masked", "erased" };
  return names[state <= PNR_RETENTION_ERASED ? state : 0];
}

/* --- Minors --- */

/* Completed years on a day; a birth date that is partly known counts as late as it may be. */
static uint32_t years_on(pnr_date birth, pnr_date at)
{
  uint32_t month = pnri_month(birth) != 0 ? pnri_month(birth) : 12, day = pnri_day(birth) != 0 ? pnri_day(birth) : 31;
  uint32_t years = pnri_year(at) - pnri_year(birth);
  return pnri_month(at) * 100 + pnri_day(at) < month * 100 + day ? years - 1 : years;
}

static uint32_t age_of(pnr_date birth, pnr_date at)
{
  if (pnri_year(birth) > pnri_year(at)) return PNR_AGE_UNKNOWN; /* not born: a date that was read wrongly */
  uint32_t years = years_on(birth, at);
  if (years == UINT32_MAX || years < 12) return PNR_AGE_UNDER_12;
  return years < 16 ? PNR_AGE_12_TO_15 : years < 18 ? PNR_AGE_16_TO_17 : PNR_AGE_ADULT;
}

uint32_t pnr_person_age(const pnr_person *person, pnr_date at)
{
  uint32_t youngest = PNR_AGE_UNKNOWN;
  for (uint32_t i = 0; person != NULL && at != 0 && i < person->birth_count; i++) {
    const pnr_birth *birth = person->births[i];
    uint32_t age = birth->to != 0     ? age_of(birth->to, at)
                   : birth->from != 0 ? age_of(birth->from, at)
                                      : PNR_AGE_UNKNOWN;
    if (age != PNR_AGE_UNKNOWN && (youngest == PNR_AGE_UNKNOWN || age < youngest)) youngest = age;
  }
  return youngest;
}

const char *pnr_age_name(uint32_t age)
{
  static const char *const names[] = { "unknown", "under-12", "12-15", "16-17", "adult" };
  return names[age <= PNR_AGE_ADULT ? age : 0];
}
