/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV: locators, legs, seats, tickets, payments, bags and history. */
#include "core/date.h"
#include "write/pnrgov.h"

/* --- RCI --- */

static void put_locator(pnri_message_writer *w, const pnr_locator *locator)
{
  pnri_put_element(&w->out, locator->carrier);
  pnri_put_component(&w->out, locator->value);
  pnri_put_component(&w->out, locator->type);
  pnri_put_component(&w->out, pnri_nothing());
  pnri_put_day(w, locator->created);
  pnri_put_component(&w->out, pnri_nothing());
  if (locator->created_time != PNR_TIME_UNKNOWN) pnri_put_minutes(w, locator->created_time);
}

void pnri_put_locators(const pnri_pnrgov_writer *p, const pnri_piece *locators, uint32_t count)
{
  if (count == 0) return;
  pnri_put_segment(&p->w->out, "RCI");
  for (uint32_t i = 0; i < count; i++) put_locator(p->w, locators[i].view);
}

/* --- TVL --- */

/* C310: date and time of departure, of arrival. */
static void put_times(pnri_message_writer *w, const pnr_leg *leg)
{
  pnri_put_element(&w->out, pnri_nothing());
  pnri_put_day(w, leg->departs);
  pnri_put_component(&w->out, pnri_nothing());
  if (leg->departs_time != PNR_TIME_UNKNOWN) pnri_put_minutes(w, leg->departs_time);
  pnri_put_component(&w->out, pnri_nothing());
  pnri_put_day(w, leg->arrives);
  pnri_put_component(&w->out, pnri_nothing());
  if (leg->arrives_time != PNR_TIME_UNKNOWN) pnri_put_minutes(w, leg->arrives_time);
}

static void put_tvl(pnri_message_writer *w, const pnr_leg *leg, pnr_slice operating)
{
  pnri_put_segment(&w->out, "TVL");
  put_times(w, leg);
  pnri_put_element(&w->out, leg->from);
  pnri_put_element(&w->out, leg->to);
  pnri_put_element(&w->out, leg->carrier);
  pnri_put_component(&w->out, operating);
  pnri_put_element(&w->out, leg->number);
  pnri_put_component(&w->out, leg->service_class);
  pnri_put_component(&w->out, leg->suffix);
}

void pnri_put_flight(pnri_message_writer *w, const pnr_leg *leg) { put_tvl(w, leg, leg->operating_carrier); }

/* Hotels, cars, trains: MSG and where it says anything TVL. */
static void put_service(const pnri_pnrgov_writer *p, const pnr_leg *leg)
{
  pnri_put_segment(&p->w->out, "MSG");
  pnri_put_element(&p->w->out, leg->kind);
}

static bool is_tvl_empty(const pnr_leg *leg)
{
  return leg->from.size + leg->to.size + leg->carrier.size + leg->operating_carrier.size + leg->number.size +
             leg->suffix.size + leg->service_class.size ==
           0 &&
         leg->departs == 0 && leg->arrives == 0 && leg->departs_time == PNR_TIME_UNKNOWN &&
         leg->arrives_time == PNR_TIME_UNKNOWN;
}

/* --- TRA, RPI, APD, RCI --- */

static void put_operating(const pnri_pnrgov_writer *p, const pnr_leg *leg)
{
  if (leg->operating_carrier.size + leg->operating_number.size == 0) return;
  pnri_put_segment(&p->w->out, "TRA");
  pnri_put_element(&p->w->out, leg->operating_carrier);
  pnri_put_element(&p->w->out, leg->operating_number);
}

/* True where an RPI of the first leg is kept because of another number than the first one's. */
static bool is_count_untold(const pnri_pnrgov_writer *p, const pnr_leg *leg, uint64_t end)
{
  if (p->booking->group_name.size != 0 || !p->w->is_own) return false;
  for (uint32_t i = pnri_kept_find(&p->kept, leg->offset); i < pnri_kept_find(&p->kept, end); i++)
    if (pnri_slice_is(p->kept.items[i]->tag, "RPI") &&
        pnri_number(pnri_kept_component(p->w, p->kept.items[i]->text, 1, 1)) == p->booking->declared_travellers)
      return false;
  return p->booking->declared_travellers != 0;
}

