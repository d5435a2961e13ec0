/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROBES_H
#define PROBES_H

#include "disclosure.h"
#include "input.h"
#include "store.h"

/* What blind queries leave in the folder of keys: for its owner alone, and wiped when its time is over.
 *   probes/NAME.blind       what was asked, and the blinds; NAME: the first 16 octets of what the other unit was sent
 *   probes/NAME.persons     to whom, and on a line each who the persons are
 *   probes/ID.json          the probe as it was sent
 *   probed/UNIT-DAY.day     the secret for a unit that asks, and how much its cases asked
 *   probed/UNIT-ID-N.tags   where the handles of flight N of that probe lead */

/* Wipes all whose time is over. False, with a complaint, where something cannot be. */
bool probes_expire(const char *keys, uint64_t now);

/* --- Asking --- */

/* Keeps what is asked, durably: before the probe leaves. persons: a line for each label, of JSON members. */
bool probes_keep(const char *keys, const char *to, const pnr_blind *blind, pnr_slice persons, uint64_t until);
/* The probe was sent under this id. */
bool probes_sent(const char *keys, const uint8_t id[PNR_EXCHANGE_ID], const pnr_exchange_message *message);

typedef struct kept_probe {
  char id[2 * PNR_EXCHANGE_ID + 1], name[2 * PNR_EXCHANGE_ID + 1];
  pnr_received *message;
  const pnr_probe *probe;
  pnr_blind *blind;
  input_file persons;
  pnr_slice to;          /* the unit that was asked */
  pnr_slice *who;        /* by label */
  uint32_t person_count; /* of them */
} kept_probe;
/* What was asked under the id; false, with a complaint, where that is not known any more. */
bool probes_open(kept_probe *kept, const char *keys, pnr_slice id, uint64_t now);
void probes_close(kept_probe *kept);
/* Wipes all of it. */
bool probes_forget(const char *keys, const kept_probe *kept);

/* --- Answering --- */

enum { PROBE_QUOTA = 1000, PROBE_DAILY = 10000 }; /* keys of a case and of a day, where nobody says otherwise */

/* How a unit answers. */
typedef struct probe_terms {
  const char *keys, *unit; /* own folder; the unit that asks */
  const char *basis;       /* the law that allows tags of travellers against whom there is nothing */
  uint32_t of_case, of_day;
  const disclosure *who; /* to be told of before anything leaves; folder NULL: no trail */
  pnr_audit *audit;      /* one that is open; NULL: that of who->folder */
  const pnr_regimes *regimes;
  uint64_t now;
} probe_terms;

typedef struct probe_answer {
  uint8_t id[PNR_EXCHANGE_ID];
  pnr_octets *evaluated;
  pnr_probe_result result;
  pnr_tag_set **sets;
  pnr_exchange_message *messages; /* the result, then the tags of each flight that there are records of */
  uint32_t count;
  uint32_t records; /* of which tags were made: neither masked nor due to be */
  uint32_t rule;    /* PNR_RULE_…: it is refused; 0: it is not */
} probe_answer;

/* Answers a probe: counts it, evaluates it, makes the tags, keeps where their handles lead, and tells the trail, all durably.
 * False, with a complaint, where that fails: then nothing may leave. */
bool probe_reply(const probe_terms *terms, record_store *store, const uint8_t id[PNR_EXCHANGE_ID],
                 const pnr_probe *probe, probe_answer *out);
void probe_answer_close(probe_answer *answer);

/* The record to which the handle leads that this unit was given, and the traveller in it; NULL: to none that is in the store. */
const store_record *probe_find(const char *keys, const char *unit, const record_store *store, pnr_slice handle,
                               uint64_t now, uint32_t *traveller);

#endif
