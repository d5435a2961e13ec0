/* SPDX-License-Identifier: Apache-2.0 */
#include "match/search.h"

#include "core/fail.h"
#include "core/slice.h"
#include "match/keys.h"
#include "match/ranges.h"
#include "record/policy.h"

enum { SCORE_STEPS = 32 }; /* what the score of two forms costs, in postings */

/* --- Opening --- */

pnr_status pnr_searcher_open(const pnr_env *env, const pnr_index *index, pnr_searcher **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || index == NULL) return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_searcher *searcher = pnri_alloc(env, sizeof *searcher);
  if (searcher == NULL) return pnri_fail_memory(error);
  memset(searcher, 0, sizeof *searcher);
  searcher->env = env;
  searcher->index = pnri_index_hold(index);
  pnri_subject_open(&searcher->asked, env);
  pnri_vector_open(&searcher->hits, env, sizeof(pnri_hit));
  pnri_vector_open(&searcher->order, env, sizeof(uint64_t));
  pnri_vector_open(&searcher->favoured, env, sizeof(uint32_t));
  pnri_table_open(&searcher->hit_of_entry, env);
  pnri_arena_open(&searcher->arena, env);
  pnr_status status = PNR_OK;
  for (uint32_t i = 0; status == PNR_OK && i < index->part_count; i++)
    status = pnri_candidates_open(&searcher->parts[i], env, &index->parts[i]->image);
  if (status != PNR_OK) {
    pnr_searcher_close(searcher);
    return pnri_fail_memory(error);
  }
  *out = searcher;
  return PNR_OK;
}

void pnr_searcher_close(pnr_searcher *searcher)
{
  if (searcher == NULL) return;
  for (uint32_t i = 0; i < PNRI_PARTS; i++) pnri_candidates_close(&searcher->parts[i]);
  pnri_subject_close(&searcher->asked);
  pnri_vector_close(&searcher->hits);
  pnri_vector_close(&searcher->order);
  pnri_vector_close(&searcher->favoured);
  pnri_table_close(&searcher->hit_of_entry);
  pnri_arena_close(&searcher->arena);
  pnr_index_close(searcher->index);
  pnri_free(searcher->env, searcher, sizeof *searcher);
}

/* --- Arguments --- */

/* Travellers are assessed when they come (article 6(2)(a)); those who are stored are consulted in a case (6(2)(b)). Lists
 * must be of persons who are sought or under alert, lawfully (6(3)(a), C-817/19): somebody answers for each entry. */
static bool is_allowed(const pnr_index *index, const pnr_purpose *purpose)
{
  bool has_travellers = false;
  if (purpose == NULL || purpose->size < sizeof *purpose) return false;
  for (uint32_t i = 0; i < index->part_count; i++) has_travellers = has_travellers || index->parts[i]->has_travellers;
  bool is_declared = has_travellers || index->info.without_basis == 0;
  bool has_case = purpose->case_reference.size > 0 && purpose->officer.size > 0;
  switch (purpose->basis) {
  case PNR_BASIS_ASSESSMENT: return is_declared && !has_travellers;
  case PNR_BASIS_REQUEST: return is_declared && has_case;
  default: return purpose->basis == PNR_BASIS_TEST;
  }
}

static bool take_options(pnr_searcher *searcher, const pnr_search_options *options)
{
  pnr_search_options full = { .size = sizeof full };
  if (options != NULL) {
    if (options->size < sizeof options->size) return false;
    memcpy(&full, options, options->size < sizeof full ? options->size : sizeof full);
  }
  if (full.threshold == 0) full.threshold = PNR_THRESHOLD_DEFAULT;
  searcher->options = full;
  searcher->least = full.policy != NULL ? pnri_policy_least(full.policy, full.threshold) : full.threshold;
  return full.threshold <= PNR_SCORE_MAX;
}

/* --- Hits --- */

/* Orders hits: a higher rank has a higher score or, of equal scores, the entry that was added first. */
static uint64_t hit_rank(const pnri_hit *hit) { return (uint64_t)hit->score << 32 | (UINT32_MAX - hit->entry); }

