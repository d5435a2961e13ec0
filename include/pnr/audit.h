/* pnr/audit.h - who collected, looked at, disclosed, masked or erased what, and why (Directive (EU) 2016/681, art. 13(6)).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_AUDIT_H
#define PNR_AUDIT_H

#include "pnr/match.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A trail is a folder that belongs to one unit: a file for each month, to which entries are only ever appended, and the
 * key that seals the next entry. Each entry is sealed under a key of its own; the next key is a hash of it, and it is
 * wiped: who takes the machine over cannot change what was written before. No entry holds passenger data.
 * docs/audit.md tells what a verified trail proves, and what it does not. */

enum { PNR_AUDIT_KEY_SIZE = 32, PNR_AUDIT_RECORD_SIZE = 16, PNR_AUDIT_TEXT_MOST = 64, PNR_AUDIT_CHECKPOINT_MOST = 256 };

/* --- What is told --- */

enum {                              /* never renumbered. Those marked p need a purpose, r a recipient, a an approval */
       PNR_AUDIT_COLLECTION = 1,    /* records came in and were stored */
       PNR_AUDIT_CONSULTATION = 2,  /* p: somebody, or a screening, looked */
       PNR_AUDIT_DISCLOSURE = 3,    /* p r: a competent authority, another unit, Europol or a third country got data */
       PNR_AUDIT_ERASURE = 4,       /* art. 12(4), 13(4) */
       PNR_AUDIT_MASKING = 5,       /* art. 12(2) */
       PNR_AUDIT_UNMASKING = 6,     /* p a: art. 12(3) */
       PNR_AUDIT_RECTIFICATION = 7, /* a later version took the place of a record */
       PNR_AUDIT_HOLD = 8,          /* p: kept for a case past the end of its retention: art. 12(4) */
       PNR_AUDIT_RELEASE = 9,       /* the hold ended */
       PNR_AUDIT_REFUSAL = 10,      /* something was asked that a rule does not allow */
       PNR_AUDIT_EXAMINATION = 11,  /* p: a person reviewed hits (art. 6(5)) and passed count travellers on */
       PNR_AUDIT_DISMISSAL = 12,    /* p: a person reviewed hits, and count of them were none */
       /* of the trail itself; the library writes them */
       PNR_AUDIT_BEGUN = 32,      /* the first one: unit and public key */
       PNR_AUDIT_MONTH = 33,      /* first of each further file: holds the last checkpoint of the one before */
       PNR_AUDIT_CHECKPOINT = 34, /* signed: so many entries, this head */
       PNR_AUDIT_RECOVERED = 35,  /* the last writer did not close the trail; count octets at its end were cut */
       PNR_AUDIT_DROPPED = 36     /* files older than five years were removed: count of them */
};
/* "disclosure"; static; "unknown" for other numbers. */
PNR_API const char *pnr_audit_kind_name(uint32_t kind);
/* 0 for a word that is no kind. */
PNR_API uint32_t pnr_audit_kind_number(pnr_slice name);

/* What the caller tells. Texts are UTF-8 of PNR_AUDIT_TEXT_MOST octets at most, and pseudonyms: whoever verifies the trail
 * reads them. */
typedef struct pnr_audit_event {
  uint32_t size;              /* sizeof(pnr_audit_event) */
  uint32_t kind;              /* PNR_AUDIT_COLLECTION to PNR_AUDIT_DISMISSAL */
  uint64_t time;              /* seconds since 1970 in UTC; the library asks no clock */
  const pnr_purpose *purpose; /* basis, offence, case and officer; NULL where the kind needs none */
  pnr_slice recipient;
  pnr_slice approval; /* its reference */
  pnr_slice
    record;       /* the record's own id, of any size; only a keyed hash of it is written. Empty: several, see count */
  uint64_t count; /* records concerned */
  uint32_t elements; /* PNR_ELEMENT bits (pnr/protect.h) of what was seen or given */
  pnr_slice list;    /* the watchlist of an examination or dismissal */
} pnr_audit_event;

/* --- Writing --- */

typedef struct pnr_audit pnr_audit;

