/* SPDX-License-Identifier: Apache-2.0
 *
 * PAXLST segment groups 4 and 5: persons and their documents. */
#include "write/paxlst.h"

typedef struct person {
  pnri_message_writer *w;
  const pnr_traveller *traveller;
  const pnr_booking *booking; /* NULL: none */
  uint32_t index;
  pnri_kept kept;
  const pnr_item *head; /* NAD or PDT as sent, or NULL */
  bool has_uns;         /* the message has the segment UNS */
} person;

static bool is_told(const person *p, uint64_t offset) { return p->w->is_own && pnri_kept_at(&p->kept, offset) != NULL; }

static bool is_kept(const person *p, const char *tag, uint32_t element, uint32_t component, pnr_slice text)
{
  return pnri_kept_says(p->w, &p->kept, 0, p->kept.count, tag, element, component, text);
}

/* --- NAD, PDT --- */

/* The name's two fields as they were sent. What the reader took off them (a title, a placeholder) stands in raw only. */
static void name_fields(const person *p, pnr_slice *surname, pnr_slice *given)
{
  *surname = *given = pnri_nothing();
  if (p->traveller->person->name_count == 0) return;
  const pnr_name *name = p->traveller->person->names[0];
  if (!p->w->is_own) {
    *surname = name->surname.size + name->given.size != 0 ? name->surname : name->full;
    *given = name->given;
    return;
  }
  *surname = name->raw;
  size_t size = name->surname.size;
  bool is_split = name->raw.size > size && name->raw.data[size] == '/' &&
                  pnri_slice_equal((pnr_slice){ name->raw.data, size }, name->surname);
  const uint8_t *slash = name->raw.size != 0 ? memchr(name->raw.data, '/', name->raw.size) : NULL;
  if (!is_split && slash == NULL) return;
  if (!is_split) size = (size_t)(slash - name->raw.data);
  pnr_slice first = { name->raw.data, size }, rest = pnri_slice_from(name->raw, size + 1);
  /* blanks around the slash: a reader trims fields, so both stand in one */
  if (pnri_slice_trim(first).size != first.size || pnri_slice_trim(rest).size != rest.size || rest.size == 0) return;
  *surname = first;
  *given = rest;
}

/* The first given name in a component, the others in the next. */
static void put_name(const person *p)
{
  pnri_writer *out = &p->w->out;
  pnr_slice surname, given;
  name_fields(p, &surname, &given);
  pnri_put_element(out, surname);
  const uint8_t *blank = given.size != 0 ? memchr(given.data, ' ', given.size) : NULL;
  size_t size = blank != NULL ? (size_t)(blank - given.data) : given.size;
  if (size == 0 || (size + 1 < given.size && given.data[size + 1] == ' ')) size = given.size;
  pnri_put_component(out, (pnr_slice){ given.data, size });
  pnri_put_component(out, pnri_slice_from(given, size + 1));
}

static bool is_crew(const pnr_traveller *t) { return t->kind == PNR_KIND_CREW || t->kind == PNR_KIND_TRANSIT_CREW; }

/* EMP has a category, CR1 to CR5, that is no code of NAD: that then says the kind alone. */
static bool has_crew_category(const pnr_traveller *t)
{
  return is_crew(t) && t->category.size == 3 && !pnri_slice_is(t->category, "DDT") &&
         !pnri_slice_is(t->category, "CRW");
}

static pnr_slice party_code(const person *p)
{
  const pnr_traveller *t = p->traveller;
  if (p->w->is_own && t->category.size != 0 && !has_crew_category(t)) return t->category;
  switch (t->kind) {
  case PNR_KIND_CREW: return pnri_slice("FM");
  case PNR_KIND_TRANSIT_CREW: return pnri_slice("DDT");
  case PNR_KIND_TRANSIT: return pnri_slice("DDU");
  default: return pnri_slice("FL");
  }
}

static void put_address(const person *p, const pnr_contact *address)
{
  pnri_writer *out = &p->w->out;
  pnri_put_element(out, pnri_plain(p->w, address->street.size != 0 ? address->street : address->text));
  pnri_put_element(out, address->city);
  pnri_put_element(out, address->region);
  pnri_put_element(out, address->postcode);
  pnri_put_element(out, address->country);
}

/* The traveller's address, which NAD can hold one of. */
static const pnr_contact *find_address(const person *p)
{
  const pnr_traveller *t = p->traveller;
  for (uint32_t i = 0; i < t->contact_count; i++)
    if (t->contacts[i]->kind == PNR_CONTACT_ADDRESS) return t->contacts[i];
  if (p->w->is_own || p->booking == NULL) return NULL;
  for (uint32_t i = 0; i < p->booking->contact_count && pnri_write_spend(p->w); i++) {
    const pnr_contact *contact = p->booking->contacts[i];
    if (contact->traveller == p->index && contact->kind == PNR_CONTACT_ADDRESS) return contact;
  }
  return NULL;
}

