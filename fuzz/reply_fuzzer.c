/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "pnr/pnr.h"

/* Any octets as messages: every answer that can be made of them is written and read, and must be the same again; so
 * must answers that were read. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int holds)
{
  if (!holds) abort();
}

static int is_same(pnr_slice a, pnr_slice b)
{
  return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* The same but for blanks. A component of S009 that holds a released colon is two of them once it was joined with the
 * others, and the blanks around each are its own. */
static int is_same_version(pnr_slice a, pnr_slice b)
{
  size_t i = 0, j = 0;
  for (;; i++, j++) {
    while (i < a.size && (a.data[i] == ' ' || a.data[i] == '\t')) i++;
    while (j < b.size && (b.data[j] == ' ' || b.data[j] == '\t')) j++;
    if (i == a.size || j == b.size) return i == a.size && j == b.size;
    if (a.data[i] != b.data[j]) return 0;
  }
}

static pnr_slice slice(const char *text) { return (pnr_slice){ (const uint8_t *)text, strlen(text) }; }

/* --- The same fields --- */

static void demand_same_response(const pnr_response *a, const pnr_response *b)
{
  demand(a->level == b->level && a->meaning == b->meaning);
  demand(is_same(a->code, b->code) && is_same(a->text, b->text));
  demand(is_same(a->locator, b->locator) && is_same(a->unique_reference, b->unique_reference));
  demand(is_same(a->transaction, b->transaction) && is_same(a->flight, b->flight));
}

static void demand_same_report(const pnr_syntax_report *a, const pnr_syntax_report *b)
{
  demand(a->level == b->level && a->action == b->action && a->error == b->error);
  demand(a->segment == b->segment && a->element == b->element);
  demand(a->component == b->component && a->occurrence == b->occurrence);
  demand(is_same(a->reference, b->reference) && is_same(a->sender, b->sender));
  demand(is_same(a->recipient, b->recipient) && is_same(a->type, b->type));
  demand(is_same_version(a->version, b->version) && is_same(a->tag, b->tag));
}

static void demand_same(const pnr_content *a, const pnr_content *b)
{
  demand(a->type == b->type && a->function == b->function && is_same(a->version, b->version));
  demand(is_same(a->key, b->key) && is_same(a->function_code, b->function_code));
  demand(is_same(a->transaction, b->transaction));
  demand(a->response_count == b->response_count && a->syntax_report_count == b->syntax_report_count);
  for (uint32_t i = 0; i < a->response_count; i++) demand_same_response(a->responses[i], b->responses[i]);
  for (uint32_t i = 0; i < a->syntax_report_count; i++) demand_same_report(a->syntax_reports[i], b->syntax_reports[i]);
}

/* --- Writing and reading --- */

typedef pnr_status (*writer)(pnr_text *text, const pnr_message *message, const pnr_envelope *envelope,
                             pnr_error *error);

static writer writer_of(uint32_t type)
{
  if (type == PNR_MESSAGE_CONTRL) return pnr_write_contrl;
  if (type == PNR_MESSAGE_ACKRES) return pnr_write_ackres;
  return type == PNR_MESSAGE_CUSRES ? pnr_write_cusres : NULL;
}

static void check_answer(const pnr_message *answer)
{
  const pnr_envelope envelope = { .size = sizeof envelope,
                                  .syntax = slice("UNOW"),
                                  .sender = slice("A"),
                                  .recipient = slice("B"),
                                  .interchange = slice("R"),
                                  .prepared = 20250310 };
  const pnr_content *content = pnr_message_content(answer);
  pnr_read_options options = { .size = sizeof options, .format = content->type };
  pnr_text *text = NULL;
  pnr_reader *reader = NULL;
  pnr_message *read = NULL;
  demand(pnr_text_open(NULL, &text, NULL) == PNR_OK);
  pnr_status status = writer_of(content->type)(text, answer, &envelope, NULL);
  pnr_slice written = pnr_text_get(text);
  if (status == PNR_OK) {
    demand(pnr_reader_open(NULL, written.data, written.size, &options, &reader, NULL) == PNR_OK);
    demand(pnr_reader_next(reader, &read, NULL) == PNR_OK);
    demand_same(content, pnr_message_content(read));
    pnr_message_close(read);
    pnr_reader_close(reader);
  } else { /* a control character, or a text without end */
    demand((status == PNR_E_CHARACTER || status == PNR_E_LIMIT) && written.size == 0);
  }
  pnr_text_close(text);
}

