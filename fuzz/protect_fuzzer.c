/* SPDX-License-Identifier: Apache-2.0
 *
 * Octets as messages whose bookings are stored, filtered, scrubbed and masked, and as a table of sensitive words. What comes
 * out is a record again; doing it twice changes nothing. Then the message is redacted in place: no octet but letters and
 * digits changes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stored.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static pnr_sensitive *table(void)
{
  static pnr_sensitive *own;
  if (own == NULL) demand(pnr_sensitive_open(NULL, (pnr_slice){ NULL, 0 }, &own, NULL) == PNR_OK);
  return own;
}

enum { FILTER, SCRUB, MASK, STEPS };

static pnr_record *change(const pnr_record *record, int step)
{
  pnr_record *out = NULL;
  if (step == FILTER) demand(pnr_record_filter(NULL, record, PNR_ELEMENTS, &out, NULL, NULL) == PNR_OK);
  if (step == SCRUB) demand(pnr_record_scrub(NULL, record, table(), &out, NULL, NULL) == PNR_OK);
  if (step == MASK) demand(pnr_record_mask(NULL, record, 20250911, &out, NULL) == PNR_OK);
  return out;
}

static void protect(const pnr_message *message, uint32_t booking)
{
  pnr_record_options options = { .size = sizeof options, .regime = PNR_REGIME_PNR, .received = 1 };
  pnr_record *record = NULL;
  if (pnr_record_from_booking(NULL, message, booking, &options, &record, NULL) != PNR_OK) return;
  for (int step = FILTER; step < STEPS; step++) {
    pnr_record *next = change(record, step), *twice = change(next, step);
    demand(pnr_record_equal(next, twice) == 1);
    demand_stored(next);
    pnr_record_close(twice);
    pnr_record_close(record);
    record = next;
  }
  pnr_record_close(record);
}

static int is_blanked(uint8_t before, uint8_t after) { return before == after || after == 'X'; }

static void redact(const uint8_t *data, size_t size)
{
  uint8_t *octets = malloc(size);
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  memcpy(octets, data, size);
  pnr_status status = pnr_reader_open(NULL, octets, size, NULL, &reader, NULL);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, NULL)) == PNR_OK) {
    for (uint32_t i = 0; i < pnr_message_content(message)->booking_count; i++) protect(message, i);
    demand(pnr_redact(message, octets, size, NULL) == PNR_OK);
    pnr_message_close(message);
  }
  for (size_t i = 0; i < size; i++) demand(is_blanked(data[i], octets[i]));
  pnr_reader_close(reader);
  free(octets);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnr_sensitive *own = NULL;
  if (size == 0) return 0;
  if (pnr_sensitive_open(NULL, (pnr_slice){ data, size }, &own, NULL) == PNR_OK)
    demand(pnr_sensitive_version(own) != 0);
  pnr_sensitive_close(own);
  redact(data, size);
  return 0;
}
