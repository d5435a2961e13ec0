/* SPDX-License-Identifier: Apache-2.0 */
#include "core/zone.h"

#include "core/date.h"
#include "core/slice.h"

enum { OFFSET_LIMIT = 25 * 60, CLOCK_LIMIT = 168 * 60, CLOCK_USUAL = 2 * 60 };

/* --- Reading --- */

static bool is_digit(uint8_t octet) { return octet >= '0' && octet <= '9'; }

static bool is_letter(uint8_t octet) { return (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z'); }

static bool take(pnr_slice *text, uint8_t octet)
{
  bool is_there = text->size != 0 && text->data[0] == octet;
  if (is_there) *text = pnri_slice_from(*text, 1);
  return is_there;
}

/* At least one and at most `most` digits. */
static bool take_number(pnr_slice *text, uint32_t most, uint32_t *number)
{
  uint32_t count = 0;
  *number = 0;
  for (; count < most && text->size != 0 && is_digit(text->data[0]); count++) {
    *number = *number * 10 + (text->data[0] - '0');
    *text = pnri_slice_from(*text, 1);
  }
  return count != 0;
}

/* [+-]hh[:mm[:ss]] in minutes below limit; only whole minutes. */
static bool take_clock(pnr_slice *text, uint32_t hour_digits, uint32_t limit, int32_t *minutes)
{
  bool is_negative = take(text, '-');
  if (!is_negative) take(text, '+');
  uint32_t hour, minute = 0, second = 0;
  if (!take_number(text, hour_digits, &hour)) return false;
  if (take(text, ':') && !take_number(text, 2, &minute)) return false;
  if (minute > 59 || hour * 60 + minute >= limit) return false;
  if (take(text, ':') && (!take_number(text, 2, &second) || second != 0)) return false;
  *minutes = (int32_t)(hour * 60 + minute);
  if (is_negative) *minutes = -*minutes;
  return true;
}

/* Letters, at least three of them; or in angle brackets letters, digits and signs. */
static bool take_name(pnr_slice *text)
{
  size_t count = 0;
  bool is_quoted = take(text, '<');
  for (; count < text->size; count++) {
    uint8_t octet = text->data[count];
    bool is_quotable = is_digit(octet) || octet == '+' || octet == '-';
    if (!is_letter(octet) && !(is_quoted && is_quotable)) break;
  }
  *text = pnri_slice_from(*text, count);
  return count >= 3 && (!is_quoted || take(text, '>'));
}

/* ,date[/time] */
static bool take_day(pnr_slice *text, pnri_zone_day *day)
{
  *day = (pnri_zone_day){ .minutes = CLOCK_USUAL };
  if (!take(text, ',')) return false;
  if (take(text, 'M')) {
    day->kind = PNRI_DAY_WEEKDAY;
    if (!take_number(text, 2, &day->month) || !take(text, '.') || !take_number(text, 1, &day->week)) return false;
    if (!take(text, '.') || !take_number(text, 1, &day->day)) return false;
  } else {
    day->kind = take(text, 'J') ? PNRI_DAY_JULIAN : PNRI_DAY_ORDINAL;
    if (!take_number(text, 3, &day->day)) return false;
  }
  return !take(text, '/') || take_clock(text, 3, CLOCK_LIMIT, &day->minutes);
}

/* POSIX counts westwards. */
static bool read_rule(pnr_slice text, pnri_zone *zone)
{
  int32_t west;
  if (!take_name(&text) || !take_clock(&text, 2, OFFSET_LIMIT, &west)) return false;
  zone->standard = zone->daylight = -west;
  if (text.size == 0) return true;
  if (!take_name(&text)) return false;
  zone->daylight += 60;
  if (text.size != 0 && text.data[0] != ',') {
    if (!take_clock(&text, 2, OFFSET_LIMIT, &west)) return false;
    zone->daylight = -west;
  }
  return take_day(&text, &zone->begins) && take_day(&text, &zone->ends) && text.size == 0;
}

/* Z, UTC, +hh, +hh:mm, +hhmm; never without a sign. */
static bool read_offset(pnr_slice text, pnri_zone *zone)
{
  if (pnri_slice_is(text, "Z") || pnri_slice_is(text, "UTC")) return true;
  if (text.size == 0 || (text.data[0] != '+' && text.data[0] != '-')) return false;
  if (text.size == 5 && text.data[3] != ':') {
    uint32_t number = pnri_number(pnri_slice_from(text, 1));
    if (number == UINT32_MAX || number % 100 > 59 || number / 100 > 24) return false;
    zone->standard = (int32_t)(number / 100 * 60 + number % 100);
    if (text.data[0] == '-') zone->standard = -zone->standard;
  } else if (!take_clock(&text, 2, OFFSET_LIMIT, &zone->standard) || text.size != 0) {
    return false;
  }
  zone->daylight = zone->standard;
  return true;
}

bool pnri_zone_read(pnr_slice text, pnri_zone *zone)
{
  *zone = (pnri_zone){ .standard = 0 };
  if (!read_offset(text, zone)) {
    *zone = (pnri_zone){ .standard = 0 };
    if (!read_rule(text, zone)) return false;
  }
  return pnri_zone_is_sound(zone);
}

static bool is_sound_day(const pnri_zone_day *day)
{
  if (day->minutes <= -CLOCK_LIMIT || day->minutes >= CLOCK_LIMIT) return false;
  switch (day->kind) {
  case PNRI_DAY_JULIAN: return day->day >= 1 && day->day <= 365;
  case PNRI_DAY_ORDINAL: return day->day <= 365;
  case PNRI_DAY_WEEKDAY:
    return day->month >= 1 && day->month <= 12 && day->week >= 1 && day->week <= 5 && day->day <= 6;
  default: return false;
  }
}

static bool is_sound_offset(int32_t minutes) { return minutes > -OFFSET_LIMIT && minutes < OFFSET_LIMIT; }

bool pnri_zone_is_sound(const pnri_zone *zone)
{
  if (!is_sound_offset(zone->standard) || !is_sound_offset(zone->daylight)) return false;
  if (zone->begins.kind == PNRI_DAY_NONE) return zone->ends.kind == PNRI_DAY_NONE && zone->standard == zone->daylight;
  return is_sound_day(&zone->begins) && is_sound_day(&zone->ends);
}

/* --- From local time to UTC --- */

static int32_t first_of(uint32_t year, uint32_t month) { return pnri_date_days(year * 10000 + month * 100 + 1); }

/* 0000-03-01, day 0, was a Wednesday; 0 is Sunday. */
static uint32_t weekday_of(int32_t days) { return (uint32_t)((days % 7 + 7 + 3) % 7); }

static int32_t day_of_rule(const pnri_zone_day *day, uint32_t year)
{
  int32_t january = first_of(year, 1), march = first_of(year, 3);
  if (day->kind == PNRI_DAY_ORDINAL) return january + (int32_t)day->day;
  if (day->kind == PNRI_DAY_JULIAN)
    return day->day <= 59 ? january + (int32_t)day->day - 1 : march + (int32_t)day->day - 60;
  int32_t first = first_of(year, day->month);
  int32_t end = day->month == 12 ? first_of(year + 1, 1) : first_of(year, day->month + 1);
  int32_t found = first + (int32_t)((day->day + 7 - weekday_of(first)) % 7) + 7 * ((int32_t)day->week - 1);
  return found < end ? found : found - 7;
}

/* True where the clocks show daylight time at this moment of UTC. */
static bool is_daylight(const pnri_zone *zone, int64_t utc)
{
  if (zone->begins.kind == PNRI_DAY_NONE) return false;
  int64_t local = utc + zone->standard;
  int32_t days = (int32_t)((local - (local < 0 ? 1439 : 0)) / 1440);
  uint32_t year = pnri_year(pnri_date_from_days(days));
  int64_t begin = pnri_moment(day_of_rule(&zone->begins, year), zone->begins.minutes) - zone->standard;
  int64_t end = pnri_moment(day_of_rule(&zone->ends, year), zone->ends.minutes) - zone->daylight;
  return begin < end ? utc >= begin && utc < end : utc >= begin || utc < end;
}

uint32_t pnri_zone_to_utc(const pnri_zone *zone, int64_t local, int64_t *utc)
{
  int64_t by_standard = local - zone->standard, by_daylight = local - zone->daylight;
  bool is_standard = !is_daylight(zone, by_standard), is_summer = is_daylight(zone, by_daylight);
  bool is_later = by_standard > by_daylight;
  if (is_standard != is_summer) {
    *utc = is_standard ? by_standard : by_daylight;
    return PNRI_CLOCK_ONCE;
  }
  *utc = is_later == is_standard ? by_daylight : by_standard; /* the earlier of two; else by the smaller offset */
  if (by_standard == by_daylight) return PNRI_CLOCK_ONCE;
  return is_standard ? PNRI_CLOCK_TWICE : PNRI_CLOCK_NEVER;
}
