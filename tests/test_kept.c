/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/date.h"
#include "pnr/pnr.h"

static uint64_t seconds(pnr_date day, uint32_t of_day)
{
  return (uint64_t)(pnri_date_days(day) - pnri_date_days(19700101)) * 86400 + of_day;
}

enum { NOON = 43200, LAST = 86399, CLEAN = PNR_RECORD_FILTERED | PNR_RECORD_SCRUBBED };
enum { HIT = PNR_KEPT_HIT, MATCH, DISMISSED, REVIEW, SENT, COPY };

/* All are about a record received on 2025-03-10 at noon: masked on 2025-09-11, gone on 2030-03-11 where it has a link to
 * terrorism or serious crime, on 2025-09-11 where it has none. */
static const struct {
  const char *name; /* article and rule */
  uint32_t kind, has_link, done, is_held;
  pnr_date since;         /* at noon; 0: not yet */
  pnr_date masks, erases; /* COPY: what the other unit says */
  pnr_date at;
  uint32_t of_day, state, due;
} rows[] = {
#define ACTIVE PNR_RETENTION_ACTIVE
#define MASKED PNR_RETENTION_MASKED
#define ERASED PNR_RETENTION_ERASED
#define M PNR_RECORD_MASKED
  { "6(5): a hit waits for review", HIT, 1, 0, 0, 20250310, 0, 0, 20250910, LAST, ACTIVE, 0 },
  { "12(2): what identifies in it goes with that of its record", HIT, 1, 0, 0, 20250310, 0, 0, 20250911, 0, MASKED, M },
  { "12(2): and is not due twice", HIT, 1, M, 0, 20250310, 0, 0, 20250911, 0, MASKED, 0 },
  { "12(5): no result outlives its record", HIT, 1, M, 0, 20250310, 0, 0, 20300311, 0, ERASED, 0 },
  { "C-817/19: nor one whose record has no link", HIT, 0, 0, 0, 20250310, 0, 0, 20250911, 0, ERASED, 0 },
  { "12(5): a match is kept until all were told", MATCH, 1, 0, 0, 0, 0, 0, 20250910, LAST, ACTIVE, 0 },
  { "12(5): the second before", MATCH, 1, 0, 0, 20250312, 0, 0, 20250312, NOON - 1, ACTIVE, 0 },
  { "12(5): and not after", MATCH, 1, 0, 0, 20250312, 0, 0, 20250312, NOON, ERASED, 0 },
  { "12(4): a case keeps it", MATCH, 1, 0, 1, 20250312, 0, 0, 20250601, 0, ACTIVE, 0 },
  { "12(2), 12(4): masked in time although a case keeps it", MATCH, 1, 0, 1, 20250312, 0, 0, 20250911, 0, MASKED, M },
  { "12(5): nobody told, and the record gone", MATCH, 1, M, 0, 0, 0, 0, 20300311, 0, ERASED, 0 },
  { "12(5): a false positive may be kept", DISMISSED, 1, M, 0, 20250312, 0, 0, 20300310, LAST, MASKED, 0 },
  { "12(5): as long as the underlying data", DISMISSED, 1, M, 0, 20250312, 0, 0, 20300311, 0, ERASED, 0 },
  { "12(5), C-817/19: however short that is", DISMISSED, 0, M, 0, 20250312, 0, 0, 20250911, 0, ERASED, 0 },
  { "13(6): a review is recorded for five years", REVIEW, 1, 0, 0, 20250312, 0, 0, 20300312, LAST, ACTIVE, 0 },
  { "13(6): and no longer", REVIEW, 1, 0, 0, 20250312, 0, 0, 20300313, 0, ERASED, 0 },
  { "13(6): the record's end does not shorten it", REVIEW, 0, 0, 0, 20250312, 0, 0, 20250911, 0, ACTIVE, 0 },
  { "9: what was sent is kept until its receipt", SENT, 1, 0, 0, 0, 0, 0, 20250312, NOON, ACTIVE, 0 },
  { "9: not after it", SENT, 1, 0, 0, 20250312, 0, 0, 20250312, NOON, ERASED, 0 },
  { "12(2): no receipt delays masking", SENT, 1, 0, 0, 0, 0, 0, 20250911, 0, MASKED, M },
  { "12(4): nor erasing", SENT, 1, M, 0, 0, 0, 0, 20300311, 0, ERASED, 0 },
  { "12(1): a copy runs from the first receipt", COPY, 1, 0, 0, 20250601, 0, 0, 20250910, LAST, ACTIVE, 0 },
  { "12(2): and is masked with the record", COPY, 1, 0, 0, 20250601, 0, 0, 20250911, 0, MASKED, M },
  { "9: or when its unit says, if sooner", COPY, 1, 0, 0, 20250601, 20250801, 20260101, 20250801, 0, MASKED, M },
  { "9: so with erasing", COPY, 1, M, 0, 20250601, 20250801, 20260101, 20260101, 0, ERASED, 0 },
  { "9: until then", COPY, 1, M, 0, 20250601, 20250801, 20260101, 20251231, LAST, MASKED, 0 },
  { "12(1): what its unit says never extends it", COPY, 1, M, 0, 20250601, 20400101, 20400101, 20300311, 0, ERASED, 0 },
  { "12(4): a case keeps a copy", COPY, 1, M, 1, 20250601, 20250801, 20260101, 20260101, 0, MASKED, 0 },
};

