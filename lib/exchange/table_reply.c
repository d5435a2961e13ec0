/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/table_rows.h"

/* clang-format off */

enum { OCTETS_MOST = 1048576 };

const char *const pnri_words_handling[4] = { "case", "unit", "consent", NULL };

static const char *const words_travel[] = { "booked", "checked-in", "boarded", "not-boarded", "cancelled", NULL };
static const char *const words_evidence[] = { "booking", "check-in", "boarding", "border", NULL };
static const pnri_wire_row shared_record_rows[] = {
  OCTETS(pnr_shared_record, 1, id, PNRI_MUST, 0, 16, 16, "the issuing unit's"),
  NUMBER(pnr_shared_record, 2, version, PNRI_MUST, 0, 1, UINT32_MAX, "a higher one replaces"),
  OCTETS(pnr_shared_record, 3, octets, PNRI_MUST, 0, 1, OCTETS_MOST, "the stored form (docs/record.md)"),
  OCTETS(pnr_shared_record, 4, digest, PNRI_MUST, 0, 32, 32, "BLAKE2b-256 of `octets`"),
  TIME(pnr_shared_record, 5, received_at, PNRI_MUST, PNR_RULE_RETENTION, "by the issuing unit"),
  DATE(pnr_shared_record, 6, mask_due, PNRI_MUST, PNR_RULE_RETENTION, 1, "six months after `received_at`, or earlier"),
  DATE(pnr_shared_record, 7, erase_due, PNRI_MUST, PNR_RULE_RETENTION, 1, "five years after `received_at`, or earlier"),
  YES(pnr_shared_record, 8, masked, 0, 0, "the data of article 12(2) are taken out"),
  BITS(pnr_shared_record, 9, elements, PNRI_MUST, PNR_RULE_ELEMENTS, PNRI_ELEMENTS, pnri_words_elements, "that `octets` hold"),
  WORD(pnr_shared_record, 10, travel_status, 0, 0, words_travel, ""),
  WORD(pnr_shared_record, 11, travel_evidence, 0, PNR_RULE_TRAVELLED, words_evidence, "where the status comes from"),
};
const pnri_wire_table pnri_shared_record_table = PNRI_TABLE("shared_record", pnr_shared_record, shared_record_rows, true);

static const pnri_wire_row shared_reason_rows[] = {
  NUMBER(pnr_shared_reason, 1, code, PNRI_MUST, 0, 1, 255, "docs/matching.md"),
  PNRI_ROW(SIGNED, pnr_shared_reason, 2, points, 0, 0, 0, 0, 10000, NULL, NULL, "its share of the score"),
  NUMBER(pnr_shared_reason, 3, value, 0, 0, 1, UINT32_MAX, ""),
};
const pnri_wire_table pnri_shared_reason_table = PNRI_TABLE("shared_reason", pnr_shared_reason, shared_reason_rows, true);

static const pnri_wire_row shared_hit_rows[] = {
  NUMBER(pnr_shared_hit, 1, selector, 0, 0, 1, 255, "index into the request's selectors, from 0"),
  NUMBER(pnr_shared_hit, 2, record, 0, 0, 1, PNRI_RECORDS - 1, "index into the records, from 0"),
  NUMBER(pnr_shared_hit, 3, traveller, 0, 0, 1, 65535, "index within the record, from 0"),
  NUMBER(pnr_shared_hit, 4, score, PNRI_MUST, 0, 1, 10000, "ten-thousandths"),
  NUMBER(pnr_shared_hit, 5, normaliser, PNRI_MUST, PNR_RULE_SCORE, 1, UINT32_MAX, "version that made the score"),
  NUMBER(pnr_shared_hit, 6, score_version, PNRI_MUST, PNR_RULE_SCORE, 1, UINT32_MAX, "version of the score"),
  MANY(pnr_shared_hit, 7, reasons, reason_count, 0, 0, 64, &pnri_shared_reason_table, ""),
  TIME(pnr_shared_hit, 8, reviewed_at, PNRI_MUST, PNR_RULE_REVIEW, "by a person"),
  TEXT(pnr_shared_hit, 9, reviewer, PNRI_MUST, PNR_RULE_REVIEW, 64, "pseudonym"),
};
const pnri_wire_table pnri_shared_hit_table = PNRI_TABLE("shared_hit", pnr_shared_hit, shared_hit_rows, true);

