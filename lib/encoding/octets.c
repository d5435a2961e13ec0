/* SPDX-License-Identifier: Apache-2.0 */
#include "encoding/octets.h"

#include "core/fail.h"

pnr_status pnri_octets_of(pnri_cbor_writer *cbor, pnr_octets **out, pnr_error *error)
{
  pnr_status status = cbor->status;
  pnr_octets *octets = status == PNR_OK ? pnri_alloc(cbor->env, sizeof *octets) : NULL;
  *out = octets;
  if (octets == NULL) {
    pnri_cbor_writer_close(cbor);
    return pnri_fail(error, (pnr_error){ .status = status != PNR_OK ? status : PNR_E_MEMORY });
  }
  *octets = (pnr_octets){ cbor->env, cbor->data, cbor->size, cbor->allocated };
  pnri_cbor_writer_open(cbor, cbor->env, cbor->limit);
  return PNR_OK;
}

pnr_slice pnr_octets_get(const pnr_octets *octets)
{
  return octets != NULL ? (pnr_slice){ octets->data, octets->size } : (pnr_slice){ NULL, 0 };
}

void pnr_octets_close(pnr_octets *octets)
{
  if (octets == NULL) return;
  pnri_free(octets->env, octets->data, octets->capacity);
  pnri_free(octets->env, octets, sizeof *octets);
}
