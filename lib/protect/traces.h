/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PROTECT_TRACES_H
#define PNR_PROTECT_TRACES_H

#include "core/arena.h"
#include "core/vector.h"
#include "record/copy.h"

/* The values of a record that masking removes, so that they can be found wherever else they stand: a surname in the
 * agency's line, a telephone number in a fare. Letters of either case (ASCII) are the same. */

enum { PNRI_TRACE_LEAST = 5 }; /* octets: shorter values stand in too much else by chance */

typedef struct pnri_traces {
  pnri_arena arena;
  pnri_vector values;     /* trace */
  pnri_vector buckets;    /* uint32_t: the first trace of a bucket, or PNR_NONE */
  uint64_t begins[128];   /* bits of hashes of how values begin: most places of a text begin as none does */
  uint64_t expected[128]; /* likewise, of the places of expected texts */
  bool is_copy, is_expecting;
  bool failed; /* memory is exhausted */
} pnri_traces;

void pnri_traces_open(pnri_traces *traces, const pnr_env *env);
void pnri_traces_close(pnri_traces *traces);

/* A text in which values will be looked for. Where there are such, before any value is added, a value that stands in none of
 * them need not be kept. */
void pnri_traces_expect(pnri_traces *traces, pnr_slice text);

/* Adds the masked values of a view and all that it points to, but for free text, which is masked as a whole. They are
 * borrowed, or where is_copy is set, copied. */
void pnri_traces_add(pnri_traces *traces, const pnri_view *view, const void *at, bool is_copy);

/* Makes what was added ready to be found. */
void pnri_traces_index(pnri_traces *traces);

/* The first place from `from` on where a value stands in the text, and the size of the longest one there; text.size where
 * there is none. */
size_t pnri_traces_find(const pnri_traces *traces, pnr_slice text, size_t from, size_t *size);

#endif