static void put_nad(const person *p)
{
  enum { BEFORE_NAME = 2 };
  pnri_put_segment(&p->w->out, "NAD");
  pnri_put_element(&p->w->out, party_code(p));
  pnri_put_empty_elements(p->w, BEFORE_NAME);
  put_name(p);
  const pnr_contact *address = find_address(p);
  if (address != NULL) put_address(p, address);
}

static bool is_one_of(pnr_slice code, const char *const *codes, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (pnri_slice_is(code, codes[i])) return true;
  return false;
}

/* The older US form has a person in one segment, and the codes PAX, CRW and ITI; where it has none of either form, UNS
 * tells, with which that form's persons begin. */
static bool is_older_form(const person *p)
{
  static const char *const older[] = { "PAX", "CRW", "ITI" }, *const newer[] = { "FL", "FM", "DDU", "DDT" };
  pnr_slice code = p->traveller->category;
  if (!p->w->is_own) return false;
  if (p->head != NULL) return pnri_slice_is(p->head->tag, "PDT");
  if (is_one_of(code, older, sizeof older / sizeof older[0])) return true;
  return p->has_uns && !is_one_of(code, newer, sizeof newer / sizeof newer[0]) && !has_crew_category(p->traveller);
}

static void put_short_date(const person *p, pnr_date date, bool is_near)
{
  pnri_put_component(&p->w->out, pnri_nothing());
  if (date != 0) pnri_put_date(p->w, date, !is_near);
}

static void put_pdt_document(const person *p, const pnr_document *document)
{
  pnri_writer *out = &p->w->out;
  pnri_put_element(out, document->type);
  if (document->type.size + document->number.size != 0) pnri_put_text(out, pnri_slice("/"));
  pnri_put_text(out, document->number);
  put_short_date(p, document->expires, pnri_is_year_near(p->w, document->expires));
  pnri_put_component(out, document->issuer);
}

/* Type/number : expiry : issuer + surname : given : middle : birth : sex + code + from : to */
static void put_pdt(const person *p)
{
  const pnr_traveller *t = p->traveller;
  pnri_writer *out = &p->w->out;
  static const pnr_document no_document = { .expires = 0 };
  pnr_date birth = t->person->birth_count != 0 ? t->person->births[0]->from : 0;
  pnri_put_segment(out, "PDT");
  put_pdt_document(p, t->person->document_count != 0 ? t->person->documents[0] : &no_document);
  put_name(p);
  put_short_date(p, birth, pnri_is_year_of_birth(p->w, birth) && birth % 1000000 != 0);
  uint8_t sex = (uint8_t)t->person->sex;
  pnri_put_component(out, (pnr_slice){ &sex, sex != 0 });
  pnri_put_element(out, t->category);
  pnri_put_element(out, t->from);
  pnri_put_component(out, t->to);
}

/* --- What follows --- */

static void put_contacts(const person *p)
{
  const pnr_traveller *t = p->traveller;
  for (uint32_t i = 0; i < t->contact_count; i++)
    if (t->contacts[i]->kind != PNR_CONTACT_ADDRESS && !is_told(p, t->contacts[i]->offset))
      pnri_put_communication(p->w, t->contacts[i]);
  if (p->w->is_own || p->booking == NULL) return;
  for (uint32_t i = 0; i < p->booking->contact_count && pnri_write_spend(p->w); i++) {
    const pnr_contact *contact = p->booking->contacts[i];
    bool is_reach = contact->kind == PNR_CONTACT_PHONE || contact->kind == PNR_CONTACT_EMAIL;
    if (contact->traveller == p->index && is_reach) pnri_put_communication(p->w, contact);
  }
}

static void put_sex(const person *p)
{
  uint8_t sex = (uint8_t)p->traveller->person->sex;
  if (sex == 0 || is_kept(p, "ATT", 3, 1, (pnr_slice){ &sex, 1 })) return;
  pnri_put_segment(&p->w->out, "ATT");
  pnri_put_element(&p->w->out, pnri_slice("2"));
  pnri_put_empty_elements(p->w, 1);
  pnri_put_element(&p->w->out, (pnr_slice){ &sex, 1 });
}

static void put_births(const person *p, uint32_t from)
{
  const pnr_person *view = p->traveller->person;
  for (uint32_t i = from; i < view->birth_count; i++)
    if (view->births[i]->from == view->births[i]->to && !is_told(p, view->births[i]->offset))
      pnri_put_birth(p->w, view->births[i]->from);
}

