/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose are the documents? DOCS, DOCO, DOCA and INFT stand in the traveller's group, in that of the adult who carries
 * the infant, in a leg's or the booking's. They wait until all travellers of the booking are known. */
#include "name/title.h"
#include "read/pnrgov.h"

enum { PARTS_COMPARED = 32 }; /* names, births or documents of one person that a repeated one is looked for in */

/* --- Collecting --- */

static bool lies_in(pnr_slice text, const pnri_segment *s)
{
  uintptr_t first = (uintptr_t)s->data + s->begin, last = (uintptr_t)s->data + s->end, at = (uintptr_t)text.data;
  return text.data != NULL && at >= first && at <= last;
}

/* A text over 70 characters may go on in the next segment of the same code: then that has neither a slash in front nor
 * what a text of its own would have, a type in the first slot and digits. */
static bool goes_on(pnri_pnrgov *p, const pnri_segment *s, uint32_t kind, pnr_slice text)
{
  enum { FOLDED = 40, LONGEST = 500, LAST_SLOTS = 3 };
  if (p->claims.count == 0 || p->claim_ordinal + 1 != s->ordinal || kind == PNRI_CLAIM_INFT) return false;
  const pnri_claim *last = pnri_vector_at(&p->claims, p->claims.count - 1);
  if (last->kind != kind || last->text.size < FOLDED || last->text.size > LONGEST || text.data[0] == '/') return false;
  uint32_t slashes = 0, digits = 0;
  size_t first = text.size;
  for (size_t i = 0; i < text.size; i++) {
    digits += text.data[i] >= '0' && text.data[i] <= '9';
    if (text.data[i] == '/' && slashes++ == 0) first = i;
  }
  return digits == 0 || (slashes <= LAST_SLOTS && first > 2);
}

void pnri_claim_add(pnri_pnrgov *p, pnri_segment *s, uint32_t kind, pnr_slice text, pnr_slice reference)
{
  bool continues = goes_on(p, s, kind, text);
  p->claim_ordinal = s->ordinal;
  if (continues) {
    pnri_claim *last = pnri_vector_at(&p->claims, p->claims.count - 1);
    last->text = pnri_pnrgov_join(p, last->text, 0, text);
    last->is_infant = kind == PNRI_CLAIM_DOCS && pnri_docs_look_infant(last->text);
    last->is_exact = false;
    last->keep = true; /* both segments, as they were sent */
    p->keep = true;
    return;
  }
  pnri_claim *claim = pnri_vector_add(&p->claims, 1);
  if (claim == NULL) {
    p->builder->failed = 1;
    return;
  }
  bool in_group = p->group >= PNRI_GROUP_TRAVELLER && p->group <= PNRI_GROUP_PAYMENT;
  bool in_leg = p->group >= PNRI_GROUP_LEG && p->group <= PNRI_GROUP_BOARDING;
  *claim = (pnri_claim){ .kind = kind,
                         .text = text,
                         .reference = reference,
                         .offset = s->begin,
                         .end = s->end,
                         .text_offset = pnri_segment_offset(s, 1, 9),
                         .ordinal = s->ordinal,
                         .first = p->first_known,
                         .count = in_group ? p->known_in_group : 0,
                         .leg = in_leg ? p->leg_index : PNR_NONE };
  claim->is_infant = kind == PNRI_CLAIM_DOCS && pnri_docs_look_infant(text);
  claim->is_exact = lies_in(text, s);
  if (claim->is_exact) claim->text_offset = (uint64_t)((uintptr_t)text.data - (uintptr_t)s->data);
  /* where the segment becomes an item at once, the claim need not */
  if (!p->keep && !pnri_segment_has_unread(s)) claim->whole = pnri_segment_whole(s);
}

static uint32_t index_of(const pnri_pnrgov *p, uint32_t known)
{
  return known != PNR_NONE && pnri_known_at(p, known)->draft != NULL ? pnri_known_at(p, known)->draft->index : PNR_NONE;
}

