/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnrgov_support.h"

/* All persons are invented. */

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

#define HEAD                                                                                                \
  "<IATA_PNRGOV_NotifRQ Version=\"13.1\"><Originator AirlineCode=\"ZX\"/><FlightLeg CarrierCode=\"ZX\" "    \
  "FlightNumber=\"100\" DepartureDateTime=\"2025-03-10T12:00:00\" ArrivalDateTime=\"2025-03-10T15:00:00\">" \
  "<DepartureAirport LocationCode=\"QXA\"/><ArrivalAirport LocationCode=\"QXB\"/></FlightLeg><PNRs>"
#define TAIL "</PNRs></IATA_PNRGOV_NotifRQ>"
#define LOCATOR "<BookingRefID ID=\"L1\"><CompanyName Code=\"ZX\"/></BookingRefID>"
#define BOOKED(what) HEAD "<PNR>" LOCATOR what "</PNR>" TAIL
#define PERSON(what) \
  BOOKED("<Passenger RPH=\"1\"><GivenName>JAN</GivenName><Surname>NOVAK</Surname>" what "</Passenger>")
#define NAMED(given, surname) "<Passenger><GivenName>" given "</GivenName><Surname>" surname "</Surname></Passenger>"
#define FLIGHT_OF(what)                                                                                     \
  "<Flight DepartureDateTime=\"2025-03-10T12:00:00\" FlightNumber=\"100\" Status=\"HK\"><DepartureAirport " \
  "LocationCode=\"QXA\"/><ArrivalAirport LocationCode=\"QXB\"/><MarketingAirline Code=\"ZX\"/>" what "</Flight>"

typedef struct row {
  const char *name, *text, *wanted;
} row;

typedef void (*describer)(line *l, const pnr_content *content);

static void expect_rows(const row *rows, size_t count, describer describe)
{
  for (size_t i = 0; i < count; i++) {
    reading r;
    read_octets(&r, NULL, rows[i].text, strlen(rows[i].text));
    cr_expect(eq(i32, r.status, PNR_OK), "%s", rows[i].name);
    line l = { .size = 0 };
    if (r.content != NULL) describe(&l, r.content);
    cr_expect(eq(str, l.text, as_text(rows[i].wanted)), "%s", rows[i].name);
    read_close(&r);
  }
}

/* --- People --- */

