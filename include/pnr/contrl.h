/* pnr/contrl.h - what a CONTRL says of an interchange: which parts were taken, and where their syntax was wrong.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_CONTRL_H
#define PNR_CONTRL_H

#include "pnr/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a report is about: one segment of the CONTRL each. Reports stand in the order of the message, so that one about
 * a part follows that about the whole it belongs to. */
enum {
  PNR_SYNTAX_INTERCHANGE = 1, /* UCI */
  PNR_SYNTAX_GROUP = 2,       /* UCF */
  PNR_SYNTAX_MESSAGE = 3,     /* UCM */
  PNR_SYNTAX_SEGMENT = 4,     /* UCS */
  PNR_SYNTAX_ELEMENT = 5      /* UCD */
};

/* What became of an interchange, group or message (ISO 9735, 0083). */
enum {
  PNR_RECEIPT_UNKNOWN = 0,
  PNR_RECEIPT_REJECTED = 4,     /* with all its parts */
  PNR_RECEIPT_ACKNOWLEDGED = 7, /* with all its parts that no report rejects */
  PNR_RECEIPT_RECEIVED = 8      /* arrived; nothing is said of its syntax yet */
};

/* What a field does not apply to, or was not said, is 0 or empty. */
typedef struct pnr_syntax_report {
  uint32_t level;      /* PNR_SYNTAX_… */
  uint32_t action;     /* PNR_RECEIPT_…; segments and elements have none */
  uint32_t error;      /* 0085, see pnr_syntax_error_text */
  uint32_t segment;    /* 0096: within its message, UNH is 1; of an element that of its segment */
  uint32_t element;    /* S011 0098: within its segment, the tag is 1 */
  uint32_t component;  /* S011 0104: within its element, from 1 */
  uint32_t occurrence; /* S011 0136: of an element that repeats, from 1 */
  pnr_slice reference; /* UCI 0020, UCF 0048, UCM 0062: of what is answered */
  pnr_slice sender;    /* UCI 0004, UCF 0040: who sent what is answered */
  pnr_slice recipient; /* UCI 0010, UCF 0044 */
  pnr_slice type;      /* UCM 0065: "PAXLST" */
  pnr_slice version;   /* UCM 0052, 0054 and what follows them: "D:12B:UN:IATA" */
  pnr_slice tag;       /* 0013: the service segment that the error is in, "UNB" */
  uint64_t offset;
} pnr_syntax_report;

/* "interchange", "group", "message", "segment", "element", and "rejected", "acknowledged", "received". Static; "unknown"
 * for other numbers. */
PNR_API const char *pnr_syntax_level_name(uint32_t level);
PNR_API const char *pnr_receipt_name(uint32_t action);

/* What an error code of 0085 means, 2 to 40. Static; NULL for one that the standard does not have. */
PNR_API const char *pnr_syntax_error_text(uint32_t error);

#ifdef __cplusplus
}
#endif
#endif
