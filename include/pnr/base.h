/* pnr/base.h - the words that every libpnr header shares.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_BASE_H
#define PNR_BASE_H

#include <stddef.h>
#include <stdint.h>

#define PNR_VERSION_MAJOR 0
#define PNR_VERSION_MINOR 1
#define PNR_VERSION_PATCH 0

/* Versions of the name normalisation and of the score. They stand in every image and every hit; results of
 * different versions are never compared. */
#define PNR_NORMALISER 2
#define PNR_SCORE 2

#define PNR_API __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

/* Numbers are frozen once released: 1-19 caller, 20-39 resources, 40-59 formats, 60-79 index images,
 * 80-99 cryptography, protection and audit, 100-119 exchange and store,
 * 130-139 blind queries. */
typedef int32_t pnr_status;
enum {
  PNR_OK = 0,
  PNR_END = 1,              /* nothing left; not a failure */
  PNR_E_ARGUMENT = 2,       /* an argument is NULL, out of range or of a wrong size */
  PNR_E_PURPOSE = 3,        /* the call consults personal data and was given no valid purpose */
  PNR_E_MEMORY = 20,        /* the allocator returned NULL */
  PNR_E_LIMIT = 21,         /* a limit of pnr_limits was reached */
  PNR_E_FILE = 22,          /* the system refused a file operation; cause is its errno */
  PNR_E_EMPTY = 40,         /* the input holds no octets, or only white space */
  PNR_E_FORMAT = 41,        /* the input is of no format that is known here */
  PNR_E_UNSUPPORTED = 42,   /* a known format in a form that is not supported */
  PNR_E_SYNTAX = 43,        /* the input breaks its format's rules; offset says where */
  PNR_E_CHARACTER = 44,     /* a character has no place in the character set that is to be written */
  PNR_E_LOST = 45,          /* the format has no place for all that the record says; offset is that of the first view */
  PNR_E_IMAGE_FOREIGN = 60, /* not an index image */
  PNR_E_IMAGE_VERSION = 61, /* made by another version of image, normaliser or score */
  PNR_E_IMAGE_TRUNCATED = 62,
  PNR_E_IMAGE_DAMAGED = 63,   /* a checksum or a bound does not hold; offset says where */
  PNR_E_CRYPTO = 80,          /* the cryptographic library cannot be started */
  PNR_E_FORGED = 81,          /* a signature or seal does not belong to these octets */
  PNR_E_KEY = 82,             /* a key or group element that no honest side makes */
  PNR_E_AUDIT_STATE = 90,     /* the key of the audit trail is missing or damaged */
  PNR_E_AUDIT_CUT = 91,       /* entries of the audit trail that were durable are missing; offset is where they end */
  PNR_E_AUDIT_BUSY = 92,      /* another writer has the audit trail */
  PNR_E_AUDIT_FINAL = 93,     /* an earlier write to the audit trail failed: close it, and open it again */
  PNR_E_REGIME = 94,          /* the law under which the data came allows neither that purpose nor that recipient */
  PNR_E_OBJECT = 100,         /* not an object of the exchange, or not in its one canonical form */
  PNR_E_OBJECT_VERSION = 101, /* of a wire version that its issuer's directory does not announce, or unknown here */
  PNR_E_KEY_UNKNOWN = 102,    /* no such key is known of this unit, or its private half is wiped */
  PNR_E_KEY_EXPIRED = 103,    /* the key was not valid at that time */
  PNR_E_KEY_REVOKED = 104,
  PNR_E_PINNED = 105,          /* the unit's root key is not the one that is pinned, or none is */
  PNR_E_ROLLBACK = 106,        /* a directory is older than the one that is known, or an outbox than the peer */
  PNR_E_AUDIENCE = 107,        /* the object is for another unit */
  PNR_E_EXPIRED = 108,         /* the object has expired, or is not of this time */
  PNR_E_REPLAYED = 109,        /* the object was received before */
  PNR_E_RULE = 110,            /* a rule of the exchange does not hold; cause is its number, PNR_RULE_… */
  PNR_E_JOURNAL_VERSION = 115, /* a journal (of an index, of a spool) was made by another version */
  PNR_E_JOURNAL_DAMAGED = 116, /* a checksum of it does not hold, or a part is missing; offset says where */
  PNR_E_SPOOL_STATE = 117,     /* the key of the spool is missing or damaged */
  PNR_E_SPOOL_BUSY = 118,      /* another process has the spool */
  PNR_E_SPOOL_FINAL = 119,     /* an earlier write to the spool failed: close it, and open it again */
  PNR_E_PERMIT_PARTY = 120,    /* the permit or wrap is of another authority, or for another unit */
  PNR_E_PERMIT_SCOPE = 121,    /* the permit does not reach so far */
  PNR_E_PERMIT_SPENT = 122,    /* the permit was used as often as it allows */
  PNR_E_REGIME_WIDER = 125,    /* a table of regimes allows more than the law of the Union does */
  PNR_E_QUOTA = 130            /* a blind query asks about more keys than its case, or its day, allows */
};

/* Octets in somebody else's memory, not terminated. Frozen layout. Empty is (NULL or any, 0). */
typedef struct pnr_slice {
  const uint8_t *data;
  size_t size;
} pnr_slice;

