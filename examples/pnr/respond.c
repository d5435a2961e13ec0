/* SPDX-License-Identifier: Apache-2.0 */
#include "respond.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "lists.h"
#include "output.h"
#include "records.h"

struct responder {
  respond_terms terms;
  record_store store;
  pnr_live *live; /* NULL: no index */
  pnr_index *index;
  pnr_searcher *searcher; /* of the index */
  staged replies, drafts;
};

/* A record that a selector leads to. */
typedef struct found {
  uint32_t record, selector, traveller;
  uint32_t score; /* 0: exactly, nobody has to look at it */
  char *reasons;  /* of a candidate, as JSON; NULL: none */
} found;

/* One request, on its way. */
typedef struct inquiry {
  responder *own;
  key_folder *folder;
  const disclosure *who;
  pnr_audit *audit;
  const pnr_request *request;
  pnr_slice id;
  uint64_t now;
  found *all;
  uint32_t count;
  bool is_broad, is_open; /* is_open: something only people can look for */
  attachment given;
  uint32_t *places;   /* of all: the record's place among those given; UINT32_MAX: it is not given */
  uint32_t refused;   /* records that their law does not allow to be given */
  uint32_t withheld;  /* that need an approval */
  uint32_t different; /* that were scrubbed with another table than the first */
} inquiry;

/* --- Opening --- */

static bool open_index(responder *open)
{
  pnr_error error = { .size = sizeof error };
  if (open->terms.index == NULL) return true;
  if (pnr_live_open(NULL, open->terms.index, &open->live, &error) == PNR_OK) return true;
  complain_live(open->terms.index, &error);
  return false;
}

responder *responder_open(const respond_terms *terms, record_store store, const char *outbox,
                          const pnr_link_state *state)
{
  responder *open = memory_grow(NULL, sizeof *open);
  *open = (responder){ .terms = *terms, .store = store };
  if (open_index(open) && store_read(&open->store) && staged_open(&open->replies, outbox, state) &&
      staged_open(&open->drafts, terms->review, state))
    return open;
  responder_close(open);
  return NULL;
}

void responder_close(responder *open)
{
  if (open == NULL) return;
  staged_close(&open->replies);
  staged_close(&open->drafts);
  pnr_searcher_close(open->searcher);
  pnr_index_close(open->index);
  pnr_live_close(open->live);
  store_close(&open->store);
  free(open);
}

bool responder_sync(const responder *open) { return staged_sync(&open->replies) && staged_sync(&open->drafts); }

bool responder_show(responder *open)
{
  bool is_done = staged_show(&open->replies);
  return staged_show(&open->drafts) && is_done;
}

/* A searcher of the newest snapshot. */
static bool refresh_index(responder *open)
{
  pnr_error error = { .size = sizeof error };
  if (pnr_live_refresh(open->live, &error) != PNR_OK) {
    complain_live(open->terms.index, &error);
    return false;
  }
  if (open->index != NULL && pnr_live_is_current(open->live, open->index) != 0) return true;
  pnr_searcher_close(open->searcher);
  pnr_index_close(open->index);
  open->searcher = NULL;
  open->index = pnr_live_index(open->live);
  if (pnr_searcher_open(NULL, open->index, &open->searcher, NULL) != PNR_OK) out_of_memory();
  return true;
}

/* --- Finding --- */

static void add_found(inquiry *work, found one)
{
  work->all = memory_grow(work->all, (work->count + 1) * sizeof *work->all);
  work->all[work->count++] = one;
}

static bool is_in_window(const inquiry *work, const store_record *record)
{
  for (uint32_t i = 0; i < record->leg_count; i++)
    if (record->legs[i].day >= work->request->window_from && record->legs[i].day <= work->request->window_to)
      return true;
  return false;
}

/* What the store itself knows; false for what only the record tells. */
static bool is_by_place(const pnr_selector *selector)
{
  return selector->kind == PNR_SELECT_LOCATOR || selector->kind == PNR_SELECT_FLIGHT;
}

