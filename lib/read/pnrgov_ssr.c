/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV SSR: one segment for everything that a carrier may be asked for. The code (9962) decides; what has no fields
 * of its own becomes a remark. */
#include "core/date.h"
#include "read/pnrgov.h"

/* C334 in element 1: code, status, quantity, carrier, …, board point, off point, free text from component 9 on.
 * C332 in all others: data, unit, traveller, characteristics. */
enum { TEXT = 9 };

typedef struct ssr {
  pnr_slice code;
  pnr_slice text;
  uint64_t offset; /* of the text */
} ssr;

typedef void (*ssr_handler)(pnri_pnrgov *p, pnri_segment *s, const ssr *r);

/* --- What goes without saying --- */

static void expect_quantity(pnri_pnrgov *p, pnri_segment *s)
{
  pnr_slice text = pnri_segment_text(s, 1, 3);
  if (text.size != 0 && !pnri_slice_is(text, "1")) p->keep = true;
}

static void expect_place(pnri_pnrgov *p, pnri_segment *s, uint32_t component)
{
  pnr_slice place = pnri_segment_text(s, 1, component);
  if (place.size == 0) return;
  bool in_leg = p->group >= PNRI_GROUP_LEG && p->group <= PNRI_GROUP_BOARDING && p->leg != NULL;
  if (!in_leg || !pnri_slice_equal(place, component == 7 ? p->leg->from : p->leg->to)) p->keep = true;
}

static uint32_t open_leg(const pnri_pnrgov *p)
{
  return p->group >= PNRI_GROUP_LEG && p->group <= PNRI_GROUP_BOARDING ? p->leg_index : PNR_NONE;
}

/* The traveller of the group, else of the element's reference (9944). That may come to be known later: then what waits
 * for him is returned. */
static pnri_pending *set_traveller(pnri_pnrgov *p, pnri_segment *s, uint32_t element, uint32_t *slot)
{
  pnr_slice reference = pnri_segment_text(s, element, 3);
  *slot = pnri_pnrgov_traveller(p);
  return reference.size != 0 ? pnri_known_refer(p, s, reference, slot) : NULL;
}

/* --- DOCS, DOCO, DOCA, INFT --- */

static void claim(pnri_pnrgov *p, pnri_segment *s, const ssr *r)
{
  static const struct {
    char code[5];
    uint32_t kind;
  } kinds[] = {
    { "DOCS", PNRI_CLAIM_DOCS }, { "DOCO", PNRI_CLAIM_DOCO }, { "DOCA", PNRI_CLAIM_DOCA }, { "INFT", PNRI_CLAIM_INFT }
  };
  if (r->text.size == 0) {
    p->keep = true;
    return;
  }
  pnri_pnrgov_expect(p, s, 1, 2, "HK");
  expect_place(p, s, 7);
  expect_place(p, s, 8);
  pnr_slice reference = pnri_segment_text(s, 2, 3);
  for (uint32_t e = 3; e <= s->element_count; e++)
    if (pnri_segment_text(s, e, 3).size != 0) p->keep = true;
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (pnri_slice_is(r->code, kinds[i].code)) pnri_claim_add(p, s, kinds[i].kind, r->text, reference);
}

/* --- Remarks --- */

static void add_remark(pnri_pnrgov *p, pnri_segment *s, const ssr *r, uint32_t element)
{
  pnr_remark *remark = pnri_remark_add(p->builder, &p->booking->remarks);
  if (remark == NULL) return;
  remark->code = r->code;
  remark->status = pnri_segment_text(s, 1, 2);
  remark->text = r->text;
  remark->leg = open_leg(p);
  remark->offset = s->begin;
  pnri_pending *pending = set_traveller(p, s, element, &remark->traveller);
  if (pending == NULL) return;
  pending->remark = remark;
  pending->carrier = pnri_segment_text(s, 1, 4);
  pending->text_offset = r->offset;
}

