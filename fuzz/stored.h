/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_FUZZ_STORED_H
#define PNR_FUZZ_STORED_H

#include <string.h>

#include "look.h"

/* What holds for every stored record. */

static inline void demand_written(pnr_record *record, pnr_slice octets)
{
  pnr_slice written;
  demand(pnr_record_encode(record, &written, NULL) == PNR_OK);
  demand(written.size == octets.size && memcmp(written.data, octets.data, octets.size) == 0);
}

/* It is read again as the same record, and written again as the same octets. */
static inline void demand_stored(pnr_record *record)
{
  pnr_record *again = NULL;
  pnr_slice octets;
  demand(pnr_record_encode(record, &octets, NULL) == PNR_OK);
  demand(pnr_record_decode(NULL, octets, &again, NULL) == PNR_OK);
  demand(pnr_record_equal(record, again) == 1);
  demand_written(again, octets);
  pnr_record_close(again);
}

#endif
