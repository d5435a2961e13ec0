/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/padding.h"

enum { REPLY = 4096 };

static unsigned bits_of(size_t value)
{
  unsigned bits = 0;
  while (value != 0) {
    value >>= 1;
    bits++;
  }
  return bits;
}

size_t pnri_padme(size_t size)
{
  if (size < 2) return size;
  unsigned exponent = bits_of(size) - 1;    /* floor(log2 size) */
  unsigned significant = bits_of(exponent); /* bits of the exponent; so many of the length are kept */
  if (exponent <= significant) return size;
  size_t mask = ((size_t)1 << (exponent - significant)) - 1;
  return (size + mask) & ~mask;
}

/* Octets of the head of a byte string. */
static size_t head_of(size_t size) { return size < 24 ? 1 : size < 256 ? 2 : size < 65536 ? 3 : 5; }

static size_t target_of(size_t size, bool is_reply)
{
  return is_reply ? (size + REPLY - 1) / REPLY * REPLY : pnri_padme(size);
}

size_t pnri_pad_size(size_t size, bool is_reply)
{
  size_t rest = size - head_of(0);
  for (size_t target = target_of(size, is_reply);; target = target_of(target + 1, is_reply)) {
    for (size_t head = 1; head <= 5; head++) {
      size_t pad = target - rest >= head ? target - rest - head : 0;
      if (rest + head_of(pad) + pad == target) return pad;
    }
  }
}