/* One remark for each traveller that is named, or one for all. */
static void remark(pnri_pnrgov *p, pnri_segment *s, const ssr *r)
{
  bool names_any = false;
  expect_place(p, s, 7);
  expect_place(p, s, 8);
  for (uint32_t e = 2; e <= s->element_count; e++) {
    if (pnri_segment_text(s, e, 3).size == 0) continue;
    names_any = true;
    add_remark(p, s, r, e);
  }
  if (!names_any) add_remark(p, s, r, 2);
  pnri_pnrgov_no_show(p, r->text);
}

/* --- Seats --- */

static void seat(pnri_pnrgov *p, pnri_segment *s, const ssr *r)
{
  bool has_any = false;
  for (uint32_t e = 2; e <= s->element_count && !has_any; e++) has_any = pnri_segment_text(s, e, 1).size != 0;
  if (!has_any) {
    remark(p, s, r);
    return;
  }
  pnri_pnrgov_expect(p, s, 1, 2, "HK");
  if (r->text.size != 0) p->keep = true;
  uint32_t seats = 0;
  for (uint32_t e = 2; e <= s->element_count; e++) {
    pnr_slice number = pnri_segment_text(s, e, 1);
    if (number.size == 0) {
      if (pnri_segment_text(s, e, 3).size != 0) p->keep = true;
      continue;
    }
    pnr_seat *added = pnri_seat_add(p->builder, &p->booking->seats);
    if (added == NULL) return;
    added->number = number;
    added->from = pnri_segment_text(s, 1, 7);
    added->to = pnri_segment_text(s, 1, 8);
    added->leg = open_leg(p);
    added->offset = pnri_segment_offset(s, e, 1);
    set_traveller(p, s, e, &added->traveller);
    seats++;
  }
  if (!pnri_slice_is(r->code, "SEAT") || pnri_number(pnri_segment_text(s, 1, 3)) != seats) p->keep = true;
}

/* --- Frequent flyers: /UA12345-NAME, UA12345, 12345 --- */

static bool is_letter(uint8_t octet) { return (octet & 0xDF) >= 'A' && (octet & 0xDF) <= 'Z'; }
static bool is_digit(uint8_t octet) { return octet >= '0' && octet <= '9'; }

static pnri_traveller_draft *named_traveller(pnri_pnrgov *p, pnri_segment *s)
{
  uint32_t i = pnri_known_by_reference(p, pnri_segment_text(s, 2, 3));
  if (i != PNR_NONE) return pnri_known_at(p, i)->draft;
  return pnri_pnrgov_draft(p, pnri_pnrgov_traveller(p));
}

void pnri_pnrgov_frequent_flyer(pnri_pnrgov *p, pnri_traveller_draft *draft, pnr_slice text, pnr_slice carrier,
                                uint64_t offset)
{
  while (text.size != 0 && (text.data[0] == '/' || text.data[0] == ' ')) text = pnri_slice_from(text, 1);
  size_t size = 0;
  while (size < text.size && (is_letter(text.data[size]) || is_digit(text.data[size]))) size++;
  text.size = size;
  if (text.size < 3) return;
  /* an airline designator is two letters, or a letter and a digit */
  bool has_carrier = is_letter(text.data[0]) || is_letter(text.data[1]);
  pnr_identifier *identifier =
    pnri_identifier_add(&draft->person, p->arena, &p->builder->failed, PNR_IDENTIFIER_FREQUENT_FLYER);
  if (identifier == NULL) return;
  identifier->issuer = has_carrier ? (pnr_slice){ text.data, 2 } : carrier;
  identifier->value = has_carrier ? pnri_slice_from(text, 2) : text;
  identifier->offset = offset;
}

static void frequent_flyer(pnri_pnrgov *p, pnri_segment *s, const ssr *r)
{
  remark(p, s, r);
  pnri_traveller_draft *draft = named_traveller(p, s);
  if (draft != NULL) pnri_pnrgov_frequent_flyer(p, draft, r->text, pnri_segment_text(s, 1, 4), r->offset);
}

/* --- Contacts and children --- */

