/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "edifact/scanner.h"

/* The scanners of this machine against the reference. The first five octets are the service characters. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct result {
  uint32_t *positions;
  uint64_t *odd;
  size_t count;
} result;

static int run(pnri_scan scan, const pnri_service *service, const uint8_t *data, uint32_t size, result *all)
{
  all->positions = malloc((size + PNRI_SCAN_SLACK) * sizeof *all->positions);
  all->odd = malloc((pnri_scan_words(size) + 1) * sizeof *all->odd);
  if (all->positions == NULL || all->odd == NULL) return 0;
  all->count = scan(service, data, size, all->positions, all->odd);
  return 1;
}

static void release(result *all)
{
  free(all->positions);
  free(all->odd);
}

static int is_equal(const result *a, const result *b, uint32_t size)
{
  return a->count == b->count && memcmp(a->positions, b->positions, a->count * sizeof *a->positions) == 0 &&
         memcmp(a->odd, b->odd, pnri_scan_words(size) * sizeof *a->odd) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  enum { SERVICE = 5 };
  if (size < SERVICE || size > UINT32_MAX) return 0;
  const pnri_service service = { data[0], data[1], data[2], data[3], data[4] };
  uint32_t octets = (uint32_t)(size - SERVICE);
  result wanted, got;
  if (run(pnri_scanner_scalar.scan, &service, data + SERVICE, octets, &wanted))
    for (size_t i = 0; pnri_scanner_at(i) != NULL; i++) {
      if (!pnri_scanner_at(i)->is_usable()) continue;
      if (run(pnri_scanner_at(i)->scan, &service, data + SERVICE, octets, &got) && !is_equal(&wanted, &got, octets))
        abort();
      release(&got);
    }
  release(&wanted);
  return 0;
}
