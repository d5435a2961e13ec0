/* SPDX-License-Identifier: Apache-2.0 */
#include "write/text.h"

#include <string.h>

#include "core/fail.h"

pnr_status pnr_text_open(const pnr_env *env, pnr_text **out, pnr_error *error)
{
  if (out == NULL) return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_text *text = *out = pnri_alloc(env, sizeof *text);
  if (text == NULL) return pnri_fail_memory(error);
  *text = (pnr_text){ .failed = 0 };
  pnri_vector_open(&text->octets, env, 1);
  return PNR_OK;
}

pnr_slice pnr_text_get(const pnr_text *text) { return (pnr_slice){ text->octets.data, text->octets.count }; }

static void cut(pnr_text *text, size_t size)
{
  pnri_vector_cut(&text->octets, size);
  text->failed = 0;
}

void pnr_text_clear(pnr_text *text) { cut(text, 0); }

void pnr_text_close(pnr_text *text)
{
  if (text == NULL) return;
  const pnr_env *env = text->octets.env;
  pnri_vector_close(&text->octets);
  pnri_free(env, text, sizeof *text);
}

void pnri_text_put(pnr_text *text, const void *octets, size_t size)
{
  if (size == 0 || text->failed) return;
  void *room = pnri_vector_add(&text->octets, size);
  if (room == NULL) text->failed = 1;
  else memcpy(room, octets, size);
}

pnr_status pnri_text_settle(pnr_text *text, size_t size, pnr_error *error)
{
  if (!text->failed) return PNR_OK;
  cut(text, size);
  return pnri_fail_memory(error);
}

pnr_status pnr_text_add(pnr_text *text, pnr_slice octets, pnr_error *error)
{
  if (text == NULL || (octets.data == NULL && octets.size != 0)) return pnri_fail_argument(error);
  size_t size = text->octets.count;
  pnri_text_put(text, octets.data, octets.size);
  return pnri_text_settle(text, size, error);
}
