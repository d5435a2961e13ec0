/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/instant.h"

#include "core/date.h"
#include "core/slice.h"

enum { DAYS_BEFORE_1970 = 719468, LAST_DAY = 2932896, DAY = 86400 }; /* 9999-12-31 */

pnr_date pnri_day_of(uint64_t time)
{
  uint64_t days = time / DAY;
  return pnri_date_from_days(DAYS_BEFORE_1970 + (int32_t)(days < LAST_DAY ? days : LAST_DAY));
}

pnr_date pnri_months_later(pnr_date day, uint32_t months)
{
  uint32_t month = pnri_month(day) - 1 + months, number = pnri_day(day);
  uint32_t year = pnri_year(day) + month / 12;
  if (year > 9999) return 99991231;
  while (pnri_date(year, month % 12 + 1, number) == 0 && number > 28) number--;
  return pnri_date(year, month % 12 + 1, number);
}

void pnri_instant_put(uint8_t out[PNRI_INSTANT], uint64_t time)
{
  uint32_t seconds = (uint32_t)(time % DAY);
  (void)pnri_date_put(out, pnri_day_of(time));
  memcpy(out + PNRI_DATE_SIZE, "T00:00:00Z", PNRI_INSTANT - PNRI_DATE_SIZE);
  pnri_digits_put(out + 11, seconds / 3600, 2);
  pnri_digits_put(out + 14, seconds / 60 % 60, 2);
  pnri_digits_put(out + 17, seconds % 60, 2);
}

bool pnri_instant_get(pnr_slice text, uint64_t *time)
{
  uint8_t again[PNRI_INSTANT];
  *time = 0;
  if (text.size != PNRI_INSTANT) return false;
  pnr_date date = pnri_date_iso((pnr_slice){ text.data, PNRI_DATE_SIZE });
  if (date < 19700101 || pnri_day(date) == 0) return false;
  uint32_t hours = pnri_number((pnr_slice){ text.data + 11, 2 });
  uint32_t minutes = pnri_number((pnr_slice){ text.data + 14, 2 });
  uint32_t seconds = pnri_number((pnr_slice){ text.data + 17, 2 });
  if (hours > 23 || minutes > 59 || seconds > 59) return false;
  *time = (uint64_t)(pnri_date_days(date) - DAYS_BEFORE_1970) * DAY + hours * 3600 + minutes * 60 + seconds;
  pnri_instant_put(again, *time);
  return memcmp(again, text.data, PNRI_INSTANT) == 0;
}
