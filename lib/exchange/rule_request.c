/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/situation.h"
#include "pnr/blind.h"

/* Rules of what is asked. */

static bool is_before(uint64_t time, uint64_t issued) { return time <= issued + PNR_EXCHANGE_SKEW; }

bool pnri_threshold_holds(const pnri_situation *s)
{
  const pnr_exchange_message *message = s->message;
  uint32_t offences, is_met;
  if (message->type == PNR_EXCHANGE_NOTICE) {
    offences = message->notice->offences;
    is_met = message->notice->threshold_met;
  } else if (message->type == PNR_EXCHANGE_PROBE) {
    offences = message->probe->offences;
    is_met = message->probe->threshold_met;
  } else {
    offences = message->request->offences;
    is_met = message->request->threshold_met;
  }
  return (offences & ~PNR_TERRORISM_BIT) == 0 || is_met != 0;
}

bool pnri_approved_holds(const pnri_situation *s)
{
  bool is_probe = s->message->type == PNR_EXCHANGE_PROBE;
  return is_before(is_probe ? s->message->probe->approved_at : s->message->request->approved_at, s->issued);
}

/* --- Selectors --- */

enum { PERSON = 1, DOCUMENT = 2, VALUE = 4, ISSUER = 8, FLIGHT = 16, FROM = 32, TO = 64 };
static const struct {
  uint32_t must, may;
} needs[] = {
  [PNR_SELECT_PERSON] = { PERSON, 0 },
  [PNR_SELECT_DOCUMENT] = { DOCUMENT, 0 },
  [PNR_SELECT_LOCATOR] = { VALUE, ISSUER },
  [PNR_SELECT_PHONE] = { VALUE, 0 },
  [PNR_SELECT_EMAIL] = { VALUE, 0 },
  [PNR_SELECT_CARD] = { VALUE, 0 },
  [PNR_SELECT_FREQUENT_FLYER] = { VALUE, ISSUER },
  [PNR_SELECT_FLIGHT] = { ISSUER | FLIGHT | FROM | TO, 0 },
  [PNR_SELECT_ADDRESS] = { VALUE, 0 },
  [PNR_SELECT_HANDLE] = { VALUE, 0 },
};

static uint32_t said_by(const pnr_selector *selector)
{
  uint32_t said = 0;
  for (uint32_t i = 1; i < pnri_selector_table.count;
       i++) /* row 0 is the kind; the bits are in the order of the rows */
    if (pnri_row_says(&pnri_selector_table, selector, &pnri_selector_table.rows[i])) said |= 1u << (i - 1);
  return said;
}

/* Somebody can be found by a name, a document or an identifier; not by a birth date alone. */
static bool finds_somebody(const pnr_person *person)
{
  return person->name_count != 0 || person->document_count != 0 || person->identifier_count != 0;
}

/* One commitment for each blinded key. */
static bool has_pairs(const pnr_probe *probe)
{
  size_t keys = probe->elements.size / PNR_BLIND_ELEMENT;
  return probe->elements.size % PNR_BLIND_ELEMENT == 0 && probe->commitments.size == keys * PNR_BLIND_COMMITMENT;
}

bool pnri_selectors_hold(const pnri_situation *s)
{
  const pnr_request *request = s->message->request;
  if (s->message->type == PNR_EXCHANGE_PROBE) return has_pairs(s->message->probe);
  for (uint32_t i = 0; i < request->selector_count; i++) {
    const pnr_selector *selector = request->selectors[i];
    uint32_t said = said_by(selector);
    uint32_t must = needs[selector->kind].must;
    if ((said & must) != must || (said & ~(must | needs[selector->kind].may)) != 0) return false;
    if ((said & PERSON) != 0 && !finds_somebody(selector->person)) return false;
    if ((said & FROM) != 0 && selector->from > selector->to) return false;
  }
  return true;
}

bool pnri_is_card(pnr_slice text)
{
  uint32_t digits = 0, sum = 0;
  for (size_t i = text.size; i > 0; i--) { /* ISO/IEC 7812-1 annex B, from the last digit */
    uint8_t octet = text.data[i - 1];
    if (octet == ' ' || octet == '-') continue;
    if (octet < '0' || octet > '9') return false;
    uint32_t value = (uint32_t)(octet - '0') << (digits % 2);
    sum += value > 9 ? value - 9 : value;
    digits++;
  }
  return digits >= 12 && digits <= 19 && sum % 10 == 0;
}

bool pnri_cards_hold(const pnri_situation *s)
{
  const pnr_request *request = s->message->request;
  for (uint32_t i = 0; i < request->selector_count; i++) {
    const pnr_selector *selector = request->selectors[i];
    if (selector->kind == PNR_SELECT_CARD && pnri_is_card(selector->value)) return false;
    for (uint32_t j = 0; selector->kind == PNR_SELECT_PERSON && j < selector->person->identifier_count; j++) {
      const pnr_identifier *identifier = selector->person->identifiers[j];
      if (identifier->kind == PNR_IDENTIFIER_CARD && pnri_is_card(identifier->value)) return false;
    }
  }
  return true;
}

/* --- Time, and permission --- */

bool pnri_urgency_holds(const pnri_situation *s)
{
  const pnr_request *request = s->message->request;
  if (s->message->type != PNR_EXCHANGE_REQUEST) return true;
  if (request->legal_basis == PNR_LEGAL_AUTHORITY && request->urgency != PNR_EMERGENCY) return false;
  return request->urgency == PNR_ROUTINE || request->urgency_reason.size != 0;
}

bool pnri_window_holds(const pnri_situation *s)
{
  const pnr_request *request = s->message->request;
  return request->window_from <= request->window_to &&
         pnri_months_later(request->window_from, PNRI_ERASE_MONTHS) >= s->today;
}

bool pnri_unmask_holds(const pnri_situation *s)
{
  const pnr_request *request = s->message->request;
  bool reaches_past = pnri_months_later(request->window_from, PNRI_MASK_MONTHS) < s->today;
  return !reaches_past || request->masked_suffices != 0 || request->approval != NULL;
}

bool pnri_approval_holds(const pnr_approval *approval, uint64_t issued)
{
  enum { COURT = 1 };
  return is_before(approval->at, issued) && (approval->body_kind == COURT || approval->officer_reference.size != 0);
}

bool pnri_permission_holds(const pnri_situation *s)
{
  if (s->message->type == PNR_EXCHANGE_APPROVAL)
    return s->message->approval->request.size != 0 && pnri_approval_holds(s->message->approval, s->issued);
  const pnr_request *request = s->message->request;
  if (request->approval == NULL) return request->legal_basis != PNR_LEGAL_UNMASK;
  return request->purpose == PNR_FOR_CASE && pnri_approval_holds(request->approval, s->issued);
}

static bool is_allowed(const pnri_situation *s, const pnr_transfer *transfer)
{
  return s->exchange->third_countries != 0 && (transfer->consent_reference.size != 0 || transfer->emergency.size != 0);
}

bool pnri_transfer_holds(const pnri_situation *s)
{
  if (s->message->type == PNR_EXCHANGE_NOTICE)
    return s->message->notice->transfer == NULL || is_allowed(s, s->message->notice->transfer);
  const pnr_request *request = s->message->request;
  if (s->message->type == PNR_EXCHANGE_REPLY) {
    if (s->asked == NULL || s->record_count == 0) return true; /* without a request no record passes NOT_ASKED */
    request = s->asked->request;
  }
  if (request->legal_basis != PNR_LEGAL_THIRD_COUNTRY) return request->transfer == NULL;
  return request->transfer != NULL && is_allowed(s, request->transfer);
}
