/* SPDX-License-Identifier: Apache-2.0
 *
 * Travellers of several messages to persons. Each rule collects keys that travellers who may be the same have in common,
 * and looks at those who share one; so the work grows with the travellers, not with their pairs. */
#include "pnr/join.h"

#include <xxhash.h>

#include "core/arena.h"
#include "core/fail.h"
#include "core/slice.h"
#include "core/vector.h"
#include "record/alike.h"
#include "record/builder.h"

enum {
  COMPARED = 32, /* travellers of one key, or parts of one person, that a further one is compared with */
  MEMBERS = 64,  /* of one person, beyond which nobody is added: no traveller has so many witnesses */
  LOCATORS = 4   /* of one booking that are looked at */
};

/* A traveller, and the person that he belongs to so far: a list of travellers with the first one as its head. */
typedef struct member {
  const pnr_person *person;
  const pnr_content *content;
  pnr_witness witness;
  uint32_t head; /* index of the person's first traveller */
  uint32_t next; /* of the same person, or PNR_NONE */
  uint32_t last; /* of a head: the last of the list */
  uint32_t count;
} member;

typedef struct key {
  uint64_t hash;
  uint32_t member;
  uint32_t next; /* key of the same bucket, or PNR_NONE */
} key;

struct pnr_join {
  const pnr_env *env;
  pnri_arena arena;
  pnri_vector members; /* member, in the order of messages and travellers */
  pnri_vector keys, buckets;
  uint32_t bucket_count;
  uint64_t steps;
  pnri_chain joined;
  const pnr_joined *const *persons;
  int failed;
};

static member *member_at(const pnr_join *join, uint32_t i) { return pnri_vector_at(&join->members, i); }

static bool spend(pnr_join *join) { return join->steps++ < join->env->limits.steps; }

/* --- Persons while they are put together --- */

static bool is_one_message(const member *a, const member *b) { return a->witness.message == b->witness.message; }

static bool is_one_booking(const member *a, const member *b)
{
  const pnr_traveller *x = a->content->travellers[a->witness.traveller];
  const pnr_traveller *y = b->content->travellers[b->witness.traveller];
  return is_one_message(a, b) && x->booking == y->booking;
}

/* True where joining would make one person of two: the same names forgive a birth date that one document has twice. */
static bool contradict(const member *a, const member *b, uint32_t basis)
{
  if (basis != PNR_JOIN_DOCUMENT && is_one_booking(a, b)) return true;
  if (basis == PNR_JOIN_DOCUMENT && pnri_documents_agree(a->person, b->person))
    return pnri_births_differ(a->person, b->person) && pnri_names_alike(a->person, b->person) != PNRI_NAMES_SAME;
  return pnri_births_differ(a->person, b->person) || pnri_documents_differ(a->person, b->person);
}

static bool may_join(pnr_join *join, uint32_t a, uint32_t b, uint32_t basis)
{
  if (member_at(join, a)->count + member_at(join, b)->count > MEMBERS) return false;
  for (uint32_t i = a; i != PNR_NONE; i = member_at(join, i)->next)
    for (uint32_t j = b; j != PNR_NONE; j = member_at(join, j)->next)
      if (!spend(join) || contradict(member_at(join, i), member_at(join, j), basis)) return false;
  return true;
}

/* The persons with these heads become one. */
static void unite(pnr_join *join, uint32_t a, uint32_t b, uint32_t basis)
{
  uint32_t head = a < b ? a : b, other = head == a ? b : a;
  member *first = member_at(join, head), *second = member_at(join, other);
  member_at(join, first->last)->next = other;
  first->last = second->last;
  first->count += second->count;
  second->witness.basis = basis;
  for (uint32_t i = other; i != PNR_NONE; i = member_at(join, i)->next) member_at(join, i)->head = head;
}

static void try_join(pnr_join *join, uint32_t a, uint32_t b, uint32_t basis)
{
  uint32_t x = member_at(join, a)->head, y = member_at(join, b)->head;
  if (x != y && may_join(join, x, y, basis)) unite(join, x, y, basis);
}

