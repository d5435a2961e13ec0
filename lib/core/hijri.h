/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_HIJRI_H
#define PNR_CORE_HIJRI_H

#include <stdbool.h>

#include "pnr/base.h"

/* Dates of the calendars that count years from the Hijra, as days of ours. date is the number YYYYMMDD of that calendar,
 * month and day 0 where they are not known. Months begin when somebody sees the moon, or when spring begins there, so
 * *first and *last are a day before the first and a day behind the last day that reckoning gives. False where the
 * calendar has no such day. */

/* The lunar one, by the tabular (civil) reckoning of 30 years with 11 leap days. */
bool pnri_hijri_lunar(pnr_date date, pnr_date *first, pnr_date *last);

/* The solar one of Iran and Afghanistan, by years that begin on 21 March. */
bool pnri_hijri_solar(pnr_date date, pnr_date *first, pnr_date *last);

#endif
