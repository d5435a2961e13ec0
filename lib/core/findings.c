/* SPDX-License-Identifier: Apache-2.0 */
#include "core/findings.h"

#define NOTICE PNR_SEVERITY_NOTICE
#define WARNING PNR_SEVERITY_WARNING
#define ERROR PNR_SEVERITY_ERROR

static const struct {
  uint32_t code, severity;
  const char *name, *text;
} codes[] = {
  { PNR_F_EDI_SKIPPED, WARNING, "EDI_SKIPPED", "octets outside any interchange were skipped" },
  { PNR_F_EDI_UNA, WARNING, "EDI_UNA", "a service string advice that cannot be meant was ignored" },
  { PNR_F_EDI_NO_UNB, WARNING, "EDI_NO_UNB", "the message stands in no interchange" },
  { PNR_F_EDI_NO_UNT, ERROR, "EDI_NO_UNT", "the message ends without UNT: it was cut" },
  { PNR_F_EDI_NO_UNZ, WARNING, "EDI_NO_UNZ", "the interchange ends without UNZ: it was cut" },
  { PNR_F_EDI_UNT_COUNT, WARNING, "EDI_UNT_COUNT", "UNT does not give the number of segments" },
  { PNR_F_EDI_UNT_REFERENCE, WARNING, "EDI_UNT_REFERENCE", "UNT and UNH have different references" },
  { PNR_F_EDI_UNE_COUNT, WARNING, "EDI_UNE_COUNT", "UNE does not give the number of messages" },
  { PNR_F_EDI_UNE_REFERENCE, WARNING, "EDI_UNE_REFERENCE", "UNE and UNG have different references" },
  { PNR_F_EDI_UNZ_COUNT, WARNING, "EDI_UNZ_COUNT", "UNZ does not give the number of messages or groups" },
  { PNR_F_EDI_UNZ_REFERENCE, WARNING, "EDI_UNZ_REFERENCE", "UNZ and UNB have different references" },
  { PNR_F_EDI_TERMINATOR_IN_TEXT, WARNING, "EDI_TERMINATOR_IN_TEXT",
    "a segment terminator inside a value was not released; the value was joined again" },
  { PNR_F_EDI_EMPTY_SEGMENT, WARNING, "EDI_EMPTY_SEGMENT", "segment terminators with nothing between them" },
  { PNR_F_EDI_UNTERMINATED, ERROR, "EDI_UNTERMINATED", "the input ends inside a segment" },
  { PNR_F_EDI_RELEASE_AT_END, ERROR, "EDI_RELEASE_AT_END", "the input ends behind a release character" },
  { PNR_F_EDI_CHARSET, NOTICE, "EDI_CHARSET", "an octet outside the declared character repertoire" },
  { PNR_F_EDI_CONTROL, WARNING, "EDI_CONTROL", "a control character inside a value" },
  { PNR_F_EDI_UNKNOWN_TYPE, WARNING, "EDI_UNKNOWN_TYPE", "a message of a type that is not read here was skipped" },
  { PNR_F_EDI_LINE_BREAK, NOTICE, "EDI_LINE_BREAK", "line breaks inside segments were removed" },
  { PNR_F_EDI_NO_UNE, WARNING, "EDI_NO_UNE", "the group ends without UNE" },
  { PNR_F_EDI_SERVICE_CHARACTERS, NOTICE, "EDI_SERVICE_CHARACTERS",
    "the service characters were inferred: no UNA names them" },
  { PNR_F_EDI_SEGMENT_OUTSIDE, WARNING, "EDI_SEGMENT_OUTSIDE", "a segment outside any message was skipped" },
  { PNR_F_EDI_VERSION, NOTICE, "EDI_VERSION", "a message version that was never published" },
  { PNR_F_XML_SYNTAX, ERROR, "XML_SYNTAX", "octets that are no well-formed XML were skipped" },
  { PNR_F_XML_CUT, ERROR, "XML_CUT", "the input ends before its elements do: it was cut" },
  { PNR_F_XML_ROOT, WARNING, "XML_ROOT", "the document's own element is not IATA_PNRGOV_NotifRQ" },
  { PNR_F_XML_SEVERAL_ROOTS, WARNING, "XML_SEVERAL_ROOTS",
    "several elements at the top of one document were read as one message" },
  { PNR_F_SEGMENT_UNKNOWN, NOTICE, "SEGMENT_UNKNOWN", "a segment that this message does not have; kept as sent" },
  { PNR_F_SEGMENT_MISPLACED, NOTICE, "SEGMENT_MISPLACED", "a segment where no group allows it; given to the booking" },
  { PNR_F_EQN_COUNT, WARNING, "EQN_COUNT", "EQN does not give the number of bookings" },
  { PNR_F_CNT_COUNT, WARNING, "CNT_COUNT", "CNT does not give the number of persons" },
  { PNR_F_DATE_INVALID, ERROR, "DATE_INVALID", "no date of the calendar" },
  { PNR_F_DATE_CENTURY, NOTICE, "DATE_CENTURY", "a date with a century where none belongs; read as written" },
  { PNR_F_NAME_MISSING, WARNING, "NAME_MISSING", "a person without a name" },
  { PNR_F_DOCUMENT_UNPLACED, WARNING, "DOCUMENT_UNPLACED",
    "a document that belongs to no traveller for certain; kept with the booking" },
  { PNR_F_DOCS_SHIFTED, NOTICE, "DOCS_SHIFTED", "the slots of a DOCS were shifted; found by their pattern" },
  { PNR_F_LOCATOR_MISSING, NOTICE, "LOCATOR_MISSING", "a booking without record locator" },
  { PNR_F_CODE_UNKNOWN, NOTICE, "CODE_UNKNOWN", "a code of no known meaning; kept as sent" },
  { PNR_F_NUMBER_INVALID, WARNING, "NUMBER_INVALID", "a number that is none" },
  { PNR_F_PLACEHOLDER_NAME, NOTICE, "PLACEHOLDER_NAME", "a placeholder stands where a name belongs" },
  { PNR_F_REFERENCE_UNKNOWN, NOTICE, "REFERENCE_UNKNOWN", "a reference to a traveller who is not in the booking" },
  { PNR_F_FLIGHT_MISSING, WARNING, "FLIGHT_MISSING", "the message does not say what journey it is about" },
  { PNR_F_VALUE_MISSING, NOTICE, "VALUE_MISSING", "a mandatory value is absent" },
  { PNR_F_BAG_COUNT, WARNING, "BAG_COUNT", "more consecutive bag tags than can be meant" },
  { PNR_F_BOOKING_COUNT, WARNING, "BOOKING_COUNT", "a booking does not hold as many travellers as it says" },
  { PNR_F_NAME_IN_HISTORY, WARNING, "NAME_IN_HISTORY",
    "a name among a booking's changes may be a traveller's: it was read as one" },
  { PNR_F_MRZ_SKIPPED, ERROR, "MRZ_SKIPPED", "lines that are no machine readable zone were skipped" },
  { PNR_F_MRZ_LINE_LENGTH, WARNING, "MRZ_LINE_LENGTH", "a line of another length than its layout has" },
  { PNR_F_MRZ_CHARACTER, ERROR, "MRZ_CHARACTER", "a character that has no place here; kept as read" },
  { PNR_F_MRZ_CASE, WARNING, "MRZ_CASE", "small letters were read as capital ones" },
  { PNR_F_MRZ_CHECK_DIGIT, ERROR, "MRZ_CHECK_DIGIT", "a check digit does not hold; the value stays as read" },
  { PNR_F_MRZ_LONG_NUMBER, NOTICE, "MRZ_LONG_NUMBER", "the check digit of a long number counts the filling in it" },
  { PNR_F_MRZ_NAME_TRUNCATED, NOTICE, "MRZ_NAME_TRUNCATED", "the name fills its field: it may have been cut" },
  { PNR_F_MRZ_REPAIR_POSSIBLE, NOTICE, "MRZ_REPAIR_POSSIBLE",
    "one confusion of a text recognition explains the check digits; it is offered, not made" },
  { PNR_F_PNL_CUT, ERROR, "PNL_CUT", "the list has neither ENDPART nor ENDPNL or ENDADL: it was cut" },
  { PNR_F_PNL_LINE, WARNING, "PNL_LINE", "a line of a teletype list in a wrong form or place; kept" },
  { PNR_F_PNL_NAMES, WARNING, "PNL_NAMES", "more names than seats in a name element; all were read" },
  { PNR_F_PNL_ELEMENT, WARNING, "PNL_ELEMENT", "a name element, or what stands behind it, has no known form; kept" },
  { PNR_F_RECORD_LOST, ERROR, "RECORD_LOST", "the record says what the other one does not" },
  { PNR_F_RECORD_CHANGED, ERROR, "RECORD_CHANGED", "the other record says another value" },
  { PNR_F_RECORD_ADDED, NOTICE, "RECORD_ADDED", "the other record says what this one does not" },
  { PNR_F_EDI_QUOTE_TERMINATOR, WARNING, "EDI_QUOTE_TERMINATOR",
    "a typographic apostrophe ends a segment; read as the terminator" },
  { PNR_F_PART_MISSING, ERROR, "PART_MISSING", "a part of a split message did not come" },
  { PNR_F_PART_REPEATED, NOTICE, "PART_REPEATED", "a part of a split message came more than once" },
  { PNR_F_PART_CONFLICT, ERROR, "PART_CONFLICT", "two parts of one number have different contents" },
  { PNR_F_PART_FIRST, WARNING, "PART_FIRST", "a part that is marked as the first one has another number than 1" },
  { PNR_F_PART_LAST, ERROR, "PART_LAST", "a part stands behind the one that is marked as the last" },
  { PNR_F_PART_NUMBER, ERROR, "PART_NUMBER", "a part has no number, or one that cannot be meant" },
  { PNR_F_PART_TOTAL, WARNING, "PART_TOTAL", "all parts together do not hold what they declare" },
  { PNR_F_PART_NO_LAST, ERROR, "PART_NO_LAST", "no part is marked as the last: more may be missing" },
  { PNR_F_PLACE_REPEATED, WARNING, "PLACE_REPEATED", "a later row has the same code, mode and day: that one counts" },
  { PNR_F_PLACE_CLOCK, WARNING, "PLACE_CLOCK", "the time zone is neither a rule nor a row that has one: not known" },
  { PNR_F_LIST_ROW, ERROR, "LIST_ROW", "a row or entry that could not be read was skipped" },
  { PNR_F_LIST_COLUMN, NOTICE, "LIST_COLUMN", "a column that is not known was ignored" },
  { PNR_F_LIST_VALUE, WARNING, "LIST_VALUE", "a value that could not be understood was left out" },
  { PNR_F_LIST_ENCODING, WARNING, "LIST_ENCODING", "octets that are no UTF-8 were replaced" },
  { PNR_F_LIST_NO_NAME, WARNING, "LIST_NO_NAME", "an entry with no name, document or identifier" },
  { PNR_F_LIST_CUT, ERROR, "LIST_CUT", "a compressed list is damaged or cut: what came out was read" },
  { PNR_F_EXCHANGE_DROPPED, NOTICE, "EXCHANGE_DROPPED", "a field of a later version was dropped" },
  { PNR_F_MORE, WARNING, "MORE", "further findings were counted but not kept" },
};

