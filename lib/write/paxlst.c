/* SPDX-License-Identifier: Apache-2.0
 *
 * PAXLST: the head, the journey and the counts around the persons. */
#include "write/paxlst.h"

#include "core/date.h"

/* --- Segments --- */

void pnri_put_moment(pnri_message_writer *w, const char *qualifier, pnr_date date, int32_t minutes)
{
  bool has_century = !pnri_is_year_near(w, date), has_time = minutes != PNR_TIME_UNKNOWN;
  static const char *const formats[2][2] = { { "101", "201" }, { "102", "203" } }; /* 2379 */
  if (date == 0) return;
  pnri_put_segment(&w->out, "DTM");
  pnri_put_element(&w->out, pnri_slice(qualifier));
  pnri_put_component(&w->out, pnri_nothing());
  pnri_put_date(w, date, has_century);
  if (has_time) pnri_put_minutes(w, minutes);
  if (has_time || has_century) pnri_put_component(&w->out, pnri_slice(formats[has_century][has_time]));
}

void pnri_put_birth(pnri_message_writer *w, pnr_date date)
{
  enum { CENTURY_OF_DATES = 1000000 };
  bool has_century = !pnri_is_year_of_birth(w, date) || date % CENTURY_OF_DATES == 0;
  pnri_put_segment(&w->out, "DTM");
  pnri_put_element(&w->out, pnri_slice("329"));
  pnri_put_component(&w->out, pnri_nothing());
  pnri_put_date(w, date, has_century);
  if (has_century) pnri_put_component(&w->out, pnri_slice("102"));
}

void pnri_put_place(pnri_message_writer *w, const char *qualifier, pnr_slice place)
{
  enum { LONGEST_CODE = 5, NAME = 4 }; /* UN/LOCODE; component of C517, where a birth may have its place */
  if (place.size == 0) return;
  pnri_put_segment(&w->out, "LOC");
  pnri_put_element(&w->out, pnri_slice(qualifier));
  bool is_code = place.size <= LONGEST_CODE || !pnri_slice_is(pnri_slice(qualifier), "180");
  pnri_put_element(&w->out, is_code ? place : pnri_nothing());
  if (is_code) return;
  pnri_put_empty_components(w, NAME - 2);
  pnri_put_component(&w->out, place);
}

void pnri_put_communication(pnri_message_writer *w, const pnr_contact *contact)
{
  pnr_slice code = contact->purpose;
  if (!w->is_own) code = pnri_slice(contact->kind == PNR_CONTACT_EMAIL ? "EM" : "TE");
  pnri_put_segment(&w->out, "COM");
  pnri_put_element(&w->out, pnri_plain(w, contact->text));
  pnri_put_component(&w->out, code);
}

/* --- Head --- */

static const struct {
  uint32_t function;
  char code[4];
} functions[] = {
  /* BGM 1001 */
  { PNR_FUNCTION_PASSENGERS, "745" }, { PNR_FUNCTION_CREW, "250" }, { PNR_FUNCTION_MASTER_CREW, "336" },
  { PNR_FUNCTION_STATUS, "266" },     { PNR_FUNCTION_GATE, "655" }, { PNR_FUNCTION_FULL, "745" },
  { PNR_FUNCTION_UPDATE, "745" },
};

static bool has_item(const pnri_kept *kept, const char *tag)
{
  for (uint32_t i = 0; i < kept->count; i++)
    if (pnri_slice_is(kept->items[i]->tag, tag)) return true;
  return false;
}

static void put_bgm(pnri_message_writer *w, const pnri_kept *kept)
{
  const pnr_content *content = w->content;
  uint32_t row = 0, rows = sizeof functions / sizeof functions[0];
  while (row < rows && functions[row].function != content->function) row++;
  if (row == rows ? w->is_own : has_item(kept, "BGM")) return;
  pnr_slice code = pnri_slice(functions[row < rows ? row : 0].code);
  pnri_put_segment(&w->out, "BGM");
  pnri_put_element(&w->out, code);
  if (w->is_own && !pnri_slice_equal(code, content->function_code)) pnri_put_element(&w->out, content->function_code);
}

static void put_transaction(pnri_message_writer *w, const pnri_kept *kept)
{
  pnr_slice transaction = w->content->transaction;
  if (transaction.size == 0 || pnri_kept_says(w, kept, 0, kept->count, "RFF", 1, 2, transaction)) return;
  pnri_put_segment(&w->out, "RFF");
  pnri_put_element(&w->out, pnri_slice("TN"));
  pnri_put_component(&w->out, transaction);
}

