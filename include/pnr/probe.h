/* pnr/probe.h - the messages of a blind query (pnr/blind.h).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PROBE_H
#define PNR_PROBE_H

#include "pnr/inquiry.h"

#ifdef __cplusplus
extern "C" {
#endif

/* As in pnr/inquiry.h: each struct begins with its size; 0 and empty say nothing. */

typedef struct pnr_flight {
  uint32_t size;
  pnr_date day; /* of departure, local */
  pnr_slice carrier;
  pnr_slice number;
} pnr_flight;

/* Asks whether any of many persons is on these flights. It has reasons as a request has. */
typedef struct pnr_probe {
  uint32_t size;
  uint32_t legal_basis;
  uint32_t purpose;
  uint32_t offences;
  uint32_t threshold_met;
  uint32_t normaliser; /* PNR_NORMALISER that made the keys */
  pnr_slice reference;
  pnr_slice case_reference;
  pnr_slice case_reason;
  pnr_slice necessity;
  pnr_slice proportionality;
  pnr_slice authority;
  pnr_slice officer;
  pnr_slice approver;
  uint64_t approved_at;
  const pnr_flight *const *flights;
  uint32_t flight_count;
  pnr_slice elements;    /* pnr_blind_elements */
  pnr_slice commitments; /* pnr_blind_commitments */
} pnr_probe;

/* What became of the elements, in their order. */
typedef struct pnr_probe_result {
  uint32_t size;
  pnr_slice probe; /* its id */
  pnr_slice elements;
} pnr_probe_result;

/* The travellers of one flight, as tags. */
typedef struct pnr_tags {
  uint32_t size;
  pnr_slice probe; /* its id */
  const pnr_flight *flight;
  pnr_slice salt;
  pnr_slice tags; /* of 8 octets, rising; 512 or a doubling of them, random ones among them */
  pnr_slice commitment;
} pnr_tags;

#ifdef __cplusplus
}
#endif
#endif