static bool is_place(const store_record *record, const pnr_selector *selector)
{
  if (selector->kind == PNR_SELECT_FLIGHT) {
    char flight[64];
    snprintf(flight, sizeof flight, "%.*s%.*s", (int)selector->issuer.size, (const char *)selector->issuer.data,
             (int)selector->flight.size, (const char *)selector->flight.data);
    return store_is_on(record, flight, selector->from, selector->to);
  }
  for (uint32_t i = 0; i < record->locator_count; i++)
    if (slice_is_same(slice_of(record->locators[i]), selector->value)) return true;
  return false;
}

/* By something that is there or not: no score. False, with a complaint, where a record cannot be read. */
static bool find_exactly(inquiry *work, uint32_t number)
{
  const pnr_selector *selector = work->request->selectors[number];
  const record_store *store = &work->own->store;
  for (uint32_t i = 0; i < store->count; i++) {
    uint32_t traveller = PNR_NONE;
    if (!is_in_window(work, &store->records[i])) continue;
    if (is_by_place(selector)) traveller = is_place(&store->records[i], selector) ? 0 : PNR_NONE;
    else {
      pnr_record *record = store_get(store, &store->records[i]);
      if (record == NULL) return false;
      traveller = fact_traveller(pnr_record_get(record)->content, selector);
      pnr_record_close(record);
    }
    if (traveller != PNR_NONE) add_found(work, (found){ .record = i, .selector = number, .traveller = traveller });
  }
  return true;
}

static void find_handle(inquiry *work, uint32_t number)
{
  uint8_t handle[PNR_BLIND_HANDLE];
  char digits[2 * PNR_BLIND_HANDLE + 1] = "";
  uint32_t traveller = 0;
  pnr_slice value = work->request->selectors[number]->value;
  if (value.size == sizeof digits - 1) memcpy(digits, value.data, value.size);
  if (!hex_read(digits, handle, sizeof handle)) return;
  const store_record *record = probe_find(work->folder->path, work->own->terms.peer, &work->own->store,
                                          (pnr_slice){ handle, sizeof handle }, work->now, &traveller);
  if (record == NULL || !is_in_window(work, record)) return;
  add_found(
    work,
    (found){ .record = (uint32_t)(record - work->own->store.records), .selector = number, .traveller = traveller });
}

/* The text as a string, to be freed; it is closed. */
static char *string_of(pnr_text *text)
{
  pnr_slice whole = pnr_text_get(text);
  char *copy = memory_grow(NULL, whole.size + 1);
  if (whole.size != 0) memcpy(copy, whole.data, whole.size);
  copy[whole.size] = '\0';
  pnr_text_close(text);
  return copy;
}

/* As a hit has them: codes, points and values, not the words. */
static char *reasons_of(const pnr_candidate *candidate)
{
  enum { MOST = 64 };
  pnr_text *text = text_open();
  for (uint32_t i = 0; i < candidate->reason_count && i < MOST; i++) {
    const pnr_reason *reason = candidate->reasons[i];
    put_format(text, "%s{\"code\":%" PRIu32, i == 0 ? "" : ",", reason->code);
    if (reason->points != 0) put_format(text, ",\"points\":%" PRId32, reason->points);
    if (reason->value != 0) put_format(text, ",\"value\":%" PRIu32, reason->value);
    put_string(text, "}");
  }
  return string_of(text);
}

/* A search that came to no end has not found everybody: people look. */
static void take_candidates(inquiry *work, uint32_t number)
{
  pnr_searcher *searcher = work->own->searcher;
  for (uint32_t i = 0; i < pnr_searcher_count(searcher); i++) {
    const pnr_candidate *candidate = pnr_searcher_candidate(searcher, i);
    pnr_traveller_entry entry = { .size = sizeof entry };
    const store_record *record = NULL;
    if (candidate->entry != PNR_NONE && pnr_traveller_entry_read(candidate, &entry, NULL) == PNR_OK)
      record = store_of_reference(&work->own->store, entry.reference);
    work->is_open |= record == NULL;
    if (record == NULL)
      complain("%s: a traveller who is not among the records, or a search that had no end", work->own->terms.index);
    else if (is_in_window(work, record))
      add_found(work, (found){ .record = (uint32_t)(record - work->own->store.records),
                               .selector = number,
                               .traveller = entry.traveller,
                               .score = candidate->score,
                               .reasons = reasons_of(candidate) });
  }
}

