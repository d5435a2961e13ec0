/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_CHANCE_H
#define PNR_EXCHANGE_CHANCE_H

#include "pnr/base.h"

/* Where random octets come from. Tests that make golden frames have a source of their own. */
typedef struct pnri_chance {
  pnr_status (*draw)(void *user, void *out, size_t size);
  void *user;
} pnri_chance;

/* The system's. */
extern const pnri_chance pnri_chance_system;

static inline pnr_status pnri_draw(const pnri_chance *chance, void *out, size_t size)
{
  return chance->draw(chance->user, out, size);
}

#endif
