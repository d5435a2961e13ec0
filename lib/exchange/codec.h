/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_CODEC_H
#define PNR_EXCHANGE_CODEC_H

#include "core/findings.h"
#include "encoding/cbor.h"
#include "exchange/table.h"

/* Structs of the table as deterministic CBOR, and back. The tables nest at most PNRI_TABLE_DEPTH deep and none in itself, so
 * that functions which call themselves for an inner table end. */
enum {
  PNRI_TABLE_DEPTH = 5,
  PNRI_KEY_OPEN = 64,   /* keys from here on are of later versions: dropped with a finding */
  PNRI_OPEN_MOST = 4096 /* octets of what stands behind one of them */
};

/* Every value of the struct, and of the structs in it, against its row. PNR_E_RULE with the rule in error->cause, or
 * PNR_E_ARGUMENT; error->element is the key of the field. */
pnr_status pnri_table_check(const pnri_wire_table *table, const void *view, pnr_error *error);

/* The same without what is in inner structs. */
pnr_status pnri_table_check_own(const pnri_wire_table *table, const void *view, pnr_error *error);

/* Writes a struct that was checked. The writer keeps its fault. */
void pnri_table_write(const pnri_wire_table *table, const void *view, pnri_cbor_writer *cbor);

typedef struct pnri_table_reader {
  pnri_cbor_reader cbor;
  pnri_arena *arena; /* for structs; texts and octets are borrowed from the input */
  pnri_findings *findings;
  pnr_error *error; /* or NULL */
  uint64_t base;    /* offset of the input */
} pnri_table_reader;

/* Reads a struct and checks it. NULL on failure, with the status in *status: PNR_E_OBJECT where the octets are not the
 * format's, PNR_E_RULE, PNR_E_MEMORY. */
const void *pnri_table_read(pnri_table_reader *reader, const pnri_wire_table *table, pnr_status *status);

#endif