/* True when the reference tells nothing that the claim's place and traveller do not tell. */
static bool is_reference_told(pnri_pnrgov *p, const pnri_claim *claim, uint32_t known)
{
  if (claim->reference.size == 0) return true;
  uint32_t referred = pnri_known_by_reference(p, claim->reference);
  if (referred == PNR_NONE || index_of(p, known) == PNR_NONE) return false;
  if (claim->count != 0) return referred >= claim->first && referred < claim->first + claim->count;
  return referred == known || index_of(p, referred) == pnri_known_at(p, known)->draft->view.adult;
}

/* What a claim's segment says beyond its traveller's fields stays an item. */
static void finish_claim(pnri_pnrgov *p, pnri_claim *claim, uint32_t known)
{
  if (!is_reference_told(p, claim, known)) claim->keep = true;
  if (claim->keep && claim->whole.size != 0)
    pnri_pnrgov_item(p, "SSR", claim->whole, index_of(p, known), claim->leg, claim->offset, claim->end);
}

/* --- Whom does a claim name? --- */

static bool is_infant(const pnri_pnrgov *p, uint32_t i)
{
  const pnri_known *known = pnri_known_at(p, i);
  return known->draft != NULL && known->draft->view.kind == PNR_KIND_INFANT;
}

/* The given names as one: "JAN MAREK". Titles apart where a reservation system wrote the slots. */
static pnr_slice given_of(pnri_pnrgov *p, const pnri_docs *docs, pnr_slice *title)
{
  pnr_slice first = docs->given, second = docs->second_given, other = { NULL, 0 };
  *title = (pnr_slice){ NULL, 0 };
  if (first.size != 0) pnri_title_part(docs->given, true, &first, title);
  if (second.size != 0) pnri_title_part(docs->second_given, true, &second, &other);
  if (title->size == 0) *title = other;
  if (pnri_is_placeholder(first)) first.size = 0;
  return pnri_pnrgov_join(p, first, ' ', second);
}

typedef struct named {
  pnr_slice surname;
  pnr_slice given;
  pnr_slice title;
} named;

static bool has_name(const named *name) { return name->surname.size + name->given.size != 0; }

/* The traveller whose group or reference the claim stands under, or PNR_NONE. */
static uint32_t context_of(pnri_pnrgov *p, const pnri_claim *claim, const named *name)
{
  uint32_t by_reference = pnri_known_by_reference(p, claim->reference);
  if (by_reference != PNR_NONE && pnri_known_at(p, by_reference)->draft != NULL) return by_reference;
  if (claim->reference.size != 0 && by_reference == PNR_NONE)
    pnri_pnrgov_note(p, PNR_F_REFERENCE_UNKNOWN, claim->offset, 0, claim->ordinal);
  uint32_t best = claim->count != 0 ? claim->first : PNR_NONE, best_fit = 0;
  for (uint32_t i = claim->first; i < claim->first + claim->count && i < claim->first + PARTS_COMPARED; i++) {
    uint32_t fit = pnri_known_fits(pnri_known_at(p, i), name->surname, name->given);
    if (fit <= best_fit || pnri_known_at(p, i)->draft == NULL) continue;
    best = i;
    best_fit = fit;
  }
  return best;
}

/* Counts a traveller as an infant or as one who may have one. */
static void count_known(pnri_pnrgov *p, uint32_t i)
{
  if (pnri_known_at(p, i)->draft == NULL) return;
  if (!is_infant(p, i)) {
    if (p->adults++ == 0) p->first_adult = i;
    return;
  }
  uint32_t *infant = pnri_vector_add(&p->infants, 1);
  if (infant == NULL) p->builder->failed = 1;
  else *infant = i;
}

/* The only traveller who is no infant, or PNR_NONE. */
static uint32_t only_adult(const pnri_pnrgov *p) { return p->adults == 1 ? p->first_adult : PNR_NONE; }