Test(pnrgov_xml, every_person_comes_out)
{
  static const row rows[] = {
    { "as the standard has it", PERSON(""), "NOVAK/JAN unknown" },
    { "leaves as attributes", BOOKED("<Passenger RPH=\"1\" GivenName=\"JAN\" Surname=\"NOVAK\"/>"),
      "NOVAK/JAN unknown" },
    { "any order and prefix",
      "<n:PNR xmlns:n=\"u\"><n:Passenger><n:Surname>NOVAK</n:Surname><n:GivenName>JAN</n:GivenName></n:Passenger></n:PNR>",
      "NOVAK/JAN unknown" },
    { "a title glued to the given name", BOOKED(NAMED("PETRAMRS", "NOVAKOVA")), "NOVAKOVA/PETRA unknown F" },
    { "middle name, prefix and title apart",
      BOOKED("<Passenger><GivenName>JAN</GivenName><MiddleName>PETR</MiddleName><SurnamePrefix>VAN</SurnamePrefix>"
             "<Surname>DAM</Surname><NameTitle>MR</NameTitle></Passenger>"),
      "VAN DAM/JAN PETR unknown M" },
    { "references to characters and CDATA", BOOKED(NAMED("JAN &amp; EVA", "<![CDATA[NOV<K]]>")),
      "NOV<K/JAN & EVA unknown" },
    { "a type", PERSON("<FareInfo PTC_Code=\"CHD\"/>"), "NOVAK/JAN child" },
    { "an infant inside of an adult",
      PERSON("<Passenger><GivenName>EMA</GivenName><Surname>NOVAK</Surname><FareInfo PTC_Code=\"INF\"/></Passenger>"),
      "NOVAK/JAN unknown; NOVAK/EMA infant of 0" },
    { "elements behind a root that closes at once",
      "<PNRs/><PNR><Passenger><GivenName>JAN</GivenName><Surname>NOVAK</Surname></Passenger></PNR>",
      "NOVAK/JAN unknown" },
    { "an infant that only INFT names", PERSON("<SSR SSRCode=\"INFT\"><Text>NOVAK/EMA 01JAN24</Text></SSR>"),
      "NOVAK/JAN unknown; NOVAK/EMA infant of 0 20240101" },
    { "a passenger outside of any booking", HEAD NAMED("JAN", "NOVAK") TAIL, "NOVAK/JAN unknown" },
    { "names in a flight, as pieces of messages have them",
      "<Flight><GivenName>JAN</GivenName><Surname>NOVAK</Surname><GivenName>EVA</GivenName><Surname>KRALOVA</Surname>"
      "</Flight>\n<Flight><Surname>DUB</Surname></Flight>",
      "NOVAK/JAN unknown; KRALOVA/EVA unknown; DUB/ unknown" },
    { "a check-in names nobody anew",
      BOOKED(NAMED("JAN", "NOVAK") FLIGHT_OF("<CheckInInfo><BoardingNumber>" NAMED("JAN", "NOVAK") "</BoardingNumber>"
                                                                                                   "</CheckInInfo>")),
      "NOVAK/JAN unknown" },
    { "a boarding of somebody who has no passenger",
      BOOKED(NAMED("JAN", "NOVAK") FLIGHT_OF("<CheckInInfo><BoardingNumber>" NAMED("EVA", "KRALOVA") "</BoardingNumber>"
                                                                                                     "</CheckInInfo>")),
      "NOVAK/JAN unknown; KRALOVA/EVA unknown" },
    { "a booking inside of the flight leg",
      "<IATA_PNRGOV_NotifRQ><FlightLeg><PNRs><PNR>" NAMED("JAN",
                                                          "NOVAK") "</PNR></PNRs></FlightLeg></IATA_PNRGOV_NotifRQ>",
      "NOVAK/JAN unknown" },
    { "a name of no letters", BOOKED("<Passenger RPH=\"1\"/>"), "? unknown" },
  };
  expect_rows(rows, ROWS(rows), describe_people);
}

Test(pnrgov_xml, documents_find_their_person)
{
#define DOCS_LEAVES                                                                                              \
  "TravelDocType=\"P\" TravelDocNbr=\"X1\" IssuingLoc=\"CZ\" PaxNationality=\"CZE\" DateOfBirth=\"1980-05-05\" " \
  "ExpiryDate=\"2030-01-01\" Surname=\"NOVAK\" FirstGivenName=\"JAN\" SecondGivenName=\"PETR\""
  static const row rows[] = {
    { "attributes", PERSON("<DOC_SSR SSRCode=\"DOCS\"><DOCS Gender=\"M\" " DOCS_LEAVES "/></DOC_SSR>"),
      "NOVAK/JAN PETR unknown M 19800505 CZE [P X1 CZE 20300101]" },
    { "child elements",
      PERSON("<DOC_SSR><SSR_Code>DOCS</SSR_Code><DOCS><TravelDocType>P</TravelDocType><TravelDocNbr>X1</TravelDocNbr>"
             "<IssuingLoc>CZ</IssuingLoc><DateOfBirth>1980-05-05</DateOfBirth><Gender>Male</Gender></DOCS></DOC_SSR>"),
      "NOVAK/JAN unknown M 19800505 [P X1 CZE]" },
    { "an infant's on the adult",
      PERSON("<DOC_SSR><DOCS Gender=\"FI\" TravelDocNbr=\"X2\" Surname=\"NOVAK\" FirstGivenName=\"EMA\"/></DOC_SSR>"),
      "NOVAK/JAN unknown; NOVAK/EMA infant of 0 F [ X2]" },
    { "by reference, before its passenger",
      BOOKED("<DOC_SSR RPH=\"2\"><DOCS TravelDocNbr=\"X3\"/></DOC_SSR><Passenger RPH=\"1\"><Surname>DUB</Surname>"
             "</Passenger><Passenger RPH=\"2\"><Surname>BUK</Surname></Passenger>"),
      "DUB/ unknown; BUK/ unknown [ X3]" },
    { "as text", PERSON("<SSR SSRCode=\"DOCS\" Text=\"P/CZE/X4/CZE/05MAY80/M/01JAN30/NOVAK/JAN\"/>"),
      "NOVAK/JAN unknown M 19800505 CZE [P X4 CZE 20300101]" },
    { "a visa", PERSON("<DOCO TravelDocType=\"V\" TravelDocNbr=\"V1\" CountryState=\"United States\"/>"),
      "NOVAK/JAN unknown [V V1 USA]" },
  };
  expect_rows(rows, ROWS(rows), describe_people);
}

