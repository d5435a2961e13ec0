/* SPDX-License-Identifier: Apache-2.0
 *
 * The clock of article 12 of Directive (EU) 2016/681, and the ages of minors. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/date.h"
#include "pnr/pnr.h"

static uint64_t seconds(pnr_date day, uint32_t of_day)
{
  return (uint64_t)(pnri_date_days(day) - pnri_date_days(19700101)) * 86400 + of_day;
}

enum { NOON = 43200, LAST = 86399, CLEAN = PNR_RECORD_FILTERED | PNR_RECORD_SCRUBBED };

/* --- Ends of periods: Regulation (EEC, Euratom) No 1182/71, article 3 --- */

static const struct {
  const char *name;
  pnr_date received, masks, erases; /* the first days of the new state */
} periods[] = {
  { "a day within a month", 20250310, 20250911, 20300311 },
  { "the end of a month that six months later is shorter", 20250831, 20260301, 20300901 },
  { "the same before a leap day", 20230831, 20240301, 20280901 },
  { "the day before", 20250830, 20260301, 20300831 },
  { "a leap day", 20240229, 20240830, 20290301 },
  { "the last day of the year", 20251231, 20260701, 20310101 },
  { "the first day of the year", 20250101, 20250702, 20300102 },
  { "a century that has no leap day", 20990831, 21000301, 21040901 },
};

Test(retention, periods_end_with_the_day_of_the_same_number_or_the_last_of_its_month)
{
  for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
    for (uint32_t hour = 0; hour < 2; hour++) {
      pnr_stored stored = { .regime = PNR_REGIME_PNR, .received = seconds(periods[i].received, hour * LAST) };
      pnr_retention clock = { .size = sizeof clock };
      cr_assert(eq(i32, pnr_retention_at(&stored, NULL, 1, NULL, 0, stored.received, &clock, NULL), PNR_OK));
      cr_expect(eq(u64, clock.masks, seconds(periods[i].masks, 0)), "%s", periods[i].name);
      cr_expect(eq(u64, clock.erases, seconds(periods[i].erases, 0)), "%s", periods[i].name);
    }
}

/* --- States --- */

static const pnr_hold open_hold[] = { { 0, 0 } };
static const pnr_hold short_hold[] = { { UINT64_C(1899460800), UINT64_C(1931083200) } }; /* 2030-03-11 to 2031-03-12 */

static const struct {
  const char *name;
  uint32_t regime, done, has_link;
  const pnr_hold *hold;
  pnr_date at;
  uint32_t of_day, state, due, is_held;
} states[] = {
#define PNR PNR_REGIME_PNR
  { "received", PNR, 0, 1, NULL, 20250310, NOON, PNR_RETENTION_RECEIVED, CLEAN, 0 },
  { "filtered, not scrubbed", PNR, PNR_RECORD_FILTERED, 1, NULL, 20250310, NOON, PNR_RETENTION_RECEIVED,
    PNR_RECORD_SCRUBBED, 0 },
  { "active", PNR, CLEAN, 1, NULL, 20250311, NOON, PNR_RETENTION_ACTIVE, 0, 0 },
  { "the last second before masking", PNR, CLEAN, 1, NULL, 20250910, LAST, PNR_RETENTION_ACTIVE, 0, 0 },
  { "the first second of masking", PNR, CLEAN, 1, NULL, 20250911, 0, PNR_RETENTION_MASKED, PNR_RECORD_MASKED, 0 },
  { "masked", PNR, CLEAN | PNR_RECORD_MASKED, 1, NULL, 20260911, 0, PNR_RETENTION_MASKED, 0, 0 },
  { "never filtered, to be masked", PNR, 0, 1, NULL, 20260911, 0, PNR_RETENTION_MASKED, CLEAN | PNR_RECORD_MASKED, 0 },
  { "no link: erased after six months (C-817/19)", PNR, CLEAN, 0, NULL, 20250911, 0, PNR_RETENTION_ERASED, 0, 0 },
  { "no link: before", PNR, CLEAN, 0, NULL, 20250910, LAST, PNR_RETENTION_ACTIVE, 0, 0 },
  { "the last second before erasing", PNR, CLEAN, 1, NULL, 20300310, LAST, PNR_RETENTION_MASKED, PNR_RECORD_MASKED, 0 },
  { "erased", PNR, CLEAN, 1, NULL, 20300311, 0, PNR_RETENTION_ERASED, 0, 0 },
  { "held for a case (article 12(4))", PNR, CLEAN | PNR_RECORD_MASKED, 1, open_hold, 20300311, 0, PNR_RETENTION_MASKED,
    0, 1 },
  { "a hold that ended", PNR, CLEAN, 1, short_hold, 20310312, NOON, PNR_RETENTION_ERASED, 0, 0 },
  { "in its last hours", PNR, CLEAN | PNR_RECORD_MASKED, 1, short_hold, 20310311, 0, PNR_RETENTION_MASKED, 0, 1 },
  { "a hold does not delay masking", PNR, CLEAN, 1, open_hold, 20250911, 0, PNR_RETENTION_MASKED, PNR_RECORD_MASKED,
    0 },
  { "API for law enforcement as PNR", PNR_REGIME_API_LAW, CLEAN, 1, NULL, 20250911, 0, PNR_RETENTION_MASKED,
    PNR_RECORD_MASKED, 0 },
  { "API at the border", PNR_REGIME_API_BORDER, CLEAN, 1, NULL, 20250311, NOON, PNR_RETENTION_ACTIVE, 0, 0 },
  { "API at the border, after 48 hours", PNR_REGIME_API_BORDER, CLEAN, 1, NULL, 20250312, NOON, PNR_RETENTION_ERASED, 0,
    0 },
};

