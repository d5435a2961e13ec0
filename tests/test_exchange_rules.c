/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/rule.h"
#include "exchange_forge.h"

/* What the law does not allow cannot be sealed, and is refused with the same rule when somebody sealed it all the same. */

enum { REQUEST, REPLY, NOTICE, RECALL, RECEIPT, KEYS, APPROVAL, FEEDBACK };

static const pnr_slice nothing;

#define RULES(TRY)                                                                                                     \
  TRY(no_article, REQUEST, BASIS, s->request.legal_basis = 0)                                                          \
  TRY(article_that_is_none, REQUEST, BASIS, s->request.legal_basis = 7)                                                \
  TRY(no_purpose, REQUEST, PURPOSE, s->request.purpose = 0)                                                            \
  TRY(purpose_that_is_none, REQUEST, PURPOSE, s->request.purpose = 4)                                                  \
  TRY(notice_without_purpose, NOTICE, PURPOSE, s->notice.purpose = 0)                                                  \
  TRY(no_offence, REQUEST, OFFENCE, s->request.offences = 0)                                                           \
  TRY(offence_beyond_annex_2, REQUEST, OFFENCE, s->request.offences = 1u << 27)                                        \
  TRY(annex_2_below_three_years, REQUEST, THRESHOLD, s->request.threshold_met = 0)                                     \
  TRY(notice_below_three_years, NOTICE, THRESHOLD, s->notice.offences = 1u << 26)                                      \
  TRY(no_case, REQUEST, CASE, s->request.case_reference = nothing)                                                     \
  TRY(no_reason, REQUEST, REASONS, s->request.case_reason = nothing)                                                   \
  TRY(no_necessity, REQUEST, REASONS, s->request.necessity = nothing)                                                  \
  TRY(no_proportionality, REQUEST, REASONS, s->request.proportionality = nothing)                                      \
  TRY(no_other_means, REQUEST, REASONS, s->request.other_means = nothing)                                              \
  TRY(notice_without_relevance, NOTICE, REASONS, s->notice.relevance = nothing)                                        \
  TRY(nobody_approved, REQUEST, APPROVED, s->request.approver = nothing)                                               \
  TRY(approved_afterwards, REQUEST, APPROVED, s->request.approved_at = NOW + 301)                                      \
  TRY(no_officer, REQUEST, APPROVED, s->request.officer = nothing)                                                     \
  TRY(no_element, REQUEST, ELEMENTS, s->request.elements = 0)                                                          \
  TRY(element_beyond_annex_1, REQUEST, ELEMENTS, s->request.elements = 1u << 20)                                       \
  TRY(element_below_annex_1, REQUEST, ELEMENTS, s->request.elements = 1u)                                              \
  TRY(no_selector, REQUEST, SELECTORS, s->request.selector_count = 0)                                                  \
  TRY(selector_of_no_kind, REQUEST, SELECTORS, s->selector[0].kind = 10)                                               \
  TRY(person_without_person, REQUEST, SELECTORS, s->selector[0].person = NULL)                                         \
  TRY(person_of_a_birth_date_alone, REQUEST, SELECTORS, s->person.name_count = 0)                                      \
  TRY(selector_with_more_than_its_kind, REQUEST, SELECTORS, s->selector[1].value = text_slice("x"))                    \
  TRY(flight_without_day, REQUEST, SELECTORS, s->selector[2].from = 0)                                                 \
  TRY(flight_of_a_month, REQUEST, SELECTORS, s->selector[2].from = 20260200)                                           \
  TRY(flight_days_in_wrong_order, REQUEST, SELECTORS, s->selector[2].from = 20260302)                                  \
  TRY(document_without_number, REQUEST, SELECTORS, s->document.number = nothing)                                       \
  TRY(handle_without_a_value, REQUEST, SELECTORS, (select_value(s, PNR_SELECT_HANDLE, "")))                            \
  TRY(whole_card_number, REQUEST, CARD, (select_value(s, PNR_SELECT_CARD, "4000 0000-0000 0002")))                     \
  TRY(whole_card_number_of_a_person, REQUEST, CARD, identify(s, PNR_IDENTIFIER_CARD, "4000000000000002"))              \
  TRY(urgency_without_reason, REQUEST, URGENCY, s->request.urgency_reason = nothing)                                   \
  TRY(authority_without_emergency, REQUEST, URGENCY, s->request.legal_basis = PNR_LEGAL_AUTHORITY)                     \
  TRY(window_in_wrong_order, REQUEST, WINDOW, s->request.window_to = 20260221)                                         \
  TRY(window_beyond_five_years, REQUEST, WINDOW, s->request.window_from = 20210228)                                    \
  TRY(window_past_six_months, REQUEST, UNMASK, s->request.window_from = 20250831)                                      \
  TRY(basis_12_3_without_permission, REQUEST, PERMISSION, s->request.legal_basis = PNR_LEGAL_UNMASK)                   \
  TRY(permission_for_an_assessment, REQUEST, PERMISSION, (permit(s), s->request.purpose = PNR_FOR_ASSESSMENT))         \
  TRY(permission_that_comes_later, REQUEST, PERMISSION, (permit(s), s->approval.at = NOW + 301))                       \
  TRY(permission_the_officer_knows_not, REQUEST, PERMISSION, (permit(s), s->approval.officer_reference = nothing))     \
  TRY(permission_of_nobody, REQUEST, PERMISSION, (permit(s), s->approval.body = nothing))                              \
  TRY(approval_for_no_request, APPROVAL, PERMISSION, s->permission.request = nothing)                                  \
  TRY(third_country, REQUEST, TRANSFER, s->request.legal_basis = PNR_LEGAL_THIRD_COUNTRY)                              \
  TRY(third_country_that_is_not_allowed, REQUEST, TRANSFER, transfer(s))                                               \
  TRY(transfer_under_another_article, REQUEST, TRANSFER, (transfer(s), s->request.legal_basis = PNR_LEGAL_UNIT))       \
  TRY(notice_to_a_third_country, NOTICE, TRANSFER, (transfer(s), s->notice.transfer = s->request.transfer))            \
  TRY(hit_without_review, NOTICE, REVIEW, s->hit.reviewed_at = 0)                                                      \
  TRY(hit_without_reviewer, REPLY, REVIEW, s->hit.reviewer = nothing)                                                  \
  TRY(hit_reviewed_afterwards, REPLY, REVIEW, s->hit.reviewed_at = NOW + 301)                                          \
  TRY(notice_without_review, NOTICE, REVIEW, s->notice.reviewer = nothing)                                             \
  TRY(notice_without_hit, NOTICE, REVIEW, s->notice.hit_count = 0)                                                     \
  TRY(notice_reviewed_afterwards, NOTICE, REVIEW, s->notice.reviewed_at = NOW + 301)                                   \
  TRY(element_that_was_not_asked_for, REPLY, NOT_ASKED, s->request.elements = PNR_ELEMENT(1))                          \
  TRY(request_that_is_not_known, REPLY, NOT_ASKED, s->reply.request = ID("Q2"))                                        \
  TRY(hit_of_a_selector_that_is_none, REPLY, NOT_ASKED, s->hit.selector = 3)                                           \
  TRY(hit_below_the_score_asked_for, REPLY, NOT_ASKED, s->hit.score = 7999)                                            \
  TRY(record_with_more_than_is_said, REPLY, GIVEN, s->reply.elements_given = PNR_ELEMENT(4))                           \
  TRY(more_said_than_the_records_hold, NOTICE, GIVEN, s->record.elements = PNR_ELEMENT(4))                             \
  TRY(hit_of_a_record_that_is_none, NOTICE, GIVEN, s->hit.record = 1)                                                  \
  TRY(digest_of_other_octets, NOTICE, GIVEN, s->digest[31] ^= 1)                                                       \
  TRY(unmasked_after_six_months, REPLY, MASKED, (receive(s, NOW - 182 * DAY, CLEAN)))                                  \
  TRY(unmasked_called_masked, REPLY, MASKED, s->record.masked = 1)                                                     \
  TRY(masked_called_unmasked, REPLY, MASKED, (receive(s, NOW - DAY, CLEAN | PNR_RECORD_MASKED), s->record.masked = 0)) \
  TRY(masked_in_words_only, NOTICE, MASKED, pretend(s))                                                                \
  TRY(an_element_less_than_it_holds, NOTICE, GIVEN,                                                                    \
      (s->record.elements &= ~PNR_ELEMENT(10), s->notice.elements_given &= ~PNR_ELEMENT(10)))                          \
  TRY(masking_later_than_six_months, REPLY, RETENTION, s->record.mask_due = 20260828)                                  \
  TRY(erasing_later_than_five_years, NOTICE, RETENTION, s->record.erase_due = 20310228)                                \
  TRY(sent_after_five_years, NOTICE, RETENTION, (receive(s, NOW - 1827 * DAY, CLEAN | PNR_RECORD_MASKED)))             \
  TRY(received_in_the_future, NOTICE, RETENTION, (receive(s, NOW + 301, CLEAN)))                                       \
  TRY(received_at_another_time, NOTICE, RETENTION, s->record.received_at -= DAY)                                       \
  TRY(reply_that_says_no_scrub, REPLY, SCRUBBED, s->reply.scrub_table = 0)                                             \
  TRY(notice_that_says_no_scrub, NOTICE, SCRUBBED, s->notice.scrub_table = 0)                                          \
  TRY(scrubbed_with_another_table, NOTICE, SCRUBBED, s->notice.scrub_table = SCRUB_TABLE + 1)                          \
  TRY(not_scrubbed, NOTICE, SCRUBBED, (receive(s, NOW - DAY, PNR_RECORD_FILTERED)))                                    \
  TRY(not_filtered, NOTICE, ELEMENTS, (receive(s, NOW - DAY, PNR_RECORD_SCRUBBED)))                                    \
  TRY(reply_without_handling, REPLY, HANDLING, s->reply.handling = 0)                                                  \
  TRY(notice_without_handling, NOTICE, HANDLING, s->notice.handling = 0)                                               \
  TRY(booked_called_boarded, NOTICE, TRAVELLED, s->record.travel_status = PNR_STATUS_BOARDED)                          \
  TRY(boarded_by_check_in, NOTICE, TRAVELLED,                                                                          \
      (s->record.travel_status = PNR_STATUS_NOT_BOARDED, s->record.travel_evidence = PNR_EVIDENCE_CHECK_IN))           \
  TRY(evidence_of_nothing, NOTICE, TRAVELLED, s->record.travel_status = 0)                                             \
  TRY(records_that_are_none, REPLY, OUTCOME, s->reply.outcome = PNR_OUTCOME_NONE)                                      \
  TRY(data_without_records, REPLY, OUTCOME, s->reply.record_count = 0)                                                 \
  TRY(refused_by_no_rule, REPLY, OUTCOME, (refuse(s), s->reply.refused_rule = 0))                                      \
  TRY(verdict_by_no_rule, RECEIPT, OUTCOME, s->verdict.rule = 0)                                                       \
  TRY(mark_of_no_incarnation, RECEIPT, OUTCOME, s->receipt.incarnation = nothing)                                      \
  TRY(another_score, NOTICE, SCORE, s->hit.score_version = PNR_SCORE + 1)                                              \
  TRY(another_normaliser, REPLY, SCORE, s->hit.normaliser = PNR_NORMALISER + 1)                                        \
  TRY(recall_of_nothing, RECALL, RECALL, s->recall.record_count = 0)                                                   \
  TRY(recall_without_cause, RECALL, RECALL, s->recall.cause = 0)                                                       \
  TRY(replacement_of_the_same_version, RECALL, RECALL, replace(s, ID("R1"), 1))                                        \
  TRY(replacement_of_another_record, RECALL, RECALL, replace(s, ID("R2"), 2))                                          \
  TRY(held_for_no_case, RECEIPT, RECALL, s->outcome.held_case = nothing)                                               \
  TRY(erased_for_a_case, RECEIPT, RECALL, s->outcome.outcome = PNR_RECALLED_ERASED)