/* --- Bookings --- */

static void describe_booking(line *l, const pnr_content *content)
{
  const pnr_booking *b = content->bookings[0];
  add_slice(l, "", b->locator);
  add_slice(l, " agency ", b->agency);
  for (uint32_t i = 0; i < b->leg_count; i++) {
    add_slice(l, " leg ", b->legs[i]->carrier);
    add_slice(l, "", b->legs[i]->number);
    add_slice(l, " ", b->legs[i]->from);
    add_slice(l, "-", b->legs[i]->to);
    add(l, " %u %d", b->legs[i]->departs, (int)b->legs[i]->departs_time);
    add_slice(l, " by ", b->legs[i]->operating_carrier);
    add_slice(l, " at ", b->legs[i]->locator);
  }
  for (uint32_t i = 0; i < b->contact_count; i++) {
    add(l, " %s ", pnr_contact_kind_name(b->contacts[i]->kind));
    add_slice(l, "", b->contacts[i]->text);
    add_slice(l, " ", b->contacts[i]->digits);
    add_slice(l, " in ", b->contacts[i]->city);
    add_slice(l, " ", b->contacts[i]->country);
  }
  for (uint32_t i = 0; i < b->payment_count; i++) add_slice(l, " pays ", b->payments[i]->account);
  for (uint32_t i = 0; i < b->ticket_count; i++) {
    add_slice(l, " ticket ", b->tickets[i]->number);
    add_slice(l, " ", b->tickets[i]->total);
    add(l, " %u", b->tickets[i]->issued);
  }
  for (uint32_t i = 0; i < b->seat_count; i++) {
    add_slice(l, " seat ", b->seats[i]->number);
    add(l, " of %d", (int)b->seats[i]->traveller);
  }
  for (uint32_t i = 0; i < b->bag_count; i++) {
    add_slice(l, " bag ", b->bags[i]->tag);
    add(l, " %u/%u", b->bags[i]->pieces, b->bags[i]->weight);
  }
  for (uint32_t i = 0; i < b->remark_count; i++) {
    add_slice(l, " remark ", b->remarks[i]->code);
    add_slice(l, " ", b->remarks[i]->text);
  }
  for (uint32_t i = 0; i < content->traveller_count; i++) {
    const pnr_traveller *t = content->travellers[i];
    if (t->status != PNR_STATUS_UNKNOWN) add(l, " %s", pnr_travel_status_name(t->status));
    add_slice(l, " in seat ", t->seat);
    for (uint32_t k = 0; k < t->person->identifier_count; k++)
      add_slice(l, " known by ", t->person->identifiers[k]->value);
  }
}

