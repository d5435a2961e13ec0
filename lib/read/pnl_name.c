/* SPDX-License-Identifier: Apache-2.0
 *
 * Name elements of PNL and ADL: 2SMITH/JOHNMR/MARYMRS-A2. A number of seats, a surname, and a group between slashes
 * for each seat; infants have a group, but no seat. */
#include "core/date.h"
#include "core/utf8.h"
#include "name/title.h"
#include "read/pnl.h"

enum { SEAT_DIGITS = 3, GROUP_SEATS = 10 }; /* from ten seats on a party is a group (AIRIMP), which may lack names */

/* --- Forms --- */

size_t pnri_pnl_seat_digits(pnr_slice text)
{
  size_t digits = 0;
  while (digits < text.size && pnri_pnl_digit(text.data[digits])) digits++;
  if (digits == 0 || digits > SEAT_DIGITS || digits == text.size || !pnri_pnl_letter(text.data[digits])) return 0;
  uint8_t second = digits + 1 < text.size ? text.data[digits + 1] : '/';
  bool goes_on = pnri_pnl_letter(second) || second == '/' || second == ' ' || second == '-' || second == '\'';
  return goes_on ? digits : 0;
}

static bool is_name_octet(uint8_t octet)
{
  return pnri_pnl_letter(octet) || octet == ' ' || octet == '-' || octet == '\'' || octet == '/';
}

bool pnri_pnl_is_bare_name(pnr_slice text)
{
  enum { LEAST = 3 }; /* QL/… is rather a damaged .L/ */
  size_t letters = 0, slash = 0;
  for (size_t i = 0; i < text.size && text.data[i] != '.'; i++) {
    if (!is_name_octet(text.data[i])) return false;
    if (text.data[i] == '/' && slash == 0) slash = i;
    letters += slash == 0 && pnri_pnl_letter(text.data[i]);
  }
  return slash != 0 && letters >= LEAST && slash + 1 < text.size;
}

static uint32_t seats_of(pnr_slice *text)
{
  size_t digits = pnri_pnl_seat_digits(*text);
  uint32_t seats = digits != 0 ? pnri_number((pnr_slice){ text->data, digits }) : 1;
  *text = pnri_slice_from(*text, digits);
  return seats;
}

uint32_t pnri_pnl_seats(pnr_slice text) { return seats_of(&text); }

/* Where -A2 begins, which joins the elements of one group; text.size when there is none. */
static size_t find_suffix(pnr_slice text)
{
  size_t begin = text.size;
  while (begin > 0 && pnri_pnl_digit(text.data[begin - 1])) begin--;
  size_t letter = begin;
  while (letter > 0 && pnri_pnl_letter(text.data[letter - 1])) letter--;
  bool is_suffix =
    begin < text.size && letter < begin && begin - letter <= 2 && letter > 1 && text.data[letter - 1] == '-';
  return is_suffix ? letter - 1 : text.size;
}

pnr_slice pnri_pnl_group_mark(pnr_slice text) { return pnri_slice_from(text, find_suffix(text)); }

/* --- One traveller --- */

typedef struct name_reading {
  pnri_pnl_message *m;
  const pnri_pnl_piece *piece;
  pnri_pnl_people *people;
  pnr_slice surname; /* as sent */
  uint64_t length;   /* of the piece, for findings */
  uint32_t adult;    /* index of the last traveller who may have an infant */
  uint32_t seated, infants;
} name_reading;

static void note(name_reading *r, uint32_t code)
{
  pnri_pnl_note(r->m, code, r->piece->offset, r->piece->is_exact ? r->length : 0, r->piece->line);
}

static pnr_slice without_placeholder(name_reading *r, pnr_slice name)
{
  if (name.size == 0 || !pnri_is_placeholder(name)) return name;
  note(r, PNR_F_PLACEHOLDER_NAME);
  return (pnr_slice){ name.data, 0 };
}

