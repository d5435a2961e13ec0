/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV XML: which elements are records, and where each of their leaves goes (IATA PNRGOV XML implementation guide). A
 * leaf may be an attribute or a child element of the same name. */
#include "read/pnrgov_xml.h"

#define MESSAGE PNRI_XML_MESSAGE
#define BOOKINGS PNRI_XML_BOOKINGS
#define FLIGHT_LEG PNRI_XML_FLIGHT_LEG
#define BOOKING PNRI_XML_BOOKING
#define LOCATOR PNRI_XML_LOCATOR
#define SOURCE PNRI_XML_SOURCE
#define CONTACT PNRI_XML_CONTACT
#define PASSENGER PNRI_XML_PASSENGER
#define BOARDING PNRI_XML_BOARDING
#define FLIGHT PNRI_XML_FLIGHT
#define LOYALTY PNRI_XML_LOYALTY
#define BAG PNRI_XML_BAG
#define SSR PNRI_XML_SSR
#define REMARK PNRI_XML_REMARK
#define TICKET PNRI_XML_TICKET
#define PAYMENT PNRI_XML_PAYMENT
#define DOC_SSR PNRI_XML_DOC_SSR
#define DOCS PNRI_XML_DOCS
#define DOCO PNRI_XML_DOCO
#define DOCA PNRI_XML_DOCA

/* --- Names --- */

static uint8_t next_octet(pnr_slice *name)
{
  while (name->size != 0) {
    uint8_t octet = *name->data++;
    name->size--;
    if (octet == '_') continue;
    return octet >= 'a' && octet <= 'z' ? (uint8_t)(octet - 32) : octet;
  }
  return 0;
}

bool pnri_pnrgov_xml_same(pnr_slice name, const char *other)
{
  pnr_slice text = pnri_slice(other);
  for (;;) {
    uint8_t a = next_octet(&name), b = next_octet(&text);
    if (a != b) return false;
    if (a == 0) return name.size == 0 && text.size == 0;
  }
}

bool pnri_pnrgov_xml_is_root(pnr_slice name) { return pnri_pnrgov_xml_same(name, "IATA_PNRGOV_NotifRQ"); }

/* --- Records --- */

/* The first row that fits counts. inside 0 is any. */
static const struct {
  const char *name;
  uint32_t inside, record;
} records[] = {
  { "Passenger", BOARDING, PNRI_XML_NO_RECORD },
  { "Passenger", FLIGHT, BOARDING },
  { "Passenger", 0, PASSENGER },
  { "PNR", 0, BOOKING },
  { "PNRs", 0, BOOKINGS },
  { "FlightLeg", 0, FLIGHT_LEG },
  { "Flight", 0, FLIGHT },
  { "CheckInInfo", 0, BOARDING },
  { "BoardingNumber", 0, BOARDING },
  { "BookingRefID", 0, LOCATOR },
  { "Source", BOOKING, SOURCE },
  { "ContactInfo", 0, CONTACT },
  { "CustLoyalty", 0, LOYALTY },
  { "ExcessBaggage", 0, BAG },
  { "PrepaidBag", 0, BAG },
  { "SSR", 0, SSR },
  { "OSI", 0, REMARK },
  { "OTHS", 0, REMARK },
  { "Remark", 0, REMARK },
  { "TicketDocument", 0, TICKET },
  { "PaymentInfo", 0, PAYMENT },
  { "DOC_SSR", 0, DOC_SSR },
  { "DOCS", 0, DOCS },
  { "DOCO", 0, DOCO },
  { "DOCA", 0, DOCA },
};

uint32_t pnri_pnrgov_xml_record_of(pnr_slice name, uint32_t inside)
{
  for (size_t i = 0; i < sizeof records / sizeof records[0]; i++)
    if ((records[i].inside == 0 || records[i].inside == inside) && pnri_pnrgov_xml_same(name, records[i].name))
      return records[i].record;
  return PNRI_XML_NO_RECORD;
}

bool pnri_pnrgov_xml_is_record_spelled(pnr_slice name)
{
  for (size_t i = 0; i < sizeof records / sizeof records[0]; i++)
    if (pnri_slice_is(name, records[i].name)) return true;
  return false;
}

const char *pnri_pnrgov_xml_record_name(uint32_t record)
{
  for (size_t i = 0; i < sizeof records / sizeof records[0]; i++)
    if (records[i].record == record && records[i].inside == 0) return records[i].name;
  return "";
}

/* --- Leaves --- */