Test(pnrgov_xml, records_become_views)
{
  static const row rows[] = {
    { "a locator as text", HEAD "<PNR><BookingRefID>L9</BookingRefID></PNR>" TAIL, "L9" },
    { "the sender's locator",
      HEAD "<PNR><BookingRefID ID=\"A1\"><CompanyName>ZY</CompanyName></BookingRefID>" LOCATOR "</PNR>" TAIL, "L1" },
    { "who holds it", BOOKED("<POS><Source AgentSine=\"A\" PseudoCityCode=\"B\" AirlineVendorID=\"C\"/></POS>"),
      "L1 agency C:B:A" },
    { "a flight with its locator",
      BOOKED(NAMED("JAN", "NOVAK") FLIGHT_OF("<OperatingAirline Code=\"ZY\"/><BookingRefID ID=\"L2\"/>")),
      "L1 leg ZX100 QXA-QXB 20250310 720 by ZY at L2 booked" },
    { "a flight of child elements",
      BOOKED("<Flight><FlightNumber>7</FlightNumber><DepartureDateTime>2025-03-10</DepartureDateTime>"
             "<DepartureAirport>QXA</DepartureAirport></Flight>"),
      "L17 QXA 20250310 -1" },
    { "who checked in, by reference, with a seat",
      BOOKED(
        "<Passenger RPH=\"1\"><Surname>DUB</Surname></Passenger><Passenger RPH=\"2\"><Surname>BUK</Surname></Passenger>" FLIGHT_OF(
          "<CheckInInfo><BoardingNumber RPH=\"2\"><SeatNumber>4A</SeatNumber></BoardingNumber></CheckInInfo>")),
      "L1 leg ZX100 QXA-QXB 20250310 720 seat 4A of 1 booked checked-in in seat 4A" },
    { "a check-in of all", BOOKED(NAMED("JAN", "DUB") NAMED("EVA", "DUB") FLIGHT_OF("<CheckInInfo/>")),
      "L1 leg ZX100 QXA-QXB 20250310 720 checked-in checked-in" },
    { "a seat that was asked for",
      BOOKED("<Passenger RPH=\"1\"><Surname>DUB</Surname></Passenger>" FLIGHT_OF(
        "<SSR SSRCode=\"SEAT\" RPH=\"1\">5B</SSR>")),
      "L1 leg ZX100 QXA-QXB 20250310 720 seat 5B of 0 booked in seat 5B" },
    { "contacts",
      BOOKED("<ContactInfo PhoneNumber=\"+420 123 456\" EmailAddress=\"a@b.test\"><AddressLine>D 1</AddressLine>"
             "<AddressLine>X</AddressLine><CityName>BRNO</CityName><CountryName Code=\"CZ\"/></ContactInfo>"),
      "L1 phone +420 123 456 +420123456 email a@b.test address D 1\nX in BRNO CZ" },
    { "an address of mail in the place of a phone number",
      PERSON("<ContactInfo Type=\"8\" PhoneNumber=\"E+JAN@B.TEST\"/>"), "L1 email JAN@B.TEST known by JAN@B.TEST" },
    { "CTCE", PERSON("<SSR SSRCode=\"CTCE\" Text=\"JAN//B.TEST\"/>"), "L1 email JAN@B.TEST known by JAN@B.TEST" },
    { "DOCA", PERSON("<DOC_SSR><DOCA AddressType=\"R\" Country=\"CZE\" Address=\"D 1\" CityName=\"BRNO\"/></DOC_SSR>"),
      "L1 address D 1 in BRNO CZE" },
    { "a card",
      PERSON("<TicketDocument TicketDocumentNbr=\"99\" DateOfIssue=\"2025-03-01\"><TotalFare Amount=\"9\" "
             "CurrencyCode=\"EUR\"/><PaymentInfo AccountNbr=\"4111111111111111\"/></TicketDocument>"),
      "L1 pays 411111XXXXXX1111 ticket 99 9 EUR 20250301" },
    { "nothing is written as a hyphen", PERSON("<PaymentInfo PaymentType=\"CC\" AccountNbr=\"-\"/>"), "L1" },
    { "bags",
      PERSON("<ExcessBaggage SerialNumber=\"012\" SequenceCount=\"1\" UnitOfMeasureQuantity=\"2\"/>"
             "<ExcessBaggage UnitOfMeasureQuantity=\"20\" UnitOfMeasureCode=\"700\"/>"),
      "L1 bag 012 2/0 0/20" },
    { "a frequent flyer", PERSON("<CustLoyalty ProgramID=\"ZX\" MembershipID=\"77\"/>"), "L1 known by 77" },
    { "a frequent flyer in an SSR", PERSON("<SSR SSRCode=\"FQTV\" Text=\"ZX78\"/>"),
      "L1 remark FQTV ZX78 known by 78" },
    { "remarks", PERSON("<SSR SSRCode=\"WCHR\" Status=\"HK\"/><OSI><Text>VIP</Text></OSI>"),
      "L1 remark WCHR remark OSI VIP" },
  };
  expect_rows(rows, ROWS(rows), describe_booking);
}

