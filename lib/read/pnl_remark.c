/* SPDX-License-Identifier: Apache-2.0
 *
 * .R/ of PNL and ADL: an SSR as AIRIMP writes it, DOCS HK1/P/…-1SMITH/JOHNMR, or free text. Documents become claims of
 * the booking, as those of PNRGOV do. */
#include "core/date.h"
#include "name/title.h"
#include "read/pnl.h"

typedef struct remark {
  pnri_pnl_message *m;
  const pnri_pnl_people *people;
  const pnri_pnl_piece *piece;
  pnr_slice whole;
  pnr_slice code, status, text;
  uint64_t offset; /* of text */
  uint32_t known;  /* whom it is about, or PNR_NONE */
  bool keep;       /* something has no record of its own */
} remark;

static bool is_letter(uint8_t octet) { return octet >= 'A' && octet <= 'Z'; }

/* --- Form --- */

/* HK1: octets of a status and its quantity at the beginning of text; 0 where there is none. */
static size_t status_size(pnr_slice text)
{
  enum { STATUS = 2, QUANTITY = 3 };
  if (text.size <= STATUS || !is_letter(text.data[0]) || !is_letter(text.data[1])) return 0;
  size_t size = STATUS;
  while (size < text.size && size < STATUS + QUANTITY && pnri_pnl_digit(text.data[size])) size++;
  bool ends = size == text.size || text.data[size] == ' ' || text.data[size] == '/' || text.data[size] == '-';
  return size > STATUS && ends ? size : 0;
}

static size_t word_size(pnr_slice text)
{
  size_t size = 0;
  while (size < text.size && (is_letter(text.data[size]) || pnri_pnl_digit(text.data[size]))) size++;
  return size;
}

/* The status, also behind a carrier. */
static void read_status(remark *r)
{
  size_t size = status_size(r->text);
  if (size == 0 && word_size(r->text) == 2 && r->text.size > 3 && r->text.data[2] == ' ') {
    size = status_size(pnri_slice_from(r->text, 3));
    if (size == 0) return;
    const pnr_leg *flight = r->m->p.flight;
    if (flight == NULL || !pnri_slice_equal((pnr_slice){ r->text.data, 2 }, flight->carrier)) r->keep = true;
    r->text = pnri_slice_from(r->text, 3);
  }
  if (size == 0) return;
  r->status = (pnr_slice){ r->text.data, 2 };
  if (size != 3 || r->text.data[2] != '1') r->keep = true;
  r->text = pnri_slice_from(r->text, size);
  if (r->text.size != 0 && r->text.data[0] == ' ') r->text = pnri_slice_from(r->text, 1);
}

static bool is_known_code(pnr_slice code);

/* What begins with no code is free text. */
static void read_form(remark *r)
{
  size_t size = word_size(r->whole);
  r->text = r->whole;
  bool ends = size == r->whole.size || (size != 0 && (r->whole.data[size] == ' ' || r->whole.data[size] == '/'));
  if (size < 3 || size > 4 || !ends || !is_letter(r->whole.data[0])) return;
  pnr_slice code = { r->whole.data, size }, behind = pnri_slice_from(r->whole, size);
  if (behind.size != 0 && behind.data[0] == ' ') behind = pnri_slice_from(behind, 1);
  remark form = *r;
  form.text = behind;
  read_status(&form);
  if (form.status.size == 0 && !is_known_code(code)) return;
  *r = form;
  r->code = code;
}

/* --- Whom is it about? --- */

/* The name behind the text, -1SMITH/JOHNMR; empty where there is none. */
static pnr_slice tail_of(pnr_slice text)
{
  for (size_t i = text.size; i > 2; i--) {
    if (text.data[i - 3] != '-' || !pnri_pnl_digit(text.data[i - 2])) continue;
    size_t letter = i - 2;
    while (letter < text.size && pnri_pnl_digit(text.data[letter])) letter++;
    if (letter < text.size && pnri_pnl_letter(text.data[letter])) return pnri_slice_from(text, letter);
  }
  return (pnr_slice){ NULL, 0 };
}

