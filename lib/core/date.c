/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"

static uint32_t days_of_month(uint32_t year, uint32_t month)
{
  static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[month - 1] + (uint32_t)(month == 2 && leap);
}

pnr_date pnri_date(uint32_t year, uint32_t month, uint32_t day)
{
  if (year == 0 || year > 9999 || month > 12 || (month == 0 && day != 0)) return 0;
  if (month != 0 && day > days_of_month(year, month)) return 0;
  return year * 10000 + month * 100 + day;
}

bool pnri_date_is_day(pnr_date date)
{
  return pnri_day(date) != 0 && pnri_date(pnri_year(date), pnri_month(date), pnri_day(date)) == date;
}

/* Years begin in March here, so that the leap day is the last of its year. */
int32_t pnri_date_days(pnr_date date)
{
  int32_t month = (int32_t)pnri_month(date) - 3;
  int32_t year = (int32_t)pnri_year(date);
  if (month < 0) {
    month += 12;
    year--;
  }
  return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + (int32_t)pnri_day(date) - 1;
}

pnr_date pnri_date_from_days(int32_t days)
{
  int32_t era = days / 146097, of_era = days % 146097;
  int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
  int32_t month = (5 * of_year + 2) / 153;
  int32_t day = of_year - (153 * month + 2) / 5 + 1;
  year += era * 400 + (month >= 10);
  month += month < 10 ? 3 : -9;
  if (year < 1 || year > 9999) return 0;
  return (pnr_date)(year * 10000 + month * 100 + day);
}

uint32_t pnri_year_of_birth(uint32_t two_digits, pnr_date reference)
{
  uint32_t year = pnri_year(reference) / 100 * 100 + two_digits;
  return year > pnri_year(reference) ? year - 100 : year;
}

uint32_t pnri_year_near(uint32_t two_digits, pnr_date reference)
{
  uint32_t now = pnri_year(reference), year = now / 100 * 100 + two_digits;
  if (year > now + 49) return year - 100;
  if (year + 50 < now) return year + 100;
  return year;
}

uint32_t pnri_number(pnr_slice text)
{
  if (text.size == 0 || text.size > 9) return UINT32_MAX;
  uint32_t value = 0;
  for (size_t i = 0; i < text.size; i++) {
    if (text.data[i] < '0' || text.data[i] > '9') return UINT32_MAX;
    value = value * 10 + (uint32_t)(text.data[i] - '0');
  }
  return value;
}

bool pnri_is_plain_number(pnr_slice text) { return pnri_number(text) != UINT32_MAX && text.data[0] != '0'; }

int32_t pnri_minutes(pnr_slice text)
{
  if (text.size != 4 && text.size != 6) return -1;
  uint32_t value = pnri_number(text);
  if (value == UINT32_MAX) return -1;
  if (text.size == 6) {
    if (value % 100 > 59) return -1;
    value /= 100;
  }
  if (value / 100 > 23 || value % 100 > 59) return -1;
  return (int32_t)(value / 100 * 60 + value % 100);
}

uint32_t pnri_month_of_name(const uint8_t *text)
{
  static const char names[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
  for (uint32_t month = 0; month < 12; month++) {
    uint32_t same = 0;
    while (same < 3 && (text[same] & 0xDF) == (uint8_t)names[3 * month + same]) same++;
    if (same == 3) return month + 1;
  }
  return 0;
}

pnr_date pnri_date_iso(pnr_slice text)
{
  if (text.size != 4 && text.size != 7 && text.size != 10) return 0;
  uint32_t parts[3] = { 0, 0, 0 };
  parts[0] = pnri_number((pnr_slice){ text.data, 4 });
  for (size_t i = 1; 3 * i + 4 <= text.size; i++) {
    if (text.data[3 * i + 1] != '-') return 0;
    parts[i] = pnri_number((pnr_slice){ text.data + 3 * i + 2, 2 });
  }
  if (parts[0] > 9999) return 0;
  return pnri_date(parts[0], parts[1], parts[2]);
}

void pnri_digits_put(uint8_t *out, uint32_t value, size_t count)
{
  while (count > 0) {
    out[--count] = (uint8_t)('0' + value % 10);
    value /= 10;
  }
}

size_t pnri_date_put(uint8_t out[PNRI_DATE_SIZE], pnr_date date)
{
  pnri_digits_put(out, pnri_year(date), 4);
  if (pnri_month(date) == 0) return 4;
  out[4] = '-';
  pnri_digits_put(out + 5, pnri_month(date), 2);
  if (pnri_day(date) == 0) return 7;
  out[7] = '-';
  pnri_digits_put(out + 8, pnri_day(date), 2);
  return PNRI_DATE_SIZE;
}
