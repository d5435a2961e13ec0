/* SPDX-License-Identifier: Apache-2.0
 *
 * The travellers of the open booking by reference, by surname and by whole name: three chained hash tables over one
 * array, so that a booking of ten thousand stays linear. Of a chain so many are looked at that a real booking never ends
 * it; each spends from the step budget, and when that is gone nothing is found any more. Nobody is lost by either. */
#include "read/pnrgov.h"

enum {
  FIRST_BUCKETS = 16,
  COMPARED = 64 /* travellers of one surname */
};
enum { BY_REFERENCE, BY_SURNAME, BY_WHOLE, TABLES };

/* --- Folding --- */

/* The next octet of a name that counts in a comparison; 0 at the end. */
static uint8_t next_octet(pnr_slice *text)
{
  while (text->size != 0) {
    uint8_t octet = *text->data++;
    text->size--;
    if (octet >= 'a' && octet <= 'z') octet = (uint8_t)(octet - 32);
    if ((octet >= 'A' && octet <= 'Z') || (octet >= '0' && octet <= '9') || octet >= 0x80) return octet;
  }
  return 0;
}

static uint32_t mix(uint32_t hash, uint8_t octet) { return (hash ^ octet) * UINT32_C(16777619); }

static uint32_t hash_folded(uint32_t hash, pnr_slice text)
{
  for (uint8_t octet; (octet = next_octet(&text)) != 0;) hash = mix(hash, octet);
  return hash;
}

static uint32_t hash_name(pnr_slice surname)
{
  uint32_t hash = hash_folded(UINT32_C(2166136261), surname);
  return hash ^ hash >> 15;
}

static uint32_t hash_whole(pnr_slice surname, pnr_slice given)
{
  uint32_t hash = hash_folded(mix(hash_folded(UINT32_C(2166136261), surname), '/'), given);
  return hash ^ hash >> 15;
}

static uint32_t hash_reference(pnr_slice text)
{
  uint32_t hash = UINT32_C(2166136261);
  for (size_t i = 0; i < text.size; i++) hash = mix(hash, text.data[i]);
  return hash ^ hash >> 15;
}

enum { NAMES_DIFFER, NAMES_BEGIN_ALIKE, NAMES_EQUAL };

static uint32_t compare_names(pnr_slice a, pnr_slice b)
{
  if (pnri_slice_equal(a, b)) return NAMES_EQUAL;
  for (;;) {
    uint8_t x = next_octet(&a), y = next_octet(&b);
    if (x == 0 && y == 0) return NAMES_EQUAL;
    if (x == 0 || y == 0) return NAMES_BEGIN_ALIKE;
    if (x != y) return NAMES_DIFFER;
  }
}

static bool is_empty_name(pnr_slice text) { return next_octet(&text) == 0; }

uint32_t pnri_names_fit(pnr_slice own_surname, pnr_slice own_given, pnr_slice surname, pnr_slice given)
{
  if (compare_names(own_surname, surname) != NAMES_EQUAL) return 0;
  uint32_t likeness = compare_names(own_given, given);
  if (likeness == NAMES_DIFFER) return 0;
  if (likeness == NAMES_EQUAL) return 3;
  return is_empty_name(own_given) || is_empty_name(given) ? 1 : 2;
}

bool pnri_names_begin_alike(pnr_slice own_surname, pnr_slice own_given, pnr_slice surname, pnr_slice given)
{
  if (compare_names(own_surname, surname) != NAMES_DIFFER) return true;
  return !is_empty_name(own_given) && !is_empty_name(given) && compare_names(own_given, given) != NAMES_DIFFER;
}

uint32_t pnri_known_fits(const pnri_known *known, pnr_slice surname, pnr_slice given)
{
  return pnri_names_fit(known->surname, known->given, surname, given);
}

/* --- The index --- */

static uint32_t *bucket(const pnri_pnrgov *p, uint32_t hash, uint32_t table)
{
  return pnri_vector_at(&p->buckets, (hash & (p->bucket_count - 1)) + table * (size_t)p->bucket_count);
}

static void link(uint32_t *first, uint32_t *next, uint32_t i)
{
  *next = *first;
  *first = i;
}