/* INF in front of an infant's name, where the title behind it does not tell. */
static bool cut_infant_mark(pnr_slice *given)
{
  static const char *const marks[] = { "INFANT", "INFT", "INF" };
  for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
    if (!pnri_slice_starts(*given, marks[i])) continue;
    *given = pnri_slice_trim(pnri_slice_from(*given, strlen(marks[i])));
    return true;
  }
  return false;
}

static bool is_infant_title(pnr_slice title) { return pnri_slice_starts(title, "INF"); }

static void set_kind(name_reading *r, pnri_traveller_draft *draft, pnr_slice title, bool is_infant)
{
  bool is_child = false;
  draft->person.view.sex = pnri_title_sex(title, &is_child);
  if (is_infant || is_infant_title(title)) draft->view.kind = PNR_KIND_INFANT;
  else if (is_child) draft->view.kind = PNR_KIND_CHILD;
  if (draft->view.kind == PNR_KIND_INFANT) {
    draft->view.adult = r->adult;
    r->infants++;
    return;
  }
  r->seated++;
  if (draft->view.kind != PNR_KIND_CHILD) r->adult = draft->index;
}

/* A traveller of the party's surname; group is his part of the element, NULL for one who is only counted. */
static void add_traveller(name_reading *r, pnr_slice group)
{
  pnri_pnrgov *p = &r->m->p;
  pnri_traveller_draft *draft = pnri_pnrgov_add_draft(p);
  if (draft == NULL) return;
  draft->view.offset = r->piece->offset;
  if (r->piece->is_exact && group.data != NULL) {
    const pnr_slice *whole = pnri_vector_at(&r->m->fragments, r->piece->first);
    draft->view.offset += (uint64_t)(group.data - whole->data);
  }
  pnr_slice surname = pnri_slice_trim(r->surname), given = group, title = { NULL, 0 };
  bool is_infant = cut_infant_mark(&given);
  if (given.size != 0) pnri_title_part(given, true, &given, &title);
  else if (surname.size != 0) pnri_title_part(surname, false, &surname, &title);
  if (given.size != 0 && title.size == 0 && pnri_is_title(given)) {
    title = given;
    given.size = 0;
  }
  set_kind(r, draft, title, is_infant);
  surname = without_placeholder(r, surname);
  given = without_placeholder(r, given);
  if (pnri_known_add(p, draft, (pnr_slice){ NULL, 0 }, surname, given) == NULL) return;
  pnr_name *name = pnri_name_add(&draft->person, p->arena, &p->builder->failed, PNR_SOURCE_TIF);
  if (name == NULL) return;
  name->surname = surname;
  name->given = given;
  name->title = title;
  name->raw = pnri_pnrgov_join(p, r->surname, '/', group);
  name->offset = draft->view.offset;
}

static void add_one(name_reading *r, pnr_slice group)
{
  bool is_extra =
    pnri_pnrgov_is_extra_seat(group) || (group.size == 0 && pnri_pnrgov_is_extra_seat(pnri_slice_trim(r->surname)));
  if (!is_extra) {
    add_traveller(r, group);
    return;
  }
  r->seated++;
  pnri_known_add(&r->m->p, NULL, (pnr_slice){ NULL, 0 }, r->surname, group);
  pnri_pnl_keep(r->m, r->piece, pnri_pnrgov_join(&r->m->p, r->surname, '/', group), PNR_NONE);
}

/* --- The element --- */

/* A group without names: 12SEETHE WORLD, 10ZZ/SEETHE WORLD, 10SEETHE/GRP. */
static bool read_group(name_reading *r, uint32_t seats, pnr_slice groups, bool has_group)
{
  pnr_booking *booking = &r->m->p.booking->view;
  bool is_coded = pnri_slice_is(r->surname, "ZZ") && groups.size != 0;
  bool is_word = pnri_slice_starts(r->surname, "GRP") || pnri_slice_starts(r->surname, "GROUP");
  bool is_bare = groups.data == NULL && seats > 1 && (seats >= GROUP_SEATS || has_group || is_word);
  bool is_marked = seats > 1 && (pnri_slice_is(groups, "GRP") || pnri_slice_is(groups, "GROUP"));
  if (!is_coded && !is_bare && !is_marked) return false;
  pnr_slice name = is_coded ? groups : r->surname;
  if (booking->group_name.size == 0) booking->group_name = name;
  else pnri_pnl_keep(r->m, r->piece, name, PNR_NONE);
  return true;
}