/* No entry with a lower score can still be in the answer. */
static uint32_t demanded(const pnr_searcher *searcher)
{
  uint32_t best = searcher->options.best;
  if (best == 0 || best > PNRI_TOP || searcher->top_count < best) return searcher->least;
  return (uint32_t)(searcher->top[best - 1] >> 32);
}

static void rank_in_top(pnr_searcher *searcher, uint64_t rank)
{
  uint32_t at = 0, entry = (uint32_t)rank;
  while (at < searcher->top_count && (uint32_t)searcher->top[at] != entry) at++;
  if (at == searcher->top_count) {
    if (at < PNRI_TOP) searcher->top_count++;
    else if (searcher->top[--at] > rank) return;
  }
  while (at > 0 && searcher->top[at - 1] < rank) {
    searcher->top[at] = searcher->top[at - 1];
    at--;
  }
  searcher->top[at] = rank;
}

static pnri_hit *known_hit(const pnr_searcher *searcher, uint32_t entry)
{
  size_t at = pnri_table_start(&searcher->hit_of_entry, entry);
  uint32_t number = pnri_table_seek(&searcher->hit_of_entry, entry, &at);
  return number != PNR_NONE ? pnri_vector_at(&searcher->hits, number) : NULL;
}

/* A hit that the policy lets pass. An entry that has not enough yet may still be met with a better name. */
static bool is_enough(const pnr_searcher *searcher, const pnri_hit *hit, const pnri_evidence *evidence)
{
  if (searcher->options.policy == NULL) return true;
  uint32_t entry = hit->entry;
  const pnri_image *image = pnri_entry_image(searcher->index, &entry);
  uint32_t row = pnri_entry_origin(image, entry);
  pnr_slice owner = pnri_image_string(image, pnri_row(image, PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, row, PNRI_ORIGIN_OWNER));
  pnr_slice source =
    pnri_image_string(image, pnri_row(image, PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, row, PNRI_ORIGIN_SOURCE));
  uint32_t action = pnri_row(image, PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, row, PNRI_ORIGIN_ACTION);
  const pnr_policy_rule *rule = pnri_policy_rule_for(searcher->options.policy, owner, source, action);
  uint32_t threshold = rule != NULL && rule->threshold != 0 ? rule->threshold : searcher->options.threshold;
  return hit->score >= threshold && (rule == NULL || pnri_evidence_corroborates(evidence, rule->corroboration));
}

static pnr_status keep(pnr_searcher *searcher, const pnri_hit *hit, const pnri_evidence *evidence)
{
  if (!is_enough(searcher, hit, evidence)) return PNR_OK;
  pnri_hit *known = known_hit(searcher, hit->entry);
  if (known != NULL && !pnri_meeting_better(&hit->best, &known->best)) return PNR_OK;
  if (known == NULL) {
    if (!pnri_table_reserve(&searcher->hit_of_entry)) return PNR_E_MEMORY;
    known = pnri_vector_add(&searcher->hits, 1);
    if (known == NULL) return PNR_E_MEMORY;
    size_t at = pnri_table_start(&searcher->hit_of_entry, hit->entry);
    (void)pnri_table_seek(&searcher->hit_of_entry, hit->entry, &at);
    pnri_table_put(&searcher->hit_of_entry, at, hit->entry, (uint32_t)(searcher->hits.count - 1));
  }
  *known = *hit;
  rank_in_top(searcher, hit_rank(hit));
  return PNR_OK;
}

/* Listed, and on the day that is asked for. */
static bool is_valid(const pnr_searcher *searcher, uint32_t entry)
{
  const pnri_image *image = searcher->image;
  pnr_date at = searcher->options.at, last = searcher->options.until;
  if (pnri_index_hides(searcher->index, searcher->first_entry + entry)) return false;
  if (at == 0 && last == 0) return true;
  if (last == 0) last = at;
  uint32_t origin = pnri_entry_origin(image, entry);
  pnr_date from = pnri_row(image, PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, origin, PNRI_ORIGIN_FROM);
  pnr_date until = pnri_row(image, PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, origin, PNRI_ORIGIN_UNTIL);
  return (from == 0 || from <= last) && (until == 0 || at <= until);
}

/* --- By keys --- */