/* The number of travellers stands with every status; a booking without any status says it with its first leg. */
static void put_status(const pnri_pnrgov_writer *p, const pnr_leg *leg, uint64_t end)
{
  uint32_t declared = p->booking->declared_travellers;
  bool is_first = p->booking->legs[0] == leg;
  if (leg->status.size == 0 && (!is_first || declared == 0)) return;
  if (leg->status.size != 0 && pnri_is_kept(p, leg->offset, end, "RPI", 2, 1, leg->status) &&
      !(is_first && is_count_untold(p, leg, end)))
    return;
  pnri_put_segment(&p->w->out, "RPI");
  pnri_put_element(&p->w->out, pnri_nothing());
  if (declared != 0) pnri_put_number(&p->w->out, declared, 1);
  pnri_put_element(&p->w->out, leg->status);
}

static void put_aircraft(const pnri_pnrgov_writer *p, const pnr_leg *leg, uint64_t end)
{
  if (leg->aircraft.size == 0 || pnri_is_kept(p, leg->offset, end, "APD", 1, 1, leg->aircraft)) return;
  pnri_put_segment(&p->w->out, "APD");
  pnri_put_element(&p->w->out, leg->aircraft);
}

/* The locator that the leg's carrier gave. Where an older RCI has it too, the booking has it once only. */
static void put_leg_locators(pnri_pnrgov_writer *p, const pnr_leg *leg, uint64_t end)
{
  const pnr_booking *booking = p->booking;
  if (leg->locator.size == 0 || pnri_is_kept(p, leg->offset, end, "RCI", 1, 2, leg->locator)) return;
  pnr_locator made = { .carrier = leg->carrier, .value = leg->locator, .created_time = PNR_TIME_UNKNOWN };
  const pnr_locator *first = &made;
  for (uint32_t i = 0; i < booking->locator_count && first == &made && pnri_write_spend(p->w); i++)
    if (pnri_slice_equal(booking->locators[i]->value, leg->locator)) first = booking->locators[i];
  p->leg_locator = first;
  pnri_put_segment(&p->w->out, "RCI");
  put_locator(p->w, first);
  if (!p->w->is_own) return;
  for (uint32_t i = p->next; i < p->count && p->pieces[i].offset < end; i++) {
    const pnri_piece *piece = &p->pieces[i];
    if (piece->kind == PNRI_PIECE_LOCATOR && piece->view != first && !pnri_is_told(p, piece->offset))
      put_locator(p->w, piece->view);
  }
}

/* Behind the leg, up to the next or to a traveller; one who boards stands in the leg. */
static uint64_t end_of_leg(const pnri_pnrgov_writer *p)
{
  bool is_boarding = false;
  if (!p->w->is_own) return 0;
  for (uint32_t i = p->next; i < p->count; i++) {
    const pnri_piece *piece = &p->pieces[i];
    if (piece->kind == PNRI_PIECE_LEG || (piece->kind == PNRI_PIECE_TRAVELLER && !is_boarding)) return piece->offset;
    const pnr_item *item = piece->kind == PNRI_PIECE_ITEM ? piece->view : NULL;
    if (item != NULL && pnri_slice_is(item->tag, "TRI")) is_boarding = true;
    else if (item != NULL && pnri_slice_is(item->tag, "DAT")) is_boarding = false;
  }
  return UINT64_MAX;
}

void pnri_put_leg(pnri_pnrgov_writer *p, const pnri_piece *piece)
{
  const pnr_leg *leg = piece->view;
  bool is_service = (leg->flags & PNR_LEG_NON_AIR) != 0;
  uint64_t end = p->leg_end = end_of_leg(p);
  bool is_told = pnri_is_told(p, leg->offset);
  if (is_service && !is_told) put_service(p, leg);
  if (is_service && !is_tvl_empty(leg) && !pnri_is_kept(p, leg->offset, end, "TVL", 2, 1, leg->from))
    put_tvl(p->w, leg, leg->operating_carrier);
  if (!is_service && !is_told) put_tvl(p->w, leg, pnri_nothing());
  if (!is_service) put_operating(p, leg);
  put_status(p, leg, end);
  if (!is_service) put_aircraft(p, leg, end);
  put_leg_locators(p, leg, end);
}

