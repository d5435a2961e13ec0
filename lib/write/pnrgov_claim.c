/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV SSR DOCS, DOCO and INFT: what documents say of a traveller. */
#include "core/date.h"
#include "write/pnrgov.h"

/* One such segment: what of a person one claim said. */
typedef struct claim {
  const pnr_document *document;
  const pnr_name *name;
  pnr_date birth;
  pnr_slice nationality;
  uint32_t sex;
  bool is_infant;
} claim;

static void add_slot(pnri_line *line, pnr_slice text)
{
  pnri_line_add_octet(line, '/');
  pnri_line_add(line, text);
}

static void add_birth(const pnri_pnrgov_writer *p, pnri_line *line, pnr_date birth)
{
  pnri_line_add_date(line, birth, !pnri_is_year_of_birth(p->w, birth));
}

static void add_near(const pnri_pnrgov_writer *p, pnri_line *line, pnr_date date)
{
  if (date != 0) pnri_line_add_date(line, date, !pnri_is_year_near(p->w, date));
}

/* In a traveller's group the names decide whose it is, as they did before: nobody is named there. */
static void put_claim(const pnri_pnrgov_writer *p, const char *code, pnri_line *line, uint32_t traveller)
{
  while (line->size > 1 && line->data[line->size - 1] == '/') line->size--;
  pnr_slice text = { line->data, line->size };
  bool is_in_group = p->group == PNRI_AT_TRAVELLER && p->traveller != PNR_NONE;
  pnri_put_ssr(p, pnri_slice(code), pnri_slice("HK"), true, text, is_in_group ? PNR_NONE : traveller);
}

static void add_name(const pnri_pnrgov_writer *p, pnri_line *line, const pnr_name *name)
{
  if (p->w->is_own || name->source == PNR_SOURCE_DOCS) {
    add_slot(line, name->raw);
    return;
  }
  bool is_parted = name->surname.size + name->given.size != 0;
  add_slot(line, is_parted ? name->surname : name->full);
  add_slot(line, name->given);
}

/* AIRIMP DOCS: type, issuer, number, nationality, birth, sex, expiry, names. */
static void put_docs(const pnri_pnrgov_writer *p, const claim *c, uint32_t to)
{
  enum { FIXED = 64 };
  static const pnr_document no_document = { .expires = 0 };
  const pnr_document *d = c->document != NULL ? c->document : &no_document;
  size_t name =
    c->name != NULL ? c->name->raw.size + c->name->surname.size + c->name->given.size + c->name->full.size : 0;
  pnri_line line = pnri_line_open(
    p->w, FIXED + d->type.size + d->issuer.size + d->number.size + d->nationality.size + c->nationality.size + name);
  add_slot(&line, d->type);
  add_slot(&line, d->issuer);
  add_slot(&line, d->number);
  add_slot(&line, d->nationality.size != 0 ? d->nationality : c->nationality);
  add_slot(&line, pnri_nothing());
  add_birth(p, &line, c->birth);
  add_slot(&line, pnri_nothing());
  if (c->sex != 0) pnri_line_add_octet(&line, (uint8_t)c->sex);
  if (c->sex != 0 && c->is_infant) pnri_line_add_octet(&line, 'I');
  add_slot(&line, pnri_nothing());
  add_near(p, &line, d->expires);
  if (c->name != NULL) add_name(p, &line, c->name);
  put_claim(p, "DOCS", &line, to);
}

/* DOCO: birth place, type, number, place of issue, date of issue, country. */
static void put_doco(const pnri_pnrgov_writer *p, const pnr_document *d, pnr_slice birth_place, bool is_infant,
                     uint32_t to)
{
  enum { FIXED = 64 };
  static const pnr_document no_document = { .expires = 0 };
  if (d == NULL) d = &no_document;
  pnri_line line =
    pnri_line_open(p->w, FIXED + birth_place.size + d->type.size + d->number.size + d->place.size + d->issuer.size);
  add_slot(&line, birth_place);
  add_slot(&line, d->type);
  add_slot(&line, d->number);
  add_slot(&line, d->place);
  add_slot(&line, pnri_nothing());
  add_near(p, &line, d->issued);
  add_slot(&line, d->issuer);
  if (is_infant) add_slot(&line, pnri_slice("I"));
  put_claim(p, "DOCO", &line, to);
}

