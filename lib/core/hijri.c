/* SPDX-License-Identifier: Apache-2.0 */
#include "core/hijri.h"

#include "core/date.h"

enum {
  LAST_YEAR = 1600,       /* of births that a list may hold, by far */
  LUNAR_EPOCH = 227320,   /* 1 Muharram 1: 19 July 622 (16 July of the Julian calendar), as pnri_date_days counts */
  SOLAR_YEAR_BEFORE = 621 /* 1 Farvardin 1 was in 622 */
};

/* Day number of the first day of a month. */
typedef int32_t month_begin(int32_t year, int32_t month);

/* Months of 30 and 29 days in turn; a leap day at the end of 11 years of 30. */
static int32_t begin_lunar(int32_t year, int32_t month)
{
  return LUNAR_EPOCH + 354 * (year - 1) + (11 * year + 3) / 30 + 30 * (month - 1) - (month - 1) / 2;
}

/* Six months of 31 days, then months of 30. */
static int32_t begin_solar(int32_t year, int32_t month)
{
  int32_t spring = pnri_date_days((pnr_date)(year + SOLAR_YEAR_BEFORE) * 10000 + 321);
  return spring + 30 * (month - 1) + (month < 7 ? month - 1 : 6);
}

/* A day that is one too many for its month is one that was counted there all the same. */
static bool span(pnr_date date, int32_t days_most, month_begin *begin, pnr_date *first, pnr_date *last)
{
  int32_t year = (int32_t)pnri_year(date), month = (int32_t)pnri_month(date), day = (int32_t)pnri_day(date);
  if (year < 1 || year > LAST_YEAR || month > 12 || day > days_most || (month == 0 && day != 0)) return false;
  bool is_last = month == 0 || month == 12;
  int32_t low = begin(year, month != 0 ? month : 1);
  int32_t high = is_last ? begin(year + 1, 1) - 1 : begin(year, month + 1) - 1;
  if (day != 0) low = high = low + day - 1;
  *first = pnri_date_from_days(low - 1);
  *last = pnri_date_from_days(high + 1);
  return true;
}

bool pnri_hijri_lunar(pnr_date date, pnr_date *first, pnr_date *last)
{
  return span(date, 30, begin_lunar, first, last);
}

bool pnri_hijri_solar(pnr_date date, pnr_date *first, pnr_date *last)
{
  return span(date, 31, begin_solar, first, last);
}