Test(pnrgov_xml, what_has_no_field_is_an_item)
{
  static const row rows[] = {
    { "attributes", PERSON("<FareInfo CountryCode=\"CZE\" FareBasis=\"Y\"/>"),
      "PNRs/PNR/Passenger/FareInfo@CountryCode=CZE @FareBasis=Y" },
    { "text", PERSON("<Note>x &lt; y</Note>"), "PNRs/PNR/Passenger/Note=x < y" },
    { "text between elements", PERSON("loose"), "IATA_PNRGOV_NotifRQ/PNRs/PNR/Passenger=loose" },
    { "an element alone", PERSON("<Staff/>"), "PNRs/PNR/Passenger/Staff" },
    { "a comment", PERSON("<!--seen-->"), "seen" },
    { "a leaf that comes again", PERSON("<Surname>NOWAK</Surname>"), "PNRs/PNR/Passenger/Surname=NOWAK" },
    { "a leaf that is repeated", PERSON("<Surname>NOVAK</Surname>"), "" },
    { "a reference of its own", PERSON("<SSR SSRCode=\"WCHR\" RPH=\"8\" ServiceQuantity=\"2\"/>"),
      "SSR@ServiceQuantity=2; SSR@RPH=8" },
    { "what goes without saying", BOOKED(FLIGHT_OF("")), "" },
    { "a moment with seconds", HEAD "<PNR PNR_TransDate=\"2025-03-01T10:00:07Z\">" LOCATOR "</PNR>" TAIL,
      "PNR@PNR_TransDate=2025-03-01T10:00:07Z" },
    { "a status of no known meaning", BOOKED("<Passenger BoardingStatus=\"63\"/>"), "Passenger@BoardingStatus=63" },
    { "a namespace of one's own", BOOKED("<Passenger xmlns:y=\"z\"/>"),
      "IATA_PNRGOV_NotifRQ/PNRs/PNR/Passenger@xmlns:y=z" },
    { "the usual namespace", BOOKED("<Passenger xmlns=\"http://www.iata.org/IATA/2007/00\"/>"), "" },
  };
  expect_rows(rows, ROWS(rows), describe_items);
}

Test(pnrgov_xml, the_head_of_the_content_comes_from_the_root)
{
  static const char text[] =
    "<IATA_PNRGOV_NotifRQ Version=\"13.1\" TransactionIdentifier=\"T1\" TimeStamp=\"2025-03-09T10:15:00\"><Originator "
    "AirlineCode=\"ZX\" AirlineContactInfo=\"DESK\"/><PNRs NumberOfPnrs=\"1\"><PNR NumberOfPassengers=\"0\"/></PNRs>"
    "</IATA_PNRGOV_NotifRQ>";
  reading r;
  read_octets(&r, NULL, text, strlen(text));
  cr_assert(r.content != NULL);
  const pnr_content *content = r.content;
  cr_expect(eq(u32, content->type, PNR_MESSAGE_PNRGOV_XML));
  cr_expect(eq(str, as_text(pnr_message_type_name(content->type)), as_text("PNRGOV")));
  cr_expect(slice_is(content->version, "XML:13.1"));
  cr_expect(slice_is(content->reference, "T1"));
  cr_expect(slice_is(content->sender, "ZX"));
  cr_expect(eq(u32, content->prepared, 20250309));
  cr_expect(eq(i32, content->prepared_time, 615));
  cr_expect(eq(u32, content->is_declared, 1));
  cr_expect(eq(u32, content->declared, 1));
  cr_expect(eq(u32, content->contact_count, 1));
  cr_expect(eq(u64, content->octets, sizeof text - 1));
  read_close(&r);
}

/* --- Findings --- */