static void put_inft(const pnri_pnrgov_writer *p, const pnr_name *name, pnr_date birth, uint32_t adult)
{
  enum { FIXED = 16 };
  pnri_line line = pnri_line_open(p->w, FIXED + name->raw.size);
  pnri_line_add(&line, name->raw);
  bool is_parted = name->raw.size != 0 && name->raw.data[name->raw.size - 1] == '/';
  if (birth != 0 && !is_parted) pnri_line_add_octet(&line, ' ');
  add_birth(p, &line, birth);
  put_claim(p, "INFT", &line, adult);
}

/* What a visa says of its issue stands in DOCO, all else in DOCS. */
static bool needs_doco(const pnr_document *d) { return d->place.size != 0 || d->issued != 0; }
static bool needs_docs(const pnr_document *d) { return !needs_doco(d) || d->expires != 0 || d->nationality.size != 0; }

/* --- Records of this format: each claim in its place --- */

/* The reader gives what one segment says one offset. */
static const pnr_document *document_at(const pnr_person *person, uint64_t offset)
{
  for (uint32_t i = 0; i < person->document_count; i++)
    if (person->documents[i]->offset == offset && needs_docs(person->documents[i])) return person->documents[i];
  return NULL;
}

static bool is_claim(const pnr_name *name)
{
  return name->source == PNR_SOURCE_DOCS || name->source == PNR_SOURCE_INFT;
}

static const pnr_name *name_at(const pnr_person *person, uint64_t offset)
{
  for (uint32_t i = 0; i < person->name_count; i++)
    if (person->names[i]->offset == offset && is_claim(person->names[i])) return person->names[i];
  return NULL;
}

static pnr_date birth_at(const pnr_person *person, uint64_t offset)
{
  for (uint32_t i = 0; i < person->birth_count; i++)
    if (person->births[i]->offset == offset && person->births[i]->from == person->births[i]->to)
      return person->births[i]->from;
  return 0;
}

bool pnri_begins_claim(const pnri_pnrgov_writer *p, const pnr_person *person, const pnr_name *name)
{
  return is_claim(name) && !pnri_is_told(p, name->offset) && document_at(person, name->offset) == NULL;
}

/* CHLD is a remark, from which the reader takes the date. */
bool pnri_is_birth_alone(const pnri_pnrgov_writer *p, const pnr_person *person, const pnr_birth *birth)
{
  return !pnri_is_told(p, birth->offset) && document_at(person, birth->offset) == NULL &&
         name_at(person, birth->offset) == NULL && pnri_remark_before(p, birth->offset, "CHLD") == NULL;
}

/* One that no document says. */
static pnr_slice other_nationality(const pnr_person *person)
{
  for (uint32_t i = 0; i < person->nationality_count; i++) {
    bool is_said = false;
    for (uint32_t d = 0; d < person->document_count; d++)
      is_said |= pnri_slice_equal(person->documents[d]->nationality, person->nationalities[i]);
    if (!is_said) return person->nationalities[i];
  }
  return pnri_nothing();
}

/* Whose segment it is: an infant without TIF is told by the adult's. */
static uint32_t owner_of(const pnri_pnrgov_writer *p, uint32_t traveller)
{
  bool is_named = pnri_has_tif(p, traveller) || pnri_is_of_history(p, traveller);
  return is_named ? traveller : pnri_traveller_at(p, traveller)->adult;
}

static bool needs_infant_mark(const pnri_pnrgov_writer *p, uint32_t traveller)
{
  if (pnri_traveller_at(p, traveller)->kind != PNR_KIND_INFANT) return false;
  return !pnri_has_tif(p, traveller) || (p->group == PNRI_AT_TRAVELLER && p->traveller != traveller);
}

void pnri_put_document(const pnri_pnrgov_writer *p, const pnr_document *d, uint32_t traveller)
{
  const pnr_traveller *t = pnri_traveller_at(p, traveller);
  uint32_t owner = owner_of(p, traveller);
  claim c = { .document = d, .sex = t->person->sex, .is_infant = t->kind == PNR_KIND_INFANT };
  c.name = name_at(t->person, d->offset);
  c.birth = birth_at(t->person, d->offset);
  if (needs_docs(d)) put_docs(p, &c, owner);
  if (needs_doco(d)) put_doco(p, d, t->person->birth_place, needs_infant_mark(p, traveller), owner);
}

/* True for an infant with a TIF in which he has another name: then his own INFT says so. */
static bool names_himself(const pnr_traveller *t, const pnr_name *name)
{
  for (uint32_t i = 0; i < t->person->name_count; i++) {
    const pnr_name *other = t->person->names[i];
    if (other->source == PNR_SOURCE_TIF && !pnri_slice_same(other->surname, name->surname)) return true;
  }
  return false;
}