/* Names wherever a name may be, and where it should not. */
static const pnri_pnrgov_xml_row name_rows[] = {
  { 0, NULL, "Surname", PNRI_XML_SURNAME, 0 }, { 0, NULL, "SurnamePrefix", PNRI_XML_PREFIX, 0 },
  { 0, NULL, "GivenName", PNRI_XML_GIVEN, 0 }, { 0, NULL, "MiddleName", PNRI_XML_MIDDLE, 0 },
  { 0, NULL, "NameTitle", PNRI_XML_TITLE, 0 }, { 0, NULL, "NamePrefix", PNRI_XML_TITLE, 0 },
};
enum { NAME_ROWS = sizeof name_rows / sizeof name_rows[0] };

static const pnri_pnrgov_xml_row rows[] = {
  { MESSAGE, "", "Version", PNRI_XML_M_VERSION, 0 },
  { MESSAGE, NULL, "TransactionIdentifier", PNRI_XML_M_REFERENCE, 0 },
  { MESSAGE, NULL, "TimeStamp", PNRI_XML_M_PREPARED, 0 },
  { MESSAGE, "IATA_PNRGOV_NotifRQ", "Version", PNRI_XML_M_VERSION, 0 },
  { MESSAGE, "Originator", "AirlineCode", PNRI_XML_M_SENDER, 0 },
  { MESSAGE, "Originator", "AirlineContactInfo", PNRI_XML_M_CONTACT, 0 },
  { BOOKINGS, "", "NumberOfPnrs", PNRI_XML_M_DECLARED, 0 },

  { BOOKING, "", "NumberOfPassengers", PNRI_XML_B_TRAVELLERS, 0 },
  { BOOKING, "", "PNR_TransDate", PNRI_XML_B_CHANGED, 0 },
  { BOOKING, "", "PNR_CreationDate", PNRI_XML_B_CREATED, 0 },

  { LOCATOR, "", "ID", PNRI_XML_L_VALUE, 0 },
  { LOCATOR, "", "#", PNRI_XML_L_VALUE, 0 },
  { LOCATOR, "", "Type", PNRI_XML_L_TYPE, 0 },
  { LOCATOR, "", "CompanyName", PNRI_XML_L_CARRIER, 0 },
  { LOCATOR, "CompanyName", "Code", PNRI_XML_L_CARRIER, 0 },

  { SOURCE, "", "AirlineVendorID", PNRI_XML_A_VENDOR, 0 },
  { SOURCE, "", "PseudoCityCode", PNRI_XML_A_OFFICE, 0 },
  { SOURCE, "", "AgentSine", PNRI_XML_A_AGENT, 0 },

  { LOYALTY, "", "ProgramID", PNRI_XML_Q_PROGRAM, 0 },
  { LOYALTY, "", "MembershipID", PNRI_XML_Q_MEMBER, 0 },

  { CONTACT, NULL, "PhoneNumber", PNRI_XML_C_PHONE, 0 },
  { CONTACT, NULL, "EmailAddress", PNRI_XML_C_EMAIL, 0 },
  { CONTACT, NULL, "PhoneType", PNRI_XML_C_PURPOSE, 0 },
  { CONTACT, "", "Type", PNRI_XML_C_PURPOSE, 0 },
  { CONTACT, NULL, "StreetNmbr", PNRI_XML_C_STREET, 1 },
  { CONTACT, NULL, "AddressLine", PNRI_XML_C_STREET, 1 },
  { CONTACT, NULL, "CityName", PNRI_XML_C_CITY, 0 },
  { CONTACT, NULL, "StateProv", PNRI_XML_C_REGION, 0 },
  { CONTACT, "StateProv", "StateCode", PNRI_XML_C_REGION, 0 },
  { CONTACT, NULL, "PostalCode", PNRI_XML_C_POSTCODE, 0 },
  { CONTACT, NULL, "CountryName", PNRI_XML_C_COUNTRY, 0 },
  { CONTACT, "CountryName", "Code", PNRI_XML_C_COUNTRY, 0 },

  { PASSENGER, "", "RPH", PNRI_XML_P_REFERENCE, 0 },
  { PASSENGER, "", "SurnameRefNumber", PNRI_XML_P_UNIQUE, 0 },
  { PASSENGER, "", "BoardingStatus", PNRI_XML_P_STATUS, 0 },
  { PASSENGER, "", "AccompaniedByInfantInd", PNRI_XML_P_INFANT, 0 },
  { PASSENGER, "", "PassengerTypeCode", PNRI_XML_P_TYPE, 0 },
  { PASSENGER, "FareInfo", "PTC_Code", PNRI_XML_P_TYPE, 0 },

  { BOARDING, "", "RPH", PNRI_XML_P_REFERENCE, 0 },
  { BOARDING, "Passenger", "RPH", PNRI_XML_P_REFERENCE, 0 },
  { BOARDING, NULL, "SeatNumber", PNRI_XML_P_SEAT, 0 },

  { FLIGHT, "", "DepartureDateTime", PNRI_XML_F_DEPARTS, 0 },
  { FLIGHT, "", "ArrivalDateTime", PNRI_XML_F_ARRIVES, 0 },
  { FLIGHT, "", "DateChangeNbr", PNRI_XML_F_DAYS, 0 },
  { FLIGHT, "", "FlightNumber", PNRI_XML_F_NUMBER, 0 },
  { FLIGHT, "", "OperationalSuffix", PNRI_XML_F_SUFFIX, 0 },
  { FLIGHT, "", "CarrierCode", PNRI_XML_F_CARRIER, 0 },
  { FLIGHT, "", "MarketingAirline", PNRI_XML_F_CARRIER, 0 },
  { FLIGHT, "MarketingAirline", "Code", PNRI_XML_F_CARRIER, 0 },
  { FLIGHT, "", "OperatingAirline", PNRI_XML_F_OPERATING, 0 },
  { FLIGHT, "OperatingAirline", "Code", PNRI_XML_F_OPERATING, 0 },
  { FLIGHT, "OperatingAirline", "FlightNumber", PNRI_XML_F_OPERATING_NUMBER, 0 },
  { FLIGHT, "", "DepartureAirport", PNRI_XML_F_FROM, 0 },
  { FLIGHT, "DepartureAirport", "LocationCode", PNRI_XML_F_FROM, 0 },
  { FLIGHT, "", "ArrivalAirport", PNRI_XML_F_TO, 0 },
  { FLIGHT, "ArrivalAirport", "LocationCode", PNRI_XML_F_TO, 0 },
  { FLIGHT, "", "ResBookDesigCode", PNRI_XML_F_CLASS, 0 },
  { FLIGHT, "", "Status", PNRI_XML_F_STATUS, 0 },
  { FLIGHT, "", "NumberInParty", PNRI_XML_F_PARTY, 0 },
  { FLIGHT, "", "Equipment", PNRI_XML_F_AIRCRAFT, 0 },
  { FLIGHT, "Equipment", "AirEquipType", PNRI_XML_F_AIRCRAFT, 0 },

  { BAG, "", "IssuerCode", PNRI_XML_G_CARRIER, 0 },
  { BAG, "", "SerialNumber", PNRI_XML_G_TAG, 0 },
  { BAG, "", "SequenceCount", PNRI_XML_G_TAGS, 0 },
  { BAG, "", "BaggagePool", PNRI_XML_G_POOL, 0 },
  { BAG, "", "UnitOfMeasureQuantity", PNRI_XML_G_QUANTITY, 0 },
  { BAG, "", "UnitOfMeasureCode", PNRI_XML_G_UNIT, 0 },
  { BAG, "", "BagDestination", PNRI_XML_G_DESTINATION, 0 },

  { SSR, "", "SSRCode", PNRI_XML_S_CODE, 0 },
  { SSR, "", "ServiceQuantity", PNRI_XML_S_QUANTITY, 0 },
  { SSR, "", "Status", PNRI_XML_S_STATUS, 0 },
  { SSR, "", "BoardPoint", PNRI_XML_S_FROM, 0 },
  { SSR, "", "OffPoint", PNRI_XML_S_TO, 0 },
  { SSR, "", "RPH", PNRI_XML_S_REFERENCE, 0 },
  { SSR, "", "Airline", PNRI_XML_S_CARRIER, 0 },
  { SSR, "Airline", "Code", PNRI_XML_S_CARRIER, 0 },
  { SSR, NULL, "Text", PNRI_XML_S_TEXT, 1 },
  { SSR, "", "#", PNRI_XML_S_TEXT, 1 },

  { REMARK, "", "RPH", PNRI_XML_S_REFERENCE, 0 },
  { REMARK, "", "Airline", PNRI_XML_S_CARRIER, 0 },
  { REMARK, "Airline", "Code", PNRI_XML_S_CARRIER, 0 },
  { REMARK, NULL, "Text", PNRI_XML_S_TEXT, 1 },
  { REMARK, "", "#", PNRI_XML_S_TEXT, 1 },

  { TICKET, "", "TicketDocumentNbr", PNRI_XML_T_NUMBER, 0 },
  { TICKET, "", "Type", PNRI_XML_T_TYPE, 0 },
  { TICKET, "", "DateOfIssue", PNRI_XML_T_ISSUED, 0 },
  { TICKET, "TotalFare", "Amount", PNRI_XML_T_TOTAL, 0 },
  { TICKET, "TotalFare", "CurrencyCode", PNRI_XML_T_TOTAL_CURRENCY, 0 },
  { TICKET, "BaseFare", "Amount", PNRI_XML_T_FARE, 0 },
  { TICKET, "BaseFare", "CurrencyCode", PNRI_XML_T_FARE_CURRENCY, 0 },

  { PAYMENT, "", "PaymentType", PNRI_XML_Y_FORM, 0 },
  { PAYMENT, "", "PaymentAmount", PNRI_XML_Y_AMOUNT, 0 },
  { PAYMENT, "", "CurrencyCode", PNRI_XML_Y_CURRENCY, 0 },
  { PAYMENT, "", "VendorCode", PNRI_XML_Y_VENDOR, 0 },
  { PAYMENT, "", "AccountNbr", PNRI_XML_Y_ACCOUNT, 0 },
  { PAYMENT, "", "ExpiryDate", PNRI_XML_Y_EXPIRES, 0 },
  { PAYMENT, "", "CardHolderName", PNRI_XML_Y_HOLDER, 0 },

  { DOC_SSR, "", "SSRCode", PNRI_XML_S_CODE, 0 },
  { DOC_SSR, "", "ServiceQuantity", PNRI_XML_S_QUANTITY, 0 },
  { DOC_SSR, "", "Status", PNRI_XML_S_STATUS, 0 },
  { DOC_SSR, "", "RPH", PNRI_XML_S_REFERENCE, 0 },
  { DOC_SSR, "", "FlightInfo", PNRI_XML_S_CARRIER, 0 },
  { DOC_SSR, "FlightInfo", "Code", PNRI_XML_S_CARRIER, 0 },

  { DOCS, "", "TravelDocType", PNRI_XML_D_TYPE, 0 },
  { DOCS, "", "TravelDocNbr", PNRI_XML_D_NUMBER, 0 },
  { DOCS, "", "IssuingLoc", PNRI_XML_D_ISSUER, 0 },
  { DOCS, "", "PaxNationality", PNRI_XML_D_NATIONALITY, 0 },
  { DOCS, "", "DateOfBirth", PNRI_XML_D_BIRTH, 0 },
  { DOCS, "", "Gender", PNRI_XML_D_SEX, 0 },
  { DOCS, "", "ExpiryDate", PNRI_XML_D_EXPIRES, 0 },
  { DOCS, "", "FirstGivenName", PNRI_XML_GIVEN, 0 },
  { DOCS, "", "SecondGivenName", PNRI_XML_MIDDLE, 0 },

  { DOCO, "", "BirthLocation", PNRI_XML_D_BIRTH_PLACE, 0 },
  { DOCO, "", "TravelDocType", PNRI_XML_D_TYPE, 0 },
  { DOCO, "", "TravelDocNbr", PNRI_XML_D_NUMBER, 0 },
  { DOCO, "", "PlaceOfIssue", PNRI_XML_D_PLACE, 0 },
  { DOCO, "", "DateOfIssue", PNRI_XML_D_ISSUED, 0 },
  { DOCO, "", "CountryState", PNRI_XML_D_ISSUER, 0 },
  { DOCO, "", "InfantInd", PNRI_XML_D_INFANT, 0 },

  { DOCA, "", "AddressType", PNRI_XML_C_PURPOSE, 0 },
  { DOCA, "", "Country", PNRI_XML_C_COUNTRY, 0 },
  { DOCA, "", "Address", PNRI_XML_C_STREET, 0 },
  { DOCA, "", "CityName", PNRI_XML_C_CITY, 0 },
  { DOCA, "", "StateProvCounty", PNRI_XML_C_REGION, 0 },
  { DOCA, "", "PostalCode", PNRI_XML_C_POSTCODE, 0 },
  { DOCA, "", "InfantInd", PNRI_XML_C_INFANT, 0 },
};
enum { ROWS = sizeof rows / sizeof rows[0] };

