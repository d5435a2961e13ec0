/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_SEARCH_H
#define PNR_MATCH_SEARCH_H

#include "match/candidates.h"
#include "match/index.h"
#include "match/listed.h"
#include "match/reason.h"
#include "match/table.h"

/* An entry that reached the threshold. */
typedef struct pnri_hit {
  uint32_t entry; /* number within the index */
  uint32_t score;
  bool whole;        /* every name of it was met: nothing is to be added */
  pnri_meeting best; /* right: number of the name within its entry */
} pnri_hit;

enum { PNRI_TOP = 16 }; /* up to so many best ones, what cannot be among them is dropped early */

struct pnr_searcher {
  const pnr_env *env;
  pnr_index *index; /* held */
  pnri_candidates parts[PNRI_PARTS];
  const pnri_image *image; /* of the part that is searched now, like the following two */
  pnri_candidates *candidates;
  uint32_t first_entry; /* number that the part's entry 0 has in the index */
  pnri_subject asked;
  pnr_search_options options;      /* complete */
  uint32_t least;                  /* no entry has a lower threshold */
  pnri_evidence hoped[PNRI_HOPES]; /* the best evidence that entries of a class can bring, and keyed ones */
  pnri_vector favoured; /* of uint32_t: forms of the part's entries with a birth date that agrees with the asked one */
  pnri_vector hits;     /* of pnri_hit */
  pnri_table hit_of_entry;
  pnri_vector order;      /* scratch */
  uint64_t top[PNRI_TOP]; /* the best hits so far as hit_rank gives them, best first */
  uint32_t top_count;
  pnri_name listed; /* scratch */
  bool incomplete;  /* the steps were spent */
  /* The answer. */
  pnri_arena arena;
  pnri_chain chain; /* of pnr_candidate: what was found so far */
  const pnr_candidate *const *views;
  uint32_t view_count;
};

/* A search in three steps: the last answer is forgotten, the candidates of any number of persons are added, and the new
 * answer is shown; where status is a failure there is none. traveller: what the candidates call the person. */
pnr_status pnri_search_begin(pnr_searcher *searcher, const pnr_purpose *purpose, const pnr_search_options *options);
pnr_status pnri_search_person(pnr_searcher *searcher, const pnr_person *person, uint32_t traveller);
pnr_status pnri_search_end(pnr_searcher *searcher, pnr_status status, pnr_error *error);

/* Adds the views of the hits, which are in their final order, and of NOT_FULLY_SCREENED to the chain. False when memory
 * is exhausted. */
bool pnri_answer_add(pnr_searcher *searcher, uint32_t traveller);

#endif
