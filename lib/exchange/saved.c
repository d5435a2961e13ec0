/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/saved.h"

#include <string.h>

#include "core/fail.h"

enum { VERSION = 1 };

void pnri_saved_begin(pnri_cbor_writer *out, uint32_t parts, uint64_t until)
{
  pnri_cbor_put_array(out, parts);
  pnri_cbor_put_unsigned(out, VERSION);
  pnri_cbor_put_unsigned(out, until);
}

void pnri_saved_array(pnri_cbor_reader *in, uint64_t count)
{
  uint64_t found;
  if (pnri_cbor_get_array(in, &found) == PNR_OK && found != count) pnri_cbor_refuse(in, PNR_E_SYNTAX);
}

pnr_status pnri_saved_open(pnri_cbor_reader *in, pnr_slice octets, uint32_t parts, uint64_t now, uint64_t *until)
{
  uint64_t version = 0;
  pnri_cbor_reader_open(in, octets);
  pnri_saved_array(in, parts);
  if (pnri_cbor_get_unsigned(in, UINT64_MAX, &version) == PNR_OK && version != VERSION)
    return pnri_cbor_refuse(in, PNR_E_UNSUPPORTED);
  if (pnri_cbor_get_unsigned(in, UINT64_MAX, until) == PNR_OK && *until <= now)
    return pnri_cbor_refuse(in, PNR_E_EXPIRED);
  return in->status;
}

void pnri_saved_octets(pnri_cbor_reader *in, uint8_t *out, size_t size)
{
  pnr_slice octets;
  if (pnri_cbor_get_octets(in, &octets) != PNR_OK) return;
  if (octets.size == size) memcpy(out, octets.data, size);
  else pnri_cbor_refuse(in, PNR_E_SYNTAX);
}

void pnri_saved_number(pnri_cbor_reader *in, uint32_t *out)
{
  uint64_t number = 0;
  pnri_cbor_get_unsigned(in, UINT32_MAX, &number);
  *out = (uint32_t)number;
}

pnr_status pnri_saved_end(pnri_cbor_reader *in, pnr_status status, pnr_error *error)
{
  if (in->status == PNR_OK && status != PNR_OK) return pnri_fail(error, (pnr_error){ .status = status });
  if (pnri_cbor_finish(in) == PNR_OK) return PNR_OK;
  return pnri_cbor_fault(in, 0, error);
}
