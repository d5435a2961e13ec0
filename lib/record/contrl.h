/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_CONTRL_H
#define PNR_RECORD_CONTRL_H

#include <stddef.h>

#include "pnr/contrl.h"

/* The segments of CONTRL (ISO 9735-4): which element holds what, for reading and for writing. Elements by number; 0 where
 * the segment has none of the kind. service is 0013, which is 0135 from syntax version 4 on, in its place. */
typedef struct pnri_contrl_layout {
  char tag[4];
  uint32_t level;
  uint32_t under; /* the widest level that it may follow */
  uint32_t reference, sender, recipient, type, action, segment, error, service, place;
} pnri_contrl_layout;

enum { PNRI_CONTRL_LAYOUTS = 5 };
extern const pnri_contrl_layout pnri_contrl_layouts[PNRI_CONTRL_LAYOUTS];

#endif
