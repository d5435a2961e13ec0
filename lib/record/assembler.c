/* SPDX-License-Identifier: Apache-2.0 */
#include "pnr/assembler.h"

#include "core/fail.h"
#include "core/findings.h"
#include "core/slice.h"
#include "core/vector.h"
#include "record/digest.h"
#include "record/message.h"

typedef struct part {
  pnr_part view;
  pnri_digest content;
  uint32_t declared, is_declared;
} part;

typedef struct transmission {
  pnr_assembly view;                    /* first: a view that is given back is its transmission */
  struct transmission *before, *behind; /* in the order of arrival */
  struct transmission *in_bucket;
  pnri_digest key;
  uint8_t *texts; /* what the view's slices point into */
  size_t text_size;
  pnri_vector parts;    /* part *, by number, then by content */
  pnri_vector missing;  /* uint32_t */
  pnri_vector findings; /* pnr_part_finding */
  pnri_vector links;    /* pnr_part_finding * */
} transmission;

struct pnr_assembler {
  const pnr_env *env;
  transmission *first, *last;
  transmission **buckets; /* a power of two of them, or none */
  size_t bucket_count, count;
  uint64_t held; /* octets of all transmissions */
};

/* Contents that one transmission may hold; a sender who sends more under the same numbers is not understood. */
enum { CONTENT_MAX = 2 * PNR_PART_MAX };

/* --- Keys --- */

static transmission **bucket_of(const pnr_assembler *assembler, pnri_digest key)
{
  return &assembler->buckets[key.low & (assembler->bucket_count - 1)];
}

static transmission *find(const pnr_assembler *assembler, pnri_digest key)
{
  if (assembler->bucket_count == 0) return NULL;
  transmission *t = *bucket_of(assembler, key);
  while (t != NULL && !pnri_digest_equal(t->key, key)) t = t->in_bucket;
  return t;
}

/* In front of an older one with the same key. */
static void put_in_bucket(pnr_assembler *assembler, transmission *t)
{
  transmission **bucket = bucket_of(assembler, t->key);
  t->in_bucket = *bucket;
  *bucket = t;
}

/* Room for one more at most two in a bucket on average. */
static bool widen(pnr_assembler *assembler)
{
  if (assembler->count < 2 * assembler->bucket_count) return true;
  pnr_assembler wider = *assembler;
  wider.bucket_count = assembler->bucket_count == 0 ? 16 : 2 * assembler->bucket_count;
  wider.buckets = pnri_alloc(assembler->env, wider.bucket_count * sizeof *wider.buckets);
  if (wider.buckets == NULL) return false;
  memset(wider.buckets, 0, wider.bucket_count * sizeof *wider.buckets);
  for (transmission *t = assembler->first; t != NULL; t = t->behind) put_in_bucket(&wider, t); /* older ones first */
  pnri_free(assembler->env, assembler->buckets, assembler->bucket_count * sizeof *assembler->buckets);
  *assembler = wider;
  return true;
}

/* --- Transmissions --- */

static uint64_t octets_of(const transmission *t)
{
  const pnri_vector *vectors[] = { &t->parts, &t->missing, &t->findings, &t->links };
  uint64_t octets = sizeof *t + t->text_size + t->parts.count * sizeof(part);
  for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
    octets += vectors[i]->capacity * vectors[i]->item_size;
  return octets;
}

static part *part_at(const transmission *t, size_t i) { return *(part **)pnri_vector_at(&t->parts, i); }

static void free_transmission(const pnr_env *env, transmission *t)
{
  if (t == NULL) return;
  for (size_t i = 0; i < t->parts.count; i++) pnri_free(env, part_at(t, i), sizeof(part));
  pnri_vector_close(&t->parts);
  pnri_vector_close(&t->missing);
  pnri_vector_close(&t->findings);
  pnri_vector_close(&t->links);
  pnri_free(env, t->texts, t->text_size);
  pnri_free(env, t, sizeof *t);
}

static void copy_texts(transmission *t, const pnr_slice *from, pnr_slice *const *to, size_t count)
{
  uint8_t *at = t->texts;
  for (size_t i = 0; i < count; i++) {
    if (from[i].size == 0) continue;
    memcpy(at, from[i].data, from[i].size);
    *to[i] = (pnr_slice){ at, from[i].size };
    at += from[i].size;
  }
}

