/* pnr/policy.h - what a hit needs, list by list and action by action.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_POLICY_H
#define PNR_POLICY_H

#include "pnr/base.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { /* what must speak for a hit besides its names; a document that agrees satisfies each of these */
       PNR_CORROBORATION_NONE = 0,
       PNR_CORROBORATION_NOT_CONTRADICTED = 1,  /* no BIRTH_CONTRADICTS */
       PNR_CORROBORATION_BIRTH_OR_DOCUMENT = 2, /* BIRTH_EQUAL, BIRTH_PARTIAL, BIRTH_SWAPPED or BIRTH_NEAR */
       PNR_CORROBORATION_DOCUMENT = 3           /* DOCUMENT_EQUAL */
};

/* Of the rules in their order the first that fits an entry decides; an entry that none fits needs what the search
 * needs without a policy. */
typedef struct pnr_policy_rule {
  uint32_t size;          /* sizeof(pnr_policy_rule) */
  uint32_t action;        /* PNR_ACTION_… of the entry; 0: any */
  pnr_slice list;         /* the entry's owner or source, ASCII case ignored; a '*' at its end stands for any rest;
                             empty: any */
  uint32_t threshold;     /* 1 to 10,000; 0: that of the search */
  uint32_t corroboration; /* PNR_CORROBORATION_… */
} pnr_policy_rule;

/* Immutable once its rules are there: many threads may search by one. */
typedef struct pnr_policy pnr_policy;

enum { PNR_POLICY_RULES_MOST = 1000 };

PNR_API pnr_status pnr_policy_open(const pnr_env *env, pnr_policy **out, pnr_error *error);
/* Adds a rule behind the others; copies list. PNR_E_LIMIT: there are too many. */
PNR_API pnr_status pnr_policy_add(pnr_policy *policy, const pnr_policy_rule *rule, pnr_error *error);
/* Adds the rules of a CSV (docs/policy.md), or none: PNR_E_FORMAT where its first line names no columns, PNR_E_SYNTAX
 * where something in it is not understood; offset, line and column say where. data is not needed after the call. */
PNR_API pnr_status pnr_policy_read(pnr_policy *policy, const uint8_t *data, size_t size, pnr_error *error);
PNR_API uint32_t pnr_policy_count(const pnr_policy *policy);
/* Rule i; owned by the policy, valid until it gets another one. NULL out of range. */
PNR_API const pnr_policy_rule *pnr_policy_rule_at(const pnr_policy *policy, uint32_t i);
PNR_API void pnr_policy_close(pnr_policy *policy);

/* "none", "birth-not-contradicted", "birth-or-document", "document"; static. And back: UINT32_MAX when unknown. */
PNR_API const char *pnr_corroboration_name(uint32_t corroboration);
PNR_API uint32_t pnr_corroboration_number(pnr_slice name);

#ifdef __cplusplus
}
#endif
#endif
