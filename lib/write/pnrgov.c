/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV: level 0, and the order of what a booking holds. */
#include "write/pnrgov.h"

#include "core/date.h"

bool pnri_is_kept(const pnri_pnrgov_writer *p, uint64_t from, uint64_t to, const char *tag, uint32_t element,
                  uint32_t component, pnr_slice text)
{
  if (!p->w->is_own) return false;
  return pnri_kept_says(p->w, &p->kept, pnri_kept_find(&p->kept, from), pnri_kept_find(&p->kept, to), tag, element,
                        component, text);
}

/* --- Collecting the pieces of a booking --- */

typedef struct collection {
  const pnri_pnrgov_writer *p;
  pnri_piece *pieces;
  uint32_t count;
} collection;

/* The implementation guide's order, for records that were read from another format. */
enum { PHASE_HEAD, PHASE_TRAVELLERS, PHASE_LEGS, PHASE_HISTORY, PHASE_END };

static uint64_t order_of(const pnri_pnrgov_writer *p, const pnri_piece *piece)
{
  enum { PHASE = 60, OWNER = 28, KIND = 20 };
  if (p->w->is_own) return piece->offset;
  uint64_t phase = piece->leg != PNR_NONE ? PHASE_LEGS : piece->traveller != PNR_NONE ? PHASE_TRAVELLERS : PHASE_HEAD;
  if (piece->kind == PNRI_PIECE_HISTORY) phase = PHASE_HISTORY;
  bool is_long = piece->kind == PNRI_PIECE_REMARK && pnri_slice_is(((const pnr_remark *)piece->view)->code, "LTS");
  if (is_long) phase = PHASE_END;
  uint64_t owner = phase == PHASE_LEGS ? piece->leg : phase == PHASE_TRAVELLERS ? piece->traveller : 0;
  uint32_t kind = piece->kind == PNRI_PIECE_LEG ? 0 : piece->kind;
  return phase << PHASE | owner << OWNER | (uint64_t)kind << KIND;
}

static void collect(collection *c, uint32_t kind, const void *view, uint64_t offset, uint32_t traveller, uint32_t leg)
{
  pnri_piece piece = { .kind = kind, .traveller = traveller, .leg = leg, .view = view, .offset = offset };
  piece.order = order_of(c->p, &piece);
  c->pieces[c->count++] = piece;
}

/* Without what an item tells, but for views behind which segments of their own may follow. */
static void collect_untold(collection *c, uint32_t kind, const void *view, uint64_t offset, uint32_t traveller,
                           uint32_t leg)
{
  if (!pnri_is_told(c->p, offset)) collect(c, kind, view, offset, traveller, leg);
}

/* Of other formats they come with the traveller. */
static void collect_claims(collection *c, uint32_t traveller)
{
  const pnr_person *person = pnri_traveller_at(c->p, traveller)->person;
  for (uint32_t i = 0; i < person->document_count; i++)
    collect_untold(c, PNRI_PIECE_DOCUMENT, person->documents[i], person->documents[i]->offset, traveller, PNR_NONE);
  for (uint32_t i = 0; i < person->name_count; i++)
    if (pnri_begins_claim(c->p, person, person->names[i]))
      collect(c, PNRI_PIECE_NAME, person->names[i], person->names[i]->offset, traveller, PNR_NONE);
  for (uint32_t i = 0; i < person->birth_count; i++)
    if (pnri_is_birth_alone(c->p, person, person->births[i]))
      collect(c, PNRI_PIECE_BIRTH, person->births[i], person->births[i]->offset, traveller, PNR_NONE);
}

static void collect_traveller(collection *c, uint32_t traveller)
{
  const pnr_traveller *t = pnri_traveller_at(c->p, traveller);
  if (pnri_has_tif(c->p, traveller)) collect(c, PNRI_PIECE_TRAVELLER, t, t->offset, traveller, PNR_NONE);
  for (uint32_t i = 0; i < t->person->identifier_count; i++)
    if (t->person->identifiers[i]->kind == PNR_IDENTIFIER_FREQUENT_FLYER)
      collect_untold(c, PNRI_PIECE_IDENTIFIER, t->person->identifiers[i], t->person->identifiers[i]->offset, traveller,
                     PNR_NONE);
  if (c->p->w->is_own) collect_claims(c, traveller);
  for (uint32_t i = 0; i < t->contact_count; i++)
    collect(c, PNRI_PIECE_CONTACT, t->contacts[i], t->contacts[i]->offset, traveller, PNR_NONE);
  for (uint32_t i = 0; i < t->bag_count; i++)
    collect(c, PNRI_PIECE_BAG, t->bags[i], t->bags[i]->offset, traveller, PNR_NONE);
}

