/* SPDX-License-Identifier: Apache-2.0
 *
 * Addresses, phones and e-mail of PNRGOV, wherever they stand: ADD, SSR CTC., and keywords inside of free text. */
#include "read/pnrgov.h"

static bool is_digit(uint8_t octet) { return octet >= '0' && octet <= '9'; }
static bool is_letter(uint8_t octet) { return (octet & 0xDF) >= 'A' && (octet & 0xDF) <= 'Z'; }

/* --- E-mail and phone --- */

/* Reservation systems have no @, no _ and no hyphen in free text: AIRIMP writes //, .. and ./ for them. What has an @ is
 * not written so. */
static const struct {
  char code[3];
  char sign;
} escapes[] = { { "//", '@' }, { "..", '_' }, { "./", '-' } };

static size_t escape_at(pnr_slice text, size_t at)
{
  size_t i = 0;
  while (i < 3 && (at + 2 > text.size || memcmp(text.data + at, escapes[i].code, 2) != 0)) i++;
  return i;
}

static pnr_slice unescape(pnri_pnrgov *p, pnr_slice text)
{
  size_t first = 0;
  while (first < text.size && escape_at(text, first) == 3) first++;
  if (first == text.size || memchr(text.data, '@', text.size) != NULL) return text;
  uint8_t *out = pnri_arena_text(p->arena, text.size);
  if (out == NULL) {
    p->builder->failed = 1;
    return text;
  }
  size_t size = 0;
  for (size_t i = 0; i < text.size; i++) {
    size_t escape = escape_at(text, i);
    out[size++] = escape < 3 ? (uint8_t)escapes[escape].sign : text.data[i];
    if (escape < 3) i++;
  }
  pnri_arena_trim(p->arena, out, text.size, size);
  return (pnr_slice){ out, size };
}

static bool looks_like_email(pnr_slice text)
{
  for (size_t i = 0; i < text.size; i++) {
    if (text.data[i] == '@') return true;
    if (i > 0 && i + 2 < text.size && text.data[i] == '/' && text.data[i + 1] == '/') return true;
  }
  return false;
}

static bool looks_like_phone(pnr_slice text)
{
  uint32_t digits = 0;
  for (size_t i = 0; i < text.size; i++) digits += is_digit(text.data[i]);
  return digits >= 6;
}

/* Phones and e-mail of one traveller are also what he can be found by. */
static void add_identifier(pnri_pnrgov *p, const pnr_contact *contact)
{
  bool is_phone = contact->kind == PNR_CONTACT_PHONE;
  pnr_slice value = is_phone ? contact->digits : contact->text;
  if (contact->traveller == PNR_NONE || value.size == 0 || (!is_phone && contact->kind != PNR_CONTACT_EMAIL)) return;
  pnr_identifier *identifier =
    pnri_identifier_add(&pnri_pnrgov_draft(p, contact->traveller)->person, p->arena, &p->builder->failed,
                        is_phone ? PNR_IDENTIFIER_PHONE : PNR_IDENTIFIER_EMAIL);
  if (identifier == NULL) return;
  identifier->value = value;
  identifier->offset = contact->offset;
}

void pnri_pnrgov_contact_resolved(pnri_pnrgov *p, const pnr_contact *contact) { add_identifier(p, contact); }

pnr_contact *pnri_pnrgov_add_contact(pnri_pnrgov *p, uint32_t kind, pnr_slice purpose, pnr_slice text,
                                     uint32_t traveller, uint64_t offset)
{
  pnr_contact *contact = pnri_contact_add(p->builder, &p->booking->contacts);
  if (contact == NULL) return NULL;
  contact->kind = kind;
  contact->purpose = purpose;
  contact->text = kind == PNR_CONTACT_EMAIL ? unescape(p, text) : text;
  if (kind == PNR_CONTACT_PHONE) contact->digits = pnri_phone_digits(p->arena, text);
  contact->traveller = traveller;
  contact->offset = offset;
  add_identifier(p, contact);
  return contact;
}

/* --- Keywords: CTCE, CTCM, CTCH … --- */

static uint32_t kind_of_keyword(uint8_t letter, pnr_slice text)
{
  switch (letter) {
  case 'E': return PNR_CONTACT_EMAIL;
  case 'A': return PNR_CONTACT_ADDRESS;
  case 'T': return PNR_CONTACT_AGENCY;
  case 'R': return looks_like_phone(text) ? PNR_CONTACT_PHONE : PNR_CONTACT_OTHER; /* refused */
  default:
    if (looks_like_email(text)) return PNR_CONTACT_EMAIL;
    return looks_like_phone(text) ? PNR_CONTACT_PHONE : PNR_CONTACT_OTHER;
  }
}