enum { CLEAN = PNR_RECORD_FILTERED | PNR_RECORD_SCRUBBED };

/* What some cases need. */
static pnr_identifier identifier;
static const pnr_identifier *const identifiers[] = { &identifier };
static pnr_transfer to_third_country;

static void select_value(samples *s, uint32_t kind, const char *value)
{
  s->selector[0] = (pnr_selector){ SIZED(pnr_selector), .kind = kind, .value = text_slice(value) };
}

static void identify(samples *s, uint32_t kind, const char *value)
{
  identifier = (pnr_identifier){ .kind = kind, .value = text_slice(value) };
  s->person.identifiers = identifiers;
  s->person.identifier_count = 1;
}

static void permit(samples *s)
{
  s->request.window_from = 20250801;
  s->request.approval = &s->approval;
}

static void transfer(samples *s)
{
  to_third_country =
    (pnr_transfer){ SIZED(pnr_transfer), .country = text_slice("XXA"), .consent_reference = text_slice("C-1"),
                    .officer_reference = text_slice("DPO-13") };
  s->request.legal_basis = PNR_LEGAL_THIRD_COUNTRY;
  s->request.transfer = &to_third_country;
}

static void receive(samples *s, uint64_t at, uint32_t done)
{
  pnr_record_close(s->stored);
  s->stored = stored_record(at, done);
  cr_assert(eq(i32, pnr_record_share(s->stored, ID("R1"), 1, &s->record, s->digest, NULL), PNR_OK));
  s->reply.elements_given = s->notice.elements_given = s->record.elements;
}

