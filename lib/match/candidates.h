/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_CANDIDATES_H
#define PNR_MATCH_CANDIDATES_H

#include "match/facts.h"
#include "match/neighbourhood.h"

/* The listed forms that a form may meet with a necessary score: all of them, and few others.
 *
 * Each token of the asked form is looked up in the vocabulary: the words within its edit budget, the words that its
 * joins with its neighbours make, and the words that joined make it. Every word found is MARKED with the tokens that it
 * may meet; what a listed form's marks add up to bounds its score (pnri_form_bound, pnri_share_bound). The tokens whose
 * words stand in the most forms are SKIPPED, as many as cannot reach the necessary score alone: a form with a higher score
 * has a word of another token, in whose postings it is found. What is necessary, and so what is skipped, differs by shelf. */

/* The scores that are looked for: by the class of an entry, and for forms that evidence lets pass with a lower one. */
enum { PNRI_FAVOURED = PNRI_CLASSES, PNRI_DEMANDS, PNRI_NEEDED = (1 << PNRI_DEMANDS) - 1 };

/* A mark: what a listed token may meet. Few differ, so that each has a number; 0 is that of tokens without one. */
enum { PNRI_MARKS = 256, PNRI_MET_ALONE = 1 << PNRI_TOKENS };
typedef struct pnri_mark {
  uint16_t direct; /* tokens of the asked form that this listed token may meet, alone or as joined ones */
  uint16_t part;   /* tokens that this listed token may make together with other listed tokens */
  uint16_t alone;  /* of these, those where the others are not marked */
  uint16_t
    needed; /* demands (PNRI_UNDATED …, PNRI_FAVOURED) that a match of its direct tokens can satisfy: others pass it by */
} pnri_mark;

/* What a set of tokens of the asked form can reach. */
typedef struct pnri_reach {
  uint16_t bound; /* pnri_form_bound */
  uint16_t plain; /* the same with forms that have no initial */
  uint16_t weight, names;
  uint16_t
    rest[PNRI_DEMANDS]; /* what the other tokens of a form without initials must stay below to satisfy a demand */
} pnri_reach;

typedef struct pnri_posting_list {
  uint32_t first, end; /* postings */
  uint32_t form;       /* the first one's */
  uint16_t tokens;     /* set: to be read unless all of these are skipped */
  uint16_t needed;     /* as pnri_mark */
} pnri_posting_list;

typedef struct pnri_found_form {
  uint32_t form;
  uint16_t bound;  /* no higher score is possible */
  uint16_t demand; /* that it may satisfy */
} pnri_found_form;

/* A form that is to be bounded, and its tokens. */
enum { PNRI_PENDING = 32 };
typedef struct pnri_pending_form {
  uint32_t form;
  uint16_t group, demand;
  uint32_t count;
  uint32_t tokens[PNRI_TOKENS]; /* as in FORM_TOKENS */
} pnri_pending_form;

typedef struct pnri_demand {
  uint32_t necessary[PNRI_DEMANDS]; /* 1 to 10,001; that of classes, and of favoured forms */
  const uint32_t *favoured;
  size_t favoured_count;
} pnri_demand;

typedef struct pnri_candidates {
  const pnri_image *image;
  const pnr_env *env;
  pnri_neighbourhood near; /* its steps count for all */
  uint8_t *mark_of;        /* number of its mark per token of the image, and 0 behind them; zero between calls */
  size_t mark_of_size;     /* octets */
  pnri_mark marks[PNRI_MARKS];
  uint32_t mark_count;
  uint32_t met[PNRI_DEMANDS][PNRI_MARKS]; /* direct as far as the demand needs it, and part; PNRI_MET_ALONE */
  uint32_t *listed;                       /* a bit per form that a list has; zero between calls */
  uint32_t *bounded_bits;                 /* a bit per form that was bounded; zero between calls */
  size_t bits_size;
  pnri_vector marked;  /* words with marks */
  pnri_vector lists;   /* of pnri_posting_list */
  pnri_vector words;   /* scratch of look-ups */
  pnri_vector similar; /* of pnri_similar_word: the same */
  pnri_vector parts;   /* words: scratch of pnri_candidates_split */
  pnri_vector bounded; /* forms with a bit in bounded_bits */
  pnri_vector counted; /* forms with a bit in listed */
  pnri_vector found;   /* of pnri_found_form: the answer */
  pnri_reach *reach;   /* per set of tokens; bound is UNKNOWN_BOUND until asked for */
  const pnri_form *form;
  pnri_share share; /* of form: all its tokens as the rest */
  uint32_t necessary[PNRI_DEMANDS];
  uint32_t skipped[PNRI_SHELVES]; /* sets of tokens */
  bool counting[PNRI_SHELVES];
  pnri_pending_form pending[PNRI_PENDING];
  uint32_t pending_count;
} pnri_candidates;

/* The number of the mark of a token; of one that the image does not have, none. */
static inline uint32_t pnri_mark_of(const pnri_candidates *candidates, uint32_t token)
{
  return candidates->mark_of[token < candidates->image->tokens ? token : candidates->image->tokens];
}

pnr_status pnri_candidates_open(pnri_candidates *candidates, const pnr_env *env, const pnri_image *image);
void pnri_candidates_close(pnri_candidates *candidates);

/* Fills candidates->found with every listed form whose score with form may be as high as demanded. PNR_OK, PNR_E_MEMORY, or
 * PNR_E_LIMIT when the steps are spent: found is then not complete. */
pnr_status pnri_candidates_find(pnri_candidates *candidates, const pnri_form *form, const pnri_demand *demand);

/* Marks word (all its tokens) with the set direct for what is needed, or with the set part. False when memory is
 * exhausted. */
bool pnri_candidates_mark(pnri_candidates *candidates, uint32_t word, uint32_t direct, uint32_t needed);
bool pnri_candidates_mark_part(pnri_candidates *candidates, uint32_t word, uint32_t part);
/* The same with the set part, for groups whose other words are not looked up: such a form is looked at whatever they
 * are. */
bool pnri_candidates_mark_alone(pnri_candidates *candidates, uint32_t word, uint32_t part);
/* Adds the postings of word for the set tokens and what is needed. False when memory is exhausted. */
bool pnri_candidates_list(pnri_candidates *candidates, uint32_t word, uint32_t tokens, uint32_t needed);
/* How many postings word has. */
uint64_t pnri_candidates_volume(const pnri_candidates *candidates, uint32_t word);

/* Marks and lists the words of which two or three, joined, make token number i of the form, and those that begin it, which
 * may abbreviate it or what it was cut from. */
bool pnri_candidates_split(pnri_candidates *candidates, uint32_t i);

#endif