typedef struct pnr_audit_options {
  uint32_t size;       /* sizeof(pnr_audit_options) */
  uint32_t sync_every; /* entries that are made durable together; 0 is 1; PNR_AUDIT_NEVER: when pnr_audit_sync asks */
  uint32_t
    checkpoint_every; /* entries between two checkpoints; 0 is 1,024; PNR_AUDIT_NEVER: when pnr_audit_checkpoint asks */
} pnr_audit_options;
#define PNR_AUDIT_NEVER UINT32_MAX

/* Makes a trail in a folder that exists and holds none; the path ends with NUL. unit: at most PNR_AUDIT_TEXT_MOST octets.
 * key takes the first key, PNR_AUDIT_KEY_SIZE octets: the auditor keeps it elsewhere, it is nowhere here any more.
 * public_key takes what checkpoints are verified with, of the same size: for auditor and peers. */
PNR_API pnr_status pnr_audit_create(const pnr_env *env, const char *folder, pnr_slice unit, uint64_t time, uint8_t *key,
                                    uint8_t *public_key, pnr_error *error);

/* Opens a trail for writing; one writer at a time (PNR_E_AUDIT_BUSY). options NULL: defaults. Where the last writer did not
 * close it, what is unfinished at the end is cut, and an entry says so, of time `time`. PNR_E_AUDIT_CUT: entries that were
 * durable are missing; PNR_E_AUDIT_STATE: the key is missing or damaged. The path is copied. */
PNR_API pnr_status pnr_audit_open(const pnr_env *env, const char *folder, const pnr_audit_options *options,
                                  uint64_t time, pnr_audit **out, pnr_error *error);

/* Appends one entry; durable on return as options.sync_every says. *sequence (NULL allowed) takes its number, from 1.
 * PNR_E_PURPOSE: the kind needs a purpose. A failed write or sync is final (PNR_E_AUDIT_FINAL ever after): close, and
 * open again. */
PNR_API pnr_status pnr_audit_append(pnr_audit *audit, const pnr_audit_event *event, uint64_t *sequence,
                                    pnr_error *error);

/* Makes all that was appended durable. Before the first octet of a disclosure leaves. */
PNR_API pnr_status pnr_audit_sync(pnr_audit *audit, pnr_error *error);

/* Appends a signed checkpoint, durably, and saves the key of the next entry. *out (NULL allowed) takes its octets, owned by
 * the audit and valid until its next call: for peers, and for whoever keeps anchors. */
PNR_API pnr_status pnr_audit_checkpoint(pnr_audit *audit, uint64_t time, pnr_slice *out, pnr_error *error);

/* Removes the files all of whose entries are older than five years at `time`, and says so in an entry. */
PNR_API pnr_status pnr_audit_drop(pnr_audit *audit, uint64_t time, pnr_error *error);

/* Makes the trail durable and closes it. Where that fails, the next opening says that it was not closed. */
PNR_API void pnr_audit_close(pnr_audit *audit);

/* The keyed hash of a record's id in entries of this trail: PNR_AUDIT_RECORD_SIZE octets to out. Reads the folder's key
 * file, and works beside a writer. */
PNR_API pnr_status pnr_audit_record(const pnr_env *env, const char *folder, pnr_slice record, uint8_t *out,
                                    pnr_error *error);

/* --- Reading and verifying --- */

typedef struct pnr_audit_entry {
  uint64_t sequence; /* from 1 */
  uint64_t time;
  uint64_t count;
  uint32_t kind; /* PNR_AUDIT_…; one of a later version is shown by its number */
  uint32_t basis;
  uint32_t offence;
  uint32_t elements;
  pnr_slice case_reference;
  pnr_slice officer;
  pnr_slice recipient;
  pnr_slice approval;
  pnr_slice record;     /* keyed hash; empty, or PNR_AUDIT_RECORD_SIZE octets */
  pnr_slice unit;       /* of PNR_AUDIT_BEGUN */
  pnr_slice public_key; /* of PNR_AUDIT_BEGUN */
  pnr_slice checkpoint; /* of PNR_AUDIT_CHECKPOINT and PNR_AUDIT_MONTH */
  pnr_slice list;
} pnr_audit_entry; /* slices are borrowed from the file's octets */