static uint32_t new_traveller(pnri_pnrgov *p, const pnri_claim *claim, const named *name, uint32_t kind,
                              uint32_t context)
{
  pnri_traveller_draft *draft = pnri_pnrgov_add_draft(p);
  if (draft == NULL) return PNR_NONE;
  draft->view.kind = kind;
  draft->view.offset = claim->offset;
  if (kind == PNR_KIND_INFANT) {
    if (context == PNR_NONE) context = only_adult(p);
    draft->view.adult = index_of(p, context);
  }
  if (pnri_known_add(p, draft, (pnr_slice){ NULL, 0 }, name->surname, name->given) == NULL) return PNR_NONE;
  if (!has_name(name)) pnri_pnrgov_note(p, PNR_F_NAME_MISSING, claim->offset, 0, claim->ordinal);
  count_known(p, (uint32_t)p->known.count - 1);
  return (uint32_t)p->known.count - 1;
}

enum { INFANTS_COMPARED = 256 };

/* The infant who travels with this adult, where there is only one; PNR_NONE adult: the only one of the booking. Where
 * there are more infants than any aircraft has, nobody is it. */
static uint32_t infant_of(const pnri_pnrgov *p, uint32_t adult)
{
  uint32_t found = PNR_NONE;
  if (p->infants.count > INFANTS_COMPARED) return PNR_NONE;
  for (size_t n = 0; n < p->infants.count; n++) {
    uint32_t i = *(const uint32_t *)pnri_vector_at(&p->infants, n);
    uint32_t known_adult = pnri_known_at(p, i)->draft->view.adult;
    if (adult != PNR_NONE && known_adult != PNR_NONE && known_adult != index_of(p, adult)) continue;
    if (found != PNR_NONE) return PNR_NONE;
    found = i;
  }
  return found;
}

static bool has_other_birth(const pnri_pnrgov *p, uint32_t i, pnr_date birth)
{
  const pnri_chain *births = &pnri_known_at(p, i)->draft->person.births;
  if (birth == 0 || births->first == NULL) return false;
  return ((const pnr_birth *)pnri_node_payload(births->first))->from != birth;
}

/* An infant's document hangs on the adult, unless the infant has a TIF of its own. */
static uint32_t place_infant(pnri_pnrgov *p, const pnri_claim *claim, const named *name, pnr_date birth)
{
  uint32_t context = context_of(p, claim, name);
  bool is_own = context != PNR_NONE && is_infant(p, context);
  if (is_own && (!has_name(name) || pnri_known_fits(pnri_known_at(p, context), name->surname, name->given) != 0))
    return context;
  if (!has_name(name)) {
    uint32_t infant = infant_of(p, context);
    if (infant != PNR_NONE) return infant;
    if (context == PNR_NONE) context = only_adult(p);
    if (context == PNR_NONE || !has_other_birth(p, context, birth)) return context;
    return new_traveller(p, claim, name, PNR_KIND_INFANT, context);
  }
  uint32_t found = pnri_known_by_name(p, name->surname, name->given, 1, PNRI_KNOWN_INFANT);
  if (found == PNR_NONE) found = pnri_known_by_name(p, name->surname, name->given, 2, PNRI_KNOWN_ANY);
  /* two SSRs INFT with EVA and EVAMARIE are twins; EVA in one and EVA MARIE in DOCS are not */
  if (found != PNR_NONE && claim->kind == PNRI_CLAIM_INFT && pnri_known_at(p, found)->has_inft &&
      pnri_known_fits(pnri_known_at(p, found), name->surname, name->given) != 3)
    found = PNR_NONE;
  if (found != PNR_NONE) {
    if (!is_own && is_infant(p, found) && pnri_known_at(p, found)->draft->view.adult == PNR_NONE)
      pnri_known_at(p, found)->draft->view.adult = index_of(p, context);
    return found;
  }
  return is_own ? context : new_traveller(p, claim, name, PNR_KIND_INFANT, context);
}

