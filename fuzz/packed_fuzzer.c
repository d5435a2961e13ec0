/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "encoding/inflate.h"
#include "encoding/zip.h"

/* Compressed octets and archives: never more than allowed, faults inside the input, the same again, and where less may
 * come out, the beginning of the same. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 1 << 20, LESS = 100, FORMS = 3 };

static void must(int holds)
{
  if (!holds) abort();
}

static pnr_status unpack(int form, pnr_slice octets, uint64_t most, pnri_vector *out, pnr_error *error)
{
  if (form == 2) return pnri_zip_read(octets, "content.xml", most, out, error);
  return pnri_inflate(form == 0 ? PNRI_GZIP : PNRI_DEFLATED, octets, most, out, error);
}

static void check(int form, pnr_slice octets)
{
  static const uint64_t bounds[] = { MOST, MOST, LESS };
  pnri_vector out[3];
  pnr_status status[3];
  for (int i = 0; i < 3; i++) {
    pnr_error error = { .size = sizeof error };
    pnri_vector_open(&out[i], NULL, 1);
    status[i] = unpack(form, octets, bounds[i], &out[i], &error);
    must(out[i].count <= bounds[i]);
    must(status[i] == PNR_OK || error.offset <= octets.size);
  }
  must(status[0] == status[1] && out[0].count == out[1].count);
  must(out[2].count <= out[0].count && (out[2].count == 0 || memcmp(out[0].data, out[2].data, out[2].count) == 0));
  must(status[2] == status[0] || status[2] == PNR_E_LIMIT);
  for (int i = 0; i < 3; i++) pnri_vector_close(&out[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  for (int form = 0; form < FORMS; form++) check(form, (pnr_slice){ data, size });
  return 0;
}