static pnr_purpose purpose_of(const inquiry *work)
{
  return (pnr_purpose){ .size = sizeof(pnr_purpose),
                        .basis = PNR_BASIS_REQUEST,
                        .offence = offence_of(work->request->offences),
                        .case_reference = work->request->case_reference,
                        .officer = slice_of(work->who->officer) };
}

static bool find_person(inquiry *work, uint32_t number)
{
  const pnr_request *request = work->request;
  pnr_error error = { .size = sizeof error };
  const pnr_purpose purpose = purpose_of(work);
  pnr_search_options search = { .size = sizeof search,
                                .threshold = work->own->terms.threshold,
                                .at = request->window_from,
                                .until = request->window_to,
                                .explain = 1 };
  if (request->minimum_score > search.threshold) search.threshold = request->minimum_score;
  if (work->own->live == NULL) {
    work->is_open = true;
    return true;
  }
  if (!refresh_index(work->own)) return false;
  pnr_status status = pnr_search(work->own->searcher, request->selectors[number]->person, &purpose, &search, &error);
  if (status == PNR_E_MEMORY) out_of_memory();
  if (status != PNR_OK) complain_error(work->own->terms.index, &error, NULL, 0);
  if (status == PNR_OK) take_candidates(work, number);
  return status == PNR_OK;
}

static uint32_t count_records(const inquiry *work)
{
  uint32_t count = 0;
  for (uint32_t i = 0; i < work->count; i++) {
    uint32_t before = 0;
    while (before < i && work->all[before].record != work->all[i].record) before++;
    count += before == i;
  }
  return count;
}

static bool find_all(inquiry *work)
{
  bool is_good = true;
  for (uint32_t i = 0; i < work->request->selector_count && is_good && !work->is_broad; i++) {
    uint32_t kind = work->request->selectors[i]->kind;
    if (kind == PNR_SELECT_PERSON) is_good = find_person(work, i);
    else if (kind == PNR_SELECT_HANDLE) find_handle(work, i);
    else is_good = find_exactly(work, i);
    work->is_broad = count_records(work) > work->own->terms.most;
  }
  return is_good;
}

/* --- What may be given --- */

/* The record as it may be given, NULL where it may not; the other one is closed. */
static pnr_record *mask(inquiry *work, pnr_record *record)
{
  pnr_record *masked = NULL;
  const pnr_stored *stored = pnr_record_get(record);
  pnr_retention clock = { .size = sizeof clock };
  const pnr_retention_policy *policy = pnr_regimes_retention(work->own->terms.regimes, stored->regime);
  bool is_known = pnr_retention_at(stored, policy, 1, NULL, 0, work->now, &clock, NULL) == PNR_OK;
  if (is_known && clock.state <= PNR_RETENTION_ACTIVE) return record;
  if (is_known && clock.state == PNR_RETENTION_MASKED) {
    if ((stored->done & PNR_RECORD_MASKED) != 0 || work->request->approval != NULL) return record;
    if (work->request->masked_suffices == 0) work->withheld++;
    else if (pnr_record_mask(NULL, record, day_of_moment(work->now), &masked, NULL) != PNR_OK) out_of_memory();
  }
  pnr_record_close(record); /* what is due to be erased is as good as erased */
  return masked;
}

static bool is_ready(inquiry *work, const pnr_record *record)
{
  enum { DONE = PNR_RECORD_FILTERED | PNR_RECORD_SCRUBBED };
  const pnr_stored *stored = pnr_record_get(record);
  const pnr_regime_policy *law = pnr_regimes_policy(work->own->terms.regimes, stored->regime);
  if (pnr_record_allows(record, law, basis_of(work->request->purpose), recipient_of(work->request->legal_basis),
                        NULL) != PNR_OK) {
    work->refused++;
    return false;
  }
  bool is_first = work->given.count == 0;
  uint32_t table = is_first ? stored->scrubbed : pnr_record_get(work->given.records[0])->scrubbed;
  work->different += stored->scrubbed != table || (stored->done & DONE) != DONE;
  return stored->scrubbed == table && (stored->done & DONE) == DONE;
}

/* Nothing of what was asked for stands in it: it is not given. */
static bool has_asked(const inquiry *work, const pnr_record *record)
{
  return (pnr_record_elements(record) & work->request->elements) != 0;
}

