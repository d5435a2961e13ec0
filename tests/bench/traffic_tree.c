/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>

#include "bench/traffic.h"

/* One walk writes XML with attributes, the shorter of its spellings, or JSON with members of the same names, in which
 * elements that repeat are arrays. No value holds a character that either would have to escape. */

/* --- The tree --- */

/* Begins a member of what is open. */
static void begin(bench_tree *tree)
{
  uint8_t *is_used = &tree->is_used[tree->depth];
  if (tree->form == BENCH_JSON && *is_used) bench_add(tree->text, ",");
  if (tree->form == BENCH_XML && !*is_used && tree->depth != 0) bench_add(tree->text, ">");
  *is_used = 1;
}

static void descend(bench_tree *tree, uint8_t is_array)
{
  bench_expect(++tree->depth < BENCH_DEPTH, "a tree of little depth");
  tree->is_array[tree->depth] = is_array;
  tree->is_used[tree->depth] = 0;
}

static void tree_open(bench_tree *tree, const char *name)
{
  begin(tree);
  if (tree->form == BENCH_XML) bench_add(tree->text, "<%s", name);
  else if (tree->depth == 0 || tree->is_array[tree->depth]) bench_add(tree->text, "{");
  else bench_add(tree->text, "\"%s\":{", name);
  descend(tree, 0);
}

static void tree_close(bench_tree *tree, const char *name)
{
  uint8_t is_used = tree->is_used[tree->depth--];
  if (tree->form == BENCH_JSON) bench_add(tree->text, "}");
  else if (is_used) bench_add(tree->text, "</%s>", name);
  else bench_add(tree->text, "/>");
}

/* Around elements of that name that repeat. */
static void tree_many(bench_tree *tree, const char *name)
{
  if (tree->form == BENCH_XML) return;
  begin(tree);
  bench_add(tree->text, "\"%s\":[", name);
  descend(tree, 1);
}

static void tree_done(bench_tree *tree)
{
  if (tree->form == BENCH_XML) return;
  tree->depth--;
  bench_add(tree->text, "]");
}

/* Values come before elements. */
static void __attribute__((format(printf, 3, 4)))
tree_value(bench_tree *tree, const char *name, const char *format, ...)
{
  char value[128];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(value, sizeof value, format, arguments);
  va_end(arguments);
  if (tree->form == BENCH_XML) {
    bench_add(tree->text, " %s=\"%s\"", name, value);
    return;
  }
  begin(tree);
  bench_add(tree->text, "\"%s\":\"%s\"", name, value);
}

/* An element of one value. */
static void tree_leaf(bench_tree *tree, const char *element, const char *name, const char *value)
{
  tree_open(tree, element);
  tree_value(tree, name, "%s", value);
  tree_close(tree, element);
}

/* --- PNRGOV XML --- */

static void add_times(bench_tree *tree, uint32_t day)
{
  tree_value(tree, "DepartureDateTime", "2025-03-%02uT12:00:00", day);
  tree_value(tree, "ArrivalDateTime", "2025-03-%02uT15:00:00", day);
}

static void add_airports(bench_tree *tree, const char *from, const char *to)
{
  tree_leaf(tree, "DepartureAirport", "LocationCode", from);
  tree_leaf(tree, "ArrivalAirport", "LocationCode", to);
}

void bench_tree_begin(bench_tree *tree, const bench_flight *flight)
{
  tree_open(tree, "IATA_PNRGOV_NotifRQ");
  tree_value(tree, "Version", "13.1");
  tree_value(tree, "TransactionIdentifier", "ZX%u/100325/1200", flight->number);
  tree_value(tree, "TimeStamp", "2025-03-10T10:15:00");
  tree_value(tree, "SequenceNmbr", "%u", flight->part);
  tree_leaf(tree, "Originator", "AirlineCode", "ZX");
  tree_open(tree, "FlightLeg");
  tree_value(tree, "CarrierCode", "ZX");
  tree_value(tree, "FlightNumber", "%u", 100 + flight->number % 900);
  add_times(tree, 10);
  add_airports(tree, "QXA", "QXB");
  tree_close(tree, "FlightLeg");
  tree_open(tree, "PNRs");
  tree_value(tree, "NumberOfPnrs", "%u", flight->bookings / flight->parts);
  tree_many(tree, "PNR");
}

