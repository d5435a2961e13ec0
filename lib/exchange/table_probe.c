/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/table_rows.h"
#include "pnr/blind.h"

/* clang-format off */

enum { FLIGHTS = 64, TAGS_MOST = 131072 };

static const pnri_wire_row flight_rows[] = {
  TEXT(pnr_flight, 1, carrier, PNRI_MUST, 0, 3, ""),
  TEXT(pnr_flight, 2, number, PNRI_MUST, 0, 16, "without carrier"),
  DATE(pnr_flight, 3, day, PNRI_MUST, 0, 1, "of departure, local"),
};
const pnri_wire_table pnri_flight_table = PNRI_TABLE("flight", pnr_flight, flight_rows, true);

static const char *const words_basis[] = { "unit", "authority", "carriers", "europol", NULL };
static const pnri_wire_row probe_rows[] = {
  WORD(pnr_probe, 1, legal_basis, PNRI_MUST, PNR_RULE_BASIS, words_basis, "article 9(2), 9(3), 9(4), 10"),
  WORD(pnr_probe, 2, purpose, PNRI_MUST, PNR_RULE_PURPOSE, pnri_words_purpose, "article 6(2)(a), (b), (c)"),
  BITS(pnr_probe, 3, offences, PNRI_MUST, PNR_RULE_OFFENCE, PNRI_OFFENCES, pnri_words_offences, "terrorism and Annex II"),
  YES(pnr_probe, 4, threshold_met, 0, PNR_RULE_THRESHOLD, "punishable with three years or more"),
  NUMBER(pnr_probe, 5, normaliser, PNRI_MUST, PNR_RULE_SCORE, 1, UINT32_MAX, "version that made the keys"),
  TEXT(pnr_probe, 6, reference, PNRI_MUST, 0, 64, "the asking unit's"),
  TEXT(pnr_probe, 7, case_reference, PNRI_MUST, PNR_RULE_CASE, 64, ""),
  TEXT(pnr_probe, 8, case_reason, PNRI_MUST, PNR_RULE_REASONS, 4000, "what happened"),
  TEXT(pnr_probe, 9, necessity, PNRI_MUST, PNR_RULE_REASONS, 4000, "why these data are needed"),
  TEXT(pnr_probe, 10, proportionality, PNRI_MUST, PNR_RULE_REASONS, 4000, "why it is not too much"),
  TEXT(pnr_probe, 11, authority, PNRI_MUST, PNR_RULE_APPROVED, 64, "for whom"),
  TEXT(pnr_probe, 12, officer, PNRI_MUST, PNR_RULE_APPROVED, 64, "pseudonym"),
  TEXT(pnr_probe, 13, approver, PNRI_MUST, PNR_RULE_APPROVED, 64, "who approved that it is asked; pseudonym"),
  TIME(pnr_probe, 14, approved_at, PNRI_MUST, PNR_RULE_APPROVED, "and when"),
  MANY(pnr_probe, 15, flights, flight_count, PNRI_MUST, PNR_RULE_SELECTORS, FLIGHTS, &pnri_flight_table, ""),
  OCTETS(pnr_probe, 16, elements, PNRI_MUST, PNR_RULE_SELECTORS, PNR_BLIND_ELEMENT, PNR_BLIND_KEYS * PNR_BLIND_ELEMENT,
         "blinded keys, 32 octets each"),
  OCTETS(pnr_probe, 17, commitments, PNRI_MUST, PNR_RULE_SELECTORS, PNR_BLIND_COMMITMENT, PNR_BLIND_KEYS * PNR_BLIND_COMMITMENT,
         "to the keys, 16 octets each"),
};
const pnri_wire_table pnri_probe_table = PNRI_TABLE("probe", pnr_probe, probe_rows, true);

static const pnri_wire_row probe_result_rows[] = {
  OCTETS(pnr_probe_result, 1, probe, PNRI_MUST, PNR_RULE_NOT_ASKED, 16, 16, "id of the probe"),
  OCTETS(pnr_probe_result, 2, elements, PNRI_MUST, 0, PNR_BLIND_ELEMENT, PNR_BLIND_KEYS * PNR_BLIND_ELEMENT,
         "evaluated keys, in the order of the probe's"),
};
const pnri_wire_table pnri_probe_result_table = PNRI_TABLE("probe_result", pnr_probe_result, probe_result_rows, true);

static const pnri_wire_row tags_rows[] = {
  OCTETS(pnr_tags, 1, probe, PNRI_MUST, PNR_RULE_NOT_ASKED, 16, 16, "id of the probe"),
  ONE(pnr_tags, 2, flight, PNRI_MUST, 0, flight, ""),
  OCTETS(pnr_tags, 3, salt, PNRI_MUST, 0, PNR_BLIND_SALT, PNR_BLIND_SALT, "random"),
  OCTETS(pnr_tags, 4, tags, PNRI_MUST, 0, 512 * PNR_BLIND_TAG, TAGS_MOST, "8 octets each, rising; 512 times a power of two"),
  OCTETS(pnr_tags, 5, commitment, PNRI_MUST, 0, 32, 32, "to the records"),
};
const pnri_wire_table pnri_tags_table = PNRI_TABLE("tags", pnr_tags, tags_rows, true);