/* NULL when memory is exhausted. */
static transmission *new_transmission(const pnr_env *env, const pnr_content *content, pnri_digest key, uint64_t at)
{
  static const pnr_leg nowhere = { .departs = 0 };
  const pnr_leg *leg = content->leg_count != 0 ? content->legs[0] : &nowhere;
  const pnr_leg *end = content->leg_count != 0 ? content->legs[content->leg_count - 1] : &nowhere;
  transmission *t = pnri_alloc(env, sizeof *t);
  if (t == NULL) return NULL;
  *t = (transmission){ .key = key };
  t->view = (pnr_assembly){
    .type = content->type, .function = content->function, .departs = leg->departs, .first_at = at, .last_at = at
  };
  pnri_vector_open(&t->parts, env, sizeof(part *));
  pnri_vector_open(&t->missing, env, sizeof(uint32_t));
  pnri_vector_open(&t->findings, env, sizeof(pnr_part_finding));
  pnri_vector_open(&t->links, env, sizeof(pnr_part_finding *));
  const pnr_slice texts[] = { content->sender, content->key, leg->carrier, leg->number, leg->from, end->to };
  pnr_slice *const fields[] = { &t->view.sender, &t->view.key,  &t->view.carrier,
                                &t->view.number, &t->view.from, &t->view.to };
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) t->text_size += texts[i].size;
  t->texts = pnri_alloc(env, t->text_size);
  if (t->text_size != 0 && t->texts == NULL) {
    t->text_size = 0;
    free_transmission(env, t);
    return NULL;
  }
  copy_texts(t, texts, fields, sizeof texts / sizeof texts[0]);
  return t;
}

static void link_transmission(pnr_assembler *assembler, transmission *t)
{
  t->before = assembler->last;
  if (assembler->last != NULL) assembler->last->behind = t;
  else assembler->first = t;
  assembler->last = t;
  assembler->count++;
  put_in_bucket(assembler, t);
}

/* --- What follows from the parts --- */

static void note(transmission *t, uint32_t code, uint32_t number, uint32_t count)
{
  pnr_part_finding *finding = pnri_vector_add(&t->findings, 1);
  pnr_part_finding **link = pnri_vector_add(&t->links, 1);
  if (finding == NULL || link == NULL) return; /* reserve() made room */
  *finding = (pnr_part_finding){ code, pnri_findings_severity(code), number, count };
  *link = finding;
}

static uint32_t highest_number(const transmission *t)
{
  return t->parts.count != 0 ? part_at(t, t->parts.count - 1)->view.number : 0;
}

/* The highest number marked as last; a part without number that is marked so says nothing. */
static uint32_t last_number(const transmission *t)
{
  uint32_t last = 0;
  for (size_t i = 0; i < t->parts.count; i++)
    if (part_at(t, i)->view.is_last) last = part_at(t, i)->view.number;
  return last;
}

static void find_missing(transmission *t)
{
  uint32_t end = t->view.total > highest_number(t) ? t->view.total : highest_number(t);
  size_t i = 0;
  for (uint32_t number = 1; number <= end; number++) {
    while (i < t->parts.count && part_at(t, i)->view.number < number) i++;
    if (i < t->parts.count && part_at(t, i)->view.number == number) continue;
    uint32_t *slot = pnri_vector_add(&t->missing, 1);
    if (slot == NULL) return; /* reserve() made room */
    *slot = number;
    note(t, PNR_F_PART_MISSING, number, 0);
  }
}

/* False where something is wrong that leaves the whole in doubt. */
static bool check_parts(transmission *t)
{
  bool is_sound = true;
  for (size_t i = 0; i < t->parts.count; i++) {
    const pnr_part *view = &part_at(t, i)->view;
    bool is_second = i > 0 && part_at(t, i - 1)->view.number == view->number;
    bool is_behind = t->view.total != 0 && view->number > t->view.total;
    bool is_early_last = view->is_last && view->number < t->view.total;
    if (view->copies > 1) note(t, PNR_F_PART_REPEATED, view->number, view->copies);
    if (view->number == 0) note(t, PNR_F_PART_NUMBER, 0, 0);
    else if (is_second) note(t, PNR_F_PART_CONFLICT, view->number, 0);
    if (view->is_first && view->number > 1) note(t, PNR_F_PART_FIRST, view->number, 0);
    if (is_behind || (is_early_last && view->number != 0)) note(t, PNR_F_PART_LAST, view->number, 0);
    is_sound = is_sound && view->number != 0 && !is_second && !is_behind && !is_early_last;
  }
  return is_sound;
}