/* The first traveller with a reference is its owner: a further one is not found by it. */
static void link_known(pnri_pnrgov *p, uint32_t i)
{
  pnri_known *known = pnri_known_at(p, i);
  bool is_owner = known->reference.size != 0 && pnri_known_by_reference(p, known->reference) == PNR_NONE;
  if (is_owner) link(bucket(p, known->reference_hash, BY_REFERENCE), &known->next_reference, i);
  if (known->draft == NULL) return;
  link(bucket(p, known->name_hash, BY_SURNAME), &known->next_name, i);
  link(bucket(p, known->whole_hash, BY_WHOLE), &known->next_whole, i);
}

static bool make_buckets(pnri_pnrgov *p, uint32_t count)
{
  p->buckets.count = 0;
  uint32_t *all = pnri_vector_add(&p->buckets, TABLES * (size_t)count);
  if (all == NULL) {
    p->builder->failed = 1;
    p->bucket_count = 0;
    return false;
  }
  for (size_t i = 0; i < TABLES * (size_t)count; i++) all[i] = PNR_NONE;
  p->bucket_count = count;
  for (uint32_t i = 0; i < p->known.count; i++) link_known(p, i);
  return true;
}

void pnri_known_reset(pnri_pnrgov *p)
{
  p->known.count = 0;
  make_buckets(p, FIRST_BUCKETS);
}

pnri_known *pnri_known_add(pnri_pnrgov *p, pnri_traveller_draft *draft, pnr_slice reference, pnr_slice surname,
                           pnr_slice given)
{
  if (p->known.count >= p->bucket_count && !make_buckets(p, 2 * p->bucket_count)) return NULL;
  uint32_t i = (uint32_t)p->known.count;
  pnri_known *known = pnri_vector_add(&p->known, 1);
  if (known == NULL) {
    p->builder->failed = 1;
    return NULL;
  }
  *known = (pnri_known){ .draft = draft,
                         .reference = reference,
                         .surname = surname,
                         .given = given,
                         .reference_hash = hash_reference(reference),
                         .name_hash = hash_name(surname),
                         .whole_hash = hash_whole(surname, given),
                         .next_reference = PNR_NONE,
                         .next_name = PNR_NONE,
                         .next_whole = PNR_NONE };
  link_known(p, i);
  return known;
}

uint32_t pnri_known_by_reference(pnri_pnrgov *p, pnr_slice reference)
{
  if (reference.size == 0 || p->bucket_count == 0) return PNR_NONE;
  uint32_t i = *bucket(p, hash_reference(reference), BY_REFERENCE);
  while (i != PNR_NONE && pnri_known_spend(p)) {
    if (pnri_slice_equal(pnri_known_at(p, i)->reference, reference)) return i;
    i = pnri_known_at(p, i)->next_reference;
  }
  return PNR_NONE;
}

static bool is_looked_for(const pnri_known *known, uint32_t which)
{
  return which != PNRI_KNOWN_INFANT || known->draft->view.kind == PNR_KIND_INFANT;
}

/* True when somebody has exactly this name; *found is he, or PNR_NONE where several have it. */
static bool find_whole(pnri_pnrgov *p, pnr_slice surname, pnr_slice given, uint32_t which, uint32_t *found)
{
  uint32_t hash = hash_whole(surname, given), compared = 0, count = 0;
  *found = PNR_NONE;
  uint32_t i = *bucket(p, hash, BY_WHOLE);
  for (; i != PNR_NONE && count < 2 && compared++ < COMPARED && pnri_known_spend(p);
       i = pnri_known_at(p, i)->next_whole) {
    const pnri_known *known = pnri_known_at(p, i);
    if (known->whole_hash != hash || !is_looked_for(known, which) || pnri_known_fits(known, surname, given) != 3)
      continue;
    *found = count++ == 0 ? i : PNR_NONE;
  }
  return count != 0;
}

uint32_t pnri_known_by_name(pnri_pnrgov *p, pnr_slice surname, pnr_slice given, uint32_t level, uint32_t which)
{
  if (p->bucket_count == 0 || (is_empty_name(surname) && is_empty_name(given))) return PNR_NONE;
  uint32_t best = level - 1, found, hash = hash_name(surname), compared = 0;
  if (find_whole(p, surname, given, which, &found) || level == 3) return found;
  uint32_t i = *bucket(p, hash, BY_SURNAME);
  for (; i != PNR_NONE && compared++ < COMPARED && pnri_known_spend(p); i = pnri_known_at(p, i)->next_name) {
    const pnri_known *known = pnri_known_at(p, i);
    if (known->name_hash != hash || !is_looked_for(known, which)) continue;
    uint32_t fits = pnri_known_fits(known, surname, given);
    if (fits < best || fits < level) continue;
    found = fits > best ? i : PNR_NONE;
    best = fits;
  }
  return found;
}