/* Where a call failed, never what stood there: it holds no input, so it is safe to log.
 * Set size to sizeof(pnr_error) before the call; NULL is accepted wherever a pnr_error is. */
typedef struct pnr_error {
  uint32_t size;
  pnr_status status;
  uint64_t offset;  /* octet in the input, from 0 */
  uint32_t segment; /* EDIFACT segment within the message, from 1; 0 when none was open */
  uint32_t element; /* element within the segment, from 1; 0 is the tag */
  uint32_t line;    /* line of a text format, from 1; 0 when it has none */
  uint32_t column;  /* octet within that line, from 1 */
  int32_t cause;    /* errno, the code of a library underneath, or a PNR_RULE_…; 0 when none */
} pnr_error;

/* A date as the decimal number YYYYMMDD (Gregorian). An unknown day or month is 00: 19800500, 19800000;
 * an unknown date is 0. Numbers order as dates do. */
typedef uint32_t pnr_date;

/* One function for all memory. ptr NULL: allocate new_size; new_size 0: release ptr of old_size; sizes are
 * always exact. libpnr never asks it to grow a block, and wipes what it releases. Returns NULL on failure. */
typedef void *(*pnr_allocator)(void *user, void *ptr, size_t old_size, size_t new_size);

/* Bounds of one message, list or search. 0 in a field means the default in brackets. */
typedef struct pnr_limits {
  uint32_t size;       /* sizeof(pnr_limits) */
  uint32_t travellers; /* persons in one message [100,000] */
  uint64_t octets;     /* input of one reader [1 GiB] */
  uint64_t segments;   /* EDIFACT segments of one message [10,000,000] */
  uint64_t findings;   /* findings kept for one message or list; further ones are counted in one [10,000] */
  uint64_t memory;     /* octets held by one message, list or index [8 GiB] */
  uint64_t steps;      /* nested work of one message or search [100,000,000] */
} pnr_limits;

/* Allocator and limits, immutable. Every open takes one; NULL stands for malloc and the default limits. */
typedef struct pnr_env pnr_env;

/* allocator NULL: malloc. limits NULL: defaults. The env must outlive what was opened with it. */
PNR_API pnr_status pnr_env_open(pnr_allocator allocator, void *user, const pnr_limits *limits, pnr_env **out,
                                pnr_error *error);
PNR_API void pnr_env_close(pnr_env *env);

/* (major << 16) | (minor << 8) | patch of the library that is loaded. */
PNR_API uint32_t pnr_version(void);

/* Static English text, never NULL, also for a status this library does not know. */
PNR_API const char *pnr_status_text(pnr_status status);

/* Views are structs that a handle hands out by pointer; they grow at their end from release to release. The size
 * of view number `view` (PNR_VIEW_…) in the running library; 0 for one it does not know. */
PNR_API uint32_t pnr_view_size(uint32_t view);

/* True when the running library provides `field` of `type`, which is view `view`. */
#define PNR_HAS(view, type, field) (pnr_view_size(view) >= offsetof(type, field) + sizeof(((type *)0)->field))

enum {
  PNR_VIEW_NAME = 1,
  PNR_VIEW_BIRTH = 2,
  PNR_VIEW_DOCUMENT = 3,
  PNR_VIEW_IDENTIFIER = 4,
  PNR_VIEW_PERSON = 5,
  PNR_VIEW_FINDING = 6,
  PNR_VIEW_LEG = 7,
  PNR_VIEW_SEAT = 8,
  PNR_VIEW_BAG = 9,
  PNR_VIEW_TICKET = 10,
  PNR_VIEW_PAYMENT = 11,
  PNR_VIEW_CONTACT = 12,
  PNR_VIEW_REMARK = 13,
  PNR_VIEW_ITEM = 14,
  PNR_VIEW_TRAVELLER = 15,
  PNR_VIEW_BOOKING = 16,
  PNR_VIEW_CONTENT = 17,
  PNR_VIEW_ENTRY = 18,
  PNR_VIEW_REASON = 19,
  PNR_VIEW_CANDIDATE = 20,
  PNR_VIEW_HISTORY = 21,
  PNR_VIEW_LOCATOR = 22,
  PNR_VIEW_LIST_INFO = 23,
  PNR_VIEW_RESPONSE = 24,
  PNR_VIEW_SYNTAX_REPORT = 25,
  PNR_VIEW_ASSEMBLY = 30,
  PNR_VIEW_PART = 31,
  PNR_VIEW_PART_FINDING = 32,
  PNR_VIEW_JOINED = 35,
  PNR_VIEW_WITNESS = 36,
  PNR_VIEW_STORED = 40,
  PNR_VIEW_AUDIT_ENTRY = 45,
  PNR_VIEW_AUDIT_FAULT = 46,
  PNR_VIEW_AUDIT_SUMMARY = 47,
  PNR_VIEW_REMOVAL = 50,
  PNR_VIEW_SENSITIVE_ROW = 51,
  PNR_VIEW_KEY = 55,
  PNR_VIEW_UNIT = 56,
  PNR_VIEW_LOOKUP_HIT = 60,
  PNR_VIEW_LOOKUP_REPORT = 61
};

#ifdef __cplusplus
}
#endif
#endif