static void describe_faults(line *l, const pnr_content *content)
{
  describe_people(l, content);
  for (uint32_t i = 0; i < content->finding_count; i++) {
    const pnr_finding *finding = content->findings[i];
    if (finding->code == PNR_F_LOCATOR_MISSING || finding->code == PNR_F_FLIGHT_MISSING) continue;
    add(l, " %s@%u:%u:%u+%u", pnr_finding_name(finding->code), (unsigned)finding->offset, finding->line,
        finding->column, (unsigned)finding->length);
  }
  if (content->octets_in_findings != 0) add(l, " lost %u", (unsigned)content->octets_in_findings);
}

#define ROOT "<IATA_PNRGOV_NotifRQ>"
#define END "</IATA_PNRGOV_NotifRQ>"

Test(pnrgov_xml, what_is_wrong_is_told_with_its_place_and_costs_no_person)
{
  static const row rows[] = {
    { "an ampersand", ROOT "<PNR>\n" NAMED("A & B", "DUB") NAMED("C", "BUK") "</PNR>" END,
      "DUB/A unknown; BUK/C unknown XML_SYNTAX@51:2:25+3 lost 3" },
    { "an end tag of another name",
      ROOT "<PNR><Passenger><Surname>DUB</Given></Passenger>" NAMED("C", "BUK") "</PNR>" END,
      "DUB/ unknown; BUK/C unknown XML_SYNTAX@49:1:50+8 XML_SYNTAX@57:1:58+12 lost 8" },
    { "an end tag in other letters",
      ROOT "<PNR><Passenger><Surname>DUB</surname><GivenName>A</GivenName></Passenger></PNR>" END,
      "DUB/A unknown XML_SYNTAX@49:1:50+10 lost 10" },
    { "an end tag that is missing",
      ROOT "<PNR><Passenger><Surname>DUB<GivenName>A</GivenName></Passenger>" NAMED("C", "BUK") "</PNR>" END,
      "DUB/A unknown; BUK/C unknown XML_SYNTAX@73:1:74+12" },
    { "a start tag that is broken",
      ROOT "<PNR><Passenger RPH=\"1\" RPH=\"2\"><Surname>DUB</Surname></Passenger></PNR>" END,
      "DUB/ unknown XML_SYNTAX@26:1:27+27 XML_SYNTAX@75:1:76+12 SEGMENT_MISPLACED@62:1:63+0 lost 39" },
    { "an entity", ROOT "<PNR>" NAMED("A&nbsp;B", "DUB") "</PNR>" END, "DUB/A unknown XML_SYNTAX@49:1:50+7 lost 7" },
    { "noise around", "QK ZX\r\n" ROOT "<PNR>" NAMED("A", "DUB") "</PNR>" END "\r\nNNNN",
      "DUB/A unknown XML_SYNTAX@0:1:1+7 XML_SYNTAX@132:3:1+4 lost 11" },
    { "another root", "<x><PNR>" NAMED("A", "DUB") "</PNR></x>", "DUB/A unknown XML_ROOT@0:1:1+0" },
    { "several roots", "<PNR>" NAMED("A", "DUB") "</PNR><PNR>" NAMED("B", "BUK") "</PNR>",
      "DUB/A unknown; BUK/B unknown XML_SEVERAL_ROOTS@80:1:81+0 XML_ROOT@0:1:1+0" },
    { "a cut", ROOT "<PNR>" NAMED("A", "DUB") "<Passenger><Surn",
      "DUB/A unknown; ? unknown XML_SYNTAX@106:1:107+5 XML_CUT@111:1:112+0 NAME_MISSING@95:1:96+0 lost 5" },
    { "Latin-1 that does not say so", "<PNR>" NAMED("A", "M\xFCLLER") "</PNR>",
      "M\xC3\xBCLLER/A unknown EDI_CHARSET@50:1:51+0 XML_ROOT@0:1:1+0" },
    { "a date that is none", "<PNR><Passenger><DOCS DateOfBirth=\"1980-13-05\" Surname=\"DUB\"/></Passenger></PNR>",
      "DUB/ unknown DATE_INVALID@16:1:17+0 NAME_MISSING@5:1:6+0 XML_ROOT@0:1:1+0" },
    { "a wrong number of travellers", ROOT "<PNR NumberOfPassengers=\"2\">" NAMED("A", "DUB") "</PNR>" END,
      "DUB/A unknown BOOKING_COUNT@21:1:22+0" },
    { "a wrong number of bookings", ROOT "<PNRs NumberOfPnrs=\"2\"><PNR/></PNRs>" END, " EQN_COUNT@21:1:22+0" },
  };
  expect_rows(rows, ROWS(rows), describe_faults);
}

