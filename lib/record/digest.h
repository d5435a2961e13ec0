/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_DIGEST_H
#define PNR_RECORD_DIGEST_H

#include <stdbool.h>

#include "pnr/message.h"

/* 128 bits of XXH3 over what a record says, not over how it was sent. docs/duplicates.md is the definition. */
typedef struct pnri_digest {
  uint64_t low, high;
} pnri_digest;

static inline bool pnri_digest_equal(pnri_digest a, pnri_digest b) { return a.low == b.low && a.high == b.high; }

/* Of the flight that the message is about: carrier, number, where and on what day it begins. Where it ends does not count:
 * the parts of a teletype list name destinations of their own. */
pnri_digest pnri_digest_flight(const pnr_content *content);

/* Of what the parts of one split message have in common. */
pnri_digest pnri_digest_key(const pnr_content *content);

/* Of a booking with its travellers, on this flight. False when memory is exhausted. */
bool pnri_digest_booking(const pnr_env *env, const pnr_content *content, uint32_t booking, pnri_digest *out);

/* Of everything that the message says about its flight: bookings, persons without booking, responses, counts; in any
 * order. False when memory is exhausted. */
bool pnri_digest_content(const pnr_env *env, const pnr_content *content, pnri_digest *out);

#endif
