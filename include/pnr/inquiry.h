/* pnr/inquiry.h - what units ask and tell each other: request, reply, notice.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_INQUIRY_H
#define PNR_INQUIRY_H

#include "pnr/person.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Fields, ranges and rules are those of docs/exchange.md, which is made from the same table as encoder and decoder. A caller
 * fills these structs to send, and is shown them when receiving. Each begins with its size, set by whoever fills it. 0, an
 * empty slice and an empty array say nothing. Text is UTF-8. Times are seconds since 1970-01-01T00:00Z. */

enum {                              /* why a unit may ask or tell: articles of Directive (EU) 2016/681 */
       PNR_LEGAL_UNIT = 1,          /* 9(2): a unit asks another one */
       PNR_LEGAL_AUTHORITY = 2,     /* 9(3): an authority asks directly, in an emergency */
       PNR_LEGAL_CARRIERS = 3,      /* 9(4): data that carriers would send later, against a real threat */
       PNR_LEGAL_EUROPOL = 4,       /* 10 */
       PNR_LEGAL_THIRD_COUNTRY = 5, /* 11 */
       PNR_LEGAL_UNMASK = 6,        /* 12(3): full data after six months */
       PNR_LEGAL_SPONTANEOUS = 7    /* 9(1): a unit tells of persons that it identified */
};
enum { PNR_FOR_ASSESSMENT = 1, PNR_FOR_CASE = 2, PNR_FOR_CRITERIA = 3 }; /* article 6(2)(a), (b), (c) */

/* Bits of offences: 1 << n for category n of Annex II, 1 for terrorism. Bits of elements: PNR_ELEMENT (pnr/protect.h). */
#define PNR_TERRORISM_BIT 1u

enum { PNR_ROUTINE = 1, PNR_URGENT = 2, PNR_EMERGENCY = 3 };
enum { /* of the person in the case */
       PNR_ROLE_SUSPECT = 1,
       PNR_ROLE_CONTACT = 2,
       PNR_ROLE_VICTIM = 3,
       PNR_ROLE_WITNESS = 4,
       PNR_ROLE_MISSING = 5,
       PNR_ROLE_CONVICTED = 6
};
enum {
  PNR_SELECT_PERSON = 1,
  PNR_SELECT_DOCUMENT = 2,
  PNR_SELECT_LOCATOR = 3,
  PNR_SELECT_PHONE = 4,
  PNR_SELECT_EMAIL = 5,
  PNR_SELECT_CARD = 6, /* a token, never the number */
  PNR_SELECT_FREQUENT_FLYER = 7,
  PNR_SELECT_FLIGHT = 8,
  PNR_SELECT_ADDRESS = 9,
  PNR_SELECT_HANDLE = 10 /* of a blind query (pnr/blind.h), as 32 hexadecimal digits */
};

typedef struct pnr_selector {
  uint32_t size;
  uint32_t kind; /* PNR_SELECT_… */
  const pnr_person
    *person; /* PERSON: names, births, sex, nationalities, documents, identifiers; offsets are not sent */
  const pnr_document *document;
  pnr_slice value;  /* LOCATOR to HANDLE but FLIGHT */
  pnr_slice issuer; /* the airline of a frequent flyer, locator or flight */
  pnr_slice flight; /* FLIGHT: number without carrier */
  pnr_date from;    /* days of the flight; complete dates */
  pnr_date to;
} pnr_selector;

/* Permission for full data after six months (article 12(3)(b)): of a court, or of another authority, and then the data
 * protection officer was told. */
typedef struct pnr_approval {
  uint32_t size;
  uint32_t body_kind; /* 1: a court, 2: another authority that national law names */
  pnr_slice body;
  pnr_slice reference;
  uint64_t at;
  pnr_slice officer_reference; /* of the data protection officer; 2: must be given */
  pnr_slice request;           /* message `approval`: id of the request it is for, 16 octets */
} pnr_approval;

/* What article 11 demands of a transfer to a third country. */
typedef struct pnr_transfer {
  uint32_t size;
  pnr_slice country;           /* alpha-3 */
  pnr_slice consent_reference; /* of the unit the data come from; empty only in an emergency: */
  pnr_slice emergency;         /* why consent could not be had in time */
  pnr_slice officer_reference; /* of the data protection officer */
} pnr_transfer;

typedef struct pnr_request {
  uint32_t size;
  uint32_t legal_basis;     /* PNR_LEGAL_… */
  uint32_t purpose;         /* PNR_FOR_… */
  uint32_t offences;        /* bits */
  uint32_t threshold_met;   /* 1: the offence can be punished with three years or more (article 3(9)) */
  uint32_t role;            /* PNR_ROLE_… */
  uint32_t urgency;         /* PNR_ROUTINE … */
  uint32_t action;          /* of a standing request: 1 new, 2 renewed, 3 withdrawn */
  pnr_slice reference;      /* the asking unit's own */
  pnr_slice peer_reference; /* the asked unit's, where it gave one before */
  pnr_slice case_reference;
  const pnr_slice *related; /* references of related inquiries */
  uint32_t related_count;
  uint32_t elements;         /* bits of the elements of Annex I that are asked for */
  pnr_slice case_reason;     /* the three justifications: what happened, */
  pnr_slice necessity;       /* why these data are needed, */
  pnr_slice proportionality; /* why it is not too much */
  pnr_slice other_means;     /* what else was tried */
  pnr_slice urgency_reason;
  pnr_slice authority; /* for whom; pseudonyms that the asking unit alone resolves: */
  pnr_slice officer;
  pnr_slice contact;
  pnr_slice sealed_details; /* who they are, sealed to the reviewer; nothing else reads it */
  pnr_slice approver;       /* who approved that it is asked, and when */
  uint64_t approved_at;
  const pnr_slice *others_asked; /* units */
  uint32_t others_asked_count;
  uint32_t masked_suffices; /* 1: masked data will do for what is older than six months */
  const pnr_selector *const *selectors;
  uint32_t selector_count;
  uint32_t minimum_score; /* ten-thousandths; 0: the answering unit's own */
  pnr_date window_from;   /* days of flights; complete dates */
  pnr_date window_to;
  uint64_t standing_until; /* new hits are told until then; 0: one answer */
  const pnr_approval *approval;
  const pnr_transfer *transfer;
  pnr_slice language; /* of the answer, ISO 639-1 */
} pnr_request;