/* --- Reporting party --- */

static bool is_communication(const pnr_contact *contact)
{
  static const char *const codes[] = { "TE", "EM", "FX", "AL" }; /* 3155 */
  for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
    if (pnri_slice_is(contact->purpose, codes[i])) return true;
  return contact->kind != PNR_CONTACT_REPORTER;
}

/* CTA names a party by another code than MS, as the older US form has it. */
static void put_party(pnri_message_writer *w, const pnr_contact *contact)
{
  enum { NAME = 4 };
  bool is_older = w->is_own && !pnri_slice_is(contact->purpose, "MS") && contact->text.size != 0;
  if (w->is_own && is_communication(contact)) {
    pnri_put_communication(w, contact);
    return;
  }
  pnri_put_segment(&w->out, is_older ? "CTA" : "NAD");
  pnri_put_element(&w->out, w->is_own ? contact->purpose : pnri_slice("MS"));
  if (is_older) {
    pnri_put_element(&w->out, pnri_nothing());
    pnri_put_component(&w->out, contact->text);
    return;
  }
  pnri_put_empty_elements(w, NAME - 2);
  pnri_put_element(&w->out, pnri_plain(w, contact->text));
}

/* --- Journey --- */

/* C220 8067; none for the air. */
static pnr_slice mode_of(uint32_t transport)
{
  static const char *const modes[] = { "", "", "1", "2", "3" };
  _Static_assert(PNR_TRANSPORT_SEA == 2 && PNR_TRANSPORT_RAIL == 3 && PNR_TRANSPORT_ROAD == 4, "order of modes");
  return pnri_slice(transport < sizeof modes / sizeof modes[0] ? modes[transport] : "");
}

static void put_journey(pnri_message_writer *w, const pnr_leg *leg)
{
  pnri_put_segment(&w->out, "TDT");
  pnri_put_element(&w->out, pnri_slice("20"));
  pnri_put_element(&w->out, leg->number.size != 0 ? leg->carrier : pnri_nothing());
  pnri_put_text(&w->out, leg->number);
  pnri_put_text(&w->out, leg->suffix);
  pnri_put_element(&w->out, mode_of(leg->transport));
  pnri_put_empty_elements(w, 1);
  pnri_put_element(&w->out, leg->carrier);
}

typedef struct order {
  pnri_kept kept;
  uint32_t item, contact, leg, traveller; /* next ones */
  bool in_person;
  bool is_counted;
  bool has_uns;
} order;

/* Items that stand before the next leg or person: [o->item, this). */
static uint32_t end_of_leg(const pnri_message_writer *w, const order *o)
{
  const pnr_content *content = w->content;
  uint64_t end = o->leg + 1 < content->leg_count ? content->legs[o->leg + 1]->offset : UINT64_MAX;
  if (o->traveller < content->traveller_count && content->travellers[o->traveller]->offset < end)
    end = content->travellers[o->traveller]->offset;
  return pnri_kept_find(&o->kept, end);
}

/* True when one of them has one of the qualifiers, and the place where one is given. */
static bool is_kept(pnri_message_writer *w, const order *o, const char *tag, const char *const *qualifiers,
                    pnr_slice place)
{
  uint32_t end = w->is_own ? end_of_leg(w, o) : 0;
  for (uint32_t i = o->item; i < end && pnri_write_spend(w); i++) {
    pnr_slice text = o->kept.items[i]->text;
    if (!pnri_slice_is(o->kept.items[i]->tag, tag)) continue;
    if (place.size != 0 && !pnri_means(w, pnri_kept_component(w, text, 2, 1), place)) continue;
    for (size_t q = 0; qualifiers[q] != NULL; q++)
      if (pnri_means(w, pnri_kept_component(w, text, 1, 1), pnri_slice(qualifiers[q]))) return true;
  }
  return false;
}

/* A leg that begins with a TDT of its own. */
static void put_leg(pnri_message_writer *w, const order *o)
{
  static const char *const places[] = { "125", "87", "92", "5", "005", "8", "008", "PT", NULL };
  static const char *const departs[] = { "189", "136", NULL }, *const arrives[] = { "232", "132", NULL };
  const pnr_leg *leg = w->content->legs[o->leg];
  const pnr_item *item = w->is_own ? pnri_kept_at(&o->kept, leg->offset) : NULL;
  if (item == NULL || !pnri_slice_is(item->tag, "TDT")) put_journey(w, leg);
  if (!is_kept(w, o, "LOC", places, leg->from)) pnri_put_place(w, "125", leg->from);
  if (!is_kept(w, o, "DTM", departs, pnri_nothing())) pnri_put_moment(w, "189", leg->departs, leg->departs_time);
  if (!is_kept(w, o, "LOC", places, leg->to)) pnri_put_place(w, "87", leg->to);
  if (!is_kept(w, o, "DTM", arrives, pnri_nothing())) pnri_put_moment(w, "232", leg->arrives, leg->arrives_time);
}