/* Offsets, octets and travellers of all messages: "0+10:2 10+5:0", then how it ended. */
static void describe_messages(line *l, const char *text, size_t size)
{
  uint8_t *data = exact_copy(text, size);
  pnr_reader *reader;
  pnr_message *message;
  pnr_error error = { .size = sizeof error };
  pnr_status status = pnr_reader_open(NULL, data, size, NULL, &reader, &error);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, &error)) == PNR_OK) {
    const pnr_content *content = pnr_message_content(message);
    add(l, "%u+%u:%u ", (unsigned)content->offset, (unsigned)content->octets, content->traveller_count);
    pnr_message_close(message);
  }
  add(l, "%d", (int)status);
  if (status != PNR_END) add(l, "@%u", (unsigned)error.offset);
  pnr_reader_close(reader);
  free(data);
}

Test(pnrgov_xml, messages_are_told_apart)
{
#define ONE ROOT NAMED("A", "DUB") END
  static const row rows[] = {
    { "one", ONE, "0+112:1 1" },
    { "one behind the other", ONE "\n" ONE, "0+113:1 113+112:1 1" },
    { "with declarations", "<?xml version=\"1.0\"?>" ONE "<?xml version=\"1.0\"?>" ONE, "0+133:1 133+133:1 1" },
    { "in one element", "<all>" ONE ONE "</all>", "0+117:1 117+118:1 1" },
    { "in an envelope", "<s:Envelope xmlns:s=\"e\"><s:Body>" ONE "</s:Body></s:Envelope>", "0+166:1 1" },
    { "documents with another root", "<x><PNR/></x><x><PNR/></x>", "0+13:0 13+13:0 1" },
    { "a declaration after a cut", "<x><PNR>" NAMED("A", "DUB") "<?xml version=\"1.0\"?>" ONE, "0+77:1 77+133:1 1" },
    { "a document type", "<!DOCTYPE a [<!ENTITY b \"c\">]><PNR><Surname>&b;</Surname></PNR>", "42@12" },
    { "a document type behind a message", ONE "<!DOCTYPE a><PNR/>", "0+130:1 42@123" },
    { "an unknown encoding", "<?xml version=\"1.0\" encoding=\"x-none\"?><PNR/>", "42@30" },
    { "another document", "<CONSOLIDATED_LIST/>", "41@0" },
    { "nothing but a piece of a tag", "<PNR a=", "43@0" },
    { "an end tag alone", "</PNR>", "41@0" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    line l = { .size = 0 };
    describe_messages(&l, rows[i].text, strlen(rows[i].text));
    cr_expect(eq(str, l.text, as_text(rows[i].wanted)), "%s", rows[i].name);
  }
}

Test(pnrgov_xml, only_the_format_that_was_asked_for_is_read)
{
  static const char text[] = ONE;
  static const struct {
    uint32_t format;
    pnr_status wanted;
  } rows[] = {
    { 0, PNR_OK },
    { PNR_MESSAGE_PNRGOV_XML, PNR_OK },
    { PNR_MESSAGE_PNRGOV, PNR_E_FORMAT },
    { PNR_MESSAGE_PAXLST, PNR_E_FORMAT },
    { PNR_MESSAGE_MRZ, PNR_E_FORMAT },
    { 1000, PNR_E_ARGUMENT },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_read_options options = { .size = sizeof options, .format = rows[i].format };
    pnr_reader *reader;
    pnr_status status = pnr_reader_open(NULL, (const uint8_t *)text, sizeof text - 1, &options, &reader, NULL);
    cr_expect(eq(i32, status, rows[i].wanted), "format %u", rows[i].format);
    pnr_reader_close(reader);
  }
}

/* --- The whole of it --- */

static const char whole[] =
  "<?xml version=\"1.0\"?>" HEAD "<PNR NumberOfPassengers=\"3\">" LOCATOR
  "<POS><Source AgentSine=\"A\"/></POS><ContactInfo PhoneNumber=\"123456\"/><Passenger RPH=\"1\"><GivenName>JAN</GivenName>"
  "<Surname>DUB</Surname><SSR SSRCode=\"INFT\" Text=\"DUB/EMA 01JAN24\"/><SSR SSRCode=\"FQTV\" Text=\"ZX1234\"/>"
  "<TicketDocument TicketDocumentNbr=\"1\"><PaymentInfo AccountNbr=\"4111111111111111\"/></TicketDocument><DOC_SSR><DOCS "
  "TravelDocNbr=\"X1\" DateOfBirth=\"1980-05-05\"/></DOC_SSR></Passenger><Passenger RPH=\"2\"><GivenName>EVA &</GivenName>"
  "<Surname>DUB</Surname><Other a=\"1\">x</Other></Passenger>" FLIGHT_OF(
    "<SSR SSRCode=\"SEAT\" RPH=\"2\" Text=\"1A\"/>"
    "<CheckInInfo><BoardingNumber RPH=\"1\"><SeatNumber>2B</SeatNumber></BoardingNumber></CheckInInfo>") "</PNR>" TAIL;

Test(pnrgov_xml, a_cut_at_any_octet_keeps_every_person_who_was_complete)
{
  size_t size = sizeof whole - 1;
  for (size_t cut = 1; cut < size; cut++) {
    uint32_t complete = 0;
    for (const char *at = strstr(whole, "</Passenger>"); at != NULL; at = strstr(at + 1, "</Passenger>"))
      complete += (size_t)(at - whole) + strlen("</Passenger>") <= cut;
    reading r;
    read_octets(&r, NULL, whole, cut);
    if (r.content == NULL) cr_expect(complete == 0 && r.status >= PNR_E_EMPTY, "cut at %zu: %d", cut, (int)r.status);
    else {
      cr_expect(r.content->traveller_count >= complete, "cut at %zu", cut);
      cr_expect(eq(u64, r.content->octets, cut), "cut at %zu", cut);
    }
    read_close(&r);
  }
}

Test(pnrgov_xml, every_failing_allocation_is_told_and_leaks_nothing)
{
  uint64_t needed = 0;
  for (uint64_t fail_at = 1; fail_at < 2000 && needed == 0; fail_at++) {
    counting_allocator state = { .fail_at = fail_at };
    pnr_env *env = NULL;
    if (pnr_env_open(counting_allocate, &state, NULL, &env, NULL) != PNR_OK) continue;
    reading r;
    read_octets(&r, env, whole, sizeof whole - 1);
    pnr_status status = r.status;
    read_close(&r);
    pnr_env_close(env);
    cr_expect(eq(u64, state.blocks, 0), "allocation %u", (unsigned)fail_at);
    cr_expect(eq(int, state.not_wiped, 0), "allocation %u", (unsigned)fail_at);
    if (status == PNR_OK) needed = fail_at;
    else cr_expect(eq(i32, status, PNR_E_MEMORY), "allocation %u: %d", (unsigned)fail_at, (int)status);
  }
  cr_expect(needed > 20);
}

Test(pnrgov_xml, limits_hold)
{
  pnr_limits limits = { .size = sizeof limits, .travellers = 1 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK));
  reading r;
  read_octets(&r, env, whole, sizeof whole - 1);
  cr_expect(eq(i32, r.status, PNR_E_LIMIT));
  read_close(&r);
  pnr_env_close(env);
  static char deep[8192];
  for (size_t i = 0; i < 1000; i++) memcpy(deep + 3 * i, "<a>", 3);
  memcpy(deep + 3000, "<PNR>" NAMED("A", "DUB"), strlen("<PNR>" NAMED("A", "DUB")));
  read_octets(&r, NULL, deep, strlen(deep));
  cr_expect(r.content != NULL && r.content->traveller_count == 1);
  read_close(&r);
}