/* Without what separates it from its keyword: CTCE/PETRA//MAIL.EXAMPLE, CTCM-420…. */
static pnr_slice contact_text(pnr_slice text)
{
  text = pnri_slice_trim(text);
  bool has_mark =
    text.size > 1 && (text.data[0] == '/' || text.data[0] == '-' || text.data[0] == ':') && text.data[1] != '/';
  return has_mark ? pnri_slice_trim(pnri_slice_from(text, 1)) : text;
}

/* Without the name reference behind it: -1NOVAK/PETRA. */
static pnr_slice without_tail(pnr_slice text)
{
  for (size_t i = 0; i + 2 < text.size; i++)
    if (text.data[i] == '-' && is_digit(text.data[i + 1]) && is_letter(text.data[i + 2]))
      return (pnr_slice){ text.data, i };
  return text;
}

pnr_contact *pnri_pnrgov_keyword_contact(pnri_pnrgov *p, pnr_slice keyword, pnr_slice text, uint32_t traveller,
                                         uint64_t offset)
{
  pnr_slice all = text;
  text = contact_text(text);
  uint32_t kind = kind_of_keyword(keyword.size > 3 ? keyword.data[3] & 0xDF : 0, text);
  if (kind == PNR_CONTACT_EMAIL || kind == PNR_CONTACT_PHONE) text = without_tail(text);
  if (text.size != pnri_slice_trim(all).size) p->keep = true;
  return pnri_pnrgov_add_contact(p, kind, keyword, text, traveller, offset);
}

/* The keyword in text, as "CTCM" also where a blank parts it ("CTC M"); *rest becomes what follows. */
static pnr_slice find_keyword(pnr_slice text, pnr_slice *rest)
{
  static const char *const keywords[] = { "CTCA", "CTCB", "CTCC", "CTCD", "CTCE", "CTCF", "CTCH",
                                          "CTCM", "CTCN", "CTCP", "CTCR", "CTCT", "CTCW" };
  for (size_t i = 0; i + 4 <= text.size; i++) {
    if (memcmp(text.data + i, "CTC", 3) != 0 || (i > 0 && is_letter(text.data[i - 1]))) continue;
    size_t letter = text.data[i + 3] == ' ' ? i + 4 : i + 3;
    if (letter >= text.size || (letter + 1 < text.size && is_letter(text.data[letter + 1]))) continue;
    for (size_t k = 0; k < sizeof keywords / sizeof keywords[0]; k++)
      if ((uint8_t)keywords[k][3] == text.data[letter]) {
        *rest = pnri_slice_from(text, letter + 1);
        return pnri_slice(keywords[k]);
      }
  }
  return (pnr_slice){ NULL, 0 };
}

/* --- ADD: C031 action; C032 purpose, street, city, region code, region, country, postcode, free text --- */

/* 3299: single letters as version 11.1 had them; all others are codes of addresses. */
static uint32_t kind_of_purpose(pnr_slice purpose, pnr_slice text)
{
  if (looks_like_email(text)) return PNR_CONTACT_EMAIL;
  if (purpose.size == 1 && purpose.data[0] == 'E' && text.size != 0) return PNR_CONTACT_EMAIL;
  if (looks_like_phone(text)) return PNR_CONTACT_PHONE;
  return PNR_CONTACT_OTHER;
}

/* "H5555555555 W 1 555 555 5555" is two numbers: a letter that stands alone, with enough digits before and behind,
 * begins the next one. */
static void add_phones(pnri_pnrgov *p, pnr_slice purpose, pnr_slice text, uint32_t traveller, uint64_t offset)
{
  enum { LEAST = 6 };
  uint32_t digits = 0, left = 0;
  for (size_t i = 0; i < text.size; i++) left += is_digit(text.data[i]);
  size_t begin = 0;
  for (size_t i = 0; i <= text.size; i++) {
    bool is_alone =
      i > 0 && i + 1 < text.size && is_letter(text.data[i]) && text.data[i - 1] == ' ' && !is_letter(text.data[i + 1]);
    if (i == text.size || (is_alone && digits >= LEAST && left >= LEAST)) {
      pnr_slice phone = pnri_slice_trim((pnr_slice){ text.data + begin, i - begin });
      if (pnri_pnrgov_add_contact(p, PNR_CONTACT_PHONE, purpose, phone, traveller, offset) == NULL) return;
      begin = i;
      digits = 0;
    }
    bool is_counted = i < text.size && is_digit(text.data[i]);
    digits += is_counted;
    left -= is_counted;
  }
}