/* --- Counts --- */

/* What the message declares less what its kept counts do. */
static void put_count(pnri_message_writer *w, order *o)
{
  const pnr_content *content = w->content;
  uint64_t kept = 0;
  bool has_kept = false;
  for (uint32_t i = 0; i < o->kept.count; i++) {
    if (!pnri_slice_is(o->kept.items[i]->tag, "CNT")) continue;
    uint32_t count = pnri_number(pnri_slice_trim(pnri_kept_component(w, o->kept.items[i]->text, 1, 2)));
    if (count == UINT32_MAX) continue;
    kept += count;
    has_kept = true;
  }
  o->is_counted = true;
  uint32_t declared = w->is_own ? content->declared - (uint32_t)kept : content->traveller_count;
  if (w->is_own && (content->is_declared == 0 || (has_kept && declared == 0))) return;
  pnri_put_segment(&w->out, "CNT");
  pnri_put_element(&w->out, pnri_slice("42"));
  pnri_put_component(&w->out, pnri_nothing());
  pnri_put_number(&w->out, declared, 1);
}

/* --- The whole --- */

enum { ITEM, CONTACT, LEG, TRAVELLER, NOTHING };

/* What stands next in the input; of another format, in the guide's order. Where an item tells of a leg, its TDT comes
 * before and its places come behind the TDT that is written for it. */
static uint32_t next_of(const pnri_message_writer *w, const order *o)
{
  const pnr_content *content = w->content;
  uint64_t at[NOTHING] = { UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX };
  if (w->is_own && o->item < o->kept.count) {
    const pnr_item *item = o->kept.items[o->item];
    at[ITEM] = 2 * item->offset + !pnri_slice_is(item->tag, "TDT");
  }
  if (o->contact < content->contact_count) at[CONTACT] = 2 * content->contacts[o->contact]->offset;
  if (o->leg < content->leg_count) at[LEG] = 2 * content->legs[o->leg]->offset;
  if (o->traveller < content->traveller_count) at[TRAVELLER] = 2 * content->travellers[o->traveller]->offset;
  uint32_t first = NOTHING;
  for (uint32_t i = NOTHING; i-- > 0;) {
    if (at[i] == UINT64_MAX) continue;
    if (first == NOTHING || !w->is_own || at[i] <= at[first]) first = i;
  }
  return first;
}

static void put_next(pnri_message_writer *w, order *o, uint32_t what)
{
  const pnr_content *content = w->content;
  if (what != TRAVELLER && o->in_person && !o->is_counted) put_count(w, o);
  o->in_person = what == TRAVELLER;
  switch (what) {
  case ITEM:
    o->has_uns |= pnri_slice_is(o->kept.items[o->item]->tag, "UNS");
    pnri_put_item(w, o->kept.items[o->item++]);
    break;
  case LEG:
    put_leg(w, o);
    o->leg++;
    break;
  case CONTACT:
    if (!w->is_own || pnri_kept_at(&o->kept, content->contacts[o->contact]->offset) == NULL)
      put_party(w, content->contacts[o->contact]);
    o->contact++;
    break;
  default: pnri_paxlst_put_person(w, o->traveller++, o->has_uns); break;
  }
}

static void put_body(pnri_message_writer *w)
{
  order o = { .kept = pnri_kept_sort(w, w->content->items, w->content->item_count) };
  pnri_kept none = { NULL, 0 };
  put_bgm(w, w->is_own ? &o.kept : &none);
  put_transaction(w, w->is_own ? &o.kept : &none);
  for (uint32_t what; (what = next_of(w, &o)) != NOTHING && w->out.fault.status == PNR_OK;) put_next(w, &o, what);
  if (!o.is_counted) put_count(w, &o);
}

pnr_status pnr_write_paxlst(pnr_text *text, const pnr_message *message, const pnr_write_options *options,
                            pnr_differences **losses, pnr_error *error)
{
  static const pnri_message_format format = { PNR_MESSAGE_PAXLST, "PAXLST", "D", "12B", "UN", "IATA", put_body };
  return pnri_write_message(text, message, options, &format, losses, error);
}