Test(retention, each_moment_has_its_state_and_what_is_due)
{
  for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
    pnr_stored stored = { .regime = states[i].regime, .received = seconds(20250310, NOON), .done = states[i].done };
    pnr_retention clock = { .size = sizeof clock };
    uint64_t at = seconds(states[i].at, states[i].of_day);
    cr_assert(
      eq(i32,
         pnr_retention_at(&stored, NULL, states[i].has_link, states[i].hold, states[i].hold != NULL, at, &clock, NULL),
         PNR_OK));
    cr_expect(eq(u32, clock.state, states[i].state), "%s", states[i].name);
    cr_expect(eq(u32, clock.due, states[i].due), "%s", states[i].name);
    cr_expect(eq(u32, clock.is_held, states[i].is_held), "%s", states[i].name);
  }
}

Test(retention, an_update_never_extends_an_older_version)
{
  pnr_stored versions[] = { { .regime = PNR, .received = seconds(20250310, NOON), .version = 1 },
                            { .regime = PNR, .received = seconds(20250320, NOON), .version = 2 } };
  pnr_retention older = { .size = sizeof older }, newer = { .size = sizeof newer };
  uint64_t at = seconds(20250915, 0);
  cr_assert(eq(i32, pnr_retention_at(&versions[0], NULL, 1, NULL, 0, at, &older, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_retention_at(&versions[1], NULL, 1, NULL, 0, at, &newer, NULL), PNR_OK));
  cr_expect(eq(u32, older.state, PNR_RETENTION_MASKED));
  cr_expect(eq(u32, newer.state, PNR_RETENTION_RECEIVED));
}

Test(retention, policies_are_for_the_unit_to_set_and_arguments_are_checked)
{
  pnr_retention_policy policy = { .size = sizeof policy }, small = { .size = 4 };
  pnr_retention clock = { .size = sizeof clock };
  pnr_stored stored = { .regime = PNR_REGIME_RAIL, .received = seconds(20250310, 0), .done = CLEAN };
  cr_assert(eq(i32, pnr_retention_policy_of(PNR_REGIME_RAIL, &policy, NULL), PNR_OK));
  policy.mask_months = PNR_NEVER;
  policy.unlinked_months = PNR_NEVER;
  policy.erase_months = 1;
  cr_assert(eq(i32, pnr_retention_at(&stored, &policy, 0, NULL, 0, seconds(20250410, LAST), &clock, NULL), PNR_OK));
  cr_expect(eq(u32, clock.state, PNR_RETENTION_ACTIVE));
  cr_expect(eq(u64, clock.masks, UINT64_MAX));
  cr_assert(eq(i32, pnr_retention_at(&stored, &policy, 0, NULL, 0, seconds(20250411, 0), &clock, NULL), PNR_OK));
  cr_expect(eq(u32, clock.state, PNR_RETENTION_ERASED));
  cr_expect(eq(i32, pnr_retention_policy_of(0, &policy, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_retention_policy_of(PNR_REGIME_SEA, &small, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_retention_at(&stored, &small, 0, NULL, 0, 0, &clock, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_retention_at(&stored, NULL, 0, NULL, 1, 0, &clock, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_retention_at(NULL, NULL, 0, NULL, 0, 0, &clock, NULL), PNR_E_ARGUMENT));
  stored.regime = 99;
  cr_expect(eq(i32, pnr_retention_at(&stored, NULL, 0, NULL, 0, 0, &clock, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(str, (char *)(uintptr_t)pnr_retention_state_name(PNR_RETENTION_MASKED), "masked"));
}

/* --- Minors --- */

static const struct {
  const char *name;
  pnr_date births[2];
  uint32_t age;
} ages[] = {
  /* on 2025-03-10 */
  { "nobody knows", { 0, 0 }, PNR_AGE_UNKNOWN },
  { "twelfth birthday tomorrow", { 20130311, 0 }, PNR_AGE_UNDER_12 },
  { "twelfth birthday", { 20130310, 0 }, PNR_AGE_12_TO_15 },
  { "sixteenth birthday tomorrow", { 20090311, 0 }, PNR_AGE_12_TO_15 },
  { "sixteenth birthday", { 20090310, 0 }, PNR_AGE_16_TO_17 },
  { "eighteenth birthday tomorrow", { 20070311, 0 }, PNR_AGE_16_TO_17 },
  { "eighteenth birthday", { 20070310, 0 }, PNR_AGE_ADULT },
  { "only the year, and of age by its end only", { 20070000, 0 }, PNR_AGE_16_TO_17 },
  { "only the month", { 20070300, 0 }, PNR_AGE_16_TO_17 },
  { "two dates: the younger one", { 19800505, 20120101 }, PNR_AGE_12_TO_15 },
  { "born this year", { 20250101, 0 }, PNR_AGE_UNDER_12 },
  { "not born yet", { 20260101, 0 }, PNR_AGE_UNKNOWN },
};

Test(retention, ages_on_the_day_of_travel)
{
  for (size_t i = 0; i < sizeof ages / sizeof ages[0]; i++) {
    pnr_birth births[2] = { { ages[i].births[0], ages[i].births[0], 0, 0 },
                            { ages[i].births[1], ages[i].births[1], 0, 0 } };
    const pnr_birth *const views[] = { &births[0], &births[1] };
    pnr_person person = { .births = views, .birth_count = ages[i].births[1] != 0 ? 2 : ages[i].births[0] != 0 };
    cr_expect(eq(u32, pnr_person_age(&person, 20250310), ages[i].age), "%s", ages[i].name);
  }
  cr_expect(eq(u32, pnr_person_age(NULL, 20250310), PNR_AGE_UNKNOWN));
  cr_expect(eq(str, (char *)(uintptr_t)pnr_age_name(PNR_AGE_16_TO_17), "16-17"));
}
