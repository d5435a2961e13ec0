/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV segments that hold text: SSR, IFT, ADD, LTS, and what the reader made remarks and contacts of. */
#include "core/date.h"
#include "write/pnrgov.h"

/* --- Lines --- */

pnri_line pnri_line_open(pnri_message_writer *w, size_t room)
{
  pnri_line line = { pnri_arena_text(w->arena, room), 0, room };
  if (line.data == NULL) {
    line.room = 0;
    pnri_writer_refuse(&w->out, PNR_E_MEMORY);
  }
  return line;
}

void pnri_line_add(pnri_line *line, pnr_slice text)
{
  if (text.size == 0 || text.size > line->room - line->size) return;
  memcpy(line->data + line->size, text.data, text.size);
  line->size += text.size;
}

void pnri_line_add_octet(pnri_line *line, uint8_t octet) { pnri_line_add(line, (pnr_slice){ &octet, 1 }); }

static void add_digits(pnri_line *line, uint32_t value, uint32_t digits)
{
  uint32_t scale = 1;
  for (uint32_t i = 1; i < digits; i++) scale *= 10;
  for (; scale != 0; scale /= 10) pnri_line_add_octet(line, (uint8_t)('0' + value / scale % 10));
}

void pnri_line_add_date(pnri_line *line, pnr_date date, bool with_century)
{
  static const char months[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
  enum { LETTERS = 3 };
  if (pnri_month(date) == 0 || pnri_day(date) == 0) return;
  add_digits(line, pnri_day(date), 2);
  pnri_line_add(line, (pnr_slice){ (const uint8_t *)months + LETTERS * (pnri_month(date) - 1), LETTERS });
  if (with_century) add_digits(line, pnri_year(date), 4);
  else add_digits(line, pnri_year(date) % 100, 2);
}

void pnri_put_day(pnri_message_writer *w, pnr_date date)
{
  if (date == 0) return;
  if (!pnri_is_year_near(w, date)) {
    pnri_put_date(w, date, true);
    return;
  }
  pnri_put_number(&w->out, pnri_day(date), 2);
  pnri_put_number(&w->out, pnri_month(date), 2);
  pnri_put_number(&w->out, pnri_year(date) % 100, 2);
}

/* --- SSR --- */

pnr_slice pnri_usual_carrier(const pnri_pnrgov_writer *p)
{
  const pnr_leg *leg = NULL;
  if (p->group >= PNRI_AT_LEG && p->leg < p->booking->leg_count) leg = p->booking->legs[p->leg];
  else if (p->w->content->leg_count != 0) leg = p->w->content->legs[0];
  return leg != NULL && leg->carrier.size != 0 ? leg->carrier : pnri_slice("YY");
}

pnr_slice pnri_reference_of(const pnri_pnrgov_writer *p, uint32_t traveller)
{
  enum { DIGITS = 10 };
  pnr_slice own = pnri_traveller_at(p, traveller)->reference;
  if (own.size != 0 || p->w->is_own) return own;
  uint32_t number = traveller - p->booking->travellers[0] + 1;
  pnri_line line = pnri_line_open(p->w, DIGITS);
  uint32_t digits = 1;
  for (uint32_t rest = number; rest >= 10; rest /= 10) digits++;
  add_digits(&line, number, digits);
  return (pnr_slice){ line.data, line.size };
}

/* How much of a text goes into one component of at most 70 octets. A reader joins components, and takes blanks off their
 * ends. */
static size_t piece_size(pnr_slice text)
{
  enum { LONGEST = 70 };
  if (text.size <= LONGEST) return text.size;
  size_t size = LONGEST;
  while (size > 0 && ((text.data[size] & 0xC0) == 0x80 || text.data[size - 1] == ' ' || text.data[size - 1] == '\t'))
    size--;
  return size != 0 ? size : text.size;
}

static void put_long_text(pnri_message_writer *w, pnr_slice text)
{
  text = pnri_plain(w, text);
  while (text.size != 0) {
    size_t size = piece_size(text);
    pnri_put_component(&w->out, (pnr_slice){ text.data, size });
    text = pnri_slice_from(text, size);
  }
}

/* These are no group's but a traveller's own. */
static bool is_claim(pnr_slice code) { return pnri_slice_starts(code, "DOC") || pnri_slice_is(code, "INFT"); }

void pnri_put_ssr(const pnri_pnrgov_writer *p, pnr_slice code, pnr_slice status, bool has_quantity, pnr_slice text,
                  uint32_t traveller)
{
  enum { CARRIER = 4, TEXT = 9 };
  pnri_message_writer *w = p->w;
  pnri_put_segment(&w->out, "SSR");
  pnri_put_element(&w->out, code);
  pnri_put_component(&w->out, status);
  pnri_put_component(&w->out, has_quantity ? pnri_slice("1") : pnri_nothing());
  pnri_put_component(&w->out, pnri_usual_carrier(p));
  pnri_put_empty_components(w, TEXT - CARRIER - 1);
  put_long_text(w, text);
  bool is_boarded = p->group == PNRI_AT_BOARDING && p->boarded == traveller && !is_claim(code);
  bool is_in_group = (p->group == PNRI_AT_TRAVELLER && p->traveller == traveller) || is_boarded;
  if (traveller == PNR_NONE || is_in_group) return;
  pnri_put_empty_elements(w, 1);
  pnri_put_empty_components(w, 1);
  pnri_put_component(&w->out, pnri_reference_of(p, traveller));
}

/* --- IFT --- */

/* An IFT has no status; its code is one of up to three characters, or two with a colon. */
bool pnri_is_ift(const pnr_remark *remark)
{
  if (remark->status.size != 0) return false;
  if (pnri_slice_is(remark->code, "OSI") || remark->code.size < 4) return true;
  return memchr(remark->code.data, ':', remark->code.size) != NULL ||
         (remark->text.size != 0 && memchr(remark->text.data, '\n', remark->text.size) != NULL);
}

static void put_lines(pnri_message_writer *w, pnr_slice text)
{
  while (text.size != 0) {
    const uint8_t *end = memchr(text.data, '\n', text.size);
    size_t size = end != NULL ? (size_t)(end - text.data) : text.size;
    pnri_put_element(&w->out, pnri_plain(w, (pnr_slice){ text.data, size }));
    text = pnri_slice_from(text, size + 1);
  }
}

static void put_ift(const pnri_pnrgov_writer *p, const pnr_remark *remark)
{
  pnri_message_writer *w = p->w;
  bool is_osi = pnri_slice_is(remark->code, "OSI");
  pnr_slice code = is_osi ? pnri_slice("4:28") : remark->code;
  const uint8_t *colon = code.size != 0 ? memchr(code.data, ':', code.size) : NULL;
  size_t size = colon != NULL ? (size_t)(colon - code.data) : code.size;
  pnri_put_segment(&w->out, "IFT");
  pnri_put_element(&w->out, (pnr_slice){ code.data, size });
  pnri_put_component(&w->out, pnri_slice_from(code, size + 1));
  if (is_osi) {
    pnri_put_empty_components(w, 1);
    pnri_put_component(&w->out, pnri_usual_carrier(p));
  }
  put_lines(w, remark->text);
}

/* --- Remarks --- */

/* EQN and RCI as the reader joined them. */
static void put_split(const pnri_pnrgov_writer *p, pnr_slice text)
{
  const uint8_t *blank = text.size != 0 ? memchr(text.data, ' ', text.size) : NULL;
  size_t size = blank != NULL ? (size_t)(blank - text.data) : text.size;
  pnri_put_rest(p->w, pnri_slice("EQN"), (pnr_slice){ text.data, size });
  if (blank != NULL) pnri_put_rest(p->w, pnri_slice("RCI"), pnri_slice_from(text, size + 1));
}

/* Of a seat's request the quantity counts seats. */
static bool is_seat_code(pnr_slice code)
{
  return pnri_slice_is(code, "SEAT") || pnri_slice_is(code, "RQST") ||
         (code.size == 4 && (pnri_slice_starts(code, "NSS") || pnri_slice_starts(code, "SMS")));
}

void pnri_put_remark(const pnri_pnrgov_writer *p, const pnr_remark *remark)
{
  if (pnri_slice_is(remark->code, "LTS")) pnri_put_rest(p->w, remark->code, remark->text);
  else if (pnri_slice_is(remark->code, "SPLIT")) put_split(p, remark->text);
  else if (pnri_is_ift(remark)) put_ift(p, remark);
  else pnri_put_ssr(p, remark->code, remark->status, !is_seat_code(remark->code), remark->text, remark->traveller);
}

const pnr_remark *pnri_remark_before(const pnri_pnrgov_writer *p, uint64_t offset, const char *code)
{
  uint32_t low = 0, high = p->booking->remark_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (p->booking->remarks[middle]->offset < offset) low = middle + 1;
    else high = middle;
  }
  if (low == 0 || !p->w->is_own) return NULL;
  const pnr_remark *remark = p->booking->remarks[low - 1];
  return pnri_slice_starts(remark->code, code) ? remark : NULL;
}

