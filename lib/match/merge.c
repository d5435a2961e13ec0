/* SPDX-License-Identifier: Apache-2.0 */
#include "match/merge.h"

#include "core/fail.h"
#include "match/builder.h"

/* Copies the entries of a part that are listed. */
static pnr_status copy_part(pnr_index_builder *builder, const pnr_index *index, uint32_t part)
{
  const pnri_image *image = &index->parts[part]->image;
  const uint32_t first = pnri_index_first(index, part);
  pnr_status status = PNR_OK;
  for (uint32_t entry = 0; status == PNR_OK && entry < image->entries; entry++)
    if (!pnri_index_hides(index, first + entry)) status = pnri_index_builder_copy(builder, image, entry);
  return status;
}

pnr_status pnri_merge(const pnr_index *index, pnri_part **out, pnr_error *error)
{
  pnr_index_builder *builder;
  *out = NULL;
  pnr_status status = pnr_index_verify(index, error);
  if (status == PNR_OK) status = pnr_index_builder_open(index->env, &builder, error);
  if (status != PNR_OK) return status;
  for (uint32_t part = 0; status == PNR_OK && part < index->part_count; part++)
    status = copy_part(builder, index, part);
  status = pnri_index_builder_part(builder, out, error); /* tells what failed above too */
  pnr_index_builder_close(builder);
  return status;
}