static void contact(pnri_pnrgov *p, pnri_segment *s, const ssr *r)
{
  if (r->text.size == 0) {
    remark(p, s, r);
    return;
  }
  pnri_pnrgov_expect(p, s, 1, 2, "HK");
  pnri_traveller_draft *draft = named_traveller(p, s);
  uint32_t traveller = draft != NULL ? draft->index : PNR_NONE;
  pnr_contact *added = pnri_pnrgov_keyword_contact(p, r->code, r->text, traveller, r->offset);
  if (added == NULL || draft != NULL) return;
  pnri_pending *pending = set_traveller(p, s, 2, &added->traveller);
  if (pending != NULL) pending->contact = added;
}

/* CHLD: the birth date of a child. */
static void read_child(pnri_pnrgov *p, pnri_traveller_draft *draft, pnr_slice text, uint64_t offset)
{
  if (draft->view.kind == PNR_KIND_UNKNOWN) draft->view.kind = PNR_KIND_CHILD;
  while (text.size != 0 && (text.data[0] == '/' || text.data[0] == ' ')) text = pnri_slice_from(text, 1);
  bool has_century = false;
  pnr_date date = pnri_pnrgov_parse_date(text, PNRI_DATE_BIRTH, true, p->reading->reference, &has_century);
  if (date == 0 || draft->person.births.count != 0) return;
  pnr_birth *birth = pnri_birth_add(&draft->person, p->arena, &p->builder->failed, date, date);
  if (birth != NULL) birth->offset = offset;
}

static void child(pnri_pnrgov *p, pnri_segment *s, const ssr *r)
{
  remark(p, s, r);
  pnri_traveller_draft *draft = named_traveller(p, s);
  if (draft != NULL) read_child(p, draft, r->text, r->offset);
}

/* What a remark in front of its traveller says of him. */
void pnri_pnrgov_remark_resolved(pnri_pnrgov *p, const pnri_pending *pending, pnri_traveller_draft *draft)
{
  const pnr_remark *remark = pending->remark;
  if (pnri_slice_starts(remark->code, "FQT"))
    pnri_pnrgov_frequent_flyer(p, draft, remark->text, pending->carrier, pending->text_offset);
  else if (pnri_slice_is(remark->code, "CHLD")) read_child(p, draft, remark->text, pending->text_offset);
}

/* --- SSR --- */

static const struct {
  char code[5];
  ssr_handler handler;
} codes[] = {
  { "DOCS", claim },          { "SEAT", seat },           { "DOCA", claim },          { "DOCO", claim },
  { "INFT", claim },          { "RQST", seat },           { "NSST", seat },           { "NSSA", seat },
  { "NSSB", seat },           { "NSSR", seat },           { "NSSW", seat },           { "SMST", seat },
  { "SMSA", seat },           { "SMSB", seat },           { "SMSR", seat },           { "SMSW", seat },
  { "FQTV", frequent_flyer }, { "FQTU", frequent_flyer }, { "FQTR", frequent_flyer }, { "FQTS", frequent_flyer },
  { "CHLD", child },
};

static ssr_handler handler_of(pnr_slice code)
{
  for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
    if (code.size == 4 && memcmp(code.data, codes[i].code, 4) == 0) return codes[i].handler;
  return code.size == 4 && pnri_slice_starts(code, "CTC") ? contact : remark;
}

void pnri_pnrgov_ssr(pnri_pnrgov *p, pnri_segment *s)
{
  /* text over 70 characters goes on in the next component */
  ssr r = { pnri_segment_text(s, 1, 1), pnri_pnrgov_texts(p, s, 1, TEXT, 1, 0), pnri_segment_offset(s, 1, TEXT) };
  ssr_handler handler = handler_of(r.code);
  if (handler != seat) expect_quantity(p, s);
  pnri_pnrgov_expect_carrier(p, s, 1, 4);
  /* some put the text into element 2 */
  if (handler != seat && handler != remark && r.text.size == 0 && pnri_segment_text(s, 2, 1).size != 0) {
    r.text = pnri_segment_text(s, 2, 1);
    r.offset = pnri_segment_offset(s, 2, 1);
  }
  handler(p, s, &r);
}