/* Says that it is masked, and has its name all the same. */
static void pretend(samples *s)
{
  s->stored->stored.done |= PNR_RECORD_MASKED;
  s->stored->stored.masked = 20260227;
  cr_assert(eq(i32, pnr_record_share(s->stored, ID("R1"), 1, &s->record, s->digest, NULL), PNR_OK));
}

/* Filtered to what was asked for: a name that came with a document is of element 18, too. */
static void narrow(samples *s)
{
  pnr_record *filtered = NULL;
  const uint32_t asked = PNR_ELEMENT(4) | PNR_ELEMENT(7);
  cr_assert(eq(i32, pnr_record_filter(NULL, s->stored, asked, &filtered, NULL, NULL), PNR_OK));
  pnr_record_close(s->stored);
  s->stored = filtered;
  cr_assert(eq(i32, pnr_record_share(s->stored, ID("R1"), 1, &s->record, s->digest, NULL), PNR_OK));
  cr_assert(ne(u32, s->record.elements, asked));
  s->record.elements = s->reply.elements_given = s->request.elements = asked;
}

static void refuse(samples *s)
{
  s->reply.outcome = PNR_OUTCOME_REFUSED;
  s->reply.refused_rule = PNR_RULE_CASE;
  s->reply.record_count = s->reply.hit_count = s->reply.elements_given = 0;
}

