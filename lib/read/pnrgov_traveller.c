/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV group 2: the travellers of a booking and what belongs to one of them alone. */
#include "core/date.h"
#include "name/title.h"
#include "read/pnrgov.h"

/* --- Codes --- */

/* TIF 6353. I says only that the name is a person's, G that it is a group's. */
static const struct {
  char code[4];
  uint32_t kind, sex;
} types[] = {
  { "A", PNR_KIND_ADULT, 0 },    { "ADT", PNR_KIND_ADULT, 0 }, { "C", PNR_KIND_CHILD, 0 },
  { "CHD", PNR_KIND_CHILD, 0 },  { "CNN", PNR_KIND_CHILD, 0 }, { "F", PNR_KIND_ADULT, 'F' },
  { "I", PNR_KIND_UNKNOWN, 0 },  { "IN", PNR_KIND_INFANT, 0 }, { "INF", PNR_KIND_INFANT, 0 },
  { "INS", PNR_KIND_INFANT, 0 }, { "IS", PNR_KIND_INFANT, 0 }, { "M", PNR_KIND_ADULT, 'M' },
  { "U", PNR_KIND_CHILD, 0 },    { "UN", PNR_KIND_CHILD, 0 },  { "UNN", PNR_KIND_CHILD, 0 },
};
enum { TYPES = sizeof types / sizeof types[0] };

static uint32_t type_row(pnr_slice code)
{
  uint32_t i = 0;
  while (i < TYPES && !pnri_slice_is(code, types[i].code)) i++;
  return i;
}

bool pnri_pnrgov_type(pnr_slice code, uint32_t *kind, uint32_t *sex)
{
  uint32_t row = type_row(code);
  if (row == TYPES) return false;
  *kind = types[row].kind;
  *sex = types[row].sex;
  return true;
}

bool pnri_pnrgov_is_extra_seat(pnr_slice name)
{
  enum { SIZE = 4 };
  static const char words[][SIZE + 1] = { "CBBG", "EXST", "STCR", "DIPL" };
  if (name.size < SIZE || (name.size > SIZE && memchr(" /", name.data[name.size - SIZE - 1], 2) == NULL)) return false;
  const uint8_t *word = name.data + name.size - SIZE;
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (memcmp(word, words[i], SIZE) == 0) return true;
  return false;
}

/* --- TIF --- */

static void note_name(pnri_pnrgov *p, uint32_t code, const pnri_tif *t)
{
  pnri_pnrgov_note(p, code, t->offset, t->end - t->offset, t->ordinal);
}

static pnr_slice without_placeholder(pnri_pnrgov *p, pnr_slice name, const pnri_tif *t)
{
  if (name.size == 0 || !pnri_is_placeholder(name)) return name;
  note_name(p, PNR_F_PLACEHOLDER_NAME, t);
  return (pnr_slice){ name.data, 0 };
}

/* Some write both into the surname's field, as teletype does: NOVAK/PETRA. */
static bool part_at_slash(pnr_slice *surname, pnr_slice *given)
{
  const uint8_t *slash = surname->size != 0 ? memchr(surname->data, '/', surname->size) : NULL;
  if (given->size != 0 || slash == NULL) return false;
  size_t size = (size_t)(slash - surname->data);
  *given = pnri_slice_trim(pnri_slice_from(*surname, size + 1));
  *surname = pnri_slice_trim((pnr_slice){ surname->data, size });
  return true;
}

/* True when both names stood in one field. */
static bool part_fields(const pnri_tif *t, pnr_slice *surname, pnr_slice *given, pnr_slice *title)
{
  *title = (pnr_slice){ NULL, 0 };
  *surname = pnri_slice_trim(t->surname);
  *given = t->given;
  bool is_parted = part_at_slash(surname, given);
  if (given->size != 0) pnri_title_part(*given, true, given, title);
  else if (surname->size != 0) pnri_title_part(*surname, false, surname, title);
  return is_parted;
}

void pnri_tif_names(const pnri_tif *tif, pnr_slice *surname, pnr_slice *given)
{
  pnr_slice title;
  part_fields(tif, surname, given, &title);
  if (surname->size != 0 && pnri_is_placeholder(*surname)) surname->size = 0;
  if (given->size != 0 && pnri_is_placeholder(*given)) given->size = 0;
}

