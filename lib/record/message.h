/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_MESSAGE_H
#define PNR_RECORD_MESSAGE_H

#include "core/arena.h"
#include "pnr/message.h"

/* A message is its arena: content and all views lie in it. */
struct pnr_message {
  pnri_arena arena;
  pnr_content *content;
  const uint8_t *input; /* what content's offsets count in; borrowed */
};

#endif
