/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_CUSRES_H
#define PNR_RECORD_CUSRES_H

#include "pnr/message.h"

/* ERC C901 9321 of CUSRES: what a code means, for reading and for writing. Each country has further codes for persons. */
typedef struct pnri_response_code {
  uint32_t level; /* PNR_LEVEL_… */
  char code[3];
  uint32_t meaning; /* PNR_RESPONSE_… */
} pnri_response_code;

enum { PNRI_RESPONSE_CODES = 6 };
extern const pnri_response_code pnri_response_codes[PNRI_RESPONSE_CODES];

#endif
