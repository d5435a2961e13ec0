/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_SECRETS_H
#define PNR_TESTS_SECRETS_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "pnr/base.h"

/* Generated bookings whose masked values have at least six octets and are unique, in every place where senders put them:
 * names, SSR, history, remarks, unknown segments, the wrong element. Nobody of that name exists. */

enum { SECRETS = 64, SECRET_SIZE = 40, SECRET_OCTETS = 8192 };

typedef struct secret_booking {
  uint32_t number, seed;
  char octets[SECRET_OCTETS];
  size_t size;
  char secrets[SECRETS][SECRET_SIZE];
  uint32_t secret_count;
  char locator[8];
} secret_booking;

static inline uint32_t secret_next(secret_booking *b)
{
  b->seed = b->seed * 1664525u + 1013904223u;
  return b->seed >> 8;
}

/* Letters, unique by the numbers of booking and secret. */
static inline const char *secret_word(secret_booking *b)
{
  char *word = b->secrets[b->secret_count++];
  uint32_t number = b->number * SECRETS + b->secret_count, length = 7 + secret_next(b) % 4;
  for (uint32_t i = 0; i < length; i++, number /= 11) {
    static const char consonants[] = "BDFGKLMNRVZ", vowels[] = "AEIOUAEIOUY";
    word[i] = i % 2 == 0 ? consonants[(number + 3 * i) % 11] : vowels[(number + secret_next(b)) % 11];
  }
  snprintf(word + length, SECRET_SIZE - length, "%c%c", 'B' + (char)(b->number % 17),
           'B' + (char)(b->secret_count % 23));
  return word;
}

static inline const char *secret_digits(secret_booking *b)
{
  char *word = b->secrets[b->secret_count++];
  snprintf(word, SECRET_SIZE, "7%05u%03u", b->number, 100 + b->secret_count);
  return word;
}

static inline const char *secret_card(secret_booking *b)
{
  char *word = b->secrets[b->secret_count++];
  snprintf(word, SECRET_SIZE, "9%06u55%07u", b->number, b->secret_count);
  return word;
}

static inline void secret_put(secret_booking *b, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  b->size += (size_t)vsnprintf(b->octets + b->size, sizeof b->octets - b->size, format, arguments);
  va_end(arguments);
}

/* A part that about half of the bookings have. */
static inline int secret_has(secret_booking *b) { return secret_next(b) % 2 == 0; }

static inline void secret_traveller(secret_booking *b, const char *surname, uint32_t i)
{
  const char *given = secret_word(b), *number = secret_digits(b);
  secret_put(b, "SSR+DOCS:HK:1:ZX:::::/P/CZE/%s/CZE/05MAY80/F/01JAN30/%s/%s'", number, surname, given);
  if (secret_has(b))
    secret_put(b, "SSR+DOCA:HK:1:ZX:::::/R/CZE/%s/%s/%s'", secret_word(b), secret_word(b), secret_digits(b));
  if (secret_has(b)) secret_put(b, "SSR+FOID:HK:1:ZX:::::ID%s-1%s/%s'", secret_digits(b), surname, given);
  if (secret_has(b)) secret_put(b, "SSR+FQTV:HK::ZX:::::ZX%s-1%s/%s'", secret_digits(b), surname, given);
  secret_put(b, "TIF+%s+%sMRS:A:%u'", surname, given, i);
  if (secret_has(b)) secret_put(b, "FTI+ZX:%s:::::G'", secret_digits(b));
  if (secret_has(b)) secret_put(b, "FOP+CC::100.00:VI:%s:1227::::%s'", secret_card(b), secret_word(b));
  if (secret_has(b)) secret_put(b, "IFT+4:43+%s+%s 12'", secret_word(b), secret_word(b));
  if (secret_has(b)) secret_put(b, "REF+:%s'", secret_digits(b));
}

static inline void secret_texts(secret_booking *b)
{
  if (secret_has(b)) secret_put(b, "ADD++700:%s STREET 5:%s:::12345:CZ'", secret_word(b), secret_word(b));
  if (secret_has(b)) secret_put(b, "SSR+CTCE:HK:1:ZX:::::%s//%s.EXAMPLE'", secret_word(b), secret_word(b));
  if (secret_has(b)) secret_put(b, "SSR+CTCM:HK:1:ZX:::::%s'", secret_digits(b));
  if (secret_has(b)) secret_put(b, "IFT+4:28::ZX+CALL %s AT %s'", secret_word(b), secret_digits(b));
  if (secret_has(b)) secret_put(b, "LTS+9/Z/1%s/%s MR?+FRIEND'", secret_word(b), secret_word(b));
  if (secret_has(b)) secret_put(b, "QZZ+%s:%s'", secret_word(b), secret_word(b)); /* a segment that nobody knows */
  if (secret_has(b)) secret_put(b, "SSR+OTHS:HK::ZX:::::O?'%s'%s'", secret_word(b), secret_word(b)); /* not released */
}

