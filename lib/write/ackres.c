/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "write/edifact.h"

/* MSG 23 · { ERC · IFT }, as lib/read/ackres.c reads it. */

/* IFT: C346 literal text, then up to 99 texts of 70 characters (PADIS 4440). */
static void put_text(pnri_writer *writer, pnr_slice text)
{
  enum { LENGTH = 70, MOST = 99 };
  if (text.size == 0) return;
  pnri_put_segment(writer, "IFT");
  pnri_put_element(writer, pnri_slice("3"));
  for (uint32_t i = 0; i < MOST && text.size != 0; i++) pnri_put_element(writer, pnri_next_piece(&text, LENGTH));
  if (text.size != 0) pnri_writer_refuse(writer, PNR_E_LIMIT);
}

static void put_error(pnri_writer *writer, const pnr_response *response)
{
  pnri_put_segment(writer, "ERC");
  pnri_put_element(writer, response->code);
  put_text(writer, response->text);
}

pnr_status pnr_write_ackres(pnr_text *text, const pnr_message *message, const pnr_envelope *envelope, pnr_error *error)
{
  if (text == NULL || message == NULL) return pnri_fail_argument(error);
  const pnr_content *content = pnr_message_content(message);
  if (content->type != PNR_MESSAGE_ACKRES) return pnri_fail_argument(error);
  pnri_writer writer;
  pnri_record_open(&writer, text, content, envelope, "IA", "");
  pnri_put_segment(&writer, "MSG");
  pnri_put_element(&writer, (pnr_slice){ NULL, 0 });
  pnri_put_component(&writer, content->function_code);
  for (uint32_t i = 0; i < content->response_count; i++) put_error(&writer, content->responses[i]);
  return pnri_record_close(&writer, error);
}