static uint64_t or_none(pnr_date day) { return day != 0 ? seconds(day, 0) : 0; }

Test(kept, each_thing_has_a_clock_of_its_own)
{
  static const pnr_hold hold = { 0, 0 };
  const pnr_stored stored = { .regime = PNR_REGIME_PNR, .received = seconds(20250310, NOON), .done = CLEAN };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnr_retention record = { .size = sizeof record }, clock = { .size = sizeof clock };
    uint64_t at = seconds(rows[i].at, rows[i].of_day);
    pnr_kept kept = { sizeof kept, rows[i].kind, rows[i].done, 0, or_none(rows[i].masks), or_none(rows[i].erases) };
    if (rows[i].since != 0) kept.since = seconds(rows[i].since, NOON);
    cr_assert(eq(i32, pnr_retention_at(&stored, NULL, rows[i].has_link, NULL, 0, at, &record, NULL), PNR_OK));
    cr_assert(
      eq(i32,
         pnr_kept_at(&kept, rows[i].kind != REVIEW ? &record : NULL, NULL, &hold, rows[i].is_held, at, &clock, NULL),
         PNR_OK),
      "%s", rows[i].name);
    cr_expect(eq(u32, clock.state, rows[i].state), "%s", rows[i].name);
    cr_expect(eq(u32, clock.due, rows[i].due), "%s", rows[i].name);
    cr_expect(eq(u32, clock.is_held, rows[i].is_held && at >= clock.erases), "%s", rows[i].name);
  }
}

/* Whatever a unit sets, and whenever it asks: nothing but a review is there when its record is not. */
Test(kept, nothing_but_a_review_outlives_its_record)
{
  static const uint32_t periods[][2] = { { PNR_NEVER, 0 }, { 0, 0 }, { 600, 0 }, { 0, 99999 } };
  const pnr_stored stored = { .regime = PNR_REGIME_PNR, .received = seconds(20250310, NOON), .done = CLEAN };
  for (uint32_t kind = HIT; kind <= COPY; kind++)
    for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
      for (uint32_t day = 0; day < 2000; day += 7) {
        uint64_t at = stored.received + day * UINT64_C(86400);
        pnr_retention record = { .size = sizeof record }, clock = { .size = sizeof clock };
        pnr_kept_policy policy = { sizeof policy, kind, periods[i][0], periods[i][1] };
        pnr_kept kept = { .size = sizeof kept, .kind = kind, .since = stored.received + 86400 };
        pnr_retention_at(&stored, NULL, day % 2, NULL, 0, at, &record, NULL);
        if (kind == REVIEW) continue;
        cr_assert(eq(i32, pnr_kept_at(&kept, &record, &policy, NULL, 0, at, &clock, NULL), PNR_OK));
        cr_expect(le(u64, clock.erases, record.erases));
        cr_expect(le(u64, clock.masks, record.masks));
        if (record.state == ERASED) cr_expect(eq(u32, clock.state, ERASED), "%s, day %u", pnr_kept_name(kind), day);
      }
}