/* What the parts declare: one number that all repeat, or each its own. PNL counts by destination: no total. */
static void check_total(transmission *t)
{
  bool is_bookings = t->view.type == PNR_MESSAGE_PNRGOV || t->view.type == PNR_MESSAGE_PNRGOV_XML;
  uint64_t counted = is_bookings ? t->view.bookings : t->view.travellers, sum = 0, declared = 0;
  bool is_one = true, is_own = true;
  for (size_t i = 0; i < t->parts.count; i++) {
    const part *p = part_at(t, i);
    uint32_t own = is_bookings ? p->view.bookings : p->view.travellers;
    is_own = is_own && p->is_declared && p->declared == own;
    if (!p->is_declared || t->view.type == PNR_MESSAGE_PNL) continue;
    is_one = is_one && (!t->view.is_declared || declared == p->declared);
    declared = p->declared;
    sum += p->declared;
    t->view.is_declared = 1;
  }
  t->view.declared = is_own && t->parts.count > 1 ? sum : declared;
  bool is_right = is_own || (is_one && declared == counted);
  if (t->view.is_complete && t->view.is_declared && !is_right)
    note(t, PNR_F_PART_TOTAL, 0, counted < UINT32_MAX ? (uint32_t)counted : UINT32_MAX);
}

static void count_contents(transmission *t)
{
  t->view.bookings = t->view.travellers = 0;
  for (size_t i = 0; i < t->parts.count; i++) {
    t->view.bookings += part_at(t, i)->view.bookings;
    t->view.travellers += part_at(t, i)->view.travellers;
  }
}

static void settle(transmission *t)
{
  t->missing.count = t->findings.count = t->links.count = 0;
  t->view.is_declared = 0;
  t->view.total = last_number(t);
  find_missing(t);
  if (t->view.total == 0) note(t, PNR_F_PART_NO_LAST, 0, 0);
  t->view.is_complete = check_parts(t) && t->view.total != 0 && t->missing.count == 0;
  count_contents(t);
  check_total(t);
  t->view.parts = (const pnr_part *const *)(const void *)t->parts.data;
  t->view.missing = (const uint32_t *)(const void *)t->missing.data;
  t->view.findings = (const pnr_part_finding *const *)(const void *)t->links.data;
  t->view.part_count = (uint32_t)t->parts.count;
  t->view.missing_count = (uint32_t)t->missing.count;
  t->view.finding_count = (uint32_t)t->findings.count;
}

/* --- Adding --- */

/* Where a part of this number and content stands, or belongs. */
static size_t place_of(const transmission *t, uint32_t number, pnri_digest content, bool *is_there)
{
  size_t i = 0;
  *is_there = false;
  for (; i < t->parts.count; i++) {
    const part *p = part_at(t, i);
    *is_there = p->view.number == number && pnri_digest_equal(p->content, content);
    if (*is_there || p->view.number > number) break;
    if (p->view.number < number) continue;
    if (p->content.high > content.high || (p->content.high == content.high && p->content.low > content.low)) break;
  }
  return i;
}

/* Room for count items in all. */
static bool reserve(pnri_vector *vector, size_t count)
{
  size_t kept = vector->count;
  if (count <= vector->capacity) return true;
  if (pnri_vector_add(vector, count - kept) == NULL) return false;
  vector->count = kept;
  return true;
}

/* Room for everything that settle() may find once there is a part of this number. */
static bool reserve_all(transmission *t, uint32_t number)
{
  size_t parts = t->parts.count + 1, missing = number > highest_number(t) ? number : highest_number(t);
  size_t findings = missing + 4 * parts + 2;
  return reserve(&t->parts, parts) && reserve(&t->missing, missing) && reserve(&t->findings, findings) &&
         reserve(&t->links, findings);
}

static bool insert(const pnr_env *env, transmission *t, size_t at, const part *filled)
{
  part *added = pnri_alloc(env, sizeof *added);
  if (added == NULL || !reserve_all(t, filled->view.number)) {
    pnri_free(env, added, sizeof *added);
    return false;
  }
  *added = *filled;
  pnri_vector_add(&t->parts, 1);
  part **slot = pnri_vector_at(&t->parts, at);
  memmove(slot + 1, slot, (t->parts.count - 1 - at) * sizeof *slot);
  *slot = added;
  return true;
}

static void count_copy(transmission *t, size_t place)
{
  pnr_part *view = &part_at(t, place)->view;
  if (view->copies < UINT32_MAX) view->copies++;
}

static pnr_status begin_transmission(pnr_assembler *assembler, const pnr_content *content, pnri_digest key,
                                     const part *filled, uint64_t at, transmission **out)
{
  transmission *t = widen(assembler) ? new_transmission(assembler->env, content, key, at) : NULL;
  if (t == NULL || !insert(assembler->env, t, 0, filled)) {
    free_transmission(assembler->env, t);
    return PNR_E_MEMORY;
  }
  settle(t);
  link_transmission(assembler, t);
  assembler->held += octets_of(t);
  *out = t;
  return PNR_OK;
}

