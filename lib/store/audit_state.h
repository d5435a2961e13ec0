/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_STORE_AUDIT_STATE_H
#define PNR_STORE_AUDIT_STATE_H

#include "protect/audit.h"
#include "store/folder.h"

/* The folder of an audit trail: its files by name, and what "key" holds. */

/* The path of a month's file, YYYYMM, as pnri_folder_file. */
const char *pnri_audit_folder_month(pnri_folder *folder, uint32_t month);

#define PNRI_AUDIT_KEY_FILE "key"
#define PNRI_AUDIT_LOCK_FILE "lock"

/* YYYYMM of a time; 0 behind the year 9999. */
uint32_t pnri_audit_month(uint64_t time);
uint32_t pnri_audit_month_after(uint32_t month);

enum { PNRI_AUDIT_SEED = 32 };

/* What "key" holds. It may lag behind the files: entries behind chain.count are passed again on opening, with their seals. */
typedef struct pnri_audit_state {
  pnri_audit_chain chain;
  uint8_t record_key[PNRI_AUDIT_HASH];
  uint8_t seed[PNRI_AUDIT_SEED]; /* of the key that signs checkpoints */
  uint8_t unit[PNR_AUDIT_TEXT_MOST];
  uint32_t unit_size;
  uint32_t first_month; /* of the oldest file that may be there */
  uint32_t month;       /* of the file that grows */
  uint64_t offset;      /* in that file, behind entry chain.count */
  uint64_t cut;         /* octets of a tail that were cut and are not told yet */
  bool is_open;         /* a writer has it, or had it when the machine stopped */
} pnri_audit_state;

/* PNR_E_AUDIT_STATE where it is missing, damaged or of another version. */
pnr_status pnri_audit_state_load(pnri_folder *folder, pnri_audit_state *out, pnr_error *error);
/* Durable, and whole at every moment. */
pnr_status pnri_audit_state_save(pnri_folder *folder, const pnri_audit_state *state, pnr_error *error);

#endif