/* surname and given become what is left of the fields without title and placeholder. */
static void add_tif_name(pnri_pnrgov *p, pnri_traveller_draft *draft, const pnri_tif *t, pnr_slice *surname,
                         pnr_slice *given)
{
  pnr_slice title;
  if (part_fields(t, surname, given, &title)) p->keep = true; /* which field it was has no place */
  *surname = without_placeholder(p, *surname, t);
  *given = without_placeholder(p, *given, t);
  bool is_child = false;
  uint32_t sex = pnri_title_sex(title, &is_child);
  if (draft->person.view.sex == 0) draft->person.view.sex = sex;
  if (is_child && draft->view.kind == PNR_KIND_UNKNOWN) draft->view.kind = PNR_KIND_CHILD;
  if (t->surname.size == 0 && t->given.size == 0) {
    note_name(p, PNR_F_NAME_MISSING, t);
    return;
  }
  pnr_name *name = pnri_name_add(&draft->person, p->arena, &p->builder->failed, t->source);
  if (name == NULL) return;
  name->surname = *surname;
  name->given = *given;
  name->title = title;
  name->raw = pnri_pnrgov_join(p, t->surname, '/', t->given);
  name->offset = t->offset;
}

pnri_traveller_draft *pnri_pnrgov_add_draft(pnri_pnrgov *p)
{
  if (p->builder->travellers.count >= p->builder->arena->env->limits.travellers) {
    p->status = PNR_E_LIMIT;
    return NULL;
  }
  pnri_traveller_draft **slot = pnri_vector_add(&p->drafts, 1);
  pnri_traveller_draft *draft = pnri_traveller_add(p->builder, p->booking);
  if (slot == NULL || draft == NULL) {
    p->builder->failed = 1;
    return NULL;
  }
  return *slot = draft;
}

pnri_traveller_draft *pnri_tif_add_traveller(pnri_pnrgov *p, const pnri_tif *t)
{
  pnri_traveller_draft *draft = pnri_pnrgov_add_draft(p);
  if (draft == NULL) return NULL;
  uint32_t row = type_row(t->type);
  draft->view.category = t->type;
  draft->view.reference = t->reference;
  draft->view.offset = t->offset;
  if (row < TYPES) {
    draft->view.kind = types[row].kind;
    draft->person.view.sex = types[row].sex;
  } else if (t->type.size != 0) note_name(p, PNR_F_CODE_UNKNOWN, t);
  pnr_slice surname, given;
  add_tif_name(p, draft, t, &surname, &given);
  pnri_known *known = pnri_known_add(p, draft, t->reference, surname, given);
  if (known != NULL) known->has_infant = t->has_infant;
  return known != NULL ? draft : NULL;
}

static void add_traveller(pnri_pnrgov *p, const pnri_tif *t)
{
  if (pnri_tif_add_traveller(p, t) == NULL) return;
  uint32_t i = (uint32_t)p->known.count - 1;
  if (p->known_in_group == 0) p->first_known = i;
  p->known_in_group = i - p->first_known + 1;
}

/* C322 6060: how many the group is, named or not. Behind a traveller or a leg the segment stays an item: what follows it is
 * no traveller's, and no field tells where it stood. */
static void add_group_name(pnri_pnrgov *p, pnri_segment *s, const pnri_tif *t)
{
  uint32_t *declared = &p->booking->view.declared_travellers;
  pnr_slice number = pnri_segment_text(s, 1, 3);
  uint32_t count = pnri_number(number);
  if (*declared == 0 && count != UINT32_MAX) *declared = count;
  else if (number.size != 0 && count != *declared) p->keep = true;
  if (number.size != 0 && !pnri_is_plain_number(number)) p->keep = true;
  if (p->booking->view.group_name.size == 0 && p->known.count == 0 && p->leg == NULL) {
    p->booking->view.group_name = t->surname;
    if (t->given.size != 0 || t->reference.size != 0) p->keep = true;
    return;
  }
  if (p->booking->view.group_name.size == 0) p->booking->view.group_name = t->surname;
  p->keep = true;
}

static bool is_group(const pnri_tif *t) { return pnri_slice_is(t->type, "G") || pnri_slice_is(t->surname_type, "G"); }

static bool is_seat(const pnri_tif *t)
{
  return pnri_pnrgov_is_extra_seat(t->given) || (t->given.size == 0 && pnri_pnrgov_is_extra_seat(t->surname));
}

