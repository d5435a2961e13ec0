/* pnr/finding.h - what a reader saw that its sender should not have sent, with the place.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_FINDING_H
#define PNR_FINDING_H

#include "pnr/base.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  PNR_SEVERITY_NOTICE = 1,  /* harmless and common */
  PNR_SEVERITY_WARNING = 2, /* the sender breaks the standard; the meaning is still clear */
  PNR_SEVERITY_ERROR = 3    /* a value or octets could not be understood */
};

/* Codes are never renumbered: 1-99 EDIFACT and XML syntax, 100-199 content of messages, 200-239 lists, 260-299 exchange.
 * docs/findings.md tells for each the cause and what to ask the sender. */
enum {
  PNR_F_EDI_SKIPPED = 1,       /* octets outside any interchange: heading, trailer, noise */
  PNR_F_EDI_UNA = 2,           /* UNA that cannot be meant; ignored */
  PNR_F_EDI_NO_UNB = 3,        /* message outside UNB…UNZ */
  PNR_F_EDI_NO_UNT = 4,        /* message without UNT: cut */
  PNR_F_EDI_NO_UNZ = 5,        /* interchange without UNZ: cut */
  PNR_F_EDI_UNT_COUNT = 6,     /* UNT 0074 is not the number of segments */
  PNR_F_EDI_UNT_REFERENCE = 7, /* UNT 0062 is not that of UNH */
  PNR_F_EDI_UNE_COUNT = 8,
  PNR_F_EDI_UNE_REFERENCE = 9,
  PNR_F_EDI_UNZ_COUNT = 10,
  PNR_F_EDI_UNZ_REFERENCE = 11,
  PNR_F_EDI_TERMINATOR_IN_TEXT = 12, /* an unreleased terminator inside a value; the value was joined again */
  PNR_F_EDI_EMPTY_SEGMENT = 13,      /* terminators with nothing between them */
  PNR_F_EDI_UNTERMINATED = 14,       /* the input ends inside a segment */
  PNR_F_EDI_RELEASE_AT_END = 15,     /* the input ends behind a release character */
  PNR_F_EDI_CHARSET = 16,            /* an octet outside the declared repertoire; read as the nearest that fits */
  PNR_F_EDI_CONTROL = 17,            /* a control character inside a value */
  PNR_F_EDI_UNKNOWN_TYPE = 18,       /* message of a type that has no reader here; skipped */
  PNR_F_EDI_LINE_BREAK = 19,         /* line breaks inside segments (69-character folding), removed */
  PNR_F_EDI_NO_UNE = 20,
  PNR_F_EDI_SERVICE_CHARACTERS = 21, /* service characters were inferred, no UNA named them */
  PNR_F_EDI_SEGMENT_OUTSIDE = 22,    /* a segment between the envelopes; skipped */
  PNR_F_EDI_VERSION = 23,            /* a message version that was never published */
  PNR_F_XML_SYNTAX = 24,             /* octets that are no well-formed XML; skipped up to the next tag */
  PNR_F_XML_CUT = 25,                /* the input ends before the elements do that stand open: cut */
  PNR_F_XML_ROOT = 26,               /* the document's own element is not the standard's */
  PNR_F_XML_SEVERAL_ROOTS = 27,      /* several elements at the top of a document; read as one message */