/* The one of the party whom the tail names best. No element has more seats than its three digits count. */
static uint32_t named_by(remark *r, pnr_slice tail)
{
  enum { MOST_SEATS = 999 };
  pnri_pnrgov *p = &r->m->p;
  pnr_slice given = tail, surname = pnri_pnl_take(&given, '/'), title;
  if (given.size != 0) pnri_title_part(given, true, &given, &title);
  uint32_t best = 0, found = PNR_NONE;
  uint32_t end = r->people->first + (r->people->count < MOST_SEATS ? r->people->count : MOST_SEATS);
  for (uint32_t i = r->people->first; i < end && pnri_known_spend(p); i++) {
    if (pnri_known_at(p, i)->draft == NULL) continue;
    uint32_t fits = pnri_known_fits(pnri_known_at(p, i), surname, given);
    if (fits < best || fits == 0) continue;
    found = fits > best ? i : PNR_NONE;
    best = fits;
  }
  return found;
}

static void find_traveller(remark *r)
{
  r->known = r->people->only;
  pnr_slice tail = tail_of(r->text);
  if (tail.size == 0) return;
  uint32_t named = named_by(r, tail);
  if (named != PNR_NONE) r->known = named;
}

static uint32_t traveller_of(const remark *r) { return pnri_pnl_index(r->m, r->known); }

static pnri_traveller_draft *draft_of(const remark *r)
{
  return r->known != PNR_NONE ? pnri_known_at(&r->m->p, r->known)->draft : NULL;
}

/* --- Codes --- */

static void add_remark(remark *r)
{
  pnr_remark *added = pnri_remark_add(r->m->p.builder, &r->m->p.booking->remarks);
  if (added == NULL) return;
  added->code = r->code;
  added->status = r->status;
  added->text = r->text;
  added->traveller = traveller_of(r);
  added->leg = r->people->leg;
  added->offset = r->offset;
}

/* Of a party of several, and without a tail, the documents' own names decide. NULL when memory is exhausted. */
static pnri_claim *new_claim(remark *r, uint32_t kind)
{
  pnri_claim *claim = pnri_vector_add(&r->m->p.claims, 1);
  if (claim == NULL) {
    r->m->p.builder->failed = 1;
    return NULL;
  }
  *claim = (pnri_claim){ .kind = kind,
                         .offset = r->piece->offset,
                         .text_offset = r->offset,
                         .ordinal = r->piece->line,
                         .first = r->known != PNR_NONE ? r->known : 0,
                         .count = r->known != PNR_NONE ? 1 : 0,
                         .leg = r->people->leg };
  return claim;
}

static void add_claim(remark *r, uint32_t kind)
{
  pnri_claim *claim = r->text.size != 0 ? new_claim(r, kind) : NULL;
  if (claim == NULL) {
    add_remark(r);
    return;
  }
  claim->text = r->text;
  claim->whole = r->whole;
  claim->is_exact = r->piece->is_exact;
  claim->is_infant = pnri_docs_look_infant(r->text);
  bool has_slash = r->text.data[0] == '/', is_inft = kind == PNRI_CLAIM_INFT; /* which parts the text from its status */
  /* a blank may stand for the last letter of a country, which two letters tell as well */
  claim->keep =
    r->keep || r->piece->has_blanks || has_slash == is_inft || (r->status.size != 0 && !pnri_slice_is(r->status, "HK"));
  r->keep = false; /* the claim keeps it */
}

static pnr_date birth_date(const remark *r, pnr_slice text)
{
  bool has_century = false;
  return pnri_pnrgov_parse_date(text, PNRI_DATE_BIRTH, true, r->m->p.reading->reference, &has_century);
}

static void docs(remark *r) { add_claim(r, PNRI_CLAIM_DOCS); }
static void doco(remark *r) { add_claim(r, PNRI_CLAIM_DOCO); }
static void doca(remark *r) { add_claim(r, PNRI_CLAIM_DOCA); }

