/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV group 2: TIF and the documents of its travellers. */
#include "core/date.h"
#include "name/title.h"
#include "write/pnrgov.h"

/* --- TIF --- */

static const pnr_name *name_from(const pnr_person *person, uint32_t source)
{
  for (uint32_t i = 0; i < person->name_count; i++)
    if (person->names[i]->source == source) return person->names[i];
  return NULL;
}

bool pnri_has_tif(const pnri_pnrgov_writer *p, uint32_t traveller)
{
  const pnr_traveller *t = pnri_traveller_at(p, traveller);
  if (!p->w->is_own || t->category.size + t->reference.size != 0) return true;
  if (name_from(t->person, PNR_SOURCE_TIF) != NULL) return true;
  return t->kind != PNR_KIND_INFANT && p->booking->traveller_count != 1;
}

typedef struct parts {
  pnr_slice surname, given;
} parts;

/* True when a reader of TIF makes this name of the two fields. */
static bool gives(const pnr_name *name, parts fields)
{
  pnr_slice surname = pnri_slice_trim(fields.surname), given = fields.given, title = pnri_nothing();
  if (given.size != 0) pnri_title_part(fields.given, true, &given, &title);
  else if (surname.size != 0) pnri_title_part(surname, false, &surname, &title);
  if (pnri_is_placeholder(surname)) surname.size = 0;
  if (pnri_is_placeholder(given)) given.size = 0;
  return pnri_slice_equal(surname, name->surname) && pnri_slice_equal(given, name->given) &&
         pnri_slice_equal(title, name->title);
}

/* raw is both fields joined by a slash, and a field may hold slashes of its own: the first reading that gives the name
 * is right. */
static parts fields_of(const pnri_pnrgov_writer *p, const pnr_name *name)
{
  parts whole = { name->raw, pnri_nothing() }, given = { pnri_nothing(), name->raw };
  for (size_t i = 0; i < name->raw.size && pnri_write_spend(p->w); i++) {
    if (name->raw.data[i] != '/') continue;
    parts split = { { name->raw.data, i }, pnri_slice_from(name->raw, i + 1) };
    if (split.surname.size != 0 && split.given.size != 0 && gives(name, split)) return split;
  }
  return !gives(name, whole) && gives(name, given) ? given : whole;
}

static parts made_fields(const pnri_pnrgov_writer *p, const pnr_name *name)
{
  parts made = { name->surname, name->given };
  if (name->surname.size + name->given.size == 0) made.surname = name->full;
  if (name->title.size == 0) return made;
  pnri_line line = pnri_line_open(p->w, name->given.size + 1 + name->title.size);
  pnri_line_add(&line, name->given);
  pnri_line_add_octet(&line, ' ');
  pnri_line_add(&line, name->title);
  made.given = (pnr_slice){ line.data, line.size };
  return made;
}

static parts tif_fields(const pnri_pnrgov_writer *p, uint32_t traveller)
{
  const pnr_person *person = pnri_traveller_at(p, traveller)->person;
  const pnr_name *name = name_from(person, PNR_SOURCE_TIF);
  if (name != NULL && p->w->is_own) return fields_of(p, name);
  if (p->w->is_own || person->name_count == 0) return (parts){ pnri_nothing(), pnri_nothing() };
  return made_fields(p, person->names[0]);
}

static pnr_slice category_of(const pnri_pnrgov_writer *p, const pnr_traveller *t)
{
  if (p->w->is_own) return t->category;
  switch (t->kind) {
  case PNR_KIND_CHILD: return pnri_slice("C");
  case PNR_KIND_INFANT: return pnri_slice("IN");
  case PNR_KIND_ADULT: return pnri_slice("A");
  default: return pnri_nothing();
  }
}

bool pnri_have_same_surname(const pnri_pnrgov_writer *p, uint32_t a, uint32_t b)
{
  return pnri_slice_equal(tif_fields(p, a).surname, tif_fields(p, b).surname);
}

void pnri_put_tif(const pnri_pnrgov_writer *p, const pnri_piece *travellers, uint32_t count)
{
  pnri_put_segment(&p->w->out, "TIF");
  for (uint32_t i = 0; i < count; i++) {
    uint32_t traveller = travellers[i].traveller;
    parts fields = tif_fields(p, traveller);
    if (i == 0) pnri_put_element(&p->w->out, fields.surname);
    pnri_put_element(&p->w->out, fields.given);
    pnri_put_component(&p->w->out, category_of(p, pnri_traveller_at(p, traveller)));
    pnri_put_component(&p->w->out, pnri_reference_of(p, traveller));
  }
}

/* --- FTI --- */

