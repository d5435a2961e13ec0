/* SPDX-License-Identifier: Apache-2.0 */
#include "store/changes.h"

#include <xxhash.h>

#include "core/fail.h"
#include "core/slice.h"
#include "core/utf8.h"
#include "match/builder.h"
#include "match/ids.h"
#include "record/view_cbor.h"

void pnri_changes_open(pnri_changes *changes, const pnr_env *env)
{
  changes->env = env;
  pnri_arena_open(&changes->arena, env);
  pnri_vector_open(&changes->list, env, sizeof(pnri_change));
  pnri_table_open(&changes->by_id, env);
}

void pnri_changes_close(pnri_changes *changes)
{
  pnri_arena_close(&changes->arena);
  pnri_vector_close(&changes->list);
  pnri_table_close(&changes->by_id);
}

static pnri_change *change_at(const pnri_changes *changes, size_t i) { return pnri_vector_at(&changes->list, i); }

/* --- Writing --- */

void pnri_changes_put_entry(pnri_cbor_writer *cbor, const pnr_entry *entry)
{
  pnri_view_put(cbor, &pnri_entry_view, entry);
}

void pnri_changes_put_removal(pnri_cbor_writer *cbor, pnr_slice id)
{
  if (pnri_utf8_valid(id) == id.size) pnri_cbor_put_text(cbor, id);
  else pnri_cbor_put_octets(cbor, id);
}

/* --- Reading --- */

/* The slot of an id, or a free one. */
static uint32_t find(const pnri_changes *changes, pnr_slice id, uint32_t *tag, size_t *at)
{
  *tag = (uint32_t)XXH3_64bits(id.data, id.size);
  *at = pnri_table_start(&changes->by_id, *tag);
  for (uint32_t n; (n = pnri_table_seek(&changes->by_id, *tag, at)) != PNR_NONE; (*at)++)
    if (pnri_slice_equal(change_at(changes, n)->id, id)) return n;
  return PNR_NONE;
}

static pnr_status keep(pnri_changes *changes, pnri_change change)
{
  uint32_t tag;
  size_t at;
  if (!pnri_table_reserve(&changes->by_id)) return PNR_E_MEMORY;
  uint32_t number = (uint32_t)changes->list.count, before = find(changes, change.id, &tag, &at);
  pnri_change *room = number < PNR_NONE ? pnri_vector_add(&changes->list, 1) : NULL;
  if (room == NULL) return PNR_E_MEMORY;
  *room = change;
  if (before != PNR_NONE) {
    change_at(changes, before)->superseded = true;
    pnri_table_replace(&changes->by_id, at, number);
  } else {
    pnri_table_put(&changes->by_id, at, tag, number);
  }
  return PNR_OK;
}

static pnr_status read_entry(pnri_changes *changes, pnri_view_reader *reader, pnri_change *change)
{
  pnr_entry *entry = pnri_arena_take(&changes->arena, sizeof *entry);
  if (entry == NULL) return pnri_cbor_refuse(&reader->cbor, PNR_E_MEMORY);
  pnr_status status = pnri_view_get(reader, &pnri_entry_view, entry);
  *change = (pnri_change){ .id = entry->id, .entry = entry };
  return status;
}

static pnr_status read_removal(pnri_cbor_reader *cbor, pnri_change *change)
{
  pnr_slice id;
  pnr_status status;
  if (pnri_cbor_kind(cbor) == PNRI_CBOR_OCTETS) {
    status = pnri_cbor_get_octets(cbor, &id);
    if (status == PNR_OK && pnri_utf8_valid(id) == id.size) status = pnri_cbor_refuse(cbor, PNR_E_SYNTAX);
  } else {
    status = pnri_cbor_get_text(cbor, &id);
  }
  if (status != PNR_OK) return status;
  *change = (pnri_change){ .id = id };
  return PNR_OK;
}

