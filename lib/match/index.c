/* SPDX-License-Identifier: Apache-2.0 */
#include "match/index.h"

#include "core/fail.h"

static void describe(pnr_index *index)
{
  const pnri_section *summary = &index->image.sections[PNRI_S_SUMMARY];
  index->info = (pnr_list_info){
    .entries = index->image.entries,
    .names = index->image.names,
    .tokens = index->image.words,
    .documents = pnri_word(summary, PNRI_SUMMARY_DOCUMENTS),
    .octets = index->size,
    .normaliser = PNR_NORMALISER,
    .score = PNR_SCORE,
    .without_basis = pnri_word(summary, PNRI_SUMMARY_WITHOUT_BASIS),
  };
}

pnr_status pnr_index_borrow(const pnr_env *env, const uint8_t *data, size_t size, pnr_index **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || (data == NULL && size > 0) || (uintptr_t)data % 8 != 0) return pnri_fail_argument(error);
  env = pnri_env(env);
  pnri_image image;
  pnr_status status = pnri_image_open(&image, data, size, error);
  if (status != PNR_OK) return status;
  pnr_index *index = pnri_alloc(env, sizeof *index);
  if (index == NULL) return pnri_fail_memory(error);
  *index = (pnr_index){ .env = env, .data = data, .size = size, .image = image };
  describe(index);
  *out = index;
  return PNR_OK;
}

pnr_status pnri_index_own(const pnr_env *env, uint8_t *block, size_t size, pnr_index **out, pnr_error *error)
{
  pnr_status status = pnr_index_borrow(env, block, size, out, error);
  if (status == PNR_OK) (*out)->owned = block;
  return status;
}

pnr_status pnr_index_open(const pnr_env *env, const char *path, pnr_index **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || path == NULL) return pnri_fail_argument(error);
  pnri_map map;
  pnr_status status = pnri_file_map(path, &map, error);
  if (status != PNR_OK) return status;
  status = pnr_index_borrow(env, map.data, map.size, out, error);
  if (status == PNR_OK) (*out)->map = map;
  else pnri_file_unmap(&map);
  return status;
}

pnr_status pnr_index_write(const pnr_index *index, const char *path, pnr_error *error)
{
  if (index == NULL || path == NULL) return pnri_fail_argument(error);
  return pnri_file_write(index->env, path, pnr_index_image(index), error);
}

pnr_status pnr_index_verify(const pnr_index *index, pnr_error *error)
{
  if (index == NULL) return pnri_fail_argument(error);
  return pnri_image_verify(&index->image, index->data, error);
}

pnr_slice pnr_index_image(const pnr_index *index)
{
  return index != NULL ? (pnr_slice){ index->data, index->size } : (pnr_slice){ NULL, 0 };
}

const pnr_list_info *pnr_index_info(const pnr_index *index) { return index != NULL ? &index->info : NULL; }

void pnr_index_close(pnr_index *index)
{
  if (index == NULL) return;
  pnri_file_unmap(&index->map);
  pnri_free(index->env, index->owned, index->size);
  pnri_free(index->env, index, sizeof *index);
}
