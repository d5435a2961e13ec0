/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CORE_FINDINGS_H
#define PNR_CORE_FINDINGS_H

#include "core/arena.h"
#include "pnr/finding.h"

/* Findings of one message or list as they are collected. Past limits.findings they are only counted. */
typedef struct pnri_findings {
  pnri_arena *arena;
  pnri_chain chain;
  uint64_t dropped;
  pnr_finding *more; /* the PNR_F_MORE row, once there is one */
  int failed;        /* memory ran out: the caller ends with PNR_E_MEMORY */
} pnri_findings;

static inline void pnri_findings_open(pnri_findings *findings, pnri_arena *arena)
{
  *findings = (pnri_findings){ .arena = arena };
}

/* PNR_SEVERITY_… that the code has by itself. */
uint32_t pnri_findings_severity(uint32_t code);

/* Adds a copy; the severity is the code's own when 0. */
void pnri_findings_add(pnri_findings *findings, pnr_finding finding);

#endif
