/* SPDX-License-Identifier: Apache-2.0 */
#include "change.h"

/* Octets as the segments of one CUSRES, one ACKRES and one CONTRL message. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const pnr_content *content, uint64_t begin)
{
  uint64_t end = begin + content->octets;
  demand(content->traveller_count == 0 && content->booking_count == 0);
  for (uint32_t i = 0; i < content->response_count; i++) demand(content->responses[i]->offset < end);
  for (uint32_t i = 0; i < content->syntax_report_count; i++) {
    const pnr_syntax_report *syntax = content->syntax_reports[i];
    demand(syntax->offset < end && syntax->level >= PNR_SYNTAX_INTERCHANGE && syntax->level <= PNR_SYNTAX_ELEMENT);
    demand(syntax->level >= PNR_SYNTAX_SEGMENT || syntax->segment == 0);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const struct {
    const char *head;
    uint32_t format;
  } answers[] = {
    { "UNB+UNOA:4+GOV+ZX+250310:1015+R'UNH+1+CUSRES:D:05B:UN:IATA'", PNR_MESSAGE_CUSRES },
    { "UNB+IATA:1+GOV+ZX+250310:1015+R'UNH+1+ACKRES:13:1:IA+K1'", PNR_MESSAGE_ACKRES },
    { "UNB+UNOA:4+GOV+ZX+250310:1015+R'UNH+1+CONTRL:4:1:UN'", PNR_MESSAGE_CONTRL },
  };
  for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
    look_and_change_behind(answers[i].head, data, size, answers[i].format, look);
  return 0;
}
