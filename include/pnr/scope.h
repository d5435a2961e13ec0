/* pnr/scope.h - the flights that a unit selected; what flies outside the selection is not stored.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_SCOPE_H
#define PNR_SCOPE_H

#include "pnr/message.h"
#include "pnr/places.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Of flights within the Union a unit may process those of selected routes, patterns or airports only, as long as no real and
 * present or foreseeable terrorist threat asks for all of them (Court of Justice, C-817/19; Regulation (EU) 2025/13,
 * article 13). The selection is the unit's: a table. */

enum { PNR_SCOPE_ROWS_MOST = 10000 };

enum {                        /* what is known of a message's flight */
       PNR_SCOPE_OUTSIDE = 1, /* no row selects it: drop the message, count it */
       PNR_SCOPE_UNKNOWN = 2, /* a row might: what it asks for is not in the message, or not known of its places */
       PNR_SCOPE_INSIDE = 3
};

/* Immutable: many threads may ask the same. */
typedef struct pnr_scope pnr_scope;

/* Reads a CSV with a header of any of: carrier, number, from, to, route (domestic, intra-eu, extra-eu, outside-eu),
 * first_day, last_day (2025-06-01, of the departure, local), remark. A row selects the legs that agree with all its cells;
 * an empty cell or '*' agrees with all. At least one of the first five columns must be there. PNR_E_FORMAT: the first line
 * names no such columns; PNR_E_SYNTAX: a cell or row is not understood; PNR_E_LIMIT: too many rows; offset, line and
 * column say where. table is not needed after the call. */
PNR_API pnr_status pnr_scope_open(const pnr_env *env, pnr_slice table, pnr_scope **out, pnr_error *error);
PNR_API uint32_t pnr_scope_count(const pnr_scope *scope); /* rows */

/* *out takes PNR_SCOPE_…: whether a row selects a leg of the flight that the message is about (content->legs). Carriers and
 * places are compared with any case, numbers without zeros in front. places (NULL: none) tells routes. PNR_E_LIMIT: legs
 * times rows are more than limits.steps. */
PNR_API pnr_status pnr_scope_of(const pnr_scope *scope, const pnr_content *content, const pnr_places *places,
                                uint32_t *out, pnr_error *error);

PNR_API void pnr_scope_close(pnr_scope *scope);

#ifdef __cplusplus
}
#endif
#endif