bool pnri_known_has_name(pnri_pnrgov *p, pnr_slice surname, pnr_slice given)
{
  uint32_t hash = hash_name(surname), compared = 0;
  if (p->bucket_count == 0) return false;
  uint32_t i = *bucket(p, hash, BY_SURNAME);
  for (; i != PNR_NONE && compared++ < COMPARED && pnri_known_spend(p); i = pnri_known_at(p, i)->next_name)
    if (pnri_known_fits(pnri_known_at(p, i), surname, given) != 0) return true;
  return false;
}

/* --- References that come before their traveller --- */

pnri_pending *pnri_known_refer(pnri_pnrgov *p, const pnri_segment *s, pnr_slice reference, uint32_t *slot)
{
  uint32_t i = pnri_known_by_reference(p, reference);
  if (i != PNR_NONE) {
    if (pnri_known_at(p, i)->draft != NULL) *slot = pnri_known_at(p, i)->draft->index;
    else p->keep = true; /* which of the extra seats */
    return NULL;
  }
  if (reference.size == 0) return NULL;
  p->keep = true;
  pnri_pending *pending = pnri_vector_add(&p->pending, 1);
  if (pending == NULL) p->builder->failed = 1;
  else *pending = (pnri_pending){ .slot = slot, .reference = reference, .offset = s->begin, .ordinal = s->ordinal };
  return pending;
}

void pnri_known_resolve(pnri_pnrgov *p)
{
  for (size_t n = 0; n < p->pending.count; n++) {
    const pnri_pending *pending = pnri_vector_at(&p->pending, n);
    uint32_t i = pnri_known_by_reference(p, pending->reference);
    if (i == PNR_NONE) pnri_pnrgov_note(p, PNR_F_REFERENCE_UNKNOWN, pending->offset, 0, pending->ordinal);
    pnri_traveller_draft *draft = i != PNR_NONE ? pnri_known_at(p, i)->draft : NULL;
    if (draft == NULL) continue;
    *pending->slot = draft->index;
    if (pending->contact != NULL) pnri_pnrgov_contact_resolved(p, pending->contact);
    if (pending->remark != NULL) pnri_pnrgov_remark_resolved(p, pending, draft);
  }
}

/* --- Infants --- */

/* The adult whose reference the infant's repeats with an I behind it ("43577I"). */
static uint32_t adult_by_reference(pnri_pnrgov *p, const pnri_known *infant)
{
  pnr_slice reference = infant->reference;
  if (reference.size < 2 || reference.data[reference.size - 1] != 'I') return PNR_NONE;
  reference.size--;
  uint32_t i = pnri_known_by_reference(p, reference);
  return i != PNR_NONE && pnri_known_at(p, i)->draft != NULL ? pnri_known_at(p, i)->draft->index : PNR_NONE;
}

static bool may_hold_infant(const pnri_known *known)
{
  return known->draft != NULL && known->draft->view.kind != PNR_KIND_INFANT &&
         known->draft->view.kind != PNR_KIND_CHILD;
}

/* An infant without other evidence belongs to the last adult before it who is said to have one, else to the only adult,
 * else to the last adult before it of the same surname. */
void pnri_known_link_infants(pnri_pnrgov *p)
{
  uint32_t adults = 0, only = PNR_NONE;
  for (uint32_t i = 0; i < p->known.count; i++) {
    if (!may_hold_infant(pnri_known_at(p, i))) continue;
    adults++;
    only = pnri_known_at(p, i)->draft->index;
  }
  uint32_t flagged = PNR_NONE, last = PNR_NONE;
  for (uint32_t i = 0; i < p->known.count; i++) {
    pnri_known *known = pnri_known_at(p, i);
    if (may_hold_infant(known)) {
      last = i;
      if (known->has_infant) flagged = known->draft->index;
      continue;
    }
    if (known->draft == NULL || known->draft->view.kind != PNR_KIND_INFANT) continue;
    uint32_t *adult = &known->draft->view.adult;
    if (*adult == PNR_NONE) *adult = adult_by_reference(p, known);
    if (*adult == PNR_NONE) *adult = flagged;
    if (*adult == PNR_NONE && adults == 1) *adult = only;
    if (*adult == PNR_NONE && last != PNR_NONE && known->name_hash == pnri_known_at(p, last)->name_hash)
      *adult = pnri_known_at(p, last)->draft->index;
  }
}