static void add_free_text(pnri_pnrgov *p, pnr_slice purpose, pnr_slice text, uint64_t offset)
{
  if (text.size == 0) return;
  uint32_t traveller = pnri_pnrgov_traveller(p);
  pnr_slice rest = { NULL, 0 }, keyword = find_keyword(text, &rest);
  if (keyword.size != 0) {
    p->keep = true; /* what stands before the keyword */
    pnri_pnrgov_keyword_contact(p, keyword, rest, traveller, offset);
    return;
  }
  uint32_t kind = kind_of_purpose(purpose, text);
  if (kind == PNR_CONTACT_PHONE) add_phones(p, purpose, text, traveller, offset);
  else pnri_pnrgov_add_contact(p, kind, purpose, text, traveller, offset);
}

void pnri_pnrgov_add(pnri_pnrgov *p, pnri_segment *s)
{
  for (uint32_t e = 2; e <= s->element_count; e++) {
    pnr_slice purpose = pnri_segment_text(s, e, 1), street = pnri_segment_text(s, e, 2);
    pnr_slice city = pnri_segment_text(s, e, 3), code = pnri_segment_text(s, e, 4);
    pnr_slice region = pnri_segment_text(s, e, 5), country = pnri_segment_text(s, e, 6);
    pnr_slice postcode = pnri_segment_text(s, e, 7), text = pnri_segment_text(s, e, 8);
    uint64_t offset = pnri_segment_offset(s, e, 1);
    size_t address = street.size + city.size + code.size + region.size + country.size + postcode.size;
    if (address != 0) {
      pnr_contact *contact =
        pnri_pnrgov_add_contact(p, PNR_CONTACT_ADDRESS, purpose, street, pnri_pnrgov_traveller(p), offset);
      if (contact == NULL) return;
      contact->street = street;
      contact->city = city;
      contact->region = pnri_pnrgov_join(p, code, ' ', region);
      contact->country = country;
      contact->postcode = postcode;
    } else if (text.size == 0 && purpose.size != 0) p->keep = true;
    add_free_text(p, purpose, text, pnri_segment_offset(s, e, 8));
  }
}

/* --- IFT: C346 subject, type, indicator, carrier, language; then texts --- */

/* Who pays: name, address and phone. They are not the traveller's. */
static void add_sponsor(pnri_pnrgov *p, pnri_segment *s, pnr_slice code)
{
  pnr_slice address = pnri_segment_text(s, 3, 1), phone = pnri_segment_text(s, 4, 1);
  if (address.size != 0)
    pnri_pnrgov_add_contact(p, PNR_CONTACT_ADDRESS, code, address, PNR_NONE, pnri_segment_offset(s, 3, 1));
  if (looks_like_phone(phone))
    pnri_pnrgov_add_contact(p, PNR_CONTACT_PHONE, code, phone, PNR_NONE, pnri_segment_offset(s, 4, 1));
}

static void add_remark(pnri_pnrgov *p, const pnri_segment *s, pnr_slice code, pnr_slice text)
{
  pnr_remark *remark = pnri_remark_add(p->builder, &p->booking->remarks);
  if (remark == NULL) return;
  remark->code = code;
  remark->text = text;
  remark->traveller = pnri_pnrgov_traveller(p);
  if (p->group >= PNRI_GROUP_LEG && p->group <= PNRI_GROUP_BOARDING) remark->leg = p->leg_index;
  remark->offset = s->begin;
  pnri_pnrgov_no_show(p, text);
}

void pnri_pnrgov_ift(pnri_pnrgov *p, pnri_segment *s)
{
  pnr_slice subject = pnri_segment_text(s, 1, 1), type = pnri_segment_text(s, 1, 2);
  pnr_slice text = pnri_pnrgov_texts(p, s, 2, 1, s->element_count, '\n'),
            code = pnri_pnrgov_join(p, subject, ':', type);
  pnri_pnrgov_expect_carrier(p, s, 1, 4);
  if (subject.size > 3) { /* free text in the place of the codes */
    text = pnri_pnrgov_join(p, code, '\n', text);
    code = pnri_slice("OSI");
  } else if (pnri_slice_is(code, "4:28")) code = pnri_slice("OSI");
  pnr_slice rest = { NULL, 0 }, keyword = find_keyword(text, &rest);
  if (keyword.size != 0) {
    /* the contact holds neither another code nor what stands before the keyword */
    if (!pnri_slice_is(code, "OSI") || pnri_slice_from(text, 4).data != rest.data) p->keep = true;
    pnri_pnrgov_keyword_contact(p, keyword, rest, pnri_pnrgov_traveller(p), pnri_segment_offset(s, 2, 1));
    return;
  }
  if (pnri_slice_is(code, "4:43")) add_sponsor(p, s, code);
  add_remark(p, s, code, text);
}