static void replace(samples *s, pnr_slice id, uint32_t version)
{
  s->record.id = id;
  s->record.version = version;
  s->recalled.replacement = &s->record;
  s->recall.elements_given = GIVEN;
  s->recall.scrub_table = SCRUB_TABLE;
  s->recall.handling = PNR_HANDLING_CASE;
}

#define FUNCTION(name, message, rule, change) \
  static void name(samples *s) { change; }
RULES(FUNCTION)

#define ROW(name, message, rule, change) { #name, message, PNR_RULE_##rule, name },
static const struct {
  const char *name;
  uint32_t message;
  uint32_t rule;
  void (*change)(samples *s);
} cases[] = { RULES(ROW) };

Test(exchange_rules, what_the_law_does_not_allow_is_neither_sealed_nor_opened)
{
  two_units units;
  samples s;
  pnr_claims claims = { SIZED(claims), .audience = text_slice("BE-PIU") };
  /* Of verdicts alone: test_exchange_link.c, test_exchange_saved.c. */
  bool is_tried[64] = { [PNR_RULE_FORMAT] = true, [PNR_RULE_QUOTA] = true };
  two_units_open(&units);
  units.to_be.guard = NULL; /* a case that is opened is one fault, not many */
  units.from_nl.asked = units.to_be.asked = s.asked_list;
  units.from_nl.asked_count = units.to_be.asked_count = 1;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    pnr_error error = { SIZED(error) };
    pnr_octets *object = NULL;
    samples_open(&s);
    const pnr_exchange_message *message = &s.message[cases[i].message];
    cases[i].change(&s);
    pnr_status status = pnr_exchange_seal(NULL, &units.from_nl, message, &claims, &object, NULL, &error);
    cr_expect(status == PNR_E_RULE && error.cause == (int32_t)cases[i].rule && object == NULL, "%s sealed: %d, %s %s",
              cases[i].name, status, pnr_rule_name((uint32_t)error.cause), pnr_rule_name(cases[i].rule));
    forgery f = usual_forgery(&units, message->type);
    object = forge(&units, &f, message);
    status = open_at_be(&units, pnr_octets_get(object), &error);
    cr_expect(status == PNR_E_RULE && error.cause == (int32_t)cases[i].rule, "%s opened: %d, %s", cases[i].name, status,
              pnr_rule_name((uint32_t)error.cause));
    pnr_octets_close(object);
    samples_close(&s);
    is_tried[cases[i].rule] = true;
  }
  for (uint32_t i = 0; pnri_rule_at(i).number != 0; i++)
    cr_expect(is_tried[pnri_rule_at(i).number], "rule %s has no case", pnri_rule_at(i).name);
  two_units_close(&units);
}