pnr_status pnri_changes_read(pnri_changes *changes, pnr_slice body, uint32_t count, uint64_t offset, pnr_error *error)
{
  pnri_view_reader reader;
  pnr_status status = PNR_OK;
  pnr_slice own = pnri_arena_copy(&changes->arena, body);
  if (own.size != body.size) return pnri_fail_memory(error);
  pnri_view_reader_open(&reader, own, &changes->arena);
  for (uint32_t i = 0; status == PNR_OK && i < count; i++) {
    pnri_change change;
    bool adds = pnri_cbor_kind(&reader.cbor) == PNRI_CBOR_MAP;
    status = adds ? read_entry(changes, &reader, &change) : read_removal(&reader.cbor, &change);
    if (status == PNR_OK && change.id.size == 0) status = pnri_cbor_refuse(&reader.cbor, PNR_E_SYNTAX);
    if (status == PNR_OK && keep(changes, change) != PNR_OK) status = pnri_cbor_refuse(&reader.cbor, PNR_E_MEMORY);
  }
  if (status == PNR_OK) status = pnri_cbor_finish(&reader.cbor);
  if (status == PNR_OK) return PNR_OK;
  if (status == PNR_E_MEMORY) return pnri_fail_memory(error);
  (void)pnri_cbor_fault(&reader.cbor, offset, error);
  return pnri_fail_at(error, PNR_E_JOURNAL_DAMAGED, error != NULL ? error->offset : 0);
}

/* --- Applying --- */

static bool is_named(const pnri_changes *changes, pnr_slice id)
{
  uint32_t tag;
  size_t at;
  return find(changes, id, &tag, &at) != PNR_NONE;
}

/* Lets the number at root sink to its place in a heap with the highest on top. */
static void sink(uint32_t *numbers, size_t root, size_t count)
{
  for (size_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && numbers[child] < numbers[child + 1]) child++;
    if (numbers[root] >= numbers[child]) return;
    uint32_t moved = numbers[root];
    numbers[root] = numbers[child];
    numbers[child] = moved;
  }
}

/* Sorts by rising numbers, and keeps one of equal ones. */
static void order(pnri_vector *vector)
{
  uint32_t *numbers = pnri_vector_at(vector, 0);
  size_t kept = 0;
  for (size_t root = vector->count / 2; root > 0; root--) sink(numbers, root - 1, vector->count);
  for (size_t end = vector->count; end > 1; end--) {
    uint32_t highest = numbers[0];
    numbers[0] = numbers[end - 1];
    numbers[end - 1] = highest;
    sink(numbers, 0, end - 1);
  }
  for (size_t i = 0; i < vector->count; i++)
    if (kept == 0 || numbers[kept - 1] != numbers[i]) numbers[kept++] = numbers[i];
  vector->count = kept;
}

/* How many of the parts stay as they are; what is in the others is built anew with what the changes add. As long as the
 * newest part is small to the one before it, only that one is: then a change costs as much as the square root of what is
 * pending, and what is pending is built anew whenever that part has outgrown it. */
static uint32_t count_kept(const pnri_changes *changes, const pnr_index *before)
{
  enum { SMALL = 16 };
  if (before->part_count == 1) return 1;
  uint64_t added = before->parts[1]->image.entries,
           recent = before->part_count > 2 ? before->parts[2]->image.entries : 0;
  for (size_t i = 0; i < changes->list.count; i++)
    recent += !change_at(changes, i)->superseded && change_at(changes, i)->entry != NULL;
  return recent * recent <= 2 * added + SMALL ? 2 : 1;
}

/* Adds the numbers of the entries of a part that have an id. */
static bool hide_id(const pnr_index *before, uint32_t part, pnr_slice id, pnri_vector *hidden)
{
  const pnri_image *image = &before->parts[part]->image;
  const uint32_t first = pnri_index_first(before, part);
  uint32_t row = pnri_ids_first(image, id);
  for (uint32_t entry; (entry = pnri_ids_next(image, id, &row)) != PNR_NONE;) {
    uint32_t *room = pnri_vector_add(hidden, 1);
    if (room == NULL) return false;
    *room = first + entry;
  }
  return true;
}

