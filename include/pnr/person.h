/* pnr/person.h - the noun that everything shares: a traveller has one, a list entry has one.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PERSON_H
#define PNR_PERSON_H

#include "pnr/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Text is UTF-8, not terminated. It is borrowed from the input or owned by the handle that showed the view, and
 * lives as long as both. An empty slice means: not given. Arrays of views are arrays of pointers. */

enum { /* what a name is to its person */
       PNR_NAME_PRIMARY = 1,
       PNR_NAME_ALIAS = 2,
       PNR_NAME_WEAK = 3, /* a nom de guerre or an alias that its publisher calls weak */
       PNR_NAME_FORMER = 4,
       PNR_NAME_BIRTH = 5,
       PNR_NAME_MISUSED = 6 /* somebody else's identity that the listed person uses */
};

enum { /* who testifies; a lower number is the better witness of spelling */
       PNR_SOURCE_MRZ = 1,
       PNR_SOURCE_DOCS = 2, /* SSR DOCS in a PNRGOV message */
       PNR_SOURCE_NAD = 3,  /* PAXLST */
       PNR_SOURCE_TIF = 4,  /* the booking's own spelling */
       PNR_SOURCE_INFT = 5, /* SSR INFT */
       PNR_SOURCE_LIST = 6,
       PNR_SOURCE_CALLER = 7,
       PNR_SOURCE_HISTORY = 8 /* a booking's history, of somebody whom the booking names nowhere else */
};

/* One name as one witness wrote it. Either the parts or full is given. */
typedef struct pnr_name {
  uint32_t kind;     /* PNR_NAME_… */
  uint32_t source;   /* PNR_SOURCE_… */
  pnr_slice surname; /* titles and placeholders apart */
  pnr_slice given;
  pnr_slice title;
  pnr_slice full;  /* the whole name where the source does not part it */
  pnr_slice raw;   /* surname and given name field exactly as sent, joined by '/'; or as full */
  uint64_t offset; /* octet in the input where the name stands */
} pnr_name;

/* A birth date. Exact: from == to and both complete. A year or month alone: both partial and equal.
 * A range: from < to, inclusive. */
typedef struct pnr_birth {
  pnr_date from;
  pnr_date to;
  uint32_t circa; /* 1 when the source calls it approximate */
  uint64_t offset;
} pnr_birth;

enum { /* what is wrong with a document, as its issuer or a list tells */
       PNR_DOCUMENT_LOST = 1,
       PNR_DOCUMENT_STOLEN = 2,
       PNR_DOCUMENT_STOLEN_BLANK = 3, /* before it was made out: it names nobody */
       PNR_DOCUMENT_REVOKED = 4,
       PNR_DOCUMENT_INVALID = 5,
       PNR_DOCUMENT_FALSE = 6,
       PNR_DOCUMENT_EXPIRED = 7
};

typedef struct pnr_document {
  pnr_slice type; /* as sent: P passport, I identity card, V visa, A, C, AC, IP, F … */
  pnr_slice number;
  pnr_slice issuer;      /* ISO 3166-1 alpha-3 or an ICAO 9303-3 section 5 code; as sent where it is neither */
  pnr_slice nationality; /* of the holder as the document says; same codes */
  pnr_slice place;       /* of issue */
  pnr_date issued;
  pnr_date expires;
  uint32_t source; /* PNR_SOURCE_… */
  uint64_t offset;
  pnr_slice number_last; /* of lists: the last number of a range that begins with number; empty for one document */
  uint32_t status;       /* PNR_DOCUMENT_…; 0: nothing is known against it */
} pnr_document;

enum { PNR_IDENTIFIER_PHONE = 1, PNR_IDENTIFIER_EMAIL = 2, PNR_IDENTIFIER_FREQUENT_FLYER = 3, PNR_IDENTIFIER_CARD = 4 };

typedef struct pnr_identifier {
  uint32_t kind; /* PNR_IDENTIFIER_… */
  pnr_slice value;
  pnr_slice issuer; /* the airline of a frequent flyer number */
  uint64_t offset;
} pnr_identifier;

typedef struct pnr_person {
  const pnr_name *const *names;   /* best witness first */
  const pnr_birth *const *births; /* all that are known; lists often give several */
  const pnr_document *const *documents;
  const pnr_identifier *const *identifiers;
  const pnr_slice *nationalities; /* ISO 3166-1 alpha-3 where known; pnr_slice is frozen: an array */
  uint32_t name_count;
  uint32_t birth_count;
  uint32_t document_count;
  uint32_t identifier_count;
  uint32_t nationality_count;
  uint32_t sex; /* 'M', 'F', 'X' (stated as other or unspecified); 0 unknown */
  pnr_slice birth_place;
  pnr_slice residence; /* country of residence */
} pnr_person;

/* The ISO 3166-1 alpha-3 (or ICAO 9303-3) code for a country given as alpha-2, alpha-3, ICAO special code or
 * English short name, case ignored. Static; empty when it is none of these. */
PNR_API pnr_slice pnr_country_code(pnr_slice text);

/* The alpha-3 code of the member state of the European Union to whose territory an alpha-3 code belonged on that day:
 * "FRA" for "FRA" and "REU", nothing for "PYF", for "HRV" before 2013-07-01, for "GBR" since 2021. Static. */
PNR_API pnr_slice pnr_country_member_state(pnr_slice code, pnr_date at);

#ifdef __cplusplus
}
#endif
#endif