  PNR_F_SEGMENT_UNKNOWN = 100,     /* a segment that the message does not have; kept as an item */
  PNR_F_SEGMENT_MISPLACED = 101,   /* a segment where its group does not allow it; attached to the booking */
  PNR_F_EQN_COUNT = 102,           /* level-0 EQN is not the number of bookings */
  PNR_F_CNT_COUNT = 103,           /* CNT is not the number of persons */
  PNR_F_DATE_INVALID = 104,        /* no date of the calendar */
  PNR_F_DATE_CENTURY = 105,        /* a date with a century where none belongs; read as written */
  PNR_F_NAME_MISSING = 106,        /* a person without any name */
  PNR_F_DOCUMENT_UNPLACED = 107,   /* a document that could not be given to one traveller; kept with the booking */
  PNR_F_DOCS_SHIFTED = 108,        /* DOCS slots shifted; found again by their pattern */
  PNR_F_LOCATOR_MISSING = 109,     /* a booking without record locator */
  PNR_F_CODE_UNKNOWN = 110,        /* a code value of no known meaning; kept raw */
  PNR_F_NUMBER_INVALID = 111,      /* a number that is none */
  PNR_F_PLACEHOLDER_NAME = 112,    /* FNU, LNU, TBA … where a name belongs */
  PNR_F_REFERENCE_UNKNOWN = 113,   /* a reference to a traveller who is not in the booking */
  PNR_F_FLIGHT_MISSING = 114,      /* the message does not say what it is about */
  PNR_F_VALUE_MISSING = 115,       /* a mandatory value is absent */
  PNR_F_BAG_COUNT = 116,           /* more consecutive bag tags than anyone checks in */
  PNR_F_BOOKING_COUNT = 117,       /* a booking does not hold as many travellers as it says */
  PNR_F_NAME_IN_HISTORY = 118,     /* a name among a booking's changes that may be a traveller's; read as one */
  PNR_F_MRZ_SKIPPED = 120,         /* lines that are no machine readable zone; skipped */
  PNR_F_MRZ_LINE_LENGTH = 121,     /* a line shorter or longer than its layout; filled up or cut */
  PNR_F_MRZ_CHARACTER = 122,       /* a character that has no place in a zone, or not in this field; kept */
  PNR_F_MRZ_CASE = 123,            /* small letters; read as capital ones */
  PNR_F_MRZ_CHECK_DIGIT = 124,     /* a check digit does not hold; the value stays as read */
  PNR_F_MRZ_LONG_NUMBER = 125,     /* the check digit of a long number counts the filling between its parts */
  PNR_F_MRZ_NAME_TRUNCATED = 126,  /* the name fills its field: it may have been cut */
  PNR_F_MRZ_REPAIR_POSSIBLE = 127, /* one confusion of an OCR explains the check digits; offered, not made */
  PNR_F_PNL_CUT = 130,             /* teletype: neither ENDPART nor ENDPNL, so the part was cut */
  PNR_F_PNL_LINE = 131,            /* a line that breaks the form of a list, or stands in the wrong place */
  PNR_F_PNL_NAMES = 132,           /* a name element has more names than seats; all were read */
  PNR_F_PNL_ELEMENT = 133,         /* an element behind a name, or a part of the name, that has no known form; kept */
  PNR_F_RECORD_LOST = 155,         /* two records: the first says what the other does not */
  PNR_F_RECORD_CHANGED = 156,      /* two records: what the first says is another value in the other */
  PNR_F_RECORD_ADDED = 157,        /* two records: only the other one says so */

  PNR_F_EDI_QUOTE_TERMINATOR = 170, /* a typographic apostrophe ends a segment and its line; read as terminator */

  PNR_F_PART_MISSING = 160,   /* parts of a split message, told by an assembler: a part that did not come */
  PNR_F_PART_REPEATED = 161,  /* a part that came more than once */
  PNR_F_PART_CONFLICT = 162,  /* two parts of one number with different contents */
  PNR_F_PART_FIRST = 163,     /* marked as first, but not number 1 */
  PNR_F_PART_LAST = 164,      /* marked as last with parts behind it, or standing behind it */
  PNR_F_PART_NUMBER = 165,    /* no number, or one above PNR_PART_MAX */
  PNR_F_PART_TOTAL = 166,     /* what all parts declare (EQN, CNT) is not what they hold */
  PNR_F_PART_NO_LAST = 167,   /* none is marked as last: how many there are is unknown */
  PNR_F_PLACE_REPEATED = 168, /* tables of places: code, mode and day of a row stand there again; the last counts */
  PNR_F_PLACE_CLOCK = 169,    /* a row names another row's clock, and there is none */

  PNR_F_LIST_ROW = 200,      /* a row or entry that could not be read; skipped */
  PNR_F_LIST_COLUMN = 201,   /* a column that is not known; ignored */
  PNR_F_LIST_VALUE = 202,    /* a value that could not be understood; left out */
  PNR_F_LIST_ENCODING = 203, /* octets that are no UTF-8; replaced */
  PNR_F_LIST_NO_NAME = 204,  /* an entry with neither name nor document nor identifier */
  PNR_F_LIST_CUT = 205,      /* a compressed file is damaged or ends early; what came out was read */

  PNR_F_EXCHANGE_DROPPED = 260, /* a field of a later version (key 64 and above); dropped */

  PNR_F_MORE = 300 /* the limit of findings was reached: length tells how many were not kept */
};

typedef struct pnr_finding {
  uint32_t code;     /* PNR_F_… */
  uint32_t severity; /* PNR_SEVERITY_… */
  uint64_t offset;   /* first octet, from the start of the input */
  uint64_t length;   /* octets; 0 for a place between two octets */
  uint32_t segment;  /* segment within its message, from 1; 0 outside of one */
  uint32_t line;     /* line of a text format; 0 for EDIFACT */
  uint32_t column;
  uint32_t lost; /* 1 when these octets stand in no record, 0 when they do */
} pnr_finding;

/* The code's name without its prefix, as `pnr` prints it: "EDI_UNT_COUNT". Static; "UNKNOWN" for other numbers. */
PNR_API const char *pnr_finding_name(uint32_t code);

/* One sentence for people. Static; it never holds input. */
PNR_API const char *pnr_finding_text(uint32_t code);

/* "notice", "warning" or "error". Static. */
PNR_API const char *pnr_severity_name(uint32_t severity);

#ifdef __cplusplus
}
#endif
#endif
