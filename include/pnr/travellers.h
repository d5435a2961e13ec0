/* pnr/travellers.h - travellers of messages: searched together, and indexed to be found by who is listed later.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TRAVELLERS_H
#define PNR_TRAVELLERS_H

#include "pnr/match.h"
#include "pnr/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A traveller is searched and indexed as his person together with what his booking says of nobody else: documents,
 * telephone numbers, e-mail addresses and card numbers that stand at the booking or at him. Of a booking's documents
 * the first 64 count, and of the others the first 64 among the first 1,024. Masked card numbers tell nobody apart and
 * are no use. */

/* Adds traveller number `traveller` of content to an index as an entry:
 *   id           what leads back to him: reference '#' traveller, then '/' and the booking's locator where there is one
 *   source       four words, each '-' where it is not known: kind of message, flight, day of departure, route.
 *                "PNRGOV ZX100 2025-03-10 QXA-QXB"
 *   owner        who sent the message
 *   basis        "Directive (EU) 2016/681, article 6(2)(b)": an index with such an entry is consulted by request only,
 *                and refuses PNR_BASIS_ASSESSMENT with PNR_E_PURPOSE
 *   valid_from, valid_until   the days of the first departure and the last arrival: options.at and options.until find
 *                those who travel then; 0 where the message does not say
 * reference is the caller's name for the message: a file, a record's key. Copies what it needs: the message may go. */
PNR_API pnr_status pnr_index_builder_add_traveller(pnr_index_builder *builder, const pnr_content *content,
                                                   uint32_t traveller, pnr_slice reference, pnr_error *error);

/* The travellers of a message as such entries, for pnr_live_add: a stored index that gets what comes in. Those with
 * more than 1,023 identifiers are left out and counted. content must outlive it. */
typedef struct pnr_travellers pnr_travellers;
PNR_API pnr_status pnr_travellers_open(const pnr_env *env, const pnr_content *content, pnr_slice reference,
                                       pnr_travellers **out, pnr_error *error);
/* The array of pnr_travellers_count entries, in the order of the message; owned by it. NULL when there are none. */
PNR_API const pnr_entry *const *pnr_travellers_entries(const pnr_travellers *travellers);
PNR_API uint32_t pnr_travellers_count(const pnr_travellers *travellers);
PNR_API uint32_t pnr_travellers_left_out(const pnr_travellers *travellers);
PNR_API void pnr_travellers_close(pnr_travellers *travellers);

/* What the id and the source of such an entry say. Slices are borrowed from the candidate. */
typedef struct pnr_traveller_entry {
  uint32_t size; /* sizeof(pnr_traveller_entry) */
  uint32_t traveller;
  pnr_slice reference;
  pnr_slice locator;
  pnr_slice type;   /* "PNRGOV": pnr_message_type_name */
  pnr_slice flight; /* carrier, number and suffix: "ZX100" */
  pnr_slice from;
  pnr_slice to;
  pnr_date departs;
} pnr_traveller_entry;

/* PNR_E_FORMAT where the candidate's entry is no traveller. Set entry->size first. */
PNR_API pnr_status pnr_traveller_entry_read(const pnr_candidate *candidate, pnr_traveller_entry *entry,
                                            pnr_error *error);

/* Searches for one traveller. */
PNR_API pnr_status pnr_search_traveller(pnr_searcher *searcher, const pnr_content *content, uint32_t traveller,
                                        const pnr_purpose *purpose, const pnr_search_options *options,
                                        pnr_error *error);
/* The same for all travellers of a message, in their order: a candidate's `traveller` tells whose it is. options.best
 * and limits.steps count for each of them anew. */
PNR_API pnr_status pnr_search_message(pnr_searcher *searcher, const pnr_content *content, const pnr_purpose *purpose,
                                      const pnr_search_options *options, pnr_error *error);

#ifdef __cplusplus
}
#endif
#endif
