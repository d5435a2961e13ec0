/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/table_rows.h"

/* clang-format off */

const char *const pnri_words_purpose[4] = { "assessment", "case", "criteria", NULL };
const char *const pnri_words_urgency[4] = { "routine", "urgent", "emergency", NULL };
/* Directive (EU) 2017/541, and Annex II of Directive (EU) 2016/681 in its order. */
const char *const pnri_words_offences[28] = {
  "terrorism", "criminal-organisation", "trafficking-persons", "child-exploitation", "narcotics", "weapons", "corruption",
  "fraud", "laundering", "cybercrime", "environment", "unauthorised-entry", "murder", "organs", "kidnapping", "robbery",
  "cultural-goods", "piracy-of-products", "forgery-of-documents", "hormones", "nuclear", "rape", "international-court",
  "seizure-of-aircraft", "sabotage", "stolen-vehicles", "industrial-espionage", NULL };
/* Annex I in its order, from 1. */
const char *const pnri_words_elements[21] = {
  "", "locator", "reservation-date", "travel-dates", "names", "contact", "payment", "itinerary", "frequent-flyer", "agency",
  "travel-status", "split", "remarks", "ticketing", "seat", "code-share", "baggage", "other-names", "api", "history", NULL };

/* --- A person, with the keys of docs/record.md --- */

static const char *const words_name[] = { "primary", "alias", "weak", "former", "birth", "misused", NULL };
static const pnri_wire_row name_rows[] = {
  WORD(pnr_name, 1, kind, PNRI_MUST, 0, words_name, "what the name is to its person"),
  TEXT(pnr_name, 3, surname, 0, 0, 256, "or all of it in `full`"),
  TEXT(pnr_name, 4, given, 0, 0, 256, ""),
  TEXT(pnr_name, 5, title, 0, 0, 64, ""),
  TEXT(pnr_name, 6, full, 0, 0, 512, "where surname and given name are not told apart"),
};
static const pnri_wire_table name_table = PNRI_TABLE("name", pnr_name, name_rows, false);

static const pnri_wire_row birth_rows[] = {
  DATE(pnr_birth, 1, from, PNRI_MUST, 0, 0, "the date; 19800500 and 19800000 where day or month are unknown"),
  DATE(pnr_birth, 2, to, PNRI_MUST, 0, 0, "last day of a range, else as `from`"),
  YES(pnr_birth, 3, circa, 0, 0, "approximate"),
};
static const pnri_wire_table birth_table = PNRI_TABLE("birth", pnr_birth, birth_rows, false);

static const pnri_wire_row document_rows[] = {
  TEXT(pnr_document, 1, type, 0, 0, 8, "P passport, I identity card, V visa …"),
  TEXT(pnr_document, 2, number, PNRI_MUST, PNR_RULE_SELECTORS, 64, ""),
  TEXT(pnr_document, 3, issuer, 0, 0, 8, "ISO 3166-1 alpha-3"),
  TEXT(pnr_document, 4, nationality, 0, 0, 8, "of the holder"),
  DATE(pnr_document, 8, issued, 0, 0, 0, ""),
  DATE(pnr_document, 9, expires, 0, 0, 0, ""),
};
const pnri_wire_table pnri_document_table = PNRI_TABLE("document", pnr_document, document_rows, false);

static const char *const words_identifier[] = { "phone", "email", "frequent-flyer", "card", NULL };
static const pnri_wire_row identifier_rows[] = {
  WORD(pnr_identifier, 1, kind, PNRI_MUST, 0, words_identifier, ""),
  TEXT(pnr_identifier, 2, value, PNRI_MUST, 0, 128, "of a card its token, never the number"),
  TEXT(pnr_identifier, 3, issuer, 0, 0, 16, "the airline of a frequent flyer"),
};
static const pnri_wire_table identifier_table = PNRI_TABLE("identifier", pnr_identifier, identifier_rows, false);

