/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/date.h"
#include "core/slice.h"
#include "core/zone.h"
#include "support.h"

static int reads(const char *text, pnri_zone *zone)
{
  uint8_t *copy = exact_copy(text, strlen(text));
  int result = pnri_zone_read((pnr_slice){ copy, strlen(text) }, zone);
  free(copy);
  return result;
}

Test(zone, offsets_and_rules_are_read)
{
  static const struct {
    const char *text;
    int32_t standard, daylight;
  } rows[] = {
    { "Z", 0, 0 },
    { "UTC", 0, 0 },
    { "+01:00", 60, 60 },
    { "-0330", -210, -210 },
    { "+5", 300, 300 },
    { "+0545", 345, 345 },
    { "+14", 840, 840 },
    { "EST5", -300, -300 },
    { "<+0330>-3:30", 210, 210 },
    { "<-03>3", -180, -180 },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 60, 120 },
    { "EST5EDT,M3.2.0,M11.1.0", -300, -240 },
    { "IST-1GMT0,M10.5.0,M3.5.0/1", 60, 0 },
    { "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -120, -60 },
    { "LHST-10:30<+11>-11,M10.1.0,M4.1.0", 630, 660 },
    { "XXX3EDT4,0/0,J365/23", -180, -240 },
    { "IST-2IDT,M3.4.4/26,M10.5.0", 120, 180 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnri_zone zone = { .standard = 7777 };
    cr_expect(reads(rows[i].text, &zone), "%s", rows[i].text);
    cr_expect(zone.standard == rows[i].standard && zone.daylight == rows[i].daylight, "%s: %d %d", rows[i].text,
              zone.standard, zone.daylight);
  }
}

Test(zone, anything_else_is_refused)
{
  static const char *const rows[] = {
    "",
    "+",
    "1",
    "01:00",
    "+25:00",
    "+1:60",
    "+01:00:30",
    "UT",
    "utc",
    "CET",
    "CE-1",
    "CET-1CEST",
    "CET-25",
    "<CET-1",
    "CET-1:",
    "Europe/Rome",
    "CET-1CEST,",
    "CET-1CEST,M3.5.0",
    "CET-1CEST,M0.5.0,M10.5.0",
    "CET-1CEST,M13.5.0,M10.5.0",
    "CET-1CEST,M3.0.0,M10.5.0",
    "CET-1CEST,M3.6.0,M10.5.0",
    "CET-1CEST,M3.5.7,M10.5.0",
    "CET-1CEST,J0,J5",
    "CET-1CEST,J366,J5",
    "CET-1CEST,366,5",
    "CET-1CEST,M3.5.0/168,M10.5.0",
    "CET-1CEST,M3.5.0,M10.5.0x",
    "CET-1CEST,M3.5.0,M10.5.0,",
    "+0199",
    "-2500",
    "+010",
    "+12345",
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnri_zone zone;
    cr_expect(not(reads(rows[i], &zone)), "%s", rows[i]);
  }
}

static int64_t moment_of(pnr_date date, uint32_t clock)
{
  return pnri_moment(pnri_date_days(date), (int32_t)(clock / 100 * 60 + clock % 100));
}

/* Local and UTC as date and HHMM; made with the tables of the IANA time zone database, 2024a. */
Test(zone, local_times_become_utc)
{
  static const struct {
    const char *zone;
    pnr_date local;
    uint32_t clock;
    pnr_date utc;
    uint32_t utc_clock, times;
  } rows[] = {
    { "CET-1CEST,M3.5.0,M10.5.0/3", 20250310, 1200, 20250310, 1100, PNRI_CLOCK_ONCE },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 20250701, 30, 20250630, 2230, PNRI_CLOCK_ONCE },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 20250330, 159, 20250330, 59, PNRI_CLOCK_ONCE },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 20250330, 200, 20250330, 100, PNRI_CLOCK_NEVER },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 20250330, 259, 20250330, 159, PNRI_CLOCK_NEVER },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 20250330, 300, 20250330, 100, PNRI_CLOCK_ONCE },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 20251026, 159, 20251025, 2359, PNRI_CLOCK_ONCE },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 20251026, 200, 20251026, 0, PNRI_CLOCK_TWICE },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 20251026, 259, 20251026, 59, PNRI_CLOCK_TWICE },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 20251026, 300, 20251026, 200, PNRI_CLOCK_ONCE },
    { "EST5EDT,M3.2.0,M11.1.0", 20250309, 230, 20250309, 730, PNRI_CLOCK_NEVER },
    { "EST5EDT,M3.2.0,M11.1.0", 20251102, 130, 20251102, 530, PNRI_CLOCK_TWICE },
    { "AEST-10AEDT,M10.1.0,M4.1.0/3", 20250101, 0, 20241231, 1300, PNRI_CLOCK_ONCE },
    { "AEST-10AEDT,M10.1.0,M4.1.0/3", 20250406, 230, 20250405, 1530, PNRI_CLOCK_TWICE },
    { "AEST-10AEDT,M10.1.0,M4.1.0/3", 20250701, 1200, 20250701, 200, PNRI_CLOCK_ONCE },
    { "AEST-10AEDT,M10.1.0,M4.1.0/3", 20251005, 230, 20251004, 1630, PNRI_CLOCK_NEVER },
    { "IST-1GMT0,M10.5.0,M3.5.0/1", 20250115, 1200, 20250115, 1200, PNRI_CLOCK_ONCE },
    { "IST-1GMT0,M10.5.0,M3.5.0/1", 20250715, 1200, 20250715, 1100, PNRI_CLOCK_ONCE },
    { "IST-1GMT0,M10.5.0,M3.5.0/1", 20250330, 130, 20250330, 130, PNRI_CLOCK_NEVER },
    { "IST-1GMT0,M10.5.0,M3.5.0/1", 20251026, 130, 20251026, 30, PNRI_CLOCK_TWICE },
    { "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 20250329, 2330, 20250330, 130, PNRI_CLOCK_NEVER },
    { "IST-2IDT,M3.4.4/26,M10.5.0", 20250328, 300, 20250328, 0, PNRI_CLOCK_ONCE },
    { "<+0545>-5:45", 20250310, 0, 20250309, 1815, PNRI_CLOCK_ONCE },
    { "<+14>-14", 20250101, 1200, 20241231, 2200, PNRI_CLOCK_ONCE },
    { "XXX3EDT4,J60/0,J61/0", 20240301, 100, 20240301, 500, PNRI_CLOCK_ONCE }, /* J60 is 1 March, leap year or not */
    { "XXX3EDT4,59/0,60/0", 20240229, 100, 20240229, 500, PNRI_CLOCK_ONCE },   /* 59 is 29 February in a leap year */
    { "EST5EDT,0/0,J365/25", 20241231, 2330, 20250101, 330, PNRI_CLOCK_ONCE },
    { "EST5EDT,0/0,J365/25", 20250101, 30, 20250101, 430, PNRI_CLOCK_ONCE },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnri_zone zone;
    int64_t utc = 0;
    cr_assert(reads(rows[i].zone, &zone), "%s", rows[i].zone);
    uint32_t times = pnri_zone_to_utc(&zone, moment_of(rows[i].local, rows[i].clock), &utc);
    cr_expect(eq(i64, utc, moment_of(rows[i].utc, rows[i].utc_clock)), "%s %u %u", rows[i].zone, rows[i].local,
              rows[i].clock);
    cr_expect(eq(u32, times, rows[i].times), "%s %u %u", rows[i].zone, rows[i].local, rows[i].clock);
  }
}

