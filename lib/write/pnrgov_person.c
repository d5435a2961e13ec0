/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV group 2: TIF, REF, FTI. */
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

bool pnri_is_of_history(const pnri_pnrgov_writer *p, uint32_t traveller)
{
  return p->w->is_own && name_from(pnri_traveller_at(p, traveller)->person, PNR_SOURCE_HISTORY) != NULL;
}

/* Else a document made him: that of an infant, or of the only traveller, or one without any TIF at all. */
bool pnri_has_tif(const pnri_pnrgov_writer *p, uint32_t traveller)
{
  const pnr_traveller *t = pnri_traveller_at(p, traveller);
  if (pnri_is_of_history(p, traveller)) return false;
  if (!p->w->is_own || t->category.size + t->reference.size != 0) return true;
  if (name_from(t->person, PNR_SOURCE_TIF) != NULL) return true;
  if (t->person->name_count + t->person->birth_count + t->person->document_count == 0) return true;
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

static bool is_alphanumeric(uint8_t octet)
{
  return (octet >= '0' && octet <= '9') || ((octet & 0xDF) >= 'A' && (octet & 0xDF) <= 'Z');
}

/* True where the number is the one in the text of FQTV and its kin, from which the reader takes it: the first one behind
 * the remark. */
static bool is_of_remark(const pnri_pnrgov_writer *p, const pnr_identifier *identifier, uint32_t traveller)
{
  const pnr_remark *remark = pnri_remark_before(p, identifier->offset, "FQT");
  const pnr_person *person = pnri_traveller_at(p, traveller)->person;
  if (remark == NULL) return false;
  for (uint32_t i = 0; i < person->identifier_count; i++) {
    uint64_t offset = person->identifiers[i]->offset;
    if (offset > remark->offset && offset < identifier->offset) return false;
  }
  pnr_slice text = remark->text, value = identifier->value;
  for (size_t i = 0; i + value.size <= text.size; i++) {
    bool ends = i + value.size == text.size || !is_alphanumeric(text.data[i + value.size]);
    if (ends && memcmp(text.data + i, value.data, value.size) == 0) return true;
  }
  return false;
}

void pnri_put_frequent_flyer(const pnri_pnrgov_writer *p, const pnr_identifier *identifier, uint32_t traveller)
{
  if (is_of_remark(p, identifier, traveller)) return;
  pnri_put_segment(&p->w->out, "FTI");
  pnri_put_element(&p->w->out, identifier->issuer);
  pnri_put_component(&p->w->out, identifier->value);
  if (p->group != PNRI_AT_TRAVELLER || p->traveller != traveller)
    pnri_put_component(&p->w->out, pnri_reference_of(p, traveller));
}

/* --- REF --- */

/* Behind the traveller up to the next one or to a leg. */
static uint64_t end_of_traveller(const pnri_pnrgov_writer *p)
{
  for (uint32_t i = p->next; i < p->count; i++)
    if (p->pieces[i].kind == PNRI_PIECE_TRAVELLER || p->pieces[i].kind == PNRI_PIECE_LEG) return p->pieces[i].offset;
  return UINT64_MAX;
}

/* It is the first traveller's of its group. */
void pnri_put_unique_reference(const pnri_pnrgov_writer *p, uint32_t traveller)
{
  const pnr_traveller *t = pnri_traveller_at(p, traveller);
  if (t->unique_reference.size == 0 || p->traveller != traveller ||
      pnri_is_kept(p, t->offset, end_of_traveller(p), "REF", 1, 2, t->unique_reference))
    return;
  pnri_put_segment(&p->w->out, "REF");
  pnri_put_element(&p->w->out, pnri_nothing());
  pnri_put_component(&p->w->out, t->unique_reference);
}