/* The same messages when the law allows them. */
#define ALLOWED(TRY)                                                                                                 \
  TRY(only_what_was_asked_for, REPLY, 0, narrow(s))                                                                  \
  TRY(annex_2_with_three_years, REQUEST, 0, s->request.offences = 1u << 26)                                          \
  TRY(terrorism_needs_no_threshold, REQUEST, 0,                                                                      \
      (s->request.offences = PNR_TERRORISM_BIT, s->request.threshold_met = 0))                                       \
  TRY(handle_of_a_blind_query, REQUEST, 0, (select_value(s, PNR_SELECT_HANDLE, "00112233445566778899aabbccddeeff"))) \
  TRY(token_of_a_card, REQUEST, 0, (select_value(s, PNR_SELECT_CARD, "400000******0002")))                           \
  TRY(number_with_another_check_digit, REQUEST, 0, (select_value(s, PNR_SELECT_CARD, "4000000000000003")))           \
  TRY(five_years_to_the_day, REQUEST, 0, (permit(s), s->request.window_from = 20210301))                             \
  TRY(six_months_to_the_day, REQUEST, 0, s->request.window_from = 20250901)                                          \
  TRY(masked_suffices, REQUEST, 0, (s->request.window_from = 20250601, s->request.masked_suffices = 1))              \
  TRY(permission_of_a_court, REQUEST, 0,                                                                             \
      (permit(s), s->approval.body_kind = 1, s->approval.officer_reference = nothing))                               \
  TRY(emergency, REQUEST, 0, (s->request.legal_basis = PNR_LEGAL_AUTHORITY, s->request.urgency = PNR_EMERGENCY))     \
  TRY(clocks_differ_a_little, REQUEST, 0, s->request.approved_at = NOW + 300)                                        \
  TRY(unmasked_with_permission, REPLY, 0, (receive(s, NOW - 300 * DAY, CLEAN), permit(s)))                           \
  TRY(unmasked_with_permission_that_came_later, REPLY, 0,                                                            \
      (receive(s, NOW - 300 * DAY, CLEAN), s->asked.approval = &s->permission))                                      \
  TRY(masked_after_six_months, REPLY, 0, (receive(s, NOW - 300 * DAY, CLEAN | PNR_RECORD_MASKED)))                   \
  TRY(refusal_by_a_rule, REPLY, 0, refuse(s))                                                                        \
  TRY(boarded_by_the_gate, NOTICE, 0,                                                                                \
      (s->record.travel_status = PNR_STATUS_BOARDED, s->record.travel_evidence = PNR_EVIDENCE_BOARDING))             \
  TRY(replacement, RECALL, 0, replace(s, ID("R1"), 2))

