/* SPDX-License-Identifier: Apache-2.0 */
#include "write/reply.h"

#include "core/env.h"
#include "core/fail.h"
#include "core/slice.h"

pnr_slice pnri_reply_copy(pnri_builder *builder, pnr_slice text)
{
  text = pnri_slice_trim(text);
  if (text.size == 0) return (pnr_slice){ NULL, 0 };
  pnr_slice copy = pnri_arena_copy(builder->arena, text);
  if (copy.data == NULL) builder->failed = 1;
  return copy;
}

pnr_status pnri_reply_open(pnri_builder *builder, const pnr_env *env, const pnr_content *answered, uint32_t type,
                           pnr_error *error)
{
  pnr_status status = pnri_builder_open(builder, pnri_env(env), error);
  if (status != PNR_OK) return status;
  pnr_content *content = builder->content;
  content->type = type;
  content->function = PNR_FUNCTION_RESPONSE;
  content->sender = pnri_reply_copy(builder, answered->recipient);
  content->recipient = pnri_reply_copy(builder, answered->sender);
  content->key = pnri_reply_copy(builder, answered->key);
  content->part_first = content->part_last = 1;
  content->prepared_time = PNR_TIME_UNKNOWN;
  return PNR_OK;
}

pnr_status pnri_reply_finish(pnri_builder *builder, pnr_status status, pnr_message **out, pnr_error *error)
{
  if (status == PNR_OK && builder->failed) status = pnri_fail_memory(error);
  if (status == PNR_OK) status = pnri_builder_finish(builder, out, error);
  pnri_builder_close(builder);
  return status;
}
