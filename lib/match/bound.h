/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_BOUND_H
#define PNR_MATCH_BOUND_H

#include "match/candidates.h"

/* What a listed form can reach, told by the marks of its tokens. */

/* Before anything is bounded: the form that is asked for is set, the demand known. */
void pnri_bound_start(pnri_candidates *candidates);

/* What a set of tokens of the asked form can reach with forms of a shelf, with any form. */
uint32_t pnri_bound_reach(pnri_candidates *candidates, uint32_t shelf, uint32_t tokens);
uint32_t pnri_bound_most(pnri_candidates *candidates, uint32_t tokens);

/* Takes a form into found if it can satisfy the demand, each once; not at once, but with further ones, whose tokens come
 * from memory together. False when memory is exhausted. */
bool pnri_bound_try(pnri_candidates *candidates, uint32_t form, uint32_t demand);
/* Behind the last one. False when memory is exhausted. */
bool pnri_bound_end(pnri_candidates *candidates);

#endif
