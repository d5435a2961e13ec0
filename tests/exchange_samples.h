/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_EXCHANGE_SAMPLES_H
#define PNR_TESTS_EXCHANGE_SAMPLES_H

#include "exchange_support.h"
#include "pnr/probe.h"
#include "pnr/protect.h"
#include "pnr/read.h"
#include "record/record.h"

/* One message of each type, all of invented persons and cases. They point into each other: a test changes what it likes. */

#define ID(letter) ((pnr_slice){ (const uint8_t *)letter letter letter letter letter letter letter letter, 16 })
#define SIZED(type) .size = sizeof(type)
enum { SAMPLES = 8, SCRUB_TABLE = 3 };
/* What the record of the samples holds. */
#define GIVEN                                                                                              \
  (PNR_ELEMENT(1) | PNR_ELEMENT(3) | PNR_ELEMENT(4) | PNR_ELEMENT(7) | PNR_ELEMENT(10) | PNR_ELEMENT(17) | \
   PNR_ELEMENT(18))

typedef struct samples {
  pnr_name name;
  const pnr_name *names[1];
  pnr_birth birth;
  const pnr_birth *births[1];
  pnr_document document;
  pnr_slice nationalities[1];
  pnr_person person;
  pnr_selector selector[3];
  const pnr_selector *selectors[3];
  pnr_slice related[2];
  pnr_approval approval;
  pnr_request request;
  pnr_asked asked;
  const pnr_asked *asked_list[1];
  pnr_record *stored;
  uint8_t digest[PNR_FINGERPRINT];
  pnr_shared_record record;
  const pnr_shared_record *records[1];
  pnr_shared_reason reason;
  const pnr_shared_reason *reasons[1];
  pnr_shared_hit hit;
  const pnr_shared_hit *hits[1];
  pnr_reply reply;
  pnr_notice notice;
  pnr_recalled recalled;
  const pnr_recalled *recalled_list[1];
  pnr_recall recall;
  pnr_object_verdict verdict;
  const pnr_object_verdict *verdicts[1];
  pnr_slice passed_on[1];
  pnr_recall_outcome outcome;
  const pnr_recall_outcome *outcomes[1];
  pnr_mark mark;
  const pnr_mark *marks[1];
  pnr_receipt receipt;
  pnr_key_message keys;
  pnr_approval permission;
  pnr_feedback feedback;
  pnr_exchange_message message[SAMPLES];
} samples;

static const char booking[] =
  "UNA:+.? 'UNB+IATA:1+ZX+TSTGOV+260228:1015+REF001'UNH+1+PNRGOV:13:1:IA+ZX100/010326/1200+01:F'"
  "MSG+:22'ORG+ZX:QXA'TVL+010326:1200:010326:1500+QXA+QXB+ZX+100'EQN+1'SRC'RCI+ZX:LOC001'"
  "TIF+MARKOVIC:A+JELENA:A:1'"
  "SSR+DOCS:HK:1:ZX:::::/P/HRV/Y7654321/HRV/05MAY80/F/01JAN30/MARKOVIC/JELENA'"
  "TVL+010326:1200:010326:1500+QXA+QXB+ZX+100:Y'RPI+1+HK'UNT+11+1'UNZ+1+REF001'";

/* A blind query of an approved case, that asks about flights; whoever sends it adds what is asked. */
static inline pnr_probe sample_probe(const pnr_flight *const *flights, uint32_t count)
{
  return (pnr_probe){ SIZED(pnr_probe),
                      .legal_basis = PNR_LEGAL_UNIT,
                      .purpose = PNR_FOR_CASE,
                      .offences = PNR_TERRORISM_BIT,
                      .normaliser = PNR_NORMALISER,
                      .reference = text_slice("NL-2026-0050"),
                      .case_reference = text_slice("CASE-9"),
                      .case_reason = text_slice("Invented."),
                      .necessity = text_slice("Nobody else knows."),
                      .proportionality = text_slice("One flight."),
                      .authority = text_slice("NL-POL-3"),
                      .officer = text_slice("officer-17"),
                      .approver = text_slice("head-2"),
                      .approved_at = NOW - 60,
                      .flights = flights,
                      .flight_count = count };
}

