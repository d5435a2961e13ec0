/* SPDX-License-Identifier: Apache-2.0 */
#include <xxhash.h>

#include "core/fail.h"
#include "core/slice.h"
#include "record/cusres.h"
#include "write/reply.h"

/* CUSRES out of a PAXLST and of what somebody decided about its travellers. */

typedef struct reply {
  const pnr_env *env;
  const pnr_content *list;
  const pnr_cusres_options *options;
  pnri_builder builder;
  uint32_t *verdict_of; /* by traveller: 1 + index into options->verdicts, or 0 */
  uint32_t *slots;      /* by hash of the references: 1 + index of a traveller, or 0 */
  uint32_t slot_count;  /* a power of 2, at least twice the travellers */
  uint64_t steps;
} reply;

/* --- Whom the carrier will take the answer for --- */

static pnr_slice locator_of(const reply *r, const pnr_traveller *traveller)
{
  return traveller->booking != PNR_NONE ? r->list->bookings[traveller->booking]->locator : (pnr_slice){ NULL, 0 };
}

static bool have_same_references(const reply *r, const pnr_traveller *a, const pnr_traveller *b)
{
  return pnri_slice_equal(a->unique_reference, b->unique_reference) &&
         pnri_slice_equal(locator_of(r, a), locator_of(r, b));
}

static uint32_t first_slot(const reply *r, const pnr_traveller *traveller)
{
  pnr_slice locator = locator_of(r, traveller), unique = traveller->unique_reference;
  uint64_t hash = XXH3_64bits_withSeed(unique.data, unique.size, XXH3_64bits(locator.data, locator.size));
  return (uint32_t)hash & (r->slot_count - 1);
}

/* Index of the first traveller in the message with the references of this one, which may be itself. */
static uint32_t first_of(reply *r, uint32_t index)
{
  uint32_t slot = first_slot(r, r->list->travellers[index]);
  for (; r->slots[slot] != 0; slot = (slot + 1) & (r->slot_count - 1)) {
    uint32_t other = r->slots[slot] - 1;
    r->steps++;
    if (have_same_references(r, r->list->travellers[index], r->list->travellers[other])) return other;
  }
  r->slots[slot] = index + 1;
  return index;
}

static const pnr_verdict *verdict_of(const reply *r, uint32_t index)
{
  uint32_t verdict = r->verdict_of[index];
  return verdict != 0 ? r->options->verdicts[verdict - 1] : NULL;
}

static bool is_same_answer(const pnr_verdict *a, const pnr_verdict *b)
{
  if (a == NULL || b == NULL) return a == b;
  return a->meaning == b->meaning && pnri_slice_equal(a->code, b->code);
}

/* --- What may be asked --- */

static const char *code_of(uint32_t level, uint32_t meaning)
{
  for (size_t i = 0; i < PNRI_RESPONSE_CODES; i++)
    if (pnri_response_codes[i].level == level && pnri_response_codes[i].meaning == meaning)
      return pnri_response_codes[i].code;
  return NULL;
}

/* A raw code must not be one that has a meaning. */
static bool is_verdict(const reply *r, const pnr_verdict *verdict)
{
  if (verdict->size < sizeof *verdict || verdict->traveller >= r->list->traveller_count) return false;
  if (verdict->meaning != PNR_RESPONSE_RAW)
    return verdict->code.size == 0 && code_of(PNR_LEVEL_PERSON, verdict->meaning) != NULL;
  bool has_meaning = verdict->code.size == 0;
  for (size_t i = 0; i < PNRI_RESPONSE_CODES; i++)
    has_meaning = has_meaning || pnri_slice_is(verdict->code, pnri_response_codes[i].code);
  return !has_meaning;
}

static pnr_status refuse(const pnr_traveller *traveller, pnr_error *error)
{
  return pnri_fail_at(error, PNR_E_ARGUMENT, traveller->offset);
}

static pnr_status take_verdicts(reply *r, pnr_error *error)
{
  for (uint32_t i = 0; i < r->options->verdict_count; i++) {
    const pnr_verdict *verdict = r->options->verdicts[i];
    if (verdict == NULL || !is_verdict(r, verdict)) return pnri_fail_argument(error);
    const pnr_traveller *traveller = r->list->travellers[verdict->traveller];
    bool has_reference = traveller->unique_reference.size + locator_of(r, traveller).size != 0;
    if (!has_reference || r->verdict_of[verdict->traveller] != 0) return refuse(traveller, error);
    r->verdict_of[verdict->traveller] = i + 1;
  }
  return PNR_OK;
}

/* Those whom the carrier cannot tell apart must have one answer. */
static pnr_status check_references(reply *r, pnr_error *error)
{
  for (uint32_t i = 0; i < r->list->traveller_count; i++) {
    const pnr_traveller *traveller = r->list->travellers[i];
    uint32_t first = first_of(r, i);
    if (r->steps > r->env->limits.steps) return pnri_fail_at(error, PNR_E_LIMIT, traveller->offset);
    if (!is_same_answer(verdict_of(r, i), verdict_of(r, first))) return refuse(traveller, error);
  }
  return PNR_OK;
}