/* --- Seats --- */

void pnri_put_seats(const pnri_pnrgov_writer *p, const pnri_piece *seats, uint32_t count)
{
  enum { CARRIER = 4, FROM = 7 };
  pnri_writer *out = &p->w->out;
  const pnr_seat *first = seats[0].view;
  if (first->assigned != 0 && p->group == PNRI_AT_BOARDING) {
    pnri_put_segment(out, "SSD");
    pnri_put_element(out, first->number);
    return;
  }
  pnri_put_segment(out, "SSR");
  pnri_put_element(out, pnri_slice("SEAT"));
  pnri_put_component(out, pnri_slice("HK"));
  pnri_put_component(out, pnri_nothing());
  pnri_put_number(out, count, 1);
  pnri_put_component(out, pnri_usual_carrier(p));
  pnri_put_empty_components(p->w, FROM - CARRIER - 1);
  pnri_put_component(out, first->from);
  pnri_put_component(out, first->to);
  for (uint32_t i = 0; i < count; i++) {
    const pnr_seat *seat = seats[i].view;
    pnri_put_element(out, seat->number);
    bool is_in_group = p->group == PNRI_AT_TRAVELLER && p->traveller == seat->traveller;
    if (seat->traveller == PNR_NONE || is_in_group) continue;
    pnri_put_empty_components(p->w, 1);
    pnri_put_component(out, pnri_reference_of(p, seat->traveller));
  }
}

/* --- Tickets --- */

/* "100.00 EUR" as amount and currency. */
static void put_amount(const pnri_pnrgov_writer *p, const char *qualifier, pnr_slice amount)
{
  size_t size = amount.size;
  while (size > 0 && amount.data[size - 1] != ' ') size--;
  pnri_put_element(&p->w->out, pnri_slice(qualifier));
  pnri_put_component(&p->w->out, (pnr_slice){ amount.data, size != 0 ? size - 1 : amount.size });
  if (size != 0) pnri_put_component(&p->w->out, pnri_slice_from(amount, size));
}

static uint64_t end_of_ticket(const pnri_pnrgov_writer *p)
{
  if (!p->w->is_own) return 0;
  for (uint32_t i = p->next; i < p->count; i++)
    if (p->pieces[i].kind == PNRI_PIECE_TICKET || p->pieces[i].kind == PNRI_PIECE_TRAVELLER ||
        p->pieces[i].kind == PNRI_PIECE_LEG)
      return p->pieces[i].offset;
  return UINT64_MAX;
}

/* DDMMYY. */
static bool is_day(pnr_slice text, pnr_date date)
{
  enum { DIGITS = 6 };
  return text.size == DIGITS &&
         pnri_number(text) == pnri_day(date) * 10000 + pnri_month(date) * 100 + pnri_year(date) % 100;
}

void pnri_put_ticket(const pnri_pnrgov_writer *p, const pnr_ticket *ticket)
{
  pnri_writer *out = &p->w->out;
  uint64_t end = end_of_ticket(p);
  if (!pnri_is_told(p, ticket->offset)) {
    pnri_put_segment(out, "TKT");
    pnri_put_element(out, ticket->number);
    pnri_put_component(out, ticket->type);
  }
  bool has_fare = ticket->fare.size != 0 && !pnri_is_kept(p, ticket->offset, end, "MON", 1, 1, pnri_slice("B"));
  bool has_total = ticket->total.size != 0 && !pnri_is_kept(p, ticket->offset, end, "MON", 1, 1, pnri_slice("B")) &&
                   !pnri_is_kept(p, ticket->offset, end, "MON", 1, 1, pnri_slice("T"));
  if (has_fare || has_total) pnri_put_segment(out, "MON");
  if (has_fare) put_amount(p, "B", ticket->fare);
  if (has_total) put_amount(p, "T", ticket->total);
  bool is_bookings = is_day(p->issued, ticket->issued);
  if (ticket->issued == 0 || is_bookings || pnri_is_kept(p, ticket->offset, end, "DAT", 1, 1, pnri_slice("710")))
    return;
  pnri_put_segment(out, "DAT");
  pnri_put_element(out, pnri_slice("710"));
  pnri_put_component(out, pnri_nothing());
  pnri_put_day(p->w, ticket->issued);
}

