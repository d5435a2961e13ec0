/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_READ_READ_H
#define PNR_READ_READ_H

#include "edifact/interchange.h"
#include "pnr/read.h"
#include "record/builder.h"

/* One message while it is read: what every reader is given. */
typedef struct pnri_reading {
  const pnr_env *env;
  pnri_interchange *interchange;
  uint64_t size;         /* of the input */
  pnri_builder *builder; /* content's head (type, sender, reference, part …) is already filled */
  const pnri_envelope *envelope;
  pnr_date reference; /* for two-digit years */
} pnri_reading;

/* Each reads all segments of its message, up to PNR_END of pnri_interchange_next_segment. What they return other than
 * PNR_OK ends the reading. */
pnr_status pnri_pnrgov_read(pnri_reading *reading, pnr_error *error);
pnr_status pnri_paxlst_read(pnri_reading *reading, pnr_error *error);
pnr_status pnri_cusres_read(pnri_reading *reading, pnr_error *error);
pnr_status pnri_ackres_read(pnri_reading *reading, pnr_error *error);
pnr_status pnri_contrl_read(pnri_reading *reading, pnr_error *error);

#endif