static void collect_services(collection *c)
{
  const pnr_booking *b = c->p->booking;
  for (uint32_t i = 0; i < b->remark_count; i++)
    collect_untold(c, PNRI_PIECE_REMARK, b->remarks[i], b->remarks[i]->offset, b->remarks[i]->traveller,
                   b->remarks[i]->leg);
  for (uint32_t i = 0; i < b->contact_count; i++)
    collect_untold(c, PNRI_PIECE_CONTACT, b->contacts[i], b->contacts[i]->offset, b->contacts[i]->traveller, PNR_NONE);
  for (uint32_t i = 0; i < b->bag_count; i++)
    collect_untold(c, PNRI_PIECE_BAG, b->bags[i], b->bags[i]->offset, b->bags[i]->traveller, b->bags[i]->leg);
  for (uint32_t i = 0; i < b->ticket_count; i++)
    collect(c, PNRI_PIECE_TICKET, b->tickets[i], b->tickets[i]->offset, b->tickets[i]->traveller, PNR_NONE);
  for (uint32_t i = 0; i < b->payment_count; i++)
    collect_untold(c, PNRI_PIECE_PAYMENT, b->payments[i], b->payments[i]->offset, b->payments[i]->traveller, PNR_NONE);
  for (uint32_t i = 0; i < b->seat_count; i++)
    collect_untold(c, PNRI_PIECE_SEAT, b->seats[i], b->seats[i]->offset, b->seats[i]->traveller, b->seats[i]->leg);
}

static void collect_all(collection *c)
{
  const pnr_booking *b = c->p->booking;
  for (uint32_t i = 0; i < c->p->kept.count; i++) {
    const pnr_item *item = c->p->kept.items[i];
    if (pnri_is_segment(c->p->w, item->text))
      collect(c, PNRI_PIECE_ITEM, item, item->offset, item->traveller, item->leg);
  }
  for (uint32_t i = 0; i < b->locator_count; i++)
    collect_untold(c, PNRI_PIECE_LOCATOR, b->locators[i], b->locators[i]->offset, PNR_NONE, PNR_NONE);
  for (uint32_t i = 0; i < b->traveller_count; i++) collect_traveller(c, b->travellers[i]);
  for (uint32_t i = 0; i < b->leg_count; i++) collect(c, PNRI_PIECE_LEG, b->legs[i], b->legs[i]->offset, PNR_NONE, i);
  collect_services(c);
  for (uint32_t i = 0; i < b->history_count; i++)
    collect(c, PNRI_PIECE_HISTORY, b->history[i], b->history[i]->offset, PNR_NONE, PNR_NONE);
}

static size_t room_of(const pnri_pnrgov_writer *p)
{
  const pnr_booking *b = p->booking;
  size_t room = (size_t)p->kept.count + b->locator_count + b->leg_count + b->remark_count + b->contact_count +
                b->bag_count + b->ticket_count + b->payment_count + b->seat_count + b->history_count;
  for (uint32_t i = 0; i < b->traveller_count; i++) {
    const pnr_traveller *t = pnri_traveller_at(p, b->travellers[i]);
    const pnr_person *person = t->person;
    room += 1 + (size_t)person->identifier_count + t->contact_count + t->bag_count + person->document_count +
            person->name_count + person->birth_count;
  }
  return room;
}

static bool is_before(const pnri_piece *a, const pnri_piece *b)
{
  return a->order != b->order ? a->order < b->order : a->kind < b->kind;
}

