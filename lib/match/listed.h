/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MATCH_LISTED_H
#define PNR_MATCH_LISTED_H

#include "match/facts.h"

/* What an image has of an entry besides the forms of its names: one record of octets.
 *   origin    varint: row of ORIGINS
 *   facts     as match/facts.h tells
 *   id        varint: how many octets it shares with the id of the first entry of its sixteen, varint: octets that follow
 *   names     varint: how many; of each an octet, kind and PNRI_NAME_… above it; then, as these say, a text with its size
 *             as a varint before it; and the sizes of given name and surname as varints, then these two, with a blank
 *             between them where neither is empty
 * So a name can be shown as it was written, and folded as it was folded. */

enum { PNRI_NAME_WHOLE = 16, PNRI_NAME_PARTS = 32 };

typedef struct pnri_listed_name {
  uint32_t kind;
  pnr_slice written;
  bool whole; /* it was given in one piece */
  bool parts; /* it was given as surname and given name, and these are folded */
  pnr_slice surname, given;
} pnri_listed_name;

/* Reads a record. All slices lie in the image. */
typedef struct pnri_listed {
  uint32_t origin;
  pnri_facts facts;
  uint32_t id_shared;
  pnr_slice id_rest;
  uint32_t names; /* not yet read */
  pnr_slice rest;
} pnri_listed;

pnri_listed pnri_listed_open(const pnri_image *image, uint32_t entry);
/* False behind the last one. */
bool pnri_listed_next(pnri_listed *listed, pnri_listed_name *name);
/* Name number i, empty where there is none; and folded as it was when it was listed. */
pnri_listed_name pnri_listed_name_at(const pnri_image *image, uint32_t entry, uint32_t i);
void pnri_listed_fold(const pnri_listed_name *name, pnri_name *out);
/* False for a record that is not whole. */
bool pnri_listed_is_whole(const pnri_image *image, uint32_t entry);

/* The first parts of a record alone. */
uint32_t pnri_entry_origin(const pnri_image *image, uint32_t entry);
pnri_facts pnri_entry_facts(const pnri_image *image, uint32_t entry);

enum { PNRI_ID_GROUP = 16, PNRI_ID_ROOM = 64 }; /* longer ids share nothing */
/* The id of an entry; in room, or in the image. */
pnr_slice pnri_image_id(const pnri_image *image, uint32_t entry, uint8_t room[PNRI_ID_ROOM]);

/* --- Writing: false when memory is exhausted --- */

bool pnri_listed_put_number(pnri_vector *records, uint32_t number);
/* first: the id of the first entry of its sixteen, or NULL for that one itself. */
bool pnri_listed_put_id(pnri_vector *records, pnr_slice id, const pnr_slice *first);
bool pnri_listed_put_name(pnri_vector *records, const pnr_name *name);

#endif