/* FQTV and its kin are remarks, from which the reader takes the number. */
void pnri_put_frequent_flyer(const pnri_pnrgov_writer *p, const pnr_identifier *identifier, uint32_t traveller)
{
  const pnr_remark *remark = pnri_remark_before(p, identifier->offset, "FQT");
  for (size_t i = 0; remark != NULL && i + identifier->value.size <= remark->text.size; i++)
    if (memcmp(remark->text.data + i, identifier->value.data, identifier->value.size) == 0) return;
  pnri_put_segment(&p->w->out, "FTI");
  pnri_put_element(&p->w->out, identifier->issuer);
  pnri_put_component(&p->w->out, identifier->value);
  if (p->group != PNRI_AT_TRAVELLER || p->traveller != traveller)
    pnri_put_component(&p->w->out, pnri_reference_of(p, traveller));
}

/* --- DOCS, DOCO, INFT --- */

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

static void put_claim(const pnri_pnrgov_writer *p, const char *code, pnri_line *line, uint32_t traveller)
{
  while (line->size > 1 && line->data[line->size - 1] == '/') line->size--;
  pnr_slice text = { line->data, line->size };
  pnri_put_ssr(p, pnri_slice(code), pnri_slice("HK"), true, text, traveller);
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
  if (birth != 0) pnri_line_add_octet(&line, ' ');
  add_birth(p, &line, birth);
  put_claim(p, "INFT", &line, adult);
}

/* --- What of a person is still to be said --- */

static bool is_at(const pnri_pnrgov_writer *p, uint64_t offset, uint64_t claimed)
{
  return p->w->is_own ? offset == claimed : true;
}

static const pnr_name *name_at(const pnri_pnrgov_writer *p, const pnr_person *person, uint32_t source, uint64_t claimed)
{
  for (uint32_t i = 0; i < person->name_count; i++) {
    const pnr_name *name = person->names[i];
    if (p->w->is_own && (name->source != source || pnri_is_told(p, name->offset))) continue;
    if (is_at(p, name->offset, claimed)) return name;
  }
  return NULL;
}

static pnr_date birth_at(const pnri_pnrgov_writer *p, const pnr_person *person, uint64_t claimed)
{
  for (uint32_t i = 0; i < person->birth_count; i++) {
    const pnr_birth *birth = person->births[i];
    if (birth->from == birth->to && is_at(p, birth->offset, claimed) && !pnri_is_told(p, birth->offset))
      return birth->from;
  }
  return 0;
}

/* What a visa says of its issue stands in DOCO, all else in DOCS. */
static bool needs_doco(const pnr_document *d) { return d->place.size != 0 || d->issued != 0; }
static bool needs_docs(const pnr_document *d) { return !needs_doco(d) || d->expires != 0 || d->nationality.size != 0; }

typedef struct saying {
  const pnri_pnrgov_writer *p;
  const pnr_traveller *traveller;
  uint32_t to;   /* whose SSR it is */
  bool is_borne; /* an infant without TIF */
  bool is_sex_said;
  bool is_birth_place_said;
  uint32_t nationality; /* next one that no document has said */
} saying;

static claim make_claim(saying *s, const pnr_document *document, uint64_t at)
{
  const pnr_person *person = s->traveller->person;
  claim c = { .document = document, .is_infant = s->traveller->kind == PNR_KIND_INFANT };
  bool is_first = s->p->w->is_own || !s->is_sex_said;
  if (is_first) c.name = name_at(s->p, person, PNR_SOURCE_DOCS, at);
  if (is_first) c.birth = birth_at(s->p, person, at);
  c.sex = person->sex;
  bool has_nationality = document != NULL && document->nationality.size != 0;
  if (!has_nationality && s->nationality < person->nationality_count)
    c.nationality = person->nationalities[s->nationality];
  s->nationality++;
  s->is_sex_said = true;
  return c;
}

static void say_documents(saying *s)
{
  const pnr_person *person = s->traveller->person;
  for (uint32_t i = 0; i < person->document_count; i++) {
    const pnr_document *d = person->documents[i];
    if (pnri_is_told(s->p, d->offset)) continue;
    if (needs_docs(d)) {
      claim c = make_claim(s, d, d->offset);
      put_docs(s->p, &c, s->to);
    }
    if (!needs_doco(d)) continue;
    put_doco(s->p, d, person->birth_place, s->is_borne, s->to);
    s->is_birth_place_said = true;
  }
}

static bool is_documents(const pnr_person *person, uint64_t offset)
{
  for (uint32_t i = 0; i < person->document_count; i++)
    if (person->documents[i]->offset == offset && needs_docs(person->documents[i])) return true;
  return false;
}

