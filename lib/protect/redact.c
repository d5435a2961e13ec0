/* SPDX-License-Identifier: Apache-2.0 */
#include "protect/redact.h"

#include <stdbool.h>

#include "core/fail.h"
#include "pnr/protect.h"
#include "protect/traces.h"
#include "record/message.h"

void pnri_blank(uint8_t *octets, size_t size)
{
  for (size_t i = 0; i < size; i++) {
    uint8_t octet = octets[i];
    bool is_letter = (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z') || octet >= 0x80;
    if (is_letter || (octet >= '0' && octet <= '9')) octets[i] = 'X';
  }
}

/* --- Teletype: RP 1708 --- */

static bool starts(const uint8_t *line, size_t size, const char *word)
{
  return size >= strlen(word) && memcmp(line, word, strlen(word)) == 0;
}

/* Totals, sections and ends name nobody; neither do the lines in front of the first section, but for what a mail put there,
 * which is longer. */
static bool is_kept_line(const uint8_t *line, size_t size, bool is_heading)
{
  enum { LINE_MOST = 64 };
  if (size > LINE_MOST) return false;
  bool is_end = starts(line, size, "ENDP") || starts(line, size, "ENDA");
  return is_heading || is_end || starts(line, size, "-");
}

void pnri_redact_teletype(pnri_octets octets)
{
  bool is_heading = true;
  for (size_t at = 0, end; at < octets.size; at = end + 1) {
    end = at;
    while (end < octets.size && octets.data[end] != '\n' && octets.data[end] != '\r') end++;
    if (starts(octets.data + at, end - at, "-")) is_heading = false;
    if (!is_kept_line(octets.data + at, end - at, is_heading)) pnri_blank(octets.data + at, end - at);
  }
}

/* --- Any message --- */

/* What a sender put where nobody expects it: values that the record has, in what was left. */
static void blank_traces(const pnri_traces *traces, pnri_octets octets)
{
  pnr_slice text = { octets.data, octets.size };
  size_t size;
  for (size_t at = 0; (at = pnri_traces_find(traces, text, at, &size)) < octets.size; at += size)
    for (size_t i = at; i < at + size; i++) pnri_blank(octets.data + i, 1);
}

static void redact_form(const pnr_content *content, pnri_octets octets)
{
  switch (content->type) {
  case PNR_MESSAGE_PNRGOV_XML: pnri_redact_xml(octets); break;
  case PNR_MESSAGE_PNL: pnri_redact_teletype(octets); break;
  case PNR_MESSAGE_MRZ: pnri_blank(octets.data, octets.size); break;
  default: pnri_redact_edifact(octets, content->service);
  }
}

pnr_status pnr_redact(const pnr_message *message, uint8_t *octets, size_t size, pnr_error *error)
{
  if (message == NULL || octets == NULL || message->input != octets) return pnri_fail_argument(error);
  const pnr_content *content = &message->content;
  if (content->offset > size || content->octets > size - content->offset) return pnri_fail_argument(error);
  pnri_octets own = { octets + content->offset, (size_t)content->octets };
  pnri_traces traces;
  pnri_traces_open(&traces, message->arena.env);
  pnri_traces_add(&traces, &pnri_content_view, content, true);
  pnri_traces_index(&traces);
  bool failed = traces.failed;
  if (!failed) {
    redact_form(content, own);
    blank_traces(&traces, own);
  }
  pnri_traces_close(&traces);
  return failed ? pnri_fail_memory(error) : PNR_OK;
}
