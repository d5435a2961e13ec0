/* SPDX-License-Identifier: Apache-2.0 */
#include "match/index.h"

#include "core/fail.h"
#include "match/listed.h"
#include "match/merge.h"

/* --- What it holds --- */

static void count_part(const pnri_part *part, pnr_list_info *info)
{
  const pnri_section *summary = &part->image.sections[PNRI_S_SUMMARY];
  info->entries += part->image.entries;
  info->names += pnri_word(summary, PNRI_SUMMARY_NAMES);
  info->tokens += part->image.words;
  info->documents += pnri_word(summary, PNRI_SUMMARY_DOCUMENTS);
  info->octets += part->size;
  info->without_basis += pnri_word(summary, PNRI_SUMMARY_WITHOUT_BASIS);
}

static uint64_t less(uint64_t count, uint64_t away) { return count > away ? count - away : 0; }

/* Takes an entry out of the counts. */
static void discount(const pnri_image *image, uint32_t entry, pnr_list_info *info)
{
  pnri_listed listed = pnri_listed_open(image, entry);
  bool declared = pnri_row(image, PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, listed.origin, PNRI_ORIGIN_OWNER) != 0 &&
                  pnri_row(image, PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, listed.origin, PNRI_ORIGIN_BASIS) != 0;
  info->entries = less(info->entries, 1);
  info->names = less(info->names, listed.names);
  info->documents = less(info->documents, pnri_facts_read(&listed.facts).keys);
  info->without_basis = (uint32_t)less(info->without_basis, !declared);
}

static void describe(pnr_index *index)
{
  pnr_list_info *info = &index->info;
  *info = (pnr_list_info){ .normaliser = PNR_NORMALISER, .score = PNR_SCORE };
  for (uint32_t i = 0; i < index->part_count; i++) count_part(index->parts[i], info);
  for (size_t i = 0; i < index->hidden.count; i++) {
    uint32_t entry = *(const uint32_t *)pnri_vector_at(&index->hidden, i);
    info->removed += entry < index->parts[0]->image.entries;
    const pnri_image *image = pnri_entry_image(index, &entry);
    discount(image, entry, info);
  }
  info->generation = pnri_image_generation(index->parts[0]->data);
  info->added = info->entries - (index->parts[0]->image.entries - info->removed);
}

/* --- Making --- */

pnr_status pnri_index_compose(const pnr_env *env, pnri_part *const *parts, uint32_t count, pnri_vector *hidden,
                              pnr_index **out, pnr_error *error)
{
  uint64_t entries = 0;
  *out = NULL;
  env = pnri_env(env);
  for (uint32_t i = 0; i < count; i++) entries += parts[i]->image.entries;
  if (entries > PNR_NONE - 1) return pnri_fail(error, (pnr_error){ .status = PNR_E_LIMIT });
  pnr_index *index = pnri_alloc(env, sizeof *index);
  if (index == NULL) return pnri_fail_memory(error);
  *index = (pnr_index){ .env = env, .self = index, .part_count = count };
  memcpy(index->parts, parts, count * sizeof *parts);
  atomic_init(&index->holders, 1);
  pnri_vector_open(&index->hidden, env, sizeof(uint32_t));
  if (hidden != NULL) {
    index->hidden = *hidden;
    pnri_vector_open(hidden, hidden->env, hidden->item_size);
  }
  describe(index);
  *out = index;
  return PNR_OK;
}

pnr_status pnri_index_of_part(const pnr_env *env, pnri_part *part, pnr_index **out, pnr_error *error)
{
  pnr_status status = pnri_index_compose(env, &part, 1, NULL, out, error);
  if (status != PNR_OK) pnri_part_leave(part);
  return status;
}

pnr_status pnr_index_borrow(const pnr_env *env, const uint8_t *data, size_t size, pnr_index **out, pnr_error *error)
{
  pnri_part *part;
  if (out != NULL) *out = NULL;
  if (out == NULL || (data == NULL && size > 0) || (uintptr_t)data % 8 != 0) return pnri_fail_argument(error);
  pnr_status status = pnri_part_borrow(env, data, size, &part, error);
  return status == PNR_OK ? pnri_index_of_part(env, part, out, error) : status;
}

pnr_status pnr_index_open(const pnr_env *env, const char *path, pnr_index **out, pnr_error *error)
{
  pnri_part *part;
  if (out != NULL) *out = NULL;
  if (out == NULL || path == NULL) return pnri_fail_argument(error);
  pnr_status status = pnri_part_map(env, path, &part, error);
  return status == PNR_OK ? pnri_index_of_part(env, part, out, error) : status;
}

/* --- Holding --- */

pnr_index *pnri_index_hold(const pnr_index *index)
{
  atomic_fetch_add(&index->self->holders, 1);
  return index->self;
}

void pnr_index_close(pnr_index *index)
{
  if (index == NULL || atomic_fetch_sub(&index->holders, 1) != 1) return;
  for (uint32_t i = 0; i < index->part_count; i++) pnri_part_leave(index->parts[i]);
  pnri_vector_close(&index->hidden);
  pnri_free(index->env, index, sizeof *index);
}

/* --- Images --- */

static bool is_changed(const pnr_index *index) { return index->part_count > 1 || index->hidden.count > 0; }

pnr_status pnr_index_write(const pnr_index *index, const char *path, pnr_error *error)
{
  if (index == NULL || path == NULL) return pnri_fail_argument(error);
  if (!is_changed(index)) return pnri_file_write(index->env, path, pnr_index_image(index), error);
  pnri_part *merged;
  pnr_status status = pnri_merge(index, &merged, error);
  if (status != PNR_OK) return status;
  status = pnri_file_write(index->env, path, (pnr_slice){ merged->data, merged->size }, error);
  pnri_part_leave(merged);
  return status;
}

pnr_status pnr_index_verify(const pnr_index *index, pnr_error *error)
{
  if (index == NULL) return pnri_fail_argument(error);
  pnr_status status = PNR_OK;
  for (uint32_t i = 0; status == PNR_OK && i < index->part_count; i++)
    status = pnri_image_verify(&index->parts[i]->image, index->parts[i]->data, error);
  return status;
}

pnr_slice pnr_index_image(const pnr_index *index)
{
  if (index == NULL || is_changed(index)) return (pnr_slice){ NULL, 0 };
  return (pnr_slice){ index->parts[0]->data, index->parts[0]->size };
}

const pnr_list_info *pnr_index_info(const pnr_index *index) { return index != NULL ? &index->info : NULL; }