static inline void secret_history(secret_booking *b)
{
  secret_put(b, "ABI+4+:SYS+AAA'DAT+700:010325:0900'");
  if (secret_has(b)) secret_put(b, "SAC+++A'TIF+%s+%s:A:1'", secret_word(b), secret_word(b));
  if (secret_has(b)) secret_put(b, "SAC+++X'SSR+CTCM:HK:1:ZX:::::%s'", secret_digits(b));
  if (secret_has(b)) secret_put(b, "SAC+++A'IFT+4:28+%s'", secret_word(b));
}

/* --- Forms of messages --- */

enum { SECRET_PNRGOV, SECRET_PAXLST, SECRET_XML, SECRET_TELETYPE, SECRET_MRZ, SECRET_FORMS };

static inline void secret_pnrgov(secret_booking *b)
{
  const char *surname = secret_word(b);
  secret_put(b,
             "UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'UNH+1+PNRGOV:13:1:IA+KEY1+01:F'MSG+:22'ORG+ZX:QXA'"
             "TVL+100325:1200:100325:1500+QXA+QXB+ZX+100'EQN+1'SRC'RCI+ZX:%s::010325:0900'",
             b->locator);
  /* The name in an element that identifies nobody. */
  secret_put(b, "ORG+ZX:QXA+%s'", secret_has(b) ? surname : "12345678");
  secret_texts(b);
  uint32_t travellers = 1 + secret_next(b) % 3;
  for (uint32_t i = 1; i <= travellers; i++) secret_traveller(b, i == 1 ? surname : secret_word(b), i);
  secret_put(b, "TVL+100325:1200:100325:1500+QXA+QXB+ZX+100:Y'RPI++HK'SSR+SEAT:HK:1:ZX:::QXA:QXB+012C::1'");
  if (secret_has(b)) secret_put(b, "TRI++ZX-%03u:::1'", b->number % 1000);
  secret_history(b);
  secret_put(b, "UNT+20+1'UNZ+1+R1'");
}

static inline void secret_listed(secret_booking *b, uint32_t i)
{
  secret_put(b, "NAD+FL+++%s:%s+%s ROAD 7+%s'", secret_word(b), secret_word(b), secret_word(b), secret_word(b));
  secret_put(b, "ATT+2++F'DTM+329:800505'GEI+4+173'LOC+178+QXC'LOC+179+QXB'LOC+180+CZE:::%s'NAT+2+CZE'",
             secret_word(b));
  if (secret_has(b)) secret_put(b, "COM+%s AT %s.EXAMPLE:EM'", secret_word(b), secret_word(b));
  if (secret_has(b)) secret_put(b, "COM+%s:TE'", secret_digits(b));
  if (i == 1 || secret_has(b)) secret_put(b, "RFF+AVF:%s'", b->locator);
  if (secret_has(b)) secret_put(b, "RFF+ABO:%s'", secret_digits(b));
  if (secret_has(b)) secret_put(b, "RFF+CR:%s'", secret_digits(b));
  if (secret_has(b)) secret_put(b, "QZZ+%s'", secret_word(b));
  secret_put(b, "DOC+P:110:111+%s'DTM+36:300101'LOC+91+CZE'", secret_digits(b));
}

static inline void secret_paxlst(secret_booking *b)
{
  secret_put(b, "UNB+UNOA:4+ZX+TSTGOV+250310:1015+R1'UNG+PAXLST+ZX+TSTGOV+250310:1015+1+UN+D:12B'"
                "UNH+1+PAXLST:D:12B:UN:IATA'BGM+745'TDT+20+ZX100+++ZX'LOC+125+QXA'DTM+189:2503101200:201'"
                "LOC+87+QXB'DTM+232:2503101500:201'");
  uint32_t travellers = 1 + secret_next(b) % 4;
  for (uint32_t i = 1; i <= travellers; i++) secret_listed(b, i);
  secret_put(b, "CNT+42:%u'UNT+20+1'UNE+1+1'UNZ+1+R1'", travellers);
}

static inline void secret_passenger(secret_booking *b, uint32_t i)
{
  const char *surname = secret_word(b), *given = secret_word(b);
  secret_put(b, "<Passenger RPH=\"%u\" SurnameRefNumber=\"%s\"><GivenName>%s MRS</GivenName><Surname>%s</Surname>", i,
             secret_digits(b), given, surname);
  if (secret_has(b)) secret_put(b, "<CustLoyalty ProgramID=\"ZX\" MembershipID=\"%s\"/>", secret_digits(b));
  if (secret_has(b))
    secret_put(b,
               "<TicketDocument TicketDocumentNbr=\"0012123456789\"><PaymentInfo PaymentType=\"CC\" AccountNbr=\"%s\" "
               "CardHolderName='%s'/></TicketDocument>",
               secret_card(b), secret_word(b));
  secret_put(b, "<DOC_SSR SSRCode=\"DOCS\"><DOCS TravelDocType=\"P\" TravelDocNbr=\"%s\" Surname=\"%s\"/></DOC_SSR>",
             secret_digits(b), surname);
  if (secret_has(b))
    secret_put(b, "<DOC_SSR SSRCode=\"DOCO\"><DOCO BirthLocation=\"%s\"/></DOC_SSR><!-- %s -->", secret_word(b),
               secret_word(b));
  secret_put(b, "</Passenger>");
}

