/* SPDX-License-Identifier: Apache-2.0 */
#include "match/listed.h"

#include "match/varint.h"

/* --- Reading --- */

static pnr_slice record_of(const pnri_image *image, uint32_t entry)
{
  const pnri_section *records = &image->sections[PNRI_S_RECORDS];
  uint32_t limit = records->size < UINT32_MAX ? (uint32_t)records->size : UINT32_MAX;
  pnri_range range = pnri_bounds(&image->sections[PNRI_S_ENTRIES], entry, 1, UINT32_MAX, limit);
  return (pnr_slice){ records->data + range.first, range.end - range.first };
}

static uint32_t take_number(pnr_slice *rest)
{
  size_t at = 0;
  uint32_t number = pnri_varint_get(rest->data, rest->size, &at);
  *rest = (pnr_slice){ rest->data + at, rest->size - at };
  return number;
}

/* The next size octets; empty where there are not so many. */
static pnr_slice take_text(pnr_slice *rest, uint32_t size)
{
  if (size > rest->size) size = (uint32_t)rest->size;
  pnr_slice text = { rest->data, size };
  *rest = (pnr_slice){ rest->data + size, rest->size - size };
  return text;
}

uint32_t pnri_entry_origin(const pnri_image *image, uint32_t entry)
{
  pnr_slice rest = record_of(image, entry);
  return take_number(&rest);
}

pnri_facts pnri_entry_facts(const pnri_image *image, uint32_t entry)
{
  pnr_slice rest = record_of(image, entry);
  take_number(&rest);
  return (pnri_facts){ rest.data, rest.size };
}

pnri_listed pnri_listed_open(const pnri_image *image, uint32_t entry)
{
  pnri_listed listed = { .rest = record_of(image, entry) };
  listed.origin = take_number(&listed.rest);
  listed.facts = (pnri_facts){ listed.rest.data, listed.rest.size };
  take_text(&listed.rest, (uint32_t)pnri_facts_extent(&listed.facts));
  listed.id_shared = take_number(&listed.rest);
  listed.id_rest = take_text(&listed.rest, take_number(&listed.rest));
  listed.names = take_number(&listed.rest);
  return listed;
}

bool pnri_listed_next(pnri_listed *listed, pnri_listed_name *name)
{
  *name = (pnri_listed_name){ .kind = 0 };
  if (listed->names == 0 || listed->rest.size == 0) return false;
  listed->names--;
  uint32_t head = take_text(&listed->rest, 1).data[0];
  name->kind = head & 15;
  name->parts = (head & PNRI_NAME_PARTS) != 0;
  name->whole = (head & PNRI_NAME_WHOLE) != 0;
  if (name->whole) name->written = take_text(&listed->rest, take_number(&listed->rest));
  if (!name->parts) return true;
  uint32_t given = take_number(&listed->rest), surname = take_number(&listed->rest);
  pnr_slice begin = listed->rest;
  name->given = take_text(&listed->rest, given);
  if (given > 0 && surname > 0) take_text(&listed->rest, 1);
  name->surname = take_text(&listed->rest, surname);
  if (!name->whole) name->written = (pnr_slice){ begin.data, begin.size - listed->rest.size };
  return true;
}

pnri_listed_name pnri_listed_name_at(const pnri_image *image, uint32_t entry, uint32_t i)
{
  pnri_listed listed = pnri_listed_open(image, entry);
  pnri_listed_name name;
  while (pnri_listed_next(&listed, &name) && i > 0) i--;
  return name;
}

void pnri_listed_fold(const pnri_listed_name *name, pnri_name *out)
{
  if (name->parts) pnri_name_fold(out, name->surname, name->given, true);
  else pnri_name_fold(out, name->written, name->given, false);
}

static uint32_t first_of(uint32_t entry) { return entry / PNRI_ID_GROUP * PNRI_ID_GROUP; }

pnr_slice pnri_image_id(const pnri_image *image, uint32_t entry, uint8_t room[PNRI_ID_ROOM])
{
  pnri_listed listed = pnri_listed_open(image, entry);
  if (listed.id_shared == 0) return listed.id_rest;
  pnr_slice first = pnri_listed_open(image, first_of(entry)).id_rest;
  size_t shared = listed.id_shared < first.size ? listed.id_shared : first.size;
  if (shared > PNRI_ID_ROOM || listed.id_rest.size > PNRI_ID_ROOM - shared) return (pnr_slice){ NULL, 0 };
  if (shared > 0) memcpy(room, first.data, shared);
  if (listed.id_rest.size > 0) memcpy(room + shared, listed.id_rest.data, listed.id_rest.size);
  return (pnr_slice){ room, shared + listed.id_rest.size };
}

bool pnri_listed_is_whole(const pnri_image *image, uint32_t entry)
{
  pnri_listed listed = pnri_listed_open(image, entry);
  pnri_listed_name name;
  if (listed.origin >= image->sections[PNRI_S_ORIGINS].words / PNRI_ORIGIN_ROW) return false;
  if (listed.id_shared > pnri_listed_open(image, first_of(entry)).id_rest.size) return false;
  while (pnri_listed_next(&listed, &name)) continue;
  return listed.names == 0 && listed.rest.size == 0;
}

/* --- Writing --- */

static bool put(pnri_vector *records, pnr_slice text)
{
  if (text.size == 0) return true;
  uint8_t *room = pnri_vector_add(records, text.size);
  if (room != NULL) memcpy(room, text.data, text.size);
  return room != NULL;
}

bool pnri_listed_put_number(pnri_vector *records, uint32_t number)
{
  uint8_t octets[PNRI_VARINT_SIZE];
  return put(records, (pnr_slice){ octets, pnri_varint_put(octets, number) });
}

bool pnri_listed_put_id(pnri_vector *records, pnr_slice id, const pnr_slice *first)
{
  uint32_t shared = 0;
  while (first != NULL && id.size <= PNRI_ID_ROOM && shared < id.size && shared < first->size &&
         id.data[shared] == first->data[shared])
    shared++;
  pnr_slice rest = { id.data + shared, id.size - shared };
  return pnri_listed_put_number(records, shared) && pnri_listed_put_number(records, (uint32_t)rest.size) &&
         put(records, rest);
}

bool pnri_listed_put_name(pnri_vector *records, const pnr_name *name)
{
  static const uint8_t blank = ' ';
  bool parts = name->surname.size > 0 || name->given.size > 0, whole = name->full.size > 0 || !parts;
  bool both = name->surname.size > 0 && name->given.size > 0;
  uint32_t kind = name->kind < 16 ? name->kind : 0;
  uint8_t head = (uint8_t)(kind | (whole ? PNRI_NAME_WHOLE : 0u) | (parts ? PNRI_NAME_PARTS : 0u));
  bool fits = put(records, (pnr_slice){ &head, 1 });
  if (whole) fits = fits && pnri_listed_put_number(records, (uint32_t)name->full.size) && put(records, name->full);
  if (!fits || !parts) return fits;
  return pnri_listed_put_number(records, (uint32_t)name->given.size) &&
         pnri_listed_put_number(records, (uint32_t)name->surname.size) && put(records, name->given) &&
         put(records, (pnr_slice){ &blank, both ? 1 : 0 }) && put(records, name->surname);
}
