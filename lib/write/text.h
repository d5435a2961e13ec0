/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_WRITE_TEXT_H
#define PNR_WRITE_TEXT_H

#include "core/vector.h"
#include "pnr/write.h"

/* Once memory ran out, further octets are dropped: writers check `failed` at their end. */
struct pnr_text {
  pnri_vector octets;
  int failed;
};

void pnri_text_put(pnr_text *text, const void *octets, size_t size);

/* Ends a piece of writing that began when the text held `size` octets: takes it back where memory ran out. */
pnr_status pnri_text_settle(pnr_text *text, size_t size, pnr_error *error);

#endif