void bench_tree_end(bench_tree *tree)
{
  tree_done(tree);
  tree_close(tree, "PNRs");
  tree_close(tree, "IATA_PNRGOV_NotifRQ");
  bench_add(tree->text, "\n");
}

static void add_docs(bench_tree *tree, const bench_traveller *t)
{
  const bench_person *p = &t->person;
  tree_open(tree, "DOCS");
  tree_value(tree, "TravelDocType", "P");
  tree_value(tree, "IssuingLoc", "%s", p->nationality);
  tree_value(tree, "TravelDocNbr", "%lu", bench_document(t));
  tree_value(tree, "PaxNationality", "%s", p->nationality);
  tree_value(tree, "DateOfBirth", "%04u-%02u-%02u", p->year, p->month, p->day);
  tree_value(tree, "Gender", "%c", p->sex);
  tree_value(tree, "ExpiryDate", "2030-01-01");
  tree_value(tree, "Surname", "%s", p->surname);
  tree_value(tree, "FirstGivenName", "%s", p->given);
  if (p->second[0] != '\0') tree_value(tree, "SecondGivenName", "%s", p->second);
  tree_close(tree, "DOCS");
}

static void add_doca(bench_tree *tree, const bench_traveller *t)
{
  tree_open(tree, "DOCA");
  tree_value(tree, "AddressType", "R");
  tree_value(tree, "Country", "%s", t->person.nationality);
  tree_value(tree, "Address", "%u MARKET STREET", bench_detail(t->seed, BENCH_HOUSE, 200));
  tree_value(tree, "CityName", "SAMPLETOWN");
  tree_value(tree, "PostalCode", "%05u", bench_detail(t->seed, BENCH_POSTCODE, 99999));
  tree_close(tree, "DOCA");
}

static void add_doco(bench_tree *tree, const bench_traveller *t)
{
  tree_open(tree, "DOCO");
  tree_value(tree, "BirthLocation", "SAMPLETOWN");
  tree_value(tree, "TravelDocType", "V");
  tree_value(tree, "TravelDocNbr", "%lu", bench_document(t) + 7);
  tree_value(tree, "PlaceOfIssue", "QXA");
  tree_value(tree, "DateOfIssue", "2024-03-01");
  tree_value(tree, "CountryState", "QXB");
  tree_close(tree, "DOCO");
}

static void add_documents(bench_tree *tree, const bench_traveller *t)
{
  static void (*const add[])(bench_tree *, const bench_traveller *) = { add_docs, add_doca, add_doco };
  static const char *const codes[] = { "DOCS", "DOCA", "DOCO" };
  tree_many(tree, "DOC_SSR");
  for (size_t i = 0; i < sizeof add / sizeof add[0]; i++) {
    tree_open(tree, "DOC_SSR");
    tree_value(tree, "SSRCode", "%s", codes[i]);
    tree_value(tree, "ServiceQuantity", "1");
    tree_value(tree, "Status", "HK");
    tree_leaf(tree, "FlightInfo", "Code", "ZX");
    add[i](tree, t);
    tree_close(tree, "DOC_SSR");
  }
  tree_done(tree);
}

static void add_amount(bench_tree *tree, const char *element, unsigned amount)
{
  tree_open(tree, element);
  tree_value(tree, "Amount", "%u.00", amount);
  tree_value(tree, "CurrencyCode", "EUR");
  tree_close(tree, element);
}

static void add_payment(bench_tree *tree, const bench_traveller *t)
{
  tree_open(tree, "PaymentInfo");
  tree_value(tree, "PaymentType", "CC");
  tree_value(tree, "PaymentUse", "3");
  tree_value(tree, "PaymentAmount", "%u.00", bench_total(t));
  tree_value(tree, "VendorCode", "VI");
  tree_value(tree, "AccountNbr", "411111XXXXXX%04u", bench_detail(t->seed, BENCH_CARD, 9999));
  tree_value(tree, "ExpiryDate", "0928");
  tree_open(tree, "SponsorInfo");
  tree_value(tree, "Sponsor", "%s %s", t->person.given, t->person.surname);
  tree_value(tree, "Address", "%u MARKET STREET SAMPLETOWN", bench_detail(t->seed, BENCH_HOUSE, 200));
  tree_close(tree, "SponsorInfo");
  tree_close(tree, "PaymentInfo");
}