/* Gives the part to the open transmission of its key, or to a new one. */
static pnr_status add_part(pnr_assembler *assembler, const pnr_content *content, pnri_digest key, const part *filled,
                           uint64_t at, transmission **out)
{
  bool is_copy = false, is_added = true;
  transmission *t = find(assembler, key);
  size_t place = t != NULL ? place_of(t, filled->view.number, filled->content, &is_copy) : 0;
  if (t == NULL || (t->view.is_complete && !is_copy))
    return begin_transmission(assembler, content, key, filled, at, out);
  if (!is_copy && t->parts.count >= CONTENT_MAX) return PNR_E_LIMIT;
  assembler->held -= octets_of(t);
  if (is_copy) count_copy(t, place);
  else is_added = insert(assembler->env, t, place, filled);
  settle(t); /* also where nothing was added: the vectors may have moved */
  assembler->held += octets_of(t);
  *out = t;
  return is_added ? PNR_OK : PNR_E_MEMORY;
}

/* A first part that has a mark and no number is number 1. */
static uint32_t number_of(const pnr_content *content)
{
  if (content->part_number == 0 && content->part_first) return 1;
  return content->part_number <= PNR_PART_MAX ? content->part_number : 0;
}

pnr_status pnr_assembler_add(pnr_assembler *assembler, const pnr_message *message, uint64_t token, uint64_t at,
                             const pnr_assembly **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (assembler == NULL || message == NULL) return pnri_fail_argument(error);
  const pnr_content *content = &message->content;
  if (content->part_number == 0 && content->part_first == content->part_last) return PNR_OK;
  if (assembler->held >= assembler->env->limits.memory) return pnri_fail_at(error, PNR_E_LIMIT, content->offset);
  part filled = { .view = { .number = number_of(content),
                            .is_first = content->part_first,
                            .is_last = content->part_last,
                            .copies = 1,
                            .bookings = content->booking_count,
                            .travellers = content->traveller_count,
                            .token = token },
                  .declared = content->declared,
                  .is_declared = content->is_declared };
  if (!pnri_digest_content(assembler->env, content, &filled.content)) return pnri_fail_memory(error);
  transmission *t = NULL;
  pnr_status status = add_part(assembler, content, pnri_digest_key(content), &filled, at, &t);
  if (status != PNR_OK) return pnri_fail_at(error, status, content->offset);
  if (at < t->view.first_at) t->view.first_at = at;
  if (at > t->view.last_at) t->view.last_at = at;
  if (out != NULL) *out = &t->view;
  return PNR_OK;
}

/* --- Walking and forgetting --- */

/* A view that was handed out, as the caller's own once more. */
static transmission *owned(const pnr_assembly *view) { return (transmission *)(uintptr_t)view; }

const pnr_assembly *pnr_assembler_next(const pnr_assembler *assembler, const pnr_assembly *after)
{
  if (assembler == NULL) return NULL;
  transmission *t = after != NULL ? owned(after)->behind : assembler->first;
  return t != NULL ? &t->view : NULL;
}

const pnr_assembly *pnr_assembler_expired(const pnr_assembler *assembler, const pnr_assembly *after, uint64_t before)
{
  do after = pnr_assembler_next(assembler, after);
  while (after != NULL && after->last_at >= before);
  return after;
}

void pnr_assembler_remove(pnr_assembler *assembler, const pnr_assembly *assembly)
{
  if (assembler == NULL || assembly == NULL) return;
  transmission *t = owned(assembly), **link = bucket_of(assembler, t->key);
  while (*link != t) link = &(*link)->in_bucket;
  *link = t->in_bucket;
  *(t->before != NULL ? &t->before->behind : &assembler->first) = t->behind;
  *(t->behind != NULL ? &t->behind->before : &assembler->last) = t->before;
  assembler->count--;
  assembler->held -= octets_of(t);
  free_transmission(assembler->env, t);
}

pnr_status pnr_assembler_open(const pnr_env *env, pnr_assembler **out, pnr_error *error)
{
  if (out == NULL) return pnri_fail_argument(error);
  env = pnri_env(env);
  *out = pnri_alloc(env, sizeof **out);
  if (*out == NULL) return pnri_fail_memory(error);
  **out = (pnr_assembler){ .env = env };
  return PNR_OK;
}

void pnr_assembler_close(pnr_assembler *assembler)
{
  if (assembler == NULL) return;
  while (assembler->first != NULL) pnr_assembler_remove(assembler, &assembler->first->view);
  pnri_free(assembler->env, assembler->buckets, assembler->bucket_count * sizeof *assembler->buckets);
  pnri_free(assembler->env, assembler, sizeof *assembler);
}