/* PSPT HK1 X123/GBR/01FEB75/SMITH/JOHN/M, as older systems send a passport. The remark keeps what has no field. */
static void passport(remark *r)
{
  enum { NUMBER, ISSUER, BIRTH, SURNAME, GIVEN, SEX, SLOTS };
  pnr_slice text = r->text, slots[SLOTS];
  add_remark(r);
  pnr_slice tail = tail_of(text);
  if (tail.size != 0) {
    text.size = (size_t)(tail.data - text.data);
    while (text.size != 0 && text.data[text.size - 1] != '-') text.size--;
    text.size--;
  }
  for (size_t i = 0; i < SLOTS; i++) slots[i] = pnri_slice_trim(pnri_pnl_take(&text, '/'));
  pnr_date birth = birth_date(r, slots[BIRTH]);
  if (birth == 0 || slots[NUMBER].size == 0) return;
  pnri_docs *docs = pnri_arena_take(r->m->p.arena, sizeof *docs);
  pnri_claim *claim = docs != NULL ? new_claim(r, PNRI_CLAIM_DOCS) : NULL;
  if (claim == NULL) {
    r->m->p.builder->failed = 1;
    return;
  }
  *docs = (pnri_docs){ .type = pnri_slice("P"),
                       .number = slots[NUMBER],
                       .issuer = slots[ISSUER],
                       .birth = birth,
                       .surname = slots[SURNAME],
                       .given = slots[GIVEN],
                       .raw = pnri_pnrgov_join(&r->m->p, slots[SURNAME], '/', slots[GIVEN]) };
  pnri_docs_sex(slots[SEX], docs);
  claim->docs = docs;
  claim->is_infant = docs->is_infant;
}

/* An infant without name is told by its adult's remark alone. */
static void inft(remark *r)
{
  bool has_letters = false;
  for (size_t i = 0; i < r->text.size && r->text.data[i] != '-'; i++) has_letters |= r->text.data[i] == '/';
  if (has_letters) add_claim(r, PNRI_CLAIM_INFT);
  else add_remark(r);
}

static bool is_phone_like(uint8_t octet) { return pnri_pnl_digit(octet) || octet == '+'; }

/* CTCM HK1/42055501, CTCE HK1/PETRA//MAIL.EXAMPLE, CTC HK1 … */
static void contact(remark *r)
{
  pnri_pnrgov *p = &r->m->p;
  if (r->text.size == 0) {
    add_remark(r);
    return;
  }
  p->keep = r->keep || (r->status.size != 0 && !pnri_slice_is(r->status, "HK"));
  pnri_pnrgov_keyword_contact(p, r->code, r->text, traveller_of(r), r->offset);
  r->keep = p->keep;
}

/* OSI AA CTCM 42055501: a contact too. Everything else of OSI is text. */
static void osi(remark *r)
{
  pnr_slice text = r->text;
  if (word_size(text) == 2 && text.size > 3 && text.data[2] == ' ') text = pnri_slice_from(text, 3);
  size_t size = word_size(text);
  bool is_contact = pnri_slice_starts(text, "CTC") && size >= 3 && size <= 4 && size < text.size;
  if (is_contact && size == 3) is_contact = size + 1 < text.size && is_phone_like(text.data[size + 1]);
  add_remark(r);
  if (!is_contact) return;
  pnr_slice number = pnri_slice_from(text, size);
  pnri_pnrgov_keyword_contact(&r->m->p, (pnr_slice){ text.data, size }, number, traveller_of(r), r->offset);
}

/* TKNE HK1 1251234567890C1, …/1: the number is its first digits. The whole stays a remark, for the coupon. */
static void ticket(remark *r)
{
  enum { LEAST = 10 };
  add_remark(r);
  pnr_slice text = r->text;
  while (text.size != 0 && (text.data[0] == '/' || text.data[0] == ' ')) text = pnri_slice_from(text, 1);
  if (pnri_slice_starts(text, "INF")) text = pnri_slice_from(text, 3);
  size_t digits = 0;
  while (digits < text.size && pnri_pnl_digit(text.data[digits])) digits++;
  if (digits < LEAST) return;
  pnr_ticket *added = pnri_ticket_add(r->m->p.builder, &r->m->p.booking->tickets);
  if (added == NULL) return;
  added->number = (pnr_slice){ text.data, digits };
  added->type = r->code;
  added->traveller = traveller_of(r);
  added->offset = r->offset;
}

