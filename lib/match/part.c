/* SPDX-License-Identifier: Apache-2.0 */
#include "match/part.h"

#include "core/fail.h"
#include "core/slice.h"

/* Origins of one basis share its text: few texts are compared. */
static bool has_travellers(const pnri_image *image)
{
  size_t origins = image->sections[PNRI_S_ORIGINS].words / PNRI_ORIGIN_ROW;
  for (uint32_t i = 0, known = 0; i < origins; i++) {
    uint32_t basis = pnri_row(image, PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, i, PNRI_ORIGIN_BASIS);
    if (basis == known) continue;
    known = basis;
    if (pnri_slice_is(pnri_image_string(image, basis), PNRI_TRAVELLER_BASIS)) return true;
  }
  return false;
}

pnr_status pnri_part_borrow(const pnr_env *env, const uint8_t *data, size_t size, pnri_part **out, pnr_error *error)
{
  *out = NULL;
  env = pnri_env(env);
  pnri_image image;
  pnr_status status = pnri_image_open(&image, data, size, error);
  if (status != PNR_OK) return status;
  pnri_part *part = pnri_alloc(env, sizeof *part);
  if (part == NULL) return pnri_fail_memory(error);
  *part = (pnri_part){ .env = env, .data = data, .size = size, .image = image };
  part->has_travellers = has_travellers(&part->image);
  atomic_init(&part->holders, 1);
  *out = part;
  return PNR_OK;
}

pnr_status pnri_part_own(const pnr_env *env, uint8_t *block, size_t size, pnri_part **out, pnr_error *error)
{
  pnr_status status = pnri_part_borrow(env, block, size, out, error);
  if (status == PNR_OK) (*out)->owned = block;
  return status;
}

pnr_status pnri_part_map(const pnr_env *env, const char *path, pnri_part **out, pnr_error *error)
{
  pnri_map map;
  *out = NULL;
  pnr_status status = pnri_file_map(path, &map, error);
  if (status != PNR_OK) return status;
  status = pnri_part_borrow(env, map.data, map.size, out, error);
  if (status == PNR_OK) (*out)->map = map;
  else pnri_file_unmap(&map);
  return status;
}

pnri_part *pnri_part_hold(pnri_part *part)
{
  atomic_fetch_add(&part->holders, 1);
  return part;
}

void pnri_part_leave(pnri_part *part)
{
  if (part == NULL || atomic_fetch_sub(&part->holders, 1) != 1) return;
  pnri_file_unmap(&part->map);
  pnri_free(part->env, part->owned, part->size);
  pnri_free(part->env, part, sizeof *part);
}
