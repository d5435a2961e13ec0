/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdint.h>

/* A line on stderr that tells how far long work is; only on a terminal, only after half a second. There is one for the
 * whole program, so that whoever prints something can first take it away. */

/* work: static, as in "travellers screened". */
void progress_begin(const char *work);
/* count is what is done; part of whole tells how much of it all that is, where whole is known and not 0. */
void progress_step(uint64_t count, uint64_t part, uint64_t whole);
/* Takes the line away: at the end, and before stderr gets anything else. */
void progress_hide(void);
/* The same before stdout gets anything, where both are terminals. */
void progress_make_way(void);

#endif