/* Meets all names of an entry, whatever they are. */
static pnr_status meet_entry(pnr_searcher *searcher, uint32_t entry)
{
  if (known_hit(searcher, searcher->first_entry + entry) != NULL) return PNR_OK;
  pnri_listed listed = pnri_listed_open(searcher->image, entry);
  pnri_hit hit = { .entry = searcher->first_entry + entry, .whole = true };
  pnri_listed_name name;
  bool named = false;
  for (uint32_t i = 0; pnri_listed_next(&listed, &name); i++) {
    searcher->candidates->near.steps += SCORE_STEPS;
    if (!pnri_neighbourhood_allows(&searcher->candidates->near, 0)) return PNR_E_LIMIT;
    pnri_listed_fold(&name, &searcher->listed);
    named = named || searcher->listed.count > 0;
    pnri_meet(&searcher->asked, &searcher->listed, i, name.kind, &hit.best);
  }
  pnri_evidence evidence;
  pnri_evidence_find(&searcher->asked.facts, &listed.facts, &evidence);
  hit.score = pnri_person_score(hit.best.score, named && searcher->asked.named, &evidence);
  return hit.score >= searcher->least ? keep(searcher, &hit, &evidence) : PNR_OK;
}

static bool take_step(pnr_searcher *searcher)
{
  searcher->candidates->near.steps++;
  return pnri_neighbourhood_allows(&searcher->candidates->near, 0);
}

/* Meets every valid entry under the hash of a document or identifier; others may be among them. */
static pnr_status meet_keyed(pnr_searcher *searcher, uint64_t hash)
{
  const pnri_image *image = searcher->image;
  pnri_range rows = pnri_keys_find(image, PNRI_S_KEY_FIRST, hash);
  pnr_status status = PNR_OK;
  for (uint32_t i = rows.first; status == PNR_OK && i < rows.end; i++) {
    uint32_t entry = pnri_keys_at(image, PNRI_S_KEY_FIRST, i, hash, image->entries);
    if (!take_step(searcher)) return PNR_E_LIMIT;
    if (entry != PNR_NONE && is_valid(searcher, entry)) status = meet_entry(searcher, entry);
  }
  return status;
}

/* Favours every form under a birth date; others may be among them. */
static pnr_status favour_born(pnr_searcher *searcher, pnr_date key)
{
  const pnri_image *image = searcher->image;
  uint64_t hash = pnri_birth_hash(key);
  pnri_range rows = pnri_keys_find(image, PNRI_S_BIRTH_FIRST, hash);
  for (uint32_t i = rows.first; i < rows.end; i++) {
    uint32_t form = pnri_keys_at(image, PNRI_S_BIRTH_FIRST, i, hash, image->forms);
    if (!take_step(searcher)) return PNR_E_LIMIT;
    if (form == PNR_NONE) continue;
    uint32_t *room = pnri_vector_add(&searcher->favoured, 1);
    if (room == NULL) return PNR_E_MEMORY;
    *room = form;
  }
  return PNR_OK;
}

/* Meets every valid entry with a range that holds the number as it is written here. */
static pnr_status meet_ranges(pnr_searcher *searcher, pnr_slice number)
{
  const pnri_image *image = searcher->image;
  for (uint32_t end = pnri_ranges_upto(image, number); pnri_ranges_reach(image, end, number); end--) {
    uint32_t entry = pnri_row(image, PNRI_S_RANGES, PNRI_RANGE_ROW, end - 1, PNRI_RANGE_ENTRY);
    searcher->candidates->near.steps++;
    if (!pnri_neighbourhood_allows(&searcher->candidates->near, 0)) return PNR_E_LIMIT;
    if (!pnri_ranges_hold(image, end - 1, number) || entry >= image->entries || !is_valid(searcher, entry)) continue;
    pnr_status status = meet_entry(searcher, entry);
    if (status != PNR_OK) return status;
  }
  return PNR_OK;
}

static pnr_status search_ranges(pnr_searcher *searcher, pnr_slice number)
{
  uint8_t digits[PNRI_NUMBER_MOST];
  pnr_slice read = pnri_number_digits(number, digits);
  pnr_status status = meet_ranges(searcher, number);
  if (status != PNR_OK || pnri_slice_equal(read, number)) return status;
  return meet_ranges(searcher, read);
}