static bool give(inquiry *work, uint32_t number)
{
  pnr_record *record = store_get(&work->own->store, &work->own->store.records[work->all[number].record]);
  if (record == NULL) return false;
  if (is_ready(work, record)) record = mask(work, record);
  else {
    pnr_record_close(record);
    return true;
  }
  if (record == NULL) return true;
  if (!has_asked(work, record)) {
    pnr_record_close(record);
    return true;
  }
  work->given.records = memory_grow(work->given.records, (work->given.count + 1) * sizeof(pnr_record *));
  work->places[number] = work->given.count;
  work->given.records[work->given.count++] = record;
  return true;
}

/* Each record once, though several selectors lead to it. */
static bool give_all(inquiry *work)
{
  bool is_good = true;
  work->given = (attachment){ .regimes = work->own->terms.regimes };
  work->places = memory_grow(NULL, (work->count + 1) * sizeof *work->places);
  for (uint32_t i = 0; i < work->count && is_good; i++) {
    uint32_t before = 0;
    while (before < i && work->all[before].record != work->all[i].record) before++;
    work->places[i] = before < i ? work->places[before] : UINT32_MAX;
    if (before == i) is_good = give(work, i);
  }
  return is_good;
}

/* --- Replies --- */

static bool tell(const inquiry *work, uint32_t kind, uint64_t count)
{
  const pnr_purpose purpose = purpose_of(work);
  const pnr_audit_event event = { .size = sizeof event,
                                  .kind = kind,
                                  .time = work->now,
                                  .purpose = &purpose,
                                  .recipient = slice_of(work->own->terms.peer),
                                  .count = count,
                                  .elements = work->request->elements };
  pnr_error error = { .size = sizeof error };
  if (work->audit == NULL || pnr_audit_append(work->audit, &event, NULL, &error) == PNR_OK) return true;
  complain_error(work->who->folder, &error, NULL, 0);
  return false;
}

static pnr_reply empty_reply(const inquiry *work, uint32_t outcome, const char *reason)
{
  return (pnr_reply){ .size = sizeof(pnr_reply),
                      .outcome = outcome,
                      .request = work->id,
                      .peer_reference = work->request->reference,
                      .reason = slice_of(reason) };
}

/* The own reference: that of the request, behind the unit's name. */
static void refer(const inquiry *work, char out[PNR_REFERENCE_MOST], pnr_reply *reply)
{
  enum { HEX = 16 };
  char id[2 * PNR_EXCHANGE_ID + 1];
  hex_write(id, work->id);
  pnr_slice unit = work->folder->exchange.unit;
  snprintf(out, PNR_REFERENCE_MOST, "%.*s-%.*s", (int)unit.size, (const char *)unit.data, HEX, id);
  reply->reference = slice_of(out);
}

/* Which rule stands against it: it is sealed once for nobody. 0: none. */
static uint32_t rule_against(const inquiry *work, const pnr_exchange_message *message, pnr_status *status)
{
  pnr_octets *object = NULL;
  pnr_error error = { .size = sizeof error };
  const pnr_claims claims = { .size = sizeof claims, .audience = slice_of(work->own->terms.peer) };
  *status = pnr_exchange_seal(NULL, &work->folder->exchange, message, &claims, &object, NULL, &error);
  if (*status == PNR_E_MEMORY) out_of_memory();
  pnr_octets_close(object);
  return *status == PNR_E_RULE ? (uint32_t)error.cause : 0;
}

static bool stage(staged *files, const pnr_delivery *delivery, const pnr_link_state *state, const char *name,
                  const pnr_exchange_message *message, const char *hits)
{
  pnr_octets *json = NULL;
  pnr_error error = { .size = sizeof error };
  if (pnr_exchange_write_json(NULL, message, &json, &error) != PNR_OK) {
    complain_exchange(name, &error);
    return false;
  }
  pnr_text *whole = text_open();
  pnr_slice text = pnr_octets_get(json);
  if (hits == NULL) put(whole, text);
  else { /* what a reviewer completes goes in front of the two braces at the end */
    put(whole, (pnr_slice){ text.data, text.size - 2 });
    put_string(whole, hits);
    put_string(whole, "}}");
  }
  bool is_staged = staged_write(files, delivery, state, name, pnr_text_get(whole));
  pnr_text_close(whole);
  pnr_octets_close(json);
  return is_staged;
}

