/* SPDX-License-Identifier: Apache-2.0 */
#include "write/edifact.h"

#include "core/date.h"
#include "core/slice.h"

static void fall_back(pnr_slice *field, pnr_slice other)
{
  if (field->size == 0) *field = other;
}

pnr_envelope pnri_complete_envelope(const pnr_content *content, const pnr_envelope *envelope)
{
  pnr_envelope full = { .size = sizeof full };
  if (envelope != NULL) {
    memcpy(&full, envelope, envelope->size < sizeof full ? envelope->size : sizeof full);
    full.size = envelope->size < sizeof full.size ? 0 : sizeof full;
  }
  fall_back(&full.sender, content->sender);
  fall_back(&full.recipient, content->recipient);
  fall_back(&full.interchange, content->interchange);
  fall_back(&full.reference, content->reference);
  fall_back(&full.reference, pnri_slice("1"));
  if (full.prepared == 0) {
    full.prepared = content->prepared;
    full.prepared_time = content->prepared_time;
  }
  return full;
}

void pnri_part_version(pnr_slice text, pnri_message_head *head)
{
  const uint8_t *colon = text.size != 0 ? memchr(text.data, ':', text.size) : NULL;
  size_t size = colon != NULL ? (size_t)(colon - text.data) : text.size;
  head->version = (pnr_slice){ text.data, size };
  head->release = pnri_slice_from(text, size + 1);
}

void pnri_record_open(pnri_writer *writer, pnr_text *text, const pnr_content *content, const pnr_envelope *envelope,
                      const char *agency, const char *association)
{
  const pnr_envelope full = pnri_complete_envelope(content, envelope);
  pnri_message_head head = { .reference = full.reference,
                             .type = pnri_slice(pnr_message_type_name(content->type)),
                             .agency = pnri_slice(agency),
                             .association = pnri_slice(association),
                             .key = content->key,
                             .part = content->part_number,
                             .part_flag = content->part_number == 0   ? 0
                                          : content->part_last != 0   ? 'F'
                                          : content->part_number == 1 ? 'C'
                                                                      : 0 };
  pnri_part_version(content->version, &head);
  pnri_writer_open(writer, &text->octets, &full);
  pnri_writer_begin_message(writer, &head);
}

pnr_status pnri_record_close(pnri_writer *writer, pnr_error *error)
{
  pnri_writer_end_message(writer);
  return pnri_writer_close(writer, error);
}

void pnri_put_time(pnri_writer *writer, const char *qualifier, pnr_date date, int32_t minutes)
{
  enum { CENTURY = 1000000, MINUTES = 60, YYMMDD = 6, HHMM = 4 };
  if (date == 0) return;
  pnri_put_segment(writer, "DTM");
  pnri_put_element(writer, pnri_slice(qualifier));
  pnri_put_component(writer, (pnr_slice){ NULL, 0 });
  pnri_put_number(writer, date % CENTURY, YYMMDD);
  if (minutes >= 0) pnri_put_number(writer, (uint32_t)minutes / MINUTES * 100 + (uint32_t)minutes % MINUTES, HHMM);
  pnri_put_component(writer, pnri_slice(minutes >= 0 ? "201" : "101"));
}

void pnri_put_pair(pnri_writer *writer, const char *tag, const char *qualifier, pnr_slice text)
{
  if (text.size == 0) return;
  pnri_put_segment(writer, tag);
  pnri_put_element(writer, pnri_slice(qualifier));
  pnri_put_element(writer, text);
}

void pnri_put_reference(pnri_writer *writer, const char *qualifier, pnr_slice text)
{
  if (text.size == 0) return;
  pnri_put_segment(writer, "RFF");
  pnri_put_element(writer, pnri_slice(qualifier));
  pnri_put_component(writer, text);
}

/* A single blank between two words. */
static bool is_joint(pnr_slice text, size_t at)
{
  return text.data[at] == ' ' && at > 0 && at + 1 < text.size && text.data[at - 1] != ' ' && text.data[at + 1] != ' ';
}

pnr_slice pnri_next_piece(pnr_slice *text, size_t size)
{
  size_t joint = 0;
  for (size_t at = 1; at < text->size && (at <= size || joint == 0); at++)
    if (is_joint(*text, at)) joint = at;
  if (joint == 0 || text->size <= size) joint = text->size;
  pnr_slice piece = { text->data, joint };
  *text = pnri_slice_from(*text, joint + 1);
  return piece;
}
