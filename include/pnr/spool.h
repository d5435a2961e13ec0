/* pnr/spool.h - what a link must not forget, on disk.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_SPOOL_H
#define PNR_SPOOL_H

#include "pnr/link.h"

#ifdef __cplusplus
extern "C" {
#endif

/* docs/spool.md. A spool is a folder that belongs to one side of one link. It holds how far the link came, and the messages that
 * wait for their receipt, sealed under a key that is wiped when a newer segment takes over. The order of work:
 *
 *   pnr_link_input, pnr_link_next, the application makes the effect durable, pnr_link_done, pnr_link_send, as they come;
 *   pnr_link_output, pnr_spool_commit, and only then the octets go out.
 *
 * So nothing leaves that is not durable: neither a message, nor a receipt for what has no effect yet. One commit makes all that
 * happened since the one before durable, with one sync. */

typedef struct pnr_spool pnr_spool;

typedef struct pnr_spool_options {
  uint32_t size;    /* sizeof(pnr_spool_options) */
  uint32_t segment; /* octets from which on a segment makes room for a new one, of what is still needed [16 MiB] */
} pnr_spool_options;

/* Makes a spool in a folder that exists and holds none; the path ends with NUL. PNR_E_FILE. */
PNR_API pnr_status pnr_spool_create(const pnr_env *env, const char *folder, pnr_error *error);

/* Opens it, one at a time (PNR_E_SPOOL_BUSY), and reads all of it. What an interrupted commit left at the end is cut. options NULL:
 * defaults. PNR_E_SPOOL_STATE: its key is missing or damaged; PNR_E_JOURNAL_DAMAGED, PNR_E_FORGED, with the offset: a part before
 * the end is not what was written. The path is copied. */
PNR_API pnr_status pnr_spool_open(const pnr_env *env, const char *folder, const pnr_spool_options *options,
                                  pnr_spool **out, pnr_error *error);
PNR_API void pnr_spool_close(pnr_spool *spool); /* NULL is allowed; what was not committed is forgotten */

/* Opens the link as it was committed last, with its outbox, or a new one where nothing was. options->state must be NULL.
 * committed: the state that the application stored in one transaction with its effects, or NULL. What it knows of the peer counts
 * where the spool knows less, being an old copy or a new one: marks beyond the spool's, a later incarnation. Nothing up to them is
 * delivered again. Without it a message may come again whose effect was durable and whose commit was interrupted, and behind a
 * new spool the peer is not understood before it begins a new one, too. As pnr_link_open otherwise. */
PNR_API pnr_status pnr_spool_link(pnr_spool *spool, const pnr_exchange *exchange, const pnr_link_options *options,
                                  const pnr_link_state *committed, pnr_link **out, pnr_error *error);

/* Makes durable how far the link came and what its outbox holds. A link of another incarnation (PNR_E_ROLLBACK of
 * pnr_link_input asks for one) takes the place of the one before. Where a recall took a message back, its octets are gone with
 * the segment. A failed write or sync is final (PNR_E_SPOOL_FINAL ever after): close the spool and the link, and open both again. */
PNR_API pnr_status pnr_spool_commit(pnr_spool *spool, const pnr_link *link, pnr_error *error);

typedef struct pnr_spool_facts {
  uint32_t size;     /* sizeof(pnr_spool_facts), set by the caller */
  uint32_t messages; /* that wait for their receipt */
  uint64_t segment;  /* number of the segment, from 1 */
  uint64_t octets;   /* of the segment */
  uint64_t cut;      /* octets of an interrupted commit, cut when it was opened */
} pnr_spool_facts;
PNR_API void pnr_spool_get_facts(const pnr_spool *spool, pnr_spool_facts *facts);

#ifdef __cplusplus
}
#endif
#endif