static bool is_candidate(const inquiry *work, uint32_t i)
{
  return work->all[i].score != 0 && work->places[i] != UINT32_MAX;
}

static bool needs_review(const inquiry *work)
{
  for (uint32_t i = 0; i < work->count; i++)
    if (is_candidate(work, i)) return true;
  return false;
}

/* Without the reviewer and his time: with them the reply may leave, without them it is refused. */
static char *draft_hits(const inquiry *work)
{
  pnr_text *text = text_open();
  const char *comma = ",\"hits\":[";
  for (uint32_t i = 0; i < work->count; i++) {
    const found *one = &work->all[i];
    if (!is_candidate(work, i)) continue;
    bool is_masked = (pnr_record_get(work->given.records[work->places[i]])->done & PNR_RECORD_MASKED) != 0;
    uint32_t traveller = is_masked ? 0 : one->traveller; /* masked ones are one traveller */
    put_format(text, "%s{\"score\":%" PRIu32 ",\"normaliser\":%d,\"score_version\":%d", comma, one->score,
               PNR_NORMALISER, PNR_SCORE);
    if (one->selector != 0) put_format(text, ",\"selector\":%" PRIu32, one->selector);
    if (work->places[i] != 0) put_format(text, ",\"record\":%" PRIu32, work->places[i]);
    if (traveller != 0) put_format(text, ",\"traveller\":%" PRIu32, traveller);
    if (one->reasons != NULL && one->reasons[0] != '\0') put_format(text, ",\"reasons\":[%s]", one->reasons);
    put_string(text, "}");
    comma = ",";
  }
  put_string(text, "]");
  return string_of(text);
}

enum { NAME_MOST = 2 * PNR_EXCHANGE_ID + 32 };

/* In the outbox, beside what programs put there. */
static void name_answer(char name[NAME_MOST], pnr_slice id)
{
  memcpy(name, "answer-", sizeof "answer-");
  hex_write(name + strlen(name), id);
}

static bool reply_with(const inquiry *work, const pnr_delivery *delivery, const pnr_link_state *state, uint32_t outcome,
                       uint32_t rule, const char *reason)
{
  char name[NAME_MOST], own[PNR_REFERENCE_MOST];
  pnr_reply reply = empty_reply(work, outcome, reason);
  const pnr_exchange_message message = { .size = sizeof message, .type = PNR_EXCHANGE_REPLY, .reply = &reply };
  name_answer(name, work->id);
  refer(work, own, &reply);
  reply.refused_rule = rule;
  return stage(&work->own->replies, delivery, state, name, &message, NULL);
}

/* Records that lead nowhere else than to what was asked for: at once. A draft waits, and the reply says so. */
static bool reply_data(inquiry *work, const pnr_delivery *delivery, const pnr_link_state *state)
{
  char name[NAME_MOST], own[PNR_REFERENCE_MOST];
  bool is_part = work->withheld != 0 || work->different != 0;
  pnr_reply reply = empty_reply(work, is_part ? PNR_OUTCOME_PARTIAL : PNR_OUTCOME_DATA, "");
  pnr_exchange_message message = { .size = sizeof message, .type = PNR_EXCHANGE_REPLY, .reply = &reply };
  attached whole;
  pnr_status status;
  refer(work, own, &reply);
  reply.handling = work->own->terms.handling;
  if (!attachment_put(&work->given, work->folder, &message, &whole)) return false;
  uint32_t rule = rule_against(work, &whole.message, &status);
  if (rule != 0) return reply_with(work, delivery, state, PNR_OUTCOME_REFUSED, rule, "");
  if (status == PNR_E_LIMIT) return reply_with(work, delivery, state, PNR_OUTCOME_TOO_BROAD, 0, "");
  if (status != PNR_OK) return reply_with(work, delivery, state, PNR_OUTCOME_PENDING, 0, "a person decides");
  if (!needs_review(work)) {
    name_answer(name, work->id);
    return stage(&work->own->replies, delivery, state, name, &whole.message, NULL);
  }
  char *hits = draft_hits(work);
  hex_write(name, work->id);
  bool is_staged = stage(&work->own->drafts, delivery, state, name, &whole.message, hits);
  free(hits);
  return is_staged && reply_with(work, delivery, state, PNR_OUTCOME_PENDING, 0, "a person reviews it");
}