/* --- Keys --- */

static bool begin_keys(pnr_join *join)
{
  join->keys.count = join->buckets.count = 0;
  join->bucket_count = 64;
  while (join->bucket_count < join->members.count) join->bucket_count *= 2;
  uint32_t *buckets = pnri_vector_add(&join->buckets, join->bucket_count);
  if (buckets == NULL) join->failed = 1;
  for (uint32_t i = 0; buckets != NULL && i < join->bucket_count; i++) buckets[i] = PNR_NONE;
  return buckets != NULL;
}

/* Adds the key; *first becomes the newest key of the same bucket before it. */
static bool add_key(pnr_join *join, uint64_t hash, uint32_t who, uint32_t *first)
{
  uint32_t *bucket = pnri_vector_at(&join->buckets, hash & (join->bucket_count - 1));
  key *added = pnri_vector_add(&join->keys, 1);
  if (added == NULL) {
    join->failed = 1;
    return false;
  }
  *added = (key){ .hash = hash, .member = who, .next = *bucket };
  *first = *bucket;
  *bucket = (uint32_t)join->keys.count - 1;
  return true;
}

typedef bool (*pair_rule)(const member *a, const member *b);

/* Joins the traveller with those of the same key to whom the rule applies. One who would fit several persons fits none:
 * where names are shortened nobody knows which of them is meant. */
static void look_up(pnr_join *join, uint64_t hash, uint32_t who, pair_rule fits, bool needs_one, uint32_t basis)
{
  uint32_t at, compared = 0, found = PNR_NONE;
  if (!add_key(join, hash, who, &at)) return;
  for (; at != PNR_NONE && compared < COMPARED && spend(join); at = ((key *)pnri_vector_at(&join->keys, at))->next) {
    const key *other = pnri_vector_at(&join->keys, at);
    if (other->hash != hash || other->member == who) continue;
    uint32_t head = member_at(join, other->member)->head;
    compared++;
    if (head == member_at(join, who)->head || !fits(member_at(join, who), member_at(join, other->member))) continue;
    if (!needs_one) try_join(join, who, other->member, basis);
    else if (found != PNR_NONE && member_at(join, found)->head != head) return;
    else found = other->member;
  }
  if (found != PNR_NONE) try_join(join, who, found, basis);
}

/* --- The rules --- */

static bool fits_document(const member *a, const member *b)
{
  return pnri_documents_agree(a->person, b->person) &&
         (pnri_births_agree(a->person, b->person) || pnri_names_alike(a->person, b->person) != PNRI_NAMES_DIFFER);
}

static void join_documents(pnr_join *join, uint32_t who)
{
  const pnr_person *person = member_at(join, who)->person;
  for (uint32_t i = 0; i < person->document_count && i < COMPARED; i++) {
    uint64_t hash = pnri_document_key(person->documents[i]);
    if (hash != 0) look_up(join, hash, who, fits_document, false, PNR_JOIN_DOCUMENT);
  }
}

static bool is_same_name(const member *a, const member *b)
{
  return pnri_births_agree(a->person, b->person) && pnri_names_alike(a->person, b->person) == PNRI_NAMES_SAME;
}

static bool is_shortened_name(const member *a, const member *b)
{
  return !is_one_message(a, b) && pnri_births_agree(a->person, b->person) &&
         pnri_names_alike(a->person, b->person) != PNRI_NAMES_DIFFER;
}

static void join_names_by(pnr_join *join, uint32_t who, pnr_slice word, pair_rule fits, bool needs_one, uint32_t basis)
{
  const pnr_person *person = member_at(join, who)->person;
  uint64_t seed = XXH3_64bits(word.data, word.size), keys[PNRI_SURNAMES], known[PNRI_ALIKE_NAMES * PNRI_SURNAMES];
  uint32_t known_count = 0;
  for (uint32_t n = 0; n < person->name_count && n < PNRI_ALIKE_NAMES; n++) {
    uint32_t count = pnri_surname_keys(person->names[n], keys);
    for (uint32_t i = 0; i < count; i++) {
      uint32_t k = 0;
      while (k < known_count && known[k] != keys[i]) k++;
      if (k < known_count) continue;
      known[known_count++] = keys[i];
      look_up(join, XXH3_64bits_withSeed(&keys[i], sizeof keys[i], seed), who, fits, needs_one, basis);
    }
  }
}