static uint32_t place_person(pnri_pnrgov *p, const pnri_claim *claim, const named *name, const pnri_docs *docs)
{
  uint32_t context = context_of(p, claim, name);
  if (context != PNR_NONE) {
    const pnri_known *known = pnri_known_at(p, context);
    if (!has_name(name) || pnri_known_fits(known, name->surname, name->given) != 0) return context;
    /* the group is right unless the name is another traveller's: of a namesake, it must be his letter by letter */
    uint32_t level = pnri_known_fits(known, name->surname, (pnr_slice){ NULL, 0 }) != 0 ? 3 : 2;
    uint32_t other = pnri_known_by_name(p, name->surname, name->given, level, PNRI_KNOWN_ANY);
    return other != PNR_NONE ? other : context;
  }
  uint32_t found = PNR_NONE;
  if (docs->tail_surname.size != 0) {
    pnr_slice given = docs->tail_given, title = { NULL, 0 };
    if (given.size != 0) pnri_title_part(given, true, &given, &title);
    found = pnri_known_by_name(p, docs->tail_surname, given, 1, PNRI_KNOWN_ANY);
  }
  if (found == PNR_NONE) found = pnri_known_by_name(p, name->surname, name->given, 1, PNRI_KNOWN_ANY);
  if (found == PNR_NONE) found = only_adult(p);
  if (found == PNR_NONE && p->known.count == 0 && has_name(name))
    found = new_traveller(p, claim, name, PNR_KIND_UNKNOWN, PNR_NONE);
  return found;
}

/* --- What a claim gives to its person --- */

static void add_name(pnri_pnrgov *p, pnri_person_draft *person, const named *name, pnr_slice raw, uint32_t source,
                     uint64_t offset)
{
  if (raw.size == 0) return;
  uint32_t looked = 0;
  for (pnri_node *node = person->names.first; node != NULL && looked++ < PARTS_COMPARED; node = node->next) {
    const pnr_name *known = pnri_node_payload(node);
    if (known->source == source && pnri_slice_equal(known->raw, raw)) return;
  }
  pnr_name *added = pnri_name_add(person, p->arena, &p->builder->failed, source);
  if (added == NULL) return;
  added->surname = name->surname;
  added->given = name->given;
  added->title = name->title;
  added->raw = raw;
  added->offset = offset;
}

/* A second birth date is kept beside the first, and its segment with it: somebody will want to see why. */
static void add_birth(pnri_pnrgov *p, pnri_person_draft *person, pnr_date date, pnri_claim *claim)
{
  if (date == 0) return;
  uint32_t looked = 0;
  for (pnri_node *node = person->births.first; node != NULL && looked++ < PARTS_COMPARED; node = node->next)
    if (((const pnr_birth *)pnri_node_payload(node))->from == date) return;
  if (person->births.first != NULL) claim->keep = true;
  pnr_birth *birth = pnri_birth_add(person, p->arena, &p->builder->failed, date, date);
  if (birth != NULL) birth->offset = claim->text_offset;
}

static void set_sex(pnri_known *known, uint32_t sex, pnri_claim *claim)
{
  if (sex == 0) return;
  uint32_t *own = &known->draft->person.view.sex;
  if (known->sex_is_stated && *own != sex) claim->keep = true;
  if (!known->sex_is_stated) *own = sex;
  known->sex_is_stated = true;
}

static void fill_document(pnr_document *document, const pnri_docs *docs, pnri_claim *claim)
{
  bool is_told = true;
  document->type = docs->type;
  document->number = docs->number;
  document->issuer = pnri_country_told(docs->issuer, &is_told);
  bool is_issuer = pnri_slice_equal(docs->nationality, docs->issuer); /* mostly */
  document->nationality = is_issuer ? document->issuer : pnri_country_told(docs->nationality, &is_told);
  if (!is_told) claim->keep = true;
  document->place = docs->place;
  document->issued = docs->issued;
  document->expires = docs->expires;
  document->offset = claim->text_offset;
}

static bool agree(pnr_slice a, pnr_slice b) { return a.size == 0 || b.size == 0 || pnri_slice_equal(a, b); }
static bool dates_agree(pnr_date a, pnr_date b) { return a == 0 || b == 0 || a == b; }

static bool is_same_document(const pnr_document *a, const pnr_document *b)
{
  return pnri_slice_equal(a->number, b->number) && agree(a->type, b->type) && agree(a->issuer, b->issuer) &&
         agree(a->nationality, b->nationality) && agree(a->place, b->place) && dates_agree(a->issued, b->issued) &&
         dates_agree(a->expires, b->expires);
}