/* Records in which a name is somebody's who travels. */
static bool may_name(uint32_t record)
{
  return record == PASSENGER || record == BOARDING || record == FLIGHT || record == BOOKING || record == BOOKINGS ||
         record == FLIGHT_LEG || record == MESSAGE || record == DOCS;
}

static const pnri_pnrgov_xml_row *find(uint32_t record, pnr_slice group, pnr_slice name)
{
  uint32_t kind = record == FLIGHT_LEG ? FLIGHT : record; /* they have the same leaves */
  for (size_t i = 0; i < ROWS; i++)
    if (rows[i].record == kind && (rows[i].group == NULL || pnri_pnrgov_xml_same(group, rows[i].group)) &&
        pnri_pnrgov_xml_same(name, rows[i].name))
      return &rows[i];
  for (size_t i = 0; i < NAME_ROWS && may_name(record); i++)
    if (pnri_pnrgov_xml_same(name, name_rows[i].name)) return &name_rows[i];
  return NULL;
}

/* An element that stands in a leaf, because that has no end tag, is the record's own. */
const pnri_pnrgov_xml_row *pnri_pnrgov_xml_row_of(uint32_t record, pnr_slice group, pnr_slice name, bool is_element)
{
  pnr_slice own = { NULL, 0 };
  const pnri_pnrgov_xml_row *row = find(record, group, name);
  if (row != NULL || !is_element || group.size == 0 || find(record, own, group) == NULL) return row;
  return find(record, own, name);
}