static const char *const words_outcome[] = { "accepted", "none", "data", "partial", "refused", "pending",
                                             "needs-approval", "too-broad", "withdrawn", NULL };
static const pnri_wire_row reply_rows[] = {
  WORD(pnr_reply, 1, outcome, PNRI_MUST, PNR_RULE_OUTCOME, words_outcome, ""),
  OCTETS(pnr_reply, 2, request, PNRI_MUST, PNR_RULE_NOT_ASKED, 16, 16, "id of the request"),
  TEXT(pnr_reply, 3, reference, PNRI_MUST, 0, 64, "the answering unit's"),
  TEXT(pnr_reply, 4, peer_reference, 0, 0, 64, "the request's"),
  NUMBER(pnr_reply, 5, refused_rule, 0, PNR_RULE_OUTCOME, 1, 255, "refused: number of the rule"),
  WORD(pnr_reply, 6, handling, 0, PNR_RULE_HANDLING, pnri_words_handling, "what may become of the data"),
  TEXT(pnr_reply, 7, reason, 0, 0, 2000, ""),
  MANY(pnr_reply, 8, records, record_count, 0, 0, PNRI_RECORDS, &pnri_shared_record_table, ""),
  BITS(pnr_reply, 9, elements_given, 0, PNR_RULE_GIVEN, PNRI_ELEMENTS, pnri_words_elements, "all that the records hold"),
  MANY(pnr_reply, 10, hits, hit_count, 0, 0, PNRI_RECORDS, &pnri_shared_hit_table, ""),
  NUMBER(pnr_reply, 11, scrub_table, 0, PNR_RULE_SCRUBBED, 1, UINT32_MAX, "version of the table for article 13(4)"),
  TEXT(pnr_reply, 12, language, 0, 0, 2, "ISO 639-1"),
};
const pnri_wire_table pnri_reply_table = PNRI_TABLE("reply", pnr_reply, reply_rows, true);

static const pnri_wire_row notice_rows[] = {
  WORD(pnr_notice, 1, purpose, PNRI_MUST, PNR_RULE_PURPOSE, pnri_words_purpose, "article 6(2)"),
  BITS(pnr_notice, 2, offences, PNRI_MUST, PNR_RULE_OFFENCE, PNRI_OFFENCES, pnri_words_offences, "terrorism and Annex II"),
  YES(pnr_notice, 3, threshold_met, 0, PNR_RULE_THRESHOLD, "punishable with three years or more"),
  TEXT(pnr_notice, 4, reference, PNRI_MUST, 0, 64, "the issuing unit's"),
  TEXT(pnr_notice, 5, relevance, PNRI_MUST, PNR_RULE_REASONS, 4000, "why it concerns the receiver"),
  WORD(pnr_notice, 6, urgency, PNRI_MUST, PNR_RULE_URGENCY, pnri_words_urgency, ""),
  WORD(pnr_notice, 7, handling, PNRI_MUST, PNR_RULE_HANDLING, pnri_words_handling, "what may become of the data"),
  MANY(pnr_notice, 8, records, record_count, PNRI_MUST, 0, PNRI_RECORDS, &pnri_shared_record_table, ""),
  BITS(pnr_notice, 9, elements_given, PNRI_MUST, PNR_RULE_GIVEN, PNRI_ELEMENTS, pnri_words_elements, "all that the records hold"),
  MANY(pnr_notice, 10, hits, hit_count, PNRI_MUST, PNR_RULE_REVIEW, PNRI_RECORDS, &pnri_shared_hit_table, ""),
  NUMBER(pnr_notice, 11, scrub_table, PNRI_MUST, PNR_RULE_SCRUBBED, 1, UINT32_MAX, "version of the table for article 13(4)"),
  TEXT(pnr_notice, 12, reviewer, PNRI_MUST, PNR_RULE_REVIEW, 64, "who decided that it is told; pseudonym"),
  TIME(pnr_notice, 13, reviewed_at, PNRI_MUST, PNR_RULE_REVIEW, "and when"),
  ONE(pnr_notice, 14, transfer, 0, 0, transfer, "article 11"),
};
const pnri_wire_table pnri_notice_table = PNRI_TABLE("notice", pnr_notice, notice_rows, true);