/* Why nothing is looked for: NULL where it is. */
static const char *for_people(const pnr_request *request)
{
  if (request->legal_basis != PNR_LEGAL_UNIT) return "a person decides on this legal basis";
  return request->standing_until != 0 ? "a person decides on standing requests" : NULL;
}

static bool answer(inquiry *work, const pnr_delivery *delivery, const pnr_link_state *state)
{
  enum { WITHDRAWN = 3 };
  const pnr_request *request = work->request;
  if (request->action == WITHDRAWN) return reply_with(work, delivery, state, PNR_OUTCOME_WITHDRAWN, 0, "");
  if (for_people(request) != NULL)
    return reply_with(work, delivery, state, PNR_OUTCOME_PENDING, 0, for_people(request));
  if (!tell(work, PNR_AUDIT_CONSULTATION, 0) || !store_read(&work->own->store) || !find_all(work)) return false;
  if (work->is_broad) return reply_with(work, delivery, state, PNR_OUTCOME_TOO_BROAD, 0, "");
  if (!give_all(work) || (work->refused != 0 && !tell(work, PNR_AUDIT_REFUSAL, work->refused))) return false;
  if (work->given.count != 0) return reply_data(work, delivery, state);
  if (work->is_open || work->different != 0)
    return reply_with(work, delivery, state, PNR_OUTCOME_PENDING, 0, "a person looks");
  return reply_with(work, delivery, state, work->withheld != 0 ? PNR_OUTCOME_NEEDS_APPROVAL : PNR_OUTCOME_NONE, 0, "");
}

static bool answer_request(inquiry *work, const pnr_delivery *delivery, const pnr_link_state *state)
{
  bool is_done = answer(work, delivery, state);
  attachment_close(&work->given);
  for (uint32_t i = 0; i < work->count; i++) free(work->all[i].reasons);
  free(work->all);
  free(work->places);
  return is_done;
}

/* --- Probes --- */

static bool answer_probe(responder *open, key_folder *folder, const disclosure *who, pnr_audit *audit,
                         const pnr_delivery *delivery, const pnr_link_state *state, uint32_t *rule)
{
  const pnr_received *received = delivery->received;
  const uint8_t *id = pnr_received_claims(received)->id.data;
  const probe_terms terms = { .keys = folder->path,
                              .unit = open->terms.peer,
                              .basis = open->terms.tags_basis,
                              .of_case = open->terms.of_case,
                              .of_day = open->terms.of_day,
                              .who = who,
                              .audit = audit,
                              .regimes = open->terms.regimes,
                              .now = folder->exchange.now };
  probe_answer out = { .count = 0 };
  bool is_done = probes_expire(folder->path, terms.now) && store_read(&open->store) &&
                 probe_reply(&terms, &open->store, id, pnr_received_message(received)->probe, &out);
  *rule = is_done ? out.rule : 0;
  for (uint32_t i = 0; i < out.count && is_done; i++) {
    char name[NAME_MOST];
    name_answer(name, (pnr_slice){ id, PNR_EXCHANGE_ID });
    sprintf(name + strlen(name), "-%03" PRIu32, i);
    is_done = stage(&open->replies, delivery, state, name, &out.messages[i], NULL);
  }
  probe_answer_close(&out);
  return is_done;
}

bool respond(responder *open, key_folder *folder, const disclosure *who, pnr_audit *audit, const pnr_delivery *delivery,
             const pnr_link_state *state, uint32_t *rule)
{
  const pnr_exchange_message *message = pnr_received_message(delivery->received);
  inquiry work = { .own = open,
                   .folder = folder,
                   .who = who,
                   .audit = audit,
                   .request = message->request,
                   .id = pnr_received_claims(delivery->received)->id,
                   .now = folder->exchange.now };
  *rule = 0;
  if (message->request != NULL) return answer_request(&work, delivery, state);
  if (message->probe == NULL || open->terms.tags_basis == NULL) return true;
  return answer_probe(open, folder, who, audit, delivery, state, rule);
}
