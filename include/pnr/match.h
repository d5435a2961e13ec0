/* pnr/match.h - compares names and persons, and finds the listed persons that a traveller may be.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_H
#define PNR_MATCH_H

#include "pnr/list.h"
#include "pnr/person.h"
#include "pnr/policy.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Scores are ten-thousandths, 0 to 10,000, computed with integers only; docs/matching.md defines them. */
#define PNR_SCORE_MAX 10000
#define PNR_THRESHOLD_DEFAULT 7000

/* --- Purpose: why somebody looks (Directive (EU) 2016/681, articles 6 and 9) --- */

enum {
  PNR_BASIS_ASSESSMENT = 1, /* art. 6(2)(a): travellers against lists before arrival or departure; needs no case */
  PNR_BASIS_REQUEST = 2,    /* art. 6(2)(b): a reasoned request; needs case and officer */
  PNR_BASIS_TEST = 3,       /* invented data only, lists without owner or basis too: no result may be used */
  PNR_BASIS_CRITERIA = 4,   /* art. 6(2)(c): making criteria. Of records alone: no search is for it */
  PNR_BASIS_BORDER = 5      /* Regulation (EU) 2025/12: checks at the border. Of records alone */
};
enum { PNR_OFFENCE_TERRORISM = 100 }; /* 1 to 26: the category of Annex II; 0: not stated */

typedef struct pnr_purpose {
  uint32_t size;  /* sizeof(pnr_purpose) */
  uint32_t basis; /* PNR_BASIS_… */
  uint32_t offence;
  pnr_slice case_reference;
  pnr_slice officer;
} pnr_purpose;

/* --- Reasons --- */

enum { /* codes are never renumbered; left is the first or asked name, right the second or listed one */
       PNR_R_TOKEN_EQUAL = 1,
       PNR_R_TOKEN_EDIT = 2, /* within the edit budget; value is the number of edits */
       PNR_R_TOKEN_INITIAL = 3,
       PNR_R_TOKEN_JOINED = 4,      /* several tokens on one side are one on the other */
       PNR_R_TOKEN_VARIANT = 5,     /* same class: nickname, transliteration, sound */
       PNR_R_TOKEN_MISSING = 6,     /* stands on one side only */
       PNR_R_TOKEN_CONTRADICTS = 7, /* stands against another token on the other side */
       PNR_R_TITLE_REMOVED = 8,     /* read with the title taken off */
       PNR_R_TOKEN_TRUNCATED = 9,   /* cut by MRZ or reservation length */
       PNR_R_NAME = 20,             /* the name's own score is value */
       PNR_R_BIRTH_EQUAL = 30,
       PNR_R_BIRTH_PARTIAL = 31, /* what is known of both agrees */
       PNR_R_BIRTH_SWAPPED = 32, /* day and month exchanged */
       PNR_R_BIRTH_NEAR = 33,    /* one digit differs, or within circa */
       PNR_R_BIRTH_CONTRADICTS = 34,
       PNR_R_BIRTH_UNCONFIRMED = 35, /* known of one person only: what the names lack weighs more */
       PNR_R_SEX_EQUAL = 40,
       PNR_R_SEX_CONTRADICTS = 41,
       PNR_R_NATIONALITY_EQUAL = 42,
       PNR_R_NATIONALITY_CONTRADICTS = 43,
       PNR_R_DOCUMENT_EQUAL = 50,
       PNR_R_IDENTIFIER_EQUAL = 51,
       PNR_R_NAME_WEAK = 60,         /* the listed name is a weak alias */
       PNR_R_NAME_MISUSED = 61,      /* the listed name is somebody's whose identity is misused */
       PNR_R_NOT_FULLY_SCREENED = 70 /* a limit ended the search for this traveller: screen by hand */
};

typedef struct pnr_reason {
  uint32_t code;  /* PNR_R_… */
  int32_t points; /* its share of the score: for (> 0), against (< 0), or 0 */
  uint32_t value;
  pnr_slice left; /* folded token or value of the first person; owned by the handle that gave the reason */
  pnr_slice right;
} pnr_reason;

PNR_API const char *pnr_reason_name(uint32_t code); /* "TOKEN_EQUAL"; static */
PNR_API const char *pnr_reason_text(uint32_t code); /* plain words; static */

/* --- Comparing two --- */

/* Working memory of comparisons; one per thread. */
typedef struct pnr_comparer pnr_comparer;

PNR_API pnr_status pnr_comparer_open(const pnr_env *env, pnr_comparer **out, pnr_error *error);
PNR_API void pnr_comparer_close(pnr_comparer *comparer);

/* The score of two names, each written in one string in any order and script. Commas part surname from given name. */
PNR_API pnr_status pnr_name_compare(pnr_comparer *comparer, pnr_slice left, pnr_slice right, uint32_t *score,
                                    pnr_error *error);

/* The score of two persons: the best over all pairs of their names, with everything else that is known. */
PNR_API pnr_status pnr_person_compare(pnr_comparer *comparer, const pnr_person *left, const pnr_person *right,
                                      uint32_t *score, pnr_error *error);

/* Reasons of the last comparison, valid until the next one. */
PNR_API uint32_t pnr_comparer_reason_count(const pnr_comparer *comparer);
PNR_API const pnr_reason *pnr_comparer_reason(const pnr_comparer *comparer, uint32_t i);

/* --- Index --- */

typedef struct pnr_index pnr_index; /* immutable; many threads may search one */
typedef struct pnr_index_builder pnr_index_builder;