/* DOCS without a document. */
static void say_others(saying *s)
{
  const pnr_person *person = s->traveller->person;
  if (!s->p->w->is_own) {
    bool is_any = person->birth_count + person->nationality_count != 0 || person->sex != 0;
    if (s->is_sex_said || !is_any) return;
    claim c = make_claim(s, NULL, 0);
    put_docs(s->p, &c, s->to);
    return;
  }
  for (uint32_t i = 0; i < person->name_count; i++) {
    const pnr_name *name = person->names[i];
    if (name->source != PNR_SOURCE_DOCS || pnri_is_told(s->p, name->offset) || is_documents(person, name->offset))
      continue;
    claim c = make_claim(s, NULL, name->offset);
    put_docs(s->p, &c, s->to);
  }
  for (uint32_t i = 0; i < person->birth_count; i++) {
    const pnr_birth *birth = person->births[i];
    bool is_said = pnri_is_told(s->p, birth->offset) || is_documents(person, birth->offset) ||
                   pnri_remark_before(s->p, birth->offset, "CHLD") != NULL;
    for (uint32_t n = 0; n < person->name_count && !is_said; n++) is_said = person->names[n]->offset == birth->offset;
    if (is_said) continue;
    claim c = make_claim(s, NULL, birth->offset);
    put_docs(s->p, &c, s->to);
  }
}

static bool is_doco_kept(const saying *s)
{
  const pnri_kept *kept = &s->p->kept;
  for (uint32_t i = 0; i < kept->count && pnri_write_spend(s->p->w); i++)
    if (kept->items[i]->traveller != PNR_NONE && pnri_traveller_at(s->p, kept->items[i]->traveller) == s->traveller &&
        pnri_slice_is(pnri_kept_component(s->p->w, kept->items[i]->text, 1, 1), "DOCO"))
      return true;
  return false;
}

static void say_places(saying *s)
{
  const pnr_person *person = s->traveller->person;
  if (person->birth_place.size != 0 && !s->is_birth_place_said && !is_doco_kept(s))
    put_doco(s->p, NULL, person->birth_place, s->is_borne, s->to);
  if (s->p->w->is_own || person->residence.size == 0) return;
  pnri_line line = pnri_line_open(s->p->w, 4 + person->residence.size);
  add_slot(&line, pnri_slice("R"));
  add_slot(&line, person->residence);
  put_claim(s->p, "DOCA", &line, s->to);
}

static void say(const pnri_pnrgov_writer *p, uint32_t traveller, uint32_t to)
{
  const pnr_traveller *t = pnri_traveller_at(p, traveller);
  saying s = { .p = p, .traveller = t, .to = to, .is_borne = traveller != to && t->kind == PNR_KIND_INFANT };
  say_documents(&s);
  say_others(&s);
  say_places(&s);
}

/* SSR INFT stands with the adult, whether the infant has a TIF or not. */
static void say_inft(const pnri_pnrgov_writer *p, uint32_t infant, uint32_t adult)
{
  const pnr_person *person = pnri_traveller_at(p, infant)->person;
  for (uint32_t i = 0; i < person->name_count; i++) {
    const pnr_name *name = person->names[i];
    if (name->source == PNR_SOURCE_INFT && !pnri_is_told(p, name->offset))
      put_inft(p, name, birth_at(p, person, name->offset), adult);
  }
}

void pnri_put_borne(const pnri_pnrgov_writer *p, uint32_t adult)
{
  if (!p->w->is_own) return;
  for (uint32_t i = 0; i < p->borne_count && pnri_write_spend(p->w); i++) {
    uint32_t traveller = p->borne[i];
    if (pnri_traveller_at(p, traveller)->adult != adult) continue;
    say_inft(p, traveller, adult);
    if (!pnri_has_tif(p, traveller)) say(p, traveller, adult);
  }
}

void pnri_put_documents(const pnri_pnrgov_writer *p, uint32_t traveller)
{
  const pnr_traveller *t = pnri_traveller_at(p, traveller);
  uint64_t end = UINT64_MAX;
  for (uint32_t i = p->next; i < p->count && end == UINT64_MAX; i++)
    if (p->pieces[i].kind == PNRI_PIECE_TRAVELLER || p->pieces[i].kind == PNRI_PIECE_LEG) end = p->pieces[i].offset;
  if (t->unique_reference.size != 0 && p->traveller == traveller &&
      !pnri_is_kept(p, t->offset, end, "REF", 1, 2, t->unique_reference)) {
    pnri_put_segment(&p->w->out, "REF");
    pnri_put_element(&p->w->out, pnri_nothing());
    pnri_put_component(&p->w->out, t->unique_reference);
  }
  say(p, traveller, traveller);
  pnri_put_borne(p, traveller);
}