static void add_one(pnri_pnrgov *p, pnri_segment *s, const pnri_tif *t)
{
  if (is_group(t)) add_group_name(p, s, t);
  else if (is_seat(t)) {
    p->keep = true;
    pnri_known_add(p, NULL, t->reference, t->surname, t->given);
  } else add_traveller(p, t);
}

/* C324: given name and title, type, reference, infant flag. */
static bool read_given(pnri_pnrgov *p, pnri_segment *s, uint32_t element, pnri_tif *t)
{
  t->given = pnri_segment_text(s, element, 1);
  t->type = pnri_segment_text(s, element, 2);
  t->reference = pnri_segment_text(s, element, 3);
  pnr_slice infant = pnri_segment_text(s, element, 4);
  t->has_infant = pnri_slice_is(infant, "1");
  t->offset = element == 2 ? pnri_segment_offset(s, 1, 1) : pnri_segment_offset(s, element, 1);
  if (infant.size != 0) p->keep = true;
  return t->given.size + t->type.size + t->reference.size + infant.size != 0;
}

/* C322: the surname of all names of the segment. */
static pnri_tif read_surname(pnri_segment *s)
{
  pnri_tif t = { .surname = pnri_segment_text(s, 1, 1), .surname_type = pnri_segment_text(s, 1, 2) };
  t.type = t.surname_type;
  t.source = PNR_SOURCE_TIF;
  t.ordinal = s->ordinal;
  t.offset = pnri_segment_offset(s, 1, 1);
  t.end = s->end;
  return t;
}

/* The next name behind element *e - 1: one for each composite of a given name, and one all the same where there is
 * none. */
static bool next_name(pnri_pnrgov *p, pnri_segment *s, uint32_t *e, bool *has_any, pnri_tif *t)
{
  for (; *e <= s->element_count; (*e)++) {
    if (!read_given(p, s, *e, t)) continue;
    if (t->type.size == 0) t->type = t->surname_type;
    else if (t->surname_type.size != 0 && !pnri_slice_is(t->surname_type, "I")) p->keep = true;
    (*e)++;
    return *has_any = true;
  }
  if (*has_any) return false;
  *t = read_surname(s);
  return *has_any = true;
}

void pnri_pnrgov_tif(pnri_pnrgov *p, pnri_segment *s)
{
  p->first_known = (uint32_t)p->known.count;
  p->known_in_group = 0;
  p->ticket = NULL;
  pnri_tif t = read_surname(s);
  uint32_t element = 2;
  bool has_any = false;
  while (p->status == PNR_OK && next_name(p, s, &element, &has_any, &t)) add_one(p, s, &t);
}

void pnri_tif_each_person(pnri_pnrgov *p, pnri_segment *s, void (*each)(pnri_pnrgov *p, const pnri_tif *tif))
{
  pnri_tif t = read_surname(s);
  uint32_t element = 2;
  bool has_any = false;
  while (next_name(p, s, &element, &has_any, &t))
    if (!is_group(&t) && !is_seat(&t)) each(p, &t);
}

/* True when the fields are, octet for octet, those of the traveller's own TIF. */
static bool is_same_name(const pnri_known *known, const pnri_tif *t)
{
  if (known->draft == NULL || known->draft->person.names.first == NULL) return false;
  const pnr_name *name = pnri_node_payload(known->draft->person.names.first);
  size_t between = t->surname.size != 0 && t->given.size != 0 ? 1 : 0;
  if (name->raw.size != t->surname.size + between + t->given.size) return false;
  return pnri_slice_equal((pnr_slice){ name->raw.data, t->surname.size }, t->surname) &&
         pnri_slice_equal(pnri_slice_from(name->raw, t->surname.size + between), t->given);
}

/* The traveller whom a TIF behind a leg repeats, by reference and name; PNR_NONE where it is a new one. */
static uint32_t repeated(pnri_pnrgov *p, const pnri_tif *t)
{
  uint32_t i = pnri_known_by_reference(p, t->reference);
  if (i == PNR_NONE || is_same_name(pnri_known_at(p, i), t)) return i;
  pnr_slice surname, given;
  pnri_tif_names(t, &surname, &given);
  return pnri_known_fits(pnri_known_at(p, i), surname, given) == 3 ? i : PNR_NONE;
}

/* The traveller whom a TIF behind TRI means. His reference counts where the name may be his, a name where no reference
 * contradicts: nobody boards in another one's place. */