PNR_API pnr_status pnr_index_builder_open(const pnr_env *env, pnr_index_builder **out, pnr_error *error);
/* Copies what it needs: the entry may go. PNR_E_LIMIT: it has more than 2,048 names, or more than 1,023 births,
 * nationalities or identifiers; the others are not concerned. Any other failure ends the building. */
PNR_API pnr_status pnr_index_builder_add(pnr_index_builder *builder, const pnr_entry *entry, pnr_error *error);
/* Makes the index and leaves the builder empty. */
PNR_API pnr_status pnr_index_builder_finish(pnr_index_builder *builder, pnr_index **out, pnr_error *error);
PNR_API void pnr_index_builder_close(pnr_index_builder *builder);

/* Writes the image: owner-only (0600), to a temporary name beside path, fsync, rename. path ends with NUL. */
PNR_API pnr_status pnr_index_write(const pnr_index *index, const char *path, pnr_error *error);
/* Maps an image read-only and checks header and directory. Cheap; every later access is bounds-checked. Changes beside
 * the image are not seen: pnr/live.h. */
PNR_API pnr_status pnr_index_open(const pnr_env *env, const char *path, pnr_index **out, pnr_error *error);
/* The same for an image in memory, borrowed until close; data must be aligned to 8 octets. */
PNR_API pnr_status pnr_index_borrow(const pnr_env *env, const uint8_t *data, size_t size, pnr_index **out,
                                    pnr_error *error);
/* Recomputes every checksum and bound. */
PNR_API pnr_status pnr_index_verify(const pnr_index *index, pnr_error *error);
/* The image's octets; owned by the index. Empty for an index that was changed since it was an image (pnr/live.h). */
PNR_API pnr_slice pnr_index_image(const pnr_index *index);

typedef struct pnr_list_info {
  uint64_t entries;
  uint64_t names;
  uint64_t tokens;    /* vocabulary; of a list with changes the sum over its parts, as octets is */
  uint64_t documents; /* and identifiers */
  uint64_t octets;
  uint32_t normaliser;
  uint32_t score;
  uint32_t without_basis; /* entries that declare no owner or no basis */
  uint64_t generation;    /* tells the image from every other one */
  uint64_t added;         /* of entries: those that stand beside the image (pnr/live.h) */
  uint64_t removed;       /* entries of the image that were removed or replaced, not counted above */
} pnr_list_info;
PNR_API const pnr_list_info *pnr_index_info(const pnr_index *index); /* owned by the index */

/* What searchers hold of it is released with the last of them. */
PNR_API void pnr_index_close(pnr_index *index);

/* --- Search --- */

typedef struct pnr_candidate {
  uint32_t entry; /* number within the index; PNR_NONE with reason NOT_FULLY_SCREENED */
  uint32_t score;
  pnr_slice entry_id;
  pnr_slice asked_name;  /* the traveller's name that met, as written */
  pnr_slice listed_name; /* the listed name that it met, as published */
  pnr_slice source;
  pnr_slice owner;
  pnr_slice basis;
  pnr_slice warning;
  uint32_t action;       /* PNR_ACTION_… */
  uint32_t listed_kind;  /* PNR_NAME_… of the listed name */
  pnr_date listed_birth; /* 0 when none */
  const pnr_reason *const *reasons;
  uint32_t reason_count;
  uint32_t traveller;       /* of pnr_search_message and pnr_search_traveller: whose it is; else PNR_NONE */
  uint32_t document_status; /* PNR_DOCUMENT_… of the document that agreed; 0 when nothing is known against it */
} pnr_candidate;

typedef struct pnr_search_options {
  uint32_t size;            /* sizeof(pnr_search_options) */
  uint32_t threshold;       /* 1 to 10,000; 0: PNR_THRESHOLD_DEFAULT */
  uint32_t best;            /* keep only so many best candidates; 0: all */
  pnr_date at;              /* entries outside their validity on this day never hit; 0: validity is ignored */
  uint32_t explain;         /* 1: fill reasons */
  pnr_date until;           /* with it, entries hit that are valid on any day from at to this one; at may be 0 */
  const pnr_policy *policy; /* what entries need instead of threshold, list by list; borrowed for the call; or NULL */
} pnr_search_options;

/* One thread's working memory for one index, which it holds: the index may be closed before. */
typedef struct pnr_searcher pnr_searcher;
PNR_API pnr_status pnr_searcher_open(const pnr_env *env, const pnr_index *index, pnr_searcher **out, pnr_error *error);

/* All entries whose score with the person is at least the threshold, best first (then by entry). Complete: equal to
 * comparing with every entry. Where a limit ends the work, the last candidate carries NOT_FULLY_SCREENED.
 * PNR_E_PURPOSE: the purpose is none, a request without case or officer, or not PNR_BASIS_TEST where entries of the list
 * declare no owner or no basis (pnr_list_info.without_basis; art. 6(3)(a), C-817/19): the list as a whole is refused. */
PNR_API pnr_status pnr_search(pnr_searcher *searcher, const pnr_person *person, const pnr_purpose *purpose,
                              const pnr_search_options *options, pnr_error *error);
PNR_API uint32_t pnr_searcher_count(const pnr_searcher *searcher);
/* Candidate i of the last search; owned by the searcher, valid until its next search. */
PNR_API const pnr_candidate *pnr_searcher_candidate(const pnr_searcher *searcher, uint32_t i);
PNR_API void pnr_searcher_close(pnr_searcher *searcher);

#ifdef __cplusplus
}
#endif
#endif
