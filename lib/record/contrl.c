/* SPDX-License-Identifier: Apache-2.0 */
#include "record/contrl.h"

/* The codes of CONTRL (ISO 9735-4). Each table is indexed by its code. */

static const char *entry(const char *const *table, size_t count, uint32_t code)
{
  return code < count ? table[code] : NULL;
}

const char *pnr_syntax_level_name(uint32_t level)
{
  static const char *const words[] = {
    [PNR_SYNTAX_INTERCHANGE] = "interchange", [PNR_SYNTAX_GROUP] = "group",     [PNR_SYNTAX_MESSAGE] = "message",
    [PNR_SYNTAX_SEGMENT] = "segment",         [PNR_SYNTAX_ELEMENT] = "element",
  };
  const char *word = entry(words, sizeof words / sizeof words[0], level);
  return word != NULL ? word : "unknown";
}

const char *pnr_receipt_name(uint32_t action)
{
  static const char *const words[] = {
    [PNR_RECEIPT_REJECTED] = "rejected",
    [PNR_RECEIPT_ACKNOWLEDGED] = "acknowledged",
    [PNR_RECEIPT_RECEIVED] = "received",
  };
  const char *word = entry(words, sizeof words / sizeof words[0], action);
  return word != NULL ? word : "unknown";
}

/* 0085 */
const char *pnr_syntax_error_text(uint32_t error)
{
  static const char *const texts[] = {
    [2] = "syntax version or level is not supported",
    [7] = "the recipient named is not the actual one",
    [12] = "invalid value",
    [13] = "missing",
    [14] = "value is not supported in this position",
    [15] = "not supported in this position",
    [16] = "too many constituents",
    [17] = "no agreement with the sender",
    [18] = "unspecified error",
    [19] = "invalid decimal notation",
    [20] = "character is not allowed as service character",
    [21] = "invalid character",
    [22] = "invalid service character",
    [23] = "unknown sender",
    [24] = "too old",
    [25] = "test indicator is not supported",
    [26] = "duplicate",
    [27] = "security function is not supported",
    [28] = "references do not agree",
    [29] = "control count is not the number received",
    [30] = "groups and messages are mixed",
    [31] = "more than one message type in a group",
    [32] = "lower level is empty",
    [33] = "stands outside of a message or group",
    [34] = "nesting indicator is not allowed",
    [35] = "too many repetitions of an element or a segment",
    [36] = "too many repetitions of a segment group",
    [37] = "wrong type of character",
    [38] = "no digit in front of the decimal mark",
    [39] = "element is too long",
    [40] = "element is too short",
  };
  return entry(texts, sizeof texts / sizeof texts[0], error);
}

const pnri_contrl_layout pnri_contrl_layouts[] = {
  { "UCI", PNR_SYNTAX_INTERCHANGE, 0, 1, 2, 3, 0, 4, 0, 5, 6, 7 },
  { "UCF", PNR_SYNTAX_GROUP, PNR_SYNTAX_INTERCHANGE, 1, 2, 3, 0, 4, 0, 5, 6, 7 },
  { "UCM", PNR_SYNTAX_MESSAGE, PNR_SYNTAX_INTERCHANGE, 1, 0, 0, 2, 3, 0, 4, 5, 6 },
  { "UCS", PNR_SYNTAX_SEGMENT, PNR_SYNTAX_MESSAGE, 0, 0, 0, 0, 0, 1, 2, 0, 0 },
  { "UCD", PNR_SYNTAX_ELEMENT, PNR_SYNTAX_SEGMENT, 0, 0, 0, 0, 0, 0, 1, 0, 2 },
};