/* Looks up what the asked person's facts have as keys: birth dates favour forms, documents make entries hits. */
static pnr_status search_keys(pnr_searcher *searcher)
{
  pnri_facts_cursor cursor = pnri_facts_read(&searcher->asked.facts);
  pnr_status status = PNR_OK;
  while (status == PNR_OK && cursor.births > 0) {
    pnri_birth_fact birth = pnri_facts_birth(&cursor);
    pnr_date keys[PNRI_BIRTH_KEYS];
    for (uint32_t i = pnri_birth_keys(&birth, keys); status == PNR_OK && i > 0; i--)
      status = favour_born(searcher, keys[i - 1]);
  }
  while (status == PNR_OK && cursor.nationalities > 0) pnri_facts_nationality(&cursor);
  while (status == PNR_OK && cursor.keys > 0) {
    pnri_key_fact key = pnri_facts_key(&cursor);
    status = meet_keyed(searcher, pnri_key_hash(&key));
    if (status == PNR_OK && key.kind == PNRI_KEY_KIND_DOCUMENT) status = search_ranges(searcher, key.text);
  }
  return status;
}

/* --- By names --- */

/* A kind of name that counts as the form's own does. */
static uint32_t kind_at(uint32_t place)
{
  static const uint32_t kinds[] = {
    [PNRI_KIND_FULL] = PNR_NAME_PRIMARY, [PNRI_KIND_WEAK] = PNR_NAME_WEAK, [PNRI_KIND_MISUSED] = PNR_NAME_MISUSED
  };
  uint32_t kind = place >> (PNRI_PLACE_NAME_BITS + PNRI_PLACE_FORM_BITS);
  return kind < sizeof kinds / sizeof kinds[0] ? kinds[kind] : PNR_NAME_PRIMARY;
}

/* Meets one listed form, at its place, with the asked form; evidence is that of the form's entry. */
static pnr_status meet_form(pnr_searcher *searcher, uint32_t form, uint32_t place, pnri_hit *hit,
                            const pnri_evidence *evidence)
{
  const pnri_name *asked = pnri_subject_name(&searcher->asked, hit->best.left);
  uint32_t asked_kind = searcher->asked.person->names[hit->best.left]->kind;
  searcher->candidates->near.steps += SCORE_STEPS;
  if (!pnri_neighbourhood_allows(&searcher->candidates->near, 0)) return PNR_E_LIMIT;
  pnri_form *listed = &searcher->listed.forms[0];
  pnri_image_load_form(searcher->image, form, listed);
  hit->best.name_score = pnri_form_score(&asked->forms[hit->best.left_form], listed, NULL);
  hit->best.score = pnri_kind_score(hit->best.name_score, asked_kind, kind_at(place));
  hit->best.right = place >> PNRI_PLACE_FORM_BITS & (PNRI_PLACE_NAMES - 1);
  hit->best.right_form = place & ((1u << PNRI_PLACE_FORM_BITS) - 1);
  hit->score = pnri_person_score(hit->best.score, true, evidence);
  return hit->score >= demanded(searcher) ? keep(searcher, hit, evidence) : PNR_OK;
}

/* Orders found forms by falling bounds: place in the low half, rank in the high half. */
static bool order_found(pnr_searcher *searcher)
{
  enum { RANKS = 256, SHIFT = 6 };
  const pnri_vector *found = &searcher->candidates->found;
  uint32_t first[RANKS + 1] = { 0 };
  searcher->order.count = 0;
  if (found->count == 0) return true;
  uint64_t *order = pnri_vector_add(&searcher->order, found->count);
  if (order == NULL) return false;
  const pnri_found_form *forms = pnri_vector_at(found, 0);
  for (size_t i = 0; i < found->count; i++) first[RANKS - (forms[i].bound >> SHIFT)]++;
  for (uint32_t i = 1; i <= RANKS; i++) first[i] += first[i - 1];
  for (size_t i = found->count; i > 0; i--)
    order[--first[RANKS - (forms[i - 1].bound >> SHIFT)]] = (uint64_t)forms[i - 1].bound << 32 | forms[i - 1].form;
  return true;
}