/* Over four years, each half hour of local time in each zone: once, twice or never, and never twice in a row by mistake. */
Test(zone, every_local_time_comes_back_from_its_utc)
{
  static const char *const rows[] = { "+01:00", "CET-1CEST,M3.5.0,M10.5.0/3", "AEST-10AEDT,M10.1.0,M4.1.0/3",
                                      "IST-1GMT0,M10.5.0,M3.5.0/1", "LHST-10:30<+11>-11,M10.1.0,M4.1.0" };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnri_zone zone;
    cr_assert(reads(rows[i], &zone));
    int64_t begin = moment_of(20230101, 0), end = moment_of(20270101, 0), change = zone.daylight - zone.standard;
    uint32_t twice = 0, never = 0;
    for (int64_t local = begin; local < end; local += 30) {
      int64_t utc;
      uint32_t times = pnri_zone_to_utc(&zone, local, &utc);
      int64_t offset = local - utc;
      cr_assert(offset == zone.standard || offset == zone.daylight);
      twice += times == PNRI_CLOCK_TWICE;
      never += times == PNRI_CLOCK_NEVER;
    }
    uint32_t each = change == 0 ? 0 : (uint32_t)(change < 0 ? -change : change) / 30 * 4;
    cr_expect(eq(u32, twice, each), "%s", rows[i]);
    cr_expect(eq(u32, never, each), "%s", rows[i]);
  }
}
