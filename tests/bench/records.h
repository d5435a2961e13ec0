/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_BENCH_RECORDS_H
#define PNR_TESTS_BENCH_RECORDS_H

#include "pnr/pnr.h"

/* Records as units tell each other of them: filtered and scrubbed, received a day before BENCH_NOW. */

enum { BENCH_A_DAY = 86400 };
#define BENCH_NOW UINT64_C(1772366400) /* 2026-03-01T12:00:00Z */

/* Bookings of one flight with all that PNRGOV says of them, 4.5 KB each: count of them. To be closed. */
void bench_flight_records(pnr_record **out, uint32_t count);

/* Travellers with flight, name, birth, document and address: 18 values of 175 octets (texts, and numbers in as few octets as they
 * need), 225 octets stored. Number i of them. */
pnr_record *bench_short_record(uint32_t i);

#endif
