/* SPDX-License-Identifier: Apache-2.0
 *
 * Octets to messages of any format, and each of them to PNRGOV and PAXLST. What is written reads back; where no loss is
 * told the record is equal, and what was read again is written without loss as the same octets. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pnr/pnr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
  if (!holds) abort();
}

typedef pnr_status (*write_function)(pnr_text *text, const pnr_message *message, const pnr_write_options *options,
                                     pnr_differences **losses, pnr_error *error);

static pnr_text *text_open(void)
{
  pnr_text *text = NULL;
  check(pnr_text_open(NULL, &text, NULL) == PNR_OK);
  return text;
}

/* What the input does not say of its envelope is made up, so that everything can be written. */
static pnr_status write_record(write_function write, const pnr_message *message, pnr_text *text,
                               pnr_differences **losses)
{
  static const uint8_t name[] = "ZX";
  const pnr_content *content = pnr_message_content(message);
  pnr_envelope envelope = { .size = sizeof envelope };
  if (content->sender.size == 0) envelope.sender = (pnr_slice){ name, 2 };
  if (content->recipient.size == 0) envelope.recipient = (pnr_slice){ name, 2 };
  if (content->prepared % 100 == 0 || content->prepared_time == PNR_TIME_UNKNOWN) {
    envelope.prepared = content->prepared % 100 != 0 ? content->prepared : 20260101;
    envelope.prepared_time = content->prepared_time != PNR_TIME_UNKNOWN ? content->prepared_time : 0;
  }
  pnr_write_options options = { .size = sizeof options, .envelope = &envelope, .card_numbers = 1 };
  return write(text, message, &options, losses, NULL);
}

static void check_again(write_function write, uint32_t type, const pnr_text *text)
{
  pnr_slice octets = pnr_text_get(text);
  pnr_read_options options = { .size = sizeof options, .format = type };
  pnr_reader *reader = NULL;
  pnr_message *again = NULL;
  pnr_differences *losses = NULL;
  check(pnr_reader_open(NULL, octets.data, octets.size, &options, &reader, NULL) == PNR_OK);
  check(pnr_reader_next(reader, &again, NULL) == PNR_OK);
  pnr_text *second = text_open();
  check(write_record(write, again, second, &losses) == PNR_OK);
  pnr_slice same = pnr_text_get(second);
  check(losses == NULL);
  check(same.size == octets.size && memcmp(same.data, octets.data, octets.size) == 0);
  pnr_text_close(second);
  pnr_message_close(again);
  pnr_reader_close(reader);
}

static void write_and_check(const pnr_message *message, write_function write, uint32_t type)
{
  pnr_text *text = text_open();
  pnr_differences *losses = NULL;
  pnr_status status = write_record(write, message, text, &losses);
  check(status == PNR_OK || status == PNR_E_CHARACTER || status == PNR_E_ARGUMENT || status == PNR_E_LIMIT);
  if (status != PNR_OK) check(pnr_text_get(text).size == 0 && losses == NULL);
  else if (losses == NULL) check_again(write, type, text);
  pnr_differences_close(losses);
  pnr_text_close(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_status status = pnr_reader_open(NULL, data, size, NULL, &reader, NULL);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, NULL)) == PNR_OK) {
    write_and_check(message, pnr_write_pnrgov, PNR_MESSAGE_PNRGOV);
    write_and_check(message, pnr_write_paxlst, PNR_MESSAGE_PAXLST);
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  return 0;
}
