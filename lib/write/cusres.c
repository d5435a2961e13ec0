/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "write/edifact.h"

/* BGM · RFF TN · { RFF AF · DTM 189 · DTM 232 · LOC 125 · LOC 87 } · { ERP · RFF AVF · RFF ABO · RFF TN · RFF AF · ERC ·
 * FTX AAP }, as lib/read/cusres.c reads it. */

/* 1154: carrier, number and suffix in one word. */
static void put_flight(pnri_writer *writer, const pnr_leg *leg)
{
  pnri_put_segment(writer, "RFF");
  pnri_put_element(writer, pnri_slice("AF"));
  pnri_put_component(writer, leg->carrier);
  pnri_put_text(writer, leg->number);
  pnri_put_text(writer, leg->suffix);
  pnri_put_time(writer, "189", leg->departs, leg->departs_time);
  pnri_put_time(writer, "232", leg->arrives, leg->arrives_time);
  pnri_put_pair(writer, "LOC", "125", leg->from);
  pnri_put_pair(writer, "LOC", "87", leg->to);
}

/* FTX: C108 holds up to five texts of 512 characters. */
static void put_text(pnri_writer *writer, pnr_slice text)
{
  enum { LENGTH = 512, MOST = 5 };
  if (text.size == 0) return;
  pnri_put_segment(writer, "FTX");
  pnri_put_element(writer, pnri_slice("AAP"));
  for (uint32_t i = 0; i < 2; i++) pnri_put_element(writer, (pnr_slice){ NULL, 0 }); /* 4453, C107 */
  pnri_put_element(writer, pnri_next_piece(&text, LENGTH));
  for (uint32_t i = 1; i < MOST && text.size != 0; i++) pnri_put_component(writer, pnri_next_piece(&text, LENGTH));
  if (text.size != 0) pnri_writer_refuse(writer, PNR_E_LIMIT);
}

static void put_response(pnri_writer *writer, const pnr_response *response)
{
  pnri_put_segment(writer, "ERP");
  pnri_put_element(writer, (pnr_slice){ NULL, 0 });
  if (response->level != PNR_LEVEL_UNKNOWN) pnri_put_number(writer, response->level, 1); /* 1049 */
  pnri_put_reference(writer, "AVF", response->locator);
  pnri_put_reference(writer, "ABO", response->unique_reference);
  pnri_put_reference(writer, "TN", response->transaction);
  pnri_put_reference(writer, "AF", response->flight);
  if (response->code.size != 0) {
    pnri_put_segment(writer, "ERC");
    pnri_put_element(writer, response->code);
  }
  put_text(writer, response->text);
}

pnr_status pnr_write_cusres(pnr_text *text, const pnr_message *message, const pnr_envelope *envelope, pnr_error *error)
{
  if (text == NULL || message == NULL) return pnri_fail_argument(error);
  const pnr_content *content = pnr_message_content(message);
  if (content->type != PNR_MESSAGE_CUSRES) return pnri_fail_argument(error);
  pnri_writer writer;
  pnri_record_open(&writer, text, content, envelope, "UN", "IATA");
  pnri_put_segment(&writer, "BGM");
  pnri_put_element(&writer, content->function_code);
  pnri_put_reference(&writer, "TN", content->transaction);
  for (uint32_t i = 0; i < content->leg_count; i++) put_flight(&writer, content->legs[i]);
  for (uint32_t i = 0; i < content->response_count; i++) put_response(&writer, content->responses[i]);
  return pnri_record_close(&writer, error);
}
