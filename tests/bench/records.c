/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/traffic.h"
#include "record/record.h"
#include "record/view_cbor.h"

/* --- Bookings --- */

static pnr_record *shared(const pnr_message *read, uint32_t i, const pnr_sensitive *table)
{
  const pnr_record_options options = { .size = sizeof options,
                                       .regime = PNR_REGIME_PNR,
                                       .received = BENCH_NOW - BENCH_A_DAY };
  pnr_record *stored = NULL, *filtered = NULL, *scrubbed = NULL;
  bench_require(pnr_record_from_booking(NULL, read, i, &options, &stored, NULL), "store");
  bench_require(pnr_record_filter(NULL, stored, PNR_ELEMENTS, &filtered, NULL, NULL), "filter");
  bench_require(pnr_record_scrub(NULL, filtered, table, &scrubbed, NULL, NULL), "scrub");
  pnr_record_close(stored);
  pnr_record_close(filtered);
  return scrubbed;
}

void bench_flight_records(pnr_record **out, uint32_t count)
{
  const bench_traffic flight = { .seed = 5, .flights = 1, .parts = 1, .bookings = count };
  pnr_reader *reader = NULL;
  pnr_message *read = NULL;
  pnr_sensitive *table = NULL;
  uint32_t travellers = 0;
  bench_require(pnr_sensitive_open(NULL, (pnr_slice){ NULL, 0 }, &table, NULL), "table");
  bench_text traffic = bench_pnrgov(&flight, BENCH_EDIFACT, &travellers);
  bench_require(pnr_reader_open(NULL, (const uint8_t *)traffic.data, traffic.size, NULL, &reader, NULL), "open");
  bench_require(pnr_reader_next(reader, &read, NULL), "read");
  bench_expect(pnr_message_content(read)->booking_count == count, "all bookings of the flight");
  for (uint32_t i = 0; i < count; i++) out[i] = shared(read, i, table);
  pnr_sensitive_close(table);
  pnr_message_close(read);
  pnr_reader_close(reader);
  free(traffic.data);
}

/* --- Travellers --- */

enum { PAYLOAD = 175, OF_NUMBERS = 26 /* octets of the numbers below */ };

static pnr_slice text(const char *string) { return (pnr_slice){ (const uint8_t *)string, strlen(string) }; }

static pnr_record *decoded(const pnr_stored *stored)
{
  pnri_cbor_writer cbor;
  pnr_record *record = NULL;
  pnri_cbor_writer_open(&cbor, NULL, SIZE_MAX);
  pnri_view_put(&cbor, &pnri_stored_view, stored);
  bench_require(pnr_record_decode(NULL, pnri_cbor_written(&cbor), &record, NULL), "record");
  pnri_cbor_writer_close(&cbor);
  return record;
}

/* The address fills up what the other texts leave of the payload. */
pnr_record *bench_short_record(uint32_t i)
{
  bench_random random = { i + 1 };
  char document[16], address[PAYLOAD + 1];
  bench_person who = bench_make_person(&random);
  uint32_t born = who.year * 10000 + who.month * 100 + who.day;
  snprintf(document, sizeof document, "ZX%07u", i % 10000000);
  size_t room = PAYLOAD - OF_NUMBERS -
                strlen("ZX"
                       "1234"
                       "QXA") -
                strlen(document) - strlen(who.surname) - strlen(who.given);
  snprintf(address, sizeof address,
           "%u MARKET STREET, ABOVE THE BAKER, SECOND DOOR ON THE LEFT, 1000 SAMPLETOWN, NEAR OTHERTOWN, ", i % 100);
  while (strlen(address) < room) strcat(address, "QQ");
  address[room] = '\0';
  pnr_name name = { .kind = PNR_NAME_PRIMARY, .surname = text(who.surname), .given = text(who.given) };
  pnr_birth birth = { .from = born, .to = born };
  pnr_document passport = { .number = text(document), .expires = 20300101 };
  const pnr_name *names[] = { &name };
  const pnr_birth *births[] = { &birth };
  const pnr_document *documents[] = { &passport };
  pnr_person person = {
    .names = names, .name_count = 1, .births = births, .birth_count = 1, .documents = documents, .document_count = 1
  };
  pnr_contact contact = { .kind = PNR_CONTACT_ADDRESS, .text = text(address), .traveller = PNR_NONE };
  const pnr_contact *contacts[] = { &contact };
  pnr_traveller traveller = {
    .person = &person, .adult = PNR_NONE, .booking = PNR_NONE, .contacts = contacts, .contact_count = 1
  };
  pnr_leg leg = { .carrier = text("ZX"),
                  .number = text("1234"),
                  .from = text("QXA"),
                  .departs = 20260301,
                  .departs_time = PNR_TIME_UNKNOWN,
                  .arrives_time = PNR_TIME_UNKNOWN };
  const pnr_leg *legs[] = { &leg };
  const pnr_traveller *travellers[] = { &traveller };
  pnr_content content = {
    .prepared_time = PNR_TIME_UNKNOWN, .legs = legs, .leg_count = 1, .travellers = travellers, .traveller_count = 1
  };
  pnr_stored stored = { .form = PNR_RECORD_FORM,
                        .regime = PNR_REGIME_PNR,
                        .received = BENCH_NOW - BENCH_A_DAY,
                        .done = PNR_RECORD_FILTERED | PNR_RECORD_SCRUBBED,
                        .scrubbed = 1,
                        .content = &content };
  return decoded(&stored);
}