static void join_births(pnr_join *join, uint32_t who, pair_rule fits, bool needs_one)
{
  const pnr_person *person = member_at(join, who)->person;
  for (uint32_t i = 0; i < person->birth_count && i < PNRI_ALIKE_NAMES; i++) {
    pnr_slice date = { (const uint8_t *)&person->births[i]->from, sizeof person->births[i]->from };
    join_names_by(join, who, date, fits, needs_one, PNR_JOIN_NAME_BIRTH);
  }
}

static void join_same_names(pnr_join *join, uint32_t who) { join_births(join, who, is_same_name, false); }
static void join_shortened_names(pnr_join *join, uint32_t who) { join_births(join, who, is_shortened_name, true); }

static const pnr_booking *booking_of(const member *m)
{
  const pnr_traveller *traveller = m->content->travellers[m->witness.traveller];
  return traveller->booking != PNR_NONE ? m->content->bookings[traveller->booking] : NULL;
}

static bool has_locator(const pnr_booking *booking, pnr_slice value)
{
  if (pnri_slice_equal(booking->locator, value)) return true;
  for (uint32_t i = 0; i < booking->locator_count && i < LOCATORS; i++)
    if (pnri_slice_equal(booking->locators[i]->value, value)) return true;
  return false;
}

static bool is_same_booking(const member *a, const member *b)
{
  const pnr_booking *x = booking_of(a), *y = booking_of(b);
  bool is_shared = x->locator.size != 0 && has_locator(y, x->locator);
  for (uint32_t i = 0; i < x->locator_count && i < LOCATORS && !is_shared; i++)
    is_shared = x->locators[i]->value.size != 0 && has_locator(y, x->locators[i]->value);
  return is_shared && !is_one_message(a, b) && pnri_names_alike(a->person, b->person) != PNRI_NAMES_DIFFER;
}

static void join_locators(pnr_join *join, uint32_t who)
{
  const pnr_booking *booking = booking_of(member_at(join, who));
  if (booking == NULL) return;
  bool has_own = false; /* the booking's locator is one of its locators, where it has some */
  for (uint32_t i = 0; i < booking->locator_count && i < LOCATORS; i++) {
    pnr_slice value = booking->locators[i]->value;
    has_own = has_own || pnri_slice_equal(value, booking->locator);
    if (value.size != 0) join_names_by(join, who, value, is_same_booking, true, PNR_JOIN_LOCATOR);
  }
  if (!has_own && booking->locator.size != 0)
    join_names_by(join, who, booking->locator, is_same_booking, true, PNR_JOIN_LOCATOR);
}

static pnr_status apply_rules(pnr_join *join)
{
  static void (*const rules[])(pnr_join *, uint32_t) = { join_documents, join_same_names, join_shortened_names,
                                                         join_locators };
  for (size_t r = 0; r < sizeof rules / sizeof rules[0]; r++) {
    if (!begin_keys(join)) return PNR_E_MEMORY;
    for (uint32_t i = 0; i < join->members.count && !join->failed; i++) {
      if (join->steps >= join->env->limits.steps) return PNR_E_LIMIT;
      rules[r](join, i);
    }
  }
  return join->failed ? PNR_E_MEMORY : PNR_OK;
}

/* --- One person of all witnesses --- */

static void merge_names(pnr_join *join, pnri_person_draft *draft, const pnr_person *person)
{
  for (uint32_t i = 0; i < person->name_count; i++) {
    const pnr_name *name = person->names[i];
    bool is_known = false;
    uint32_t looked = 0;
    for (pnri_node *node = draft->names.first; node != NULL && !is_known && looked++ < COMPARED; node = node->next) {
      const pnr_name *known = pnri_node_payload(node);
      is_known = known->source == name->source && pnri_slice_equal(known->raw, name->raw);
    }
    pnr_name *added = is_known ? NULL : pnri_name_add(draft, &join->arena, &join->failed, name->source);
    if (added != NULL) *added = *name;
  }
}