/* --- Payments --- */

static pnr_slice account_of(const pnri_pnrgov_writer *p, const pnr_payment *payment)
{
  return p->w->card_numbers ? payment->account_raw : payment->account;
}

/* C641: form, old or new, amount, vendor, account, expiry, …, eleventh the holder. */
void pnri_put_payment(const pnri_pnrgov_writer *p, const pnr_payment *payment)
{
  enum { EXPIRY = 6, HOLDER = 11 };
  pnri_writer *out = &p->w->out;
  pnri_put_segment(out, "FOP");
  pnri_put_element(out, payment->form);
  pnri_put_empty_components(p->w, 1);
  pnri_put_component(out, payment->amount);
  pnri_put_component(out, payment->vendor);
  pnri_put_component(out, account_of(p, payment));
  pnri_put_component(out, payment->expires);
  pnri_put_empty_components(p->w, HOLDER - EXPIRY - 1);
  pnri_put_component(out, payment->holder);
}

/* Adds an account where it must not be taken for marks. */
static void add_account(const pnri_pnrgov_writer *p, pnri_line *line, pnr_slice account)
{
  const pnri_service *s = &p->w->service;
  for (size_t i = 0; i < account.size; i++) {
    uint8_t octet = account.data[i];
    bool is_mark = octet == s->component || octet == s->element || octet == s->repetition || octet == s->release ||
                   octet == s->terminator;
    if (is_mark && s->release != 0) pnri_line_add_octet(line, s->release);
    pnri_line_add_octet(line, octet);
  }
}

static bool is_payment(const pnri_pnrgov_writer *p, const pnr_item *item, uint32_t i)
{
  return i < p->booking->payment_count && p->booking->payments[i]->offset - item->offset < item->length;
}

/* Size of the element that text begins with. */
static size_t element_size(const pnri_pnrgov_writer *p, pnr_slice text, bool *is_empty)
{
  const pnri_service *s = &p->w->service;
  size_t i = 0;
  *is_empty = true;
  for (; i < text.size && text.data[i] != s->element; i++) {
    if (text.data[i] != s->component) *is_empty = false;
    if (text.data[i] == s->release && s->release != 0) i++;
  }
  return i < text.size ? i : text.size;
}

/* One element with its fifth component, the account, in another writing. */
static void add_element(const pnri_pnrgov_writer *p, pnri_line *line, pnr_slice element, pnr_slice account)
{
  enum { ACCOUNT = 5 };
  const pnri_service *s = &p->w->service;
  uint32_t component = 1;
  for (size_t i = 0; i < element.size; i++) {
    uint8_t octet = element.data[i];
    bool ends = octet == s->component;
    size_t size = octet == s->release && s->release != 0 && i + 1 < element.size ? 2 : 1;
    if (ends || component != ACCOUNT) pnri_line_add(line, (pnr_slice){ element.data + i, size });
    i += size - 1;
    if (ends && ++component == ACCOUNT) add_account(p, line, account);
  }
}

void pnri_put_payment_item(const pnri_pnrgov_writer *p, const pnr_item *item)
{
  uint32_t low = 0, high = p->booking->payment_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (p->booking->payments[middle]->offset < item->offset) low = middle + 1;
    else high = middle;
  }
  size_t room = item->text.size;
  for (uint32_t i = low; is_payment(p, item, i); i++) room += 2 * account_of(p, p->booking->payments[i]).size;
  pnri_line line = pnri_line_open(p->w, room);
  bool is_empty;
  size_t size = element_size(p, item->text, &is_empty);
  pnri_line_add(&line, (pnr_slice){ item->text.data, size });
  for (pnr_slice rest = pnri_slice_from(item->text, size); rest.size != 0; rest = pnri_slice_from(rest, size)) {
    pnri_line_add(&line, (pnr_slice){ rest.data, 1 });
    rest = pnri_slice_from(rest, 1);
    size = element_size(p, rest, &is_empty);
    bool has_account = !is_empty && is_payment(p, item, low);
    pnr_slice element = { rest.data, size };
    if (has_account) add_element(p, &line, element, account_of(p, p->booking->payments[low++]));
    else pnri_line_add(&line, element);
    if (size == 0 && rest.size == 0) break;
  }
  pnri_put_copy(&p->w->out, (pnr_slice){ line.data, line.size }, &p->w->service);
}

