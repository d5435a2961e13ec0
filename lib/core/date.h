/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_DATE_H
#define PNR_CORE_DATE_H

#include <stdbool.h>

#include "pnr/base.h"

/* The date, or 0 when the calendar has no such day. month and day may be 0 for unknown (day only with a month). */
pnr_date pnri_date(uint32_t year, uint32_t month, uint32_t day);

/* True for a complete date that the calendar has. */
bool pnri_date_is_day(pnr_date date);

static inline uint32_t pnri_year(pnr_date date) { return date / 10000; }
static inline uint32_t pnri_month(pnr_date date) { return date / 100 % 100; }
static inline uint32_t pnri_day(pnr_date date) { return date % 100; }

/* Days since 0000-03-01 of a complete date; for differences and for adding days. */
int32_t pnri_date_days(pnr_date date);
pnr_date pnri_date_from_days(int32_t days);

/* The century rule of two-digit years, seen from a complete reference date:
 * a birth lies in the last 100 years up to the reference year, */
uint32_t pnri_year_of_birth(uint32_t two_digits, pnr_date reference);
/* any other date within 50 years of the reference (ICAO Doc 9303-3 section 4.8 uses the same window for expiry). */
uint32_t pnri_year_near(uint32_t two_digits, pnr_date reference);

/* The value of decimal digits, or UINT32_MAX when text is empty, longer than 9 or holds anything else. */
uint32_t pnri_number(pnr_slice text);

/* True for the one spelling that a number above 0 has: another one (012), and 0, which in fields stands for nothing said,
 * have to be kept beside it. */
bool pnri_is_plain_number(pnr_slice text);

/* Minutes of HHMM, or PNR_TIME_UNKNOWN's -1 when text is not HHMM or HHMMSS within a day. */
int32_t pnri_minutes(pnr_slice text);

/* 1 to 12 for JAN … DEC in either case, 0 for anything else. text must hold 3 octets. */
uint32_t pnri_month_of_name(const uint8_t *text);

/* Reads YYYY, YYYY-MM or YYYY-MM-DD; 0 for anything else. */
pnr_date pnri_date_iso(pnr_slice text);

enum { PNRI_DATE_SIZE = 10 };
/* Writes a known date as 1980, 1980-05 or 1980-05-05 (ISO 8601) and returns the number of octets. */
size_t pnri_date_put(uint8_t out[PNRI_DATE_SIZE], pnr_date date);

/* Writes the last count decimal digits of value, with leading zeros. */
void pnri_digits_put(uint8_t *out, uint32_t value, size_t count);

#endif