Test(kept, periods_are_for_the_unit_to_set_and_arguments_are_checked)
{
  pnr_kept_policy policy = { .size = sizeof policy }, small = { .size = 4 };
  pnr_retention record = { .size = sizeof record, .masks = UINT64_MAX, .erases = UINT64_MAX };
  pnr_retention clock = { .size = sizeof clock }, short_clock = { .size = 4 };
  pnr_kept kept = { .size = sizeof kept, .kind = DISMISSED, .since = seconds(20250310, NOON) };
  cr_assert(eq(i32, pnr_kept_policy_of(DISMISSED, &policy, NULL), PNR_OK));
  cr_expect(eq(u32, policy.kind, DISMISSED));
  policy.months = 1;
  cr_assert(eq(i32, pnr_kept_at(&kept, &record, &policy, NULL, 0, 0, &clock, NULL), PNR_OK));
  cr_expect(eq(u64, clock.erases, seconds(20250411, 0)), "a month ends with its last day");
  policy.hours = 24;
  cr_assert(eq(i32, pnr_kept_at(&kept, &record, &policy, NULL, 0, 0, &clock, NULL), PNR_OK));
  cr_expect(eq(u64, clock.erases, seconds(20250311, NOON)), "hours are of the event");
  policy.kind = HIT;
  cr_expect(eq(i32, pnr_kept_at(&kept, &record, &policy, NULL, 0, 0, &clock, NULL), PNR_E_ARGUMENT), "of another kind");
  cr_expect(eq(i32, pnr_kept_at(&kept, &record, &small, NULL, 0, 0, &clock, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_kept_at(&kept, NULL, NULL, NULL, 0, 0, &clock, NULL), PNR_E_ARGUMENT), "about nothing");
  cr_expect(eq(i32, pnr_kept_at(&kept, &record, NULL, NULL, 1, 0, &clock, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_kept_at(&kept, &record, NULL, NULL, 0, 0, &short_clock, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_kept_at(&kept, &short_clock, NULL, NULL, 0, 0, &clock, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_kept_at(&kept, &record, NULL, NULL, 0, 0, NULL, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_kept_at(NULL, &record, NULL, NULL, 0, 0, &clock, NULL), PNR_E_ARGUMENT));
  kept.erases = 1;
  cr_expect(eq(i32, pnr_kept_at(&kept, &record, NULL, NULL, 0, 0, &clock, NULL), PNR_E_ARGUMENT), "no copy");
  kept.erases = 0;
  kept.done = PNR_RECORD_FILTERED;
  cr_expect(eq(i32, pnr_kept_at(&kept, &record, NULL, NULL, 0, 0, &clock, NULL), PNR_E_ARGUMENT));
  kept.done = 0;
  kept.since = UINT64_MAX;
  cr_expect(eq(i32, pnr_kept_at(&kept, &record, NULL, NULL, 0, 0, &clock, NULL), PNR_E_ARGUMENT));
  kept = (pnr_kept){ .size = sizeof kept, .kind = REVIEW };
  cr_expect(eq(i32, pnr_kept_at(&kept, &record, NULL, NULL, 0, 0, &clock, NULL), PNR_E_ARGUMENT), "of no record");
  kept.kind = COPY + 1;
  cr_expect(eq(i32, pnr_kept_at(&kept, &record, NULL, NULL, 0, 0, &clock, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_kept_policy_of(0, &policy, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_kept_policy_of(HIT, &small, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(str, (char *)(uintptr_t)pnr_kept_name(COPY), "copy"));
  cr_expect(eq(str, (char *)(uintptr_t)pnr_kept_name(COPY + 1), "unknown"));
}