static void add_ticket(bench_tree *tree, const bench_traveller *t)
{
  tree_open(tree, "TicketDocument");
  tree_value(tree, "TicketDocumentNbr", "%lu", bench_ticket(t));
  tree_value(tree, "Type", "T");
  tree_value(tree, "TicketCount", "1");
  tree_value(tree, "DateOfIssue", "2025-03-01");
  add_amount(tree, "BaseFare", bench_fare(t));
  add_amount(tree, "TotalFare", bench_total(t));
  tree_open(tree, "PricingInfo");
  tree_value(tree, "Date", "2025-03-10");
  tree_value(tree, "Time", "12:00:00");
  tree_value(tree, "IATA_IssuingAirline", "ZX");
  tree_value(tree, "LocationCode", "QXA");
  tree_close(tree, "PricingInfo");
  tree_open(tree, "Tax");
  tree_value(tree, "Amount", "%u.20", bench_detail(t->seed, BENCH_TAX, 90));
  tree_value(tree, "TaxCode", "YQ");
  tree_close(tree, "Tax");
  add_payment(tree, t);
  tree_close(tree, "TicketDocument");
}

static void add_passenger(bench_tree *tree, const bench_traveller *t)
{
  const bench_person *p = &t->person;
  tree_open(tree, "Passenger");
  tree_value(tree, "RPH", "%u", t->number);
  tree_value(tree, "SurnameRefNumber", "%u", 5550 + t->number);
  tree_value(tree, "PassengerTypeCode", "ADT");
  tree_value(tree, "Surname", "%s", p->surname);
  tree_value(tree, "GivenName", "%s", p->given);
  if (p->second[0] != '\0') tree_value(tree, "MiddleName", "%s", p->second);
  tree_value(tree, "NameTitle", "%s", p->sex == 'F' ? "MRS" : "MR");
  tree_open(tree, "CustLoyalty");
  tree_value(tree, "ProgramID", "ZX");
  tree_value(tree, "MembershipID", "%lu", bench_ticket(t) % 100000000);
  tree_value(tree, "LoyalLevel", "GOLD");
  tree_close(tree, "CustLoyalty");
  add_documents(tree, t);
  add_ticket(tree, t);
  tree_close(tree, "Passenger");
}

static void add_boarding(bench_tree *tree, const bench_traveller *t, uint32_t leg, uint32_t row)
{
  uint64_t seed = bench_on_leg(t, leg);
  tree_open(tree, "BoardingNumber");
  tree_value(tree, "Number", "%s-%u", bench_airports[leg], bench_detail(seed, BENCH_BOARDING, 180));
  tree_value(tree, "RPH", "%u", t->number);
  tree_value(tree, "SeatNumber", "0%02u%c", row, 'A' + (char)t->number - 1);
  tree_value(tree, "CabinClass", "Y");
  tree_open(tree, "Passenger");
  tree_value(tree, "Surname", "%s", t->person.surname);
  tree_value(tree, "GivenName", "%s", t->person.given);
  tree_close(tree, "Passenger");
  tree_open(tree, "Baggage");
  tree_value(tree, "Quantity", "1");
  tree_value(tree, "Weight", "%u", 8 + bench_detail(seed, BENCH_WEIGHT, 20));
  tree_value(tree, "PoolType", "MI");
  tree_value(tree, "IssuerCode", "ZX");
  tree_value(tree, "SerialNumber", "%06u", bench_detail(seed, BENCH_TAG, 999999));
  tree_value(tree, "SequenceCount", "1");
  tree_value(tree, "BagDestination", "%s", bench_airports[leg + 1]);
  tree_close(tree, "Baggage");
  tree_close(tree, "BoardingNumber");
}

static void add_seat(bench_tree *tree, const bench_traveller *t, uint32_t leg, uint32_t row)
{
  tree_open(tree, "SSR");
  tree_value(tree, "SSRCode", "SEAT");
  tree_value(tree, "Status", "HK");
  tree_value(tree, "BoardPoint", "%s", bench_airports[leg]);
  tree_value(tree, "OffPoint", "%s", bench_airports[leg + 1]);
  tree_value(tree, "RPH", "%u", t->number);
  tree_value(tree, "Text", "0%02u%c", row, 'A' + (char)t->number - 1);
  tree_close(tree, "SSR");
}

