/* SPDX-License-Identifier: Apache-2.0 */
#include "match/ids.h"

#include <xxhash.h>

#include "core/slice.h"
#include "pnr/message.h"

uint64_t pnri_id_hash(pnr_slice id) { return XXH3_64bits(id.data, id.size); }

/* --- Making --- */

/* The hashes of entries, and which entries stand in a row of rows. */
typedef struct ordering {
  const uint64_t *hashes;
  uint8_t *rows;
} ordering;

static uint32_t entry_at(const ordering *o, uint32_t row) { return pnri_load32(o->rows + 4 * (size_t)row); }

static bool is_before(const ordering *o, uint32_t a, uint32_t b)
{
  uint32_t left = entry_at(o, a), right = entry_at(o, b);
  return o->hashes[left] != o->hashes[right] ? o->hashes[left] < o->hashes[right] : left < right;
}

static void exchange(const ordering *o, uint32_t a, uint32_t b)
{
  uint32_t moved = entry_at(o, a);
  pnri_store32(o->rows + 4 * (size_t)a, entry_at(o, b));
  pnri_store32(o->rows + 4 * (size_t)b, moved);
}

/* Lets the row at root sink to its place in a heap of the rows from first on. */
static void sink(const ordering *o, uint32_t first, uint32_t root, uint32_t count)
{
  for (uint32_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && is_before(o, first + child, first + child + 1)) child++;
    if (!is_before(o, first + root, first + child)) return;
    exchange(o, first + root, first + child);
  }
}

static void sort(const ordering *o, uint32_t first, uint32_t count)
{
  for (uint32_t root = count / 2; root > 0; root--) sink(o, first, root - 1, count);
  for (uint32_t end = count; end > 1; end--) {
    exchange(o, first, first + end - 1);
    sink(o, first, 0, end - 1);
  }
}

static uint32_t bits_for(uint32_t count)
{
  uint32_t bits = 1;
  while (bits < 30 && 1u << bits < count) bits++;
  return bits;
}

/* Puts each entry behind those of lower leading bits, then sorts the few that share them. ends has 2^bits + 1 zeroes. */
static void distribute(const ordering *o, uint32_t count, uint32_t bits, uint32_t *ends)
{
  uint32_t shift = 64 - bits, buckets = 1u << bits;
  for (uint32_t i = 0; i < count; i++) ends[(o->hashes[i] >> shift) + 1]++;
  for (uint32_t i = 1; i <= buckets; i++) ends[i] += ends[i - 1];
  for (uint32_t i = 0; i < count; i++) pnri_store32(o->rows + 4 * (size_t)ends[o->hashes[i] >> shift]++, i);
  for (uint32_t i = 0, first = 0; i < buckets; first = ends[i++])
    if (ends[i] - first > 1) sort(o, first, ends[i] - first);
}

bool pnri_ids_order(const pnr_env *env, const uint64_t *hashes, uint8_t *rows, uint32_t count)
{
  uint32_t bits = bits_for(count);
  size_t ends_size = (((size_t)1 << bits) + 1) * sizeof(uint32_t);
  uint32_t *ends = pnri_alloc(env, ends_size);
  if (ends == NULL) return false;
  memset(ends, 0, ends_size);
  distribute(&(ordering){ hashes, rows }, count, bits, ends);
  pnri_free(env, ends, ends_size);
  return true;
}

/* --- Searching --- */

static uint32_t row_entry(const pnri_image *image, uint32_t row) { return pnri_row(image, PNRI_S_IDS, 1, row, 0); }

static uint32_t count_rows(const pnri_image *image)
{
  size_t rows = image->sections[PNRI_S_IDS].words;
  return rows < image->entries ? (uint32_t)rows : image->entries;
}

uint32_t pnri_ids_first(const pnri_image *image, pnr_slice id)
{
  uint64_t hash = pnri_id_hash(id);
  uint32_t low = 0, high = count_rows(image);
  uint8_t room[PNRI_ID_ROOM];
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (pnri_id_hash(pnri_image_id(image, row_entry(image, middle), room)) < hash) low = middle + 1;
    else high = middle;
  }
  return low;
}

uint32_t pnri_ids_next(const pnri_image *image, pnr_slice id, uint32_t *row)
{
  uint64_t hash = pnri_id_hash(id);
  uint8_t room[PNRI_ID_ROOM];
  for (; *row < count_rows(image); (*row)++) {
    uint32_t entry = row_entry(image, *row);
    pnr_slice here = pnri_image_id(image, entry, room);
    if (pnri_id_hash(here) != hash) break;
    if (entry >= image->entries || !pnri_slice_equal(here, id)) continue;
    (*row)++;
    return entry;
  }
  return PNR_NONE;
}