static const pnri_wire_row person_rows[] = {
  MANY(pnr_person, 1, names, name_count, 0, 0, 64, &name_table, "variants, as they were written"),
  MANY(pnr_person, 2, births, birth_count, 0, 0, 16, &birth_table, ""),
  MANY(pnr_person, 3, documents, document_count, 0, 0, 32, &pnri_document_table, ""),
  MANY(pnr_person, 4, identifiers, identifier_count, 0, 0, 32, &identifier_table, ""),
  TEXTS(pnr_person, 5, nationalities, nationality_count, 0, 0, 16, "ISO 3166-1 alpha-3"),
  NUMBER(pnr_person, 6, sex, 0, 0, 70, 88, "70 F, 77 M, 88 X: the letter's number"),
};
const pnri_wire_table pnri_person_table = PNRI_TABLE("person", pnr_person, person_rows, false);

/* --- A request --- */

static const char *const words_selector[] = { "person", "document", "locator", "phone", "email", "card",
                                              "frequent-flyer", "flight", "address", "handle", NULL };
static const pnri_wire_row selector_rows[] = {
  WORD(pnr_selector, 1, kind, PNRI_MUST, PNR_RULE_SELECTORS, words_selector, "what is looked for"),
  ONE(pnr_selector, 2, person, 0, 0, person, "person"),
  ONE(pnr_selector, 3, document, 0, 0, document, "document"),
  TEXT(pnr_selector, 4, value, 0, 0, 256, "locator, phone, e-mail, card token, frequent flyer number, address, handle of a blind query"),
  TEXT(pnr_selector, 5, issuer, 0, 0, 16, "airline of a frequent flyer, locator, flight"),
  TEXT(pnr_selector, 6, flight, 0, 0, 16, "number, without carrier"),
  DATE(pnr_selector, 7, from, 0, PNR_RULE_SELECTORS, 1, "first day of the flight"),
  DATE(pnr_selector, 8, to, 0, PNR_RULE_SELECTORS, 1, "last day"),
};
const pnri_wire_table pnri_selector_table = PNRI_TABLE("selector", pnr_selector, selector_rows, true);

static const char *const words_body[] = { "court", "authority", NULL };
static const pnri_wire_row approval_rows[] = {
  WORD(pnr_approval, 1, body_kind, PNRI_MUST, PNR_RULE_PERMISSION, words_body, "who may permit"),
  TEXT(pnr_approval, 2, body, PNRI_MUST, PNR_RULE_PERMISSION, 256, "its name"),
  TEXT(pnr_approval, 3, reference, PNRI_MUST, PNR_RULE_PERMISSION, 64, "of the decision"),
  TIME(pnr_approval, 4, at, PNRI_MUST, PNR_RULE_PERMISSION, "of the decision"),
  TEXT(pnr_approval, 5, officer_reference, 0, PNR_RULE_PERMISSION, 64, "how the data protection officer was told"),
  OCTETS(pnr_approval, 6, request, 0, 0, 16, 16, "as a message of its own: id of the request"),
};
const pnri_wire_table pnri_approval_table = PNRI_TABLE("approval", pnr_approval, approval_rows, true);

static const pnri_wire_row transfer_rows[] = {
  TEXT(pnr_transfer, 1, country, PNRI_MUST, PNR_RULE_TRANSFER, 3, "alpha-3"),
  TEXT(pnr_transfer, 2, consent_reference, 0, PNR_RULE_TRANSFER, 64, "of the unit that the data come from"),
  TEXT(pnr_transfer, 3, emergency, 0, PNR_RULE_TRANSFER, 1000, "why consent could not be had in time"),
  TEXT(pnr_transfer, 4, officer_reference, PNRI_MUST, PNR_RULE_TRANSFER, 64, "how the data protection officer was told"),
};
const pnri_wire_table pnri_transfer_table = PNRI_TABLE("transfer", pnr_transfer, transfer_rows, true);