/* --- Answers --- */

enum { MOST = 8 };

static void answer_list(const pnr_message *message)
{
  const pnr_content *content = pnr_message_content(message);
  pnr_verdict verdicts[MOST];
  const pnr_verdict *all[MOST];
  uint32_t count = content->traveller_count < MOST ? content->traveller_count : MOST;
  for (uint32_t i = 0; i < count; i++) {
    const pnr_traveller *traveller = content->travellers[i];
    verdicts[i] = (pnr_verdict){ .size = sizeof verdicts[i], .traveller = i, .text = traveller->category };
    verdicts[i].meaning = PNR_RESPONSE_OK_TO_BOARD + (uint32_t)(traveller->unique_reference.size % 4);
    all[i] = &verdicts[i];
  }
  for (uint32_t answered = 0; answered <= count; answered++) {
    const pnr_cusres_options options = {
      .size = sizeof options, .header = PNR_RESPONSE_ACCEPTED, .verdicts = all, .verdict_count = answered
    };
    pnr_message *answer = NULL;
    pnr_status status = pnr_answer_cusres(NULL, message, &options, &answer, NULL);
    demand((status == PNR_OK) == (answer != NULL) && (status == PNR_OK || status == PNR_E_ARGUMENT));
    if (answer != NULL) check_answer(answer);
    pnr_message_close(answer);
  }
}

static void answer_bookings(const pnr_message *message)
{
  const pnr_ackres_options options = {
    .size = sizeof options, .agreement = PNR_AGREED_ERRORS, .severity = PNR_SEVERITY_NOTICE, .finding_code = slice("1")
  };
  pnr_message *answer = NULL;
  demand(pnr_answer_ackres(NULL, message, &options, &answer, NULL) == PNR_OK);
  check_answer(answer);
  pnr_message_close(answer);
}

static void answer_interchange(const uint8_t *data, size_t size, const pnr_message *const *messages, uint32_t count)
{
  for (uint32_t severity = PNR_SEVERITY_NOTICE; severity <= PNR_SEVERITY_ERROR; severity++) {
    const pnr_contrl_options options = { .size = sizeof options, .severity = severity };
    pnr_message *answer = NULL;
    pnr_status status = pnr_answer_contrl(NULL, data, size, messages, count, &options, &answer, NULL);
    demand((status == PNR_OK) == (answer != NULL) && (status == PNR_OK || status == PNR_E_ARGUMENT));
    if (answer != NULL) check_answer(answer);
    pnr_message_close(answer);
  }
}

static void answer_message(const pnr_message *message)
{
  uint32_t type = pnr_message_content(message)->type;
  if (type == PNR_MESSAGE_PAXLST) answer_list(message);
  if (type == PNR_MESSAGE_PNRGOV) answer_bookings(message);
  if (writer_of(type) != NULL) check_answer(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnr_reader *reader = NULL;
  pnr_message *messages[MOST] = { NULL };
  uint32_t count = 0;
  if (pnr_reader_open(NULL, data, size, NULL, &reader, NULL) != PNR_OK) return 0;
  while (count < MOST && pnr_reader_next(reader, &messages[count], NULL) == PNR_OK) answer_message(messages[count++]);
  answer_interchange(data, size, (const pnr_message *const *)messages, count);
  for (uint32_t i = 0; i < count; i++) answer_interchange(data, size, (const pnr_message *const *)&messages[i], 1);
  for (uint32_t i = 0; i < count; i++) pnr_message_close(messages[i]);
  pnr_reader_close(reader);
  return 0;
}
