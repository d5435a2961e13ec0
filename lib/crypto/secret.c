/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/secret.h"

#include <sodium.h>

#include "crypto/ready.h"

pnr_status pnri_secret_random(void *out, size_t size)
{
  pnr_status status = pnri_crypto_ready();
  if (status == PNR_OK) randombytes_buf(out, size);
  return status;
}

bool pnri_secret_equal(const void *a, const void *b, size_t size) { return sodium_memcmp(a, b, size) == 0; }
