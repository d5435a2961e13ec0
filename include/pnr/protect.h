/* pnr/protect.h - what the law lets a unit keep of a record, and for how long.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PROTECT_H
#define PNR_PROTECT_H

#include "pnr/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Articles are those of Directive (EU) 2016/681. Each function makes a new record and leaves the old one as it is: close
 * that one, and it is wiped. docs/data-protection.md tells for each rule which function enforces it and which test proves
 * it. This is no legal advice; what national law decides is an argument or a file. */

/* --- What was removed --- */

enum {
  PNR_REMOVED_BEYOND = 1,    /* of no element of Annex I (article 6(1)) */
  PNR_REMOVED_NOT_ASKED = 2, /* of an element that was not among those to keep */
  PNR_REMOVED_SENSITIVE = 3  /* may reveal what article 13(4) protects */
};

/* Values removed for one reason: never the values. View PNR_VIEW_REMOVAL. */
typedef struct pnr_removal {
  uint32_t reason;  /* PNR_REMOVED_… */
  uint32_t element; /* NOT_ASKED: of Annex I, 1 to 19 */
  uint32_t group;   /* SENSITIVE: PNR_SENSITIVE_… */
  uint32_t count;   /* remarks, items, names of groups …; of elements, values */
  pnr_slice code;   /* BEYOND: the tag ("GEI"), static; "other" for one that is not known */
} pnr_removal;

typedef struct pnr_removals pnr_removals;

/* In the order of reasons, then of what they are about. Owned by the removals; NULL counts 0. */
PNR_API uint32_t pnr_removals_count(const pnr_removals *removals);
PNR_API const pnr_removal *pnr_removals_get(const pnr_removals *removals, uint32_t i);
PNR_API void pnr_removals_close(pnr_removals *removals);

/* --- Annex I (article 6(1)) --- */

#define PNR_ELEMENT(number) (UINT32_C(1) << (number)) /* of Annex I, 1 to 19 */
#define PNR_ELEMENTS UINT32_C(0xFFFFE)                /* all of them */

/* A record of the values that belong to one of these elements: PNR_ELEMENTS removes what belongs to none, fewer leave what
 * a request asks for. What holds the record together (kinds, the number of legs) stays. removals may be NULL; *removals is
 * NULL where nothing was removed. env may be NULL. */
PNR_API pnr_status pnr_record_filter(const pnr_env *env, const pnr_record *record, uint32_t elements, pnr_record **out,
                                     pnr_removals **removals, pnr_error *error);

/* The elements that the record holds values of. */
PNR_API uint32_t pnr_record_elements(const pnr_record *record);

/* English words for an element: "frequent flyer information". Static; "unknown" for other numbers. */
PNR_API const char *pnr_element_name(uint32_t element);

/* --- Sensitive data (article 13(4)) --- */

enum { /* what data may reveal; the groups of article 13(4), some taken apart */
       PNR_SENSITIVE_HEALTH = 1,
       PNR_SENSITIVE_RELIGION = 2, /* or philosophical belief */
       PNR_SENSITIVE_ETHNIC = 3,   /* race or ethnic origin */
       PNR_SENSITIVE_POLITICAL = 4,
       PNR_SENSITIVE_UNION = 5, /* membership of a trade union */
       PNR_SENSITIVE_SEXUAL = 6 /* sexual life or orientation */
};

/* Codes and words by which sensitive data are found. The law lists none: the table is policy. */
typedef struct pnr_sensitive pnr_sensitive;

enum { PNR_SENSITIVE_VERSION = 1 }; /* of the library's own table */

/* A word or code of a table. View PNR_VIEW_SENSITIVE_ROW. */
typedef struct pnr_sensitive_row {
  uint32_t group;   /* PNR_SENSITIVE_… */
  uint32_t is_code; /* 1: also taken out of contacts */
  pnr_slice word;   /* as the table writes it: a star for any end, an underscore for a blank */
} pnr_sensitive_row;

/* text: a table as docs/data-protection.md describes it; empty for the library's own. PNR_E_SYNTAX with the line of a row
 * that is none. env may be NULL. */
PNR_API pnr_status pnr_sensitive_open(const pnr_env *env, pnr_slice text, pnr_sensitive **out, pnr_error *error);
PNR_API void pnr_sensitive_close(pnr_sensitive *table);
/* The version that the table gives itself, 1 or more; it stands in every record that was scrubbed with it. */
PNR_API uint32_t pnr_sensitive_version(const pnr_sensitive *table);
/* Its rows, to be printed and changed. Owned by the table; NULL when i is out of range. */
PNR_API uint32_t pnr_sensitive_count(const pnr_sensitive *table);
PNR_API const pnr_sensitive_row *pnr_sensitive_get(const pnr_sensitive *table, uint32_t i);
/* "health", "religion", "ethnic", "political", "union", "sexual". Static; "unknown" for other numbers. */
PNR_API const char *pnr_sensitive_group_name(uint32_t group);

/* A record without sensitive data: remarks, items and history with a code of the table, lines and sentences of free text
 * with a word or code of it, names of groups with one. A keyword scan cannot be complete, and says more than is meant. What
 * stays is a count in removals (may be NULL), never what was removed. */
