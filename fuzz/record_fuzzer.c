/* SPDX-License-Identifier: Apache-2.0
 *
 * Octets as a stored record, and as messages of any format whose bookings are stored. What is read is written again as the
 * same octets; what is stored is read again as the same record. */
#include <stdint.h>

#include "stored.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void store_all(const pnr_message *message)
{
  const pnr_content *content = pnr_message_content(message);
  pnr_record_options options = { .size = sizeof options, .regime = PNR_REGIME_PNR, .received = 1 };
  for (uint32_t i = 0; i < content->booking_count + content->traveller_count; i++) {
    uint32_t traveller = i - content->booking_count;
    pnr_record *record = NULL;
    options.card_numbers = i & 1;
    pnr_status status = i < content->booking_count
                          ? pnr_record_from_booking(NULL, message, i, &options, &record, NULL)
                          : pnr_record_from_traveller(NULL, message, traveller, &options, &record, NULL);
    if (status == PNR_OK) demand_stored(record);
    else demand(record == NULL && (status == PNR_E_LIMIT || content->travellers[traveller]->booking != PNR_NONE));
    pnr_record_close(record);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnr_record *record = NULL;
  if (pnr_record_decode(NULL, (pnr_slice){ data, size }, &record, NULL) == PNR_OK)
    demand_written(record, (pnr_slice){ data, size });
  pnr_record_close(record);
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_status status = pnr_reader_open(NULL, data, size, NULL, &reader, NULL);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, NULL)) == PNR_OK) {
    store_all(message);
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  return 0;
}