static void frequent_flyer(remark *r)
{
  add_remark(r);
  pnri_traveller_draft *draft = draft_of(r);
  pnr_slice carrier = { NULL, 0 };
  if (r->m->p.flight != NULL) carrier = r->m->p.flight->carrier;
  if (draft != NULL) pnri_pnrgov_frequent_flyer(&r->m->p, draft, r->text, carrier, r->offset);
}

/* CHLD HK1 12JAN18 */
static void child(remark *r)
{
  add_remark(r);
  pnri_traveller_draft *draft = draft_of(r);
  if (draft == NULL) return;
  if (draft->view.kind == PNR_KIND_UNKNOWN) draft->view.kind = PNR_KIND_CHILD;
  pnr_slice text = r->text;
  while (text.size != 0 && (text.data[0] == '/' || text.data[0] == ' ')) text = pnri_slice_from(text, 1);
  text.size = word_size(text);
  pnr_date date = birth_date(r, text);
  if (date == 0 || draft->person.births.count != 0) return;
  pnr_birth *birth = pnri_birth_add(&draft->person, r->m->p.arena, &r->m->p.builder->failed, date, date);
  if (birth != NULL) birth->offset = r->offset;
}

/* SEAT HK2 12A 12B-1SMITH/JOHNMR: words as long as they are seats. */
static void seat(remark *r)
{
  add_remark(r);
  pnr_slice text = r->text, number;
  do {
    while (text.size != 0 && (text.data[0] == '/' || text.data[0] == ' ')) text = pnri_slice_from(text, 1);
    number = (pnr_slice){ text.data, word_size(text) };
    text = pnri_slice_from(text, number.size);
  } while (pnri_pnl_add_seat(r->m, r->people, r->known, number, r->offset, false));
}

static const struct {
  char code[5];
  void (*handler)(remark *r);
} codes[] = {
  { "DOCS", docs },           { "DOCO", doco },
  { "DOCA", doca },           { "PSPT", passport },
  { "INFT", inft },           { "INF", inft },
  { "TKNE", ticket },         { "TKNA", ticket },
  { "TKNM", ticket },         { "TKNO", ticket },
  { "FQTV", frequent_flyer }, { "FQTU", frequent_flyer },
  { "FQTR", frequent_flyer }, { "FQTS", frequent_flyer },
  { "CHLD", child },          { "CHD", child },
  { "SEAT", seat },           { "RQST", seat },
  { "NSST", seat },           { "NSSA", seat },
  { "NSSW", seat },           { "OSI", osi },
  { "CTC", contact },
};
enum { CODES = sizeof codes / sizeof codes[0] };

static uint32_t row_of(pnr_slice code)
{
  uint32_t i = 0;
  while (i < CODES && !pnri_slice_is(code, codes[i].code)) i++;
  return i;
}

static bool is_contact_code(pnr_slice code) { return code.size == 4 && pnri_slice_starts(code, "CTC"); }

static bool is_known_code(pnr_slice code) { return row_of(code) < CODES || is_contact_code(code); }

void pnri_pnl_remark(pnri_pnl_message *m, const pnri_pnl_people *people, const pnri_pnl_piece *piece, pnr_slice text)
{
  remark r = { .m = m, .people = people, .piece = piece, .whole = text, .offset = piece->offset };
  read_form(&r);
  if (piece->is_exact && r.text.data != NULL) r.offset += (uint64_t)(r.text.data - text.data);
  find_traveller(&r);
  uint32_t row = row_of(r.code);
  if (row < CODES) codes[row].handler(&r);
  else if (is_contact_code(r.code)) contact(&r);
  else add_remark(&r);
  if (r.keep && !m->p.builder->failed) pnri_pnl_keep(m, piece, text, traveller_of(&r));
}