/* What the kept parts have that is no longer listed: as before, and whatever has an id that is named. */
static pnr_status hide(const pnri_changes *changes, const pnr_index *before, uint32_t kept, pnri_vector *hidden)
{
  const uint32_t *numbers = pnri_vector_at(&before->hidden, 0), end = pnri_index_first(before, kept);
  size_t count = 0;
  while (count < before->hidden.count && numbers[count] < end) count++;
  uint32_t *room = pnri_vector_add(hidden, count + 1); /* one more: never none */
  if (room == NULL) return PNR_E_MEMORY;
  if (count > 0) memcpy(room, numbers, count * sizeof *room);
  hidden->count = count;
  for (size_t i = 0; i < changes->list.count; i++) {
    const pnri_change *change = change_at(changes, i);
    for (uint32_t part = 0; !change->superseded && part < kept; part++)
      if (!hide_id(before, part, change->id, hidden)) return PNR_E_MEMORY;
  }
  if (hidden->count > count) order(hidden);
  return PNR_OK;
}

/* Copies what a part has that is still listed and not named. */
static pnr_status copy_part(const pnri_changes *changes, const pnr_index *before, uint32_t part,
                            pnr_index_builder *builder, uint32_t *count)
{
  const pnri_image *image = &before->parts[part]->image;
  const uint32_t first = pnri_index_first(before, part);
  pnr_status status = PNR_OK;
  uint8_t room[PNRI_ID_ROOM];
  for (uint32_t i = 0; status == PNR_OK && i < image->entries; i++) {
    if (pnri_index_hides(before, first + i) || is_named(changes, pnri_image_id(image, i, room))) continue;
    status = pnri_index_builder_copy(builder, image, i);
    (*count)++;
  }
  return status;
}

/* Adds what was added before and is not kept as it is, then what the changes add, in their order. */
static pnr_status add(const pnri_changes *changes, const pnr_index *before, uint32_t kept, pnr_index_builder *builder,
                      uint32_t *count)
{
  pnr_status status = PNR_OK;
  *count = 0;
  for (uint32_t part = kept; status == PNR_OK && part < before->part_count; part++)
    status = copy_part(changes, before, part, builder, count);
  for (size_t i = 0; status == PNR_OK && i < changes->list.count; i++) {
    const pnri_change *change = change_at(changes, i);
    if (change->superseded || change->entry == NULL) continue;
    status = pnr_index_builder_add(builder, change->entry, NULL);
    (*count)++;
  }
  return status;
}

/* *out is NULL where nothing is added. */
static pnr_status build_added(const pnri_changes *changes, const pnr_index *before, uint32_t kept, pnri_part **out,
                              pnr_error *error)
{
  pnr_index_builder *builder;
  uint32_t count;
  *out = NULL;
  pnr_status status = pnr_index_builder_open(changes->env, &builder, error);
  if (status != PNR_OK) return status;
  status = add(changes, before, kept, builder, &count);
  if (status != PNR_OK) pnri_fail(error, (pnr_error){ .status = status });
  else if (count > 0) status = pnri_index_builder_part(builder, out, error);
  pnr_index_builder_close(builder);
  return status;
}

static pnr_status compose(const pnri_changes *changes, const pnr_index *before, uint32_t kept, pnri_part *added,
                          pnri_vector *hidden, pnr_index **out, pnr_error *error)
{
  pnri_part *parts[PNRI_PARTS];
  uint32_t count = 0;
  while (count < kept) {
    parts[count] = pnri_part_hold(before->parts[count]);
    count++;
  }
  if (added != NULL) parts[count++] = added;
  pnr_status status = pnri_index_compose(changes->env, parts, count, hidden, out, error);
  for (uint32_t i = 0; status != PNR_OK && i < count; i++) pnri_part_leave(parts[i]);
  return status;
}

pnr_status pnri_changes_apply(const pnri_changes *changes, const pnr_index *before, pnr_index **out, pnr_error *error)
{
  const uint32_t kept = count_kept(changes, before);
  pnri_vector hidden;
  pnri_part *added = NULL;
  *out = NULL;
  pnri_vector_open(&hidden, changes->env, sizeof(uint32_t));
  pnr_status status = hide(changes, before, kept, &hidden);
  if (status != PNR_OK) pnri_fail(error, (pnr_error){ .status = status });
  if (status == PNR_OK) status = build_added(changes, before, kept, &added, error);
  if (status == PNR_OK) status = compose(changes, before, kept, added, &hidden, out, error);
  pnri_vector_close(&hidden);
  return status;
}
