/* pnr/live.h - a list that changes while it is searched: an image and a journal of changes beside it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_LIVE_H
#define PNR_LIVE_H

#include "pnr/match.h"

#ifdef __cplusplus
extern "C" {
#endif

/* On disk a list is the image FILE and, while changes are pending, FILE.journal, both for their owner alone (0600).
 * docs/live.md shows the layout of the journal, and what holds when a process ends at any point.
 *
 * Any number of processes and threads may open one list, change it, compact it and search it at the same time. What they
 * search is a snapshot: a pnr_index like any other, searched by pnr_searcher_open and pnr_search, which never changes.
 * Its answers equal those of an index that was built of the same entries. */
typedef struct pnr_live pnr_live; /* all its functions but close may be called from several threads at once */

/* Opens the image at path (ends with NUL) with the changes beside it. env must outlive all snapshots; an allocator of the
 * caller's is called by all threads that use live.
 * PNR_E_JOURNAL_DAMAGED, PNR_E_JOURNAL_VERSION: error->offset is that within the journal. */
PNR_API pnr_status pnr_live_open(const pnr_env *env, const char *path, pnr_live **out, pnr_error *error);
/* Snapshots that were handed out stay as they are. */
PNR_API void pnr_live_close(pnr_live *live);

/* The newest snapshot; never fails. Close it with pnr_index_close: the memory of an old one, mapped files included, is
 * released when the last of those who hold it, searchers too, has let go. */
PNR_API pnr_index *pnr_live_index(pnr_live *live);
/* 1 while snapshot is the newest: a searcher on it sees all that was refreshed. Cheap enough for each query. */
PNR_API uint32_t pnr_live_is_current(pnr_live *live, const pnr_index *snapshot);

/* Takes up what other processes changed: new changes, or another image in place of the old one. When it fails, the
 * newest snapshot stays what it was. */
PNR_API pnr_status pnr_live_refresh(pnr_live *live, pnr_error *error);

/* Adds entries, all of them or none. An entry takes the place of those that have its id; one without id or with a date
 * that the calendar does not have is PNR_E_ARGUMENT. On return the change is on disk and in the newest snapshot. Waits
 * while another process writes. */
PNR_API pnr_status pnr_live_add(pnr_live *live, const pnr_entry *const *entries, uint32_t count, pnr_error *error);
/* Removes all entries that have one of these ids, all at once. An id that no entry has is passed over. */
PNR_API pnr_status pnr_live_remove(pnr_live *live, const pnr_slice *ids, uint32_t count, pnr_error *error);

/* Makes one image of the newest snapshot and puts it in the place of the old one. Changes that are made meanwhile, which
 * need not wait, stay in the journal. Call it when the changes are tens of thousands, or once a day. */
PNR_API pnr_status pnr_live_compact(pnr_live *live, pnr_error *error);

typedef struct pnr_live_info {
  uint32_t size;           /* sizeof(pnr_live_info) */
  uint32_t has_journal;    /* 1: there is a journal that belongs to the image */
  uint64_t changes;        /* in it: entries added and ids removed, also those that later changes undid */
  uint64_t journal_octets; /* without unfinished */
  uint64_t unfinished; /* octets behind the last whole change: one that is being written, or was never acknowledged */
  uint64_t cut;        /* octets of the latter kind that this handle cut off when it wrote */
} pnr_live_info;
/* Describes the newest snapshot's journal. Set info->size first. */
PNR_API pnr_status pnr_live_describe(pnr_live *live, pnr_live_info *info, pnr_error *error);

/* Puts the image of index in the place of the list at path, if there is one, and ends its journal: its changes do not
 * apply to the new list. */
PNR_API pnr_status pnr_live_create(const pnr_env *env, const pnr_index *index, const char *path, pnr_error *error);

/* The number of the first entry with an id, or PNR_NONE: a candidate's `entry`. */
PNR_API uint32_t pnr_index_find(const pnr_index *index, pnr_slice id);

#ifdef __cplusplus
}
#endif
#endif