static uint32_t boarding(pnri_pnrgov *p, const pnri_tif *t)
{
  uint32_t i = pnri_known_by_reference(p, t->reference);
  if (i != PNR_NONE && is_same_name(pnri_known_at(p, i), t)) return i;
  pnr_slice surname, given;
  pnri_tif_names(t, &surname, &given);
  const pnri_known *known = i != PNR_NONE ? pnri_known_at(p, i) : NULL;
  if (known != NULL && pnri_names_begin_alike(known->surname, known->given, surname, given)) return i;
  i = pnri_known_by_name(p, surname, given, 2, PNRI_KNOWN_ANY);
  bool is_namesake =
    known == NULL && i != PNR_NONE && pnri_known_at(p, i)->reference.size != 0 && t->reference.size != 0;
  return is_namesake ? PNR_NONE : i;
}

/* The first person whom a TIF repeats; PNR_NONE where any of them is new. */
uint32_t pnri_tif_repeated(pnri_pnrgov *p, pnri_segment *s)
{
  pnri_tif t = read_surname(s);
  uint32_t element = 2, first = PNR_NONE;
  bool has_any = false;
  while (next_name(p, s, &element, &has_any, &t)) {
    uint32_t i = repeated(p, &t);
    if (i == PNR_NONE) return PNR_NONE;
    if (first == PNR_NONE) first = i;
  }
  return first;
}

/* Behind a leg, but not behind TRI: either TRI was lost, or a traveller stands in the wrong place, maybe one who boarded
 * further up. */
void pnri_pnrgov_late_tif(pnri_pnrgov *p, pnri_segment *s)
{
  static const pnri_sign signs[] = {
    { "FTI", NULL, false }, { "REF", NULL, false }, { "FAR", NULL, false },
    { "TKT", NULL, false }, { "SSR", NULL, true },  { "IFT", NULL, true },
  };
  uint32_t known = pnri_tif_repeated(p, s);
  p->keep = known != PNR_NONE;
  if (known == PNR_NONE) {
    p->group = PNRI_GROUP_TRAVELLER;
    pnri_pnrgov_tif(p, s);
  } else if (pnri_pnrgov_is_followed_by(p, s, signs, sizeof signs / sizeof signs[0])) {
    p->group = PNRI_GROUP_TRAVELLER;
    p->first_known = known;
    p->known_in_group = 1;
    p->ticket = NULL;
  }
}

static pnri_check_in *last_check_in(const pnri_pnrgov *p)
{
  return pnri_vector_at(&p->check_ins, p->check_ins.count - 1);
}

/* What a boarding may give to a traveller, and where it says whose it is. */
enum { ITEMS, SEATS, BAGS, REMARKS, CONTACTS };
static const struct {
  size_t chain, traveller;
} boarding_chains[PNRI_BOARDING_CHAINS] = {
  [ITEMS] = { offsetof(pnri_booking_draft, items), offsetof(pnr_item, traveller) },
  [SEATS] = { offsetof(pnri_booking_draft, seats), offsetof(pnr_seat, traveller) },
  [BAGS] = { offsetof(pnri_booking_draft, bags), offsetof(pnr_bag, traveller) },
  [REMARKS] = { offsetof(pnri_booking_draft, remarks), offsetof(pnr_remark, traveller) },
  [CONTACTS] = { offsetof(pnri_booking_draft, contacts), offsetof(pnr_contact, traveller) },
};

static pnri_chain *boarding_chain(const pnri_pnrgov *p, size_t i)
{
  return (pnri_chain *)(void *)((char *)p->booking + boarding_chains[i].chain);
}

void pnri_boarding_begin(pnri_pnrgov *p)
{
  for (size_t i = 0; i < PNRI_BOARDING_CHAINS; i++) p->boarding[i] = boarding_chain(p, i)->last;
  p->has_boarded = false;
}

static bool is_of_booking(const pnr_remark *remark)
{
  return pnri_slice_is(remark->code, "LTS") || pnri_slice_is(remark->code, "SPLIT");
}