static const char *const words_basis[] = { "unit", "authority", "carriers", "europol", "third-country", "unmask", NULL };
static const char *const words_role[] = { "suspect", "contact", "victim", "witness", "missing", "convicted", NULL };
static const char *const words_action[] = { "new", "renewed", "withdrawn", NULL };
static const pnri_wire_row request_rows[] = {
  WORD(pnr_request, 1, legal_basis, PNRI_MUST, PNR_RULE_BASIS, words_basis, "article 9(2), 9(3), 9(4), 10, 11, 12(3)"),
  WORD(pnr_request, 2, purpose, PNRI_MUST, PNR_RULE_PURPOSE, pnri_words_purpose, "article 6(2)(a), (b), (c)"),
  BITS(pnr_request, 3, offences, PNRI_MUST, PNR_RULE_OFFENCE, PNRI_OFFENCES, pnri_words_offences, "terrorism and Annex II"),
  YES(pnr_request, 4, threshold_met, 0, PNR_RULE_THRESHOLD, "punishable with three years or more"),
  WORD(pnr_request, 5, role, PNRI_MUST, 0, words_role, "of the person in the case"),
  WORD(pnr_request, 6, urgency, PNRI_MUST, PNR_RULE_URGENCY, pnri_words_urgency, ""),
  WORD(pnr_request, 7, action, 0, 0, words_action, "of a standing request"),
  TEXT(pnr_request, 8, reference, PNRI_MUST, 0, 64, "the asking unit's"),
  TEXT(pnr_request, 9, peer_reference, 0, 0, 64, "the asked unit's"),
  TEXT(pnr_request, 10, case_reference, PNRI_MUST, PNR_RULE_CASE, 64, ""),
  TEXTS(pnr_request, 11, related, related_count, 0, 0, 32, "references of related inquiries"),
  BITS(pnr_request, 12, elements, PNRI_MUST, PNR_RULE_ELEMENTS, PNRI_ELEMENTS, pnri_words_elements, "of Annex I asked for"),
  TEXT(pnr_request, 13, case_reason, PNRI_MUST, PNR_RULE_REASONS, 4000, "what happened"),
  TEXT(pnr_request, 14, necessity, PNRI_MUST, PNR_RULE_REASONS, 4000, "why these data are needed"),
  TEXT(pnr_request, 15, proportionality, PNRI_MUST, PNR_RULE_REASONS, 4000, "why it is not too much"),
  TEXT(pnr_request, 16, other_means, PNRI_MUST, PNR_RULE_REASONS, 2000, "what else was tried"),
  TEXT(pnr_request, 17, urgency_reason, 0, PNR_RULE_URGENCY, 1000, ""),
  TEXT(pnr_request, 18, authority, PNRI_MUST, PNR_RULE_APPROVED, 64, "for whom"),
  TEXT(pnr_request, 19, officer, PNRI_MUST, PNR_RULE_APPROVED, 64, "pseudonym"),
  TEXT(pnr_request, 20, contact, 0, 0, 64, "pseudonym"),
  OCTETS(pnr_request, 21, sealed_details, 0, 0, 1, 4096, "who they are, sealed to the reviewer"),
  TEXT(pnr_request, 22, approver, PNRI_MUST, PNR_RULE_APPROVED, 64, "who approved that it is asked; pseudonym"),
  TIME(pnr_request, 23, approved_at, PNRI_MUST, PNR_RULE_APPROVED, "and when"),
  TEXTS(pnr_request, 24, others_asked, others_asked_count, 0, 0, 32, "units that are asked the same"),
  YES(pnr_request, 25, masked_suffices, 0, 0, "masked data will do past six months"),
  MANY(pnr_request, 26, selectors, selector_count, PNRI_MUST, PNR_RULE_SELECTORS, 256, &pnri_selector_table, ""),
  NUMBER(pnr_request, 27, minimum_score, 0, 0, 1, 10000, "ten-thousandths"),
  DATE(pnr_request, 28, window_from, PNRI_MUST, PNR_RULE_WINDOW, 1, "days of flights"),
  DATE(pnr_request, 29, window_to, PNRI_MUST, PNR_RULE_WINDOW, 1, ""),
  TIME(pnr_request, 30, standing_until, 0, 0, "new hits are told until then"),
  ONE(pnr_request, 31, approval, 0, 0, approval, "for full data past six months"),
  ONE(pnr_request, 32, transfer, 0, 0, transfer, "article 11"),
  TEXT(pnr_request, 33, language, 0, 0, 2, "of the answer, ISO 639-1"),
};
const pnri_wire_table pnri_request_table = PNRI_TABLE("request", pnr_request, request_rows, true);
