/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_WRITE_SUPPORT_H
#define PNR_TESTS_WRITE_SUPPORT_H

#include <stdio.h>

#include "pnr/pnr.h"
#include "support.h"

/* What the tests of the writers share: a record is written and read again, twice. */

typedef pnr_status (*write_function)(pnr_text *text, const pnr_message *message, const pnr_write_options *options,
                                     pnr_differences **losses, pnr_error *error);

/* Inputs without UNB do not say who wrote them, and when. */
static inline void complete_envelope(pnr_envelope *envelope, const pnr_content *content)
{
  *envelope = (pnr_envelope){ .size = sizeof *envelope };
  if (content->sender.size == 0) envelope->sender = text_slice("ZX");
  if (content->recipient.size == 0) envelope->recipient = text_slice("TSTGOV");
  if (content->prepared == 0 || content->prepared_time == PNR_TIME_UNKNOWN) {
    envelope->prepared = content->prepared != 0 ? content->prepared : 20260101;
    envelope->prepared_time = content->prepared_time != PNR_TIME_UNKNOWN ? content->prepared_time : 0;
  }
}

static inline pnr_status write_record(write_function write, const pnr_message *message, pnr_text *text,
                                      pnr_differences **losses, pnr_error *error)
{
  pnr_envelope envelope;
  complete_envelope(&envelope, pnr_message_content(message));
  pnr_write_options options = { .size = sizeof options, .envelope = &envelope, .card_numbers = 1 };
  pnr_text_clear(text);
  return write(text, message, &options, losses, error);
}

static inline void print_differences(const char *name, const pnr_differences *differences)
{
  for (uint32_t i = 0; i < pnr_differences_count(differences) && i < 8; i++) {
    const pnr_finding *finding = pnr_differences_finding(differences, i);
    fprintf(stderr, "%s: %s %s at %llu\n", name, pnr_finding_name(finding->code), pnr_differences_field(differences, i),
            (unsigned long long)finding->offset);
  }
}

enum { WRITTEN_EQUAL, WRITTEN_REFUSED, WRITTEN_WITH_LOSSES, WRITTEN_OTHERWISE, NOT_CANONICAL };

/* Reads the first message of octets again and compares: equal but for what complete_envelope made up. */
static inline int compare_again(const char *name, const pnr_message *message, pnr_slice octets, write_function write,
                                int strictly)
{
  pnr_reader *reader = NULL;
  pnr_message *again = NULL;
  pnr_differences *differences = NULL;
  pnr_text *text = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = pnr_reader_open(NULL, octets.data, octets.size, NULL, &reader, &error);
  if (status == PNR_OK) status = pnr_reader_next(reader, &again, &error);
  int result = status == PNR_OK ? WRITTEN_EQUAL : WRITTEN_OTHERWISE;
  if (status == PNR_OK && strictly) {
    status = pnr_message_compare(NULL, message, again, &differences, &error);
    if (status != PNR_OK || differences != NULL) result = WRITTEN_OTHERWISE;
    print_differences(name, differences);
    pnr_differences_close(differences);
    differences = NULL;
  }
  if (again != NULL && result == WRITTEN_EQUAL && pnr_text_open(NULL, &text, NULL) == PNR_OK) {
    status = write_record(write, again, text, &differences, &error);
    pnr_slice second = pnr_text_get(text);
    if (status != PNR_OK || differences != NULL || second.size != octets.size ||
        memcmp(second.data, octets.data, octets.size) != 0)
      result = NOT_CANONICAL;
    print_differences(name, differences);
    pnr_differences_close(differences);
  }
  pnr_text_close(text);
  pnr_message_close(again);
  pnr_reader_close(reader);
  return result;
}

/* Writes one message and proves what was written. */
static inline int prove_message(const char *name, const pnr_message *message, write_function write)
{
  const pnr_content *content = pnr_message_content(message);
  pnr_text *text = NULL;
  pnr_differences *losses = NULL;
  pnr_error error = { .size = sizeof error };
  if (pnr_text_open(NULL, &text, NULL) != PNR_OK) return WRITTEN_REFUSED;
  pnr_status status = write_record(write, message, text, &losses, &error);
  int result = status != PNR_OK ? WRITTEN_REFUSED : losses != NULL ? WRITTEN_WITH_LOSSES : WRITTEN_EQUAL;
  if (status != PNR_OK)
    fprintf(stderr, "%s: status %d at %llu, segment %u\n", name, (int)status, (unsigned long long)error.offset,
            error.segment);
  int has_envelope = content->sender.size != 0 && content->recipient.size != 0 && content->prepared != 0 &&
                     content->prepared_time != PNR_TIME_UNKNOWN && content->reference.size != 0 &&
                     content->interchange.size != 0;
  if (status == PNR_OK) {
    int again = compare_again(name, message, pnr_text_get(text), write, losses == NULL && has_envelope);
    if (again != WRITTEN_EQUAL) result = again;
  }
  pnr_differences_close(losses);
  pnr_text_close(text);
  return result;
}

/* The writer of the message's own format; NULL where there is none. */
static inline write_function own_writer(uint32_t type)
{
  if (type == PNR_MESSAGE_PNRGOV) return pnr_write_pnrgov;
  return type == PNR_MESSAGE_PAXLST ? pnr_write_paxlst : NULL;
}

#endif
