/* pnr/record.h - the stored record: one booking that owns its octets.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_H
#define PNR_RECORD_H

#include "pnr/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A message borrows its input and lives shortly. What a unit keeps is one record for each booking (or for each person who
 * came without one): it owns every octet, says when it came and under which law, is masked and scrubbed by making a new
 * one, and has one stored form, the same octets on every machine. docs/record.md describes that form. */

enum { PNR_RECORD_FORM = 1 }; /* version of the stored form; a record of another one is refused */

/* The law under which the data came; purposes, clock and recipients depend on it. Never crossed. */
enum {
  PNR_REGIME_PNR = 1,        /* Directive (EU) 2016/681 */
  PNR_REGIME_API_BORDER = 2, /* Regulation (EU) 2025/12, before it Directive 2004/82/EC */
  PNR_REGIME_API_LAW = 3,    /* Regulation (EU) 2025/13 */
  PNR_REGIME_CREW = 4,       /* crew of a flight or ship */
  PNR_REGIME_RAIL = 5,       /* national laws about other means of transport */
  PNR_REGIME_SEA = 6,
  PNR_REGIME_ROAD = 7
};

/* What was done to a record since it came. */
enum {
  PNR_RECORD_FILTERED = 1, /* holds nothing beyond Annex I (article 6(1)) */
  PNR_RECORD_SCRUBBED = 2, /* sensitive data were deleted (article 13(4)) */
  PNR_RECORD_MASKED = 4    /* what identifies was masked (article 12(2)) */
};

/* View PNR_VIEW_STORED. */
typedef struct pnr_stored {
  uint32_t form;       /* PNR_RECORD_FORM */
  uint32_t regime;     /* PNR_REGIME_… */
  uint64_t received;   /* seconds since 1970-01-01 UTC: when the unit got it; its clock of article 12(1) */
  pnr_slice reference; /* the unit's own name of the record; empty when it gave none */
  uint32_t version;    /* the unit's number of this version of the booking; 0 when it gave none */
  uint32_t done;       /* PNR_RECORD_… */
  pnr_date masked;     /* the day on which it was masked; 0: it is not */
  uint32_t scrubbed;   /* version of the table with which it was scrubbed; 0: it is not */
  /* Its flight (legs), type, version, sender, source; at most one booking; all travellers of that booking, counted from 0,
   * or the one who came without. Offsets are 0: the input is gone. Never NULL. */
  const pnr_content *content;
} pnr_stored;

/* A stored record and all that it owns. */
typedef struct pnr_record pnr_record;

typedef struct pnr_record_options {
  uint32_t size;         /* sizeof(pnr_record_options) */
  uint32_t regime;       /* PNR_REGIME_…, mandatory */
  uint64_t received;     /* seconds since 1970-01-01 UTC, mandatory, before the year 10000 */
  pnr_slice reference;   /* copied; at most PNR_REFERENCE_MOST octets */
  uint32_t version;      /* of the booking, counted by the unit */
  uint32_t card_numbers; /* 1: keep whole card numbers. 0 drops pnr_payment.account_raw, and in every text as sent shows
                          * at most the first six and last four digits of card numbers */
} pnr_record_options;

enum { PNR_REFERENCE_MOST = 64 };

/* A record of booking number `booking` of the message. The message may be closed afterwards. PNR_E_ARGUMENT where an
 * option is missing or out of range. */
PNR_API pnr_status pnr_record_from_booking(const pnr_env *env, const pnr_message *message, uint32_t booking,
                                           const pnr_record_options *options, pnr_record **out, pnr_error *error);

/* A record of traveller number `traveller` alone, who is of no booking (PAXLST, a machine readable zone). PNR_E_ARGUMENT
 * where he is of one: that is the record to make. */
PNR_API pnr_status pnr_record_from_traveller(const pnr_env *env, const pnr_message *message, uint32_t traveller,
                                             const pnr_record_options *options, pnr_record **out, pnr_error *error);

/* Wipes and releases. NULL is allowed. */
PNR_API void pnr_record_close(pnr_record *record);

/* Owned by the record. */
PNR_API const pnr_stored *pnr_record_get(const pnr_record *record);

/* The record as a message, for every function that takes one: JSON, comparing, joining, hashes of content, writers. Owned
 * by the record: never close it. */
PNR_API const pnr_message *pnr_record_message(const pnr_record *record);

/* 1 where both say the same, in every field of the stored form. */
PNR_API uint32_t pnr_record_equal(const pnr_record *a, const pnr_record *b);

/* The stored form: deterministic CBOR (RFC 8949 section 4.2.1). Equal records have equal octets. out is owned by the
 * record, made anew by each call, valid until the next one and until closing. */
PNR_API pnr_status pnr_record_encode(pnr_record *record, pnr_slice *out, pnr_error *error);

/* Reads octets that pnr_record_encode wrote; copies what it keeps. Refused, with the offset: PNR_E_SYNTAX for whatever the
 * encoder would have written otherwise (not canonical, an unknown key, a value of a wrong type or out of range, octets
 * behind the record), PNR_E_UNSUPPORTED for another version of the form. So encoding a decoded record gives its octets. */
PNR_API pnr_status pnr_record_decode(const pnr_env *env, pnr_slice octets, pnr_record **out, pnr_error *error);

/* How many of the octets are the first record of several that stand one behind the other (a CBOR sequence, RFC 8742); what
 * is no CBOR is refused, whether it is a record is not looked at. */
PNR_API pnr_status pnr_record_length(pnr_slice octets, size_t *out, pnr_error *error);

/* "pnr", "api-border", "api-law", "crew", "rail", "sea", "road". Static; "unknown" for other numbers. */
PNR_API const char *pnr_regime_name(uint32_t regime);

#ifdef __cplusplus
}
#endif
#endif