static void add_flight(bench_tree *tree, const bench_booking *b, uint32_t leg)
{
  uint32_t day = 10 + leg;
  tree_open(tree, "Flight");
  add_times(tree, day);
  tree_value(tree, "FlightNumber", "%u", 100 + leg);
  tree_value(tree, "ResBookDesigCode", "Y");
  tree_value(tree, "NumberInParty", "%u", b->traveller_count);
  tree_value(tree, "Status", "HK");
  add_airports(tree, bench_airports[leg], bench_airports[leg + 1]);
  tree_leaf(tree, "MarketingAirline", "Code", "ZX");
  tree_leaf(tree, "Equipment", "AirEquipType", "320");
  tree_many(tree, "SSR");
  for (uint32_t i = 0; i < b->traveller_count; i++) add_seat(tree, &b->travellers[i], leg, day);
  tree_done(tree);
  tree_open(tree, "CheckInInfo");
  tree_value(tree, "Time", "2025-03-%02uT09:30:00", day);
  tree_value(tree, "AgentSine", "AGENT%u", bench_detail(b->seed + leg, BENCH_AGENT, 99));
  tree_many(tree, "BoardingNumber");
  for (uint32_t i = 0; i < b->traveller_count; i++) add_boarding(tree, &b->travellers[i], leg, day);
  tree_done(tree);
  tree_close(tree, "CheckInInfo");
  tree_close(tree, "Flight");
}

static void add_change(bench_tree *tree, const bench_booking *b, uint32_t change)
{
  uint64_t seed = b->seed + change;
  tree_open(tree, "HistoryCredit");
  tree_value(tree, "Agent", "QXAZX");
  tree_value(tree, "Time", "2025-02-%02uT%02u:00:00", 1 + bench_detail(seed, BENCH_DAY, 27), 8 + change);
  tree_value(tree, "Added", "CTCM HK 1 ZX 420600%06u", bench_detail(seed, BENCH_PHONE, 999999));
  tree_value(tree, "Cancelled", "%s/%s", b->travellers[0].person.surname, b->travellers[0].person.given);
  tree_close(tree, "HistoryCredit");
}

static void add_source(bench_tree *tree, const bench_booking *b)
{
  tree_open(tree, "Source");
  tree_value(tree, "AirlineVendorID", "ZX");
  tree_value(tree, "PseudoCityCode", "QXA");
  tree_value(tree, "ERSP_UserID", "12345678");
  tree_value(tree, "AgentDutyCode", "T");
  tree_value(tree, "ISOCountry", "CZ");
  tree_value(tree, "ISOCurrency", "CZK");
  tree_value(tree, "AgentSine", "AGENT%u", bench_detail(b->seed, BENCH_AGENT, 99));
  tree_close(tree, "Source");
}

static void add_contact(bench_tree *tree, const bench_booking *b)
{
  tree_open(tree, "ContactInfo");
  tree_value(tree, "Type", "700");
  tree_value(tree, "EmailAddress", "%s@POST.EXAMPLE", b->travellers[0].person.surname);
  tree_value(tree, "PhoneNumber", "420600000000");
  tree_value(tree, "AddressLine", "%u MARKET STREET", bench_detail(b->seed, BENCH_HOUSE, 200));
  tree_value(tree, "CityName", "SAMPLETOWN");
  tree_value(tree, "CountryName", "CZ");
  tree_value(tree, "PostalCode", "%05u", bench_detail(b->seed, BENCH_POSTCODE, 99999));
  tree_close(tree, "ContactInfo");
}

static void add_remarks(bench_tree *tree, const bench_booking *b)
{
  tree_open(tree, "OTHS");
  tree_value(tree, "Text", "WINDOW SEAT PLEASE");
  tree_close(tree, "OTHS");
  tree_open(tree, "OSI");
  tree_value(tree, "Text", "CTCP QXA 420 2 %08u", bench_detail(b->seed, BENCH_PHONE, 99999999));
  tree_close(tree, "OSI");
  tree_open(tree, "ExcessBaggage");
  tree_value(tree, "Amount", "100.00");
  tree_value(tree, "CurrencyCode", "CZK");
  tree_value(tree, "UnitOfMeasureQuantity", "1");
  tree_value(tree, "UnitOfMeasureCode", "N");
  tree_close(tree, "ExcessBaggage");
}

