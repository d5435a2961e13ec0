/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/table_rows.h"

/* clang-format off */

static const pnri_wire_row recalled_rows[] = {
  OCTETS(pnr_recalled, 1, id, PNRI_MUST, PNR_RULE_RECALL, 16, 16, "of the record"),
  NUMBER(pnr_recalled, 2, version, PNRI_MUST, PNR_RULE_RECALL, 1, UINT32_MAX, "this one and all before it"),
  ONE(pnr_recalled, 3, replacement, 0, 0, shared_record, "rectify: a higher version; without it: erase"),
};
const pnri_wire_table pnri_recalled_table = PNRI_TABLE("recalled", pnr_recalled, recalled_rows, true);

static const char *const words_cause[] = { "corrected", "false-hit", "due", "order", NULL };
static const pnri_wire_row recall_rows[] = {
  WORD(pnr_recall, 1, cause, PNRI_MUST, PNR_RULE_RECALL, words_cause, ""),
  TEXT(pnr_recall, 2, reference, PNRI_MUST, 0, 64, "the issuing unit's"),
  MANY(pnr_recall, 3, records, record_count, PNRI_MUST, PNR_RULE_RECALL, PNRI_RECORDS, &pnri_recalled_table, "of the issuer alone"),
  BITS(pnr_recall, 4, elements_given, 0, PNR_RULE_GIVEN, PNRI_ELEMENTS, pnri_words_elements, "all that the replacements hold"),
  NUMBER(pnr_recall, 5, scrub_table, 0, PNR_RULE_SCRUBBED, 1, UINT32_MAX, "version of the table for article 13(4)"),
  WORD(pnr_recall, 6, handling, 0, PNR_RULE_HANDLING, pnri_words_handling, "what may become of the replacements"),
  TEXT(pnr_recall, 7, reason, 0, 0, 2000, ""),
};
const pnri_wire_table pnri_recall_table = PNRI_TABLE("recall", pnr_recall, recall_rows, true);

static const char *const words_recalled[] = { "erased", "rectified", "held", "unknown", NULL };
static const pnri_wire_row recall_outcome_rows[] = {
  OCTETS(pnr_recall_outcome, 1, id, PNRI_MUST, 0, 16, 16, "of the record"),
  NUMBER(pnr_recall_outcome, 2, version, PNRI_MUST, 0, 1, UINT32_MAX, ""),
  WORD(pnr_recall_outcome, 3, outcome, PNRI_MUST, PNR_RULE_RECALL, words_recalled, ""),
  TEXTS(pnr_recall_outcome, 4, passed_on, passed_on_count, 0, 0, 32, "who had been given it, and was told"),
  TEXT(pnr_recall_outcome, 5, held_case, 0, PNR_RULE_RECALL, 64, "held (article 12(4)): the case"),
};
const pnri_wire_table pnri_recall_outcome_table = PNRI_TABLE("recall_outcome", pnr_recall_outcome, recall_outcome_rows, true);

static const char *const words_verdict[] = { "applied", "duplicate", "expired", "refused", "recalled", NULL };
static const pnri_wire_row verdict_rows[] = {
  OCTETS(pnr_object_verdict, 1, id, PNRI_MUST, 0, 16, 16, "of the object"),
  WORD(pnr_object_verdict, 2, verdict, PNRI_MUST, PNR_RULE_OUTCOME, words_verdict, ""),
  NUMBER(pnr_object_verdict, 3, rule, 0, PNR_RULE_OUTCOME, 1, 255, "refused: number of the rule"),
};
const pnri_wire_table pnri_verdict_table = PNRI_TABLE("verdict", pnr_object_verdict, verdict_rows, true);

static const char *const words_stream[] = { "control", "recall", "query", "data", NULL };
static const pnri_wire_row mark_rows[] = {
  WORD(pnr_mark, 1, stream, PNRI_MUST, 0, words_stream, ""),
  LONG(pnr_mark, 2, mark, 0, 0, "all objects up to here had their verdict"),
  LONG(pnr_mark, 3, frames, 0, 0, "sequence up to which may be sent"),
  LONG(pnr_mark, 4, octets, 0, 0, "octets of signed messages, from sequence 1 on, that may be sent"),
};
const pnri_wire_table pnri_mark_table = PNRI_TABLE("mark", pnr_mark, mark_rows, true);

static const pnri_wire_row receipt_rows[] = {
  MANY(pnr_receipt, 1, verdicts, verdict_count, 0, 0, PNRI_RECORDS, &pnri_verdict_table, ""),
  MANY(pnr_receipt, 2, recalled, recalled_count, 0, 0, PNRI_RECORDS, &pnri_recall_outcome_table, "what became of recalled records"),
  OCTETS(pnr_receipt, 3, incarnation, 0, 0, 16, 16, "of the marks"),
  MANY(pnr_receipt, 4, marks, mark_count, 0, 0, PNR_STREAMS - 1, &pnri_mark_table, "of a link"),
  LONG(pnr_receipt, 5, audit_count, 0, 0, "the receiver's audit trail: entries"),
  OCTETS(pnr_receipt, 6, audit_head, 0, 0, 32, 32, "its head"),
  TIME(pnr_receipt, 7, audit_time, 0, 0, "and when"),
};
const pnri_wire_table pnri_receipt_table = PNRI_TABLE("receipt", pnr_receipt, receipt_rows, true);

static const pnri_wire_row key_message_rows[] = {
  OCTETS(pnr_key_message, 1, octets, PNRI_MUST, 0, 1, 65536, "signed directory, signed prekeys, one behind the other"),
};
const pnri_wire_table pnri_key_message_table = PNRI_TABLE("key_message", pnr_key_message, key_message_rows, true);

static const char *const words_use[] = { "none", "inquiry", "arrest", "prosecution", "cleared", NULL };
static const pnri_wire_row feedback_rows[] = {
  OCTETS(pnr_feedback, 1, answered, PNRI_MUST, 0, 16, 16, "id of the reply or notice"),
  TEXT(pnr_feedback, 2, reference, PNRI_MUST, 0, 64, ""),
  WORD(pnr_feedback, 3, use, PNRI_MUST, 0, words_use, "that was made of the data"),
  NUMBER(pnr_feedback, 4, usefulness, 0, 0, 1, 5, "none to decisive"),
  TIME(pnr_feedback, 5, purged_at, 0, 0, "the data were deleted"),
};
const pnri_wire_table pnri_feedback_table = PNRI_TABLE("feedback", pnr_feedback, feedback_rows, true);

static const pnri_wire_row hello_rows[] = {
  OCTETS(pnr_hello, 1, incarnation, PNRI_MUST, 0, 16, 16, "that begins; the one before is closed for good"),
};
const pnri_wire_table pnri_hello_table = PNRI_TABLE("hello", pnr_hello, hello_rows, true);

static const pnri_wire_row void_rows[] = {
  OCTETS(pnr_void_message, 1, recall, 0, 0, 16, 16, "id of the recall"),
};
const pnri_wire_table pnri_void_message_table = PNRI_TABLE("void_message", pnr_void_message, void_rows, true);

static const pnri_wire_row heartbeat_rows[] = {
  LONG(pnr_heartbeat, 1, number, PNRI_MUST, 0, "counts them"),
};
const pnri_wire_table pnri_heartbeat_table = PNRI_TABLE("heartbeat", pnr_heartbeat, heartbeat_rows, true);
