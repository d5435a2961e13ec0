/* SPDX-License-Identifier: Apache-2.0
 *
 * Octets as a stored record, and as messages of any format whose bookings are stored. What is read is written again as the
 * same octets; what is stored is read again as the same record. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pnr/pnr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
  if (!holds) abort();
}

static void check_same(pnr_record *record, pnr_slice octets)
{
  pnr_slice written;
  check(pnr_record_encode(record, &written, NULL) == PNR_OK);
  check(written.size == octets.size && memcmp(written.data, octets.data, octets.size) == 0);
}

static void check_stored(pnr_record *record)
{
  pnr_record *again = NULL;
  pnr_slice octets;
  check(pnr_record_encode(record, &octets, NULL) == PNR_OK);
  check(pnr_record_decode(NULL, octets, &again, NULL) == PNR_OK);
  check(pnr_record_equal(record, again) == 1);
  check_same(again, octets);
  pnr_record_close(again);
}

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
    if (status == PNR_OK) check_stored(record);
    else check(record == NULL && (status == PNR_E_LIMIT || content->travellers[traveller]->booking != PNR_NONE));
    pnr_record_close(record);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnr_record *record = NULL;
  if (pnr_record_decode(NULL, (pnr_slice){ data, size }, &record, NULL) == PNR_OK)
    check_same(record, (pnr_slice){ data, size });
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
