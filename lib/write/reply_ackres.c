/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "write/reply.h"

/* ACKRES out of a PNRGOV, as it was agreed with the carrier. */

static void add_error(pnri_builder *builder, pnr_slice code, pnr_slice text)
{
  pnri_response_draft *draft = pnri_response_add(builder);
  if (draft == NULL) return;
  draft->view.level = PNR_LEVEL_HEADER;
  draft->view.meaning = PNR_RESPONSE_ERROR;
  draft->view.code = pnri_reply_copy(builder, code);
  draft->view.text = pnri_reply_copy(builder, text);
}

/* Appends decimal digits, and returns where they end. */
static uint8_t *put_number(uint8_t *out, uint64_t value)
{
  enum { DIGITS = 20 };
  uint8_t digits[DIGITS], *first = digits + DIGITS;
  do *--first = (uint8_t)('0' + value % 10);
  while ((value /= 10) != 0);
  size_t size = (size_t)(digits + DIGITS - first);
  memcpy(out, first, size);
  return out + size;
}

static uint8_t *put_word(uint8_t *out, const char *word)
{
  size_t size = strlen(word);
  memcpy(out, word, size);
  return out + size;
}

/* "SEGMENT 17 OCTET 812: UNT DOES NOT GIVE THE NUMBER OF SEGMENTS", in capitals, which every character set has. */
static void add_finding(pnri_builder *builder, pnr_slice code, const pnr_finding *finding)
{
  enum { MOST = 256 };
  uint8_t text[MOST], *end = text;
  if (finding->segment != 0) end = put_word(put_number(put_word(end, "SEGMENT "), finding->segment), " ");
  end = put_word(put_number(put_word(end, "OCTET "), finding->offset), ": ");
  for (const char *word = pnr_finding_text(finding->code); *word != 0 && end < text + MOST; word++)
    *end++ = (uint8_t)(*word >= 'a' && *word <= 'z' ? *word - 'a' + 'A' : *word);
  add_error(builder, code, (pnr_slice){ text, (size_t)(end - text) });
}

static bool is_allowed(const pnr_ackres_options *options)
{
  if (options == NULL || options->size < sizeof *options) return false;
  if (options->agreement < PNR_AGREED_NOTHING || options->agreement > PNR_AGREED_ERRORS) return false;
  if (options->severity > PNR_SEVERITY_ERROR) return false;
  for (uint32_t i = 0; i < options->error_count; i++)
    if (options->errors[i]->size < sizeof *options->errors[i] || options->errors[i]->code.size == 0) return false;
  return true;
}

static void add_errors(pnri_builder *builder, const pnr_content *answered, const pnr_ackres_options *options)
{
  for (uint32_t i = 0; i < options->error_count; i++)
    add_error(builder, options->errors[i]->code, options->errors[i]->text);
  if (options->finding_code.size == 0) return;
  uint32_t severity = options->severity != 0 ? options->severity : PNR_SEVERITY_ERROR;
  for (uint32_t i = 0; i < answered->finding_count; i++)
    if (answered->findings[i]->severity >= severity) add_finding(builder, options->finding_code, answered->findings[i]);
}

pnr_status pnr_answer_ackres(const pnr_env *env, const pnr_message *message, const pnr_ackres_options *options,
                             pnr_message **out, pnr_error *error)
{
  if (out == NULL) return pnri_fail_argument(error);
  *out = NULL;
  if (message == NULL || !is_allowed(options)) return pnri_fail_argument(error);
  const pnr_content *answered = pnr_message_content(message);
  if (answered->type != PNR_MESSAGE_PNRGOV) return pnri_fail_argument(error);
  if (options->agreement == PNR_AGREED_NOTHING) return PNR_END;
  pnri_builder builder;
  pnr_status status = pnri_reply_open(&builder, env, answered, PNR_MESSAGE_ACKRES, error);
  if (status != PNR_OK) return status;
  builder.content->version = pnri_reply_copy(&builder, answered->version);
  builder.content->function_code = pnri_slice("23");
  if (options->agreement == PNR_AGREED_ERRORS) add_errors(&builder, answered, options);
  return pnri_reply_finish(&builder, PNR_OK, out, error);
}