enum {                        /* what may be wrong; never renumbered */
       PNR_AUDIT_CHANGED = 1, /* the entry is not what was sealed */
       PNR_AUDIT_MISSING = 2, /* count entries from sequence on are not there */
       PNR_AUDIT_ORDER = 3,   /* the entry stands behind a later one, or twice */
       PNR_AUDIT_DAMAGED = 4, /* count octets at offset are no entry */
       PNR_AUDIT_UNSIGNED =
         5, /* a checkpoint's signature or head does not hold: something up to this entry was changed */
       PNR_AUDIT_TRUNCATED =
         6,                 /* the trail ends before the anchor's last entry: count entries from sequence on are gone */
       PNR_AUDIT_FORKED = 7 /* the anchor's head is another one: something up to sequence was written anew */
};
PNR_API const char *pnr_audit_fault_name(uint32_t code); /* "CHANGED"; static */

typedef struct pnr_audit_fault {
  uint32_t code; /* PNR_AUDIT_CHANGED … */
  uint32_t file; /* of those added, from 0 */
  uint64_t sequence;
  uint64_t count;
  uint64_t offset; /* in the file */
} pnr_audit_fault;

typedef struct pnr_audit_summary {
  uint64_t entries;   /* that could be read */
  uint64_t first;     /* sequence of the first one; above 1 where old files were dropped */
  uint64_t last;      /* the highest sequence */
  uint64_t sealed;    /* entries whose seal was verified: all sound ones with the first key, else none */
  uint64_t signed_to; /* every entry up to this one is pinned by a signature that holds; 0: none */
  uint64_t faults;    /* also those that were not kept, beyond limits.findings */
} pnr_audit_summary;

typedef struct pnr_audit_reader pnr_audit_reader;

/* key: the first key, or NULL: then seals are not verified, and only checkpoints pin what was written before them.
 * public_key: what checkpoints are verified with, or NULL: the one that the first entry names, which proves less.
 * Both of PNR_AUDIT_KEY_SIZE octets and copied. */
PNR_API pnr_status pnr_audit_reader_open(const pnr_env *env, const uint8_t *key, const uint8_t *public_key,
                                         pnr_audit_reader **out, pnr_error *error);

/* An anchor: a checkpoint that somebody else kept. Before the first file. PNR_E_SYNTAX, PNR_E_UNSUPPORTED: it
 * is none; PNR_E_FORGED: its signature does not hold, where public_key was given. */
PNR_API pnr_status pnr_audit_reader_anchor(pnr_audit_reader *reader, pnr_slice checkpoint, pnr_error *error);

/* The next file of the trail, oldest first: once the one before is read. Its octets are borrowed until the next one. */
PNR_API pnr_status pnr_audit_reader_file(pnr_audit_reader *reader, const uint8_t *data, size_t size, pnr_error *error);

/* The next entry of the file, sound or not; owned by the reader and valid until its next call. PNR_END behind the last one.
 * Octets that are no entry are a fault, and reading goes on behind them. PNR_E_LIMIT: limits.steps keys were passed. */
PNR_API pnr_status pnr_audit_reader_next(pnr_audit_reader *reader, const pnr_audit_entry **out, pnr_error *error);

/* Behind the last file: looks whether the trail reaches its anchors. */
PNR_API pnr_status pnr_audit_reader_finish(pnr_audit_reader *reader, pnr_error *error);

/* Owned by the reader; NULL beyond the last one that was kept. */
PNR_API const pnr_audit_summary *pnr_audit_reader_summary(const pnr_audit_reader *reader);
PNR_API const pnr_audit_fault *pnr_audit_reader_fault(const pnr_audit_reader *reader, uint64_t i);
PNR_API void pnr_audit_reader_close(pnr_audit_reader *reader);

/* What a checkpoint says; borrowed from its octets. */
typedef struct pnr_audit_checkpoint_view {
  uint32_t size;  /* sizeof(pnr_audit_checkpoint_view), set by the caller */
  uint64_t count; /* entries from the first on */
  uint64_t time;
  pnr_slice unit;
  pnr_slice head; /* PNR_AUDIT_KEY_SIZE octets: a hash of the last entry, which names the one before, and so on */
} pnr_audit_checkpoint_view;

/* Reads a checkpoint; verifies it where public_key is given. PNR_E_SYNTAX, PNR_E_UNSUPPORTED, PNR_E_FORGED. */
PNR_API pnr_status pnr_audit_checkpoint_read(pnr_slice checkpoint, const uint8_t *public_key,
                                             pnr_audit_checkpoint_view *out, pnr_error *error);

#ifdef __cplusplus
}
#endif
#endif
