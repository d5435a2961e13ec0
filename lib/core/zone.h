/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_ZONE_H
#define PNR_CORE_ZONE_H

#include <stdbool.h>

#include "pnr/base.h"

/* What a clock at a place shows: a fixed offset, or one that changes twice a year by a rule. The machine's own tables of
 * time zones are never asked. */

enum {
  PNRI_DAY_NONE,    /* no second offset */
  PNRI_DAY_JULIAN,  /* Jn: day 1 to 365 of the year, 29 February never counted */
  PNRI_DAY_ORDINAL, /* n: day 0 to 365 of the year */
  PNRI_DAY_WEEKDAY  /* Mm.w.d: weekday d (0 Sunday) of month m; the w-th, or for w = 5 the last one */
};

typedef struct pnri_zone_day {
  uint32_t kind;
  uint32_t month, week, day;
  int32_t minutes; /* of the clock at which it happens, -10,079 to 10,079 */
} pnri_zone_day;

typedef struct pnri_zone {
  int32_t standard, daylight; /* minutes ahead of UTC, -1,499 to 1,499 */
  pnri_zone_day begins, ends; /* of the time called daylight; begins.kind is PNRI_DAY_NONE for a fixed offset */
} pnri_zone;

/* Reads "Z", "UTC", "+01:00", "-0330", "+5" (ISO 8601: ahead of UTC), or a rule of POSIX.1-2017 section 8.3 as every
 * zoneinfo file has it in its last line: "CET-1CEST,M3.5.0,M10.5.0/3". False for anything else. */
bool pnri_zone_read(pnr_slice text, pnri_zone *zone);

/* True where every number lies in its range: what pnri_zone_to_utc relies on. */
bool pnri_zone_is_sound(const pnri_zone *zone);

/* A moment in minutes since 0000-03-01T00:00. */
static inline int64_t pnri_moment(int32_t days, int32_t minutes) { return (int64_t)days * 1440 + minutes; }

enum { PNRI_CLOCK_ONCE, PNRI_CLOCK_TWICE, PNRI_CLOCK_NEVER };

/* The moment in UTC at which clocks there show `local`, and how often they show it (PNRI_CLOCK_…): of a time that comes
 * twice the first one, and one that never comes as if the clock had not been changed (RFC 5545 section 3.3.5). */
uint32_t pnri_zone_to_utc(const pnri_zone *zone, int64_t local, int64_t *utc);

#endif