/* A record that was filtered and scrubbed, as received at that time. */
static inline pnr_record *stored_record(uint64_t received, uint32_t done)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_record *record = NULL;
  pnr_record_options options = { SIZED(options), .regime = PNR_REGIME_PNR, .received = received };
  cr_assert(eq(i32, pnr_reader_open(NULL, (const uint8_t *)booking, sizeof booking - 1, NULL, &reader, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_reader_next(reader, &message, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_record_from_booking(NULL, message, 0, &options, &record, NULL), PNR_OK));
  pnr_message_close(message);
  pnr_reader_close(reader);
  if ((done & PNR_RECORD_MASKED) != 0) {
    pnr_record *masked = NULL;
    cr_assert(eq(i32, pnr_record_mask(NULL, record, 20260227, &masked, NULL), PNR_OK));
    pnr_record_close(record);
    record = masked;
  }
  record->stored.done = done;
  record->stored.scrubbed = SCRUB_TABLE;
  return record;
}

static inline void fill_person(samples *s)
{
  s->name = (pnr_name){ .kind = PNR_NAME_PRIMARY, .surname = text_slice("Marković"), .given = text_slice("Jelena") };
  s->names[0] = &s->name;
  s->birth = (pnr_birth){ .from = 19800500, .to = 19800500 };
  s->births[0] = &s->birth;
  s->nationalities[0] = text_slice("HRV");
  s->person = (pnr_person){ .names = s->names,
                            .name_count = 1,
                            .births = s->births,
                            .birth_count = 1,
                            .nationalities = s->nationalities,
                            .nationality_count = 1,
                            .sex = 'F' };
  s->document =
    (pnr_document){ .type = text_slice("P"), .number = text_slice("Y7654321"), .issuer = text_slice("HRV") };
}

static inline void fill_request(samples *s)
{
  s->selector[0] = (pnr_selector){ SIZED(pnr_selector), .kind = PNR_SELECT_PERSON, .person = &s->person };
  s->selector[1] = (pnr_selector){ SIZED(pnr_selector), .kind = PNR_SELECT_DOCUMENT, .document = &s->document };
  s->selector[2] = (pnr_selector){ SIZED(pnr_selector),         .kind = PNR_SELECT_FLIGHT, .issuer = text_slice("ZX"),
                                   .flight = text_slice("100"), .from = 20260228,          .to = 20260301 };
  for (int i = 0; i < 3; i++) s->selectors[i] = &s->selector[i];
  s->related[0] = text_slice("NL-2026-0007");
  s->related[1] = text_slice("NL-2025-0912");
  s->approval = (pnr_approval){ SIZED(pnr_approval),
                                .body_kind = 2,
                                .body = text_slice("Invented examining judge"),
                                .reference = text_slice("EX-77"),
                                .at = NOW - DAY,
                                .officer_reference = text_slice("DPO-12") };
  s->request = (pnr_request){ SIZED(pnr_request),
                              .legal_basis = PNR_LEGAL_UNIT,
                              .purpose = PNR_FOR_CASE,
                              .offences = PNR_TERRORISM_BIT | 1u << 4,
                              .threshold_met = 1,
                              .role = PNR_ROLE_SUSPECT,
                              .urgency = PNR_URGENT,
                              .reference = text_slice("NL-2026-0042"),
                              .case_reference = text_slice("CASE-9"),
                              .related = s->related,
                              .related_count = 2,
                              .elements = GIVEN,
                              .case_reason = text_slice("Seen twice with a suspect.\nInvented."),
                              .necessity = text_slice("No other source tells the route."),
                              .proportionality = text_slice("One person, one week."),
                              .other_means = text_slice("Registers of the own state."),
                              .urgency_reason = text_slice("Departure is tomorrow."),
                              .authority = text_slice("NL-POL-3"),
                              .officer = text_slice("officer-17"),
                              .approver = text_slice("head-2"),
                              .approved_at = NOW - 3600,
                              .selectors = s->selectors,
                              .selector_count = 3,
                              .minimum_score = 8000,
                              .window_from = 20260222,
                              .window_to = 20260302,
                              .language = text_slice("en") };
  s->asked = (pnr_asked){ SIZED(pnr_asked), .id = ID("Q1"), .request = &s->request };
  s->asked_list[0] = &s->asked;
}

static inline void fill_record(samples *s)
{
  s->stored = stored_record(NOW - 2 * DAY, PNR_RECORD_FILTERED | PNR_RECORD_SCRUBBED);
  cr_assert(eq(i32, pnr_record_share(s->stored, ID("R1"), 1, &s->record, s->digest, NULL), PNR_OK));
  cr_assert(eq(u32, s->record.elements, GIVEN));
  s->record.travel_status = PNR_STATUS_BOOKED;
  s->record.travel_evidence = PNR_EVIDENCE_BOOKING;
  s->records[0] = &s->record;
  s->reason = (pnr_shared_reason){ SIZED(pnr_shared_reason), .code = PNR_R_TOKEN_EQUAL, .points = -50, .value = 2 };
  s->reasons[0] = &s->reason;
  s->hit = (pnr_shared_hit){ SIZED(pnr_shared_hit),        .score = 9310,
                             .normaliser = PNR_NORMALISER, .score_version = PNR_SCORE,
                             .reasons = s->reasons,        .reason_count = 1,
                             .reviewed_at = NOW - 60,      .reviewer = text_slice("reviewer-5") };
  s->hits[0] = &s->hit;
}

static inline void fill_answers(samples *s)
{
  s->reply = (pnr_reply){ SIZED(pnr_reply),
                          .outcome = PNR_OUTCOME_DATA,
                          .request = ID("Q1"),
                          .reference = text_slice("NL-OUT-1"),
                          .peer_reference = text_slice("NL-2026-0042"),
                          .handling = PNR_HANDLING_CASE,
                          .records = s->records,
                          .record_count = 1,
                          .elements_given = GIVEN,
                          .hits = s->hits,
                          .hit_count = 1,
                          .scrub_table = SCRUB_TABLE };
  s->notice = (pnr_notice){ SIZED(pnr_notice),
                            .purpose = PNR_FOR_ASSESSMENT,
                            .offences = PNR_TERRORISM_BIT,
                            .reference = text_slice("NL-OUT-2"),
                            .relevance = text_slice("Arrives at the receiver's airport."),
                            .urgency = PNR_URGENT,
                            .handling = PNR_HANDLING_UNIT,
                            .records = s->records,
                            .record_count = 1,
                            .elements_given = GIVEN,
                            .hits = s->hits,
                            .hit_count = 1,
                            .scrub_table = SCRUB_TABLE,
                            .reviewer = text_slice("reviewer-5"),
                            .reviewed_at = NOW - 30 };
  s->recalled = (pnr_recalled){ SIZED(pnr_recalled), .version = 1, .id = ID("R1") };
  s->recalled_list[0] = &s->recalled;
  s->recall = (pnr_recall){ SIZED(pnr_recall),
                            .cause = PNR_RECALL_FALSE_HIT,
                            .reference = text_slice("NL-OUT-3"),
                            .records = s->recalled_list,
                            .record_count = 1,
                            .reason = text_slice("Another person of that name.") };
}

static inline void fill_others(samples *s)
{
  s->verdict = (pnr_object_verdict){ SIZED(pnr_object_verdict), .verdict = PNR_VERDICT_REFUSED, .id = ID("O1"),
                                     .rule = PNR_RULE_CASE };
  s->verdicts[0] = &s->verdict;
  s->passed_on[0] = text_slice("BE-POL-1");
  s->outcome = (pnr_recall_outcome){ SIZED(pnr_recall_outcome),
                                     .outcome = PNR_RECALLED_HELD,
                                     .id = ID("R1"),
                                     .version = 1,
                                     .passed_on = s->passed_on,
                                     .passed_on_count = 1,
                                     .held_case = text_slice("BE-CASE-4") };
  s->outcomes[0] = &s->outcome;
  s->mark = (pnr_mark){ SIZED(pnr_mark), .stream = PNR_STREAM_DATA, .mark = UINT64_C(5000000000),
                        .frames = UINT64_C(5000000064), .octets = UINT64_C(1) << 50 };
  s->marks[0] = &s->mark;
  s->receipt =
    (pnr_receipt){ SIZED(pnr_receipt),   .verdicts = s->verdicts,
                   .verdict_count = 1,   .recalled = s->outcomes,
                   .recalled_count = 1,  .incarnation = ID("I1"),
                   .marks = s->marks,    .mark_count = 1,
                   .audit_count = 12,    .audit_head = { (const uint8_t *)"0123456789abcdef0123456789abcdef", 32 },
                   .audit_time = NOW - 5 };
  s->keys = (pnr_key_message){ SIZED(pnr_key_message), .octets = text_slice("signed elsewhere") };
  s->permission = s->approval;
  s->permission.request = ID("Q1");
  s->feedback = (pnr_feedback){ SIZED(pnr_feedback),  .use = PNR_USE_INQUIRY,
                                .answered = ID("A1"), .reference = text_slice("NL-2026-0042"),
                                .usefulness = 4,      .purged_at = NOW - 20 };
}

static inline void samples_open(samples *s)
{
  memset(s, 0, sizeof *s);
  fill_person(s);
  fill_request(s);
  fill_record(s);
  fill_answers(s);
  fill_others(s);
  for (uint32_t i = 0; i < SAMPLES; i++)
    s->message[i] = (pnr_exchange_message){ SIZED(pnr_exchange_message), .type = i + 1 };
  s->message[0].request = &s->request;
  s->message[1].reply = &s->reply;
  s->message[2].notice = &s->notice;
  s->message[3].recall = &s->recall;
  s->message[4].receipt = &s->receipt;
  s->message[5].key_message = &s->keys;
  s->message[6].approval = &s->permission;
  s->message[7].feedback = &s->feedback;
}

static inline void samples_close(samples *s) { pnr_record_close(s->stored); }

/* Sealed by NL for BE, with fixed randomness of that name. */
static inline pnr_octets *seal_sample(two_units *units, samples *s, uint32_t i, const char *name)
{
  fixed_chance chance = { .name = name };
  pnri_chance source = { draw_fixed, &chance };
  pnr_claims claims = { SIZED(pnr_claims), .audience = text_slice("BE-PIU") };
  pnr_octets *object = NULL;
  pnr_error error = { SIZED(pnr_error) };
  units->from_nl.asked = units->to_be.asked = s->asked_list;
  units->from_nl.asked_count = units->to_be.asked_count = 1;
  pnr_status status =
    pnri_exchange_seal(NULL, &units->from_nl, &s->message[i], &claims, &source, &object, NULL, &error);
  cr_assert(eq(i32, status, PNR_OK), "%s: field %u, rule %d", pnr_exchange_type_name(i + 1), error.element,
            error.cause);
  return object;
}

#endif