PNR_API pnr_status pnr_record_scrub(const pnr_env *env, const pnr_record *record, const pnr_sensitive *table,
                                    pnr_record **out, pnr_removals **removals, pnr_error *error);

/* --- Masking (article 12(2)) --- */

/* A record in which nothing identifies: names, contacts, frequent flyer, documents and all else that only API gives are
 * gone, and items, of payments the account, expiry and holder, of remarks and history the text. All travellers became one, so
 * that their number is gone too; what they have in common stays with him. Itinerary, dates, status, seats, bags, tickets
 * and locators stay. A value that was masked is gone from every other field in which it stands. at: the day of masking,
 * complete. The same record and day give the same octets; a masked record stays as it is. Not to be undone. */
PNR_API pnr_status pnr_record_mask(const pnr_env *env, const pnr_record *record, pnr_date at, pnr_record **out,
                                   pnr_error *error);

/* Blanks in the octets that the message was read from whatever masking would remove: octets keep their places, segments
 * their tags, and messages their envelopes. octets must be the input of the message's reader, writable; other messages in
 * it stay as they are. The message's texts may point there: close it afterwards. EDIFACT, XML, teletype and machine
 * readable zones alike. */
PNR_API pnr_status pnr_redact(const pnr_message *message, uint8_t *octets, size_t size, pnr_error *error);

/* --- The clock (article 12) --- */

enum {                             /* states, in their order */
       PNR_RETENTION_RECEIVED = 1, /* to be filtered and scrubbed */
       PNR_RETENTION_ACTIVE = 2,
       PNR_RETENTION_MASKED = 3,
       PNR_RETENTION_ERASED = 4
};

/* How long, by regime. Months as Regulation (EEC, Euratom) No 1182/71 counts them: a period ends with the day of the same
 * number, or the last of its month. */
typedef struct pnr_retention_policy {
  uint32_t size;         /* sizeof(pnr_retention_policy) */
  uint32_t mask_months;  /* from receipt until masking; PNR_NEVER: not masked before it is erased */
  uint32_t erase_months; /* until erasing */
  uint32_t
    unlinked_months;    /* until erasing what has no link to terrorism or serious crime (Court of Justice, C-817/19);
                             * PNR_NEVER: no such rule */
  uint32_t erase_hours; /* instead of months, where not 0: until erasing (border API) */
} pnr_retention_policy;

#define PNR_NEVER UINT32_MAX

/* The defaults: PNR and API for law enforcement 6, 60 and 6 months; border API and crew 48 hours; rail, sea and road as
 * PNR. PNR_E_ARGUMENT for another regime. */
PNR_API pnr_status pnr_retention_policy_of(uint32_t regime, pnr_retention_policy *out, pnr_error *error);

/* A case for which the data were passed on, and are kept beyond their time (article 12(4)). */
typedef struct pnr_hold {
  uint64_t from;  /* seconds since 1970-01-01 UTC */
  uint64_t until; /* first second without it; 0: open */
} pnr_hold;

/* What the clock says at one moment. */
typedef struct pnr_retention {
  uint32_t size;    /* sizeof(pnr_retention), set by the caller */
  uint32_t state;   /* PNR_RETENTION_… that the record must be in */
  uint32_t is_held; /* 1: its time is over, and a hold keeps it */
  uint32_t due;     /* PNR_RECORD_… that must be done and is not; masking never before its time */
  uint64_t masks;   /* first second in which it must be masked; UINT64_MAX: never */
  uint64_t erases;  /* first second in which it must be gone, holds apart; UINT64_MAX: never */
} pnr_retention;

/* A pure function: received and done are those of the record (pnr_stored), at is now. has_link: an objective link, at
 * least an indirect one, to terrorism or serious crime was found. Each version of a booking has its own receipt and clock:
 * an update never extends an older one. policy NULL: the regime's default. */
PNR_API pnr_status pnr_retention_at(const pnr_stored *stored, const pnr_retention_policy *policy, uint32_t has_link,
                                    const pnr_hold *holds, uint32_t hold_count, uint64_t at, pnr_retention *out,
                                    pnr_error *error);

/* "received", "active", "masked", "erased". Static; "unknown" for other numbers. */
PNR_API const char *pnr_retention_state_name(uint32_t state);

/* --- Minors --- */

enum { /* ages at which rules change; a hit on a minor carries its band */
       PNR_AGE_UNKNOWN = 0,
       PNR_AGE_UNDER_12 = 1,
       PNR_AGE_12_TO_15 = 2,
       PNR_AGE_16_TO_17 = 3,
       PNR_AGE_ADULT = 4
};

/* The person's age on a day, complete. Where a birth date is partial or there are several, the youngest band that they
 * allow. */
PNR_API uint32_t pnr_person_age(const pnr_person *person, pnr_date at);

/* "under-12", "12-15", "16-17", "adult". Static; "unknown" for other numbers. */
PNR_API const char *pnr_age_name(uint32_t age);

#ifdef __cplusplus
}
#endif
#endif