static void merge_births(pnr_join *join, pnri_person_draft *draft, const pnr_person *person)
{
  for (uint32_t i = 0; i < person->birth_count; i++) {
    const pnr_birth *birth = person->births[i];
    bool is_known = false;
    uint32_t looked = 0;
    for (pnri_node *node = draft->births.first; node != NULL && !is_known && looked++ < COMPARED; node = node->next) {
      const pnr_birth *known = pnri_node_payload(node);
      is_known = known->from == birth->from && known->to == birth->to;
    }
    pnr_birth *added = is_known ? NULL : pnri_birth_add(draft, &join->arena, &join->failed, birth->from, birth->to);
    if (added != NULL) *added = *birth;
  }
}

static bool is_repeated(const pnr_document *a, const pnr_document *b)
{
  return a->source == b->source && a->expires == b->expires && a->issued == b->issued &&
         pnri_slice_equal(a->number, b->number) && pnri_slice_equal(a->type, b->type) &&
         pnri_slice_equal(a->issuer, b->issuer) && pnri_slice_equal(a->nationality, b->nationality) &&
         pnri_slice_equal(a->place, b->place);
}

static void merge_documents(pnr_join *join, pnri_person_draft *draft, const pnr_person *person)
{
  for (uint32_t i = 0; i < person->document_count; i++) {
    const pnr_document *document = person->documents[i];
    bool is_known = false;
    uint32_t looked = 0;
    for (pnri_node *node = draft->documents.first; node != NULL && !is_known && looked++ < COMPARED; node = node->next)
      is_known = is_repeated(pnri_node_payload(node), document);
    pnr_document *added = NULL;
    if (!is_known) added = pnri_person_document_add(draft, &join->arena, &join->failed, document->source);
    if (added != NULL) *added = *document;
  }
}

static void merge_identifiers(pnr_join *join, pnri_person_draft *draft, const pnr_person *person)
{
  for (uint32_t i = 0; i < person->identifier_count; i++) {
    const pnr_identifier *identifier = person->identifiers[i];
    bool is_known = false;
    uint32_t looked = 0;
    for (pnri_node *node = draft->identifiers.first; node != NULL && !is_known && looked++ < COMPARED;
         node = node->next) {
      const pnr_identifier *known = pnri_node_payload(node);
      is_known = known->kind == identifier->kind && pnri_slice_equal(known->value, identifier->value) &&
                 pnri_slice_equal(known->issuer, identifier->issuer);
    }
    pnr_identifier *added = NULL;
    if (!is_known) added = pnri_identifier_add(draft, &join->arena, &join->failed, identifier->kind);
    if (added != NULL) *added = *identifier;
  }
}

static void merge_person(pnr_join *join, pnri_person_draft *draft, const pnr_person *person)
{
  merge_names(join, draft, person);
  merge_births(join, draft, person);
  merge_documents(join, draft, person);
  merge_identifiers(join, draft, person);
  for (uint32_t i = 0; i < person->nationality_count; i++)
    pnri_nationality_add(draft, &join->arena, &join->failed, person->nationalities[i]);
  if (draft->view.sex == 0) draft->view.sex = person->sex;
  if (draft->view.birth_place.size == 0) draft->view.birth_place = person->birth_place;
  if (draft->view.residence.size == 0) draft->view.residence = person->residence;
}

/* Witnesses in the order of messages: a list may have them in another. */
static void add_witness(const pnr_witness **witnesses, uint32_t count, const pnr_witness *added)
{
  uint32_t at = count;
  for (; at > 0; at--) {
    const pnr_witness *before = witnesses[at - 1];
    bool is_behind =
      before->message > added->message || (before->message == added->message && before->traveller > added->traveller);
    if (!is_behind) break;
    witnesses[at] = before;
  }
  witnesses[at] = added;
}