static pnr_status check(reply *r, pnr_error *error)
{
  size_t travellers = r->list->traveller_count, slots = 2;
  while (slots < 2 * travellers) slots *= 2;
  r->slot_count = (uint32_t)slots;
  r->slots = pnri_alloc(r->env, slots * sizeof *r->slots);
  r->verdict_of = pnri_alloc(r->env, (travellers + 1) * sizeof *r->verdict_of);
  pnr_status status = PNR_OK;
  if (r->slots == NULL || r->verdict_of == NULL) {
    status = pnri_fail_memory(error);
  } else {
    memset(r->slots, 0, slots * sizeof *r->slots);
    memset(r->verdict_of, 0, (travellers + 1) * sizeof *r->verdict_of);
    status = take_verdicts(r, error);
    if (status == PNR_OK) status = check_references(r, error);
  }
  if (r->slots != NULL) pnri_free(r->env, r->slots, slots * sizeof *r->slots);
  if (r->verdict_of != NULL) pnri_free(r->env, r->verdict_of, (travellers + 1) * sizeof *r->verdict_of);
  return status;
}

/* --- The record --- */

static void copy_leg(pnri_builder *builder, const pnr_leg *leg)
{
  pnr_leg *copy = pnri_leg_add(builder, &builder->legs);
  if (copy == NULL) return;
  copy->carrier = pnri_reply_copy(builder, leg->carrier);
  copy->number = pnri_reply_copy(builder, leg->number);
  copy->suffix = pnri_reply_copy(builder, leg->suffix);
  copy->from = pnri_reply_copy(builder, leg->from);
  copy->to = pnri_reply_copy(builder, leg->to);
  copy->departs = leg->departs;
  copy->departs_time = leg->departs_time;
  copy->arrives = leg->arrives;
  copy->arrives_time = leg->arrives_time;
  copy->transport = leg->transport;
}

static void add_response(pnri_builder *builder, uint32_t level, uint32_t meaning, pnr_slice code, pnr_slice text,
                         pnr_slice locator, pnr_slice unique)
{
  pnri_response_draft *draft = pnri_response_add(builder);
  if (draft == NULL) return;
  const char *word = code_of(level, meaning);
  draft->view.level = level;
  draft->view.meaning = meaning;
  draft->view.code = word != NULL ? pnri_slice(word) : pnri_reply_copy(builder, code);
  draft->view.text = pnri_reply_copy(builder, text);
  draft->view.locator = pnri_reply_copy(builder, locator);
  draft->view.unique_reference = pnri_reply_copy(builder, unique);
}

/* CUSRES has the versions of PAXLST; lists in older forms are answered in D.05B. */
static pnr_slice version_of(pnri_builder *builder, const pnr_content *list)
{
  return pnri_slice_starts(list->version, "D:") ? pnri_reply_copy(builder, list->version) : pnri_slice("D:05B");
}

static void fill(reply *r)
{
  const pnr_slice none = { NULL, 0 };
  pnri_builder *builder = &r->builder;
  pnr_content *content = builder->content;
  content->version = version_of(builder, r->list);
  content->function_code = pnri_slice("962");
  content->transport = r->list->transport;
  content->transaction = pnri_reply_copy(builder, r->list->transaction);
  for (uint32_t i = 0; i < r->list->leg_count; i++) copy_leg(builder, r->list->legs[i]);
  add_response(builder, PNR_LEVEL_HEADER, r->options->header, none, r->options->text, none, none);
  for (uint32_t i = 0; i < r->options->verdict_count; i++) {
    const pnr_verdict *verdict = r->options->verdicts[i];
    const pnr_traveller *traveller = r->list->travellers[verdict->traveller];
    add_response(builder, PNR_LEVEL_PERSON, verdict->meaning, verdict->code, verdict->text, locator_of(r, traveller),
                 traveller->unique_reference);
  }
}

pnr_status pnr_answer_cusres(const pnr_env *env, const pnr_message *message, const pnr_cusres_options *options,
                             pnr_message **out, pnr_error *error)
{
  if (out == NULL) return pnri_fail_argument(error);
  *out = NULL;
  if (message == NULL || options == NULL || options->size < sizeof *options) return pnri_fail_argument(error);
  reply r = { .env = pnri_env(env), .list = pnr_message_content(message), .options = options };
  bool has_header = code_of(PNR_LEVEL_HEADER, options->header) != NULL;
  if (r.list->type != PNR_MESSAGE_PAXLST || !has_header) return pnri_fail_argument(error);
  pnr_status status = check(&r, error);
  if (status == PNR_OK) status = pnri_reply_open(&r.builder, env, r.list, PNR_MESSAGE_CUSRES, error);
  if (status != PNR_OK) return status;
  fill(&r);
  return pnri_reply_finish(&r.builder, PNR_OK, out, error);
}
