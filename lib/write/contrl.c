/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "record/contrl.h"
#include "write/edifact.h"

/* UCI · { UCM · { UCS · { UCD } } } · { UCF · { UCM · { UCS · { UCD } } } } (ISO 9735-4): every report is a segment, and
 * pnri_contrl_layouts says which of its elements holds what. */

static void put_number(pnri_writer *writer, uint32_t value)
{
  if (value != 0) pnri_put_number(writer, value, 1);
}

/* S009: type, then version, release, agency and association as components. */
static void put_type(pnri_writer *writer, const pnr_syntax_report *report)
{
  pnri_put_text(writer, report->type);
  pnr_slice rest = report->version;
  while (rest.size != 0) {
    const uint8_t *colon = memchr(rest.data, ':', rest.size);
    size_t size = colon != NULL ? (size_t)(colon - rest.data) : rest.size;
    pnri_put_component(writer, (pnr_slice){ rest.data, size });
    rest = pnri_slice_from(rest, size + 1);
  }
}

/* S011 */
static void put_place(pnri_writer *writer, const pnr_syntax_report *report)
{
  put_number(writer, report->element);
  pnri_put_component(writer, (pnr_slice){ NULL, 0 });
  put_number(writer, report->component);
  pnri_put_component(writer, (pnr_slice){ NULL, 0 });
  put_number(writer, report->occurrence);
}

static void put_report(pnri_writer *writer, const pnr_syntax_report *report, const pnri_contrl_layout *layout)
{
  enum { LAST = 7 }; /* UCI and UCF have the most elements */
  pnri_put_segment(writer, layout->tag);
  for (uint32_t element = 1; element <= LAST; element++) {
    pnri_put_element(writer, (pnr_slice){ NULL, 0 });
    if (element == layout->reference) pnri_put_text(writer, report->reference);
    if (element == layout->sender) pnri_put_text(writer, report->sender);
    if (element == layout->recipient) pnri_put_text(writer, report->recipient);
    if (element == layout->type) put_type(writer, report);
    if (element == layout->action) put_number(writer, report->action);
    if (element == layout->segment) put_number(writer, report->segment);
    if (element == layout->error) put_number(writer, report->error);
    if (element == layout->service) pnri_put_text(writer, report->tag);
    if (element == layout->place) put_place(writer, report);
  }
}

pnr_status pnr_write_contrl(pnr_text *text, const pnr_message *message, const pnr_envelope *envelope, pnr_error *error)
{
  if (text == NULL || message == NULL) return pnri_fail_argument(error);
  const pnr_content *content = pnr_message_content(message);
  if (content->type != PNR_MESSAGE_CONTRL) return pnri_fail_argument(error);
  pnri_writer writer;
  pnri_record_open(&writer, text, content, envelope, "UN", "");
  for (uint32_t i = 0; i < content->syntax_report_count; i++)
    for (uint32_t row = 0; row < PNRI_CONTRL_LAYOUTS; row++)
      if (pnri_contrl_layouts[row].level == content->syntax_reports[i]->level)
        put_report(&writer, content->syntax_reports[i], &pnri_contrl_layouts[row]);
  return pnri_record_close(&writer, error);
}