static void put_nationalities(const person *p)
{
  const pnr_person *view = p->traveller->person;
  bool is_said = view->nationality_count == 1 && is_kept(p, "NAT", 2, 1, view->nationalities[0]);
  for (uint32_t i = 0; i < view->nationality_count && !is_said; i++) {
    pnri_put_segment(&p->w->out, "NAT");
    pnri_put_element(&p->w->out, pnri_slice("2"));
    pnri_put_element(&p->w->out, view->nationalities[i]);
  }
}

static void put_person_place(const person *p, const char *qualifier, pnr_slice place)
{
  if (!is_kept(p, "LOC", 1, 1, pnri_slice(qualifier))) pnri_put_place(p->w, qualifier, place);
}

static void put_places(const person *p, bool is_older)
{
  const pnr_traveller *t = p->traveller;
  put_person_place(p, "174", t->person->residence);
  if (!is_older) put_person_place(p, "178", t->from);
  if (!is_older) put_person_place(p, "179", t->to);
  put_person_place(p, "180", t->person->birth_place);
}

static void put_crew_category(const person *p)
{
  if (!has_crew_category(p->traveller) || is_kept(p, "EMP", 2, 1, p->traveller->category)) return;
  pnri_put_segment(&p->w->out, "EMP");
  pnri_put_element(&p->w->out, pnri_slice("1"));
  pnri_put_element(&p->w->out, p->traveller->category);
  pnri_put_component(&p->w->out, pnri_slice("110"));
  pnri_put_component(&p->w->out, pnri_slice("111"));
}

static void put_reference(const person *p, const char *qualifier, pnr_slice value)
{
  if (value.size == 0 || is_kept(p, "RFF", 1, 2, value)) return;
  pnri_put_segment(&p->w->out, "RFF");
  pnri_put_element(&p->w->out, pnri_slice(qualifier));
  pnri_put_component(&p->w->out, value);
}

static void put_references(const person *p)
{
  const pnr_traveller *t = p->traveller;
  if (p->booking != NULL) put_reference(p, "AVF", p->booking->locator);
  put_reference(p, "ABO", t->unique_reference);
  put_reference(p, "SEA", t->seat);
  for (uint32_t i = 0; i < t->person->identifier_count; i++) {
    const pnr_identifier *identifier = t->person->identifiers[i];
    if (identifier->kind != PNR_IDENTIFIER_FREQUENT_FLYER || is_told(p, identifier->offset)) continue;
    pnri_put_segment(&p->w->out, "RFF");
    pnri_put_element(&p->w->out, pnri_slice("CR"));
    pnri_put_component(&p->w->out, identifier->value);
  }
  for (uint32_t i = 0; p->booking != NULL && i < p->booking->ticket_count && pnri_write_spend(p->w); i++)
    if (p->booking->tickets[i]->traveller == p->index) put_reference(p, "YZY", p->booking->tickets[i]->number);
}

/* --- Bags --- */

static void put_measure(const person *p, const char *what, pnr_slice unit, uint32_t value)
{
  pnri_put_segment(&p->w->out, "MEA");
  pnri_put_element(&p->w->out, pnri_slice(what));
  pnri_put_empty_elements(p->w, 1);
  pnri_put_element(&p->w->out, unit);
  pnri_put_component(&p->w->out, pnri_nothing());
  pnri_put_number(&p->w->out, value, 1);
}

static void put_bag(const person *p, const pnr_bag *bag)
{
  if (bag->tag.size == 0) {
    if (bag->pieces != 0 || bag->weight == 0) put_measure(p, "CT", pnri_nothing(), bag->pieces);
    if (bag->weight != 0 || bag->unit.size != 0) put_measure(p, "WT", bag->unit, bag->weight);
    return;
  }
  enum { TEXT = 4 };
  pnri_put_segment(&p->w->out, "FTX");
  pnri_put_element(&p->w->out, pnri_slice("BAG"));
  pnri_put_empty_elements(p->w, TEXT - 2);
  pnri_put_element(&p->w->out, bag->tag);
  if (bag->pieces < 2) return;
  pnri_put_component(&p->w->out, pnri_nothing());
  pnri_put_number(&p->w->out, bag->pieces, 1);
}

/* Bags with tags come in rows of as many as each of them says. */
static void put_bags(const person *p)
{
  const pnr_traveller *t = p->traveller;
  for (uint32_t i = 0; i < t->bag_count;) {
    const pnr_bag *bag = t->bags[i];
    if (!is_told(p, bag->offset)) put_bag(p, bag);
    i += bag->tag.size != 0 && bag->pieces > 1 ? bag->pieces : 1;
  }
  if (p->w->is_own || p->booking == NULL) return;
  for (uint32_t i = 0; i < p->booking->bag_count && pnri_write_spend(p->w); i++) {
    const pnr_bag *bag = p->booking->bags[i];
    if (bag->traveller == p->index && bag->leg == PNR_NONE) put_bag(p, bag);
  }
}