void pnri_put_name(const pnri_pnrgov_writer *p, const pnr_name *name, uint32_t traveller)
{
  const pnr_traveller *t = pnri_traveller_at(p, traveller);
  pnr_date birth = birth_at(t->person, name->offset);
  if (name->source == PNR_SOURCE_INFT) {
    bool has_date = name->raw.size != 0 && name->raw.data[name->raw.size - 1] == '/';
    if (has_date && birth == 0 && t->person->birth_count != 0) birth = t->person->births[0]->from; /* said before */
    put_inft(p, name, birth, names_himself(t, name) ? traveller : t->adult);
    return;
  }
  claim c = { .name = name, .birth = birth, .sex = t->person->sex, .is_infant = t->kind == PNR_KIND_INFANT };
  c.nationality = other_nationality(t->person);
  put_docs(p, &c, owner_of(p, traveller));
}

void pnri_put_birth_alone(const pnri_pnrgov_writer *p, const pnr_birth *birth, uint32_t traveller)
{
  const pnr_traveller *t = pnri_traveller_at(p, traveller);
  claim c = { .birth = birth->from, .sex = t->person->sex, .is_infant = t->kind == PNR_KIND_INFANT };
  c.nationality = other_nationality(t->person);
  if (birth->from == birth->to) put_docs(p, &c, owner_of(p, traveller));
}

/* A DOCO that says a birth place and no document stands nowhere: it is written with the traveller. */
static bool is_birth_place_said(const pnri_pnrgov_writer *p, const pnr_traveller *t)
{
  for (uint32_t i = 0; i < t->person->document_count; i++)
    if (needs_doco(t->person->documents[i])) return true;
  for (uint32_t i = 0; i < p->kept.count && pnri_write_spend(p->w); i++) {
    const pnr_item *item = p->kept.items[i];
    if (item->traveller != PNR_NONE && pnri_traveller_at(p, item->traveller) == t &&
        pnri_slice_is(pnri_kept_component(p->w, item->text, 1, 1), "DOCO"))
      return true;
  }
  return false;
}

/* --- Records of other formats: all of a traveller's at once --- */

/* Of the first document come the best name and the birth. */
static claim first_claim(const pnr_traveller *t, const pnr_document *document)
{
  const pnr_person *person = t->person;
  claim c = { .document = document, .sex = person->sex, .is_infant = t->kind == PNR_KIND_INFANT };
  if (person->name_count != 0) c.name = person->names[0];
  if (person->birth_count != 0 && person->births[0]->from == person->births[0]->to) c.birth = person->births[0]->from;
  c.nationality = other_nationality(person);
  return c;
}

static void put_residence(const pnri_pnrgov_writer *p, pnr_slice country, uint32_t traveller)
{
  enum { FIXED = 4 };
  pnri_line line = pnri_line_open(p->w, FIXED + country.size);
  add_slot(&line, pnri_slice("R"));
  add_slot(&line, country);
  put_claim(p, "DOCA", &line, traveller);
}

static void put_all(const pnri_pnrgov_writer *p, uint32_t traveller)
{
  const pnr_traveller *t = pnri_traveller_at(p, traveller);
  const pnr_person *person = t->person;
  bool is_first = true;
  for (uint32_t i = 0; i < person->document_count; i++) {
    const pnr_document *d = person->documents[i];
    claim c = is_first ? first_claim(t, d) : (claim){ .document = d, .sex = person->sex };
    if (needs_docs(d)) put_docs(p, &c, traveller);
    if (needs_docs(d)) is_first = false;
    if (needs_doco(d)) put_doco(p, d, person->birth_place, false, traveller);
  }
  claim c = first_claim(t, NULL);
  if (is_first && (c.birth != 0 || c.sex != 0 || c.nationality.size != 0)) put_docs(p, &c, traveller);
  if (person->residence.size != 0) put_residence(p, person->residence, traveller);
}

void pnri_put_claims_left(const pnri_pnrgov_writer *p, uint32_t traveller)
{
  const pnr_traveller *t = pnri_traveller_at(p, traveller);
  if (!p->w->is_own) put_all(p, traveller);
  if (t->person->birth_place.size != 0 && !is_birth_place_said(p, t))
    put_doco(p, NULL, t->person->birth_place, needs_infant_mark(p, traveller), owner_of(p, traveller));
}