/* Names have capital letters only. Octets that are no UTF-8 were told with their line. */
static void check_letters(name_reading *r, pnr_slice text)
{
  for (size_t i = 0; i < text.size; i++) {
    uint8_t octet = text.data[i];
    bool was_told = octet >= 0x80 && !r->piece->is_exact;
    if (is_name_octet(octet) && (!pnri_pnl_letter(octet) || pnri_pnl_capital(octet) || was_told)) continue;
    note(r, PNR_F_EDI_CHARSET);
    return;
  }
}

static void read_groups(name_reading *r, pnr_slice groups)
{
  if (groups.size != 0 && groups.data[groups.size - 1] == '/') note(r, PNR_F_PNL_ELEMENT);
  while (groups.size != 0 && r->m->p.status == PNR_OK && !r->m->p.builder->failed) {
    pnr_slice group = pnri_pnl_take(&groups, '/');
    if (group.size == 0) note(r, PNR_F_PNL_ELEMENT);
    else add_one(r, pnri_slice_trim(group));
  }
}

/* Who is counted but not named is a traveller too, of the same surname; of a group only the number is known. */
static void complete(name_reading *r, uint32_t seats)
{
  if (r->seated == 0 && r->infants == 0) add_one(r, (pnr_slice){ NULL, 0 });
  if (r->seated > seats) note(r, seats == 0 ? PNR_F_NUMBER_INVALID : PNR_F_PNL_NAMES);
  uint32_t persons = r->seated + r->infants;
  if (persons >= seats) return;
  if (seats >= GROUP_SEATS) {
    note(r, PNR_F_BOOKING_COUNT);
    return;
  }
  for (uint32_t i = persons; i < seats && r->m->p.status == PNR_OK && !r->m->p.builder->failed; i++)
    add_one(r, (pnr_slice){ NULL, 0 });
}

/* The only traveller who is no infant. */
static uint32_t only_one(const pnri_pnl_message *m, const pnri_pnl_people *people)
{
  uint32_t only = PNR_NONE;
  for (uint32_t i = people->first; i < people->first + people->count; i++) {
    const pnri_traveller_draft *draft = pnri_known_at(&m->p, i)->draft;
    if (draft == NULL || draft->view.kind == PNR_KIND_INFANT) continue;
    if (only != PNR_NONE) return PNR_NONE;
    only = i;
  }
  return only;
}

void pnri_pnl_read_name(pnri_pnl_message *m, const pnri_pnl_piece *piece, pnr_slice text, bool has_group,
                        pnri_pnl_people *people)
{
  name_reading r = { .m = m, .piece = piece, .people = people, .length = text.size, .adult = PNR_NONE };
  people->first = (uint32_t)m->p.known.count;
  if (pnri_pnl_seat_digits(text) != 0) m->p.booking->view.declared_travellers += pnri_pnl_seats(text);
  if (text.size != 0 && text.data[0] == '0') pnri_pnl_keep(m, piece, text, PNR_NONE); /* 02 is 2 */
  uint32_t seats = seats_of(&text);
  size_t suffix = find_suffix(text);
  pnr_slice mark = pnri_slice_from(text, suffix);
  text.size = suffix;
  check_letters(&r, text);
  pnr_slice groups = text;
  r.surname = pnri_pnl_take(&groups, '/');
  if (r.surname.size < text.size && groups.size == 0) {
    note(&r, PNR_F_PNL_ELEMENT);
    groups.data = text.data + text.size; /* a slash with nothing behind it */
  }
  if (!read_group(&r, seats, groups, has_group)) {
    read_groups(&r, groups);
    complete(&r, seats);
  }
  people->count = (uint32_t)m->p.known.count - people->first;
  people->only = only_one(m, people);
  if (mark.size != 0) pnri_pnl_keep(m, piece, mark, pnri_pnl_index(m, people->only));
}
