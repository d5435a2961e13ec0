/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "pnr/pnr.h"

/* Octets as the segments of one CUSRES, one ACKRES and one CONTRL message. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int holds)
{
  if (!holds) abort();
}

static void look_at(const pnr_content *content, size_t size)
{
  demand(content->octets_recorded + content->octets_in_findings == content->octets);
  demand(content->octets <= size && content->offset <= size - content->octets);
  demand(content->traveller_count == 0 && content->booking_count == 0);
  for (uint32_t i = 0; i < content->finding_count; i++)
    demand(content->findings[i]->offset + content->findings[i]->length <= size);
  for (uint32_t i = 0; i < content->response_count; i++) demand(content->responses[i]->offset < size);
  for (uint32_t i = 0; i < content->syntax_report_count; i++) {
    const pnr_syntax_report *report = content->syntax_reports[i];
    demand(report->offset < size && report->level >= PNR_SYNTAX_INTERCHANGE && report->level <= PNR_SYNTAX_ELEMENT);
    demand(report->level >= PNR_SYNTAX_SEGMENT || report->segment == 0);
  }
}

/* Everything that a message shows is read once to write it. */
static void read_behind(const char *head, const uint8_t *data, size_t size, uint32_t format)
{
  size_t before = strlen(head);
  uint8_t *octets = malloc(before + size);
  pnr_reader *reader = NULL;
  pnr_message *message;
  pnr_text *text = NULL;
  pnr_read_options options = { .size = sizeof options, .format = format };
  if (octets == NULL) return;
  memcpy(octets, head, before);
  if (size != 0) memcpy(octets + before, data, size);
  demand(pnr_reader_open(NULL, octets, before + size, &options, &reader, NULL) == PNR_OK);
  demand(pnr_text_open(NULL, &text, NULL) == PNR_OK);
  while (pnr_reader_next(reader, &message, NULL) == PNR_OK) {
    look_at(pnr_message_content(message), before + size);
    demand(pnr_json_message(text, message, (pnr_slice){ NULL, 0 }, NULL) == PNR_OK);
    pnr_text_clear(text);
    pnr_message_close(message);
  }
  pnr_text_close(text);
  pnr_reader_close(reader);
  free(octets);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  read_behind("UNB+UNOA:4+GOV+ZX+250310:1015+R'UNH+1+CUSRES:D:05B:UN:IATA'", data, size, PNR_MESSAGE_CUSRES);
  read_behind("UNB+IATA:1+GOV+ZX+250310:1015+R'UNH+1+ACKRES:13:1:IA+K1'", data, size, PNR_MESSAGE_ACKRES);
  read_behind("UNB+UNOA:4+GOV+ZX+250310:1015+R'UNH+1+CONTRL:4:1:UN'", data, size, PNR_MESSAGE_CONTRL);
  return 0;
}