#define ROW_0(name, message, rule, change) { #name, message, 0, name },
ALLOWED(FUNCTION)
static const struct {
  const char *name;
  uint32_t message;
  uint32_t rule;
  void (*change)(samples *s);
} allowed[] = { ALLOWED(ROW_0) };

Test(exchange_rules, what_the_law_allows_is_sealed_and_opened)
{
  two_units units;
  samples s;
  two_units_open(&units);
  units.to_be.guard = NULL; /* a case that is opened is one fault, not many */
  units.from_nl.asked = units.to_be.asked = s.asked_list;
  units.from_nl.asked_count = units.to_be.asked_count = 1;
  for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++) {
    pnr_error error = { SIZED(error) };
    pnr_octets *object = NULL;
    pnr_claims claims = { SIZED(claims), .audience = text_slice("BE-PIU") };
    samples_open(&s);
    allowed[i].change(&s);
    pnr_status status =
      pnr_exchange_seal(NULL, &units.from_nl, &s.message[allowed[i].message], &claims, &object, NULL, &error);
    cr_expect(eq(i32, status, PNR_OK), "%s: field %u, %s", allowed[i].name, error.element,
              pnr_rule_name((uint32_t)error.cause));
    if (object != NULL) {
      status = open_at_be(&units, pnr_octets_get(object), &error);
      cr_expect(eq(i32, status, PNR_OK), "%s: %s", allowed[i].name, pnr_rule_name((uint32_t)error.cause));
    }
    pnr_octets_close(object);
    samples_close(&s);
  }
  two_units_close(&units);
}

Test(exchange_rules, third_countries_are_told_nothing_unless_the_unit_allows_it)
{
  two_units units;
  samples s;
  pnr_error error = { SIZED(error) };
  pnr_octets *object = NULL;
  pnr_claims claims = { SIZED(claims), .audience = text_slice("BE-PIU") };
  two_units_open(&units);
  samples_open(&s);
  transfer(&s);
  units.from_nl.third_countries = 1;
  cr_expect(
    eq(i32, pnr_exchange_seal(NULL, &units.from_nl, &s.message[REQUEST], &claims, &object, NULL, &error), PNR_OK));
  cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), PNR_E_RULE));
  cr_expect(eq(i32, error.cause, PNR_RULE_TRANSFER));
  units.to_be.third_countries = 1;
  cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), PNR_OK));
  pnr_octets_close(object);
  object = NULL;
  to_third_country.consent_reference = nothing;
  cr_expect(
    eq(i32, pnr_exchange_seal(NULL, &units.from_nl, &s.message[REQUEST], &claims, &object, NULL, &error), PNR_E_RULE));
  to_third_country.emergency = text_slice("the aircraft is in the air");
  cr_expect(
    eq(i32, pnr_exchange_seal(NULL, &units.from_nl, &s.message[REQUEST], &claims, &object, NULL, &error), PNR_OK));
  pnr_octets_close(object);
  samples_close(&s);
  two_units_close(&units);
}