/* --- Bags --- */

/* EBD says pieces and weight; a tag, a pool and a leg stand in TBD. */
void pnri_put_bag(const pnri_pnrgov_writer *p, const pnr_bag *bag, uint32_t count)
{
  enum { POOL = 4 };
  pnri_writer *out = &p->w->out;
  bool is_tagged = bag->tag.size + bag->carrier.size + bag->destination.size != 0;
  bool is_excess = !is_tagged && bag->pool.size == 0 && p->group != PNRI_AT_BOARDING;
  pnri_put_segment(out, is_excess ? "EBD" : "TBD");
  pnri_put_empty_elements(p->w, 1);
  pnri_put_element(out, pnri_nothing());
  if (bag->pieces != 0) pnri_put_number(out, bag->pieces, 1);
  pnri_put_component(out, pnri_nothing());
  if (bag->weight != 0) pnri_put_number(out, bag->weight, 1);
  pnri_put_component(out, bag->unit);
  pnri_put_empty_elements(p->w, 1);
  pnri_put_element(out, bag->pool);
  if (!is_tagged) return;
  pnri_put_element(out, bag->carrier);
  pnri_put_component(out, bag->tag);
  pnri_put_component(out, pnri_nothing());
  if (count > 1) pnri_put_number(out, count, 1);
  pnri_put_component(out, bag->destination);
}

/* --- History --- */

static void put_history_date(pnri_pnrgov_writer *p, const pnr_history *row, uint64_t end)
{
  pnr_date date = p->head != NULL ? p->head->date : 0;
  int32_t time = p->head != NULL ? p->head->time : PNR_TIME_UNKNOWN;
  if ((row->date == date && row->time == time) || pnri_kept_find(&p->kept, end) < pnri_kept_find(&p->kept, row->offset))
    return;
  for (uint32_t i = pnri_kept_find(&p->kept, row->offset); i < pnri_kept_find(&p->kept, end); i++)
    if (pnri_slice_is(p->kept.items[i]->tag, "DAT")) return;
  pnri_put_segment(&p->w->out, "DAT");
  pnri_put_element(&p->w->out, pnri_slice("T"));
  pnri_put_component(&p->w->out, pnri_nothing());
  pnri_put_day(p->w, row->date);
  pnri_put_component(&p->w->out, pnri_nothing());
  if (row->time != PNR_TIME_UNKNOWN) pnri_put_minutes(p->w, row->time);
}

/* A row without action is the head of a block, or a segment that no SAC explains. */
void pnri_put_history(pnri_pnrgov_writer *p, const pnr_history *row)
{
  static const pnr_history nothing = { .time = PNR_TIME_UNKNOWN };
  uint64_t end = p->next < p->count && p->w->is_own ? p->pieces[p->next].offset : UINT64_MAX;
  for (uint32_t i = p->next; i < p->count && p->w->is_own; i++)
    if (p->pieces[i].kind == PNRI_PIECE_HISTORY) {
      end = p->pieces[i].offset;
      break;
    }
  bool is_head = row->action.size == 0 && row->segment.size == 0;
  bool is_told = pnri_is_told(p, row->offset); /* by an SAC without action, or one that says more */
  if (is_head && !is_told) {
    pnri_put_rest(p->w, pnri_slice("ABI"), row->agent);
    p->head = &nothing;
  } else if (row->action.size != 0 && !is_told) {
    enum { ACTION = 3 };
    pnri_put_segment(&p->w->out, "SAC");
    pnri_put_empty_elements(p->w, ACTION - 1);
    pnri_put_element(&p->w->out, row->action);
  }
  put_history_date(p, row, end);
  p->head = row;
  if (row->segment.size != 0) pnri_put_rest(p->w, row->segment, row->text);
}
