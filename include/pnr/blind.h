/* pnr/blind.h - did any of these persons travel? Asked without naming them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_BLIND_H
#define PNR_BLIND_H

#include "pnr/exchange.h"

#ifdef __cplusplus
extern "C" {
#endif

/* docs/blind-query.md tells how it works, and what it does not hide. The asking unit turns its persons into keys and blinds
 * them; the asked unit evaluates them with a secret, without learning any; it sends a set of tags for each flight, made
 * of its travellers with the same secret. Keys are equal or not: a name that is spelled so that it folds to other tokens,
 * or a birth date that is not fully known, is not found this way. */

enum {
  PNR_BLIND_SECRET = 32,  /* octets of the asked unit's secret */
  PNR_BLIND_ELEMENT = 32, /* of a blinded or evaluated key */
  PNR_BLIND_COMMITMENT = 16,
  PNR_BLIND_OPENER = 16,
  PNR_BLIND_TAG = 8,
  PNR_BLIND_HANDLE = 16, /* by which the asked unit finds the traveller again */
  PNR_BLIND_SALT = 16,
  PNR_BLIND_KEYS = 20000 /* most keys of one probe */
};

/* What is saved here is not encrypted: each saved form is for a file that nobody else reads, and that is wiped when it is not
 * needed any more. It says itself until when it may be used; times are seconds since 1970-01-01T00:00Z. */

/* --- Asking --- */

typedef struct pnr_blind pnr_blind; /* persons that are asked about; one thread at a time */

PNR_API pnr_status pnr_blind_open(const pnr_env *env, pnr_blind **out, pnr_error *error);
/* Adds the keys of a person: for each of its names with at least two tokens and each complete birth date, and for each
 * document with its issuer. *added, if not NULL: how many; 0 for a person that cannot be asked about this way. label is
 * the caller's number of the person. PNR_E_LIMIT. */
PNR_API pnr_status pnr_blind_add(pnr_blind *blind, const pnr_person *person, uint32_t label, uint32_t *added,
                                 pnr_error *error);
/* For pnr_probe: owned by blind until the next pnr_blind_add. */
PNR_API pnr_slice pnr_blind_elements(const pnr_blind *blind);
PNR_API pnr_slice pnr_blind_commitments(const pnr_blind *blind);
/* What came back in pnr_probe_result.elements. PNR_E_ARGUMENT: another number of elements; PNR_E_KEY: one that is none. */
PNR_API pnr_status pnr_blind_finish(pnr_blind *blind, pnr_slice elements, pnr_error *error);

typedef struct pnr_blind_hit {
  uint32_t label;   /* of the person */
  pnr_slice handle; /* PNR_BLIND_HANDLE octets, for the request that follows */
} pnr_blind_hit;
/* Looks the keys up in a set of tags, after pnr_blind_finish; hits of earlier sets are forgotten. A tag may meet by chance: one
 * key in 2^50 and rarer, for a full flight. */
PNR_API pnr_status pnr_blind_match(pnr_blind *blind, const pnr_tags *tags, pnr_error *error);
PNR_API uint32_t pnr_blind_hit_count(const pnr_blind *blind);
/* Hit i of the last set; NULL beyond. Owned by blind. */
PNR_API const pnr_blind_hit *pnr_blind_hit_get(const pnr_blind *blind, uint32_t i);

/* Opens commitment i to a supervisor: what was asked, and the opener. Owned by blind; empty beyond. */
PNR_API pnr_slice pnr_blind_input(const pnr_blind *blind, uint32_t i);
PNR_API pnr_slice pnr_blind_opener(const pnr_blind *blind, uint32_t i);
/* 1 where the input and opener are those of the commitment. */
PNR_API uint32_t pnr_blind_is_committed(pnr_slice commitment, pnr_slice opener, pnr_slice input);
/* What must be kept until the answer comes: keys, blinds and openers. */
PNR_API pnr_status pnr_blind_save(const pnr_blind *blind, uint64_t until, pnr_octets **out, pnr_error *error);
/* From what pnr_blind_save made, to be finished. PNR_E_EXPIRED from `until` on; PNR_E_SYNTAX with the offset, and
 * PNR_E_UNSUPPORTED, where it is no such form. */
PNR_API pnr_status pnr_blind_load(const pnr_env *env, pnr_slice octets, uint64_t now, pnr_blind **out,
                                  pnr_error *error);