void bench_tree_booking(bench_tree *tree, const bench_booking *b)
{
  tree_open(tree, "PNR");
  tree_value(tree, "NumberOfPassengers", "%u", b->traveller_count);
  tree_value(tree, "PNR_TransDate", "2025-03-09T10:00:00");
  tree_value(tree, "PNR_CreationDate", "2025-03-01T09:00:00");
  tree_open(tree, "BookingRefID");
  tree_value(tree, "ID", "%06X", bench_detail(b->seed, BENCH_LOCATOR, 1 << 24));
  tree_leaf(tree, "CompanyName", "Code", "ZX");
  tree_close(tree, "BookingRefID");
  add_source(tree, b);
  add_contact(tree, b);
  add_remarks(tree, b);
  tree_many(tree, "Passenger");
  for (uint32_t i = 0; i < b->traveller_count; i++) add_passenger(tree, &b->travellers[i]);
  tree_done(tree);
  tree_many(tree, "Flight");
  for (uint32_t i = 0; i < b->leg_count; i++) add_flight(tree, b, i);
  tree_done(tree);
  tree_many(tree, "HistoryCredit");
  for (uint32_t i = 0; i < BENCH_CHANGES; i++) add_change(tree, b, i);
  tree_done(tree);
  tree_open(tree, "Remark");
  tree_value(tree, "Text", "0 OSI ZX PAX SPEAKS NO ENGLISH %u+%u", bench_detail(b->seed, BENCH_TAG, 99),
             bench_detail(b->seed, BENCH_TAX, 99));
  tree_close(tree, "Remark");
  tree_close(tree, "PNR");
}

/* --- Passenger lists --- */

void bench_tree_begin_list(bench_tree *tree, uint32_t number)
{
  tree_open(tree, "PassengerList");
  tree_value(tree, "TransactionIdentifier", "ZX%u/250310/1200", number);
  tree_value(tree, "TimeStamp", "2025-03-10T10:15:00");
  tree_value(tree, "Kind", "745");
  tree_value(tree, "Contact", "DESK");
  tree_value(tree, "PhoneNumber", "420 100 200");
  tree_value(tree, "FlightNumber", "ZX%u", number % 999);
  add_times(tree, 10);
  add_airports(tree, "QXA", "QXB");
  tree_many(tree, "Passenger");
}

void bench_tree_passenger(bench_tree *tree, const bench_traveller *t)
{
  const bench_person *p = &t->person;
  tree_open(tree, "Passenger");
  tree_value(tree, "Surname", "%s", p->surname);
  tree_value(tree, "GivenName", "%s", p->given);
  if (p->second[0] != '\0') tree_value(tree, "MiddleName", "%s", p->second);
  tree_value(tree, "Gender", "%c", p->sex);
  tree_value(tree, "DateOfBirth", "%04u-%02u-%02u", p->year, p->month, p->day);
  tree_value(tree, "Pieces", "2");
  tree_value(tree, "Weight", "%u", bench_detail(t->seed, BENCH_WEIGHT, 40));
  tree_value(tree, "BagTag", "ZX%06u:2", bench_detail(t->seed, BENCH_TAG, 999999));
  tree_value(tree, "Clearance", "QXB");
  tree_value(tree, "Residence", "%s", p->nationality);
  tree_value(tree, "BoardPoint", "QXA");
  tree_value(tree, "OffPoint", "QXB");
  tree_value(tree, "PhoneNumber", "4206%08u", bench_detail(t->seed, BENCH_PHONE, 99999999));
  tree_value(tree, "EmailAddress", "P%u@POST.EXAMPLE", t->number);
  tree_value(tree, "Nationality", "%s", p->nationality);
  tree_value(tree, "BookingRef", "%06X", bench_detail(t->seed, BENCH_LOCATOR, 1 << 24));
  tree_value(tree, "Reference", "%u", t->number);
  tree_value(tree, "SeatNumber", "0%02u%c", 10 + t->number / 6, 'A' + (char)(t->number % 6));
  tree_open(tree, "Document");
  tree_value(tree, "Type", "P");
  tree_value(tree, "Number", "%lu", bench_document(t));
  tree_value(tree, "ExpiryDate", "2030-01-01");
  tree_value(tree, "Issuer", "%s", p->nationality);
  tree_close(tree, "Document");
  tree_close(tree, "Passenger");
}

void bench_tree_end_list(bench_tree *tree, uint32_t passengers)
{
  tree_done(tree);
  tree_open(tree, "Control");
  tree_value(tree, "Passengers", "%u", passengers);
  tree_close(tree, "Control");
  tree_close(tree, "PassengerList");
  bench_add(tree->text, "\n");
}