/* TIF says whose the group is, wherever in it TIF stands. */
static void give_group(pnri_pnrgov *p, uint32_t from, uint32_t to)
{
  for (size_t i = 0; i < PNRI_BOARDING_CHAINS; i++) {
    pnri_node *node = p->boarding[i] != NULL ? p->boarding[i]->next : boarding_chain(p, i)->first;
    for (; node != NULL; node = node->next) {
      uint32_t *traveller = (uint32_t *)(void *)((char *)pnri_node_payload(node) + boarding_chains[i].traveller);
      if (*traveller != from || (i == REMARKS && is_of_booking(pnri_node_payload(node)))) continue;
      *traveller = to;
      if (i == CONTACTS) pnri_pnrgov_contact_resolved(p, pnri_node_payload(node));
    }
  }
}

/* The first TIF decides whose the group is; a further one boards too. */
static void set_boarded(pnri_pnrgov *p, uint32_t known)
{
  pnri_check_in *check_in = last_check_in(p);
  uint32_t before = pnri_pnrgov_traveller(p);
  if (p->has_boarded) {
    pnri_check_in first = *check_in;
    check_in = pnri_vector_add(&p->check_ins, 1);
    if (check_in != NULL) *check_in = first;
    else p->builder->failed = 1;
  }
  if (check_in == NULL) return;
  check_in->known = known;
  if (!p->has_boarded && before != pnri_pnrgov_traveller(p)) give_group(p, before, pnri_pnrgov_traveller(p));
  p->has_boarded = true;
}

static void board(pnri_pnrgov *p, pnri_segment *s, const pnri_tif *t)
{
  bool has_said_more = p->keep;
  uint32_t i = boarding(p, t);
  if (i == PNR_NONE && (is_group(t) || is_seat(t))) add_one(p, s, t);
  else if (i == PNR_NONE) { /* the segment that named him was lost, or stands further down */
    pnri_segment_note(s, PNR_F_SEGMENT_MISPLACED, 0, 0);
    if (pnri_tif_add_traveller(p, t) != NULL) set_boarded(p, (uint32_t)p->known.count - 1);
  } else {
    const pnri_known *known = pnri_known_at(p, i);
    bool is_told = known->draft != NULL && is_same_name(known, t) && pnri_slice_equal(known->reference, t->reference) &&
                   pnri_slice_equal(t->type, known->draft->view.category);
    p->keep = has_said_more || !is_told;
    set_boarded(p, i);
  }
}

/* Group 7: says who boards, and repeats the name. It is a better witness than the reference in TRI. The name has its
 * record with the traveller, so only what differs is kept. */
void pnri_pnrgov_boarded_tif(pnri_pnrgov *p, pnri_segment *s)
{
  pnri_tif t = read_surname(s);
  uint32_t element = 2;
  bool has_any = false;
  while (p->status == PNR_OK && next_name(p, s, &element, &has_any, &t)) board(p, s, &t);
}

/* --- REF, FTI --- */

static pnri_traveller_draft *group_draft(const pnri_pnrgov *p)
{
  return p->known_in_group != 0 ? pnri_known_at(p, p->first_known)->draft : NULL;
}

/* C653: 1153 qualifier, 1154 the carrier's own number of this person. */
void pnri_pnrgov_ref(pnri_pnrgov *p, pnri_segment *s)
{
  pnri_traveller_draft *draft = group_draft(p);
  if (draft == NULL || draft->view.unique_reference.size != 0) return; /* unread: becomes an item */
  draft->view.unique_reference = pnri_segment_text(s, 1, 2);
}

/* C326: carrier, number, traveller, status, tier. */
void pnri_pnrgov_fti(pnri_pnrgov *p, pnri_segment *s)
{
  for (uint32_t e = 1; e <= s->element_count; e++) {
    pnr_slice reference = pnri_segment_text(s, e, 3);
    uint32_t i = pnri_known_by_reference(p, reference);
    pnri_traveller_draft *draft = i != PNR_NONE ? pnri_known_at(p, i)->draft : group_draft(p);
    if (i == PNR_NONE && reference.size != 0) p->keep = true;
    if (draft == NULL) {
      p->keep = true;
      continue;
    }
    pnr_slice carrier = pnri_segment_text(s, e, 1), number = pnri_segment_text(s, e, 2);
    if (number.size == 0) {
      if (carrier.size != 0) p->keep = true;
      continue;
    }
    pnr_identifier *identifier =
      pnri_identifier_add(&draft->person, p->arena, &p->builder->failed, PNR_IDENTIFIER_FREQUENT_FLYER);
    if (identifier == NULL) return;
    identifier->value = number;
    identifier->issuer = carrier;
    identifier->offset = pnri_segment_offset(s, e, 1);
  }
}