/* --- Documents and items --- */

/* The items behind a document, up to the next one or to a DOC that says none. */
static uint32_t end_of_document(const person *p, uint32_t i, uint32_t from)
{
  const pnr_person *view = p->traveller->person;
  uint64_t end = i + 1 < view->document_count ? view->documents[i + 1]->offset : UINT64_MAX;
  uint32_t to = p->w->is_own ? pnri_kept_find(&p->kept, end) : 0;
  for (; from < to && pnri_write_spend(p->w); from++)
    if (pnri_slice_is(p->kept.items[from]->tag, "DOC") && p->kept.items[from]->offset > view->documents[i]->offset)
      return from;
  return to;
}

static void put_document_dates(const person *p, uint32_t i, uint32_t from)
{
  const pnr_document *document = p->traveller->person->documents[i];
  uint32_t to = end_of_document(p, i, from);
  if (!pnri_kept_says(p->w, &p->kept, from, to, "DTM", 1, 1, pnri_slice("36")))
    pnri_put_moment(p->w, "36", document->expires, PNR_TIME_UNKNOWN);
  if (!pnri_kept_says(p->w, &p->kept, from, to, "DTM", 1, 1, pnri_slice("182")))
    pnri_put_moment(p->w, "182", document->issued, PNR_TIME_UNKNOWN);
  if (!pnri_kept_says(p->w, &p->kept, from, to, "LOC", 1, 1, pnri_slice("91")))
    pnri_put_place(p->w, "91", document->issuer);
}

static void put_document(const person *p, uint32_t i, uint32_t next_item)
{
  const pnr_document *document = p->traveller->person->documents[i];
  if (!is_told(p, document->offset)) {
    pnri_put_segment(&p->w->out, "DOC");
    pnri_put_element(&p->w->out, document->type);
    pnri_put_component(&p->w->out, pnri_slice("110"));
    pnri_put_component(&p->w->out, pnri_slice("111"));
    pnri_put_element(&p->w->out, document->number);
  }
  put_document_dates(p, i, next_item);
}

/* In the order in which they stood. A segment that is an item and a ticket of nobody's booking stands there twice. */
static void put_documents_and_items(const person *p, uint32_t first_document)
{
  const pnr_person *view = p->traveller->person;
  uint32_t item = 0, document = first_document;
  uint32_t items = p->w->is_own ? p->kept.count : 0;
  while (item < items || document < view->document_count) {
    uint64_t at = document < view->document_count ? view->documents[document]->offset : UINT64_MAX;
    if (item < items && (!p->w->is_own || p->kept.items[item]->offset <= at)) {
      const pnr_item *next = p->kept.items[item++];
      bool is_again = item > 1 && p->kept.items[item - 2]->offset == next->offset;
      if (next != p->head && !is_again) pnri_put_item(p->w, next);
      if (next->offset != at) continue;
    }
    if (document < view->document_count) put_document(p, document++, item);
  }
}

/* --- The whole --- */

static const pnr_item *find_head(const person *p)
{
  const pnr_item *item = p->w->is_own ? pnri_kept_at(&p->kept, p->traveller->offset) : NULL;
  return item != NULL && item->offset == p->traveller->offset ? item : NULL;
}

void pnri_paxlst_put_person(pnri_message_writer *w, uint32_t i, bool has_uns)
{
  const pnr_content *content = w->content;
  const pnr_traveller *t = content->travellers[i];
  person p = { .w = w, .traveller = t, .index = i, .has_uns = has_uns };
  if (t->booking != PNR_NONE) p.booking = content->bookings[t->booking];
  if (w->is_own) p.kept = pnri_kept_sort(w, t->items, t->item_count);
  p.head = find_head(&p);
  bool is_older = is_older_form(&p);
  if (p.head != NULL) pnri_put_item(w, p.head);
  else if (is_older) put_pdt(&p);
  else put_nad(&p);
  put_contacts(&p);
  if (!is_older) {
    put_sex(&p);
    put_births(&p, 0);
  }
  put_bags(&p);
  put_places(&p, is_older);
  if (!is_older) put_crew_category(&p);
  put_nationalities(&p);
  put_references(&p);
  bool has_document = t->person->document_count != 0;
  bool is_first_told =
    is_older && has_document && (p.head == NULL || t->person->documents[0]->offset == p.head->offset);
  put_documents_and_items(&p, is_first_told ? 1 : 0);
}
