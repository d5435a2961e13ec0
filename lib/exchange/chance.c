/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/chance.h"

#include "crypto/secret.h"

static pnr_status draw(void *user, void *out, size_t size)
{
  (void)user;
  return pnri_secret_random(out, size);
}

const pnri_chance pnri_chance_system = { draw, NULL };
