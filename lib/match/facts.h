/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_FACTS_H
#define PNR_MATCH_FACTS_H

#include "core/vector.h"
#include "match/image.h"
#include "pnr/person.h"

/* What is known of a person besides names, cleaned and in the octets that also stand in an image, so that comparing two
 * persons and searching an index are one computation. Words are little-endian and stand at any address:
 *   head     an octet: sex (0 unknown, 1 M, 2 F), births << 2, nationalities << 4, keys << 6; a count above 2 is 3 there and
 *            follows as a varint
 *   births   from with BIRTH_CIRCA and BIRTH_RANGE in its top bits, then to where it is a range
 *   nationalities   three letters as octets, or a hash with the top bit set
 *   keys     size << 8 | status (PNR_DOCUMENT_…) << 4 | kind (PNRI_KEY_KIND_… or PNR_IDENTIFIER_…), issuer (as a
 *            nationality; 0 unknown), then the cleaned text in whole words, filled up with zeroes */
typedef struct pnri_facts {
  const uint8_t *data;
  size_t size; /* what follows the facts may be counted in */
} pnri_facts;

enum { PNRI_FACTS_MOST = 1023 }; /* births, nationalities, keys of a person */
#define PNRI_BIRTH_CIRCA 0x80000000u
#define PNRI_BIRTH_RANGE 0x40000000u
#define PNRI_BIRTH_DATE 0x3FFFFFFFu
#define PNRI_COUNTRY_HASHED 0x80000000u
enum {
  PNRI_KEY_KIND_DOCUMENT = 0, /* 1 to 4: PNR_IDENTIFIER_… */
  PNRI_KEY_KIND_RANGE = 5     /* the first and the last number of a range of documents, of one size */
};

bool pnri_facts_fit(const pnr_person *person);
/* Appends the facts of person to octets (a vector of octets). PNR_E_MEMORY, or PNR_E_LIMIT when there are too many. */
pnr_status pnri_facts_add(pnri_vector *octets, const pnr_person *person);

/* Reads facts in their order. */
typedef struct pnri_birth_fact {
  pnr_date from, to;
  bool circa;
} pnri_birth_fact;
typedef struct pnri_key_fact {
  uint32_t kind, issuer;
  pnr_slice text;
  uint32_t status; /* of a document; plays no part in comparing */
} pnri_key_fact;

typedef struct pnri_facts_cursor {
  const pnri_facts *facts;
  size_t at;
  uint32_t births, nationalities, keys; /* not yet read; read all births first, then all nationalities, then keys */
} pnri_facts_cursor;

pnri_facts_cursor pnri_facts_read(const pnri_facts *facts);
static inline uint32_t pnri_facts_sex(const pnri_facts *facts) { return facts->size > 0 ? facts->data[0] & 3u : 0; }
pnri_birth_fact pnri_facts_birth(pnri_facts_cursor *cursor);
uint32_t pnri_facts_nationality(pnri_facts_cursor *cursor);
pnri_key_fact pnri_facts_key(pnri_facts_cursor *cursor);

/* Octets that facts take, of those that are there. */
size_t pnri_facts_extent(const pnri_facts *facts);

/* How an entry can be found by its births. */
enum {
  PNRI_UNDATED, /* it has none */
  PNRI_DATED,   /* by the keys of all of them */
  PNRI_VAGUE,   /* one of them is approximate, or in several years: it may agree with what has other keys */
  PNRI_CLASSES
};
uint32_t pnri_facts_class(const pnri_facts *facts);

/* The date under which a birth is found: itself when it is exact, else its month (YYYYMM00) or its year (YYYY0000) as far
 * as that is known. 1 January counts as its year: registers write it where only the year is known. 0 where it may be in
 * several years. */
pnr_date pnri_birth_key(const pnri_birth_fact *birth);
uint64_t pnri_birth_hash(pnr_date key);

/* True when a cleaned number lies in a range, whose two numbers are as long; as it stands, or with the digits 0 and 1 for
 * the letters O and I. */
bool pnri_number_within(pnr_slice range, pnr_slice number);
/* The number so read. out has room for number.size octets. */
pnr_slice pnri_number_digits(pnr_slice number, uint8_t *out);
enum { PNRI_NUMBER_MOST = 254 };

/* Two keys that agree, of an asked and a listed person: a listed range holds the asked document; else same kind, same text but for O/0 and I/1 in documents, issuers equal or one unknown. */
bool pnri_key_equal(const pnri_key_fact *a, const pnri_key_fact *b);
/* A hash that is equal for keys that agree. */
uint64_t pnri_key_hash(const pnri_key_fact *key);

#endif
