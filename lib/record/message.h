/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_MESSAGE_H
#define PNR_RECORD_MESSAGE_H

#include "core/arena.h"
#include "pnr/message.h"

/* The views that content points to lie in the arena. */
struct pnr_message {
  pnri_arena arena;
  pnr_content content;
  const uint8_t *input; /* what content's offsets count in; borrowed */
  uint64_t steps;       /* of pnr_limits.steps that reading it took */
};

#endif
