/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "core/date.h"
#include "core/hijri.h"

typedef bool reckoning(pnr_date date, pnr_date *first, pnr_date *last);

/* Days that history or almanacs tell in both calendars. */
static const struct {
  const char *name;
  reckoning *reckon;
  pnr_date date, day; /* a day that must lie within */
  int32_t days;       /* from first to last */
} known[] = {
  { "Ashura of the battle of Karbala", pnri_hijri_lunar, 610110, 6801013, 3 },
  { "the mosque of Mecca is seized", pnri_hijri_lunar, 14000101, 19791120, 3 },
  { "a Ramadan begins", pnri_hijri_lunar, 14450901, 20240311, 3 },
  { "a month", pnri_hijri_lunar, 14450900, 20240325, 32 },
  { "the last month of a leap year", pnri_hijri_lunar, 14451200, 20240620, 32 },
  { "a year", pnri_hijri_lunar, 13800000, 19601001, 356 },
  { "a leap year", pnri_hijri_lunar, 14450000, 20240101, 357 },
  { "a thirtieth day of a short month", pnri_hijri_lunar, 13850230, 19650630, 3 },
  { "Nouruz", pnri_hijri_solar, 14000101, 20210321, 3 },
  { "Nouruz of a leap year", pnri_hijri_solar, 14030101, 20240320, 3 },
  { "the Iranian revolution", pnri_hijri_solar, 13571122, 19790211, 3 },
  { "the last day of a leap year", pnri_hijri_solar, 13991230, 20210320, 3 },
  { "a solar month", pnri_hijri_solar, 13540600, 19750901, 33 },
  { "a solar year", pnri_hijri_solar, 13540000, 19760101, 368 },
};

Test(hijri, known_days_lie_within_what_is_reckoned)
{
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    pnr_date first = 0, last = 0;
    cr_assert(known[i].reckon(known[i].date, &first, &last), "%s", known[i].name);
    cr_expect(first <= known[i].day && known[i].day <= last, "%s: %u to %u", known[i].name, first, last);
    cr_expect_eq(pnri_date_days(last) - pnri_date_days(first) + 1, known[i].days, "%s: %d days", known[i].name,
                 pnri_date_days(last) - pnri_date_days(first) + 1);
  }
}

Test(hijri, days_that_the_calendars_do_not_have_are_refused)
{
  static const struct {
    reckoning *reckon;
    pnr_date date;
  } none[] = {
    { pnri_hijri_lunar, 0 },        { pnri_hijri_lunar, 13800131 }, { pnri_hijri_lunar, 13801301 },
    { pnri_hijri_lunar, 13800001 }, { pnri_hijri_lunar, 16010101 }, { pnri_hijri_solar, 13800132 },
    { pnri_hijri_solar, 13801300 }, { pnri_hijri_solar, 101 },
  };
  pnr_date first, last;
  for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
    cr_expect(!none[i].reckon(none[i].date, &first, &last), "row %zu", i);
}

/* Counts on from the first day: 30 and 29 days in turn, a leap day at the end of the named years of 30. */
Test(hijri, lunar_days_follow_each_other_as_the_table_says)
{
  static const uint8_t leap[] = { 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 };
  int32_t day = pnri_date_days(6220719);
  for (uint32_t year = 1; year <= 1600; year++)
    for (uint32_t month = 1; month <= 12; month++) {
      uint32_t days = month % 2 == 1 ? 30 : 29;
      for (size_t i = 0; month == 12 && i < sizeof leap; i++) days += year % 30 == leap[i];
      for (uint32_t i = 1; i <= days; i++, day++) {
        pnr_date first, last;
        cr_assert(pnri_hijri_lunar(year * 10000 + month * 100 + i, &first, &last), "a day");
        cr_assert(pnri_date_days(first) == day - 1 && pnri_date_days(last) == day + 1, "%u-%u-%u", year, month, i);
      }
    }
}
