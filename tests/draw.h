/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_DRAW_H
#define PNR_TESTS_DRAW_H

#include <stdint.h>

/* Numbers that look random and are the same on every machine: whoever sets the state begins anew. */

static uint64_t draw_state;

/* 0 to below - 1; a linear congruential generator, of whose state the upper bits are used. */
static inline uint32_t draw(uint32_t below)
{
  draw_state = draw_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)((draw_state >> 33) % below);
}

#endif