static inline void secret_xml(secret_booking *b)
{
  secret_put(
    b,
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<IATA_PNRGOV_NotifRQ Version=\"13.1\"><Originator AirlineCode=\"ZX\"/>"
    "<FlightLeg CarrierCode=\"ZX\" FlightNumber=\"100\" DepartureDateTime=\"2025-03-10T12:00:00\">"
    "<DepartureAirport LocationCode=\"QXA\"/><ArrivalAirport LocationCode=\"QXB\"/></FlightLeg>"
    "<PNRs><PNR NumberOfPassengers=\"2\"><BookingRefID ID=\"%s\"/>",
    b->locator);
  if (secret_has(b))
    secret_put(b, "<ContactInfo PhoneNumber=\"%s\"><AddressLine>%s</AddressLine><CityName>%s</CityName></ContactInfo>",
               secret_digits(b), secret_word(b), secret_word(b));
  if (secret_has(b)) secret_put(b, "<OSI><Text>%s CALLED</Text></OSI>", secret_word(b));
  if (secret_has(b))
    secret_put(b, "<Unheard Of=\"%s\">%s<![CDATA[%s]]></Unheard>", secret_word(b), secret_word(b), secret_word(b));
  uint32_t travellers = 1 + secret_next(b) % 3;
  for (uint32_t i = 1; i <= travellers; i++) secret_passenger(b, i);
  secret_put(
    b,
    "<Flight FlightNumber=\"100\" DepartureDateTime=\"2025-03-10T12:00:00\"><DepartureAirport LocationCode=\"QXA\"/>"
    "<ArrivalAirport LocationCode=\"QXB\"/><MarketingAirline Code=\"ZX\"/></Flight></PNR></PNRs></IATA_PNRGOV_NotifRQ>");
}

static inline void secret_teletype(secret_booking *b)
{
  const char *surname = secret_word(b), *given = secret_word(b);
  secret_put(b, "PNL\nZX100/10MAR QXA PART1\n-QXB004Y\n1%s/%sMRS .L/%s\n", surname, given, b->locator);
  secret_put(b, ".R/DOCS HK1/P/CZE/%s/CZE/05MAY80/F/01JAN30/%s/%s\n", secret_digits(b), surname, given);
  if (secret_has(b)) secret_put(b, ".R/FQTV HK1 ZX%s-1%s/%sMRS\n", secret_digits(b), surname, given);
  if (secret_has(b)) secret_put(b, ".R/CTCM HK1/%s\n", secret_digits(b));
  if (secret_has(b)) secret_put(b, ".R/OTHS CALL %s\n.Q/%s\n", secret_word(b), secret_word(b));
  if (secret_has(b)) secret_put(b, "1%s/%sMR .L/X%s\n", secret_word(b), secret_word(b), b->locator + 1);
  secret_put(b, "ENDPNL\n");
}

/* ICAO 9303-3 section 4.9: weights 7, 3, 1. */
static inline char secret_check_digit(const char *text)
{
  uint32_t sum = 0;
  for (uint32_t i = 0; text[i] != '\0'; i++) {
    uint32_t value = text[i] >= 'A' ? (uint32_t)(text[i] - 'A') + 10 : text[i] == '<' ? 0 : (uint32_t)(text[i] - '0');
    sum += value * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
  }
  return (char)('0' + sum % 10);
}

/* A passport's zone (TD3). */
static inline void secret_mrz(secret_booking *b)
{
  char names[64], whole[64];
  const char *surname = secret_word(b), *given = secret_word(b), *number = secret_digits(b);
  snprintf(names, sizeof names, "%s<<%s<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", surname, given);
  secret_put(b, "P<CZE%.39s\n", names);
  char digit = secret_check_digit(number), birth = secret_check_digit("800505"), expiry = secret_check_digit("300101");
  snprintf(whole, sizeof whole, "%s%c800505%c300101%c<<<<<<<<<<<<<<0", number, digit, birth, expiry);
  secret_put(b, "%s%cCZE800505%cF300101%c<<<<<<<<<<<<<<0%c\n", number, digit, birth, expiry, secret_check_digit(whole));
}

static inline void secret_make(secret_booking *b, uint32_t form, uint32_t number)
{
  static void (*const makers[])(secret_booking *) = { secret_pnrgov, secret_paxlst, secret_xml, secret_teletype,
                                                      secret_mrz };
  memset(b, 0, sizeof *b);
  b->number = number;
  b->seed = number * 2654435761u + 1;
  snprintf(b->locator, sizeof b->locator, "L%05u", number);
  makers[form](b);
}

#endif