enum { /* where a travel status comes from */
       PNR_EVIDENCE_BOOKING = 1,
       PNR_EVIDENCE_CHECK_IN = 2,
       PNR_EVIDENCE_BOARDING = 3, /* the carrier's message after the gate closed */
       PNR_EVIDENCE_BORDER = 4
};

/* One booking from one unit to another. */
typedef struct pnr_shared_record {
  uint32_t size;
  uint32_t version;         /* from 1; a higher one replaces */
  pnr_slice id;             /* 16 octets, the issuing unit's */
  pnr_slice octets;         /* the stored form (docs/record.md), filtered to the elements given */
  pnr_slice digest;         /* BLAKE2b-256 of octets */
  uint64_t received_at;     /* by the unit: its clocks of six months and five years run from then */
  pnr_date mask_due;        /* at most six months behind it */
  pnr_date erase_due;       /* at most five years behind it */
  uint32_t masked;          /* 1: it is */
  uint32_t elements;        /* bits of what octets hold, or fewer: filtered to them, they are the same */
  uint32_t travel_status;   /* PNR_STATUS_… */
  uint32_t travel_evidence; /* PNR_EVIDENCE_… */
} pnr_shared_record;

typedef struct pnr_shared_reason {
  uint32_t size;
  uint32_t code; /* PNR_R_… of pnr/match.h */
  int32_t points;
  uint32_t value;
} pnr_shared_reason;

/* A candidate that a person looked at and confirmed (article 6(5)). */
typedef struct pnr_shared_hit {
  uint32_t size;
  uint32_t selector;  /* index into the request's; 0 in a notice */
  uint32_t record;    /* index into the records of this message */
  uint32_t traveller; /* index within the record */
  uint32_t score;
  uint32_t normaliser; /* PNR_NORMALISER and PNR_SCORE that made the score */
  uint32_t score_version;
  const pnr_shared_reason *const *reasons;
  uint32_t reason_count;
  uint64_t reviewed_at;
  pnr_slice reviewer; /* pseudonym */
} pnr_shared_hit;

enum {                          /* what may become of the data */
       PNR_HANDLING_CASE = 1,   /* for the case named only, not passed on */
       PNR_HANDLING_UNIT = 2,   /* within the receiving unit's authorities (article 9) */
       PNR_HANDLING_CONSENT = 3 /* beyond them with the issuer's consent */
};
enum {
  PNR_OUTCOME_ACCEPTED = 1,
  PNR_OUTCOME_NONE = 2,
  PNR_OUTCOME_DATA = 3,
  PNR_OUTCOME_PARTIAL = 4,
  PNR_OUTCOME_REFUSED = 5,
  PNR_OUTCOME_PENDING = 6,
  PNR_OUTCOME_NEEDS_APPROVAL = 7,
  PNR_OUTCOME_TOO_BROAD = 8,
  PNR_OUTCOME_WITHDRAWN = 9
};

typedef struct pnr_reply {
  uint32_t size;
  uint32_t outcome;  /* PNR_OUTCOME_… */
  pnr_slice request; /* id of the request, 16 octets */
  pnr_slice reference;
  pnr_slice peer_reference; /* the request's reference */
  uint32_t refused_rule;    /* REFUSED: PNR_RULE_… */
  uint32_t handling;        /* PNR_HANDLING_…; must be given with records */
  pnr_slice reason;
  const pnr_shared_record *const *records;
  uint32_t record_count;
  uint32_t elements_given; /* bits */
  const pnr_shared_hit *const *hits;
  uint32_t hit_count;
  uint32_t scrub_table; /* version of the table with which art. 13(4) data were deleted; must be given with records */
  pnr_slice language;
} pnr_reply;

/* A unit tells of persons that it identified (article 9(1)), after review. */
typedef struct pnr_notice {
  uint32_t size;
  uint32_t purpose;
  uint32_t offences;
  uint32_t threshold_met;
  pnr_slice reference;
  pnr_slice relevance; /* why it concerns the receiver */
  uint32_t urgency;
  uint32_t handling;
  const pnr_shared_record *const *records;
  uint32_t record_count;
  uint32_t elements_given;
  const pnr_shared_hit *const *hits;
  uint32_t hit_count;
  uint32_t scrub_table;
  pnr_slice reviewer;
  uint64_t reviewed_at;
  const pnr_transfer *transfer;
} pnr_notice;

#ifdef __cplusplus
}
#endif
#endif