static void build_person(pnr_join *join, uint32_t head)
{
  const member *first = member_at(join, head);
  pnri_person_draft *draft = pnri_arena_take(&join->arena, sizeof *draft);
  const pnr_witness **witnesses = pnri_arena_take(&join->arena, first->count * sizeof *witnesses);
  pnr_joined *joined = pnri_chain_add(&join->joined, &join->arena, sizeof *joined);
  if (draft == NULL || witnesses == NULL || joined == NULL) {
    join->failed = 1;
    return;
  }
  uint32_t count = 0;
  for (uint32_t i = head; i != PNR_NONE; i = member_at(join, i)->next) {
    add_witness(witnesses, count++, &member_at(join, i)->witness);
    merge_person(join, draft, member_at(join, i)->person);
  }
  pnri_person_freeze(draft, &join->arena, &join->failed);
  *joined = (pnr_joined){ .person = &draft->view, .witnesses = witnesses, .witness_count = count };
}

/* --- The handle --- */

static pnr_status add_members(pnr_join *join, const pnr_message *const *messages, uint32_t count, pnr_error *error)
{
  for (uint32_t m = 0; m < count; m++) {
    if (messages[m] == NULL) return pnri_fail_argument(error);
    const pnr_content *content = pnr_message_content(messages[m]);
    if (join->members.count + content->traveller_count > join->env->limits.travellers)
      return pnri_fail_at(error, PNR_E_LIMIT, 0);
    for (uint32_t t = 0; t < content->traveller_count; t++) {
      uint32_t i = (uint32_t)join->members.count;
      member *added = pnri_vector_add(&join->members, 1);
      if (added == NULL) return pnri_fail_memory(error);
      *added = (member){ .person = content->travellers[t]->person,
                         .content = content,
                         .witness = { .message = m, .traveller = t },
                         .head = i,
                         .next = PNR_NONE,
                         .last = i,
                         .count = 1 };
    }
  }
  return PNR_OK;
}

static pnr_status build_all(pnr_join *join, pnr_error *error)
{
  for (uint32_t i = 0; i < join->members.count && !join->failed; i++)
    if (member_at(join, i)->head == i) build_person(join, i);
  join->persons = pnri_chain_array(&join->joined, &join->arena, &join->failed);
  return join->failed ? pnri_fail_memory(error) : PNR_OK;
}

pnr_status pnr_join_open(const pnr_env *env, const pnr_message *const *messages, uint32_t count, pnr_join **out,
                         pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || (messages == NULL && count != 0)) return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_join *join = pnri_alloc(env, sizeof *join);
  if (join == NULL) return pnri_fail_memory(error);
  *join = (pnr_join){ .env = env };
  pnri_arena_open(&join->arena, env);
  pnri_vector_open(&join->members, env, sizeof(member));
  pnri_vector_open(&join->keys, env, sizeof(key));
  pnri_vector_open(&join->buckets, env, sizeof(uint32_t));
  pnr_status status = add_members(join, messages, count, error);
  if (status == PNR_OK) {
    status = apply_rules(join);
    if (status != PNR_OK) status = pnri_fail_at(error, status, 0);
  }
  if (status == PNR_OK) status = build_all(join, error);
  if (status == PNR_OK) *out = join;
  else pnr_join_close(join);
  return status;
}

uint32_t pnr_join_count(const pnr_join *join) { return join->joined.count; }

const pnr_joined *pnr_join_get(const pnr_join *join, uint32_t i)
{
  return i < join->joined.count ? join->persons[i] : NULL;
}

void pnr_join_close(pnr_join *join)
{
  if (join == NULL) return;
  const pnr_env *env = join->env;
  pnri_vector_close(&join->buckets);
  pnri_vector_close(&join->keys);
  pnri_vector_close(&join->members);
  pnri_arena_close(&join->arena);
  pnri_free(env, join, sizeof *join);
}

const char *pnr_join_basis_name(uint32_t basis)
{
  static const char *const names[] = { "first", "document", "name-birth", "locator" };
  return basis < sizeof names / sizeof names[0] ? names[basis] : "unknown";
}