static void complete(pnr_document *known, const pnr_document *other)
{
  if (known->type.size == 0) known->type = other->type;
  if (known->issuer.size == 0) known->issuer = other->issuer;
  if (known->nationality.size == 0) known->nationality = other->nationality;
  if (known->place.size == 0) known->place = other->place;
  if (known->issued == 0) known->issued = other->issued;
  if (known->expires == 0) known->expires = other->expires;
}

/* A document without type and number is none; one that is repeated, in a leg, is the same. */
static void add_document(pnri_pnrgov *p, pnri_person_draft *person, const pnri_docs *docs, pnri_claim *claim)
{
  pnr_document draft = { .source = PNR_SOURCE_DOCS };
  fill_document(&draft, docs, claim);
  if (docs->type.size + docs->number.size == 0) {
    if (draft.issuer.size != 0 || draft.expires != 0 || draft.issued != 0 || draft.place.size != 0) claim->keep = true;
    return;
  }
  uint32_t looked = 0;
  for (pnri_node *node = person->documents.first; node != NULL && looked++ < PARTS_COMPARED; node = node->next) {
    pnr_document *known = pnri_node_payload(node);
    if (!is_same_document(known, &draft)) continue;
    complete(known, &draft);
    return;
  }
  pnr_document *document = pnri_person_document_add(person, p->arena, &p->builder->failed, PNR_SOURCE_DOCS);
  if (document != NULL) *document = draft;
}

static void leave_unplaced(pnri_pnrgov *p, pnri_claim *claim, const pnri_docs *docs)
{
  claim->keep = true;
  pnri_pnrgov_note(p, PNR_F_DOCUMENT_UNPLACED, claim->offset, 0, claim->ordinal);
  if (docs->type.size + docs->number.size == 0) return;
  pnr_document *document = pnri_document_add(p->builder, &p->booking->documents);
  if (document == NULL) return;
  fill_document(document, docs, claim);
  document->source = PNR_SOURCE_DOCS;
}

/* --- Settling --- */

static void settle_docs(pnri_pnrgov *p, pnri_claim *claim)
{
  pnri_docs docs;
  pnri_docs_read(p, claim, &docs);
  named name = { .surname = docs.surname };
  name.given = given_of(p, &docs, &name.title);
  if (pnri_is_placeholder(name.surname)) name.surname.size = 0;
  bool is_infants = docs.is_infant || claim->is_infant;
  uint32_t i = is_infants ? place_infant(p, claim, &name, docs.birth) : place_person(p, claim, &name, &docs);
  if (i == PNR_NONE || pnri_known_at(p, i)->draft == NULL) {
    leave_unplaced(p, claim, &docs);
    finish_claim(p, claim, PNR_NONE);
    return;
  }
  pnri_known *known = pnri_known_at(p, i);
  pnri_person_draft *person = &known->draft->person;
  add_name(p, person, &name, docs.raw, PNR_SOURCE_DOCS, claim->text_offset);
  add_birth(p, person, docs.birth, claim);
  set_sex(known, docs.sex, claim);
  if (docs.nationality.size != 0) pnri_nationality_add(person, p->arena, &p->builder->failed, docs.nationality);
  add_document(p, person, &docs, claim);
  finish_claim(p, claim, i);
}

/* An infant as the adult's SSR names it. */
static void settle_inft(pnri_pnrgov *p, pnri_claim *claim)
{
  pnri_docs docs;
  pnri_docs_read(p, claim, &docs);
  named name = { .surname = docs.surname };
  name.given = given_of(p, &docs, &name.title);
  uint32_t i = has_name(&name) ? place_infant(p, claim, &name, docs.birth) : PNR_NONE;
  if (i == PNR_NONE || pnri_known_at(p, i)->draft == NULL) claim->keep = true;
  else {
    pnri_known_at(p, i)->has_inft = true;
    pnri_person_draft *person = &pnri_known_at(p, i)->draft->person;
    add_name(p, person, &name, docs.raw, PNR_SOURCE_INFT, claim->text_offset);
    add_birth(p, person, docs.birth, claim);
  }
  finish_claim(p, claim, i);
}

