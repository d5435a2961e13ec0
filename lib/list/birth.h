/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_LIST_BIRTH_H
#define PNR_LIST_BIRTH_H

#include <stdbool.h>

#include "pnr/person.h"

/* Dates as watchlists write them. */

/* 1980, 1980-05, 1980-05-05, 05 May 1980, May 1980, Nov. 1973; 0 for anything else. */
pnr_date pnri_list_date(pnr_slice text);

/* 05/05/1980, 05-05-1980, 05.05.1980, day first; a day or month that is not known is 00 or its letters, dd or mm. 0 for
 * anything else. */
pnr_date pnri_list_date_day_first(pnr_slice text);

/* Such a date, a range of two (1960..1965, 1960 to 1965, between 1960 and 1965), or either with circa, c. or ca. in
 * front. The ends of a range become full dates, so that they compare as numbers. False for anything else. */
bool pnri_list_birth(pnr_slice text, pnr_birth *birth);

/* The first and the last day that a partial date may mean; 0 for 0. */
pnr_date pnri_first_day(pnr_date date);
pnr_date pnri_last_day(pnr_date date);

/* The range from first to last, or the date itself where both are the same. False when last lies before first. */
bool pnri_birth_range(pnr_date first, pnr_date last, pnr_birth *birth);

#endif
