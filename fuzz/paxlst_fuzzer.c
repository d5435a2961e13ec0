/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "change.h"
#include "pnr/pnr.h"

/* Any octets as an input of the reader; and as the segments of one PAXLST message. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int holds)
{
  if (!holds) abort();
}

/* Everything that a message shows is read once to write it. */
static void read_all(const uint8_t *data, size_t size, uint32_t format)
{
  pnr_reader *reader;
  pnr_message *message;
  pnr_text *text;
  pnr_read_options options = { .size = sizeof options, .format = format };
  if (pnr_reader_open(NULL, data, size, &options, &reader, NULL) != PNR_OK) return;
  if (pnr_text_open(NULL, &text, NULL) == PNR_OK) {
    while (pnr_reader_next(reader, &message, NULL) == PNR_OK) {
      const pnr_content *content = pnr_message_content(message);
      demand(content->octets_recorded + content->octets_in_findings == content->octets);
      demand(content->octets <= size && content->offset <= size - content->octets);
      demand(pnr_json_message(text, message, (pnr_slice){ NULL, 0 }, NULL) == PNR_OK);
      pnr_text_clear(text);
      pnr_message_close(message);
    }
    pnr_text_close(text);
  }
  pnr_reader_close(reader);
  demand_change(data, size, format);
}

static void read_behind(const char *head, const uint8_t *data, size_t size, uint32_t format)
{
  size_t before = strlen(head);
  uint8_t *message = malloc(before + size);
  if (message == NULL) return;
  memcpy(message, head, before);
  if (size != 0) memcpy(message + before, data, size);
  read_all(message, before + size, format);
  free(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  read_all(data, size, 0);
  read_behind("UNB+UNOA:4+ZX+GOV+250310:1015+R'UNH+1+PAXLST:D:12B:UN:IATA'", data, size, PNR_MESSAGE_PAXLST);
  return 0;
}
