/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_NAME_NAME_H
#define PNR_NAME_NAME_H

#include <stdbool.h>

#include "pnr/base.h"

/* One name as somebody wrote it, ready to be compared: folded to tokens of a-z and 0-9. A name has one or more FORMS,
 * because some letters and scripts fold in several ways (Mueller, Muller) and titles may be part of a name or not.
 * Everything here is pure: same octets in, same tokens out, on every machine. docs/matching.md defines it. */

enum {
  PNRI_TOKENS = 16,     /* tokens of a form; a longer name is cut, which the flag CUT tells */
  PNRI_TOKEN_SIZE = 32, /* octets of a token; longer ones are cut */
  PNRI_FORMS = 8        /* forms of a name */
};

enum {                          /* flags of a token */
       PNRI_TOKEN_PARTICLE = 1, /* al, bin, van, de … : low weight */
       PNRI_TOKEN_SURNAME = 2,  /* stands in the part that the writer gave as surname */
       PNRI_TOKEN_KNOWN = 4,    /* a widespread name: another widespread one is hardly a misspelling of it */
       PNRI_TOKEN_SYLLABLE = 8, /* a sign of Han or Hangul: another spelling is another syllable */
       PNRI_TOKEN_NICKNAME = 16 /* a nickname, replaced by the name that it stands for */
};

typedef struct pnri_token {
  uint8_t text[PNRI_TOKEN_SIZE]; /* zero behind size, so that tokens of equal text are equal octets */
  uint8_t size;
  uint8_t flags;
  uint16_t weight; /* 1 to 1000: how much this token tells (length, particle, rarity) */
  uint32_t origin; /* row of the glossary that made it, plus 1; 0: it is not in one */
} pnri_token;

/* True for a token that can match as an initial. */
static inline bool pnri_is_initial(const pnri_token *token)
{
  return token->size == 1 && (token->flags & PNRI_TOKEN_PARTICLE) == 0;
}

enum { PNRI_FORM_TITLE_REMOVED = 1, PNRI_FORM_CUT = 2 };

typedef struct pnri_form {
  pnri_token tokens[PNRI_TOKENS];
  uint32_t count;
  uint32_t flags;
  uint32_t weight; /* sum over its tokens */
} pnri_form;

typedef struct pnri_name {
  pnri_form forms[PNRI_FORMS];
  uint32_t count; /* at least 1 unless the name folds to nothing */
} pnri_name;

/* Folds a name. Either surname and given (given may be empty), or everything in surname with parts = false; a comma
 * then parts surname from given. */
void pnri_name_fold(pnri_name *name, pnr_slice surname, pnr_slice given, bool parts);

/* The same, where many names are folded: the glossary (name/glossary.h) remembers their words. NULL: none. */
typedef struct pnri_glossary pnri_glossary;
void pnri_name_fold_many(pnri_name *name, pnr_slice surname, pnr_slice given, bool parts, pnri_glossary *glossary);

/* --- Two tokens --- */

/* Edits allowed between two tokens, from the size of the shorter one (0 to PNRI_EDITS). Never falls when size grows. */
enum { PNRI_EDITS = 2 };
uint32_t pnri_edit_budget(uint32_t shorter_size);

/* Optimal string alignment distance (a transposition is one edit), or limit + 1 when it is greater than limit. */
uint32_t pnri_osa(const uint8_t *a, uint32_t a_size, const uint8_t *b, uint32_t b_size, uint32_t limit);

/* 0 to 10000. Symmetric; 10000 only for equal texts. Greater than 0 ONLY when the texts are equal or their OSA distance
 * is within pnri_edit_budget(shorter size): the index relies on this. Initials are not similar here. */
uint32_t pnri_token_similarity(const pnri_token *a, const pnri_token *b);

/* --- Two forms --- */

/* What count adjacent tokens from `first` on become when the first one is followed by the others' initials (letters = 1),
 * or, count being 2, by the first `letters` octets of the second. Of equal letters in a row the second is left out, as
 * spelling does. Of "ibn", to which bin and ben are brought, the initial is b. Returns the size. */
