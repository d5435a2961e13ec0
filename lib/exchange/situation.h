/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_SITUATION_H
#define PNR_EXCHANGE_SITUATION_H

#include <stdbool.h>

#include "exchange/rule.h"

/* A message, and what its rules look at. */
typedef struct pnri_situation {
  const pnr_exchange *exchange;
  const pnr_exchange_message *message;
  const pnr_asked *asked; /* of a reply: the request it answers; NULL: none that is known */
  uint64_t issued;
  pnr_date today;                          /* of issued */
  const pnr_shared_record *const *records; /* of a reply or notice */
  const pnr_shared_hit *const *hits;
  uint32_t record_count;
  uint32_t hit_count;
} pnri_situation;

/* One for each rule that looks at more than one value; rule.c says at which messages. True: it holds. */
bool pnri_threshold_holds(const pnri_situation *situation);
bool pnri_approved_holds(const pnri_situation *situation);
bool pnri_selectors_hold(const pnri_situation *situation);
bool pnri_cards_hold(const pnri_situation *situation);
bool pnri_urgency_holds(const pnri_situation *situation);
bool pnri_window_holds(const pnri_situation *situation);
bool pnri_unmask_holds(const pnri_situation *situation);
bool pnri_permission_holds(const pnri_situation *situation);
bool pnri_transfer_holds(const pnri_situation *situation);
bool pnri_outcome_holds(const pnri_situation *situation);
bool pnri_asked_holds(const pnri_situation *situation);
bool pnri_recall_holds(const pnri_situation *situation);
bool pnri_retention_holds(const pnri_situation *situation);
bool pnri_masked_holds(const pnri_situation *situation);
bool pnri_given_holds(const pnri_situation *situation);
bool pnri_scrubbed_holds(const pnri_situation *situation);
bool pnri_handling_holds(const pnri_situation *situation);
bool pnri_travelled_holds(const pnri_situation *situation);
bool pnri_review_holds(const pnri_situation *situation);
bool pnri_score_holds(const pnri_situation *situation);

/* What a permission of article 12(3)(b) must have. */
bool pnri_approval_holds(const pnr_approval *approval, uint64_t issued);

/* True for 12 to 19 digits, blanks and hyphens between them, whose check digit is that of a payment card. */
bool pnri_is_card(pnr_slice text);

#endif
