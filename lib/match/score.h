/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_SCORE_H
#define PNR_MATCH_SCORE_H

#include "match/facts.h"

/* The person score: the best name score, and what else is known of both persons. docs/matching.md, "Person score",
 * defines it. It never falls when the name score rises, so that a threshold demands a least name score. */

/* What a comparison of one kind of fact found, best first within its kind. */
enum {
  PNRI_RULE_NONE,
  PNRI_RULE_BIRTH_EQUAL,
  PNRI_RULE_BIRTH_SWAPPED,
  PNRI_RULE_BIRTH_MONTH,
  PNRI_RULE_BIRTH_YEAR,
  PNRI_RULE_BIRTH_DIGIT,
  PNRI_RULE_BIRTH_RANGE,
  PNRI_RULE_BIRTH_CIRCA,
  PNRI_RULE_BIRTH_SAME_YEAR,
  PNRI_RULE_BIRTH_DIFFERS,
  PNRI_RULE_BIRTH_UNCONFIRMED, /* known of one of them only */
  PNRI_RULE_SEX_EQUAL,
  PNRI_RULE_SEX_DIFFERS,
  PNRI_RULE_NATIONALITY_EQUAL,
  PNRI_RULE_NATIONALITY_DIFFERS,
  PNRI_RULE_DOCUMENT,
  PNRI_RULE_IDENTIFIER,
  PNRI_RULES
};

typedef struct pnri_rule {
  uint32_t reason;        /* PNR_R_… */
  uint32_t raise;         /* for: share of what the name score lacks that is added */
  uint32_t lower;         /* against: share of the score that is taken away */
  uint32_t least;         /* the score is at least this … */
  uint32_t least_against; /* … or this, where name and birth both speak against */
} pnri_rule;
extern const pnri_rule pnri_rules[PNRI_RULES];

typedef struct pnri_evidence {
  uint32_t birth, sex, nationality, key; /* PNRI_RULE_… */
  uint32_t raise, lower;                 /* sums, capped */
  uint32_t left_sex, right_sex;          /* 1 M, 2 F */
  pnri_birth_fact left_birth, right_birth;
  uint32_t left_nationality, right_nationality;
  pnri_key_fact left_key, right_key;
} pnri_evidence;

/* Compares what is known. Symmetric but for left and right. */
void pnri_evidence_find(const pnri_facts *left, const pnri_facts *right, pnri_evidence *out);
enum { PNRI_KEYED = PNRI_CLASSES, PNRI_HOPES };
/* The best that a person with these facts can find, documents and identifiers apart: with entries that one of
 * pnri_birth_keys finds (PNRI_KEYED), or with others of a class (PNRI_UNDATED …). */
void pnri_evidence_best(const pnri_facts *facts, uint32_t listed, pnri_evidence *out);

enum { PNRI_BIRTH_KEYS = 4 + 8 * 9 }; /* day, exchanged, month and year, and each digit read as another one */
/* The keys (pnri_birth_key) of all births that agree with this one by more than PNRI_RULE_BIRTH_RANGE; none where not
 * more than the year is known, for that has too many. Returns how many. */
uint32_t pnri_birth_keys(const pnri_birth_fact *birth, pnr_date out[PNRI_BIRTH_KEYS]);

/* True when the evidence is what a rule demands (PNR_CORROBORATION_…). */
bool pnri_evidence_corroborates(const pnri_evidence *evidence, uint32_t corroboration);

/* A name score when the names are of these kinds (PNR_NAME_…). */
uint32_t pnri_kind_score(uint32_t name_score, uint32_t left_kind, uint32_t right_kind);
/* The share that a kind takes away. */
uint32_t pnri_kind_lower(uint32_t kind);

/* What is left of a name score where the birth date of one person only is known. */
uint32_t pnri_confirmed_score(uint32_t name_score, const pnri_evidence *evidence);
/* The person score. named: both persons have a name. */
uint32_t pnri_person_score(uint32_t name_score, bool named, const pnri_evidence *evidence);
/* The same without documents and identifiers. */
uint32_t pnri_plain_score(uint32_t name_score, const pnri_evidence *evidence);
/* The least name score that reaches threshold; PNR_SCORE_MAX + 1 when none does. */
uint32_t pnri_least_name_score(uint32_t threshold, bool named, const pnri_evidence *evidence);

#endif