/* The least name score, before the kind of the asked name is looked at, that evidence lets reach what is demanded. */
static uint32_t necessary_score(const pnr_searcher *searcher, const pnri_evidence *evidence, uint32_t asked_kind)
{
  uint32_t least = pnri_least_name_score(demanded(searcher), false, evidence);
  uint32_t share = PNR_SCORE_MAX - pnri_kind_lower(asked_kind);
  return (least * PNR_SCORE_MAX + share - 1) / share;
}

static pnri_demand demand_of(const pnr_searcher *searcher, uint32_t asked_kind)
{
  pnri_demand demand = { .favoured = pnri_vector_at(&searcher->favoured, 0),
                         .favoured_count = searcher->favoured.count };
  for (uint32_t i = 0; i < PNRI_DEMANDS; i++)
    demand.necessary[i] = necessary_score(searcher, &searcher->hoped[i], asked_kind);
  return demand;
}

/* Meets a found form, unless what is known of its entry keeps it from reaching what is demanded. */
static pnr_status try_found(pnr_searcher *searcher, uint32_t form, uint32_t bound, pnri_hit *hit)
{
  const pnri_image *image = searcher->image;
  uint32_t entry = pnri_form_entry(image, form), place = pnri_form_place(image, form);
  uint32_t asked_kind = searcher->asked.person->names[hit->best.left]->kind;
  if (entry >= image->entries || !is_valid(searcher, entry)) return PNR_OK;
  hit->entry = searcher->first_entry + entry;
  const pnri_hit *known = known_hit(searcher, hit->entry);
  if (known != NULL && known->whole) return PNR_OK;
  pnri_facts facts = pnri_entry_facts(image, entry);
  pnri_evidence evidence;
  pnri_evidence_find(&searcher->asked.facts, &facts, &evidence);
  uint32_t reachable = pnri_kind_score(bound, asked_kind, kind_at(place));
  if (pnri_person_score(reachable, true, &evidence) < demanded(searcher)) return PNR_OK;
  return meet_form(searcher, form, place, hit, &evidence);
}

static pnr_status search_form(pnr_searcher *searcher, uint32_t asked_name, uint32_t asked_form)
{
  const pnri_form *asked = &pnri_subject_name(&searcher->asked, asked_name)->forms[asked_form];
  const pnri_demand demand = demand_of(searcher, searcher->asked.person->names[asked_name]->kind);
  pnr_status status = pnri_candidates_find(searcher->candidates, asked, &demand);
  if (status == PNR_OK && !order_found(searcher)) status = PNR_E_MEMORY;
  for (size_t i = 0; status == PNR_OK && i < searcher->order.count; i++) {
    uint64_t found = *(const uint64_t *)pnri_vector_at(&searcher->order, i);
    pnri_hit hit = { .best = { .left = asked_name, .left_form = asked_form } };
    status = try_found(searcher, (uint32_t)found, (uint32_t)(found >> 32), &hit);
  }
  return status;
}

static pnr_status search_names(pnr_searcher *searcher)
{
  pnr_status status = PNR_OK;
  for (uint32_t i = 0; status == PNR_OK && i < searcher->asked.names.count; i++)
    for (uint32_t form = 0; status == PNR_OK && form < pnri_subject_name(&searcher->asked, i)->count; form++)
      status = search_form(searcher, i, form);
  return status;
}

/* --- The search --- */

/* Sorts by falling rank, in place and without recursion (heap sort). */
static void sort_hits(pnri_hit *hits, size_t count)
{
  for (size_t end = count, start = count / 2; end > 1;) {
    pnri_hit moving;
    if (start > 0) {
      moving = hits[--start];
    } else {
      moving = hits[--end];
      hits[end] = hits[0];
    }
    size_t root = start;
    for (size_t child; (child = 2 * root + 1) < end; root = child) {
      if (child + 1 < end && hit_rank(&hits[child + 1]) < hit_rank(&hits[child])) child++;
      if (hit_rank(&hits[child]) >= hit_rank(&moving)) break;
      hits[root] = hits[child];
    }
    hits[root] = moving;
  }
}

/* Forgets the person who was searched before, not the answer. */
static void reset_person(pnr_searcher *searcher)
{
  searcher->top_count = 0;
  searcher->hits.count = 0;
  searcher->incomplete = false;
  for (uint32_t i = 0; i < PNRI_PARTS; i++) searcher->parts[i].near.steps = 0;
  pnri_table_clear(&searcher->hit_of_entry);
}

