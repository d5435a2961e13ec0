/* SPDX-License-Identifier: Apache-2.0 */
#include "facts.h"

#include "output.h"

/* --- Values --- */

/* The next letter or digit, small letters as capitals; octets beyond ASCII as they are, a star, which stands for masked ones, too. 0: none. */
static uint8_t next_sign(pnr_slice text, size_t *at)
{
  while (*at < text.size) {
    uint8_t octet = text.data[(*at)++];
    if (octet >= 'a' && octet <= 'z') return (uint8_t)(octet - 32);
    if ((octet >= 'A' && octet <= 'Z') || (octet >= '0' && octet <= '9') || octet >= 0x80 || octet == '*') return octet;
  }
  return 0;
}

static bool is_same(pnr_slice left, pnr_slice right)
{
  uint8_t a, b;
  size_t i = 0, k = 0, signs = 0;
  do {
    a = next_sign(left, &i);
    b = next_sign(right, &k);
    signs++;
  } while (a == b && a != 0);
  return a == b && signs > 1;
}

/* +31 20 123 and 0031 20 123 are one number. */
static pnr_slice without_zeroes(pnr_slice number)
{
  while (number.size != 0 && (number.data[0] == '0' || number.data[0] == '+'))
    number = (pnr_slice){ number.data + 1, number.size - 1 };
  return number;
}

static bool is_same_number(pnr_slice left, pnr_slice right)
{
  return is_same(without_zeroes(left), without_zeroes(right));
}

/* One that is not known agrees with any. */
static bool is_same_issuer(pnr_slice left, pnr_slice right)
{
  pnr_slice a = pnr_country_code(left), b = pnr_country_code(right);
  if (left.size == 0 || right.size == 0) return true;
  return is_same(a.size != 0 ? a : left, b.size != 0 ? b : right);
}

static bool has_document(const pnr_document *const *documents, uint32_t count, const pnr_document *asked)
{
  for (uint32_t i = 0; i < count; i++)
    if (is_same(documents[i]->number, asked->number) && is_same_issuer(documents[i]->issuer, asked->issuer))
      return true;
  return false;
}

static bool has_identifier(const pnr_person *person, uint32_t kind, const pnr_selector *asked)
{
  for (uint32_t i = 0; i < person->identifier_count; i++) {
    const pnr_identifier *own = person->identifiers[i];
    if (own->kind != kind) continue;
    bool is_value =
      kind == PNR_IDENTIFIER_PHONE ? is_same_number(own->value, asked->value) : is_same(own->value, asked->value);
    if (is_value && is_same_issuer(own->issuer, asked->issuer)) return true;
  }
  return false;
}

/* --- What stands at a booking --- */

static bool has_contact(const pnr_booking *booking, uint32_t kind, pnr_slice asked)
{
  for (uint32_t i = 0; i < booking->contact_count; i++) {
    const pnr_contact *contact = booking->contacts[i];
    if (contact->kind != kind) continue;
    if (kind == PNR_CONTACT_PHONE ? is_same_number(contact->digits, asked) || is_same_number(contact->text, asked)
                                  : is_same(contact->text, asked))
      return true;
    if (kind != PNR_CONTACT_ADDRESS) continue;
    pnr_text *whole = text_open();
    put(whole, contact->street);
    put(whole, contact->postcode);
    put(whole, contact->city);
    bool is_whole = is_same(pnr_text_get(whole), asked);
    pnr_text_close(whole);
    if (is_whole) return true;
  }
  return false;
}

static bool has_card(const pnr_booking *booking, pnr_slice asked)
{
  for (uint32_t i = 0; i < booking->payment_count; i++)
    if (is_same(booking->payments[i]->account, asked)) return true;
  return false;
}

static bool booking_has(const pnr_booking *booking, const pnr_selector *asked)
{
  switch (asked->kind) {
  case PNR_SELECT_DOCUMENT: return has_document(booking->documents, booking->document_count, asked->document);
  case PNR_SELECT_PHONE: return has_contact(booking, PNR_CONTACT_PHONE, asked->value);
  case PNR_SELECT_EMAIL: return has_contact(booking, PNR_CONTACT_EMAIL, asked->value);
  case PNR_SELECT_ADDRESS: return has_contact(booking, PNR_CONTACT_ADDRESS, asked->value);
  case PNR_SELECT_CARD: return has_card(booking, asked->value);
  default: return false;
  }
}

static bool person_has(const pnr_person *person, const pnr_selector *asked)
{
  switch (asked->kind) {
  case PNR_SELECT_DOCUMENT: return has_document(person->documents, person->document_count, asked->document);
  case PNR_SELECT_PHONE: return has_identifier(person, PNR_IDENTIFIER_PHONE, asked);
  case PNR_SELECT_EMAIL: return has_identifier(person, PNR_IDENTIFIER_EMAIL, asked);
  case PNR_SELECT_CARD: return has_identifier(person, PNR_IDENTIFIER_CARD, asked);
  case PNR_SELECT_FREQUENT_FLYER: return has_identifier(person, PNR_IDENTIFIER_FREQUENT_FLYER, asked);
  default: return false;
  }
}

uint32_t fact_traveller(const pnr_content *content, const pnr_selector *selector)
{
  for (uint32_t i = 0; i < content->traveller_count; i++)
    if (person_has(content->travellers[i]->person, selector)) return i;
  for (uint32_t i = 0; i < content->booking_count; i++)
    if (booking_has(content->bookings[i], selector)) return 0;
  return PNR_NONE;
}
