/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_WORDS_H
#define PNR_RECORD_WORDS_H

#include "pnr/person.h"

/* PNR_NAME_… for "primary", "alias", "weak" …, ASCII case ignored; 0 for any other text. */
uint32_t pnri_name_kind_number(pnr_slice name);

#endif
