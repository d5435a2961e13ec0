/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_STORE_CHANGES_H
#define PNR_STORE_CHANGES_H

#include "core/arena.h"
#include "encoding/cbor.h"
#include "match/index.h"
#include "match/table.h"
#include "pnr/list.h"

/* Changes of a list in their order, as the body of a journal's frame has them: a CBOR sequence in which an entry (the map
 * of pnri_entry_view) is added, and takes the place of those with its id, and a text or byte string is the id of what is
 * removed. */

typedef struct pnri_change {
  pnr_slice id;
  const pnr_entry *entry; /* NULL: removed */
  bool superseded;        /* by a later change of the same id */
} pnri_change;

typedef struct pnri_changes {
  const pnr_env *env;
  pnri_arena arena; /* of entries and ids */
  pnri_vector list; /* of pnri_change */
  pnri_table by_id; /* the last change of each id */
} pnri_changes;

void pnri_changes_open(pnri_changes *changes, const pnr_env *env);
void pnri_changes_close(pnri_changes *changes);

/* Appends what a body says. PNR_E_JOURNAL_DAMAGED where it is not exactly count changes; offset is that of the body, and
 * error->offset that of the change in the file. */
pnr_status pnri_changes_read(pnri_changes *changes, pnr_slice body, uint32_t count, uint64_t offset, pnr_error *error);

/* Writes one change. What goes wrong stands in cbor->status. */
void pnri_changes_put_entry(pnri_cbor_writer *cbor, const pnr_entry *entry);
void pnri_changes_put_removal(pnri_cbor_writer *cbor, pnr_slice id);

/* The index that before becomes by the changes: its base, without what the changes name, and what was added and is still
 * listed. before stays as it is. */
pnr_status pnri_changes_apply(const pnri_changes *changes, const pnr_index *before, pnr_index **out, pnr_error *error);

#endif
