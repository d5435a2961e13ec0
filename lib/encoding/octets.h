/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_ENCODING_OCTETS_H
#define PNR_ENCODING_OCTETS_H

#include "encoding/cbor.h"
#include "pnr/keys.h"

struct pnr_octets {
  const pnr_env *env;
  uint8_t *data;
  size_t size;
  size_t capacity;
};

/* What was written, with its memory, which the writer gives away. PNR_E_MEMORY, or the writer's fault: then *out is NULL and
 * the writer closed. */
pnr_status pnri_octets_of(pnri_cbor_writer *cbor, pnr_octets **out, pnr_error *error);

#endif