static void merge(const pnri_piece *from, pnri_piece *to, size_t begin, size_t middle, size_t end)
{
  size_t a = begin, b = middle;
  for (size_t i = begin; i < end; i++) {
    bool takes_b = a == middle || (b < end && is_before(&from[b], &from[a]));
    to[i] = takes_b ? from[b++] : from[a++];
  }
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static pnri_piece *sort(pnri_piece *pieces, pnri_piece *spare, size_t count)
{
  for (size_t run = 1; run < count; run *= 2) {
    for (size_t i = 0; i < count; i += 2 * run)
      merge(pieces, spare, i, least(i + run, count), least(i + 2 * run, count));
    pnri_piece *other = pieces;
    pieces = spare;
    spare = other;
  }
  return pieces;
}

/* The first DAT of the booking that says when its tickets were issued: element, qualifier, date. */
static void find_issue(pnri_pnrgov_writer *p)
{
  enum { DATES = 9 };
  for (uint32_t i = 0; i < p->kept.count && p->issued.size == 0; i++) {
    const pnr_item *item = p->kept.items[i];
    if (!pnri_slice_is(item->tag, "DAT") || item->leg != PNR_NONE || item->traveller != PNR_NONE) continue;
    for (uint32_t e = 1; e <= DATES && p->issued.size == 0; e++)
      if (pnri_slice_is(pnri_slice_trim(pnri_kept_value(p->w, item->text, e, 1)), "710"))
        p->issued = pnri_slice_trim(pnri_kept_value(p->w, item->text, e, 2));
  }
}

static bool prepare(pnri_pnrgov_writer *p)
{
  pnri_message_writer *w = p->w;
  if (w->is_own) p->kept = pnri_kept_sort(w, p->booking->items, p->booking->item_count);
  size_t room = room_of(p);
  pnri_piece *pieces = pnri_arena_take(w->arena, room * sizeof *pieces);
  pnri_piece *spare = pnri_arena_take(w->arena, room * sizeof *spare);
  if (pieces == NULL || spare == NULL) {
    pnri_writer_refuse(&w->out, PNR_E_MEMORY);
    return false;
  }
  collection c = { p, pieces, 0 };
  collect_all(&c);
  p->pieces = sort(pieces, spare, c.count);
  p->count = c.count;
  find_issue(p);
  return w->out.fault.status == PNR_OK;
}

/* --- What waits for its place --- */

/* DAT 700 and ORG, behind the booking's own locators. */
/* True where the first DAT 700 among the items, from which a reader takes the day, says it. */
static bool is_change_kept(const pnri_pnrgov_writer *p)
{
  enum { DATES = 9, YEAR = 100, MONTH = 10000 };
  pnr_date day = p->booking->changed;
  uint32_t number = pnri_day(day) * MONTH + pnri_month(day) * YEAR + pnri_year(day) % YEAR;
  for (uint32_t i = 0; p->w->is_own && i < p->kept.count; i++) {
    pnr_slice text = p->kept.items[i]->text;
    if (!pnri_slice_is(p->kept.items[i]->tag, "DAT")) continue;
    for (uint32_t e = 1; e <= DATES; e++)
      if (pnri_slice_is(pnri_slice_trim(pnri_kept_value(p->w, text, e, 1)), "700"))
        return pnri_number(pnri_slice_trim(pnri_kept_value(p->w, text, e, 2))) == number || day == 0;
  }
  return false;
}

static void put_head(pnri_pnrgov_writer *p)
{
  const pnr_booking *b = p->booking;
  pnri_message_writer *w = p->w;
  p->is_head_due = false;
  if ((b->changed != 0 || b->changed_time != PNR_TIME_UNKNOWN) && !is_change_kept(p)) {
    pnri_put_segment(&w->out, "DAT");
    pnri_put_element(&w->out, pnri_slice("700"));
    pnri_put_component(&w->out, pnri_nothing());
    pnri_put_day(w, b->changed);
    pnri_put_component(&w->out, pnri_nothing());
    if (b->changed_time != PNR_TIME_UNKNOWN) pnri_put_minutes(w, b->changed_time);
  }
  if (b->agency.size != 0) pnri_put_rest(w, pnri_slice("ORG"), b->agency);
}

static void put_group_name(pnri_pnrgov_writer *p)
{
  p->is_group_due = false;
  pnr_slice name = p->booking->group_name, group = pnri_slice("G");
  bool is_kept =
    pnri_is_kept(p, 0, UINT64_MAX, "TIF", 1, 1, name) &&
    (pnri_is_kept(p, 0, UINT64_MAX, "TIF", 1, 2, group) || pnri_is_kept(p, 0, UINT64_MAX, "TIF", 2, 2, group));
  if (name.size == 0 || is_kept) return;
  p->group = PNRI_AT_TRAVELLER;
  p->traveller = PNR_NONE;
  pnri_put_segment(&p->w->out, "TIF");
  pnri_put_element(&p->w->out, name);
  pnri_put_component(&p->w->out, group);
  pnri_put_component(&p->w->out, pnri_nothing());
  if (p->booking->declared_travellers != 0) pnri_put_number(&p->w->out, p->booking->declared_travellers, 1);
}

static void put_due_claims(pnri_pnrgov_writer *p)
{
  uint32_t first = p->first_due, end = p->end_due;
  p->first_due = p->end_due = 0;
  for (uint32_t i = first; i < end; i++) {
    pnri_put_unique_reference(p, p->pieces[i].traveller);
    pnri_put_claims_left(p, p->pieces[i].traveller);
  }
}

/* FTI and IFT stand before the documents, as the guide has it; all else behind them. */
static bool is_before_claims(const pnri_piece *piece)
{
  if (piece->kind == PNRI_PIECE_IDENTIFIER) return true;
  if (piece->kind == PNRI_PIECE_REMARK) return pnri_is_ift(piece->view);
  if (piece->kind != PNRI_PIECE_ITEM) return false;
  const pnr_item *item = piece->view;
  return pnri_slice_is(item->tag, "FTI") || pnri_slice_is(item->tag, "IFT");
}

/* DAT 700 and ORG stand behind the booking's locators, SSR and IFT. */
static bool is_before_head(const pnri_piece *piece)
{
  static const char *const tags[] = { "SRC", "RCI", "SSR", "IFT", "DAT" };
  if (piece->traveller != PNR_NONE || piece->leg != PNR_NONE) return false;
  if (piece->kind == PNRI_PIECE_LOCATOR || piece->kind == PNRI_PIECE_REMARK) return true;
  if (piece->kind == PNRI_PIECE_CONTACT) return pnri_slice_starts(((const pnr_contact *)piece->view)->purpose, "CTC");
  for (size_t i = 0; piece->kind == PNRI_PIECE_ITEM && i < sizeof tags / sizeof tags[0]; i++)
    if (pnri_slice_is(((const pnr_item *)piece->view)->tag, tags[i])) return true;
  return false;
}

static void put_due(pnri_pnrgov_writer *p, const pnri_piece *piece)
{
  if (p->end_due != 0 && !is_before_claims(piece)) put_due_claims(p);
  if (p->is_head_due && !is_before_head(piece)) put_head(p);
  if (p->is_group_due && (piece->traveller != PNR_NONE || piece->leg != PNR_NONE)) put_group_name(p);
}

/* --- Items --- */

/* The reference of a boarding pass may be missing or another's: then TIF says who boards. */
static void put_boarded(pnri_pnrgov_writer *p, const pnr_item *item)
{
  p->traveller = p->boarded = item->traveller;
  if (item->traveller == PNR_NONE) return;
  const pnr_traveller *t = pnri_traveller_at(p, item->traveller);
  bool is_told = t->reference.size != 0 && pnri_means(p->w, pnri_kept_component(p->w, item->text, 2, 4), t->reference);
  bool is_new = t->offset > item->offset; /* his own TIF follows */
  bool is_next = p->next < p->count && p->pieces[p->next].kind == PNRI_PIECE_ITEM &&
                 pnri_slice_is(((const pnr_item *)p->pieces[p->next].view)->tag, "TIF");
  if (is_told || is_new || is_next) return;
  pnri_piece who = { .traveller = item->traveller };
  pnri_put_tif(p, &who, 1);
}

/* A TIF behind a leg repeats a traveller: nobody's where it stands for nothing, his where his segments follow. */
static bool opens_late(const pnri_pnrgov_writer *p, const pnr_item *item)
{
  return p->group >= PNRI_AT_LEG && p->group != PNRI_AT_BOARDING && item->traveller != PNR_NONE &&
         item->leg == PNR_NONE;
}

/* The groups that an item opens. A DAT that says nothing opens the group of a check-in, and leaves no item. */
static void put_item(pnri_pnrgov_writer *p, const pnri_piece *piece)
{
  const pnr_item *item = piece->view;
  bool is_boarding = pnri_slice_is(item->tag, "TRI");
  bool needs_check_in = is_boarding || (pnri_slice_is(item->tag, "ORG") && item->leg != PNR_NONE);
  if (needs_check_in && p->group == PNRI_AT_LEG) pnri_put_segment(&p->w->out, "DAT");
  if (needs_check_in && p->group == PNRI_AT_LEG) p->group = PNRI_AT_CHECK_IN;
  if (pnri_slice_is(item->tag, "FOP")) pnri_put_payment_item(p, item);
  else pnri_put_item(p->w, item);
  if (is_boarding) {
    p->group = PNRI_AT_BOARDING;
    put_boarded(p, item);
  } else if (pnri_slice_is(item->tag, "DAT") && p->group >= PNRI_AT_LEG && p->group <= PNRI_AT_BOARDING) {
    p->group = PNRI_AT_CHECK_IN;
    p->traveller = PNR_NONE;
  } else if (pnri_slice_is(item->tag, "TIF") && (p->group < PNRI_AT_LEG || opens_late(p, item))) {
    p->group = PNRI_AT_TRAVELLER;
    p->traveller = item->traveller;
  }
}

/* --- Travellers --- */

/* Several travellers may stand in one TIF: then what follows is the first one's, not the last one's. */
static uint32_t travellers_in_one(const pnri_pnrgov_writer *p)
{
  const pnri_piece *first = &p->pieces[p->next - 1];
  uint32_t count = 1, end = p->next;
  while (end < p->count && p->pieces[end].kind == PNRI_PIECE_TRAVELLER && !pnri_is_told(p, p->pieces[end].offset) &&
         pnri_have_same_surname(p, first->traveller, p->pieces[end].traveller)) {
    end++;
    count++;
  }
  while (end < p->count && p->pieces[end].kind >= PNRI_PIECE_IDENTIFIER && p->pieces[end].kind <= PNRI_PIECE_BIRTH)
    end++; /* these name their traveller */
  bool is_first_ones = end < p->count && p->pieces[end].traveller == first->traveller;
  return count > 1 && is_first_ones && p->w->is_own ? count : 1;
}

/* Those whom the item told that came before. */
static uint32_t travellers_told(const pnri_pnrgov_writer *p)
{
  const pnr_item *item = pnri_kept_at(&p->kept, p->pieces[p->next - 1].offset);
  uint32_t count = 1;
  while (p->next - 1 + count < p->count && p->pieces[p->next - 1 + count].kind == PNRI_PIECE_TRAVELLER &&
         pnri_kept_at(&p->kept, p->pieces[p->next - 1 + count].offset) == item)
    count++;
  return count;
}

static void put_travellers(pnri_pnrgov_writer *p)
{
  const pnri_piece *first = &p->pieces[p->next - 1];
  bool is_told = pnri_is_told(p, first->offset);
  uint32_t count = is_told ? travellers_told(p) : travellers_in_one(p);
  if (!is_told) pnri_put_tif(p, first, count);
  if (p->group != PNRI_AT_BOARDING) p->group = PNRI_AT_TRAVELLER;
  p->traveller = first->traveller;
  p->boarded = p->pieces[p->next + count - 2].traveller; /* the last one of them, where it is a boarding */
  p->first_due = p->next - 1;
  p->end_due = p->next += count - 1;
}

/* --- Rows of equal pieces --- */

static uint32_t locators_in_one(const pnri_pnrgov_writer *p)
{
  uint32_t end = p->next;
  while (end < p->count && p->pieces[end].kind == PNRI_PIECE_LOCATOR) end++;
  return end - (p->next - 1);
}

static uint32_t seats_in_one(const pnri_pnrgov_writer *p)
{
  const pnr_seat *first = p->pieces[p->next - 1].view;
  uint32_t end = p->next;
  for (; end < p->count && p->pieces[end].kind == PNRI_PIECE_SEAT && p->group != PNRI_AT_BOARDING; end++) {
    const pnr_seat *seat = p->pieces[end].view;
    if (seat->leg != first->leg || !pnri_slice_equal(seat->from, first->from) || !pnri_slice_equal(seat->to, first->to))
      break;
  }
  return end - (p->next - 1);
}

/* Tags that the reader made of one: they stand at one place. */
static uint32_t bags_in_one(const pnri_pnrgov_writer *p)
{
  const pnr_bag *first = p->pieces[p->next - 1].view;
  uint32_t end = p->next;
  while (p->w->is_own && end < p->count && p->pieces[end].kind == PNRI_PIECE_BAG && first->tag.size != 0 &&
         p->pieces[end].offset == first->offset)
    end++;
  return end - (p->next - 1);
}

/* --- A booking --- */

/* Locators behind a leg are written with it. */
static void put_locators(pnri_pnrgov_writer *p)
{
  uint32_t count = locators_in_one(p);
  const pnri_piece *first = &p->pieces[p->next - 1];
  bool is_of_leg = p->w->is_own ? first->offset < p->leg_end || first->view == p->leg_locator : p->leg != PNR_NONE;
  if (p->group < PNRI_AT_LEG || !is_of_leg) pnri_put_locators(p, &p->pieces[p->next - 1], count);
  p->next += count - 1;
}

static void put_leg(pnri_pnrgov_writer *p, const pnri_piece *piece)
{
  const pnr_leg *leg = piece->view;
  p->group = (leg->flags & PNR_LEG_NON_AIR) != 0 ? PNRI_AT_SERVICE : PNRI_AT_LEG;
  p->leg = piece->leg;
  p->traveller = PNR_NONE;
  pnri_put_leg(p, piece);
}

static bool is_one_of(pnr_slice tag, const char *const *tags, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (pnri_slice_is(tag, tags[i])) return true;
  return false;
}

/* True for what would be his who boards, if it stood in his group. */
static bool would_be_boarded(const pnri_piece *piece)
{
  /* these begin groups of their own, or say themselves whose they are */
  static const char *const others[] = { "ABI", "DAT", "EQN", "MSG", "RCI", "SAC", "SSR", "TIF", "TRI", "TVL" };
  switch (piece->kind) {
  case PNRI_PIECE_ITEM:
    return !is_one_of(((const pnr_item *)piece->view)->tag, others, sizeof others / sizeof others[0]);
  case PNRI_PIECE_REMARK:
    return !pnri_slice_is(((const pnr_remark *)piece->view)->code, "LTS") &&
           !pnri_slice_is(((const pnr_remark *)piece->view)->code, "SPLIT");
  case PNRI_PIECE_CONTACT: return !pnri_is_doca(piece->view);
  case PNRI_PIECE_BAG:
  case PNRI_PIECE_PAYMENT:
  case PNRI_PIECE_SEAT: return true;
  default: return false;
  }
}

/* What is nobody's behind somebody's boarding, and a traveller behind nobody's, stood in the group of a further check-in. */
static void leave_boarding(pnri_pnrgov_writer *p, const pnri_piece *piece)
{
  if (!p->w->is_own || p->group != PNRI_AT_BOARDING || p->leg == PNR_NONE) return;
  const pnri_piece *next = p->next < p->count ? &p->pieces[p->next] : NULL;
  bool tells_next = piece->kind == PNRI_PIECE_ITEM && next != NULL && next->kind == PNRI_PIECE_TRAVELLER &&
                    pnri_kept_at(&p->kept, next->offset) == piece->view;
  bool is_late = p->boarded == PNR_NONE && (piece->kind == PNRI_PIECE_TRAVELLER || tells_next);
  bool is_nobodys = p->boarded != PNR_NONE && piece->traveller == PNR_NONE && would_be_boarded(piece);
  if (!is_late && !is_nobodys) return;
  pnri_put_segment(&p->w->out, "DAT");
  p->group = PNRI_AT_CHECK_IN;
  p->traveller = PNR_NONE;
}

static void put_piece(pnri_pnrgov_writer *p, const pnri_piece *piece)
{
  uint32_t count = 1;
  switch (piece->kind) {
  case PNRI_PIECE_ITEM: put_item(p, piece); break;
  case PNRI_PIECE_LOCATOR: put_locators(p); break;
  case PNRI_PIECE_TRAVELLER: put_travellers(p); break;
  case PNRI_PIECE_IDENTIFIER: pnri_put_frequent_flyer(p, piece->view, piece->traveller); break;
  case PNRI_PIECE_DOCUMENT: pnri_put_document(p, piece->view, piece->traveller); break;
  case PNRI_PIECE_NAME: pnri_put_name(p, piece->view, piece->traveller); break;
  case PNRI_PIECE_BIRTH: pnri_put_birth_alone(p, piece->view, piece->traveller); break;
  case PNRI_PIECE_REMARK:
    pnri_put_remark(p, piece->view);
    if (pnri_slice_is(((const pnr_remark *)piece->view)->code, "SPLIT")) p->group = PNRI_AT_BOOKING;
    break;
  case PNRI_PIECE_CONTACT: pnri_put_contact(p, piece->view); break;
  case PNRI_PIECE_BAG:
    count = bags_in_one(p);
    pnri_put_bag(p, piece->view, count);
    break;
  case PNRI_PIECE_TICKET: pnri_put_ticket(p, piece->view); break;
  case PNRI_PIECE_PAYMENT: pnri_put_payment(p, piece->view); break;
  case PNRI_PIECE_LEG: put_leg(p, piece); break;
  case PNRI_PIECE_SEAT:
    count = seats_in_one(p);
    pnri_put_seats(p, piece, count);
    break;
  default:
    pnri_put_history(p, piece->view);
    p->group = PNRI_AT_BOOKING;
    break;
  }
  p->next += count - 1;
}

/* Other formats have a locator without saying more of it. */
static void put_only_locator(pnri_message_writer *w, const pnr_booking *booking)
{
  if (w->is_own || booking->locator_count != 0 || booking->locator.size == 0) return;
  pnri_put_segment(&w->out, "RCI");
  pnri_put_element(&w->out, w->content->leg_count != 0 ? w->content->legs[0]->carrier : pnri_nothing());
  pnri_put_component(&w->out, booking->locator);
}

/* Whom only documents made has no TIF with which the rest could be written. */
static void put_claims_of_unnamed(pnri_pnrgov_writer *p)
{
  for (uint32_t i = 0; p->w->is_own && i < p->booking->traveller_count; i++)
    if (!pnri_has_tif(p, p->booking->travellers[i])) pnri_put_claims_left(p, p->booking->travellers[i]);
}

/* An SRC should be empty: one that says something is an item. */
static bool is_source_kept(const pnri_pnrgov_writer *p)
{
  const pnr_item *item = p->count != 0 && p->pieces[0].kind == PNRI_PIECE_ITEM ? p->pieces[0].view : NULL;
  return item != NULL && pnri_slice_is(item->tag, "SRC");
}

static void put_booking(pnri_message_writer *w, const pnr_booking *booking)
{
  pnri_pnrgov_writer p = {
    .w = w, .booking = booking, .traveller = PNR_NONE, .leg = PNR_NONE, .is_head_due = true, .is_group_due = true
  };
  if (!prepare(&p)) return;
  if (!is_source_kept(&p)) pnri_put_segment(&w->out, "SRC");
  put_only_locator(w, booking);
  while (p.next < p.count && w->out.fault.status == PNR_OK) {
    const pnri_piece *piece = &p.pieces[p.next++];
    put_due(&p, piece);
    leave_boarding(&p, piece);
    put_piece(&p, piece);
  }
  if (p.end_due != 0) put_due_claims(&p);
  put_claims_of_unnamed(&p);
  if (p.is_head_due) put_head(&p);
  if (p.is_group_due) put_group_name(&p);
  bool is_bare = w->is_own || p.count == booking->locator_count; /* an empty ORG beside anything else says nothing */
  if (booking->status == PNR_STATUS_CANCELLED && is_bare) pnri_put_segment(&w->out, "ORG");
}

/* A person of another format who has no booking gets one of his own. */
static void put_alone(pnri_message_writer *w, uint32_t traveller)
{
  pnr_booking booking = { .changed_time = PNR_TIME_UNKNOWN, .travellers = &traveller, .traveller_count = 1 };
  put_booking(w, &booking);
}

/* --- Level 0 --- */

/* An MSG that is an item although it says no more than the code is not the first one. */
static bool is_function_kept(const pnri_message_writer *w, const pnri_kept *kept, pnr_slice code)
{
  uint32_t i = 0;
  while (i < kept->count && !pnri_slice_is(kept->items[i]->tag, "MSG")) i++;
  if (i == kept->count) return false;
  pnr_slice text = kept->items[i]->text, first = pnri_kept_component(w, text, 1, 1);
  pnr_slice second = pnri_kept_component(w, text, 1, 2);
  bool says_more = first.size != 0 && second.size != 0;
  const uint8_t *end = text.data + text.size, *behind = second.size != 0 ? second.data + second.size : end;
  if (second.size == 0 && first.size != 0) behind = first.data + first.size;
  for (; behind < end; behind++)
    says_more |= *behind != w->service.element && *behind != w->service.component && *behind != ' ';
  return says_more && (pnri_means(w, first, code) || pnri_means(w, second, code));
}

static void put_function(pnri_message_writer *w, const pnri_kept *kept)
{
  pnr_slice code = w->is_own ? w->content->function_code : pnri_slice("22");
  if (code.size == 0 || is_function_kept(w, kept, code)) return;
  pnri_put_segment(&w->out, "MSG");
  pnri_put_element(&w->out, pnri_nothing());
  pnri_put_component(&w->out, code);
}

/* In front of an EQN that was sent a second time. */
static void put_bookings_count(pnri_message_writer *w, const pnri_kept *kept)
{
  const pnr_content *content = w->content;
  uint32_t count = content->declared;
  if (!w->is_own) {
    count = content->booking_count;
    for (uint32_t i = 0; i < content->traveller_count; i++) count += content->travellers[i]->booking == PNR_NONE;
  } else if (content->is_declared == 0) return;
  for (uint32_t i = 0; i < kept->count; i++)
    if (pnri_slice_is(kept->items[i]->tag, "EQN") &&
        pnri_number(pnri_kept_component(w, kept->items[i]->text, 1, 1)) == count)
      return;
  pnri_put_segment(&w->out, "EQN");
  pnri_put_element(&w->out, pnri_nothing());
  pnri_put_number(&w->out, count, 1);
}

static void put_level_0(pnri_message_writer *w)
{
  const pnr_content *content = w->content;
  pnri_kept kept = { NULL, 0 };
  if (w->is_own) kept = pnri_kept_sort(w, content->items, content->item_count);
  put_function(w, &kept);
  uint32_t item = 0, contact = 0, leg = 0, contacts = w->is_own ? content->contact_count : 0;
  bool is_count_due = true;
  while (item < kept.count || contact < contacts || leg < content->leg_count) {
    uint64_t at_item = item < kept.count ? kept.items[item]->offset : UINT64_MAX;
    uint64_t at_contact = contact < contacts ? content->contacts[contact]->offset : UINT64_MAX;
    uint64_t at_leg = leg < content->leg_count ? content->legs[leg]->offset : UINT64_MAX;
    if (item < kept.count && at_item <= at_contact && at_item <= at_leg) {
      if (is_count_due && pnri_slice_is(kept.items[item]->tag, "EQN")) {
        put_bookings_count(w, &kept);
        is_count_due = false;
      }
      pnri_put_item(w, kept.items[item++]);
    } else if (contact < contacts && at_contact <= at_leg)
      pnri_put_rest(w, pnri_slice("ORG"), content->contacts[contact++]->text);
    else {
      if (pnri_kept_at(&kept, at_leg) == NULL) pnri_put_flight(w, content->legs[leg]);
      leg++;
    }
  }
  if (is_count_due) put_bookings_count(w, &kept);
}

static void put_body(pnri_message_writer *w)
{
  const pnr_content *content = w->content;
  put_level_0(w);
  for (uint32_t i = 0; i < content->booking_count && w->out.fault.status == PNR_OK; i++)
    put_booking(w, content->bookings[i]);
  for (uint32_t i = 0; i < content->traveller_count && w->out.fault.status == PNR_OK; i++)
    if (content->travellers[i]->booking == PNR_NONE) put_alone(w, i);
}

pnr_status pnr_write_pnrgov(pnr_text *text, const pnr_message *message, const pnr_write_options *options,
                            pnr_differences **losses, pnr_error *error)
{
  static const pnri_message_format format = { PNR_MESSAGE_PNRGOV, "PNRGOV", "13", "1", "IA", "", put_body };
  return pnri_write_message(text, message, options, &format, losses, error);
}