static void reset(pnr_searcher *searcher)
{
  reset_person(searcher);
  pnri_arena_close(&searcher->arena);
  searcher->chain = (pnri_chain){ NULL, NULL, 0 };
  searcher->views = NULL;
  searcher->view_count = 0;
}

static void choose_part(pnr_searcher *searcher, uint32_t part)
{
  const pnri_candidates *before = searcher->candidates;
  searcher->image = &searcher->index->parts[part]->image;
  searcher->candidates = &searcher->parts[part];
  searcher->first_entry = pnri_index_first(searcher->index, part);
  searcher->favoured.count = 0;
  if (before != NULL) searcher->candidates->near.steps = before->near.steps; /* one budget for all parts */
}

/* What was added last comes first, so that a spent budget does not keep it from being found. */
static pnr_status search_parts(pnr_searcher *searcher)
{
  pnr_status status = PNR_OK;
  searcher->candidates = NULL;
  for (uint32_t part = searcher->index->part_count; status == PNR_OK && part > 0; part--) {
    choose_part(searcher, part - 1);
    status = search_keys(searcher);
    if (status == PNR_OK) status = search_names(searcher);
  }
  return status;
}

static pnr_status find_hits(pnr_searcher *searcher, const pnr_person *person)
{
  pnr_status status = pnri_subject_set(&searcher->asked, person);
  if (status != PNR_OK) return status;
  for (uint32_t i = 0; i < PNRI_HOPES; i++) pnri_evidence_best(&searcher->asked.facts, i, &searcher->hoped[i]);
  return search_parts(searcher);
}

pnr_status pnri_search_begin(pnr_searcher *searcher, const pnr_purpose *purpose, const pnr_search_options *options)
{
  reset(searcher);
  if (!is_allowed(searcher->index, purpose)) return PNR_E_PURPOSE;
  return take_options(searcher, options) ? PNR_OK : PNR_E_ARGUMENT;
}

pnr_status pnri_search_person(pnr_searcher *searcher, const pnr_person *person, uint32_t traveller)
{
  reset_person(searcher);
  pnr_status status = find_hits(searcher, person);
  if (status == PNR_E_LIMIT) {
    searcher->incomplete = true;
    status = PNR_OK;
  }
  if (status == PNR_OK) {
    if (searcher->hits.count > 0) sort_hits(pnri_vector_at(&searcher->hits, 0), searcher->hits.count);
    uint32_t best = searcher->options.best;
    if (best != 0 && searcher->hits.count > best) searcher->hits.count = best;
    if (!pnri_answer_add(searcher, traveller)) status = PNR_E_MEMORY;
  }
  searcher->asked.person = NULL;
  return status;
}

pnr_status pnri_search_end(pnr_searcher *searcher, pnr_status status, pnr_error *error)
{
  int failed = 0;
  void *const *views = status == PNR_OK ? pnri_chain_array(&searcher->chain, &searcher->arena, &failed) : NULL;
  if (failed) status = PNR_E_MEMORY;
  if (status != PNR_OK) {
    reset(searcher);
    return pnri_fail(error, (pnr_error){ .status = status });
  }
  searcher->views = (const pnr_candidate *const *)(const void *)views;
  searcher->view_count = searcher->chain.count;
  return PNR_OK;
}

pnr_status pnr_search(pnr_searcher *searcher, const pnr_person *person, const pnr_purpose *purpose,
                      const pnr_search_options *options, pnr_error *error)
{
  if (searcher == NULL || person == NULL) return pnri_fail_argument(error);
  pnr_status status = pnri_search_begin(searcher, purpose, options);
  if (status == PNR_OK) status = pnri_search_person(searcher, person, PNR_NONE);
  return pnri_search_end(searcher, status, error);
}

uint32_t pnr_searcher_count(const pnr_searcher *searcher) { return searcher != NULL ? searcher->view_count : 0; }

const pnr_candidate *pnr_searcher_candidate(const pnr_searcher *searcher, uint32_t i)
{
  return searcher != NULL && i < searcher->view_count ? searcher->views[i] : NULL;
}
