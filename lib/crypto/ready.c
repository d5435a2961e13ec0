/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/ready.h"

#include <sodium.h>
#include <stdatomic.h>
#include <stdbool.h>

/* sodium_init takes a lock each time; behind the first success nobody needs it. */
static atomic_bool is_ready;

pnr_status pnri_crypto_ready(void)
{
  if (atomic_load_explicit(&is_ready, memory_order_acquire)) return PNR_OK;
  if (sodium_init() < 0) return PNR_E_CRYPTO;
  atomic_store_explicit(&is_ready, true, memory_order_release);
  return PNR_OK;
}