static void add_address(pnri_pnrgov *p, const pnri_claim *claim, const pnri_docs *docs, uint32_t traveller)
{
  pnr_contact *contact = pnri_contact_add(p->builder, &p->booking->contacts);
  if (contact == NULL) return;
  contact->kind = PNR_CONTACT_ADDRESS;
  contact->text = claim->text;
  contact->purpose = docs->type;
  contact->street = docs->street;
  contact->city = docs->city;
  contact->region = docs->region;
  contact->country = docs->country;
  contact->postcode = docs->postcode;
  contact->traveller = traveller;
  contact->offset = claim->text_offset;
}

/* DOCO and DOCA name nobody but by reference, group or tail; the mark I sends them to the adult's infant. */
static void settle_other(pnri_pnrgov *p, pnri_claim *claim)
{
  pnri_docs docs;
  pnri_docs_read(p, claim, &docs);
  named name = { .surname = { NULL, 0 } };
  uint32_t i = place_person(p, claim, &name, &docs);
  uint32_t infant = docs.is_infant && (i == PNR_NONE || !is_infant(p, i)) ? infant_of(p, i) : PNR_NONE;
  if (infant != PNR_NONE) i = infant;
  else if (docs.is_infant) claim->keep = true;
  uint32_t traveller = index_of(p, i);
  if (claim->kind == PNRI_CLAIM_DOCA) add_address(p, claim, &docs, traveller);
  if (traveller == PNR_NONE) {
    if (claim->kind == PNRI_CLAIM_DOCO) leave_unplaced(p, claim, &docs);
    finish_claim(p, claim, PNR_NONE);
    return;
  }
  pnri_person_draft *person = &pnri_known_at(p, i)->draft->person;
  if (claim->kind == PNRI_CLAIM_DOCO) {
    if (person->view.birth_place.size == 0) person->view.birth_place = docs.birth_place;
    else if (!pnri_slice_equal(person->view.birth_place, docs.birth_place)) claim->keep = true;
    add_document(p, person, &docs, claim);
  } else if (pnri_slice_is(docs.type, "R") && person->view.residence.size == 0) {
    bool is_told = true; /* the address has it as it was sent */
    person->view.residence = pnri_country_told(docs.country, &is_told);
  }
  finish_claim(p, claim, i);
}

/* M for a boy says the same as MI where the claim stands under the infant's own name or reference. */
static bool is_under_infant(pnri_pnrgov *p, const pnri_claim *claim)
{
  uint32_t i = pnri_known_by_reference(p, claim->reference);
  if (i == PNR_NONE && claim->count != 0) i = claim->first;
  return i != PNR_NONE && is_infant(p, i);
}

/* Adults' documents first: an infant's may be known by not being theirs. */
void pnri_claim_settle(pnri_pnrgov *p)
{
  enum { ADULTS, INFANTS_NAMED, INFANTS, OTHERS, PASSES };
  if (p->claims.count == 0) return;
  p->infants.count = p->adults = 0;
  for (uint32_t i = 0; i < p->known.count; i++) count_known(p, i);
  for (size_t n = 0; n < p->claims.count && p->infants.count != 0; n++) {
    pnri_claim *claim = pnri_vector_at(&p->claims, n);
    if (claim->kind == PNRI_CLAIM_DOCS && is_under_infant(p, claim)) claim->is_infant = true;
  }
  for (uint32_t pass = ADULTS; pass < PASSES; pass++)
    for (size_t n = 0; n < p->claims.count && !p->builder->failed; n++) {
      pnri_claim *claim = pnri_vector_at(&p->claims, n);
      bool is_docs = claim->kind == PNRI_CLAIM_DOCS, is_inft = claim->kind == PNRI_CLAIM_INFT;
      bool is_now =
        is_docs ? pass == (claim->is_infant ? INFANTS : ADULTS) : pass == (is_inft ? INFANTS_NAMED : OTHERS);
      if (!is_now) continue;
      if (is_docs) settle_docs(p, claim);
      else if (is_inft) settle_inft(p, claim);
      else settle_other(p, claim);
    }
}