PNR_API void pnr_blind_close(pnr_blind *blind); /* NULL is allowed */

/* --- Answering: a day --- */

/* A fresh secret, for one asking unit and one day; to be wiped behind it. A pnr_blind_day draws its own. */
PNR_API pnr_status pnr_blind_secret_create(const pnr_env *env, pnr_octets **out, pnr_error *error);

/* What the asked unit remembers of one asking unit and one day: the secret, and how many keys each case asked about. */
typedef struct pnr_blind_day pnr_blind_day;
/* The day of `now`, in UTC. */
PNR_API pnr_status pnr_blind_day_open(const pnr_env *env, uint64_t now, pnr_blind_day **out, pnr_error *error);
PNR_API pnr_status pnr_blind_day_save(const pnr_blind_day *day, pnr_octets **out, pnr_error *error);
/* As pnr_blind_load; PNR_E_EXPIRED behind the day. */
PNR_API pnr_status pnr_blind_day_load(const pnr_env *env, pnr_slice octets, uint64_t now, pnr_blind_day **out,
                                      pnr_error *error);
PNR_API pnr_slice pnr_blind_day_secret(const pnr_blind_day *day); /* owned by day */
/* Counts the keys of a probe; to be saved, durably, before anything of the answer leaves. The same elements count once, whoever
 * repeats them. PNR_E_QUOTA, and nothing is counted, where the case would have asked about more than `of_case` keys in this
 * day, or all cases about more than `of_day`. */
PNR_API pnr_status pnr_blind_day_count(pnr_blind_day *day, const pnr_probe *probe, uint32_t of_case, uint32_t of_day,
                                       pnr_error *error);
PNR_API void pnr_blind_day_close(pnr_blind_day *day); /* NULL is allowed */

/* --- Answering: a probe --- */

/* Evaluates the elements of a probe. PNR_E_KEY, with the offset, for one that is none: the probe is refused. */
PNR_API pnr_status pnr_blind_evaluate(const pnr_env *env, pnr_slice secret, pnr_slice elements, pnr_octets **out,
                                      pnr_error *error);

typedef struct pnr_tag_set pnr_tag_set; /* the tags of one flight */

PNR_API pnr_status pnr_tag_set_open(const pnr_env *env, pnr_slice secret, pnr_tag_set **out, pnr_error *error);
/* Adds the travellers of a record under the caller's number. A masked record gives none. */
PNR_API pnr_status pnr_tag_set_add(pnr_tag_set *set, pnr_record *record, uint32_t number, pnr_error *error);
/* Pads and orders the tags, and commits to the records: for the probe of that id about this flight. *tags is owned by set. No
 * more is added. */
PNR_API pnr_status pnr_tag_set_finish(pnr_tag_set *set, pnr_slice probe, const pnr_flight *flight,
                                      const pnr_tags **tags, pnr_error *error);
/* The record and traveller of a handle that came back; PNR_END where it is none of this set. */
PNR_API pnr_status pnr_tag_set_find(const pnr_tag_set *set, pnr_slice handle, uint32_t *number, uint32_t *traveller);
/* Opens the commitment to a supervisor: BLAKE2b-256 of this and the digests of the records, in the order of adding. */
PNR_API pnr_slice pnr_tag_set_opener(const pnr_tag_set *set); /* owned by set */
/* The digest, BLAKE2b-256 of its stored form, of record i in the order of adding; masked ones are not among them. Owned by set;
 * empty beyond. */
PNR_API pnr_slice pnr_tag_set_digest(const pnr_tag_set *set, uint32_t i);
/* What must be kept of a finished set for as long as handles may come back: handles, where they lead, the digests and the
 * opener, not the tags. */
PNR_API pnr_status pnr_tag_set_save(const pnr_tag_set *set, uint64_t until, pnr_octets **out, pnr_error *error);
/* As pnr_blind_load; the set is for pnr_tag_set_find, _opener and _digest. */
PNR_API pnr_status pnr_tag_set_load(const pnr_env *env, pnr_slice octets, uint64_t now, pnr_tag_set **out,
                                    pnr_error *error);
PNR_API void pnr_tag_set_close(pnr_tag_set *set); /* NULL is allowed */

#ifdef __cplusplus
}
#endif
#endif