static size_t row_of(uint32_t code)
{
  size_t i = 0;
  while (i < sizeof codes / sizeof codes[0] && codes[i].code != code) i++;
  return i;
}

const char *pnr_finding_name(uint32_t code)
{
  size_t i = row_of(code);
  return i < sizeof codes / sizeof codes[0] ? codes[i].name : "UNKNOWN";
}

const char *pnr_finding_text(uint32_t code)
{
  size_t i = row_of(code);
  return i < sizeof codes / sizeof codes[0] ? codes[i].text : "a finding that this version does not know";
}

uint32_t pnri_findings_severity(uint32_t code)
{
  size_t i = row_of(code);
  return i < sizeof codes / sizeof codes[0] ? codes[i].severity : PNR_SEVERITY_ERROR;
}

const char *pnr_severity_name(uint32_t severity)
{
  static const char *const names[] = { "unknown", "notice", "warning", "error" };
  return names[severity <= PNR_SEVERITY_ERROR ? severity : 0];
}

static pnr_finding *append(pnri_findings *findings, pnr_finding finding)
{
  pnr_finding *kept = pnri_chain_add(&findings->chain, findings->arena, sizeof *kept);
  if (kept == NULL) findings->failed = 1;
  else *kept = finding;
  return kept;
}

void pnri_findings_add(pnri_findings *findings, pnr_finding finding)
{
  if (finding.severity == 0) finding.severity = pnri_findings_severity(finding.code);
  if (findings->chain.count < findings->arena->env->limits.findings) {
    append(findings, finding);
    return;
  }
  findings->dropped++;
  if (findings->more == NULL)
    findings->more =
      append(findings, (pnr_finding){ .code = PNR_F_MORE, .severity = WARNING, .offset = finding.offset });
  if (findings->more != NULL) findings->more->length = findings->dropped;
}