uint32_t pnri_abbreviation(const pnri_token *first, uint32_t count, uint32_t letters, uint8_t out[2 * PNRI_TOKEN_SIZE]);

enum {
  PNRI_MATCH_EQUAL = 1,
  PNRI_MATCH_EDIT,
  PNRI_MATCH_INITIAL,
  PNRI_MATCH_JOINED,
  PNRI_MATCH_ABBREVIATED, /* one token is the first of a group with initials of the others, or with the second one cut */
  PNRI_MATCH_CUT,         /* one token is the beginning of the other, in a name of the length at which systems cut */
  PNRI_MATCH_NICKNAME     /* equal, where one token stands for a nickname */
};

enum {
  PNRI_ABBREVIATED_LEAST = 3, /* octets of the token that is not abbreviated */
  PNRI_ABBREVIATED_MOST = 6,  /* tokens of such a group */
  PNRI_CUT_LEAST = 7          /* octets of a token that was cut */
};

/* How two forms met: one row per matched group of tokens. */
typedef struct pnri_match {
  uint16_t a_first, a_count; /* tokens of a: adjacent; more than one only for JOINED and ABBREVIATED */
  uint16_t b_first, b_count;
  uint16_t kind; /* PNRI_MATCH_… */
  uint16_t edits;
  uint32_t credit;
} pnri_match;

typedef struct pnri_alignment {
  pnri_match matches[PNRI_TOKENS];
  uint32_t count;
} pnri_alignment;

/* The score of two forms, 0 to 10000, symmetric. alignment may be NULL.
 *
 * What the index may rely on (tests prove it):
 * 1. A score above 0 needs at least one match of a kind other than INITIAL: initials never match alone.
 * 2. EQUAL, NICKNAME and EDIT: one token each, with pnri_token_similarity > 0.
 * 3. JOINED: 2 or 3 adjacent tokens of one form, concatenated, against ONE token of the other, at most ONE edit (OSA)
 *    between the concatenation and the token, and none where the concatenation is shorter than 6 octets.
 * 4. ABBREVIATED: 2 to 6 adjacent tokens of one form, the first of 3 octets or more, against ONE token of the other that
 *    pnri_abbreviation makes of them.
 * 5. CUT: one token each; one of 7 octets or more begins the other.
 * 6. pnri_form_bound is never exceeded, where the first token of an ABBREVIATED group takes part and the others do not. */
uint32_t pnri_form_score(const pnri_form *a, const pnri_form *b, pnri_alignment *alignment);

/* The greatest score that form a can reach with ANY other form when, of a's tokens, only those in mask (bit i: token i)
 * may take part in matches of a kind other than INITIAL; initials may always. Never falls when bits are added. */
uint32_t pnri_form_bound(const pnri_form *a, uint32_t mask);

/* What one form brings to a pair: its tokens that may take part in matches other than initials, and its others. */
typedef struct pnri_share {
  uint32_t weight, rest_weight; /* sums over these and over those */
  uint32_t names, rest_names;   /* how many, particles not counted */
  uint32_t initials;            /* of all these names: those of one octet */
} pnri_share;

/* No two forms with these shares score more. At most as high as their pnri_form_bound where neither has an initial. */
uint32_t pnri_share_bound(const pnri_share *a, const pnri_share *b);

/* No form without initials reaches `necessary` with this one where its other tokens, those that may not take part, weigh so
 * much or more. 0: none at all. */
uint32_t pnri_share_rest(const pnri_share *a, uint32_t necessary);

/* No two forms score more where tokens of this mass are paired with this similarity, and all others weigh so much. */
uint32_t pnri_match_bound(uint32_t others, uint32_t mass, uint32_t similarity);

/* The best score over all forms of both; the forms and alignment that gave it (any pointer may be NULL). */
uint32_t pnri_name_score(const pnri_name *a, const pnri_name *b, uint32_t *a_form, uint32_t *b_form,
                         pnri_alignment *alignment);

#endif