/* --- Contacts --- */

/* ADD C032: purpose, street, city, region code, region, country, postcode, free text. */
static void put_add(const pnri_pnrgov_writer *p, const pnr_contact *contact, bool is_address)
{
  enum { TEXT = 8 };
  pnri_writer *out = &p->w->out;
  pnri_put_segment(out, "ADD");
  pnri_put_empty_elements(p->w, 1);
  pnri_put_element(out, contact->purpose);
  if (!is_address) {
    pnri_put_empty_components(p->w, TEXT - 2);
    pnri_put_component(out, pnri_plain(p->w, contact->text));
    return;
  }
  bool has_parts =
    contact->street.size + contact->city.size + contact->region.size + contact->country.size + contact->postcode.size !=
    0;
  pnri_put_component(out, pnri_plain(p->w, has_parts ? contact->street : contact->text));
  pnri_put_component(out, contact->city);
  pnri_put_empty_components(p->w, 1);
  pnri_put_component(out, contact->region);
  pnri_put_component(out, contact->country);
  pnri_put_component(out, contact->postcode);
}

bool pnri_is_doca(const pnr_contact *contact)
{
  return contact->kind == PNR_CONTACT_ADDRESS && !pnri_slice_equal(contact->text, contact->street);
}

/* An ADD says the street; a DOCA is kept as its whole text; who pays is told by the remark that names him. */
void pnri_put_contact(const pnri_pnrgov_writer *p, const pnr_contact *contact)
{
  bool is_address = contact->kind == PNR_CONTACT_ADDRESS;
  pnr_slice status = pnri_slice("HK");
  bool is_in_group = p->group == PNRI_AT_TRAVELLER && p->traveller != PNR_NONE; /* a DOCA there is the group's */
  if (p->w->is_own && pnri_slice_is(contact->purpose, "4:43")) return;
  if (contact->purpose.size == 4 && pnri_slice_starts(contact->purpose, "CTC"))
    pnri_put_ssr(p, contact->purpose, status, true, contact->text, contact->traveller);
  else if (p->w->is_own && pnri_is_doca(contact))
    pnri_put_ssr(p, pnri_slice("DOCA"), status, true, contact->text, is_in_group ? PNR_NONE : contact->traveller);
  else put_add(p, contact, is_address);
}
