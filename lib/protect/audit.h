/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PROTECT_AUDIT_H
#define PNR_PROTECT_AUDIT_H

#include <stdbool.h>

#include "encoding/cbor.h"
#include "pnr/audit.h"

/* The audit trail as octets. An entry is a map in deterministic CBOR, which names the hash of the entry before it, then
 * its seal as a byte string:
 *
 *     {1: sequence, 2: head before, 3: time, 4: kind, …} h'seal'
 *     seal = BLAKE2b(key of this entry, map)      head = BLAKE2b(map and seal)      next key = BLAKE2b(key)
 *
 * So each entry can be verified alone by who has the first key, and a signed head pins all before it for everybody. */

enum { PNRI_AUDIT_HASH = 32, PNRI_AUDIT_ENTRY_MOST = 1024, PNRI_AUDIT_SIGN_SECRET = 64 };

/* Where a trail stands: behind `count` entries. */
typedef struct pnri_audit_chain {
  uint64_t count;
  uint8_t head[PNRI_AUDIT_HASH]; /* zeroes before the first entry */
  uint8_t key[PNRI_AUDIT_HASH];  /* of entry count + 1 */
} pnri_audit_chain;

/* Writes entry, with the sequence and the head of the chain, and its seal; out is cleared first. The chain stays. */
pnr_status pnri_audit_seal(const pnri_audit_chain *chain, const pnr_audit_entry *entry, pnri_cbor_writer *out);
/* The chain behind that entry; the old key is wiped. */
pnr_status pnri_audit_pass(pnri_audit_chain *chain, pnr_slice octets);
/* key becomes the one of so many entries later. */
pnr_status pnri_audit_evolve(uint8_t key[PNRI_AUDIT_HASH], uint64_t times);

/* An entry as it stands. */
typedef struct pnri_audit_read {
  pnr_audit_entry view;
  pnr_slice map, head, seal; /* borrowed; head is that of the entry before */
} pnri_audit_read;

/* PNR_E_SYNTAX with the offset where octets are no entry. Keys of later versions are passed over. */
pnr_status pnri_audit_get(pnr_slice octets, pnri_audit_read *out, pnr_error *error);
bool pnri_audit_is_sealed(const pnri_audit_read *entry, const uint8_t key[PNRI_AUDIT_HASH]);

/* What the trail's kinds ask of an event. PNR_E_ARGUMENT, PNR_E_PURPOSE. */
pnr_status pnri_audit_check(const pnr_audit_event *event);
/* event as an entry, without the record's id; borrows from it. */
pnr_audit_entry pnri_audit_entry(const pnr_audit_event *event);
/* The keyed hash of a record's id. */
pnr_status pnri_audit_record(const uint8_t key[PNRI_AUDIT_HASH], pnr_slice record, uint8_t out[PNR_AUDIT_RECORD_SIZE]);

/* The octets of a checkpoint of the chain; out is cleared first. */
pnr_status pnri_audit_sign(const pnri_audit_chain *chain, pnr_slice unit, uint64_t time,
                           const uint8_t secret[PNRI_AUDIT_SIGN_SECRET], pnri_cbor_writer *out);

#endif
